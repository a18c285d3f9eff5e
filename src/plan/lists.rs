//! Pages that list things: home, wall, tags, collections, settings, archive, and the page for unknown addresses.

use super::frame::{HeadOf, head};
use super::own::text_view;
use super::routes::Routes;
use super::table::{Class, Planned};
use super::{Planner, cards, sentences};
use crate::diag::Span;
use crate::model::{
    CollectionView, Config, Content, CountView, EntryId, EntryKind, Head, HomeView, HtmlView, LinkView, ListView,
    PageView, PagerItem, PagerView, Route, ShelfView, Site, TagId, TagView, WallView, text,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Stories beside the newest one on the home page.
const LATEST: usize = 6;

/// Tags named on the wall and on the home page: no page may grow with the site.
const WALL_TAGS: usize = 12;
const HOME_TAGS: usize = 30;

/// All pages that list things.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let mut pages = vec![home(planner), not_found(planner)];
    pages.extend(wall(planner));
    pages.extend(prompts(planner));
    pages.extend(tags(planner));
    pages.extend(collections(planner));
    pages.extend(settings(planner));
    pages.extend(archive(planner));
    pages
}

impl Planner {
    fn head(&self, title: &str, description: Option<&str>, route: &Route, section: Option<&str>) -> Head {
        head(&self.config, &self.routes, &HeadOf { title, description, route, section })
    }

    /// A page made by a template, with the whole site as its origin.
    fn html(&self, route: Route, make: impl Fn(&Self, &Route) -> (Head, Content) + Send + Sync + 'static) -> Planned {
        let page = Planned::new(route, Class::List, Span::file(&self.config.path), move |planner, route| {
            let (head, content) = make(planner, route);
            PageView::Html(Box::new(HtmlView { head, site: planner.frame.clone(), template: None, content }))
        });
        Planned { indexed: true, ..page }
    }

    /// Splits a list into pages; `make` gives one of them, from its number and its part of the list.
    fn paged(
        &self,
        segments: &[&str],
        stories: &Arc<[EntryId]>,
        make: impl Fn(&Self, &Route, usize, ListView) -> (Head, Content) + Send + Sync + 'static,
    ) -> Vec<Planned> {
        let size = self.config.paginate;
        let count = stories.len().div_ceil(size).max(1);
        let make = Arc::new(make);
        let names: Arc<[String]> = segments.iter().map(|name| (*name).to_owned()).collect();
        let page = |number: usize| {
            let (make, names, stories) = (Arc::clone(&make), Arc::clone(&names), Arc::clone(stories));
            self.html(self.routes.numbered(segments, number), move |planner, route| {
                let start = (number - 1) * size;
                let cards = planner.cards.all(&stories[start..stories.len().min(start + size)]);
                let pager = (count > 1).then(|| pager(&planner.routes, &names, number, count));
                make(planner, route, number, ListView { cards, total: stories.len(), pager })
            })
        };
        (1..=count).map(page).collect()
    }
}

fn numbered(title: &str, number: usize) -> String {
    if number == 1 { title.to_owned() } else { format!("{title}, page {number}") }
}

/// The first, the last and the pages around this one; a gap stands for those left out.
fn pager(routes: &Routes, segments: &[String], number: usize, count: usize) -> PagerView {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let href = |page: usize| routes.numbered(&segments, page).href;
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

fn home(planner: &Planner) -> Planned {
    planner.html(planner.routes.page(&[]), |planner, route| {
        let config = &planner.config;
        let description = config.description.as_deref().or(config.tagline.as_deref());
        (planner.head("", description, route, None), Content::Home(home_view(planner)))
    })
}

fn home_view(planner: &Planner) -> HomeView {
    let site = &planner.site;
    let latest = &site.wall[site.wall.len().min(1)..site.wall.len().min(1 + LATEST)];
    HomeView {
        text: site.of_kind(EntryKind::Home).next().map(|id| text_view(planner, id)),
        lead: site.wall.first().and_then(|id| planner.cards.get(*id).cloned()),
        latest: planner.cards.all(latest),
        prompt: prompt_of_the_day(planner).and_then(|id| planner.cards.get(id).cloned()),
        prompts: planner.prompts.len(),
        total: site.wall.len(),
        led_on: sentences::led_on(site, &site.wall),
        settings: planner.ways.0.clone(),
        tags: tag_counts(planner, HOME_TAGS),
        collections: collection_counts(planner),
    }
}

/// A question for the home page, by the date of the newest story and never by the clock.
fn prompt_of_the_day(planner: &Planner) -> Option<EntryId> {
    let prompts = &planner.prompts;
    let newest = planner.site.wall.first().and_then(|id| planner.site.instants[id.index()]).unwrap_or(0);
    let day = usize::try_from(newest.div_euclid(86_400).unsigned_abs()).unwrap_or(0);
    prompts.get(day.checked_rem(prompts.len())?).copied()
}

/// Listed entries of a kind: by weight, then newest first, then by path.
pub(super) fn listed(planner: &Planner, kind: EntryKind) -> Vec<EntryId> {
    let site = &planner.site;
    let mut ids: Vec<EntryId> = site.of_kind(kind).filter(|id| site.access[id.index()].listed).collect();
    ids.sort_by_key(|id| {
        let entry = site.entry(*id);
        (entry.card.weight.unwrap_or(0), std::cmp::Reverse(site.instants[id.index()]), *id)
    });
    ids
}

/// Settings and the most used tags, with their counts: for every page of the wall.
pub(super) fn ways(planner: &Planner) -> (Vec<CountView>, Vec<CountView>) {
    (setting_counts(planner), tag_counts(planner, WALL_TAGS))
}

fn wall(planner: &Planner) -> Vec<Planned> {
    planner.paged(&["stories"], &Arc::from(&*planner.site.wall), |planner, route, number, list| {
        let head = planner.head(&numbered("Stories", number), None, route, Some("stories"));
        let (settings, tags) = planner.ways.clone();
        (head, Content::Wall(WallView { list, settings, tags }))
    })
}

fn prompts(planner: &Planner) -> Option<Planned> {
    if !planner.has(EntryKind::Prompt) {
        return None;
    }
    Some(planner.html(planner.routes.page(&["prompts"]), |planner, route| {
        let cards = planner.cards.all(&planner.prompts);
        (planner.head("Questions", None, route, Some("prompts")), Content::Prompts(cards))
    }))
}

/// The most used tags, most used first.
fn tag_counts(planner: &Planner, most: usize) -> Vec<CountView> {
    let mut counts: Vec<CountView> = tag_views(planner).filter(|tag| tag.count > 0).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    counts.truncate(most);
    counts
}

fn tag_views(planner: &Planner) -> impl Iterator<Item = CountView> {
    planner.site.tags.iter().zip(0..).map(|(tag, index)| {
        let link = planner.cards.tag(TagId(index));
        CountView { key: tag.key.clone(), label: link.label.clone(), href: link.href.clone(), count: tag.stories.len() }
    })
}

fn tags(planner: &Planner) -> Vec<Planned> {
    let site = &planner.site;
    if site.tags.is_empty() {
        return Vec::new();
    }
    let all = planner.html(planner.routes.page(&["tags"]), |planner, route| {
        let mut all: Vec<CountView> = tag_views(planner).collect();
        all.sort_by_key(|tag| (text::fold(&tag.label), tag.key.clone()));
        (planner.head("Tags", None, route, Some("tags")), Content::Tags(all))
    });
    let mut pages = vec![all];
    let mut children: BTreeMap<TagId, Vec<LinkView>> = BTreeMap::new();
    for (tag, index) in site.tags.iter().zip(0..) {
        if let Some(parent) = tag.parent {
            children.entry(parent).or_default().push(planner.cards.tag(TagId(index)).clone());
        }
    }
    for (tag, id) in site.tags.iter().zip((0..).map(TagId)) {
        let children = children.remove(&id).unwrap_or_default();
        let origin = tag.entry.map(|id| site.entry(id).gate.span.clone());
        let made =
            planner.paged(&["tags", &tag.key], &Arc::from(&*tag.stories), move |planner, route, number, list| {
                tag_page(planner, id, route, number, &children, list)
            });
        pages.extend(made.into_iter().map(|page| Planned { origin: origin.clone().unwrap_or(page.origin), ..page }));
    }
    pages
}

fn tag_page(
    planner: &Planner,
    id: TagId,
    route: &Route,
    number: usize,
    children: &[LinkView],
    list: ListView,
) -> (Head, Content) {
    let tag = planner.site.tag(id);
    let mut head = planner.head(&numbered(&tag.label, number), None, route, Some("tags"));
    head.feeds.extend(own_feed(planner, &["tags", &tag.key], &tag.label));
    let view = TagView {
        label: tag.label.clone(),
        text: tag.entry.filter(|_| number == 1).map(|id| text_view(planner, id)),
        parent: tag.parent.map(|parent| planner.cards.tag(parent).clone()),
        children: children.to_vec(),
        numbers: sentences::tag(list.total, sentences::led_on(&planner.site, &tag.stories)),
        list,
    };
    (head, Content::Tag(view))
}

/// The feed of a list, if the site has feeds.
fn own_feed(planner: &Planner, segments: &[&str], label: &str) -> Option<LinkView> {
    planner.config.base_url.as_ref()?;
    let href = planner.routes.beside(segments, "feed.xml").href;
    Some(LinkView { label: format!("{label} · {}", planner.config.title), href })
}

fn collection_counts(planner: &Planner) -> Vec<CountView> {
    let count = |id: EntryId| {
        let card = planner.cards.get(id)?;
        let count = planner.site.members[id.index()].len();
        Some(CountView { key: card.id.clone(), label: card.title.clone(), href: card.href.clone(), count })
    };
    listed(planner, EntryKind::Collection).into_iter().filter_map(count).collect()
}

fn collections(planner: &Planner) -> Vec<Planned> {
    let site = &planner.site;
    if !planner.has(EntryKind::Collection) {
        return Vec::new();
    }
    let all = planner.html(planner.routes.page(&["collections"]), |planner, route| {
        let count = |id: EntryId| Some((planner.cards.get(id)?.clone(), planner.site.members[id.index()].len()));
        let cards = listed(planner, EntryKind::Collection).into_iter().filter_map(count).collect();
        (planner.head("Collections", None, route, Some("collections")), Content::Collections(cards))
    });
    let mut pages = vec![all];
    for id in site.of_kind(EntryKind::Collection) {
        let entry = site.entry(id);
        let segments = ["collections", entry.slug.value.as_str()];
        let members = Arc::from(&*site.members[id.index()]);
        let made = planner.paged(&segments, &members, move |planner, route, number, list| {
            collection_page(planner, id, route, number, list)
        });
        let indexed = site.access[id.index()].indexed;
        let own = |page| Planned { class: Class::Entry, indexed, origin: entry.slug.span.clone(), ..page };
        pages.extend(made.into_iter().map(own));
    }
    pages
}

fn collection_page(planner: &Planner, id: EntryId, route: &Route, number: usize, list: ListView) -> (Head, Content) {
    let site = &planner.site;
    let (entry, card) = (site.entry(id), planner.cards.own(id));
    let summary = Some(card.summary.as_str()).filter(|summary| !summary.is_empty());
    let mut head = planner.head(&numbered(&card.title, number), summary, route, Some("collections"));
    head.feeds.extend(own_feed(planner, &["collections", &entry.slug.value], &card.title));
    head.noindex = !site.access[id.index()].indexed;
    let led_on = sentences::led_on(site, &site.members[id.index()]);
    let view = CollectionView {
        card: card.clone(),
        summary: summary.filter(|_| !entry.body.excerpted).map(str::to_owned),
        text: text_view(planner, id),
        numbers: sentences::collection(list.total, led_on),
        list,
    };
    (head, Content::Collection(view))
}

/// Listed stories by setting, in the order of the configuration.
pub(super) fn shelves(site: &Site, config: &Config) -> Vec<(String, Arc<[EntryId]>)> {
    let mut groups: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
    for id in &site.wall {
        if let Some(setting) = site.entry(*id).card.setting.as_deref() {
            groups.entry(setting).or_default().push(*id);
        }
    }
    let shelf = |name: &String| Some((name.clone(), Arc::from(groups.remove(name.as_str())?)));
    config.story_settings.iter().filter_map(shelf).collect()
}

fn setting_counts(planner: &Planner) -> Vec<CountView> {
    planner
        .shelves
        .iter()
        .map(|(name, stories)| {
            let view = cards::setting(name, &planner.routes, true);
            CountView { key: view.key, label: view.label, href: view.href.unwrap_or_default(), count: stories.len() }
        })
        .collect()
}

fn settings(planner: &Planner) -> Vec<Planned> {
    let mut pages = Vec::new();
    for (name, stories) in &planner.shelves {
        let setting = cards::setting(name, &planner.routes, true);
        let label = setting.label;
        pages.extend(planner.paged(&["settings", &setting.key], stories, move |planner, route, number, list| {
            let head = planner.head(&numbered(&label, number), None, route, Some("stories"));
            (head, Content::Setting(ShelfView { label: label.clone(), list }))
        }));
    }
    pages
}

fn archive(planner: &Planner) -> Vec<Planned> {
    let mut years: BTreeMap<std::cmp::Reverse<i16>, Vec<EntryId>> = BTreeMap::new();
    for id in &planner.site.wall {
        if let Some(date) = planner.site.entry(*id).card.date {
            years.entry(std::cmp::Reverse(date.year)).or_default().push(*id);
        }
    }
    if years.is_empty() {
        return Vec::new();
    }
    let count = |(year, stories): (&std::cmp::Reverse<i16>, &Vec<EntryId>)| {
        let label = year.0.to_string();
        let href = planner.routes.page(&["archive", &label]).href;
        CountView { key: label.clone(), label, href, count: stories.len() }
    };
    let counts: Vec<CountView> = years.iter().map(count).collect();
    let mut pages = vec![planner.html(planner.routes.page(&["archive"]), move |planner, route| {
        (planner.head("Archive", None, route, Some("archive")), Content::Archive(counts.clone()))
    })];
    for (year, stories) in years {
        let label = year.0.to_string();
        pages.extend(planner.paged(
            &["archive", &label.clone()],
            &Arc::from(stories),
            move |planner, route, number, list| {
                let head = planner.head(&numbered(&label, number), None, route, Some("archive"));
                (head, Content::Year(ShelfView { label: label.clone(), list }))
            },
        ));
    }
    pages
}

fn not_found(planner: &Planner) -> Planned {
    let page = planner.html(planner.routes.not_found(), |planner, route| {
        let newest = &planner.site.wall[..planner.site.wall.len().min(3)];
        let mut head = planner.head("This page is not here", None, route, None);
        head.noindex = true;
        head.canonical = None;
        (head, Content::NotFound(planner.cards.all(newest)))
    });
    Planned { indexed: false, ..page }
}
