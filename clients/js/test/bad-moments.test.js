/** What games and servers may do at bad moments, and what must not come of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakePath, World, settle } from './fake-server.js';

const TIMER_MILLIS_MAX = 2 ** 31 - 1;
const TEN_MINUTES = 600_000;

/** A world whose clock knows the longest timer; browsers run those above 2^31 - 1 at once. */
function timedWorld(options) {
  const world = new World(options);
  world.longest = 0;
  const { setTimeout } = world.session._env;
  world.session._env.setTimeout = (run, millis) => {
    world.longest = Math.max(world.longest, millis);
    return setTimeout(run, millis);
  };
  return world;
}

function goAway(fields) {
  const now = { afterMillis: 0, deadlineMillis: 9000, endpoints: [] };
  return { frame: 'GOAWAY', code: 1, ...now, ...fields };
}

function closeFrame(code, flags, retryAfterMillis = 0) {
  return { frame: 'CLOSE', code, flags, retryAfterMillis, text: '' };
}

async function staysClosed(world) {
  const connections = world.paths.length;
  await world.clock.advance(60_000);
  assert.equal(world.session.state, 'closed');
  assert.equal(world.states.at(-1).state, 'closed');
  assert.equal(world.paths.length, connections);
}

test('a session that is closed by its error listener stays closed', async () => {
  const world = new World();
  await world.connected();
  world.session.on('error', () => world.session.close());
  await world.path.say({ frame: 'STATE', channel: 0, last: true, seq: 1n, body: new Uint8Array() });
  world.path.listener.bytes(Uint8Array.of(0, 0, 0));
  await settle();
  await staysClosed(world);
});

test('a session that is closed when it would be renewed stays closed', async () => {
  const world = new World();
  await world.connected();
  world.session.on('renewed', () => world.session.close());
  await world.path.cut();
  await world.clock.advance(500);
  world.path.listener.opened();
  await world.path.say(closeFrame(401, 4));
  await staysClosed(world);
});

test('a session that is closed because its store is full stays closed', async () => {
  const store = { getItem: () => null, removeItem: () => {} };
  store.setItem = () => {
    throw new Error('full');
  };
  const world = new World({ store });
  world.session.on('error', () => world.session.close());
  await assert.rejects(Promise.all([world.session.open(), world.connected()]));
  await staysClosed(world);
});

test('a server cannot make a client wait for more than ten minutes, nor not at all', async () => {
  const world = timedWorld();
  await world.connected();
  await world.path.say(closeFrame(503, 3, 2 ** 32 - 1));
  assert.ok(world.states.at(-1).retryInMillis >= TEN_MINUTES);
  assert.ok(world.states.at(-1).retryInMillis <= TEN_MINUTES + 15_000);
  assert.ok(world.longest <= TIMER_MILLIS_MAX);
});

test('those whom a server asks to wait do not come back at one moment', async () => {
  const waits = [];
  for (const chance of [0.1, 0.9]) {
    const world = new World();
    world.clock.chance = chance;
    await world.connected();
    await world.path.say(closeFrame(503, 3, 7000));
    waits.push(world.states.at(-1).retryInMillis);
  }
  assert.deepEqual(waits, [7050, 7450]);
});

test('a move that is asked for after years is made after ten minutes', async () => {
  const world = timedWorld();
  await world.connected();
  await world.path.say(goAway({ afterMillis: 2 ** 32 - 1 }));
  assert.equal(world.paths.length, 1);
  assert.ok(world.longest <= TEN_MINUTES);
});

test('a heartbeat that a server wants faster or slower than makes sense is bounded', async () => {
  for (const [pingIntervalMillis, expected] of [
    [1, 100],
    [2 ** 32 - 1, 60_000],
  ]) {
    const world = timedWorld();
    await world.connected({ heartbeat: { pingIntervalMillis, idleTimeoutMillis: 2 ** 32 - 1 } });
    const timers = world.longest;
    await world.clock.advance(expected - 1);
    const pings = world.path.frames.filter(({ frame }) => frame === 'PING').length;
    await world.clock.advance(1);
    assert.equal(world.path.frames.filter(({ frame }) => frame === 'PING').length, pings + 1);
    assert.ok(timers <= TIMER_MILLIS_MAX);
  }
});

test('an endpoint that is none is passed over, and the move goes where we are', async () => {
  const world = new World();
  await world.connected();
  await world.path.say(goAway({ endpoints: ['nonsense://'] }));
  await world.clock.advance(0);
  assert.equal(world.session.state, 'open');
  assert.deepEqual(
    world.paths.map(({ url }) => url),
    ['ws://one:1/cardea', 'ws://one:1/cardea'],
  );
});

test('a transport that throws on a move leaves the session where it is', async () => {
  const world = new World({
    transport: (url, listener) => {
      if (url.startsWith('quic:')) {
        throw new SyntaxError('no way');
      }
      const path = new FakePath(url, listener);
      world.paths.push(path);
      return path;
    },
  });
  await world.connected();
  await world.path.say(goAway({ endpoints: ['quic://two:2'] }));
  await world.clock.advance(0);
  assert.equal(world.session.state, 'open');
  await world.clock.advance(500);
  assert.equal(world.path.url, 'ws://one:1/cardea');
  assert.equal(world.paths.length, 2);
});

test('an encrypted session does not move to where it would not be', async () => {
  const world = new World({ url: 'wss://one:1/cardea' });
  await world.connected();
  await world.path.say(goAway({ endpoints: ['ws://two:2/cardea'] }));
  await world.clock.advance(0);
  assert.equal(world.path.url, 'wss://one:1/cardea');
  assert.equal(world.paths.length, 2);
});

test('what the server would not take is refused here, and the session lives', async () => {
  const world = new World();
  const limits = { frameInBytesMax: 4096, frameOutBytesMax: 65536 };
  const rates = { messagesPerSecond: 1, messageBurst: 1, bytesPerSecond: 1, byteBurst: 1 };
  await world.connected({ limits: { ...limits, ...rates } });
  const large = new Uint8Array(4096);
  await assert.rejects(world.session.requestRaw(1030, large), { code: 'BAD_VALUE' });
  await assert.rejects(world.session.join('chat', 'lobby', { options: large }), {
    code: 'BAD_VALUE',
  });
  await world.path.others();
  assert.equal(world.session.rooms.size, 0);
  world.session.requestRaw(1030, new Uint8Array(4000)).catch(() => {});
  assert.equal((await world.path.next('REQUEST')).body.length, 4000);
});

test('two joins of a room that is being left give one room', async () => {
  const world = new World();
  const old = await world.joined();
  old.leave();
  const joins = [world.session.join('chat', 'lobby'), world.session.join('chat', 'lobby')];
  await world.path.others();
  const gone = { frame: 'GONE', owner: 'chat/lobby', reason: 3, text: '' };
  await world.path.say(gone);
  await world.path.answerJoin();
  await world.path.say(world.path.attached({ seat: 4 }), world.path.state());
  const [one, other] = await Promise.all(joins);
  assert.equal(one, other);
  assert.notEqual(one, old);
});

test('a signal that was aborted before closes it at once', async () => {
  const world = new World({ signal: AbortSignal.abort() });
  await assert.rejects(world.session.open(), { code: 'NORMAL' });
  await staysClosed({ ...world, states: [{ state: 'closed' }] });
});
