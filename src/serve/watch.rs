//! What changes on disk.
