//! Pages about the site itself: what a feed is and which there are, and how far everybody can use the site.

use super::table::Planned;
use super::{Planner, lists};
use crate::model::{Content, EntryKind, LinkView, Site, SubscribeView, text};

/// Feeds of tags, and feeds of collections, that are named: no page may grow with the site.
const MOST: usize = 60;

/// Where the statement is, and where a page of the site's own may stand in its place.
const STATEMENT: &str = "accessibility";

/// Whether the site has a statement in general words: only if its writers have none of their own at that address.
pub(super) fn states_accessibility(site: &Site) -> bool {
    !site.of_kind(EntryKind::Page).any(|id| text::fold(&site.entry(id).slug.value) == STATEMENT)
}

/// Both pages, as far as the site has them. Without an address of its own it has no feeds to explain.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let mut pages = Vec::new();
    if planner.config.base_url.is_some() {
        pages.push(planner.html(planner.routes.page(&["subscribe"]), |planner, route| {
            let head = planner.head(&planner.words.get("subscribe"), None, route, Some("subscribe"));
            (head, Content::Subscribe(subscribe(planner)))
        }));
    }
    if states_accessibility(&planner.site) {
        pages.push(planner.html(planner.routes.page(&[STATEMENT]), |planner, route| {
            (planner.head(&planner.words.get("accessibility"), None, route, Some(STATEMENT)), Content::Accessibility)
        }));
    }
    pages
}

fn subscribe(planner: &Planner) -> SubscribeView {
    let site = &planner.site;
    let feed = planner.routes.file("feed.xml");
    let of = |folder: &str, name: &str| planner.routes.beside(&[folder, name], "feed.xml").href;
    let all_tags = lists::tag_counts(planner, usize::MAX);
    let mut tags: Vec<LinkView> = all_tags
        .iter()
        .take(MOST)
        .map(|tag| LinkView { label: tag.label.clone(), href: of("tags", &tag.key) })
        .collect();
    tags.sort_by_cached_key(|tag| (text::fold(&tag.label), tag.href.clone()));
    let kept = lists::listed(site, EntryKind::Collection);
    let collections = kept.iter().take(MOST).filter_map(|id| {
        let label = planner.cards.get(*id)?.title.clone();
        Some(LinkView { label, href: of("collections", &site.entry(*id).slug.value) })
    });
    SubscribeView {
        address: planner.routes.absolute(&feed).unwrap_or_default(),
        feed: feed.href,
        collections: collections.collect(),
        tags,
        more: all_tags.len() > MOST || kept.len() > MOST,
    }
}
