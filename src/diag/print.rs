//! Diagnostics as text for people and as JSON for machines.

use super::{Diagnostic, LineIndex, Position, Severity, SourcePath, Span};
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// The texts of the files that diagnostics point into. One file can have thousands of them, so its lines are counted once.
pub type Sources = BTreeMap<SourcePath, Arc<LineIndex>>;

/// Columns of a source line that are shown.
const WIDTH: usize = 100;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}

/// What a file says may not steer the terminal: control characters and changes of direction become one sign.
fn tame(letter: char) -> char {
    let steers = letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if steers { '\u{fffd}' } else { letter }
}

/// A text from a file or about it, in which nothing steers the screen: control characters and changes of direction
/// are U+FFFD.
#[must_use]
pub fn tamed(text: &str) -> String {
    text.chars().map(tame).collect()
}

/// One problem as the writer reads it, with ANSI styles: place, words, source line, caret, remedy, other places.
#[must_use]
pub fn text(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = String::new();
    let severity = style(diagnostic.severity);
    let excerpt = excerpt(&diagnostic.span, sources);
    let at = tamed(&place(&diagnostic.span, excerpt.as_ref().map(|excerpt| excerpt.from)));
    let word = diagnostic.severity.word();
    let _ = writeln!(
        out,
        "{BOLD}{at}{BOLD:#}: {severity}{word}[{}]{severity:#}: {BOLD}{}{BOLD:#}",
        diagnostic.code,
        tamed(&diagnostic.message)
    );
    let number = excerpt.as_ref().map(|excerpt| excerpt.from.line_number.to_string()).unwrap_or_default();
    let indent = number.len().max(4);
    if let Some(Excerpt { before, marked, after, .. }) = &excerpt {
        let _ = writeln!(out, " {DIM}{number:>indent$} |{DIM:#} {before}{marked}{after}");
        let _ = writeln!(
            out,
            " {:>indent$} {DIM}|{DIM:#} {}{severity}{}{severity:#}",
            "",
            " ".repeat(before.width()),
            "^".repeat(marked.width().max(1))
        );
    }
    if let Some(help) = &diagnostic.help {
        // What is to be pasted stands on lines of its own, under the words that ask for it.
        for (number, line) in help.lines().enumerate() {
            let _ = match number {
                0 => writeln!(out, " {:>indent$} {DIM}={DIM:#} help: {}", "", tamed(line)),
                _ => writeln!(out, " {:>indent$}       {}", "", tamed(line)),
            };
        }
    }
    for related in &diagnostic.related {
        let at = tamed(&place(&related.span, position(&related.span, sources)));
        let _ = writeln!(out, " {:>indent$} {DIM}={DIM:#} see {at}: {}", "", tamed(&related.message));
    }
    out
}

/// The line that a problem is in, in three parts, with tabs as spaces and nothing that steers the screen. A long line
/// is cut around the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Where the place begins.
    pub from: Position,
    /// What stands before it.
    pub before: String,
    /// The place itself, as far as it is on this line; may be empty.
    pub marked: String,
    /// What comes after it.
    pub after: String,
}

/// Where a span begins; `None` for a whole file, or one whose text is not at hand.
#[must_use]
pub fn position(span: &Span, sources: &Sources) -> Option<Position> {
    let ((start, _), lines) = span.range().zip(sources.get(&span.path))?;
    Some(lines.position(start as usize))
}

/// A place as `path:line:column`.
#[must_use]
pub fn place(span: &Span, position: Option<Position>) -> String {
    match position {
        Some(Position { line_number, column_number }) => format!("{}:{line_number}:{column_number}", span.path),
        None => span.path.to_string(),
    }
}

/// The line around a place; `None` for a whole file, or one whose text is not at hand.
#[must_use]
pub fn excerpt(span: &Span, sources: &Sources) -> Option<Excerpt> {
    let ((start, end), lines) = span.range().zip(sources.get(&span.path))?;
    let (from, to) = (lines.position(start as usize), lines.position(end as usize));
    let letters: Vec<char> =
        lines.line(from.line_number).chars().map(|c| if c == '\t' { ' ' } else { tame(c) }).collect();
    let start = (from.column_number - 1).min(letters.len());
    let end = if to.line_number == from.line_number { to.column_number - 1 } else { letters.len() }
        .clamp(start, letters.len());
    let first = start.saturating_sub(WIDTH / 2);
    let last = letters.len().min(first + WIDTH);
    let end = end.min(last);
    let piece = |range: &[char]| range.iter().collect::<String>();
    let cut_left = if first > 0 { "…" } else { "" };
    let cut_right = if last < letters.len() { "…" } else { "" };
    Some(Excerpt {
        from,
        before: format!("{cut_left}{}", piece(&letters[first..start])),
        marked: piece(&letters[start..end]),
        after: format!("{}{cut_right}", piece(&letters[end..last])),
    })
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    severity: Severity,
    code: &'a str,
    concern: super::Concern,
    message: &'a str,
    help: Option<&'a str>,
    place: JsonPlace<'a>,
    related: Vec<JsonPlace<'a>>,
}

/// One problem as one JSON object on one line.
///
/// # Panics
/// Never: the object holds only text and numbers.
#[must_use]
pub fn json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let object = JsonDiagnostic {
        severity: diagnostic.severity,
        code: diagnostic.code,
        concern: diagnostic.concern,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        place: json_place(&diagnostic.span, sources, None),
        related: diagnostic
            .related
            .iter()
            .map(|related| json_place(&related.span, sources, Some(&related.message)))
            .collect(),
    };
    serde_json::to_string(&object).expect("text and numbers serialise")
}

fn json_place<'a>(span: &'a Span, sources: &Sources, message: Option<&'a str>) -> JsonPlace<'a> {
    let place = span.range().zip(sources.get(&span.path));
    let place = place.map(|((start, end), lines)| (lines.position(start as usize), lines.position(end as usize)));
    JsonPlace {
        path: span.path.as_str(),
        line: place.map(|(from, _)| from.line_number),
        column: place.map(|(from, _)| from.column_number),
        end_line: place.map(|(_, to)| to.line_number),
        end_column: place.map(|(_, to)| to.column_number),
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::super::codes;
    use super::*;

    fn plain(diagnostic: &Diagnostic, source: &str) -> String {
        let sources: Sources = [(diagnostic.span.path.clone(), Arc::new(LineIndex::new(source)))].into();
        anstream::adapter::strip_str(&text(diagnostic, &sources)).to_string()
    }

    #[test]
    fn a_problem_shows_its_line_a_caret_and_a_remedy() {
        let path = SourcePath::new("content/stories/x.md");
        let source = "---\ntitle: x\n日本: yes\n---\n";
        let span = Span::new(&path, 13, 19);
        let problem = codes::fields::unknown_field(&span, "日本", "a story", ["title"]);
        assert_eq!(
            plain(&problem, source),
            "content/stories/x.md:3:1: warning[unknown-field]: a story has no field `日本`\n    3 | 日本: yes\n      | ^^^^\n      = help: known here: title\n"
        );
    }

    #[test]
    fn nothing_in_a_file_steers_the_terminal() {
        let path = SourcePath::new("x\u{1b}[2J.md");
        let problem =
            codes::fields::unknown_field(&Span::new(&path, 0, 3), "a\u{1b}]0;x\u{7}\u{202e}", "a story", ["b"]);
        let shown = plain(&problem, "\u{1b}[2J\u{202e}\ttext");
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\t']), "{shown:?}");
        assert!(shown.contains("\u{fffd}[2J\u{fffd} text"), "{shown:?}");
    }

    #[test]
    fn lines_to_paste_stand_below_the_remedy() {
        let problem = codes::fields::bad_ripple(&Span::file(&SourcePath::new("x.md"))).help("write:\na:\n  b: \u{1b}");
        assert!(plain(&problem, "").ends_with("      = help: write:\n            a:\n              b: \u{fffd}\n"));
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_place() {
        let path = SourcePath::new("x.md");
        let source = format!("{}HERE{}", "a".repeat(500), "b".repeat(500));
        let shown = plain(&codes::fields::bad_ripple(&Span::new(&path, 500, 504)), &source);
        assert!(shown.lines().all(|line| line.width() < 130));
        let lines: Vec<&str> = shown.lines().collect();
        let caret = lines[2].find('^').unwrap_or(0);
        assert_eq!(lines[1].chars().skip(caret).take(4).collect::<String>(), "HERE");
    }
}
