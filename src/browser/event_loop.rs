//! Leaving the main thread to the reader now and then, and giving up on what does not answer.

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, Window};

/// Work done in one go before others have their turn.
const LONGEST_TASK_MS: f64 = 12.0;

/// `None` if the future is not done within `limit`.
pub async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    let timeout = TimeoutFuture::new(limit.as_millis() as u32);
    match select(pin!(future), timeout).await {
        Either::Left((value, _)) => Some(value),
        Either::Right(_) => None,
    }
}

/// Lets other tasks run whenever the current one has lasted long enough.
pub struct Breather {
    task_began: f64,
}

impl Breather {
    /// Starts counting now.
    pub fn begun_now() -> Self {
        Breather { task_began: now() }
    }

    /// Gives way to other tasks if it is time.
    pub async fn breathe(&mut self) {
        if now() - self.task_began > LONGEST_TASK_MS {
            next_task().await;
            self.task_began = now();
        }
    }
}

/// A message to oneself arrives after the tasks that wait; unlike a timer it isn't slowed down in hidden tabs.
pub async fn next_task() {
    let Ok(channel) = MessageChannel::new() else { return };
    let promise = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    if channel.port2().post_message(&wasm_bindgen::JsValue::NULL).is_ok() {
        // Only a message settles it, and none can fail.
        JsFuture::from(promise).await.ok();
    }
    channel.port1().close();
}

fn now() -> f64 {
    web_sys::window().as_ref().and_then(Window::performance).map_or(0.0, |clock| clock.now())
}
