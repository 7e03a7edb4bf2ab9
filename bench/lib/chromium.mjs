// The one browser in which everything is measured.

import puppeteer from "puppeteer-core";

// What a reader's browser does to hidden tabs is part of what is measured, so these stay out.
const UNLIKE_A_READERS = [
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
];

/** Chromium as CHROMIUM names it, headless, with the flags of CHROMIUM_FLAGS besides. */
export async function launch() {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) {
    throw new Error("CHROMIUM names no browser: run `cargo xtask bench`, which finds one");
  }
  const own = (process.env.CHROMIUM_FLAGS ?? "").split(/\s+/).filter(Boolean);
  return puppeteer.launch({
    executablePath,
    headless: true,
    args: ["--no-sandbox", "--enable-unsafe-webgpu", "--window-size=1280,900", ...own],
    ignoreDefaultArgs: UNLIKE_A_READERS,
    defaultViewport: null,
    protocolTimeout: 0,
  });
}
