//! Problems of the text of an entry.
