/** The page: signs in, makes a table or joins one, and shows it until it is over. */
import { Session } from './cardea.js';
import { Controls } from './controls.js';
import { Game } from './game.js';
import { News } from './news.js';
import { TableView } from './table.js';

/** Of this tab alone: who tries the game out is two players in two tabs. */
const NAME = 'cardea.dice.name';
const SORRY_MILLIS = 4_000;
const TIME_EVERY_MILLIS = 200;
const COPIED_MILLIS = 1_500;
const LEAVING_MILLIS = 500;

const find = (id) => document.getElementById(id);
const view = new TableView();
const controls = new Controls();
const news = new News(find('news'));
let session = null;
let game = null;
let sorryEnds = null;

// -- in and out --

/** @param sit takes a session, answers a room */
async function enter(name, sit) {
  if (session !== null) {
    return;
  }
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  find('sign-in-error').textContent = '';
  session = new Session({
    url: `${scheme}://${location.host}/cardea`,
    credential: { dev: name },
    store: sessionStorage,
    client: 'dice page',
  });
  session.on('state', onState);
  try {
    await session.open();
    sitDown(await sit(session));
  } catch (error) {
    leave(TEXTS[error.code] ?? error.message);
  }
}

const TEXTS = {
  NO_SUCH_OWNER: 'There is no table of that code.',
  FORBIDDEN: 'There is no table of that code.',
  NO_SEAT: 'All seats at that table are taken.',
};

function sitDown(room) {
  sessionStorage.setItem(NAME, session.name);
  game = new Game(room, { changed: show, happened });
  room.on('gone', ({ text }) => leave(text || 'The table was closed.'));
  news.of(game);
  history.replaceState(null, '', `#${room.key}`);
  find('key').textContent = room.key;
  find('welcome').hidden = true;
  find('app').hidden = false;
  show();
}

function leave(why) {
  const ended = session;
  session = null;
  game = null;
  ended?.close();
  history.replaceState(null, '', location.pathname);
  find('app').hidden = true;
  find('welcome').hidden = false;
  find('sign-in-error').textContent = why;
  document.body.classList.remove('my-turn', 'hurry');
}

function onState({ state, code, text, retryInMillis }) {
  if (session === null) {
    return;
  }
  if (state === 'closed') {
    leave(text || `The server closed the session: ${code}`);
    return;
  }
  const seconds = ((retryInMillis ?? 0) / 1000).toFixed(1);
  find('state').textContent =
    state === 'waiting' ? `connection lost, next try in ${seconds} s` : '';
}

// -- the game --

function show() {
  if (game !== null) {
    view.show(game);
    controls.show(game);
    document.title = game.myTurn ? 'Your turn \u00b7 Cardea dice' : 'Cardea dice';
  }
}

function happened(what, value) {
  if (what === 'Sorry') {
    sorry(value.why);
  } else {
    news.happened(what, value);
  }
}

function sorry(why) {
  find('sorry').textContent = `Sorry: ${why}.`;
  clearTimeout(sorryEnds);
  sorryEnds = setTimeout(() => (find('sorry').textContent = ''), SORRY_MILLIS);
}

setInterval(() => game !== null && view.time(game, session.serverMillis), TIME_EVERY_MILLIS);

// -- the visitor's hands --

const code = () => find('code').value.trim().toUpperCase();
const join = (key) => (signedIn) => signedIn.join('dice', key);
const create = (signedIn) => signedIn.create('dice', { hidden: true });

find('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const name = find('name').value.trim();
  if (event.submitter !== find('join')) {
    enter(name, create);
  } else if (code() !== '') {
    enter(name, join(code()));
  } else {
    find('code').focus();
  }
});
find('sign-in').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('input') && code() !== '') {
    event.preventDefault();
    find('sign-in').requestSubmit(find('join'));
  }
});
find('start').addEventListener('click', () => game.start());
find('cut').addEventListener('click', () => session?.cut());
find('leave').addEventListener('click', async () => {
  const enough = new Promise((resolve) => setTimeout(resolve, LEAVING_MILLIS));
  await Promise.race([game.leave(), enough]);
  leave('');
});
find('share').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    find('share').dataset.copied = 'link copied';
  } catch {
    find('share').dataset.copied = location.host; // no clipboard here: the code must do
  }
  setTimeout(() => delete find('share').dataset.copied, COPIED_MILLIS);
});

/** For the curious, in the browser's console. */
globalThis.dice = {
  get session() {
    return session;
  },
  get game() {
    return game;
  },
};

find('code').value = location.hash.slice(1).toUpperCase();
const suggested = `Guest ${Math.floor(100 + Math.random() * 900)}`;
find('name').value = sessionStorage.getItem(NAME) ?? suggested;
find('name').select();
if (sessionStorage.getItem('cardea')) {
  // This tab was reloaded: the session goes on, at the table where it was.
  enter(find('name').value, (signedIn) => {
    const known = [...signedIn.rooms.values()].find(({ type }) => type === 'dice');
    return join(known?.key ?? code())(signedIn);
  });
}
