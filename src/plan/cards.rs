//! Cards: what other pages show of an entry, made once for each that is shown and shared by every page that shows it.

use super::routes::Routes;
use crate::model::{CardView, Date, DateView, EntryId, EntryKind, LinkView, SettingView, Shared, Site, TagId, text};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The cards of all entries, each made when it is first asked for, and the labels and addresses of all tags.
#[derive(Debug)]
pub(super) struct Cards {
    site: Arc<Site>,
    routes: Arc<Routes>,
    made: Vec<OnceLock<Shared<CardView>>>,
    tags: Vec<LinkView>,
    /// The settings that have a page: those of listed stories.
    settings: BTreeMap<String, SettingView>,
}

impl Cards {
    pub(super) fn new(site: &Arc<Site>, routes: &Arc<Routes>) -> Self {
        let tags = site
            .tags
            .iter()
            .map(|tag| LinkView { label: tag.label.clone(), href: routes.page(&["tags", &tag.key]).href })
            .collect();
        let mut settings = BTreeMap::new();
        for name in site.wall.iter().filter_map(|id| site.entry(*id).card.setting.as_deref()) {
            if !settings.contains_key(name) {
                settings.insert(name.to_owned(), setting(name, routes, true));
            }
        }
        let made = std::iter::repeat_with(OnceLock::new).take(site.entries.len()).collect();
        Self { site: Arc::clone(site), routes: Arc::clone(routes), made, tags, settings }
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
        let shelf = |name: &str| self.settings.get(name).cloned().unwrap_or_else(|| setting(name, &self.routes, false));
        CardView {
            kind: entry.kind.word(),
            id: if person.is_some() { entry.page_name().into_owned() } else { card.id.clone() },
            title: person.map_or(&card.title, |page| &page.name).clone(),
            href: route.map_or_else(String::new, |route| route.href),
            summary: card.question.as_ref().unwrap_or(&card.summary).clone(),
            date: card.date.as_ref().map(date),
            year: card.happened.map(|happened| happened.year.to_string()),
            setting: card.setting.as_deref().map(shelf),
            led_to: numbers.reach,
            depth: numbers.depth,
            lang: card.lang.clone(),
            dir: card.lang.as_deref().map(text::direction),
            state: self.site.states.get(&id).cloned(),
        }
    }
}

/// A date in both of its forms.
pub(super) fn date(date: &Date) -> DateView {
    DateView { iso: date.iso(), text: date.words() }
}

/// Where a story happened. Only a setting of listed stories has a page.
pub(super) fn setting(name: &str, routes: &Routes, has_page: bool) -> SettingView {
    let key = text::slug(name);
    let label = text::capitalised(name);
    SettingView { href: has_page.then(|| routes.page(&["settings", &key]).href), key, label }
}
