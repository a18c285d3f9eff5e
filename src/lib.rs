//! ripple: a static-site generator for mentoring stories.
//!
//! ```text
//! read → parse → link → plan → render → write
//! ```
//!
//! Folders that **do** something are verbs, in the order of the pipeline; folders that **are** something are
//! nouns. A stage never imports another stage: they meet only in [`engine`], through types of [`model`].
//!
//! | module | in | out |
//! |---|---|---|
//! | [`read`] | disk | paths, texts, digests |
//! | [`parse`] | one text | one entry |
//! | [`link`] | all entries | the site: ids, tags, ripples, numbers |
//! | [`plan`] | the site | pages: address and view |
//! | [`render`] | one page | bytes |
//! | [`media`] | a picture | the same in sizes, without what it says about itself |
//! | [`write`](mod@write) | bytes | the published folder, or nothing |
//!
//! [`scaffold`] makes new files for writers to begin with; [`serve`] shows the site while it is written.
//!
//! [`diag`] holds problems and places, [`model`] the nouns; both import nothing above them.

pub mod diag;
pub mod model;

pub mod read;
pub mod parse;
pub mod inspect;
pub mod link;
pub mod plan;
pub mod render;
pub mod media;
pub mod write;
pub mod engine;
pub mod scaffold;
pub mod serve;
pub mod cli;
pub mod commands;

/// The built-in theme's words, for unit tests of what is said.
#[cfg(test)]
pub(crate) fn english_source() -> render::WordSource {
    engine::english()
}

/// The same, ready to be said.
#[cfg(test)]
pub(crate) fn english() -> model::Words {
    render::words(&english_source())
}
