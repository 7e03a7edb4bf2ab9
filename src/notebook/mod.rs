//! What stands below the charts and in the report. Its writer is a program of its own that lies beside the page and
//! is loaded when the first training begins: until then there is nothing to write of. It keeps a [`Book`], a copy
//! of the session's networks, which the page brings up to date before it asks for a chapter.

mod book;
mod copy;
mod news;
#[cfg(target_arch = "wasm32")]
mod occasion;

pub use book::{Book, Occasion};
pub use news::{Known, News};
#[cfg(target_arch = "wasm32")]
pub use occasion::{browser, date};
