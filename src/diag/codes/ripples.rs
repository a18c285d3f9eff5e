//! Problems of names, tags and ripples.
