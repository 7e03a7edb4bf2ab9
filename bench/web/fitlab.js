// fitlab through its console, as any reader has it. It cannot be asked for a bare number of steps:
// `fitlab.fit` sets up, trains whole epochs, and validates after each (here on one image). So a stretch
// is a short and a long training; what the long one takes more is its steps', the rest is overhead.

import { EXAMPLES } from "./batches.js";
import { callsNow, callsSince, difference } from "./calls.js";
import { PIXELS, examples } from "./data.js";
import { firstWeights } from "./weights.js";

/** A contestant on fitlab's backend `webgpu` or `wasm`. */
export async function open({ backend, hidden, batch }) {
  const fitlab = await present();
  const train = examples(EXAMPLES);
  const dataset = { train, test: { images: train.images.slice(0, PIXELS), labels: train.labels.slice(0, 1) } };
  const network = {
    dataset,
    hidden: hidden.map((units) => ({ units, activation: "relu" })),
    optimizer: { name: "adam", learning_rate: 0.001 },
    batch_size: batch,
    shuffle: false,
    initial_weights: firstWeights(hidden),
  };
  const choice = await choiceOf(backend, network);
  const fit = (steps, epochs) =>
    timedFit({ ...network, ...choice, train_samples: Math.min(EXAMPLES, steps * batch), epochs });
  const mostSteps = EXAMPLES / batch;

  async function stretch({ steps, epochs }) {
    const short = await fit(steps, 1);
    const long = await fit(steps, 1 + epochs);
    const seconds = long.seconds - short.seconds;
    return {
      steps: steps * epochs,
      seconds,
      overhead: short.seconds - seconds / epochs,
      loss: long.report.steps.loss.at(-1),
      calls: difference(long.calls, short.calls),
    };
  }

  return {
    about: `fitlab ${fitlab.version}, ${(await fit(1, 1)).report.backend}`,
    losses: async (steps) => (await fit(steps, 1)).report.steps.loss,
    wake: () => fit(1, 1),
    calibrate: (seconds) => lengthOf(seconds, mostSteps, stretch),
    stretch,
  };
}

/** The console, once the page has started and drawn the digits that it would train on by itself. */
async function present() {
  while (!window.fitlab) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await window.fitlab.fit({ dataset: "synthetic", train_samples: 1, hidden: [], epochs: 1 });
  return window.fitlab;
}

/** The field that chooses the backend; none in a build that has but one, if that is the one wanted. */
async function choiceOf(backend, network) {
  const attempt = { ...network, train_samples: 1, epochs: 1 };
  try {
    await window.fitlab.fit({ ...attempt, backend });
    return { backend };
  } catch (refusal) {
    if (!String(refusal).includes("backend (with value")) throw refusal;
  }
  const { backend: only } = await window.fitlab.fit(attempt);
  if (only.toLowerCase() !== backend) {
    throw new Error(`this build of fitlab trains on ${only} only`);
  }
  return {};
}

async function timedFit(config) {
  const calls = callsNow();
  const start = performance.now();
  const report = await window.fitlab.fit(config);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, report, calls: callsSince(calls) };
}

/** Steps an epoch, and epochs, that take about that long beyond the overhead. */
async function lengthOf(seconds, mostSteps, stretch) {
  const shape = (total) => {
    const steps = Math.min(mostSteps, Math.max(1, Math.round(total / 4)));
    return { steps, epochs: Math.max(2, Math.round(total / steps)) };
  };
  let total = 4;
  for (;;) {
    const measured = await stretch(shape(total));
    const wanted = (measured.steps * seconds) / Math.max(measured.seconds, 1e-3);
    if (measured.seconds >= seconds / 2) {
      return shape(wanted);
    }
    // Too short to be trusted.
    total = Math.min(wanted, 8 * total);
  }
}
