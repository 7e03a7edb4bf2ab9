// A measured stretch of training for a contestant that can be asked for any number of steps.

import { callsNow, callsSince } from "./calls.js";

/**
 * How much of a stretch everyone trains before it, untimed: as much as fitlab's short training, which would else take
 * what is left of warming up, and be subtracted.
 */
export const WARM_UP = 1 / 4;

/**
 * Trains, and waits for the last loss to be read back: only then is the device really done.
 * `train(steps)` promises that loss.
 */
export async function timed(train, steps) {
  const calls = callsNow();
  const start = performance.now();
  const loss = await train(steps);
  const seconds = (performance.now() - start) / 1000;
  return { steps, seconds, loss, calls: callsSince(calls) };
}

/** The losses of the next steps, each read back. */
export async function lossesOf(train, steps) {
  const losses = [];
  while (losses.length < steps) losses.push(await train(1));
  return losses;
}

/** How many steps take about that long, found by longer and longer stretches. */
export async function stepsWithin(seconds, train) {
  let steps = 1;
  for (;;) {
    const took = (await timed(train, steps)).seconds;
    if (took >= seconds / 2) {
      return Math.max(1, Math.round((steps * seconds) / took));
    }
    steps = Math.ceil(steps * Math.min(8, Math.max(2, seconds / Math.max(took, 1e-3))));
  }
}
