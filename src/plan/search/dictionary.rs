//! The terms that were seen, each with a number: a small hash table for short words, because every word of every story
//! is looked up in one, and most of what the standard one does for that is to compare texts elsewhere in memory.

/// A term in a form that is quickly compared and sorts as the term does: its first sixteen bytes as one number, and
/// those few that are left.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) head: u128,
    tail: Box<[u8]>,
}

/// Bytes in the head of a key.
const HEAD: usize = 16;

impl Key {
    /// Adds the term itself.
    pub(super) fn write(&self, out: &mut String) {
        let head = self.head.to_be_bytes();
        // No term has a zero in it: those at the end only fill the number up.
        let end = head.iter().position(|byte| *byte == 0).unwrap_or(HEAD);
        let bytes = [&head[..end], &self.tail].concat();
        out.push_str(&String::from_utf8_lossy(&bytes));
    }
}

fn split(term: &str) -> (u128, &[u8]) {
    let (head, tail) = term.as_bytes().split_at(term.len().min(HEAD));
    let mut filled = [0; HEAD];
    filled[..head.len()].copy_from_slice(head);
    (u128::from_be_bytes(filled), tail)
}

/// Terms and their numbers, which count from zero.
pub(super) struct Dictionary {
    keys: Vec<Key>,
    /// Numbers raised by one, each at or behind the place that its term's hash gives; zero where there is none. Always
    /// a power of two, and never more than half full.
    slots: Vec<u32>,
}

impl Dictionary {
    pub(super) fn new() -> Self {
        Self { keys: Vec::new(), slots: vec![0; 1 << 12] }
    }

    /// The number of a term; a new one for a term that was not seen before.
    pub(super) fn number(&mut self, term: &str) -> u32 {
        let (head, tail) = split(term);
        let mask = self.slots.len() - 1;
        let mut place = hash(head, tail) & mask;
        while let Some(number) = self.slots[place].checked_sub(1) {
            let key = &self.keys[number as usize];
            if key.head == head && (tail.is_empty() && key.tail.is_empty() || *key.tail == *tail) {
                return number;
            }
            place = (place + 1) & mask;
        }
        let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX - 1);
        self.keys.push(Key { head, tail: Box::from(tail) });
        self.slots[place] = number + 1;
        if self.keys.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    /// All terms, in the order of their numbers.
    pub(super) fn into_keys(self) -> Vec<Key> {
        self.keys
    }

    fn grow(&mut self) {
        let mut slots = vec![0; self.slots.len() * 4];
        let mask = slots.len() - 1;
        for (key, number) in self.keys.iter().zip(1..) {
            let mut place = hash(key.head, &key.tail) & mask;
            while slots[place] != 0 {
                place = (place + 1) & mask;
            }
            slots[place] = number;
        }
        self.slots = slots;
    }
}

/// Mixes all bits of a key into the lower ones: a product of its halves, folded onto itself (as in wyhash; the numbers
/// are the first bits of pi, and odd).
fn hash(head: u128, tail: &[u8]) -> usize {
    const PI: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345];
    let [high, low] = [head >> 64, head].map(|half| half & u128::from(u64::MAX));
    let low = tail.iter().fold(low, |low, byte| low.rotate_left(7) ^ u128::from(*byte)) & u128::from(u64::MAX);
    let product = (high ^ u128::from(PI[0])).wrapping_mul(low ^ u128::from(PI[1]));
    usize::try_from((product >> 64 ^ product) & u128::from(u32::MAX)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(key: &Key) -> String {
        let mut out = String::new();
        key.write(&mut out);
        out
    }

    #[test]
    fn every_term_has_one_number_and_keys_sort_as_terms_do() {
        let mut terms: Vec<String> = (0..20_000).map(|number| (number * 7919 % 100_003).to_string()).collect();
        terms.extend(
            ["a", "ab", "abcdefghijklmnop", "abcdefghijklmnopq", "abcdefghijklmnopqr", "日本", "日本の夜の話です", "é"]
                .map(str::to_owned),
        );
        let mut dictionary = Dictionary::new();
        let numbers: Vec<u32> = terms.iter().map(|term| dictionary.number(term)).collect();
        assert!(numbers.iter().copied().eq(0..u32::try_from(terms.len()).unwrap()));
        assert!(terms.iter().zip(&numbers).all(|(term, number)| dictionary.number(term) == *number));
        let mut keys = dictionary.into_keys();
        assert!(keys.iter().map(term).eq(terms.iter().cloned()));
        keys.sort();
        terms.sort();
        assert!(keys.iter().map(term).eq(terms));
    }
}
