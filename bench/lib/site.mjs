// A static host: the built page, this folder and the installed packages, without special headers.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { DIST, PROJECT } from "./project.mjs";

const FOLDERS = {
  fitlab: DIST,
  bench: join(PROJECT, "bench", "web"),
  packages: join(PROJECT, "bench", "node_modules"),
};

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves until the process ends; resolves with the address. */
export async function serve() {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(404).end());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}

async function answer(request, response) {
  const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
  const [, folder, ...rest] = normalize(path).split("/");
  const file = join(FOLDERS[folder], rest.join("/") || "index.html");
  const { size } = await stat(file);
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-length": size,
  });
  createReadStream(file).pipe(response);
}
