//! `{{ words.key }}` in the text of a template becomes the words themselves before the template is compiled, so that
//! words cost a page nothing. `{{ words.key(name = value) }}` becomes the words with `{{ value }}` where they have
//! `{name}`, and a word with plural forms a choice by `count`. Where a part of the page stands at the only place of a word,
//! `{{ words.key.before }}` and `{{ words.key.after }}` go around it.
//!
//! A word that the site's language lacks is said in English, and says so: as text it stands in an element of its own, and
//! for what the program said with it `{{ words.key.tongue }}` is the attributes for the element around.

#[cfg(test)]
mod tests;

use super::places::texts;
use super::tongue::{Mark, attributes, told, tongue_of};
use super::{check_sides, check_use, distinct};
use crate::model::words::{Piece, Plural, Word};
use crate::model::{
    Words,
    text::{direction, escape_into},
};
use std::collections::BTreeSet;

/// Before every key in a template.
const NAME: &str = "words.";

/// `words.json(keys = "search_say_")` is every word whose key begins so, for a script to say: an object in JSON, in which
/// a word with forms is an object of its own.
const SCRIPT: &str = "json";

/// `words.tongue_of(text = row.reads)` is the attributes for a text that may be one of the words.
const TONGUE_OF: &str = "tongue_of";

/// `words.told(text = row.reads)` is such a text with the element that it needs among others, and
/// `words.told(text = page.numbers, like = "map_led")` one that was made with this word.
const TOLD: &str = "told";

/// A stretch of a template after its words were set in, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) struct Copied {
    /// Where it begins now.
    start: usize,
    /// Where it was written.
    from: (usize, usize),
    /// Whether it is what was written there; otherwise it stands for all of it.
    exact: bool,
}

/// A template with its words set in.
#[derive(Debug, Default)]
pub(in crate::render) struct Expanded {
    pub(in crate::render) text: String,
    /// Where each stretch comes from, in order.
    pub(in crate::render) copied: Vec<Copied>,
    /// What is wrong: the bytes of the template as it was written.
    pub(in crate::render) faults: Vec<((usize, usize), String)>,
    /// The keys that it asks for.
    pub(in crate::render) used: BTreeSet<String>,
}

impl Copied {
    /// The place in a template as it was written, for one after words were set in.
    pub(in crate::render) fn written(copied: &[Self], (start, end): (usize, usize)) -> (usize, usize) {
        let place = |offset: usize, is_end: bool| {
            let after = copied.partition_point(|part| part.start < offset || (!is_end && part.start == offset));
            let Some(part) = after.checked_sub(1).and_then(|place| copied.get(place)) else { return offset };
            match part.exact {
                true => (part.from.0 + offset - part.start).min(part.from.1),
                false if is_end => part.from.1,
                false => part.from.0,
            }
        };
        (place(start, false), place(end, true))
    }
}

/// Sets the words into a template.
pub(in crate::render) fn expand(text: &str, words: &Words) -> Expanded {
    let mut made = Expanded::default();
    let mut done = 0;
    let tags = tags(text);
    for ((start, end), is_text) in tags.iter().copied().zip(texts(text, &tags)) {
        let mut offset = start;
        while let Some(found) = next(text, offset, end - 2) {
            let asked = ask(text, found, end - 2);
            offset = asked.end;
            if ![SCRIPT, TONGUE_OF, TOLD].contains(&asked.key) {
                made.used.insert(asked.key.to_owned());
            }
            let given: Vec<&str> = asked.given.iter().map(|(name, _)| name.trim()).collect();
            let fault = match &asked.fault {
                Some(fault) => Err(fault.clone()),
                None if asked.key == SCRIPT => made.check_script(text, &asked, words),
                None if asked.key == TONGUE_OF && given == ["text"] => Ok(()),
                None if asked.key == TOLD && matches!(given[..], ["text"] | ["text", "like"]) => {
                    let lost = asked.like(text).filter(|key| words.find(key).is_none());
                    lost.map_or(Ok(()), |key| check_use(words, key, &[]))
                }
                None if asked.side == Some(Side::Tongue) && words.find(asked.key).is_some() => Ok(()),
                None if asked.side.is_some() => check_sides(words, asked.key),
                None => check_use(words, asked.key, &given),
            };
            if let Err(message) = fault {
                made.faults.push(((found, asked.end), message));
                // Said once: Tera need not complain of it, too.
                made.copy(text, done, found);
                made.place(found, asked.end, "\"\"");
                done = asked.end;
                continue;
            }
            // A tag with nothing else in it becomes text.
            let inner = (start + 2, end - 2);
            let alone = text[start..].starts_with("{{")
                && text[inner.0..found].trim_matches('-').trim().is_empty()
                && text[asked.end..inner.1].trim_matches('-').trim().is_empty();
            let (from, to) = if alone { (start, end) } else { (found, asked.end) };
            made.copy(text, done, from);
            done = to;
            let spot = Spot { text, asked: &asked, from: (from, to), is_text };
            if alone {
                let trims = (text[inner.0..].starts_with('-'), text[..inner.1].ends_with('-'));
                made.set(&spot, if trims.0 { "{#- #}" } else { "" });
                made.as_text(&spot, words);
                made.set(&spot, if trims.1 { "{# -#}" } else { "" });
            } else {
                made.as_value(&spot, words);
            }
        }
    }
    made.copy(text, done, text.len());
    made
}

/// One side of the place of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
    /// Neither, but the attributes that say in which language it is.
    Tongue,
}

/// What a template asks for, and where.
struct Asked<'a> {
    key: &'a str,
    /// Names and the bytes of the values given for them.
    given: Vec<(&'a str, (usize, usize))>,
    /// Whether it is only what stands before the place of the word, or after it.
    side: Option<Side>,
    end: usize,
    fault: Option<String>,
}

impl<'a> Asked<'a> {
    /// The word that a text was made with.
    fn like(&self, text: &'a str) -> Option<&'a str> {
        Some(self.given(text, "like").trim_matches(['"', '\''])).filter(|key| !key.is_empty())
    }

    /// What is given for a name, as it was written; nothing if nothing is.
    fn given(&self, text: &'a str, name: &str) -> &'a str {
        let given = self.given.iter().find(|(known, _)| known.trim() == name);
        given.map_or("", |(_, (from, to))| &text[*from..*to])
    }
}

/// A place where words are set in.
struct Spot<'a> {
    text: &'a str,
    asked: &'a Asked<'a>,
    from: (usize, usize),
    /// Whether it is outside of the tags of HTML, where there may be elements.
    is_text: bool,
}

impl Expanded {
    fn copy(&mut self, text: &str, from: usize, to: usize) {
        if from < to {
            self.copied.push(Copied { start: self.text.len(), from: (from, to), exact: true });
            self.text.push_str(&text[from..to]);
        }
    }

    fn set(&mut self, spot: &Spot<'_>, words: &str) {
        self.place(spot.from.0, spot.from.1, words);
    }

    /// Something in the place of what was written.
    fn place(&mut self, from: usize, to: usize, words: &str) {
        if !words.is_empty() {
            self.copied.push(Copied { start: self.text.len(), from: (from, to), exact: false });
            self.text.push_str(words);
        }
    }

    /// What is given for a name, as it was written.
    fn value(&mut self, spot: &Spot<'_>, name: &str) {
        if let Some((_, (from, to))) = spot.asked.given.iter().find(|(known, _)| known.trim() == name) {
            self.copy(spot.text, *from, *to);
        }
    }

    /// Words for a script are there.
    fn check_script(&mut self, text: &str, asked: &Asked<'_>, words: &Words) -> Result<(), String> {
        let keys = script_keys(text, asked, words);
        if keys.is_empty() {
            return Err("no word begins like this: words.json(keys = \"search_say_\")".to_owned());
        }
        self.used.extend(keys.into_iter().map(str::to_owned));
        Ok(())
    }

    /// A tag with nothing else in it.
    fn as_text(&mut self, spot: &Spot<'_>, words: &Words) {
        let escaped = |text: &str| {
            let mut escaped = String::new();
            escape_into(&mut escaped, text);
            escaped
        };
        match spot.asked.key {
            SCRIPT => return self.set(spot, &escaped(&script(spot.text, spot.asked, words))),
            TONGUE_OF => return self.set(spot, &tongue_of(spot.asked.given(spot.text, "text"), words)),
            TOLD => {
                return self.set(
                    spot,
                    &told(spot.asked.given(spot.text, "text"), spot.asked.like(spot.text), words, spot.is_text),
                );
            }
            _ => {}
        }
        let Some(word) = words.find(spot.asked.key) else { return };
        if spot.asked.side == Some(Side::Tongue) {
            return self.set(spot, &attributes(words, spot.asked.key));
        }
        let sided = spot.asked.side.map(|side| vec![Piece::Text(part(word, side))]);
        let forms = sided.as_ref().map_or_else(|| distinct(word), |pieces| vec![(Plural::Other, pieces.as_slice())]);
        let mark =
            if spot.is_text { Mark::new(words, spot.asked.key, &forms, sided.is_some()) } else { Mark::default() };
        self.set(spot, &mark.before);
        for (place, (plural, pieces)) in forms.iter().enumerate() {
            if forms.len() > 1 {
                let last = *plural == Plural::Other;
                let begin = if place == 0 { "{% if " } else { "{% elif " };
                self.set(spot, if last { "{% else %}" } else { begin });
                if !last {
                    self.condition(spot, words, *plural);
                    self.set(spot, " %}");
                }
            }
            for (at, piece) in pieces.iter().enumerate() {
                match piece {
                    Piece::Text(text) => self.set(spot, &escaped(mark.inner(text, at == 0, at + 1 == pieces.len()))),
                    Piece::Hole(name) => {
                        let (open, close) = mark.around(&name.value);
                        self.set(spot, &format!("{open}{{{{ "));
                        self.value(spot, &name.value);
                        self.set(spot, &format!(" }}}}{close}"));
                    }
                }
            }
        }
        self.set(spot, if forms.len() > 1 { "{% endif %}" } else { "" });
        self.set(spot, &mark.after);
    }

    /// Inside a tag.
    fn as_value(&mut self, spot: &Spot<'_>, words: &Words) {
        if spot.asked.key == SCRIPT {
            let words = script(spot.text, spot.asked, words);
            return self.set(spot, &quoted(&words));
        }
        let Some(word) = words.find(spot.asked.key) else { return self.set(spot, "\"\"") };
        if spot.asked.side == Some(Side::Tongue) {
            return self.set(spot, &format!("({} | safe)", quoted(&attributes(words, spot.asked.key))));
        }
        if let Some(side) = spot.asked.side {
            return self.set(spot, &quoted(&part(word, side)));
        }
        let forms = distinct(word);
        let brackets = forms.len() > 1 || forms.iter().any(|(_, pieces)| pieces.len() > 1);
        self.set(spot, if brackets { "(" } else { "" });
        for (plural, pieces) in &forms {
            for (place, piece) in pieces.iter().enumerate() {
                self.set(spot, if place > 0 { " ~ " } else { "" });
                match piece {
                    Piece::Text(text) => {
                        self.set(spot, &quoted(text));
                    }
                    Piece::Hole(name) => {
                        self.set(spot, "(");
                        self.value(spot, &name.value);
                        self.set(spot, ")");
                    }
                }
            }
            if pieces.is_empty() {
                self.set(spot, "\"\"");
            }
            if *plural != Plural::Other {
                self.set(spot, " if ");
                self.condition(spot, words, *plural);
                self.set(spot, " else ");
            }
        }
        self.set(spot, if brackets { ")" } else { "" });
    }

    fn condition(&mut self, spot: &Spot<'_>, words: &Words, plural: Plural) {
        self.set(spot, "(");
        self.value(spot, "count");
        let simple = plural == Plural::One && words.is_one_or_more(spot.asked.key);
        self.set(spot, &if simple { ") == 1".to_owned() } else { format!(") is plural_{}", plural.name()) });
    }
}

/// What stands on one side of the only place of a word.
fn part(word: &Word, side: Side) -> String {
    let pieces = word.forms.get(&Plural::Other).map_or(&[][..], Vec::as_slice);
    let place = pieces.iter().position(|piece| matches!(piece, Piece::Hole(_))).unwrap_or(pieces.len());
    let side = if side == Side::Before { &pieces[..place] } else { &pieces[(place + 1).min(pieces.len())..] };
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Hole(_) => String::new(),
    };
    side.iter().map(text).collect()
}

/// A text as templates write it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The keys that a script asks for.
fn script_keys<'a>(text: &str, asked: &Asked<'_>, words: &'a Words) -> Vec<&'a str> {
    match asked.given(text, "keys").trim_matches(['"', '\'']) {
        "" => Vec::new(),
        begins => words.keys().filter(|key| key.starts_with(begins)).collect(),
    }
}

/// The words of a script in JSON, their keys without what all of them begin with, and places to fill as they are.
fn script(text: &str, asked: &Asked<'_>, words: &Words) -> String {
    let told = |pieces: &[Piece]| -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Hole(name) => format!("{{{}}}", name.value),
        };
        pieces.iter().map(piece).collect()
    };
    let keys = script_keys(text, asked, words);
    let begins = asked.given(text, "keys").trim_matches(['"', '\'']);
    let mut all = serde_json::Map::new();
    for (key, word) in keys.into_iter().filter_map(|key| Some((key, words.find(key)?))) {
        let forms = word.forms.iter().map(|(plural, pieces)| (plural.name().to_owned(), told(pieces).into()));
        let said = match word.forms.get(&Plural::Other) {
            Some(pieces) if word.forms.len() == 1 => told(pieces).into(),
            _ => serde_json::Value::Object(forms.collect()),
        };
        // What is in another language says so: its language, its direction, the words.
        let said = match words.tongue(key) {
            Some(tongue) => vec![tongue.into(), direction(tongue).into(), said].into(),
            None => said,
        };
        all.insert(key[begins.len()..].to_owned(), said);
    }
    serde_json::Value::Object(all).to_string()
}

/// The bytes of all tags that hold expressions: `{{ … }}` and `{% … %}`, outside of comments and of what is raw.
pub(in crate::render) fn tags(text: &str) -> Vec<(usize, usize)> {
    let mut tags = Vec::new();
    let mut offset = 0;
    while let Some(start) = text[offset..].find('{').map(|place| offset + place) {
        let close = match text.as_bytes().get(start + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => {
                offset = text[start..].find("#}").map_or(text.len(), |place| start + place + 2);
                continue;
            }
            _ => {
                offset = start + 1;
                continue;
            }
        };
        let Some(end) = skip(text, start + 2, text.len(), |rest| rest.starts_with(close)) else { break };
        offset = end + 2;
        let inner = text[start + 2..end].trim_matches('-').trim();
        if close == "%}" && inner == "raw" {
            offset = text[offset..].find("endraw").map_or(text.len(), |place| offset + place);
        } else {
            tags.push((start, offset));
        }
    }
    tags
}

/// The next place outside of quotes where something is. Texts are walked by bytes, so `is` is asked only where a letter
/// begins.
pub(in crate::render) fn skip(text: &str, from: usize, to: usize, is: impl Fn(&str) -> bool) -> Option<usize> {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (place, letter) in text[from..to].char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if letter == '\\' => escaped = true,
            Some(open) if letter == open => quote = None,
            None if is(&text[from + place..to]) => return Some(from + place),
            None if "\"'`".contains(letter) => quote = Some(letter),
            _ => {}
        }
    }
    None
}

/// The next `words.` in a tag that is a name of its own.
fn next(text: &str, from: usize, end: usize) -> Option<usize> {
    let mut offset = from;
    loop {
        let found = skip(text, offset, end, |rest| rest.starts_with(NAME))?;
        let before = text[..found].chars().next_back();
        if !before.is_some_and(|letter| letter.is_alphanumeric() || "_.".contains(letter)) {
            return Some(found);
        }
        offset = found + NAME.len();
    }
}

fn ask(text: &str, found: usize, end: usize) -> Asked<'_> {
    let start = found + NAME.len();
    let rest = &text[start..end];
    let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(rest.len());
    let mut asked = Asked { key: &rest[..length], given: Vec::new(), side: None, end: start + length, fault: None };
    for (name, side) in [(".before", Side::Before), (".after", Side::After), (".tongue", Side::Tongue)] {
        if rest[length..].starts_with(name) {
            asked.end += name.len();
            asked.side = Some(side);
            return asked;
        }
    }
    if !rest[length..].starts_with('(') {
        return asked;
    }
    let mut from = start + length + 1;
    let mut depth = 0_usize;
    let mut place = from;
    // Walks to the bracket that closes, taking apart what is given at the commas on its own level.
    while let Some(found) = skip(text, place, end, |rest| rest.starts_with(['(', '[', '{', ')', ']', '}', ','])) {
        place = found + 1;
        match text.as_bytes()[found] {
            b'(' | b'[' | b'{' => depth += 1,
            b',' if depth > 0 => {}
            closing => {
                if closing != b',' && depth > 0 {
                    depth -= 1;
                    continue;
                }
                let one = &text[from..found];
                if let Some((name, value)) = one.split_once('=') {
                    let lead = value.len() - value.trim_start().len();
                    let value_start = from + name.len() + 1 + lead;
                    asked.given.push((name, (value_start, value_start + value.trim().len())));
                } else if !one.trim().is_empty() {
                    asked.fault = Some("what a word needs is given by name: (count = …)".to_owned());
                }
                from = place;
                if closing != b',' {
                    asked.end = place;
                    return asked;
                }
            }
        }
    }
    asked.fault = Some("a bracket is not closed".to_owned());
    asked
}
