//! What tells the same as something that is taken back, in a file of its own: copies and translations. Nobody asked to
//! take them back, so they are only named.

use crate::engine::Snapshot;
use crate::inspect::{self, Needles};
use crate::model::{ConsentStatus, Entry, EntryKind, SourcePath, text};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How one entry tells the same as another, what is surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    SameText,
    MuchOfText,
    Translation,
    SameTitle,
}

impl How {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::SameText => "the same text",
            Self::MuchOfText => "most of the same text",
            Self::Translation => "a translation",
            Self::SameTitle => "the same title",
        }
    }
}

/// An entry that tells the same.
pub(super) struct Alike {
    pub(super) how: How,
    pub(super) path: SourcePath,
    /// Whether visitors see it.
    pub(super) online: bool,
}

impl Alike {
    /// Whether what was taken back is surely still online by it.
    pub(super) fn is_copy_online(&self) -> bool {
        self.online && self.how <= How::MuchOfText
    }
}

/// All that is like an entry, but for those that go with it.
pub(super) fn find(entry: &Entry, with: &[&Entry], entries: &[Arc<Entry>], visitor: &Snapshot) -> Vec<Alike> {
    if entry.kind == EntryKind::Person {
        return Vec::new();
    }
    let rows: BTreeSet<String> = inspect::rows(&entry.body.html).into_iter().collect();
    let mut needles = Needles::default();
    for (number, row) in (0..).zip(&rows) {
        needles.of(number).row(row);
    }
    let finder = needles.finder();
    let how = |other: &Entry| {
        let html = other.body.html.as_str();
        let mut shared = BTreeSet::new();
        finder.search(html.as_bytes(), |hit| shared.extend([hit.of]));
        if html == entry.body.html && !html.trim().is_empty() {
            Some(How::SameText)
        } else if shared.len() * 2 > rows.len() {
            Some(How::MuchOfText)
        } else if original(other) == original(entry) && other.kind == entry.kind {
            Some(How::Translation)
        } else {
            let title = |entry: &Entry| text::fold(entry.card.title.trim());
            (other.kind == entry.kind && !title(other).is_empty() && title(other) == title(entry))
                .then_some(How::SameTitle)
        }
    };
    let is_other = |other: &&Arc<Entry>| {
        let is_told = !matches!(other.kind, EntryKind::Person | EntryKind::Tag);
        is_told && other.path != entry.path && with.iter().all(|known| known.path != other.path)
    };
    let alike = |other: &Arc<Entry>| {
        Some(Alike { how: how(other)?, path: other.path.clone(), online: is_online(other, visitor) })
    };
    let mut all: Vec<Alike> = entries.iter().filter(is_other).filter_map(alike).collect();
    all.sort_by(|a, b| (!a.online, a.how, &a.path).cmp(&(!b.online, b.how, &b.path)));
    all
}

/// The id of what an entry is a translation of, or its own.
fn original(entry: &Entry) -> String {
    let named = entry.refs.translation_of.as_ref().unwrap_or(&entry.id);
    let bare = named.value.rsplit_once(':').map_or(named.value.as_str(), |(_, id)| id);
    text::fold(bare.trim())
}

/// Where the site cannot be worked out, what nothing in its own file holds back counts as online.
fn is_online(entry: &Entry, visitor: &Snapshot) -> bool {
    if visitor.can_be_shown() {
        return visitor.site.find(&entry.path).is_some();
    }
    let no = |status: ConsentStatus| matches!(status, ConsentStatus::Withdrawn | ConsentStatus::Refused);
    entry.gate.draft.is_none() && !entry.gate.consent.as_ref().is_some_and(|consent| no(consent.value.status))
}
