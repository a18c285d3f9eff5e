//! A site to pages.
