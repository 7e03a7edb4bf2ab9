//! Keeps a canvas as sharp and as current as its screen allows, at most once a frame.

use super::draw::{Layer, Picture, draw};
use super::frame::Frame;
use super::marks::Focus;
use super::metric::{Metric, drawn, last_epoch};
use super::paint::Paint;
use super::pointing::planned;
use super::scale::Kind;
use super::view::Both;
use crate::page::part::follow;
use crate::session::Session;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};

/// Width and height in CSS pixels.
type Size = (f64, f64);

/// Follows the canvas's size.
pub(super) fn observe_size(canvas: &HtmlCanvasElement, size: RwSignal<Size>) {
    let observed = canvas.clone();
    let on_resize = Closure::<dyn FnMut()>::new(move || {
        let bounds = observed.get_bounding_client_rect();
        size.set((bounds.width(), bounds.height()));
    });
    match ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
        Ok(observer) => observer.observe(canvas),
        // Only browsers older than WebGPU lack it; there the first size has to do.
        Err(_) => size.set((canvas.client_width().into(), canvas.client_height().into())),
    }
    // The observer lives as long as the page.
    on_resize.forget();
}

/// How the reader looks at a chart.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    pub both: Both,
    pub size: RwSignal<Size>,
    pub kind: RwSignal<Kind>,
}

/// Draws a layer anew whenever something that it shows has changed.
pub(super) fn redraw_when_needed(
    session: Session,
    metric: Metric,
    layer: Layer,
    canvas: HtmlCanvasElement,
    sight: Sight,
) {
    let Sight { both: Both { stages, hovered, focus, theme }, size, kind } = sight;
    let paint = Rc::new(RefCell::new(None));
    let scheduled = StoredValue::new(false);
    let is_blank = StoredValue::new(false);
    let redraw = move || {
        scheduled.set_value(false);
        let hovered = hovered.get_untracked();
        let shows_nothing = layer == Layer::Crosshair && hovered.is_none();
        if shows_nothing && is_blank.get_value() {
            return;
        }
        is_blank.set_value(shows_nothing);
        let (width, height) = size.get_untracked();
        let context = blank(&canvas, (width, height)).filter(|_| !shows_nothing);
        let is_dark = untrack(|| theme.is_dark());
        // To read the colours has the browser bring all styles up to date.
        if paint.borrow().as_ref().is_none_or(|(was_dark, _)| *was_dark != is_dark) {
            paint.replace(Paint::current().map(|paint| (is_dark, paint)));
        }
        let paint = paint.borrow();
        let Some((context, (_, paint))) = context.zip(paint.as_ref()) else { return };
        session.networks.with_untracked(|all| {
            let networks = drawn(all);
            let focus = focus.get_untracked().filter(|_| layer == Layer::Curves);
            let picture = Picture {
                frame: Frame::within(width, height, last_epoch(&networks, planned(session))),
                scale: metric.scale(kind.get_untracked(), &networks),
                metric,
                networks: &networks,
                hovered: hovered.filter(|_| !networks.is_empty()),
                focus: focus.and_then(|id| Focus::on(all, id)),
            };
            draw(&context, layer, &picture, paint);
        });
    };
    follow(move || {
        // A memo that is only tracked is never worked out, so it is read.
        stages.with(|_| ());
        session.shared.track();
        size.track();
        kind.track();
        theme.track();
        match layer {
            Layer::Curves => focus.with(|_| ()),
            Layer::Crosshair => hovered.track(),
        }
        if !scheduled.get_value() {
            scheduled.set_value(true);
            let redraw = redraw.clone();
            // The charts take turns: both painted in one frame, of twenty long curves each, would outlast it.
            match (layer, metric) {
                (Layer::Curves, Metric::Accuracy) => {
                    request_animation_frame(move || request_animation_frame(redraw))
                }
                _ => request_animation_frame(redraw),
            }
        }
    });
}

/// Gives the canvas as many pixels as the screen has for it, all blank.
fn blank(canvas: &HtmlCanvasElement, (width, height): Size) -> Option<CanvasRenderingContext2d> {
    let density = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    let pixels = |length: f64| (length * density).round().max(1.0) as u32;
    if (canvas.width(), canvas.height()) != (pixels(width), pixels(height)) {
        canvas.set_width(pixels(width));
        canvas.set_height(pixels(height));
    }
    let context = canvas.get_context("2d").ok().flatten()?;
    let context = context.dyn_into::<CanvasRenderingContext2d>().ok()?;
    // This does not fail with finite numbers.
    let _ = context.set_transform(density, 0.0, 0.0, density, 0.0, 0.0);
    context.clear_rect(0.0, 0.0, width, height);
    Some(context)
}
