//! The site's own search: its page, and the index that the page's script loads in parts. The index is made when one
//! of its files is first asked for, and once for all of them, so that a save in the preview costs nothing.

mod dictionary;
mod gather;
mod places;
mod plain;
mod terms;
mod ways;

use super::Planner;
use super::frame::{HeadOf, head};
use super::table::{Class, Planned};
use crate::diag::Span;
use crate::model::{
    CardView, Config, Content, EntryId, EntryKind, FoundView, HtmlView, PageView, SearchFound, SearchMap, SearchPart,
    SearchView, SearchWords, Shared, Site, cover, text,
};
use gather::Field;
use std::sync::{Arc, OnceLock};
pub(super) use ways::narrow;

/// Where the map of the index is, below the output folder.
pub const SEARCH_MAP: &str = "assets/search/map.js";

/// Entries in one file of those that are shown.
const SHOWN_AT_ONCE: usize = 16;

/// Words of text for each file of words, which then has about 15 kB.
const WORDS_A_FILE: usize = 12_000;

/// Letters of a summary that are shown.
const SUMMARY: usize = 300;

/// Steps that a seal shows.
const DEEPEST: u32 = 4;

/// Whether the site has a search page: it wants one, and has a story that may be found.
pub(super) fn is_offered(site: &Site, config: &Config) -> bool {
    config.search && site.wall.iter().any(|id| site.access[id.index()].indexed)
}

/// Takes one file out of the index.
type Pick = Box<dyn Fn(&Made) -> Option<SearchPart> + Send + Sync>;

/// The search page and the files of its index.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    if !is_offered(&planner.site, &planner.config) {
        return Vec::new();
    }
    let index = Arc::new(Index::new(planner));
    let file = |name: &str, part: Pick| {
        let (route, index) = (planner.routes.file(name), Arc::clone(&index));
        Planned::new(route, Class::Machine, Span::file(&planner.config.path), move |planner, _| {
            part(index.made(planner)).map_or_else(|| PageView::Text(String::new()), PageView::Search)
        })
    };
    let mut pages = vec![page(planner, &index)];
    pages.push(file(SEARCH_MAP, Box::new(|made| Some(SearchPart::Map(made.map.clone())))));
    pages.extend((0..index.word_files).map(|number| {
        let name = format!("assets/search/w{number}.js");
        file(&name, Box::new(move |made| made.words.get(number).cloned().map(SearchPart::Words)))
    }));
    pages.extend((0..index.entries.len().div_ceil(SHOWN_AT_ONCE)).map(|number| {
        let name = format!("assets/search/e{number}.js");
        file(&name, Box::new(move |made| made.found.get(number).cloned().map(SearchPart::Found)))
    }));
    pages
}

fn page(planner: &Planner, index: &Arc<Index>) -> Planned {
    let index = Arc::clone(index);
    let origin = Span::file(&planner.config.path);
    Planned::new(planner.routes.page(&["search"]), Class::List, origin, move |planner, route| {
        let title = planner.words.get("search");
        let of = HeadOf { title: &title, description: None, route, section: Some("search") };
        let mut head = head(&planner.config, &planner.routes, &of);
        head.noindex = true;
        let map = planner.routes.file(SEARCH_MAP).href;
        let version = index.made(planner).map.digest().short();
        let content = Content::Search(SearchView {
            action: route.href.clone(),
            map: format!("{map}?{version}"),
            rows: (0..=DEEPEST).map(|depth| Shared::new(empty(depth, &planner.frame.stories))).collect(),
        });
        PageView::Html(Box::new(HtmlView { head, site: planner.frame.clone(), template: None, content }))
    })
}

/// A story of which nothing is known but how far it went on. It leads somewhere, as every link does.
fn empty(depth: u32, href: &str) -> CardView {
    CardView {
        kind: EntryKind::Story.word(),
        href: href.to_owned(),
        depth,
        seal: cover::Drawing::of(&cover::Moment { id: "", ink: "s-other", depth, onward: &[] }),
        ..CardView::default()
    }
}

/// What can be found, and the index of it once somebody asks.
struct Index {
    /// By their numbers: stories, the oldest first, so that a new one moves no other; then the rest.
    entries: Vec<EntryId>,
    stories: usize,
    /// Known before the index is made, because pages are planned before that.
    word_files: usize,
    made: OnceLock<Made>,
}

/// The files of the index.
struct Made {
    map: Shared<SearchMap>,
    words: Vec<Shared<SearchWords>>,
    found: Vec<Shared<SearchFound>>,
}

impl Index {
    fn new(planner: &Planner) -> Self {
        let site = &planner.site;
        let may_be_found = |id: &EntryId| site.access[id.index()].listed && site.access[id.index()].indexed;
        let mut entries: Vec<EntryId> = site.wall.iter().rev().copied().filter(may_be_found).collect();
        let stories = entries.len();
        for kind in [EntryKind::Prompt, EntryKind::Collection, EntryKind::Page] {
            entries.extend(site.of_kind(kind).filter(may_be_found));
        }
        let words: usize = entries.iter().map(|id| site.entry(*id).body.words as usize).sum();
        Self { entries, stories, word_files: words.div_ceil(WORDS_A_FILE).max(1), made: OnceLock::new() }
    }

    fn made(&self, planner: &Planner) -> &Made {
        self.made.get_or_init(|| self.make(planner))
    }

    fn make(&self, planner: &Planner) -> Made {
        let read = |index: usize, entry: &mut gather::Entry<'_>| read(planner, self.entries[index], entry);
        let mut terms = ways::terms(planner, self);
        terms.append(&gather::gather(self.entries.len(), rayon::current_num_threads(), &read));
        let words = split(&terms, self.word_files);
        let found: Vec<Shared<SearchFound>> = self
            .entries
            .chunks(SHOWN_AT_ONCE)
            .zip(0..)
            .map(|(ids, number)| {
                let entries = ids.iter().map(|id| shown(planner, *id)).collect();
                Shared::new(SearchFound { number, entries })
            })
            .collect();
        let first = |file: &Shared<SearchWords>| file.words.split(' ').next().unwrap_or_default().to_owned();
        let map = SearchMap {
            entries: self.entries.len(),
            stories: self.stories,
            size: SHOWN_AT_ONCE,
            words: words
                .iter()
                .filter(|file| !file.words.is_empty())
                .map(|file| (file.digest().short(), first(file)))
                .collect(),
            found: found.iter().map(|file| file.digest().short()).collect(),
        };
        Made { map: Shared::new(map), words, found }
    }
}

/// Cuts the terms into files of about the same size. The last ones are empty where a few terms have most places.
fn split(terms: &gather::Terms, files: usize) -> Vec<Shared<SearchWords>> {
    let mut starts = terms.starts.iter().copied().skip(1).chain([terms.text.len()]);
    let mut begin = 0;
    let file = |number: usize| {
        let wanted = begin + (terms.text.len() - begin).div_ceil(files - number);
        let mut end = begin;
        while end < wanted {
            let Some(next) = starts.next() else { break };
            end = next;
        }
        let words = terms.text[begin..end].trim_end().to_owned();
        begin = end;
        Shared::new(SearchWords { number, words })
    };
    (0..files).map(file).collect()
}

/// Everything under which an entry can be found: what its page shows, and no more.
fn read(planner: &Planner, id: EntryId, to: &mut gather::Entry<'_>) {
    let site = &planner.site;
    let entry = site.entry(id);
    let (card, detail) = (planner.cards.own(id), &entry.body.detail);
    to.say(Field::Title, &card.title);
    to.say(Field::Summary, &card.summary);
    for tag in &site.tags_of[id.index()] {
        to.say(Field::Name, &planner.cards.tag(*tag).label);
    }
    for name in people(site, id) {
        to.say(Field::Name, name);
    }
    for words in card.setting.iter().map(|setting| &setting.label).chain(&card.year) {
        to.say(Field::Name, words);
    }
    plain::add_words(&entry.body.html, &mut to.buffer);
    to.say_buffer(Field::Text);
    let moment = detail.moment.iter().flat_map(|moment| moment.when.iter().chain(&moment.place));
    let claims = detail.claims.iter().map(|claim| &claim.text);
    for words in moment.chain(&detail.outcome).chain(claims).chain(&detail.steps).chain(&detail.audience) {
        to.say(Field::Text, words);
    }
}

fn people(site: &Site, id: EntryId) -> impl Iterator<Item = &str> {
    let people = &site.people[id.index()];
    people.named.iter().map(|person| person.name.as_str()).chain(people.authors.iter().map(String::as_str))
}

/// What is shown of an entry that was found.
fn shown(planner: &Planner, id: EntryId) -> FoundView {
    let (site, card) = (&planner.site, planner.cards.own(id));
    FoundView {
        kind: card.kind,
        href: card.href.clone(),
        title: card.title.clone(),
        summary: shortened(&card.summary),
        facts: match site.entry(id).kind {
            EntryKind::Prompt => planner.words.get("found_question"),
            EntryKind::Collection => planner.words.get("found_collection"),
            _ => card.facts.clone(),
        },
        ink: card.setting.as_ref().map(|setting| setting.ink.clone()).unwrap_or_default(),
        depth: card.depth.min(cover::MOST),
        tags: site.tags_of[id.index()].iter().map(|tag| planner.cards.tag(*tag).label.clone()).collect(),
        people: people(site, id).map(str::to_owned).collect(),
        led_to: card.led_to,
        onward: planner.cards.onward(id).into_iter().take(cover::BEADS.len()).map(digit).collect(),
        id: if card.href.split('/').nth(1) == Some(&card.id) { String::new() } else { card.id.clone() },
        lang: card.lang.clone().unwrap_or_default(),
        dir: card.lang.as_deref().map_or("", text::direction),
        state: card.state.clone().unwrap_or_default(),
        photo: card.photo.clone(),
    }
}

/// How far a story went on, as one digit.
fn digit(depth: u32) -> char {
    char::from_digit(depth.min(cover::MOST), 10).unwrap_or('0')
}

/// The beginning of a text that is too long for a list.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(SUMMARY) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_words_are_of_about_the_same_size_and_lose_none() {
        let mut terms = gather::Terms::default();
        for number in 0..1_000 {
            terms.starts.push(terms.text.len());
            terms.text.extend(["t", &(1_000 + number).to_string(), " AB "]);
        }
        for count in [1, 7, 300, 1_500] {
            let files = split(&terms, count);
            assert_eq!(files.len(), count);
            let all: Vec<&str> =
                files.iter().map(|file| file.words.as_str()).filter(|words| !words.is_empty()).collect();
            assert_eq!(all.join(" "), terms.text.trim_end());
            let longest = all.iter().map(|words| words.len()).max().unwrap();
            assert!(longest <= terms.text.len() / count + 10, "{count} files: {longest}");
        }
        assert_eq!(split(&gather::Terms::default(), 2).len(), 2);
    }

    #[test]
    fn a_summary_without_end_is_cut_between_letters() {
        assert_eq!(shortened("short"), "short");
        assert_eq!(shortened(&"é".repeat(301)), format!("{}…", "é".repeat(300)));
    }
}
