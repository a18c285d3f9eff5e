//! Personal data in the words of one file: addresses, numbers, dates and names. Says what it found and where; whether
//! it may stand there is decided by `link`, which knows the site.

mod addresses;
mod births;
mod common;
mod digits;
mod exceptions;
mod fields;
mod name_list;
mod names;
mod networks;
mod numbers;
mod phones;
mod sources;
#[cfg(test)]
mod tests;

pub use fields::in_file_name;
pub use name_list::{hash_lines, name_list};
pub use sources::{names_in, said_in};

pub(super) use addresses::decoded;
pub(super) use exceptions::{Stated, covered_text, stated};
pub(super) use fields::{add, of_fields};

use crate::diag::Span;
use crate::model::{Datum, NameFound, NameLevel, NameList, NamePart, Personal, PersonalKind};
use std::ops::Range;

/// How words are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// As sentences, with capital letters.
    Text,
    /// As an address, an id or the name of a file.
    Address,
}

/// A name where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NameHit {
    person: Option<u32>,
    part: NamePart,
    least: NameLevel,
    sure: bool,
    /// Whether it is a surname without a capital letter.
    small: bool,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Datum(PersonalKind),
    Name(NameHit),
}

/// What was found, and between which bytes of the words.
pub(super) type Hit = (What, Range<usize>);

/// Everything there is in words, in their order. `code` are the parts of them that are code.
pub(super) fn look(words: &str, code: &[Range<usize>], manner: Manner, names: &NameList) -> Vec<Hit> {
    let mut hits: Vec<Hit> =
        data(words, code, manner).into_iter().map(|(kind, range)| (What::Datum(kind), range)).collect();
    names::find(words, manner, names, &mut hits);
    if manner == Manner::Text {
        addresses::names_in(words, names, &mut hits);
    }
    hits.sort_by_key(|(_, range)| range.start);
    hits
}

/// The data alone.
fn data(words: &str, code: &[Range<usize>], manner: Manner) -> Vec<(PersonalKind, Range<usize>)> {
    let mut found = Vec::new();
    let seen = digits::Seen::of(words);
    if !seen.is_worth_a_look(words) {
        return found;
    }
    let western = digits::western(words, seen);
    let text = western.text.as_ref();
    let runs = digits::runs(text);
    let code: Vec<Range<usize>> = code.iter().map(|range| western.back(range)).collect();
    let is_code = |at: usize| code.iter().any(|range| range.contains(&at));
    networks::find(text, &runs, manner, &is_code, &mut found);
    if manner == Manner::Text {
        phones::find(text, &runs, &is_code, &mut found);
        births::find(text, &runs, &is_code, &mut found);
        numbers::postcodes(text, &runs, &is_code, &mut found);
    } else {
        phones::in_address(text, &mut found);
    }
    numbers::coordinates(text, &runs, &is_code, &mut found);
    for (_, range) in &mut found {
        *range = western.forth(range);
    }
    found
}

/// Data in words that the site itself gives out, in the form in which they are compared.
pub(super) fn given_out(words: &str) -> Vec<(PersonalKind, String)> {
    data(words, &[], Manner::Text).into_iter().map(|(kind, range)| (kind, kind.compared(&words[range]))).collect()
}

/// Keeps what was found, once more where it is known: [`in_order`] drops that.
pub(super) fn keep(personal: &mut Personal, what: What, found: &str, span: Span, names: &NameList) {
    let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
    match what {
        What::Datum(kind) => personal.data.push(Datum { kind, found, span }),
        What::Name(hit) => {
            let person = hit.person.and_then(|place| names.people.get(place as usize)).cloned();
            let NameHit { part, least, sure, small, .. } = hit;
            personal.names.push(NameFound { person, part, least, sure, small, found, span });
        }
    }
}

/// Puts what was found in order, each once, so that the first exception that covers something is always the same.
fn in_order(personal: &mut Personal) {
    personal.data.sort_by(|a, b| (&a.span, a.kind).cmp(&(&b.span, b.kind)));
    personal.data.dedup_by(|later, known| (later.kind, &later.span) == (known.kind, &known.span));
    // All that tells two of them apart is in the order, so that those that are the same stand beside each other.
    personal.names.sort_by(|a, b| {
        let rest = |name: &NameFound| (name.least, name.sure, name.small);
        (&a.span, a.part, &a.person, rest(a), &a.found).cmp(&(&b.span, b.part, &b.person, rest(b), &b.found))
    });
    personal.names.dedup();
    personal.exceptions.sort_by(|a, b| a.span.cmp(&b.span));
}
