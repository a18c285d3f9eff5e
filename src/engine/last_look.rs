//! The last look before a site is published: what every finished file is searched for, and what is said of a hit. The
//! searching itself is in `inspect`.

use super::{Engine, Snapshot};
use crate::diag::codes::look as codes;
use crate::diag::{self, Diagnostic, SourcePath, Span};
use crate::inspect::{self, Boxes, Finder, Mark, Needles};
use crate::model::{Config, EntryKind, Fatal, Secret, SecretKind, SourceTree, Withheld, text};
use crate::{plan, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Numbers from here on are those of files; below are those of everything else.
const FILES: u32 = 1 << 31;

/// Where names that may stand nowhere are listed.
const PRIVATE_NAMES: &str = ".ripple/private-names";

/// Bytes of a large file that two pieces of it share: more than anything that is looked for.
const OVERLAP: usize = 4 * 1024;

/// What is looked for under one number.
#[derive(Debug)]
struct Subject {
    /// The file that says it.
    path: SourcePath,
    what: What,
}

#[derive(Debug)]
enum What {
    Secret(&'static str),
    Held { what: &'static str, reason: String, taken_down: bool },
}

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
    finder: Finder,
    subjects: Vec<Subject>,
    tree: Option<Arc<SourceTree>>,
    hits: Mutex<BTreeMap<u32, Hit>>,
    pictures: Mutex<BTreeMap<String, (Span, Mark)>>,
}

impl Engine {
    /// Gathers what may not be in any output of this snapshot.
    #[must_use]
    pub fn last_look(&self, snapshot: &Snapshot) -> LastLook {
        let mut gathered = Gathered::default();
        let public = public_words(snapshot);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for file in &self.parsed {
            // A private word that is also a title or a tag is said on purpose there.
            let is_said = |secret: &Secret| secret.kind == SecretKind::Private && public.contains(secret.text.as_str());
            let is_sought = |secret: &&Secret| inspect::is_distinct(&secret.text) && !is_said(secret);
            for secret in file.parsed.secrets.iter().filter(is_sought) {
                if seen.insert(secret.text.as_str()) {
                    let what = match secret.kind {
                        SecretKind::Record => "the number of the consent form (`record`) that this file says",
                        SecretKind::Private => "something that this file says under `private`",
                    };
                    gathered.next(file.path.clone(), What::Secret(what)).words(&secret.text);
                }
            }
        }
        // Where a text says one, that was judged where it stands, and may be excused there.
        let judged = judged_names(snapshot);
        for name in self.private_names().iter().filter(|name| !judged.contains(&text::fold(name))) {
            let what = What::Secret("a name from this list of private names");
            gathered.next(SourcePath::new(PRIVATE_NAMES), what).words(name);
        }
        gathered.needles.on(snapshot.config.base_url.as_deref());
        held_back(snapshot, &public, &mut gathered);
        let tree = self.walked.as_ref().map(|(tree, _)| Arc::clone(tree));
        for (number, path) in (FILES..).zip(tree.iter().flat_map(|tree| files(tree))) {
            gathered.needles.of(number).source(path.as_str());
        }
        LastLook {
            finder: gathered.needles.finder(),
            subjects: gathered.subjects,
            tree,
            hits: Mutex::default(),
            pictures: Mutex::default(),
        }
    }
}

#[derive(Default)]
struct Gathered {
    needles: Needles,
    subjects: Vec<Subject>,
}

impl Gathered {
    /// Begins with something new.
    fn next(&mut self, path: SourcePath, what: What) -> &mut Needles {
        let number = u32::try_from(self.subjects.len()).unwrap_or(FILES).min(FILES - 1);
        self.subjects.push(Subject { path, what });
        self.needles.of(number)
    }
}

/// Private names that published texts say, in the form in which names are compared.
fn judged_names(snapshot: &Snapshot) -> BTreeSet<String> {
    let found = snapshot.site.entries.iter().filter_map(|entry| entry.personal.as_deref());
    let private = found.flat_map(|found| &found.names).filter(|name| name.person.is_none());
    private.map(|name| text::fold(&name.found)).collect()
}

/// The files of a site whose names nobody is to see.
fn files(tree: &SourceTree) -> impl Iterator<Item = &SourcePath> {
    tree.content.iter().chain(&tree.media)
}

/// Addresses, ids and titles of what is held back.
fn held_back(snapshot: &Snapshot, public: &BTreeSet<&str>, gathered: &mut Gathered) {
    let said = said(snapshot.withheld.iter().map(|held| held.title.as_str()), public);
    for held in &snapshot.withheld {
        let what = |what| What::Held {
            what,
            reason: held.reason.clone(),
            taken_down: held.obstacles.iter().any(|obstacle| obstacle.takes_down),
        };
        // A tag has its page without its file, too; and another entry may have taken the address.
        let is_taken = snapshot.output_of(held).is_some_and(|output| snapshot.page(&output).is_some());
        if held.kind == EntryKind::Tag || held.kind == EntryKind::Home {
            continue;
        }
        if !is_taken {
            let needles = gathered.next(held.path.clone(), what("the address"));
            address(held, &snapshot.config, needles);
        }
        if !snapshot.site.of_kind(held.kind).any(|id| snapshot.site.entry(id).id.value == held.id) {
            let needles = gathered.next(held.path.clone(), what("the id"));
            needles.id(held.kind, &held.id, &plan::encoded(&held.id));
        }
        if inspect::is_telling(&held.title) && !said.contains(held.title.as_str()) {
            gathered.next(held.path.clone(), what("the title")).words(&held.title);
        }
    }
}

fn address(held: &Withheld, config: &Config, needles: &mut Needles) {
    let site = (config.base_url.as_deref(), config.base_path.as_str());
    needles.address(held.kind, &held.slug, &plan::encoded(&held.slug), site);
}

/// Titles and labels that the site shows on purpose, whatever else has the same.
fn public_words(snapshot: &Snapshot) -> BTreeSet<&str> {
    let config = &snapshot.config;
    let own = std::iter::once(&config.title).chain(&config.tagline).chain(&config.description);
    let titles = snapshot.site.entries.iter().map(|entry| &entry.card.title);
    let labels = snapshot.site.tags.iter().map(|tag| &tag.label);
    own.chain(titles).chain(labels).map(String::as_str).collect()
}

/// Which of these titles the site shows on purpose.
fn said<'a>(titles: impl Iterator<Item = &'a str>, public: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let titles: Vec<&str> = titles.filter(|title| inspect::is_telling(title)).collect();
    let mut needles = Needles::default();
    for (number, title) in (0..).zip(&titles) {
        needles.of(number).words(title);
    }
    let (finder, mut said) = (needles.finder(), BTreeSet::new());
    for words in public {
        finder.search(words.as_bytes(), |found| said.extend(titles.get(found.of as usize)));
    }
    said
}

impl LastLook {
    /// Searches one finished file. `from` is the file of the entry whose page it is.
    pub fn bytes(&self, output: &str, from: Option<&SourcePath>, bytes: &[u8]) {
        let mut found = BTreeSet::new();
        self.finder.search(bytes, |hit| found.extend([hit.of]));
        self.note(output, from, found);
    }

    /// Searches a finished picture.
    pub fn picture(&self, output: &str, bytes: &[u8]) {
        self.bytes(output, None, bytes);
        self.mark(output, inspect::mark(bytes), || Span::file(&SourcePath::new(output)));
    }

    /// Notes what a picture or a film says beside what it shows.
    fn mark(&self, output: &str, mark: Option<Mark>, span: impl FnOnce() -> Span) {
        if let Some(mark) = mark {
            let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
            pictures.insert(output.to_owned(), (span(), mark));
        }
    }

    /// Searches a file that is published as it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file(&self, output: &str, place: &Path) -> Result<(), Fatal> {
        let (mut is_first, mut before) = (true, 0);
        let (mut mark, mut boxes) = (None, None);
        // Two pieces of one file are told as one.
        let mut found = BTreeSet::new();
        let read = read::pieces(place, OVERLAP, |bytes| {
            self.finder.search(bytes, |hit| found.extend([hit.of]));
            if std::mem::take(&mut is_first) {
                boxes = Boxes::begin(bytes);
                mark = if boxes.is_none() { inspect::mark(bytes) } else { None };
            }
            if let Some(boxes) = &mut boxes {
                boxes.take(&bytes[before..]);
            }
            before = bytes.len().min(OVERLAP);
        });
        self.note(output, None, found);
        self.mark(output, mark.or(boxes.and_then(|boxes| boxes.mark())), || self.source(output, place));
        read.map_err(|error| Fatal::Unreadable { path: place.to_path_buf(), error })
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

    /// The file of the site that is published as it is.
    fn source(&self, output: &str, place: &Path) -> Span {
        let statics = self.tree.iter().flat_map(|tree| &tree.statics);
        let own = statics.filter(|(_, known)| known == place).map(|(path, _)| path.clone()).next();
        Span::file(&own.unwrap_or_else(|| SourcePath::new(output)))
    }

    /// What is to be said of everything that was found until now, sorted.
    #[must_use]
    pub fn problems(&self) -> Vec<Diagnostic> {
        let hits = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        let pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        let mut problems: Vec<Diagnostic> = hits.iter().filter_map(|(number, hit)| self.told(*number, hit)).collect();
        let told = |(output, (span, mark)): (&String, &(Span, Mark))| {
            codes::picture_tells_more(span, mark.words(), output, mark.remedy())
        };
        problems.extend(pictures.iter().map(told));
        diag::sort(&mut problems);
        problems
    }

    fn told(&self, number: u32, hit: &Hit) -> Option<Diagnostic> {
        let problem = self.complaint(number, &hit.output, hit.outputs - 1)?;
        // On several pages it does not come from the text of one.
        let from = hit.from.as_ref().filter(|_| hit.pages == 1);
        Some(match from {
            Some(path) if *path != problem.span.path => {
                problem.related(Span::file(path), "that page is made from this file")
            }
            _ => problem,
        })
    }

    fn complaint(&self, number: u32, output: &str, more: usize) -> Option<Diagnostic> {
        if let Some(place) = number.checked_sub(FILES) {
            let path = files(self.tree.as_ref()?).nth(place as usize)?;
            return Some(codes::source_in_output(&Span::file(path), output, more));
        }
        let Subject { path, what } = self.subjects.get(number as usize)?;
        let span = Span::file(path);
        Some(match what {
            What::Secret(what) => codes::secret_in_output(&span, what, output, more),
            What::Held { what, reason, taken_down: false } => {
                codes::held_back_in_output(&span, what, reason, output, more)
            }
            What::Held { what, reason, taken_down: true } => codes::still_named(&span, what, reason, output, more),
        })
    }
}
