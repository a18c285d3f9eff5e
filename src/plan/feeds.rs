//! Feeds, sitemaps and `robots.txt`: what machines read. Only for a site that knows its own address.

use super::Planner;
use super::own::text_view;
use super::routes::encode;
use super::table::Planned;
use crate::diag::Span;
use crate::model::{EntryId, EntryKind, FeedItem, FeedView, Link, LinkTarget, PageView, Route, SitemapEntry, TextView};
use rayon::prelude::*;

/// Addresses in one sitemap (sitemaps.org protocol).
const MAX_URLS: usize = 50_000;

/// The feed of the site, of each tag and of each collection.
pub(super) fn pages(planner: &Planner<'_>) -> Vec<Planned> {
    let (site, config) = (planner.site, planner.config);
    if config.base_url.is_none() {
        return Vec::new();
    }
    let mut wanted: Vec<(Vec<String>, String, Vec<EntryId>)> =
        vec![(Vec::new(), config.title.clone(), site.wall.clone())];
    for tag in &site.tags {
        let title = format!("{} · {}", tag.label, config.title);
        wanted.push((vec!["tags".to_owned(), tag.key.clone()], title, tag.stories.clone()));
    }
    for id in site.of_kind(EntryKind::Collection) {
        let entry = site.entry(id);
        let mut members = site.members[id.index()].clone();
        members.sort_by_key(|id| (std::cmp::Reverse(site.instants[id.index()]), *id));
        let title = format!("{} · {}", entry.card.title, config.title);
        wanted.push((vec!["collections".to_owned(), entry.slug.value.clone()], title, members));
    }
    wanted.into_par_iter().filter_map(|(segments, title, stories)| feed(planner, &segments, title, &stories)).collect()
}

fn feed(planner: &Planner<'_>, segments: &[String], title: String, stories: &[EntryId]) -> Option<Planned> {
    let config = planner.config;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let route = planner.routes.beside(&segments, "feed.xml");
    let site = planner.site;
    let may = |id: &EntryId| site.access[id.index()].feed && site.instants[id.index()].is_some();
    let items: Vec<FeedItem> =
        stories.iter().copied().filter(may).take(config.feed_limit).filter_map(|id| item(planner, id)).collect();
    let view = FeedView {
        title,
        description: config
            .description
            .clone()
            .or_else(|| config.tagline.clone())
            .unwrap_or_else(|| config.title.clone()),
        link: planner.routes.absolute(&planner.routes.page(&segments))?,
        self_url: planner.routes.absolute(&route)?,
        root: planner.routes.absolute_root()?,
        language: config.language.clone(),
        last_build_date: items.first().map(|item| item.date.clone()),
        items,
    };
    Some(planner.machine(route, PageView::Feed(Box::new(view))))
}

fn item(planner: &Planner<'_>, id: EntryId) -> Option<FeedItem> {
    let site = planner.site;
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
fn text(planner: &Planner<'_>, id: EntryId) -> TextView {
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

impl Planner<'_> {
    fn machine(&self, route: Route, view: PageView) -> Planned {
        Planned { route, view, origin: Span::file(&self.config.path), indexed: false, modified: None }
    }
}

/// The sitemap, `robots.txt`, and the file that keeps one host from hiding folders.
pub(super) fn sitemaps(planner: &Planner<'_>, planned: &[Planned]) -> Vec<Planned> {
    let file = |name: &str, text: String| planner.machine(planner.routes.file(name), PageView::Text(text));
    let mut pages = vec![file(".nojekyll", String::new())];
    let sitemap = planner.routes.file("sitemap.xml");
    let Some(address) = planner.routes.absolute(&sitemap) else {
        pages.push(file("robots.txt", "User-agent: *\nAllow: /\n".to_owned()));
        return pages;
    };
    pages.push(file("robots.txt", format!("User-agent: *\nAllow: /\nSitemap: {address}\n")));
    let mut urls: Vec<SitemapEntry> = planned
        .iter()
        .filter(|page| page.indexed && matches!(page.view, PageView::Html(_)))
        .filter_map(|page| {
            Some(SitemapEntry { url: planner.routes.absolute(&page.route)?, modified: page.modified.clone() })
        })
        .collect();
    urls.sort_by(|a, b| a.url.cmp(&b.url));
    if urls.len() <= MAX_URLS {
        pages.push(planner.machine(sitemap, PageView::Sitemap(urls)));
        return pages;
    }
    let mut parts = Vec::new();
    for (chunk, number) in urls.chunks(MAX_URLS).zip(1..) {
        let route = planner.routes.file(&format!("sitemap-{number}.xml"));
        parts.extend(planner.routes.absolute(&route));
        pages.push(planner.machine(route, PageView::Sitemap(chunk.to_vec())));
    }
    pages.push(planner.machine(sitemap, PageView::SitemapIndex(parts)));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f3_the_name_of_an_item_depends_on_its_id_alone() {
        assert_eq!(guid("example.org,2026", EntryKind::Story, "été"), "tag:example.org,2026:story/%C3%A9t%C3%A9");
    }
}
