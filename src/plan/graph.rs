//! The graph of ripples for other programs: which stories and ripples may be in it, and in which order. What a
//! reader may see and a feed may not (content model, section 7) is not in it either.

use super::Planner;
use super::routes::Routes;
use super::table::{Class, Planned};
use crate::diag::Span;
use crate::model::{Config, Edge, EntryId, EntryKind, GraphEdge, GraphNode, GraphView, PageView, Site};

/// `/ripples.json`.
pub(super) fn page(planner: &Planner) -> Planned {
    let route = planner.routes.file("ripples.json");
    Planned::new(route, Class::Machine, Span::file(&planner.config.path), |planner, _| {
        PageView::Graph(Box::new(made(&planner.site, &planner.config, &planner.routes)))
    })
}

/// The graph that `/ripples.json` holds.
#[must_use]
pub fn graph(site: &Site, config: &Config) -> GraphView {
    made(site, config, &Routes::new(config))
}

fn made(site: &Site, config: &Config, routes: &Routes) -> GraphView {
    let may = |id: &EntryId| site.access[id.index()].listed && site.access[id.index()].feed;
    let mut stories: Vec<EntryId> = site.of_kind(EntryKind::Story).filter(may).collect();
    stories.sort_by(|a, b| site.entry(*a).id.value.cmp(&site.entry(*b).id.value));
    // One id twice is an error, and no export may fail over it: the first by path is meant.
    stories.dedup_by(|later, first| site.entry(*later).id.value == site.entry(*first).id.value);
    let mut places = vec![None; site.entries.len()];
    for (place, id) in stories.iter().enumerate() {
        places[id.index()] = Some(place);
    }
    let mut edges: Vec<GraphEdge> = site.edges.iter().filter_map(|told| edge(told, config, &places)).collect();
    edges.sort_by(|a, b| (a.from, a.to, &a.kind).cmp(&(b.from, b.to, &b.kind)));
    let nodes = stories.iter().map(|id| node(site, routes, *id)).collect();
    GraphView { title: config.title.clone(), nodes, edges }
}

fn node(site: &Site, routes: &Routes, id: EntryId) -> GraphNode {
    let (entry, numbers) = (site.entry(id), &site.numbers[id.index()]);
    let address = |route| routes.absolute(&route).unwrap_or(route.href);
    GraphNode {
        id: entry.id.value.clone(),
        title: entry.card.title.clone(),
        address: routes.entry(entry.kind, &entry.page_name()).map(address).unwrap_or_default(),
        date: entry.card.date.map(|date| date.iso()),
        setting: entry.card.setting.clone(),
        tags: site.tags_of[id.index()].iter().map(|tag| site.tag(*tag).label.clone()).collect(),
        generation: numbers.generation,
        depth: numbers.depth,
        direct: numbers.direct,
        reach: numbers.reach,
        family: numbers.family.map(|place| place + 1),
    }
}

/// A ripple with both of its ends in the graph.
fn edge(edge: &Edge, config: &Config, places: &[Option<usize>]) -> Option<GraphEdge> {
    let kind = config.ripple_kinds.get(edge.kind);
    let (from, to) = (places[edge.from.index()]?, places[edge.to.index()]?);
    // Ends that are alike stand in the order of ids, so that another file name changes nothing here.
    let (from, to) = if kind.symmetric { (from.min(to), from.max(to)) } else { (from, to) };
    Some(GraphEdge {
        from,
        to,
        kind: kind.name.clone(),
        reads: kind.reads.clone(),
        counts: kind.counts && !kind.symmetric,
        symmetric: kind.symmetric,
        notes: edge.notes.clone(),
    })
}
