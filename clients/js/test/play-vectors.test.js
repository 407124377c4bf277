/** What play.js and the Java client's pieces must do alike, from a file that both tests read. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Interpolation, Prediction, TickClock } from '../play.js';
import { HandTable } from './hand-table.js';

const VECTORS = new URL('../../../client/src/test/resources/vectors/play.txt', import.meta.url);
const BY = 1e-6;

/** A clock whose ticks are the milliseconds. */
const MILLIS = { tickAt: (nowMillis) => nowMillis };
const MOVING = { fields: ['x', 'y'], angles: ['a'] };

const row = ([x, y, a]) => ({ x, y, a });
const plus = (state, by) => ({ x: state.x + by.x, y: state.y + by.y, a: state.a + by.a });

function near(actual, expected) {
  assert.ok(Math.abs(actual - expected) <= BY, `${actual} is not ${expected}`);
}

/** No numbers stand for "none". */
function nearRow(actual, expected) {
  if (expected.length === 0) {
    assert.equal(actual, undefined);
  } else {
    ['x', 'y', 'a'].forEach((name, i) => near(actual?.[name], expected[i]));
  }
}

class Scene {
  #table = new HandTable();
  #shown = new Interpolation(this.#table, MILLIS, { delayTicks: 0, ...MOVING });
  #clock;
  #prediction;

  clock(rate) {
    this.#clock = new TickClock(rate);
  }

  told(tick, millis) {
    this.#clock.told(tick, millis);
  }

  tick(millis, expected) {
    near(this.#clock.tickAt(millis), expected);
  }

  say(tick, key, ...values) {
    this.#table.say(tick, key, row(values));
  }

  remove(tick, key) {
    this.#table.remove(tick, key);
  }

  at(tick, key, ...expected) {
    nearRow(this.#shown.at(key, tick), expected);
  }

  predict(easeMillis, snap) {
    const snapDistance = snap || undefined;
    this.#prediction = new Prediction({ apply: plus, ...MOVING, easeMillis, snapDistance });
  }

  input(n, ...by) {
    this.#prediction.input(n, row(by));
  }

  confirm(applied, ...values) {
    this.#prediction.confirm(row(values), applied);
  }

  state(...expected) {
    nearRow(this.#prediction.state, expected);
  }

  visible(millis, ...expected) {
    nearRow(this.#prediction.visible(millis), expected);
  }

  pending(expected) {
    assert.equal(this.#prediction.pending, expected);
  }

  reset() {
    this.#prediction.reset();
  }
}

const cases = readFileSync(VECTORS, 'utf8')
  .replace(/^#.*\n/gm, '')
  .split(/^case /m)
  .slice(1);

test('vectors: there are some of each piece', () => {
  for (const piece of ['clock', 'interpolation', 'prediction']) {
    assert.ok(cases.some((each) => each.startsWith(piece)));
  }
});

for (const each of cases) {
  const [name, ...lines] = each.trim().split('\n');
  test(`vectors: ${name}`, () => {
    const scene = new Scene();
    for (const line of lines) {
      const [command, ...words] = line.split(' ');
      const numbers = words.filter((word) => word !== 'none').map(Number);
      try {
        scene[command](...numbers);
      } catch (error) {
        throw new Error(`${line}: ${error.message}`);
      }
    }
  });
}
