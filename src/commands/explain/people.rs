//! Who is in an entry, under which names, and who agreed to what.

use super::super::out::println;
use super::{Subject, heading};
use crate::diag::Located;
use crate::model::{Consent, ConsentStatus, Entry, EntryKind, NameLevel, Profile, Scope, text};

/// Scopes that decide something, with their words.
const SCOPES: [(Scope, &str); 6] = [
    (Scope::Web, "web"),
    (Scope::Feed, "feed"),
    (Scope::Search, "search"),
    (Scope::Print, "print"),
    (Scope::Photo, "photo"),
    (Scope::Audio, "audio"),
];

impl Subject<'_> {
    /// Consent, then one line for everybody who is named.
    pub(super) fn people(&self) {
        let named = self.mentions();
        if named.is_empty() && !self.needs_consent(self.entry) && self.entry.gate.consent.is_none() {
            return;
        }
        heading("Who agreed, and who is in it");
        println!("  consent: {}", self.consent(self.entry));
        if self.entry.kind == EntryKind::Person {
            self.names();
        }
        for (role, name) in &named {
            let person = self.person(&name.value);
            let what = match person {
                Some(person) => format!("`{}`, {}", person.id.value, person.path),
                None => format!("“{}”, in these words", name.value),
            };
            println!("  {role}: {what} ({})", self.places.line(&name.span));
            if let Some(person) = person {
                let child = if person.gate.minor { "a child; " } else { "" };
                println!("    {child}consent: {}", self.consent(person));
            }
        }
        if let Some(id) = self.id().filter(|_| !named.is_empty()) {
            let people = &self.snapshot.site.people[id.index()];
            let shown: Vec<&str> = people
                .named
                .iter()
                .map(|person| person.name.as_str())
                .chain(people.authors.iter().map(String::as_str))
                .collect();
            let shown = if shown.is_empty() { "nobody".to_owned() } else { shown.join(", ") };
            println!("  Visitors read: {shown}");
        }
    }

    /// The names of a person by level, from most to least.
    fn names(&self) {
        if self.entry.gate.minor {
            println!("  a child{}", self.field(&["minor"]).map(|place| format!(" ({place})")).unwrap_or_default());
        }
        for (level, name) in self.entry.names.iter().flat_map(|names| &names.by_level) {
            println!(
                "  {}: {name}{}",
                level_word(*level),
                self.cited(&[&format!("name.{}", level_word(*level)), "name"])
            );
        }
    }

    /// Every name in front matter with its role.
    fn mentions(&self) -> Vec<(&str, &Located<String>)> {
        let refs = &self.entry.refs;
        let people = refs.people.iter().map(|mention| (mention.role.as_str(), &mention.name));
        people.chain(refs.authors.iter().map(|author| ("told by", author))).collect()
    }

    /// The person whose id this is.
    fn person(&self, name: &str) -> Option<&Entry> {
        let name = text::fold(name.trim());
        let mut persons = self.entries.iter().filter(|entry| entry.kind == EntryKind::Person);
        persons.find(|person| text::fold(person.id.value.trim()) == name).map(|person| &**person)
    }

    /// Every person with a file who is named, once.
    pub(super) fn persons(&self) -> Vec<&Entry> {
        let mut persons: Vec<&Entry> = Vec::new();
        for person in self.mentions().into_iter().filter_map(|(_, name)| self.person(&name.value)) {
            if !persons.iter().any(|known| known.path == person.path) {
                persons.push(person);
            }
        }
        persons
    }

    fn needs_consent(&self, entry: &Entry) -> bool {
        match (entry.kind, self.snapshot.config.profile) {
            (EntryKind::Story, profile) => profile != Profile::Open,
            (EntryKind::Person, Profile::School) => entry.gate.minor,
            _ => false,
        }
    }

    /// What somebody said, and where that is written.
    fn consent(&self, entry: &Entry) -> String {
        let Some(consent) = &entry.gate.consent else {
            let words = if self.needs_consent(entry) {
                "nothing is written down, and this site asks for it (`safeguarding` in ripple.yaml)"
            } else {
                "nothing is written down, and nothing is needed here"
            };
            return words.to_owned();
        };
        let place = entry.gate.consent_places.status.as_ref().unwrap_or(&consent.span);
        format!("{} ({})", words(&consent.value), self.places.line(place))
    }
}

/// A consent block as one sentence.
fn words(consent: &Consent) -> String {
    let status = match consent.status {
        ConsentStatus::Granted => "granted",
        ConsentStatus::Pending => "not given yet",
        ConsentStatus::Refused => "refused",
        ConsentStatus::Withdrawn => "withdrawn",
        ConsentStatus::NotNeeded => "not needed",
    };
    let mut parts = vec![status.to_owned()];
    if consent.scope.is_some() || consent.status == ConsentStatus::Granted {
        let scopes = SCOPES.into_iter().filter(|(scope, _)| consent.covers(*scope)).map(|(_, word)| word);
        let scopes = scopes.collect::<Vec<_>>().join(", ");
        parts.push(format!("for {}", if scopes.is_empty() { "nothing" } else { &scopes }));
    }
    parts.extend(consent.name.map(|level| format!("name: {}", level_word(level))));
    parts.extend(consent.review.map(|day| format!("ask again on {}", day.iso())));
    parts.extend(consent.expires.map(|day| format!("ends on {}", day.iso())));
    parts.join("; ")
}

fn level_word(level: NameLevel) -> &'static str {
    match level {
        NameLevel::Full => "full",
        NameLevel::First => "first",
        NameLevel::Initial => "initial",
        NameLevel::Pseudonym => "pseudonym",
        NameLevel::Role => "role",
    }
}
