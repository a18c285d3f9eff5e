//! Source text to entries.

mod highlight;
#[cfg_attr(not(test), expect(dead_code, reason = "called once entries are parsed"))]
mod markdown;

pub use highlight::Highlighter;
