//! The map of ripples as template values.

use super::view::{Fields, plain, shared};
use crate::model::{MapAlso, MapDrawing, MapFamily, MapHead, MapLine, MapLink, MapNode, MapRow, MapView};
use tera::Value;

/// What `ripples.html` sees as `page`. Taken apart without `..`, so that a new field does not compile until it has a
/// name here.
pub(super) fn fields(map: &MapView) -> Fields {
    let MapView { sentence, families, pager } = map;
    Fields::from([("sentence", plain(sentence)), ("families", all(families, family)), ("pager", plain(pager))])
}

fn all<T>(items: &[T], one: impl Fn(&T) -> Fields) -> Value {
    Value::from(items.iter().map(|item| Value::from(one(item))).collect::<Vec<_>>())
}

fn family(family: &MapFamily) -> Fields {
    let MapFamily { anchor, first, numbers, rows, more, next, start, drawing } = family;
    Fields::from([
        ("anchor", plain(anchor)),
        ("first", shared(first)),
        ("numbers", plain(numbers)),
        ("rows", all(rows, row)),
        ("more", Value::from(*more)),
        ("next", plain(next)),
        ("start", plain(start)),
        ("drawing", drawing.as_ref().map_or_else(Value::none, |drawing| Value::from(self::drawing(drawing)))),
    ])
}

fn row(row: &MapRow) -> Fields {
    let MapRow { card, anchor, reads, step, from, also, also_more, opens, closes, node } = row;
    Fields::from([
        ("card", shared(card)),
        ("anchor", plain(anchor)),
        ("reads", plain(reads)),
        ("step", plain(step)),
        ("from", from.as_ref().map_or_else(Value::none, |from| Value::from(link(from)))),
        (
            "also",
            all(also, |MapAlso { reads, link: to }| {
                Fields::from([("reads", plain(reads)), ("link", Value::from(link(to)))])
            }),
        ),
        ("also_more", Value::from(*also_more)),
        ("opens", Value::from(*opens)),
        ("closes", Value::from(*closes)),
        ("node", plain(node)),
    ])
}

fn link(link: &MapLink) -> Fields {
    let MapLink { card, anchor, page } = link;
    Fields::from([("card", shared(card)), ("anchor", plain(anchor)), ("page", plain(page))])
}

fn drawing(drawing: &MapDrawing) -> Fields {
    let MapDrawing { width, height, wide, tall, large, heads, lines, nodes, more, more_lines } = drawing;
    Fields::from([
        ("width", Value::from(*width)),
        ("height", Value::from(*height)),
        ("wide", Value::from(*wide)),
        ("tall", Value::from(*tall)),
        ("large", Value::from(*large)),
        ("heads", all(heads, |MapHead { x, words }| Fields::from([("x", Value::from(*x)), ("words", plain(words))]))),
        ("lines", all(lines, line)),
        ("nodes", all(nodes, node)),
        ("more", Value::from(*more)),
        ("more_lines", Value::from(*more_lines)),
    ])
}

fn line(line: &MapLine) -> Fields {
    let MapLine { from, to, path } = line;
    Fields::from([("from", Value::from(*from)), ("to", Value::from(*to)), ("path", plain(path))])
}

fn node(node: &MapNode) -> Fields {
    let MapNode { number, card, x, y, ink, words_x, title, facts } = node;
    Fields::from([
        ("number", Value::from(*number)),
        ("card", shared(card)),
        ("x", Value::from(*x)),
        ("y", Value::from(*y)),
        ("ink", plain(ink)),
        ("words_x", Value::from(*words_x)),
        ("title", plain(title)),
        ("facts", plain(facts)),
    ])
}
