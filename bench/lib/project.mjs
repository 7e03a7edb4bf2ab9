// Where things lie, and where results are left.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The script that counts WebGPU's calls from before any other runs. */
export const countingScript = () => readFile(join(PROJECT, "tests/web/count_webgpu_calls.js"), "utf8");

/** The built page; FITLAB_DIST names another build of it. */
export const DIST = process.env.FITLAB_DIST ?? join(PROJECT, "dist");

/** Leaves `target/bench/NAME`, and promises the file's path. */
export async function save(name, results) {
  const folder = join(PROJECT, "target", "bench");
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}
