//! Looking at a few bytes at every few places only: whatever is long enough has one of them where it is told from
//! everything else.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Bytes of a window, at most.
const WIDE: usize = 8;

/// The least bytes of a window: fewer stand everywhere.
const NARROW: usize = 4;

/// How many different hashes there are.
const SLOTS: usize = 1 << 16;

/// Where in a text that is looked for its windows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rare {
    /// In its first bytes: no page has them.
    Beginning,
    /// Where it has least in common with the other texts: what all have may stand on every page.
    Somewhere,
}

/// A window that is known.
#[derive(Debug)]
struct Known {
    window: u64,
    /// How far behind a beginning it stands.
    behind: u32,
    /// The one after it of the same slot, if there is one.
    next: u32,
}

/// Looks at windows.
#[derive(Debug)]
pub(super) struct Windows {
    /// How far apart they are.
    step: usize,
    /// The bytes of eight that belong to one.
    mask: u64,
    /// By a [slot](slot_of): whether there is any. Every window asks for this alone, and it is small enough to be near.
    is_known: Vec<bool>,
    /// By a slot: the last one that has it, if there is one.
    heads: Vec<u32>,
    all: Vec<Known>,
    /// The bytes of eight that are compared before a place is taken for a beginning, and by their slot whether something
    /// begins with them.
    beginning: u64,
    begins: Vec<bool>,
}

impl Windows {
    /// Also gives for each text where the first of its windows stands; there are as many as one step has bytes. `None` if
    /// one of these texts is too short.
    pub(super) fn new<'a>(texts: impl Iterator<Item = (&'a [u8], Rare)> + Clone) -> Option<(Self, Vec<u32>)> {
        let shortest = texts.clone().map(|(text, _)| text.len()).min()?;
        let (wide, step) = shape(shortest)?;
        let mut made = Self {
            step,
            mask: mask(wide),
            is_known: vec![false; SLOTS],
            heads: vec![u32::MAX; SLOTS],
            all: Vec::new(),
            beginning: mask(shortest),
            begins: vec![false; SLOTS],
        };
        let mut common = Common::of(texts.clone(), wide);
        let mut places = Vec::new();
        let mut known = HashSet::new();
        for (text, rare) in texts {
            let from = if rare == Rare::Beginning { 0 } else { common.rarest(text, step) };
            for at in from..from + step {
                let (window, behind) = (eight(text, at) & made.mask, u32::try_from(at).ok()?);
                if known.insert((window, behind)) {
                    made.add(window, behind);
                }
            }
            made.begins[slot_of(eight(text, 0) & made.beginning)] = true;
            places.push(u32::try_from(from).ok()?);
        }
        Some((made, places))
    }

    fn add(&mut self, window: u64, behind: u32) {
        if let Ok(number) = u32::try_from(self.all.len()) {
            let slot = slot_of(window);
            let next = std::mem::replace(&mut self.heads[slot], number);
            self.all.push(Known { window, behind, next });
            self.is_known[slot] = true;
        }
    }

    /// All that a slot has.
    #[inline]
    fn slot(&self, slot: usize) -> impl Iterator<Item = &Known> {
        let first = self.all.get(self.heads[slot] as usize);
        std::iter::successors(first, |before| self.all.get(before.next as usize))
    }

    /// Whether a text whose windows begin here has one so far behind its beginning. Each text is found by exactly one.
    pub(super) fn is_at(&self, from: usize, behind: usize) -> bool {
        (from..from + self.step).contains(&behind)
    }

    /// Gives places where something may begin, and how far behind each the window stands.
    pub(super) fn search(&self, bytes: &[u8], mut take: impl FnMut(usize, usize)) {
        let (mut at, mask, step) = (0, self.mask, self.step);
        while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let window = u64::from_le_bytes(*eight) & mask;
            let slot = slot_of(window);
            if self.is_known[slot] {
                for known in self.slot(slot).filter(|known| known.window == window) {
                    self.at(bytes, at, known, &mut take);
                }
            }
            at += step;
        }
        while at < bytes.len() {
            let window = eight(bytes, at) & mask;
            for known in self.slot(slot_of(window)).filter(|known| known.window == window) {
                self.at(bytes, at, known, &mut take);
            }
            at += step;
        }
    }

    fn at(&self, bytes: &[u8], at: usize, known: &Known, take: &mut impl FnMut(usize, usize)) {
        let behind = known.behind as usize;
        let Some(begin) = at.checked_sub(behind) else { return };
        if self.begins[slot_of(eight(bytes, begin) & self.beginning)] {
            take(begin, behind);
        }
    }
}

/// How wide windows are and how far apart, where the shortest text has so many bytes: as wide as far apart, if that is
/// wide enough.
fn shape(shortest: usize) -> Option<(usize, usize)> {
    let wide = shortest.div_ceil(2).clamp(NARROW, WIDE);
    let step = (shortest + 1).checked_sub(wide)?.min(WIDE);
    (step > 0).then_some((wide, step))
}

/// How many texts have a window, by its slot. A text with a line break counts as the one with a space there, and has its
/// windows in the same place.
struct Common {
    wide: usize,
    counts: Vec<u32>,
    places: HashMap<Vec<u8>, usize>,
}

impl Common {
    fn of<'a>(texts: impl Iterator<Item = (&'a [u8], Rare)>, wide: usize) -> Self {
        let mut made = Self { wide, counts: vec![0; SLOTS], places: HashMap::new() };
        for (text, _) in texts.filter(|(text, rare)| *rare == Rare::Somewhere && !text.contains(&b'\n')) {
            for slot in slots(text, wide) {
                made.counts[slot] += 1;
            }
        }
        made
    }

    /// Where as many windows begin as one step has bytes, of which the others have fewest; the last such place.
    fn rarest(&mut self, text: &[u8], step: usize) -> usize {
        let text: Vec<u8> = text.iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte }).collect();
        if let Some(place) = self.places.get(&text) {
            return *place;
        }
        let counts: Vec<u32> = slots(&text, self.wide).map(|slot| self.counts[slot]).collect();
        let sums = counts.windows(step).map(|counts| counts.iter().sum::<u32>()).enumerate();
        let rarest = sums.min_by_key(|(place, sum)| (*sum, Reverse(*place))).map_or(0, |(place, _)| place);
        self.places.insert(text, rarest);
        rarest
    }
}

/// The slots of all windows of a text.
fn slots(text: &[u8], wide: usize) -> impl Iterator<Item = usize> {
    (0..=text.len().saturating_sub(wide)).map(move |at| slot_of(eight(text, at) & mask(wide)))
}

/// Eight bytes as a number, the first one lowest; nothing where there are none.
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// Fibonacci hashing (Knuth, volume 3, section 6.4).
fn slot_of(window: u64) -> usize {
    usize::from((window.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as u16)
}

/// The lowest bytes.
fn mask(bytes: usize) -> u64 {
    u64::MAX >> (64 - 8 * bytes.clamp(1, 8))
}
