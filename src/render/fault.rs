//! Tera's errors as places in theme files and plain words.

use super::bounds;
use super::words::Copied;
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use tera::{Error, ErrorKind, ReportError};

/// The longest message that is shown, in characters.
const MESSAGE: usize = 200;

/// Something wrong in a theme file, before it is known which page was being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where.
    pub(crate) span: Span,
    /// What.
    pub(crate) message: String,
    /// The template that was asked for; empty while the theme is being read.
    pub(crate) template: String,
}

impl Fault {
    /// The problem as it is reported when it came up on a page: its address below the root.
    pub(crate) fn on(&self, page: &str) -> Diagnostic {
        codes::theme::template_error(&self.span, &self.message, Some((&self.template, page)))
    }

    /// The problem as it is reported when the theme is read.
    pub(super) fn at_load(&self) -> Diagnostic {
        codes::theme::template_error(&self.span, &self.message, None)
    }
}

/// Where the files of a theme are, and what is in them.
pub(super) struct Places<'a> {
    /// `themes/ours/`
    pub(super) prefix: &'a str,
    /// The text of a template by its name, with words set in.
    pub(super) text: &'a dyn Fn(&str) -> Option<&'a str>,
    /// Where the text of one of the site's own templates comes from.
    pub(super) copied: &'a dyn Fn(&str) -> Option<&'a [Copied]>,
}

/// Before the name of every built-in template.
pub(super) const BUILTIN: &str = "default/";

impl Places<'_> {
    /// The source file of a template.
    pub(super) fn path(&self, template: &str) -> SourcePath {
        let (folder, name) = match template.strip_prefix(BUILTIN) {
            Some(name) => ("themes/default/", name),
            None => (self.prefix, template),
        };
        let kind = if name.starts_with("partials/") { "" } else { "templates/" };
        SourcePath::new(&format!("{folder}{kind}{name}"))
    }

    /// A place in a template: exact in the site's own files, the whole file for built-in ones, whose text
    /// is nowhere on disk.
    fn span(&self, template: &str, range: Option<(usize, usize)>) -> Span {
        let path = self.path(template);
        match range {
            Some(range) if !template.starts_with(BUILTIN) => {
                let (start, end) = Copied::written((self.copied)(template).unwrap_or_default(), range);
                Span::new(&path, start, end)
            }
            _ => Span::file(&path),
        }
    }

    /// Something wrong at a place in a template as it was written.
    pub(super) fn fault(&self, template: &str, (start, end): (usize, usize), message: &str) -> Fault {
        let path = self.path(template);
        let span = if template.starts_with(BUILTIN) { Span::file(&path) } else { Span::new(&path, start, end) };
        Fault { span, message: message.to_owned(), template: String::new() }
    }

    /// Every problem that a Tera error speaks of; at least one. `template` is the one that was asked for.
    pub(super) fn faults(&self, error: &Error, template: &str) -> Vec<Fault> {
        let one = |span, message: &str| vec![Fault { span, message: cut(message), template: template.to_owned() }];
        let file = |name: &str| self.span(name, None);
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                one(self.reported(report), report.message())
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
            | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                let chain = chain.iter().map(|name| self.path(name).to_string()).collect::<Vec<_>>().join(" → ");
                one(file(tpl), &format!("these theme files lead back to themselves without end: {chain}"))
            }
            ErrorKind::MissingParent { current, parent } => {
                one(file(current), &format!("this file builds on `{parent}`, which the theme does not have"))
            }
            ErrorKind::TemplateNotFound(name) => one(file(name), &format!("the theme has no template `{name}`")),
            ErrorKind::Io(kind) => one(file(template), &bounds::explain(*kind)),
            ErrorKind::Msg(text) => {
                let listed = self.listed(text, template);
                if listed.is_empty() { one(file(template), text) } else { listed }
            }
            _ => one(file(template), &error.to_string()),
        }
    }

    fn reported(&self, report: &ReportError) -> Span {
        let range = &report.span().range;
        self.span(report.filename(), Some((range.start, range.end)))
    }

    /// Tera joins what it finds wrong across files into one text of reports. This takes them apart:
    /// `error: words`, then ` --> name:line:column`, later a line with one `^` for each character.
    fn listed(&self, text: &str, template: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut message = "";
        let mut place: Option<(&str, usize, usize)> = None;
        for line in text.lines() {
            if let Some(words) = line.strip_prefix("error: ") {
                message = words;
            } else if let Some(found) = line.trim_start().strip_prefix("--> ") {
                place = locus(found);
            } else if let (Some((name, line_number, column)), Some(marks)) = (place, underline(line)) {
                let range = (self.text)(name).and_then(|text| byte_range(text, line_number, column, marks));
                let (span, message) = match lost_block(message, name) {
                    Some(message) if (self.text)("base.html").is_some() => (self.span("base.html", None), message),
                    _ => (self.span(name, range), cut(message)),
                };
                faults.push(Fault { span, message, template: template.to_owned() });
                place = None;
            }
        }
        faults
    }
}

/// A built-in page that fills a block which nothing above it has: the site's own `base.html` left it out.
fn lost_block(message: &str, name: &str) -> Option<String> {
    let block = message.strip_prefix("Block `")?.strip_suffix("` is not defined in any parent template")?;
    let page = name.strip_prefix(BUILTIN)?;
    Some(format!("this file leaves out the block `{block}`, which `{page}` fills"))
}

/// `name:line:column` taken apart.
fn locus(text: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some((name, line.parse().ok()?, column.parse().ok()?))
}

/// The number of marks in a line of nothing but a bar, white space and marks.
fn underline(line: &str) -> Option<usize> {
    let marks = line.trim_start().strip_prefix('|')?.trim_start();
    (!marks.is_empty() && marks.bytes().all(|byte| byte == b'^')).then_some(marks.len())
}

/// The bytes of `width` characters from a one-based line and column.
fn byte_range(text: &str, line_number: usize, column: usize, width: usize) -> Option<(usize, usize)> {
    let line = text.split_inclusive('\n').nth(line_number.checked_sub(1)?)?;
    let line_start = line.as_ptr().addr() - text.as_ptr().addr();
    let after = |characters: usize| line.char_indices().nth(characters).map_or(line.len(), |(offset, _)| offset);
    let first = column.checked_sub(1)?;
    Some((line_start + after(first), line_start + after(first + width)))
}

/// The first line of a message, never longer than a few lines of a terminal.
fn cut(message: &str) -> String {
    let line = message.lines().next().unwrap_or("").trim();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    match line.char_indices().nth(MESSAGE) {
        Some((offset, _)) => format!("{}…", &line[..offset]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_count_characters() {
        assert_eq!(byte_range("é\nabé d", 2, 3, 1), Some((5, 7)));
        assert_eq!(byte_range("x", 5, 1, 1), None);
        assert_eq!(locus("a:b.html:3:14"), Some(("a:b.html", 3, 14)));
        assert_eq!(underline("  |    ^^^"), Some(3));
        assert_eq!(underline("3 | ^"), None);
    }

    #[test]
    fn long_messages_are_cut() {
        assert_eq!(cut(&format!("error: {}", "é".repeat(500))).chars().count(), 201);
        assert_eq!(cut("one\ntwo"), "one");
    }
}
