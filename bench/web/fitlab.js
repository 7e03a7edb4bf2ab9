// fitlab through its console, as any reader has it. It cannot be asked for a bare number of steps:
// `fitlab.fit` sets up, trains whole epochs, and validates after each (here on one image). So a stretch
// is a short and a long training; what the long one takes more is its steps', the rest is overhead.

import { EXAMPLES } from "./batches.js";
import { callsNow, callsSince, difference } from "./calls.js";
import { PIXELS, examples } from "./data.js";
import { WARM_UP } from "./stretch.js";
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
  const fit = ({ steps, epochs }) =>
    timedFit({ ...network, ...choice, train_samples: steps * batch, epochs });
  const oneStep = { steps: 1, epochs: 1 };

  async function stretch(length) {
    const short = await fit(length.short);
    const long = await fit(length.long);
    const seconds = long.seconds - short.seconds;
    const steps = stepsOf(length.long) - stepsOf(length.short);
    return {
      steps,
      seconds,
      overhead: short.seconds - (seconds * stepsOf(length.short)) / steps,
      loss: long.report.steps.loss.at(-1),
      calls: difference(long.calls, short.calls),
    };
  }

  return {
    about: `fitlab ${fitlab.version}, ${(await fit(oneStep)).report.backend}`,
    losses: async (steps) => (await fit({ steps, epochs: 1 })).report.steps.loss,
    wake: ({ short }) => fit(short),
    calibrate: (seconds) => lengthOf(seconds, EXAMPLES / batch, stretch),
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

const stepsOf = ({ steps, epochs }) => steps * epochs;

/** A short and a long training, the long one by about that many seconds. An epoch has `most` steps at most. */
async function lengthOf(seconds, most, stretch) {
  let more = 4;
  for (;;) {
    const measured = await stretch(pair(more, most));
    const wanted = (measured.steps * seconds) / Math.max(measured.seconds, 1e-3);
    if (measured.seconds >= seconds / 2) {
      return pair(Math.max(1, wanted), most);
    }
    // Too short to be trusted.
    more = Math.min(wanted, 8 * more);
  }
}

/** Trainings that differ by about `more` steps: within one epoch if they fit there, else by whole epochs. */
function pair(more, most) {
  const [few, difference] = [Math.ceil(WARM_UP * more), Math.round(more)];
  if (few + difference <= most) {
    return { short: { steps: few, epochs: 1 }, long: { steps: few + difference, epochs: 1 } };
  }
  return { short: { steps: most, epochs: 1 }, long: { steps: most, epochs: 1 + Math.ceil(more / most) } };
}
