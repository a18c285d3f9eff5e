//! Problems of the YAML that fields and settings are written in.

use super::{error, warning};
use crate::diag::{Diagnostic, Span};

const QUOTES: &str = "put the whole text in double quotes, as in title: \"Maria: her story\"";

/// How to put a text in quotation marks; `line` is the writer's own line with them, if it could be made.
fn quotes(line: Option<&str>) -> String {
    line.map_or_else(|| QUOTES.to_owned(), |line| format!("put the whole text in quotation marks: `{line}`"))
}

/// A colon inside a text without quotation marks. `line` is the same line with them.
pub fn colon_in_text(span: &Span, line: Option<&str>) -> Diagnostic {
    error("yaml-syntax", span, "a colon followed by a space stands inside this text, so it cannot be read")
        .help(quotes(line))
}

/// A quotation mark without its partner, or with one too many.
pub fn open_quote(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "a quotation mark is not closed, or closed too early").help(
        "begin and end the text with the same mark, and use the other one inside, as in \"it's hers\" or 'her \"no\"'",
    )
}

/// A backslash that means nothing.
pub fn bad_escape(span: &Span) -> Diagnostic {
    error(
        "yaml-syntax",
        span,
        "a backslash inside double quotes begins a special character, and there is none like this",
    )
    .help("write the backslash twice, or put the text in single quotes")
}

/// A tab where spaces must be.
pub fn tab(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "a tab stands at the beginning of this line").help("use spaces instead of the tab")
}

/// A bracket without its partner.
pub fn open_bracket(span: &Span, open: char) -> Diagnostic {
    let close = if open == '[' { ']' } else { '}' };
    error("yaml-syntax", span, format!("this `{open}` is never closed"))
        .help(format!("put `{close}` at the end of the list; if it is text, {QUOTES}"))
}

/// A closing bracket too many.
pub fn closing_bracket(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "this closing bracket has no opening one before it").help("take it out")
}

/// Two values in brackets without a comma between them.
pub fn missing_comma(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "a comma or the closing bracket is missing before this place")
        .help("write lists as [one, two] and groups as {name: value, other: value}")
}

/// A line that is neither a field nor the rest of one. `meant` is the line with a colon, if it begins with the name of
/// a field; `first` whether no field stands above it.
pub fn no_colon(span: &Span, meant: Option<&str>, first: bool) -> Diagnostic {
    let rest = if first { "" } else { "; if it is the rest of the text above, begin it with two spaces" };
    error("yaml-syntax", span, "this line has no colon, so it is no field").help(match meant {
        Some(meant) => format!("write `{meant}`"),
        None => format!("write `name: value`, as in `title: Finding her voice`{rest}"),
    })
}

/// Lines above all others that are indented, as if the name of a group were missing over them.
pub fn group_without_name(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "this line is indented, but no line above it says what it belongs to")
        .help("if it is part of a group, write the group's name on a line above it, as in `name:` or `consent:`; else begin it in the first column")
}

/// A line that begins in a column where nothing can begin.
pub fn indentation(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "this line does not begin in the same column as those it belongs to")
        .help("let all lines of one group begin in one column; items of a list begin with `- `")
}

/// An indented field below a text.
pub fn indented_field(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "this line is indented, so it is read as the rest of the text above")
        .help("begin it in the same column as the other fields; if it is the rest of that text, put the whole text in double quotes")
}

/// A field whose colon lacks its space. `meant` is the line with it.
pub fn no_space(span: &Span, meant: &str) -> Diagnostic {
    error("yaml-syntax", span, "this line is no field: there is no space after its colon")
        .help(format!("write `{meant}`"))
}

/// Words after ` #`, which are left out as a comment. `meant` is the line as it would keep them.
pub fn text_after_hash(span: &Span, meant: Option<&str>) -> Diagnostic {
    let help = match meant {
        Some(meant) => format!("write `{meant}`"),
        None => "put the whole text in quotation marks".to_owned(),
    };
    warning("text-after-hash", span, "from this `#` on, the line is a comment, so these words are left out")
        .help(format!("{help}; if it is a comment, put a space after the `#`"))
}

/// A line with a dash that is read as a part of a text, and not as an item of a list.
pub fn dash_in_text(span: &Span, meant: &str) -> Diagnostic {
    warning("dash-in-text", span, "this line begins with a dash, but it is read as part of a text, not as an item of a list")
        .help(format!("write `{meant}`, with a space after the dash, in the same column as the other items; if it is text, put the whole text in quotation marks"))
}

/// A line that ends the fields too early.
pub fn end_mark(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "this line ends the fields, but there are more below it").help("take this line out")
}

/// A list that begins on the line of its name.
pub fn list_on_line(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "a list cannot begin on the same line as its name")
        .help(format!("begin every item on a line of its own with `- `; if it is text, {QUOTES}"))
}

/// A character with which no text may begin. `line` is the same line with quotation marks.
pub fn first_character(span: &Span, letter: char, line: Option<&str>) -> Diagnostic {
    if letter.is_control() {
        return error("yaml-syntax", span, "an invisible character stands here")
            .help("delete it and write the line anew");
    }
    error("yaml-syntax", span, format!("text without quotation marks may not begin with `{letter}`")).help(quotes(line))
}

/// A list, a group or nothing where the name of a field must be.
pub fn bad_name(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "the name of a field must be a word")
        .help("put the name in double quotes, as in \"null\": value, or choose another")
}

/// Anything else that cannot be read.
pub fn unreadable(span: &Span) -> Diagnostic {
    error("yaml-syntax", span, "from here on these fields cannot be read").help(
        "check the lines around this place: each field is `name: value`, list items begin with `- `, and lines of one group are indented alike",
    )
}

/// A mark at the beginning of a text that stands for a feature which is left out on purpose. `line` is the same
/// line with quotation marks.
pub fn feature(span: &Span, mark: char, feature: &str, line: Option<&str>) -> Diagnostic {
    error(
        "yaml-feature",
        span,
        format!("`{mark}` at the beginning of a text makes it {feature}, which is not supported here"),
    )
    .help(format!("if it is text, {}; otherwise write the value itself", quotes(line)))
}

/// `<<`, which takes fields over from another group.
pub fn merge_key(span: &Span) -> Diagnostic {
    error("yaml-feature", span, "`<<` takes fields over from another group (a merge key), which is not supported here")
        .help("write the fields themselves")
}

/// The front matter is too deep or holds too much.
pub fn too_large(span: &Span, what: &str) -> Diagnostic {
    error("yaml-too-large", span, format!("these fields are {what}")).help("use fewer nested lists and groups")
}
