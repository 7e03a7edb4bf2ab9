// wgpu does not know of WebGPU's feature "subgroups". The next device that is asked for has it where its
// adapter does. Says whether it does.
export async function askForSubgroups() {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter?.features.has("subgroups")) {
    return false;
  }
  const prototype = Object.getPrototypeOf(adapter);
  const request = prototype.requestDevice;
  prototype.requestDevice = function (descriptor = {}) {
    prototype.requestDevice = request;
    const requiredFeatures = [...(descriptor.requiredFeatures ?? []), "subgroups"];
    return request.call(this, { ...descriptor, requiredFeatures });
  };
  return true;
}
