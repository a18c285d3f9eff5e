//! Places in the writer's files as HTML: links into an editor, lines with the words in question, and plain words.

use crate::diag::print::{self, Excerpt};
use crate::diag::{Position, SourcePath, Span};
use crate::model::text::{capitalised, escape};
use std::fmt::Write;
use std::path::Path;

/// How a place becomes a link into the writer's editor: `editor` of the configuration.
#[derive(Clone, Debug, Default)]
pub struct EditorLinks {
    pattern: Option<String>,
    root: String,
}

impl EditorLinks {
    /// Links into an editor for files below `root`, which is an absolute path; no links without a pattern, or with
    /// one that would run a script.
    #[must_use]
    pub fn new(root: &Path, editor: Option<&str>) -> Self {
        let root = root.to_string_lossy().replace('\\', "/");
        // On Windows a path begins with a letter; in an address every path begins with a slash.
        let slash = if root.starts_with('/') { "" } else { "/" };
        let pattern = editor.filter(|pattern| pattern.contains("{file}") && is_harmless(pattern)).map(str::to_owned);
        Self { pattern, root: format!("{slash}{}", root.trim_end_matches('/')) }
    }

    /// The address that opens a file at a place, not yet escaped for HTML; the beginning of the file without one.
    #[must_use]
    pub fn href(&self, path: &SourcePath, position: Option<Position>) -> Option<String> {
        let pattern = self.pattern.as_ref()?;
        let file = percent_encoded(&format!("{}/{path}", self.root), "/");
        let line = position.map_or(1, |position| position.line_number).to_string();
        let column = position.map_or(1, |position| position.column_number).to_string();
        Some(pattern.replace("{line}", &line).replace("{column}", &column).replace("{file}", &file))
    }
}

/// Whether an address names a scheme, and none that runs or holds what comes with the site.
fn is_harmless(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else { return false };
    let is_name = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    is_name && !["javascript", "vbscript", "data", "blob"].contains(&scheme.to_ascii_lowercase().as_str())
}

/// A path, percent-encoded but for the unreserved characters of RFC 3986 and those in `kept`.
pub(super) fn percent_encoded(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.as_bytes().contains(&byte) {
            out.push(byte.into());
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Text that is not ours, for HTML: escaped, and with nothing that turns the words around it.
pub(super) fn safe(text: &str) -> String {
    escape(&print::tamed(text))
}

/// Words with `names` in them; the names become code.
pub(super) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return safe(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (number, part) in parts.into_iter().enumerate() {
        let _ =
            if number % 2 == 0 { write!(out, "{}", safe(part)) } else { write!(out, "<code>{}</code>", safe(part)) };
    }
    out
}

/// A place as `path:line:column`, which opens in the editor if there is one.
pub(super) fn link(span: &Span, position: Option<Position>, editor: &EditorLinks) -> String {
    anchor(span, position, editor, &print::place(span, position))
}

/// A place in the file that is talked about anyway, as `line 3`.
pub(super) fn line(span: &Span, position: Option<Position>, editor: &EditorLinks) -> Option<String> {
    let words = format!("line {}", position?.line_number);
    Some(anchor(span, position, editor, &words))
}

fn anchor(span: &Span, position: Option<Position>, editor: &EditorLinks, words: &str) -> String {
    let words = safe(words);
    match editor.href(&span.path, position) {
        Some(href) => format!("<a class=\"place\" href=\"{}\">{words}</a>", escape(&href)),
        None => format!("<span class=\"place\">{words}</span>"),
    }
}

/// A line of a file. The words in question are underlined where they stand, so that no letter's width can shift it.
pub(super) fn excerpt(excerpt: &Excerpt) -> String {
    let Excerpt { from, before, marked, after } = excerpt;
    // Where nothing is marked, something is missing from the whole line; a mark of no width would look like a letter.
    let mark = if marked.is_empty() { String::new() } else { format!("<mark>{}</mark>", escape(marked)) };
    format!(
        "<pre class=\"excerpt\" dir=\"ltr\"><span class=\"number\">{}</span><code>{}{mark}{}</code></pre>",
        from.line_number,
        escape(before),
        escape(after)
    )
}

/// How a problem is mended: a sentence, and below it what is to be pasted.
pub(super) fn help(text: &str) -> String {
    let (words, lines) = text.split_once('\n').unwrap_or((text, ""));
    let mut out = format!("<p class=\"help\">{}</p>", prose(&capitalised(words)));
    if !lines.is_empty() {
        let lines: Vec<String> = lines.lines().map(safe).collect();
        let _ = write!(out, "<pre class=\"paste\" dir=\"ltr\"><code>{}</code></pre>", lines.join("\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(pattern: &str) -> EditorLinks {
        EditorLinks::new(Path::new("/home/a b"), Some(pattern))
    }

    const AT: Option<Position> = Some(Position { line_number: 3, column_number: 7 });

    #[test]
    fn a_path_cannot_break_out_of_the_editors_address() {
        let path = SourcePath::new("content/stories/a&b\" {line}?x=1#é.md");
        let href = editor("vscode://file/{file}:{line}:{column}").href(&path, AT);
        let want = "vscode://file//home/a%20b/content/stories/a%26b%22%20%7Bline%7D%3Fx%3D1%23%C3%A9.md:3:7";
        assert_eq!(href.as_deref(), Some(want));
        assert_eq!(editor("x:{file}").href(&SourcePath::new("a.md"), None).as_deref(), Some("x:/home/a%20b/a.md"));
        let windows = EditorLinks::new(Path::new("C:\\site"), Some("x:{file}"));
        assert_eq!(windows.href(&SourcePath::new("a.md"), None).as_deref(), Some("x:/C%3A/site/a.md"));
    }

    #[test]
    fn nothing_but_an_editor_is_opened() {
        for pattern in [
            "javascript:alert('{file}')",
            "JavaScript:{file}",
            "data:text/html,{file}",
            "{file}",
            "a b:{file}",
            "code://",
        ] {
            assert_eq!(editor(pattern).href(&SourcePath::new("a.md"), AT), None, "{pattern}");
        }
        let span = Span::file(&SourcePath::new("a<b>.md"));
        assert_eq!(link(&span, AT, &EditorLinks::default()), "<span class=\"place\">a&lt;b&gt;.md:3:7</span>");
        let quoted = link(&span, AT, &editor("ed://x?\"=1&f={file}"));
        assert_eq!(
            quoted,
            "<a class=\"place\" href=\"ed://x?&quot;=1&amp;f=/home/a%20b/a%3Cb%3E.md\">a&lt;b&gt;.md:3:7</a>"
        );
    }

    #[test]
    fn names_in_words_become_code() {
        assert_eq!(prose("write `a: <b>` & \u{202e}go"), "write <code>a: &lt;b&gt;</code> &amp; \u{fffd}go");
        assert_eq!(prose("an odd ` sign"), "an odd ` sign");
        assert_eq!(
            help("add `x`:\na: 1\n  b: <2>"),
            "<p class=\"help\">Add <code>x</code>:</p><pre class=\"paste\" dir=\"ltr\"><code>a: 1\n  b: &lt;2&gt;</code></pre>"
        );
    }
}
