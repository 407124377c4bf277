/** Dice as pictures. */

const SVG = 'http://www.w3.org/2000/svg';
const [LOW, MIDDLE, HIGH] = [27, 50, 73];
const PIP_RADIUS = 9.5;
const CENTRE = [[MIDDLE, MIDDLE]];
const TWO = [[HIGH, LOW], [LOW, HIGH]];
const FOUR = [...TWO, [LOW, LOW], [HIGH, HIGH]];
const PIPS = [
  [],
  CENTRE,
  TWO,
  [...TWO, ...CENTRE],
  FOUR,
  [...FOUR, ...CENTRE],
  [...FOUR, [LOW, MIDDLE], [HIGH, MIDDLE]],
];
const NAMES = ['hidden die', 'one', 'two', 'three', 'four', 'five', 'six'];

/** A die that shows `face`, 1 to 6; or 0: its back, as long as nobody may see it. */
export function die(face, className = '') {
  const picture = svg('svg', { viewBox: '0 0 100 100', role: 'img', 'aria-label': NAMES[face] });
  picture.classList.add('die', ...(className === '' ? [] : className.split(' ')));
  picture.classList.toggle('back', face === 0);
  picture.dataset.face = face;
  picture.append(svg('rect', { class: 'side', x: 3, y: 3, width: 94, height: 94, rx: 21 }));
  if (face === 0) {
    picture.append(svg('path', { class: 'mark', d: 'M50 22 78 50 50 78 22 50Z' }));
  }
  for (const [cx, cy] of PIPS[face]) {
    picture.append(svg('circle', { class: 'pip', cx, cy, r: PIP_RADIUS }));
  }
  return picture;
}

/** "3 fives". */
export function words({ count, face }) {
  const many = face === 6 ? 'sixes' : `${NAMES[face]}s`;
  return `${count} ${count === 1 ? NAMES[face] : many}`;
}

function svg(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}
