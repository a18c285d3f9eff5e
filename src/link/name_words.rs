//! Names found among other words: "Maria Lopez" in "Maria Lopez, a pupil". A tree of words, so that looking costs as
//! much as the words are long, however many names there are.

use crate::model::text;
use std::collections::{HashMap, HashSet};

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
            let word = *self.words.entry(word).or_insert(fresh);
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

    /// What the names belong to that stand in a text as whole words: each name once, in the order of the text.
    pub(super) fn found_in(&self, text: &str) -> impl Iterator<Item = &T> {
        let words: Vec<Option<u32>> = match self.next.len() {
            0 => Vec::new(),
            _ => words(text).iter().map(|word| self.words.get(word).copied()).collect(),
        };
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        for start in 0..words.len() {
            let mut place = ROOT;
            for word in &words[start..] {
                let Some(next) = word.and_then(|word| self.next.get(&(place, word))) else { break };
                place = *next;
                if !self.ends[place as usize].is_empty() && seen.insert(place) {
                    found.push(place);
                }
            }
        }
        found.into_iter().flat_map(|place| &self.ends[place as usize])
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The words of a text, folded. An apostrophe ends a word, so that "Maria's" holds "Maria"; and in scripts that put
/// no spaces between words every letter is one.
fn words(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len());
    for letter in text::fold(text).chars() {
        match letter {
            '\u{ad}' | '\u{200b}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => {} // nobody sees them
            '\'' | '’' => spaced.push(' '),
            letter if stands_alone(letter) => spaced.extend([' ', letter, ' ']),
            letter => spaced.push(letter),
        }
    }
    if !spaced.contains(char::is_alphanumeric) {
        return Vec::new(); // it has no slug but an invented one
    }
    text::slug(&spaced).split('-').map(str::to_owned).collect()
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
            ("a pupil (MARIA  LOPEZ)", vec![1, 0]),
            ("the aunt of maria\u{2013}lopez!", vec![1, 0]),
            ("Maria Lopez’s aunt", vec![1, 0]),
            ("Maria's aunt, and Maria's uncle", vec![1]),
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
            assert_eq!(names().found_in(text).copied().collect::<Vec<u32>>(), found, "{text}");
        }
    }

    #[test]
    fn many_names_with_one_first_word_and_long_texts_take_no_time() {
        let mut names = NameWords::new();
        for place in 0..20_000_u32 {
            names.add(&format!("Maria {place}"), place);
        }
        let text = "Maria ".repeat(10_000) + "7";
        assert_eq!(names.found_in(&text).collect::<Vec<_>>(), [&7]);
    }
}
