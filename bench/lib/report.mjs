// From stretches to figures, and from figures to a table.

import { COMPARED_STEPS, isFitlab } from "./contestants.mjs";
import { median, spread } from "./statistics.mjs";
import { figure, table } from "./table.mjs";

/** What a contestant's stretches come to. */
export function summary({ contestant, about, losses, stretches, length, failure }) {
  const { name } = contestant;
  if (stretches.length === 0) return { name, about, losses, failure };
  const overheads = stretches.map(({ overhead }) => overhead).filter((seconds) => seconds !== undefined);
  const last = stretches.at(-1);
  return {
    name,
    about,
    failure,
    steps_per_second: spread(stretches.map(({ steps, seconds }) => steps / seconds)),
    calls_per_step: Object.fromEntries(Object.entries(last.calls).map(([call, count]) => [call, count / last.steps])),
    overhead_seconds: overheads.length > 0 ? spread(overheads) : undefined,
    first_losses: losses,
    last_loss: last.loss,
    length,
    stretches,
  };
}

/** How many times as fast fitlab is as each peer: each backend of it, and the faster. */
export function ratios(contestants, summaries) {
  const rate = (index) => summaries[index].steps_per_second?.median;
  const own = contestants.flatMap((contestant, index) =>
    isFitlab(contestant) && rate(index) ? [[contestant.backend, rate(index)]] : [],
  );
  const best = Math.max(...own.map(([, fastest]) => fastest));
  return contestants.flatMap((contestant, index) => {
    if (isFitlab(contestant) || !rate(index) || own.length === 0) return [];
    const times = Object.fromEntries([...own, ["best", best]].map(([backend, fast]) => [backend, fast / rate(index)]));
    return [{ peer: contestant.name, fitlab: times }];
  });
}

/** What first losses may differ by: sums in 32 bits, by each in an order of its own, make 2e-6 of it. */
const MOST_DISAGREEMENT = 1e-4;

const HEADINGS = [
  "", "steps/s", "least", "most", "ms/step", "fitlab GPU", "fitlab Wasm",
  "dispatches", "submits", "readbacks", "uploads", "loss 1st", `${COMPARED_STEPS}th`, "last", "overhead s",
];

/** The figures of one network and batch size as text. */
export function told({ network, batch, results, ratios, disagreement, load_per_core }) {
  const rows = results.map((result) => row(result, ratios.find(({ peer }) => peer === result.name)));
  const failures = results.filter(({ failure }) => failure).map(({ name, failure }) => `${name}: ${failure}`);
  const agreement = disagreement && `The first losses of all differ by ${figure(100 * disagreement)} % at most.`;
  const title = `\n${network}, batch ${batch}; ${figure(load_per_core)} processes wanted each core`;
  const parts = [title, table([HEADINGS, ...rows]), ...failures, agreement];
  return parts.filter(Boolean).join("\n");
}

function row({ name, steps_per_second: rate, calls_per_step: calls, ...rest }, ratio) {
  if (!rate) return [name, "failed", ...Array(HEADINGS.length - 2).fill("")];
  const times = (backend) => (ratio?.fitlab[backend] ? `${figure(ratio.fitlab[backend])}×` : "");
  const usesGpu = calls.dispatches > 0;
  const counted = ["dispatches", "submissions", "readbacks", "uploads"];
  const perStep = counted.map((call) => (usesGpu ? figure(calls[call]) : ""));
  return [
    name, figure(rate.median), figure(rate.min), figure(rate.max), figure(1000 / rate.median),
    times("webgpu"), times("wasm"), ...perStep,
    figure(rest.first_losses[0]), figure(rest.first_losses.at(-1)), figure(rest.last_loss),
    rest.overhead_seconds ? figure(rest.overhead_seconds.median) : "",
  ];
}

/** All networks at a glance: everyone's steps a second, and fitlab's faster backend against the fastest peer. */
export function overview(cases) {
  const names = [...new Set(cases.flatMap(({ results }) => results.map(({ name }) => name)))];
  const rows = cases.map(({ network, batch, results, ratios }) => {
    const rates = names.map((name) => results.find((result) => result.name === name)?.steps_per_second?.median);
    const least = ratios.length > 0 ? Math.min(...ratios.map(({ fitlab }) => fitlab.best)) : undefined;
    return [`${network}, batch ${batch}`, ...rates.map(figure), least ? `${figure(least)}×` : ""];
  });
  return table([["steps/s", ...names, "best of fitlab against best peer"], ...rows]);
}

/** What makes a case's figures doubtful, in sentences. */
export function problems({ network, batch, results, disagreement }) {
  const where = `${network}, batch ${batch}`;
  const failed = results.filter(({ failure }) => failure);
  const failures = failed.map(({ name, failure }) => `${where}: ${name} failed: ${failure}`);
  if (disagreement === undefined || disagreement <= MOST_DISAGREEMENT) return failures;
  const losses = `the first losses differ by ${figure(100 * disagreement)} %, more than rounding explains`;
  return [...failures, `${where}: ${losses}: not everyone trains the same`];
}

/** The largest relative difference among the contestants' first losses, which should agree. */
export function disagreement(summaries) {
  const lists = summaries.map(({ first_losses: losses }) => losses).filter(Boolean);
  if (lists.length < 2) return undefined;
  const differences = lists[0].map((_, step) => {
    const losses = lists.map((list) => list[step]);
    return (Math.max(...losses) - Math.min(...losses)) / median(losses);
  });
  return Math.max(...differences);
}
