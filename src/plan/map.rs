//! The map of ripples, `/ripples/`: families of stories on pages, the largest first, and where each story stands there.

mod kin;
mod label;
mod layout;
mod lines;
mod outline;
mod parts;

use super::lists::pager;
use super::routes::{Routes, encode};
use super::table::Planned;
use super::{Planner, sentences, words};
use crate::model::{
    Config, Content, EntryId, Family, MapAlso, MapDrawing, MapFamily, MapHead, MapLine, MapLink, MapNode, MapRow,
    MapView, Site, Words, text,
};
use kin::{Bounds, Joined};
use outline::Outline;
pub(super) use parts::Map;
use parts::Part;
use std::collections::BTreeMap;
use std::ops::Range;

/// Families that are drawn.
const DRAWN: usize = 12;

/// What is drawn of one family.
const DRAWING: Bounds = Bounds { stories: 60, bytes: 52_000, generations: 24 };

/// Levels to which a list is indented, and stories that a row names beside those that stand under it.
const LEVELS: u32 = 4;
const ALSO: usize = 3;

/// So many rows that say the same one after the other say it once.
const REPEATS: usize = 5;

/// A wider drawing does not fit beside the list, a higher one not into many windows.
const WIDE: i32 = 849;
const TALL: i32 = 740;

/// Width and height of the paper for a drawing, and how wide one may be so that its words can be read when it is made
/// as narrow as that.
const PAPER: (i32, i32, i32) = (680, 900, 1_240);

impl Planner {
    /// The map. It is divided into pages while other pages are planned, not before them.
    pub(super) fn map(&self) -> &Map {
        self.map.get_or_init(|| Map::new(&self.site, &self.config))
    }
}

impl Map {
    /// Where a story stands on the map: an address below the root.
    pub(super) fn place(&self, site: &Site, routes: &Routes, id: EntryId) -> Option<String> {
        let page = routes.numbered(&["ripples"], self.page(id)?);
        Some(format!("{}#{}", page.href, encode(&anchor(site, id))))
    }
}

/// The name of a story's row: its id, unless that could be a name of the page's own.
fn anchor(site: &Site, id: EntryId) -> String {
    let id = &site.entry(id).card.id;
    if id.starts_with("r-") { format!("_{id}") } else { id.clone() }
}

/// The name of the place of a family or a part of it; no id begins like this.
fn part_anchor(site: &Site, part: &Part) -> String {
    let first = site.families.get(part.family).and_then(|family| family.members.first());
    let first = first.map_or("", |id| site.entry(*id).card.id.as_str());
    if part.number == 0 { format!("_from-{first}") } else { format!("_on-{}-from-{first}", part.number) }
}

/// Bytes of words in a page, at most.
fn written(words: &str) -> usize {
    let special = words.bytes().filter(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')).count();
    words.len() + 5 * special
}

/// Bytes of an address or an anchor, at most, with the way to the root.
fn address(config: &Config, name: &str) -> usize {
    let encoded = name.bytes().map(|byte| if byte.is_ascii() { 1 } else { 3 }).sum::<usize>();
    encoded.min(360) + config.base_path.len() + 30
}

/// Bytes that the list needs for a story: its markup, its seal and its words, and the links to other rows; with
/// `after`, also to the one after which it stands.
fn row_bytes(site: &Site, config: &Config, id: EntryId, after: bool) -> usize {
    let entry = site.entry(id);
    let link = |id: EntryId| {
        let card = &site.entry(id).card;
        60 + written(&card.title) + card.id.len()
    };
    let (mut branches, mut longest) = (0, 0);
    for edge in kin::counting(site, &config.ripple_kinds, site.edges_out.of(id)) {
        if site.edges_in.of(edge.to).len() > 1 {
            (branches, longest) = (branches + 1, longest.max(link(edge.to)));
        }
    }
    let state = site.states.get(&id).map_or(0, |state| written(state));
    let above = if after {
        let before = kin::counting(site, &config.ripple_kinds, site.edges_in.of(id)).map(|edge| link(edge.from));
        before.max().unwrap_or(0)
    } else {
        0
    };
    let own = written(&entry.card.title) + address(config, &entry.slug.value) + entry.card.id.len();
    260 + seal_bytes(site, id) + own + state + above + branches.min(ALSO) * (60 + longest)
}

/// Bytes of a seal.
fn seal_bytes(site: &Site, id: EntryId) -> usize {
    let numbers = &site.numbers[id.index()];
    150 + 38 * numbers.depth.max(numbers.direct.min(1)).min(4) as usize
}

/// Bytes that the drawing needs for a story.
fn node_bytes(site: &Site, config: &Config, id: EntryId) -> usize {
    let entry = site.entry(id);
    let setting = entry.card.setting.as_deref().map_or(0, |setting| 2 * written(setting));
    500 + seal_bytes(site, id) + 2 * written(&entry.card.title) + address(config, &entry.slug.value) + setting
}

/// Bytes that the drawing of a family needs, at most.
fn drawing_bytes(site: &Site, config: &Config, family: &Family) -> usize {
    let nodes: usize =
        family.members.iter().take(DRAWING.stories).map(|id| node_bytes(site, config, *id)).sum::<usize>();
    let lines = (family.ripples as usize).min(DRAWING.stories + lines::MOST);
    1_500 + nodes.min(DRAWING.bytes) + lines * 130
}

/// All pages of the map; none if no story led to another.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let page = |(number, parts): (usize, &Range<usize>)| {
        let parts = parts.clone();
        planner.html(planner.routes.numbered(&["ripples"], number), move |planner, route| {
            let head =
                planner.head(&planner.numbered(&planner.words.get("ripples"), number), None, route, Some("ripples"));
            (head, Content::Map(view(planner, number, parts.clone())))
        })
    };
    (1..).zip(&planner.map().pages).map(page).collect()
}

fn view(planner: &Planner, number: usize, parts: Range<usize>) -> MapView {
    let count = planner.map().pages.len();
    MapView {
        sentence: sentence(&planner.words, &planner.site),
        families: parts.filter_map(|place| family_view(planner, place)).collect(),
        pager: (count > 1).then(|| pager(&planner.routes, &["ripples".to_owned()], number, count)),
    }
}

/// What led to what among the stories recorded here, and how to read the map.
fn sentence(words: &Words, site: &Site) -> String {
    let reading = match site.families.len() {
        1 => "map_reading_one",
        2..=DRAWN => "map_reading",
        _ => "map_reading_more",
    };
    format!("{} {}", sentences::map(words, site), words.get(reading))
}

/// How many stories over how many years.
fn numbers(words: &Words, site: &Site, family: &Family) -> String {
    let years = || family.members.iter().filter_map(|id| site.entry(*id).card.happened).map(|date| date.year);
    let say = |key: &str, holes: &[(&str, &str)]| words.tell(key, u64::try_from(family.members.len()).ok(), holes);
    match (years().min(), years().max()) {
        (Some(first), Some(last)) if first == last => say("family_one_year", &[("year", &first.to_string())]),
        (Some(first), Some(last)) if last - first == 1 => {
            say("family_two_years", &[("first", &first.to_string()), ("last", &last.to_string())])
        }
        (Some(first), Some(last)) => {
            let years = words.say("years", Some(u64::from(last.abs_diff(first))), &[]);
            say("family_years", &[("years", &years)])
        }
        _ => say("family_undated", &[]),
    }
}

fn family_view(planner: &Planner, place: usize) -> Option<MapFamily> {
    let site = &planner.site;
    let kinds = &planner.config.ripple_kinds;
    let part = planner.map().parts.get(place)?;
    let family = site.families.get(part.family)?;
    let listed = kin::joined(site, kinds, part.stories.as_ref().unwrap_or(&family.members).clone());
    let outline = outline::outline(&listed.kin);
    let drawing = (part.family < DRAWN && part.number == 0).then(|| {
        let weigh = |id: EntryId| node_bytes(site, &planner.config, id);
        kin::joined(site, kinds, kin::shown(site, kinds, family, DRAWING, weigh))
    });
    let link = |place: usize| {
        let page = planner.routes.numbered(&["ripples"], *planner.map().page_of.get(place)?);
        Some(format!("{}#{}", page.href, encode(&part_anchor(site, planner.map().parts.get(place)?))))
    };
    Some(MapFamily {
        anchor: part_anchor(site, part),
        first: planner.cards.own(*family.members.first()?).clone(),
        numbers: numbers(&planner.words, site, family),
        rows: rows(planner, &listed, &outline, drawing.as_ref()),
        more: part.rest,
        next: link(place + 1).filter(|_| part.rest > 0),
        start: place.checked_sub(part.number).and_then(link).filter(|_| part.number > 0),
        drawing: drawing.map(|drawn| {
            let outline = if drawn.stories == listed.stories { outline } else { outline::outline(&drawn.kin) };
            drawing_view(planner, &drawn, &outline, family.members.len())
        }),
    })
}

/// How a story whose row stands under none comes after one of another part of its family.
fn elsewhere(planner: &Planner, id: EntryId) -> Option<(MapLink, String)> {
    let (site, kinds) = (&planner.site, &planner.config.ripple_kinds);
    let edge = kin::above(site, kinds, id)?;
    let link = MapLink {
        card: planner.cards.own(edge.from).clone(),
        anchor: anchor(site, edge.from),
        page: planner.map().place(site, &planner.routes, edge.from),
    };
    Some((link, words::below(&planner.words, kinds.get(edge.kind))))
}

/// The list of a family.
fn rows(planner: &Planner, joined: &Joined, outline: &Outline, drawing: Option<&Joined>) -> Vec<MapRow> {
    let site = &planner.site;
    let kind = |from: usize, to: usize| Some(planner.config.ripple_kinds.get(*joined.kinds.get(&(from, to))?));
    let link = |story: usize| {
        let id = joined.stories[story];
        MapLink { card: planner.cards.own(id).clone(), anchor: anchor(site, id), page: None }
    };
    let numbers: BTreeMap<EntryId, usize> =
        drawing.iter().flat_map(|drawn| drawn.stories.iter().enumerate().map(|(number, id)| (*id, number))).collect();
    let level = |story: usize| outline.depths[story].min(LEVELS);
    let mut rows = Vec::with_capacity(outline.order.len());
    for (place, story) in outline.order.iter().copied().enumerate() {
        let id = joined.stories[story];
        let above = outline.parents[story];
        let is_below = place.checked_sub(1).is_none_or(|before| Some(outline.order[before]) == above);
        let next = outline.order.get(place + 1).map_or(0, |next| level(*next));
        let start = joined.kin.edges.partition_point(|edge| *edge < (story, 0));
        let others = || {
            let own = joined.kin.edges[start..].iter().take_while(|edge| edge.0 == story);
            own.filter(|edge| outline.parents[edge.1] != Some(story))
        };
        let also =
            |(from, to): &(usize, usize)| Some(MapAlso { reads: kind(*from, *to)?.reads.clone(), link: link(*to) });
        let generation = site.numbers[id.index()].generation;
        let (far, far_reads) = above.map_or_else(|| elsewhere(planner, id), |_| None).unzip();
        let near = above.filter(|_| outline.depths[story] > LEVELS && !is_below).map(link);
        rows.push(MapRow {
            card: planner.cards.own(id).clone(),
            anchor: anchor(site, id),
            reads: above
                .and_then(|above| kind(above, story))
                .map(|kind| words::below(&planner.words, kind))
                .or(far_reads),
            step: Some(generation).filter(|_| far.is_some() || outline.depths[story] > LEVELS),
            from: near.or(far),
            also: others().take(ALSO).filter_map(also).collect(),
            also_more: others().count().saturating_sub(ALSO),
            opens: next > level(story),
            closes: level(story).saturating_sub(next) as usize,
            node: numbers.get(&id).copied(),
        });
    }
    say_once(&mut rows);
    rows
}

/// Many stories in a row that came after the same one in the same way say it once, at the first of them.
fn say_once(rows: &mut [MapRow]) {
    let goes_on = |rows: &[MapRow], next: usize| {
        let (row, other) = (&rows[next - 1], &rows[next]);
        let beside = !row.opens && row.closes == 0 && row.also.is_empty();
        // Where the list is no longer indented, a row stands under the one above it if it says nothing else.
        beside
            && row.reads.is_some()
            && row.reads == other.reads
            && row.from == other.from
            && row.step == other.step
            && (row.from.is_some() || row.step.is_none())
    };
    let mut first = 0;
    for end in 1..=rows.len() {
        if end < rows.len() && goes_on(rows, end) {
            continue;
        }
        if end - first >= REPEATS {
            for row in &mut rows[first + 1..end] {
                (row.reads, row.from, row.step) = (None, None, None);
            }
        }
        first = end;
    }
}

fn drawing_view(planner: &Planner, joined: &Joined, outline: &Outline, members: usize) -> MapDrawing {
    let layout = layout::layout(&joined.kin, outline);
    let mirrored = (text::direction(&planner.config.language) == "rtl").then_some(layout.width);
    let across = |x: i32| mirrored.map_or(x, |width| width - x);
    let node = |story: &usize| {
        let id = joined.stories[*story];
        let card = planner.cards.own(id).clone();
        let (x, y) = layout.spots[*story];
        let facts = label::facts(
            &planner.words,
            card.setting.as_ref().map(|setting| setting.label.as_str()),
            card.year.as_deref(),
        );
        MapNode {
            number: *story,
            x: across(x),
            y,
            ink: card.setting.as_ref().map_or_else(|| "s-other".to_owned(), |setting| setting.ink.clone()),
            words_x: across(x + layout::WORDS.0),
            // Without a line of facts there is room for one more.
            title: label::lines(&card.title, layout.title_lines + usize::from(facts.is_none())),
            facts,
            card,
        }
    };
    let line = |line: &lines::Line| MapLine { from: line.from, to: line.to, path: lines::path(&line.steps, mirrored) };
    MapDrawing {
        width: layout.width,
        height: layout.height,
        wide: layout.width > WIDE,
        tall: layout.height > TALL,
        large: is_large(layout.width, layout.height),
        heads: layout
            .heads
            .iter()
            .map(|(x, generation)| MapHead { x: across(*x), words: head(&planner.words, *generation) })
            .collect(),
        lines: layout.lines.iter().map(line).collect(),
        nodes: outline.order.iter().map(node).collect(),
        more: members - joined.stories.len(),
        more_lines: layout.undrawn,
    }
}

/// Whether a drawing is too large for paper.
fn is_large(width: i32, height: i32) -> bool {
    let (across, down, most) = PAPER;
    width > most || height * across.min(width) / width.max(1) > down
}

/// The words over a column.
fn head(words: &Words, generation: u32) -> String {
    match generation {
        0 => words.get("column_began"),
        steps => words.tell("column_steps", Some(steps.into()), &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_on_paper_when_it_is_made_smaller_is_printed() {
        let large =
            [(848, 372), (1_062, 600), (400, 900), (1_240, 1_500)].map(|(width, height)| is_large(width, height));
        assert_eq!(large, [false; 4]);
        assert!(is_large(1_300, 300) && is_large(400, 901) && is_large(848, 1_200));
    }

    #[test]
    fn columns_have_words() {
        let heads: Vec<String> = [0, 1, 2, 12].into_iter().map(|steps| head(&crate::english(), steps)).collect();
        assert_eq!(heads, ["Began here", "One step on", "Two steps on", "12 steps on"]);
    }
}
