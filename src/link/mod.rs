//! Entries to a site.
