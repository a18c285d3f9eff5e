//! Numbers told in sentences, always of the stories recorded here, never as a ranking of people, and with no
//! percentage under a count of five (content model, section 4).

use crate::model::{EntryId, Numbers, Site, text};

/// The least count of which a percentage is told: a share of fewer stories says more about single people than
/// about the whole.
const LEAST: usize = 5;

/// What one story led to and how far it is from where it began; nothing for a quiet one.
pub(super) fn story(numbers: &Numbers) -> Option<String> {
    numbers.family?;
    let mut told = Vec::new();
    if numbers.reach > 0 {
        let steps = if numbers.depth > 1 { format!(", {} on", steps(numbers.depth)) } else { String::new() };
        told.push(format!("This moment led to {} more of the stories recorded here{steps}.", number(numbers.reach)));
    }
    if numbers.generation > 0 {
        let among = if told.is_empty() { ", among the stories recorded here" } else { "" };
        told.push(format!("It came {} after the moment where it began{among}.", steps(numbers.generation)));
    }
    Some(told.join(" ")).filter(|told| !told.is_empty())
}

/// What the stories of a collection led to; nothing if there are none.
pub(super) fn collection(stories: usize, led_on: usize) -> Option<String> {
    shelf(stories, led_on, "recorded here")
}

/// What the stories about a tag led to; nothing if there are none.
pub(super) fn tag(stories: usize, led_on: usize) -> Option<String> {
    shelf(stories, led_on, "recorded here about this")
}

/// "12 stories recorded here; five of them led to another."
fn shelf(stories: usize, led_on: usize, which: &str) -> Option<String> {
    if stories == 0 {
        return None;
    }
    let these = text::capitalised(&count(stories, "story", "stories"));
    Some(match (stories, led_on) {
        (_, 0) => format!("{these} {which}."),
        (1, _) => format!("One story {which}; it led to another."),
        (all, led_on) if all == led_on => format!("{these} {which}; each of them led to another."),
        (_, led_on) => format!("{these} {which}; {} of them led to another.", number(led_on)),
    })
}

/// What all stories together led to: for the page with the map and for `ripple list ripples`.
pub(super) fn map(site: &Site) -> String {
    let totals = &site.totals;
    let (stories, led_on) = (site.wall.len(), led_on(site, &site.wall));
    if stories == 0 {
        return "No story is recorded here yet.".to_owned();
    }
    if totals.ripples == 0 {
        let these = text::capitalised(&count(stories, "story is", "stories are"));
        return format!("{these} recorded here. Nobody has told us yet what one of them led to.");
    }
    let share = percent(led_on, stories).map_or_else(String::new, |share| format!(" ({share} %)"));
    let mut told =
        vec![format!("Of the {} stories recorded here, {} led to another{share}.", number(stories), number(led_on))];
    let ripples = count(totals.ripples, "ripple joins", "ripples join");
    let families = count(totals.families, "family", "families");
    told.push(match totals.families {
        1 if totals.ripples == 1 => "One ripple joins two of them.".to_owned(),
        _ => format!("{} stories into {families}.", text::capitalised(&ripples)),
    });
    if totals.longest > 2 {
        told.push(format!("The longest thread runs through {} of them.", number(totals.longest)));
    }
    if totals.open_ends > 0 {
        let ends = count(totals.open_ends, "is an open end", "are open ends");
        told.push(format!("{}: nobody has told us yet what happened next.", text::capitalised(&ends)));
    }
    told.join(" ")
}

/// How many of these stories led to another.
pub(super) fn led_on(site: &Site, stories: &[EntryId]) -> usize {
    stories.iter().filter(|id| site.numbers[id.index()].direct > 0).count()
}

/// A part of a whole in whole per cent, if both are large enough for it to say anything.
fn percent(part: usize, whole: usize) -> Option<usize> {
    let enough = part >= LEAST && whole >= LEAST && part <= whole;
    enough.then(|| (part * 100 + whole / 2) / whole)
}

/// "three steps"
fn steps(number: u32) -> String {
    count(number, "step", "steps")
}

/// A number with its noun.
pub(super) fn count<N: TryInto<u64> + Copy>(many: N, one: &str, more: &str) -> String {
    let value = many.try_into().unwrap_or(u64::MAX);
    format!("{} {}", number(many), if value == 1 { one } else { more })
}

/// Numbers up to nine in words.
pub(super) fn number<N: TryInto<u64>>(number: N) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let number = number.try_into().unwrap_or(u64::MAX);
    let word = usize::try_from(number).ok().and_then(|index| WORDS.get(index));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Totals;

    fn numbers(reach: u32, depth: u32, generation: u32) -> Numbers {
        Numbers { reach, depth, generation, family: Some(0), ..Numbers::default() }
    }

    #[test]
    fn a_story_says_what_it_led_to_and_how_far_it_came() {
        assert_eq!(
            story(&numbers(4, 3, 1)).unwrap(),
            "This moment led to four more of the stories recorded here, three steps on. \
             It came one step after the moment where it began."
        );
        assert_eq!(story(&numbers(1, 1, 0)).unwrap(), "This moment led to one more of the stories recorded here.");
        assert_eq!(
            story(&numbers(0, 0, 2)).unwrap(),
            "It came two steps after the moment where it began, among the stories recorded here."
        );
        // Two stories that led to each other.
        assert_eq!(story(&numbers(1, 0, 0)).unwrap(), "This moment led to one more of the stories recorded here.");
        assert_eq!(story(&Numbers { quiet: true, ..Numbers::default() }), None);
    }

    #[test]
    fn collections_and_tags_count_their_stories() {
        assert_eq!(collection(0, 0), None);
        assert_eq!(collection(1, 0).unwrap(), "One story recorded here.");
        assert_eq!(collection(1, 1).unwrap(), "One story recorded here; it led to another.");
        assert_eq!(collection(12, 1).unwrap(), "12 stories recorded here; one of them led to another.");
        assert_eq!(tag(3, 3).unwrap(), "Three stories recorded here about this; each of them led to another.");
        assert_eq!(tag(3, 2).unwrap(), "Three stories recorded here about this; two of them led to another.");
    }

    fn site(stories: u32, led_on: u32, totals: Totals) -> Site {
        let numbers = (0..stories).map(|story| Numbers { direct: u32::from(story < led_on), ..Numbers::default() });
        let wall = (0..stories).map(EntryId).collect();
        Site { numbers: numbers.collect(), wall, totals, ..Site::default() }
    }

    #[test]
    fn the_map_tells_of_the_whole_site() {
        assert_eq!(map(&Site::default()), "No story is recorded here yet.");
        let quiet = site(1, 0, Totals { stories: 1, quiet: 1, ..Totals::default() });
        assert_eq!(map(&quiet), "One story is recorded here. Nobody has told us yet what one of them led to.");
        let totals = Totals { stories: 48, ripples: 21, families: 9, longest: 5, open_ends: 11, ..Totals::default() };
        assert_eq!(
            map(&site(48, 17, totals)),
            "Of the 48 stories recorded here, 17 led to another (35 %). 21 ripples join stories into nine families. \
             The longest thread runs through five of them. 11 are open ends: nobody has told us yet what happened next."
        );
        let totals = Totals { stories: 2, ripples: 1, families: 1, longest: 2, open_ends: 1, ..Totals::default() };
        assert_eq!(
            map(&site(2, 1, totals)),
            "Of the two stories recorded here, one led to another. One ripple joins two of them. \
             One is an open end: nobody has told us yet what happened next."
        );
    }

    #[test]
    fn no_share_of_fewer_than_five_is_told() {
        assert_eq!((percent(4, 9), percent(3, 4), percent(9, 4)), (None, None, None));
        assert_eq!((percent(5, 9), percent(5, 5), percent(17, 48)), (Some(56), Some(100), Some(35)));
    }
}
