//! Train, Pause, Stop, Reset, and how far the training is.

use super::numbers::{bytes, count, duration, time_left};
use super::part::{Part, memo};
use crate::config::{Backend, Config, DatasetName};
use crate::decimal::fixed;
use crate::session::network::{Network, Origin, Run, Status, all_runs};
use crate::session::progress::{seconds_left, share_done};
use crate::session::settings::{SETTINGS, Setting};
use crate::session::shared::{Shared, repeated};
use crate::session::time::now;
use crate::session::{DataState, GpuState, Session};
use crate::training::Outcome;
use leptos::prelude::*;

pub fn controls(session: Session) -> Part {
    let part = Part::of(MARKUP);
    let active = memo(move || session.is_active());
    let waiting = memo(move || session.is_waiting());
    let trainable = memo(move || is_trainable(session));
    let has_runs = memo(move || {
        session.networks.with(|networks| networks.iter().any(|network| !network.runs().is_empty()))
    });
    let train_label = move || if waiting.get() { "Waiting…" } else { "Train" }.into();
    let expect = move || {
        if trainable.get_untracked() {
            session.expect_training();
        }
    };
    part.named("train")
        .text(train_label)
        .flag("disabled", move || !trainable.get())
        // Whoever points at it mostly presses it: what trains is loaded then, not with the page.
        .on("pointerenter", move |_| expect())
        .on("focus", move |_| expect())
        .on_click(move || train(session));
    let pause_label = move || if session.paused.get() { "Resume" } else { "Pause" }.into();
    let pause_or_resume = move || match session.paused.get_untracked() {
        true => session.resume(),
        false => session.pause(),
    };
    part.named("pause")
        .text(pause_label)
        .flag("disabled", move || !active.get() || waiting.get())
        .on_click(pause_or_resume);
    part.named("stop").flag("disabled", move || !active.get()).on_click(move || session.stop());
    part.named("reset").flag("disabled", move || !has_runs.get()).on_click(move || session.clear());
    show_progress(session, &part);
    part
}

const MARKUP: &str = "<section class='panel controls' aria-label=Training>\
    <div class=buttons>\
    <button type=button class=primary data-testid=train></button>\
    <button type=button data-testid=pause></button>\
    <button type=button data-testid=stop>Stop</button>\
    <button type=button data-testid=reset \
    title='Clear the curves and the log; networks and settings stay'>Reset</button>\
    </div>\
    <progress max=1 data-testid=progress aria-label='Training progress'></progress>\
    <p class=status data-testid=status></p>\
    </section>";

/// Whether there is something to train, something to train it on, and no training under way.
fn is_trainable(session: Session) -> bool {
    let of_page = |network: &&Network| network.origin == Origin::Page;
    session.can_compute()
        && session.networks.with(|networks| {
            let page: Vec<_> = networks.iter().filter(of_page).collect();
            !page.is_empty() && !page.iter().any(|network| network.is_active())
        })
}

/// Refuses to start while a setting is marked as impossible.
fn train(session: Session) {
    let refused = session.refusals.with_untracked(|refusals| {
        SETTINGS.iter().find(|setting| refusals.iter().any(|refusal| refusal.path == setting.path))
    });
    match refused {
        Some(Setting { label, .. }) => {
            session.warn(format!("Correct “{label}” first: it is marked in the settings."));
        }
        None => session.train(),
    }
}

fn show_progress(session: Session, part: &Part) {
    let share = memo(move || {
        let first = session.first_serial.get();
        let share = session.networks.with(|networks| share_done(networks, first));
        // Coarser than the eye sees, so that the page is not changed in vain.
        (share * 1000.0).round() / 1000.0
    });
    part.named("progress").attribute("value", move || fixed(share.get(), 3));
    part.named("status").text(move || status(session, share.get()));
}

fn status(session: Session, share: f64) -> String {
    if session.is_waiting() {
        return waiting_for(session);
    }
    let percent = format!("{} %", (share * 100.0) as u32);
    if session.paused.get() {
        return format!("Paused at {percent}.");
    }
    let seconds = session.watch.get().seconds(now());
    if session.is_active() {
        return match seconds_left(share, seconds) {
            Some(left) => format!("{percent} done · about {} left", time_left(left)),
            None => format!("{percent} done"),
        };
    }
    let ended = ended(session, seconds);
    match is_outdated(session) {
        true => format!("{ended} Something was changed since; Train applies it."),
        false => ended,
    }
}

/// Whether a curve of the page belongs to other settings or layers than those shown now.
fn is_outdated(session: Session) -> bool {
    let Shared { mut config, repeats } = session.settings();
    if config.dataset == DatasetName::Mnist
        && matches!(session.mnist.get(), DataState::Missing { .. })
    {
        config.dataset = DatasetName::Synthetic;
    }
    let differs = |(run, now): (&Run, Config)| run.config != now;
    let outdated = |network: &Network| {
        let (runs, now) = (network.runs(), repeated(&network.config(&config), repeats));
        network.origin == Origin::Page
            && !runs.is_empty()
            && (runs.len() != repeats || runs.iter().zip(now).any(differs))
    };
    session.networks.with(|networks| networks.iter().any(outdated))
}

/// How the latest training ended, or that there was none.
fn ended(session: Session, seconds: f64) -> String {
    let first = session.first_serial.get();
    let (mut runs, mut completed, mut networks, mut has_repeats) = (0, 0, 0, false);
    session.networks.with(|all| {
        networks = all.len();
        has_repeats = all.iter().any(|network| network.runs().len() > 1);
        for run in all_runs(all) {
            if run.serial >= first {
                runs += 1;
                completed += usize::from(run.status == Status::Over(Outcome::Completed));
            }
        }
    });
    let what = if has_repeats { "runs" } else { "networks" };
    match (runs, completed) {
        (0, _) if networks == 0 => "Add a network to begin.".into(),
        (0, _) => "Ready. The networks train side by side.".into(),
        (_, 0) => "Over; no network was trained to its end.".into(),
        (_, done) if done < runs => {
            format!("{done} of {runs} {what} trained to the end, in {}.", duration(seconds))
        }
        _ => format!("Done in {}.", duration(seconds)),
    }
}

fn waiting_for(session: Session) -> String {
    let wants_gpu = session.shared.with(|shared| shared.backend != Backend::Wasm);
    if wants_gpu && session.gpu.get() == GpuState::Asking {
        return "Waiting for the GPU…".into();
    }
    let drawing = match session.drawn.get() {
        DataState::Loading { received, total, .. } => {
            Some(format!("Drawing digits: {} of {}", count(received), count(total)))
        }
        _ => None,
    };
    let mnist = match session.mnist.get() {
        DataState::Loading { received, total, .. } => {
            Some(format!("Waiting for MNIST: {} of {}", bytes(received), bytes(total)))
        }
        _ => None,
    };
    let wants_mnist = session.shared.with(|shared| shared.dataset == DatasetName::Mnist);
    let told = if wants_mnist { mnist.or(drawing) } else { drawing };
    told.unwrap_or_else(|| "Preparing…".into())
}
