// A worker that trains on the processor: loads its own WebAssembly, or says why it cannot.
import init from "./worker.js";

try {
  await init({ module_or_path: new URL("./worker_bg.wasm", import.meta.url) });
} catch (error) {
  postMessage(["broken", `The worker that trains on the processor cannot start: ${error.message ?? error}.`]);
}
