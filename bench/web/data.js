// The same data for everyone: strokes in 28×28 bytes, a shape of its own for each of ten labels.
// 18 % of the pixels are not zero and of 8,192 images 124 pixels are always zero (of MNIST's, 19 % and 115), as leaving
// out zeros saves time; no two images are alike. Some labels are wrong, so that no contestant's gradients vanish:
// numbers next to zero make a processor slow, zeros make it fast.

const SIDE = 28;
export const PIXELS = SIDE * SIDE;
export const CLASSES = 10;
const CORNERS = 6;
const STROKE = 1.85;
const SHIFT = 4;
const WRONG_LABELS = 0.2;

/** Numbers from 0 to 1, the same for the same seed (Marsaglia's xorshift, 32 bits). */
export function randomNumbers(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** `count` images, count×784 bytes, and their labels 0 to 9. */
export function examples(count) {
  const random = randomNumbers(7);
  const shapes = Array.from({ length: CLASSES }, () => points(random));
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    labels[index] = Math.floor(random() * CLASSES);
    const [right, down] = [SHIFT * (random() - 0.5), SHIFT * (random() - 0.5)];
    const shape = shapes[labels[index]].map(([x, y]) => [x + right + jitter(random), y + down + jitter(random)]);
    draw(shape, images.subarray(index * PIXELS, (index + 1) * PIXELS));
    if (random() < WRONG_LABELS) labels[index] = Math.floor(random() * CLASSES);
  }
  return { images, labels };
}

function points(random) {
  return Array.from({ length: CORNERS }, () => [5 + 18 * random(), 5 + 18 * random()]);
}

function jitter(random) {
  return 3 * (random() - 0.5);
}

function draw(shape, image) {
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    let nearest = Infinity;
    for (let corner = 1; corner < shape.length; corner++) {
      nearest = Math.min(nearest, distance(x, y, shape[corner - 1], shape[corner]));
    }
    image[pixel] = Math.round(255 * Math.min(1, Math.max(0, STROKE - nearest)));
  }
}

/** From a point to a segment, in pixels. */
function distance(x, y, [fromX, fromY], [toX, toY]) {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const along = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy || 1);
  const within = Math.min(1, Math.max(0, along));
  const [offX, offY] = [x - fromX - within * dx, y - fromY - within * dy];
  return Math.sqrt(offX * offX + offY * offY);
}
