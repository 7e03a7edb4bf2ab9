// fitlab beside its peers in one browser, by turns: steps a second, and what each step asks of the GPU.
// Run by `cargo xtask bench`.

import { parseArgs } from "node:util";
import { launch } from "./lib/chromium.mjs";
import { circumstances, told as circumstancesTold } from "./lib/circumstances.mjs";
import { CONTESTANTS, Tab } from "./lib/contestants.mjs";
import { save } from "./lib/project.mjs";
import { disagreement, overview, ratios, summary, told } from "./lib/report.mjs";
import { serve } from "./lib/site.mjs";

const NETWORKS = [[32], [128, 64], [512, 256, 128], [1024, 512, 256, 128]];
const BATCHES = [32, 256];
const QUICK = { networks: [[128, 64]], batches: [32], rounds: 2, seconds: 0.7 };
const FULL = { networks: NETWORKS, batches: BATCHES, rounds: 5, seconds: 1.5 };

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string", default: "" },
  },
});
const plan = values.quick ? QUICK : FULL;
const rounds = values.rounds === undefined ? plan.rounds : Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  throw new Error(`--rounds is ${values.rounds}; accepted: a whole number from 1`);
}

const nameOf = (hidden) => [784, ...hidden, 10].join("-");
const wanted = ({ name }, network) => `${network} ${name}`.toLowerCase().includes(values.only.toLowerCase());

const site = await serve();
const browser = await launch();
try {
  const [first] = await browser.pages();
  await first.goto(`${site}/bench/peer.html`);
  const about = await circumstances(browser, first);
  console.log(circumstancesTold(about));
  const cases = [];
  let file;
  for (const hidden of plan.networks) {
    for (const batch of plan.batches) {
      const contestants = CONTESTANTS.filter((contestant) => wanted(contestant, nameOf(hidden)));
      if (contestants.length === 0) continue;
      cases.push(await compare(contestants, { hidden, batch }));
      console.log(told(cases.at(-1)));
      // Also what was measured before an interruption is worth having.
      file = await save("browser.json", { circumstances: about, rounds, seconds: plan.seconds, cases });
    }
  }
  if (cases.length === 0) throw new Error(`--only ${values.only} fits no contestant and no network`);
  console.log(`\n${overview(cases)}\n\n${file} has all of this and more.`);
} finally {
  await browser.close();
}

/** All contestants on one network, taking turns, each round begun by another. */
async function compare(contestants, { hidden, batch }) {
  const tabs = [];
  for (const contestant of contestants) {
    const tab = await Tab.open(browser, site, contestant);
    await tab.prepare({ hidden, batch }, plan.seconds);
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
    ratios: ratios(contestants, results),
    disagreement: disagreement(results),
    results,
  };
}
