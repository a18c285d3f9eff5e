//! Numbers told in sentences, always "of the stories recorded here", never as a ranking of people
//! (content model, section 4).

use crate::model::{Numbers, text};

/// What one story led to; nothing for a quiet one.
pub(super) fn story(numbers: &Numbers) -> Option<String> {
    numbers.family?;
    let mut parts = Vec::new();
    if numbers.reach > 0 {
        let steps =
            if numbers.depth > 0 { format!(", {} on", count(numbers.depth, "step", "steps")) } else { String::new() };
        parts.push(format!("This moment led to {}{steps}.", more(numbers.reach)));
    }
    if numbers.generation > 0 {
        parts.push(format!("It came {} after the moment where it began.", count(numbers.generation, "step", "steps")));
    }
    parts.push("Counted among the stories recorded here.".to_owned());
    Some(parts.join(" "))
}

/// What the stories of a collection led to.
pub(super) fn collection(stories: usize, led_on: usize) -> Option<String> {
    let (stories, led_on) = (u32::try_from(stories).ok()?, u32::try_from(led_on).ok()?);
    match (stories, led_on) {
        (0, _) => None,
        (stories, 0) => Some(format!("{} recorded here.", text::capitalised(&count(stories, "story", "stories")))),
        (1, _) => Some("One story recorded here; it led to another.".to_owned()),
        (stories, led_on) => Some(format!(
            "{} recorded here; {} of them led to another.",
            text::capitalised(&count(stories, "story", "stories")),
            word(led_on)
        )),
    }
}

fn more(number: u32) -> String {
    if number == 1 { "one more story".to_owned() } else { format!("{} more stories", word(number)) }
}

fn count(number: u32, one: &str, many: &str) -> String {
    format!("{} {}", word(number), if number == 1 { one } else { many })
}

/// Numbers up to nine in words.
fn word(number: u32) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    usize::try_from(number)
        .ok()
        .and_then(|index| WORDS.get(index))
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_in_words() {
        let numbers = Numbers { reach: 4, depth: 3, generation: 1, family: Some(0), ..Numbers::default() };
        let told = story(&numbers).unwrap_or_default();
        assert!(
            told.starts_with("This moment led to four more stories, three steps on. It came one step after"),
            "{told}"
        );
        assert_eq!(story(&Numbers { quiet: true, ..Numbers::default() }), None);
        assert_eq!(collection(1, 1).as_deref(), Some("One story recorded here; it led to another."));
        assert_eq!(collection(12, 1).as_deref(), Some("12 stories recorded here; one of them led to another."));
    }
}
