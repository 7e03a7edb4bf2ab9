// TensorFlow.js as its users train with it at its best: `optimizer.minimize` over fused dense layers.
// `model.trainOnBatch` on the same layers is no faster, and reads the loss back at every step.

import { batches } from "./batches.js";
import { CLASSES, PIXELS } from "./data.js";
import { WARM_UP, lossesOf, stepsWithin, timed } from "./stretch.js";
import { firstWeights } from "./weights.js";

const PACKAGES = "/packages/@tensorflow";
const [RATE, BETA_1, BETA_2, EPSILON] = [0.001, 0.9, 0.999, 1e-7];

/** A contestant on TensorFlow.js's backend `webgpu` or `wasm`. */
export async function open({ backend, hidden, batch }) {
  const tf = await load(backend);
  const weights = firstWeights(hidden).map(({ shape, values }) => tf.variable(tf.tensor(values, shape)));
  const optimizer = tf.train.adam(RATE, BETA_1, BETA_2);
  const ready = batches(batch).map(({ x, y }) => ({
    x: tf.tensor2d(x, [batch, PIXELS]),
    y: tf.tensor2d(y, [batch, CLASSES]),
  }));
  const lossOf = ({ x, y }) => tf.losses.softmaxCrossEntropy(y, logits(tf, weights, x));
  let done = 0;

  async function train(steps) {
    let loss;
    for (let step = 0; step < steps; step++, done++) {
      loss?.dispose();
      // It adds epsilon after it has corrected the second moment's bias, Keras and the others before.
      optimizer.epsilon = EPSILON / Math.sqrt(1 - BETA_2 ** (done + 1));
      loss = optimizer.minimize(() => lossOf(ready[done % ready.length]), true, weights);
    }
    const [value] = await loss.data();
    loss.dispose();
    return value;
  }

  return {
    about: `TensorFlow.js ${tf.version.tfjs}, ${tf.getBackend()}`,
    losses: (steps) => lossesOf(train, steps),
    wake: (steps) => train(Math.ceil(WARM_UP * steps)),
    calibrate: (seconds) => stepsWithin(seconds, train),
    stretch: (steps) => timed(train, steps),
  };
}

async function load(backend) {
  await script(`${PACKAGES}/tfjs/dist/tf.es2017.min.js`);
  await script(`${PACKAGES}/tfjs-backend-${backend}/dist/tf-backend-${backend}.es2017.min.js`);
  const tf = window.tf;
  if (backend === "wasm") {
    tf.wasm.setWasmPaths(`${PACKAGES}/tfjs-backend-wasm/dist/`);
    tf.wasm.setThreadsCount(1);
  }
  if (!(await tf.setBackend(backend))) {
    throw new Error(`TensorFlow.js cannot use its backend ${backend} here`);
  }
  await tf.ready();
  return tf;
}

function script(source) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = source;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${source} could not be loaded`));
    document.head.append(element);
  });
}

function logits(tf, weights, x) {
  let a = x;
  for (let layer = 0; layer < weights.length; layer += 2) {
    const [b, bias] = [weights[layer], weights[layer + 1]];
    const activation = layer + 2 < weights.length ? "relu" : "linear";
    a = tf.fused.matMul({ a, b, bias, activation });
  }
  return a;
}
