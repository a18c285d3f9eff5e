//! Who agreed, person by person: a section of the writer's panel. Nothing of it is in a page as visitors see it.

use super::bar::Page;
use super::place::{prose, safe};
use crate::diag::Located;
use crate::model::text::{capitalised, fold};
use crate::model::{Consent, ConsentStatus, Entry, EntryKind, Profile, Scope, Withheld};
use std::sync::Arc;

/// Uses that an answer may leave out, as the reader of this panel calls them.
const USES: [(Scope, &str); 4] =
    [(Scope::Web, "a page"), (Scope::Feed, "feeds"), (Scope::Search, "search"), (Scope::Print, "print")];

/// Whose answers keep an entry from being published, each once and as sentences: at most two, then a number.
pub(super) fn whose(held: &Withheld) -> String {
    let mut sentences: Vec<&str> = held.obstacles.iter().filter_map(|obstacle| obstacle.who.as_deref()).collect();
    sentences.dedup();
    let shown = sentences.iter().take(2).map(|words| format!(" {}.", prose(&capitalised(words))));
    let more = match sentences.len() {
        0..=2 => String::new(),
        count => format!(" And {} more, under “About this page”.", count - 2),
    };
    shown.chain([more]).collect()
}

/// One row for the entry and for each person with a file whom it names, and what they said; nothing where nobody is
/// asked and nobody is named. The name of a row and its words are HTML.
pub(super) fn rows(page: &Page, entry: &Entry) -> Vec<(String, String)> {
    let config = &page.preview.writer.config;
    let is_needed = entry.kind == EntryKind::Story && config.profile != Profile::Open;
    let mut rows = Vec::new();
    if is_needed || entry.gate.consent.is_some() {
        rows.push((safe(&capitalised(&format!("this {}", entry.kind.word()))), words(entry, is_needed)));
    }
    for person in persons(entry, &page.preview.entries) {
        let is_needed = person.gate.minor && config.profile == Profile::School;
        rows.push((format!("<code>{}</code>", safe(&person.id.value)), words(person, is_needed)));
    }
    rows
}

/// Every person with a file who is named in the fields of an entry, once.
fn persons<'a>(entry: &Entry, entries: &'a [Arc<Entry>]) -> Vec<&'a Entry> {
    let named = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
    let ids: Vec<String> = named.map(|name: &Located<String>| fold(name.value.trim())).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    let all = entries.iter().filter(|entry| entry.kind == EntryKind::Person);
    all.filter(|person| ids.contains(&fold(person.id.value.trim()))).map(|person| &**person).collect()
}

fn words(entry: &Entry, is_needed: bool) -> String {
    if entry.gate.broken || entry.gate.consent_places.unclear {
        return "not clear: there is an error in the file".to_owned();
    }
    match &entry.gate.consent {
        None if is_needed => "nothing is written down yet".to_owned(),
        None => "nobody needs to be asked".to_owned(),
        Some(consent) => answer(&consent.value),
    }
}

fn answer(consent: &Consent) -> String {
    let status = match consent.status {
        ConsentStatus::Granted => "yes",
        ConsentStatus::Pending => "no answer yet",
        ConsentStatus::Refused => "no",
        ConsentStatus::Withdrawn => "taken back",
        ConsentStatus::NotNeeded => "nobody needs to be asked",
    };
    let mut parts = vec![status.to_owned()];
    if matches!(consent.status, ConsentStatus::Granted | ConsentStatus::NotNeeded) {
        let left_out = USES.into_iter().filter(|(scope, _)| !consent.covers(*scope)).map(|(_, word)| word);
        let left_out = left_out.collect::<Vec<_>>().join(", ");
        parts.extend(Some(format!("not for {left_out}")).filter(|_| !left_out.is_empty()));
        parts.extend(consent.review.map(|day| format!("ask again: {}", day.words())));
        parts.extend(consent.expires.map(|day| format!("ends: {}", day.words())));
    }
    parts.join("; ")
}
