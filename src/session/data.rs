//! The examples: each data set is fetched or drawn once, and shared by all runs.

use super::engine::Once;
use super::state::Session;
use crate::browser::{self, Breather, LoadProgress, spawn};
use crate::config::DatasetName;
use crate::data::synthetic::{Drawing, TEST_COUNT, TRAIN_COUNT, test_range, train_range};
use crate::data::{Dataset, Examples};
use futures_util::FutureExt;
use leptos::prelude::*;
use std::ops::Range;
use std::rc::{Rc, Weak};

/// What is known of a data set.
#[derive(Clone, Debug, PartialEq)]
pub enum DataState {
    /// Nobody has wanted it yet.
    Unasked,
    /// It is on its way.
    Loading {
        /// Bytes received, or images drawn.
        received: usize,
        /// Bytes or images in all.
        total: usize,
        /// Where it comes from; empty for drawn digits.
        place: String,
    },
    /// It is there.
    Ready {
        /// What it is and where it came from.
        note: String,
    },
    /// It could not be had.
    Missing {
        /// Why.
        cause: String,
    },
}

/// Examples and what they are.
#[derive(Clone)]
pub(super) struct Supply {
    pub dataset: Rc<Dataset>,
    pub name: DatasetName,
    pub note: String,
}

/// What has been fetched or drawn so far.
#[derive(Default)]
pub(super) struct Supplies {
    mnist: Option<Once<Result<Supply, String>>>,
    /// Arrays handed over in the console that someone still trains on.
    given: Vec<Weak<Dataset>>,
    /// By the number of training images.
    drawn: Vec<(usize, Once<Result<Supply, String>>)>,
}

/// Drawn training images come in these numbers, so that a small experiment starts at once.
const DRAWN_SIZES: [usize; 3] = [1_000, 10_000, TRAIN_COUNT];
/// Images drawn between two looks at the clock.
const DRAWING_PIECE: usize = 32;

impl Session {
    /// The examples of this name; drawn ones where MNIST cannot be had, which their note says.
    pub(super) async fn supply(
        self,
        name: DatasetName,
        train_samples: usize,
    ) -> Result<Supply, String> {
        if name == DatasetName::Synthetic {
            return self.drawn_supply(train_samples).await;
        }
        match self.mnist_supply().await {
            Ok(supply) => Ok(supply),
            Err(cause) => {
                let drawn = self.drawn_supply(train_samples).await?;
                let note =
                    format!("{} instead of MNIST, which could not be had: {cause}", drawn.note);
                Ok(Supply { note, ..drawn })
            }
        }
    }

    /// Arrays handed over; the same ones as before are shared with the runs that have them.
    pub(super) fn given(self, dataset: Dataset) -> Rc<Dataset> {
        let mut dataset = Rc::new(dataset);
        self.engine.update_value(|engine| {
            let given = &mut engine.supplies.given;
            given.retain(|known| known.strong_count() > 0);
            match given.iter().filter_map(Weak::upgrade).find(|known| *known == dataset) {
                Some(known) => dataset = known,
                None => given.push(Rc::downgrade(&dataset)),
            }
        });
        dataset
    }

    /// Has a data set fetched or drawn ahead of the first run.
    pub fn prepare(self, name: DatasetName, train_samples: usize) {
        spawn(async move {
            // What came of it is kept as signals.
            let _ = self.supply(name, train_samples).await;
        });
    }

    /// Tries to fetch MNIST again after a failure.
    pub fn retry_mnist(self) {
        self.engine.update_value(|engine| engine.supplies.mnist = None);
        self.prepare(DatasetName::Mnist, DRAWN_SIZES[0]);
    }

    fn mnist_supply(self) -> Once<Result<Supply, String>> {
        let asked = self.engine.try_with_value(|engine| engine.supplies.mnist.clone()).flatten();
        asked.unwrap_or_else(|| {
            let asked = self.load_mnist().boxed_local().shared();
            self.engine.update_value(|engine| engine.supplies.mnist = Some(asked.clone()));
            asked
        })
    }

    async fn load_mnist(self) -> Result<Supply, String> {
        let progress = move |LoadProgress { received, total, place, .. }: LoadProgress| {
            self.mnist.set(DataState::Loading { received, total, place });
        };
        progress(LoadProgress { received: 0, total: 0, file: "", place: String::new() });
        match browser::load_mnist(progress).await {
            Ok((dataset, source)) => {
                let note = format!("MNIST from {source}");
                self.mnist.set(DataState::Ready { note: note.clone() });
                Ok(Supply { dataset: Rc::new(dataset), name: DatasetName::Mnist, note })
            }
            Err(error) => {
                let cause = error.to_string();
                self.mnist.set(DataState::Missing { cause: cause.clone() });
                Err(cause)
            }
        }
    }

    fn drawn_supply(self, train_samples: usize) -> Once<Result<Supply, String>> {
        let enough = |size: &usize| *size >= train_samples;
        let size = DRAWN_SIZES.into_iter().find(enough).unwrap_or(DRAWN_SIZES[2]);
        let drawn = self.engine.try_with_value(|engine| {
            let found = engine.supplies.drawn.iter().find(|(drawn, _)| enough(drawn));
            found.map(|(_, supply)| supply.clone())
        });
        drawn.flatten().unwrap_or_else(|| {
            let drawn = self.draw(size).boxed_local().shared();
            self.engine.update_value(|engine| engine.supplies.drawn.push((size, drawn.clone())));
            drawn
        })
    }

    async fn draw(self, size: usize) -> Result<Supply, String> {
        let total = size + TEST_COUNT;
        let progress = |received| {
            self.drawn.set(DataState::Loading { received, total, place: String::new() });
        };
        let train = drawn_examples(train_range(size), progress).await?;
        let test = drawn_examples(test_range(TEST_COUNT), |done| progress(size + done)).await?;
        let note = "Drawn digits, made by this page".to_owned();
        self.drawn.set(DataState::Ready { note: note.clone() });
        let dataset = Rc::new(Dataset { train, test });
        Ok(Supply { dataset, name: DatasetName::Synthetic, note })
    }
}

/// Draws the examples of `range` piece by piece, so that the page stays responsive.
async fn drawn_examples(range: Range<usize>, progress: impl Fn(usize)) -> Result<Examples, String> {
    let mut drawing = Drawing::default();
    let mut breather = Breather::begun_now();
    for begin in range.clone().step_by(DRAWING_PIECE) {
        drawing.draw(begin..range.end.min(begin + DRAWING_PIECE));
        progress(begin - range.start);
        breather.breathe().await;
    }
    drawing.finish().map_err(|error| error.to_string())
}
