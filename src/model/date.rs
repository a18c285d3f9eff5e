//! Dates with the precision in which they were written. The only place that knows the date library,
//! beside the clock in `commands/`.

use jiff::civil;
use jiff::tz::TimeZone;
use serde::Serialize;

/// A date as the writer gave it: a year, a month, a day, or an exact time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Date {
    /// The year, 1 to 9999.
    pub year: i16,
    /// The month, 1 to 12, if it was given.
    pub month: Option<i8>,
    /// The day of the month, if it was given.
    pub day: Option<i8>,
    /// Seconds since 1970 in UTC, if an exact time was given. Year, month and day are then those written.
    pub timestamp: Option<i64>,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// It looks like a date, but there is no such day; with words that say what is impossible.
    Impossible(String),
    /// It is written in another way; with our spelling of it, if it could be guessed.
    Form(Option<String>),
}

impl Date {
    /// Reads `2026`, `2026-03`, `2026-03-02` or an RFC 3339 time.
    ///
    /// # Errors
    /// Says whether the form is unknown or the day does not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let parts: Vec<&str> = text.split('-').collect();
        let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        match parts.as_slice() {
            [year] if digits(year, 4) => Self::checked(year, None, None),
            [year, month] if digits(year, 4) && digits(month, 2) => Self::checked(year, Some(month), None),
            [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
                Self::checked(year, Some(month), Some(day))
            }
            _ if text.contains(':') => Self::parse_time(text),
            _ => Err(DateError::Form(guess(text))),
        }
    }

    fn checked(year: &str, month: Option<&str>, day: Option<&str>) -> Result<Self, DateError> {
        let number = |text: &str| text.parse::<i16>().unwrap_or(0);
        let small = |text: &str| text.parse::<i8>().unwrap_or(0);
        let (year, month, day) = (number(year), month.map(small), day.map(small));
        if year == 0 {
            return Err(DateError::Impossible("years are counted from 0001".to_owned()));
        }
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(DateError::Impossible("months go from 01 to 12".to_owned()));
        }
        let first =
            civil::Date::new(year, month.unwrap_or(1), 1).map_err(|error| DateError::Impossible(error.to_string()))?;
        let last = first.days_in_month();
        if day.is_some_and(|day| !(1..=last).contains(&day)) {
            return Err(DateError::Impossible(format!("that month has {last} days")));
        }
        Ok(Self { year, month, day, timestamp: None })
    }

    fn parse_time(text: &str) -> Result<Self, DateError> {
        let timestamp: jiff::Timestamp = text.parse().map_err(|_| DateError::Form(guess(text)))?;
        let date = text.get(..10).ok_or(DateError::Form(None)).and_then(Self::parse)?;
        Ok(Self { timestamp: Some(timestamp.as_second()), ..date })
    }

    /// The first instant of the date, in seconds since 1970; a date without a time begins at midnight in `zone`.
    #[must_use]
    pub fn instant(&self, zone: &TimeZone) -> i64 {
        if let Some(timestamp) = self.timestamp {
            return timestamp;
        }
        let day = self.civil();
        day.to_zoned(zone.clone())
            .map(|zoned| zoned.timestamp().as_second())
            .or_else(|_| day.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp().as_second()))
            .unwrap_or(0)
    }

    /// A number that puts dates in the order in which they compare, except that it knows no time of day.
    #[must_use]
    pub fn day_number(&self) -> u32 {
        let part = |part: Option<i8>| part.map_or(0, |part| u32::from(part.unsigned_abs()));
        u32::from(self.year.unsigned_abs()) << 16 | part(self.month) << 8 | part(self.day)
    }

    /// The date as it would be written in front matter, to the precision it has; without the time of day.
    #[must_use]
    pub fn iso(&self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }

    /// The day on which it begins, or its own.
    #[must_use]
    pub fn beginning(&self) -> Self {
        Self { month: self.month.or(Some(1)), day: self.day.or(Some(1)), ..*self }
    }

    /// The day on which it begins as it would be written, and why if that is not what was written.
    #[must_use]
    pub fn first_day(&self) -> String {
        let day = self.beginning().iso();
        match (self.month, self.day) {
            (Some(_), Some(_)) => day,
            (Some(_), None) => format!("{day} (only a month was given)"),
            _ => format!("{day} (only a year was given)"),
        }
    }

    /// The date in English words, to the precision it has: `2 March 2026`, `March 2026`, `2026`.
    #[must_use]
    pub fn words(&self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = self.month.and_then(|month| MONTHS.get(usize::try_from(month).unwrap_or(0).wrapping_sub(1)));
        match (month, self.day) {
            (Some(month), Some(day)) => format!("{day} {month} {}", self.year),
            (Some(month), None) => format!("{month} {}", self.year),
            _ => self.year.to_string(),
        }
    }

    /// The season of a date with a month: winter, spring, summer, autumn from 0 on. None where the zone does not tell
    /// which season a month is in.
    #[must_use]
    pub fn season(&self, zone: &TimeZone) -> Option<usize> {
        /// Zones in which a year surely has four seasons.
        const NORTH: &str = "America/New_York America/Chicago America/Denver America/Los_Angeles America/Toronto \
            America/Vancouver America/Halifax America/Edmonton America/Winnipeg Asia/Tokyo Asia/Seoul Asia/Shanghai";
        const SOUTH: &str = "Australia/Sydney Australia/Melbourne Australia/Hobart Australia/Adelaide Australia/Perth \
            Pacific/Auckland Africa/Johannesburg America/Montevideo America/Santiago America/Argentina/Buenos_Aires";
        let name = zone.iana_name().unwrap_or_default();
        let is_in = |zones: &str| zones.split(' ').any(|zone| zone == name);
        let (north, south) = (name.starts_with("Europe/") || is_in(NORTH), is_in(SOUTH));
        let month = self.month.filter(|_| north || south).and_then(|month| usize::try_from(month).ok())?;
        Some((month / 3 + if south { 2 } else { 0 }) % 4)
    }

    /// The first instant in the form of RFC 2822, as RSS wants it.
    #[must_use]
    pub fn rfc2822(&self, zone: &TimeZone) -> String {
        let zoned = self.zoned(zone);
        jiff::fmt::rfc2822::to_string(&zoned).unwrap_or_default()
    }

    /// The first instant in the form of RFC 3339, as sitemaps want it.
    #[must_use]
    pub fn rfc3339(&self, zone: &TimeZone) -> String {
        self.zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    fn zoned(&self, zone: &TimeZone) -> jiff::Zoned {
        jiff::Timestamp::from_second(self.instant(zone)).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
    }

    fn civil(&self) -> civil::Date {
        civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(civil::Date::ZERO)
    }
}

/// The day of an instant in words, in a time zone: `2 March 2026`. `seconds` count from 1970.
#[must_use]
pub fn day_words(seconds: i64, zone: &TimeZone) -> String {
    let instant = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let day = instant.to_zoned(zone.clone()).date();
    Date { year: day.year(), month: Some(day.month()), day: Some(day.day()), timestamp: None }.words()
}

/// The first instant of the next day in a time zone. All instants are seconds since 1970.
#[must_use]
pub fn next_midnight(seconds: i64, zone: &TimeZone) -> i64 {
    let instant = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let tomorrow = instant.to_zoned(zone.clone()).tomorrow().and_then(|day| day.start_of_day());
    tomorrow.map_or(seconds, |day| day.timestamp().as_second())
}

/// The day of an instant in UTC as it is written in front matter. `seconds` count from 1970.
#[must_use]
pub fn iso_day(seconds: i64) -> String {
    let instant = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    instant.to_zoned(TimeZone::UTC).date().to_string()
}

/// The name of the system's time zone, `UTC` if it has none. For commands only: no stage may ask the system.
#[must_use]
pub fn system_timezone() -> String {
    let zone = TimeZone::try_system().ok();
    let name = zone.as_ref().and_then(|zone| zone.iana_name()).filter(|name| TimeZone::get(name).is_ok());
    name.unwrap_or("UTC").to_owned()
}

/// Our spelling of a date that was written in a common other way; both where it can mean two days.
fn guess(text: &str) -> Option<String> {
    let is_filler = |part: &str| ["of", "de", "del", "di", "do", "the"].contains(&part);
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ', ',']).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty() && !is_filler(part)).collect();
    let number = |text: &str| text.parse::<i16>().ok();
    let month = |text: &str| number(text).or_else(|| month_number(text).map(i16::from));
    let named = |text: &str| month_number(text).is_some();
    let is_year = |text: &str| text.len() == 4 && number(text).is_some();
    let (year, month, day) = match parts.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => {
            (number(&all[..4])?, number(&all[4..6])?, Some(number(&all[6..])?))
        }
        [first, second] if is_year(first) => (number(first)?, month(second)?, None),
        [first, second] if is_year(second) => (number(second)?, month(first)?, None),
        [first, second, third] if is_year(first) => (number(first)?, month(second)?, Some(day_number(third)?)),
        [first, second, third] if is_year(third) => {
            let (one, two) = (day_number(first), day_number(second));
            // Between dots the day comes first wherever that is written.
            let is_dotted = text.matches('.').count() == 2 && two.is_some();
            let day_first = is_dotted || named(second) || one.is_some_and(|day| day > 12) || one == two;
            let month_first = !is_dotted && (named(first) || two.is_some_and(|day| day > 12));
            match (day_first, month_first) {
                (true, false) => (number(third)?, month(second)?, Some(one?)),
                (false, true) => (number(third)?, month(first)?, Some(two?)),
                // 3/2/2026 is March in one country and February in another: never guess.
                (false, false) => return either(number(third)?, one?, two?),
                _ => return None,
            }
        }
        _ => return None,
    };
    let day = day.map_or(String::new(), |day| format!("-{day:02}"));
    let spelled = format!("{year:04}-{month:02}{day}");
    Date::parse(&spelled).ok().map(|_| spelled)
}

/// Both days that two numbers can mean.
fn either(year: i16, one: i16, two: i16) -> Option<String> {
    let told = |month: i16, day: i16| {
        let date = Date::parse(&format!("{year:04}-{month:02}-{day:02}")).ok()?;
        Some(format!("{} ({})", date.iso(), date.words()))
    };
    Some(format!("{} or {}", told(two, one)?, told(one, two)?))
}

/// `4`, `04`, `4th`.
fn day_number(text: &str) -> Option<i16> {
    let digits = ["st", "nd", "rd", "th", "er", "º"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    digits.parse().ok()
}

/// The number of a month by the beginning of its name, in English and the languages around it.
fn month_number(name: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "jan jän gen ene",
        "feb fév fev",
        "mar mär maa",
        "apr avr abr",
        "may mai mei mag",
        "jun juin giu",
        "jul juil lug",
        "aug aoû aou ago",
        "sep set",
        "oct okt out ott",
        "nov",
        "dec dez déc dic",
    ];
    let name = super::text::nfc(&name.to_lowercase());
    let is_it = |names: &&str| names.split(' ').any(|start| name.starts_with(start));
    NAMES.iter().position(is_it).and_then(|index| u8::try_from(index + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_kept() {
        for (text, words) in [("2026", "2026"), ("2026-03", "March 2026"), ("2026-03-02", "2 March 2026")] {
            let date = Date::parse(text).unwrap();
            assert_eq!(date.iso(), text);
            assert_eq!(date.words(), words);
        }
        let time = Date::parse("2026-03-02T23:30:00+01:00").unwrap();
        assert_eq!(time.iso(), "2026-03-02");
        assert_eq!(time.timestamp, Some(1_772_490_600));
    }

    #[test]
    fn impossible_and_foreign_forms_are_told_apart() {
        assert_eq!(Date::parse("2026-02-30"), Err(DateError::Impossible("that month has 28 days".into())));
        assert_eq!(Date::parse("2026-13"), Err(DateError::Impossible("months go from 01 to 12".into())));
        assert_eq!(Date::parse("2026-3-9"), Err(DateError::Form(Some("2026-03-09".into()))));
        assert_eq!(Date::parse("9 March 2026"), Err(DateError::Form(Some("2026-03-09".into()))));
        for (text, ours) in [
            ("June 4, 2026", "2026-06-04"),
            ("4th June 2026", "2026-06-04"),
            ("Jun 22nd 2026", "2026-06-22"),
            ("20260604", "2026-06-04"),
            ("2026/6/4", "2026-06-04"),
            ("13.6.2026", "2026-06-13"),
            ("6/13/2026", "2026-06-13"),
            ("June 2026", "2026-06"),
            ("2026 June", "2026-06"),
            ("6/2026", "2026-06"),
            ("3. März 2026", "2026-03-03"),
            ("3 de marzo de 2026", "2026-03-03"),
            ("1er juillet 2026", "2026-07-01"),
            ("15 juin 2026", "2026-06-15"),
            ("03.04.2026", "2026-04-03"),
            ("4.6.2026", "2026-06-04"),
            ("3/3/2026", "2026-03-03"),
            ("12/03/2026", "2026-03-12 (12 March 2026) or 2026-12-03 (3 December 2026)"),
        ] {
            assert_eq!(Date::parse(text), Err(DateError::Form(Some(ours.into()))), "{text}");
        }
        for text in ["31.02.2026", "13.13.2026", "20261301", "13/13/2026", "4 June", "June 4 26", "é234567"] {
            assert_eq!(Date::parse(text), Err(DateError::Form(None)), "{text}");
        }
        assert_eq!(Date::parse("2026-03-02T10:00:00"), Err(DateError::Form(None)), "a time needs its zone");
    }

    #[test]
    fn a_season_is_known_where_the_zone_tells_it() {
        let season = |date: &str, zone: &str| Date::parse(date).unwrap().season(&TimeZone::get(zone).unwrap());
        assert_eq!(season("2026-03-02", "Europe/London"), Some(1));
        assert_eq!(season("2026-12-31", "Europe/London"), Some(0));
        assert_eq!(season("2026-09", "Europe/London"), Some(3));
        assert_eq!(season("2026-03-02", "Pacific/Auckland"), Some(3));
        assert_eq!(season("2026-03-02", "UTC"), None);
        assert_eq!(season("2026-03-02", "Africa/Nairobi"), None);
        assert_eq!(season("2026", "Europe/London"), None);
    }

    #[test]
    fn a_year_or_a_month_alone_begins_on_its_first_day() {
        for (text, told) in [
            ("2026", "2026-01-01 (only a year was given)"),
            ("2026-03", "2026-03-01 (only a month was given)"),
            ("2026-03-02", "2026-03-02"),
        ] {
            assert_eq!(Date::parse(text).unwrap().first_day(), told);
        }
    }

    #[test]
    fn a_bare_date_begins_at_local_midnight() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let date = Date::parse("2026-03-02").unwrap();
        assert_eq!(date.rfc3339(&zone), "2026-03-02T00:00:00+01:00");
        assert_eq!(date.rfc2822(&zone), "Mon, 2 Mar 2026 00:00:00 +0100");
    }
}
