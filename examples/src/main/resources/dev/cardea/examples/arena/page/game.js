/**
 * One membership in the arena, between the room's tables (cardea.js, play.js) and what is seen
 * (picture.js). Others are shown as they were two ticks ago, between two of the room's ticks;
 * one's own ship is shown as the room is going to say.
 */
import { RATE, SHOT_STEP, step } from './motion.js';
import { Interpolation, Prediction, TickClock } from './play.js';

const STEP_MILLIS = 1000 / RATE;
const DELAY_TICKS = 2;
const FALL_BACK_TICKS = 8;
/** Further than that nothing flies in a moment: it is somewhere else. */
const SNAP_DISTANCE = 150;
/** A page that was asleep for so many steps does not make up for them. */
const STEPS_LATE_MAX = 4;
/** Below it, in units per second, an engine is not seen. */
const IDLE_SPEED = 60;
/** How often the engine of another is seen, per frame, and up to where. */
const EXHAUST_CHANCE = 0.25;
const EXHAUST_DISTANCE = 1_200;

export class Game {
  /** The key of one's own ship, once the room has said so. */
  me = null;
  #room;
  #ships;
  #shots;
  #seen;
  #clock;
  #others;
  #own = new Prediction({ apply: step, snapDistance: SNAP_DISTANCE });
  /** Shots that are gone in the room and not yet in the picture, which is a little behind. */
  #ending = new Map();
  #hulls = new Map();
  /** When the last step was made, and where the ship was before it. */
  #stepAt = 0;
  #from = null;

  /**
   * @param room of cardea.js
   * @param seen is told what is worth a look, when it is seen: `fired(ship)`, `hit(ship, mine)`,
   *     `exploded(ship)`, `exhaust(ship, back, mine)`; and at once `wrecked({who, by, mine, byMe})`
   */
  constructor(room, seen) {
    this.#room = room;
    this.#seen = seen;
    this.#ships = room.table('ships');
    this.#shots = room.table('shots');
    this.#clock = new TickClock(room.tickRate);
    this.#others = new Interpolation(this.#ships, this.#clock, {
      delayTicks: DELAY_TICKS,
      angles: ['aim'],
    });
    room.on('You', ({ ship }) => this.#you(ship));
    room.on('Wrecked', (event) => this.#wrecked(event));
    room.on('patch', ({ tick }) => this.#patched(tick));
    room.on('dropped', () => this.#own.reset());
    this.#shots.on('put', (_, { by }) => by === this.me && this.#seen.fired(this.own));
    this.#shots.on('remove', (number, shot) =>
      this.#ending.set(number, { shot, tick: this.#room.tick }),
    );
    this.#ships.on('remove', (key) => this.#hulls.delete(key));
  }

  /** The table of ships, as the room last said. */
  get ships() {
    return this.#ships;
  }

  /** The table of shots, as the room last said. */
  get shots() {
    return this.#shots;
  }

  /** How many rows are known. */
  get rows() {
    return this.#ships.size + this.#shots.size;
  }

  get tick() {
    return this.#room.tick;
  }

  /** One's own ship as the room is going to say; undefined before it said anything. */
  get own() {
    return this.#own.state;
  }

  #you(ship) {
    this.me = ship;
    this.#own.reset();
    this.#confirm();
  }

  #patched(tick) {
    this.#clock.told(tick, performance.now());
    this.#confirm();
  }

  #confirm() {
    const row = this.#ships.get(this.me);
    if (row !== undefined) {
      this.#own.confirm(row, this.#room.applied);
    }
  }

  #wrecked({ ship, by }) {
    const name = (key) => this.#ships.get(key)?.name ?? 'somebody';
    const [mine, byMe] = [ship === this.me, by === this.me];
    this.#seen.wrecked({ who: name(ship), by: name(by), mine, byMe });
  }

  // -- flying --

  /**
   * Does what the player wants, in steps of the room's length, whatever the screen's rate.
   *
   * @param wanted says what the player wants of the ship that it is given
   */
  advance(now, wanted) {
    if (now - this.#stepAt > STEPS_LATE_MAX * STEP_MILLIS) {
      this.#stepAt = now - STEP_MILLIS;
    }
    while (now - this.#stepAt >= STEP_MILLIS) {
      this.#stepAt += STEP_MILLIS;
      this.#step(now, wanted);
    }
  }

  #step(now, wanted) {
    const before = this.#own.visible(now);
    if (before === undefined) {
      return;
    }
    this.#from = before;
    const does = wanted(before);
    try {
      this.#own.input(this.#room.send('Step', does), does);
    } catch {
      return; // the connection is away for long: the ship waits with it
    }
  }

  #exhaust(ship, mine) {
    if (ship.hull > 0 && Math.hypot(ship.vx, ship.vy) > IDLE_SPEED) {
      this.#seen.exhaust(ship, Math.atan2(-ship.vy, -ship.vx), mine);
    }
  }

  // -- the picture --

  /**
   * What there is to see now.
   *
   * @param wanted as in {@link Game#advance}: one's own gun follows it at once
   * @returns {{own: object | undefined, ships: object[], shots: object[]}} `ships` of {key, ship,
   *     mine}, one's own last and wrecks left out; `shots` of {x, y, angle, flown, mine}
   */
  scene(now, wanted) {
    const ships = [];
    const own = this.#mine(now, wanted);
    this.#others.each(now, (key, row) => {
      if (key !== this.me) {
        this.#look(key, row, false);
        ships.push({ key, ship: row, mine: false });
      }
    });
    if (own !== undefined) {
      this.#look(this.me, own, true);
      ships.push({ key: this.me, ship: own, mine: true });
    }
    const whole = ships.filter(({ ship }) => ship.hull > 0);
    return { own, ships: whole, shots: this.#flying(now) };
  }

  /** One's own ship between two steps. */
  #mine(now, wanted) {
    const to = this.#own.visible(now);
    const from = this.#from;
    if (to === undefined || from === null) {
      return to;
    }
    const { aim } = wanted(to);
    if (Math.hypot(to.x - from.x, to.y - from.y) > SNAP_DISTANCE) {
      return { ...to, aim };
    }
    const part = Math.min(Math.max((now - this.#stepAt) / STEP_MILLIS, 0), 1);
    const x = from.x + (to.x - from.x) * part;
    return { ...to, aim, x, y: from.y + (to.y - from.y) * part };
  }

  #look(key, ship, mine) {
    const before = this.#hulls.get(key);
    this.#hulls.set(key, ship.hull);
    if (ship.hull < before) {
      this.#seen.hit(ship, mine);
      if (ship.hull === 0) {
        this.#seen.exploded(ship);
      }
    }
    if (mine || (Math.random() < EXHAUST_CHANCE && this.#isNear(ship))) {
      this.#exhaust(ship, mine);
    }
  }

  /** Sparks are few: those that nobody sees would cut short those that all see. */
  #isNear({ x, y }) {
    const from = this.#from;
    return from === null || Math.hypot(x - from.x, y - from.y) < EXHAUST_DISTANCE;
  }

  #flying(now) {
    const flying = [];
    const tick = this.#clock.tickAt(now);
    const add = (shot, end) => {
      const mine = shot.by === this.me;
      const age = shownAge(tick - shot.tick, mine);
      const ended = shot.tick + age >= end;
      if (age >= 0 && !ended) {
        const { angle } = shot;
        const flown = age * SHOT_STEP;
        const x = shot.x + Math.cos(angle) * flown;
        const y = shot.y + Math.sin(angle) * flown;
        flying.push({ x, y, angle, flown, mine });
      }
      return ended;
    };
    for (const shot of this.#shots.values()) {
      add(shot, Infinity);
    }
    for (const [number, { shot, tick: end }] of this.#ending) {
      if (add(shot, end)) {
        this.#ending.delete(number);
      }
    }
    return flying;
  }
}

/**
 * How old a shot of that age is shown, in ticks: as long ago as the ships that it may hit. One's
 * own leaves the gun at once, and falls back to that on its way.
 */
function shownAge(age, mine) {
  return age - DELAY_TICKS * (mine ? Math.min(age / FALL_BACK_TICKS, 1) : 1);
}
