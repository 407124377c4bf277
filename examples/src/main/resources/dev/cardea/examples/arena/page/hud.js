/** What is drawn on the glass: the map, where others are, where thumbs belong. In pixels. */
import { HEIGHT, WIDTH } from './motion.js';
import { colourOf } from './ships.js';

const MARGIN = 14;
const MAP_WIDTH = 170;
const MAP_WIDTH_NARROW = 132;
const NARROW = 600;
/** On a narrow screen the map is below the best ships; its thumbs are at the bottom. */
const MAP_TOP_NARROW = 122;
const POINTERS = 3;
const POINTER_MARGIN = 26;
/** A ship that is so near to the edge, in units, is half seen. */
const EDGE = 20;
const STICK_RADIUS = 60;

export function drawMap(context, { ships, view }, { width, height }) {
  const narrow = width < NARROW;
  const scale = (narrow ? MAP_WIDTH_NARROW : MAP_WIDTH) / WIDTH;
  const margin = narrow ? 8 : MARGIN;
  context.save();
  const top = narrow ? MAP_TOP_NARROW : height - HEIGHT * scale - margin;
  context.translate(width - WIDTH * scale - margin, top);
  context.fillStyle = 'rgba(7, 11, 26, 0.78)';
  context.strokeStyle = 'rgba(92, 190, 255, 0.6)';
  context.lineWidth = 1;
  context.fillRect(0, 0, WIDTH * scale, HEIGHT * scale);
  context.strokeRect(0, 0, WIDTH * scale, HEIGHT * scale);
  context.beginPath();
  context.rect(0, 0, WIDTH * scale, HEIGHT * scale);
  context.clip();
  context.strokeStyle = 'rgba(127, 255, 240, 0.35)';
  const at = [view.left, view.top, view.width, view.height].map((each) => each * scale);
  context.strokeRect(...at);
  for (const each of ships) {
    const size = each.mine ? 5 : each.ship.bot ? 2 : 3.5;
    const { x, y } = each.ship;
    context.fillStyle = colourOf(each);
    context.fillRect(x * scale - size / 2, y * scale - size / 2, size, size);
  }
  context.restore();
}

/** At the edges: where the nearest ships are that cannot be seen. */
export function drawPointers(context, { ships, centre, isNear }, { width, height }) {
  const apart = ({ ship }) => Math.hypot(ship.x - centre.x, ship.y - centre.y);
  const hidden = ships
    .filter(({ ship, mine }) => !mine && !isNear(ship, EDGE))
    .map((each) => ({ each, apart: apart(each) }))
    .sort((one, other) => one.apart - other.apart);
  for (const { each } of hidden.slice(0, POINTERS)) {
    const angle = Math.atan2(each.ship.y - centre.y, each.ship.x - centre.x);
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const inX = (width / 2 - POINTER_MARGIN) / Math.abs(dx);
    const inY = (height / 2 - POINTER_MARGIN) / Math.abs(dy);
    const away = Math.min(inX, inY);
    context.save();
    context.translate(width / 2 + dx * away, height / 2 + dy * away);
    context.rotate(angle);
    context.globalAlpha = 0.75;
    context.fillStyle = colourOf(each);
    context.beginPath();
    context.moveTo(9, 0);
    context.lineTo(-5, 6);
    context.lineTo(-5, -6);
    context.fill();
    context.restore();
  }
}

/** Where thumbs are; or, faintly, where they belong. */
export function drawSticks(context, { left, right, byTouch }, { width, height }) {
  if (!byTouch) {
    return;
  }
  const y = height - 110;
  stick(context, left ?? { fromX: 90, fromY: y, x: 90, y }, left !== null);
  const x = width - 90;
  stick(context, right ?? { fromX: x, fromY: y, x, y }, right !== null);
}

function stick(context, { fromX, fromY, x, y }, held) {
  context.globalAlpha = held ? 1 : 0.4;
  context.strokeStyle = 'rgba(170, 190, 255, 0.5)';
  context.lineWidth = 2;
  context.beginPath();
  context.arc(fromX, fromY, STICK_RADIUS, 0, 2 * Math.PI);
  context.stroke();
  context.fillStyle = 'rgba(127, 255, 240, 0.4)';
  context.beginPath();
  context.arc(x, y, 24, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

/** One was hit: the edges of the glass redden, by 0 to 1. */
export function drawPain(context, pain, { width, height }) {
  if (pain <= 0) {
    return;
  }
  const far = Math.hypot(width, height) / 2;
  const red = context.createRadialGradient(
    width / 2, height / 2, far * 0.45, width / 2, height / 2, far);
  red.addColorStop(0, 'transparent');
  red.addColorStop(1, `rgba(255, 60, 60, ${0.5 * pain})`);
  context.fillStyle = red;
  context.fillRect(0, 0, width, height);
}
