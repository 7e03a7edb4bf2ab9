// The program that trains on the GPU: it lies beside the page and is loaded when it is hired.
const beside = (file) => new URL(file, document.baseURI).href;

async function load() {
  try {
    const program = await import(beside("gpu.js"));
    await program.default({ module_or_path: beside("gpu_bg.wasm") });
    return program;
  } catch (error) {
    throw (
      "The program that trains on the GPU could not be loaded from beside this page " +
      `(${error.message ?? error}). Reload the page, or choose the processor in its settings.`
    );
  }
}

// It tells by `tell`, and takes orders by the function returned: in their order, however early they come.
export function hireGpu(tell) {
  const listening = load().then((program) => program.serve(tell));
  listening.catch((why) => tell(["broken", String(why)]));
  return (order) => {
    listening.then((obey) => obey(order), () => {});
  };
}
