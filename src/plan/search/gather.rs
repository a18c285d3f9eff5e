//! Terms of many entries to one sorted list with places and scores: some entries at a time, on every processor, then
//! merged. What comes out does not depend on how the work was shared.

use super::places::{self, Place};
use super::terms;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Entries whose terms are gathered at a time: enough to share their words, few enough to stay in the cache.
const AT_ONCE: usize = 500;

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

/// Gathers the terms of `count` entries. `read` says what each holds, with a buffer that it may use.
pub(super) fn gather(count: usize, threads: usize, read: &(impl Fn(usize, &mut Entry<'_>) + Sync)) -> Terms {
    let parts = count.div_ceil(AT_ONCE);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= parts {
                return done;
            }
            done.push((part, Part::new(part * AT_ONCE..count.min((part + 1) * AT_ONCE), read)));
        }
    };
    // Threads of its own, because this runs inside those that make pages, and one of them must never wait here for
    // work that it could take up a second time.
    let mut all = if threads < 2 || parts < 2 {
        work()
    } else {
        thread::scope(|scope| {
            let hands: Vec<_> = (0..threads.min(parts)).map(|_| scope.spawn(work)).collect();
            hands.into_iter().flat_map(|hand| hand.join().unwrap_or_default()).collect()
        })
    };
    all.sort_by_key(|(part, _)| *part);
    merge(&all.into_iter().map(|(_, part)| part).collect::<Vec<_>>())
}

/// The terms of some entries, sorted, each with its places.
#[derive(Default)]
struct Part {
    terms: Vec<Box<str>>,
    /// Where the places of each term begin, and where the last ones end.
    starts: Vec<usize>,
    places: Vec<Place>,
}

type Table = HashMap<Box<str>, u32, BuildHasherDefault<TermHasher>>;

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
    table: &'a mut Table,
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
        let id = self.table.get(term).copied().unwrap_or_else(|| {
            let id = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
            self.table.insert(Box::from(term), id);
            self.seen.push(Seen::default());
            id
        });
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
    fn new(entries: std::ops::Range<usize>, read: &impl Fn(usize, &mut Entry<'_>)) -> Self {
        let (mut table, mut seen, mut touched) = (Table::default(), Vec::new(), Vec::new());
        let mut found: Vec<(u32, Place)> = Vec::new();
        let mut buffer = String::new();
        for index in entries {
            let number = u32::try_from(index).unwrap_or(u32::MAX >> 4);
            let (table, seen, touched) = (&mut table, &mut seen, &mut touched);
            let mut entry = Entry { number, table, seen, touched, buffer, length: 0 };
            read(index, &mut entry);
            let length = entry.length;
            buffer = entry.buffer;
            found.extend(touched.drain(..).map(|id| (id, Place::new(number, score(seen[id as usize], length)))));
        }
        Self::sorted(table, &found)
    }

    /// Puts the places, which come by entry, under their terms.
    fn sorted(table: Table, found: &[(u32, Place)]) -> Self {
        let mut named: Vec<(Box<str>, u32)> = table.into_iter().collect();
        named.sort_unstable();
        let mut counts = vec![0usize; named.len()];
        for (id, _) in found {
            counts[*id as usize] += 1;
        }
        let (mut starts, mut next, mut end) = (Vec::with_capacity(named.len() + 1), vec![0; named.len()], 0);
        for (_, id) in &named {
            starts.push(end);
            next[*id as usize] = end;
            end += counts[*id as usize];
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

fn merge(parts: &[Part]) -> Terms {
    let mut all: Vec<(&str, &[Place])> = Vec::with_capacity(parts.iter().map(|part| part.terms.len()).sum());
    for part in parts {
        let places = part.starts.windows(2).map(|ends| &part.places[ends[0]..ends[1]]);
        all.extend(part.terms.iter().map(AsRef::as_ref).zip(places));
    }
    // Sorted stretches, one for each part, of which a stable sort makes use; and their entries rise.
    all.sort_by(|a, b| a.0.cmp(b.0));
    let mut terms = Terms::default();
    let mut joined: Vec<Place> = Vec::new();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        terms.starts.push(terms.text.len());
        terms.text.push_str(same[0].0);
        terms.text.push(' ');
        if let [(_, places)] = same {
            places::write(places, &mut terms.text);
        } else {
            joined.clear();
            joined.extend(same.iter().flat_map(|(_, places)| *places));
            places::write(&joined, &mut terms.text);
        }
        terms.text.push(' ');
    }
    terms
}

/// A quick hash for short words, eight bytes at a time (that of `FxHash`, with its best bits in front).
#[derive(Default)]
struct TermHasher(u64);

impl Hasher for TermHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn write_u8(&mut self, _: u8) {
        // The mark that the standard library puts behind each text: there is one text only.
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
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
