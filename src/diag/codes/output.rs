//! Problems of addresses and output paths.
