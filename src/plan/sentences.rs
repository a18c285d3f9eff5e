//! Numbers told in sentences, always of the stories recorded here, never as a ranking of people, and with no
//! percentage under a count of five (content model, section 4).

use crate::model::{EntryId, Numbers, Site, Words};

/// The least count of which a percentage is told: a share of fewer stories says more about single people than
/// about the whole.
const LEAST: usize = 5;

/// What one story led to and how far it is from where it began; nothing for a quiet one.
pub(super) fn story(words: &Words, numbers: &Numbers) -> Option<String> {
    numbers.family?;
    let mut told = Vec::new();
    let steps = |number: u32| words.say("steps", Some(number.into()), &[]);
    if numbers.reach > 0 {
        let far = [("steps", &*steps(numbers.depth))];
        let key = if numbers.depth > 1 { "story_led_to_far" } else { "story_led_to" };
        told.push(words.tell(key, Some(numbers.reach.into()), &far));
    }
    if numbers.generation > 0 {
        let key = if told.is_empty() { "story_came_alone" } else { "story_came" };
        told.push(words.tell(key, None, &[("steps", &steps(numbers.generation))]));
    }
    Some(told.join(" ")).filter(|told| !told.is_empty())
}

/// What the stories of a collection led to; nothing if there are none.
pub(super) fn collection(words: &Words, stories: usize, led_on: usize) -> Option<String> {
    shelf(words, stories, led_on, "collection")
}

/// What the stories about a tag led to; nothing if there are none.
pub(super) fn tag(words: &Words, stories: usize, led_on: usize) -> Option<String> {
    shelf(words, stories, led_on, "tag")
}

/// "12 stories are recorded here; five of them led to another."
fn shelf(words: &Words, stories: usize, led_on: usize, which: &str) -> Option<String> {
    let end = match (stories, led_on) {
        (0, _) => return None,
        (_, 0) => "stories",
        (1, _) => "one_led",
        (all, led_on) if all == led_on => "all_led",
        _ => "some_led",
    };
    let led = words.say("some_led", Some(wide(led_on)), &[]);
    Some(words.tell(&format!("{which}_{end}"), Some(wide(stories)), &[("led", &led)]))
}

/// What all stories together led to: for the page with the map and for `ripple list ripples`.
pub(super) fn map(words: &Words, site: &Site) -> String {
    let totals = &site.totals;
    let (stories, led_on) = (site.wall.len(), led_on(site, &site.wall));
    let tell = |key: &str, count: usize, holes: &[(&str, &str)]| words.tell(key, Some(wide(count)), holes);
    if stories == 0 {
        return words.tell("map_nothing", None, &[]);
    }
    if totals.ripples == 0 {
        return tell("map_quiet", stories, &[]);
    }
    let led = match percent(led_on, stories) {
        Some(share) => words.say("map_some_led_share", Some(wide(led_on)), &[("share", &share.to_string())]),
        None => words.say("map_some_led", Some(wide(led_on)), &[]),
    };
    let mut told = vec![tell("map_led", stories, &[("led", &led)])];
    told.push(match totals.families {
        1 if totals.ripples == 1 => words.tell("map_one_ripple", None, &[]),
        _ => {
            let families = words.say("map_families", Some(totals.families.into()), &[]);
            words.tell("map_ripples", Some(totals.ripples.into()), &[("families", &families)])
        }
    });
    if totals.longest > 2 {
        told.push(words.tell("map_longest", Some(totals.longest.into()), &[]));
    }
    if totals.open_ends > 0 {
        told.push(words.tell("map_open_ends", Some(totals.open_ends.into()), &[]));
    }
    told.join(" ")
}

/// How many of these stories led to another.
pub(super) fn led_on(site: &Site, stories: &[EntryId]) -> usize {
    stories.iter().filter(|id| site.numbers[id.index()].direct > 0).count()
}

/// A part of a whole in whole per cent, if both are large enough for it to say anything. Only all are 100, and only
/// none are 0.
fn percent(part: usize, whole: usize) -> Option<usize> {
    let enough = part >= LEAST && whole >= LEAST && part <= whole;
    enough.then(|| if part == whole { 100 } else { ((part * 100 + whole / 2) / whole).clamp(1, 99) })
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Totals;

    fn said(numbers: &Numbers) -> Option<String> {
        story(&crate::english(), numbers)
    }

    fn numbers(reach: u32, depth: u32, generation: u32) -> Numbers {
        Numbers { reach, depth, generation, family: Some(0), ..Numbers::default() }
    }

    #[test]
    fn a_story_says_what_it_led_to_and_how_far_it_came() {
        assert_eq!(
            said(&numbers(4, 3, 1)).unwrap(),
            "This moment led to four more of the stories recorded here, three steps on. \
             Its thread began one step before it."
        );
        assert_eq!(said(&numbers(1, 1, 0)).unwrap(), "This moment led to one more of the stories recorded here.");
        assert_eq!(
            said(&numbers(0, 0, 2)).unwrap(),
            "Its thread began two steps before it, among the stories recorded here."
        );
        // Two stories that led to each other.
        assert_eq!(said(&numbers(1, 0, 0)).unwrap(), "This moment led to one more of the stories recorded here.");
        assert_eq!(said(&Numbers { quiet: true, ..Numbers::default() }), None);
    }

    #[test]
    fn collections_and_tags_count_their_stories() {
        assert_eq!(collection(&crate::english(), 0, 0), None);
        assert_eq!(collection(&crate::english(), 1, 0).unwrap(), "One story is recorded here.");
        assert_eq!(collection(&crate::english(), 1, 1).unwrap(), "One story is recorded here; it led to another.");
        assert_eq!(
            collection(&crate::english(), 12, 1).unwrap(),
            "12 stories are recorded here; one of them led to another."
        );
        assert_eq!(
            tag(&crate::english(), 3, 3).unwrap(),
            "Three stories recorded here are about this; each of them led to another."
        );
        assert_eq!(
            tag(&crate::english(), 3, 2).unwrap(),
            "Three stories recorded here are about this; two of them led to another."
        );
    }

    fn site(stories: u32, led_on: u32, totals: Totals) -> Site {
        let numbers = (0..stories).map(|story| Numbers { direct: u32::from(story < led_on), ..Numbers::default() });
        let wall = (0..stories).map(EntryId).collect();
        Site { numbers: numbers.collect(), wall, totals, ..Site::default() }
    }

    #[test]
    fn the_map_tells_of_the_whole_site() {
        assert_eq!(map(&crate::english(), &Site::default()), "No story is recorded here yet.");
        let quiet = site(1, 0, Totals { stories: 1, quiet: 1, ..Totals::default() });
        assert_eq!(
            map(&crate::english(), &quiet),
            "One story is recorded here. Nobody has told us yet what one of them led to."
        );
        let totals = Totals { stories: 48, ripples: 21, families: 9, longest: 5, open_ends: 11, ..Totals::default() };
        assert_eq!(
            map(&crate::english(), &site(48, 17, totals)),
            "Of the 48 stories recorded here, 17 led to another (35 %). 21 ripples join stories into nine families. \
             The longest thread runs through five stories. 11 stories are open ends: nobody has told us yet what happened next."
        );
        let totals = Totals { stories: 2, ripples: 1, families: 1, longest: 2, open_ends: 1, ..Totals::default() };
        assert_eq!(
            map(&crate::english(), &site(2, 1, totals)),
            "Of the two stories recorded here, one led to another. One ripple joins two of them. \
             One story is an open end: nobody has told us yet what happened next."
        );
    }

    #[test]
    fn no_share_of_fewer_than_five_is_told() {
        assert_eq!((percent(4, 9), percent(3, 4), percent(9, 4)), (None, None, None));
        assert_eq!((percent(5, 9), percent(5, 5), percent(17, 48)), (Some(56), Some(100), Some(35)));
        assert_eq!((percent(1_507, 1_512), percent(5, 9_000)), (Some(99), Some(1)), "nearly all are not all");
    }
}
