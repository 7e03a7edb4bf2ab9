//! Which variant of the kernels suits the reader's adapter: measured once, kept for the next visit.

use crate::training::{Gpu, Variant};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Storage, window};

/// Has the adapter use the variant that is kept for it; else measures in the background. A software
/// adapter takes seconds to compile a variant, and which suits it is known beforehand.
pub fn settle_variant(gpu: &Gpu) {
    if gpu.facts().software {
        return;
    }
    // Another version may have other kernels.
    let key = format!("fitlab-variant {} {}", env!("CARGO_PKG_VERSION"), gpu.facts().name);
    let kept = storage().and_then(|storage| storage.get_item(&key).ok()?);
    if let Some(variant) = kept.and_then(|name| Variant::named(&name, gpu.facts())) {
        gpu.set_variant(variant);
        return;
    }
    let gpu = gpu.clone();
    spawn_local(async move {
        let variant = gpu.tune(&Variant::all(gpu.facts())).await;
        if let Some(storage) = storage() {
            // Without storage the next visit measures again.
            let _ = storage.set_item(&key, &variant.name());
        }
    });
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}
