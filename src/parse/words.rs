//! The words of a theme: one file `i18n/<language>.yaml` as a list of words with their forms and places to fill.

use super::yaml::{self, Key, Node, Value};
use crate::diag::{SourcePath, Span, codes};
use crate::model::words::{Piece, Plural, Word, WordList, is_language, pieces};
use std::collections::BTreeMap;

/// The largest file of words, in bytes.
const LIMIT: usize = 200_000;

/// Keys that say something about the language; all others are words.
const DATES: &str = "dates";
const NUMBERS: &str = "numbers";

/// Reads a file of words. What cannot be understood is left out and reported with the list.
#[must_use]
pub fn words(path: &SourcePath, bytes: &[u8]) -> WordList {
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    let language = name.strip_suffix(".yaml").unwrap_or(name).to_owned();
    let (words, problems) = (BTreeMap::new(), Vec::new());
    let mut list = WordList { path: path.clone(), language, words, dates: None, numbers: None, problems };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if text.len() <= LIMIT => text,
        Ok(_) => return refused(list, "this file is too large for one of words", "words are under 200 kB"),
        Err(_) => return refused(list, "this file is not saved as UTF-8 text", "save it as UTF-8"),
    };
    if !is_language(&list.language) {
        let help = "name it for a language as in `language:`, such as de.yaml or pt-BR.yaml";
        return refused(list, "the name of this file is no language", help);
    }
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut problems = Vec::new();
    let read = yaml::read(path, text, start, text.len(), &mut problems);
    list.problems.extend(problems.into_iter().map(crate::diag::Diagnostic::configuration));
    match read.map(|value| (value.node, value.span)) {
        Some((Node::Map(fields), _)) => {
            for (key, value) in fields {
                field(&mut list, text, key, &value);
            }
        }
        Some((_, span)) => {
            let help = "write one word in each line: `all_stories: All stories`";
            list.problems.push(codes::words::bad_word(&span, "this is no list of words", help));
        }
        None => {}
    }
    list
}

fn refused(mut list: WordList, message: &str, help: &str) -> WordList {
    list.problems.push(codes::words::bad_word(&Span::file(&list.path), message, help));
    list
}

fn field(list: &mut WordList, text: &str, key: Key, value: &Value) {
    match key.name.as_str() {
        DATES => match said(value) {
            Some(name) if is_language(name) => list.dates = Some(name.to_owned()),
            _ => {
                let help = "name a language and a country, such as `en-GB`, or take the line out";
                list.problems.push(codes::words::bad_word(&value.span, "dates follow a language", help));
            }
        },
        NUMBERS => {
            list.numbers = numbers(value);
            if list.numbers.is_none() {
                let help = "write the words for 0, 1, 2 and so on in brackets, or take the line out for digits";
                list.problems.push(codes::words::bad_word(&value.span, "this is no list of numbers in words", help));
            }
        }
        _ => {
            if let Some(forms) = forms(list, text, &key.name, value) {
                list.words.insert(key.name, Word { span: key.span, forms });
            }
        }
    }
}

/// What is written as a text. A word may look like a number or like `yes`.
fn said(value: &Value) -> Option<&str> {
    match &value.node {
        Node::Text(text) | Node::Number(text) | Node::Bool(_, text) => Some(text),
        Node::Null(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

fn numbers(value: &Value) -> Option<Vec<String>> {
    let Node::List(items) = &value.node else { return None };
    items.iter().map(|item| said(item).map(str::to_owned)).collect()
}

/// The forms of a word: one text, or one for each plural form.
fn forms(list: &mut WordList, text: &str, key: &str, value: &Value) -> Option<BTreeMap<Plural, Vec<Piece>>> {
    let mut forms = BTreeMap::new();
    let Node::Map(fields) = &value.node else {
        forms.insert(Plural::Other, words_of(list, text, value)?);
        return Some(forms);
    };
    for (name, value) in fields {
        let Some(plural) = Plural::ALL.into_iter().find(|plural| plural.name() == name.name) else {
            let names = Plural::ALL.map(Plural::name).join(", ");
            let help = format!("the forms of a word are {names}; which of them a language needs is in CLDR");
            let message = format!("`{}` is no plural form", name.name);
            list.problems.push(codes::words::bad_word(&name.span, message, help));
            continue;
        };
        forms.insert(plural, words_of(list, text, value)?);
    }
    if !forms.contains_key(&Plural::Other) {
        let message = format!("`{key}` has no form `other`");
        let help = "add `other:`, the form for every number that needs no special one";
        list.problems.push(codes::words::bad_word(&value.span, message, help));
        return None;
    }
    Some(forms)
}

/// The pieces of one text. Places are looked for where they were written, for quotes and escapes shift them.
fn words_of(list: &mut WordList, text: &str, value: &Value) -> Option<Vec<Piece>> {
    let Some(said) = said(value) else {
        let message = format!("this is {}, and not words", value.word());
        list.problems.push(codes::words::bad_word(&value.span, message, "write the words behind the colon, in quotes"));
        return None;
    };
    let (start, end) = value.span.range().map_or((0, 0), |(start, end)| (start as usize, end as usize));
    let written = text.get(start..end).unwrap_or_default();
    let place = |from: usize, to: usize| {
        let nth = said[..from].matches(&said[from..to]).count();
        let found = written.match_indices(&said[from..to]).nth(nth);
        found
            .map_or_else(|| value.span.clone(), |(at, same)| Span::new(&list.path, start + at, start + at + same.len()))
    };
    match pieces(said, place) {
        Ok(pieces) => Some(pieces),
        Err((from, to)) => {
            let span = place(from, to);
            let help = "braces stand around the name of what is put there, such as {count}, and nowhere else";
            list.problems.push(codes::words::bad_word(&span, "this brace is no place to fill", help));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(name: &str, text: &str) -> WordList {
        words(&SourcePath::new(&format!("themes/ours/i18n/{name}")), text.as_bytes())
    }

    fn told(list: &WordList) -> Vec<(&'static str, String)> {
        let place = |span: &Span| span.range().map_or(String::new(), |(start, end)| format!("{start}..{end}"));
        list.problems.iter().map(|problem| (problem.code, place(&problem.span))).collect()
    }

    #[test]
    fn words_have_forms_and_places() {
        let list =
            list("de.yaml", "\u{feff}# Deutsch\nall: 'Alle'\nled:\n  one: \"\\u00e9 {count} {count}\"\n  other: x\n");
        assert_eq!((told(&list), list.language.as_str()), (Vec::new(), "de"));
        let led = &list.words["led"];
        assert_eq!(led.forms[&Plural::Other], [Piece::Text("x".to_owned())]);
        let places: Vec<_> = led.holes().map(|hole| hole.span.range().unwrap()).collect();
        assert_eq!(places[1].0 - places[0].0, 8, "{places:?}");
        assert!(matches!(&led.forms[&Plural::One][0], Piece::Text(text) if text == "é "));
    }

    #[test]
    fn a_language_says_how_it_counts_and_dates() {
        let list = list("en.yaml", "dates: en-001\nnumbers: [no, one, two]\nyes: yes\nyear: 2026\n");
        assert_eq!(told(&list), []);
        assert_eq!(list.dates.as_deref(), Some("en-001"));
        assert_eq!(list.numbers.as_deref().map(<[_]>::len), Some(3));
        assert_eq!(list.words.len(), 2);
    }

    #[test]
    fn what_is_wrong_is_reported_at_its_place() {
        assert_eq!(told(&list("de.yaml", "a: \"x {y\"\n")), [("bad-word", "6..7".to_owned())]);
        assert_eq!(told(&list("de.yaml", "a:\n  one: x\n")), [("bad-word", "5..11".to_owned())]);
        assert_eq!(told(&list("de.yaml", "a:\n  uno: x\n  other: y\n")), [("bad-word", "5..8".to_owned())]);
        assert_eq!(told(&list("de.yaml", "a: [x]\nb: y\n")), [("bad-word", "3..6".to_owned())]);
        assert_eq!(list("de.yaml", "a: [x]\nb: y\n").words.len(), 1);
        assert_eq!(told(&list("read me.yaml", "a: x\n")), [("bad-word", String::new())]);
        assert_eq!(words(&SourcePath::new("i18n/de.yaml"), b"a: \xff").problems.len(), 1);
        assert_eq!(told(&list("de.yaml", "numbers: 3\ndates: no way\n")).len(), 2);
    }
}
