/** Connections of a session: how they open, live, end and follow each other; the store. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter, Limits, encodeFrame } from '../cardea.js';
import { CHAT_SCHEMA } from './chat-schema.js';
import { World, settle } from './fake-server.js';

const close = (code, flags, fields = {}) => ({
  frame: 'CLOSE',
  code,
  flags,
  retryAfterMillis: 0,
  text: '',
  ...fields,
});

class MemoryStore {
  kept = new Map();
  getItem = (key) => this.kept.get(key) ?? null;
  setItem = (key, text) => this.kept.set(key, text);
  removeItem = (key) => this.kept.delete(key);
}

test('signs in with the credential and knows who it is', async () => {
  const world = new World();
  const hello = await world.connected();
  assert.equal(hello.attempt, 1);
  assert.equal(hello.token, undefined);
  assert.deepEqual(hello.credential, {
    scheme: 'dev',
    proof: new TextEncoder().encode('ann'),
  });
  assert.deepEqual(hello.streams, [{ owner: '', epoch: 0n, position: null }]);
  await world.session.open();
  assert.equal(world.session.account, 'dev:ann');
  assert.equal(world.session.id, '000102030405060708090a0b0c0d0e0f');
  assert.equal(world.session.transport, 'fake');
  assert.deepEqual(
    world.states.map(({ state }) => state),
    ['connecting', 'open'],
  );
});

test('asks for a credential again at each sign-in when it is a function', async () => {
  let asked = 0;
  const world = new World({ credential: async () => ({ jwt: `proof-${++asked}` }) });
  world.session.open();
  await settle();
  await world.path.cut();
  await world.clock.advance(500);
  world.path.listener.opened();
  const hello = await world.path.welcome();
  assert.equal(new TextDecoder().decode(hello.credential.proof), 'proof-2');
});

test('a refused credential ends it with the reason', async () => {
  const world = new World();
  const opening = world.session.open();
  await settle();
  world.path.listener.opened();
  await world.path.say(close(401, 4, { text: 'who are you' }));
  await assert.rejects(opening, { code: 'AUTH_FAILED', message: /who are you/ });
  assert.equal(world.session.state, 'closed');
});

test('a URL that is none ends it instead of trying for ever', async () => {
  const world = new World({
    transport: () => {
      throw new SyntaxError('not a URL');
    },
  });
  await assert.rejects(world.session.open(), { code: 'UNAVAILABLE' });
});

test('waits anywhere between nothing and a bound that doubles up to 15 s', async () => {
  const world = new World();
  world.clock.chance = 0.999;
  world.session.open();
  await settle();
  for (let i = 0; i < 7; i++) {
    await world.path.cut();
    await world.clock.advance(world.states.at(-1).retryInMillis);
  }
  const waits = world.states.filter(({ state }) => state === 'waiting');
  assert.deepEqual(
    waits.map(({ retryInMillis }) => Math.round(retryInMillis / 100) * 100),
    [500, 1000, 2000, 4000, 8000, 15000, 15000],
  );
});

test('a connection that lived a second makes the next wait short again', async () => {
  const world = new World();
  await world.connected();
  await world.path.cut();
  await world.clock.advance(500);
  world.path.listener.opened();
  await world.path.welcome();
  await world.clock.advance(1000);
  await world.path.cut();
  const waits = world.states.filter(({ state }) => state === 'waiting');
  assert.deepEqual(
    waits.map(({ retryInMillis }) => retryInMillis),
    [250, 250],
  );
});

test('does not come back before the server wants it', async () => {
  const world = new World();
  await world.connected();
  await world.path.say(close(503, 3, { retryAfterMillis: 7000 }));
  await world.clock.advance(6999);
  assert.equal(world.paths.length, 1);
  await world.clock.advance(251);
  assert.equal(world.paths.length, 2);
});

test('tries the addresses in turn', async () => {
  const world = new World({ url: ['ws://one', 'ws://two'] });
  world.session.open();
  await settle();
  await world.path.cut();
  await world.clock.advance(250);
  await world.path.cut();
  await world.clock.advance(500);
  assert.deepEqual(
    world.paths.map(({ url }) => url),
    ['ws://one', 'ws://two', 'ws://one'],
  );
});

test('retryNow does not wait', async () => {
  const world = new World();
  await world.connected();
  await world.path.cut();
  world.session.retryNow();
  await settle();
  assert.equal(world.paths.length, 2);
});

test('the code of a WebSocket close counts when CLOSE itself was lost', async () => {
  const retried = new World();
  await retried.connected();
  await retried.path.cut(7);
  assert.equal(retried.session.state, 'waiting');
  const final = new World();
  await final.connected();
  await final.path.cut(14);
  assert.equal(final.session.state, 'closed');
});

test('answers pings, and knows round trip and clock of the server from pongs', async () => {
  const world = new World();
  await world.connected();
  const { path, clock, session } = world;
  await path.say({ frame: 'PING', t0: 42n });
  const pong = await path.next('PONG');
  assert.equal(pong.t0, 42n);
  const ping = await path.next('PING');
  await clock.advance(30);
  await path.say({ frame: 'PONG', t0: ping.t0, t1: ping.t0 + 5_010_000n, holdMicros: 10_000 });
  assert.equal(session.rttMillis, 20);
  assert.equal(session.serverMillis - clock.env().wall(), 5000);
});

test('silence beyond the idle timeout ends the connection, not the session', async () => {
  const world = new World();
  await world.connected();
  await world.clock.advance(10_000);
  await world.path.say({ frame: 'PING', t0: 1n });
  await world.clock.advance(15_000);
  assert.equal(world.session.state, 'open');
  await world.clock.advance(5001);
  assert.equal(world.paths[0].closed !== null, true);
  assert.notEqual(world.session.state, 'open');
  assert.equal(world.states.find(({ state }) => state === 'waiting').code, 7);
});

test('a connection without WELCOME is given up after ten seconds', async () => {
  const world = new World();
  world.session.open();
  await settle();
  await world.clock.advance(10_000);
  assert.equal(world.session.state, 'waiting');
});

test('garbage, forbidden and early frames end the connection with PROTOCOL_ERROR', async () => {
  const truncated = Uint8Array.of(0, 0, 9, 1);
  const unknown = Uint8Array.of(0, 0, 1, 0xf0);
  const input = Uint8Array.of(0, 0, 9, 0x80, 1, 0, 1, 0, 0, 0, 1, 7);
  for (const bytes of [truncated, unknown, input]) {
    const world = new World();
    await world.connected();
    world.path.listener.bytes(bytes);
    const [last] = (await world.path.others()).slice(-1);
    assert.deepEqual([last.frame, last.code], ['CLOSE', 3]);
    assert.equal(world.session.state, 'waiting');
  }
  const early = new World();
  early.session.open();
  await settle();
  early.path.listener.opened();
  await early.path.say(early.path.attached());
  assert.equal(early.session.state, 'waiting');
});

test('a frame larger than the server said ends the connection', async () => {
  const world = new World();
  await world.connected({
    limits: {
      frameInBytesMax: 1000,
      frameOutBytesMax: 100,
      messagesPerSecond: 1,
      messageBurst: 1,
      bytesPerSecond: 1,
      byteBurst: 1,
    },
  });
  await world.path.say(world.path.line(1, 'x'.repeat(100)));
  const [last] = (await world.path.others()).slice(-1);
  assert.deepEqual([last.frame, last.code], ['CLOSE', 4]);
});

test('a renewed token is the one that is used', async () => {
  const world = new World();
  await world.connected();
  const token = new TextEncoder().encode('token-2');
  await world.path.say({ frame: 'AUTH', operation: 1, tokenLifetimeSeconds: 9, token });
  const hello = await world.reconnected();
  assert.deepEqual(hello.token, token);
});

test('a token that is not taken any more leads to a new session with the same rooms', async () => {
  const world = new World();
  const room = await world.joined();
  let renewed = 0;
  world.session.on('renewed', () => (renewed += 1));
  room.send('Say', { text: 'never heard' });
  const request = world.session.requestRaw(1030);
  request.catch(() => {});
  await world.path.others();
  await world.path.cut();
  await world.clock.advance(500);
  world.path.listener.opened();
  await world.path.next('HELLO');
  await world.path.say(close(401, 4));
  await assert.rejects(request, { code: 'UNKNOWN_OUTCOME' });
  await world.clock.advance(15_000);
  world.path.listener.opened();
  const hello = await world.path.welcome({ session: new Uint8Array(16) });
  assert.deepEqual([hello.attempt, hello.credential.scheme], [1, 'dev']);
  assert.deepEqual(
    hello.streams.map(({ owner }) => owner),
    [''],
  );
  const [join] = await world.path.answerJoin();
  assert.deepEqual([join.route, join.correlation, join.retry], [1, 1, false]);
  await world.path.next('ATTACH');
  await world.path.say(world.path.attached({ seat: 9 }), world.path.state());
  assert.equal(renewed, 1);
  assert.deepEqual(world.heard.at(-2)[0], 'dropped');
  assert.equal(world.heard.at(-1), 'fresh');
});

test('a room waits for its new seat as long as there is no connection', async () => {
  const world = new World();
  await world.joined();
  await world.path.say({ frame: 'GONE', owner: 'chat/lobby', reason: 8, text: '' });
  await world.path.cut();
  await world.clock.advance(60_000);
  world.session.retryNow();
  await settle();
  world.path.listener.opened();
  await world.path.welcome();
  const [join] = await world.path.answerJoin();
  assert.equal(join.route, 1);
  await world.path.next('ATTACH');
  await world.path.say(world.path.attached({ seat: 4 }), world.path.state());
  assert.deepEqual(world.heard, ['fresh', 'fresh']);
});

test('a move that was asked for is forgotten when the connection breaks', async () => {
  const world = new World();
  await world.connected();
  const move = { afterMillis: 9000, deadlineMillis: 9000, endpoints: [] };
  await world.path.say({ frame: 'GOAWAY', code: 1, ...move });
  await world.reconnected();
  await world.path.say({ frame: 'PING', t0: 1n });
  const opened = world.paths.length;
  await world.clock.advance(9000);
  assert.equal(world.paths.length, opened);
});

test('close says so, and everything that waits is told', async () => {
  const store = new MemoryStore();
  const world = new World({ store });
  const room = await world.joined();
  const request = world.session.requestRaw(1030);
  assert.equal(store.kept.size, 1);
  world.session.close();
  await assert.rejects(request, { code: 'UNKNOWN_OUTCOME' });
  assert.deepEqual((await world.path.others()).at(-1).code, 0);
  assert.equal(store.kept.size, 0);
  assert.throws(() => room.send('Say', { text: 'x' }), { code: 'CLOSED' });
  await assert.rejects(world.session.join('chat', 'lobby'), { code: 'CLOSED' });
});

test('an aborted signal closes it', async () => {
  const abort = new AbortController();
  const world = new World({ signal: abort.signal });
  await world.connected();
  abort.abort();
  assert.equal(world.session.state, 'closed');
});

test('a reloaded page goes on: same session, inputs sent again, state fresh', async () => {
  const store = new MemoryStore();
  const before = new World({ store });
  const room = await before.joined();
  room.send('Say', { text: 'a' });
  room.send('Say', { text: 'b' });
  await settle();
  const after = new World({ store, credential: undefined });
  const hello = await after.connected();
  assert.equal(hello.attempt, 2);
  assert.deepEqual(hello.token, new TextEncoder().encode('token-1'));
  const line = hello.streams.find(({ owner }) => owner === 'chat/lobby');
  assert.deepEqual(line, { owner: 'chat/lobby', epoch: 7n, position: null });
  const joining = after.session.join('chat', 'lobby');
  const { path } = after;
  await path.answerJoin();
  await path.say(path.attached({ applied: 1 }), path.state(), path.line(101, 'x'));
  const sent = (await path.others()).filter(({ frame }) => frame === 'INPUT');
  assert.deepEqual(
    sent.map(({ n, base }) => [n, base]),
    [[2, false]],
  );
  after.heard = [];
  after.listen(await joining);
  await settle();
  assert.deepEqual(after.heard, ['fresh', 'x']);
});

test('a room is watched by a route of its own, also after it restarts', async () => {
  const world = new World();
  await world.connected();
  const watching = world.session.watch('chat', 'lobby', { options: 'word' });
  const [request] = await world.path.answerJoin();
  assert.equal(request.route, 7);
  const asked = new ByteWriter().text('chat').text('lobby').text('word').done();
  assert.deepEqual(request.body, asked);
  await world.path.next('ATTACH');
  await world.path.say(world.path.attached(), world.path.state());
  const room = await watching;
  assert.equal(room.watches, true);
  assert.equal(await world.session.watch('chat', 'lobby'), room);
  await assert.rejects(world.session.join('chat', 'lobby'), { code: 'CONFLICT', status: 409 });
  await world.path.say({ frame: 'GONE', owner: 'chat/lobby', reason: 8, text: '' });
  const [again] = await world.path.answerJoin();
  assert.equal(again.route, 7);
});

test('who plays must leave before watching; a join meanwhile waits for that', async () => {
  const world = new World();
  const room = await world.joined();
  assert.equal(room.watches, false);
  await assert.rejects(world.session.watch('chat', 'lobby'), { code: 'CONFLICT' });
  room.leave();
  const watching = world.session.watch('chat', 'lobby');
  await world.path.next('INPUT');
  assert.deepEqual(await world.path.others(), []);
  await world.path.say({ frame: 'GONE', owner: 'chat/lobby', reason: 3, text: '' });
  const [request] = await world.path.answerJoin();
  assert.equal(request.route, 7);
  await world.path.next('ATTACH');
  await world.path.say(world.path.attached({ seat: 4 }), world.path.state());
  assert.equal((await watching).watches, true);
});

test('a reloaded page still watches what it watched', async () => {
  const store = new MemoryStore();
  const before = new World({ store });
  await before.connected();
  const watching = before.session.watch('chat', 'lobby');
  await before.path.answerJoin();
  await before.path.next('ATTACH');
  await before.path.say(before.path.attached(), before.path.state());
  await watching;
  await settle();
  const after = new World({ store, credential: undefined });
  await after.connected();
  assert.equal(after.session.rooms.get('chat/lobby').watches, true);
  await assert.rejects(after.session.join('chat', 'lobby'), { code: 'CONFLICT' });
});

test('requests after a reload do not reuse correlations', async () => {
  const store = new MemoryStore();
  const before = new World({ store });
  await before.connected();
  before.session.requestRaw(1030).catch(() => {});
  await settle();
  const after = new World({ store });
  await after.connected();
  after.session.requestRaw(1030).catch(() => {});
  const request = (await after.path.others()).find(({ frame }) => frame === 'REQUEST');
  assert.equal(request.correlation, 2);
});

test('a store that holds something else, or takes nothing, disturbs nothing', async () => {
  const store = new MemoryStore();
  store.setItem('cardea', '{"version":1');
  store.setItem = () => {
    throw new Error('quota');
  };
  const world = new World({ store });
  const errors = [];
  world.session.on('error', ({ code }) => errors.push(code));
  const hello = await world.connected();
  assert.equal(hello.attempt, 1);
  assert.ok(errors.length > 0 && errors.every((code) => code === 'STORE_FULL'));
});

test('messages wait for the first listener, the oldest give way', async () => {
  const world = new World();
  await world.connected();
  const joining = world.session.join('chat', 'lobby');
  await world.path.answerJoin();
  await world.path.say(world.path.attached(), world.path.state());
  const count = Limits.HELD_MESSAGES_MAX + 10;
  for (let i = 1; i <= count; i++) {
    await world.path.listener.bytes(record(world.path.line(100 + i, `line ${i}`)));
  }
  const room = await joining;
  const heard = [];
  room.on('fresh', () => heard.push('fresh'));
  room.on('Line', ({ text }) => heard.push(text));
  await settle();
  assert.equal(heard[0], 'fresh');
  assert.equal(heard.at(-1), `line ${count}`);
  assert.equal(world.session.counters.unheard, count + 1 - heard.length);
  assert.ok(heard.length <= Limits.HELD_MESSAGES_MAX);
});

function record(frame) {
  const bytes = encodeFrame(frame).done();
  return new ByteWriter().u24(bytes.length).bytes(bytes).done();
}

test('of a key only newer numbers count, and they wrap around', async () => {
  const world = new World();
  await world.joined();
  const { path } = world;
  const latest = (key, number, text) =>
    path.line(0, text, { delivery: 'latest', key: BigInt(key), number });
  await path.say(latest(1, 65535, 'a'), latest(1, 0, 'b'), latest(1, 65535, 'old'));
  await path.say(latest(2, 9, 'other'), path.line(0, 'loose', { delivery: 'unreliable' }));
  assert.deepEqual(world.heard, ['fresh', 'a', 'b', 'other', 'loose']);
});

test('one listener that throws does not disturb the others', async () => {
  const thrown = [];
  const world = new World({ report: ({ message }) => thrown.push(message) });
  await world.joined();
  world.room.on('Line', () => {
    throw new Error('a bug of the game');
  });
  world.room.on('Line', ({ text }) => world.heard.push(`also ${text}`));
  await world.path.say(world.path.line(101, 'a'));
  assert.deepEqual(world.heard, ['fresh', 'a', 'also a']);
  assert.deepEqual(thrown, ['a bug of the game']);
});

test('streams that do not fit into HELLO are attached after WELCOME', async () => {
  const world = new World();
  await world.connected();
  const keys = Array.from({ length: 60 }, (_, i) => `${i}`.padStart(2, '0').padEnd(60, 'x'));
  for (const [i, key] of keys.entries()) {
    world.session.join('chat', key).catch(() => {});
    await answer(world.path, `chat/${key}`);
    const owner = `chat/${key}`;
    await world.path.say(
      world.path.attached({ owner, channel: i + 1 }),
      world.path.state({ channel: i + 1 }),
    );
  }
  await world.path.others();
  const hello = await world.reconnected();
  const attached = (await world.path.others()).filter(({ frame }) => frame === 'ATTACH');
  const named = [...hello.streams, ...attached.map(({ stream }) => stream)];
  assert.ok(attached.length > 0);
  assert.equal(new Set(named.map(({ owner }) => owner)).size, 61);
  assert.ok(encodeFrame(hello).size <= Limits.HELLO_BYTES_MAX);
});

async function answer(path, owner) {
  for (const { frame, correlation, route } of await path.others()) {
    if (frame === 'REQUEST') {
      const body = new ByteWriter().text(route === 1 ? owner : JSON.stringify(CHAT_SCHEMA));
      const reply = { frame: 'REPLY', correlation, status: 0, retryAfterMillis: 0 };
      await path.say({ ...reply, body: body.done().slice() });
    }
  }
}

test('asks services by the name of what they are asked with, or by number', async () => {
  const world = new World();
  await world.connected();
  const asking = world.session.request('Ask', { key: 'x' });
  const again = world.session.request(1025, Uint8Array.of(7));
  const unknown = world.session.request('Nothing');
  unknown.catch(() => {});
  const schemas = await world.path.others();
  assert.deepEqual(
    schemas.map(({ route }) => route),
    [3],
  );
  const record = (name) => ({
    cardea: 1,
    families: { record: [{ id: 1, name, record: [{ name: 'key', kind: 'text', max: 9 }] }] },
    types: {},
  });
  const routes = [
    { route: 1024, service: 's', asks: record('Ask'), answers: record('Answer') },
    { route: 1025, service: 's' },
  ];
  const body = new ByteWriter().text(JSON.stringify({ routes })).done().slice();
  const reply = { frame: 'REPLY', status: 0, retryAfterMillis: 0 };
  await world.path.say({ ...reply, correlation: 1, body });
  await assert.rejects(unknown, { code: 'UNKNOWN_ROUTE' });
  const [first, second] = await world.path.others();
  assert.deepEqual([first.route, [...first.body]], [1024, [1, 120]]);
  assert.deepEqual([second.route, [...second.body]], [1025, [7]]);
  await world.path.say(
    { ...reply, correlation: 2, body: Uint8Array.of(1, 121) },
    { ...reply, correlation: 3, body: Uint8Array.of(8) },
  );
  assert.deepEqual(await asking, { key: 'y' });
  assert.deepEqual([...(await again)], [8]);
});

test('a refused join says why and leaves nothing behind', async () => {
  const world = new World();
  await world.connected();
  const joining = world.session.join('chat', 'lobby');
  joining.catch(() => {});
  for (const { correlation, route } of await world.path.others()) {
    const body =
      route === 1
        ? new TextEncoder().encode('members only')
        : new ByteWriter().text(JSON.stringify(CHAT_SCHEMA)).done().slice();
    const status = route === 1 ? 403 : 0;
    await world.path.say({ frame: 'REPLY', correlation, status, retryAfterMillis: 0, body });
  }
  await assert.rejects(joining, { code: 'FORBIDDEN', message: /members only/ });
  assert.equal(world.session.rooms.size, 0);
});

test('a seat that expired before the attach is asked for again', async () => {
  const world = new World();
  await world.connected();
  const joining = world.session.join('chat', 'lobby');
  await world.path.answerJoin();
  await world.path.next('ATTACH');
  await world.path.say({ frame: 'GONE', owner: 'chat/lobby', reason: 7, text: '' });
  await world.path.answerJoin();
  await world.path.next('ATTACH');
  await world.path.say(world.path.attached(), world.path.state());
  assert.equal((await joining).owner, 'chat/lobby');
});

test('what the agent says arrives, and its place in HELLO has no name', async () => {
  const world = new World();
  await world.connected();
  const heard = [];
  world.session.agent.on('Line', ({ text }) => heard.push(text));
  const { path } = world;
  const owner = { channel: 0, owner: 'agent/dev:ann', type: 'agent' };
  await path.say(path.attached(owner), path.state({ channel: 0 }));
  await path.say(path.line(101, 'psst', { channel: 0 }));
  await path.answerJoin();
  assert.deepEqual(heard, ['psst']);
  const hello = await world.reconnected();
  assert.deepEqual(hello.streams, [{ owner: '', epoch: 7n, position: { seat: 3, seq: 101n } }]);
});
