//! A laboratory on the browser's GPU, and small data to train on.

use fitlab::browser::request_gpu;
use fitlab::data::{Dataset, Examples, PIXELS};
use fitlab::random::hash;
use fitlab::training::{Event, History, Job, Lab, Outcome, RunId};
use std::cell::RefCell;
use std::rc::Rc;

/// Trains, and keeps what was told meanwhile.
pub struct Bench {
    pub lab: Lab,
    told: Rc<RefCell<Vec<(RunId, Event)>>>,
}

impl Bench {
    pub async fn new() -> Bench {
        let gpu = request_gpu().await.unwrap_or_else(|obstacle| panic!("{obstacle}"));
        let told: Rc<RefCell<Vec<(RunId, Event)>>> = Rc::default();
        let keep = told.clone();
        let lab = Lab::new(gpu, move |run, event| keep.borrow_mut().push((run, event.clone())));
        Bench { lab, told }
    }

    /// Trains one network to its end. No error may have gone unnoticed meanwhile.
    pub async fn train(&self, job: Job) -> (RunId, History) {
        let run = self.lab.start(vec![job]).unwrap()[0];
        self.lab.work().await;
        assert_eq!(self.lab.gpu().failure(), None);
        let mut history = History::default();
        let told = self.told.borrow();
        let of_run = || told.iter().filter(|(of, _)| *of == run).map(|(_, event)| event);
        of_run().for_each(|event| history.apply(event));
        assert_eq!(of_run().next_back(), Some(&Event::Finished(Outcome::Completed)));
        (run, history)
    }
}

/// Images with a bright band whose height is their label, in noise.
pub fn bands(count: u64) -> Examples {
    let pixel = |at: u64| {
        let (label, row) = (at / PIXELS as u64 % 10, at % PIXELS as u64 / 28);
        let noise = (hash(1, at) >> 58) as u8;
        if row / 3 == label { 192 + noise } else { noise }
    };
    let images = (0..count * PIXELS as u64).map(pixel).collect();
    Examples::new(images, (0..count).map(|n| (n % 10) as u8).collect()).unwrap()
}

pub fn banded(train: u64, test: u64) -> Rc<Dataset> {
    Rc::new(Dataset { train: bands(train), test: bands(test) })
}
