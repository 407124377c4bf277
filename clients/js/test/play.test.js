/** The clock and rows in motion, in time that the tests make up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interpolation, TickClock } from '../play.js';
import { HandTable } from './hand-table.js';
import { BOTH, SeaWorld } from './sea.js';
import { seeded } from './seeded.js';

const RATE = 20;
const TICK_MILLIS = 1000 / RATE;

/** A clock whose ticks are the milliseconds. */
const MILLIS = { tickAt: (nowMillis) => nowMillis };

const near = (actual, expected, by = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= by, `${actual} is not ${expected} within ${by}`);

// -- the clock --

test('clock: a tick that came is the one it is at, and time goes on from there', () => {
  const clock = new TickClock(RATE);
  assert.equal(clock.started, false);
  assert.equal(clock.tickAt(5000), 0);
  clock.told(null, 5000);
  assert.equal(clock.started, false);
  clock.told(100, 5000);
  assert.equal(clock.started, true);
  near(clock.tickAt(5000), 100);
  near(clock.tickAt(5000 + TICK_MILLIS * 1.5), 101.5);
});

test('clock: a room without ticks has none', () => {
  assert.throws(() => new TickClock(0), RangeError);
  assert.throws(() => new TickClock(undefined), RangeError);
});

/** Arrivals in order, as over TCP: `jitter` after the fastest way, or behind the one before. */
function arrivals(count, jitter) {
  let last = 0;
  return Array.from({ length: count }, (_, i) => {
    last = Math.max(last, 1000 + i * TICK_MILLIS + jitter(i));
    return { tick: i, at: last };
  });
}

for (const seed of [1, 2, 3, 4, 5]) {
  test(`clock: jitter of 80 ms leaves it within 10 ms of the fastest path, seed ${seed}`, () => {
    const random = seeded(seed);
    const clock = new TickClock(RATE);
    for (const { tick, at } of arrivals(400, () => 80 * random() ** 2)) {
      clock.told(tick, at);
      if (tick > 40) {
        near(clock.tickAt(at) * TICK_MILLIS + 1000, at, 10);
      }
    }
  });

  test(`clock: never backwards, and at most a tenth too fast or slow, seed ${seed}`, () => {
    const random = seeded(seed);
    const clock = new TickClock(RATE);
    const told = arrivals(300, (i) => (i % 90 > 45 ? 400 : 0) + 100 * random());
    clock.told(0, told[0].at);
    let before = { now: told[0].at, tick: clock.tickAt(told[0].at) };
    for (let i = 1; i < told.length; i++) {
      for (let now = before.now + 3; now < told[i].at; now += 3) {
        before = paced(clock, before, now);
      }
      clock.told(told[i].tick, told[i].at);
      before = paced(clock, before, told[i].at);
    }
  });
}

function paced(clock, before, now) {
  const tick = clock.tickAt(now);
  const millis = (tick - before.tick) * TICK_MILLIS;
  const passed = now - before.now;
  assert.ok(millis >= 0.9 * passed - 1e-6, `${millis} of ${passed} ms`);
  assert.ok(millis <= 1.1 * passed + 1e-6, `${millis} of ${passed} ms`);
  return { now, tick };
}

test('clock: a path that has become slower counts when the window is over, and not before', () => {
  const clock = new TickClock(RATE);
  const tell = (tick, late) => clock.told(tick, 1000 + tick * TICK_MILLIS + late);
  for (let tick = 0; tick <= 20; tick++) {
    tell(tick, 0);
  }
  for (let tick = 21; tick <= 58; tick++) {
    tell(tick, 100);
  }
  near(clock.tickAt(1000 + 60 * TICK_MILLIS), 60);
  for (let tick = 59; tick <= 100; tick++) {
    tell(tick, 100);
  }
  near(clock.tickAt(1100 + 100 * TICK_MILLIS), 100);
});

test('clock: an error of more than a second is jumped over, also backwards', () => {
  const clock = new TickClock(RATE);
  clock.told(0, 1000);
  clock.told(1, 31_000);
  near(clock.tickAt(31_000), 1);
  clock.told(200, 31_050);
  near(clock.tickAt(31_050), 200);
});

test('clock: ticks that begin anew are believed at once', () => {
  const clock = new TickClock(RATE);
  clock.told(500, 1000);
  clock.told(3, 1050);
  near(clock.tickAt(1050), 3);
  near(clock.tickAt(1100), 4);
});

// -- interpolation --

test('interpolation: steady motion is even, whatever the jitter within the delay', () => {
  const random = seeded(7);
  const table = new HandTable();
  table.say(0, 1, { x: 0, y: 0, name: 'a' });
  const clock = new TickClock(RATE);
  const shown = new Interpolation(table, clock, { delayTicks: 3 });
  const speed = 10;
  let error = 0;
  let now = 1000;
  for (const { tick, at } of arrivals(400, () => 90 * random())) {
    for (; now < at; now += 7) {
      const row = shown.at(1, now);
      if (tick > 50) {
        error = Math.max(error, Math.abs(row.x - speed * (clock.tickAt(now) - 3)));
      }
    }
    table.say(tick, 1, { x: speed * tick, y: 0, name: 'a' });
    clock.told(tick, at);
  }
  assert.ok(error < 1e-6, `off by ${error}`);
});

test('interpolation: a field between two ticks; what does not move is as of the one before', () => {
  const table = new HandTable();
  table.say(10, 1, { x: 0, y: 10, hp: 5 });
  const shown = new Interpolation(table, MILLIS, { delayTicks: 2 });
  table.say(11, 1, { x: 4, y: 20, hp: 4 });
  assert.deepEqual(shown.at(1, 12.25), { x: 1, y: 12.5, hp: 5 });
  assert.deepEqual(shown.at(1, 13), { x: 4, y: 20, hp: 4 });
  assert.deepEqual(shown.at(1, 5), { x: 0, y: 10, hp: 5 });
});

test('interpolation: beyond the newest nothing moves on', () => {
  const table = new HandTable();
  const shown = new Interpolation(table, MILLIS, { delayTicks: 2 });
  table.say(10, 1, { x: 0, y: 0 });
  table.say(11, 1, { x: 4, y: 0 });
  assert.deepEqual(shown.at(1, 1000), { x: 4, y: 0 });
});

test('interpolation: a row that rested moves from the tick before its change', () => {
  const table = new HandTable();
  const shown = new Interpolation(table, MILLIS, { delayTicks: 2 });
  table.say(10, 1, { x: 0, y: 0 });
  table.say(11, 1, { x: 4, y: 0 });
  table.say(100, 1, { x: 8, y: 0 });
  const xAt = (tick) => shown.at(1, tick + 2).x;
  assert.deepEqual([10.5, 11, 55, 99, 99.5, 100].map(xAt), [2, 4, 4, 4, 6, 8]);
});

test('interpolation: angles go the shorter way', () => {
  const table = new HandTable();
  const shown = new Interpolation(table, MILLIS, { delayTicks: 0, fields: [], angles: ['a'] });
  const cases = [
    [3, -3, 3 + (Math.PI - 3)],
    [-3, 3, -3 - (Math.PI - 3)],
    [0.2, 6, 0.2 + (6 - 0.2 - 2 * Math.PI) / 2],
    [1, 2, 1.5],
    [-20 * Math.PI, 1, -20 * Math.PI + 0.5],
  ];
  cases.forEach(([from, to, half], i) => {
    table.say(10 * i, i, { a: from });
    table.say(10 * i + 1, i, { a: to });
    near(shown.at(i, 10 * i + 0.5).a, half, 1e-9);
  });
});

test('interpolation: what is no number in one of both does not move', () => {
  const table = new HandTable();
  const shown = new Interpolation(table, MILLIS, { delayTicks: 0 });
  table.say(10, 1, { x: null, y: 1 });
  table.say(11, 1, { x: 7, y: 3 });
  assert.deepEqual(shown.at(1, 10.5), { x: null, y: 2 });
});

test('interpolation: rows that are there at first, come, and go', () => {
  const table = new HandTable();
  table.say(1, 7, { x: 1, y: 1 });
  const shown = new Interpolation(table, MILLIS);
  table.say(2, 8, { x: 2, y: 2 });
  const seen = (now) => {
    const keys = [];
    shown.each(now, (key, { x }) => keys.push([key, x]));
    return keys;
  };
  assert.deepEqual(seen(3), [
    [7, 1],
    [8, 2],
  ]);
  table.remove(3, 7);
  assert.deepEqual(seen(3), [[8, 2]]);
  assert.equal(shown.at(7, 3), undefined);
  table.say(50, 7, { x: 9, y: 9 });
  assert.equal(shown.at(7, 3).x, 9);
  shown.close();
  assert.deepEqual(seen(60), []);
  assert.equal(table.listeners, 0);
});

test('interpolation: two changes within one tick are one', () => {
  const table = new HandTable();
  const shown = new Interpolation(table, MILLIS, { delayTicks: 0 });
  table.say(10, 1, { x: 0, y: 0 });
  table.say(11, 1, { x: 5, y: 0 });
  table.say(11, 1, { x: 8, y: 0 });
  assert.equal(shown.at(1, 10.5).x, 4);
});

test('interpolation: when ticks begin anew, rows are where they are now', () => {
  const table = new HandTable();
  const shown = new Interpolation(table, MILLIS, { delayTicks: 0 });
  for (const key of [1, 2]) {
    table.say(5000, key, { x: 0, y: 0 });
    table.say(5001, key, { x: 5, y: 0 });
  }
  table.say(3, 1, { x: 6, y: 0 });
  assert.equal(shown.at(1, 3).x, 6);
  assert.equal(shown.at(2, 3).x, 5);
  table.say(4, 2, { x: 9, y: 0 });
  assert.equal(shown.at(2, 3.5).x, 7);
});

test('interpolation: it keeps a bounded past', () => {
  const table = new HandTable();
  const shown = new Interpolation(table, MILLIS, { delayTicks: 2 });
  for (let tick = 0; tick < 1000; tick++) {
    table.say(tick, 1, { x: tick, y: 0 });
  }
  const oldest = shown.at(1, 0).x;
  assert.ok(oldest >= 980 && oldest <= 990, `${oldest}`);
});

test('interpolation: of the table of a room, by the ticks of its patches', async () => {
  const world = new SeaWorld();
  const room = await world.sailing(BOTH, { tick: 40n, tickRate: RATE });
  const clock = new TickClock(room.tickRate);
  let now = 1000;
  room.on('patch', ({ tick }) => clock.told(tick, now));
  const shown = new Interpolation(world.ships, clock, { delayTicks: 1 });
  await world.patched(101, '01 05 00 01 06 00', { tick: 41n });
  near(shown.at(7, now + 0.5 * TICK_MILLIS).x, 2);
  now += TICK_MILLIS;
  await world.patched(102, '01 05 00 01 0a 00', { tick: 42n });
  near(shown.at(7, now + 0.5 * TICK_MILLIS).x, 4);
  near(shown.at(7, now + 5 * TICK_MILLIS).x, 5);
  await world.patched(103, '01 06 00 00', { tick: 43n });
  assert.equal(shown.at(7, now), undefined);
});
