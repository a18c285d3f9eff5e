//! Finding any of many byte strings: long ones by a few of their bytes at every few places, short ones by a SIMD search
//! for their first bytes; then one look into a sorted list.

use super::windows::{Rare, Windows};
use aho_corasick::{AhoCorasick, packed};
use std::collections::BTreeSet;

/// How many first bytes of a needle the SIMD search looks for, at most and at least.
const PREFIX: std::ops::RangeInclusive<usize> = 4..=8;

/// The most beginnings that the SIMD search takes without growing slow (Teddy, as in the crate `aho-corasick`).
const FEW: usize = 32;

/// Needles of so many bytes have windows wide enough to be rare and far enough apart to be quick. Measured in instructions
/// for a byte, with 500 stories that are held back: 2 where their titles are of a kind, 4 where they are long and made of
/// the very words of which the pages are.
const LONG: usize = 9;

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
    /// Where it is told from everything else.
    pub(super) rare: Rare,
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

/// One pass over the bytes: where some of the needles may begin.
#[derive(Debug)]
enum Pass {
    Windows(Windows),
    /// Short ones with few beginnings.
    Few(packed::Searcher),
    /// Very short ones with many.
    Any(AhoCorasick),
}

/// Finds needles.
#[derive(Debug)]
pub struct Finder {
    passes: Vec<Pass>,
    /// In the order of their tails.
    needles: Vec<Needle>,
    /// For each different tail, the first needle that has it.
    tails: Vec<u32>,
    /// For each tail, the longest other one that it begins with.
    parents: Vec<Option<u32>>,
    /// For each tail, which pass finds it, and where its windows begin.
    found_by: Vec<(u8, u32)>,
    /// The site's own address without its scheme, such as `example.org/wall`; empty if any may be its own.
    site: String,
}

impl Finder {
    pub(super) fn new(needles: Vec<Needle>, site: String) -> Self {
        Self::made(needles, site, true)
    }

    /// For needles in small letters: they begin as common words do, so their beginnings alone are worth nothing.
    pub(super) fn in_small_letters(needles: Vec<Needle>, site: String) -> Self {
        Self::made(needles, site, false)
    }

    fn made(mut needles: Vec<Needle>, site: String, by_beginnings: bool) -> Self {
        needles.retain(|needle| !needle.tail.is_empty());
        needles.sort_unstable();
        needles.dedup();
        let starts = |place: usize| place == 0 || needles[place].tail != needles[place - 1].tail;
        let tails: Vec<u32> = (0_u32..).zip(0..needles.len()).filter(|(_, at)| starts(*at)).map(|(of, _)| of).collect();
        let (passes, parents, found_by) = (Vec::new(), Vec::new(), vec![(0, 0); tails.len()]);
        let mut made = Self { passes, needles, tails, parents, found_by, site };
        for place in 0..made.tails.len() {
            // In sorted order, whatever this one begins with is the one before it or what that begins with.
            let mut parent = place.checked_sub(1);
            while let Some(above) = parent.filter(|above| !made.tail(place).starts_with(made.tail(*above))) {
                parent = made.parents[above].map(|above| above as usize);
            }
            made.parents.push(parent.and_then(|parent| u32::try_from(parent).ok()));
        }
        let all: Vec<usize> = (0..made.tails.len()).collect();
        if let Some(pass) = Some(&all).filter(|_| by_beginnings).and_then(|all| made.few(all)) {
            made.sought(&all, Pass::Few(pass), &[]);
            return made;
        }
        let (long, short): (Vec<_>, Vec<_>) = all.into_iter().partition(|at| made.tail(*at).len() >= LONG);
        for places in [long, short].iter().filter(|places| !places.is_empty()) {
            if let Some((pass, from)) = made.many(places) {
                made.sought(places, pass, &from);
            }
        }
        made
    }

    /// Adds a pass that finds these. `from` says of each where its windows begin, if it has any.
    fn sought(&mut self, places: &[usize], pass: Pass, from: &[u32]) {
        let number = u8::try_from(self.passes.len()).unwrap_or(u8::MAX);
        for (place, from) in places.iter().zip(from.iter().chain(std::iter::repeat(&0))) {
            self.found_by[*place] = (number, *from);
        }
        self.passes.push(pass);
    }

    /// The first bytes of some, each once.
    fn beginnings(&self, places: &[usize], length: usize) -> BTreeSet<&[u8]> {
        let tails = places.iter().map(|place| self.tail(*place));
        tails.map(|tail| &tail[..tail.len().min(length)]).collect()
    }

    /// The SIMD search, for those that have few beginnings.
    fn few(&self, places: &[usize]) -> Option<packed::Searcher> {
        let beginnings = PREFIX.rev().map(|length| self.beginnings(places, length));
        let mut few = beginnings.filter(|beginnings| (1..=FEW).contains(&beginnings.len()));
        let mut config = packed::Config::new();
        config.match_kind(packed::MatchKind::LeftmostFirst);
        few.find_map(|beginnings| config.builder().extend(beginnings).build())
    }

    fn many(&self, places: &[usize]) -> Option<(Pass, Vec<u32>)> {
        let texts = places.iter().map(|place| &self.needles[self.tails[*place] as usize]);
        let windows = Windows::new(texts.map(|needle| (needle.tail.as_slice(), needle.rare)));
        let few = || self.few(places).map(|pass| (Pass::Few(pass), Vec::new()));
        let windows = windows.map(|(windows, from)| (Pass::Windows(windows), from));
        // Short ones have narrow windows near each other, which is slower than the SIMD search.
        let is_short = places.iter().any(|place| self.tail(*place).len() < LONG);
        if is_short { few().or(windows) } else { windows }.or_else(|| {
            let mut builder = AhoCorasick::builder();
            builder.match_kind(aho_corasick::MatchKind::LeftmostFirst);
            // Limits of size cannot be met by beginnings this short; without a searcher nothing would be found.
            let searcher = builder.build(self.beginnings(places, *PREFIX.end())).ok();
            searcher.map(|searcher| (Pass::Any(searcher), Vec::new()))
        })
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
        for (number, pass) in (0..).zip(&self.passes) {
            let mut every = |find: &dyn Fn(usize) -> Option<usize>| {
                let mut from = 0;
                while let Some(at) = find(from) {
                    self.at(bytes, at, |of| of.0 == number, &mut take);
                    from = at + 1;
                }
            };
            match pass {
                Pass::Windows(windows) => windows.search(bytes, |at, behind| {
                    let is_due = |of: (u8, u32)| of.0 == number && windows.is_at(of.1 as usize, behind);
                    self.at(bytes, at, is_due, &mut take);
                }),
                Pass::Few(searcher) => every(&|from| {
                    let rest = aho_corasick::Span::from(from..bytes.len());
                    searcher.find_in(bytes, rest).map(|found| found.start())
                }),
                Pass::Any(searcher) => every(&|from| {
                    searcher.find(aho_corasick::Input::new(bytes).range(from..)).map(|found| found.start())
                }),
            }
        }
    }

    /// Whether anything stands in these bytes.
    #[must_use]
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        let mut found = false;
        self.search(bytes, |_| found = true);
        found
    }

    /// All needles whose tail begins here and is found by the pass that came here.
    fn at(&self, bytes: &[u8], at: usize, is_due: impl Fn((u8, u32)) -> bool, take: &mut impl FnMut(Found)) {
        let rest = &bytes[at..];
        // The last tail that is not greater: a tail with which the rest begins is that one, or what that begins with.
        let not_after = |first: &u32| self.needles[*first as usize].tail.as_slice() <= rest;
        let mut place = self.tails.partition_point(not_after).checked_sub(1);
        while let Some(here) = place {
            if is_due(self.found_by[here]) && rest.starts_with(self.tail(here)) {
                for needle in self.group(here).iter().filter(|needle| needle.fits(bytes, at, &self.site)) {
                    take(Found { of: needle.of, at });
                }
            }
            place = self.parents[here].map(|parent| parent as usize);
        }
    }
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
        Needle { tail: tail.into(), start: Edge::Any, end: Edge::Any, rare: Rare::Somewhere, of }
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
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn many_of_every_length_are_found_each_once(
            needles in proptest::collection::btree_set("[a-f]{0,2}[ab]{0,9}[a-f \n]{1,12}[ab ]{0,24}", 80..160),
            text in "[a-f ]{0,20}",
        ) {
            let rare = [Rare::Somewhere, Rare::Beginning];
            let mut needles = needles;
            needles.insert("a long one".to_owned());
            let made = needles.iter().zip(0_u32..).zip(rare.into_iter().cycle());
            let made: Vec<Needle> = made.map(|((tail, of), rare)| Needle { rare, ..needle(tail, of) }).collect();
            let finder = Finder::new(made, String::new());
            prop_assert!(finder.passes.iter().any(|pass| matches!(pass, Pass::Windows(_))));
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
