//! What is held back, as words without anything between them: titles, what is private, and rows of words of what was taken
//! down. So neither emphasis nor line breaks nor entities hide them.

use super::Snapshot;
use crate::inspect::{Finder, Needles};
use crate::model::shown::{Shown, Tags, bare_html, bare_words};
use crate::model::{Entry, Site};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// Words in a row that are hardly written twice by chance, and how far apart such rows begin.
const ROW: (usize, usize) = (8, 4);

/// Finds them.
#[derive(Debug)]
pub(super) struct HeldWords {
    /// Titles and what is private, by the number of what they are of.
    phrases: Finder,
    /// By their place in `rows`.
    texts: Finder,
    /// For each row of words, the number of the text that it is from.
    rows: Vec<u32>,
    /// Rows that a published text has, too.
    shared: OnceLock<BTreeSet<u32>>,
    site: Arc<Site>,
}

/// Gathers them.
#[derive(Default)]
pub(super) struct Gathering {
    phrases: Needles,
    texts: Needles,
    rows: Vec<u32>,
}

impl Gathering {
    /// A title, or something private of several words.
    pub(super) fn phrase(&mut self, number: u32, words: &str) {
        self.phrases.of(number).bare(words);
    }

    /// Rows of words of the text of what was taken down.
    pub(super) fn text(&mut self, number: u32, entry: &Entry) {
        let text = bare_html(&entry.body.html);
        let words: Vec<&str> = text.split_whitespace().collect();
        let (length, step) = ROW;
        for row in words.windows(length).step_by(step) {
            let place = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
            self.texts.of(place).bare(&row.join(" "));
            self.rows.push(number);
        }
    }

    pub(super) fn ready(self, snapshot: &Snapshot) -> HeldWords {
        HeldWords {
            phrases: self.phrases.in_small_letters(),
            texts: self.texts.in_small_letters(),
            rows: self.rows,
            shared: OnceLock::new(),
            site: Arc::clone(&snapshot.site),
        }
    }
}

impl HeldWords {
    /// Which titles and private words the text of an entry says.
    pub(super) fn in_entry(&self, entry: &Entry, found: &mut BTreeSet<u32>) {
        if self.phrases.is_empty() {
            return;
        }
        for text in [&entry.body.html, &entry.card.summary] {
            self.phrases.search(bare_html(text).as_bytes(), |hit| found.extend([hit.of]));
        }
    }

    /// Which of them words say that are seen as they are.
    pub(super) fn in_words(&self, words: &str) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        if !self.phrases.is_empty() {
            self.phrases.search(bare_words(words).as_bytes(), |hit| found.extend([hit.of]));
        }
        found
    }

    /// Which of them, and whose texts, a file says that is published as it is.
    pub(super) fn in_file(&self, text: &str, found: &mut BTreeSet<u32>) {
        if self.phrases.is_empty() && self.texts.is_empty() {
            return;
        }
        let words = words_of(text);
        self.phrases.search(words.as_bytes(), |hit| found.extend([hit.of]));
        let mut rows = BTreeSet::new();
        self.texts.search(words.as_bytes(), |hit| rows.extend([hit.of]));
        if !rows.is_empty() {
            let shared = self.shared.get_or_init(|| self.shared());
            let own = rows.difference(shared).filter_map(|row| self.rows.get(*row as usize));
            found.extend(own);
        }
    }

    /// Rows that published texts have, too: whoever says them may have them from there.
    fn shared(&self) -> BTreeSet<u32> {
        let mut shared = BTreeSet::new();
        for entry in &self.site.entries {
            self.texts.search(bare_html(&entry.body.html).as_bytes(), |hit| shared.extend([hit.of]));
        }
        shared
    }
}

/// The words of a text alone.
fn words_of(text: &str) -> String {
    bare_words(&Shown::of(text, Tags::Gone).words)
}
