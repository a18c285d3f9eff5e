//! The `ripple` program.
fn main() {}
