//! The GPU: which one it is, what it allows, what it has been asked to do, and whether it failed.

use super::compiled::Compiled;
use super::counters::Counters;
use super::memory::Memory;
use super::variant::Variant;
use futures_channel::oneshot;
use futures_util::FutureExt;
use futures_util::future::Shared;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

/// What a reader wants to know of the adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterFacts {
    /// Its name, as its driver or browser gives it.
    pub name: String,
    /// The interface used: `WebGPU` in a browser, `Vulkan`, `Metal` or `Dx12` natively.
    pub backend: String,
    /// Whether it computes on the processor instead of a graphics card.
    pub software: bool,
    /// Whether shaders may use 16-bit floats.
    pub shader_f16: bool,
    /// Whether invocations may read each other's registers.
    pub subgroups: bool,
}

/// Why there is no GPU to train on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GpuError {
    /// Nothing offers itself.
    #[error("No graphics adapter could be had: {0}")]
    NoAdapter(String),
    /// The adapter would not open.
    #[error("The graphics adapter {name} refused to open: {cause}")]
    NoDevice {
        /// The adapter's name.
        name: String,
        /// What its driver or browser says.
        cause: String,
    },
}

/// An opened adapter. Clones share it.
#[derive(Clone)]
pub struct Gpu {
    pub(super) device: wgpu::Device,
    pub(super) queue: wgpu::Queue,
    facts: Rc<AdapterFacts>,
    counters: Rc<Cell<Counters>>,
    variant: Rc<Cell<Variant>>,
    pub(super) compiled: Rc<Compiled>,
    failure: Arc<Mutex<Option<String>>>,
    lost: Shared<oneshot::Receiver<()>>,
    /// Where buffers belong that are made through this handle.
    pub(super) memory: Option<Rc<Memory>>,
}

/// Features that training makes use of where the adapter has them.
const USED: wgpu::Features = wgpu::Features::SHADER_F16.union(wgpu::Features::SUBGROUP);

/// Names under which software adapters go where nothing else tells them.
const SOFTWARE_NAMES: [&str; 5] =
    ["swiftshader", "llvmpipe", "lavapipe", "basic render", "software"];

impl Gpu {
    /// Opens the fastest adapter.
    ///
    /// # Errors
    /// If there is none, or it does not open.
    pub async fn request() -> Result<Gpu, GpuError> {
        Gpu::request_with(wgpu::Features::empty()).await
    }

    /// Opens the fastest adapter with features beyond those that training needs.
    ///
    /// # Errors
    /// If there is none, or it does not open with these features.
    pub async fn request_with(features: wgpu::Features) -> Result<Gpu, GpuError> {
        let instance =
            wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..Default::default()
        };
        let adapter = instance
            .request_adapter(&options)
            .await
            .map_err(|error| GpuError::NoAdapter(error.to_string()))?;
        let facts = facts_of(&adapter);
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("fitlab"),
            required_features: features | (adapter.features() & USED),
            required_limits: limits_of(&adapter),
            ..Default::default()
        };
        let (device, queue) = adapter.request_device(&descriptor).await.map_err(|error| {
            GpuError::NoDevice { name: facts.name.clone(), cause: error.to_string() }
        })?;
        let failure = Arc::new(Mutex::new(None));
        let lost = report_failures(&device, &failure);
        Ok(Gpu {
            device,
            queue,
            variant: Rc::new(Cell::new(Variant::presumed(&facts))),
            facts: Rc::new(facts),
            compiled: Rc::default(),
            counters: Rc::default(),
            failure,
            lost: lost.shared(),
            memory: None,
        })
    }

    /// The open device, for work that is not training.
    pub fn device(&self) -> &wgpu::Device {
        &self.device
    }

    /// Where its work goes.
    pub fn queue(&self) -> &wgpu::Queue {
        &self.queue
    }

    /// What is known of the adapter.
    pub fn facts(&self) -> &AdapterFacts {
        &self.facts
    }

    /// The same adapter under a better name, where the caller knows one.
    pub fn named(self, name: String) -> Gpu {
        let software = self.facts.software || is_software(&name);
        let facts = AdapterFacts { name, software, ..(*self.facts).clone() };
        self.refine(facts)
    }

    /// The same adapter, opened with subgroups in a way that only the caller can tell.
    pub fn with_subgroups(self) -> Gpu {
        let facts = AdapterFacts { subgroups: true, ..(*self.facts).clone() };
        self.refine(facts)
    }

    fn refine(mut self, facts: AdapterFacts) -> Gpu {
        self.variant.set(Variant::presumed(&facts));
        self.facts = Rc::new(facts);
        self
    }

    /// The same adapter; buffers that are made through this handle are given back with it and its clones.
    pub(super) fn with_memory(&self) -> Gpu {
        Gpu { memory: Some(Rc::default()), ..self.clone() }
    }

    /// How kernels share out their sums.
    pub fn variant(&self) -> Variant {
        self.variant.get()
    }

    /// Has kernels that are compiled from now on share out their sums so.
    pub fn set_variant(&self, variant: Variant) {
        self.variant.set(variant);
    }

    /// What it has been asked to do so far.
    pub fn counters(&self) -> Counters {
        self.counters.get()
    }

    pub(super) fn count(&self, add: impl FnOnce(&mut Counters)) {
        let mut counters = self.counters.get();
        add(&mut counters);
        self.counters.set(counters);
    }

    /// The first error that it reported outside of any expectation, if any.
    pub fn failure(&self) -> Option<String> {
        self.failure.lock().map_or(None, |failure| failure.clone())
    }

    /// Waits until it is lost; says how. It never is if it is given up before.
    pub async fn lost(&self) -> Option<String> {
        self.lost.clone().await.ok()?;
        self.failure()
    }

    /// Gives up all that lies on it. Nothing can be done with it any more.
    pub fn close(&self) {
        self.device.destroy();
    }

    /// Waits natively until the GPU has done what it was asked to and callbacks were called; a browser
    /// calls them by itself.
    pub(super) fn drive(&self) {
        if let Err(error) = self.device.poll(wgpu::PollType::wait_indefinitely()) {
            keep(&self.failure, format!("The GPU does not answer: {error}"));
        }
    }

    /// Waits until the GPU has done what it was asked to. In a browser the page has its turn meanwhile.
    pub(super) async fn catch_up(&self) {
        let (sender, done) = oneshot::channel();
        self.queue.on_submitted_work_done(move || {
            // Whoever waited may be gone.
            let _ = sender.send(());
        });
        self.drive();
        // A lost GPU has nothing left to do either.
        done.await.ok();
    }

    /// The largest buffer that a kernel may use, in bytes.
    pub fn largest_bound_buffer(&self) -> u64 {
        self.device.limits().max_storage_buffer_binding_size.min(self.largest_buffer())
    }

    /// The largest buffer that there may be, in bytes.
    pub fn largest_buffer(&self) -> u64 {
        self.device.limits().max_buffer_size
    }
}

fn facts_of(adapter: &wgpu::Adapter) -> AdapterFacts {
    let info = adapter.get_info();
    let backend = match info.backend {
        wgpu::Backend::BrowserWebGpu => "WebGPU".into(),
        other => format!("{other:?}"),
    };
    let name = if info.name.is_empty() { "unnamed adapter".into() } else { info.name };
    AdapterFacts {
        backend,
        software: info.device_type == wgpu::DeviceType::Cpu || is_software(&name),
        shader_f16: adapter.features().contains(wgpu::Features::SHADER_F16),
        subgroups: adapter.features().contains(wgpu::Features::SUBGROUP),
        name,
    }
}

/// Whether an adapter of this name computes on the processor.
pub fn is_software(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SOFTWARE_NAMES.iter().any(|software| name.contains(software))
}

/// WebGPU's defaults, but for buffers as large as the adapter allows: wide layers need them.
fn limits_of(adapter: &wgpu::Adapter) -> wgpu::Limits {
    let allowed = adapter.limits();
    wgpu::Limits {
        max_buffer_size: allowed.max_buffer_size,
        max_storage_buffer_binding_size: allowed.max_storage_buffer_binding_size,
        ..wgpu::Limits::default()
    }
}

/// Keeps the first error that no one expected, so that training stops with it instead of going on wrongly. Tells when
/// the device is lost.
fn report_failures(
    device: &wgpu::Device,
    failure: &Arc<Mutex<Option<String>>>,
) -> oneshot::Receiver<()> {
    let kept = failure.clone();
    device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
        keep(&kept, format!("The GPU reported an error: {error}"));
    }));
    let kept = failure.clone();
    let (sender, lost) = oneshot::channel();
    let sender = Mutex::new(Some(sender));
    device.set_device_lost_callback(move |reason, message| {
        // A device that we drop ourselves is no failure.
        if reason != wgpu::DeviceLostReason::Destroyed {
            keep(&kept, format!("The GPU was lost: {message}"));
            let sender = sender.lock().map_or(None, |mut sender| sender.take());
            if let Some(sender) = sender {
                // Whoever waited may be gone.
                let _ = sender.send(());
            }
        }
    });
    lost
}

fn keep(failure: &Mutex<Option<String>>, text: String) {
    if let Ok(mut kept) = failure.lock() {
        kept.get_or_insert(text);
    }
}
