/**
 * What flares up and is gone: exhaust, hits, explosions. Points that fly apart, and rings and
 * flashes that grow. Bounded numbers of them, in rings of memory.
 */
import { glow } from './glow.js';

const SPARKS_MAX = 1200;
const WAVES_MAX = 40;
/** How much of its speed a spark keeps in a second. */
const KEPT_PER_SECOND = 0.16;

export class Sparks {
  #sparks = [];
  #waves = [];
  #nextSpark = 0;
  #nextWave = 0;

  /** `count` of them fly apart from (x, y), all with the speed of (vx, vy). */
  burst(x, y, { count, speed, millis, colour, size = 2, vx = 0, vy = 0 }) {
    for (let i = 0; i < count; i++) {
      const angle = Math.random() * 2 * Math.PI;
      const fast = speed * (0.2 + 0.8 * Math.random());
      this.#sparks[this.#nextSpark] = {
        x,
        y,
        vx: vx + Math.cos(angle) * fast,
        vy: vy + Math.sin(angle) * fast,
        left: millis * (0.5 + 0.5 * Math.random()),
        millis,
        colour,
        size,
      };
      this.#nextSpark = (this.#nextSpark + 1) % SPARKS_MAX;
    }
  }

  /** A flash of that colour, and a ring that grows to `radius`. */
  wave(x, y, { radius, millis, colour }) {
    this.#waves[this.#nextWave] = { x, y, radius, left: millis, millis, colour };
    this.#nextWave = (this.#nextWave + 1) % WAVES_MAX;
  }

  draw(context, millis) {
    context.save();
    context.globalCompositeOperation = 'lighter';
    context.lineCap = 'round';
    this.#waves.filter(({ left }) => left > 0).forEach((wave) => drawWave(context, wave, millis));
    const kept = KEPT_PER_SECOND ** (millis / 1000);
    for (const spark of this.#sparks) {
      if (spark.left > 0) {
        drawSpark(context, spark, millis);
        spark.vx *= kept;
        spark.vy *= kept;
      }
    }
    context.restore();
  }
}

function drawWave(context, wave, millis) {
  wave.left -= millis;
  const left = Math.max(wave.left / wave.millis, 0);
  const { x, y, colour } = wave;
  const grown = wave.radius * (1 - left * left);
  context.globalAlpha = left;
  const flash = wave.radius * (0.6 + 0.9 * left);
  context.drawImage(glow(colour), x - flash, y - flash, 2 * flash, 2 * flash);
  context.globalAlpha = left * 0.8;
  context.strokeStyle = colour;
  context.lineWidth = 1 + 5 * left;
  context.beginPath();
  context.arc(x, y, grown, 0, 2 * Math.PI);
  context.stroke();
}

/** A streak along its way, which shortens as it slows down. */
function drawSpark(context, spark, millis) {
  const seconds = millis / 1000;
  const tail = 0.035;
  spark.left -= millis;
  spark.x += spark.vx * seconds;
  spark.y += spark.vy * seconds;
  context.globalAlpha = Math.min((1.6 * Math.max(spark.left, 0)) / spark.millis, 1);
  context.strokeStyle = spark.colour;
  context.lineWidth = spark.size;
  context.beginPath();
  context.moveTo(spark.x - spark.vx * tail, spark.y - spark.vy * tail);
  context.lineTo(spark.x + 0.1, spark.y);
  context.stroke();
}
