//! Pages to bytes.

mod body;
mod bounds;
mod builtin;
mod fault;
#[cfg(test)]
mod samples;
mod theme;
#[cfg(test)]
mod theme_tests;
mod view;

pub use theme::{Theme, ThemeSource, compile};
pub use view::CardMemo;
