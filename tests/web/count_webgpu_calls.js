// Wraps the browser's own WebGPU calls, so that the page's counters can be checked against them.
(() => {
  const calls = { dispatches: 0, submissions: 0, readbacks: 0 };
  window.webgpuCalls = calls;
  const count = (type, method, counter) => {
    const original = type?.prototype[method];
    if (!original) return;
    type.prototype[method] = function (...args) {
      calls[counter] += 1;
      return original.apply(this, args);
    };
  };
  count(window.GPUQueue, "submit", "submissions");
  count(window.GPUComputePassEncoder, "dispatchWorkgroups", "dispatches");
  count(window.GPUComputePassEncoder, "dispatchWorkgroupsIndirect", "dispatches");
  count(window.GPUBuffer, "mapAsync", "readbacks");
})();
