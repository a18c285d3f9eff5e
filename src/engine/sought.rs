//! What the last look looks for: what nobody may read, private names, and what is held back.

use super::held_words::{Gathering, HeldWords};
use super::{Engine, LastLook, Snapshot};
use crate::diag::codes::look as codes;
use crate::diag::{Diagnostic, SourcePath, Span};
use crate::inspect::{self, Folded, Needles};
use crate::model::shown::bare_words;
use crate::model::{
    Config, EntryKind, NameFound, Secret, SecretKind, Site, SourceKind, SourceNames, SourceTree, Withheld,
};
use crate::{parse, plan};
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Numbers from here on are those of files; below are those of everything else.
pub(super) const FILES: u32 = 1 << 31;

/// Where names that may stand nowhere are listed.
const PRIVATE_NAMES: &str = ".ripple/private-names";

/// Shorter words stand in coded sound and pictures by chance.
const LEAST_IN_CODE: usize = 6;

/// What is looked for under one number.
#[derive(Debug)]
pub(super) struct Subject {
    /// The file that says it.
    pub(super) path: SourcePath,
    pub(super) what: What,
    /// How a single word must be spelt: "Winter" is a name, and winter is none.
    pub(super) spelt: Option<[String; 2]>,
    /// Whether it is too short to be looked for in what is no text.
    pub(super) short: bool,
}

#[derive(Debug)]
pub(super) enum What {
    Secret(&'static str),
    /// A private name, in the form in which names are compared.
    Name(String),
    Held {
        part: Part,
        reason: String,
        taken_down: bool,
    },
}

/// What shows something that is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Address,
    Id,
    Title,
    Text,
}

impl Part {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Address => "the address",
            Self::Id => "the id",
            Self::Title => "the title",
            Self::Text => "words of the text",
        }
    }
}

/// All that is looked for.
#[derive(Debug)]
pub(super) struct Sought {
    pub(super) finder: Folded,
    pub(super) words: HeldWords,
    pub(super) subjects: Vec<Subject>,
    pub(super) judged: Judged,
    pub(super) site: Arc<Site>,
    pub(super) tree: Option<Arc<SourceTree>>,
    /// The files of the site's own theme that are published, by output.
    pub(super) assets: BTreeMap<String, SourcePath>,
}

/// Private names that were judged where they stand, and may be excused there.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// In entries, the configuration and templates: they may be on any page.
    pub(super) pages: BTreeSet<String>,
    /// In each file that is published as it is, or nearly.
    pub(super) files: BTreeMap<SourcePath, BTreeSet<String>>,
}

impl Engine {
    /// Gathers what may not be in any output of this snapshot.
    #[must_use]
    pub fn last_look(&self, snapshot: &Snapshot) -> LastLook {
        let mut gathered = Gathered::default();
        self.secrets(snapshot, &mut gathered);
        for name in self.private_names() {
            gathered.words(SourcePath::new(PRIVATE_NAMES), What::Name(bare_words(&name)), &name);
        }
        gathered.needles.on(snapshot.config.base_url.as_deref());
        let tree = self.walked.as_ref().map(|(tree, _)| Arc::clone(tree));
        let copies = tree.as_ref().is_some_and(|tree| !tree.statics.is_empty());
        let assets = self.assets(snapshot);
        held_back(snapshot, &mut gathered);
        if copies || !assets.is_empty() {
            self.texts_taken_down(snapshot, &mut gathered);
        }
        for (number, path) in (FILES..).zip(tree.iter().flat_map(|tree| files(tree))) {
            gathered.needles.of(number).source(path.as_str());
        }
        let Gathered { needles, held, subjects } = gathered;
        let judged = judged(snapshot, self.shelf.found());
        let site = Arc::clone(&snapshot.site);
        let (finder, words) = (needles.folded(), held.ready(snapshot));
        let mut look = LastLook::new(Sought { finder, words, subjects, judged, site, tree, assets });
        (look.before, look.in_sources) = self.titles_in_sources(&look);
        look
    }

    /// What entries say that nobody is to read.
    fn secrets(&self, snapshot: &Snapshot, gathered: &mut Gathered) {
        let config = &snapshot.config;
        let own = std::iter::once(&config.title).chain(&config.tagline).chain(&config.description);
        // All titles of a large site are looked through only where something is private.
        let public: LazyCell<BTreeSet<String>, _> = LazyCell::new(|| {
            own.map(String::as_str).chain(public_words(snapshot)).map(str::to_ascii_lowercase).collect()
        });
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for file in &self.parsed {
            // A private word that is also a title or a tag is said on purpose there.
            let is_said = |secret: &Secret| {
                secret.kind == SecretKind::Private && public.contains(&secret.text.to_ascii_lowercase())
            };
            let is_sought = |secret: &&Secret| inspect::is_distinct(&secret.text) && !is_said(secret);
            for secret in file.parsed.secrets.iter().filter(is_sought) {
                if seen.insert(secret.text.as_str()) {
                    let what = match secret.kind {
                        SecretKind::Record => "the number of the consent form (`record`) that this file says",
                        SecretKind::Private => "something that this file says under `private`",
                    };
                    let number = gathered.words(file.path.clone(), What::Secret(what), &secret.text);
                    // Several words may stand apart by emphasis, a link or a line.
                    if bare_words(&secret.text).trim().contains(' ') {
                        gathered.held.phrase(number, &secret.text);
                    }
                }
            }
        }
    }

    /// The output of each file of the site's own theme that is published.
    fn assets(&self, snapshot: &Snapshot) -> BTreeMap<String, SourcePath> {
        let own = self.shelf.held().filter(|file| file.kind == SourceKind::Asset);
        let output = |path: &SourcePath| {
            let name = path.as_str().splitn(4, '/').nth(3)?;
            Some((snapshot.asset(name)?.route.output.clone(), path.clone()))
        };
        own.filter_map(|file| output(&file.path)).collect()
    }

    /// The texts of entries that were taken down: they may stand in no file that is published as it is.
    fn texts_taken_down(&self, snapshot: &Snapshot, gathered: &mut Gathered) {
        let texts = snapshot.withheld.iter().filter(|held| held.is_taken_down());
        for held in texts.filter(|held| !matches!(held.kind, EntryKind::Tag | EntryKind::Home)) {
            let file = self.parsed.binary_search_by(|file| file.path.cmp(&held.path)).ok();
            let entry = file.and_then(|place| self.parsed[place].parsed.entry.as_ref());
            if let Some(entry) = entry {
                let number = gathered.next(held.path.clone(), what(held, Part::Text));
                gathered.held.text(number, entry);
            }
        }
    }

    /// Titles of what is held back in the configuration, in templates and words of the theme.
    fn titles_in_sources(&self, look: &LastLook) -> (Vec<Diagnostic>, BTreeSet<u32>) {
        let (mut told, mut numbers) = (Vec::new(), BTreeSet::new());
        for file in self.shelf.held().filter(|file| file.kind != SourceKind::Asset) {
            for (words, span) in parse::said_in(&file.path, file.kind, &file.bytes) {
                for number in look.sought.words.in_words(&words) {
                    let Some(Subject { path, what: What::Held { reason, taken_down, .. }, .. }) =
                        look.sought.subjects.get(number as usize)
                    else {
                        continue;
                    };
                    let held = Span::file(path);
                    numbers.insert(number);
                    told.push(match taken_down {
                        true => codes::taken_down_in_source(&span, &held, reason),
                        false => codes::held_back_in_source(&span, &held, reason),
                    });
                }
            }
        }
        (told, numbers)
    }
}

#[derive(Default)]
struct Gathered {
    needles: Needles,
    held: Gathering,
    subjects: Vec<Subject>,
}

impl Gathered {
    /// Begins with something new.
    fn next(&mut self, path: SourcePath, what: What) -> u32 {
        let number = u32::try_from(self.subjects.len()).unwrap_or(FILES).min(FILES - 1);
        self.subjects.push(Subject { path, what, spelt: None, short: false });
        self.needles.of(number);
        number
    }

    /// Begins with words, which are found in capital letters, too; unless they are one word, also in any other case.
    fn words(&mut self, path: SourcePath, what: What, words: &str) -> u32 {
        let number = self.next(path, what);
        let upper = words.to_uppercase();
        self.needles.words(words);
        if !words.is_ascii() {
            self.needles.words(&upper);
        }
        if let Some(subject) = self.subjects.last_mut() {
            subject.short = words.len() < LEAST_IN_CODE;
            subject.spelt = words.chars().all(char::is_alphabetic).then(|| [words.to_owned(), upper]);
        }
        number
    }
}

/// Private names that were judged where they stand.
fn judged(snapshot: &Snapshot, sources: &[SourceNames]) -> Judged {
    let private = |names: &[NameFound]| -> BTreeSet<String> {
        names.iter().filter(|name| name.person.is_none()).map(|name| bare_words(&name.found)).collect()
    };
    let entries = snapshot.site.entries.iter().filter_map(|entry| entry.personal.as_deref());
    let mut judged = Judged { pages: entries.flat_map(|found| private(&found.names)).collect(), ..Judged::default() };
    for file in sources {
        let names = private(&file.personal.names);
        if matches!(file.kind, SourceKind::Static | SourceKind::Asset | SourceKind::Drawing) {
            judged.files.insert(file.path.clone(), names);
        } else {
            judged.pages.extend(names);
        }
    }
    judged
}

/// The files of a site whose names nobody is to see.
pub(super) fn files(tree: &SourceTree) -> impl Iterator<Item = &SourcePath> {
    tree.content.iter().chain(&tree.media)
}

fn what(held: &Withheld, part: Part) -> What {
    What::Held { part, reason: held.reason.clone(), taken_down: held.is_taken_down() }
}

/// Addresses, ids and titles of what is held back.
fn held_back(snapshot: &Snapshot, gathered: &mut Gathered) {
    let own = std::iter::once(snapshot.config.title.as_str());
    let said = said(snapshot.withheld.iter().map(|held| held.title.as_str()), own.chain(public_words(snapshot)));
    for held in &snapshot.withheld {
        // A tag has its page without its file, too; and another entry may have taken the address.
        let is_taken = snapshot.output_of(held).is_some_and(|output| snapshot.page(&output).is_some());
        if held.kind == EntryKind::Tag || held.kind == EntryKind::Home {
            continue;
        }
        if !is_taken {
            gathered.next(held.path.clone(), what(held, Part::Address));
            address(held, &snapshot.config, &mut gathered.needles);
        }
        if !snapshot.site.of_kind(held.kind).any(|id| snapshot.site.entry(id).id.value == held.id) {
            gathered.next(held.path.clone(), what(held, Part::Id));
            gathered.needles.id(held.kind, &held.id, &plan::encoded(&held.id));
        }
        if inspect::is_telling(&held.title) && !said.contains(held.title.as_str()) {
            let number = gathered.words(held.path.clone(), what(held, Part::Title), &held.title);
            gathered.held.phrase(number, &held.title);
        }
    }
}

fn address(held: &Withheld, config: &Config, needles: &mut Needles) {
    let site = (config.base_url.as_deref(), config.base_path.as_str());
    needles.address(held.kind, &held.slug, &plan::encoded(&held.slug), site);
}

/// Titles and labels that the site shows on purpose, whatever else has the same.
fn public_words(snapshot: &Snapshot) -> impl Iterator<Item = &str> {
    let titles = snapshot.site.entries.iter().map(|entry| &entry.card.title);
    let labels = snapshot.site.tags.iter().map(|tag| &tag.label);
    titles.chain(labels).map(String::as_str)
}

/// Which of these titles the site shows on purpose.
fn said<'a, 'b>(titles: impl Iterator<Item = &'a str>, public: impl Iterator<Item = &'b str>) -> BTreeSet<&'a str> {
    let titles: Vec<&str> = titles.filter(|title| inspect::is_telling(title)).collect();
    let (mut needles, mut said) = (Needles::default(), BTreeSet::new());
    if titles.is_empty() {
        return said;
    }
    for (number, title) in (0..).zip(&titles) {
        needles.of(number).bare(title);
    }
    let finder = needles.finder();
    for words in public {
        finder.search(bare_words(words).as_bytes(), |found| said.extend(titles.get(found.of as usize)));
    }
    said
}
