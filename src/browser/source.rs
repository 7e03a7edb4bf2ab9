//! Where MNIST's files may lie, nearest first.

use std::fmt;

/// Also the URL under which the browser's storage keeps a file.
const FOLDER: &str = "data/mnist/";

const JSDELIVR: &str = "cdn.jsdelivr.net";
const GITHUB: &str = "raw.githubusercontent.com";

/// A place that may hold the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What an earlier visit kept.
    Storage,
    /// `data/mnist/` beside the page.
    OwnFolder,
    /// A public copy on this host, which lets other pages fetch from it.
    Mirror(&'static str),
}

impl Source {
    /// In the order in which they are asked. The mirrors are the GitHub repository fgnt/mnist, the
    /// first by way of a CDN.
    pub(super) const ALL: [Source; 4] =
        [Source::Storage, Source::OwnFolder, Source::Mirror(JSDELIVR), Source::Mirror(GITHUB)];

    /// Where `file` lies; relative for the page's own, so that any sub-path serves.
    pub(super) fn url(self, file: &str) -> String {
        match self {
            Source::Storage | Source::OwnFolder => format!("{FOLDER}{file}"),
            Source::Mirror(GITHUB) => format!("https://{GITHUB}/fgnt/mnist/master/{file}"),
            Source::Mirror(host) => format!("https://{host}/gh/fgnt/mnist@master/{file}"),
        }
    }

    /// The one that is asked later.
    pub(super) fn farther(self, other: Source) -> Source {
        let later = Source::ALL.into_iter().rfind(|&source| source == self || source == other);
        later.unwrap_or(self)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(match self {
            Source::Storage => "this browser's storage",
            Source::OwnFolder => "this page's own folder data/mnist/",
            Source::Mirror(host) => host,
        })
    }
}
