//! Fields that hold something back: their mistyped names, and other words that say "do not show this". What such a
//! field says is never passed over.

use super::fields::Fields;
use super::yaml::{Key, Node, Value};
use crate::diag::{Diagnostic, Span, codes, is_nearly, is_slip};

/// Fields that hold something back. Under a mistyped name they must not be passed over.
const LIMITS: [&str; 8] = ["draft", "published", "consent", "visibility", "publish", "expires", "minor", "private"];

/// Fields for people, whose consent limits what may be shown; and words for them that are none.
const PEOPLE: [&str; 4] = ["mentor", "mentee", "people", "author"];
const PERSONS: [(&str, &str); 6] = [
    ("person", "people"),
    ("persons", "people"),
    ("mentored", "mentee"),
    ("teller", "author"),
    ("storyteller", "author"),
    ("told-by", "author"),
];

/// Groups of fields in which those for people may have been meant.
const ENTRIES: [&str; 8] =
    ["a story", "a prompt", "a page", "a collection", "a person", "a tag", "the home page", "`moment`"];

/// Names that say, with `true`: do not show this. `private` is also a field of ours, with notes below it.
const HIDING: [&str; 11] = [
    "hidden",
    "hide",
    "invisible",
    "private",
    "secret",
    "confidential",
    "unpublished",
    "unlisted",
    "noindex",
    "archived",
    "wip",
];

/// Names that say, with `false`: do not show this. `publish` is also a field of ours, with a date.
const SHOWING: [&str; 6] = ["public", "visible", "publish", "listed", "show", "ready"];

/// Words after `status` that say: this is for everybody.
const SHOWN: [&str; 10] =
    ["published", "publish", "public", "live", "final", "finished", "done", "ready", "complete", "completed"];

/// Words after `status` that belong below `consent`.
const CONSENTS: [&str; 5] = ["granted", "pending", "refused", "withdrawn", "not-needed"];

/// What a field says about showing the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// Do not show it.
    Hide,
    /// Do show it.
    Show,
}

/// Takes `publish` out and reports it, if it says yes or no where a date should be.
pub(super) fn publish_without_date(fields: &mut Fields<'_>) {
    if fields.peek("publish").is_some_and(|(_, value)| answer(value).is_some()) {
        let taken = fields.take_with_key("publish");
        report(fields, taken, "");
    }
}

/// Takes `private` out: notes that never leave the file. `private: true` is none.
pub(super) fn private_notes(fields: &mut Fields<'_>) {
    let taken = fields.take_with_key("private");
    report(fields, taken, "");
}

/// Reports which of the fields that nobody took say "do not show this" in words of their own, and takes them out.
pub(super) fn in_other_words(fields: &mut Fields<'_>, of: &str) {
    let of_ours = |(key, value): &&(Key, Value)| said(&key.name, value).is_some();
    let names: Vec<String> = fields.left().iter().filter(of_ours).map(|(key, _)| key.name.clone()).collect();
    for name in names {
        let taken = fields.take_with_key(&name);
        report(fields, taken, of);
    }
}

fn report(fields: &mut Fields<'_>, taken: Option<(Key, Value)>, of: &str) {
    let Some((key, value)) = taken else { return };
    if let Some(said) = said(&key.name, &value) {
        fields.report(complaint(&key.span, &key.name, &value, said, of));
    }
}

fn complaint(span: &Span, name: &str, value: &Value, said: Says, of: &str) -> Diagnostic {
    let written = match word(value) {
        Some(word) if !word.is_empty() => format!("{name}: {word}"),
        _ => name.to_owned(),
    };
    let status = word(value).unwrap_or_default().to_lowercase().replace('_', "-");
    let is_consent = CONSENTS.contains(&status.as_str());
    match said {
        _ if plain(name) == "publish" => codes::fields::publish_is_a_date(span, &written, said == Says::Hide),
        Says::Hide if plain(name) == "status" && is_consent => codes::fields::consent_outside(span, &status),
        Says::Hide => codes::fields::unknown_limit(span, &written, name),
        Says::Show => codes::fields::shown_anyway(span, name, of),
    }
}

/// What a field that is none of ours says about showing the entry, if it is about that at all.
fn said(name: &str, value: &Value) -> Option<Says> {
    let plain = plain(name);
    let answer = answer(value);
    if plain == "status" {
        let shown = word(value).is_some_and(|word| SHOWN.contains(&word.to_lowercase().as_str()));
        return if shown { None } else { Some(Says::Hide) };
    }
    let hides = HIDING.contains(&plain.as_str());
    if !hides && !SHOWING.contains(&plain.as_str()) {
        return None;
    }
    match (answer, plain.as_str()) {
        // Notes below `private:` and a date after `publish:` are what these fields are for.
        (None, "private" | "publish") | (Some(false), "private") => None,
        (Some(yes), _) if yes != hides => Some(Says::Show),
        _ => Some(Says::Hide),
    }
}

/// A name without its marks and capitals: `is_hidden`, `isHidden` and `Hidden` are `hidden`.
fn plain(name: &str) -> String {
    let letters: String = name.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).collect();
    let letters = letters.to_lowercase();
    match letters.strip_prefix("is") {
        Some(rest) if HIDING.contains(&rest) || SHOWING.contains(&rest) => rest.to_owned(),
        Some("draft") => "hidden".to_owned(),
        Some("published") => "visible".to_owned(),
        _ => letters,
    }
}

/// A value that is one word, as spelled.
pub(super) fn word(value: &Value) -> Option<&str> {
    match &value.node {
        Node::Null(text) | Node::Bool(_, text) | Node::Number(text) | Node::Text(text) => Some(text.trim()),
        Node::List(_) | Node::Map(_) => None,
    }
}

/// Yes or no, however it is spelled.
pub(super) fn answer(value: &Value) -> Option<bool> {
    match word(value)?.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "y" => Some(true),
        "false" | "no" | "off" | "0" | "n" | "never" => Some(false),
        _ => None,
    }
}

/// What is wrong with a field that nobody took, if it may hold something back. `of` names the group: "a story".
pub(super) fn left_over(span: &Span, name: &str, value: &Value, of: &str) -> Option<Diagnostic> {
    // Many things besides a whole entry have a status.
    let hides = plain(name) != "status" && said(name, value) == Some(Says::Hide);
    if hides || LIMITS.contains(&name) {
        return Some(codes::fields::misplaced_limit(span, name, of));
    }
    let limit = LIMITS
        .iter()
        .find(|limit| is_slip(name, limit))
        .copied()
        .or_else(|| people(name).filter(|_| ENTRIES.contains(&of)))?;
    Some(codes::fields::mistyped_limit(span, name, limit))
}

/// The field for people that a name nearly is: another case, a plural, one letter.
fn people(name: &str) -> Option<&'static str> {
    let folded = name.trim().to_lowercase().replace(['_', ' '], "-");
    let other = || PERSONS.iter().find(|(word, _)| *word == folded).map(|(_, field)| *field);
    let near = PEOPLE.iter().find(|field| is_nearly(name, field)).copied();
    near.filter(|_| !PEOPLE.contains(&name)).or_else(other)
}

/// Whether a problem means that a field which may hold the entry back was not understood.
pub(super) fn is_unclear(problem: &Diagnostic) -> bool {
    matches!(problem.code, "mistyped-limit" | "unknown-limit")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SourcePath;

    #[test]
    fn a_field_that_is_nearly_one_for_people_is_one_that_limits() {
        let meant = |name: &str| {
            let span = Span::file(&SourcePath::new("x.md"));
            left_over(&span, name, &text("nadia"), "a story").and_then(|problem| problem.help)
        };
        for (name, field) in [
            ("Mentee", "mentee"),
            ("mentees", "mentee"),
            ("MENTOR", "mentor"),
            ("metnor", "mentor"),
            ("mentors", "mentor"),
            ("People", "people"),
            ("autor", "author"),
            ("Author", "author"),
            ("person", "people"),
            ("told_by", "author"),
        ] {
            assert!(meant(name).is_some_and(|help| help.contains(&format!("write `{field}:`"))), "{name}");
        }
        for name in ["mentor", "mentee", "people", "author", "mention", "center", "editor", "auto", "tutor", "menu"] {
            assert_eq!(meant(name), None, "{name}");
        }
    }

    fn text(text: &str) -> Value {
        Value { node: Node::Text(text.to_owned()), span: Span::file(&SourcePath::new("x.md")) }
    }

    #[test]
    fn what_says_do_not_show_this_is_understood_in_many_spellings() {
        for (name, value) in [
            ("hidden", "yes"),
            ("Hidden", "perhaps"),
            ("is_hidden", "true"),
            ("isDraft", "1"),
            ("isPublished", "no"),
            ("hidden", ""),
            ("private", "on"),
            ("public", "False"),
            ("no-index", "true"),
            ("publish", "no"),
            ("visible", "for members"),
            ("status", "Draft"),
            ("status", ""),
        ] {
            assert_eq!(said(name, &text(value)), Some(Says::Hide), "{name}: {value}");
        }
        for (name, value) in [("hidden", "no"), ("public", "yes"), ("is-visible", "1"), ("publish", "true")] {
            assert_eq!(said(name, &text(value)), Some(Says::Show), "{name}: {value}");
        }
        for (name, value) in [
            ("private", "ask her first"),
            ("private", "false"),
            ("publish", "2026-03-02"),
            ("status", "Published"),
            ("island", "true"),
            ("issue", "3"),
        ] {
            assert_eq!(said(name, &text(value)), None, "{name}: {value}");
        }
    }
}
