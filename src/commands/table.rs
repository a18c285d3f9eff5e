//! Rows under named columns: as a table that fits the terminal, as JSON, as CSV.

use super::out::{eprintln, print};
use crate::model::Fatal;
use serde_json::{Map, Value};
use std::io::IsTerminal;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: &str = "  ";
/// Columns that are left out where a row is too wide, the first one first.
const LEFT_OUT: [&str; 7] = ["file", "scope", "on", "status", "record", "collection", "by"];
/// Columns that go only where cutting others is not enough.
const LEFT_OUT_LAST: [&str; 1] = ["held back"];
/// No column is cut to less than this.
const LEAST: usize = 16;

/// Rows of text under named columns.
pub(super) struct Table {
    pub(super) columns: &'static [&'static str],
    /// Columns that are cut when the rows are too wide, the first one first; names and dates are never cut.
    pub(super) give: &'static [&'static str],
    pub(super) rows: Vec<Vec<String>>,
}

/// Prints a table for people, and says whether it shows every column but the file. On a terminal that is too narrow the file goes first, for `ripple explain ID` tells
/// it; then long titles are cut; then each row takes several lines. What goes to another program is always whole.
pub(super) fn show(table: &Table) -> bool {
    if table.rows.is_empty() {
        eprintln!("There is nothing to list.");
        return true;
    }
    let (lines, whole) = lines(table, terminal_width());
    print!("{lines}");
    whole
}

/// Whether a table has no room for its files where it is shown.
pub(super) fn hides_files(table: &Table) -> bool {
    let place = table.columns.iter().position(|column| *column == "file");
    let file = place.and_then(|place| table.rows.first()?.get(place));
    file.is_some_and(|file| !lines(table, terminal_width()).0.contains(file.as_str()))
}

/// The terminal's width in columns, if there is a terminal or somebody said how wide it is.
fn terminal_width() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|width| *width > 0);
    let asked = || {
        let terminal = std::io::stdout().is_terminal();
        terminal.then(|| terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)))
    };
    said.or_else(asked)
}

/// The lines of a table, and whether no column but the file is left out.
fn lines(table: &Table, width: Option<usize>) -> (String, bool) {
    let widest = |column: usize| {
        let cells = table.rows.iter().map(|row| row[column].width());
        cells.chain([table.columns[column].width()]).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..table.columns.len()).map(widest).collect();
    if let Some(width) = width
        && !fit(table, &mut widths, width)
    {
        return (stacked(table, width), true);
    }
    let on_screen = width.is_some();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let shown =
            cells.zip(&widths).filter(|(_, width)| **width > 0).map(|(cell, width)| padded(cell, *width, on_screen));
        shown.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    };
    let bold = anstyle::Style::new().bold();
    let mut out = format!("{bold}{}{bold:#}\n", line(&mut table.columns.iter().copied()));
    for row in &table.rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
        out.push('\n');
    }
    let is_left_out =
        |(place, width): (usize, &usize)| *width == 0 && table.columns[place] != "file" && !is_empty(table, place);
    let whole = !widths.iter().enumerate().any(is_left_out);
    (out, whole)
}

fn is_empty(table: &Table, column: usize) -> bool {
    table.rows.iter().all(|row| row[column].is_empty())
}

/// Makes columns narrower until a row fits, and says whether it does; a width of nothing leaves the column out.
fn fit(table: &Table, widths: &mut [usize], room: usize) -> bool {
    let total = |widths: &[usize]| {
        let shown: Vec<usize> = widths.iter().copied().filter(|width| *width > 0).collect();
        shown.iter().sum::<usize>() + GAP.len() * shown.len().saturating_sub(1)
    };
    let place = |name: &str| table.columns.iter().position(|column| *column == name);
    // What says nothing of any row goes before what says something.
    for column in (0..widths.len()).filter(|column| is_empty(table, *column)) {
        if total(widths) > room {
            widths[column] = 0;
        }
    }
    for column in LEFT_OUT.iter().filter_map(|name| place(name)) {
        if total(widths) > room {
            widths[column] = 0;
        }
    }
    let give = |widths: &mut [usize]| {
        for column in table.give.iter().filter_map(|name| place(name)) {
            let over = total(widths).saturating_sub(room);
            widths[column] = widths[column].saturating_sub(over).max(LEAST.min(widths[column]));
        }
        total(widths) <= room
    };
    let mut cut = widths.to_vec();
    for column in LEFT_OUT_LAST.iter().filter_map(|name| place(name)) {
        if !give(&mut cut) {
            widths[column] = 0;
        }
    }
    give(widths)
}

/// The first cell of each row on a line of its own, and under it whatever else fits on a line.
fn stacked(table: &Table, room: usize) -> String {
    let mut out = String::new();
    for row in &table.rows {
        let mut used = 0;
        for (place, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let wide = GAP.len() + cell.width();
            if place > 1 && used + wide <= room {
                out.push_str(GAP);
                used += wide;
            } else {
                let indent = if place == 0 { "" } else { "\n    " };
                out.push_str(indent);
                used = indent.len().saturating_sub(1) + cell.width();
            }
            out.push_str(&padded(cell, cell.width(), true));
        }
        out.push('\n');
    }
    out
}

/// A cell cut or filled up to a width.
fn padded(cell: &str, width: usize, on_screen: bool) -> String {
    let shown = cut(cell, width);
    let spaces = " ".repeat(width.saturating_sub(shown.width()));
    // What is written from right to left must not draw the columns after it to its other side.
    let mark = if on_screen && shown.chars().any(is_right_to_left) { "\u{200e}" } else { "" };
    format!("{shown}{mark}{spaces}")
}

fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let fits = |letter: &char| {
        let wide = letter.width().unwrap_or(0);
        let fits = wide <= left;
        left = left.saturating_sub(wide);
        fits
    };
    let kept: String = cell.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// Hebrew, Arabic and their neighbours.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Columns whose cells are numbers.
const NUMBERS: [&str; 1] = ["stories"];

/// One object for each row; spaces in the names of columns become `_`.
pub(super) fn json(table: &Table) -> Value {
    let object = |row: &Vec<String>| {
        let value = |column: &str, cell: &str| match cell.parse::<u64>() {
            Ok(number) if NUMBERS.contains(&column) => Value::from(number),
            _ => Value::from(cell),
        };
        let fields =
            table.columns.iter().zip(row).map(|(column, cell)| (column.replace(' ', "_"), value(column, cell)));
        Value::Object(fields.collect::<Map<_, _>>())
    };
    Value::Array(table.rows.iter().map(object).collect())
}

/// A table for a spreadsheet.
pub(super) fn csv(table: &Table) -> Result<Vec<u8>, Fatal> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Fatal::Argument(format!("the list cannot be written: {error}"));
    writer.write_record(table.columns).map_err(broken)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| inert(cell))).map_err(broken)?;
    }
    Ok(writer.into_inner().unwrap_or_default())
}

/// A cell that no spreadsheet takes for a formula (CWE-1236): an apostrophe before `= + - @`, also as wide letters,
/// and before tab, return and a new line.
fn inert(cell: &str) -> String {
    let is_risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_risky { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f6_no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\n=1", "＝1", "＠x"] {
            assert!(inert(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(inert("a=b"), "a=b");
    }

    fn table(rows: &[[&str; 4]]) -> Table {
        let rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        Table { columns: &["id", "title", "date", "file"], give: &["title"], rows }
    }

    fn shown(table: &Table, width: Option<usize>) -> Vec<String> {
        anstream::adapter::strip_str(&lines(table, width).0).to_string().lines().map(str::to_owned).collect()
    }

    #[test]
    fn what_fits_is_whole_and_what_does_not_loses_its_file_then_its_title() {
        let table = table(&[["a-b", "A title that goes on and on", "2026", "content/stories/a-b.md"]]);
        let whole = "a-b  A title that goes on and on  2026  content/stories/a-b.md";
        assert_eq!([&shown(&table, None)[1], &shown(&table, Some(62))[1]], [whole, whole]);
        assert_eq!(shown(&table, Some(61))[1], "a-b  A title that goes on and on  2026");
        assert_eq!(shown(&table, Some(30)), ["id   title                date", "a-b  A title that goes…   2026"]);
        assert_eq!(
            shown(&table, Some(24)),
            ["a-b", "    A title that goes on and on", "    2026", "    content/stories/a-b.md"]
        );
        assert_eq!(shown(&table, Some(1)).len(), 4);
    }

    #[test]
    fn columns_stand_below_each_other_in_every_script() {
        let table = table(&[
            ["日本", "日本語の物語についてのとても長い", "2026", "f"],
            ["قصة", "قصة قصيرة عن المساعدة", "2025", "f"],
            ["e\u{301}", "Été e\u{301}", "", "f"],
        ]);
        for width in [None, Some(38)] {
            let lines = shown(&table, width);
            let column = |line: &str, of: &str| line.find(of).map(|at| line[..at].width());
            assert_eq!(column(&lines[1], "2026"), column(&lines[0], "date"), "{lines:#?}");
            assert_eq!(column(&lines[2], "2025"), column(&lines[0], "date"), "{lines:#?}");
            assert!(width.is_none_or(|width| lines.iter().all(|line| line.width() <= width)), "{lines:#?}");
        }
        assert!(!shown(&table, None).concat().contains('\u{200e}'), "what goes to another program is whole");
        let arabic = &shown(&table, Some(80))[2];
        assert!(arabic.starts_with("قصة\u{200e} ") && arabic.contains("المساعدة\u{200e} "), "{arabic}");
    }
}
