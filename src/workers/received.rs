//! What a trainer was sent: examples as far as they have arrived, and jobs made of them.

use super::wire::{DataId, weights_from_list};
use crate::config::Config;
use crate::data::{Dataset, Examples};
use crate::json::from_js;
use crate::network::layers;
use crate::training::Job;
use js_sys::{Array, Uint8Array};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// All data sets that were sent.
#[derive(Default)]
pub struct Received(HashMap<DataId, Arriving>);

/// A data set as far as it has arrived.
#[derive(Default)]
struct Arriving {
    train: Option<Examples>,
    test: Option<Examples>,
    /// Put together at the first run that uses it.
    dataset: Option<Rc<Dataset>>,
}

impl Received {
    /// Takes in more examples of a data set.
    pub fn take(&mut self, data: DataId, test: bool, images: &Uint8Array, labels: &Uint8Array) {
        self.0.entry(data).or_default().take(test, images, labels);
    }

    /// Gives up a data set.
    pub fn forget(&mut self, data: DataId) {
        self.0.remove(&data);
    }

    /// What is to be trained. The page has checked the configuration; its examples were sent beside it.
    ///
    /// # Errors
    /// In words, if something of it did not arrive.
    pub fn job(
        &mut self,
        data: DataId,
        config: &JsValue,
        weights: Option<Array>,
    ) -> Result<Job, String> {
        let config = Config::from_json_with_given_examples(&from_js(config));
        let config = config.map_err(|error| error.to_string())?;
        let arrived =
            self.0.get_mut(&data).ok_or("No examples arrived where they are trained on.")?;
        let layers = layers(&config.hidden);
        Ok(Job {
            initial_weights: weights.map(|list| weights_from_list(&layers, &list)),
            data: arrived.dataset()?,
            config,
        })
    }
}

impl Arriving {
    fn take(&mut self, test: bool, images: &Uint8Array, labels: &Uint8Array) {
        if let Some(dataset) = self.dataset.take() {
            let Dataset { train, test } = Rc::unwrap_or_clone(dataset);
            (self.train, self.test) = (Some(train), Some(test));
        }
        let part = if test { &mut self.test } else { &mut self.train };
        // What is no set of examples is missed when a run starts.
        let Ok(more) = Examples::new(images.to_vec(), labels.to_vec()) else { return };
        match part {
            Some(examples) => examples.append(more),
            None => *part = Some(more),
        }
    }

    fn dataset(&mut self) -> Result<Rc<Dataset>, String> {
        if let Some(dataset) = &self.dataset {
            return Ok(dataset.clone());
        }
        let parts = self.train.take().zip(self.test.take());
        let (train, test) = parts.ok_or("The examples to train on arrived incompletely.")?;
        let dataset = Rc::new(Dataset { train, test });
        self.dataset = Some(dataset.clone());
        Ok(dataset)
    }
}
