/**
 * How the arena's page moves ships, against the cases that the room's MotionTest reads too: what
 * the page predicts is what the room says, to the bit.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const EXAMPLES = new URL('../../../examples/src/', import.meta.url);
const ARENA = 'resources/dev/cardea/examples/arena/';
const read = (path) => readFileSync(new URL(path, EXAMPLES), 'utf8');

// Not by its path: Node takes a file for a module only if a package.json says so.
const source = encodeURIComponent(read(`main/${ARENA}page/motion.js`));
const motion = await import(`data:text/javascript,${source}`);
const cases = read(`test/${ARENA}motion-cases.txt`)
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** `start: legs -> end` with the end that the flight has here. */
function flown(line) {
  const [flight] = line.split(' ->');
  const [start, legs] = flight.split(': ');
  const [x, y, vx, vy] = start.split(' ').map(Number);
  let ship = { x, y, vx, vy, hull: 5 };
  for (const leg of legs.split(', ')) {
    const [right, down, steps] = leg.split(' ').map(Number);
    for (let i = 0; i < steps; i++) {
      ship = motion.step(ship, { x: right, y: down });
    }
  }
  return `${flight} -> ${ship.x} ${ship.y} ${ship.vx} ${ship.vy}`;
}

test('motion: the page flies as the room does', () => {
  const flights = cases.filter((line) => line.includes('->'));
  assert.ok(flights.length > 30);
  assert.deepEqual(flights.map(flown), flights);
});

test("motion: the page's world is the room's", () => {
  const world = [
    `world ${motion.WIDTH} ${motion.HEIGHT}`,
    `rate ${motion.RATE}`,
    `radius ${motion.RADIUS}`,
    `shot ${motion.SHOT_STEP}`,
    ...motion.PILLARS.map((pillar) => `pillar ${pillar.join(' ')}`),
  ];
  assert.deepEqual(
    world,
    cases.filter((line) => !line.includes('->')),
  );
});

test('motion: a wreck does not move', () => {
  const wreck = { x: 100, y: 100, vx: 50, vy: 50, hull: 0 };
  assert.deepEqual(motion.step(wreck, { x: 100, y: 0 }), wreck);
});
