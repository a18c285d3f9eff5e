//! Names found among other words: "Maria Lopez" in "Maria Lopez, a pupil". A tree of words, so that looking costs as
//! much as the words are long, however many names there are.

use crate::model::text;
use std::collections::HashMap;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// The beginning of the tree.
const ROOT: u32 = 0;

/// Names, each with what it belongs to.
pub(super) struct NameWords<T> {
    /// A number for each word that a name has.
    words: HashMap<String, u32>,
    /// From a place in the tree, by a word, to the next place.
    next: HashMap<(u32, u32), u32>,
    /// What the names belong to that end at each place.
    ends: Vec<Vec<T>>,
}

impl<T> NameWords<T> {
    pub(super) fn new() -> Self {
        Self { words: HashMap::new(), next: HashMap::new(), ends: vec![Vec::new()] }
    }

    /// Adds a name.
    pub(super) fn add(&mut self, name: &str, of: T) {
        let mut place = ROOT;
        for word in words(name) {
            let fresh = number(self.words.len());
            let word = *self.words.entry(word.folded).or_insert(fresh);
            let fresh = number(self.ends.len());
            place = *self.next.entry((place, word)).or_insert(fresh);
            if place == fresh {
                self.ends.push(Vec::new());
            }
        }
        if place != ROOT {
            self.ends[place as usize].push(of);
        }
    }

    /// The names that stand among these words as whole words, in their order: from which word to which, and what they
    /// belong to.
    pub(super) fn found_in(&self, text: &[Word]) -> Vec<(Range<usize>, &T)> {
        if self.next.is_empty() {
            return Vec::new();
        }
        let words: Vec<Option<u32>> = text.iter().map(|word| self.words.get(&word.folded).copied()).collect();
        let mut found = Vec::new();
        for start in 0..words.len() {
            let mut place = ROOT;
            for (end, word) in (start + 1..).zip(&words[start..]) {
                let Some(next) = word.and_then(|word| self.next.get(&(place, word))) else { break };
                place = *next;
                found.extend(self.ends[place as usize].iter().map(|of| (start..end, of)));
            }
        }
        found
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Without capitals and marks.
    pub(super) folded: String,
    /// Whether it begins as names do: with a capital letter, or in a script without them.
    pub(super) raised: bool,
    /// Which bytes of the text it is.
    pub(super) at: Range<usize>,
}

/// The words of a text. An apostrophe ends a word, so that "Maria's" holds "Maria"; and in scripts that put no spaces
/// between words every letter is one.
pub(super) fn words(text: &str) -> Vec<Word> {
    let (mut words, mut word, mut start) = (Vec::new(), String::new(), 0);
    let mut end = |word: &mut String, start: usize, end: usize| {
        let folded = text::bare(word);
        if !folded.is_empty() {
            let raised = word.starts_with(|first: char| !first.is_lowercase());
            words.push(Word { folded, raised, at: start..end });
        }
        word.clear();
    };
    for (at, letter) in text.char_indices() {
        if text::is_unseen(letter) {
            continue;
        }
        let alone = stands_alone(letter);
        let is_part = letter.is_alphanumeric() || (is_combining_mark(letter) && !word.is_empty());
        if alone || !is_part {
            end(&mut word, start, at);
        }
        if is_part {
            if word.is_empty() {
                start = at;
            }
            word.push(letter);
        }
        if alone {
            end(&mut word, start, at + letter.len_utf8());
        }
    }
    end(&mut word, start, text.len());
    words
}

/// Letters of scripts without spaces between words: Thai to Burmese, Khmer, kana and the characters of Chinese.
fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> NameWords<u32> {
        let mut names = NameWords::new();
        for (place, name) in (0..).zip(["Maria Lopez", "maria", "Élodie O’Brien", "佐藤真理", "مريم حداد", "...", ""])
        {
            names.add(name, place);
        }
        names
    }

    #[test]
    fn names_are_found_as_whole_words_whatever_stands_around_them() {
        for (text, found) in [
            ("Maria Lopez, a pupil", vec![1, 0]),
            ("Ma\u{200e}ria Ｌｏｐｅｚ", vec![1, 0]),
            ("𝐌𝐚𝐫𝐢𝐚", vec![1]),
            ("a pupil (MARIA  LOPEZ)", vec![1, 0]),
            ("the aunt of maria\u{2013}lopez!", vec![1, 0]),
            ("Maria Lopez’s aunt", vec![1, 0]),
            ("Maria's aunt, and Maria's uncle", vec![1, 1]),
            ("Ma\u{200b}ria Lo\u{ad}pez", vec![1, 0]),
            ("E\u{301}lodie O'Brien, who came late", vec![2]),
            ("佐藤真理さん", vec![3]),
            ("صديقة مريم حداد في المدرسة", vec![4]),
            ("Mariana Lopez", vec![]),
            ("Rosamaria", vec![]),
            ("Lopez, Maria", vec![1]),
            ("Maria de Lopez", vec![1]),
            ("佐藤さん", vec![]),
            ("مريم", vec![]),
            ("", vec![]),
            ("…", vec![]),
        ] {
            let names = names();
            let all = names.found_in(&words(text));
            assert_eq!(all.into_iter().map(|(_, of)| *of).collect::<Vec<u32>>(), found, "{text}");
        }
    }

    #[test]
    fn many_names_with_one_first_word_and_long_texts_take_no_time() {
        let mut names = NameWords::new();
        for place in 0..20_000_u32 {
            names.add(&format!("Maria {place}"), place);
        }
        let text = "Maria ".repeat(10_000) + "7";
        assert_eq!(names.found_in(&words(&text)).into_iter().map(|(_, of)| *of).collect::<Vec<_>>(), [7]);
    }
}
