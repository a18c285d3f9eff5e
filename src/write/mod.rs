//! Bytes to disk.
