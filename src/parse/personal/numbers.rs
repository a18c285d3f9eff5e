//! Postcodes and coordinates, only in forms that are surely so.

use crate::model::PersonalKind;
use std::ops::Range;

/// Abbreviations of the states of the USA, and of its capital's district.
const STATES: &str = " AL AK AZ AR CA CO CT DC DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM \
                      NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY ";

/// Areas of postcodes of the United Kingdom.
const AREAS: &str = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC \
                     EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN \
                     LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO \
                     SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ";
/// What stands behind a number in ordinary texts.
const MEASURES: &str = " ST ND RD TH FT LB GB TB HZ PX HR YD DB PT QT HA AS ES EN ER LY ";

/// Finds postcodes of the United Kingdom, Canada, the USA and the Netherlands.
pub(super) fn postcodes(
    text: &str,
    runs: &[Range<usize>],
    is_code: &dyn Fn(usize) -> bool,
    found: &mut Vec<(PersonalKind, Range<usize>)>,
) {
    for Range { start, end } in runs.iter().cloned() {
        let range = match end - start {
            1 => british(text, start).or_else(|| canadian(text, start)),
            4 => dutch(text, start),
            5 => american(text, start),
            _ => None,
        };
        found.extend(range.filter(|range| !is_code(range.start)).map(|range| (PersonalKind::Postcode, range)));
    }
}

/// The word that ends at a byte, and where it begins.
fn word_before(text: &str, end: usize) -> (&str, usize) {
    let start = text[..end]
        .char_indices()
        .rev()
        .take_while(|(_, letter)| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '/' | '#' | '='))
        .last()
        .map_or(end, |(at, _)| at);
    (&text[start..end], start)
}

fn ends_here(text: &str, end: usize) -> bool {
    !text[end..].starts_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '/' | '='))
}

/// `SW1A 1AA`: from its second part, which begins at this digit.
fn british(text: &str, digit: usize) -> Option<Range<usize>> {
    let inward = text.get(digit + 1..digit + 3)?.as_bytes();
    let (outward, start) = word_before(text, text[..digit].strip_suffix(' ')?.len());
    if text[start..digit + 3].bytes().any(|byte| byte.is_ascii_lowercase()) {
        return small_british(text, start..digit + 3);
    }
    let fits = inward.iter().all(|byte| byte.is_ascii_uppercase() && !b"CIKMOV".contains(byte));
    let is_ordinal = ["ST", "ND", "RD", "TH"].contains(&text.get(digit + 1..digit + 3)?);
    let bytes = outward.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let rest = &bytes[letters.min(bytes.len())..];
    let second = match rest {
        [one] => one.is_ascii_digit(),
        [one, two] => one.is_ascii_digit() && (two.is_ascii_digit() || two.is_ascii_uppercase()),
        _ => false,
    };
    let first = (1..=2).contains(&letters)
        && !b"QVX".contains(&bytes[0])
        && bytes.get(1).is_none_or(|byte| letters < 2 || !b"IJZ".contains(byte));
    let whole = fits && !is_ordinal && first && second && ends_here(text, digit + 3);
    whole.then_some(start..digit + 3)
}

/// `sw1a 1aa`: without capital letters only where it can hardly be anything else: of a known area, with a first part of
/// three characters or more, and no measure.
fn small_british(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let written = &text[range.clone()];
    let raised = written.to_ascii_uppercase();
    let (outward, inward) = raised.split_once(' ')?;
    let area: String = outward.chars().take_while(char::is_ascii_alphabetic).collect();
    let is_area = AREAS.contains(&format!(" {area} ")) && outward.len() > 2;
    let is_measure = MEASURES.contains(&format!(" {} ", inward.get(1..)?));
    let is_plain = outward.is_ascii() && inward.len() == 3 && ends_here(text, range.end);
    let before = text[..range.start].chars().next_back();
    let stands_free = before.is_none_or(|letter| letter.is_whitespace() || "(,;:.\"“".contains(letter));
    let fits = is_area && !is_measure && is_plain && stands_free;
    (fits && british(&raised, outward.len() + 1).is_some()).then_some(range)
}

/// `K1A 0B1`: from the first digit of its second part.
fn canadian(text: &str, digit: usize) -> Option<Range<usize>> {
    let [letter, last] = text.get(digit + 1..digit + 3)?.as_bytes() else { return None };
    let is_letter = |byte: u8| byte.is_ascii_uppercase() && !b"DFIOQU".contains(&byte);
    let (outward, start) = word_before(text, text[..digit].strip_suffix(' ')?.len());
    let &[area, number, part] = outward.as_bytes() else { return None };
    let fits = is_letter(*letter)
        && last.is_ascii_digit()
        && is_letter(area)
        && !b"WZ".contains(&area)
        && number.is_ascii_digit()
        && is_letter(part);
    (fits && ends_here(text, digit + 3)).then_some(start..digit + 3)
}

/// `Springfield, IL 62704`.
fn american(text: &str, digit: usize) -> Option<Range<usize>> {
    let before = text[..digit].strip_suffix(' ')?;
    let (state, start) = word_before(text, before.len());
    let is_state = state.len() == 2 && STATES.contains(&format!(" {state} "));
    let town = text[..start].strip_suffix(", ").or_else(|| text[..start].strip_suffix(' '))?;
    let (town, _) = word_before(town, town.len());
    let mut letters = town.chars();
    let is_town = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    let after = &text[digit + 5..];
    let is_amount = after.starts_with(|letter: char| letter.is_alphanumeric() || "_/.,%".contains(letter))
        && !after.starts_with(['.', ','])
        || after.get(..2).is_some_and(|end| end.starts_with(['.', ',']) && end.as_bytes()[1].is_ascii_digit());
    (is_state && is_town && !is_amount).then_some(start..digit + 5)
}

/// `1012 LG Amsterdam`, after a comma or at the beginning of a line.
fn dutch(text: &str, digit: usize) -> Option<Range<usize>> {
    const NOT_CODES: &str = " AD BC CE AM PM KM KG MB GB TB KB UK US EU UN TV PC BP AH IT AI SA SD SS UT CM MM ML ";
    let letters = text[digit + 4..].strip_prefix(' ')?.get(..2)?;
    let town = text[digit + 7..].strip_prefix(' ')?;
    let is_town = {
        let mut letters = town.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    };
    let before = text[..digit].trim_end_matches(' ');
    let opens = before.is_empty() || before.ends_with([',', '\n']);
    let fits = letters.bytes().all(|byte| byte.is_ascii_uppercase()) && !NOT_CODES.contains(&format!(" {letters} "));
    (fits && is_town && opens && !text[digit..].starts_with('0')).then_some(digit..digit + 7)
}

/// A number with decimals.
struct Decimal {
    value: f64,
    places: usize,
    end: usize,
}

/// Reads `-12.3456` at a byte.
fn decimal(text: &str, start: usize) -> Option<Decimal> {
    let rest = &text[start..];
    let unsigned = rest.trim_start_matches(['-', '+', '\u{2212}']);
    let negative = rest.starts_with(['-', '\u{2212}']);
    let whole = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let fraction = unsigned.get(whole..)?.strip_prefix('.')?;
    let places = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let value: f64 = unsigned.get(..whole + 1 + places)?.parse().ok()?;
    let end = start + (rest.len() - unsigned.len()) + whole + 1 + places;
    let fits = (1..=3).contains(&whole)
        && places > 0
        && !text[end..]
            .starts_with(|letter: char| letter == '.' && text[end + 1..].starts_with(|c: char| c.is_ascii_digit()));
    fits.then_some(Decimal { value: if negative { -value } else { value }, places, end })
}

/// Finds coordinates: two numbers with four decimals or more, or degrees with seconds.
pub(super) fn coordinates(
    text: &str,
    runs: &[Range<usize>],
    is_code: &dyn Fn(usize) -> bool,
    found: &mut Vec<(PersonalKind, Range<usize>)>,
) {
    let mut at = 0;
    for Range { start: digit, end } in runs.iter().cloned() {
        if digit < at || end - digit > 3 || is_code(digit) {
            continue;
        }
        let is_decimal = text.as_bytes().get(end) == Some(&b'.');
        let range = degrees(text, digit).or_else(|| if is_decimal { pair(text, digit) } else { None });
        if let Some(range) = range {
            at = range.end;
            found.push((PersonalKind::Coordinates, range));
        }
    }
}

/// `51.5033, -0.1196`.
fn pair(text: &str, digit: usize) -> Option<Range<usize>> {
    let signed = text[..digit].ends_with(['-', '+', '\u{2212}']);
    let start = if signed { digit - text[..digit].chars().next_back()?.len_utf8() } else { digit };
    let joins = |letter: char| letter.is_alphanumeric() || "_.$€£".contains(letter);
    if text[..start].ends_with(joins) {
        return None;
    }
    let north = decimal(text, start)?;
    let rest = &text[north.end..];
    let rest = rest.strip_prefix('°').unwrap_or(rest);
    let rest = rest.trim_start_matches([' ', 'N', 'S']);
    let gaps = ["&mlon=", "&lng=", "&lon=", "&longitude=", "%2C", ",", ";", "/"];
    let after = gaps.iter().find_map(|gap| rest.strip_prefix(gap))?.trim_start_matches(' ');
    let east = decimal(text, text.len() - after.len())?;
    let end_ok = !text[east.end..].starts_with(|letter: char| letter.is_alphanumeric() || letter == '%');
    let precise = north.places >= 4 && east.places >= 4;
    let on_earth = north.value.abs() <= 90.0 && east.value.abs() <= 180.0;
    // Two small fractions are rather a result than a place off the coast of Africa.
    let is_place = north.value.abs() >= 1.0 || east.value.abs() >= 1.0;
    (precise && on_earth && is_place && end_ok).then_some(start..east.end)
}

/// `51°30'12"N`, and what follows of the other direction.
fn degrees(text: &str, digit: usize) -> Option<Range<usize>> {
    if text[..digit].ends_with(|letter: char| letter.is_alphanumeric() || letter == '.') {
        return None;
    }
    let end = one_degree(text, digit)?;
    let rest = &text[end..];
    let gap = rest.len() - rest.trim_start_matches([' ', ',', ';']).len();
    Some(digit..one_degree(text, end + gap).unwrap_or(end))
}

/// Marks of minutes and seconds as they are typed, and as smart punctuation makes them: `52°31’12“N`.
const MINUTES: [char; 10] = ['\'', '′', '’', '‘', '‛', '‚', '`', '´', 'ʹ', 'ʼ'];
const SECONDS: [char; 10] = ['"', '″', '”', '“', '„', '‟', '«', '»', 'ʺ', '˝'];

fn one_degree(text: &str, start: usize) -> Option<usize> {
    let number = |at: usize| -> (usize, usize) {
        let whole = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        let rest = &text[at + whole..];
        let places = rest.strip_prefix('.').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        (at + whole + if places > 0 { places + 1 } else { 0 }, places)
    };
    let skip = |at: usize, marks: &[char]| {
        let rest = text[at..].trim_start_matches(' ');
        let cut = rest.strip_prefix(marks)?;
        Some(text.len() - cut.trim_start_matches(' ').len())
    };
    let (end, places) = number(start);
    let mut at = skip(end, &['°', 'º']).filter(|_| end > start)?;
    let mut precise = places >= 4;
    let (end, places) = number(at);
    if let Some(after) = skip(end, &MINUTES).filter(|_| end > at) {
        precise |= places >= 2;
        at = after;
        let (end, _) = number(at);
        // Two marks of minutes are one of seconds.
        let twice = |end| skip(end, &MINUTES).and_then(|once| skip(once, &MINUTES));
        if let Some(after) = skip(end, &SECONDS).or_else(|| twice(end)).filter(|_| end > at) {
            precise = true;
            at = after;
        }
    }
    let letter = text[at..].chars().next().filter(|letter| "NSEWO".contains(*letter))?;
    let end = at + letter.len_utf8();
    let ends = !text[end..].starts_with(char::is_alphanumeric);
    (precise && ends).then_some(end)
}
