//! Problems of the configuration.
