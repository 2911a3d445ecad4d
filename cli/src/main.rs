//! The `naskh` command.
fn main() {}
