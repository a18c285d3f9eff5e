//! A group of named values, taken one by one with their types checked. What is wrong is reported and left out.

use super::limits;
use super::yaml::{Key, Node, Value};
use crate::diag::{Diagnostic, Located, Severity, Span, codes};
use crate::model::{Date, DateError, text};
use std::collections::BTreeMap;

/// The largest number of items in a list of tags, people or ripples (content model, section 10).
pub(super) const MAX_ITEMS: usize = 64;

/// What separates the items of a list in writing. Only the first does so in a file.
const COMMAS: [char; 4] = [',', '،', '、', '，'];

/// The fields of one group that were not taken yet.
pub(super) struct Fields<'a> {
    left: Vec<(Key, Value)>,
    span: Span,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// Opens a group; anything else is reported and counts as an empty group.
    pub(super) fn new(value: Value, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        let span = value.span.clone();
        let left = match value.node {
            Node::Map(fields) => fields,
            Node::Null(_) => Vec::new(),
            node => {
                diagnostics.push(codes::fields::not_fields(&span, spaced(&node).as_deref()));
                Vec::new()
            }
        };
        Self { left, span, diagnostics }
    }

    /// Where the group begins.
    pub(super) fn span(&self) -> &Span {
        &self.span
    }

    /// The collector of problems.
    pub(super) fn diagnostics(&mut self) -> &mut Vec<Diagnostic> {
        self.diagnostics
    }

    /// Whether an error was found so far.
    pub(super) fn broken(&self) -> bool {
        self.diagnostics.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Reports a problem.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes a field as it is. A field without a value counts as left out.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let (_, value) = self.take_with_key(name)?;
        if value.is_empty() { None } else { Some(value) }
    }

    /// Takes a field together with its name.
    pub(super) fn take_with_key(&mut self, name: &str) -> Option<(Key, Value)> {
        let index = self.left.iter().position(|(key, _)| key.name == name)?;
        Some(self.left.remove(index))
    }

    /// Takes whichever field comes first.
    pub(super) fn take_first(&mut self) -> Option<(Key, Value)> {
        if self.left.is_empty() { None } else { Some(self.left.remove(0)) }
    }

    /// The fields that were not taken.
    pub(super) fn left(&self) -> &[(Key, Value)] {
        &self.left
    }

    /// Looks at a field without taking it.
    pub(super) fn peek(&self, name: &str) -> Option<&(Key, Value)> {
        self.left.iter().find(|(key, _)| key.name == name)
    }

    /// Gives a field another name.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        if let Some((key, _)) = self.left.iter_mut().find(|(key, _)| key.name == from) {
            to.clone_into(&mut key.name);
        }
    }

    /// Takes one text, trimmed, NFC, without control characters. Empty text counts as left out.
    pub(super) fn text(&mut self, name: &str) -> Option<Located<String>> {
        let value = self.take(name)?;
        self.as_text(name, value)
    }

    /// Takes one text without its place.
    pub(super) fn words(&mut self, name: &str) -> Option<String> {
        self.text(name).map(|located| located.value)
    }

    /// Takes a list of texts, or one text as a list of one.
    pub(super) fn texts(&mut self, name: &str) -> Vec<Located<String>> {
        let mut texts: Vec<_> = self.items(name).into_iter().filter_map(|item| self.as_item(name, item)).collect();
        // The list takes the place of the larger one that it is made of, and stays as long as the entry.
        texts.shrink_to_fit();
        texts
    }

    /// Reports a list that is written as one text with commas. `item` is what the text counts as: "one tag".
    pub(super) fn refuse_commas(&mut self, name: &str, item: &str) {
        let Some((_, value)) = self.peek(name) else { return };
        let (texts, is_list) = match &value.node {
            Node::List(items) => (items.as_slice(), true),
            _ => (std::slice::from_ref(value), false),
        };
        let mut problems = Vec::new();
        for value in texts {
            let Node::Text(text) = &value.node else { continue };
            // A comma inside an item of a list was put into quotation marks.
            let separates = |letter: char| COMMAS[usize::from(is_list)..].contains(&letter);
            if !text.contains(separates) {
                continue;
            }
            let parts: Vec<&str> = text.split(separates).map(str::trim).filter(|part| !part.is_empty()).collect();
            problems.push(if is_list {
                codes::fields::foreign_comma(&value.span, text, &parts, item)
            } else {
                codes::fields::list_as_text(&value.span, name, text, &parts, item)
            });
        }
        self.diagnostics.append(&mut problems);
    }

    /// Reports a field that is there but has no value, for those where that may not count as left out.
    pub(super) fn refuse_empty(&mut self, name: &str, wanted: &str) {
        self.refuse(name, wanted, Value::is_empty);
    }

    /// Like [`Fields::refuse_empty`], and `~` is no value either.
    pub(super) fn refuse_nothing(&mut self, name: &str, wanted: &str) {
        let nothing = |value: &Value| matches!(&value.node, Node::Null(text) if !text.contains(char::is_alphabetic));
        self.refuse(name, wanted, nothing);
    }

    fn refuse(&mut self, name: &str, wanted: &str, is_nothing: impl Fn(&Value) -> bool) {
        if let Some((key, _)) = self.peek(name).filter(|(_, value)| is_nothing(value)) {
            let problem = codes::fields::wrong_type(&key.span, name, wanted, "nothing");
            self.report(problem);
        }
    }

    /// Takes a list of values, or one value as a list of one.
    pub(super) fn items(&mut self, name: &str) -> Vec<Value> {
        match self.take(name) {
            None => Vec::new(),
            Some(Value { node: Node::List(items), .. }) => items,
            Some(value) => vec![value],
        }
    }

    /// Like [`Fields::items`], with at most [`MAX_ITEMS`].
    pub(super) fn few_items(&mut self, name: &str) -> Vec<Value> {
        let mut items = self.items(name);
        if items.len() > MAX_ITEMS {
            let span = items[MAX_ITEMS].span.clone();
            self.report(codes::fields::too_many(&span, name, MAX_ITEMS));
            items.truncate(MAX_ITEMS);
        }
        items
    }

    /// Takes `true` or `false`. Anything else is an error and counts as left out.
    pub(super) fn boolean(&mut self, name: &str) -> Option<Located<bool>> {
        let value = self.take(name)?;
        match &value.node {
            Node::Bool(truth, _) => Some(Located::new(*truth, value.span)),
            Node::Null(text) | Node::Number(text) | Node::Text(text) => {
                self.diagnostics.push(codes::fields::bad_boolean(&value.span, name, text));
                None
            }
            _ => {
                self.diagnostics.push(codes::fields::wrong_type(&value.span, name, "true or false", value.word()));
                None
            }
        }
    }

    /// Takes a whole number within bounds.
    pub(super) fn number(&mut self, name: &str, least: i64, most: i64) -> Option<i64> {
        let value = self.take(name)?;
        let wanted = format!("a whole number from {least} to {most}");
        let number = match &value.node {
            Node::Number(text) | Node::Text(text) => text.trim().parse::<i64>().ok(),
            _ => None,
        };
        if let Some(number) = number.filter(|number| (least..=most).contains(number)) {
            return Some(number);
        }
        let problem = match &value.node {
            Node::Number(text) | Node::Text(text) => codes::fields::bad_number(&value.span, name, text, &wanted),
            _ => codes::fields::wrong_type(&value.span, name, &wanted, value.word()),
        };
        self.report(problem);
        None
    }

    /// Takes a date.
    pub(super) fn date(&mut self, name: &str) -> Option<Located<Date>> {
        let value = self.take(name)?;
        let text = self.as_words(name, value, "a date")?;
        self.as_date(&text)
    }

    /// Reads a text as a date.
    pub(super) fn as_date(&mut self, text: &Located<String>) -> Option<Located<Date>> {
        match Date::parse(&text.value) {
            Ok(date) => return Some(Located::new(date, text.span.clone())),
            Err(DateError::Impossible(why)) => {
                self.report(codes::fields::impossible_date(&text.span, &text.value, &why));
            }
            Err(DateError::Form(ours)) => {
                self.report(codes::fields::bad_date(&text.span, &text.value, ours.as_deref()));
            }
        }
        None
    }

    /// Takes one of a few words, compared without case and with `_` equal to `-`.
    pub(super) fn choice<T: Copy>(&mut self, name: &str, known: &[(&str, T)]) -> Option<Located<T>> {
        let text = self.text(name)?;
        let folded = text.value.to_lowercase().replace('_', "-");
        let found = known.iter().find(|(word, _)| *word == folded).map(|(_, choice)| *choice);
        if found.is_none() {
            let words = known.iter().map(|(word, _)| *word);
            self.report(codes::fields::unknown_choice(&text.span, name, &text.value, words));
        }
        found.map(|choice| Located::new(choice, text.span))
    }

    /// Takes a map of free values.
    pub(super) fn extra(&mut self, name: &str) -> BTreeMap<String, serde_json::Value> {
        match self.take(name) {
            None => BTreeMap::new(),
            Some(Value { node: Node::Map(fields), .. }) => {
                fields.into_iter().map(|(key, value)| (key.name, value.to_json())).collect()
            }
            Some(value) => {
                self.report(codes::fields::wrong_type(&value.span, name, "a group of fields", value.word()));
                BTreeMap::new()
            }
        }
    }

    /// Takes a group of fields as a reader of its own.
    pub(super) fn group(&mut self, name: &str) -> Option<Fields<'_>> {
        let value = self.take(name)?;
        if !matches!(value.node, Node::Map(_)) {
            self.report(codes::fields::wrong_type(&value.span, name, "a group of fields", value.word()));
            return None;
        }
        Some(Fields::new(value, self.diagnostics))
    }

    /// The fields that were not taken.
    pub(super) fn rest(self) -> Vec<(Key, Value)> {
        self.left
    }

    /// Reports every field that was not taken. `of` names the group: "a story".
    pub(super) fn finish(self, of: &str, known: &[&str]) {
        for (key, value) in self.left {
            let problem = limits::left_over(&key.span, &key.name, &value, of);
            let unknown = || codes::fields::unknown_field(&key.span, &key.name, of, known.iter().copied());
            self.diagnostics.push(problem.unwrap_or_else(unknown));
        }
    }

    /// Reads a value as text.
    pub(super) fn as_text(&mut self, name: &str, value: Value) -> Option<Located<String>> {
        self.as_words(name, value, "text")
    }

    /// Reads a value as one text of a list.
    pub(super) fn as_item(&mut self, name: &str, value: Value) -> Option<Located<String>> {
        self.as_words(name, value, "text or a list of texts")
    }

    fn as_words(&mut self, name: &str, value: Value, wanted: &str) -> Option<Located<String>> {
        let written = match value.node {
            Node::Text(text) | Node::Number(text) | Node::Bool(_, text) => text,
            // Somebody may be called Null; an empty item of a list is nothing.
            Node::Null(text) if text.chars().any(char::is_alphabetic) => text,
            Node::Null(_) => return None,
            Node::List(_) | Node::Map(_) => {
                self.report(codes::fields::wrong_type(&value.span, name, wanted, value.word()));
                return None;
            }
        };
        let clean = self.clean(&value.span, &written);
        if clean.is_empty() { None } else { Some(Located::new(clean, value.span)) }
    }

    fn clean(&mut self, span: &Span, written: &str) -> String {
        if written.contains(text::is_control) {
            self.report(codes::markdown::control_characters(span));
        }
        if written.contains(text::is_direction_override) {
            self.report(codes::markdown::direction_override(span));
        }
        if written.is_ascii() && !written.contains(text::is_control) {
            return written.trim().to_owned();
        }
        let kept: String = written
            .chars()
            .filter(|letter| !text::is_control(*letter) && !text::is_direction_override(*letter))
            .collect();
        text::nfc(kept.trim())
    }
}

/// A field whose colon lacks its space, with that space: `title:Maria`.
fn spaced(node: &Node) -> Option<String> {
    let Node::Text(text) = node else { return None };
    let (name, value) = text.split_once(':').filter(|_| !text.contains('\n'))?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    (is_name && !value.starts_with("//")).then(|| format!("{name}: {value}"))
}
