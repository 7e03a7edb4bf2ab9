//! Opens the page. Natively there is nothing to open.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    let session = fitlab::session::Session::new();
    fitlab::console::install(session);
    fitlab::page::open(session);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("fitlab is a web page: `cargo xtask serve` builds and serves it.");
}
