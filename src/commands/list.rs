//! `ripple list`: what the site holds, and why something is not public.

use super::out::{eprintln, print, println};
use super::table::{self, Table};
use super::{consent, look, root, warn_if_incomplete};
use crate::cli::{ListArgs, ListFormat, ListOf};
use crate::diag::Severity;
use crate::engine::{Preview, Snapshot};
use crate::model::{Edge, Entry, EntryId, EntryKind, Fatal, Held, Tag, Withheld};
use std::cmp::Reverse;
use std::sync::Arc;

/// Lists what was asked for. Returns the exit code.
pub(super) fn run(args: &ListArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let preview = look(&root)?;
    let Preview { visitor: snapshot, entries, .. } = &preview;
    let table = match args.what {
        ListOf::Stories => of_kind(snapshot, entries, EntryKind::Story),
        ListOf::Prompts => of_kind(snapshot, entries, EntryKind::Prompt),
        ListOf::Tags => tags(snapshot),
        ListOf::Ripples => ripples(snapshot),
        ListOf::Drafts => held(snapshot, Held::Draft),
        ListOf::Held => held(snapshot, Held::Date),
        ListOf::Withheld => held(snapshot, Held::Consent),
        ListOf::Orphans => orphans(snapshot),
        ListOf::Due => consent::due(&root, &preview)?,
    };
    warn_if_incomplete(snapshot);
    match args.format {
        ListFormat::Table => {
            let _ = table::show(&table);
            if table::hides_files(&table) {
                eprintln!("There is no room for the files here: `ripple explain ID` tells one, `--format csv` all.");
            }
            if args.what == ListOf::Ripples {
                println!("\n{}", snapshot.numbers());
            }
        }
        ListFormat::Json => println!("{}", table::json(&table)),
        ListFormat::Csv => print!("{}", String::from_utf8_lossy(&table::csv(&table)?)),
    }
    Ok(0)
}

const ENTRY: &[&str] = &["id", "title", "date", "state", "file"];

/// Published or not, newest first as on the wall; what has no date comes last, by file.
fn of_kind(snapshot: &Snapshot, entries: &[Arc<Entry>], kind: EntryKind) -> Table {
    let mut all: Vec<&Arc<Entry>> = entries.iter().filter(|entry| entry.kind == kind).collect();
    let instant = |entry: &Entry| entry.card.date.map(|date| date.instant(&snapshot.config.timezone));
    all.sort_by_cached_key(|entry| {
        let instant = instant(entry);
        (instant.is_none(), Reverse(instant), entry.path.clone())
    });
    let rows = all.into_iter().map(|entry| row(snapshot, entry)).collect();
    Table { columns: ENTRY, give: &["title", "state"], rows }
}

fn row(snapshot: &Snapshot, entry: &Entry) -> Vec<String> {
    let date = entry.card.date.map(|date| date.iso()).unwrap_or_default();
    vec![entry.id.value.clone(), entry.card.title.clone(), date, state(snapshot, entry), entry.path.to_string()]
}

/// What became of an entry. What is published and what is not are both in the order of paths.
fn state(snapshot: &Snapshot, entry: &Entry) -> String {
    let site = &snapshot.site;
    if has_error(snapshot, entry) {
        return "has an error".to_owned();
    }
    if let Some(id) = site.find(&entry.path) {
        return if site.access[id.index()].listed { "published" } else { "unlisted" }.to_owned();
    }
    snapshot.why_not(&entry.path).map_or_else(|| "not clear".to_owned(), |withheld| withheld.reason.clone())
}

/// Whether an error in its file keeps the site from being published. Problems are in the order of paths.
fn has_error(snapshot: &Snapshot, entry: &Entry) -> bool {
    let all = &snapshot.diagnostics;
    let own = all.partition_point(|problem| problem.span.path < entry.path);
    let mut own = all[own..].iter().take_while(|problem| problem.span.path == entry.path);
    own.any(|problem| problem.severity == Severity::Error)
}

fn held(snapshot: &Snapshot, held: Held) -> Table {
    let rows = snapshot.withheld.iter().filter(|entry| entry.held == held);
    let row = |entry: &Withheld| {
        let why: Vec<&str> = entry.obstacles.iter().map(|obstacle| obstacle.reason.as_str()).collect();
        let kind = entry.kind.word().to_owned();
        vec![kind, entry.id.clone(), entry.title.clone(), why.join("; "), entry.path.to_string()]
    };
    Table { columns: &["kind", "id", "title", "why", "file"], give: &["title", "why"], rows: rows.map(row).collect() }
}

fn tags(snapshot: &Snapshot) -> Table {
    let row = |tag: &Tag| vec![tag.key.clone(), tag.label.clone(), tag.stories.len().to_string()];
    Table { columns: &["tag", "label", "stories"], give: &[], rows: snapshot.site.tags.iter().map(row).collect() }
}

/// Ripples between listed stories; the words are read from left to right.
fn ripples(snapshot: &Snapshot) -> Table {
    let site = &snapshot.site;
    let listed = |id: EntryId| site.access[id.index()].listed;
    let row = |edge: &Edge| {
        let kind = snapshot.config.ripple_kinds.get(edge.kind);
        let id = |id: EntryId| site.entry(id).id.value.clone();
        vec![id(edge.from), kind.reads.clone(), id(edge.to), edge.notes.join("; ")]
    };
    let rows = site.edges.iter().filter(|edge| listed(edge.from) && listed(edge.to)).map(row).collect();
    Table { columns: &["story", "relation", "other story", "note"], give: &["note"], rows }
}

/// Listed stories that neither a ripple nor a link joins to another, newest first.
fn orphans(snapshot: &Snapshot) -> Table {
    let site = &snapshot.site;
    let alone = |id: &&EntryId| site.edges_in.of(**id).is_empty() && site.edges_out.of(**id).is_empty();
    let rows = site.wall.iter().filter(alone).map(|id| row(snapshot, site.entry(*id))).collect();
    Table { columns: ENTRY, give: &["title"], rows }
}
