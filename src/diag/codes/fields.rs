//! Problems of front matter.
