// fitlab beside its peers in one browser, by turns: steps a second, and what each step asks of the GPU.
// Run by `cargo xtask bench`.

import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { circumstances, told as circumstancesTold } from "./lib/circumstances.mjs";
import { CONTESTANTS, Tab } from "./lib/contestants.mjs";
import { save } from "./lib/project.mjs";
import { disagreement, overview, problems, ratios, summary, told } from "./lib/report.mjs";
import { run } from "./lib/script.mjs";

const NETWORKS = [[32], [128, 64], [512, 256, 128], [1024, 512, 256, 128]];
const BATCHES = [32, 256];

/** `seconds` is how long a stretch should be. */
const QUICK = { networks: [[128, 64]], batches: [32], rounds: 2, seconds: 0.7 };
const FULL = { networks: NETWORKS, batches: BATCHES, rounds: 5, seconds: 1.5 };

await run(planned, async (browser, site, plan) => {
  const [first] = await browser.pages();
  await first.goto(`${site}/bench/peer.html`);
  const about = await circumstances(browser, first);
  console.log(circumstancesTold(about));
  const cases = [];
  let file;
  for (const { contestants, hidden, batch } of plan.races) {
    cases.push(await compare(browser, site, contestants, { hidden, batch }, plan));
    console.log(told(cases.at(-1)));
    // Also what was measured before an interruption is worth having.
    file = await save("browser.json", { circumstances: about, rounds: plan.rounds, seconds: plan.seconds, cases });
  }
  console.log(`\n${overview(cases)}\n\n${file} has all of this and more.`);
  const doubts = cases.flatMap(problems);
  if (doubts.length > 0) throw new Error(doubts.join("\n"));
});

/** What the command line asks for. */
function planned() {
  const { values } = parseArgs({
    options: { quick: { type: "boolean" }, rounds: { type: "string" }, only: { type: "string", default: "" } },
  });
  const plan = values.quick ? QUICK : FULL;
  const rounds = Number(values.rounds ?? plan.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds is ${values.rounds}; accepted: a whole number from 1`);
  }
  return { races: races(plan, values.only), rounds, seconds: plan.seconds };
}

/** Every network and batch size with the contestants that `only` leaves. */
function races({ networks, batches }, only) {
  const wanted = (text) => text.toLowerCase().includes(only.toLowerCase());
  const all = networks.flatMap((hidden) =>
    batches.map((batch) => {
      const contestants = CONTESTANTS.filter(({ name }) => wanted(`${nameOf(hidden)}, batch ${batch}: ${name}`));
      return { contestants, hidden, batch };
    }),
  );
  const races = all.filter(({ contestants }) => contestants.length > 0);
  if (races.length === 0) {
    const example = `${nameOf(networks[0])}, batch ${batches[0]}: ${CONTESTANTS[0].name}`;
    throw new Error(`--only is "${only}"; accepted: a part of a line such as "${example}"`);
  }
  return races;
}

function nameOf(hidden) {
  return [784, ...hidden, 10].join("-");
}

/** All contestants on one network, taking turns, each round begun by another. */
async function compare(browser, site, contestants, { hidden, batch }, { rounds, seconds }) {
  const tabs = [];
  for (const contestant of contestants) {
    const tab = await Tab.open(browser, site, contestant);
    await tab.prepare({ hidden, batch }, seconds);
    tabs.push(tab);
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < tabs.length; turn++) {
      await tabs[(round + turn) % tabs.length].measure();
    }
  }
  await Promise.all(tabs.map((tab) => tab.close()));
  const results = tabs.map(summary);
  return {
    network: nameOf(hidden),
    batch,
    // The processes that wanted a core, over the last minute: much above one, and figures are noise.
    load_per_core: loadavg()[0] / cpus().length,
    ratios: ratios(contestants, results),
    disagreement: disagreement(results),
    results,
  };
}
