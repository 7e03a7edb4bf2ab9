// The programs that lie beside the page and are loaded when they are needed.
const beside = (file) => new URL(file, document.baseURI).href;

async function load(name, purpose, remedy) {
  try {
    const program = await import(beside(`${name}.js`));
    await program.default({ module_or_path: beside(`${name}_bg.wasm`) });
    return program;
  } catch (error) {
    const cause = error.message ?? error;
    throw `The program that ${purpose} could not be loaded from beside this page (${cause}). ${remedy}`;
  }
}

// It tells by `tell`, and takes orders by the function returned: in their order, however early they come.
export function hireGpu(tell) {
  const remedy = "Reload the page, or choose the processor in its settings.";
  const program = load("gpu", "trains on the GPU", remedy);
  let listening = program.then((program) => program.serve(tell));
  listening.catch((why) => tell(["broken", String(why)]));
  return (order) => {
    listening = listening.then(async (obey) => {
      obey(order);
      // Megabytes each; those that waited for the program would hold up the page if they came at once.
      if (order[0] === "examples") await nextTask();
      return obey;
    });
    listening.catch(() => {});
  };
}

const nextTask = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

// The one notebook; after a failure the next call tries again.
let opened;
export function openNotebook() {
  const remedy = "The curves and their history are not concerned. Train again, or reload the page.";
  opened ??= load("notebook", "writes answers, results and reports", remedy)
    .then((program) => new program.Notebook())
    .catch((why) => {
      opened = undefined;
      throw why;
    });
  return opened;
}
