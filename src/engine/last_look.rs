//! The last look before a site is published: every finished file is searched, and what is said of a hit. What is looked
//! for is in `sought`, the searching itself in `inspect`.

use super::shelf;
use super::sought::{FILES, Part, Sought, Subject, What, files};
use crate::diag::codes::look as codes;
use crate::diag::{self, Diagnostic, SourcePath, Span};
use crate::inspect::{self, Boxes, Found, Mark};
use crate::model::{Fatal, shown};
use crate::read;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Bytes of a large file that two pieces of it share: more than anything that is looked for.
const OVERLAP: usize = 4 * 1024;

/// Files that only a host reads: an address in them leads away from what was taken down.
const HOST_FILES: [&str; 4] = ["_redirects", "_headers", "robots.txt", ".htaccess"];

/// Where something was found. What is told is the first page of an entry by path, else the first output: a writer looks
/// there first.
#[derive(Debug)]
struct Hit {
    output: String,
    /// The file that the page is made from, if it is that of an entry.
    from: Option<SourcePath>,
    /// How many outputs, and how many of them are pages of entries.
    outputs: usize,
    pages: usize,
}

impl Hit {
    fn add(&mut self, other: Self) {
        self.outputs += other.outputs;
        self.pages += other.pages;
        if (other.from.is_none(), &other.output) < (self.from.is_none(), &self.output) {
            (self.output, self.from) = (other.output, other.from);
        }
    }
}

/// Searches finished files. Shared by the threads that make them.
#[derive(Debug)]
pub struct LastLook {
    pub(super) sought: Sought,
    /// The files that are published as they are, by their places on disk.
    own: HashMap<PathBuf, SourcePath>,
    hits: Mutex<BTreeMap<u32, Hit>>,
    /// Problems of single files, by output.
    told: Mutex<BTreeMap<String, Diagnostic>>,
    /// Problems that were found before any file was made, and the numbers of what was found there.
    pub(super) before: Vec<Diagnostic>,
    pub(super) in_sources: BTreeSet<u32>,
}

impl LastLook {
    pub(super) fn new(sought: Sought) -> Self {
        let statics = sought.tree.iter().flat_map(|tree| tree.statics.iter().rev());
        let own = statics.map(|(path, place)| (place.clone(), path.clone())).collect();
        let (hits, told) = (Mutex::default(), Mutex::default());
        Self { sought, own, hits, told, before: Vec::new(), in_sources: BTreeSet::new() }
    }

    /// Searches one finished page. `from` is the file of the entry whose page it is.
    pub fn bytes(&self, output: &str, from: Option<&SourcePath>, bytes: &[u8]) {
        let mut found = self.search(bytes, true);
        let entry = from.and_then(|path| self.sought.site.entries.binary_search_by(|entry| entry.path.cmp(path)).ok());
        if let Some(place) = entry {
            self.sought.words.in_entry(&self.sought.site.entries[place], &mut found);
        }
        found.retain(|number| !self.is_judged(*number, &self.sought.judged.pages));
        self.note(output, from, found);
    }

    /// Searches a file of the theme. Gives whether it is to be left out, because it shows what was taken down.
    pub fn asset(&self, output: &str, bytes: &[u8]) -> bool {
        let own = self.sought.assets.get(output);
        let mut found = self.search(bytes, true);
        if let Some(text) = own.and_then(|_| shown::decoded(bytes)) {
            self.sought.words.in_file(&text, &mut found);
        }
        self.settle(output, own, found)
    }

    /// Searches a finished picture. In the coded pixels of one that was made here nothing is hidden, and anything may
    /// stand by chance. `place` is where it is in `static/`, if it is there. Gives whether it is to be left out.
    pub fn picture(&self, output: &str, place: Option<&Path>, bytes: &[u8]) -> bool {
        self.mark(output, inspect::mark(bytes), || Span::file(&SourcePath::new(output)));
        let Some(text) = shown::decoded(bytes) else { return false };
        let mut found = self.search(bytes, true);
        self.sought.words.in_file(&text, &mut found);
        let own = place.and_then(|place| self.own.get(place));
        if own.is_none() {
            found.retain(|number| !self.sought.judged.files.values().any(|names| self.is_judged(*number, names)));
        }
        self.settle(output, own, found)
    }

    /// Searches a file that is published as it is. Gives whether it is to be left out, because it shows what was taken
    /// down.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file(&self, output: &str, place: &Path) -> Result<bool, Fatal> {
        let own = self.own.get(place);
        let (mut is_first, mut is_text, mut before) = (true, false, 0);
        let (mut mark, mut boxes) = (None, None);
        // Two pieces of one file are told as one.
        let mut found = BTreeSet::new();
        let read = read::pieces(place, OVERLAP, |bytes| {
            if std::mem::take(&mut is_first) {
                boxes = Boxes::begin(bytes);
                mark = if boxes.is_none() { inspect::mark(bytes) } else { None };
                is_text = shelf::is_text(bytes);
                if let Some(text) = Some(shelf::cut(bytes)).filter(|_| is_text).and_then(shown::decoded) {
                    self.sought.words.in_file(&text, &mut found);
                    if matches!(text, Cow::Owned(_)) {
                        found.extend(self.search(text.as_bytes(), true));
                    }
                }
            }
            if let Some(boxes) = &mut boxes {
                boxes.take(&bytes[before..]);
            }
            before = bytes.len().min(OVERLAP);
            found.extend(self.search(bytes, is_text));
        });
        let mark = mark.or(boxes.and_then(|boxes| boxes.mark()));
        self.mark(output, mark, || Span::file(own.unwrap_or(&SourcePath::new(output))));
        read.map_err(|error| Fatal::Unreadable { path: place.to_path_buf(), error })?;
        Ok(self.settle(output, own, found))
    }

    /// Everything that stands in these bytes.
    fn search(&self, bytes: &[u8], is_text: bool) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        self.sought.finder.search(bytes, |hit| {
            if self.counts(hit, bytes, is_text) {
                found.insert(hit.of);
            }
        });
        found
    }

    fn counts(&self, hit: Found, bytes: &[u8], is_text: bool) -> bool {
        let Some(subject) = self.sought.subjects.get(hit.of as usize) else { return true };
        let is_here = |spelling: &String| bytes[hit.at..].starts_with(spelling.as_bytes());
        (is_text || !subject.short) && subject.spelt.as_ref().is_none_or(|spelt| spelt.iter().any(is_here))
    }

    fn is_judged(&self, number: u32, names: &BTreeSet<String>) -> bool {
        let what = self.sought.subjects.get(number as usize).map(|subject| &subject.what);
        matches!(what, Some(What::Name(name)) if names.contains(name))
    }

    /// Notes what was found in a file that is published as it is. If it is the site's own and shows what was taken down,
    /// it is left out, so that it can neither keep that online nor keep a take-down waiting.
    fn settle(&self, output: &str, own: Option<&SourcePath>, mut found: BTreeSet<u32>) -> bool {
        if let Some(names) = own.and_then(|own| self.sought.judged.files.get(own)) {
            found.retain(|number| !self.is_judged(*number, names));
        }
        let Some((own, subject)) = own.and_then(|own| Some((own, self.gives_away(own, &found)?))) else {
            self.note(output, None, found);
            return false;
        };
        if let Subject { path, what: What::Held { part, reason, .. }, .. } = subject {
            let problem = codes::left_out(&Span::file(own), part.words(), &Span::file(path), reason);
            self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(output.to_owned(), problem);
        }
        true
    }

    /// What was taken down and is shown by a file, the first of it.
    fn gives_away(&self, file: &SourcePath, found: &BTreeSet<u32>) -> Option<&Subject> {
        let is_for_host = HOST_FILES.contains(&file.file_name());
        found.iter().filter_map(|number| self.sought.subjects.get(*number as usize)).find(|subject| {
            match subject.what {
                What::Held { part, taken_down, .. } => {
                    taken_down && part != Part::Id && !(is_for_host && part == Part::Address)
                }
                _ => false,
            }
        })
    }

    /// Notes what a picture or a film says beside what it shows.
    fn mark(&self, output: &str, mark: Option<Mark>, span: impl FnOnce() -> Span) {
        if let Some(mark) = mark {
            let problem = codes::picture_tells_more(&span(), mark.words(), output, mark.remedy());
            self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(output.to_owned(), problem);
        }
    }

    fn note(&self, output: &str, from: Option<&SourcePath>, found: BTreeSet<u32>) {
        if found.is_empty() {
            return;
        }
        let mut hits = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        for number in found {
            let pages = usize::from(from.is_some());
            let hit = Hit { output: output.to_owned(), from: from.cloned(), outputs: 1, pages };
            match hits.get_mut(&number) {
                Some(known) => known.add(hit),
                None => drop(hits.insert(number, hit)),
            }
        }
    }

    /// What is to be said of everything that was found until now, sorted.
    #[must_use]
    pub fn problems(&self) -> Vec<Diagnostic> {
        let hits = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let mut problems: Vec<Diagnostic> = hits.iter().filter_map(|(number, hit)| self.told(*number, hit)).collect();
        problems.extend(told.values().chain(&self.before).cloned());
        diag::sort(&mut problems);
        problems
    }

    fn told(&self, number: u32, hit: &Hit) -> Option<Diagnostic> {
        let problem = self.complaint(number, &hit.output, hit.outputs - 1)?;
        // On several pages, or from the configuration, it does not come from the text of one.
        let is_elsewhere = self.in_sources.contains(&number);
        let from = hit.from.as_ref().filter(|_| hit.pages == 1 && !is_elsewhere);
        Some(match from {
            Some(path) if *path != problem.span.path => {
                problem.related(Span::file(path), "that page is made from this file")
            }
            _ => problem,
        })
    }

    fn complaint(&self, number: u32, output: &str, more: usize) -> Option<Diagnostic> {
        if let Some(place) = number.checked_sub(FILES) {
            let path = files(self.sought.tree.as_ref()?).nth(place as usize)?;
            return Some(codes::source_in_output(&Span::file(path), output, more));
        }
        let Subject { path, what, .. } = self.sought.subjects.get(number as usize)?;
        let span = Span::file(path);
        Some(match what {
            What::Secret(what) => codes::secret_in_output(&span, what, output, more),
            What::Name(_) => codes::secret_in_output(&span, "a name from this list of private names", output, more),
            What::Held { part, reason, taken_down: false } => {
                codes::held_back_in_output(&span, part.words(), reason, output, more)
            }
            What::Held { part, reason, taken_down: true } => {
                codes::still_named(&span, part.words(), reason, output, more)
            }
        })
    }
}
