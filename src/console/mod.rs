//! `window.fitlab`, for those who think in notebooks and for tests.
//!
//! ```ts
//! interface Fitlab {
//!   version: string;
//!   /** Trains a network, drawn on the page meanwhile; rejects with an Error that says what is wrong. */
//!   fit(config?: Config): Promise<Report>;
//!   /** Ends all training early; the promises of `fit` resolve with what there is. */
//!   stop(): void;
//!   /** The weights of the network with this number, as in `Report.network`. */
//!   weights(network: number): Promise<Tensor[]>;
//!   /** Running totals since the page was opened. */
//!   counters(): { dispatches: number; submissions: number; readbacks: number; steps: number };
//!   /** A verdict on each history: one of the page, of a saved file, or of Keras. */
//!   diagnose(histories: (History | Report)[]): Diagnosis[];
//! }
//! interface Config {                            // whatever is missing takes the page's default
//!   dataset?: "mnist" | "synthetic" | { train: Examples; test: Examples };
//!   train_samples?: number;
//!   hidden?: { units?: number; activation?: string; negative_slope?: number }[];
//!   optimizer?: { name?: string; learning_rate?: number; … };
//!   batch_size?: number; epochs?: number; seed?: number; shuffle?: boolean;
//!   precision?: "float32" | "mixed_float16";
//!   backend?: "auto" | "webgpu" | "wasm";       // "auto": the GPU, or the processor if that is faster
//!   initial_weights?: (Tensor | Numbers)[];     // Keras's order: kernel, bias, kernel, …
//! }
//! interface Examples { images: Bytes; labels: Bytes }             // n×784 and n bytes
//! type Bytes = Uint8Array | Uint8ClampedArray | ArrayBuffer | number[];
//! type Numbers = Float32Array | Float64Array | number[];
//! interface Tensor { name: string; shape: number[]; values: Numbers }  // Float32Array in answers
//! interface Report {
//!   config: Config; network: number; name: string; backend: string; adapter: string; dataset: string;
//!   history: History;
//!   steps: { loss: number[]; accuracy: number[] };                // one number a batch
//!   instruments: Instruments;
//!   seconds: number; outcome: "completed" | "stopped" | "diverged";
//! }
//! interface History { loss: number[]; accuracy: number[]; val_loss: number[]; val_accuracy: number[] }
//! interface Diagnosis {
//!   verdict: "underfitting" | "good_fit" | "overfitting" | "still_improving" | "diverged" | "too_short";
//!   indicators: { epochs: number; best_epoch: number; gap_at_end: number; … };
//!   reasons: string[]; advice: string;
//! }
//! /** What went on inside the network: a list before the first update and one after each epoch, in it a number
//!  *  a layer. `null` is what cannot be told or is not finite. */
//! interface Instruments {
//!   gradient_norm: (number | null)[][];  // ‖dL/dW‖₂ of each kernel, L the mean loss of the examples
//!   update_ratio: (number | null)[][];   // ‖ΔW‖₂ / ‖W‖₂ of each kernel over one step, W before it
//!   saturation: (number | null)[][];     // share of a hidden layer's outputs where f' < 1 % of its greatest
//!   sparsity: (number | null)[][];       // share of a hidden layer's outputs that are 0
//!   dead_units: (number | null)[][];     // a hidden layer's units that are 0 on every test example
//!   step_seconds: (number | null)[];     // seconds of computing for a training step, a number an epoch
//!   layers: { [instrument: string]: string[] };   // whose number stands where, named as in `Tensor`
//!   examples: { [instrument: string]: string };   // what it was measured on
//! }
//! ```

mod diagnosis;
mod examples;
mod numbers;
mod object;
mod report;
mod request;
mod weights;

pub use diagnosis::diagnoses;
pub use report::report;
pub use request::request;

use crate::browser::next_task;
use crate::session::Session;
use js_sys::{Error, Object, Promise};
use object::{refusal, set};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::future_to_promise;

const GREETING: &str = "fitlab.fit({hidden: [{units: 32}], epochs: 5}) trains a network from here and promises its history.";

/// Puts `window.fitlab` in place.
pub fn install(session: Session) {
    let Some(window) = web_sys::window() else { return };
    let fitlab = Object::new();
    set(&fitlab, "version", env!("CARGO_PKG_VERSION"));
    set(&fitlab, "fit", function(move |config| Ok(fit(session, &config).into())));
    set(&fitlab, "stop", function(move |_| Ok(stop(session))));
    set(&fitlab, "weights", function(move |network| Ok(weights(session, &network).into())));
    set(&fitlab, "counters", function(move |_| Ok(counters(session).into())));
    set(&fitlab, "diagnose", function(|list| Ok(diagnoses(&list).map_err(error)?.into())));
    set(&window, "fitlab", fitlab);
    web_sys::console::info_1(&GREETING.into());
}

/// A function of one argument that lives as long as the page. An error is thrown.
fn function(body: impl Fn(JsValue) -> Result<JsValue, JsValue> + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue) -> Result<JsValue, JsValue>>::new(body).into_js_value()
}

fn fit(session: Session, config: &JsValue) -> Promise {
    // Read at once: the caller may go on using the arrays.
    let request = request(config);
    future_to_promise(async move {
        let fitted = session.fit(request.map_err(error)?).await.map_err(error)?;
        // Many that end at once would together hold the page up.
        next_task().await;
        Ok(report(&fitted).into())
    })
}

fn stop(session: Session) -> JsValue {
    session.stop();
    JsValue::UNDEFINED
}

fn weights(session: Session, network: &JsValue) -> Promise {
    let number = network_number(network);
    future_to_promise(async move {
        let weights = session.weights(number.map_err(error)?).await.map_err(error)?;
        Ok(weights::to_js(&weights).into())
    })
}

fn network_number(network: &JsValue) -> Result<u32, String> {
    let number = network.as_f64().filter(|number| number.fract() == 0.0);
    let number = number.filter(|number| (0.0..=f64::from(u32::MAX)).contains(number));
    let accepted = "a network's number, as `network` in what fitlab.fit resolves with";
    number.map(|number| number as u32).ok_or_else(|| refusal("network", network, accepted))
}

fn counters(session: Session) -> Object {
    let counters = session.counters();
    let object = Object::new();
    set(&object, "dispatches", counters.dispatches as f64);
    set(&object, "submissions", counters.submissions as f64);
    set(&object, "readbacks", counters.readbacks as f64);
    set(&object, "steps", counters.steps as f64);
    object
}

fn error(message: String) -> JsValue {
    Error::new(&message).into()
}
