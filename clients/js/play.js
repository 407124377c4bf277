/**
 * What a game that moves needs between a room's tables and its picture: the room's clock, rows in
 * motion, and what the player does before the room has said so.
 *
 *     const clock = new TickClock(room.tickRate);
 *     room.on('patch', ({ tick }) => clock.told(tick, performance.now()));
 *     const ships = new Interpolation(room.table('ships'), clock, { angles: ['heading'] });
 *     // in each picture:
 *     ships.each(performance.now(), (key, ship) => draw(ship));
 *
 * No timers and no clock of its own: times are milliseconds that the game passes in, of one clock
 * that does not step back. One module without dependencies; cardea.js is not needed by it.
 *
 * @module cardea/play
 */

// ---- the room's clock --------------------------------------------------------------------------

const WINDOW_MILLIS = 2000;
const ARRIVALS_MAX = 256;
const SLEW = 0.1;
const JUMP_MILLIS = 1000;

/**
 * Which tick the room is at, as far as can be seen from here: the tick that would arrive now if it
 * came as fast as the fastest of the last two seconds. Patches that come late do not disturb it.
 *
 * It runs between 0.9 and 1.1 times as fast as the room's ticks, so never backwards, with two
 * exceptions: when it is wrong by more than a second (the machine slept, the room stood still) it
 * jumps, and when ticks begin anew it begins anew.
 */
export class TickClock {
  #tickMillis;
  #arrivals = [];
  #lastTick = -Infinity;
  #from = 0;
  #target = 0;
  #since = 0;

  /** @param {number} tickRate ticks per second, above 0: `room.tickRate` */
  constructor(tickRate) {
    if (!(tickRate > 0)) {
      throw new RangeError(`ticks per second: above 0, not ${tickRate}`);
    }
    this.#tickMillis = 1000 / tickRate;
  }

  /** Whether it was told any tick. */
  get started() {
    return this.#lastTick !== -Infinity;
  }

  /**
   * A patch has come.
   *
   * @param {number | null} tick of the patch; null tells nothing
   * @param {number} nowMillis when it came
   */
  told(tick, nowMillis) {
    if (tick === null) {
      return;
    }
    const known = this.started && tick >= this.#lastTick;
    if (!known) {
      this.#arrivals = [];
    }
    this.#lastTick = tick;
    const zero = this.#zeroAt(nowMillis);
    this.#arrived(nowMillis - tick * this.#tickMillis, nowMillis);
    this.#target = this.#arrivals[0].zero;
    this.#from = known && Math.abs(this.#target - zero) <= JUMP_MILLIS ? zero : this.#target;
    this.#since = nowMillis;
  }

  /** Keeps what may yet be the fastest one: arrivals that rise, oldest and fastest first. */
  #arrived(zero, at) {
    const arrivals = this.#arrivals;
    while (arrivals.length > 0 && arrivals.at(-1).zero >= zero) {
      arrivals.pop();
    }
    arrivals.push({ zero, at });
    while (arrivals.length > ARRIVALS_MAX || arrivals[0].at < at - WINDOW_MILLIS) {
      arrivals.shift();
    }
  }

  /** When tick 0 was, as it is believed at that time. */
  #zeroAt(nowMillis) {
    const slewMax = Math.max(0, nowMillis - this.#since) * SLEW;
    const error = this.#target - this.#from;
    return this.#from + Math.min(Math.max(error, -slewMax), slewMax);
  }

  /** The tick at that time, with its fraction; 0 before any was told. */
  tickAt(nowMillis) {
    return this.started ? (nowMillis - this.#zeroAt(nowMillis)) / this.#tickMillis : 0;
  }
}

// ---- rows in motion ----------------------------------------------------------------------------

const SAMPLES_MORE = 16;
const TURN = 2 * Math.PI;

/** The way from one value to the other; angles the shorter way round. */
const way = (from, to) => to - from;
const turn = (from, to) => to - from - TURN * Math.round((to - from) / TURN);

/** Calls `each(name, way)` for what moves from one row to the other; what is no number does not. */
function forMoving({ fields, angles }, from, to, each) {
  const tell = (name, difference) => {
    const by = difference(from[name] ?? NaN, to[name] ?? NaN);
    if (Number.isFinite(by)) {
      each(name, by);
    }
  };
  fields.forEach((name) => tell(name, way));
  angles.forEach((name) => tell(name, turn));
}

/**
 * The rows of a table as they were a little ago, between two ticks: so they move evenly although
 * patches come in jerks. Beyond the newest that is known nothing moves on.
 *
 * A row that rests is not told; when it moves again, it does so from the tick before.
 */
export class Interpolation {
  #table;
  #clock;
  #delayTicks;
  #moving;
  #samplesMax;
  #samples = new Map();
  #tick = 0;
  #offs;

  /**
   * @param {Table} table of a room; or what has `tick`, `on` and gives [key, row] like one
   * @param {TickClock} clock
   * @param {{delayTicks?: number, fields?: string[], angles?: string[]}} [options] how long ago,
   *     2 ticks unless said: more than patches come late; the numbers that move, `x` and `y`
   *     unless said; and those in radians, none unless said
   */
  constructor(table, clock, { delayTicks = 2, fields = ['x', 'y'], angles = [] } = {}) {
    this.#table = table;
    this.#clock = clock;
    this.#delayTicks = delayTicks;
    this.#moving = { fields, angles };
    this.#samplesMax = Math.ceil(delayTicks) + SAMPLES_MORE;
    this.#tick = table.tick;
    for (const [key, row] of table) {
      this.#samples.set(key, [{ tick: table.tick, row }]);
    }
    this.#offs = [
      table.on('put', (key, row) => this.#put(key, row)),
      table.on('change', (key, row) => this.#change(key, row)),
      table.on('remove', (key) => this.#samples.delete(key)),
    ];
  }

  /** Listens no more. */
  close() {
    this.#offs.forEach((off) => off());
    this.#samples.clear();
  }

  #put(key, row) {
    this.#beginAnew();
    this.#samples.set(key, [{ tick: this.#tick, row }]);
  }

  #change(key, row) {
    this.#beginAnew();
    const samples = this.#samples.get(key);
    const newest = samples.at(-1);
    if (newest.tick === this.#tick) {
      newest.row = row;
      return;
    }
    if (newest.tick < this.#tick - 1) {
      samples.push({ tick: this.#tick - 1, row: newest.row }); // it rested until then
    }
    samples.push({ tick: this.#tick, row });
    samples.splice(0, samples.length - this.#samplesMax);
  }

  /** When ticks begin anew, what was before has no place among them. */
  #beginAnew() {
    const before = this.#tick;
    this.#tick = this.#table.tick;
    if (this.#tick < before) {
      for (const samples of this.#samples.values()) {
        samples.splice(0, samples.length, { tick: this.#tick, row: samples.at(-1).row });
      }
    }
  }

  /**
   * That row as it was, undefined if there is none now. Angles may be up to a turn beyond what the
   * room says. Whatever does not move is as of the last tick before.
   */
  at(key, nowMillis) {
    this.#beginAnew();
    const samples = this.#samples.get(key);
    return samples && this.#between(samples, this.#clock.tickAt(nowMillis) - this.#delayTicks);
  }

  /** Calls `callback(key, row)` with all rows as they were. */
  each(nowMillis, callback) {
    this.#beginAnew();
    const tick = this.#clock.tickAt(nowMillis) - this.#delayTicks;
    for (const [key, samples] of this.#samples) {
      callback(key, this.#between(samples, tick));
    }
  }

  #between(samples, tick) {
    let i = samples.length - 1;
    while (i > 0 && samples[i].tick > tick) {
      i--;
    }
    const [older, newer] = [samples[i], samples[i + 1]];
    if (!newer || tick <= older.tick) {
      return older.row;
    }
    const part = (tick - older.tick) / (newer.tick - older.tick);
    const row = { ...older.row };
    forMoving(this.#moving, older.row, newer.row, (name, by) => (row[name] += by * part));
    return row;
  }
}

// ---- what the player does ----------------------------------------------------------------------

const INPUTS_MAX = 256;
const EASE_MILLIS = 100;

/**
 * The player's own row as it will be, before the room has said so: what it last said, and after
 * it the inputs that it has not applied yet. Where the room decides otherwise, what is seen goes
 * over to it within a moment.
 */
export class Prediction {
  #apply;
  #moving;
  #easeMillis;
  #snapDistance;
  #inputs = [];
  #state;
  #offset = {};
  #correction = {};
  #since = 0;

  /**
   * @param {object} options
   * @param {function} options.apply `(state, input) => state`: what the room does with an input,
   *     as a new object
   * @param {string[]} [options.fields] the numbers that may be corrected, `x` and `y` unless said
   * @param {string[]} [options.angles] those in radians, none unless said
   * @param {number} [options.easeMillis] how long a correction takes, 100 unless said
   * @param {number} [options.snapDistance] above it, over all `fields`, a correction is seen at
   *     once; never unless said
   */
  constructor({ apply, fields = ['x', 'y'], angles = [], easeMillis, snapDistance }) {
    this.#apply = apply;
    this.#moving = { fields, angles };
    this.#easeMillis = easeMillis ?? EASE_MILLIS;
    this.#snapDistance = snapDistance ?? Infinity;
  }

  /** The row as it will be; undefined before the room has confirmed any. */
  get state() {
    return this.#state;
  }

  /** How many inputs the room has not applied. */
  get pending() {
    return this.#inputs.length;
  }

  /** Does it here at once; `n` is what `room.send` gave. At most 256 are kept, the newest. */
  input(n, input) {
    this.#inputs.push({ n, input });
    if (this.#inputs.length > INPUTS_MAX) {
      this.#inputs.shift();
    }
    if (this.#state !== undefined) {
      this.#state = this.#apply(this.#state, input);
    }
  }

  /** The room says so: this row, after the inputs up to `appliedN`; in each patch. */
  confirm(state, appliedN) {
    const before = this.#state;
    this.#inputs = this.#inputs.filter(({ n }) => n > appliedN);
    this.#state = this.#inputs.reduce((each, { input }) => this.#apply(each, input), state);
    if (before !== undefined) {
      forMoving(this.#moving, this.#state, before, (name, wrong) => {
        this.#correction[name] = (this.#correction[name] ?? 0) + wrong;
      });
    }
  }

  /** Forgets all: the room said `dropped` or `gone`, or the row is another one. */
  reset() {
    this.#inputs = [];
    this.#state = undefined;
    this.#offset = {};
    this.#correction = {};
  }

  /** {@link Prediction#state} as it should be seen: what was wrong goes away over a moment. */
  visible(nowMillis) {
    if (this.#state === undefined) {
      return undefined;
    }
    this.#correct(nowMillis);
    const left = this.#left(nowMillis);
    if (left === 0 || Object.keys(this.#offset).length === 0) {
      return this.#state;
    }
    const row = { ...this.#state };
    Object.entries(this.#offset).forEach(([name, offset]) => (row[name] += offset * left));
    return row;
  }

  /** Corrections since the last look begin now. */
  #correct(nowMillis) {
    if (Object.values(this.#correction).every((wrong) => wrong === 0)) {
      return;
    }
    const left = this.#left(nowMillis);
    for (const [name, wrong] of Object.entries(this.#correction)) {
      this.#offset[name] = (this.#offset[name] ?? 0) * left + wrong;
    }
    this.#correction = {};
    this.#since = nowMillis;
    const { fields } = this.#moving;
    if (Math.hypot(...fields.map((name) => this.#offset[name] ?? 0)) > this.#snapDistance) {
      this.#offset = {};
    }
  }

  /** How much of a correction is still to be seen, from 1 to 0, gently at both ends. */
  #left(nowMillis) {
    const left = Math.min(Math.max(1 - (nowMillis - this.#since) / this.#easeMillis, 0), 1);
    return left * left * (3 - 2 * left);
  }
}
