/**
 * How ships move: the same steps as Motion.java, to the bit, so that what is predicted here is what
 * the room will say. Change both or neither; a test compares them.
 */
export const WIDTH = 3200;
export const HEIGHT = 2000;
export const RATE = 20;
export const RADIUS = 18;
export const SHOT_STEP = 48;

const GRID = 0.25;
const SPEED = 340;
const KEPT = 0.82;
const FULL = 100;

/** What stands in the way: x, y, radius. */
export const PILLARS = [
  [520, 420, 90],
  [1080, 300, 60],
  [1600, 560, 110],
  [2180, 330, 75],
  [2740, 520, 95],
  [360, 1120, 70],
  [930, 1010, 120],
  [1600, 1200, 80],
  [2290, 1000, 125],
  [2860, 1180, 70],
  [620, 1650, 100],
  [1240, 1680, 65],
  [1930, 1640, 95],
  [2600, 1640, 105],
];

/** `ship` one step later; `thrust` has x and y in percent. A wreck does not move. */
export function step(ship, thrust) {
  if (ship.hull === 0) {
    return ship;
  }
  const length = Math.max(Math.sqrt(thrust.x * thrust.x + thrust.y * thrust.y), FULL);
  const vx = speed(ship.vx, thrust.x / length);
  const vy = speed(ship.vy, thrust.y / length);
  let x = onGrid(ship.x + vx / RATE);
  let y = onGrid(ship.y + vy / RATE);
  for (const [px, py, radius] of PILLARS) {
    const dx = x - px;
    const dy = y - py;
    const apart = Math.sqrt(dx * dx + dy * dy);
    const least = radius + RADIUS;
    if (apart < least && apart > 0) {
      x = onGrid(px + (dx / apart) * least);
      y = onGrid(py + (dy / apart) * least);
    }
  }
  const inX = Math.min(Math.max(x, RADIUS), WIDTH - RADIUS);
  const inY = Math.min(Math.max(y, RADIUS), HEIGHT - RADIUS);
  return { ...ship, x: inX, y: inY, vx: inX === x ? vx : 0, vy: inY === y ? vy : 0 };
}

function speed(before, thrust) {
  return Math.trunc(before * KEPT + thrust * SPEED * (1 - KEPT)) + 0;
}

function onGrid(place) {
  return Math.floor(place / GRID + 0.5) * GRID;
}
