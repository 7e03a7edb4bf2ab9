// What was asked of WebGPU, by the browser's own count (see tests/web/count_webgpu_calls.js).

export const callsNow = () => ({ ...window.webgpuCalls });

export const callsSince = (before) => difference(callsNow(), before);

export const difference = (after, before) =>
  Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]]));
