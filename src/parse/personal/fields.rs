//! Personal data among the fields of an entry: every value that can be shown is looked at, and what is private for
//! ever is not.

use super::exceptions::{Stated, in_fields, stated};
use super::{Manner, in_order, keep, look};
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::{Datum, Entry, Exception, NameList, Personal, PersonalKind, SourceFile, text};
use crate::parse::yaml::{Node, Value};

/// Findings in one file of which each has its own place in a value.
const MOST_PLACED: usize = 200;

/// Never published in any form, or of a form that can hold nothing of the kind: dates, choices, ids of other entries.
const PASSED_OVER: [&str; 24] = [
    "consent",
    "private",
    "date",
    "publish",
    "expires",
    "updated",
    "draft",
    "published",
    "visibility",
    "lang",
    "weight",
    "template",
    "translation_of",
    "prompts",
    "answers",
    "collection",
    "minor",
    "kind",
    "page",
    "support",
    "stance",
    "setting",
    "name",
    "nav",
];
/// Where people stand by their ids.
const PEOPLE: [&str; 5] = ["mentor", "mentee", "people", "author", "authors"];
/// Parts of addresses.
const ADDRESSES: [&str; 6] = ["id", "slug", "aliases", "redirect_from", "tags", "image"];

/// Values that are personal by the name of their field.
const TELLING: [(&str, PersonalKind); 20] = [
    ("dob", PersonalKind::Birth),
    ("birthday", PersonalKind::Birth),
    ("birthdate", PersonalKind::Birth),
    ("date_of_birth", PersonalKind::Birth),
    ("date-of-birth", PersonalKind::Birth),
    ("born", PersonalKind::Birth),
    ("phone", PersonalKind::Phone),
    ("telephone", PersonalKind::Phone),
    ("mobile", PersonalKind::Phone),
    ("whatsapp", PersonalKind::Phone),
    ("postcode", PersonalKind::Postcode),
    ("zip", PersonalKind::Postcode),
    ("instagram", PersonalKind::Handle),
    ("tiktok", PersonalKind::Handle),
    ("snapchat", PersonalKind::Handle),
    ("twitter", PersonalKind::Handle),
    ("discord", PersonalKind::Handle),
    ("lat", PersonalKind::Coordinates),
    ("latitude", PersonalKind::Coordinates),
    ("gps", PersonalKind::Coordinates),
];

/// Looks at the fields of an entry.
fn in_entry(file: &SourceFile, fields: &Value, names: &NameList, personal: &mut Personal) {
    let Node::Map(fields) = &fields.node else { return };
    let mut looking = Looking { file, names, personal };
    for (key, value) in fields {
        let name = key.name.as_str();
        if PASSED_OVER.contains(&name) {
            continue;
        }
        looking.by_name(name, value);
        let manner = if ADDRESSES.contains(&name) { Manner::Address } else { Manner::Text };
        let one_word = match name {
            "ripples" => OneWord::IsId,
            _ if PEOPLE.contains(&name) => OneWord::MayBeId,
            _ => OneWord::IsText,
        };
        looking.value(value, manner, one_word);
    }
}

/// Looks at the name of a file, as far as it is shown.
#[must_use]
pub fn in_file_name(path: &SourcePath, shown: &str, names: &NameList) -> Personal {
    let mut personal = Personal::default();
    let words = shown.replace("%20", "   ");
    for (what, range) in look(&words, &[], Manner::Address, names) {
        keep(&mut personal, what, &words[range], Span::file(path), names);
    }
    in_order(&mut personal);
    personal
}

/// What a value is that is one word of an id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OneWord {
    /// A word as any other.
    IsText,
    /// The id of an entry, which is looked at where it stands.
    IsId,
    /// The id of a person, or words that somebody wrote small; `link` knows which.
    MayBeId,
}

struct Looking<'a> {
    file: &'a SourceFile,
    names: &'a NameList,
    personal: &'a mut Personal,
}

impl Looking<'_> {
    /// `dob: 2012-05-03` says what it is.
    fn by_name(&mut self, name: &str, value: &Value) {
        let name = name.to_lowercase();
        let Some((_, kind)) = TELLING.iter().find(|(known, _)| *known == name) else { return };
        let (Node::Text(written) | Node::Number(written)) = &value.node else { return };
        let telling = match kind {
            PersonalKind::Handle => written.chars().any(char::is_alphabetic) && !written.contains(' '),
            // A year alone is no birthday, and `phone: yes` no number.
            PersonalKind::Birth => written.chars().filter(char::is_ascii_digit).count() > 4,
            PersonalKind::Coordinates => written.split_once('.').is_some_and(|(_, decimals)| decimals.len() >= 4),
            PersonalKind::Phone => written.chars().filter(|letter| letter.is_numeric()).count() >= 6,
            _ => written.chars().any(char::is_numeric),
        };
        if telling {
            let datum = Datum { kind: *kind, found: written.trim().to_owned(), span: value.span.clone() };
            self.personal.data.push(datum);
        }
    }

    fn value(&mut self, value: &Value, manner: Manner, one_word: OneWord) {
        // Nesting is limited where the fields are read.
        match &value.node {
            Node::List(items) => items.iter().for_each(|item| self.value(item, manner, one_word)),
            Node::Map(fields) => {
                for (key, value) in fields {
                    self.by_name(&key.name, value);
                    self.words(&key.name, &key.span, Manner::Text);
                    self.value(value, manner, if key.name == "note" { OneWord::IsText } else { one_word });
                }
            }
            Node::Text(words) if one_word != OneWord::IsText && text::is_slug(words.trim()) => {
                if one_word == OneWord::MayBeId {
                    self.words(words, &value.span, Manner::Address);
                }
            }
            Node::Text(words) | Node::Number(words) => self.words(words, &value.span, manner),
            Node::Null(_) | Node::Bool(..) => {}
        }
    }

    fn words(&mut self, words: &str, span: &Span, manner: Manner) {
        for (what, range) in look(words, &[], manner, self.names) {
            let found = &words[range];
            let place = self.place(found, span);
            keep(self.personal, what, found, place, self.names);
        }
    }

    /// Where words stand inside of the value that holds them. In a file that is full of them, the value is near enough.
    fn place(&self, found: &str, span: &Span) -> Span {
        let is_full = self.personal.data.len() + self.personal.names.len() > MOST_PLACED;
        let within = span.range().filter(|_| !is_full).and_then(|(from, to)| {
            let written = self.file.text.get(from as usize..to as usize)?;
            let at = from as usize + written.find(found)?;
            // The same words may stand in one value twice.
            let taken = |at: usize| {
                let span = Span::new(&span.path, at, at + found.len());
                self.personal.data.iter().any(|datum| datum.span == span)
                    || self.personal.names.iter().any(|name| name.span == span)
            };
            let all = written.match_indices(found).map(|(place, _)| from as usize + place);
            Some(all.into_iter().find(|at| !taken(*at)).unwrap_or(at))
        });
        within.map_or_else(|| span.clone(), |at| Span::new(&span.path, at, at + found.len()))
    }
}

/// What the fields hold, and which exceptions stand among them.
pub(crate) fn of_fields(
    file: &SourceFile,
    yaml: (usize, usize),
    value: Option<&Value>,
    names: &NameList,
    diagnostics: &mut Vec<Diagnostic>,
) -> Personal {
    let mut personal = Personal::default();
    if let Some(value) = value {
        in_entry(file, value, names, &mut personal);
    }
    for (place, words, covers) in in_fields(&file.text, &(yaml.0..yaml.1)) {
        let span = Span::new(&file.path, place.start, place.end);
        match stated(&words) {
            Some(Ok(Stated { kinds, reason })) => {
                let covers = Span::new(&file.path, covers.start, covers.end).range().unwrap_or_default();
                personal.exceptions.push(Exception { kinds, reason, covers, span });
            }
            Some(Err(())) => diagnostics.push(codes::personal::bad_exception(&span)),
            None => {}
        }
    }
    personal
}

/// Adds what the fields hold to what the text holds; and the id, where it is made from the name of the file.
pub(crate) fn add(entry: &mut Entry, of_fields: Personal, names: &NameList) {
    let of_name = if entry.id.span == entry.gate.span {
        in_file_name(&entry.path, &entry.id.value, names)
    } else {
        Personal::default()
    };
    let mut personal = entry.personal.take().unwrap_or_default();
    for more in [of_fields, of_name] {
        personal.data.extend(more.data);
        personal.names.extend(more.names);
        personal.exceptions.extend(more.exceptions);
    }
    // Nearly every file holds nothing.
    entry.personal = Some(personal).filter(|personal| !personal.is_empty()).map(|mut personal| {
        in_order(&mut personal);
        personal
    });
}
