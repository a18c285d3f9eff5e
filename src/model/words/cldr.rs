//! Plural rules and dates of every language, as the Unicode consortium collects them (CLDR). The only file that knows
//! the library with that data.

use super::super::Date;
use super::Plural;
use icu_calendar::{Date as Day, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use std::collections::BTreeSet;

/// Numbers whose forms are known from the start, for most are small.
const KNOWN: u64 = 1_000;

/// Numbers that have a form of their own in some languages.
const LARGE: [u64; 5] = [1_000, 1_001, 10_000, 1_000_000, 2_000_000];

/// Whether a text is the name of a language.
#[must_use]
pub fn is_language(name: &str) -> bool {
    Locale::try_from_str(name).is_ok()
}

/// A language and region, with digits that fit those of the rest of the page: years and counts are written `2026`
/// everywhere.
fn locale(language: &str) -> Locale {
    let plain = Locale::try_from_str(language).map(|locale| locale.id.to_string());
    let plain = plain.unwrap_or_else(|_| super::ENGLISH.to_owned());
    Locale::try_from_str(&format!("{plain}-u-nu-latn")).unwrap_or(Locale::UNKNOWN)
}

/// Which plural form a number needs in a language.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// Those of the numbers from 0 on.
    small: Vec<Plural>,
    locale: Locale,
}

impl Rules {
    pub(super) fn new(language: &str) -> Self {
        let locale = locale(language);
        let rules = rules(&locale);
        Self { small: (0..KNOWN).map(|number| form(rules.as_ref(), number)).collect(), locale }
    }

    /// The form that a number needs.
    pub(super) fn of(&self, number: u64) -> Plural {
        let small = usize::try_from(number).ok().and_then(|place| self.small.get(place));
        small.copied().unwrap_or_else(|| form(rules(&self.locale).as_ref(), number))
    }

    /// Numbers that between them need every form, each with its own.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (u64, Plural)> {
        (0..KNOWN).chain(LARGE).map(|number| (number, self.of(number)))
    }

    /// The forms that whole numbers need, `other` always among them.
    pub(super) fn forms(&self) -> BTreeSet<Plural> {
        self.small.iter().copied().chain([Plural::Other]).collect()
    }
}

fn rules(locale: &Locale) -> Option<PluralRules> {
    PluralRules::try_new(locale.into(), PluralRulesOptions::default()).ok()
}

fn form(rules: Option<&PluralRules>, number: u64) -> Plural {
    match rules.map(|rules| rules.category_for(number)) {
        Some(PluralCategory::Zero) => Plural::Zero,
        Some(PluralCategory::One) => Plural::One,
        Some(PluralCategory::Two) => Plural::Two,
        Some(PluralCategory::Few) => Plural::Few,
        Some(PluralCategory::Many) => Plural::Many,
        Some(PluralCategory::Other) | None => Plural::Other,
    }
}

/// The forms that whole numbers need in a language, `other` always among them.
#[must_use]
pub fn forms(language: &str) -> BTreeSet<Plural> {
    Rules::new(language).forms()
}

/// A part of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Year,
    Day,
}

/// How a language writes dates: one pattern for each month, with its name in it, because making one from the data takes
/// a hundred times as long as filling it.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    days: Vec<Vec<Part>>,
    months: Vec<Vec<Part>>,
}

impl Dates {
    pub(super) fn new(language: &str) -> Self {
        let locale = locale(language);
        let days = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&locale).into(), YMD::long()).ok();
        let months = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&locale).into(), YM::long()).ok();
        let day = |month: u8| Some(days.as_ref()?.format(&Day::try_new_gregorian(YEAR, month, DAY).ok()?).to_string());
        let only =
            |month: u8| Some(months.as_ref()?.format(&Day::try_new_gregorian(YEAR, month, DAY).ok()?).to_string());
        let pattern =
            |month: u8, said: Option<String>| parts(&said.unwrap_or_else(|| format!("{YEAR}-{month:02}-{DAY}")));
        Self {
            days: (1..=12).map(|month| pattern(month, day(month))).collect(),
            months: (1..=12).map(|month| pattern(month, only(month))).collect(),
        }
    }

    /// A date to the precision it has.
    pub(super) fn say(&self, date: &Date) -> String {
        let patterns = if date.day.is_some() { &self.days } else { &self.months };
        let month = date.month.and_then(|month| usize::try_from(month).ok()?.checked_sub(1));
        let Some(pattern) = month.and_then(|month| patterns.get(month)) else { return date.year.to_string() };
        let mut said = String::new();
        for part in pattern {
            match part {
                Part::Text(text) => said.push_str(text),
                Part::Year => said.push_str(&date.year.to_string()),
                Part::Day => said.push_str(&date.day.unwrap_or(1).to_string()),
            }
        }
        said
    }
}

/// A day whose parts cannot be mistaken for each other.
const YEAR: i32 = 2345;
const DAY: u8 = 28;

/// What was written for that day, as a pattern for every day of its month.
fn parts(said: &str) -> Vec<Part> {
    let (year, day) = (YEAR.to_string(), DAY.to_string());
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = said;
    while let Some(letter) = rest.chars().next() {
        let found = [(&year, Part::Year), (&day, Part::Day)].into_iter().find(|(digits, _)| rest.starts_with(*digits));
        if let Some((digits, part)) = found {
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            parts.push(part);
            rest = &rest[digits.len()..];
        } else {
            text.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(language: &str, date: &str) -> String {
        Dates::new(language).say(&Date::parse(date).unwrap())
    }

    #[test]
    fn dates_follow_the_language() {
        let all = |language: &str| ["2026-03-02", "2026-03", "2026"].map(|date| said(language, date));
        assert_eq!(all("en-001"), ["2 March 2026", "March 2026", "2026"]);
        assert_eq!(all("en-US"), ["March 2, 2026", "March 2026", "2026"]);
        assert_eq!(all("de"), ["2. März 2026", "März 2026", "2026"]);
        // The month alone has another case.
        assert_eq!(all("pl"), ["2 marca 2026", "marzec 2026", "2026"]);
        assert_eq!(all("ja"), ["2026年3月2日", "2026年3月", "2026"]);
        assert_eq!(all("ar"), ["2 مارس 2026", "مارس 2026", "2026"]);
        assert_eq!(said("no such thing", "2026-03-02"), "March 2, 2026");
    }

    /// The pattern of a month says of each of its days what the library itself says.
    #[test]
    fn patterns_say_what_the_library_says() {
        for language in [
            "en-001", "en", "ar", "cs", "de", "es", "eu", "fa", "fi", "fr", "he", "hu", "ja", "ko", "lt", "lv", "pl",
            "pt-PT", "ru", "sw", "th", "tr", "uk", "vi", "zh", "zh-Hant",
        ] {
            let dates = Dates::new(language);
            let by =
                FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale(language).into(), YMD::long()).unwrap();
            for (year, month, day) in (1..=12).flat_map(|month| [(1987, month, 1), (2003, month, 9), (2028, month, 23)])
            {
                let date = Date { year, month: Some(month), day: Some(day), timestamp: None };
                let same = Day::try_new_gregorian(year.into(), month.unsigned_abs(), day.unsigned_abs()).unwrap();
                assert_eq!(dates.say(&date), by.format(&same).to_string(), "{language}");
            }
        }
    }

    #[test]
    fn forms_follow_the_language() {
        use Plural::{Few, Many, One, Other, Two, Zero};
        let of = |language: &str, numbers: &[u64]| -> Vec<Plural> {
            let rules = Rules::new(language);
            numbers.iter().map(|number| rules.of(*number)).collect()
        };
        assert_eq!(of("en", &[0, 1, 2, 1_000_001]), [Other, One, Other, Other]);
        assert_eq!(of("pl", &[1, 2, 5, 12, 22, 1_002]), [One, Few, Many, Many, Few, Few]);
        assert_eq!(of("ar", &[0, 1, 2, 3, 11, 100, 103]), [Zero, One, Two, Few, Many, Other, Few]);
        assert_eq!(of("ja", &[0, 1, 2]), [Other, Other, Other]);
        assert_eq!(forms("pl"), [One, Few, Many, Other].into());
        assert_eq!(forms("de"), [One, Other].into());
    }
}
