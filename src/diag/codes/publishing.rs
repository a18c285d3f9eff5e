//! Problems of what may be published.
