//! The whole site, linked: an arena of published entries and flat arrays beside it. Ids are valid inside one
//! `Site` only.

use super::{Entry, EntryKind, RecordingRole, SourcePath};
use crate::diag::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A published entry's place in [`Site::entries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// A tag's place in [`Site::tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub u32);

impl EntryId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl TagId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The result of linking. What may not be published is not in it.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// All published entries, in path order; everything per entry below has the same length.
    pub entries: Vec<Arc<Entry>>,
    /// What each entry may be in.
    pub access: Vec<Access>,
    /// First instant of each entry's `date`, in seconds since 1970.
    pub instants: Vec<Option<i64>>,
    /// Listed stories, newest first; undated ones last, by path.
    pub wall: Vec<EntryId>,
    /// All tags, by key.
    pub tags: Vec<Tag>,
    /// Tags of each entry, in the order written, without repetition.
    pub tags_of: Vec<Vec<TagId>>,
    /// People of each entry, as they may be shown.
    pub people: Vec<People>,
    /// The people who have a page.
    pub person_pages: BTreeMap<EntryId, PersonPage>,
    /// Resolved ripples, sorted by ends and kind.
    pub edges: Vec<Edge>,
    /// Edges out of each entry (it is the earlier story), as places in `edges`.
    pub edges_out: Adjacency,
    /// Edges into each entry (it is the later story), as places in `edges`.
    pub edges_in: Adjacency,
    /// The numbers of each entry; zero for those that are no listed story.
    pub numbers: Vec<Numbers>,
    /// Groups of joined stories, largest first, ties by the path of the first member.
    pub families: Vec<Family>,
    /// Numbers of the whole site.
    pub totals: Totals,
    /// Prompts that each entry offers.
    pub prompts_of: Vec<Vec<EntryId>>,
    /// The prompt that each entry answers.
    pub answers: Vec<Option<EntryId>>,
    /// Collections of each entry.
    pub collections_of: Vec<Vec<EntryId>>,
    /// For a prompt: listed stories that offer it, newest first.
    pub used_by: Vec<Vec<EntryId>>,
    /// For a prompt: listed stories that answer it, newest first.
    pub answered_by: Vec<Vec<EntryId>>,
    /// For a collection: its listed stories, by weight and then oldest first.
    pub members: Vec<Vec<EntryId>>,
    /// The other language versions of each entry, by path.
    pub translations: Vec<Vec<EntryId>>,
    /// Links in each entry's text, one for each of its `refs.links`.
    pub links: Vec<Vec<Link>>,
    /// For the writer: what visitors do not see and why, in two or three words. Empty for visitors.
    pub states: BTreeMap<EntryId, String>,
    /// Files of `static/` that are not published: recordings that an entry names which may not show them.
    pub held_files: BTreeSet<SourcePath>,
    /// Places of menu items, and of the invitation, that lead to what is not published.
    pub menu_left_out: BTreeSet<Span>,
}

/// What a published entry may be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Lists, maps and numbers.
    pub listed: bool,
    /// Feeds.
    pub feed: bool,
    /// Sitemap and search.
    pub indexed: bool,
    /// Cards and sheets made for paper.
    pub print: bool,
    /// Its pictures.
    pub photo: bool,
    /// Its recordings.
    pub audio: bool,
}

impl Access {
    /// Whether a recording of this kind may be published. In a film people are seen and heard.
    #[must_use]
    pub fn allows(self, role: RecordingRole) -> bool {
        match role {
            RecordingRole::Sound => self.audio,
            RecordingRole::Film => self.audio && self.photo,
        }
    }
}

/// A person as a page may show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name at the level that is allowed, or the words that were written.
    pub name: String,
    /// `mentor`, `mentee` or free words.
    pub role: String,
    /// The person, if there is a page of them on which this entry may stand.
    pub page: Option<EntryId>,
}

/// Everyone named in an entry's front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// With their roles, in the order written.
    pub named: Vec<Person>,
    /// Who tells it.
    pub authors: Vec<String>,
    /// For each of these the person, if there is a page of them on which this entry may stand.
    pub told_by: Vec<Option<EntryId>>,
}

/// The page of a person who asked for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonPage {
    /// The name at the level that is allowed.
    pub name: String,
    /// Listed stories by the part that the person had in them, newest first; each story stands in one part only.
    pub parts: Vec<(Part, Vec<EntryId>)>,
}

impl PersonPage {
    /// How many stories each part has.
    #[must_use]
    pub fn lengths(&self) -> Vec<usize> {
        self.parts.iter().map(|(_, stories)| stories.len()).collect()
    }
}

/// The part that somebody had in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// They helped.
    Mentor,
    /// They were helped.
    Mentee,
    /// Any other.
    Other,
    /// They tell it, and have no other part in it.
    Told,
}

impl Part {
    /// All of them, in the order in which a page shows them.
    pub const ALL: [Self; 4] = [Self::Mentor, Self::Mentee, Self::Other, Self::Told];

    /// The part that a role in front matter means.
    #[must_use]
    pub fn of_role(role: &str) -> Self {
        match role {
            "mentor" => Self::Mentor,
            "mentee" => Self::Mentee,
            _ => Self::Other,
        }
    }
}

/// A subject that stories share.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its identity and the last part of its address.
    pub key: String,
    /// The label that is shown.
    pub label: String,
    /// The tag file, if there is one.
    pub entry: Option<EntryId>,
    /// The tag above it.
    pub parent: Option<TagId>,
    /// Listed stories, newest first.
    pub stories: Vec<EntryId>,
}

/// A resolved ripple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The earlier story; for a symmetric kind the one with the smaller id.
    pub from: EntryId,
    /// The later story.
    pub to: EntryId,
    /// Index into the site's `RippleKinds`.
    pub kind: u8,
    /// Notes from both ends, in path order.
    pub notes: Vec<String>,
}

/// Lists of `u32` per entry, in one flat array (compressed sparse rows).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adjacency {
    offsets: Vec<u32>,
    items: Vec<u32>,
}

impl Adjacency {
    /// Groups `(row, item)` pairs by row; the order of items within a row is kept.
    #[must_use]
    pub fn new(rows: usize, pairs: &[(EntryId, u32)]) -> Self {
        let mut offsets = vec![0u32; rows + 1];
        for (row, _) in pairs {
            offsets[row.index() + 1] += 1;
        }
        for index in 1..offsets.len() {
            offsets[index] += offsets[index - 1];
        }
        let mut next = offsets.clone();
        let mut items = vec![0; pairs.len()];
        for (row, item) in pairs {
            let place = &mut next[row.index()];
            items[*place as usize] = *item;
            *place += 1;
        }
        Self { offsets, items }
    }

    /// The items of one row.
    #[must_use]
    pub fn of(&self, row: EntryId) -> &[u32] {
        let (Some(start), Some(end)) = (self.offsets.get(row.index()), self.offsets.get(row.index() + 1)) else {
            return &[];
        };
        &self.items[*start as usize..*end as usize]
    }
}

/// What can be counted about one story (content model, section 4). Over listed stories and counting kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Distinct stories one step on.
    pub direct: u32,
    /// Distinct stories that can be got to, itself excluded.
    pub reach: u32,
    /// Longest path from any root; 0 at a root.
    pub generation: u32,
    /// Longest path onward.
    pub depth: u32,
    /// Ripples out and none in.
    pub root: bool,
    /// Ripples in and none out.
    pub open_end: bool,
    /// A listed story with neither.
    pub quiet: bool,
    /// Whether removing it splits its family.
    pub connector: bool,
    /// Its place in [`Site::families`].
    pub family: Option<u32>,
}

/// A weakly connected group of two or more stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Its stories, by generation, then date, then path.
    pub members: Vec<EntryId>,
    /// Counting ripples in it.
    pub ripples: u32,
    /// Root-to-open-end paths, saturating.
    pub chains: u64,
    /// The longest of them; ties by id.
    pub longest: Vec<EntryId>,
}

/// Numbers of the whole site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Listed stories.
    pub stories: u32,
    /// Counting ripples between them.
    pub ripples: u32,
    /// Stories that others came from and that came from none.
    pub roots: u32,
    /// Stories that came from others and led to none yet.
    pub open_ends: u32,
    /// Root-to-open-end paths, saturating.
    pub chains: u64,
    /// Stories in the longest chain.
    pub longest: u32,
    /// The greatest generation.
    pub generation: u32,
    /// Stories without counting ripples.
    pub quiet: u32,
    /// Groups of joined stories.
    pub families: u32,
    /// Stories whose removal splits a family.
    pub connectors: u32,
}

/// Where a link in a text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// To an entry with a page, and perhaps a part of it.
    Entry {
        /// The entry.
        to: EntryId,
        /// The part, without `#`.
        fragment: Option<String>,
    },
    /// To an address on this site, which `plan` checks: a decoded path without the leading slash.
    Path {
        /// The path.
        path: String,
        /// The part, without `#`.
        fragment: Option<String>,
    },
    /// To a part of the same page, without `#`.
    Fragment(String),
    /// To a tag's page.
    Tag(TagId),
    /// To a full address that begins like this site's own and is no entry's.
    Outside,
    /// Nowhere; the words stay, with the name as written for a wikilink without a label.
    Nowhere,
    /// Nowhere, and not even the name may be shown.
    Hidden,
}

/// An entry that is not published, and why. Kept beside the [`Site`], never in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// Its file.
    pub path: SourcePath,
    /// What it is.
    pub kind: EntryKind,
    /// Its id.
    pub id: String,
    /// The last part of the address it would have.
    pub slug: String,
    /// Its title, for reports to the writer.
    pub title: String,
    /// Why, as a sentence without a full stop, such as "draft" or "held until 2026-12-01".
    pub reason: String,
    /// The same in two or three words, such as "Draft" or "Held until 1 December 2026".
    pub state: String,
    /// What kind of reason that is.
    pub held: Held,
    /// Everything that stands in the way, the reason above first.
    pub obstacles: Vec<Obstacle>,
    /// Whether its id was taken back, so that it cannot come back under it.
    pub retired: bool,
}

impl Withheld {
    /// Whether something takes it down that may have been online, so that nothing may stand in the way of that.
    #[must_use]
    pub fn is_taken_down(&self) -> bool {
        self.obstacles.iter().any(|obstacle| obstacle.takes_down)
    }
}

/// One thing that keeps an entry from being published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// What it is, as a sentence without a full stop, such as "consent of `maria` was refused".
    pub reason: String,
    /// Whose answer it is, as a sentence without a full stop, such as "Maria’s guardian has not answered yet". Only
    /// where somebody is to be named: with the name that they agreed to. For the writer alone.
    pub who: Option<String>,
    /// How it goes away, as a sentence without a full stop.
    pub remedy: &'static str,
    /// What says so: the words in this file, or in that of a person it names.
    pub span: Span,
    /// Where that person is named.
    pub named: Option<Span>,
    /// What kind of reason it is.
    pub held: Held,
    /// Whether somebody has said no, so that nothing is to be expected.
    pub lasting: bool,
    /// Whether it takes down what may have been online: permission that is gone, or a day that is over.
    pub takes_down: bool,
}

/// What holds an entry back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// `draft: true`.
    Draft,
    /// A date that is not there yet, or is over.
    Date,
    /// Consent, its own or that of somebody it names.
    Consent,
}

impl Site {
    /// The entry of a file.
    #[must_use]
    pub fn find(&self, path: &SourcePath) -> Option<EntryId> {
        let place = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        u32::try_from(place).ok().map(EntryId)
    }

    /// The entry with an id of this site.
    ///
    /// # Panics
    /// If the id belongs to another site.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> &Arc<Entry> {
        &self.entries[id.index()]
    }

    /// All ids, in path order.
    pub fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)).map(EntryId)
    }

    /// All ids of one kind, in path order.
    pub fn of_kind(&self, kind: EntryKind) -> impl Iterator<Item = EntryId> + '_ {
        self.ids().filter(move |id| self.entry(*id).kind == kind)
    }

    /// The tag with an id of this site.
    ///
    /// # Panics
    /// If the id belongs to another site.
    #[must_use]
    pub fn tag(&self, id: TagId) -> &Tag {
        &self.tags[id.index()]
    }
}
