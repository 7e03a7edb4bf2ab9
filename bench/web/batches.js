// What TensorFlow.js and jax-js train on: batches made ready before any clock runs.

import { CLASSES, PIXELS, examples } from "./data.js";

/** Images trained on; the steps go round and round through them. */
export const EXAMPLES = 8192;

/** `[{x, y}, …]`: normalised images, batch×784, and one-hot labels, batch×10, as flat Float32Arrays. */
export function batches(size) {
  const { images, labels } = examples(EXAMPLES);
  return Array.from({ length: EXAMPLES / size }, (_, index) => {
    const first = index * size;
    const x = Float32Array.from(images.subarray(first * PIXELS, (first + size) * PIXELS), (byte) => byte / 255);
    const y = new Float32Array(size * CLASSES);
    labels.subarray(first, first + size).forEach((label, row) => (y[row * CLASSES + label] = 1));
    return { x, y };
  });
}
