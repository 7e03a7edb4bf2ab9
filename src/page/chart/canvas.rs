//! Keeps a canvas as sharp and as current as its screen allows, at most once a frame.

use super::draw::{Layer, Picture, draw};
use super::frame::Frame;
use super::marks::Focus;
use super::metric::{Metric, drawn, last_epoch};
use super::paint::Paint;
use super::pointing::planned;
use super::scale::Kind;
use crate::page::part::{follow, memo};
use crate::session::Session;
use crate::session::network::NetworkId;
use crate::session::stage::stages;
use leptos::prelude::*;
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
    pub size: RwSignal<Size>,
    pub hovered: RwSignal<Option<usize>>,
    pub focus: Memo<Option<NetworkId>>,
    pub kind: RwSignal<Kind>,
    pub paint: Memo<Option<Paint>>,
}

/// Draws a layer anew whenever something that it shows has changed.
pub(super) fn redraw_when_needed(
    session: Session,
    metric: Metric,
    layer: Layer,
    canvas: HtmlCanvasElement,
    sight: Sight,
) {
    let Sight { size, hovered, focus, kind, paint } = sight;
    let stages = memo(move || session.networks.with(|networks| stages(networks)));
    let scheduled = StoredValue::new(false);
    let redraw = move || {
        scheduled.set_value(false);
        let hovered = hovered.get_untracked();
        session.networks.with_untracked(|all| {
            let networks = drawn(all);
            let (width, height) = size.get_untracked();
            let Some(context) = blank(&canvas, (width, height)) else { return };
            if layer == Layer::Crosshair && hovered.is_none() {
                return;
            }
            let picture = Picture {
                frame: Frame::within(width, height, last_epoch(&networks, planned(session))),
                scale: metric.scale(kind.get_untracked(), &networks),
                metric,
                networks: &networks,
                hovered: hovered.filter(|_| !networks.is_empty()),
                focus: focus.get_untracked().and_then(|id| Focus::on(all, id)),
            };
            paint.with_untracked(|paint| {
                if let Some(paint) = paint {
                    draw(&context, layer, &picture, paint);
                }
            });
        });
    };
    follow(move || {
        // A memo that is only tracked is never worked out, so it is read.
        stages.with(|_| ());
        session.shared.track();
        size.track();
        kind.track();
        paint.track();
        match layer {
            Layer::Curves => focus.track(),
            Layer::Crosshair => hovered.track(),
        }
        if !scheduled.get_value() {
            scheduled.set_value(true);
            // The charts take turns: both painted in one frame, of twenty long curves each, would outlast it.
            let redraw = redraw.clone();
            match metric {
                Metric::Loss => request_animation_frame(redraw),
                Metric::Accuracy => {
                    request_animation_frame(move || request_animation_frame(redraw))
                }
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
