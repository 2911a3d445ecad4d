//! All integration tests, in one binary.
#![allow(missing_docs)]

mod build;
mod chunks;
mod exhaustive;
mod hostile;
#[cfg(feature = "html")]
mod html;
mod laws;
mod memory;
mod oracles;
mod pipeline;
mod quran;
mod readme;
mod sentences;
mod stream;
mod traps;
mod uax29;
mod words;
