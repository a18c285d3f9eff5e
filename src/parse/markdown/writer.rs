//! Events of the Markdown parser to HTML: blocks, text and what they share. Links, headings, footnotes, raw HTML
//! and directives have files of their own.

use super::MarkdownInput;
use super::blocks::{alert, language};
use super::directives::OpenDirective;
use super::footnotes::Notes;
use super::headings::{Ids, OpenHeading};
use super::links::{OpenImage, OpenLink};
use super::personal::Notice;
use super::source::{Source, clean, is_unwanted_in};
use crate::diag::codes::markdown as codes;
use crate::diag::{Diagnostic, Span};
use crate::model::{Heading, Hole, LinkRef, PictureRef, RecordingRef, text};
use crate::parse::highlight::Highlighter;
use crate::parse::personal::Manner;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// How many things may stand inside each other.
pub(super) const MAX_DEPTH: usize = 100;
/// The HTML of a body may be this many times its text, and [`SPARE_OUTPUT`] more.
const MAX_GROWTH: usize = 16;
const SPARE_OUTPUT: usize = 64 * 1024;

/// Everything that is known while a body is written. Tags are written only here and in the files beside this one,
/// and each piece of text goes through [`Writer::text`].
pub(super) struct Writer<'a> {
    pub input: &'a MarkdownInput<'a>,
    pub source: &'a Source<'a>,
    pub highlighter: &'a Highlighter,
    pub limit: usize,
    /// The HTML so far.
    pub out: String,
    /// The words a reader sees, so far.
    pub plain: String,
    pub holes: Vec<Hole>,
    pub links: Vec<LinkRef>,
    pub pictures: Vec<PictureRef>,
    pub recordings: Vec<RecordingRef>,
    /// Length of the HTML when a film took a picture out of the text.
    pub poster_at: usize,
    pub headings: Vec<Heading>,
    pub anchors: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
    /// Paragraphs that may become the summary, as ranges of `plain`.
    pub paragraphs: Vec<Range<usize>>,
    /// Where `<!-- more -->` stood, as an offset in `plain`.
    pub more: Option<usize>,
    pub title: Option<String>,
    pub support: bool,
    /// A limit was broken; nothing more is written.
    pub failed: bool,
    /// Pieces of Markdown that are open.
    pub depth: usize,
    /// Raw tags that are open, with the depth at which they were.
    pub raw: Vec<(&'static str, usize)>,
    pub raw_html_reported: bool,
    pub open_links: Vec<OpenLink>,
    pub image: Option<OpenImage>,
    pub heading: Option<OpenHeading>,
    pub directives: Vec<OpenDirective>,
    pub notes: Notes<'a>,
    pub in_notes: bool,
    pub ids: Ids,
    /// For what is personal in the text.
    pub notice: Notice,
    /// Above zero where text is not shown.
    pub muted: usize,
    /// Above zero where paragraphs cannot become the summary.
    pub no_excerpt: usize,
    /// Text before this offset of the source was used up by what stood before it.
    pub skip_to: usize,
    paragraph: usize,
    /// Text of the open block of code or of raw HTML, and the language.
    pub block: Option<String>,
    pub language: String,
    pub columns: Vec<Alignment>,
    pub column: usize,
    pub in_head: bool,
    pub tables: usize,
    control_reported: bool,
    direction_reported: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(input: &'a MarkdownInput<'a>, source: &'a Source<'a>, highlighter: &'a Highlighter) -> Self {
        let length = source.text.len();
        let mut writer = Self {
            input,
            source,
            highlighter,
            limit: length.saturating_mul(MAX_GROWTH).saturating_add(SPARE_OUTPUT),
            out: String::with_capacity(length + length / 4),
            plain: String::with_capacity(length),
            holes: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            recordings: Vec::new(),
            poster_at: 0,
            headings: Vec::new(),
            anchors: Vec::new(),
            diagnostics: Vec::new(),
            paragraphs: Vec::new(),
            more: None,
            title: None,
            support: false,
            failed: false,
            depth: 0,
            raw: Vec::new(),
            raw_html_reported: false,
            open_links: Vec::new(),
            image: None,
            heading: None,
            directives: Vec::new(),
            notes: Notes::default(),
            in_notes: false,
            ids: Ids::default(),
            notice: Notice::default(),
            muted: 0,
            no_excerpt: 0,
            skip_to: 0,
            paragraph: 0,
            block: None,
            language: String::new(),
            columns: Vec::new(),
            column: 0,
            in_head: false,
            tables: 0,
            control_reported: source.control.is_some(),
            direction_reported: source.direction.is_some(),
        };
        let at = |place: &Range<usize>| Span::new(input.path, place.start, place.end);
        writer.diagnostics.extend(source.control.as_ref().map(|place| codes::control_characters(&at(place))));
        writer.diagnostics.extend(source.direction.as_ref().map(|place| codes::direction_override(&at(place))));
        writer
    }

    /// Writes a whole body.
    pub(super) fn write(&mut self, events: impl Iterator<Item = (Event<'a>, Range<usize>)>) {
        for (event, range) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => self.notes.begin(&label, range),
                Event::End(TagEnd::FootnoteDefinition) => self.notes.end(),
                event => {
                    if let Some((event, range)) = self.notes.keep(event, range) {
                        self.event(event, range);
                    }
                }
            }
            if self.failed {
                return;
            }
        }
        self.end_directives();
        self.write_notes();
    }

    /// Writes one event.
    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth + self.raw.len() > MAX_DEPTH {
                    self.fail(&range, |span| codes::too_deep(span, MAX_DEPTH));
                } else if self.image.is_none() {
                    self.start(tag, range);
                }
            }
            Event::End(tag) => {
                if self.image.is_some() {
                    self.end_image();
                } else {
                    if tag != TagEnd::HtmlBlock {
                        self.close_raw();
                    }
                    self.end(tag, &range);
                }
                self.depth -= 1;
            }
            Event::Text(words) | Event::Html(words) => {
                let source = self.source;
                match &mut self.block {
                    Some(block) => block.push_str(source.unmasked(&words, &range)),
                    None => self.written_text(&words, &range),
                }
            }
            Event::Code(words) => {
                let from = self.plain.len();
                self.wrapped("<code>", &words, "</code>", &range);
                self.was_code(from);
            }
            Event::InlineHtml(html) => self.inline_html(&html, &range),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.rule(&range),
            Event::FootnoteReference(label) => self.footnote_reference(&label, &range),
            Event::TaskListMarker(done) => self.task(done),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.text(&words, &range),
        }
        if self.out.len() > self.limit && !self.failed {
            self.diagnostics.push(codes::text_grows(&Span::file(self.input.path)));
            self.failed = true;
        }
    }

    /// Text a reader sees. Escapes it, and takes out what entities such as `&#8238;` may have brought in.
    pub(super) fn text(&mut self, words: &str, range: &Range<usize>) {
        if self.muted > 0 {
            return;
        }
        let words = if is_unwanted_in(words) { self.clean_at(words, range) } else { Cow::Borrowed(words) };
        self.piece(range);
        self.plain.push_str(&words);
        if self.image.is_none() {
            text::escape_into(&mut self.out, &words);
        }
    }

    /// Writes pieces of HTML as they are.
    pub(super) fn put(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.out.push_str(piece);
        }
    }

    /// Parts words that belong to different blocks.
    pub(super) fn gap(&mut self) {
        if !self.plain.is_empty() && !self.plain.ends_with('\n') {
            self.plain.push('\n');
        }
    }

    /// Whether nothing is shown at the moment, or only words without tags.
    pub(super) fn is_silent(&self) -> bool {
        self.muted > 0 || self.image.is_some()
    }

    /// A place in the file.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let range = self.source.in_file(range);
        Span::new(self.input.path, range.start, range.end)
    }

    /// Adds a problem.
    pub(super) fn report(&mut self, range: &Range<usize>, problem: impl FnOnce(&Span) -> Diagnostic) {
        let span = self.span(range);
        self.diagnostics.push(problem(&span));
    }

    /// Adds a problem after which nothing more is written.
    pub(super) fn fail(&mut self, range: &Range<usize>, problem: impl FnOnce(&Span) -> Diagnostic) {
        self.report(range, problem);
        self.failed = true;
    }

    pub(super) fn clean_at<'t>(&mut self, words: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        if !text::may_hold_unusual(words) {
            return Cow::Borrowed(words);
        }
        if !self.control_reported && text::has_control(words) {
            self.control_reported = true;
            self.report(range, codes::control_characters);
        }
        if !self.direction_reported && words.chars().any(text::is_direction_override) {
            self.direction_reported = true;
            self.report(range, codes::direction_override);
        }
        clean(words)
    }

    /// Text of the source: what a picture used up is left out, and a comment that never ends is pointed at.
    fn written_text(&mut self, words: &str, range: &Range<usize>) {
        let mut words = words;
        if range.start < self.skip_to {
            let used = (self.skip_to - range.start).min(words.len());
            words = if words.len() == range.len() { words.get(used..).unwrap_or_default() } else { "" };
        }
        if words.starts_with('<') {
            let (before, after) = self.source.text.split_at_checked(range.start).unwrap_or_default();
            if after.starts_with("<!--") && !before.ends_with('\\') {
                self.report(range, codes::unclosed_comment);
            }
        }
        self.text(words, range);
    }

    fn wrapped(&mut self, before: &str, words: &str, after: &str, range: &Range<usize>) {
        if self.is_silent() {
            self.text(words, range);
        } else {
            self.out.push_str(before);
            self.text(words, range);
            self.out.push_str(after);
        }
    }

    fn line_break(&mut self, html: &str) {
        if self.muted == 0 {
            self.plain.push(' ');
            if self.image.is_none() {
                self.out.push_str(html);
            }
        }
    }

    fn rule(&mut self, range: &Range<usize>) {
        let source = self.source;
        match source.directive(range.start) {
            None => self.out.push_str("<hr>\n"),
            Some(line) if self.depth == 0 => self.directive(&source.text[line.clone()], line),
            // Inside a list or a footnote such a line is text.
            Some(line) => {
                self.out.push_str("<p>");
                self.text(&source.text[line.clone()], &line);
                self.out.push_str("</p>\n");
                self.gap();
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.out.push_str("<p>");
                self.paragraph = self.plain.len();
            }
            Tag::Heading { level, id, .. } => {
                self.beside(id.as_deref().unwrap_or_default(), Manner::Address, &range);
                self.start_heading(level, id.as_deref());
            }
            Tag::BlockQuote(None) => self.out.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = alert(kind, &self.input.options.words);
                self.put(&["<aside class=\"alert alert-", class, "\" role=\"note\"><p class=\"alert-title\">", title]);
                self.out.push_str("</p>\n");
                self.no_excerpt += 1;
            }
            Tag::CodeBlock(kind) => {
                self.block = Some(String::new());
                self.language = match kind {
                    CodeBlockKind::Fenced(words) => language(&words),
                    CodeBlockKind::Indented => String::new(),
                };
            }
            Tag::HtmlBlock => self.block = Some(String::new()),
            Tag::List(first) => {
                self.no_excerpt += 1;
                match first {
                    None => self.out.push_str("<ul>\n"),
                    Some(1) => self.out.push_str("<ol>\n"),
                    Some(number) => self.put(&["<ol start=\"", &number.to_string(), "\">\n"]),
                }
            }
            Tag::Item => self.out.push_str("<li>"),
            Tag::DefinitionList => {
                self.no_excerpt += 1;
                self.out.push_str("<dl>\n");
            }
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::Table(columns) => self.start_table(columns),
            Tag::TableHead => self.out.push_str("<thead><tr>"),
            Tag::TableRow => self.out.push_str("<tr>"),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, &range),
            Tag::Image { link_type, dest_url, .. } => self.start_image(link_type, &dest_url, range),
            // Not turned on, or kept aside before it comes here.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) | Tag::FootnoteDefinition(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        let html = match tag {
            TagEnd::Paragraph if self.was_poster() => "",
            TagEnd::Paragraph => {
                if self.no_excerpt == 0 {
                    self.paragraphs.push(self.paragraph..self.plain.len());
                }
                "</p>\n"
            }
            TagEnd::Heading(_) => return self.end_heading(),
            TagEnd::BlockQuote(None) => "</blockquote>\n",
            TagEnd::BlockQuote(Some(_)) => {
                self.no_excerpt -= 1;
                "</aside>\n"
            }
            TagEnd::CodeBlock => return self.end_code(range),
            TagEnd::HtmlBlock => {
                let html = self.block.take().unwrap_or_default();
                return self.html_block(&html, range);
            }
            TagEnd::List(ordered) => {
                self.no_excerpt -= 1;
                if ordered { "</ol>\n" } else { "</ul>\n" }
            }
            TagEnd::Item => "</li>\n",
            TagEnd::DefinitionList => {
                self.no_excerpt -= 1;
                "</dl>\n"
            }
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table => {
                self.no_excerpt -= 1;
                "</tbody></table></div>\n"
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.column = 0;
                "</tr></thead><tbody>\n"
            }
            TagEnd::TableRow => {
                self.column = 0;
                "</tr>\n"
            }
            TagEnd::TableCell => {
                self.column += 1;
                if self.in_head { "</th>" } else { "</td>" }
            }
            TagEnd::Emphasis => return self.out.push_str("</em>"),
            TagEnd::Strong => return self.out.push_str("</strong>"),
            TagEnd::Strikethrough => return self.out.push_str("</del>"),
            TagEnd::Link => return self.end_link(range),
            TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_)
            | TagEnd::FootnoteDefinition => return,
        };
        self.out.push_str(html);
        self.gap();
    }
}
