//! A worker's program: trains on the processor what the page hands it. Natively there is nothing to do.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    fitlab::workers::serve();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is a part of fitlab's page: `cargo xtask serve` builds and serves it.");
}
