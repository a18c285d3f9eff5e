//! The ways into the wall in the index: which stories belong to each setting and tag that stands over the wall, so that
//! its script can narrow the whole site to those that belong to two of them.

use super::gather::Terms;
use super::places::{self, Place};
use super::{Index, SEARCH_MAP, is_offered};
use crate::model::{CardView, EntryId, EntryKind, NarrowView, Shared};
use crate::plan::Planner;
use std::collections::BTreeMap;

/// What is before the key of a setting or a tag. No word that somebody types begins so.
const WHERE: &str = "#where:";
const ABOUT: &str = "#about:";

/// What the script of the wall needs, if the wall has ways in and its stories can be found.
pub(in crate::plan) fn narrow(planner: &Planner) -> Option<NarrowView> {
    let (settings, tags) = &planner.ways;
    if settings.is_empty() && tags.is_empty() || !is_offered(&planner.site, &planner.config) {
        return None;
    }
    Some(NarrowView { map: planner.routes.file(SEARCH_MAP).href, card: Shared::new(pattern(&planner.frame.stories)) })
}

/// A story with something in each of its places, none of which is ever seen: the script fills in copies of its card.
fn pattern(href: &str) -> CardView {
    let something = || "…".to_owned();
    CardView {
        kind: EntryKind::Story.word(),
        title: something(),
        href: href.to_owned(),
        summary: something(),
        facts: something(),
        led_to: 1,
        // The script draws its cover.
        ..CardView::default()
    }
}

/// The ways as terms, in order. They come before all words, because `#` does.
pub(super) fn terms(planner: &Planner, index: &Index) -> Terms {
    let mut numbers = vec![None; planner.site.entries.len()];
    for (number, id) in (0..).zip(&index.entries[..index.stories]) {
        numbers[id.index()] = Some(number);
    }
    let (settings, tags) = &planner.ways;
    let wheres =
        settings.iter().zip(&planner.shelves).map(|(way, (_, stories))| (format!("{WHERE}{}", way.key), &**stories));
    let keys: BTreeMap<&str, &[EntryId]> =
        planner.site.tags.iter().map(|tag| (tag.key.as_str(), &*tag.stories)).collect();
    let abouts = tags.iter().filter_map(|way| Some((format!("{ABOUT}{}", way.key), *keys.get(way.key.as_str())?)));
    let all: BTreeMap<String, &[EntryId]> = wheres.chain(abouts).collect();
    let mut terms = Terms::default();
    for (term, stories) in all {
        let mut places: Vec<Place> =
            stories.iter().filter_map(|id| numbers[id.index()]).map(|number| Place::new(number, 1)).collect();
        // Not even the name of a way to stories of which none may be searched.
        if places.is_empty() {
            continue;
        }
        places.sort_unstable();
        terms.starts.push(terms.text.len());
        terms.text.extend([&term, " "]);
        places::write_plain(&places, &mut terms.text);
        terms.text.push(' ');
    }
    terms
}
