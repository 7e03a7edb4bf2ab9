//! The top of the page: what it is, what it runs on, and which data it uses.

use super::icon::{MOON, SUN, icon};
use super::numbers::{bytes, count};
use super::part::{Part, memo};
use super::theme::Theme;
use crate::config::{Backend, DatasetName};
use crate::session::{DataState, GpuState, Session};
use leptos::prelude::*;

pub fn header(session: Session, theme: Theme) -> Part {
    let part = Part::of(MARKUP);
    show_badge(&part.named("adapter"), memo(move || adapter_badge(session)));
    show_badge(&part.named("data"), memo(move || data_badge(session)));
    let label = move || match theme.is_dark() {
        true => "Change to light colours".to_owned(),
        false => "Change to dark colours".to_owned(),
    };
    part.named("theme")
        .attribute("aria-label", label)
        .attribute("title", label)
        .markup(move || icon(if theme.is_dark() { SUN } else { MOON }))
        .on_click(move || theme.toggle());
    part
}

const MARKUP: &str = "<header>\
    <div class=brand>\
    <svg class=logo viewBox='0 0 24 24' aria-hidden=true>\
    <path class=fit d='M3 4c1.5 9 4.5 12.5 9 13 3 .3 6-.5 9-2.5'/>\
    <path class=train d='M3 6c2 8.5 5 13 9 14 3 .7 6 .9 9 .9'/>\
    </svg>\
    <h1>fitlab</h1>\
    <p><span>Small networks learn to read digits on your own machine.</span> \
    <span>See which underfit, fit and overfit.</span></p>\
    </div>\
    <div class=badges>\
    <div class=badge data-testid=adapter><span class=dot aria-hidden=true></span><span class=label></span>\
    <span class=text></span></div>\
    <div class=badge data-testid=data><span class=dot aria-hidden=true></span><span class=label></span>\
    <span class=text></span></div>\
    <button type=button class='quiet square' data-testid=theme></button>\
    </div>\
    </header>";

/// What a badge says, its colour, and the whole story for those who point at it.
#[derive(Clone, PartialEq)]
struct Badge {
    label: &'static str,
    text: String,
    tone: &'static str,
    title: String,
}

fn show_badge(part: &Part, badge: Memo<Badge>) {
    part.attribute("data-tone", move || badge.get().tone.into());
    part.attribute("title", move || badge.get().title);
    part.find(".label").text(move || badge.get().label.into());
    part.find(".text").text(move || badge.get().text);
}

/// What computes, and why that.
fn adapter_badge(session: Session) -> Badge {
    let backend = session.shared.with(|shared| shared.backend);
    match (session.gpu.get(), backend) {
        (_, Backend::Wasm) => processor(
            String::new(),
            "Trains on this computer's processor with WebAssembly, as the settings ask.",
        ),
        (GpuState::Asking, _) => Badge {
            label: "GPU",
            text: "looking for it…".into(),
            tone: "busy",
            title: "The browser is asked for a GPU.".into(),
        },
        (GpuState::Ready { name, backend, software: false, .. }, _) => Badge {
            label: "GPU",
            title: format!("Trains on {name} through {backend}."),
            text: name,
            tone: "good",
        },
        (GpuState::Ready { name, .. }, Backend::Automatic) => processor(
            format!(", faster than {name}"),
            &format!(
                "The browser offers no graphics card but {name}, which imitates one on the processor. \
                     WebAssembly uses the processor better, so the page trains with that. Check that \
                     hardware acceleration is switched on in the browser's settings."
            ),
        ),
        (GpuState::Ready { name, backend, .. }, _) => Badge {
            label: "Software adapter, slow",
            title: format!(
                "{name} computes on the processor what a GPU would do ({backend}), as the settings \
                     ask. The processor itself would be faster."
            ),
            text: name,
            tone: "warning",
        },
        (GpuState::Missing { reason, remedy }, Backend::Automatic) => {
            processor(", no GPU".into(), &format!("{reason} {remedy}"))
        }
        (GpuState::Missing { reason, remedy }, _) => Badge {
            label: "GPU",
            text: "none".into(),
            tone: "problem",
            title: format!("{reason} {remedy}"),
        },
    }
}

fn processor(remark: String, title: &str) -> Badge {
    let text = format!("WebAssembly{remark}");
    Badge { label: "Processor", text, tone: "good", title: title.into() }
}

fn data_badge(session: Session) -> Badge {
    match session.shared.with(|shared| shared.dataset) {
        DatasetName::Mnist => mnist_badge(&session.mnist.get(), &session.drawn.get()),
        _ => drawn_badge(&session.drawn.get()),
    }
}

fn mnist_badge(mnist: &DataState, drawn: &DataState) -> Badge {
    let badge = |text, tone, title| Badge { label: "Data", text, tone, title };
    match mnist {
        DataState::Unasked => badge("MNIST".into(), "busy", String::new()),
        DataState::Loading { received, total, place } => badge(
            format!("MNIST {} of {}", bytes(*received), bytes(*total)),
            "busy",
            format!("MNIST is on its way{}.", from(place)),
        ),
        DataState::Ready { note } => badge("MNIST".into(), "good", format!("{note}.")),
        DataState::Missing { cause } => Badge {
            text: format!("{} (MNIST could not be had)", drawn_badge(drawn).text),
            tone: "warning",
            title: cause.clone(),
            label: "Data",
        },
    }
}

fn from(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" from {place}") }
}

fn drawn_badge(drawn: &DataState) -> Badge {
    let title = "Digits that this page draws itself, in the manner of handwriting.".into();
    let badge = |text, tone| Badge { label: "Data", text, tone, title };
    match drawn {
        DataState::Loading { received, total, .. } => {
            badge(format!("drawing digits, {} of {}", count(*received), count(*total)), "busy")
        }
        _ => badge("drawn digits".into(), "good"),
    }
}
