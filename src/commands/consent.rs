//! `ripple consent`: the register of who agreed to what, what is missing, and what is to be asked for again. It goes to
//! the terminal of the site's owner alone: names stand in it as they are in the files.

mod due;
mod row;

use super::out::{eprintln, print, println};
use super::table::{self, Table};
use super::{clock, look, root, warn_if_incomplete};
use crate::cli::{ConsentArgs, ListFormat};
use crate::engine::Preview;
use crate::model::{Entry, EntryKind, Fatal, text};
use row::{Register, Row, State};

/// What is due within this time is worth a look: as long as the gate reminds of a review before its day.
pub(super) const SOON: &str = "60d";

/// Shows the register. Returns the exit code.
pub(super) fn run(args: &ConsentArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let window = args.due.as_deref().map(due::seconds).transpose()?;
    let preview = look(&root)?;
    let chosen = args.collection.as_deref().map(|name| collection(&preview, name)).transpose()?;
    let register = Register::new(&root, &preview, clock());
    let mut rows = register.rows();
    if let Some(id) = &chosen {
        rows.retain(|row| row.collections.iter().any(|known| known == id));
    }
    let all = rows.len();
    if let Some(window) = window {
        rows = due_within(rows, clock().saturating_add(window));
    }
    warn_if_incomplete(&preview.visitor);
    match args.format {
        ListFormat::Table if rows.is_empty() && window.is_some() => {
            eprintln!("Nothing ends and nothing is to be asked for again within that time.");
        }
        ListFormat::Table => {
            let whole = shown(&rows);
            if !rows.is_empty() {
                println!("\n{}", closing(&rows, window.map(|_| all)));
                if !whole {
                    eprintln!("A wider window shows more of it; `--format csv` gives all.");
                }
            }
        }
        ListFormat::Json => println!("{}", table::json(&table(&rows))),
        ListFormat::Csv => print!("{}", String::from_utf8_lossy(&table::csv(&table(&rows))?)),
    }
    Ok(0)
}

/// The rows of `ripple list due`.
pub(super) fn due(root: &std::path::Path, preview: &Preview) -> Result<Table, Fatal> {
    let rows = Register::new(root, preview, clock()).rows();
    Ok(table(&due_within(rows, clock().saturating_add(due::seconds(SOON)?))))
}

/// What ends or is to be asked for again before an instant, the first day first; both count from 1970, in seconds.
fn due_within(mut rows: Vec<Row>, until: i64) -> Vec<Row> {
    rows.retain(|row| row.due.is_some_and(|due| due <= until));
    rows.sort_by_key(|row| row.due);
    rows
}

/// The id of a collection that is called so.
fn collection(preview: &Preview, name: &str) -> Result<String, Fatal> {
    let all: Vec<&Entry> =
        preview.entries.iter().filter(|entry| entry.kind == EntryKind::Collection).map(|entry| &**entry).collect();
    let wanted = text::fold(name.trim());
    let is_it = |own: &str| text::fold(own.trim()) == wanted;
    let by_id = all.iter().find(|entry| is_it(&entry.id.value) || is_it(&entry.slug.value));
    if let Some(found) = by_id.or_else(|| all.iter().find(|entry| is_it(&entry.card.title))) {
        return Ok(found.id.value.clone());
    }
    let known: Vec<String> = all.iter().map(|entry| format!("`{}`", entry.id.value)).collect();
    let known = match known.as_slice() {
        [] => "this site has none".to_owned(),
        known => format!("there are {}", known.join(", ")),
    };
    Err(Fatal::Argument(format!("no collection is called `{}`: {known}", name.escape_debug())))
}

const COLUMNS: [&str; 14] = [
    "what",
    "id",
    "name",
    "collection",
    "state",
    "held back",
    "status",
    "scope",
    "by",
    "on",
    "review",
    "expires",
    "record",
    "file",
];

fn table(rows: &[Row]) -> Table {
    Table { columns: &COLUMNS, give: &["name", "held back"], rows: rows.iter().map(Row::cells).collect() }
}

/// The table for people: where nothing is held back by somebody named in it, nobody looks at an empty column.
fn shown(rows: &[Row]) -> bool {
    const PLACE: usize = 5;
    const WITHOUT: [&str; 13] = {
        let mut kept = [""; 13];
        let mut at = 0;
        while at < 13 {
            kept[at] = COLUMNS[if at < PLACE { at } else { at + 1 }];
            at += 1;
        }
        kept
    };
    if rows.iter().any(|row| !row.held.is_empty()) {
        return table::show(&table(rows));
    }
    let cells = |row: &Row| {
        let mut cells = row.cells();
        cells.remove(PLACE);
        cells
    };
    table::show(&Table { columns: &WITHOUT, give: &["name"], rows: rows.iter().map(cells).collect() })
}

/// "7 in the register: 1 missing, 2 pending, 4 granted." `of` is how many there are in all where not all are shown.
fn closing(rows: &[Row], of: Option<usize>) -> String {
    let count = |state: State| rows.iter().filter(|row| row.state == state).count();
    let counts = State::ALL.into_iter().map(|state| (count(state), state)).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, state)| format!("{count} {}", state.words())).collect();
    let counts = counts.join(", ");
    let held = rows.iter().filter(|row| !row.held.is_empty()).count();
    let but = match held {
        0 => String::new(),
        1 => " 1 is held back by what somebody named in it has said.".to_owned(),
        more => format!(" {more} are held back by what somebody named in them has said."),
    };
    match of {
        Some(all) => format!("{} of {all} to be looked at: {counts}.{but}", rows.len()),
        None => format!("{} in the register: {counts}.{but}", rows.len()),
    }
}
