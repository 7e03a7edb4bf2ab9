//! The adapter with a clock of its own, and what is known of it.

use fitlab::training::Gpu;
use serde_json::{Value, json};
use wgpu::Features;

/// Opens the adapter with timestamps.
pub fn open() -> Result<Gpu, String> {
    let opened = pollster::block_on(Gpu::request_with(Features::TIMESTAMP_QUERY));
    opened.map_err(|error| {
        format!("{error} The benchmark needs an adapter with timestamp queries; Mesa's lavapipe has them.")
    })
}

/// Its name, driver and version.
pub fn describe(gpu: &Gpu) -> Value {
    let info = gpu.device().adapter_info();
    json!({
        "name": info.name,
        "backend": info.backend.to_string(),
        "type": format!("{:?}", info.device_type),
        "driver": info.driver,
        "driver_version": info.driver_info,
        "fitlab": env!("CARGO_PKG_VERSION"),
        "processors": std::thread::available_parallelism().map_or(0, usize::from),
    })
}
