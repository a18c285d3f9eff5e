//! Lines that begin with `:::`: what Markdown lacks, in a small closed set.

use super::recordings::OpenRecording;
use super::source::clean;
use super::writer::Writer;
use crate::diag::codes::markdown as codes;
use crate::model::{EntryKind, HoleKind, LinkRef, LinkSyntax, RecordingRole, text};
use std::ops::Range;

/// Every name that is known, in the order in which reports list them.
const KNOWN: [&str; 7] = ["prompt", "quote", "story", "support", "figure", "audio", "video"];
/// How many may be open inside each other.
const MAX_OPEN: usize = 8;

/// A directive whose end has not come yet.
pub(super) struct OpenDirective {
    name: String,
    range: Range<usize>,
    /// What is written at its end.
    end: End,
}

enum End {
    Nothing,
    Quote { who: String },
    Figure { caption: String, pictures: usize },
    Recording(OpenRecording),
    Support,
}

impl OpenDirective {
    /// The recording, if it is one.
    pub(super) fn recording(&self) -> Option<&OpenRecording> {
        match &self.end {
            End::Recording(open) => Some(open),
            _ => None,
        }
    }
}

impl Writer<'_> {
    /// A line that begins with `:::` at the top level of the text.
    pub(super) fn directive(&mut self, line: &str, range: Range<usize>) {
        let words = line.trim_start_matches(':').trim();
        if words.is_empty() {
            if let Some(open) = self.directives.pop() {
                self.end_directive(open);
            } else {
                self.report(&range, codes::stray_directive);
            }
            return;
        }
        let inner = words.trim_end_matches(':');
        let at_once = words.len() - inner.len() >= 3;
        let words = if at_once { inner.trim_end() } else { words };
        let (name, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let offset = range.start + line.find(name).unwrap_or(0);
        let open = OpenDirective {
            name: name.to_owned(),
            end: self.begin_directive(name, rest.trim(), &range, offset..offset + name.len()),
            range,
        };
        if at_once {
            self.end_directive(open);
        } else if self.directives.len() < MAX_OPEN {
            self.directives.push(open);
        } else {
            self.fail(&open.range, |span| codes::too_deep(span, MAX_OPEN));
        }
    }

    /// Closes what the writer left open, and says so.
    pub(super) fn end_directives(&mut self) {
        while let Some(open) = self.directives.pop() {
            self.report(&open.range, |span| codes::unclosed_directive(span, &open.name));
            self.end_directive(open);
        }
    }

    fn begin_directive(&mut self, name: &str, rest: &str, range: &Range<usize>, at: Range<usize>) -> End {
        match name {
            "story" => self.card(EntryKind::Story, rest, range),
            "prompt" => self.card(EntryKind::Prompt, rest, range),
            "quote" => {
                self.out.push_str("<figure class=\"quote\"><blockquote>\n");
                return End::Quote { who: rest.to_owned() };
            }
            "support" => {
                self.out.push_str("<div class=\"support-box\">\n");
                self.no_excerpt += 1;
                self.support = true;
                return End::Support;
            }
            "figure" => {
                self.hole(HoleKind::Figure, 0);
                self.out.push_str("<figure class=\"pictured\">\n");
                self.no_excerpt += 1;
                return End::Figure { caption: rest.to_owned(), pictures: self.pictures.len() };
            }
            "audio" => return End::Recording(self.begin_recording(RecordingRole::Sound, rest, range)),
            "video" => return End::Recording(self.begin_recording(RecordingRole::Film, rest, range)),
            _ => self.report(&at, |span| codes::unknown_directive(span, name, &KNOWN)),
        }
        End::Nothing
    }

    fn card(&mut self, kind: EntryKind, target: &str, range: &Range<usize>) {
        if target.is_empty() {
            self.report(range, |span| codes::directive_needs_name(span, kind.word()));
            return;
        }
        let start = range.start + self.source.text[range.clone()].rfind(target).unwrap_or(0);
        let link = self.add_link(LinkRef {
            target: target.to_owned(),
            syntax: LinkSyntax::Directive(kind),
            words: String::new(),
            span: self.span(&(start..start + target.len())),
        });
        self.hole(HoleKind::Card, link);
        self.out.push('\n');
    }

    fn end_figure(&mut self, caption: &str, range: &Range<usize>) {
        self.caption(caption, range);
        self.out.push_str("</figure>\n");
    }

    /// What stands under or over what is shown, as it is shown.
    pub(super) fn caption(&mut self, caption: &str, range: &Range<usize>) -> String {
        let caption = clean(caption).into_owned();
        if !caption.is_empty() {
            self.out.push_str("<figcaption>");
            text::escape_into(&mut self.out, &caption);
            self.out.push_str("</figcaption>");
            let written = self.source.text.get(range.clone()).and_then(|line| line.rfind(&*caption));
            let from = range.start + written.unwrap_or(0);
            self.piece(&(from..from + caption.len()));
            self.plain.push_str(&caption);
            self.gap();
        }
        caption
    }

    fn end_directive(&mut self, open: OpenDirective) {
        match open.end {
            End::Nothing => {}
            End::Quote { who } => {
                self.out.push_str("</blockquote>");
                self.end_figure(&who, &open.range);
            }
            End::Figure { caption, pictures } => {
                if self.pictures.len() == pictures {
                    self.report(&open.range, codes::figure_needs_picture);
                }
                self.end_figure(&caption, &open.range);
                self.hole(HoleKind::FigureEnd, 0);
                self.no_excerpt -= 1;
            }
            End::Recording(recording) => self.end_recording(&recording, &open.range),
            End::Support => {
                self.hole(HoleKind::Support, 0);
                self.out.push_str("</div>\n");
                self.no_excerpt -= 1;
            }
        }
    }
}
