//! All integration tests, in one binary.
#![allow(missing_docs)]

mod api;
mod build;
mod chunks;
mod compat;
mod cuts;
mod exhaustive;
mod fuzz;
mod hostile;
#[cfg(feature = "html")]
mod html;
mod laws;
mod memory;
mod million;
mod mutations;
mod normalizer_stream;
mod oracles;
mod pipeline;
mod quran;
mod readme;
mod sentences;
#[cfg(feature = "serde")]
mod serialize;
mod stream;
mod transliterate;
mod traps;
mod uax29;
mod visual_order;
mod words;
