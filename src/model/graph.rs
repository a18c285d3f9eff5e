//! The graph of published ripples, as other programs get it: the one value behind `/ripples.json` and every export.

use serde::Serialize;

/// Stories that machines may see, and the ripples between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GraphView {
    /// The site's name.
    pub title: String,
    /// Stories, by id.
    pub nodes: Vec<GraphNode>,
    /// Ripples, by earlier story, later story and kind.
    pub edges: Vec<GraphEdge>,
}

/// A story. Its numbers are those that its page tells: over all stories recorded on the site, also over those that
/// are on the site only and in no export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GraphNode {
    /// Its permanent name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its full address; below the root, without a leading slash, if the site does not know its own.
    pub address: String,
    /// When it was published, as precisely as it is known (ISO 8601).
    pub date: Option<String>,
    /// Where it happened, as configured: `school`.
    pub setting: Option<String>,
    /// Labels of its tags, in the order written.
    pub tags: Vec<String>,
    /// Longest path from any root, in steps.
    pub generation: u32,
    /// Longest path onward, in steps.
    pub depth: u32,
    /// Stories one step on.
    pub direct: u32,
    /// Stories that can be got to.
    pub reach: u32,
    /// The number of its family, 1 for the largest; none for a story that nothing joins to another.
    pub family: Option<u32>,
}

/// A ripple.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GraphEdge {
    /// Place of the earlier story in [`GraphView::nodes`].
    pub from: usize,
    /// Place of the later one.
    pub to: usize,
    /// The kind's name from the earlier end: `paid-forward`.
    pub kind: String,
    /// The relation inside a sentence: "was paid forward in".
    pub reads: String,
    /// Whether it counts for reach and families.
    pub counts: bool,
    /// Whether both ends are alike.
    pub symmetric: bool,
    /// Notes from both ends.
    pub notes: Vec<String>,
}

impl GraphView {
    /// The earlier and the later story of a ripple of this graph.
    ///
    /// # Panics
    /// If the ripple belongs to another graph.
    #[must_use]
    pub fn ends(&self, edge: &GraphEdge) -> (&GraphNode, &GraphNode) {
        (&self.nodes[edge.from], &self.nodes[edge.to])
    }
}
