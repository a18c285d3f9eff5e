//! Tera's errors as places in theme files and plain words.

use super::bounds;
use super::explain::{explain, no_file};
use super::stack::{Stack, Templates};
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
    /// How to mend it, where that is known.
    pub(crate) help: Option<String>,
}

impl Fault {
    /// The problem as it is reported when it came up on a page: its address below the root.
    pub(crate) fn on(&self, page: &str) -> Diagnostic {
        codes::theme::template_error(&self.span, &self.message, Some((&self.template, page)), self.help.as_deref())
    }

    /// The problem as it is reported when the theme is read.
    pub(super) fn at_load(&self) -> Diagnostic {
        codes::theme::template_error(&self.span, &self.message, None, self.help.as_deref())
    }
}

/// Where the files of a theme are, and what is in them.
pub(super) struct Places<'a> {
    /// Its layers.
    pub(super) stack: &'a Stack,
    /// Every template with words set in, while the theme is being read.
    pub(super) templates: Option<&'a Templates<'a>>,
    /// Where the text of one of the site's own templates comes from.
    pub(super) copied: &'a dyn Fn(&str) -> Option<&'a [Copied]>,
}

impl Places<'_> {
    /// The source file of a template.
    pub(super) fn path(&self, template: &str) -> SourcePath {
        self.stack.path(template)
    }

    /// A place in a template: exact in the site's own files, the whole file for built-in ones, whose text
    /// is nowhere on disk.
    fn span(&self, template: &str, range: Option<(usize, usize)>) -> Span {
        let path = self.path(template);
        match range {
            Some(range) if !self.stack.is_built_in(template) => {
                let (start, end) = Copied::written((self.copied)(template).unwrap_or_default(), range);
                Span::new(&path, start, end)
            }
            _ => Span::file(&path),
        }
    }

    fn text(&self, template: &str) -> Option<&str> {
        self.templates?.get(template).map(AsRef::as_ref)
    }

    /// A fault, in plain words where Tera names something that is not there.
    fn fault(&self, span: Span, message: &str, found_in: &str, template: &str) -> Fault {
        let message = first_line(message);
        let (message, help) = match explain(message, found_in, self.stack, self.templates) {
            Some((message, help)) => (message, Some(help)),
            None => (message.to_owned(), None),
        };
        Fault { span, message: cut(&message), template: template.to_owned(), help }
    }

    /// Something wrong at a place in a template as it was written.
    pub(super) fn placed(&self, template: &str, (start, end): (usize, usize), message: &str) -> Fault {
        let path = self.path(template);
        let is_own = !self.stack.is_built_in(template);
        let span = if is_own { Span::new(&path, start, end) } else { Span::file(&path) };
        Fault { span, message: message.to_owned(), template: String::new(), help: None }
    }

    /// Every problem that a Tera error speaks of; at least one. `template` is the one that was asked for.
    pub(super) fn faults(&self, error: &Error, template: &str) -> Vec<Fault> {
        let one = |span, message: &str| vec![self.fault(span, message, template, template)];
        let file = |name: &str| self.span(name, None);
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                vec![self.fault(self.reported(report), report.message(), report.filename(), template)]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
            | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                let chain = chain.iter().map(|name| self.path(name).to_string()).collect::<Vec<_>>().join(" → ");
                one(file(tpl), &format!("these theme files lead back to themselves without end: {chain}"))
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("this file builds on `{parent}`, which the theme does not have");
                let help = self.templates.map(|templates| no_file(parent, self.stack, templates));
                let span = self.text(current).map_or_else(|| file(current), |text| self.quoted(current, text, parent));
                vec![Fault { help, ..self.fault(span, &message, current, template) }]
            }
            ErrorKind::TemplateNotFound(name) => one(file(name), &format!("the theme has no template `{name}`")),
            ErrorKind::Io(kind) => one(file(template), &bounds::explain(*kind)),
            ErrorKind::Msg(text) => {
                let listed = self.listed(text, template);
                if let Some(twice) = self.twice(text) {
                    vec![twice]
                } else if listed.is_empty() {
                    one(file(template), text)
                } else {
                    listed
                }
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
                let range = self.text(name).and_then(|text| byte_range(text, line_number, column, marks));
                faults.push(match self.lost_block(message, name) {
                    Some((message, help)) => Fault {
                        span: self.span("base.html", None),
                        message,
                        template: template.to_owned(),
                        help: Some(help),
                    },
                    None => self.fault(self.span(name, range), message, name, template),
                });
                place = None;
            }
        }
        faults
    }

    /// A built-in page that fills a block which nothing above it has: the site's own `base.html` left it out.
    fn lost_block(&self, message: &str, name: &str) -> Option<(String, String)> {
        let block = message.strip_prefix("Block `")?.strip_suffix("` is not defined in any parent template")?;
        self.text("base.html").filter(|_| self.stack.is_built_in(name))?;
        let page = self.stack.below(name).1;
        let help = format!("put `{{% block {block} %}}{{% endblock {block} %}}` where it belongs");
        Some((format!("this file leaves out the block `{block}`, which `{page}` fills"), help))
    }

    /// A component that two files of one folder have.
    fn twice(&self, text: &str) -> Option<Fault> {
        let (name, rest) = text.strip_prefix("Component `")?.split_once("` is defined in both `")?;
        let (one, other) = rest.strip_suffix('`')?.split_once("` and `")?;
        Some(Fault {
            span: self.span(other, None),
            message: format!("the component `{name}` is in this file and in {}", self.path(one)),
            template: String::new(),
            help: Some("take one of the two out, or give it another name".to_owned()),
        })
    }

    /// The place of a name in a template.
    fn quoted(&self, template: &str, text: &str, name: &str) -> Span {
        let mark = text.find(name);
        self.span(template, mark.map(|start| (start, start + name.len())))
    }
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

/// The first line of a message.
fn first_line(message: &str) -> &str {
    let line = message.lines().next().unwrap_or("").trim();
    line.strip_prefix("error: ").unwrap_or(line)
}

/// A message that is never longer than a few lines of a terminal.
fn cut(message: &str) -> String {
    match message.char_indices().nth(MESSAGE) {
        Some((offset, _)) => format!("{}…", &message[..offset]),
        None => message.to_owned(),
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
        assert_eq!(cut(&"é".repeat(500)).chars().count(), 201);
        assert_eq!(first_line("error: one\ntwo"), "one");
    }
}
