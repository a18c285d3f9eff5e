//! Where a term stands, as text that the script of the search page reads.
//!
//! A number is written in digits of base 32, lowest first; all but the last digit of a number are raised by 32. The 64
//! digits are [`DIGITS`]. The places of a term are
//!
//! * numbers `gap * 16 + score`, where a gap is the distance to the entry before, less one (the first is counted
//!   from entry -1), and the score is from 1 to 15;
//! * for a term that stands in very many entries only the [`SCORED`] best of them are written so. The others follow
//!   after `*` as gaps, or after `=` as six entries a digit, the first in its lowest bit; whichever is shorter.

/// The digits, in order of their values.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Entries of one term whose score is kept.
pub(super) const SCORED: usize = 500;

/// An entry and a score, in one number that sorts by entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(u32);

impl Place {
    /// `score` is from 1 to 15.
    pub(super) fn new(entry: u32, score: u32) -> Self {
        Self(entry << 4 | score)
    }

    fn entry(self) -> u32 {
        self.0 >> 4
    }

    fn score(self) -> u32 {
        self.0 & 15
    }
}

/// Writes the places of a term, which come in rising order of their entries.
pub(super) fn write(places: &[Place], out: &mut String) {
    if places.len() <= SCORED {
        return write_scored(places, out);
    }
    let (best, others) = best(places);
    write_scored(&best, out);
    write_entries(&others, out);
}

/// Writes places of which no score is asked for, in rising order of their entries.
pub(super) fn write_plain(places: &[Place], out: &mut String) {
    let entries: Vec<u32> = places.iter().map(|place| place.entry()).collect();
    write_entries(&entries, out);
}

fn write_entries(others: &[u32], out: &mut String) {
    let mut gaps = String::new();
    let mut next = 0;
    for entry in others {
        number(entry - next, &mut gaps);
        next = entry + 1;
    }
    let last = others.last().copied().unwrap_or(0);
    if gaps.len() <= last as usize / 6 {
        out.push('*');
        out.push_str(&gaps);
    } else {
        out.push('=');
        flags(others, last, out);
    }
}

fn write_scored(places: &[Place], out: &mut String) {
    let mut next = 0;
    for place in places {
        number((place.entry() - next) << 4 | place.score(), out);
        next = place.entry() + 1;
    }
}

/// The places with the highest scores, of equal ones the later entries; and the entries of the others. Both rise.
fn best(places: &[Place]) -> (Vec<Place>, Vec<u32>) {
    let mut counts = [0; 16];
    for place in places {
        counts[place.score() as usize] += 1;
    }
    // The lowest score of which any are kept, and how many of those are not.
    let (mut least, mut kept) = (15, counts[15]);
    while kept < SCORED && least > 0 {
        least -= 1;
        kept += counts[least];
    }
    let mut left_out = kept.saturating_sub(SCORED);
    let (mut best, mut others) = (Vec::with_capacity(SCORED), Vec::with_capacity(places.len() - SCORED));
    for place in places {
        let score = place.score() as usize;
        if score > least || (score == least && left_out == 0) {
            best.push(*place);
        } else {
            left_out -= usize::from(score == least);
            others.push(place.entry());
        }
    }
    (best, others)
}

fn flags(entries: &[u32], last: u32, out: &mut String) {
    let mut digits = vec![0u8; last as usize / 6 + 1];
    for entry in entries {
        digits[*entry as usize / 6] |= 1 << (entry % 6);
    }
    out.extend(digits.iter().map(|digit| char::from(DIGITS[usize::from(*digit)])));
}

fn number(mut number: u32, out: &mut String) {
    while number >= 32 {
        out.push(char::from(DIGITS[(number & 31 | 32) as usize]));
        number >>= 5;
    }
    out.push(char::from(DIGITS[number as usize]));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(places: &[Place]) -> String {
        let mut out = String::new();
        write(places, &mut out);
        out
    }

    /// What the script does: entry to score, 0 for those whose score was not kept.
    fn read(text: &str) -> Vec<(u32, u32)> {
        let (scored, rest) = text.find(['*', '=']).map_or((text, ""), |end| text.split_at(end));
        let value = |letter: u8| (0..).zip(DIGITS).find(|(_, digit)| **digit == letter).unwrap().0;
        let numbers = |text: &str| {
            let (mut all, mut number, mut shift) = (Vec::new(), 0, 0);
            for digit in text.bytes().map(value) {
                number |= (digit & 31) << shift;
                shift += 5;
                if digit < 32 {
                    all.push(number);
                    (number, shift) = (0, 0);
                }
            }
            all
        };
        let mut found = Vec::new();
        let mut next = 0;
        for number in numbers(scored) {
            found.push((next + (number >> 4), number & 15));
            next += (number >> 4) + 1;
        }
        if let Some(gaps) = rest.strip_prefix('*') {
            let mut next = 0;
            for gap in numbers(gaps) {
                found.push((next + gap, 0));
                next += gap + 1;
            }
        } else if let Some(flags) = rest.strip_prefix('=') {
            for (place, digit) in (0..).zip(flags.bytes().map(value)) {
                found.extend((0..6).filter(|bit| digit >> bit & 1 == 1).map(|bit| (place * 6 + bit, 0)));
            }
        }
        found.sort_unstable();
        found
    }

    #[test]
    fn a_few_places_are_kept_with_their_scores() {
        let places = [(0, 1), (1, 15), (40, 7), (99_999, 3)];
        let text = written(&places.map(|(entry, score)| Place::new(entry, score)));
        assert_eq!(read(&text), places);
        // 0 * 16 + 1 and 2 * 16 + 9 = 9 + 32 * 1.
        assert_eq!(written(&[Place::new(0, 1), Place::new(3, 9)]), "BpB");
    }

    #[test]
    fn of_very_many_the_best_and_the_newest_keep_their_scores_and_none_is_lost() {
        for step in [1, 90] {
            let score = |entry: u32| if (entry / step).is_multiple_of(100) { 9 } else { 2 };
            let places: Vec<Place> =
                (0..9_000).map(|place| place * step).map(|entry| Place::new(entry, score(entry))).collect();
            let text = written(&places);
            assert!(text.contains(if step == 1 { '=' } else { '*' }));
            let found = read(&text);
            assert_eq!(found.len(), places.len());
            assert!(found.iter().zip(&places).all(|((entry, _), place)| *entry == place.entry()));
            let scored: Vec<&(u32, u32)> = found.iter().filter(|(_, score)| *score > 0).collect();
            assert_eq!(scored.len(), SCORED);
            assert_eq!(scored.iter().filter(|(_, score)| *score == 9).count(), 90, "all of the best");
            let oldest_plain = scored.iter().find(|(_, score)| *score == 2).unwrap().0;
            assert!(oldest_plain > 8_500 * step, "of equal ones the newest: {oldest_plain}");
        }
    }
}
