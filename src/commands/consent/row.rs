//! One line of the register: whose consent it is, what was said, and how urgent that is.

use crate::diag::print::Sources;
use crate::engine::{Preview, texts};
use crate::model::{Consent, ConsentStatus, Date, Entry, EntryKind, Profile, Scope, SourceFile, SourcePath, text};
use crate::{link, parse};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Consent is due for review from this long before its day, in seconds.
const REVIEW_PERIOD: i64 = 60 * 24 * 60 * 60;

/// How it stands with one consent, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    NotClear,
    Missing,
    Pending,
    Expired,
    DueForReview,
    Granted,
    Refused,
    Withdrawn,
    NotNeeded,
}

impl State {
    pub(super) const ALL: [Self; 9] = [
        Self::NotClear,
        Self::Missing,
        Self::Pending,
        Self::Expired,
        Self::DueForReview,
        Self::Granted,
        Self::Refused,
        Self::Withdrawn,
        Self::NotNeeded,
    ];

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::NotClear => "not clear",
            Self::Missing => "missing",
            Self::Pending => "pending",
            Self::Expired => "expired",
            Self::DueForReview => "due for review",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::NotNeeded => "not needed",
        }
    }
}

/// One line.
pub(super) struct Row {
    what: &'static str,
    id: String,
    name: String,
    /// Ids of the collections that it is in; for a person, of those whose stories name them.
    pub(super) collections: Vec<String>,
    pub(super) state: State,
    /// What else holds it back although its own consent may be there: what people whom it names have said.
    pub(super) held: String,
    status: &'static str,
    scope: String,
    by: &'static str,
    on: String,
    review: String,
    expires: String,
    record: String,
    file: SourcePath,
    /// When it ends or is to be asked for again, whichever comes first, in seconds since 1970.
    pub(super) due: Option<i64>,
}

impl Row {
    /// In the order of the columns.
    pub(super) fn cells(&self) -> Vec<String> {
        let Self {
            what,
            id,
            name,
            collections,
            state,
            held,
            status,
            scope,
            by,
            on,
            review,
            expires,
            record,
            file,
            due: _,
        } = self;
        let collections = collections.join(", ");
        let cells: [&str; 14] = [
            what,
            id,
            name,
            &collections,
            state.words(),
            held,
            status,
            scope,
            by,
            on,
            review,
            expires,
            record,
            file.as_str(),
        ];
        cells.map(str::to_owned).to_vec()
    }
}

/// What all lines are made from.
pub(super) struct Register<'a> {
    preview: &'a Preview,
    /// Seconds since 1970.
    now: i64,
    texts: Sources,
    /// The collections of each person's stories, by folded id.
    named: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Register<'a> {
    pub(super) fn new(root: &Path, preview: &'a Preview, now: i64) -> Self {
        let blocks = preview.entries.iter().filter(|entry| entry.gate.consent.is_some()).map(|entry| &entry.path);
        let texts = texts(root, blocks);
        let mut register = Self { preview, now, texts, named: BTreeMap::new() };
        for (entry, named) in preview.entries.iter().zip(link::named_persons(&preview.entries)) {
            let collections = if named.is_empty() { Vec::new() } else { register.collections_of(entry) };
            for person in named {
                let id = text::fold(preview.entries[person].id.value.trim());
                register.named.entry(id).or_default().extend(collections.iter().cloned());
            }
        }
        register
    }

    /// A line for each story and person, and for whatever else has a consent block; the most urgent first.
    pub(super) fn rows(&self) -> Vec<Row> {
        let is_in =
            |entry: &Entry| matches!(entry.kind, EntryKind::Story | EntryKind::Person) || entry.gate.consent.is_some();
        let mut rows: Vec<Row> =
            self.preview.entries.iter().filter(|entry| is_in(entry)).map(|entry| self.row(entry)).collect();
        rows.sort_by(|a, b| {
            let key = |row: &Row| (row.state, Reverse(row.due.map(Reverse)), row.collections.clone(), row.file.clone());
            key(a).cmp(&key(b))
        });
        rows
    }

    fn row(&self, entry: &Entry) -> Row {
        let consent = entry.gate.consent.as_ref().map(|consent| &consent.value);
        let agreed = consent.map(|_| self.agreed(entry)).unwrap_or_default();
        let is_clear = !entry.gate.broken && !entry.gate.consent_places.unclear;
        let day = |date: Option<Date>| date.map(|date| date.iso()).unwrap_or_default();
        let collections = match entry.kind {
            EntryKind::Person => {
                self.named.get(&text::fold(entry.id.value.trim())).into_iter().flatten().cloned().collect()
            }
            _ => self.collections_of(entry),
        };
        Row {
            what: entry.kind.word(),
            id: entry.id.value.clone(),
            name: name(entry),
            collections,
            state: self.state(entry),
            held: self.held(entry),
            status: consent.filter(|_| is_clear).map_or("", |consent| status(consent.status)),
            scope: consent.filter(|_| is_clear).map(scope).unwrap_or_default(),
            by: consent.and_then(|consent| consent.by).map_or("", |by| by.word()),
            on: agreed.on,
            review: day(consent.and_then(|consent| consent.review)),
            expires: day(consent.and_then(|consent| consent.expires)),
            record: agreed.record,
            file: entry.path.clone(),
            due: consent.filter(|_| is_clear).and_then(|consent| self.due(consent)),
        }
    }

    fn agreed(&self, entry: &Entry) -> parse::Agreed {
        let lines = self.texts.get(&entry.path);
        let file = lines.map(|lines| SourceFile { path: entry.path.clone(), text: lines.text(), digest: entry.digest });
        file.map(|file| parse::agreed(&file)).unwrap_or_default()
    }

    fn instant(&self, date: Date) -> i64 {
        date.instant(&self.preview.visitor.config.timezone)
    }

    fn state(&self, entry: &Entry) -> State {
        let gate = &entry.gate;
        if gate.broken || gate.consent_places.unclear {
            return State::NotClear;
        }
        let Some(consent) = gate.consent.as_ref().map(|consent| &consent.value) else {
            return if self.is_needed(entry) { State::Missing } else { State::NotNeeded };
        };
        let is_over = |date: Option<Date>| date.is_some_and(|date| self.instant(date) <= self.now);
        let review = consent.review.map(|date| self.instant(date).saturating_sub(REVIEW_PERIOD));
        match consent.status {
            ConsentStatus::Refused => State::Refused,
            ConsentStatus::Withdrawn => State::Withdrawn,
            _ if is_over(consent.expires) => State::Expired,
            ConsentStatus::Pending => State::Pending,
            _ if review.is_some_and(|from| from <= self.now) => State::DueForReview,
            ConsentStatus::Granted => State::Granted,
            ConsentStatus::NotNeeded => State::NotNeeded,
        }
    }

    /// What the consent of people whom it names says against it, each person once.
    fn held(&self, entry: &Entry) -> String {
        let found = self.preview.visitor.why_not(&entry.path);
        let others = found.iter().flat_map(|held| &held.obstacles).filter(|obstacle| obstacle.named.is_some());
        let mut reasons: Vec<&str> = Vec::new();
        for obstacle in others {
            if !reasons.contains(&obstacle.reason.as_str()) {
                reasons.push(&obstacle.reason);
            }
        }
        reasons.join("; ")
    }

    /// Whether the site's profile asks for a consent block (content model, section 7).
    fn is_needed(&self, entry: &Entry) -> bool {
        match (entry.kind, self.preview.visitor.config.profile) {
            (EntryKind::Story, profile) => profile != Profile::Open,
            (EntryKind::Person, Profile::School) => entry.gate.minor,
            _ => false,
        }
    }

    /// The first day on which something is to be done, if the answer was yes: a review however long ago, an end that is
    /// still to come.
    fn due(&self, consent: &Consent) -> Option<i64> {
        if !matches!(consent.status, ConsentStatus::Granted | ConsentStatus::NotNeeded) {
            return None;
        }
        let ends = consent.expires.map(|date| self.instant(date));
        if ends.is_some_and(|end| end <= self.now) {
            return None;
        }
        consent.review.map(|date| self.instant(date)).into_iter().chain(ends).min()
    }

    /// The ids of the collections of an entry; a name that is none stays as it is written.
    fn collections_of(&self, entry: &Entry) -> Vec<String> {
        let site = &self.preview.writer.site;
        let found = site.find(&entry.path).map(|id| &site.collections_of[id.index()]);
        match found {
            Some(found) => found.iter().map(|id| site.entry(*id).id.value.clone()).collect(),
            None => entry.refs.collections.iter().map(|name| name.value.clone()).collect(),
        }
    }
}

/// The title; of a person the fullest name there is.
fn name(entry: &Entry) -> String {
    let names = entry.names.iter().flat_map(|names| names.by_level.values());
    let name = names.map(|name| name.trim()).find(|name| !name.is_empty());
    name.unwrap_or(&entry.card.title).to_owned()
}

fn status(status: ConsentStatus) -> &'static str {
    match status {
        ConsentStatus::Granted => "granted",
        ConsentStatus::Pending => "pending",
        ConsentStatus::Refused => "refused",
        ConsentStatus::Withdrawn => "withdrawn",
        ConsentStatus::NotNeeded => "not-needed",
    }
}

/// All that is covered, also what is so because nothing else is said; nothing where the answer is no or not there yet.
/// What is only accepted for later is told where somebody wrote it.
fn scope(consent: &Consent) -> String {
    let is_yes = matches!(consent.status, ConsentStatus::Granted | ConsentStatus::NotNeeded);
    let covered = Scope::ALL.into_iter().filter(|scope| {
        let is_used = consent.scope.is_some() || !matches!(scope, Scope::Display | Scope::Embed);
        is_yes && is_used && consent.covers(*scope)
    });
    covered.map(Scope::word).collect::<Vec<_>>().join(", ")
}
