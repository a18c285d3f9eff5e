//! `ripple list`: what the site holds, and why something is not public.

use super::{look, root};
use crate::cli::{ListArgs, ListFormat, ListOf};
use crate::engine::Snapshot;
use crate::model::{EntryId, EntryKind, Fatal, Held};
use anstream::{eprintln, println};
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

/// Rows of text under named columns.
struct Table {
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

/// Lists what was asked for. Returns the exit code.
pub(super) fn run(args: &ListArgs) -> Result<u8, Fatal> {
    let snapshot = look(&root(args.root.as_deref())?)?;
    let table = match args.what {
        ListOf::Stories => entries(&snapshot, EntryKind::Story),
        ListOf::Prompts => entries(&snapshot, EntryKind::Prompt),
        ListOf::Tags => tags(&snapshot),
        ListOf::Ripples => ripples(&snapshot),
        ListOf::Drafts => held(&snapshot, Held::Draft),
        ListOf::Held => held(&snapshot, Held::Date),
        ListOf::Withheld => held(&snapshot, Held::Consent),
        ListOf::Orphans => orphans(&snapshot),
    };
    let broken = snapshot.diagnostics.iter().filter(|problem| problem.severity == crate::diag::Severity::Error).count();
    if broken > 0 {
        eprintln!("The site has {broken} errors, so this may be incomplete; `ripple check` shows them.");
    }
    match args.format {
        ListFormat::Table => print(&table),
        ListFormat::Json => println!("{}", json(&table)),
        ListFormat::Csv => csv(&table)?,
    }
    Ok(0)
}

const ENTRY: &[&str] = &["id", "title", "date", "state", "file"];

fn entries(snapshot: &Snapshot, kind: EntryKind) -> Table {
    let site = &snapshot.site;
    let mut rows: Vec<Vec<String>> = site.of_kind(kind).map(|id| published(snapshot, id)).collect();
    rows.extend(snapshot.withheld.iter().filter(|entry| entry.kind == kind).map(|entry| {
        vec![entry.id.clone(), entry.title.clone(), String::new(), entry.reason.clone(), entry.path.to_string()]
    }));
    rows.sort_by(|a, b| a[4].cmp(&b[4]));
    Table { columns: ENTRY, rows }
}

fn published(snapshot: &Snapshot, id: EntryId) -> Vec<String> {
    let entry = snapshot.site.entry(id);
    let date = entry.card.date.map(|date| date.iso()).unwrap_or_default();
    let state = if snapshot.site.access[id.index()].listed { "published" } else { "unlisted" };
    vec![entry.id.value.clone(), entry.card.title.clone(), date, state.to_owned(), entry.path.to_string()]
}

fn held(snapshot: &Snapshot, held: Held) -> Table {
    let rows = snapshot.withheld.iter().filter(|entry| entry.held == held);
    let row = |entry: &crate::model::Withheld| {
        vec![
            entry.kind.word().to_owned(),
            entry.id.clone(),
            entry.title.clone(),
            entry.reason.clone(),
            entry.path.to_string(),
        ]
    };
    Table { columns: &["kind", "id", "title", "why", "file"], rows: rows.map(row).collect() }
}

fn tags(snapshot: &Snapshot) -> Table {
    let row = |tag: &crate::model::Tag| vec![tag.key.clone(), tag.label.clone(), tag.stories.len().to_string()];
    Table { columns: &["tag", "label", "stories"], rows: snapshot.site.tags.iter().map(row).collect() }
}

/// Ripples between listed stories; the words are read from left to right.
fn ripples(snapshot: &Snapshot) -> Table {
    let site = &snapshot.site;
    let listed = |id: EntryId| site.access[id.index()].listed;
    let row = |edge: &crate::model::Edge| {
        let kind = snapshot.config.ripple_kinds.get(edge.kind);
        let id = |id: EntryId| site.entry(id).id.value.clone();
        vec![id(edge.from), kind.reads.clone(), id(edge.to), edge.notes.join("; ")]
    };
    let rows = site.edges.iter().filter(|edge| listed(edge.from) && listed(edge.to)).map(row).collect();
    Table { columns: &["story", "relation", "led to", "note"], rows }
}

/// Listed stories that neither a ripple nor a link joins to another.
fn orphans(snapshot: &Snapshot) -> Table {
    let site = &snapshot.site;
    let alone = |id: &EntryId| site.edges_in.of(*id).is_empty() && site.edges_out.of(*id).is_empty();
    let stories = site.of_kind(EntryKind::Story).filter(|id| site.access[id.index()].listed);
    Table { columns: ENTRY, rows: stories.filter(alone).map(|id| published(snapshot, id)).collect() }
}

fn print(table: &Table) {
    if table.rows.is_empty() {
        eprintln!("There is nothing to list.");
        return;
    }
    // Titles can be long; a terminal line cannot.
    let cut =
        |cell: &str| if cell.width() > 48 { cell.chars().take(47).chain(['…']).collect() } else { cell.to_owned() };
    let last = table.columns.len() - 1;
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            row.iter().enumerate().map(|(column, cell)| if column == last { cell.clone() } else { cut(cell) }).collect()
        })
        .collect();
    let width = |column: usize| {
        rows.iter().map(|row| row[column].width()).chain([table.columns[column].width()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded =
            cells.zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let bold = anstyle::Style::new().bold();
    println!("{bold}{}{bold:#}", line(&mut table.columns.iter().copied()));
    for row in &rows {
        println!("{}", line(&mut row.iter().map(String::as_str)));
    }
}

fn json(table: &Table) -> Value {
    let object = |row: &Vec<String>| {
        let fields =
            table.columns.iter().zip(row).map(|(column, cell)| (column.replace(' ', "_"), Value::from(cell.as_str())));
        Value::Object(fields.collect::<Map<_, _>>())
    };
    Value::Array(table.rows.iter().map(object).collect())
}

fn csv(table: &Table) -> Result<(), Fatal> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Fatal::Argument(format!("the list cannot be written: {error}"));
    writer.write_record(table.columns).map_err(broken)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| inert(cell))).map_err(broken)?;
    }
    let bytes = writer.into_inner().unwrap_or_default();
    anstream::print!("{}", String::from_utf8_lossy(&bytes));
    Ok(())
}

/// A cell that no spreadsheet takes for a formula (CWE-1236): an apostrophe before `= + - @`, tab and return.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f6_no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@x", "\tx", "\rx"] {
            assert!(inert(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(inert("a=b"), "a=b");
    }
}
