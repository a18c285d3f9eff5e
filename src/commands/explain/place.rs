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
    texts: RefCell<BTreeMap<SourcePath, Option<Arc<LineIndex>>>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self { root, texts: RefCell::default() }
    }

    /// The text of a file, if it can be read.
    pub(super) fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        self.lines(path).map(|lines| lines.text())
    }

    /// The same with its lines.
    pub(super) fn lines(&self, path: &SourcePath) -> Option<Arc<LineIndex>> {
        let mut texts = self.texts.borrow_mut();
        let read = || read::file(self.root, path).ok().map(|file| Arc::new(LineIndex::new(file.text)));
        texts.entry(path.clone()).or_insert_with(read).clone()
    }

    /// `content/stories/x.md:3`, or the file alone.
    pub(super) fn line(&self, span: &Span) -> String {
        match span.range().zip(self.lines(&span.path)) {
            Some(((start, _), lines)) => format!("{}:{}", span.path, lines.position(start as usize).line_number),
            None => span.path.to_string(),
        }
    }
}
