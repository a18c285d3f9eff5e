//! The last look: finished bytes → what stands in them that must not. Pure: takes bytes and what is looked for, gives
//! what was found. Knows no site, no page and no file on disk.

mod boxes;
mod finder;
mod folded;
mod forms;
mod metadata;
mod windows;

pub use boxes::Boxes;
pub use finder::{Finder, Found};
pub use folded::Folded;
pub use forms::{Needles, is_distinct, is_telling, rows};
pub use metadata::{Mark, mark};
