//! The graph of ripples as files for other programs: JSON Graph Format 2 (jsongraphformat.info) and `GraphML`
//! (graphml.graphdrawing.org).

use super::xml::{self, Document};
use crate::model::{GraphEdge, GraphNode, GraphView};
use serde::Serialize;

/// Between the parts of a list where only one text may stand.
const AND: &str = "; ";

#[derive(Serialize)]
struct JsonNode<'a> {
    label: &'a str,
    metadata: JsonStory<'a>,
}

#[derive(Serialize)]
struct JsonStory<'a> {
    address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'a str>,
    tags: &'a [String],
    generation: u32,
    depth: u32,
    direct: u32,
    reach: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<u32>,
}

#[derive(Serialize)]
struct JsonEdge<'a> {
    source: &'a str,
    target: &'a str,
    relation: &'a str,
    directed: bool,
    label: &'a str,
    metadata: JsonRipple<'a>,
}

#[derive(Serialize)]
struct JsonRipple<'a> {
    counts: bool,
    notes: &'a [String],
}

/// JSON Graph Format 2. Each story and each ripple has a line of its own, so that a comparison of two files shows
/// which ones are new.
#[must_use]
pub fn json(graph: &GraphView) -> Vec<u8> {
    let mut out = Vec::with_capacity(128 + 300 * graph.nodes.len() + 250 * graph.edges.len());
    out.extend_from_slice(b"{\"graph\":{\"type\":\"ripples\",\"label\":");
    put(&mut out, &graph.title);
    out.extend_from_slice(b",\"directed\":true,\"nodes\":{");
    lines(&mut out, &graph.nodes, |out, node| {
        put(out, &node.id);
        out.push(b':');
        put(out, &json_node(node));
    });
    out.extend_from_slice(b"},\"edges\":[");
    lines(&mut out, &graph.edges, |out, edge| put(out, &json_edge(graph, edge)));
    out.extend_from_slice(b"]}}\n");
    out
}

fn json_node(node: &GraphNode) -> JsonNode<'_> {
    // Taken apart without `..`, so that a new field does not compile until somebody has thought of it here.
    let GraphNode { id: _, title, address, date, setting, tags, generation, depth, direct, reach, family } = node;
    JsonNode {
        label: title,
        metadata: JsonStory {
            address,
            date: date.as_deref(),
            setting: setting.as_deref(),
            tags,
            generation: *generation,
            depth: *depth,
            direct: *direct,
            reach: *reach,
            family: *family,
        },
    }
}

fn json_edge<'a>(graph: &'a GraphView, edge: &'a GraphEdge) -> JsonEdge<'a> {
    let (source, target) = graph.ends(edge);
    JsonEdge {
        source: &source.id,
        target: &target.id,
        relation: &edge.kind,
        directed: !edge.symmetric,
        label: &edge.reads,
        metadata: JsonRipple { counts: edge.counts, notes: &edge.notes },
    }
}

/// Writes each item on a line of its own, with commas between them.
fn lines<T>(out: &mut Vec<u8>, items: &[T], mut write: impl FnMut(&mut Vec<u8>, &T)) {
    for (place, item) in items.iter().enumerate() {
        out.extend_from_slice(if place == 0 { b"\n" } else { b",\n" });
        write(out, item);
    }
    if !items.is_empty() {
        out.push(b'\n');
    }
}

/// Writing text and numbers to memory cannot fail.
fn put<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    let _ = serde_json::to_writer(out, value);
}

/// What stories and ripples may carry in `GraphML`: for what, its name and its type. `label` is the name under which
/// programs that draw graphs look for the words to show.
const KEYS: [(&str, &str, &str); 14] = [
    ("node", "label", "string"),
    ("node", "address", "string"),
    ("node", "date", "string"),
    ("node", "setting", "string"),
    ("node", "tags", "string"),
    ("node", "generation", "int"),
    ("node", "depth", "int"),
    ("node", "direct", "int"),
    ("node", "reach", "int"),
    ("node", "family", "int"),
    ("edge", "relation", "string"),
    ("edge", "reads", "string"),
    ("edge", "counts", "boolean"),
    ("edge", "notes", "string"),
];

/// Whether both ends of a ripple are alike. Every edge is written as a directed one, because well-known readers
/// refuse a graph that has both sorts.
const SYMMETRIC: (&str, &str, &str) = ("edge", "symmetric", "boolean");

/// `GraphML`. Lists become one text each.
#[must_use]
pub fn graphml(graph: &GraphView) -> Vec<u8> {
    let mut doc = Document::new();
    let location = format!("{} {}", xml::GRAPHML, xml::GRAPHML_SCHEMA);
    doc.open(
        "graphml",
        &[("xmlns", xml::GRAPHML), ("xmlns:xsi", xml::SCHEMA_INSTANCE), ("xsi:schemaLocation", &location)],
    );
    for (what, name, kind) in KEYS.into_iter().chain([SYMMETRIC]) {
        doc.empty("key", &[("id", name), ("for", what), ("attr.name", name), ("attr.type", kind)]);
    }
    doc.open("graph", &[("id", "ripples"), ("edgedefault", "directed")]);
    doc.text("desc", &graph.title);
    for node in &graph.nodes {
        graphml_node(&mut doc, node);
    }
    for edge in &graph.edges {
        let (source, target) = graph.ends(edge);
        doc.open("edge", &[("source", &source.id), ("target", &target.id)]);
        data(&mut doc, "relation", &edge.kind);
        data(&mut doc, "reads", &edge.reads);
        data(&mut doc, "counts", &edge.counts.to_string());
        data(&mut doc, "notes", &edge.notes.join(AND));
        data(&mut doc, SYMMETRIC.1, &edge.symmetric.to_string());
        doc.close("edge");
    }
    doc.close("graph");
    doc.close("graphml");
    doc.finish()
}

fn graphml_node(doc: &mut Document, node: &GraphNode) {
    let GraphNode { id, title, address, date, setting, tags, generation, depth, direct, reach, family } = node;
    doc.open("node", &[("id", id)]);
    data(doc, "label", title);
    data(doc, "address", address);
    data(doc, "date", date.as_deref().unwrap_or_default());
    data(doc, "setting", setting.as_deref().unwrap_or_default());
    data(doc, "tags", &tags.join(AND));
    for (name, number) in [("generation", generation), ("depth", depth), ("direct", direct), ("reach", reach)] {
        data(doc, name, &number.to_string());
    }
    data(doc, "family", &family.map(|family| family.to_string()).unwrap_or_default());
    doc.close("node");
}

/// What is not known is left out.
fn data(doc: &mut Document, key: &str, words: &str) {
    if !words.is_empty() {
        doc.text_with("data", &[("key", key)], words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, title: &str) -> GraphNode {
        GraphNode {
            id: id.to_owned(),
            title: title.to_owned(),
            address: format!("stories/{id}/"),
            date: None,
            setting: None,
            tags: Vec::new(),
            generation: 0,
            depth: 0,
            direct: 0,
            reach: 0,
            family: None,
        }
    }

    fn edge(from: usize, to: usize) -> GraphEdge {
        let (kind, reads) = ("inspired".to_owned(), "inspired".to_owned());
        GraphEdge { from, to, kind, reads, counts: true, symmetric: false, notes: vec!["one".into(), "two".into()] }
    }

    #[test]
    fn each_story_and_each_ripple_is_one_line_of_json() {
        let nodes = vec![node("a", "A"), node("b", "B \"quoted\"\n</script>")];
        let made = json(&GraphView { title: "T".to_owned(), nodes, edges: vec![edge(0, 1)] });
        let text = String::from_utf8(made).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6, "{text}");
        assert!(lines[1].starts_with("\"a\":{\"label\":\"A\",") && lines[1].ends_with("},"), "{text}");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["graph"]["nodes"]["b"]["label"], "B \"quoted\"\n</script>");
        assert_eq!(value["graph"]["edges"][0]["metadata"]["notes"][1], "two");
    }

    #[test]
    fn an_empty_graph_is_a_graph() {
        let value: serde_json::Value = serde_json::from_slice(&json(&GraphView::default())).unwrap();
        assert_eq!(value["graph"]["nodes"], serde_json::json!({}));
        assert_eq!(value["graph"]["edges"], serde_json::json!([]));
        assert!(String::from_utf8(graphml(&GraphView::default())).unwrap().contains("<graph id=\"ripples\""));
    }

    #[test]
    fn every_key_of_graphml_is_declared_and_what_is_not_known_is_left_out() {
        let mut full = node("a", "A");
        full.date = Some("2026".to_owned());
        full.setting = Some("school".to_owned());
        full.tags = vec!["one".to_owned(), "two".to_owned()];
        full.family = Some(1);
        let graph = GraphView { title: "T".to_owned(), nodes: vec![full, node("b", "")], edges: vec![edge(0, 1)] };
        let text = String::from_utf8(graphml(&graph)).unwrap();
        for (_, name, _) in KEYS.into_iter().chain([SYMMETRIC]) {
            assert!(text.contains(&format!("<data key=\"{name}\">")), "{name} in {text}");
        }
        assert_eq!(text.matches("<data ").count(), 10 + 5 + 5, "{text}");
        assert!(text.contains("<data key=\"tags\">one; two</data>"), "{text}");
    }
}
