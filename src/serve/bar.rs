//! The bar at the foot of a page: whether visitors see it, why not, and the way between the two views. What is behind
//! "About this page" is in `panel.rs`.

use super::place::{self, EditorLinks, percent_encoded, prose, safe};
use super::reload::PREFIX;
use super::stage::Eyes;
use super::{agreed, panel};
use crate::diag::print::{self, Sources};
use crate::diag::{Diagnostic, Position, SourcePath, Span};
use crate::engine::{Preview, Snapshot};
use crate::model::text::{capitalised, escape};
use crate::model::{self, Entry, EntryId, EntryKind, PageView, Visibility, Withheld};

/// The page that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Viewed<'a> {
    /// The output path that was asked for, also where visitors have no such page.
    pub output: &'a str,
    /// The address that was asked for, percent-encoded, from the root of the server: `/stories/x/`.
    pub path: &'a str,
    /// Whose eyes it is seen with.
    pub eyes: Eyes,
}

/// A page, and all that its bar says something about.
pub(super) struct Page<'a> {
    pub(super) preview: &'a Preview,
    pub(super) viewed: Viewed<'a>,
    pub(super) editor: &'a EditorLinks,
    sources: &'a Sources,
    /// The entry whose page it is; lists have none.
    pub(super) entry: Option<(EntryId, &'a Entry)>,
    /// Why visitors do not see that entry.
    pub(super) withheld: Option<&'a Withheld>,
}

/// The problems of one file among those of all, which are in the order of their places.
fn of_file<'a>(sorted: &'a [Diagnostic], path: &SourcePath) -> &'a [Diagnostic] {
    let start = sorted.partition_point(|problem| problem.span.path < *path);
    let end = sorted.partition_point(|problem| problem.span.path <= *path);
    &sorted[start..end]
}

/// The entry whose page is at an output path.
fn entry_at<'p>(preview: &'p Preview, output: &str) -> Option<(EntryId, &'p Entry)> {
    let id = preview.writer.page(output)?.entry?;
    Some((id, preview.writer.site.entry(id)))
}

impl<'a> Page<'a> {
    fn new(preview: &'a Preview, viewed: Viewed<'a>, sources: &'a Sources, editor: &'a EditorLinks) -> Self {
        let entry = entry_at(preview, viewed.output);
        let withheld = entry.and_then(|(_, entry)| preview.visitor.why_not(&entry.path));
        Self { preview, viewed, editor, sources, entry, withheld }
    }

    /// All problems of a file, those that visitors' pages have first.
    pub(super) fn problems(&self, path: &SourcePath) -> Vec<&'a Diagnostic> {
        let preview = self.preview;
        [&preview.visitor.diagnostics, preview.notes()].into_iter().flat_map(|sorted| of_file(sorted, path)).collect()
    }

    /// All problems of the site.
    pub(super) fn all_problems(&self) -> impl Iterator<Item = &'a Diagnostic> {
        self.preview.visitor.diagnostics.iter().chain(self.preview.notes())
    }

    /// Where a span begins, if the text of its file is at hand.
    pub(super) fn position(&self, span: &Span) -> Option<Position> {
        print::position(span, self.sources)
    }

    /// A place as a link into the editor.
    pub(super) fn place(&self, span: &Span) -> String {
        place::link(span, self.position(span), self.editor)
    }

    fn is_there_for_visitors(&self) -> bool {
        self.preview.visitor.page(self.viewed.output).is_some()
    }
}

/// How many stories of a list visitors do not see.
fn hidden_stories(page: &Page) -> usize {
    // The view of a story's page is dear, and every page that is looked at comes here.
    let lists = [EntryKind::Home, EntryKind::Tag, EntryKind::Collection];
    if page.preview.writer.site.states.is_empty() || page.entry.is_some_and(|(_, entry)| !lists.contains(&entry.kind)) {
        return 0;
    }
    let listed = |snapshot: &Snapshot| match snapshot.page(page.viewed.output).map(model::Page::view) {
        Some(PageView::Html(html)) => html.content.stories(),
        _ => 0,
    };
    listed(&page.preview.writer).saturating_sub(listed(&page.preview.visitor))
}

/// The files whose texts the bar of a page needs to say on which line something stands.
#[must_use]
pub fn files(preview: &Preview, output: &str) -> Vec<SourcePath> {
    let entry = entry_at(preview, output).map(|(_, entry)| entry);
    let withheld = entry.and_then(|entry| preview.visitor.why_not(&entry.path));
    let mut files: Vec<SourcePath> =
        withheld.into_iter().flat_map(|held| &held.obstacles).map(|obstacle| obstacle.span.path.clone()).collect();
    files.extend(entry.map(|entry| entry.path.clone()));
    files.sort();
    files.dedup();
    files
}

/// The bar of a page, to be put at the end of its body. `sources` has the texts of [`files`]; without them places have
/// no line.
#[must_use]
pub fn html(preview: &Preview, viewed: Viewed, sources: &Sources, editor: &EditorLinks) -> String {
    let page = Page::new(preview, viewed, sources, editor);
    let words = words(&page);
    let panel = match viewed.eyes {
        Eyes::Writer => panel::html(&page),
        Eyes::Visitor => String::new(),
    };
    let (way, label) = match viewed.eyes {
        Eyes::Writer => ("visitor", "See the site as visitors do"),
        Eyes::Visitor => ("writer", "See everything, as its writer"),
    };
    // Encoded already, but for what would end the value.
    let href = escape(&format!("{PREFIX}as/{way}?to={}", percent_encoded(viewed.path, "/%")));
    let shown =
        if panel.is_empty() { "" } else { "<span>About this page <span class=\"count\">(9 problems)</span></span>" };
    let button = "<button class=\"again\" disabled>9 warnings</button>";
    // The bar stands over the page; what is as high as the bar, and cannot be seen, leaves room for it below the page.
    format!(
        "<ripple-bar><template shadowrootmode=\"open\"><link rel=\"stylesheet\" href=\"{PREFIX}writer.css\">\
         <div class=\"room line\" aria-hidden=\"true\">{words}{button}<span class=\"ways\"><span>{label}</span>{shown}</span></div>\
         <aside class=\"line\" lang=\"en\" dir=\"ltr\" aria-label=\"For the writer\">{words}{INSTEAD}\
         <slot name=\"problems\"></slot><div class=\"ways\"><a href=\"{href}\">{label}</a>{panel}</div></aside></template></ripple-bar>"
    )
}

/// What the script shows instead: while what is wrong keeps new pages from being made, and when nobody answers.
const INSTEAD: &str = "<p class=\"words instead stays\"><span><strong>This page is from before.</strong> It stays as it was \
    until the errors are mended.</span></p><p class=\"words instead lost\" role=\"status\"></p>";

/// Whether visitors see the page; if not, why, and what would change that.
fn words(page: &Page) -> String {
    let line = |state: &str, rest: &str, remedy: &str| {
        let state =
            if state.is_empty() { String::new() } else { format!("<span class=\"state\">{}</span> ", safe(state)) };
        let remedy = if remedy.is_empty() { String::new() } else { format!(" <span class=\"remedy\">{remedy}</span>") };
        format!("<p class=\"words\">{state}<span>{rest}</span>{remedy}</p>")
    };
    let plain = |words: &str| format!("<p class=\"words plain\">{words}</p>");
    if page.preview.writer.page(page.viewed.output).is_none() {
        return plain("There is no page here.");
    }
    match (page.viewed.eyes, page.withheld) {
        // Nothing here says what would be there, nor why it is not: others may look at the screen.
        (Eyes::Visitor, _) if !page.is_there_for_visitors() => plain("Visitors find no page here."),
        (Eyes::Visitor, _) => plain("You see what visitors see."),
        (Eyes::Writer, Some(held)) => {
            let remedy = held.obstacles.first().map(|first| format!("{}.", capitalised(first.remedy)));
            let whose = agreed::whose(held);
            line(&held.state, &format!("Visitors do not see this page.{whose}"), &prose(&remedy.unwrap_or_default()))
        }
        (Eyes::Writer, None) if !page.is_there_for_visitors() => {
            plain("Visitors do not have this page: all that is on it is held back.")
        }
        (Eyes::Writer, None) => match page.entry {
            Some((_, entry)) if entry.gate.visibility == Visibility::Unlisted => {
                line("Unlisted", "Whoever has the address can read this; no list and no feed leads here.", "")
            }
            _ => match hidden_stories(page) {
                0 => plain("Visitors see this page too."),
                1 => plain("Visitors see this page without one story."),
                count => plain(&format!("Visitors see this page without {count} stories.")),
            },
        },
    }
}
