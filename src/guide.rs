//! What does naskh not do, and how does one come to it from another library? Pages to read; no code.

#[doc = include_str!("../docs/limits.md")]
pub mod limits {}

#[doc = include_str!("../docs/migration.md")]
pub mod migration {}
