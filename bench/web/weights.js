// The same first weights for everyone: Glorot-uniform kernels and zero biases, in Keras's order.

import { CLASSES, PIXELS, randomNumbers } from "./data.js";

/** `[{shape, values}, …]`: kernel, bias, kernel, … of a network with these hidden layers. */
export function firstWeights(hidden) {
  const random = randomNumbers(11);
  const sizes = [PIXELS, ...hidden, CLASSES];
  return sizes.slice(1).flatMap((outputs, layer) => {
    const inputs = sizes[layer];
    const limit = Math.sqrt(6 / (inputs + outputs));
    const kernel = Float32Array.from({ length: inputs * outputs }, () => limit * (2 * random() - 1));
    return [
      { shape: [inputs, outputs], values: kernel },
      { shape: [outputs], values: new Float32Array(outputs) },
    ];
  });
}
