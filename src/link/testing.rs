//! Entries made by hand, for the tests of this stage only.

use crate::diag::{Located, SourcePath, Span};
use crate::model::{
    Body, Card, Config, Consent, ConsentPlaces, ConsentStatus, Date, Digest, Entry, EntryKind, Gate, LinkRef,
    LinkSyntax, Mention, NameLevel, PersonNames, Profile, References, RippleKinds, RippleRef, Shared, Visibility,
};
use std::sync::Arc;

/// 2026-06-01T00:00:00Z.
pub(super) const NOW: i64 = 1_780_272_000;

/// An entry in the making.
pub(super) struct Make {
    pub(super) entry: Entry,
    card: Card,
    body: Body,
    places: usize,
}

pub(super) fn story(id: &str) -> Make {
    Make::new(EntryKind::Story, id)
}

pub(super) fn person(id: &str, names: &[(NameLevel, &str)]) -> Make {
    let mut made = Make::new(EntryKind::Person, id);
    let by_level = names.iter().map(|(level, name)| (*level, (*name).to_owned())).collect();
    made.entry.names = Some(Box::new(PersonNames { by_level, page: None }));
    made.card.title = String::new();
    made
}

pub(super) fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(super) fn consent(status: ConsentStatus) -> Consent {
    Consent { status, scope: None, by: None, review: None, expires: None, name: None }
}

pub(super) fn config(profile: Profile) -> Config {
    let mut config = Config::fallback(&SourcePath::new("ripple.yaml"));
    config.profile = profile;
    config
}

pub(super) fn options() -> super::LinkOptions {
    super::LinkOptions { publish_now: NOW, expiry_now: NOW, ..super::LinkOptions::default() }
}

/// Links in an open site, as visitors see it.
pub(super) fn open(entries: Vec<Make>) -> super::Linked {
    link(entries, Profile::Open)
}

pub(super) fn link(entries: Vec<Make>, profile: Profile) -> super::Linked {
    let entries: Vec<Arc<Entry>> = entries.into_iter().map(Make::done).collect();
    super::site(&entries, &config(profile), &options())
}

/// The codes of all problems, sorted, with repetitions.
pub(super) fn codes(linked: &super::Linked) -> Vec<&'static str> {
    let mut codes: Vec<_> = linked.diagnostics.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    codes
}

/// The place of an entry, by id.
pub(super) fn at(linked: &super::Linked, id: &str) -> usize {
    linked.site.entries.iter().position(|entry| entry.id.value == id).unwrap()
}

impl Make {
    pub(super) fn new(kind: EntryKind, id: &str) -> Self {
        let path = match kind {
            EntryKind::Home => SourcePath::new("content/index.md"),
            _ => SourcePath::new(&format!("content/{}/{id}.md", kind.folder())),
        };
        let located = Located::new(id.to_owned(), Span::new(&path, 0, 1));
        let gate = Gate {
            draft: None,
            broken: false,
            date: None,
            publish: None,
            expires: None,
            visibility: Visibility::Public,
            consent: None,
            consent_places: ConsentPlaces::default(),
            minor: false,
            span: Span::new(&path, 0, 3),
            body: 0,
        };
        let card = Card {
            kind,
            id: id.to_owned(),
            title: format!("The title of {id}"),
            date: None,
            updated: None,
            summary: String::new(),
            question: None,
            lang: None,
            setting: None,
            happened: None,
            weight: None,
            nav: false,
        };
        let entry = Entry {
            path: path.clone(),
            kind,
            id: located.clone(),
            slug: located,
            aliases: Vec::new(),
            gate,
            card: Shared::new(card.clone()),
            body: Shared::new(Body::default()),
            refs: References::default(),
            names: None,
            tag: (kind == EntryKind::Tag).then(Box::default),
            personal: None,
            digest: Digest::of_bytes(id.as_bytes()),
        };
        Self { entry, card, body: Body::default(), places: 10 }
    }

    pub(super) fn done(mut self) -> Arc<Entry> {
        self.entry.card = Shared::new(self.card);
        self.entry.body = Shared::new(self.body);
        Arc::new(self.entry)
    }

    pub(super) fn located<T>(&mut self, value: T) -> Located<T> {
        self.places += 10;
        Located::new(value, Span::new(&self.entry.path, self.places, self.places + 5))
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Entry)) -> Self {
        change(&mut self.entry);
        self
    }

    pub(super) fn card(mut self, change: impl FnOnce(&mut Card)) -> Self {
        change(&mut self.card);
        self
    }

    pub(super) fn body(mut self, change: impl FnOnce(&mut Body)) -> Self {
        change(&mut self.body);
        self
    }

    pub(super) fn path(mut self, path: &str) -> Self {
        self.entry.path = SourcePath::new(path);
        self.entry.id.span.path = self.entry.path.clone();
        self.entry.gate.span.path = self.entry.path.clone();
        self
    }

    pub(super) fn slug(mut self, slug: &str) -> Self {
        self.entry.slug.value = slug.to_owned();
        self
    }

    pub(super) fn title(self, title: &str) -> Self {
        self.card(|card| card.title = title.to_owned())
    }

    pub(super) fn draft(self) -> Self {
        self.with(|entry| entry.gate.draft = Some(entry.gate.span.clone()))
    }

    pub(super) fn unlisted(self) -> Self {
        self.with(|entry| entry.gate.visibility = Visibility::Unlisted)
    }

    pub(super) fn date(mut self, text: &str) -> Self {
        self.entry.gate.date = Some(self.located(date(text)));
        self.card(|card| {
            card.date = Some(date(text));
            card.happened = card.date;
        })
    }

    pub(super) fn publish(mut self, text: &str) -> Self {
        self.entry.gate.publish = Some(self.located(date(text)));
        self
    }

    pub(super) fn expires(mut self, text: &str) -> Self {
        self.entry.gate.expires = Some(self.located(date(text)));
        self
    }

    pub(super) fn consent(mut self, consent: Consent) -> Self {
        self.entry.gate.consent = Some(self.located(consent));
        self
    }

    pub(super) fn ripple(mut self, kind: &str, to: &str) -> Self {
        let (kind, inverse) = RippleKinds::default().find(kind).unwrap();
        let to = self.located(to.to_owned());
        let kind_span = to.span.clone();
        self.entry.refs.ripples.push(RippleRef { to, kind, inverse, note: None, kind_span });
        self
    }

    pub(super) fn note(mut self, note: &str) -> Self {
        self.entry.refs.ripples.last_mut().unwrap().note = Some(note.to_owned());
        self
    }

    pub(super) fn tags(mut self, tags: &[&str]) -> Self {
        for tag in tags {
            let tag = self.located((*tag).to_owned());
            self.entry.refs.tags.push(tag);
        }
        self
    }

    pub(super) fn mention(mut self, name: &str, must_exist: bool) -> Self {
        let name = self.located(name.to_owned());
        self.entry.refs.people.push(Mention { name, role: "mentor".to_owned(), must_exist });
        self
    }

    pub(super) fn author(mut self, name: &str) -> Self {
        let name = self.located(name.to_owned());
        self.entry.refs.authors.push(name);
        self
    }

    pub(super) fn prompt(mut self, name: &str) -> Self {
        let name = self.located(name.to_owned());
        self.entry.refs.prompts.push(name);
        self
    }

    pub(super) fn collection(mut self, name: &str) -> Self {
        let name = self.located(name.to_owned());
        self.entry.refs.collections.push(name);
        self
    }

    pub(super) fn link(mut self, syntax: LinkSyntax, target: &str, words: &str) -> Self {
        let place = self.located(());
        let link = LinkRef { target: target.to_owned(), syntax, words: words.to_owned(), span: place.span };
        self.entry.refs.links.push(link);
        self
    }

    pub(super) fn anchors(mut self, anchors: &[&str]) -> Self {
        self.body.anchors = anchors.iter().map(|anchor| (*anchor).to_owned()).collect();
        self
    }
}
