//! A length of time as somebody types it: `60d`, `8w`, `3m`, `1y`.

use crate::model::Fatal;

const DAY: i64 = 24 * 60 * 60;
/// No consent is asked for that far ahead, in days.
const LONGEST: i64 = 36_600;

/// A length of time in seconds. A month counts as its longest, 31 days, and a year as 366: rather a day too early.
pub(super) fn seconds(text: &str) -> Result<i64, Fatal> {
    let folded = text.trim().to_lowercase();
    let digits = folded.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(folded.len());
    let (number, unit) = folded.split_at(digits);
    let days = match unit.trim() {
        "" | "d" | "day" | "days" => 1,
        "w" | "week" | "weeks" => 7,
        "m" | "month" | "months" => 31,
        "y" | "year" | "years" => 366,
        _ => 0,
    };
    let length = number.parse::<i64>().ok().and_then(|number| number.checked_mul(days)).filter(|_| days > 0);
    match length {
        Some(length) if length <= LONGEST => Ok(length * DAY),
        Some(_) => Err(Fatal::Argument(format!("`--due {}` is more than a hundred years", text.escape_debug()))),
        None => Err(Fatal::Argument(format!(
            "`--due {}` is not a length of time: write a number of days, weeks or months, such as 60d, 8w or 3m",
            text.escape_debug()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_typed() {
        for (text, days) in
            [("60d", 60), ("60", 60), ("0d", 0), ("8w", 56), ("3m", 93), ("1y", 366), ("2 Weeks", 14), (" 1 day ", 1)]
        {
            assert_eq!(seconds(text).unwrap(), days * DAY, "{text}");
        }
        for text in
            ["", "d", "soon", "-3d", "1.5m", "3q", "99999999999999999999d", "２w", "101y", "9223372036854775807w"]
        {
            let error = seconds(text).unwrap_err().to_string();
            assert!(error.contains("not a length of time") || error.contains("hundred years"), "{text}: {error}");
        }
    }
}
