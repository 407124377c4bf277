/** The client in Node against a real server, over both transports. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { connect } from '../cardea.js';
import { nodeTransport } from '../cardea-node.js';
import { startArena, startChat, stopAll } from './chat-server.js';
import { CuttingProxy, seeded } from './cutting-proxy.js';

/** Each says so many lines at least, and more until its connection was replaced so often. */
const INPUTS = 400;
const INPUTS_MAX = 4000;
const ATTEMPTS = 10;
const SEED = Number(process.env.TEST_SEED ?? Date.now() % 100_000);

let server;
const sessions = [];

before(async () => {
  server = await startChat();
});

after(async () => {
  sessions.forEach((session) => session.close());
  CuttingProxy.closeAll();
  await stopAll();
});

afterEach((test) => server?.explain(test));

async function signIn(name, url, options = {}) {
  const credential = { dev: name };
  const session = await connect({ url, credential, transport: nodeTransport(), ...options });
  sessions.push(session);
  return session;
}

/** Collects what `room` says, and lets tests wait until it fits. */
function listen(room) {
  const heard = [];
  const waiting = new Set();
  room.on('*', (value, { name }) => {
    heard.push({ name, value });
    waiting.forEach((look) => look());
  });
  const until = (fits) =>
    new Promise((resolve) => {
      const look = () => {
        if (fits(heard)) {
          waiting.delete(look);
          resolve();
        }
      };
      waiting.add(look);
      look();
    });
  return { heard, until };
}

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

test('makes a room with a code, lists it, finds it and joins it by its code', async () => {
  const ann = await signIn('ann-code', server.ws);
  const bob = await signIn('bob-code', server.tcp);
  const hidden = await ann.create('chat', { hidden: true });
  const room = await ann.create('chat');
  assert.match(room.key, /^[2-9A-HJ-NP-Z]{6}$/);
  const { rooms, next } = await bob.listRooms('chat');
  assert.equal(next, 0);
  const keys = rooms.map(({ key }) => key);
  assert.ok(keys.includes(room.key) && !keys.includes(hidden.key));
  const { members, labels } = rooms.find(({ key }) => key === room.key);
  assert.equal(members, 1);
  assert.deepEqual(labels, {});
  const found = await bob.find('chat');
  assert.ok(keys.includes(found.key));
  const joined = await bob.join('chat', hidden.key);
  assert.equal(joined.key, hidden.key);
  await assert.rejects(bob.find('chat', { labels: { size: '9' } }), { code: 'BAD_REQUEST' });
  await assert.rejects(bob.listRooms('chat', { limit: 0 }), { code: 'BAD_REQUEST' });
});

test('watches a room, over a cut, and plays in it afterwards', async () => {
  const arena = await startArena(3);
  const ann = await signIn('ann-plays', arena.ws);
  const eve = await signIn('eve-watches', arena.tcp);
  await assert.rejects(eve.watch('arena', 'one'), { code: 'FORBIDDEN', message: /no such room/ });
  await ann.join('arena', 'one');
  const room = await eve.watch('arena', 'one');
  await patched(room, () => names(room).length > 0);
  assert.deepEqual(names(room), ['ann-plays']);
  await assert.rejects(eve.join('arena', 'one'), { code: 'CONFLICT' });
  eve.cut();
  const recovered = new Promise((resolve) => room.on('recovered', resolve));
  const n = room.send('Step', { x: 100, y: 0, aim: 0, fire: true });
  eve.retryNow();
  await recovered;
  await patched(room, () => room.applied >= n);
  assert.deepEqual(names(room), ['ann-plays'], 'a spectator flies no ship');
  await room.leave();
  const joined = await eve.join('arena', 'one');
  const mine = await new Promise((resolve) => joined.on('You', resolve));
  await patched(joined, () => names(joined).length === 2);
  assert.equal(ships(joined).get(mine.ship).name, 'eve-watches');
});

/** Waits for a patch after which `fits`. */
function patched(room, fits) {
  return new Promise((resolve) => room.on('patch', () => fits() && resolve()));
}

const ships = (room) => room.table('ships');

/** Of players' ships; bots have negative keys. */
function names(room) {
  return [...ships(room)].filter(([key]) => key > 0).map(([, ship]) => ship.name);
}

for (const scheme of ['ws', 'tcp']) {
  test(`over ${scheme}: joins, is shown who is there, says something, leaves`, async () => {
    const session = await signIn(`ann-${scheme}`, server[scheme]);
    assert.equal(session.name, `ann-${scheme}`);
    assert.equal(session.transport, scheme);
    const room = await session.join('chat', `first-${scheme}`);
    const { heard, until } = listen(room);
    await until(() => heard.some(({ name }) => name === 'Joined'));
    const { you, people, lines } = heard.find(({ name }) => name === 'Here').value;
    assert.deepEqual(lines, []);
    assert.deepEqual(people, [
      { member: you, account: session.account, name: session.name, online: true },
    ]);
    room.send('Say', { text: 'h\u00e4ll\u00f6 \u{1F6AA}' });
    await until(() => heard.some(({ name }) => name === 'Line'));
    const { said } = heard.find(({ name }) => name === 'Line').value;
    assert.equal(said.text, 'h\u00e4ll\u00f6 \u{1F6AA}');
    assert.ok(Math.abs(said.atMillis - session.serverMillis) < 5000);
    await room.leave();
    await assert.rejects(async () => room.send('Say', { text: 'x' }), { code: 'CLOSED' });
    session.close();
  });
}

test('a whisper is told to the one it is for', async () => {
  const ann = await signIn('ann-w', server.tcp);
  const ben = await signIn('ben-w', server.ws);
  const { heard, until } = listen(ben.agent);
  const whisper = { to: ben.account, text: 'psst' };
  assert.deepEqual(await ann.request('Whisper', whisper), { delivered: true });
  await until(() => heard.length > 0);
  const { from, text } = heard[0].value;
  assert.deepEqual([heard[0].name, from, text], ['Whispered', ann.account, 'psst']);
  const absent = { to: 'nobody', text: 'psst' };
  assert.deepEqual(await ann.request('Whisper', absent), { delivered: false });
  await assert.rejects(ann.request('Whisper', { to: 'x', text: ' ' }), { code: 'BAD_REQUEST' });
});

test('a room type that does not exist is refused', async () => {
  const ann = await signIn('ann-x', server.ws);
  await assert.rejects(ann.join('no-such-type', 'x'), { name: 'CardeaError' });
  assert.equal(ann.rooms.size, 0);
});

/**
 * Each input is answered once, by Line or by Unsaid (too fast), in the order in which it was sent;
 * so the answers must be exactly what was sent.
 */
test(`cuts lose, double and reorder nothing, from TCP to WebSocket (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const [ws, tcp] = await Promise.all(
    [server.ws, server.tcp].map((url) => CuttingProxy.to(Number(new URL(url).port))),
  );
  const urls = [`tcp://127.0.0.1:${tcp.port}`, `ws://127.0.0.1:${ws.port}/cardea`];
  const quick = { backoff: { minMillis: 20, maxMillis: 50 } };
  const talkers = [];
  for (const [name, url] of [
    ['ann-c', urls],
    ['ben-c', [...urls].reverse()],
  ]) {
    const session = await signIn(name, url, quick);
    const room = await session.join('chat', 'cuts');
    const dropped = [];
    room.on('dropped', (inputs) => dropped.push(...inputs));
    talkers.push({ name, session, room, dropped, ...listen(room) });
  }
  let writing = true;
  const cutting = (async () => {
    while (writing) {
      await sleep(20 + random() * 120);
      (random() < 0.5 ? ws : tcp).cut();
    }
  })();
  let counts;
  try {
    counts = await Promise.all(talkers.map((talker) => write(talker, random)));
  } finally {
    writing = false;
  }
  await cutting;
  for (const [i, { name, session, heard, until, dropped }] of talkers.entries()) {
    await until(() => answers(heard, name).length >= counts[i]);
    assert.deepEqual(dropped, []);
    assert.deepEqual(
      answers(heard, name),
      Array.from({ length: counts[i] }, (_, n) => `${name} ${n}`),
    );
    assert.ok(session.attempt >= ATTEMPTS, `only ${session.attempt} connections: the cuts missed`);
  }
  const [ann, ben] = talkers;
  const own = ({ name, heard }) => lines(heard).filter((text) => text.startsWith(name)).length;
  const said = own(ann) + own(ben);
  await Promise.all(
    [ann, ben].map(({ heard, until }) => until(() => lines(heard).length === said)),
  );
  assert.deepEqual(lines(ann.heard), lines(ben.heard));
  ws.close();
  tcp.close();
});

/** Answers how much it wrote. */
async function write({ name, session, room }, random) {
  let i = 0;
  for (; i < INPUTS || (session.attempt < ATTEMPTS && i < INPUTS_MAX); i++) {
    while (room.backlog.count > 100) {
      await sleep(5);
    }
    room.send('Say', { text: `${name} ${i}` });
    if (random() < 0.3) {
      await sleep(random() * 40);
    }
  }
  return i;
}

/** What the room answered to the inputs of `name`, in its order. */
function answers(heard, name) {
  return heard
    .map(({ value }) => value.said?.text ?? value.text)
    .filter((text) => text?.startsWith(name));
}

function lines(heard) {
  return heard.filter(({ name }) => name === 'Line').map(({ value }) => value.said.text);
}
