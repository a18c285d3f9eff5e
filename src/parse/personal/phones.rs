//! Telephone numbers: international (E.164), national with a trunk 0, North American, and others where the words
//! before them say so.

use crate::model::PersonalKind;
use std::ops::Range;

/// Digits of a number with its country code (E.164).
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 8..=15;
/// Digits of a number that begins with a trunk 0. (Fewer would be dates.)
const NATIONAL: std::ops::RangeInclusive<usize> = 9..=12;
/// Digits of a number that is said to be one.
const SAID: std::ops::RangeInclusive<usize> = 7..=15;

/// Words that say: a number comes.
const CUES: [&str; 26] = [
    "tel",
    "telephone",
    "phone",
    "call",
    "ring",
    "text",
    "mobile",
    "mob",
    "cell",
    "whatsapp",
    "fax",
    "telefon",
    "handy",
    "mobil",
    "tél",
    "téléphone",
    "portable",
    "teléfono",
    "móvil",
    "tfno",
    "telefono",
    "هاتف",
    "الهاتف",
    "جوال",
    "電話",
    "電話番号",
];

/// Groups of digits, and what stands between them.
struct Number {
    groups: Vec<String>,
    /// Where each group begins.
    starts: Vec<usize>,
    gaps: Vec<String>,
    plus: bool,
    bracket: bool,
    end: usize,
}

impl Number {
    fn digits(&self) -> String {
        self.groups.concat()
    }

    fn lengths(&self) -> Vec<usize> {
        self.groups.iter().map(String::len).collect()
    }
}

/// Finds them in a text.
pub(super) fn find(
    text: &str,
    runs: &[Range<usize>],
    is_code: &dyn Fn(usize) -> bool,
    found: &mut Vec<(PersonalKind, Range<usize>)>,
) {
    let mut at = 0;
    for Range { start: digit, .. } in runs.iter().cloned() {
        if digit < at {
            continue;
        }
        let start = opening(text, digit);
        let number = read(text, start);
        at = number.end;
        if number.digits().len() < *SAID.start() || is_code(digit) {
            continue;
        }
        if is_phone(text, start, &number) {
            found.push((PersonalKind::Phone, start..number.end));
            continue;
        }
        // A year or a room may stand before it.
        let within = number.starts.iter().skip(1).zip(&number.gaps).find_map(|(inner, gap)| {
            let from = opening(text, *inner);
            let rest = read(text, from);
            let thousands = rest.lengths().iter().all(|length| *length == 3);
            let parted = gap.ends_with(' ') || gap.ends_with(" (");
            (parted && !thousands && is_phone(text, from, &rest)).then_some(from..rest.end)
        });
        found.extend(within.map(|range| (PersonalKind::Phone, range)));
    }
}

/// `tel:` links.
pub(super) fn in_address(text: &str, found: &mut Vec<(PersonalKind, Range<usize>)>) {
    let is_tel = text.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:"));
    if is_tel && text.bytes().filter(u8::is_ascii_digit).count() >= *SAID.start() {
        found.push((PersonalKind::Phone, 4..text.len()));
    }
    let is_chat = text.find("wa.me/").map(|at| at + 6);
    if let Some(from) = is_chat {
        let length = text[from..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'+').count();
        if length >= *INTERNATIONAL.start() {
            found.push((PersonalKind::Phone, from..from + length));
        }
    }
}

/// Where a number begins whose first digit stands here: at its `+` or bracket.
fn opening(text: &str, digit: usize) -> usize {
    let before = text[..digit].trim_end_matches('(');
    let opened = if before.ends_with('+') { before.len() - 1 } else { before.len() };
    let no_bracket = if text[..digit].ends_with('+') { digit - 1 } else { digit };
    if digit - before.len() <= 1 { opened } else { no_bracket }
}

fn is_gap(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/' | '\u{2010}'..='\u{2013}' | '(' | ')')
}

/// Reads groups of digits with at most three separators between two of them.
fn read(text: &str, start: usize) -> Number {
    let rest = &text[start..];
    let opened = rest.trim_start_matches(['+', '(']);
    let plus = rest[..rest.len() - opened.len()].contains('+');
    let bracket = rest[..rest.len() - opened.len()].contains('(');
    let mut number = Number { groups: Vec::new(), starts: Vec::new(), gaps: Vec::new(), plus, bracket, end: start };
    let mut at = start + rest.len() - opened.len();
    loop {
        let length = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            break;
        }
        number.starts.push(at);
        number.groups.push(text[at..at + length].to_owned());
        number.end = at + length;
        let after = &text[number.end..];
        let gap: String = after.chars().take(4).take_while(|letter| is_gap(*letter)).collect();
        let goes_on =
            !gap.is_empty() && gap.chars().count() <= 3 && after[gap.len()..].starts_with(|c: char| c.is_ascii_digit());
        if !goes_on || number.groups.len() > 12 {
            break;
        }
        at = number.end + gap.len();
        number.gaps.push(gap);
    }
    number
}

fn is_phone(text: &str, start: usize, number: &Number) -> bool {
    let (digits, lengths) = (number.digits(), number.lengths());
    let said = is_said(&text[..start]);
    if !stands_alone(text, start, number, said) || has_date(number) || is_book(&text[..start]) {
        return false;
    }
    let count = digits.len();
    if number.plus {
        let grouped = lengths.len() > 1 || count >= 10;
        return !digits.starts_with('0') && grouped && INTERNATIONAL.contains(&count);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        let begins = rest.starts_with(|first: char| ('1'..='9').contains(&first));
        return begins && lengths[0] >= 2 && (10..=17).contains(&count);
    }
    if digits.starts_with('0') {
        let whole = lengths.len() > 1 || (10..=11).contains(&count);
        let dotted = number.gaps.iter().all(|gap| gap == ".") && lengths.len() == 4;
        // A single 0 begins the number of a book, and many small groups are a list.
        let groups = lengths[0] >= 2 && (lengths.len() <= 6) && !(dotted && lengths.iter().all(|length| *length <= 3));
        return (groups && whole && NATIONAL.contains(&count)) || (said && SAID.contains(&count));
    }
    is_american(number) || (said && SAID.contains(&count) && !are_years(number))
}

/// `(212) 555-0123`, with or without a 1 before it.
fn is_american(number: &Number) -> bool {
    let groups = match number.groups.first().map(String::as_str) {
        Some("1") => &number.groups[1..],
        _ => &number.groups[..],
    };
    let [area, exchange, line] = groups else { return false };
    let begins = |group: &str| group.starts_with(|first: char| ('2'..='9').contains(&first));
    let fits = (area.len(), exchange.len(), line.len()) == (3, 3, 4) && begins(area) && begins(exchange);
    // Bare spaces make it three numbers as well.
    fits && (number.bracket || number.gaps.iter().any(|gap| gap != " "))
}

fn are_years(number: &Number) -> bool {
    number.groups.iter().all(|group| is_year(group))
}

fn is_year(group: &str) -> bool {
    group.len() == 4 && (group.starts_with("19") || group.starts_with("20") || group.starts_with("18"))
}

/// Whether three groups with the same mark between them are a day: 03.05.2012, 2012-05-03.
fn has_date(number: &Number) -> bool {
    let day = |group: &str| group.len() <= 2;
    let marked = |gaps: &[String]| gaps[0] == gaps[1] && matches!(gaps[0].as_str(), "." | "-" | "/");
    (0..number.groups.len().saturating_sub(2)).any(|at| {
        let [one, two, three] = [0, 1, 2].map(|step| number.groups[at + step].as_str());
        let dated = (day(one) && day(two) && is_year(three)) || (is_year(one) && day(two) && day(three));
        !number.plus && dated && marked(&number.gaps[at..at + 2])
    })
}

/// Whether the words before a number say that it is one to ring.
fn is_said(before: &str) -> bool {
    let from = (0..=before.len().saturating_sub(40)).rev().find(|at| before.is_char_boundary(*at)).unwrap_or(0);
    let near = before[from..].rsplit(['!', '?', ';', '\n']).next().unwrap_or_default().to_lowercase();
    let mut words = near.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).rev();
    words.by_ref().take(3).any(|word| CUES.contains(&word))
}

/// Whether a number is that of a book or a journal.
fn is_book(before: &str) -> bool {
    let from = (0..=before.len().saturating_sub(20)).rev().find(|at| before.is_char_boundary(*at)).unwrap_or(0);
    let near = before[from..].to_ascii_lowercase();
    ["isbn", "issn", "doi", "iban", "orcid"].iter().any(|word| near.contains(word))
}

/// Whether nothing goes on before or after it that would make it part of something else.
fn stands_alone(text: &str, start: usize, number: &Number, said: bool) -> bool {
    let before = text[..start].chars().next_back();
    let after: Vec<char> = text[number.end..].chars().take(2).collect();
    let joins =
        |letter: char| letter.is_alphanumeric() && !is_east_asian(letter) || "_-/.,#=&+%@$€£¥×*^~".contains(letter);
    // 12:30 is a time.
    let colon =
        text[..start].strip_suffix(':').is_some_and(|rest| rest.ends_with(|letter: char| letter.is_ascii_digit()));
    let goes_on = match after.as_slice() {
        [first, ..] if first.is_alphanumeric() && !is_east_asian(*first) => true,
        ['_' | '%' | '€' | '£' | '$' | '°' | '@' | '=' | '×', ..] => true,
        ['.' | ',' | ':' | '-' | '/' | '–', second, ..] => second.is_ascii_digit(),
        _ => false,
    };
    !before.is_some_and(joins) && (said || !colon) && !goes_on
}

fn is_east_asian(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}
