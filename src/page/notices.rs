//! Sentences that the reader should not miss: no GPU, no 16-bit floats, no MNIST, what went wrong.

use super::icon::{BIN, icon};
use super::part::{Part, memo};
use crate::config::{Backend, Config, DatasetName, Precision};
use crate::session::{DataState, GpuState, Notice, Session};
use leptos::prelude::*;

pub fn notices(session: Session) -> Part {
    let part = Part::of("<div class=notices data-testid=notices></div>");
    let hidden_cause = RwSignal::new(String::new());
    let texts = memo(move || Texts {
        gpu: missing_gpu(session),
        float16: lacking_float16(session),
        mnist: missing_mnist(session).filter(|cause| *cause != hidden_cause.get()),
        former: session.former.with(|former| former.as_ref().map(|former| former.told.clone())),
        other: session.notice.get(),
    });
    let keys = move || {
        texts.with(|texts| {
            let there = [
                texts.gpu.is_some(),
                texts.float16.is_some(),
                texts.mnist.is_some(),
                texts.former.is_some(),
                texts.other.is_some(),
            ];
            (0..5).filter(|key| there[*key as usize]).collect()
        })
    };
    let notice = move |key| match key {
        0 => no_gpu(session, texts),
        1 => no_float16(session, texts),
        2 => no_mnist(session, texts, hidden_cause),
        3 => former(session, texts),
        _ => other(session, texts),
    };
    part.list(keys, notice);
    part
}

/// What there is to tell.
#[derive(Clone, PartialEq)]
struct Texts {
    gpu: Option<String>,
    float16: Option<String>,
    mnist: Option<String>,
    former: Option<String>,
    other: Option<Notice>,
}

fn missing_gpu(session: Session) -> Option<String> {
    match session.gpu.get() {
        GpuState::Missing { reason, remedy } if !session.can_compute() => {
            Some(format!("{reason} {remedy}"))
        }
        _ => None,
    }
}

fn lacking_float16(session: Session) -> Option<String> {
    let shared = session.shared.get();
    let wanted = shared.precision == Precision::MixedFloat16;
    wanted.then(|| why_no_float16(&session.gpu.get(), &shared)).flatten()
}

fn missing_mnist(session: Session) -> Option<String> {
    let wanted = session.shared.with(|shared| shared.dataset == DatasetName::Mnist);
    match session.mnist.get() {
        DataState::Missing { cause } if wanted => Some(cause),
        _ => None,
    }
}

fn no_gpu(session: Session, texts: Memo<Texts>) -> Part {
    let part = Part::of(
        "<p class=notice data-tone=problem role=alert data-testid=no-gpu>\
         <span><b>Nothing can be trained on a GPU here yet. </b><span></span> Or let the settings choose what \
         computes: the processor can.</span>\
         <button type=button data-testid=retry-gpu>Try again</button></p>",
    );
    part.find("b + span").text(move || texts.get().gpu.unwrap_or_default());
    part.find("button").on_click(move || session.ask_for_gpu());
    part
}

fn no_float16(session: Session, texts: Memo<Texts>) -> Part {
    let part = Part::of(
        "<p class=notice data-tone=warning role=status data-testid=no-f16>\
         <span><b>mixed_float16 cannot be trained here. </b><span></span></span>\
         <button type=button data-testid=use-float32>Use float32</button></p>",
    );
    part.find("b + span").text(move || texts.get().float16.unwrap_or_default());
    part.find("button").on_click(move || {
        session.shared.update(|shared| shared.precision = Precision::Float32);
    });
    part
}

fn no_mnist(session: Session, texts: Memo<Texts>, hidden_cause: RwSignal<String>) -> Part {
    let part = Part::of(
        "<p class=notice data-tone=warning role=status data-testid=no-mnist>\
         <span><b>MNIST could not be had, so networks train on drawn digits. </b><span></span></span>\
         <button type=button data-testid=retry-mnist>Try again</button></p>",
    );
    part.find("b + span").text(move || texts.get().mnist.unwrap_or_default());
    part.find("button").on_click(move || session.retry_mnist());
    add_dismissal(&part, move || {
        hidden_cause.set(texts.get_untracked().mnist.unwrap_or_default());
    });
    part
}

fn former(session: Session, texts: Memo<Texts>) -> Part {
    let part = Part::of(
        "<p class=notice data-tone=news role=status data-testid=former>\
         <span></span><button type=button data-testid=bring-back>Bring back</button></p>",
    );
    part.find("span").text(move || texts.get().former.unwrap_or_default());
    part.find("button").on_click(move || session.bring_back());
    add_dismissal(&part, move || session.former.set(None));
    part
}

fn other(session: Session, texts: Memo<Texts>) -> Part {
    let part = Part::of("<p class=notice data-testid=notice><span></span></p>");
    let is_problem = move || texts.get().other.is_some_and(|notice| notice.problem);
    part.attribute("data-tone", move || if is_problem() { "problem" } else { "news" }.into());
    part.attribute("role", move || if is_problem() { "alert" } else { "status" }.into());
    part.find("span").text(move || texts.get().other.map_or_else(String::new, |it| it.text));
    add_dismissal(&part, move || session.notice.set(None));
    part
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

fn add_dismissal(notice: &Part, dismiss: impl Fn() + 'static) {
    let button = Part::of("<button type=button class='quiet square' aria-label=Dismiss></button>");
    button.markup(|| icon(BIN)).on_click(dismiss);
    notice.add(&button);
}
