// On what it was measured: machine, browser, adapter, versions.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { PROJECT } from "./project.mjs";

/** Everything that a reader of the figures should know; `page` is any page of the browser. */
export async function circumstances(browser, page) {
  const manifest = JSON.parse(await readFile(join(PROJECT, "bench", "package.json"), "utf8"));
  return {
    date: new Date().toISOString(),
    browser: await browser.version(),
    adapter: await page.evaluate(adapter),
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    commit: commit(),
    packages: manifest.dependencies,
  };
}

/** Runs in the page. */
async function adapter() {
  const found = await navigator.gpu?.requestAdapter();
  if (!found) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = found.info;
  return { vendor, architecture, device, description, isFallbackAdapter, features: [...found.features].sort() };
}

function commit() {
  const git = (...words) => execFileSync("git", words, { cwd: PROJECT, encoding: "utf8" }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain") ? " with changes" : "");
  } catch {
    return null;
  }
}

/** The same in a few lines. */
export function told({ date, browser, adapter, processor, cores, memory_gib, system, commit, packages }) {
  const names = (object) => Object.entries(object).map(([name, version]) => `${name} ${version}`);
  const gpu = adapter ? [adapter.vendor, adapter.architecture, adapter.description].filter(Boolean).join(", ") : "none";
  return [
    `${date}, fitlab at commit ${commit ?? "unknown"}`,
    `${browser} on ${system}; ${processor}, ${cores} cores, ${memory_gib} GiB`,
    `WebGPU adapter: ${gpu}`,
    names(packages).join(", "),
  ].join("\n");
}
