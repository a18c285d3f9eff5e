//! `ripple export`: what is published, as a file for other programs.

use super::out::eprintln;
use super::table::{self, Table};
use super::{engine_options, out, plural, warn_if_incomplete};
use crate::cli::{CommonArgs, ExportArgs, ExportFormat, ExportOf};
use crate::engine::{Changes, Engine};
use crate::model::{Fatal, GraphEdge, GraphView};
use crate::{render, write};

/// Exports what was asked for. Returns the exit code.
pub(super) fn run(args: &ExportArgs) -> Result<u8, Fatal> {
    let ExportOf::Ripples = args.what;
    // What a build of this moment would publish, and nothing else: there are no options that show more.
    let common = CommonArgs { root: args.root.clone(), base_url: args.base_url.clone(), ..CommonArgs::default() };
    let options = engine_options(&common)?;
    let root = options.root.clone();
    let snapshot = Engine::new(options).update(&Changes::All)?;
    let graph = snapshot.graph();
    let bytes = match args.format {
        ExportFormat::Json => render::graph_json(&graph),
        ExportFormat::Graphml => render::graphml(&graph),
        ExportFormat::Csv => table::csv(&ripples(&graph))?,
    };
    warn_if_incomplete(&snapshot);
    let Some(output) = &args.output else {
        out::bytes(&bytes);
        return Ok(0);
    };
    write::file(&root, output, &bytes)?;
    let stories = plural(graph.nodes.len(), "story", "stories");
    let ripples = plural(graph.edges.len(), "ripple", "ripples");
    eprintln!("Exported {stories} and {ripples} to {}.", output.display());
    Ok(0)
}

/// One ripple a row, read from left to right.
fn ripples(graph: &GraphView) -> Table {
    let row = |edge: &GraphEdge| {
        let (from, to) = graph.ends(edge);
        let text = |text: &str| text.to_owned();
        let date = |date: &Option<String>| date.clone().unwrap_or_default();
        vec![
            text(&from.id),
            text(&from.title),
            text(&from.address),
            date(&from.date),
            text(&edge.kind),
            text(&edge.reads),
            text(&to.id),
            text(&to.title),
            text(&to.address),
            date(&to.date),
            edge.notes.join("; "),
            text(if edge.counts { "yes" } else { "no" }),
        ]
    };
    Table { columns: COLUMNS, give: &[], rows: graph.edges.iter().map(row).collect() }
}

const COLUMNS: &[&str] = &[
    "from id",
    "from title",
    "from address",
    "from date",
    "relation",
    "reads",
    "to id",
    "to title",
    "to address",
    "to date",
    "note",
    "counts",
];
