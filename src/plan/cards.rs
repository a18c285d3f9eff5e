//! Cards: what other pages show of an entry, made once for each and shared by every page that shows it.

use super::routes::Routes;
use crate::model::{CardView, Date, DateView, EntryId, EntryKind, LinkView, SettingView, Shared, Site, TagId, text};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// The cards of all entries, and the labels and addresses of all tags.
#[derive(Debug)]
pub(super) struct Cards {
    cards: Vec<Option<Shared<CardView>>>,
    tags: Vec<LinkView>,
}

impl Cards {
    pub(super) fn new(site: &Site, routes: &Routes) -> Self {
        let ids: Vec<EntryId> = site.ids().collect();
        let settings = settings(site, routes);
        let cards = ids.into_par_iter().map(|id| card(site, routes, &settings, id).map(Shared::new)).collect();
        let tags = site
            .tags
            .iter()
            .map(|tag| LinkView { label: tag.label.clone(), href: routes.page(&["tags", &tag.key]).href })
            .collect();
        Self { cards, tags }
    }

    /// The card of an entry; people have none.
    pub(super) fn get(&self, id: EntryId) -> Option<&Shared<CardView>> {
        self.cards[id.index()].as_ref()
    }

    /// The cards of several entries.
    pub(super) fn all(&self, ids: &[EntryId]) -> Vec<Shared<CardView>> {
        ids.iter().filter_map(|id| self.get(*id).cloned()).collect()
    }

    /// A tag's label and address.
    pub(super) fn tag(&self, id: TagId) -> &LinkView {
        &self.tags[id.index()]
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

/// Every setting that is named, as cards show it. Only one with listed stories has a page.
fn settings<'a>(site: &'a Site, routes: &Routes) -> HashMap<&'a str, SettingView> {
    let named = |id: EntryId| site.entry(id).card.setting.as_deref();
    let shelves: HashSet<&str> = site.wall.iter().filter_map(|id| named(*id)).collect();
    let all: HashSet<&str> = site.ids().filter_map(named).collect();
    let all = all.into_iter().map(|name| (name, setting(name, routes, shelves.contains(name))));
    all.collect()
}

fn card(site: &Site, routes: &Routes, settings: &HashMap<&str, SettingView>, id: EntryId) -> Option<CardView> {
    let entry = site.entry(id);
    let slug = if entry.kind == EntryKind::Tag { text::slug(&entry.id.value) } else { entry.slug.value.clone() };
    let route = routes.entry(entry.kind, &slug)?;
    let card = &entry.card;
    let numbers = &site.numbers[id.index()];
    Some(CardView {
        kind: entry.kind.word(),
        id: card.id.clone(),
        title: card.title.clone(),
        href: route.href,
        summary: card.question.as_ref().unwrap_or(&card.summary).clone(),
        date: card.date.as_ref().map(date),
        year: card.happened.map(|happened| happened.year.to_string()),
        setting: card.setting.as_deref().and_then(|name| settings.get(name).cloned()),
        led_to: numbers.reach,
        depth: numbers.depth,
        lang: card.lang.clone(),
        dir: card.lang.as_deref().map(text::direction),
        state: site.states.get(&id).cloned(),
    })
}
