//! Hand-made views of the map of ripples.

use super::samples::{Words, cards, list};
use crate::model::{Content, MapAlso, MapDrawing, MapFamily, MapHead, MapLine, MapLink, MapNode, MapRow, MapView};

/// A page with a drawn family and one that is only listed, and a page with as little as there can be.
pub(super) fn contents(w: Words<'_>) -> [(&'static str, Content); 2] {
    let pager = list(cards(w)).pager;
    let sentence = w("Nine of the stories recorded here are joined.");
    let full = MapView { sentence: sentence.clone(), families: vec![family(w, true), other(w)], pager };
    let bare = MapView { sentence, families: vec![family(w, false)], pager: None };
    [("map", Content::Map(full)), ("map-bare", Content::Map(bare))]
}

fn link(index: usize, w: Words<'_>) -> MapLink {
    let card = cards(w)[index].clone();
    MapLink { anchor: card.id.clone(), card, page: None }
}

/// A story in the list: its place among the sample cards, its depth, and how deep the next one is.
fn row(index: usize, depth: u32, next: u32, w: Words<'_>) -> MapRow {
    let MapLink { card, anchor, .. } = link(index, w);
    MapRow {
        card,
        anchor,
        reads: (depth > 0).then(|| w("was paid forward in")),
        step: (depth > 4).then_some(depth),
        from: None,
        also: Vec::new(),
        also_more: 0,
        opens: next.min(4) > depth.min(4),
        closes: usize::try_from(depth.min(4).saturating_sub(next.min(4))).unwrap(),
        node: Some(index),
    }
}

fn family(w: Words<'_>, full: bool) -> MapFamily {
    let mut rows = vec![row(0, 0, 1, w), row(1, 1, 2, w), row(2, 2, 1, w), row(3, 1, 0, w)];
    if full {
        rows[2].also = vec![MapAlso { reads: w("inspired"), link: link(3, w) }];
        rows[2].also_more = 2;
    }
    MapFamily {
        anchor: w("_from-finding-her-voice"),
        first: cards(w)[0].clone(),
        numbers: w("4 stories over 13 years."),
        rows,
        more: if full { 4_940 } else { 0 },
        next: full.then(|| w("ripples/page/2/#_on-1-from-finding-her-voice")),
        start: None,
        drawing: full.then(|| drawing(w)),
    }
}

/// One line of stories, longer than the list is indented.
fn other(w: Words<'_>) -> MapFamily {
    let mut rows: Vec<MapRow> = (0..4)
        .map(|depth| row(depth + 4, u32::try_from(depth).unwrap(), u32::try_from(depth + 1).unwrap(), w))
        .collect();
    rows.push(row(8, 4, 5, w));
    let far = MapLink { page: Some(w("ripples/#recipe")), ..link(4, w) };
    rows.push(MapRow { anchor: w("fifth"), from: Some(far), node: None, ..row(1, 5, 0, w) });
    MapFamily {
        anchor: w("_from-recipe"),
        first: cards(w)[4].clone(),
        numbers: w("6 stories."),
        rows,
        more: 0,
        next: None,
        start: Some(w("ripples/#_from-recipe")),
        drawing: None,
    }
}

fn drawing(w: Words<'_>) -> MapDrawing {
    let node = |number: usize, x: i32, y: i32| MapNode {
        number,
        card: cards(w)[number].clone(),
        x,
        y,
        ink: "s-school".to_owned(),
        words_x: x + 32,
        title: vec![w("Three things"), w("before lunch")],
        facts: (number > 0).then(|| w("School, 2023")),
    };
    MapDrawing {
        width: 1_062,
        height: 372,
        wide: true,
        tall: true,
        large: true,
        heads: vec![MapHead { x: 0, words: w("Began here") }, MapHead { x: 214, words: w("One step on") }],
        lines: vec![
            MapLine { from: 0, to: 1, path: "M52 68H218".to_owned() },
            MapLine { from: 0, to: 3, path: "M28 92C28 168 58 174 102 174H218".to_owned() },
        ],
        nodes: vec![node(0, 28, 68), node(1, 242, 68), node(2, 456, 68), node(3, 242, 174)],
        more: 4_940,
        more_lines: 3,
    }
}
