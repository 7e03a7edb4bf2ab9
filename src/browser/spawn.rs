//! Tasks that go on by themselves.

use std::future::Future;
use std::pin::Pin;

/// Has a future run beside whatever else goes on. It is boxed, as what drives it would else be compiled for each.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}
