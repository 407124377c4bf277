/** What is seen: draws one frame from what it is given. All that it keeps is where it looks. */
import { drawMap, drawPain, drawPointers, drawSticks } from './hud.js';
import { HEIGHT, WIDTH } from './motion.js';
import { drawLabels, drawShip, drawShot } from './ships.js';
import { World } from './world.js';

/** Pixels per unit: 1 on a screen of that area, and never less than the least. */
const AREA = 1050 ** 2;
const SCALE_LEAST = 0.78;
const RATIO_MAX = 2;
/** What is larger than a ship's own size: its light, its name. */
const ASIDE = 90;
/** Where a ship comes back elsewhere, the look flies after it. */
const JUMP_DISTANCE = 150;
const JUMP_KEPT_PER_SECOND = 0.002;
/** How much of what is beyond the world may be seen, in units. */
const BEYOND = 130;
const PAIN_MILLIS = 450;
const SHAKE = 7;

export class Picture {
  #canvas;
  #context;
  #world = new World();
  #scale = 1;
  #size = { width: 0, height: 0 };
  #centre = { x: WIDTH / 2, y: HEIGHT / 2 };
  #target = { x: WIDTH / 2, y: HEIGHT / 2 };
  #lag = { x: 0, y: 0 };
  #pain = 0;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
    addEventListener('resize', () => this.#fit());
    this.#fit();
  }

  #fit() {
    const ratio = Math.min(devicePixelRatio || 1, RATIO_MAX);
    const [width, height] = [innerWidth, innerHeight];
    this.#size = { width, height };
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#scale = Math.max(Math.sqrt((width * height) / AREA), SCALE_LEAST);
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /** Where a place of the world is on the screen. */
  onScreen({ x, y }) {
    return {
      x: (x - this.#centre.x) * this.#scale + this.#size.width / 2,
      y: (y - this.#centre.y) * this.#scale + this.#size.height / 2,
    };
  }

  /** One's own ship was hit. */
  hurt() {
    this.#pain = 1;
  }

  /**
   * @param scene `target` where to look, `ships` as {key, ship, mine}, `shots` as {x, y, angle,
   *     flown, mine}, `sparks`, `sticks`, and `playing`, whether there is a game
   * @param now milliseconds
   * @param millis since the last frame
   */
  draw(scene, now, millis) {
    const context = this.#context;
    this.#look(scene.target, millis);
    this.#pain = Math.max(this.#pain - millis / PAIN_MILLIS, 0);
    this.#inWorld(now, () => this.#world.drawSky(context));
    this.#world.drawStars(context, this.#centre, this.#size);
    this.#inWorld(now, () => this.#fight(scene, now, millis));
    if (scene.playing) {
      this.#onGlass(scene);
    }
  }

  #look(target, millis) {
    const jump = { x: this.#target.x - target.x, y: this.#target.y - target.y };
    if (Math.hypot(jump.x, jump.y) > JUMP_DISTANCE) {
      this.#lag.x += jump.x;
      this.#lag.y += jump.y;
    }
    const kept = JUMP_KEPT_PER_SECOND ** (millis / 1000);
    this.#lag.x *= kept;
    this.#lag.y *= kept;
    this.#target = { x: target.x, y: target.y };
    const { width, height } = this.#size;
    this.#centre = {
      x: inside(target.x + this.#lag.x, width / this.#scale, WIDTH),
      y: inside(target.y + this.#lag.y, height / this.#scale, HEIGHT),
    };
  }

  #isNear = ({ x, y }, aside) => {
    const { width, height } = this.#size;
    const reach = aside * this.#scale;
    const at = this.onScreen({ x, y });
    const inX = at.x > -reach && at.x < width + reach;
    return inX && at.y > -reach && at.y < height + reach;
  };

  /** Does `paint` in units of the world; it shakes after a hit. */
  #inWorld(now, paint) {
    const context = this.#context;
    const shake = SHAKE * this.#pain * this.#pain;
    context.save();
    context.translate(
      this.#size.width / 2 + Math.sin(now / 13) * shake,
      this.#size.height / 2 + Math.cos(now / 17) * shake,
    );
    context.scale(this.#scale, this.#scale);
    context.translate(-this.#centre.x, -this.#centre.y);
    paint();
    context.restore();
  }

  #fight({ ships, shots, sparks }, now, millis) {
    const context = this.#context;
    this.#world.draw(context, this.#isNear);
    const near = ships.filter(({ ship }) => this.#isNear(ship, ASIDE));
    shots
      .filter((shot) => this.#isNear(shot, ASIDE))
      .forEach((shot) => drawShot(context, shot));
    near.filter(({ mine }) => !mine).forEach((each) => drawShip(context, each, now));
    sparks.draw(context, millis);
    // Above any explosion, so that nobody loses sight of their own.
    near.filter(({ mine }) => mine).forEach((each) => drawShip(context, each, now));
    drawLabels(context, near, this.#centre, this.#scale);
  }

  #onGlass({ ships, sticks }) {
    const context = this.#context;
    const [width, height] = [this.#size.width / this.#scale, this.#size.height / this.#scale];
    const { x, y } = this.#centre;
    const view = { left: x - width / 2, top: y - height / 2, width, height };
    const hidden = { ships, centre: this.#centre, isNear: this.#isNear };
    drawPain(context, this.#pain, this.#size);
    drawPointers(context, hidden, this.#size);
    drawMap(context, { ships, view }, this.#size);
    drawSticks(context, sticks, this.#size);
  }
}

/** The middle of a view of that length which shows little beyond the world: there is nothing. */
function inside(middle, length, worldLength) {
  const least = length / 2 - BEYOND;
  const most = worldLength - least;
  return least > most ? worldLength / 2 : Math.min(Math.max(middle, least), most);
}
