/** The rules of streams, R3 to R17, one by one, against a server by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Limits } from '../cardea.js';
import { World, settle } from './fake-server.js';

const inputs = (frames) => frames.filter(({ frame }) => frame === 'INPUT');
const numbers = (frames) => inputs(frames).map(({ n }) => n);

function positionOf(hello, owner = 'chat/lobby') {
  return hello.streams.find((stream) => stream.owner === owner);
}

test('R1: messages come in order, numbers may leave gaps, a repeated one is ignored', async () => {
  const world = new World();
  await world.joined();
  const { path } = world;
  await path.say(
    path.line(101, 'a'),
    path.line(105, 'b'),
    path.line(105, 'b'),
    path.line(104, 'x'),
  );
  await path.say(path.line(106, 'c'));
  assert.deepEqual(world.heard, ['fresh', 'a', 'b', 'c']);
  assert.equal(world.session.counters.ignored, 2);
});

test('R1: the low 32 bits of the number wrap around', async () => {
  const world = new World();
  await world.joined();
  const { path } = world;
  const seq = 2n ** 32n - 10n;
  await path.say(path.attached({ epoch: 8n, seq }), path.state({ seq }));
  await path.say(path.line(2 ** 32 - 1, 'before'), path.line(3, 'after'));
  const hello = await world.reconnected();
  assert.deepEqual(positionOf(hello).position, { seat: 3, seq: 2n ** 32n + 3n });
  assert.deepEqual(world.heard.slice(-2), ['before', 'after']);
});

test('R3: after a cut the client goes on from what it has, and nothing is repeated', async () => {
  const world = new World();
  await world.joined();
  await world.path.say(world.path.line(101, 'a'));
  const hello = await world.reconnected();
  assert.equal(hello.attempt, 2);
  assert.deepEqual(hello.token, new TextEncoder().encode('token-1'));
  assert.equal(hello.credential, undefined);
  assert.deepEqual(positionOf(hello), {
    owner: 'chat/lobby',
    epoch: 7n,
    position: { seat: 3, seq: 101n },
  });
  const { path } = world;
  await path.say(path.attached({ fresh: false, seq: 101n, channel: 4 }));
  await path.say(path.line(102, 'b', { channel: 4 }));
  assert.deepEqual(world.heard, ['fresh', 'a', 'recovered', 'b']);
});

test('R3: recovery from a position not held is refused, then all is fresh', async () => {
  const world = new World();
  await world.joined();
  const hello = await world.reconnected();
  assert.equal(positionOf(hello).position.seq, 100n);
  const { path } = world;
  await path.say(path.attached({ fresh: false, seq: 103n }));
  assert.equal((await path.others()).at(-1).frame, 'CLOSE');
  await world.clock.advance(15_000);
  world.path.listener.opened();
  assert.equal(positionOf(await world.path.welcome()).position, null);
});

test('R3c: a cut before the last STATE leaves no position, over any number of cuts', async () => {
  const world = new World();
  await world.joined();
  const { path } = world;
  await path.say(path.attached({ epoch: 9n }), path.state({ last: false }));
  await path.say(path.line(101, 'too early'));
  for (let i = 0; i < 2; i++) {
    const line = positionOf(await world.reconnected());
    assert.deepEqual(line, { owner: 'chat/lobby', epoch: 9n, position: null });
  }
  assert.deepEqual(world.heard, ['fresh']);
});

test('R4: each connection has a higher attempt number', async () => {
  const world = new World();
  await world.joined();
  assert.equal((await world.reconnected()).attempt, 2);
  assert.equal((await world.reconnected()).attempt, 3);
});

test('R4: superseded is final', async () => {
  const world = new World();
  await world.joined();
  await world.path.say({ frame: 'CLOSE', code: 9, flags: 0, retryAfterMillis: 0, text: 'newer' });
  await world.clock.advance(60_000);
  assert.equal(world.session.state, 'closed');
  assert.equal(world.paths.length, 1);
  assert.deepEqual(world.heard.at(-1)[1].reason, 'SUPERSEDED');
});

test('R9: an epoch older than one that was seen is not stepped back to', async () => {
  const world = new World();
  await world.joined({ epoch: 12n });
  const { path } = world;
  await path.say(path.attached({ epoch: 11n, channel: 2, seq: 5n }), path.state({ channel: 2 }));
  await path.say(path.line(101, 'stale', { channel: 2 }), path.line(101, 'live'));
  assert.deepEqual(world.heard, ['fresh', 'live']);
});

test('a channel belongs to whoever was attached to it last', async () => {
  const world = new World();
  await world.joined();
  const { path } = world;
  const joining = world.session.join('chat', 'other');
  await path.answerJoin();
  await path.say(path.attached({ owner: 'chat/other' }), path.state());
  const other = await joining;
  other.on('Line', ({ text }) => world.heard.push(`other ${text}`));
  await path.say(path.line(101, 'a'));
  assert.deepEqual(world.heard, ['fresh', 'other a']);
  assert.equal(world.room.live, false);
});

test('R10: inputs are numbered from 1 and name the low bits of the seat', async () => {
  const world = new World();
  const room = await world.joined({ seat: 0x103 });
  assert.equal(room.send('Say', { text: 'a' }), 1);
  assert.equal(room.send('Say', { text: 'b' }), 2);
  const sent = inputs(await world.path.others());
  assert.deepEqual(
    sent.map(({ n, seat, base, channel }) => ({ n, seat, base, channel })),
    [
      { n: 1, seat: 3, base: false, channel: 1 },
      { n: 2, seat: 3, base: false, channel: 1 },
    ],
  );
});

test('R11: ATTACHED drops what is applied, the rest is sent again in order', async () => {
  const world = new World();
  const room = await world.joined();
  ['a', 'b', 'c'].forEach((text) => room.send('Say', { text }));
  await world.path.others();
  await world.reconnected();
  room.send('Say', { text: 'd' });
  const { path } = world;
  assert.deepEqual(numbers(await path.others()), []);
  await path.say(path.attached({ fresh: false, applied: 1 }));
  assert.deepEqual(numbers(await path.others()), [2, 3, 4]);
  await path.say(path.attached({ fresh: false, applied: 3, channel: 2 }));
  assert.deepEqual(numbers(await path.others()), [4]);
});

test('R11: APPLIED of another seat or beyond what was sent is ignored', async () => {
  const world = new World();
  const room = await world.joined();
  room.send('Say', { text: 'a' });
  const { path } = world;
  await path.say({ frame: 'APPLIED', channel: 1, seat: 4, n: 1 });
  await path.say({ frame: 'APPLIED', channel: 1, seat: 3, n: 2 });
  assert.equal(room.backlog.count, 1);
  await path.say({ frame: 'APPLIED', channel: 1, seat: 3, n: 1 });
  assert.deepEqual(room.backlog, { count: 0, bytes: 0 });
  assert.equal(room.applied, 1);
  await path.say(path.attached({ epoch: 8n, applied: 9 }), path.state());
  assert.equal(room.applied, 9);
});

test('R12: when the room lost acknowledged inputs, the first one sent again has BASE', async () => {
  const world = new World();
  const room = await world.joined();
  ['a', 'b', 'c', 'd'].forEach((text) => room.send('Say', { text }));
  await world.path.others();
  const { path } = world;
  await path.say({ frame: 'APPLIED', channel: 1, seat: 3, n: 2 });
  await path.say(path.attached({ epoch: 8n, applied: 1 }), path.state());
  const sent = inputs(await path.others());
  assert.deepEqual(
    sent.map(({ n, base }) => [n, base]),
    [
      [3, true],
      [4, false],
    ],
  );
});

test('R12: BASE also marks the first new input when nothing was waiting', async () => {
  const world = new World();
  const room = await world.joined();
  room.send('Say', { text: 'a' });
  const { path } = world;
  await path.say({ frame: 'APPLIED', channel: 1, seat: 3, n: 1 });
  await path.say(path.attached({ epoch: 8n, applied: 0 }), path.state());
  await path.others();
  room.send('Say', { text: 'b' });
  room.send('Say', { text: 'c' });
  const sent = inputs(await path.others());
  assert.deepEqual(
    sent.map(({ n, base }) => [n, base]),
    [
      [2, true],
      [3, false],
    ],
  );
});

test('R14: a request on its way when the connection broke is sent again with RETRY', async () => {
  const world = new World();
  await world.connected();
  const first = world.session.requestRaw(1030, Uint8Array.of(1));
  assert.equal((await world.path.next('REQUEST')).retry, false);
  await world.path.cut();
  const second = world.session.requestRaw(1030, Uint8Array.of(2));
  await world.clock.advance(500);
  world.path.listener.opened();
  await world.path.welcome();
  const sent = (await world.path.others()).filter(({ frame }) => frame === 'REQUEST');
  assert.deepEqual(
    sent.map(({ correlation, retry }) => [correlation, retry]),
    [
      [1, true],
      [2, false],
    ],
  );
  const reply = { frame: 'REPLY', status: 0, retryAfterMillis: 0 };
  await world.path.say({ ...reply, correlation: 2, body: Uint8Array.of(22) });
  await world.path.say({ ...reply, correlation: 1, body: Uint8Array.of(11) });
  assert.deepEqual([...(await first)], [11]);
  assert.deepEqual([...(await second)], [22]);
});

test('R14: a refusal says why; an abort cancels; a deadline ends it here', async () => {
  const world = new World();
  await world.connected();
  const refused = world.session.requestRaw(1030);
  const abort = new AbortController();
  const aborted = world.session.requestRaw(1031, undefined, { signal: abort.signal });
  const late = world.session.requestRaw(1032, undefined, { deadlineMillis: 2000 });
  [refused, aborted, late].forEach((promise) => promise.catch(() => {}));
  const sent = await world.path.others();
  assert.deepEqual(
    sent.map(({ deadlineMillis }) => deadlineMillis),
    [0, 0, 2000],
  );
  const body = new TextEncoder().encode('not now');
  const busy = { frame: 'REPLY', correlation: 1, status: 429, retryAfterMillis: 70, body };
  await world.path.say(busy);
  abort.abort();
  assert.equal((await world.path.next('CANCEL')).correlation, 2);
  await world.clock.advance(3001);
  await assert.rejects(refused, { code: 'BUSY', status: 429, retryAfterMillis: 70 });
  await assert.rejects(aborted, { name: 'AbortError' });
  await assert.rejects(late, { code: 'DEADLINE' });
});

test('R15: leaving is an input behind all others and ends with GONE', async () => {
  const world = new World();
  const room = await world.joined();
  room.send('Say', { text: 'bye' });
  const leaving = room.leave();
  const [said, left] = inputs(await world.path.others());
  assert.equal(said.n, 1);
  assert.deepEqual([left.n, [...left.body]], [2, [0]]);
  assert.throws(() => room.send('Say', { text: 'more' }), { code: 'CLOSED' });
  await world.path.say({ frame: 'GONE', owner: 'chat/lobby', reason: 3, text: '' });
  await leaving;
  assert.deepEqual(world.heard, ['fresh', ['gone', { reason: 'LEFT', text: '' }]]);
  assert.equal(world.session.rooms.size, 0);
});

test('R15: another seat voids what was waiting, tells the game, and numbers go on', async () => {
  const world = new World();
  const room = await world.joined();
  room.send('Say', { text: 'a' });
  room.send('Say', { text: 'b' });
  await world.path.others();
  const { path } = world;
  await path.say(path.attached({ epoch: 9n, seat: 2, applied: 5 }), path.state());
  assert.deepEqual(inputs(await path.others()), []);
  assert.equal(room.send('Say', { text: 'c' }), 6);
  assert.deepEqual(world.heard, [
    'fresh',
    [
      'dropped',
      [
        { message: 'Say', value: { text: 'a' } },
        { message: 'Say', value: { text: 'b' } },
      ],
    ],
    'fresh',
  ]);
});

test('R15: a leave is said again when the membership became another one meanwhile', async () => {
  const world = new World();
  const room = await world.joined();
  room.leave();
  await world.path.others();
  const { path } = world;
  await path.say(path.attached({ epoch: 9n, seat: 2, applied: 5 }), path.state());
  const sent = inputs(await path.others());
  assert.deepEqual(
    sent.map(({ n, body }) => [n, [...body]]),
    [[6, [0]]],
  );
});

test('R15: a room that restarted is joined again; what is said meanwhile waits', async () => {
  const world = new World();
  const room = await world.joined();
  room.send('Say', { text: 'lost' });
  await world.path.others();
  const { path } = world;
  await path.say({ frame: 'GONE', owner: 'chat/lobby', reason: 8, text: '' });
  room.send('Say', { text: 'kept' });
  const [join] = await path.answerJoin();
  assert.equal(join.route, 1);
  const { stream } = await path.next('ATTACH');
  assert.deepEqual(stream, { owner: 'chat/lobby', epoch: 7n, position: null });
  await path.say(path.attached({ epoch: 9n, seat: 1 }), path.state());
  assert.deepEqual(numbers(await path.others()), [1]);
  const lost = [{ message: 'Say', value: { text: 'lost' } }];
  assert.deepEqual(world.heard, ['fresh', ['dropped', lost], 'fresh']);
});

test('R15: no more seat means gone, and the game is told why', async () => {
  const world = new World();
  const room = await world.joined();
  await world.path.say({ frame: 'GONE', owner: 'chat/lobby', reason: 4, text: 'rude' });
  assert.deepEqual(world.heard.at(-1), ['gone', { reason: 'KICKED', text: 'rude' }]);
  assert.throws(() => room.send('Say', { text: 'x' }), { code: 'CLOSED' });
  const hello = await world.reconnected();
  assert.equal(positionOf(hello), undefined);
});

test('R16: a move opens the new connection first; from HELLO on only it counts', async () => {
  const world = new World();
  const room = await world.joined();
  const older = world.path;
  const where = { afterMillis: 300, deadlineMillis: 9000, endpoints: ['two:1234'] };
  await older.say({ frame: 'GOAWAY', code: 1, ...where });
  await world.clock.advance(299);
  assert.equal(world.paths.length, 1);
  await world.clock.advance(1);
  assert.equal(world.path.url, 'ws://two:1234/cardea');
  await older.say(older.line(101, 'still here'));
  room.send('Say', { text: 'over the old one' });
  assert.deepEqual(numbers(await older.others()), [1]);
  world.path.listener.opened();
  await settle();
  await older.say(older.line(102, 'too late'));
  const hello = await world.path.welcome();
  assert.equal(hello.attempt, 2);
  assert.equal(positionOf(hello).position.seq, 101n);
  assert.deepEqual(world.heard, ['fresh', 'still here']);
  assert.notEqual(older.closed, null);
});

test('R16: a move that fails before HELLO leaves the old connection as it was', async () => {
  const world = new World();
  await world.joined();
  const older = world.path;
  await older.say({
    frame: 'GOAWAY',
    code: 1,
    afterMillis: 0,
    deadlineMillis: 9000,
    endpoints: [],
  });
  await world.clock.advance(0);
  await world.path.cut();
  await older.say(older.line(101, 'a'));
  assert.deepEqual(world.heard, ['fresh', 'a']);
  await world.clock.advance(500);
  assert.equal(world.paths.length, 3);
});

test('R17: what is not acknowledged is bounded in number and bytes', async () => {
  const world = new World();
  const room = await world.joined();
  for (let i = 0; i < Limits.UNACKNOWLEDGED_INPUTS_MAX; i++) {
    room.send('Say', { text: 'x' });
  }
  assert.throws(() => room.send('Say', { text: 'x' }), { code: 'BACKLOG_FULL' });
  await world.path.say({ frame: 'APPLIED', channel: 1, seat: 3, n: 256 });
  const long = 'x'.repeat(30_000);
  room.send('Say', { text: long });
  room.send('Say', { text: long });
  assert.throws(() => room.send('Say', { text: long }), { code: 'BACKLOG_FULL' });
  assert.equal(room.backlog.count, 2);
});
