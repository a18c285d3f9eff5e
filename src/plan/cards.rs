//! Cards: what other pages show of an entry, made once for each that is shown and shared by every page that shows it.

use super::pictures::Pictures;
use super::routes::Routes;
use super::words;
use crate::model::{
    CardView, Config, Date, DateView, EntryId, EntryKind, Gallery, LinkView, SettingView, Shared, Site, TagId, Words,
    cover, text,
};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The cards of all entries, each made when it is first asked for, and the labels and addresses of all tags.
#[derive(Debug)]
pub(super) struct Cards {
    site: Arc<Site>,
    config: Arc<Config>,
    routes: Arc<Routes>,
    words: Arc<Words>,
    made: Vec<OnceLock<Shared<CardView>>>,
    tags: Vec<LinkView>,
    /// The settings that have a page: those of listed stories.
    settings: BTreeMap<String, Shared<SettingView>>,
    pub(super) pictures: Pictures,
}

impl Cards {
    /// `settings` are those of listed stories.
    pub(super) fn new<'a>(
        site: &Arc<Site>,
        config: &Arc<Config>,
        routes: &Arc<Routes>,
        words: &Arc<Words>,
        gallery: &Arc<Gallery>,
        settings: impl Iterator<Item = &'a str>,
    ) -> Self {
        let tags = site
            .tags
            .iter()
            .map(|tag| LinkView { label: tag.label.clone(), href: routes.page(&["tags", &tag.key]).href })
            .collect();
        let setting = |name: &str| (name.to_owned(), Shared::new(setting(words, name, config, routes, true)));
        let settings = settings.map(setting).collect();
        let made = std::iter::repeat_with(OnceLock::new).take(site.entries.len()).collect();
        let (site, config, routes) = (Arc::clone(site), Arc::clone(config), Arc::clone(routes));
        let gallery = Arc::clone(gallery);
        let pictures =
            Pictures { site: Arc::clone(&site), config: Arc::clone(&config), routes: Arc::clone(&routes), gallery };
        Self { site, config, routes, words: Arc::clone(words), made, tags, settings, pictures }
    }

    /// The card of an entry; people who have no page have none.
    pub(super) fn get(&self, id: EntryId) -> Option<&Shared<CardView>> {
        let has_page = self.site.entry(id).kind != EntryKind::Person || self.site.person_pages.contains_key(&id);
        has_page.then(|| self.own(id))
    }

    /// The card of an entry that has a page.
    pub(super) fn own(&self, id: EntryId) -> &Shared<CardView> {
        self.made[id.index()].get_or_init(|| Shared::new(self.make(id)))
    }

    /// The cards of several entries.
    pub(super) fn all(&self, ids: &[EntryId]) -> Vec<Shared<CardView>> {
        ids.iter().filter_map(|id| self.get(*id).cloned()).collect()
    }

    /// A tag's label and address.
    pub(super) fn tag(&self, id: TagId) -> &LinkView {
        &self.tags[id.index()]
    }

    fn make(&self, id: EntryId) -> CardView {
        let entry = self.site.entry(id);
        let route = self.routes.of(entry);
        let card = &entry.card;
        let numbers = &self.site.numbers[id.index()];
        // Of a person only what may be shown leaves this place: neither the title of the file nor its id.
        let person = self.site.person_pages.get(&id);
        let shelf = |name: &str| {
            let known = self.settings.get(name).cloned();
            known.unwrap_or_else(|| Shared::new(setting(&self.words, name, &self.config, &self.routes, false)))
        };
        let drawing = match entry.kind {
            EntryKind::Story => self.draw(id, cover::Drawing::of),
            _ => cover::Drawing::default(),
        };
        let setting = card.setting.as_deref().map(shelf);
        let year = card.happened.map(|happened| happened.year.to_string());
        CardView {
            kind: entry.kind.word(),
            id: if person.is_some() { entry.page_name().into_owned() } else { card.id.clone() },
            title: person.map_or(&card.title, |page| &page.name).clone(),
            href: route.map_or_else(String::new, |route| route.href),
            summary: card.question.as_ref().unwrap_or(&card.summary).clone(),
            date: card.date.as_ref().map(|day| date(&self.words, day)),
            facts: facts(&self.words, setting.as_deref(), year.as_deref(), card.date.as_ref()),
            year,
            setting,
            led_to: numbers.reach,
            depth: numbers.depth,
            lang: card.lang.clone(),
            state: self.site.states.get(&id).cloned(),
            seal: drawing.clone(),
            cover: drawing,
            photo: self.pictures.of(id).map(Box::new),
        }
    }

    /// Draws a story in one of the forms of [`cover`].
    pub(super) fn draw<T>(&self, id: EntryId, form: impl FnOnce(&cover::Moment<'_>) -> T) -> T {
        let card = &self.site.entry(id).card;
        let ink = match card.setting.as_deref() {
            Some(name) => ink(name, &self.config),
            None => "s-other".to_owned(),
        };
        let depth = self.site.numbers[id.index()].depth;
        form(&cover::Moment { id: &card.id, ink: &ink, depth, onward: &self.onward(id) })
    }

    /// The depths of the stories that count as one step on, largest first. None for a story that is not listed.
    pub(super) fn onward(&self, id: EntryId) -> Vec<u32> {
        let site = &self.site;
        if site.numbers[id.index()].direct == 0 {
            return Vec::new();
        }
        let edges = site.edges_out.of(id).iter().map(|place| &site.edges[*place as usize]);
        let counting = edges.filter(|edge| {
            let kind = self.config.ripple_kinds.get(edge.kind);
            kind.counts && !kind.symmetric && site.access[edge.to.index()].listed
        });
        // Edges are sorted by their ends, so one that is there in two kinds stands beside itself.
        let mut stories: Vec<EntryId> = counting.map(|edge| edge.to).collect();
        stories.dedup();
        let mut depths: Vec<u32> = stories.iter().map(|id| site.numbers[id.index()].depth).collect();
        depths.sort_unstable_by(|a, b| b.cmp(a));
        depths
    }
}

/// A date in both of its forms.
pub(super) fn date(words: &Words, date: &Date) -> DateView {
    DateView { iso: date.iso(), text: words.date(date) }
}

/// Where and when, in a line.
fn facts(words: &Words, setting: Option<&SettingView>, year: Option<&str>, told: Option<&Date>) -> String {
    match (setting, year) {
        (Some(setting), Some(year)) => words.say("where_when", None, &[("where", &setting.label), ("when", year)]),
        (Some(setting), None) => setting.label.clone(),
        (None, Some(year)) => year.to_owned(),
        (None, None) => told.map(|date| words.date(date)).unwrap_or_default(),
    }
}

/// Where a story happened. Only a setting of listed stories has a page.
pub(super) fn setting(words: &Words, name: &str, config: &Config, routes: &Routes, has_page: bool) -> SettingView {
    let key = text::slug(name);
    let label = words::setting(words, name);
    SettingView { href: has_page.then(|| routes.page(&["settings", &key]).href), key, label, ink: ink(name, config) }
}

/// The classes of a setting's ink: its own name and, if it is one of the site's, one of four hues in turn.
fn ink(name: &str, config: &Config) -> String {
    const KNOWN: usize = 6;
    let key = text::slug(name);
    let place = config.story_settings.iter().position(|known| known == name);
    match place.and_then(|place| place.checked_sub(KNOWN)) {
        Some(own) => format!("s-{key} h{}", own % 4 + 1),
        None => format!("s-{key}"),
    }
}
