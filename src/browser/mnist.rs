//! MNIST's four files from the nearest place that has them.

use super::load_error::{Attempt, Failure, LoadError};
use super::{Source, download, gzip, spawn, storage};
use crate::data::Dataset;
use crate::data::mnist::{
    Arrived, Arriving, FILES, LARGEST_UNPACKED, MnistError, TOTAL_BYTES, dataset,
};

/// How far loading has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadProgress {
    /// Bytes of all files that have arrived.
    pub received: usize,
    /// Bytes of all files.
    pub total: usize,
    /// The file that is arriving.
    pub file: &'static str,
    /// The place it comes from, in words.
    pub place: String,
}

/// MNIST and the farthest place that one of its files came from.
///
/// # Errors
/// If a file is to be had nowhere, told for each place.
pub async fn load_mnist(progress: impl Fn(LoadProgress)) -> Result<(Dataset, Source), LoadError> {
    let mut loader =
        Loader { progress, received: 0, farthest: Source::Storage, silent: Vec::new() };
    let [a, b, c, d] = FILES;
    let contents = [
        loader.load(a).await?,
        loader.load(b).await?,
        loader.load(c).await?,
        loader.load(d).await?,
    ];
    let dataset = dataset(&contents).map_err(LoadError::Mismatch)?;
    Ok((dataset, loader.farthest))
}

struct Loader<P> {
    progress: P,
    /// Bytes of the files that are done.
    received: usize,
    farthest: Source,
    /// Places that let us wait; they are not asked twice.
    silent: Vec<Source>,
}

impl<P: Fn(LoadProgress)> Loader<P> {
    async fn load(&mut self, file: &'static str) -> Result<Vec<u8>, LoadError> {
        let mut attempts = Vec::new();
        for source in Source::ALL {
            if self.silent.contains(&source) {
                continue;
            }
            match self.load_from(source, file).await {
                Ok(arrived) => return Ok(self.accept(source, file, arrived)),
                Err(failure) => self.note(source, failure, &mut attempts),
            }
        }
        Err(LoadError::Nowhere { file, attempts })
    }

    async fn load_from(&self, source: Source, file: &'static str) -> Result<Arrived, Failure> {
        let url = source.url(file);
        let mut arriving = Arriving::new(file);
        let take = |bytes: &[u8]| {
            arriving.push(bytes);
            self.report(source, file, arriving.bytes().len());
        };
        if source != Source::Storage {
            download::fetch(&url, take).await?;
            return Ok(checked(arriving).await?);
        }
        let stored = storage::find(&url).await.ok_or(Failure::NotFound)?;
        let arrived = match download::read(stored, take).await {
            Ok(()) => checked(arriving).await.map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        if arrived.is_err() {
            storage::forget(&url).await;
        }
        arrived
    }

    fn report(&self, source: Source, file: &'static str, arrived: usize) {
        // A server that unpacks on the way sends more bytes than the files are.
        let received = (self.received + arrived).min(TOTAL_BYTES);
        let place = source.to_string();
        (self.progress)(LoadProgress { received, total: TOTAL_BYTES, file, place });
    }

    fn accept(&mut self, source: Source, file: &str, arrived: Arrived) -> Vec<u8> {
        self.received += arrived.bytes.len();
        self.farthest = self.farthest.farther(source);
        if source != Source::Storage {
            spawn(storage::keep(Source::Storage.url(file), arrived.bytes));
        }
        arrived.contents
    }

    fn note(&mut self, source: Source, failure: Failure, attempts: &mut Vec<Attempt>) {
        if matches!(failure, Failure::Silent(_)) {
            self.silent.push(source);
        }
        if (source, &failure) != (Source::Storage, &Failure::NotFound) {
            attempts.push(Attempt { source, failure });
        }
    }
}

async fn checked(arriving: Arriving) -> Result<Arrived, MnistError> {
    let unpacked = match arriving.is_packed() {
        true => gzip::unpack(arriving.bytes(), LARGEST_UNPACKED).await,
        false => Ok(arriving.bytes().to_vec()),
    };
    arriving.finish(unpacked)
}
