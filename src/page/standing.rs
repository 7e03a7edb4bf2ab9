//! How a network's training goes, in a line.

use super::numbers::duration;
use crate::session::log::{DIVERGED, epochs};
use crate::session::network::{Run, Status};
use crate::training::Outcome;

/// The line for a network with these runs.
pub fn standing_text(runs: &[Run]) -> String {
    match runs {
        [] => "not trained yet".into(),
        [run] => of_run(run),
        runs => of_runs(runs),
    }
}

/// The seeds of a network that has several; empty for a single one.
pub fn seeds_text(runs: &[Run]) -> String {
    let seeds: Vec<String> = runs.iter().map(|run| run.config.seed.to_string()).collect();
    match seeds.len() {
        0 | 1 => String::new(),
        several => format!("{several} seeds: {}", seeds.join(", ")),
    }
}

fn of_run(run: &Run) -> String {
    match &run.status {
        Status::Waiting => "waiting".into(),
        Status::Preparing => "preparing".into(),
        Status::Training => {
            let epoch = (run.epoch + 1).min(run.config.epochs);
            let steps = run.steps_per_epoch();
            format!("epoch {epoch}/{} · step {}/{steps}", run.config.epochs, run.step)
        }
        Status::Over(Outcome::Completed) => {
            format!("{} in {}", epochs(run.config.epochs), duration(run.seconds()))
        }
        Status::Over(Outcome::Stopped) => {
            format!("stopped after {} of {}", run.history.epochs(), run.config.epochs)
        }
        Status::Over(Outcome::Diverged) => DIVERGED.into(),
        Status::Over(Outcome::Failed(cause)) => cause.clone(),
    }
}

/// That of the run that is furthest behind; once all are over, how many ended how.
fn of_runs(runs: &[Run]) -> String {
    let active = runs.iter().filter(|run| !run.is_over());
    if let Some(behind) = active.min_by_key(|run| (run.epoch, run.step)) {
        return of_run(behind);
    }
    let ended = |outcome: &Outcome| {
        let is_so = |run: &&Run| run.status == Status::Over(outcome.clone());
        runs.iter().filter(is_so).count()
    };
    let (all, completed) = (runs.len(), ended(&Outcome::Completed));
    if completed == all {
        let seconds = runs.iter().map(Run::seconds).sum();
        return format!("{all} × {} in {}", epochs(runs[0].config.epochs), duration(seconds));
    }
    let cause = runs.iter().find_map(|run| match &run.status {
        Status::Over(Outcome::Failed(cause)) => Some(cause),
        _ => None,
    });
    match (cause, ended(&Outcome::Diverged)) {
        (Some(cause), _) => cause.clone(),
        (None, 0) => format!("stopped; {completed} of {all} seeds trained to the end"),
        (None, diverged) if diverged == all => DIVERGED.into(),
        (None, diverged) => format!("{diverged} of {all} seeds diverged and are left out"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::session::shared::repeated;
    use crate::training::Event;

    fn runs(events: [&[Event]; 3]) -> Vec<Run> {
        let configs = repeated(&Config::default(), 3).into_iter().zip(1..);
        let waiting = configs.map(|(config, serial)| Run::waiting(serial, config));
        let folded = waiting.zip(events).map(|(mut run, events)| {
            events.iter().for_each(|event| run.fold(event));
            run
        });
        folded.collect()
    }

    fn ended(outcomes: [Outcome; 3]) -> Vec<Run> {
        let events = outcomes.map(|outcome| [Event::Finished(outcome)]);
        runs([&events[0], &events[1], &events[2]])
    }

    #[test]
    fn seeds_are_named_where_there_are_several() {
        let runs = runs([&[], &[], &[]]);
        assert_eq!(seeds_text(&runs), "3 seeds: 1, 2, 3");
        assert_eq!(seeds_text(&runs[..1]), "");
    }

    #[test]
    fn the_line_tells_of_the_run_furthest_behind() {
        let at = |epoch| [Event::Started, Event::Progress { epoch, step: 4 }];
        let runs = runs([&at(3), &at(2), &[Event::Finished(Outcome::Stopped)]]);
        assert_eq!(standing_text(&runs), "epoch 3/20 · step 4/16");
    }

    #[test]
    fn one_epoch_is_no_epochs() {
        let mut runs = ended([Outcome::Completed, Outcome::Completed, Outcome::Completed]);
        runs.iter_mut().for_each(|run| run.config.epochs = 1);
        assert!(standing_text(&runs[..1]).starts_with("1 epoch in"));
        assert!(standing_text(&runs).starts_with("3 × 1 epoch in"));
    }

    #[test]
    fn the_end_tells_how_many_came_through() {
        use Outcome::{Completed, Diverged, Failed, Stopped};
        for (outcomes, beginning) in [
            ([Completed, Completed, Completed], "3 × 20 epochs in"),
            ([Completed, Stopped, Stopped], "stopped; 1 of 3 seeds"),
            ([Completed, Diverged, Completed], "1 of 3 seeds diverged"),
            ([Diverged, Diverged, Diverged], DIVERGED),
            ([Completed, Failed("no memory".into()), Completed], "no memory"),
        ] {
            let text = standing_text(&ended(outcomes));
            assert!(text.starts_with(beginning), "{text}");
        }
    }
}
