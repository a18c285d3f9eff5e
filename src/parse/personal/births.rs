//! Dates of birth: a day beside words that say what it is.

use crate::model::PersonalKind;
use std::ops::Range;

/// A year before this is history, and not somebody who is asked for consent.
const FIRST_YEAR: u32 = 1910;
/// How far before a day the words may stand, in bytes.
const NEAR: usize = 48;

/// Months by their first letters, in English, German, French, Spanish, Italian, Dutch and Arabic.
const MONTHS: [&str; 65] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "januar",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "januari",
    "mei",
    "يناير",
    "مايو",
    "مارس",
    "يونيو",
    "يوليو",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

/// Words before a day with its year.
const BORN: [&str; 14] = [
    "born",
    "dob",
    "d.o.b",
    "date of birth",
    "birth date",
    "birthdate",
    "geboren",
    "né le",
    "née le",
    "nacido",
    "nacida",
    "nació",
    "ولد",
    "الميلاد",
];

/// Words with which another clause begins.
const JOINTS: [&str; 8] = ["and", "but", "then", "when", "until", "und", "et", "y"];

/// Words before any day, with or without a year.
const BIRTHDAY: [&str; 8] = [
    "birthday",
    "geburtstag",
    "geburtsdatum",
    "anniversaire de naissance",
    "date de naissance",
    "cumpleaños",
    "fecha de nacimiento",
    "geboortedatum",
];

/// Finds them.
pub(super) fn find(
    text: &str,
    runs: &[Range<usize>],
    is_code: &dyn Fn(usize) -> bool,
    found: &mut Vec<(PersonalKind, Range<usize>)>,
) {
    let mut at = 0;
    for run in runs {
        let (digit, length) = (run.start, run.len());
        if digit < at
            || length > 4
            || is_code(digit)
            || text[..digit].ends_with(|letter: char| letter.is_ascii_alphanumeric())
        {
            continue;
        }
        let Some(day) = day(text, digit, length) else { continue };
        if is_birth(text, &day) {
            at = day.range.end;
            found.push((PersonalKind::Birth, day.range));
        }
    }
}

/// A day as it is written.
struct Day {
    range: Range<usize>,
    year: Option<u32>,
}

fn is_birth(text: &str, day: &Day) -> bool {
    let after = &text[day.range.end..];
    if after.starts_with("生") || after.trim_start().starts_with("生まれ") {
        return day.year.is_some_and(|year| year >= FIRST_YEAR);
    }
    if day.year.is_some_and(|year| year < FIRST_YEAR) {
        return false;
    }
    let from = (0..=day.range.start.saturating_sub(NEAR)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let before = text[from..day.range.start].to_lowercase();
    let sentence = before.rsplit(['!', '?', ';', '\n']).next().unwrap_or_default();
    let sentence = sentence.rsplit(". ").next().unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|word| has_word(sentence, word));
    // "A habit was born, and on 3 May 2017 …" tells of something else.
    let is_next = |word: &str| {
        let at = sentence.rfind(word).filter(|_| has_word(sentence, word));
        let between = at.map(|at| &sentence[at + word.len()..]);
        between.is_some_and(|between| !between.split(' ').any(|word| JOINTS.contains(&word)))
    };
    if says(&BIRTHDAY) || (day.year.is_some() && BORN.iter().any(|word| is_next(word))) {
        return true;
    }
    // "3 May 2012 is her birthday".
    let until = (0..=NEAR.min(after.len())).rev().find(|at| after.is_char_boundary(*at)).unwrap_or(0);
    let next = after[..until].to_lowercase();
    let next = next.split(['.', '!', '?', ';', '\n']).next().unwrap_or_default().to_owned();
    day.year.is_some() && BIRTHDAY.iter().any(|word| has_word(&next, word))
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric)
            && !after.is_some_and(|letter| letter.is_alphanumeric() || letter == '-')
    })
}

/// The day that begins at this number, or around it ("May 3, 2012").
fn day(text: &str, digit: usize, length: usize) -> Option<Day> {
    in_numbers(text, digit, length).or_else(|| in_kanji(text, digit)).or_else(|| in_words(text, digit, length))
}

fn number(text: &str, at: usize) -> (usize, u32) {
    let length = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    (length, text[at..at + length.min(9)].parse().unwrap_or(0))
}

/// `03/05/2012`, `3.5.12`, `2012-05-03`.
fn in_numbers(text: &str, start: usize, length: usize) -> Option<Day> {
    let mark = text[start + length..].chars().next().filter(|mark| "./-".contains(*mark))?;
    let first = number(text, start).1;
    let second_at = start + length + 1;
    let (second_length, second) = number(text, second_at);
    let rest = text[second_at + second_length..].strip_prefix(mark)?;
    let third_at = text.len() - rest.len();
    let (third_length, third) = number(text, third_at);
    let end = third_at + third_length;
    let fits = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    let either = |one: u32, two: u32| fits(one, two) || fits(two, one);
    let year = match (length, second_length, third_length) {
        (1..=2, 1..=2, 4) if either(first, second) => third,
        (1..=2, 1..=2, 2) if either(first, second) => 2000 + third,
        (4, 1..=2, 1..=2) if fits(third, second) => first,
        _ => return None,
    };
    let goes_on = text[end..].starts_with(|letter: char| letter.is_ascii_alphanumeric());
    (!goes_on).then_some(Day { range: start..end, year: Some(year) })
}

/// `2012年5月3日`.
fn in_kanji(text: &str, start: usize) -> Option<Day> {
    let (length, year) = number(text, start);
    let rest = text[start + length..].strip_prefix('年')?;
    let at = text.len() - rest.len();
    let (length, _) = number(text, at);
    let rest = text[at + length..].strip_prefix('月').filter(|_| length > 0)?;
    let at = text.len() - rest.len();
    let (length, _) = number(text, at);
    let rest = text[at + length..].strip_prefix('日').filter(|_| length > 0)?;
    Some(Day { range: start..text.len() - rest.len(), year: Some(year) })
}

/// `3 May 2012`, `3rd of May`, `3. Mai 2012`, `May 3, 2012`.
fn in_words(text: &str, start: usize, length: usize) -> Option<Day> {
    let value = number(text, start).1;
    if length > 2 || !(1..=31).contains(&value) {
        return None;
    }
    let mut rest = &text[start + length..];
    rest = ["st", "nd", "rd", "th", ".", "er", "º"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    if let Some(day) = month_after(text, start, rest) {
        return Some(day);
    }
    // The month stands before it.
    let before = text[..start].strip_suffix(' ')?;
    let word = before.rsplit(|letter: char| !letter.is_alphabetic()).next()?;
    if !is_month(word) {
        return None;
    }
    let after = rest.strip_prefix(',').unwrap_or(rest);
    let (end, year) = year_after(text, after).unwrap_or((text.len() - rest.len(), None));
    Some(Day { range: before.len() - word.len()..end, year })
}

fn month_after(text: &str, start: usize, rest: &str) -> Option<Day> {
    let mut rest = rest.trim_start_matches(' ');
    for small in ["of ", "de ", "day of "] {
        rest = rest.strip_prefix(small).unwrap_or(rest);
    }
    let length = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
    let (word, after) = rest.split_at(length);
    if !is_month(word) {
        return None;
    }
    let end = text.len() - after.len();
    let after = after.trim_start_matches(['.', ',']);
    let after = after.strip_prefix(" de").unwrap_or(after);
    let (end, year) = year_after(text, after).unwrap_or((end, None));
    Some(Day { range: start..end, year })
}

/// The year after a space, and where it ends.
fn year_after(text: &str, after: &str) -> Option<(usize, Option<u32>)> {
    let year = after.strip_prefix(' ')?;
    let at = text.len() - year.len();
    let (length, value) = number(text, at);
    (length == 4).then_some((at + 4, Some(value)))
}

fn is_month(word: &str) -> bool {
    let first = word.chars().next();
    // "may" and "mars" are words.
    let capital = first.is_some_and(|letter| letter.is_uppercase() || !letter.is_lowercase());
    let folded = word.to_lowercase();
    MONTHS.contains(&folded.as_str()) && (capital || !matches!(folded.as_str(), "may" | "mar" | "mars" | "mei" | "dec"))
}
