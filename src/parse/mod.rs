//! Source text to entries.
