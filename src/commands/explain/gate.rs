//! Whether visitors see an entry, and why.

use super::super::out::println;
use super::{Subject, heading};
use crate::diag::Severity;
use crate::model::{Date, Entry, EntryId, EntryKind, Held, Obstacle, Scope, Withheld, text};

impl Subject<'_> {
    /// The first thing that is to be seen.
    pub(super) fn gate(&self) {
        match (self.snapshot.why_not(&self.entry.path), self.id()) {
            (Some(withheld), _) => self.held_back(withheld),
            (None, Some(id)) => self.published(id),
            (None, None) => heading("Is it public? That is not clear yet."),
        }
        if self.snapshot.diagnostics.iter().any(|problem| problem.severity == Severity::Error) {
            println!(
                "  The site has errors: until they are mended, what visitors see stays as it is (`ripple check`)."
            );
        }
    }

    fn held_back(&self, withheld: &Withheld) {
        let count = withheld.obstacles.len();
        let stand = if count == 1 { "One thing stands" } else { "These things stand" };
        heading(&format!("Is it public? No. {stand} in the way:"));
        for obstacle in &withheld.obstacles {
            if obstacle.held == Held::Draft && self.entry.gate.broken {
                println!("  - its fields are not clear, so it counts as a draft ({})", self.entry.path);
                println!("      mend the error below, and this is over");
                continue;
            }
            println!("  - {} ({})", obstacle.reason, self.proof(obstacle));
            if let Some(named) = &obstacle.named {
                println!("      named in {}", self.places.line(named));
            }
            println!("      {}", obstacle.remedy);
        }
        if let Some((_, address)) = self.address().filter(|_| !withheld.retired) {
            println!("  Then its address will be {address}");
        }
    }

    /// Where it says so.
    fn proof(&self, obstacle: &Obstacle) -> String {
        if obstacle.reason.ends_with("is missing") {
            return format!("nothing is said in {}", obstacle.span.path);
        }
        self.places.line(&obstacle.span)
    }

    fn published(&self, id: EntryId) {
        let Some((output, address)) = self.address() else {
            heading("Is it public? People have no page of their own, unless their file says `page: true`.");
            println!("  Their name is shown in the stories below, as far as consent allows.");
            return;
        };
        if self.snapshot.page(&output).is_none() {
            heading("Is it public? It has no page.");
            return;
        }
        heading(&format!("Is it public? Yes: {address}"));
        if self.snapshot.site.access[id.index()].listed {
            println!("  {}", self.reaches());
        } else {
            let place = self.field(&["visibility"]).unwrap_or_else(|| self.entry.path.to_string());
            println!(
                "  It is unlisted ({place}): whoever has the address can read it; it is in no list, feed or search engine."
            );
        }
        if let Some((day, whose, place)) = self.ends() {
            println!("  From {} on it is no longer published: {whose} ({place})", day.iso());
        }
    }

    /// Where a listed entry is to be found, and where consent keeps it out.
    fn reaches(&self) -> String {
        let kind = self.entry.kind;
        let in_feeds = self.snapshot.config.base_url.is_some() && self.entry.card.date.is_some();
        let (mut found_in, mut kept_out) = (Vec::new(), Vec::new());
        if !matches!(kind, EntryKind::Page | EntryKind::Home | EntryKind::Person) {
            found_in.push("in lists");
        }
        for (scope, word, place) in [(Scope::Feed, "feed", "in feeds"), (Scope::Search, "search", "in search engines")]
        {
            let silent = self.consulted().into_iter().find(|(entry, _)| !covers(entry, scope));
            match silent {
                _ if scope == Scope::Feed && kind != EntryKind::Story => {}
                None if scope == Scope::Search || in_feeds => found_in.push(place),
                None => {}
                Some((entry, whose)) => {
                    let places = &entry.gate.consent_places;
                    let consent = places.scope.as_ref().or(places.status.as_ref()).unwrap_or(&entry.gate.span);
                    let at = self.places.line(consent);
                    kept_out.push(format!("not {place}, for {whose} does not cover `{word}` ({at})"));
                }
            }
        }
        let found = text::capitalised(&found_in.join(", "));
        let all: Vec<String> = std::iter::once(found).filter(|found| !found.is_empty()).chain(kept_out).collect();
        format!("{}.", all.join("; "))
    }

    /// The first day on which something ends that lets it be shown.
    fn ends(&self) -> Option<(Date, String, String)> {
        let own = self.entry.gate.expires.as_ref();
        let own = own.map(|day| (day.value, "that is its `expires`".to_owned(), self.places.line(&day.span)));
        let consents = self.consulted().into_iter().filter_map(|(entry, whose)| {
            let consent = entry.gate.consent.as_ref()?;
            let span = entry.gate.consent_places.expires.as_ref().unwrap_or(&consent.span);
            Some((consent.value.expires?, format!("{whose} ends"), self.places.line(span)))
        });
        let zone = &self.snapshot.config.timezone;
        own.into_iter().chain(consents).min_by_key(|(day, ..)| day.instant(zone))
    }

    /// Everyone whose consent counts: the entry itself and the people it names, in words.
    pub(super) fn consulted(&self) -> Vec<(&Entry, String)> {
        let own = std::iter::once((self.entry, "consent".to_owned()));
        let others = self.persons().into_iter().map(|person| (person, format!("consent of `{}`", person.id.value)));
        own.chain(others).collect()
    }
}

fn covers(entry: &Entry, scope: Scope) -> bool {
    entry.gate.consent.as_ref().is_none_or(|consent| consent.value.covers(scope))
}
