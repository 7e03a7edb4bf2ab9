//! The epoch that the reader points at, with pointer or keys; both charts show it.

use super::frame::Frame;
use super::metric::{drawn, finished_epochs, last_epoch};
use crate::session::Session;
use leptos::prelude::*;
use web_sys::{HtmlCanvasElement, KeyboardEvent, PointerEvent};

/// Epochs that the next training will have: the axis before there are curves.
pub(super) fn planned(session: Session) -> usize {
    session.shared.with_untracked(|shared| shared.epochs)
}

/// The epoch under the pointer, counted from 1, as far as there are curves.
pub(super) fn pointed_epoch(
    session: Session,
    canvas: &HtmlCanvasElement,
    event: &PointerEvent,
) -> Option<usize> {
    let bounds = canvas.get_bounding_client_rect();
    session.networks.with_untracked(|networks| {
        let drawn = drawn(networks);
        let frame =
            Frame::within(bounds.width(), bounds.height(), last_epoch(&drawn, planned(session)));
        let epoch = frame.epoch_at(f64::from(event.client_x()) - bounds.left());
        let finished = finished_epochs(&drawn);
        (finished > 0).then(|| epoch.min(finished))
    })
}

/// The epoch that a key leads to; `None` for a key that leads nowhere.
pub(super) fn key_epoch(
    session: Session,
    hovered: Option<usize>,
    event: &KeyboardEvent,
) -> Option<Option<usize>> {
    let finished = session.networks.with_untracked(|networks| finished_epochs(&drawn(networks)));
    let last = finished.max(1);
    let leap = if event.shift_key() { 10 } else { 1 };
    let epoch = match event.key().as_str() {
        "ArrowLeft" => hovered.map_or(last, |epoch| epoch.saturating_sub(leap)),
        "ArrowRight" => hovered.map_or(1, |epoch| epoch + leap),
        "Home" => 1,
        "End" => last,
        "Escape" => return Some(None),
        _ => return None,
    };
    Some((finished > 0).then_some(epoch.clamp(1, last)))
}
