//! Cards: what other pages show of an entry, made once for each and shared by every page that shows it.

use super::routes::Routes;
use crate::model::{CardView, Date, DateView, EntryId, EntryKind, LinkView, SettingView, Shared, Site, TagId, text};
use rayon::prelude::*;
use std::collections::HashSet;

/// The cards of all entries, and the labels and addresses of all tags.
#[derive(Debug)]
pub(super) struct Cards {
    cards: Vec<Option<Shared<CardView>>>,
    tags: Vec<LinkView>,
}

impl Cards {
    pub(super) fn new(site: &Site, routes: &Routes) -> Self {
        let ids: Vec<EntryId> = site.ids().collect();
        let shelves = site.wall.iter().filter_map(|id| site.entry(*id).card.setting.as_deref()).collect();
        let cards = ids.into_par_iter().map(|id| card(site, routes, &shelves, id).map(Shared::new)).collect();
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

fn card(site: &Site, routes: &Routes, shelves: &HashSet<&str>, id: EntryId) -> Option<CardView> {
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
        setting: card.setting.as_ref().map(|name| setting(name, routes, shelves.contains(name.as_str()))),
        led_to: numbers.reach,
        depth: numbers.depth,
        lang: card.lang.clone(),
        dir: card.lang.as_deref().map(text::direction),
    })
}
