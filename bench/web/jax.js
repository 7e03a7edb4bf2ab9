// jax-js as its users train with it at its best: forward, loss, gradient and Adam in one `jit`.

import { batches } from "./batches.js";
import { CLASSES, PIXELS } from "./data.js";
import { WARM_UP, lossesOf, stepsWithin, timed } from "./stretch.js";
import { firstWeights } from "./weights.js";

const [RATE, BETA_1, BETA_2, EPSILON] = [0.001, 0.9, 0.999, 1e-7];

/** A contestant on jax-js's device `webgpu` or `wasm`. */
export async function open({ backend, hidden, batch }) {
  const jax = await import("/packages/@jax-js/jax/dist/index.js");
  const np = jax.numpy;
  if (!(await jax.init(backend)).includes(backend)) {
    throw new Error(`jax-js cannot use its device ${backend} here`);
  }
  jax.defaultDevice(backend);
  const array = (values, shape) => np.array(values).reshape(shape);
  const ready = batches(batch).map(({ x, y }) => ({
    x: array(x, [batch, PIXELS]),
    y: array(y, [batch, CLASSES]),
  }));
  const step = trainingStep(jax, batch);
  let state = firstState(np, hidden);
  let done = 0;

  async function train(steps) {
    let loss;
    for (let round = 0; round < steps; round++, done++) {
      const { x, y } = ready[done % ready.length];
      loss?.dispose();
      [loss, state] = step(state, x.ref, y.ref);
    }
    const [value] = await loss.data();
    return value;
  }

  return {
    about: `jax-js, ${jax.defaultDevice()}`,
    losses: (steps) => lossesOf(train, steps),
    wake: (steps) => train(Math.ceil(WARM_UP * steps)),
    calibrate: (seconds) => stepsWithin(seconds, train),
    stretch: (steps) => timed(train, steps),
  };
}

/** Parameters, Adam's two moments, and its running powers of β₁ and β₂. */
function firstState(np, hidden) {
  const weights = firstWeights(hidden);
  const zeros = () => weights.map(({ shape }) => np.zeros(shape));
  return {
    parameters: weights.map(({ shape, values }) => np.array(values).reshape(shape)),
    first: zeros(),
    second: zeros(),
    power1: np.array([1]),
    power2: np.array([1]),
  };
}

function trainingStep(jax, batch) {
  const np = jax.numpy;

  function lossOf(parameters, x, y) {
    let activation = x;
    for (let layer = 0; layer < parameters.length; layer += 2) {
      activation = np.matmul(activation, parameters[layer]).add(parameters[layer + 1]);
      if (layer + 2 < parameters.length) activation = jax.nn.relu(activation);
    }
    return jax.nn.logSoftmax(activation).mul(y).sum().mul(-1 / batch);
  }

  return jax.jit((state, x, y) => {
    const [loss, gradients] = jax.valueAndGrad(lossOf)(state.parameters.map((p) => p.ref), x, y);
    const power1 = state.power1.mul(BETA_1);
    const power2 = state.power2.mul(BETA_2);
    const rate = np.sqrt(np.subtract(1, power2.ref)).mul(RATE).div(np.subtract(1, power1.ref));
    const first = state.first.map((m, index) => m.mul(BETA_1).add(gradients[index].ref.mul(1 - BETA_1)));
    const second = state.second.map((v, index) => v.mul(BETA_2).add(np.square(gradients[index]).mul(1 - BETA_2)));
    const parameters = state.parameters.map((parameter, index) => {
      const root = np.sqrt(second[index].ref).add(EPSILON);
      return parameter.sub(first[index].ref.mul(rate.ref).div(root));
    });
    rate.dispose();
    return [loss, { parameters, first, second, power1, power2 }];
  });
}
