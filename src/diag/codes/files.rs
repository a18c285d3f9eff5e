//! Problems of reading files.
