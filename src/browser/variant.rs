//! Which variant of the kernels suits the reader's adapter: measured once, kept for the next visit.

use crate::training::{Gpu, Variant};
use web_sys::{Storage, window};

/// Has the adapter use the variant that is kept for it. Says whether one is still to be measured: a software
/// adapter takes seconds to compile a variant, and which suits it is known beforehand.
pub fn use_kept_variant(gpu: &Gpu) -> bool {
    if gpu.facts().software {
        return false;
    }
    let kept = storage().and_then(|storage| storage.get_item(&key(gpu)).ok()?);
    match kept.and_then(|name| Variant::named(&name, gpu.facts())) {
        Some(variant) => gpu.set_variant(variant),
        None => return true,
    }
    false
}

/// Measures which variant is the fastest, has the adapter use it and keeps it.
pub async fn measure_variant(gpu: &Gpu) {
    let variant = gpu.tune(&Variant::all(gpu.facts())).await;
    if let Some(storage) = storage() {
        // Without storage the next visit measures again.
        let _ = storage.set_item(&key(gpu), &variant.name());
    }
}

/// Another version may have other kernels.
fn key(gpu: &Gpu) -> String {
    format!("fitlab-variant {} {}", env!("CARGO_PKG_VERSION"), gpu.facts().name)
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}
