//! Ripples: declared from either end or made from links in the text, to edges.

use super::names::{Found, Names};
use super::reach::{Loop, Node};
use crate::diag::codes::ripples as codes;
use crate::diag::{Diagnostic, Span};
use crate::model::ripple::{MENTIONS, RELATED};
use crate::model::{Access, Adjacency, Date, Edge, Entry, EntryId, EntryKind, Link, RippleKinds, RippleRef};
use rayon::prelude::*;
use std::sync::Arc;

/// How many stories of a loop are named.
const NAMED: usize = 8;

/// A ripple as one story tells it.
#[derive(Clone, Copy, Debug)]
struct Declared<'a> {
    from: EntryId,
    to: EntryId,
    kind: u8,
    by: EntryId,
    /// Its place among the ripples of the story that tells it.
    place: usize,
    /// As it was written.
    written: &'a RippleRef,
}

/// All ripples between published stories.
#[derive(Debug, Default)]
pub(super) struct Ripples<'a> {
    pub(super) edges: Vec<Edge>,
    pub(super) out: Adjacency,
    pub(super) into: Adjacency,
    /// In the order of files.
    declared: Vec<Declared<'a>>,
}

/// Joins the ripples of all published stories. `links` has where the links in each text lead.
pub(super) fn ripples<'a>(
    entries: &'a [Arc<Entry>],
    nodes: &[Node],
    links: &[Vec<Link>],
    kinds: &RippleKinds,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Ripples<'a> {
    let declared = declared(entries, nodes, kinds, names, diagnostics);
    let joined = sorted(&declared, |ripple| (pair(ripple), 0));
    for both in joined.chunk_by(|a, b| pair(a) == pair(b)).filter(|both| both.len() > 1) {
        report_conflicts(entries, both.iter().map(|ripple| **ripple).collect(), kinds, diagnostics);
    }
    let mut edges = Vec::with_capacity(declared.len());
    let by_ends = sorted(&declared, |ripple| ((ripple.from, ripple.to), ripple.kind));
    for same in by_ends.chunk_by(|a, b| (a.from, a.to, a.kind) == (b.from, b.to, b.kind)) {
        report_order(entries, nodes, same[0], kinds, diagnostics);
        edges.push(merge(same));
    }
    mention(nodes, links, &joined, &mut edges);
    // What neither end may show to the other's readers is shown nowhere.
    let listed = |id: EntryId| nodes[id.index()].listed;
    edges.retain(|edge| listed(edge.from) || listed(edge.to));
    let rows = |row: fn(&Edge) -> EntryId, other: fn(&Edge) -> EntryId| {
        let shown = (0..).zip(&edges).filter(|(_, edge)| listed(other(edge)));
        Adjacency::new(entries.len(), &shown.map(|(place, edge)| (row(edge), place)).collect::<Vec<_>>())
    };
    let out = rows(|edge| edge.from, |edge| edge.to);
    let into = rows(|edge| edge.to, |edge| edge.from);
    Ripples { edges, out, into, declared }
}

/// Ripples by two stories and a kind, and then as they were declared. As single numbers, they are sorted in a part of
/// the time.
fn sorted<'a, 'b>(declared: &'b [Declared<'a>], by: impl Fn(&Declared) -> (Pair, u8)) -> Vec<&'b Declared<'a>> {
    let key = |(place, ripple): (u32, &Declared)| {
        let ((one, other), kind) = by(ripple);
        u128::from(one.0) << 96 | u128::from(other.0) << 64 | u128::from(kind) << 32 | u128::from(place)
    };
    let mut keys: Vec<u128> = (0..).zip(declared).map(key).collect();
    keys.sort_unstable();
    let place = |key: u128| usize::try_from(key & u128::from(u32::MAX)).unwrap_or_default();
    keys.into_iter().map(|key| &declared[place(key)]).collect()
}

fn declared<'a>(
    entries: &'a [Arc<Entry>],
    nodes: &[Node],
    kinds: &RippleKinds,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Declared<'a>> {
    // Names are looked up on every core. What is wrong with them is told in order: suggestions for slips are limited.
    let found: Vec<Vec<Found>> = entries
        .par_iter()
        .zip(nodes)
        .map(|(entry, node)| {
            let ripples = entry.refs.ripples.iter().filter(|_| node.story);
            ripples.map(|ripple| meant(entry, ripple, names)).collect()
        })
        .collect();
    let mut declared = Vec::with_capacity(found.iter().map(Vec::len).sum());
    for ((by, entry), found) in (0..).map(EntryId).zip(entries).zip(found) {
        for ((place, written), found) in entry.refs.ripples.iter().enumerate().zip(found) {
            let Some(other) = target(by, entry, written, found, nodes, names, diagnostics) else { continue };
            let (from, to) = if written.inverse { (other, by) } else { (by, other) };
            let turn = kinds.get(written.kind).symmetric && from > to;
            let (from, to) = if turn { (to, from) } else { (from, to) };
            declared.push(Declared { from, to, kind: written.kind, by, place, written });
        }
    }
    declared
}

fn meant(entry: &Entry, ripple: &RippleRef, names: &Names) -> Found {
    let written = ripple.to.value.trim();
    match names.field(EntryKind::Story, &entry.path, written) {
        Found::Missing => names.anything(&entry.path, written),
        found => found,
    }
}

fn target(
    by: EntryId,
    entry: &Entry,
    ripple: &RippleRef,
    found: Found,
    nodes: &[Node],
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<EntryId> {
    let (span, written) = (&ripple.to.span, ripple.to.value.trim());
    diagnostics.push(match found {
        Found::Entry(to) if to == by => codes::ripple_to_self(span, &entry.id.value),
        Found::Entry(to) if nodes[to.index()].story => return Some(to),
        Found::Entry(to) => codes::ripple_target_kind(span, written, names.kind_of_entry(to).word()),
        Found::Tag(_) => codes::ripple_target_kind(span, written, EntryKind::Tag.word()),
        Found::Withheld(place) => {
            diagnostics.extend(names.leads_to_withheld(span, written, place));
            return None;
        }
        Found::Ambiguous(places) => names.ambiguous(span, written, &places),
        Found::Missing => {
            let near = names.nearest(written, names.ids_of(EntryKind::Story));
            codes::unknown_ripple_target(span, written, near)
        }
    });
    None
}

fn merge(same: &[&Declared]) -> Edge {
    let mut notes: Vec<String> = Vec::new();
    for note in same.iter().filter_map(|ripple| ripple.written.note.as_deref()) {
        let note = note.trim();
        if !note.is_empty() && !notes.iter().any(|known| known == note) {
            notes.push(note.to_owned());
        }
    }
    Edge { from: same[0].from, to: same[0].to, kind: same[0].kind, notes }
}

/// Two stories, the smaller id first.
type Pair = (EntryId, EntryId);

fn pair(ripple: &Declared) -> Pair {
    (ripple.from.min(ripple.to), ripple.from.max(ripple.to))
}

/// Adds an edge for links in the text between stories that nothing else joins, and sorts all edges again.
fn mention(nodes: &[Node], links: &[Vec<Link>], joined: &[&Declared], edges: &mut Vec<Edge>) {
    let is_joined =
        |a: EntryId, b: EntryId| joined.binary_search_by_key(&(a.min(b), a.max(b)), |ripple| pair(ripple)).is_ok();
    let mut mentions: Vec<(EntryId, EntryId)> = Vec::new();
    for (from, links) in (0..).map(EntryId).zip(links).filter(|(from, _)| nodes[from.index()].story) {
        for link in links {
            match link {
                Link::Entry { to, .. } if *to != from && nodes[to.index()].story && !is_joined(from, *to) => {
                    mentions.push((from, *to));
                }
                _ => {}
            }
        }
    }
    if mentions.is_empty() {
        return;
    }
    mentions.sort_unstable();
    mentions.dedup();
    edges.extend(mentions.into_iter().map(|(from, to)| Edge { from, to, kind: MENTIONS, notes: Vec::new() }));
    edges.sort_unstable_by_key(|edge| (edge.from, edge.to, edge.kind));
}

/// Two stories that name different kinds for one ripple; `told` has all ripples between the two. `related`
/// fits with everything, and what goes the other way round is a loop, not a conflict. One file may name
/// several kinds.
fn report_conflicts(
    entries: &[Arc<Entry>],
    mut told: Vec<Declared>,
    kinds: &RippleKinds,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let key = |ripple: &Declared| (kinds.get(ripple.kind).symmetric, ripple.from);
    told.retain(|ripple| !matches!(ripple.kind, RELATED | MENTIONS));
    told.sort_unstable_by_key(|ripple| (key(ripple), ripple.by, ripple.kind, ripple.place));
    told.dedup_by_key(|ripple| (key(ripple), ripple.by, ripple.kind));
    for group in told.chunk_by(|a, b| key(a) == key(b)) {
        let split = group.partition_point(|ripple| ripple.by == group[0].by);
        let (first, second) = group.split_at(split);
        let alone = |ripple: &&Declared, others: &[Declared]| !others.iter().any(|other| other.kind == ripple.kind);
        let here = second.iter().find(|ripple| alone(ripple, first));
        let there = first.iter().find(|ripple| alone(ripple, second));
        if let (Some(here), Some(there)) = (here, there) {
            let told = |ripple: &Declared| {
                let kind = kinds.get(ripple.kind);
                let word = if ripple.written.inverse { &kind.inverse } else { &kind.name };
                (entries[ripple.by.index()].id.value.clone(), word.clone())
            };
            let (span, other) = (&here.written.kind_span, &there.written.kind_span);
            diagnostics.push(codes::ripple_conflict(span, told(here), told(there), other));
        }
    }
}

fn report_order(
    entries: &[Arc<Entry>],
    nodes: &[Node],
    ripple: &Declared,
    kinds: &RippleKinds,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if kinds.get(ripple.kind).symmetric || ripple.kind == MENTIONS {
        return;
    }
    let happened = |id: EntryId| nodes[id.index()].happened;
    let (Some(earlier), Some(later)) = (happened(ripple.from), happened(ripple.to)) else { return };
    if is_before(later, earlier) {
        let id = |id: EntryId| entries[id.index()].id.value.as_str();
        let (earlier, later) = ((id(ripple.from), &*earlier.iso()), (id(ripple.to), &*later.iso()));
        diagnostics.push(codes::ripple_order(&ripple.written.to.span, earlier, later));
    }
}

/// Whether a date is surely before another, as far as both are known.
fn is_before(a: Date, b: Date) -> bool {
    if let (Some(a), Some(b)) = (a.timestamp, b.timestamp) {
        return a < b;
    }
    if a.year != b.year {
        return a.year < b.year;
    }
    match (a.month, b.month) {
        (Some(month), Some(other)) if month != other => month < other,
        (Some(_), Some(_)) => matches!((a.day, b.day), (Some(day), Some(other)) if day < other),
        _ => false,
    }
}

/// What is counted about each entry.
pub(super) fn nodes<'a>(entries: &'a [Arc<Entry>], access: &[Access]) -> Vec<Node<'a>> {
    let node = |(entry, access): (&'a Arc<Entry>, &Access)| Node {
        story: entry.kind == EntryKind::Story,
        listed: access.listed && entry.kind == EntryKind::Story,
        id: &entry.id.value,
        happened: entry.card.happened,
    };
    entries.iter().zip(access).map(node).collect()
}

/// The ripples that count, between listed stories. A kind without a direction cannot lead anywhere.
pub(super) fn counting(edges: &[Edge], nodes: &[Node], kinds: &RippleKinds) -> Vec<(EntryId, EntryId)> {
    let counts = |edge: &&Edge| {
        let kind = kinds.get(edge.kind);
        kind.counts && !kind.symmetric && nodes[edge.from.index()].listed && nodes[edge.to.index()].listed
    };
    edges.iter().filter(counts).map(|edge| (edge.from, edge.to)).collect()
}

/// One warning for each loop, where its first story names another one of it.
pub(super) fn report_loops(
    entries: &[Arc<Entry>],
    ripples: &Ripples,
    loops: &[Loop],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for found in loops {
        let (first, next) = (found.way[0], found.way[1 % found.way.len()]);
        let start = ripples.declared.partition_point(|ripple| ripple.by < first);
        let mut own = ripples.declared[start..].iter().take_while(|ripple| ripple.by == first);
        let told = own.find(|ripple| ripple.from == first && ripple.to == next);
        let span = told.map_or_else(|| Span::file(&entries[first.index()].path), |told| told.written.to.span.clone());
        let name = |id: &EntryId| format!("`{}`", entries[id.index()].id.value);
        let mut names: Vec<String> = found.way.iter().take(NAMED).map(name).collect();
        if found.way.len() > NAMED {
            names.push("…".to_owned());
        }
        names.push(name(&first));
        let others = if found.members > found.way.len() || found.way.len() > NAMED { found.members } else { 0 };
        diagnostics.push(codes::ripple_loop(&span, &names.join(" → "), others));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, at, codes, date, open, story};
    use super::super::{Linked, site};
    use super::*;
    use crate::model::LinkSyntax::Wiki;

    fn edges(linked: &Linked) -> Vec<String> {
        let kinds = RippleKinds::default();
        let id = |id: EntryId| linked.site.entry(id).id.value.clone();
        let told = |edge: &Edge| format!("{} {} {}", id(edge.from), kinds.get(edge.kind).name, id(edge.to));
        linked.site.edges.iter().map(told).collect()
    }

    #[test]
    fn both_ends_make_one_edge_with_both_notes() {
        let linked = open(vec![
            story("a").ripple("paid-forward", "B").note("later").ripple("paid-forward", "b"),
            story("b")
                .ripple("paid-forward-from", "a")
                .note("thanks")
                .ripple("paid-forward-from", "story:a")
                .note("later"),
        ]);
        assert_eq!(edges(&linked), ["a paid-forward b"]);
        assert_eq!(linked.site.edges[0].notes, ["later", "thanks"]);
        assert_eq!(linked.site.edges_out.of(EntryId(0)), [0]);
        assert_eq!(linked.site.edges_in.of(EntryId(1)), [0]);
        assert_eq!(codes(&linked), [""; 0]);
    }

    #[test]
    fn symmetric_kinds_begin_at_the_smaller_id() {
        let linked = open(vec![story("a"), story("b").ripple("same-moment", "a").ripple("related", "a")]);
        assert_eq!(edges(&linked), ["a same-moment b", "a related b"]);
    }

    #[test]
    fn ends_that_disagree_are_an_error() {
        let linked = open(vec![story("a").ripple("paid-forward", "b"), story("b").ripple("inspired-by", "a")]);
        assert_eq!(codes(&linked), ["ripple-conflict"]);
        let related: Vec<_> = linked.diagnostics[0].related.iter().map(|place| place.message.as_str()).collect();
        assert_eq!(related, ["`b` says `inspired-by`", "`a` says `paid-forward`"]);
        // One file may say more than one thing, `related` fits with all, and the other end may say less.
        let linked = open(vec![
            story("a").ripple("paid-forward", "b").ripple("inspired", "b").ripple("continues", "c"),
            story("b").ripple("inspired-by", "a").ripple("related", "a"),
            story("c").ripple("related", "a"),
        ]);
        assert_eq!(codes(&linked), [""; 0]);
        assert_eq!(linked.site.edges.len(), 5);
    }

    #[test]
    fn odd_targets_are_dropped_with_a_word() {
        let linked = open(vec![
            story("a")
                .ripple("inspired", "a")
                .ripple("inspired", "look")
                .ripple("inspired", "trust")
                .ripple("inspired", "mariaa")
                .ripple("inspired", "secret")
                .note("never seen")
                .tags(&["trust"]),
            story("maria"),
            story("secret").draft(),
            Make::new(EntryKind::Prompt, "look"),
        ]);
        assert_eq!(
            codes(&linked),
            ["link-to-withheld", "ripple-target-kind", "ripple-target-kind", "ripple-to-self", "unknown-ripple-target"]
        );
        assert_eq!(edges(&linked), [""; 0]);
        let slip = linked.diagnostics.iter().find(|problem| problem.code == "unknown-ripple-target").unwrap();
        assert_eq!(slip.help.as_deref(), Some("did you mean `maria`?"));
        assert_eq!(slip.span, linked.site.entries[at(&linked, "a")].refs.ripples[3].to.span);
    }

    #[test]
    fn links_between_stories_are_mentions_unless_something_joins_them() {
        let linked = open(vec![
            story("a").link(Wiki, "b", "").link(Wiki, "b", "again").link(Wiki, "c", "").link(Wiki, "a", "me"),
            story("b").link(Wiki, "a", ""),
            story("c").ripple("related", "a"),
        ]);
        assert_eq!(edges(&linked), ["a mentions b", "a related c", "b mentions a"]);
        assert_eq!(linked.site.totals.quiet, 3);
    }

    #[test]
    fn a_later_story_dated_before_is_a_warning_as_far_as_both_are_known() {
        for (earlier, later, warned) in [
            ("2026-03-02", "2026-03-01", true),
            ("2026-03-02", "2026-03-02", false),
            ("2026-03", "2026-02-28", true),
            ("2026-03", "2026-03-01", false),
            ("2026", "2025-12", true),
            ("2026-05", "2026", false),
        ] {
            let linked = open(vec![story("a").date(earlier).ripple("inspired", "b"), story("b").date(later)]);
            assert_eq!(codes(&linked) == ["ripple-order"], warned, "{earlier} {later}");
        }
        assert!(is_before(date("2026-01-01T10:00:00Z"), date("2026-01-01T10:00:00-01:00")));
    }

    #[test]
    fn a_loop_is_named_once() {
        let linked = open(vec![
            story("x").ripple("inspired", "b"),
            story("b").ripple("inspired", "c"),
            story("c").ripple("paid-forward", "d"),
            story("d").ripple("continued-in", "b"),
        ]);
        assert_eq!(codes(&linked), ["ripple-loop"]);
        assert!(linked.diagnostics[0].message.ends_with("`b` → `c` → `d` → `b`"));
        assert_eq!(linked.diagnostics[0].span, linked.site.entries[0].refs.ripples[0].to.span);
        let many = (0..500)
            .map(|place| story(&format!("s{place:03}")).ripple("inspired", &format!("s{:03}", (place + 1) % 500)));
        let linked = open(many.collect());
        assert!(linked.diagnostics[0].message.ends_with("`s007` → … → `s000` (500 stories belong to it)"));
    }

    #[test]
    fn an_unlisted_story_is_in_no_other_thread() {
        let linked = open(vec![
            story("a").ripple("inspired", "u"),
            story("b"),
            story("u").unlisted().ripple("inspired", "b").ripple("inspired", "v"),
            story("v").unlisted(),
        ]);
        let row = |adjacency: &Adjacency, id| adjacency.of(EntryId(u32::try_from(at(&linked, id)).unwrap())).len();
        assert_eq!(edges(&linked), ["a inspired u", "u inspired b"]);
        assert_eq!((row(&linked.site.edges_out, "a"), row(&linked.site.edges_in, "b")), (0, 0));
        assert_eq!((row(&linked.site.edges_in, "u"), row(&linked.site.edges_out, "u")), (1, 1));
        assert_eq!((linked.site.totals.stories, linked.site.totals.ripples, linked.site.totals.quiet), (2, 0, 2));
    }

    #[test]
    fn the_order_of_files_changes_nothing() {
        let made: Vec<Arc<Entry>> = (0..40)
            .map(|place| {
                let to = |step: usize| format!("s{}", (place * step + 1) % 40);
                let tags = ["Trust", "trust", "speaking-up"];
                let made = story(&format!("s{place}")).ripple("inspired", &to(3)).link(Wiki, &to(7), "");
                made.tags(&[tags[place % 3]]).author("somebody").done()
            })
            .collect();
        let link = |entries: &[Arc<Entry>]| {
            let linked = site(
                entries,
                &super::super::testing::config(crate::model::Profile::Open),
                &super::super::testing::options(),
            );
            format!("{:?} {:?}", linked.site, linked.diagnostics)
        };
        let first = link(&made);
        let mut turned = made.clone();
        turned.reverse();
        assert_eq!(first, link(&turned));
        turned.rotate_left(13);
        assert_eq!(first, link(&turned));
    }
}
