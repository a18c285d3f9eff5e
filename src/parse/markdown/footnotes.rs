//! Footnotes: collected while the text is read, numbered in the order in which they are first referred to, and
//! written at the end with ways back.

use super::writer::Writer;
use crate::diag::codes::markdown as codes;
use pulldown_cmark::Event;
use std::collections::HashMap;
use std::ops::Range;

/// All footnotes of a text.
#[derive(Default)]
pub(super) struct Notes<'a> {
    all: Vec<Note<'a>>,
    /// Those whose definition is open; the last one takes the events.
    open: Vec<usize>,
    /// Labels in lower case, for those referred to, in order of first reference.
    references: Vec<Reference>,
    by_label: HashMap<String, usize>,
}

struct Note<'a> {
    label: String,
    range: Range<usize>,
    events: Vec<(Event<'a>, Range<usize>)>,
}

struct Reference {
    label: String,
    /// How often it is referred to in all, and how often that was written so far.
    total: u32,
    written: u32,
}

impl<'a> Notes<'a> {
    pub(super) fn begin(&mut self, label: &str, range: Range<usize>) {
        self.open.push(self.all.len());
        self.all.push(Note { label: label.to_lowercase(), range, events: Vec::new() });
    }

    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// Keeps an event for later if a definition is open, else hands it back.
    pub(super) fn keep(&mut self, event: Event<'a>, range: Range<usize>) -> Option<(Event<'a>, Range<usize>)> {
        let Some(innermost) = self.open.last() else { return Some((event, range)) };
        self.all[*innermost].events.push((event, range));
        None
    }

    /// The index of a label, which is its number less one.
    fn number(&mut self, label: &str) -> usize {
        let label = label.to_lowercase();
        *self.by_label.entry(label).or_insert_with_key(|label| {
            self.references.push(Reference { label: label.clone(), total: 0, written: 0 });
            self.references.len() - 1
        })
    }
}

impl<'a> Writer<'a> {
    /// A number in the text that leads to a footnote.
    pub(super) fn footnote_reference(&mut self, label: &str, range: &Range<usize>) {
        // A title is shown in many places, and a description is no place for a link.
        if self.is_silent() || self.heading.as_ref().is_some_and(|heading| heading.title) {
            return;
        }
        let index = self.notes.number(label);
        let reference = &mut self.notes.references[index];
        reference.written += 1;
        if !self.in_notes {
            reference.total += 1;
        }
        let id = back_id(index, reference.written);
        let number = (index + 1).to_string();
        self.put(&["<sup class=\"footnote-ref\" id=\"", &id, "\">"]);
        self.anchors.push(id);
        if self.in_link() {
            self.out.push_str(&number);
        } else {
            self.fragment_link(format!("#r-fn-{number}"), number.clone(), range, |writer| writer.out.push_str(&number));
        }
        self.out.push_str("</sup>");
    }

    /// Writes the footnotes that something refers to.
    pub(super) fn write_notes(&mut self) {
        let mut notes = std::mem::take(&mut self.notes.all);
        let mut first = HashMap::new();
        for (index, note) in notes.iter().enumerate() {
            first.entry(note.label.clone()).or_insert(index);
        }
        // Notes refer to notes: find all of them, and how often, before the first is written.
        let mut order = Vec::new();
        while let Some(reference) = self.notes.references.get(order.len()) {
            let place = first.get(&reference.label).copied();
            order.push(place);
            for (event, _) in place.map_or(&[][..], |place| &notes[place].events) {
                if let Event::FootnoteReference(label) = event {
                    let index = self.notes.number(label);
                    self.notes.references[index].total += 1;
                }
            }
        }
        if !order.is_empty() {
            let name = &self.input.options.words.notes;
            self.put(&["<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"", name, "\">\n<ol>\n"]);
            self.in_notes = true;
            self.no_excerpt += 1;
            for (index, place) in order.into_iter().enumerate() {
                let Some(note) = place.map(|place| &mut notes[place]) else { continue };
                note.label.clear();
                let events = std::mem::take(&mut note.events);
                let range = note.range.clone();
                self.write_note(index, events, &range);
            }
            self.out.push_str("</ol>\n</section>\n");
        }
        for note in notes.iter().filter(|note| !note.label.is_empty()) {
            self.report(&note.range, |span| codes::unused_footnote(span, &note.label));
        }
    }

    fn write_note(&mut self, index: usize, events: Vec<(Event<'a>, Range<usize>)>, range: &Range<usize>) {
        let id = format!("r-fn-{}", index + 1);
        self.put(&["<li id=\"", &id, "\">"]);
        self.anchors.push(id);
        self.depth += 1;
        for (event, range) in events {
            self.event(event, range);
            if self.failed {
                return;
            }
        }
        self.depth -= 1;
        let in_paragraph = self.out.ends_with("</p>\n");
        if in_paragraph {
            self.out.truncate(self.out.len() - "</p>\n".len());
        } else {
            self.out.push_str("<p>");
        }
        for back in 1..=self.notes.references[index].total {
            let said = &self.input.options.words.back;
            let place = if back == 1 { String::new() } else { format!(" ({back})") };
            self.out.push_str(" <span class=\"footnote-back\">");
            self.fragment_link(format!("#{}", back_id(index, back)), said.clone(), range, |writer| {
                // A hole takes no attributes, so the arrow itself says what it means.
                writer.put(&["<span role=\"img\" aria-label=\"", said, &place, "\">↩\u{fe0e}</span>"]);
            });
            self.out.push_str("</span>");
        }
        self.out.push_str("</p>\n</li>\n");
    }
}

fn back_id(index: usize, occurrence: u32) -> String {
    let number = index + 1;
    if occurrence == 1 { format!("r-fnref-{number}") } else { format!("r-fnref-{number}-{occurrence}") }
}
