//! Places as `file:line`, for a terminal that opens them.

use crate::diag::{LineIndex, SourcePath, Span};
use crate::read;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Texts of the files that places are in, read when first asked for.
pub(super) struct Places<'a> {
    root: &'a Path,
    texts: RefCell<BTreeMap<SourcePath, Option<Arc<str>>>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self { root, texts: RefCell::default() }
    }

    /// The text of a file, if it can be read.
    pub(super) fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        let mut texts = self.texts.borrow_mut();
        let read = || read::file(self.root, path).ok().map(|file| file.text);
        texts.entry(path.clone()).or_insert_with(read).clone()
    }

    /// `content/stories/x.md:3`, or the file alone.
    pub(super) fn line(&self, span: &Span) -> String {
        let text = self.text(&span.path);
        match span.range().zip(text) {
            Some(((start, _), text)) => {
                format!("{}:{}", span.path, LineIndex::new(&text).position(start as usize).line_number)
            }
            None => span.path.to_string(),
        }
    }
}
