//! Source text to entries and configuration. Comes in: one file's text and the options. Goes out: what could
//! be understood, and the problems. Never fails, and never looks at a second file, so that a result can be
//! kept for as long as the text and the options are the same.

mod agreed;
mod config;
mod entry;
mod fields;
mod front_matter;
mod highlight;
mod hosting;
mod limits;
mod markdown;
mod personal;
mod plain;
mod retired;
mod secrets;
mod slips;
mod story;
mod swallowed;
mod theme;
mod withdrawn;
mod words;
mod yaml;

pub use agreed::{Agreed, agreed};
pub use config::config;
pub use entry::{Parsed, entry, given_fields};
pub use highlight::Highlighter;
pub use hosting::published_sources;
pub use personal::{hash_lines, in_file_name, name_list, names_in, said_in};
pub use retired::{retired, with_retired};
pub use theme::{declared, theme_settings, theme_sheet};
pub use withdrawn::withdrawn;
pub use words::words;
