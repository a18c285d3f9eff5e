//! Names in files that are no entries: what `ripple.yaml` says to readers, a theme's own files, what is copied as it is.

use super::exceptions::{Stated, covered_text, in_fields, stated};
use super::names::parts;
use super::{Manner, What, in_order, keep, look};
use crate::diag::{SourcePath, Span};
use crate::model::shown::{Shown, Tags, decoded};
use crate::model::{Exception, NameList, NamePart, Personal, SourceKind, SourceNames};
use crate::parse::yaml::{self, Node, Value};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// What `ripple.yaml` says to readers.
const SHOWN: [&str; 11] = [
    "title",
    "tagline",
    "description",
    "footer",
    "contact",
    "invite",
    "support",
    "menu",
    "story_settings",
    "ripple_kinds",
    "theme_settings",
];

/// What a comment for ripple begins with, and how comments begin and end in texts.
const FOR_US: &str = "ripple:";
const COMMENTS: [(&str, &str); 3] = [("<!--", "-->"), ("{#", "#}"), ("/*", "*/")];

/// Finds the names in a file, if it is a text.
#[must_use]
pub fn names_in(path: &SourcePath, kind: SourceKind, bytes: &[u8], names: &NameList) -> Option<SourceNames> {
    let text = decoded(bytes).filter(|_| !names.is_empty())?;
    let mut found = Finding { path, names, personal: Personal::default(), known: HashSet::new() };
    match kind {
        SourceKind::Configuration | SourceKind::ThemeSheet | SourceKind::Words => found.yaml(&text, kind),
        SourceKind::Template => found.text(&without_comments(&text), &text, true),
        SourceKind::Asset | SourceKind::Static | SourceKind::Drawing => {
            found.text(&text, &text, matches!(text, Cow::Borrowed(_)));
        }
    }
    let mut personal = found.personal;
    drop_parts(&mut personal);
    in_order(&mut personal);
    let is_needed = !personal.names.is_empty() || !personal.exceptions.is_empty();
    is_needed.then(|| SourceNames { path: path.clone(), kind, personal })
}

/// What a file says to readers, each piece as it is read, with where it stands: for whoever looks for other words in it.
#[must_use]
pub fn said_in(path: &SourcePath, kind: SourceKind, bytes: &[u8]) -> Vec<(String, Span)> {
    let Some(text) = decoded(bytes) else { return Vec::new() };
    // Once with the tags, for what stands in them.
    let whole = |text: &str, span: &Span| {
        let tags = if text.contains('<') { &[Tags::Kept, Tags::Gone][..] } else { &[Tags::Kept] };
        tags.iter().map(|tags| (Shown::of(text, *tags).words, span.clone())).collect::<Vec<_>>()
    };
    match kind {
        SourceKind::Configuration | SourceKind::ThemeSheet | SourceKind::Words => {
            let all = values(path, &text, kind);
            all.iter().flat_map(|(words, span)| whole(words, span)).collect()
        }
        SourceKind::Template => whole(&without_comments(&text), &Span::file(path)),
        SourceKind::Asset | SourceKind::Static | SourceKind::Drawing => whole(&text, &Span::file(path)),
    }
}

struct Finding<'a> {
    path: &'a SourcePath,
    names: &'a NameList,
    personal: Personal,
    /// Of whom a name was found where.
    known: HashSet<(Option<u32>, (u32, u32))>,
}

impl Finding<'_> {
    /// Looks through the values of a file that are shown.
    fn yaml(&mut self, text: &str, kind: SourceKind) {
        for (words, span) in values(self.path, text, kind) {
            let shown = Shown::of(&words, Tags::Kept);
            self.words(&shown.words, |found| within(text, &span, &shown.words[found]));
        }
        for (place, words, covers) in in_fields(text, &(0..text.len())) {
            self.exception(&words, &place, &covers);
        }
    }

    /// Looks through a text as it is seen, once with its tags, for what stands in them. `written` is the file as it is;
    /// it has places if it is kept in the encoding in which files are read.
    fn text(&mut self, text: &str, written: &str, has_places: bool) {
        for tags in [Tags::Kept, Tags::Gone] {
            if tags == Tags::Kept || text.contains('<') {
                let shown = Shown::of(text, tags);
                let path = self.path;
                self.words(&shown.words, |found| {
                    let (from, to) = (shown.place(found.start), shown.place(found.end.saturating_sub(1)) + 1);
                    let to = (to..=written.len()).find(|to| written.is_char_boundary(*to)).unwrap_or(written.len());
                    if has_places { Span::new(path, from, to.max(from)) } else { Span::file(path) }
                });
            }
        }
        for (comment, words) in comments(written) {
            self.exception(words, &comment, &covered_text(written, &comment, 0));
        }
    }

    fn words(&mut self, words: &str, place: impl Fn(Range<usize>) -> Span) {
        for (what, range) in look(words, &[], Manner::Text, self.names) {
            if matches!(what, What::Name(_)) {
                self.keep(what, words, range, &place);
            }
        }
        // A name that is known by its hash is looked for in small letters, too, as one is that is known.
        if self.names.hashed.is_some() {
            for (what, range) in look(words, &[], Manner::Address, self.names) {
                let found = &words[range.clone()];
                let is_whole = found.split(|letter: char| !letter.is_alphanumeric()).count() > 1;
                if is_whole && matches!(what, What::Name(hit) if hit.part == NamePart::Private) {
                    self.keep(what, words, range, &place);
                }
            }
        }
    }

    fn keep(&mut self, what: What, words: &str, range: Range<usize>, place: &impl Fn(Range<usize>) -> Span) {
        let found = &words[range.clone()];
        let span = place(range);
        let What::Name(hit) = what else { return };
        if span.range().is_none_or(|range| self.known.insert((hit.person, range))) {
            keep(&mut self.personal, what, found, span, self.names);
        }
    }

    fn exception(&mut self, words: &str, place: &Range<usize>, covers: &Range<usize>) {
        let Some(Ok(Stated { kinds, reason })) = stated(words) else { return };
        let covers = Span::new(self.path, covers.start, covers.end).range().unwrap_or_default();
        self.personal.exceptions.push(Exception {
            kinds,
            reason,
            covers,
            span: Span::new(self.path, place.start, place.end),
        });
    }
}

/// A part of a name inside of a longer name of the same person says nothing more, also where one was found with the tags
/// and the other without.
fn drop_parts(personal: &mut Personal) {
    let placed = personal.names.iter().enumerate();
    let placed = placed.filter_map(|(number, name)| Some((number, name.person.as_ref(), name.span.range()?)));
    let parts = parts(placed.map(|(number, person, (from, to))| (number, person, from..to)).collect());
    let mut number = 0..;
    personal.names.retain(|_| number.next().is_none_or(|number| !parts.contains(&number)));
}

/// The values of a file of settings that are shown.
fn values(path: &SourcePath, text: &str, kind: SourceKind) -> Vec<(String, Span)> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    // What is wrong with the file is told by whoever needs it.
    let Some(value) = yaml::read(path, text, start, text.len(), &mut Vec::new()) else { return Vec::new() };
    let mut all = Vec::new();
    match kind {
        SourceKind::Configuration => {
            for (_, value) in fields(&value).iter().filter(|(key, _)| SHOWN.contains(&key.name.as_str())) {
                leaves(value, &mut all);
            }
        }
        SourceKind::ThemeSheet => {
            let settings = fields(&value).iter().filter(|(key, _)| key.name == "settings");
            for (key, value) in settings.flat_map(|(_, all)| fields(all)).flat_map(|(_, one)| fields(one)) {
                if key.name == "default" {
                    leaves(value, &mut all);
                }
            }
        }
        _ => leaves(&value, &mut all),
    }
    all
}

fn fields(value: &Value) -> &[(yaml::Key, Value)] {
    match &value.node {
        Node::Map(fields) => fields,
        _ => &[],
    }
}

/// Every text in a value. Nesting is limited where the file is read.
fn leaves(value: &Value, all: &mut Vec<(String, Span)>) {
    match &value.node {
        Node::List(items) => items.iter().for_each(|item| leaves(item, all)),
        Node::Map(fields) => fields.iter().for_each(|(_, value)| leaves(value, all)),
        Node::Text(words) | Node::Number(words) => all.push((words.clone(), value.span.clone())),
        Node::Null(_) | Node::Bool(..) => {}
    }
}

/// Where words stand inside of the value that holds them, if they stand there as they are.
fn within(text: &str, span: &Span, found: &str) -> Span {
    let place = span.range().and_then(|(from, to)| {
        let written = text.get(from as usize..to as usize)?;
        let at = from as usize + written.find(found)?;
        Some(Span::new(&span.path, at, at + found.len()))
    });
    place.unwrap_or_else(|| span.clone())
}

/// The comments of a text that are for ripple, with their words.
fn comments(text: &str) -> Vec<(Range<usize>, &str)> {
    let comment = |(at, _): (usize, &str)| {
        let before = text[..at].trim_end();
        let (begin, end) = COMMENTS.iter().find(|(begin, _)| before.ends_with(begin))?;
        let length = text[at..].find(end)?;
        Some((before.len() - begin.len()..at + length + end.len(), &text[at..at + length]))
    };
    text.match_indices(FOR_US).filter_map(comment).collect()
}

/// A template without what it says to nobody, everything in its place.
fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("{#") {
        return Cow::Borrowed(text);
    }
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find("{#") {
        let Some(length) = rest[start..].find("#}") else { break };
        let end = start + length + 2;
        kept.push_str(&rest[..start]);
        kept.extend(rest[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}
