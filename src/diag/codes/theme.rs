//! Problems of the theme.
