// Who is measured, and each one's own tab.

import { countingScript } from "./project.mjs";
import { within } from "./within.mjs";

const contestant = (name, page, module, backend) => ({ name, page, module, backend });

export const CONTESTANTS = [
  contestant("fitlab WebGPU", "/fitlab/", "fitlab", "webgpu"),
  contestant("fitlab WebAssembly", "/fitlab/", "fitlab", "wasm"),
  contestant("TensorFlow.js WebGPU", "/bench/peer.html", "tfjs", "webgpu"),
  contestant("TensorFlow.js WebAssembly", "/bench/peer.html", "tfjs", "wasm"),
  contestant("jax-js WebGPU", "/bench/peer.html", "jax", "webgpu"),
  contestant("jax-js WebAssembly", "/bench/peer.html", "jax", "wasm"),
];

export const isFitlab = ({ module }) => module === "fitlab";

/** The losses of this many first steps are compared: all start from the same weights. */
export const COMPARED_STEPS = 8;

const OPENING_SECONDS = 600;
const STRETCH_SECONDS = 180;
const CLOSING_SECONDS = 20;

/** A contestant that trains one network in a fresh tab. */
export class Tab {
  constructor(page, site, contestant) {
    this.page = page;
    this.site = site;
    this.contestant = contestant;
    this.stretches = [];
  }

  static async open(browser, site, contestant) {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(await countingScript());
    return new Tab(page, site, contestant);
  }

  /** Sets it up, warms it up, and finds how long a stretch should be. */
  async prepare({ hidden, batch }, seconds) {
    await this.guarded("getting ready", OPENING_SECONDS, async () => {
      const { page, module, backend } = this.contestant;
      await this.page.goto(this.site + page);
      this.about = await this.page.evaluate(openContestant, module, { backend, hidden, batch });
      this.losses = await this.page.evaluate((steps) => window.contestant.losses(steps), COMPARED_STEPS);
      this.length = await this.page.evaluate((wanted) => window.contestant.calibrate(wanted), seconds);
    });
  }

  /** One measured stretch, with this tab in front. Browsers drop much of what a hidden tab had compiled. */
  async measure() {
    await this.guarded("a stretch", STRETCH_SECONDS, async () => {
      await this.page.evaluate(async (length) => void (await window.contestant.wake(length)), this.length);
      const run = (length) => window.contestant.stretch(length);
      this.stretches.push(await this.page.evaluate(run, this.length));
    });
  }

  /** Who fails is out, and says why; its tab is closed, so that nothing of it goes on. */
  async guarded(what, seconds, work) {
    if (this.failure) return;
    try {
      await this.page.bringToFront();
      await within(seconds, what, work());
    } catch (error) {
      this.failure = error.message.split("\n")[0];
      await this.close();
    }
  }

  /** A tab that hangs cannot be closed; the others go on. */
  async close() {
    if (!this.page.isClosed()) await within(CLOSING_SECONDS, "closing", this.page.close()).catch(() => {});
  }
}

/** Runs in the page. */
async function openContestant(module, choice) {
  const { open } = await import(`/bench/${module}.js`);
  window.contestant = await open(choice);
  return window.contestant.about;
}
