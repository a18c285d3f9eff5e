//! Terms of many entries to one sorted list with places and scores: some entries at a time, on every processor, then
//! merged. What comes out does not depend on how the work was shared.

use super::dictionary::{Dictionary, Key};
use super::places::{self, Place};
use super::terms;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Into how many parts entries are divided, and how many are in one at least and at most. Fewer parts share more of their
/// words; small ones stay in the cache, and give every processor something to do.
const PARTS: usize = 8;
const IN_A_PART: Range<usize> = 250..4_000;

/// Where in an entry a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    /// Tags, people, the setting and the year.
    Name,
    Summary,
    Text,
}

/// All terms in order: `term places term places …`, with the place where each begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) text: String,
    pub(super) starts: Vec<usize>,
}

impl Terms {
    /// Puts others, which come later in order, behind these.
    pub(super) fn append(&mut self, others: &Self) {
        let end = self.text.len();
        self.starts.extend(others.starts.iter().map(|start| end + start));
        self.text.push_str(&others.text);
    }
}

/// Gathers the terms of `count` entries. `read` says what each holds, with a buffer that it may use.
pub(super) fn gather(count: usize, threads: usize, read: &(impl Fn(usize, &mut Entry<'_>) + Sync)) -> Terms {
    let size = count.div_ceil(PARTS).clamp(IN_A_PART.start, IN_A_PART.end);
    let parts =
        on_threads(threads, count.div_ceil(size), &|part| Part::new(part * size..count.min((part + 1) * size), read));
    merge(&parts, threads)
}

/// Does pieces of work on some threads and gives what comes of them, in order.
///
/// The threads are its own, because this runs inside those that make pages, and one of them must never wait here for
/// work that it could take up a second time.
fn on_threads<T: Send>(threads: usize, pieces: usize, work: &(impl Fn(usize) -> T + Sync)) -> Vec<T> {
    if threads < 2 || pieces < 2 {
        return (0..pieces).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let hand = || {
        let mine = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|piece| *piece < pieces);
        std::iter::from_fn(mine).map(|piece| (piece, work(piece))).collect::<Vec<_>>()
    };
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let hands: Vec<_> = (0..threads.min(pieces)).map(|_| scope.spawn(hand)).collect();
        let joined = hands.into_iter().map(|hand| hand.join().unwrap_or_else(|panic| resume_unwind(panic)));
        joined.flatten().collect()
    });
    done.sort_by_key(|(piece, _)| *piece);
    done.into_iter().map(|(_, made)| made).collect()
}

/// The terms of some entries, sorted, each with its places.
struct Part {
    terms: Vec<Key>,
    /// Where the places of each term begin, and where the last ones end.
    starts: Vec<usize>,
    places: Vec<Place>,
}

/// What is known of a term in the entry that is being read.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Number of the entry, from one.
    entry: u32,
    /// How often it stands in the text, up to 255 times.
    times: u8,
    title: bool,
    name: bool,
    summary: bool,
}

/// One entry that is being read.
pub(super) struct Entry<'a> {
    number: u32,
    dictionary: &'a mut Dictionary,
    seen: &'a mut Vec<Seen>,
    touched: &'a mut Vec<u32>,
    /// For whoever reads: put words together here, then [`say_buffer`](Self::say_buffer).
    pub(super) buffer: String,
    length: u32,
}

impl Entry<'_> {
    /// Takes the terms of some words.
    pub(super) fn say(&mut self, field: Field, words: &str) {
        terms::each(words, &mut |term| self.add(field, term));
    }

    /// Takes the terms in the buffer and empties it.
    pub(super) fn say_buffer(&mut self, field: Field) {
        let mut buffer = std::mem::take(&mut self.buffer);
        self.say(field, &buffer);
        buffer.clear();
        self.buffer = buffer;
    }

    fn add(&mut self, field: Field, term: &str) {
        let id = self.dictionary.number(term);
        if id as usize == self.seen.len() {
            self.seen.push(Seen::default());
        }
        let seen = &mut self.seen[id as usize];
        if seen.entry != self.number + 1 {
            *seen = Seen { entry: self.number + 1, ..Seen::default() };
            self.touched.push(id);
        }
        match field {
            Field::Title => seen.title = true,
            Field::Name => seen.name = true,
            Field::Summary => seen.summary = true,
            Field::Text => {
                seen.times = seen.times.saturating_add(1);
                self.length += 1;
            }
        }
    }
}

impl Part {
    fn new(entries: Range<usize>, read: &impl Fn(usize, &mut Entry<'_>)) -> Self {
        let (mut dictionary, mut seen, mut touched) = (Dictionary::new(), Vec::new(), Vec::new());
        let mut found: Vec<(u32, Place)> = Vec::new();
        let mut buffer = String::new();
        for index in entries {
            let number = u32::try_from(index).unwrap_or(u32::MAX >> 4);
            let (dictionary, seen, touched) = (&mut dictionary, &mut seen, &mut touched);
            let mut entry = Entry { number, dictionary, seen, touched, buffer, length: 0 };
            read(index, &mut entry);
            let length = entry.length;
            buffer = entry.buffer;
            found.extend(touched.drain(..).map(|id| (id, Place::new(number, score(seen[id as usize], length)))));
        }
        Self::sorted(dictionary, &found)
    }

    /// Puts the places, which come by entry, under their terms.
    fn sorted(dictionary: Dictionary, found: &[(u32, Place)]) -> Self {
        let mut named: Vec<(Key, usize)> = dictionary.into_keys().into_iter().zip(0..).collect();
        named.sort_unstable();
        let mut counts = vec![0usize; named.len()];
        for (id, _) in found {
            counts[*id as usize] += 1;
        }
        let (mut starts, mut next, mut end) = (Vec::with_capacity(named.len() + 1), vec![0; named.len()], 0);
        for (_, id) in &named {
            starts.push(end);
            next[*id] = end;
            end += counts[*id];
        }
        starts.push(end);
        let mut places = vec![Place::new(0, 0); found.len()];
        for (id, place) in found {
            let next = &mut next[*id as usize];
            places[*next] = *place;
            *next += 1;
        }
        Self { terms: named.into_iter().map(|(term, _)| term).collect(), starts, places }
    }

    /// The terms whose heads are in a range, with their places.
    fn between(&self, heads: &Range<u128>) -> impl Iterator<Item = (&Key, &[Place])> {
        let from = self.terms.partition_point(|term| term.head < heads.start);
        let to = self.terms.partition_point(|term| term.head < heads.end);
        let places = self.starts[from..=to].windows(2).map(|ends| &self.places[ends[0]..ends[1]]);
        self.terms[from..to].iter().zip(places)
    }
}

/// How well a term fits an entry, from 1 to 15: from 8 on it stands in the title. Below that and above it the other
/// fields count, tags and people 4, the summary 3 and the text up to 4: how often it stands there, less in a long one
/// (as in BM25, with 400 terms as the usual length).
fn score(seen: Seen, length: u32) -> u32 {
    let times = u32::from(seen.times) * 400;
    let text = 400 * times / (times + 400 + length).max(1);
    let fit = text + if seen.name { 400 } else { 0 } + if seen.summary { 300 } else { 0 };
    if seen.title { 8 + (fit * 7).div_ceil(1100) } else { 1 + (fit * 6).div_ceil(1100) }
}

/// Puts parts together, each thread a range of terms.
fn merge(parts: &[Part], threads: usize) -> Terms {
    let most = parts.iter().map(|part| part.terms.as_slice()).max_by_key(|terms| terms.len()).unwrap_or_default();
    let pieces = threads.max(1);
    let cut = |piece: usize| most.get(most.len() * piece / pieces).map_or(u128::MAX, |term| term.head);
    let from = |piece: usize| if piece == 0 { 0 } else { cut(piece) };
    let merged = on_threads(threads, pieces, &|piece| merge_between(parts, &(from(piece)..cut(piece + 1))));
    let mut all = Terms::default();
    all.text.reserve_exact(merged.iter().map(|terms| terms.text.len()).sum());
    for terms in merged {
        all.starts.extend(terms.starts.iter().map(|start| all.text.len() + start));
        all.text.push_str(&terms.text);
    }
    all
}

fn merge_between(parts: &[Part], heads: &Range<u128>) -> Terms {
    let mut all: Vec<(&Key, &[Place])> = parts.iter().flat_map(|part| part.between(heads)).collect();
    // Sorted stretches, one for each part, of which a stable sort makes use; and their entries rise.
    all.sort_by(|a, b| a.0.cmp(b.0));
    let mut terms = Terms::default();
    let mut joined: Vec<Place> = Vec::new();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        terms.starts.push(terms.text.len());
        same[0].0.write(&mut terms.text);
        terms.text.push(' ');
        joined.clear();
        joined.extend(same.iter().flat_map(|(_, places)| *places));
        places::write(&joined, &mut terms.text);
        terms.text.push(' ');
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_comes_out_however_the_work_is_shared() {
        let read = |index: usize, entry: &mut Entry<'_>| {
            entry.say(Field::Title, &format!("Story {index}"));
            entry.buffer.push_str("a common word, and ");
            entry.buffer.push_str(if index.is_multiple_of(3) { "maria" } else { "james" });
            entry.say_buffer(Field::Text);
        };
        let one = gather(1_700, 1, &read);
        assert_eq!(one, gather(1_700, 3, &read));
        let terms: Vec<&str> = one.starts.iter().map(|start| one.text[*start..].split(' ').next().unwrap()).collect();
        assert!(terms.is_sorted() && terms.contains(&"maria") && terms.contains(&"1699"));
        assert_eq!(terms.len(), 1_700 + 7, "every number once, and seven words");
    }

    #[test]
    fn a_title_comes_before_everything_else() {
        let seen = |times, title, name, summary| Seen { entry: 1, times, title, name, summary };
        let title = score(seen(0, true, false, false), 2_000);
        assert_eq!(title, 8);
        assert_eq!(score(seen(u8::MAX, false, true, true), 1), 7, "all but the title");
        assert_eq!(score(seen(u8::MAX, true, true, true), 1), 15);
        let tag = score(seen(0, false, true, false), 700);
        assert!(title > tag && tag > score(seen(1, false, false, false), 700));
        assert!(score(seen(9, false, false, false), 700) > score(seen(1, false, false, false), 700));
        assert_eq!(score(seen(1, false, false, false), u32::MAX / 500), 1, "never nothing");
    }
}
