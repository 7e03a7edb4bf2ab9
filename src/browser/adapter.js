// What the browser tells of its graphics adapter; it gives it no name itself.
const SPELT = {
  amd: "AMD",
  apple: "Apple",
  arm: "Arm",
  google: "Google",
  intel: "Intel",
  microsoft: "Microsoft",
  nvidia: "NVIDIA",
  qualcomm: "Qualcomm",
  samsung: "Samsung",
  swiftshader: "SwiftShader",
};

const fastest = () => navigator.gpu.requestAdapter({ powerPreference: "high-performance" });

// Nothing where there is no adapter.
export async function describeAdapter() {
  const adapter = await fastest();
  if (!adapter) return undefined;
  const { description, vendor, architecture, device, isFallbackAdapter } = adapter.info;
  const words = [vendor, architecture, device].filter(Boolean).map((word) => SPELT[word] ?? word);
  return {
    name: description || words.join(" "),
    fallback: Boolean(isFallbackAdapter),
    float16: adapter.features.has("shader-f16"),
    subgroups: adapter.features.has("subgroups"),
  };
}

// Opens the adapter and closes it again. Throws where it refuses.
export async function tryAdapter() {
  const adapter = await fastest();
  (await adapter.requestDevice()).destroy();
}
