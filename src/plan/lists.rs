//! Pages that list things: home, wall, tags, collections, settings, archive, and the page for unknown addresses.

use super::frame::{HeadOf, head};
use super::own::text_view;
use super::routes::Routes;
use super::table::{Class, Planned};
use super::{Planner, cards, own, related, search, sentences, words};
use crate::diag::Span;
use crate::model::{
    CollectionView, Config, Content, CountView, EntryId, EntryKind, Head, HomeView, HtmlView, LinkView, ListView,
    NotFoundView, PageView, PagerItem, PagerView, Route, SettingView, ShelfView, Site, TagId, TagView, WallView, cover,
    text,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Stories beside the newest one on the home page.
const LATEST: usize = 6;

/// Tags named on the wall and on the home page: no page may grow with the site.
const WALL_TAGS: usize = 12;
const HOME_TAGS: usize = 30;

/// Stories before the question on the wall, so that it is never first and never last.
const BEFORE_QUESTION: usize = 6;

/// All pages that list things.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let own_words = planner.site.of_kind(EntryKind::Home).next();
    let mut pages = vec![Planned { entry: own_words, ..home(planner) }, not_found(planner)];
    pages.extend(wall(planner));
    pages.extend(tags(planner));
    pages.extend(collections(planner));
    pages.extend(settings(planner));
    pages.extend(archive(planner));
    pages
}

impl Planner {
    pub(super) fn head(&self, title: &str, description: Option<&str>, route: &Route, section: Option<&str>) -> Head {
        head(&self.config, &self.routes, &HeadOf { title, description, route, section })
    }

    /// A title with the number of the page, from the second on.
    pub(super) fn numbered(&self, title: &str, number: usize) -> String {
        words::numbered(&self.words, title, number)
    }

    /// A page made by a template, with the whole site as its origin.
    pub(super) fn html(
        &self,
        route: Route,
        make: impl Fn(&Self, &Route) -> (Head, Content) + Send + Sync + 'static,
    ) -> Planned {
        let page = Planned::new(route, Class::List, Span::file(&self.config.path), move |planner, route| {
            let (head, content) = make(planner, route);
            PageView::Html(Box::new(HtmlView { head, site: planner.frame.clone(), template: None, content }))
        });
        Planned { indexed: true, ..page }
    }

    /// Splits a list into pages; `make` gives one of them, from its number and its part of the list.
    pub(super) fn paged(
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

/// The first, the last and the pages around this one; a gap stands for those left out.
pub(super) fn pager(routes: &Routes, segments: &[String], number: usize, count: usize) -> PagerView {
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
    let prompts = &planner.questions.listed;
    let newest = site.wall.first().copied();
    let latest = &site.wall[site.wall.len().min(1)..site.wall.len().min(1 + LATEST)];
    HomeView {
        text: site.of_kind(EntryKind::Home).next().map(|id| text_view(planner, id)),
        lead: newest.and_then(|id| planner.cards.get(id).cloned()),
        cover: newest.map_or_else(Default::default, |id| {
            [planner.cards.draw(id, cover::lead), planner.cards.draw(id, cover::echo)]
        }),
        season: newest.and_then(|id| Some(planner.words.season(&site.entry(id).card.date?, &planner.config.timezone))),
        latest: planner.cards.all(latest),
        prompt: question(planner, 0).and_then(|id| planner.cards.get(id).cloned()),
        prompts: prompts.len(),
        total: site.wall.len(),
        led_on: sentences::led_on(site, &site.wall),
        settings: planner.ways.0.clone(),
        tags: tag_counts(planner, HOME_TAGS),
        collections: collection_counts(planner),
    }
}

/// A question for the home page and, `further` on, for each page of the wall; by the date of the newest story and
/// never by the clock.
fn question(planner: &Planner, further: usize) -> Option<EntryId> {
    let prompts = &planner.questions.listed;
    let newest = planner.site.wall.first().and_then(|id| planner.site.instants[id.index()]).unwrap_or(0);
    let day = usize::try_from(newest.div_euclid(86_400).unsigned_abs()).unwrap_or(0);
    prompts.get(day.saturating_add(further).checked_rem(prompts.len())?).copied()
}

/// Listed entries of a kind: by weight, then newest first, then by path.
pub(super) fn listed(site: &Site, kind: EntryKind) -> Vec<EntryId> {
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
    planner.paged(&["stories"], &Arc::from(&*planner.site.wall), move |planner, route, number, list| {
        let head = planner.head(&planner.numbered(&planner.words.get("stories"), number), None, route, Some("stories"));
        let (settings, tags) = planner.ways.clone();
        let prompt = question(planner, number).filter(|_| list.cards.len() > BEFORE_QUESTION);
        let prompt = prompt.and_then(|id| planner.cards.get(id).cloned());
        let (led_on, narrow) = (planner.site.totals.ripples > 0, search::narrow(planner));
        (head, Content::Wall(WallView { list, settings, tags, prompt, led_on, narrow }))
    })
}

/// The most used tags, most used first.
pub(super) fn tag_counts(planner: &Planner, most: usize) -> Vec<CountView> {
    let mut counts: Vec<CountView> = tag_views(planner).filter(|tag| tag.count > 0).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    counts.truncate(most);
    counts
}

fn tag_views(planner: &Planner) -> impl Iterator<Item = CountView> {
    planner.site.tags.iter().zip(0..).map(|(tag, index)| {
        let link = planner.cards.tag(TagId(index));
        CountView {
            key: tag.key.clone(),
            label: link.label.clone(),
            href: link.href.clone(),
            count: tag.stories.len(),
            ink: None,
        }
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
        (planner.head(&planner.words.get("tags"), None, route, Some("tags")), Content::Tags(all))
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
        pages.extend(made.into_iter().map(|page| Planned {
            entry: tag.entry,
            origin: origin.clone().unwrap_or(page.origin),
            ..page
        }));
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
    let mut head = planner.head(&planner.numbered(&tag.label, number), None, route, Some("tags"));
    head.feeds.extend(own_feed(planner, &["tags", &tag.key], &tag.label));
    let view = TagView {
        label: tag.label.clone(),
        text: tag.entry.filter(|_| number == 1).map(|id| text_view(planner, id)),
        parent: tag.parent.map(|parent| planner.cards.tag(parent).clone()),
        children: children.to_vec(),
        numbers: sentences::tag(&planner.words, list.total, sentences::led_on(&planner.site, &tag.stories)),
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
        Some(CountView { key: card.id.clone(), label: card.title.clone(), href: card.href.clone(), count, ink: None })
    };
    listed(&planner.site, EntryKind::Collection).into_iter().filter_map(count).collect()
}

fn collections(planner: &Planner) -> Vec<Planned> {
    let site = &planner.site;
    if !planner.has(EntryKind::Collection) {
        return Vec::new();
    }
    let all = planner.html(planner.routes.page(&["collections"]), |planner, route| {
        let count = |id: EntryId| Some((planner.cards.get(id)?.clone(), planner.site.members[id.index()].len()));
        let cards = listed(&planner.site, EntryKind::Collection).into_iter().filter_map(count).collect();
        (planner.head(&planner.words.get("collections"), None, route, Some("collections")), Content::Collections(cards))
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
        let own =
            |page| Planned { class: Class::Entry, entry: Some(id), indexed, origin: entry.slug.span.clone(), ..page };
        pages.extend(made.into_iter().map(own));
    }
    pages
}

fn collection_page(planner: &Planner, id: EntryId, route: &Route, number: usize, list: ListView) -> (Head, Content) {
    let site = &planner.site;
    let (entry, card) = (site.entry(id), planner.cards.own(id));
    let summary = Some(card.summary.as_str()).filter(|summary| !summary.is_empty());
    let mut head = planner.head(&planner.numbered(&card.title, number), summary, route, Some("collections"));
    head.feeds.extend(own_feed(planner, &["collections", &entry.slug.value], &card.title));
    head.noindex = !site.access[id.index()].indexed;
    let led_on = sentences::led_on(site, &site.members[id.index()]);
    let (families, more_families) = if number == 1 { related::families(planner, id) } else { Default::default() };
    let view = CollectionView {
        card: card.clone(),
        summary: summary
            .filter(|summary| !entry.body.excerpted && !own::repeats(&entry.body.html, summary))
            .map(str::to_owned),
        text: text_view(planner, id),
        numbers: sentences::collection(&planner.words, list.total, led_on),
        list,
        families,
        more_families,
    };
    (head, Content::Collection(view))
}

/// Listed stories by setting.
pub(super) fn by_setting(site: &Site) -> BTreeMap<&str, Vec<EntryId>> {
    let mut groups: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
    for id in &site.wall {
        if let Some(setting) = site.entry(*id).card.setting.as_deref() {
            groups.entry(setting).or_default().push(*id);
        }
    }
    groups
}

/// The settings that the configuration names, in its order, with their stories.
pub(super) fn shelves(mut groups: BTreeMap<&str, Vec<EntryId>>, config: &Config) -> Vec<(String, Arc<[EntryId]>)> {
    let shelf = |name: &String| Some((name.clone(), Arc::from(groups.remove(name.as_str())?)));
    config.story_settings.iter().filter_map(shelf).collect()
}

fn setting_counts(planner: &Planner) -> Vec<CountView> {
    planner
        .shelves
        .iter()
        .map(|(name, stories)| {
            let SettingView { key, label, ink, href } =
                cards::setting(&planner.words, name, &planner.config, &planner.routes, true);
            CountView { key, label, href: href.unwrap_or_default(), count: stories.len(), ink: Some(ink) }
        })
        .collect()
}

fn settings(planner: &Planner) -> Vec<Planned> {
    let mut pages = Vec::new();
    for (name, stories) in &planner.shelves {
        let setting = cards::setting(&planner.words, name, &planner.config, &planner.routes, true);
        let label = setting.label;
        pages.extend(planner.paged(&["settings", &setting.key], stories, move |planner, route, number, list| {
            let head = planner.head(&planner.numbered(&label, number), None, route, Some("stories"));
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
        CountView { key: label.clone(), label, href, count: stories.len(), ink: None }
    };
    let counts: Vec<CountView> = years.iter().map(count).collect();
    let mut pages = vec![planner.html(planner.routes.page(&["archive"]), move |planner, route| {
        (planner.head(&planner.words.get("archive"), None, route, Some("archive")), Content::Archive(counts.clone()))
    })];
    for (year, stories) in years {
        let label = year.0.to_string();
        pages.extend(planner.paged(
            &["archive", &label.clone()],
            &Arc::from(stories),
            move |planner, route, number, list| {
                let head = planner.head(&planner.numbered(&label, number), None, route, Some("archive"));
                (head, Content::Year(ShelfView { label: label.clone(), list }))
            },
        ));
    }
    pages
}

fn not_found(planner: &Planner) -> Planned {
    let page = planner.html(planner.routes.not_found(), |planner, route| {
        let newest = &planner.site.wall[..planner.site.wall.len().min(3)];
        let mut head = planner.head(&planner.words.get("not_here"), None, route, None);
        head.noindex = true;
        head.canonical = None;
        // A file on a disk cannot know which address was asked for: all of them have this cover.
        let quiet = cover::Moment { id: "404", ink: "s-other", depth: 0, onward: &[] };
        let view = NotFoundView { cover: cover::shelf(&quiet), cards: planner.cards.all(newest) };
        (head, Content::NotFound(view))
    });
    Planned { indexed: false, ..page }
}
