//! What was found on disk: paths, bytes and digests.

use super::Digest;
pub use crate::diag::SourcePath;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// One text file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it is, below the site root.
    pub path: SourcePath,
    /// The whole text, exactly as it is on disk.
    pub text: Arc<str>,
    /// Digest of the text.
    pub digest: Digest,
}

/// What a walk over the site found, sorted by path. Nothing in it has been read yet.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    /// Markdown files below `content/`.
    pub content: Vec<SourcePath>,
    /// Other files below `content/`: photographs and the like, beside the entries.
    pub media: Vec<SourcePath>,
    /// Files below `static/`, with their absolute places on disk.
    pub statics: Vec<(SourcePath, PathBuf)>,
    /// Folders that files of the site lie in which are found through a link.
    pub linked: BTreeSet<PathBuf>,
}
