//! Feeds, sitemaps and `robots.txt`: what machines read. Only for a site that knows its own address.

use super::Planner;
use super::own::text_view;
use super::routes::encode;
use super::table::{Class, Planned};
use crate::diag::Span;
use crate::model::{
    Date, EntryId, EntryKind, FeedItem, FeedView, Link, LinkTarget, PageView, Route, SitemapEntry, TagId, TextView,
};
use std::borrow::Cow;
use std::sync::Arc;

/// Addresses in one sitemap (sitemaps.org protocol).
const MAX_URLS: usize = 50_000;

/// What a feed is about.
#[derive(Clone, Copy)]
enum About {
    Site,
    Tag(TagId),
    Collection(EntryId),
}

/// The feed of the site, of each tag and of each collection.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let site = &planner.site;
    if planner.config.base_url.is_none() {
        return Vec::new();
    }
    let tags = (0..site.tags.len()).filter_map(|index| u32::try_from(index).ok()).map(|id| About::Tag(TagId(id)));
    let collections = site.of_kind(EntryKind::Collection).map(About::Collection);
    let feed = |about: About| {
        let route = planner.routes.beside(&segments(planner, about), "feed.xml");
        planner.machine(route, move |planner, route| PageView::Feed(Box::new(feed(planner, about, route))))
    };
    std::iter::once(About::Site).chain(tags).chain(collections).map(feed).collect()
}

fn segments(planner: &Planner, about: About) -> Vec<&str> {
    match about {
        About::Site => Vec::new(),
        About::Tag(tag) => vec!["tags", &planner.site.tag(tag).key],
        About::Collection(id) => vec!["collections", &planner.site.entry(id).slug.value],
    }
}

/// The title of a feed and its stories, newest first.
fn subject(planner: &Planner, about: About) -> (String, Cow<'_, [EntryId]>) {
    let (site, title) = (&planner.site, &planner.config.title);
    match about {
        About::Site => (title.clone(), Cow::Borrowed(&site.wall)),
        About::Tag(tag) => (format!("{} · {title}", site.tag(tag).label), Cow::Borrowed(&site.tag(tag).stories)),
        About::Collection(id) => {
            let mut members = site.members[id.index()].clone();
            members.sort_by_key(|id| (std::cmp::Reverse(site.instants[id.index()]), *id));
            (format!("{} · {title}", site.entry(id).card.title), Cow::Owned(members))
        }
    }
}

fn feed(planner: &Planner, about: About, route: &Route) -> FeedView {
    let (site, config, routes) = (&planner.site, &planner.config, &planner.routes);
    let (title, stories) = subject(planner, about);
    let may = |id: &EntryId| site.access[id.index()].feed && site.instants[id.index()].is_some();
    let items: Vec<FeedItem> =
        stories.iter().copied().filter(may).take(config.feed_limit).filter_map(|id| item(planner, id)).collect();
    // Only a site that knows its own address has feeds.
    let absolute = |route: &Route| routes.absolute(route).unwrap_or_default();
    FeedView {
        title,
        description: config
            .description
            .clone()
            .or_else(|| config.tagline.clone())
            .unwrap_or_else(|| config.title.clone()),
        link: absolute(&routes.page(&segments(planner, about))),
        self_url: absolute(route),
        root: routes.absolute_root().unwrap_or_default(),
        language: config.language.clone(),
        last_build_date: items.first().map(|item| item.date.clone()),
        items,
    }
}

fn item(planner: &Planner, id: EntryId) -> Option<FeedItem> {
    let site = &planner.site;
    let entry = site.entry(id);
    let route = planner.routes.entry(entry.kind, &entry.slug.value)?;
    let date = entry.card.date?;
    Some(FeedItem {
        title: entry.card.title.clone(),
        url: planner.routes.absolute(&route)?,
        guid: guid(&planner.config.feed_authority, entry.kind, &entry.id.value),
        date: date.rfc2822(&planner.config.timezone),
        creators: site.people[id.index()].authors.clone(),
        categories: site.tags_of[id.index()].iter().map(|tag| site.tag(*tag).label.clone()).collect(),
        summary: entry.card.summary.clone(),
        text: text(planner, id),
    })
}

/// The text of an item. What may be in no feed is not named there either: the words of a link stay, no more.
fn text(planner: &Planner, id: EntryId) -> TextView {
    let mut text = text_view(planner, id);
    for (target, link) in text.links.iter_mut().zip(&planner.site.links[id.index()]) {
        if matches!(link, Link::Entry { to, .. } if !planner.site.access[to.index()].feed) {
            *target = LinkTarget::Nothing;
        }
    }
    text
}

/// A `tag:` URI (RFC 4151) from what never changes: the authority, the kind and the id.
fn guid(authority: &str, kind: EntryKind, id: &str) -> String {
    format!("tag:{authority}:{}/{}", kind.word(), encode(id))
}

impl Planner {
    fn machine(&self, route: Route, make: impl Fn(&Self, &Route) -> PageView + Send + Sync + 'static) -> Planned {
        Planned::new(route, Class::Machine, Span::file(&self.config.path), make)
    }
}

/// The sitemap, `robots.txt`, and the file that keeps one host from hiding folders.
pub(super) fn sitemaps(planner: &Planner, planned: &[Planned]) -> Vec<Planned> {
    let file =
        |name: &str, text: String| planner.machine(planner.routes.file(name), move |_, _| PageView::Text(text.clone()));
    let mut pages = vec![file(".nojekyll", String::new())];
    let sitemap = planner.routes.file("sitemap.xml");
    let Some(address) = planner.routes.absolute(&sitemap) else {
        pages.push(file("robots.txt", "User-agent: *\nAllow: /\n".to_owned()));
        return pages;
    };
    pages.push(file("robots.txt", format!("User-agent: *\nAllow: /\nSitemap: {address}\n")));
    let indexed = planned.iter().filter(|page| page.indexed);
    let mut listed: Vec<Listed> = indexed.map(|page| (planner.routes.lasting(&page.route), page.modified)).collect();
    // Nearly in this order already, by output path: a sort that notices.
    listed.sort_by(|a, b| a.0.cmp(&b.0));
    let parts: Vec<Arc<[Listed]>> = listed.chunks(MAX_URLS).map(Arc::from).collect();
    let map = |route: Route, part: Arc<[Listed]>| {
        let page = planner.machine(route, move |planner, _| PageView::Sitemap(urls(planner, &part)));
        Planned { class: Class::Sitemap, ..page }
    };
    if parts.len() <= 1 {
        pages.push(map(sitemap, parts.first().cloned().unwrap_or_default()));
        return pages;
    }
    let mut addresses = Vec::new();
    for (part, number) in parts.into_iter().zip(1..) {
        let route = planner.routes.file(&format!("sitemap-{number}.xml"));
        addresses.extend(planner.routes.absolute(&route));
        pages.push(map(route, part));
    }
    let index = planner.machine(sitemap, move |_, _| PageView::SitemapIndex(addresses.clone()));
    pages.push(Planned { class: Class::Sitemap, ..index });
    pages
}

/// An address below the root, and when its page was changed.
type Listed = (String, Option<Date>);

fn urls(planner: &Planner, part: &[Listed]) -> Vec<SitemapEntry> {
    let root = planner.routes.absolute_root().unwrap_or_default();
    let modified = |date: &Date| date.rfc3339(&planner.config.timezone);
    let entry = |(address, date): &Listed| SitemapEntry {
        url: format!("{root}{address}"),
        modified: date.as_ref().map(modified),
    };
    part.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f3_the_name_of_an_item_depends_on_its_id_alone() {
        assert_eq!(guid("example.org,2026", EntryKind::Story, "été"), "tag:example.org,2026:story/%C3%A9t%C3%A9");
    }
}
