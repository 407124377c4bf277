/** What the player does before the room has said so, in time that the tests make up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Prediction } from '../play.js';

const near = (actual, expected, by = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= by, `${actual} is not ${expected} within ${by}`);

const moves = { apply: ({ x, y }, { dx = 0, dy = 0 }) => ({ x: x + dx, y: y + dy }) };

test('prediction: inputs are done here at once, and again after what the room confirms', () => {
  const ship = new Prediction(moves);
  assert.equal(ship.state, undefined);
  assert.equal(ship.visible(0), undefined);
  ship.confirm({ x: 0, y: 0 }, 0);
  ship.input(1, { dx: 1 });
  ship.input(2, { dx: 2 });
  ship.input(3, { dy: 5 });
  assert.deepEqual(ship.state, { x: 3, y: 5 });
  ship.confirm({ x: 1, y: 0 }, 1);
  assert.deepEqual(ship.state, { x: 3, y: 5 });
  assert.equal(ship.pending, 2);
  ship.confirm({ x: 13, y: 0 }, 2);
  assert.deepEqual(ship.state, { x: 13, y: 5 });
  ship.confirm({ x: 13, y: 5 }, 3);
  assert.deepEqual(ship.state, { x: 13, y: 5 });
  assert.equal(ship.pending, 0);
});

test('prediction: inputs from before the first row are done after it', () => {
  const ship = new Prediction(moves);
  ship.input(1, { dx: 1 });
  ship.input(2, { dx: 2 });
  ship.confirm({ x: 10, y: 0 }, 1);
  assert.deepEqual(ship.state, { x: 12, y: 0 });
  assert.deepEqual(ship.visible(0), { x: 12, y: 0 });
});

test('prediction: where it was right nothing is eased', () => {
  const ship = new Prediction(moves);
  ship.confirm({ x: 0, y: 0 }, 0);
  ship.input(1, { dx: 4 });
  assert.equal(ship.visible(0).x, 4);
  ship.confirm({ x: 4, y: 0 }, 1);
  assert.equal(ship.visible(1), ship.state);
});

test('prediction: a correction goes away over its time, without a leap', () => {
  const ship = new Prediction({ ...moves, easeMillis: 100 });
  ship.confirm({ x: 0, y: 0 }, 0);
  ship.input(1, { dx: 10 });
  assert.equal(ship.visible(500).x, 10);
  ship.confirm({ x: 0, y: 0 }, 1);
  const xs = Array.from({ length: 12 }, (_, i) => ship.visible(516 + 10 * i).x);
  assert.equal(xs[0], 10);
  for (let i = 1; i < xs.length; i++) {
    assert.ok(xs[i] <= xs[i - 1] && xs[i - 1] - xs[i] < 1.6, `${xs}`);
  }
  near(xs[5], 5);
  assert.deepEqual(xs.slice(10), [0, 0]);
});

test('prediction: a second correction begins where the first is', () => {
  const ship = new Prediction(moves);
  ship.confirm({ x: 0, y: 0 }, 0);
  ship.input(1, { dx: 10 });
  ship.confirm({ x: 0, y: 0 }, 1);
  ship.visible(0);
  near(ship.visible(50).x, 5);
  ship.confirm({ x: 20, y: 0 }, 1);
  near(ship.visible(50).x, 5);
  near(ship.visible(150).x, 20);
});

test('prediction: corrections between two pictures are added up', () => {
  const ship = new Prediction(moves);
  ship.confirm({ x: 0, y: 0 }, 0);
  ship.visible(0);
  ship.confirm({ x: 3, y: 0 }, 0);
  ship.confirm({ x: 8, y: -2 }, 0);
  assert.deepEqual(ship.visible(16), { x: 0, y: 0 });
  assert.deepEqual(ship.visible(116), { x: 8, y: -2 });
});

test('prediction: above the distance it is seen at once, below it is eased', () => {
  const ship = new Prediction({ ...moves, snapDistance: 5 });
  ship.confirm({ x: 0, y: 0 }, 0);
  ship.visible(0);
  ship.confirm({ x: 3, y: 4 }, 0);
  assert.deepEqual(ship.visible(10), { x: 0, y: 0 });
  ship.visible(200);
  ship.confirm({ x: 5, y: 6 }, 0);
  assert.deepEqual(ship.visible(210), { x: 3, y: 4 });
  ship.confirm({ x: 100, y: 8 }, 0);
  assert.deepEqual(ship.visible(220), { x: 100, y: 8 });
});

test('prediction: angles are corrected the shorter way', () => {
  const ship = new Prediction({ apply: (state) => state, fields: [], angles: ['a'] });
  ship.confirm({ a: 3 }, 0);
  ship.visible(0);
  ship.confirm({ a: -3 }, 0);
  near(ship.visible(10).a, 3 - 2 * Math.PI);
  near(ship.visible(60).a, -Math.PI);
});

test('prediction: it keeps 256 inputs', () => {
  const ship = new Prediction(moves);
  for (let n = 1; n <= 300; n++) {
    ship.input(n, { dx: 1 });
  }
  assert.equal(ship.pending, 256);
  ship.confirm({ x: 44, y: 0 }, 44);
  assert.equal(ship.state.x, 300);
});

test('prediction: reset forgets row, inputs and corrections', () => {
  const ship = new Prediction(moves);
  ship.confirm({ x: 0, y: 0 }, 0);
  ship.visible(0);
  ship.input(1, { dx: 1 });
  ship.confirm({ x: 50, y: 0 }, 0);
  ship.reset();
  assert.equal(ship.state, undefined);
  assert.equal(ship.pending, 0);
  ship.confirm({ x: 7, y: 0 }, 0);
  assert.deepEqual(ship.visible(1), { x: 7, y: 0 });
});
