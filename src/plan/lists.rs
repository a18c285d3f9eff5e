//! Pages that list things: home, wall, tags, collections, settings, archive, and the page for unknown addresses.

use super::frame::{HeadOf, head};
use super::own::text_view;
use super::routes::Routes;
use super::table::Planned;
use super::{Planner, cards, sentences};
use crate::diag::Span;
use crate::model::{
    CollectionView, Content, CountView, EntryId, EntryKind, Head, HomeView, HtmlView, LinkView, ListView, PageView,
    PagerItem, PagerView, Route, ShelfView, TagId, TagView, WallView, text,
};
use std::collections::BTreeMap;

/// Stories beside the newest one on the home page.
const LATEST: usize = 6;

/// Tags named on the wall and on the home page: no page may grow with the site.
const WALL_TAGS: usize = 12;
const HOME_TAGS: usize = 30;

/// All pages that list things.
pub(super) fn pages(planner: &Planner<'_>) -> Vec<Planned> {
    let mut pages = vec![home(planner), not_found(planner)];
    pages.extend(wall(planner));
    pages.extend(prompts(planner));
    pages.extend(tags(planner));
    pages.extend(collections(planner));
    pages.extend(settings(planner));
    pages.extend(archive(planner));
    pages
}

impl Planner<'_> {
    fn head(&self, title: &str, description: Option<&str>, route: &Route, section: Option<&str>) -> Head {
        head(self.config, self.routes, &HeadOf { title, description, route, section })
    }

    /// A page made by a template, with the whole site as its origin.
    pub(super) fn html(&self, route: Route, head: Head, content: Content) -> Planned {
        let view = HtmlView { head, site: self.frame.clone(), template: None, content };
        Planned {
            route,
            view: PageView::Html(Box::new(view)),
            origin: Span::file(&self.config.path),
            indexed: true,
            modified: None,
        }
    }

    /// Splits a list into pages and makes each one.
    fn paged(
        &self,
        segments: &[&str],
        stories: &[EntryId],
        make: impl Fn(&Self, Route, usize, ListView) -> Planned,
    ) -> Vec<Planned> {
        let size = self.config.paginate;
        let count = stories.len().div_ceil(size).max(1);
        (1..=count)
            .map(|number| {
                let start = (number - 1) * size;
                let cards = self.cards.all(&stories[start..stories.len().min(start + size)]);
                let pager = (count > 1).then(|| pager(self.routes, segments, number, count));
                let list = ListView { cards, total: stories.len(), pager };
                make(self, self.routes.numbered(segments, number), number, list)
            })
            .collect()
    }
}

fn numbered(title: &str, number: usize) -> String {
    if number == 1 { title.to_owned() } else { format!("{title}, page {number}") }
}

/// The first, the last and the pages around this one; a gap stands for those left out.
fn pager(routes: &Routes, segments: &[&str], number: usize, count: usize) -> PagerView {
    let href = |page: usize| routes.numbered(segments, page).href;
    let mut pages: Vec<PagerItem> = Vec::new();
    for page in 1..=count {
        if page == 1 || page == count || page.abs_diff(number) <= 2 {
            pages.push(PagerItem { number: page, href: Some(href(page)) });
        } else if pages.last().is_some_and(|last| last.href.is_some()) {
            pages.push(PagerItem { number: page, href: None });
        }
        if page > number + 2 && page < count {
            pages.push(PagerItem { number: count, href: Some(href(count)) });
            break;
        }
    }
    PagerView {
        number,
        count,
        pages,
        newer: (number > 1).then(|| href(number - 1)),
        older: (number < count).then(|| href(number + 1)),
    }
}

fn home(planner: &Planner<'_>) -> Planned {
    let site = planner.site;
    let route = planner.routes.page(&[]);
    let words = site.of_kind(EntryKind::Home).next();
    let prompts: Vec<EntryId> = listed(planner, EntryKind::Prompt);
    let latest = &site.wall[site.wall.len().min(1)..site.wall.len().min(1 + LATEST)];
    let view = HomeView {
        text: words.map(|id| text_view(planner, id)),
        lead: site.wall.first().and_then(|id| planner.cards.get(*id).cloned()),
        latest: planner.cards.all(latest),
        prompt: prompt_of_the_day(planner, &prompts).and_then(|id| planner.cards.get(id).cloned()),
        prompts: prompts.len(),
        total: site.wall.len(),
        led_on: site.wall.iter().filter(|id| site.numbers[id.index()].direct > 0).count(),
        settings: setting_counts(planner),
        tags: tag_counts(planner, HOME_TAGS),
        collections: collection_counts(planner),
    };
    let head =
        planner.head("", planner.config.description.as_deref().or(planner.config.tagline.as_deref()), &route, None);
    planner.html(route, head, Content::Home(view))
}

/// A question for the home page, by the date of the newest story and never by the clock.
fn prompt_of_the_day(planner: &Planner<'_>, prompts: &[EntryId]) -> Option<EntryId> {
    let newest = planner.site.wall.first().and_then(|id| planner.site.instants[id.index()]).unwrap_or(0);
    let day = usize::try_from(newest.div_euclid(86_400).unsigned_abs()).unwrap_or(0);
    prompts.get(day.checked_rem(prompts.len())?).copied()
}

/// Listed entries of a kind: by weight, then newest first, then by path.
fn listed(planner: &Planner<'_>, kind: EntryKind) -> Vec<EntryId> {
    let site = planner.site;
    let mut ids: Vec<EntryId> = site.of_kind(kind).filter(|id| site.access[id.index()].listed).collect();
    ids.sort_by_key(|id| {
        let entry = site.entry(*id);
        (entry.card.weight.unwrap_or(0), std::cmp::Reverse(site.instants[id.index()]), *id)
    });
    ids
}

fn wall(planner: &Planner<'_>) -> Vec<Planned> {
    let (settings, tags) = (setting_counts(planner), tag_counts(planner, WALL_TAGS));
    planner.paged(&["stories"], &planner.site.wall, |planner, route, number, list| {
        let head = planner.head(&numbered("Stories", number), None, &route, Some("stories"));
        let view = WallView { list, settings: settings.clone(), tags: tags.clone() };
        planner.html(route, head, Content::Wall(view))
    })
}

fn prompts(planner: &Planner<'_>) -> Option<Planned> {
    if !planner.has(EntryKind::Prompt) {
        return None;
    }
    let route = planner.routes.page(&["prompts"]);
    let cards = planner.cards.all(&listed(planner, EntryKind::Prompt));
    let head = planner.head("Questions", None, &route, Some("prompts"));
    Some(planner.html(route, head, Content::Prompts(cards)))
}

/// The most used tags, most used first.
fn tag_counts(planner: &Planner<'_>, most: usize) -> Vec<CountView> {
    let mut counts: Vec<CountView> = tag_views(planner).filter(|tag| tag.count > 0).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    counts.truncate(most);
    counts
}

fn tag_views<'a>(planner: &'a Planner<'_>) -> impl Iterator<Item = CountView> + 'a {
    planner.site.tags.iter().zip(0..).map(|(tag, index)| {
        let link = planner.cards.tag(TagId(index));
        CountView { key: tag.key.clone(), label: link.label.clone(), href: link.href.clone(), count: tag.stories.len() }
    })
}

fn tags(planner: &Planner<'_>) -> Vec<Planned> {
    let site = planner.site;
    if site.tags.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<CountView> = tag_views(planner).collect();
    all.sort_by_key(|tag| (text::fold(&tag.label), tag.key.clone()));
    let route = planner.routes.page(&["tags"]);
    let head = planner.head("Tags", None, &route, Some("tags"));
    let mut pages = vec![planner.html(route, head, Content::Tags(all))];
    let mut children: BTreeMap<TagId, Vec<LinkView>> = BTreeMap::new();
    for (tag, index) in site.tags.iter().zip(0..) {
        if let Some(parent) = tag.parent {
            children.entry(parent).or_default().push(planner.cards.tag(TagId(index)).clone());
        }
    }
    for (tag, index) in site.tags.iter().zip(0..) {
        let words = tag.entry.map(|id| text_view(planner, id));
        let below = children.remove(&TagId(index)).unwrap_or_default();
        pages.extend(planner.paged(&["tags", &tag.key], &tag.stories, |planner, route, number, list| {
            let mut head = planner.head(&numbered(&tag.label, number), None, &route, Some("tags"));
            head.feeds.extend(own_feed(planner, &["tags", &tag.key], &tag.label));
            let parent = tag.parent.map(|parent| planner.cards.tag(parent).clone());
            let first = number == 1;
            let text = words.clone().filter(|_| first);
            let view = TagView { label: tag.label.clone(), text, parent, children: below.clone(), list };
            let mut page = planner.html(route, head, Content::Tag(view));
            page.origin = tag.entry.map_or(page.origin, |id| site.entry(id).gate.span.clone());
            page
        }));
    }
    pages
}

/// The feed of a list, if the site has feeds.
fn own_feed(planner: &Planner<'_>, segments: &[&str], label: &str) -> Option<LinkView> {
    planner.config.base_url.as_ref()?;
    let href = planner.routes.beside(segments, "feed.xml").href;
    Some(LinkView { label: format!("{label} · {}", planner.config.title), href })
}

fn collection_counts(planner: &Planner<'_>) -> Vec<CountView> {
    let count = |id: EntryId| {
        let card = planner.cards.get(id)?;
        let count = planner.site.members[id.index()].len();
        Some(CountView { key: card.id.clone(), label: card.title.clone(), href: card.href.clone(), count })
    };
    listed(planner, EntryKind::Collection).into_iter().filter_map(count).collect()
}

fn collections(planner: &Planner<'_>) -> Vec<Planned> {
    let site = planner.site;
    if !planner.has(EntryKind::Collection) {
        return Vec::new();
    }
    let route = planner.routes.page(&["collections"]);
    let head = planner.head("Collections", None, &route, Some("collections"));
    let cards = listed(planner, EntryKind::Collection)
        .into_iter()
        .filter_map(|id| Some((planner.cards.get(id)?.clone(), site.members[id.index()].len())))
        .collect();
    let mut pages = vec![planner.html(route, head, Content::Collections(cards))];
    for id in site.of_kind(EntryKind::Collection) {
        let entry = site.entry(id);
        let Some(card) = planner.cards.get(id) else { continue };
        let words = text_view(planner, id);
        let members = &site.members[id.index()];
        let led_on = members.iter().filter(|id| site.numbers[id.index()].direct > 0).count();
        let slug = entry.slug.value.as_str();
        pages.extend(planner.paged(&["collections", slug], members, |planner, route, number, list| {
            let summary = Some(card.summary.as_str()).filter(|summary| !summary.is_empty());
            let mut head = planner.head(&numbered(&card.title, number), summary, &route, Some("collections"));
            head.feeds.extend(own_feed(planner, &["collections", slug], &card.title));
            head.noindex = !site.access[id.index()].indexed;
            let numbers = sentences::collection(list.total, led_on);
            let own = summary.filter(|_| !entry.body.excerpted).map(str::to_owned);
            let view = CollectionView { card: card.clone(), summary: own, text: words.clone(), list, numbers };
            let mut page = planner.html(route, head, Content::Collection(view));
            page.indexed = site.access[id.index()].indexed;
            page.origin = entry.slug.span.clone();
            page
        }));
    }
    pages
}

/// Stories by setting, in the order of the configuration.
fn by_setting<'a>(planner: &'a Planner<'_>) -> Vec<(&'a str, Vec<EntryId>)> {
    let mut groups: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
    for id in &planner.site.wall {
        if let Some(setting) = planner.site.entry(*id).card.setting.as_deref() {
            groups.entry(setting).or_default().push(*id);
        }
    }
    let known = planner.config.story_settings.iter();
    known.filter_map(|name| groups.remove(name.as_str()).map(|stories| (name.as_str(), stories))).collect()
}

fn setting_counts(planner: &Planner<'_>) -> Vec<CountView> {
    by_setting(planner)
        .into_iter()
        .map(|(name, stories)| {
            let view = cards::setting(name, planner.routes, true);
            CountView { key: view.key, label: view.label, href: view.href.unwrap_or_default(), count: stories.len() }
        })
        .collect()
}

fn settings(planner: &Planner<'_>) -> Vec<Planned> {
    let mut pages = Vec::new();
    for (name, stories) in by_setting(planner) {
        let setting = cards::setting(name, planner.routes, true);
        pages.extend(planner.paged(&["settings", &setting.key], &stories, |planner, route, number, list| {
            let head = planner.head(&numbered(&setting.label, number), None, &route, Some("stories"));
            planner.html(route, head, Content::Setting(ShelfView { label: setting.label.clone(), list }))
        }));
    }
    pages
}

fn archive(planner: &Planner<'_>) -> Vec<Planned> {
    let mut years: BTreeMap<std::cmp::Reverse<i16>, Vec<EntryId>> = BTreeMap::new();
    for id in &planner.site.wall {
        if let Some(date) = planner.site.entry(*id).card.date {
            years.entry(std::cmp::Reverse(date.year)).or_default().push(*id);
        }
    }
    if years.is_empty() {
        return Vec::new();
    }
    let route = planner.routes.page(&["archive"]);
    let head = planner.head("Archive", None, &route, Some("archive"));
    let counts = years
        .iter()
        .map(|(year, stories)| {
            let label = year.0.to_string();
            let href = planner.routes.page(&["archive", &label]).href;
            CountView { key: label.clone(), label, href, count: stories.len() }
        })
        .collect();
    let mut pages = vec![planner.html(route, head, Content::Archive(counts))];
    for (year, stories) in &years {
        let label = year.0.to_string();
        pages.extend(planner.paged(&["archive", &label], stories, |planner, route, number, list| {
            let head = planner.head(&numbered(&label, number), None, &route, Some("archive"));
            planner.html(route, head, Content::Year(ShelfView { label: label.clone(), list }))
        }));
    }
    pages
}

fn not_found(planner: &Planner<'_>) -> Planned {
    let route = planner.routes.not_found();
    let newest = &planner.site.wall[..planner.site.wall.len().min(3)];
    let mut head = planner.head("This page is not here", None, &route, None);
    head.noindex = true;
    head.canonical = None;
    let mut page = planner.html(route, head, Content::NotFound(planner.cards.all(newest)));
    page.indexed = false;
    page
}
