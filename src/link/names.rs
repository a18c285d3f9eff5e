//! The tables of names: which entry a name, a file or an address means. Lookups only; nothing is ever
//! listed in the order of a hash map.

use super::publish::{Gated, Place};
use super::tags::Tags;
use crate::diag::codes::publishing::duplicate_id;
use crate::diag::codes::ripples::{ambiguous_name, link_to_withheld};
use crate::diag::{Diagnostic, SourcePath, Span, is_slip, nearest};
use crate::model::{Entry, EntryId, EntryKind, TagId, text};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Kinds among which a bare name is looked up, in this order; tags come after them.
const BARE: [EntryKind; 4] = [EntryKind::Story, EntryKind::Prompt, EntryKind::Page, EntryKind::Collection];
/// How many names may be compared for suggestions in one run, so that a site full of slips stays fast.
const COMPARISONS: usize = 200_000;
/// Longer names get no suggestion.
const LONGEST_SLIP: usize = 100;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A published entry.
    Entry(EntryId),
    /// A tag, with or without a file.
    Tag(TagId),
    /// An entry that is not published: its place among all entries.
    Withheld(u32),
    /// Several entries: their places among all entries.
    Ambiguous(Vec<u32>),
    /// Nothing.
    Missing,
}

type Table<'a> = HashMap<Cow<'a, str>, Vec<u32>>;

/// Names of one kind in the order in which they are tried.
#[derive(Default)]
struct KindNames<'a> {
    ids: HashMap<Cow<'a, str>, u32>,
    /// Slugs and aliases, where they differ from the id.
    slugs: Table<'a>,
    /// File names, where they differ from id and slug.
    stems: Table<'a>,
}

/// What entries are called, without tags.
pub(super) struct Tables<'a> {
    /// All entries and what the gate decided.
    gated: &'a Gated<'a>,
    kinds: [KindNames<'a>; EntryKind::ALL.len()],
    /// The kind of each of all entries.
    kind: Vec<EntryKind>,
    by_alias: Table<'a>,
    /// Pairs of entries of one kind with one id, published or not.
    duplicates: Vec<(u32, u32)>,
}

/// All names of a site.
pub(super) struct Names<'a> {
    /// All entries and what the gate decided.
    pub(super) gated: &'a Gated<'a>,
    /// All tags.
    pub(super) tags: &'a Tags,
    tables: Tables<'a>,
    by_path: OnceLock<HashMap<Cow<'a, str>, u32>>,
    withheld_titles: OnceLock<HashMap<String, u32>>,
    comparisons_left: AtomicUsize,
}

/// [`text::fold`], without a copy of text that is folded already.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        Cow::Owned(text::fold(text))
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

impl<'a> Tables<'a> {
    pub(super) fn new(gated: &'a Gated<'a>) -> Self {
        let mut tables = Self {
            gated,
            kinds: std::array::from_fn(|_| KindNames::default()),
            kind: gated.all.iter().map(|entry| entry.kind).collect(),
            by_alias: HashMap::new(),
            duplicates: Vec::new(),
        };
        for (place, entry) in (0..).zip(&gated.all) {
            tables.add(place, entry);
        }
        tables
    }

    fn add(&mut self, place: u32, entry: &'a Entry) {
        let kind = &mut self.kinds[entry.kind as usize];
        let (id, slug) = (folded(&entry.id.value), folded(&entry.slug.value));
        let stem = match entry.path.stem() {
            "index" => entry.path.folder().rsplit('/').next().unwrap_or_default(),
            stem => stem,
        };
        let stem = folded(stem);
        if stem != id && stem != slug {
            kind.stems.entry(stem).or_default().push(place);
        }
        for alias in &entry.aliases {
            let alias = folded(alias.value.trim().trim_matches('/'));
            let last = alias.rsplit('/').next().unwrap_or_default();
            let last = last.strip_suffix(".html").unwrap_or(last).to_owned();
            push_once(kind.slugs.entry(Cow::Owned(last)).or_default(), place);
            push_once(kind.slugs.entry(alias.clone()).or_default(), place);
            push_once(self.by_alias.entry(alias).or_default(), place);
        }
        if slug != id {
            push_once(kind.slugs.entry(slug).or_default(), place);
        }
        // With one id twice, the published entry is the one that is meant; the slip itself is an error already.
        let known = kind.ids.entry(id).or_insert(place);
        let published = |place: u32| matches!(self.gated.places[place as usize], Place::Published(_));
        if *known != place {
            self.duplicates.push((*known, place));
        }
        if !published(*known) && published(place) {
            *known = place;
        }
    }
}

impl<'a> Names<'a> {
    pub(super) fn new(tables: Tables<'a>, tags: &'a Tags) -> Self {
        Self {
            gated: tables.gated,
            tags,
            tables,
            by_path: OnceLock::new(),
            withheld_titles: OnceLock::new(),
            comparisons_left: AtomicUsize::new(COMPARISONS),
        }
    }

    /// Reports ids that two entries of one kind share, published or not.
    pub(super) fn report_duplicates(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (first, second) in &self.tables.duplicates {
            let [first, second] = [first, second].map(|place| self.gated.all[*place as usize]);
            let (kind, id) = (second.kind.word(), &second.id);
            diagnostics.push(duplicate_id(&id.span, kind, &id.value, &first.id.span));
        }
    }

    /// Why an entry is not published.
    pub(super) fn reason(&self, place: u32) -> &'a str {
        match self.gated.places[place as usize] {
            Place::Withheld(withheld) => &self.gated.withheld[withheld as usize].reason,
            Place::Published(_) => "published",
        }
    }

    /// That a name leads to an entry that is not published. Nothing, if that is because its own file has an error:
    /// that is told there, and here it would be the same mistake once more.
    pub(super) fn leads_to_withheld(&self, span: &Span, name: &str, place: u32) -> Option<Diagnostic> {
        (!self.gated.is_unclear(place)).then(|| link_to_withheld(span, name, self.reason(place)))
    }

    /// Whether an entry that is not published may have been online before, so that nothing may stand in the way of
    /// taking it down.
    pub(super) fn is_taken_down(&self, place: u32) -> bool {
        match self.gated.places[place as usize] {
            Place::Withheld(withheld) => self.gated.withheld[withheld as usize].is_taken_down(),
            Place::Published(_) => false,
        }
    }

    /// Looks a name up: `kind:name`, or a bare name in the order of kinds.
    pub(super) fn name(&self, name: &str) -> Found {
        let name = name.trim();
        if let Some((kind, rest)) = explicit(name) {
            return self.in_kind(kind, rest);
        }
        BARE.into_iter()
            .chain([EntryKind::Tag])
            .map(|kind| self.in_kind(kind, name))
            .find(|found| *found != Found::Missing)
            .unwrap_or(Found::Missing)
    }

    /// Looks a name up in one kind: id, then slug or alias, then file name.
    pub(super) fn in_kind(&self, kind: EntryKind, name: &str) -> Found {
        let name = folded(name.trim());
        if kind == EntryKind::Tag
            && let Some(tag) = self.tags.find(&name)
        {
            return Found::Tag(tag);
        }
        let table = &self.tables.kinds[kind as usize];
        if let Some(place) = table.ids.get(&name) {
            return self.choose(std::slice::from_ref(place));
        }
        let places = table.slugs.get(&name).or_else(|| table.stems.get(&name));
        places.map_or(Found::Missing, |places| self.choose(places))
    }

    /// Looks up what stands in a field for entries of one kind: a name with or without the kind, or a file.
    pub(super) fn field(&self, kind: EntryKind, from: &SourcePath, target: &str) -> Found {
        let target = target.trim();
        let found = match explicit(target) {
            Some((named, name)) if named == kind => self.in_kind(kind, name),
            Some(_) => Found::Missing,
            None if is_path(target) => self.file(from, target),
            None => self.in_kind(kind, target),
        };
        match found {
            Found::Entry(id) if self.kind_of_entry(id) != kind => Found::Missing,
            Found::Withheld(place) if self.kind_of(place) != kind => Found::Missing,
            found => found,
        }
    }

    /// Looks up what stands in a field, whatever kind it is.
    pub(super) fn anything(&self, from: &SourcePath, target: &str) -> Found {
        match explicit(target) {
            None if is_path(target) => self.file(from, target),
            _ => self.name(target),
        }
    }

    /// Looks a file up: `@/` means `content/`, anything else is relative to the file `from`. A folder means
    /// its `index.md`, and `.md` may be left out.
    pub(super) fn file(&self, from: &SourcePath, target: &str) -> Found {
        let (base, rest) = match target.strip_prefix("@/") {
            Some(rest) => ("content", rest),
            None => (from.folder(), target),
        };
        let Some(path) = join(base, rest) else { return Found::Missing };
        let path = folded(&path);
        let forms = [path.to_string(), format!("{path}/index.md"), format!("{path}.md")];
        let by_path = self.by_path.get_or_init(|| {
            let paths = self.gated.all.iter().map(|entry| folded(entry.path.as_str()));
            paths.zip(0..).collect()
        });
        let place = forms.iter().find_map(|form| by_path.get(form.as_str()));
        place.map_or(Found::Missing, |place| self.choose(std::slice::from_ref(place)))
    }

    /// Looks up an address on this site, without its leading slash: `stories/x/`, `tags/key/`, `about/`, or an alias.
    pub(super) fn address(&self, address: &str) -> Found {
        let address = folded(address.trim_matches('/'));
        let address = address.strip_suffix("index.html").unwrap_or(&address).trim_end_matches('/');
        let found = match address.split_once('/') {
            Some(("tags", key)) => return self.tags.by_key(key).map_or(Found::Missing, Found::Tag),
            Some((folder, slug)) => [EntryKind::Story, EntryKind::Prompt, EntryKind::Collection, EntryKind::Person]
                .into_iter()
                .find(|kind| kind.folder() == folder)
                .map_or(Found::Missing, |kind| self.slug(kind, slug)),
            None => self.slug(EntryKind::Page, address),
        };
        match found {
            Found::Missing => self.tables.by_alias.get(address).map_or(Found::Missing, |places| self.choose(places)),
            found => found,
        }
    }

    /// The entry at an address or above it that is not published: also that of a sheet, or of a file beside a text.
    pub(super) fn withheld_at(&self, address: &str) -> Option<u32> {
        let mut at = address.trim_matches('/');
        loop {
            match self.address(at) {
                Found::Withheld(place) => return Some(place),
                Found::Missing => at = at.rsplit_once('/')?.0,
                _ => return None,
            }
        }
    }

    /// The page of this id, if it is not published.
    pub(super) fn withheld_page(&self, id: &str) -> Option<u32> {
        let place = *self.tables.kinds[EntryKind::Page as usize].ids.get(folded(id).as_ref())?;
        matches!(self.gated.places[place as usize], Place::Withheld(_)).then_some(place)
    }

    fn slug(&self, kind: EntryKind, slug: &str) -> Found {
        let table = &self.tables.kinds[kind as usize];
        let by_id = table.ids.get(slug).copied();
        let by_slug = table.slugs.get(slug).into_iter().flatten().copied();
        let own = |place: &u32| folded(&self.gated.all[*place as usize].slug.value) == slug;
        let places: Vec<u32> = by_id.into_iter().chain(by_slug).filter(own).collect();
        self.choose(&places)
    }

    /// One meaning out of several entries: a published one goes before one that is not.
    fn choose(&self, places: &[u32]) -> Found {
        let mut published = places.iter().filter_map(|place| match self.gated.places[*place as usize] {
            Place::Published(id) => Some((*place, id)),
            Place::Withheld(_) => None,
        });
        match (published.next(), published.next()) {
            (Some((place, id)), None) if self.kind_of(place) == EntryKind::Tag => {
                self.tags.of_entry(id).map_or(Found::Missing, Found::Tag)
            }
            (Some((_, id)), None) => Found::Entry(id),
            (None, _) => places.first().map_or(Found::Missing, |place| Found::Withheld(*place)),
            (Some((first, _)), Some((second, _))) => {
                Found::Ambiguous([first, second].into_iter().chain(published.map(|(place, _)| place)).collect())
            }
        }
    }

    /// The entry that is not published whose title this is, or the person whose name: shown as words it would give
    /// them away. (People are found by no link, so their ids count as names here.)
    pub(super) fn withheld_titled(&self, words: &str) -> Option<u32> {
        let titles = self.withheld_titles.get_or_init(|| {
            let places = (0..).zip(&self.gated.places).filter(|(_, place)| matches!(place, Place::Withheld(_)));
            let titles = places.flat_map(|(place, _)| {
                let entry = self.gated.all[place as usize];
                let names = entry.names.iter().flat_map(|names| names.by_level.values());
                let id = (entry.kind == EntryKind::Person).then_some(&entry.id.value);
                let all = std::iter::once(&entry.card.title).filter(|title| !title.is_empty()).chain(names).chain(id);
                all.map(move |name| (text::slug(name), place)).collect::<Vec<_>>()
            });
            titles.collect()
        });
        if words.len() > 1_000 || titles.is_empty() {
            return None;
        }
        titles.get(&text::slug(words)).copied()
    }

    fn kind_of(&self, place: u32) -> EntryKind {
        self.tables.kind[place as usize]
    }

    /// What a published entry is.
    pub(super) fn kind_of_entry(&self, id: EntryId) -> EntryKind {
        self.kind_of(self.place_of(id))
    }

    fn place_of(&self, id: EntryId) -> u32 {
        self.gated.published[id.index()]
    }

    /// The ids of published entries of one kind, for suggestions.
    pub(super) fn ids_of(&self, kind: EntryKind) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let gated = self.gated;
        let published = gated.all.iter().zip(&gated.places).filter(|(_, place)| matches!(place, Place::Published(_)));
        published.filter(move |(entry, _)| entry.kind == kind).map(|(entry, _)| entry.id.value.as_str())
    }

    /// Every name that a link may use, for suggestions.
    pub(super) fn bare_names(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let tags = self.tags.list.iter().map(|tag| tag.key.as_str());
        let (stories, prompts) = (self.ids_of(EntryKind::Story), self.ids_of(EntryKind::Prompt));
        let (pages, collections) = (self.ids_of(EntryKind::Page), self.ids_of(EntryKind::Collection));
        stories.chain(prompts).chain(pages).chain(collections).chain(tags)
    }

    /// The known name nearest to a slip, as long as the run has comparisons left.
    pub(super) fn nearest<'n>(&self, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
        let name = explicit(name).map_or(name, |(_, name)| name);
        let name = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
        let name = name.strip_suffix(".md").unwrap_or(name);
        let may = !name.is_empty() && name.len() <= LONGEST_SLIP && self.may_compare(known.clone());
        if may { nearest(name, known) } else { None }
    }

    /// The first name that a slip of the finger makes another one of, as long as the run has comparisons left.
    pub(super) fn slip<'n>(&self, name: &str, mut known: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
        let may = name.len() <= LONGEST_SLIP && self.may_compare(known.clone());
        if may { known.find(|known| is_slip(name, known)) } else { None }
    }

    fn may_compare<'n>(&self, known: impl Iterator<Item = &'n str>) -> bool {
        let left = self.comparisons_left.load(Ordering::Relaxed);
        let count = known.take(left + 1).count();
        self.comparisons_left.store(left.saturating_sub(count), Ordering::Relaxed);
        count <= left
    }

    /// The complaint about a name with several meanings.
    pub(super) fn ambiguous(&self, span: &Span, name: &str, places: &[u32]) -> Diagnostic {
        let entries = places.iter().map(|place| self.gated.all[*place as usize]);
        let candidates: Vec<_> =
            entries.map(|entry| (entry.id.span.clone(), format!("{}:{}", entry.kind.word(), entry.id.value))).collect();
        ambiguous_name(span, name, &candidates)
    }
}

fn push_once(places: &mut Vec<u32>, place: u32) {
    if places.last() != Some(&place) {
        places.push(place);
    }
}

/// `story:x` as a kind and a name. People are never found this way.
fn explicit(name: &str) -> Option<(EntryKind, &str)> {
    let (word, rest) = name.split_once(':')?;
    let word = word.trim();
    let kind = BARE.into_iter().chain([EntryKind::Tag]).find(|kind| word.eq_ignore_ascii_case(kind.word()))?;
    Some((kind, rest.trim()))
}

/// Whether a target is written as a file rather than a name.
pub(super) fn is_path(target: &str) -> bool {
    target.contains('/') || target.as_bytes().last_chunk().is_some_and(|end: &[u8; 3]| end.eq_ignore_ascii_case(b".md"))
}

/// Joins a relative path to a folder; `None` if it leads out of the site.
fn join(base: &str, relative: &str) -> Option<String> {
    let mut segments: Vec<&str> = base.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in relative.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_stay_inside_the_site() {
        assert_eq!(join("content/stories", "../prompts/a.md").as_deref(), Some("content/prompts/a.md"));
        assert_eq!(join("content/stories", "./x//y/").as_deref(), Some("content/stories/x/y"));
        assert_eq!(join("content", "../../etc/passwd"), None);
    }

    #[test]
    fn only_known_kinds_are_explicit() {
        assert_eq!(explicit("prompt: look-back"), Some((EntryKind::Prompt, "look-back")));
        assert_eq!(explicit("person:maria"), None);
        assert_eq!(explicit("a: b"), None);
    }

    #[test]
    fn folding_is_the_same_with_and_without_a_copy() {
        for name in ["plain", "MiXed", "E\u{301}te\u{301}", "ÉTÉ"] {
            assert_eq!(folded(name), text::fold(name));
        }
    }
}
