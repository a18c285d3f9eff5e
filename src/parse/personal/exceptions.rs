//! Stated exceptions: `<!-- ripple: allow email "office address" -->` in a text, `# ripple: allow …` among fields.

use crate::model::PersonalKind;
use std::ops::Range;

/// What an exception says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) kinds: Vec<PersonalKind>,
    pub(crate) reason: String,
}

/// Reads the words of a comment. `None` if they are not meant for ripple; an error if they are and say nothing that
/// can be followed.
pub(crate) fn stated(comment: &str) -> Option<Result<Stated, ()>> {
    let words = comment.trim();
    let rest = words.get(..7).filter(|start| start.eq_ignore_ascii_case("ripple:")).map(|_| words[7..].trim())?;
    Some(read(rest).ok_or(()))
}

fn read(words: &str) -> Option<Stated> {
    let rest = words.strip_prefix("allow").or_else(|| words.strip_prefix("Allow"))?;
    let is_quote = |letter: char| matches!(letter, '"' | '“' | '”' | '„' | '«' | '»');
    let (kinds, reason) = rest.split_once(is_quote)?;
    let reason = reason.trim_end().strip_suffix(is_quote)?.trim();
    let kinds: Option<Vec<PersonalKind>> = kinds
        .split(|letter: char| letter.is_whitespace() || letter == ',')
        .filter(|word| !word.is_empty() && *word != "and")
        .map(kind)
        .collect();
    let kinds = kinds.filter(|kinds| !kinds.is_empty() && !reason.is_empty())?;
    Some(Stated { kinds, reason: reason.to_owned() })
}

fn kind(word: &str) -> Option<PersonalKind> {
    let word = word.to_lowercase();
    let word = match word.as_str() {
        "e-mail" | "mail" | "emails" => "email",
        "telephone" | "tel" | "phones" => "phone",
        "birthday" | "dob" => "birth",
        "handles" => "handle",
        "coordinate" | "place" => "coordinates",
        "names" => "name",
        "picture" | "image" | "photos" => "photo",
        word => word,
    };
    PersonalKind::ALL.into_iter().find(|kind| kind.word() == word)
}

/// The part of a text that a comment covers: the paragraph that it stands in; if it stands on a line of its own with
/// empty lines around it, the paragraph below. A paragraph goes from one empty line to the next.
pub(crate) fn covered_text(text: &str, comment: &Range<usize>, from: usize) -> Range<usize> {
    let paragraph = paragraph(text, comment, from);
    if !is_only_comments(&text[paragraph.clone()]) {
        return paragraph;
    }
    let rest = &text[paragraph.end..];
    let below = paragraph.end + (rest.len() - rest.trim_start().len());
    self::paragraph(text, &(below..below), paragraph.end)
}

fn paragraph(text: &str, around: &Range<usize>, from: usize) -> Range<usize> {
    let mut start = from;
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let is_empty = line.trim().is_empty();
        if is_empty && at + line.len() <= around.start {
            start = at + line.len();
        } else if is_empty && at >= around.end {
            return start..at;
        }
        at += line.len();
    }
    start..text.len()
}

fn is_only_comments(text: &str) -> bool {
    let mut rest = text.trim();
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { return false };
        rest = comment[end + 3..].trim_start();
    }
    rest.is_empty()
}

/// The exceptions among fields: where each stands, its words, and which bytes of the file it covers. A comment covers
/// its line, or the field below it.
pub(crate) fn in_fields(text: &str, yaml: &Range<usize>) -> Vec<(Range<usize>, String, Range<usize>)> {
    let Some(fields) = text.get(yaml.clone()).filter(|fields| fields.contains("ripple:")) else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = yaml.start;
    for line in fields.split_inclusive('\n') {
        let comment = line.rfind('#').filter(|mark| *mark == 0 || line[..*mark].ends_with([' ', '\t']));
        if let Some(mark) = comment.filter(|mark| line[mark + 1..].trim_start().starts_with("ripple:")) {
            let end = at + line.trim_end().len();
            let alone = line[..mark].trim().is_empty();
            let covers = if alone { field_below(text, at + line.len(), yaml.end) } else { at..end };
            found.push((at + mark..end, line[mark + 1..].trim().to_owned(), covers));
        }
        at += line.len();
    }
    found
}

/// The field that begins at a line, with the lines that are indented below it.
fn field_below(text: &str, from: usize, end: usize) -> Range<usize> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut at = from;
    let mut first = None;
    for line in text[from..end].split_inclusive('\n') {
        let is_nothing = line.trim().is_empty() || line.trim_start().starts_with('#');
        match first {
            None if !is_nothing => first = Some(indent(line)),
            Some(level) if !is_nothing && indent(line) <= level && !line.trim_start().starts_with("- ") => {
                return from..at;
            }
            _ => {}
        }
        at += line.len();
    }
    from..at
}

#[cfg(test)]
mod tests {
    use super::*;
    use PersonalKind::{Email, Phone};

    #[test]
    fn only_what_can_be_followed_is_an_exception() {
        let kinds = |comment: &str| stated(comment).map(|read| read.map(|stated| (stated.kinds, stated.reason)));
        assert_eq!(kinds(" ripple: allow email \"office\" "), Some(Ok((vec![Email], "office".to_owned()))));
        assert_eq!(
            kinds("ripple: allow email, phone and e-mail “the office”"),
            Some(Ok((vec![Email, Phone, Email], "the office".to_owned())))
        );
        for wrong in [
            "ripple: allow email",
            "ripple: allow \"office\"",
            "ripple: allow emial \"x\"",
            "ripple: email \"x\"",
            "ripple: allow email \" \"",
        ] {
            assert_eq!(kinds(wrong), Some(Err(())), "{wrong}");
        }
        assert_eq!(kinds("more"), None);
        assert_eq!(kinds("a ripple: allow email \"x\""), None);
    }

    #[test]
    fn a_comment_covers_its_paragraph_or_the_one_below() {
        let covered = |text: &str| {
            let start = text.find("<!--").unwrap();
            let end = start + text[start..].find("-->").unwrap() + 3;
            text[covered_text(text, &(start..end), 0)].to_owned()
        };
        assert_eq!(covered("a\n\nb <!-- x -->\nc\n\nd"), "b <!-- x -->\nc\n");
        assert_eq!(covered("a\n\n<!-- x -->\nc\n\nd"), "<!-- x -->\nc\n");
        assert_eq!(covered("a\n\n<!-- x -->\n\nc\nd\n\ne"), "c\nd\n");
        assert_eq!(covered("a\n\n<!-- x -->\n"), "");
    }

    #[test]
    fn a_comment_among_fields_covers_its_line_or_the_field_below() {
        let covered = |text: &str| {
            let found = in_fields(text, &(0..text.len()));
            found.into_iter().map(|(_, words, range)| (words, text[range].to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(
            covered("a: 1\nb: x  # ripple: allow email \"y\"\nc: 2\n"),
            [("ripple: allow email \"y\"".to_owned(), "b: x  # ripple: allow email \"y\"".to_owned())]
        );
        assert_eq!(covered("# ripple: allow email \"y\"\nb:\n  - x\n  - y\nc: 2\n")[0].1, "b:\n  - x\n  - y\n");
        assert_eq!(covered("a: \"# no\"\n# other\n"), []);
    }
}
