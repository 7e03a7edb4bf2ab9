//! Every kernel is valid WGSL within WebGPU's default capabilities, and 16-bit floats where it asks for them.
#![cfg(not(target_arch = "wasm32"))]

use fitlab::config::Precision;
use fitlab::training::kernels::{SOURCES, source};
use fitlab::training::{AdapterFacts, Variant};
use naga::valid::{Capabilities, ValidationFlags, Validator};

#[test]
fn every_kernel_is_valid() {
    let default = SOURCES.map(|(name, _)| (name, Precision::Float32, Capabilities::empty()));
    let with_f16 =
        SOURCES.map(|(name, _)| (name, Precision::MixedFloat16, Capabilities::SHADER_FLOAT16));
    let kernels: Vec<_> = default.into_iter().chain(with_f16).collect();
    // An adapter that can take every variant.
    let adapter = AdapterFacts {
        name: String::new(),
        backend: String::new(),
        software: true,
        shader_f16: true,
        subgroups: true,
    };
    let variants = Variant::all(&adapter);
    assert!(variants.iter().any(|variant| variant.holds), "{variants:?}");
    for (variant, &(name, precision, capabilities)) in
        variants.iter().flat_map(|&variant| kernels.iter().map(move |kernel| (variant, kernel)))
    {
        let text = source(name, precision, variant);
        let subgroups = if variant.quads { Capabilities::SUBGROUP } else { Capabilities::empty() };
        let module = naga::front::wgsl::parse_str(&text)
            .unwrap_or_else(|error| panic!("{}", error.emit_to_string_with_path(&text, name)));
        let mut validator = Validator::new(ValidationFlags::all(), capabilities | subgroups);
        let checked = validator.validate(&module);
        assert!(checked.is_ok(), "{name}: {}", checked.unwrap_err().emit_to_string(&text));
        let bindings = module
            .global_variables
            .iter()
            .filter(|(_, variable)| matches!(variable.space, naga::AddressSpace::Storage { .. }));
        assert!(bindings.count() <= 8, "{name} needs more storage buffers than WebGPU promises");
    }
}

/// A kernel opens with what it computes, on what shapes, and who dispatches it.
#[test]
fn every_kernel_introduces_itself() {
    for (name, parts) in SOURCES {
        let own = parts.last().unwrap();
        let head: String = own.lines().take_while(|line| line.starts_with("//")).collect();
        assert!(head.contains("Dispatched by"), "{name}");
    }
}
