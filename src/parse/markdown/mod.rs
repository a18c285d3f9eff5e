//! The text of an entry to HTML with holes where links to this site belong. What comes in is one file's text;
//! what goes out is the HTML, its links by name, and problems. It looks at no other file and writes no HTML but
//! its own: every tag and attribute in the output is written in this folder, everything else is escaped.

mod address;
mod blocks;
mod directives;
mod excerpt;
mod footnotes;
mod headings;
mod links;
mod personal;
mod raw_html;
mod recordings;
mod source;
mod words;
mod writer;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

use super::highlight::Highlighter;
use crate::diag::{Diagnostic, SourcePath, codes::markdown as codes};
use crate::model::{EntryKind, Heading, Hole, LinkRef, ParseOptions, Personal, PictureRef, RecordingRef};
use pulldown_cmark::{BrokenLink, LinkType, Options, Parser};
use source::Source;
use writer::Writer;

/// One body and what its HTML depends on.
pub(crate) struct MarkdownInput<'a> {
    /// The file, for places.
    pub path: &'a SourcePath,
    /// The whole text of the file.
    pub source: &'a str,
    /// Byte offset in `source` where the body begins.
    pub body_start: usize,
    /// The site's choices.
    pub options: &'a ParseOptions,
    /// What the entry is.
    pub kind: EntryKind,
    /// Whether the first heading of level 1 becomes the title and leaves the text.
    pub drop_title: bool,
}

/// What a body became.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct MarkdownOutput {
    /// The HTML, with nothing where links to this site belong. Empty if the text broke a limit.
    pub html: String,
    /// Where those links belong, in rising order.
    pub holes: Vec<Hole>,
    /// The links, in order; holes point here.
    pub links: Vec<LinkRef>,
    /// Pictures of the site's own.
    pub pictures: Vec<PictureRef>,
    /// Recordings.
    pub recordings: Vec<RecordingRef>,
    /// Headings that stayed in the text.
    pub headings: Vec<Heading>,
    /// Every id in the HTML.
    pub anchors: Vec<String>,
    /// Words a reader sees, without the title.
    pub words: u32,
    /// The summary, if the writer gives no other.
    pub excerpt: String,
    /// The title, if `drop_title` was set and there is a heading of level 1.
    pub first_heading: Option<String>,
    /// Whether the help box stands in the text (`:::support`).
    pub support: bool,
    /// Personal data, and what excuses it.
    pub personal: Personal,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Turns a body into HTML. Never fails: what is wrong is among the diagnostics.
pub(crate) fn html(input: &MarkdownInput<'_>, highlighter: &Highlighter) -> MarkdownOutput {
    let source = Source::new(input.source, input.body_start);
    let mut broken = Vec::new();
    let mut note_broken = |link: BrokenLink<'_>| {
        // `[sic]` and `[x][]` are ordinary words in brackets; only `[words][name]` is surely meant as a link.
        if link.link_type == LinkType::Reference {
            broken.push((link.span, link.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(source.parsed(), options(input.options), Some(&mut note_broken));
    let mut writer = Writer::new(input, &source, highlighter);
    writer.write(parser.into_offset_iter());
    for (range, name) in broken {
        let written = source.text.get(range.clone()).and_then(|link| link.rfind(&name));
        let place = written.map_or(range.clone(), |at| range.start + at..range.start + at + name.len());
        writer.report(&place, |span| codes::missing_reference(span, &name));
    }
    finish(writer)
}

fn finish(writer: Writer<'_>) -> MarkdownOutput {
    // A question is shown whole, however long it is.
    let question = writer.paragraphs.first().filter(|_| writer.input.kind == EntryKind::Prompt).map(|first| first.end);
    let excerpt = excerpt::excerpt(&writer.plain, &writer.paragraphs, writer.more.or(question));
    let words = words::count(&writer.plain);
    let personal = personal::personal(&writer);
    let mut output = MarkdownOutput {
        html: writer.out,
        holes: writer.holes,
        links: writer.links,
        pictures: writer.pictures,
        recordings: writer.recordings,
        headings: writer.headings,
        anchors: writer.anchors,
        words,
        excerpt,
        first_heading: writer.title,
        support: writer.support,
        personal,
        diagnostics: writer.diagnostics,
    };
    if writer.failed {
        output.html.clear();
        output.holes.clear();
        output.links.clear();
    }
    output.html.shrink_to_fit(); // ten thousand of them are kept
    output
}

fn options(parse: &ParseOptions) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_SMART_PUNCTUATION, parse.smart_punctuation);
    options
}
