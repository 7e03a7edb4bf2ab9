// Wraps the browser's own WebGPU calls, so that what a page asks of the GPU can be counted from outside.
(() => {
  const calls = { dispatches: 0, submissions: 0, readbacks: 0, uploads: 0 };
  window.webgpuCalls = calls;
  const count = (type, method, counter, counts = () => true) => {
    const original = type?.prototype[method];
    if (!original) return;
    type.prototype[method] = function (...args) {
      if (counts(...args)) calls[counter] += 1;
      return original.apply(this, args);
    };
  };
  count(window.GPUQueue, "submit", "submissions");
  count(window.GPUComputePassEncoder, "dispatchWorkgroups", "dispatches");
  count(window.GPUComputePassEncoder, "dispatchWorkgroupsIndirect", "dispatches");
  count(window.GPUBuffer, "mapAsync", "readbacks");
  count(window.GPUQueue, "writeBuffer", "uploads");
  count(window.GPUDevice, "createBuffer", "uploads", (buffer) => buffer.mappedAtCreation);
})();
