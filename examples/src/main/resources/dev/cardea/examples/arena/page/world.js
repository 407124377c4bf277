/** What never moves: stars, nebula, grid, pillars, and the end of the world. */
import { canvas } from './glow.js';
import { HEIGHT, PILLARS, WIDTH } from './motion.js';

const STAR_COLOURS = ['#3a4a7d', '#6d82c4', '#cfdcff'];
const STARS_PER_LAYER = 80;
const STAR_TILE = 900;
const INSIDE = '#090f24';
const OUTSIDE = '#010207';
const GRID_STEP = 200;
/** How far beyond the world anybody can look. */
const BEYOND = 2400;
/** The nebula is soft: it is painted small, and drawn large. */
const NEBULA_SCALE = 1 / 10;
const BORDER = [
  [26, 0.1],
  [12, 0.22],
  [3, 1],
];

export class World {
  #layers = STAR_COLOURS.map((_, layer) => stars(layer));
  #nebula = nebula();
  #pillars = PILLARS.map(([, , radius]) => pillar(radius));
  #hatch = null;

  /** Behind everything, in units of the world. */
  drawSky(context) {
    context.fillStyle = OUTSIDE;
    context.fillRect(-BEYOND, -BEYOND, WIDTH + 2 * BEYOND, HEIGHT + 2 * BEYOND);
    context.drawImage(this.#nebula, 0, 0, WIDTH, HEIGHT);
  }

  /** In pixels of the screen; those that are further away move less. */
  drawStars(context, centre, { width, height }) {
    this.#layers.forEach((layer, depth) => {
      const speed = 0.1 + depth * 0.15;
      context.fillStyle = STAR_COLOURS[depth];
      for (const [x, y, size] of layer) {
        const atX = modulo(x - centre.x * speed, STAR_TILE);
        const atY = modulo(y - centre.y * speed, STAR_TILE);
        for (let left = atX; left < width; left += STAR_TILE) {
          for (let top = atY; top < height; top += STAR_TILE) {
            context.fillRect(left, top, size, size);
          }
        }
      }
    });
  }

  /** In units of the world. */
  draw(context, isNear) {
    this.#grid(context);
    PILLARS.forEach(([x, y, radius], i) => {
      if (isNear({ x, y }, radius)) {
        const half = this.#pillars[i].width / 4; // painted at twice its size
        context.drawImage(this.#pillars[i], x - half, y - half, 2 * half, 2 * half);
      }
    });
    this.#end(context);
  }

  #grid(context) {
    context.strokeStyle = 'rgba(120, 150, 255, 0.07)';
    context.lineWidth = 1;
    context.beginPath();
    for (let x = GRID_STEP; x < WIDTH; x += GRID_STEP) {
      context.moveTo(x, 0);
      context.lineTo(x, HEIGHT);
    }
    for (let y = GRID_STEP; y < HEIGHT; y += GRID_STEP) {
      context.moveTo(0, y);
      context.lineTo(WIDTH, y);
    }
    context.stroke();
  }

  /** Nobody gets beyond: it is dark and hatched there, and the border shines. */
  #end(context) {
    this.#hatch ??= context.createPattern(hatch(), 'repeat');
    context.beginPath();
    context.rect(-BEYOND, -BEYOND, WIDTH + 2 * BEYOND, HEIGHT + 2 * BEYOND);
    context.rect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = OUTSIDE;
    context.globalAlpha = 0.7; // stars are there too, but few
    context.fill('evenodd');
    context.globalAlpha = 1;
    context.fillStyle = this.#hatch;
    context.fill('evenodd');
    for (const [width, alpha] of BORDER) {
      context.lineWidth = width;
      context.strokeStyle = `rgba(92, 190, 255, ${alpha})`;
      context.strokeRect(0, 0, WIDTH, HEIGHT);
    }
  }
}

function hatch() {
  const size = 32;
  const [picture, context] = canvas(size, size);
  context.strokeStyle = 'rgba(90, 130, 255, 0.13)';
  context.lineWidth = 3;
  context.beginPath();
  for (const x of [-size, 0, size]) {
    context.moveTo(x, size);
    context.lineTo(x + size, 0);
  }
  context.stroke();
  return picture;
}

function nebula() {
  const random = pseudoRandom(5);
  const [width, height] = [WIDTH * NEBULA_SCALE, HEIGHT * NEBULA_SCALE];
  const [picture, context] = canvas(width, height);
  context.fillStyle = INSIDE;
  context.fillRect(0, 0, width, height);
  const hues = [228, 262, 200, 285, 214, 190];
  context.globalCompositeOperation = 'lighter';
  for (let i = 0; i < 16; i++) {
    const [x, y] = [random() * width, random() * height];
    const radius = 30 + random() * 50;
    const cloud = context.createRadialGradient(x, y, 0, x, y, radius);
    cloud.addColorStop(0, `hsl(${hues[i % hues.length]} 85% 40% / 0.2)`);
    cloud.addColorStop(1, 'transparent');
    context.fillStyle = cloud;
    context.fillRect(0, 0, width, height);
  }
  return picture;
}

/** A rock, lit from above on the left, at twice its size. */
function pillar(radius) {
  const half = radius + 8;
  const [picture, context] = canvas(4 * half, 4 * half);
  context.scale(2, 2);
  context.translate(half, half);
  const light = context.createRadialGradient(
    -radius * 0.4, -radius * 0.45, radius * 0.1, 0, 0, radius);
  light.addColorStop(0, '#7583b5');
  light.addColorStop(0.5, '#3b466f');
  light.addColorStop(1, '#191f3c');
  disc(context, 0, 0, radius, light);
  context.lineWidth = 2.5;
  context.strokeStyle = 'rgba(160, 185, 255, 0.55)';
  context.stroke();
  for (const [x, y, size] of [[0.3, 0.25, 0.22], [-0.35, 0.3, 0.14], [0.05, -0.4, 0.17]]) {
    disc(context, x * radius, y * radius, size * radius, 'rgba(8, 12, 28, 0.4)');
    disc(context, x * radius + 2, y * radius + 3, size * radius - 2, 'rgba(120, 140, 200, 0.12)');
  }
  return picture;
}

function disc(context, x, y, radius, fill) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
}

function stars(layer) {
  const random = pseudoRandom(77 + layer);
  const size = () => (layer === 2 ? 1.2 + random() : 1.2);
  return Array.from({ length: STARS_PER_LAYER }, () => [
    random() * STAR_TILE,
    random() * STAR_TILE,
    size(),
  ]);
}

/** The same numbers for everybody, from 0 to below 1: the same sky. */
function pseudoRandom(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function modulo(value, by) {
  return ((value % by) + by) % by;
}
