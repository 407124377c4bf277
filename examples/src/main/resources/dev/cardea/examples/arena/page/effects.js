/** What happens in the game as light. */
const TAU = 2 * Math.PI;
const AWAY = { count: 64, speed: 430, millis: 1100, colour: '#ffa648', size: 3.4 };
const CORE = { count: 26, speed: 190, millis: 800, colour: '#fff0c2', size: 3.5 };
const EMBERS = { count: 14, speed: 60, millis: 2200, colour: '#ff5a2a', size: 2.5 };
const HIT = { count: 16, speed: 300, millis: 420, colour: '#ffe2a8', size: 2.5 };

export class Effects {
  #sparks;

  constructor(sparks) {
    this.#sparks = sparks;
  }

  /** A ship of one's own has shot. */
  fired({ x, y, aim }) {
    const at = beside({ x, y }, aim, 24);
    this.#sparks.wave(at.x, at.y, { radius: 11, millis: 110, colour: '#6dfff0' });
  }

  hit({ x, y }) {
    this.#sparks.burst(x, y, HIT);
    this.#sparks.wave(x, y, { radius: 26, millis: 260, colour: '#ffc46b' });
  }

  exploded({ x, y, vx, vy }) {
    const drift = { vx: vx / 3, vy: vy / 3 };
    for (const burst of [AWAY, CORE, EMBERS]) {
      this.#sparks.burst(x, y, { ...burst, ...drift });
    }
    this.#sparks.wave(x, y, { radius: 130, millis: 800, colour: '#ff7a2c' });
    this.#sparks.wave(x, y, { radius: 70, millis: 420, colour: '#fff3d6' });
  }

  /** Behind a ship that flies; `back` is where that is. */
  exhaust(ship, back, mine) {
    const at = beside(ship, back + (Math.random() - 0.5) * 0.2 * TAU, 13);
    const push = { vx: Math.cos(back) * 110, vy: Math.sin(back) * 110 };
    const look = mine ? { count: 2, colour: '#46e0ff' } : { count: 1, colour: '#8d95ff' };
    this.#sparks.burst(at.x, at.y, { speed: 34, millis: 420, size: 2.4, ...look, ...push });
  }
}

function beside({ x, y }, angle, distance) {
  return { x: x + Math.cos(angle) * distance, y: y + Math.sin(angle) * distance };
}
