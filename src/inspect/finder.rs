//! Finding any of many byte strings in one pass: a SIMD search for their first bytes, or windows at every few places
//! where there are many; then one look into a sorted list.

use aho_corasick::{AhoCorasick, packed};
use std::collections::BTreeSet;

/// How many first bytes of a needle the SIMD search looks for, at most and at least.
const PREFIX: std::ops::RangeInclusive<usize> = 4..=8;

/// The most beginnings that the SIMD search takes without growing slow (Teddy, as in the crate `aho-corasick`). Measured
/// in instructions for a byte: 1.6 with the source paths and records of a site, 2.2 with twenty drafts, 7 to 9 with hundreds.
const FEW: usize = 32;

/// What may stand before and after a needle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// Anything.
    Any,
    /// No letter or digit.
    Word,
    /// Nothing that would make it the address of another page or of another site.
    Address,
}

/// One byte string that is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Needle {
    /// What the pass looks for.
    pub(super) tail: Vec<u8>,
    pub(super) start: Edge,
    pub(super) end: Edge,
    /// The caller's number.
    pub(super) of: u32,
}

/// Something that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The number under which the needle was given.
    pub of: u32,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// The first pass: where a needle may begin.
#[derive(Debug)]
enum Pass {
    Nothing,
    Few(packed::Searcher),
    Many(Windows),
    /// Very short ones among many.
    Any(AhoCorasick),
}

/// The bytes of a window, and how far apart windows are, at most.
const WINDOW: usize = 4;
const STEP: usize = 4;

/// First bytes that are compared before the list is asked.
const BEGINNING: usize = 12;

/// Looks at a few bytes at every few places only: whatever is long enough has such a window near its beginning.
#[derive(Debug)]
struct Windows {
    /// How far apart they are.
    step: usize,
    /// By a hash of a window: as bits, how far behind a beginning it may stand.
    behind: Vec<u8>,
    /// How many first bytes all of them have, up to a limit, and by a hash of those whether there is such a beginning.
    length: usize,
    begins: Vec<bool>,
}

impl Windows {
    /// `None` if one of the needles is too short.
    fn new(needles: &[Needle]) -> Option<Self> {
        let shortest = needles.iter().map(|needle| needle.tail.len()).min()?;
        let step = STEP.min((shortest + 1).checked_sub(WINDOW)?);
        let length = shortest.min(BEGINNING);
        let (mut behind, mut begins) = (vec![0; 1 << 16], vec![false; 1 << 16]);
        for needle in needles {
            for offset in 0..step {
                if let Some(window) = needle.tail[offset..].first_chunk() {
                    behind[slot_of(*window)] |= 1 << offset;
                }
            }
            begins[slot(&needle.tail[..length])] = true;
        }
        (step > 0).then_some(Self { step, behind, length, begins })
    }

    /// Gives every place where something may begin, each once.
    fn search(&self, bytes: &[u8], mut take: impl FnMut(usize)) {
        let mut at = 0;
        while let Some(window) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            let behind = self.behind[slot_of(*window)];
            if behind != 0 {
                let places = (0..self.step).filter(|offset| behind >> offset & 1 != 0);
                let begins =
                    |at: &usize| bytes.get(*at..at + self.length).is_some_and(|beginning| self.begins[slot(beginning)]);
                places.filter_map(|offset| at.checked_sub(offset)).filter(begins).for_each(&mut take);
            }
            at += self.step;
        }
    }
}

/// Fibonacci hashing (Knuth, volume 3, section 6.4).
fn slot_of(window: [u8; WINDOW]) -> usize {
    (u32::from_le_bytes(window).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

/// A hash of a few bytes: each is mixed in like a [window](slot_of).
fn slot(window: &[u8]) -> usize {
    let mix = |number: u32, byte: &u8| (number.rotate_left(5) ^ u32::from(*byte)).wrapping_mul(0x9e37_79b1);
    (window.iter().fold(0, mix) >> 16) as usize
}

/// Finds needles.
#[derive(Debug)]
pub struct Finder {
    pass: Pass,
    /// In the order of their tails.
    needles: Vec<Needle>,
    /// For each different tail, the first needle that has it.
    tails: Vec<u32>,
    /// For each tail, the longest other one that it begins with.
    parents: Vec<Option<u32>>,
    /// The site's own address without its scheme, such as `example.org/wall`; empty if any may be its own.
    site: String,
}

impl Finder {
    pub(super) fn new(mut needles: Vec<Needle>, site: String) -> Self {
        needles.retain(|needle| !needle.tail.is_empty());
        needles.sort_unstable();
        needles.dedup();
        let starts = |place: usize| place == 0 || needles[place].tail != needles[place - 1].tail;
        let tails: Vec<u32> = (0_u32..).zip(0..needles.len()).filter(|(_, at)| starts(*at)).map(|(of, _)| of).collect();
        let mut made = Self { pass: Pass::Nothing, needles, tails, parents: Vec::new(), site };
        for place in 0..made.tails.len() {
            // In sorted order, whatever this one begins with is the one before it or what that begins with.
            let mut parent = place.checked_sub(1);
            while let Some(above) = parent.filter(|above| !made.tail(place).starts_with(made.tail(*above))) {
                parent = made.parents[above].map(|above| above as usize);
            }
            made.parents.push(parent.and_then(|parent| u32::try_from(parent).ok()));
        }
        made.pass = pass(&made);
        made
    }

    fn tail(&self, place: usize) -> &[u8] {
        &self.needles[self.tails[place] as usize].tail
    }

    /// The needles that have a tail.
    fn group(&self, place: usize) -> &[Needle] {
        let end = self.tails.get(place + 1).map_or(self.needles.len(), |next| *next as usize);
        &self.needles[self.tails[place] as usize..end]
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tails.is_empty()
    }

    /// Gives everything that stands in these bytes to `take`, in no order.
    pub fn search(&self, bytes: &[u8], mut take: impl FnMut(Found)) {
        if let Pass::Many(windows) = &self.pass {
            return windows.search(bytes, |at| self.at(bytes, at, &mut take));
        }
        let mut from = 0;
        while from < bytes.len() {
            let next = match &self.pass {
                Pass::Nothing | Pass::Many(_) => None,
                Pass::Few(searcher) => {
                    searcher.find_in(bytes, aho_corasick::Span::from(from..bytes.len())).map(|found| found.start())
                }
                Pass::Any(searcher) => {
                    searcher.find(aho_corasick::Input::new(bytes).range(from..)).map(|found| found.start())
                }
            };
            let Some(at) = next else { return };
            self.at(bytes, at, &mut take);
            from = at + 1;
        }
    }

    /// Whether anything stands in these bytes.
    #[must_use]
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        let mut found = false;
        self.search(bytes, |_| found = true);
        found
    }

    /// All needles whose tail begins here.
    fn at(&self, bytes: &[u8], at: usize, take: &mut impl FnMut(Found)) {
        let rest = &bytes[at..];
        // The last tail that is not greater: a tail with which the rest begins is that one, or what that begins with.
        let not_after = |first: &u32| self.needles[*first as usize].tail.as_slice() <= rest;
        let mut place = self.tails.partition_point(not_after).checked_sub(1);
        while let Some(here) = place {
            if rest.starts_with(self.tail(here)) {
                for needle in self.group(here).iter().filter(|needle| needle.fits(bytes, at, &self.site)) {
                    take(Found { of: needle.of, at });
                }
            }
            place = self.parents[here].map(|parent| parent as usize);
        }
    }
}

/// The quickest pass that finds every place where one of these may begin.
fn pass(finder: &Finder) -> Pass {
    if finder.is_empty() {
        return Pass::Nothing;
    }
    let cut = |length: usize| -> BTreeSet<&[u8]> {
        finder.needles.iter().map(|needle| &needle.tail[..needle.tail.len().min(length)]).collect()
    };
    for length in PREFIX.rev() {
        let beginnings = cut(length);
        if beginnings.len() <= FEW {
            let mut config = packed::Config::new();
            config.match_kind(packed::MatchKind::LeftmostFirst);
            if let Some(searcher) = config.builder().extend(beginnings).build() {
                return Pass::Few(searcher);
            }
        }
    }
    if let Some(windows) = Windows::new(&finder.needles) {
        return Pass::Many(windows);
    }
    let mut builder = AhoCorasick::builder();
    builder.match_kind(aho_corasick::MatchKind::LeftmostFirst);
    // Limits of size cannot be met by beginnings this short; without a searcher nothing would be found.
    builder.build(cut(*PREFIX.end())).map_or(Pass::Nothing, Pass::Any)
}

impl Needle {
    fn fits(&self, bytes: &[u8], at: usize, site: &str) -> bool {
        let end = at + self.tail.len();
        let begins = match self.start {
            Edge::Any => true,
            Edge::Word => !is_word_before(bytes, at),
            Edge::Address => !is_word_before(bytes, at) && !is_elsewhere(bytes, at, site),
        };
        begins
            && match self.end {
                Edge::Any => true,
                Edge::Word => !is_word_after(bytes, end),
                Edge::Address => !goes_on(bytes, end),
            }
    }
}

/// The longest address that is looked back over.
const LONGEST: usize = 300;

/// Whether an address that goes on at a place began on another site.
fn is_elsewhere(bytes: &[u8], at: usize, site: &str) -> bool {
    let before = &bytes[at.saturating_sub(LONGEST)..at];
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"'()<>[]{}`,;|".contains(byte);
    let begun = before.iter().rposition(ends).map_or(before, |end| &before[end + 1..]);
    let Some(scheme) = begun.windows(3).position(|window| window == b"://") else { return false };
    !begun[scheme + 3..].starts_with(site.as_bytes())
}

/// Whether a letter or digit stands right before a place. The `n` of a line break written as `\n` is none.
fn is_word_before(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(4)..at];
    match before {
        [] | [.., b'\\', b'n' | b'r' | b't'] => false,
        [.., last] if last.is_ascii() => last.is_ascii_alphanumeric(),
        _ => {
            let letter = (0..before.len()).find_map(|from| std::str::from_utf8(&before[from..]).ok());
            letter.and_then(|text| text.chars().next_back()).is_some_and(char::is_alphanumeric)
        }
    }
}

fn is_word_after(bytes: &[u8], at: usize) -> bool {
    let after = &bytes[at.min(bytes.len())..bytes.len().min(at + 4)];
    match after {
        [] => false,
        [first, ..] if first.is_ascii() => first.is_ascii_alphanumeric(),
        _ => {
            let letter = (1..=after.len()).find_map(|to| std::str::from_utf8(&after[..to]).ok());
            letter.and_then(|text| text.chars().next()).is_some_and(char::is_alphanumeric)
        }
    }
}

/// Whether the last part of an address goes on: `trust` in `trust-me`, `trust.pdf`; a dot that ends a sentence is none.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'-' | b'_' | b'~' | b'%') => true,
        Some(b'.') => is_word_after(bytes, at + 1),
        _ => is_word_after(bytes, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn needle(tail: &str, of: u32) -> Needle {
        Needle { tail: tail.into(), start: Edge::Any, end: Edge::Any, of }
    }

    fn found(finder: &Finder, text: &str) -> Vec<(u32, usize)> {
        let mut all = Vec::new();
        finder.search(text.as_bytes(), |found| all.push((found.of, found.at)));
        all.sort_unstable();
        all
    }

    proptest! {
        #[test]
        fn the_finder_finds_what_a_plain_search_finds(
            needles in proptest::collection::vec("[ab]{1,4}[a-d]{0,6}", 0..120),
            text in "[a-d]{0,200}",
        ) {
            let made: Vec<Needle> =
                needles.iter().zip(0..).map(|(tail, of)| needle(tail, of)).collect();
            let mut plain: Vec<(u32, usize)> = Vec::new();
            for (tail, of) in needles.iter().zip(0_u32..) {
                plain.extend((0..text.len()).filter(|at| text[*at..].starts_with(tail.as_str())).map(|at| (of, at)));
            }
            plain.sort_unstable();
            prop_assert_eq!(found(&Finder::new(made, String::new()), &text), plain);
        }
    }

    proptest! {
        #[test]
        fn many_long_ones_are_found_by_windows(
            needles in proptest::collection::btree_set("[a-f]{4,7}[ab]{0,14}", 60..160),
            text in "[a-f ]{0,60}",
        ) {
            let made: Vec<Needle> = needles.iter().zip(0..).map(|(tail, of)| needle(tail, of)).collect();
            let finder = Finder::new(made, String::new());
            prop_assert!(matches!(finder.pass, Pass::Many(_)));
            // Every needle stands somewhere, at every distance from a window.
            let text: String = needles.iter().flat_map(|tail| [tail.as_str(), &text]).collect();
            let mut plain: Vec<(u32, usize)> = Vec::new();
            for (tail, of) in needles.iter().zip(0_u32..) {
                plain.extend((0..text.len()).filter(|at| text[*at..].starts_with(tail.as_str())).map(|at| (of, at)));
            }
            plain.sort_unstable();
            prop_assert_eq!(found(&finder, &text), plain);
        }
    }

    #[test]
    fn thousands_are_found_as_surely_as_one() {
        let needles = (0..20_000).map(|of| needle(&format!("{}/{of}x", of % 977), of)).collect();
        let finder = Finder::new(needles, String::new());
        assert_eq!(found(&finder, "a 23/1000x b 976/976x 23/1000y"), [(976, 13), (1000, 2)]);
        let nothing = Finder::new(Vec::new(), String::new());
        assert!(nothing.is_empty() && !nothing.is_in(b"abc"));
    }

    #[test]
    fn edges_decide_what_is_a_word_and_what_an_address() {
        let word = Finder::new(vec![Needle { start: Edge::Word, end: Edge::Word, ..needle("C-12", 0) }], String::new());
        for (text, is_in) in [
            ("C-12", true),
            ("(C-12)", true),
            ("“C-12”", true),
            ("\\nC-12 ", true),
            ("C-123", false),
            ("PC-12", false),
            ("éC-12", false),
            ("C-12é", false),
            ("日C-12", false),
        ] {
            assert_eq!(word.is_in(text.as_bytes()), is_in, "{text}");
        }
        let story = Needle { start: Edge::Address, end: Edge::Address, ..needle("stories/trust", 0) };
        let address = Finder::new(vec![story], "example.org/wall".to_owned());
        for (text, is_in) in [
            ("\"../stories/trust/\"", true),
            ("/stories/trust", true),
            ("See /stories/trust.", true),
            ("stories/trust/index.html", true),
            ("stories/trust-me/", false),
            ("stories/trust.pdf", false),
            ("tags/trust/", false),
            ("mystories/trust/", false),
            ("/trust/", false),
            ("href=\"https://example.org/wall/stories/trust/\"", true),
            ("href=\"http://example.org/wall/stories/trust/\"", true),
            ("href=\"https://example.com/stories/trust/\"", false),
            ("see (https://example.com/x/stories/trust/) and", false),
            ("https://example.com/ and /stories/trust/", true),
        ] {
            assert_eq!(address.is_in(text.as_bytes()), is_in, "{text}");
        }
    }
}
