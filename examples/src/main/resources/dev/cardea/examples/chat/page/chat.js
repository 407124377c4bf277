/**
 * The page: signs in, joins channels, and ties what comes from the server (channel.js) to what is
 * seen (view.js). Everything about connections is the client's business: this file only shows it.
 */
import { Session } from './cardea.js';
import { Channel, WhisperTalk } from './channel.js';
import { View } from './view.js';

const CHANNELS = ['lobby', 'games', 'music'];
/** In localStorage the name used last; in sessionStorage that of this tab. */
const NAME = 'cardea.name';
const TYPING_EVERY_MILLIS = 2000;
const LEAVING_MILLIS = 500;

const view = new View();
/** Conversations by key: `#lobby` for channels, `@account` for whispers. */
const talks = new Map();
let session = null;
let current = null;
let cutAt = null;
let typedAt = -Infinity;

// -- signing in and out --

function signIn(name) {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const url = `${scheme}://${location.host}/cardea`;
  const credential = { dev: name };
  session = new Session({ url, credential, store: sessionStorage, client: 'chat page' });
  session.on('state', onState);
  session.on('rtt', showDetail);
  session.agent.on('Whispered', onWhisper);
  session.open().then(enter, () => {});
}

async function enter() {
  view.enter(session.name, session.account);
  const known = [...session.rooms.values()].filter(({ type }) => type === 'chat');
  const names = known.length > 0 ? known.map(({ key }) => key) : [CHANNELS[0]];
  await Promise.all(names.map(join));
  CHANNELS.forEach((name) => offer(name));
  open(talks.get(`#${names[0]}`));
}

/** Shows a channel in the list, joined or not. */
function offer(name) {
  const key = `#${name}`;
  if (!talks.has(key)) {
    talks.set(key, new Channel(name, onChange));
  }
  return talks.get(key);
}

async function join(name) {
  const channel = offer(name);
  try {
    channel.listen(await session.join('chat', name), session);
  } catch (error) {
    view.notice(`#${name}: ${error.message}`);
  }
  onChange(channel);
}

function onState({ state, code, text, retryInMillis }) {
  if (state === 'closed') {
    onClosed(code, text);
    return;
  }
  const lost = `Connection lost, next try in ${((retryInMillis ?? 0) / 1000).toFixed(1)} s`;
  const texts = { connecting: 'Connecting\u2026', open: 'Connected', waiting: lost };
  view.status(state, texts[state]);
  if (state === 'open' && cutAt !== null) {
    const millis = Math.round(performance.now() - cutAt);
    cutAt = null;
    view.notice(`Back after ${millis} ms. Nothing was lost, nothing came twice.`, true);
  }
  showDetail();
}

function showDetail() {
  const rtt = session.rttMillis === null ? '' : ` \u00b7 ${session.rttMillis.toFixed(1)} ms`;
  view.detail(`${session.transport}${rtt} \u00b7 connection ${session.attempt}`);
}

const ENDINGS = {
  SUPERSEDED: 'This session goes on in another tab.',
  LOGGED_IN_ELSEWHERE: 'You signed in somewhere else.',
  AUTH_FAILED: 'The server did not accept that name.',
};

function onClosed(code, text) {
  view.status('closed', 'Not connected');
  if (code === 'NORMAL') {
    location.reload();
  } else if (talks.size === 0) {
    view.refuse(ENDINGS[code] ?? text);
  } else {
    view.ended(ENDINGS[code] ?? `The server closed the connection: ${text}.`);
  }
}

/** Leaves first, so that others see it at once; without a connection that is not waited for. */
async function signOut() {
  const leaving = [...session.rooms.values()].map((room) => room.leave());
  const enough = new Promise((resolve) => setTimeout(resolve, LEAVING_MILLIS));
  await Promise.race([Promise.all(leaving), enough]);
  session.close();
}

// -- conversations --

/** A conversation has something new to show. */
function onChange(talk, entry) {
  if (talk === current) {
    view.refresh(talk, entry);
  } else if (entry?.counts) {
    talk.unread += 1;
  }
  view.places(talks, current);
}

function open(talk) {
  current = talk;
  talk.unread = 0;
  view.show(talk);
  view.places(talks, current);
}

async function openChannel(name) {
  const channel = offer(name);
  if (!channel.joined) {
    await join(name);
  }
  open(channel);
}

function whisperTo(account, name) {
  const key = `@${account}`;
  if (!talks.has(key)) {
    talks.set(key, new WhisperTalk(account, name, onChange));
  }
  return talks.get(key);
}

function onWhisper(whisper) {
  const mine = whisper.from === session.account;
  const other = mine ? whisper.to : whisper.from;
  whisperTo(other, mine ? other : whisper.name).heard(whisper, session);
}

async function leave() {
  if (current instanceof Channel) {
    await current.leave();
  } else {
    talks.delete(current.key);
  }
  const joined = [...talks.values()].find((talk) => talk.joined);
  if (joined) {
    open(joined);
  } else {
    await openChannel(CHANNELS[0]);
  }
}

async function say(text) {
  try {
    await current.say(text, session);
    typedAt = -Infinity; // what was said ended it; the next key begins anew
    view.clearText();
    view.notice('');
  } catch (error) {
    view.notice(
      error.code === 'BACKLOG_FULL'
        ? 'Too much is waiting for the connection. Your words are still in the box.'
        : error.message,
    );
  }
}

function typing() {
  const now = performance.now();
  if (session.state === 'open' && now - typedAt >= TYPING_EVERY_MILLIS) {
    typedAt = now;
    current.typing?.();
  }
}

// -- the visitor's hands --

view.onSignIn((name) => {
  localStorage.setItem(NAME, name);
  sessionStorage.setItem(NAME, name);
  signIn(name);
});
view.onSignOut(signOut);
view.onOpen((key) => {
  const talk = talks.get(key);
  return talk instanceof Channel ? openChannel(talk.name) : open(talk);
});
view.onNewChannel((name) => openChannel(name));
view.onLeave(leave);
view.onPerson(({ account, name }) => {
  if (account !== session.account) {
    open(whisperTo(account, name));
  }
});
view.onSay(say);
view.onTyping(typing);
view.onCut(() => {
  cutAt = performance.now();
  session.cut();
});

/** For the curious, in the browser's console. */
globalThis.chat = {
  talks,
  get session() {
    return session;
  },
};

if (sessionStorage.getItem('cardea')) {
  signIn(sessionStorage.getItem(NAME)); // this tab was reloaded: the session goes on
} else {
  view.welcome(localStorage.getItem(NAME) ?? '');
}
