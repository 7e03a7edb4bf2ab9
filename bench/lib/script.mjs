// A benchmark as a program: its own browser and host, and failures told in a sentence.

import { launch } from "./chromium.mjs";
import { serve } from "./site.mjs";

/** Runs `work(browser, site, options())`, and closes the browser whatever comes of it. */
export async function run(options, work) {
  try {
    const chosen = options();
    const site = await serve();
    const browser = await launch();
    await work(browser, site, chosen).finally(() => browser.close());
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  }
}
