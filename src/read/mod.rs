//! Disk to sources.
