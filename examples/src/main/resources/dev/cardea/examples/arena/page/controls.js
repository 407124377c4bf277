/** Keyboard, mouse and two thumbs: what the player wants, asked for at each step. */
const KEYS = {
  KeyW: [0, -1],
  ArrowUp: [0, -1],
  KeyS: [0, 1],
  ArrowDown: [0, 1],
  KeyA: [-1, 0],
  ArrowLeft: [-1, 0],
  KeyD: [1, 0],
  ArrowRight: [1, 0],
};
const STICK_PIXELS = 60;
const DEAD_PIXELS = 8;

export class Controls {
  #down = new Set();
  #mouse = null;
  #fires = false;
  #aim = 0;
  #sticks = { left: null, right: null };
  #byTouch = matchMedia('(pointer: coarse)').matches;

  constructor(canvas) {
    addEventListener('keydown', (event) => this.#key(event, true));
    addEventListener('keyup', (event) => this.#key(event, false));
    addEventListener('blur', () => this.#release());
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerdown', (event) => this.#press(event, canvas));
    canvas.addEventListener('pointerup', (event) => this.#lift(event));
    canvas.addEventListener('pointercancel', (event) => this.#lift(event));
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  /**
   * Thumbs: where each began and where it is, null if it is not there. `left` steers, `right` aims
   * and fires; `byTouch` is whether there are any thumbs.
   */
  get sticks() {
    return { ...this.#sticks, byTouch: this.#byTouch };
  }

  /**
   * What is wanted now: thrust in percent, where to aim, whether to fire.
   *
   * @param from where the player's ship is on the screen
   */
  wanted(from) {
    const thrust = this.#thrust();
    const right = this.#sticks.right;
    if (right && distance(right) > DEAD_PIXELS) {
      this.#aim = Math.atan2(right.y - right.fromY, right.x - right.fromX);
    } else if (this.#mouse) {
      this.#aim = Math.atan2(this.#mouse.y - from.y, this.#mouse.x - from.x);
    } else if (thrust.x !== 0 || thrust.y !== 0) {
      this.#aim = Math.atan2(thrust.y, thrust.x);
    }
    const fire = this.#fires || this.#down.has('Space') || right !== null;
    return { ...thrust, aim: this.#aim, fire };
  }

  #thrust() {
    const left = this.#sticks.left;
    if (left) {
      const scale = 100 / Math.max(distance(left), STICK_PIXELS);
      return {
        x: Math.round((left.x - left.fromX) * scale),
        y: Math.round((left.y - left.fromY) * scale),
      };
    }
    let x = 0;
    let y = 0;
    for (const key of this.#down) {
      x += KEYS[key]?.[0] ?? 0;
      y += KEYS[key]?.[1] ?? 0;
    }
    return { x: 100 * Math.sign(x), y: 100 * Math.sign(y) };
  }

  #key(event, down) {
    const typing = event.target instanceof HTMLInputElement;
    if (typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.code in KEYS || event.code === 'Space') {
      event.preventDefault();
      this.#down[down ? 'add' : 'delete'](event.code);
    }
  }

  #release() {
    this.#down.clear();
    this.#fires = false;
    this.#sticks = { left: null, right: null };
  }

  #press(event, canvas) {
    canvas.setPointerCapture(event.pointerId);
    if (event.pointerType === 'mouse') {
      this.#fires = true;
      return;
    }
    this.#byTouch = true;
    const side = event.clientX < innerWidth / 2 ? 'left' : 'right';
    const { pointerId: id, clientX: x, clientY: y } = event;
    this.#sticks[side] ??= { id, fromX: x, fromY: y, x, y };
  }

  #move(event) {
    if (event.pointerType === 'mouse') {
      this.#mouse = { x: event.clientX, y: event.clientY };
      return;
    }
    for (const stick of Object.values(this.#sticks)) {
      if (stick?.id === event.pointerId) {
        stick.x = event.clientX;
        stick.y = event.clientY;
      }
    }
  }

  #lift(event) {
    if (event.pointerType === 'mouse') {
      this.#fires = false;
    }
    for (const [side, stick] of Object.entries(this.#sticks)) {
      if (stick?.id === event.pointerId) {
        this.#sticks[side] = null;
      }
    }
  }
}

function distance(stick) {
  return Math.hypot(stick.x - stick.fromX, stick.y - stick.fromY);
}
