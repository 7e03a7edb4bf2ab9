//! Sentences that the reader should not miss: no GPU, no 16-bit floats, no MNIST, what went wrong.

use super::icon::{BIN, icon};
use crate::config::{Backend, Config, DatasetName, Precision};
use crate::session::{DataState, GpuState, Notice, Session};
use leptos::prelude::*;

#[component]
pub fn Notices(session: Session) -> impl IntoView {
    let hidden_cause = RwSignal::new(None);
    let missing_mnist = Memo::new(move |_| {
        let wanted = session.shared.with(|shared| shared.dataset == DatasetName::Mnist);
        match session.mnist.get() {
            DataState::Missing { cause } if wanted => Some(cause),
            _ => None,
        }
        .filter(|cause| hidden_cause.with(|hidden| hidden.as_ref() != Some(cause)))
    });
    let lacking_f16 = Memo::new(move |_| {
        let shared = session.shared.get();
        let wanted = shared.precision == Precision::MixedFloat16;
        wanted.then(|| why_no_float16(&session.gpu.get(), &shared)).flatten()
    });
    let use_float32 =
        move |_| session.shared.update(|shared| shared.precision = Precision::Float32);
    view! {
        <div class="notices" data-testid="notices">
            {move || match session.gpu.get() {
                GpuState::Missing { reason, remedy } if !session.can_compute() => Some(view! {
                    <p class="notice" data-tone="problem" role="alert" data-testid="no-gpu">
                        <span>
                            <b>"Nothing can be trained on a GPU here yet. "</b> {reason} " " {remedy}
                            " Or let the settings choose what computes: the processor can."
                        </span>
                        <button type="button" data-testid="retry-gpu"
                            on:click=move |_| session.ask_for_gpu()>"Try again"</button>
                    </p>
                }),
                _ => None,
            }}
            {move || lacking_f16.get().map(|cause| view! {
                <p class="notice" data-tone="warning" role="status" data-testid="no-f16">
                    <span>
                        <b>"mixed_float16 cannot be trained here. "</b>
                        {cause}
                    </span>
                    <button type="button" data-testid="use-float32"
                        on:click=use_float32>"Use float32"</button>
                </p>
            })}
            {move || missing_mnist.get().map(|cause| {
                let told = cause.clone();
                view! {
                    <p class="notice" data-tone="warning" role="status" data-testid="no-mnist">
                        <span>
                            <b>"MNIST could not be had, so networks train on drawn digits. "</b> {cause}
                        </span>
                        <button type="button" data-testid="retry-mnist"
                            on:click=move |_| session.retry_mnist()>"Try again"</button>
                        {dismiss(move || hidden_cause.set(Some(told.clone())))}
                    </p>
                }
            })}
            {move || session.notice.get().map(|Notice { text, problem }| view! {
                <p class="notice" data-tone=if problem { "problem" } else { "news" }
                    role=if problem { "alert" } else { "status" } data-testid="notice">
                    <span>{text}</span>
                    {dismiss(move || session.notice.set(None))}
                </p>
            })}
        </div>
    }
}

/// Why mixed_float16 cannot be trained with, if so.
fn why_no_float16(gpu: &GpuState, config: &Config) -> Option<String> {
    let processor = "The processor computes in 32-bit floats";
    match gpu {
        GpuState::Ready { name, shader_f16: false, .. } => {
            let adapter = format!("{name} has no 16-bit floats in shaders");
            Some(match config.backend {
                Backend::WebGpu => format!("{adapter}."),
                Backend::Wasm => format!("{processor}."),
                Backend::Automatic => format!("{processor}, and {adapter}."),
            })
        }
        _ => (!gpu.is_used_for(config)).then(|| format!("{processor}.")),
    }
}

fn dismiss(action: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="quiet square" aria-label="Dismiss" on:click=move |_| action()>
            {icon(BIN)}
        </button>
    }
}
