//! Brings examples to workers: each only once, only as many as are needed, and in pieces that do not hold up
//! the page.

use super::crew::MemberId;
use super::wire::{DataId, Order};
use crate::browser::Breather;
use crate::data::{Dataset, Examples, PIXELS};
use futures_util::lock::Mutex;
use js_sys::Uint8Array;
use std::ops::Range;
use std::rc::{Rc, Weak};

/// Examples sent in one message.
const PIECE: usize = 4_000;

/// What was sent to whom.
#[derive(Default)]
pub struct Deliveries {
    all: Vec<Addressed>,
    next: DataId,
}

/// What goes to whom.
struct Addressed {
    source: Weak<Dataset>,
    to: MemberId,
    delivery: Rc<Delivery>,
}

/// One data set on its way to one worker.
pub struct Delivery {
    data: DataId,
    /// Training and test examples that are there. Whoever holds it is sending.
    sent: Mutex<(usize, usize)>,
}

impl Delivery {
    /// Names the data set to the worker.
    pub fn data(&self) -> DataId {
        self.data
    }
}

impl Deliveries {
    /// That of this data set to this worker.
    pub fn of(&mut self, member: MemberId, data: &Rc<Dataset>) -> Rc<Delivery> {
        let is_it = |sent: &&Addressed| {
            sent.to == member && std::ptr::eq(sent.source.as_ptr(), &raw const **data)
        };
        if let Some(sent) = self.all.iter().find(is_it) {
            return sent.delivery.clone();
        }
        let delivery = Rc::new(Delivery { data: self.next, sent: Mutex::new((0, 0)) });
        self.next += 1;
        let source = Rc::downgrade(data);
        self.all.push(Addressed { source, to: member, delivery: delivery.clone() });
        delivery
    }

    /// Takes out data sets that are gone from the page: their workers need not keep them either.
    pub fn unused(&mut self) -> Vec<(MemberId, DataId)> {
        let gone = self.all.extract_if(.., |sent| sent.source.strong_count() == 0);
        gone.map(|sent| (sent.to, sent.delivery.data)).collect()
    }

    /// Nothing reaches this worker any more.
    pub fn forget(&mut self, member: MemberId) {
        self.all.retain(|sent| sent.to != member);
    }
}

/// Sends what is missing: the first `needed` training examples and the whole test.
pub async fn deliver(delivery: &Delivery, data: &Dataset, needed: usize, send: impl Fn(Order)) {
    let mut sent = delivery.sent.lock().await;
    let mut breather = Breather::begun_now();
    let parts = [(false, &data.train, sent.0..needed), (true, &data.test, sent.1..data.test.len())];
    for (test, examples, missing) in parts {
        for begin in missing.clone().step_by(PIECE) {
            let range = begin..missing.end.min(begin + PIECE);
            let (images, labels) = bytes(examples, range);
            send(Order::Examples { data: delivery.data, test, images, labels });
            breather.breathe().await;
        }
    }
    *sent = (sent.0.max(needed), data.test.len());
}

fn bytes(examples: &Examples, range: Range<usize>) -> (Uint8Array, Uint8Array) {
    let images = &examples.images()[range.start * PIXELS..range.end * PIXELS];
    (Uint8Array::from(images), Uint8Array::from(&examples.labels()[range]))
}
