//! What a finished site can hold of something that was taken back, and where it holds it.

use crate::engine::Snapshot;
use crate::inspect::{self, Finder, Needles};
use crate::model::{Config, Entry, EntryKind, NameLevel, shown, text};
use crate::plan;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How surely a hit is about what was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Nothing else can be meant.
    Sure,
    /// Something else may be called the same; where a site cannot be built, it goes with the rest.
    Likely,
    /// A word that may be about anything.
    Perhaps,
}

/// Something that was found in a finished file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Trace {
    pub(super) level: Level,
    /// Path below the output folder.
    pub(super) output: String,
    /// What was found, such as "its address".
    pub(super) what: &'static str,
}

/// Finds traces.
pub(super) struct Traces {
    finder: Finder,
    /// Names and titles as words without anything between them: emphasis and line breaks hide none.
    words: Finder,
    /// By number: what is looked for.
    kinds: Vec<(Level, &'static str)>,
    /// Folders of the output that are its own, with a slash at the end.
    folders: BTreeSet<String>,
}

impl Traces {
    /// Gathers them before anything is changed. `subjects` are what is taken back and all that goes with it.
    pub(super) fn of(snapshot: &Snapshot, entries: &[Arc<Entry>], subjects: &[&Entry]) -> Self {
        let config = &snapshot.config;
        let mut made = Gathered::default();
        let others: Vec<&Entry> = entries
            .iter()
            .map(|entry| &**entry)
            .filter(|entry| subjects.iter().all(|subject| subject.path != entry.path))
            .collect();
        let titles: Vec<&str> = others.iter().map(|entry| entry.card.title.as_str()).collect();
        for subject in subjects {
            made.places(subject, config);
            made.title(&subject.card.title, &titles);
            made.add(Level::Perhaps, "its id as a word", |needles| {
                for name in BTreeSet::from([subject.id.value.as_str(), &subject.slug.value]) {
                    needles.words(name);
                }
            });
        }
        let tags =
            |entry: &Entry| -> BTreeSet<String> { entry.refs.tags.iter().map(|tag| text::slug(&tag.value)).collect() };
        // A tag with a file of its own is there without any story.
        let told = others.iter().filter(|entry| entry.kind == EntryKind::Tag).map(|tag| tag.page_name().into_owned());
        let elsewhere: BTreeSet<String> = others.iter().flat_map(|entry| tags(entry)).chain(told).collect();
        let mut folders: BTreeSet<String> = subjects.iter().flat_map(|entry| folders(entry, config)).collect();
        for tag in subjects.iter().flat_map(|entry| tags(entry)).filter(|tag| !elsewhere.contains(tag)) {
            made.add(Level::Likely, "a tag that only it has", |needles| {
                needles.address(EntryKind::Tag, &tag, &plan::encoded(&tag), (None, ""));
            });
            folders.extend(own_folder(EntryKind::Tag, &tag, config));
        }
        for (name, is_of_person) in names(subjects, &others, entries) {
            let is_name = name.split_whitespace().count() > 1 && (is_of_person || looks_like_name(&name));
            let level = if is_name { Level::Sure } else { Level::Perhaps };
            made.add(level, "a name that only it shows", |needles| needles.words(&name));
            made.bare(&name);
        }
        made.texts(subjects, &others);
        Self { finder: made.needles.finder(), words: made.words.in_small_letters(), kinds: made.kinds, folders }
    }

    /// Whether a finished file stands in a folder in which nothing else can be.
    pub(super) fn is_own(&self, output: &str) -> bool {
        self.folders.iter().any(|folder| output.starts_with(folder))
    }

    /// Everything of it in one finished file, each kind once.
    pub(super) fn found(&self, output: &str, bytes: &[u8]) -> Vec<Trace> {
        let mut found = BTreeSet::new();
        if self.is_own(output) {
            found.insert((Level::Sure, "its own folder"));
        }
        self.finder.search(bytes, |hit| found.extend(self.kinds.get(hit.of as usize)));
        // A file may have the name of whoever it is about, too.
        let text = shown::decoded(bytes).unwrap_or_default();
        for words in [shown::bare_html(&text), shown::bare_words(output)] {
            self.words.search(words.as_bytes(), |hit| found.extend(self.kinds.get(hit.of as usize)));
        }
        found.into_iter().map(|(level, what)| Trace { level, output: output.to_owned(), what }).collect()
    }
}

#[derive(Default)]
struct Gathered {
    needles: Needles,
    words: Needles,
    kinds: Vec<(Level, &'static str)>,
}

impl Gathered {
    fn add(&mut self, level: Level, what: &'static str, add: impl FnOnce(&mut Needles)) {
        let number = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        self.kinds.push((level, what));
        add(self.needles.of(number));
    }

    /// What was added last, as words.
    fn bare(&mut self, words: &str) {
        let number = u32::try_from(self.kinds.len().saturating_sub(1)).unwrap_or(u32::MAX);
        self.words.of(number).bare(words);
    }

    fn places(&mut self, entry: &Entry, config: &Config) {
        let (slug, id) = (entry.page_name(), &entry.id.value);
        let site = (config.base_url.as_deref(), config.base_path.as_str());
        self.add(Level::Sure, "its address", |needles| {
            needles.address(entry.kind, &slug, &plan::encoded(&slug), site);
        });
        self.add(Level::Sure, "its id", |needles| needles.id(entry.kind, id, &plan::encoded(id)));
    }

    /// A title of few words may be anybody's.
    fn title(&mut self, title: &str, others: &[&str]) {
        if title.is_empty() {
            return;
        }
        let mut own = Needles::default();
        own.words(title);
        let own = own.finder();
        let is_shared = others.iter().any(|other| own.is_in(other.as_bytes()));
        let level = if inspect::is_telling(title) && !is_shared { Level::Sure } else { Level::Perhaps };
        self.add(level, "its title", |needles| needles.words(title));
        if level == Level::Sure {
            self.bare(title);
        }
        if !is_shared {
            self.add(Level::Likely, "its title", |needles| needles.label(title));
        }
    }

    /// Rows of words of the texts. What other texts say, too, may have come from there.
    fn texts(&mut self, subjects: &[&Entry], others: &[&Entry]) {
        let texts = subjects.iter().flat_map(|entry| [entry.body.html.as_str(), entry.card.summary.as_str()]);
        let rows: Vec<String> = texts.flat_map(inspect::rows).collect::<BTreeSet<_>>().into_iter().collect();
        let mut all = Needles::default();
        for (number, row) in (0..).zip(&rows) {
            all.of(number).row(row);
        }
        let (finder, mut shared) = (all.finder(), BTreeSet::new());
        for entry in others {
            for text in [&entry.body.html, &entry.card.summary] {
                finder.search(text.as_bytes(), |hit| shared.extend([hit.of]));
            }
        }
        for (level, is_wanted) in [(Level::Sure, false), (Level::Perhaps, true)] {
            self.add(level, "words of its text", |needles| {
                for (_, row) in (0_u32..).zip(&rows).filter(|(number, _)| shared.contains(number) == is_wanted) {
                    needles.row(row);
                }
            });
        }
    }
}

/// Folders in which everything belongs to an entry: that of its page, and that of its pictures.
fn folders(entry: &Entry, config: &Config) -> BTreeSet<String> {
    let page = own_folder(entry.kind, &entry.page_name(), config).filter(|_| entry.may_have_page());
    let media = [&entry.id.value, &entry.slug.value].map(|name| format!("media/{name}/"));
    media.into_iter().chain(page).collect()
}

/// The folder of a page, with a slash at the end. Never that of the whole site.
fn own_folder(kind: EntryKind, slug: &str, config: &Config) -> Option<String> {
    let output = plan::output_of(config, kind, slug)?;
    output.strip_suffix("index.html").filter(|folder| !folder.is_empty()).map(str::to_owned)
}

/// Whether words are the name of somebody rather than what somebody is: "a new boy", "Maria's brother".
fn looks_like_name(words: &str) -> bool {
    let is_capital = |word: Option<&str>| word.and_then(|word| word.chars().next()).is_some_and(|c| !c.is_lowercase());
    is_capital(words.split_whitespace().next()) && is_capital(words.split_whitespace().next_back())
}

/// Names that nothing else shows, and whether they are from a person's file: others are as written.
fn names(subjects: &[&Entry], others: &[&Entry], entries: &[Arc<Entry>]) -> BTreeSet<(String, bool)> {
    let said = |entry: &Entry| -> BTreeSet<String> {
        let mentions = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
        mentions.map(|name| text::fold(name.value.trim())).collect()
    };
    let elsewhere: BTreeSet<String> = others.iter().flat_map(|entry| said(entry)).collect();
    let own = subjects.iter().flat_map(|entry| {
        let mentions = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
        mentions.map(|name| name.value.trim()).collect::<Vec<_>>()
    });
    let mut names = BTreeSet::new();
    for name in own.filter(|name| !elsewhere.contains(&text::fold(name))) {
        let person = entries
            .iter()
            .find(|entry| entry.kind == EntryKind::Person && text::fold(&entry.id.value) == text::fold(name));
        match person {
            Some(person) => names.extend(shown_names(person).map(|name| (name, true))),
            None => drop(names.insert((name.to_owned(), false))),
        }
    }
    let persons = subjects.iter().filter(|entry| entry.kind == EntryKind::Person);
    names.extend(persons.flat_map(|person| shown_names(person)).map(|name| (name, true)));
    names
}

/// What tells who a person is: "a pupil" does not.
fn shown_names(person: &Entry) -> impl Iterator<Item = String> {
    let names = person.names.iter().flat_map(|names| &names.by_level);
    let telling = names.filter(|(level, name)| **level < NameLevel::Initial && !name.trim().is_empty());
    telling.map(|(_, name)| name.trim().to_owned())
}
