/** Soft light, painted once for each colour: a blur in each frame is dear. */
const SIZE = 128;
const COLOURS_MAX = 64;
const painted = new Map();

/** A picture of light of that colour, bright in its middle. */
export function glow(colour) {
  let picture = painted.get(colour);
  if (picture === undefined) {
    picture = paint(colour);
    if (painted.size < COLOURS_MAX) {
      painted.set(colour, picture);
    }
  }
  return picture;
}

function paint(colour) {
  const [picture, context] = canvas(SIZE, SIZE);
  const middle = SIZE / 2;
  const light = context.createRadialGradient(middle, middle, 0, middle, middle, middle);
  light.addColorStop(0, colour);
  light.addColorStop(1, 'transparent');
  context.fillStyle = light;
  // Twice, so that it is bright inside and fades fast.
  context.globalAlpha = 0.5;
  context.fillRect(0, 0, SIZE, SIZE);
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(middle, middle, SIZE / 5, 0, 2 * Math.PI);
  context.globalCompositeOperation = 'lighter';
  context.filter = 'blur(9px)';
  context.fill();
  return picture;
}

/** An empty picture and what draws on it. */
export function canvas(width, height) {
  const picture = document.createElement('canvas');
  picture.width = width;
  picture.height = height;
  return [picture, picture.getContext('2d')];
}
