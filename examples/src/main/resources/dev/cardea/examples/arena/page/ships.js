/** How ships and shots look, in units of the world. */
import { glow } from './glow.js';
import { RADIUS } from './motion.js';

const OWN = '#7ffff0';
const PLAYER = '#ffd27a';
const SHOT_OWN = '#6dfff0';
const SHOT_OTHER = '#ff9d5c';
const HULL = 5;
const LABEL_FONT = '13px system-ui, sans-serif';
const LABEL_HEIGHT = 15;
/** Bots are of these hues: none is near the colours of one's own ship and of players. */
const HUES = [212, 232, 252, 272, 292, 318, 340];

/** The colour by which a ship is known in the picture and on the map. */
export function colourOf({ key, ship, mine }) {
  if (mine) {
    return OWN;
  }
  return ship.bot ? `hsl(${HUES[Math.abs(key) % HUES.length]} 85% 74%)` : PLAYER;
}

export function drawShot(context, { x, y, angle, flown, mine }) {
  const length = Math.min(flown, 26);
  const tailX = x - Math.cos(angle) * length;
  const tailY = y - Math.sin(angle) * length;
  const colour = mine ? SHOT_OWN : SHOT_OTHER;
  context.globalCompositeOperation = 'lighter';
  context.drawImage(glow(colour), x - 16, y - 16, 32, 32);
  context.lineCap = 'round';
  for (const [width, style] of [[6, colour], [2.5, '#ffffff']]) {
    context.globalAlpha = width > 3 ? 0.5 : 1;
    context.lineWidth = width;
    context.strokeStyle = style;
    context.beginPath();
    context.moveTo(tailX, tailY);
    context.lineTo(x, y);
    context.stroke();
  }
  context.globalAlpha = 1;
  context.globalCompositeOperation = 'source-over';
}

export function drawShip(context, each, now) {
  const { ship, mine } = each;
  const colour = colourOf(each);
  const light = mine ? 62 : 34;
  context.save();
  context.translate(ship.x, ship.y);
  context.globalCompositeOperation = 'lighter';
  context.globalAlpha = mine ? 0.75 : 0.4;
  context.drawImage(glow(colour), -light, -light, 2 * light, 2 * light);
  context.globalCompositeOperation = 'source-over';
  context.globalAlpha = 1;
  if (mine) {
    drawAim(context, ship, now);
  }
  context.rotate(ship.aim);
  hull(context);
  context.fillStyle = mine ? '#e9fffc' : '#10182f';
  context.fill();
  context.lineWidth = mine ? 3.5 : 2.4;
  context.lineJoin = 'round';
  context.strokeStyle = mine ? '#19cfc0' : colour;
  context.stroke();
  context.fillStyle = mine ? '#0a7f77' : colour;
  context.beginPath();
  context.arc(-2, 0, 3.6, 0, 2 * Math.PI);
  context.fill();
  context.restore();
  drawHull(context, ship, colour);
}

function hull(context) {
  context.beginPath();
  context.moveTo(22, 0);
  context.lineTo(-13, 13);
  context.lineTo(-7, 0);
  context.lineTo(-13, -13);
  context.closePath();
}

/** Around one's own ship: a ring that turns, and where its shots will go. */
function drawAim(context, { aim }, now) {
  context.strokeStyle = OWN;
  context.lineWidth = 1.6;
  context.globalAlpha = 0.7;
  context.setLineDash([10, 9.2]);
  context.lineDashOffset = -now / 45;
  context.beginPath();
  context.arc(0, 0, RADIUS * 2.15, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([3, 13]);
  context.lineDashOffset = 0;
  context.globalAlpha = 0.4;
  context.beginPath();
  context.moveTo(Math.cos(aim) * 50, Math.sin(aim) * 50);
  context.lineTo(Math.cos(aim) * 300, Math.sin(aim) * 300);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Below the ship: what it still takes. */
function drawHull(context, ship, colour) {
  const step = 7;
  const left = ship.x - (HULL * step - 2) / 2;
  for (let i = 0; i < HULL; i++) {
    context.fillStyle = i < ship.hull ? colour : 'rgba(255, 255, 255, 0.16)';
    context.fillRect(left + i * step, ship.y + RADIUS * 1.5, step - 2, 3);
  }
}

/**
 * Names above ships, as many as have room between ships and each other: one's own always, then
 * those of players, then of whoever is near.
 *
 * @param scale pixels per unit: labels are of one size on any screen
 */
export function drawLabels(context, ships, centre, scale) {
  const rank = (each) => (each.mine ? -2 : each.ship.bot ? 0 : -1);
  const apart = ({ ship }) => Math.hypot(ship.x - centre.x, ship.y - centre.y);
  const ordered = ships
    .map((each) => ({ each, rank: rank(each), apart: apart(each) }))
    .sort((one, other) => one.rank - other.rank || one.apart - other.apart);
  const taken = ships.map(bodyOf);
  context.textAlign = 'center';
  for (const { each } of ordered) {
    const { ship, mine } = each;
    context.font = `${mine ? 700 : 500} ${LABEL_FONT}`;
    const width = context.measureText(ship.name).width / scale;
    const bottom = ship.y - RADIUS * (mine ? 2.45 : 1.5);
    const box = { x: ship.x - width / 2, y: bottom - LABEL_HEIGHT / scale, width };
    box.height = LABEL_HEIGHT / scale;
    if (mine || taken.every((other) => !overlap(box, other))) {
      taken.push(box);
      label(context, each, bottom, scale);
    }
  }
}

function bodyOf({ ship }) {
  const half = RADIUS * 0.7;
  return { x: ship.x - half, y: ship.y - half, width: 2 * half, height: 2 * half };
}

function label(context, each, bottom, scale) {
  context.save();
  context.translate(each.ship.x, bottom);
  context.scale(1 / scale, 1 / scale);
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = 'rgba(5, 8, 20, 0.8)';
  context.strokeText(each.ship.name, 0, -3);
  context.fillStyle = each.mine ? '#eafffc' : each.ship.bot ? '#c3cdf2' : PLAYER;
  context.fillText(each.ship.name, 0, -3);
  context.restore();
}

function overlap(one, other) {
  const gap = 4;
  return (
    one.x < other.x + other.width + gap &&
    other.x < one.x + one.width + gap &&
    one.y < other.y + other.height + gap &&
    other.y < one.y + one.height + gap
  );
}
