//! What the page and those who train say to each other: lists whose first entry is a word.

use super::events;
use crate::network::{Layer, Weights};
use crate::training::{Counters, Event, RunId};
use js_sys::{Array, Float32Array, Float64Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// Names a data set that was sent.
pub type DataId = u32;
/// Names a question for weights.
pub type Ticket = u32;

/// What the page asks of a worker, or of the program that trains on the GPU.
#[derive(Clone)]
pub enum Order {
    /// More examples of a data set: for learning, or for the test.
    Examples { data: DataId, test: bool, images: Uint8Array, labels: Uint8Array },
    /// No run will begin with this data set any more.
    DropData(DataId),
    /// Train this configuration from these weights or from drawn ones.
    Start { run: RunId, data: DataId, config: JsValue, weights: Option<Array> },
    /// End a run early.
    Stop(RunId),
    /// Give up the weights of a run that is over.
    Forget(RunId),
    /// Rest, or go on.
    Rest(bool),
    /// Tell the weights as they are.
    Weights { ticket: Ticket, run: RunId },
}

/// What one of them tells.
pub enum Answer {
    /// It can be given orders.
    Ready,
    /// It cannot work, and why.
    Broken(String),
    /// What runs came to since the last time.
    News(Vec<(RunId, Event)>),
    /// What the GPU was asked to do so far.
    Counters(Counters),
    /// Weights, or none of that run.
    Weights(Ticket, Option<Array>),
}

fn list(word: &str, rest: &[JsValue]) -> Array {
    std::iter::once(&word.into()).chain(rest).collect()
}

fn number(list: &Array, index: u32) -> Option<u32> {
    list.get(index).as_f64().map(|number| number as u32)
}

fn text(list: &Array, index: u32) -> Option<String> {
    list.get(index).as_string()
}

impl Order {
    /// The message, and the buffers that go over to the worker instead of being copied.
    pub fn to_message(&self) -> (Array, Array) {
        let (message, buffers) = (|word, rest: &[JsValue]| list(word, rest), Array::new());
        let message = match self {
            Order::Examples { data, test, images, labels } => {
                buffers.push(&images.buffer());
                buffers.push(&labels.buffer());
                message("examples", &[(*data).into(), (*test).into(), images.into(), labels.into()])
            }
            Order::DropData(data) => message("drop", &[(*data).into()]),
            Order::Start { run, data, config, weights } => message(
                "start",
                &[(*run).into(), (*data).into(), config.clone(), weights.clone().into()],
            ),
            Order::Stop(run) => message("stop", &[(*run).into()]),
            Order::Forget(run) => message("forget", &[(*run).into()]),
            Order::Rest(rest) => message("rest", &[(*rest).into()]),
            Order::Weights { ticket, run } => {
                message("weights", &[(*ticket).into(), (*run).into()])
            }
        };
        (message, buffers)
    }

    /// The order of a message; `None` where it is none.
    pub fn from_message(message: &JsValue) -> Option<Order> {
        let list: &Array = message.dyn_ref()?;
        let bytes = |index| list.get(index).dyn_into::<Uint8Array>().ok();
        Some(match text(list, 0)?.as_str() {
            "examples" => Order::Examples {
                data: number(list, 1)?,
                test: list.get(2).as_bool()?,
                images: bytes(3)?,
                labels: bytes(4)?,
            },
            "drop" => Order::DropData(number(list, 1)?),
            "start" => Order::Start {
                run: number(list, 1)?,
                data: number(list, 2)?,
                config: list.get(3),
                weights: list.get(4).dyn_into().ok(),
            },
            "stop" => Order::Stop(number(list, 1)?),
            "forget" => Order::Forget(number(list, 1)?),
            "rest" => Order::Rest(list.get(1).as_bool()?),
            "weights" => Order::Weights { ticket: number(list, 1)?, run: number(list, 2)? },
            _ => return None,
        })
    }
}

impl Answer {
    /// The message.
    pub fn to_message(&self) -> Array {
        match self {
            Answer::Ready => list("ready", &[]),
            Answer::Broken(why) => list("broken", &[why.into()]),
            Answer::News(news) => list("news", &[events_to_list(news).into()]),
            Answer::Counters(Counters { dispatches, submissions, readbacks, steps }) => {
                let totals = [dispatches, submissions, readbacks, steps].map(|&total| total as f64);
                list("counters", &totals.map(JsValue::from))
            }
            Answer::Weights(ticket, weights) => {
                list("weights", &[(*ticket).into(), weights.clone().into()])
            }
        }
    }

    /// The answer of a message; `None` where it is none.
    pub fn from_message(message: &JsValue) -> Option<Answer> {
        let list: &Array = message.dyn_ref()?;
        Some(match text(list, 0)?.as_str() {
            "ready" => Answer::Ready,
            "broken" => Answer::Broken(text(list, 1)?),
            "news" => Answer::News(events_from_list(list.get(1).dyn_ref()?)?),
            "counters" => {
                let total = |index| list.get(index).as_f64().map(|total| total as u64);
                Answer::Counters(Counters {
                    dispatches: total(1)?,
                    submissions: total(2)?,
                    readbacks: total(3)?,
                    steps: total(4)?,
                })
            }
            "weights" => Answer::Weights(number(list, 1)?, list.get(2).dyn_into().ok()),
            _ => return None,
        })
    }
}

/// Events of runs as a list: the run, the event's numbers and its text, one after the other.
pub fn events_to_list(events: &[(u32, Event)]) -> Array {
    let one = |(run, event): &(u32, Event)| {
        let (numbers, text) = events::encode(event);
        [JsValue::from(*run), Float64Array::from(&numbers[..]).into(), text.into()]
    };
    events.iter().flat_map(one).collect()
}

/// The events of such a list; `None` where it is none.
pub fn events_from_list(list: &Array) -> Option<Vec<(u32, Event)>> {
    let one = |at: u32| {
        let numbers: Float64Array = list.get(at + 1).dyn_into().ok()?;
        let event = events::decode(&numbers.to_vec(), text(list, at + 2)?)?;
        Some((number(list, at)?, event))
    };
    (0..list.length()).step_by(3).map(one).collect()
}

/// Weights as a list of arrays in Keras's order.
pub fn weights_to_list(weights: &Weights) -> Array {
    weights.0.iter().map(|tensor| Float32Array::from(&tensor.values[..])).collect()
}

/// Weights of these layers from such a list.
pub fn weights_from_list(layers: &[Layer], list: &Array) -> Weights {
    let arrays = list.iter().filter_map(|array| array.dyn_into::<Float32Array>().ok());
    Weights::named(layers, arrays.map(|array| array.to_vec()).collect())
}
