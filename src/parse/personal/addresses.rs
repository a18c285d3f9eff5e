//! Addresses among words: what stands in them is written small, and letters may be written as numbers (`%6F`).

use super::Manner;
use super::names::find;
use super::{Hit, What};
use crate::model::NameList;
use std::ops::Range;

/// An address with `%40` as `@`, and `%C3%BC` as `ü`.
pub(crate) fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|byte| *byte >= b' ');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|wrong| String::from_utf8_lossy(wrong.as_bytes()).into_owned())
}

/// Bytes that no name reaches beyond, but for signs that nobody sees.
const LONGEST_NAME: usize = 1_000;

/// Finds the names that stand in the addresses of a text.
pub(super) fn names_in(words: &str, names: &NameList, hits: &mut Vec<Hit>) {
    if names.is_empty() {
        return;
    }
    let mut known: Vec<Hit> = hits.iter().filter(|(what, _)| matches!(what, What::Name(_))).cloned().collect();
    known.sort_by_key(|(_, at)| at.start);
    for address in addresses(words) {
        let first = known.partition_point(|(_, at)| at.start + LONGEST_NAME < address.start);
        let near = &known[first..known.partition_point(|(_, at)| at.start < address.end)];
        let begun = hits.len();
        let written = &words[address.clone()];
        let plain = decoded(written);
        let mut found = Vec::new();
        find(&plain, Manner::Address, names, &mut found);
        for (what, range) in found {
            let place = written.find(&plain[range.clone()]).map(|at| address.start + at);
            let range = place.map_or_else(|| address.clone(), |at| at..at + range.len());
            let is_same = |(known, at): &Hit| same(*known, what) && at.start < range.end && range.start < at.end;
            if !near.iter().chain(&hits[begun..]).any(is_same) {
                hits.push((what, range));
            }
        }
    }
}

/// Whether both are a name of the same person.
fn same(known: What, other: What) -> bool {
    matches!((known, other), (What::Name(known), What::Name(other)) if known.person == other.person)
}

/// Where addresses stand.
fn addresses(words: &str) -> Vec<Range<usize>> {
    let ends = |letter: char| letter.is_whitespace() || "<>\"“”«»".contains(letter);
    let (mut found, mut from): (Vec<Range<usize>>, usize) = (Vec::new(), 0);
    while let Some(at) = words[from..].find("://").map(|at| from + at) {
        let start = words[from..at].rfind(|letter: char| !letter.is_ascii_alphanumeric());
        let start = start
            .map_or(from, |before| from + before + words[from + before..].chars().next().map_or(1, char::len_utf8));
        let end = words[at..].find(ends).map_or(words.len(), |length| at + length);
        found.push(start..end);
        from = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_and_read() {
        let text = "see https://x.org/#a, (http://münchen.de/%6Fx) and “ftp://y” a://";
        let found: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["https://x.org/#a,", "http://münchen.de/%6Fx)", "ftp://y", "a://"]);
        assert_eq!(decoded("l%6Fpez m%C3%BCller 100% %zz %4 %C3 a%20b"), "lopez müller 100% %zz %4 \u{fffd} a b");
    }
}
