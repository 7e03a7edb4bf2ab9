// How alive the built page stays while it trains, how fast it trains in a hidden tab, and how soon the
// first point is on the chart. Run by `cargo xtask bench --page`.

import { parseArgs } from "node:util";
import { circumstances, told } from "./lib/circumstances.mjs";
import { save } from "./lib/project.mjs";
import { liveness, openExperiment, pause, press } from "./lib/reader.mjs";
import { run } from "./lib/script.mjs";
import { median, spread } from "./lib/statistics.mjs";
import { figure, table } from "./lib/table.mjs";

/** The default networks take minutes on a software adapter; this much of it tells enough. */
const WATCHED_SECONDS = 30;
const EPOCHS = 1000;
const CURVES_SECONDS = 180;
const WINDOW_SECONDS = 12;
const REPEATS = 3;
/** A reader's pointer rests on a button before it is pressed; what trains is loaded then. */
const POINTED_SECONDS = 0.2;

const noOptions = () => parseArgs({ options: {} });

await run(noOptions, async (browser, site) => {
  const open = (experiment) => openExperiment(browser, site, experiment);
  const [first] = await browser.pages();
  await first.goto(`${site}/bench/peer.html`);
  const about = await circumstances(browser, first);
  console.log(told(about));
  const alive = {
    idle: await nothing(open),
    default_networks: await defaultNetworks(open),
    twenty_curves: await twentyCurves(open),
  };
  console.log(`\n${livenessTable(alive)}\n`);
  const hidden = await hiddenTab(browser, open);
  console.log(hiddenTold(hidden));
  const first_point = { at_once: await firstPoint(open), pointed_at: await firstPoint(open, POINTED_SECONDS) };
  console.log(firstPointTold("pressed at once", first_point.at_once));
  console.log(firstPointTold(`pointed at for ${POINTED_SECONDS} s before`, first_point.pointed_at));
  const file = await save("page.json", { circumstances: about, ...alive, hidden_tab: hidden, first_point });
  console.log(`\n${file} has all of this.`);
});

/** What machine and browser are capable of. */
async function nothing(open) {
  const page = await open({ dataset: "synthetic" });
  const felt = await liveness(page, 6);
  await page.close();
  return felt;
}

/** The page as it opens, on drawn digits, with Train pressed. */
async function defaultNetworks(open) {
  const page = await open({ dataset: "synthetic" });
  await press(page, "train");
  const felt = await liveness(page, WATCHED_SECONDS);
  await page.close();
  return felt;
}

/** 20 networks of 8 units, 1000 epochs of few samples: in the end 20 curves of 1000 points. */
async function twentyCurves(open) {
  const page = await open({ dataset: "synthetic", networks: [{ hidden: [] }] });
  await page.evaluate(async (epochs) => {
    const { examples } = await import("/bench/data.js");
    const few = examples(32);
    const config = { dataset: { train: few, test: few }, hidden: [{ units: 8 }], epochs };
    const fits = Array.from({ length: 20 }, (_, seed) => window.fitlab.fit({ ...config, seed }));
    Promise.all(fits).then(
      (reports) => (window.finished = Math.min(...reports.map(({ history }) => history.loss.length))),
      (error) => (window.finished = String(error)),
    );
  }, EPOCHS);
  const felt = await liveness(page, CURVES_SECONDS, () => page.evaluate(() => window.finished !== undefined));
  const points = await page.evaluate(() => window.finished ?? "not finished in time");
  // While the reader points at them.
  const complete = await liveness(page, 6);
  await page.close();
  return { ...felt, points, complete };
}

/** Steps a second with the tab in front and behind another, by turns. */
async function hiddenTab(browser, open) {
  const page = await open({ dataset: "synthetic", networks: [{ hidden: [] }] });
  const other = await browser.newPage();
  await page.bringToFront();
  await page.evaluate(async () => {
    const { examples } = await import("/bench/data.js");
    const dataset = { train: examples(2048), test: examples(1) };
    window.fitlab.fit({ dataset, hidden: [{ units: 128 }, { units: 64 }], epochs: 100_000 });
  });
  await pause(5);
  const rates = { visible: [], hidden: [] };
  for (let turn = 0; turn < 2 * REPEATS; turn++) {
    const state = turn % 2 === 0 ? "visible" : "hidden";
    await (state === "visible" ? page : other).bringToFront();
    await pause(1);
    rates[state].push(await stepRate(page, state));
  }
  await page.close();
  await other.close();
  return {
    visible_steps_per_second: spread(rates.visible),
    hidden_steps_per_second: spread(rates.hidden),
    ratio: median(rates.hidden) / median(rates.visible),
  };
}

async function stepRate(page, state) {
  const look = () =>
    page.evaluate(() => [document.visibilityState, performance.now() / 1000, window.fitlab.counters().steps]);
  const [before, start, first] = await look();
  await pause(WINDOW_SECONDS);
  const [after, end, last] = await look();
  if (before !== state || after !== state) {
    throw new Error(`the tab is ${before}, then ${after}; it should be ${state}`);
  }
  return (last - first) / (end - start);
}

/** The first press of Train on a fresh page whose data and adapter are ready, and the epochs after it. */
async function firstPoint(open, pointed_seconds) {
  const experiment = {
    dataset: "synthetic", train_samples: 1000, epochs: 6, networks: [{ hidden: [{ units: 128 }, { units: 64 }] }],
  };
  const presses = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const page = await open(experiment);
    if (pointed_seconds) {
      await page.hover("[data-testid=train]");
      await pause(pointed_seconds);
    }
    presses.push(await page.evaluate(pointsAfterTrain, experiment.epochs));
    await page.close();
  }
  const first_point_ms = presses.map(([first]) => first);
  const epoch_ms = presses.map((points) => median(points.slice(1).map((at, index) => at - points[index])));
  const overhead_ms = spread(first_point_ms.map((first, index) => first - epoch_ms[index]));
  return { first_point_ms, epoch_ms, overhead_ms };
}

/** Runs in the page: milliseconds from the press until each epoch's line and point have been painted. */
function pointsAfterTrain(epochs) {
  return new Promise((resolve) => {
    const points = [];
    const log = document.querySelector("[data-testid=log]");
    let start;
    new MutationObserver(() => {
      const lines = log.childElementCount;
      requestAnimationFrame(() => {
        while (points.length < Math.min(lines, epochs)) points.push(performance.now() - start);
        if (points.length === epochs) resolve(points);
      });
    }).observe(log, { childList: true });
    start = performance.now();
    document.querySelector("[data-testid=train]").click();
  });
}

function livenessTable({ idle, default_networks, twenty_curves }) {
  const row = (name, { seconds, long_tasks, frame_gaps_ms: gaps, longest_input_wait_ms: wait }) => [
    name, figure(seconds), String(long_tasks.count), figure(long_tasks.longest_ms),
    figure(gaps.median), figure(gaps.max), `${gaps.over_50} of ${gaps.frames}`, figure(wait),
  ];
  return table([
    ["", "s", "tasks > 50 ms", "longest ms", "median frame ms", "worst", "frames > 50 ms", "longest input ms"],
    row("nothing trains", idle),
    row("the three default networks", default_networks),
    row(`20 curves of ${EPOCHS} epochs`, twenty_curves),
    row(twenty_curves.points === EPOCHS ? "the same, all drawn" : "the same, unfinished", twenty_curves.complete),
  ]);
}

function hiddenTold({ visible_steps_per_second: visible, hidden_steps_per_second: hidden, ratio }) {
  const share = `${figure(100 * ratio)} %`;
  return `In a hidden tab ${figure(hidden.median)} steps/s, in front ${figure(visible.median)}: ${share}.`;
}

function firstPointTold(how, { first_point_ms, epoch_ms, overhead_ms }) {
  const list = (numbers) => numbers.map((number) => number.toFixed(0)).join(", ");
  return `From the first press of Train, ${how}, to the first point ${list(first_point_ms)} ms, an epoch later on ` +
    `${list(epoch_ms)} ms: ${figure(overhead_ms.median)} ms beyond the training itself.`;
}
