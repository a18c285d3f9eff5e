//! Source text to entries.
mod yaml;
