// What a reader does with the page, and how alive it is meanwhile.

import { spread } from "./statistics.mjs";

/** The page with this experiment in its address, ready: adapter and data are there, nothing trains. */
export async function openExperiment(browser, site, experiment) {
  const page = await browser.newPage();
  await page.goto(`${site}/fitlab/#${encodeURIComponent(JSON.stringify(experiment))}`);
  await page.bringToFront();
  await page.waitForSelector("[data-testid=adapter]");
  await pause(1);
  await page.waitForFunction(() => !document.querySelector("[data-tone=busy]"), { timeout: 120_000 });
  return page;
}

export const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Presses what has this test id. */
export const press = (page, testid) => page.$eval(`[data-testid=${testid}]`, (button) => button.click());

/** Types, scrolls and points until `isOver` or that many seconds have passed; tells how it felt. */
export async function liveness(page, seconds, isOver = async () => false) {
  await page.evaluate(async () => {
    window.recorded = (await import("/bench/liveness.js")).record();
  });
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end && !(await isOver())) {
    await typeScrollAndPoint(page);
  }
  return felt(await page.evaluate(() => window.recorded()));
}

async function typeScrollAndPoint(page) {
  await page.focus("[data-testid=setting-batch_size]");
  for (const key of ["End", "4", "Backspace"]) {
    await page.keyboard.press(key);
    await pause(0.1);
  }
  for (const deltaY of [200, 200, -400]) {
    await page.mouse.wheel({ deltaY });
    await pause(0.1);
  }
  const chart = await page.$eval("[data-testid=chart-loss] canvas", (canvas) => {
    const { x, y, width, height } = canvas.getBoundingClientRect();
    return { x, y: y + height / 2, width };
  });
  for (const share of [0.3, 0.5, 0.7]) {
    await page.mouse.move(chart.x + share * chart.width, chart.y);
    await pause(0.1);
  }
}

function felt({ seconds, long_tasks, frame_gaps, input_waits }) {
  const most = (durations) => (durations.length > 0 ? Math.max(...durations) : 0);
  return {
    seconds,
    long_tasks: { count: long_tasks.length, longest_ms: most(long_tasks) },
    frame_gaps_ms: {
      ...spread(frame_gaps),
      frames: frame_gaps.length,
      over_50: frame_gaps.filter((gap) => gap > 50).length,
    },
    longest_input_wait_ms: most(input_waits),
  };
}
