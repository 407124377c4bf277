/** The page: signs in, joins the arena, and shows it until it is over. */
import { Session } from './cardea.js';
import { Controls } from './controls.js';
import { Effects } from './effects.js';
import { Game } from './game.js';
import { HEIGHT, WIDTH } from './motion.js';
import { Panel } from './panel.js';
import { Picture } from './picture.js';
import { Sparks } from './sparks.js';

const NAME = 'cardea.arena.name';
/** A page that was asleep goes on where it was, not where it would be. */
const FRAME_MILLIS_MAX = 100;

const find = (id) => document.getElementById(id);
const picture = new Picture(find('picture'));
const controls = new Controls(find('picture'));
const panel = new Panel();
const sparks = new Sparks();
const effects = new Effects(sparks);
let session = null;
let game = null;

/** Counts what comes in, for the figures. */
class CountingSocket extends WebSocket {
  constructor(url, protocol) {
    super(url, protocol);
    this.addEventListener('message', ({ data }) => panel.received(data.byteLength));
  }
}

const seen = {
  fired(ship) {
    effects.fired(ship);
  },
  hit(ship, mine) {
    effects.hit(ship);
    if (mine) {
      picture.hurt();
    }
  },
  exploded(ship) {
    effects.exploded(ship);
  },
  wrecked(event) {
    panel.wrecked(event);
  },
  exhaust(ship, back, mine) {
    effects.exhaust(ship, back, mine);
  },
};

// -- in and out --

async function enter(name) {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  find('sign-in-error').textContent = '';
  session = new Session({
    url: `${scheme}://${location.host}/cardea`,
    credential: { dev: name },
    client: 'arena page',
    WebSocket: CountingSocket,
  });
  session.on('state', onState);
  try {
    await session.open();
    const room = await session.join('arena', 'main');
    game = new Game(room, seen);
    room.on('gone', ({ text }) => leave(text || 'The arena has closed.'));
    localStorage.setItem(NAME, name);
    find('welcome').hidden = true;
    document.body.classList.add('playing');
    document.activeElement?.blur();
  } catch (error) {
    leave(error.message);
  }
}

function leave(why) {
  const ended = session;
  session = null;
  game = null;
  ended?.close();
  find('state').textContent = '';
  find('welcome').hidden = false;
  document.body.classList.remove('playing');
  find('sign-in-error').textContent = why;
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
    state === 'waiting' ? `Connection lost, next try in ${seconds} s` : '';
}

// -- the picture --

let drawnAt = performance.now();

const wanted = (ship) => controls.wanted(picture.onScreen(ship));

function draw(now) {
  const millis = Math.min(now - drawnAt, FRAME_MILLIS_MAX);
  drawnAt = now;
  game?.advance(now, wanted);
  const scene = game?.scene(now, wanted) ?? { ships: [], shots: [] };
  const middle = { x: WIDTH / 2 + (Math.sin(now / 9000) * WIDTH) / 6, y: HEIGHT / 2 };
  const target = scene.own ?? middle;
  const rest = { target, sparks, sticks: controls.sticks, playing: game !== null };
  picture.draw({ ...scene, ...rest }, now, millis);
  panel.frame(now, session, game);
  requestAnimationFrame(draw);
}

find('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  enter(find('name').value.trim());
});
find('cut').addEventListener('click', () => session?.cut());
const suggested = `Pilot ${Math.floor(1000 + Math.random() * 9000)}`;
find('name').value = localStorage.getItem(NAME) ?? suggested;
find('name').focus();
find('name').select();
requestAnimationFrame(draw);

/** For the curious, in the browser's console. */
globalThis.arena = {
  get session() {
    return session;
  },
  get game() {
    return game;
  },
};
