//! Numbers in drawings. A site draws a million of them, and the formatting of the language takes three times as long.

/// A whole number.
pub(super) fn put_number(out: &mut String, number: i32) {
    if number < 0 {
        out.push('-');
    }
    let mut unit = 1;
    while number / unit / 10 != 0 {
        unit *= 10;
    }
    while unit > 0 {
        out.extend(char::from_digit((number / unit % 10).unsigned_abs(), 10));
        unit /= 10;
    }
}

/// A number of tenths: `-.6`, `27`, `33.5`.
pub(super) fn put_tenths(out: &mut String, tenths: i32) {
    if tenths < 0 {
        out.push('-');
    }
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if whole > 0 {
        put_number(out, whole);
    }
    if rest > 0 {
        out.push('.');
        put_number(out, rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_everywhere() {
        for number in [0, 1, -1, 9, 10, 99, 100, -909, 1_000_000, i32::MAX, i32::MIN, i32::MIN + 1] {
            let mut out = String::new();
            put_number(&mut out, number);
            assert_eq!(out, number.to_string());
        }
    }
}
