//! What a story or a collection has to do with other stories: two more voices for the foot of a story, each with its
//! reason, and the families of a collection. Worked out for one page at a time from a bounded number of candidates,
//! so that no page costs more in a large site.

use super::Planner;
use crate::model::{Edge, EntryId, FamilyView, TagId, VoiceView, ripple, text};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Stories offered at the foot of a story.
const VOICES: usize = 2;

/// Tags, collections, earlier and later stories that are followed: of tags and collections the rarest.
const WAYS: usize = 4;

/// Candidates on either side of the story, by date, in each list that is followed.
const NEAREST: usize = 16;

/// Families named on the page of a collection.
const FAMILIES: usize = 8;

/// Something that stories have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// A subject.
    Tag(TagId),
    /// Both came from this story.
    From(EntryId),
    /// Both led to this story.
    To(EntryId),
    /// Both are kept in this collection.
    Collection(EntryId),
    /// Both happened in this setting: its place among the shelves.
    Setting(usize),
}

impl Tie {
    /// How much a tie counts beside others of the same rarity: in quarters of what a tag counts.
    fn weight(self) -> u64 {
        match self {
            Self::Tag(_) | Self::From(_) | Self::To(_) => 4,
            Self::Collection(_) => 3,
            Self::Setting(_) => 2,
        }
    }
}

/// A list of stories with the same tie.
struct Way {
    tie: Tie,
    /// What the tie is worth.
    worth: u64,
    /// The places on the wall of those near the story.
    near: Vec<usize>,
}

/// A story that may be offered.
#[derive(Clone, Copy, Debug)]
struct Voice {
    place: usize,
    /// All ties together.
    score: u64,
    /// The strongest.
    tie: Tie,
    strongest: u64,
    /// How far it is on the wall.
    distance: usize,
}

/// Two stories with something in common with this one: those with most in common, and of equals the nearest in time,
/// so that every story is offered somewhere and not the newest everywhere. None of those in its `thread`.
pub(super) fn voices(planner: &Planner, id: EntryId, thread: &[EntryId]) -> Vec<VoiceView> {
    let here = place_of(planner, id);
    let shown = shown(planner, id, thread);
    let ways = ways(planner, id, here);
    let mut found: Vec<(usize, usize)> =
        ways.iter().zip(0..).flat_map(|(way, number)| way.near.iter().map(move |place| (*place, number))).collect();
    found.sort_unstable();
    let is_other = |place: usize| {
        let other = planner.site.wall[place];
        !shown.contains(&other) && !is_joined(planner, id, other)
    };
    let tied = found.chunk_by(|one, other| one.0 == other.0).filter(|tied| is_other(tied[0].0));
    let mut voices: Vec<Voice> = tied.map(|tied| voice(tied, &ways, here)).collect();
    for voice in &mut voices {
        let other = planner.site.wall[voice.place];
        // The next story on the wall stands at the foot of the page anyway.
        let is_next = planner.places[id.index()].is_some() && voice.distance == 1;
        if is_next || planner.site.entry(other).card.lang != planner.site.entry(id).card.lang {
            voice.score /= 2;
        }
    }
    choose(voices).into_iter().filter_map(|voice| view(planner, &voice)).collect()
}

/// A story with all that ties it to this one: its place, and the number of each way that leads there.
fn voice(tied: &[(usize, usize)], ways: &[Way], here: usize) -> Voice {
    let place = tied[0].0;
    let mut voice = Voice { place, score: 0, tie: ways[tied[0].1].tie, strongest: 0, distance: place.abs_diff(here) };
    for way in tied.iter().map(|(_, number)| &ways[*number]) {
        voice.score += way.worth;
        if way.worth > voice.strongest {
            (voice.strongest, voice.tie) = (way.worth, way.tie);
        }
    }
    voice
}

/// The best two; the second for another reason, if such a one is nearly as good.
fn choose(mut voices: Vec<Voice>) -> Vec<Voice> {
    voices.sort_by_key(|voice| (Reverse(voice.score), voice.distance, voice.place));
    let Some((first, rest)) = voices.split_first() else { return Vec::new() };
    let mut chosen = vec![*first];
    let good = rest.first().map_or(0, |next| next.score.div_ceil(2));
    let other = rest.iter().take_while(|voice| voice.score >= good).find(|voice| voice.tie != first.tie);
    chosen.extend(other.into_iter().chain(rest).take(VOICES - 1));
    chosen
}

fn view(planner: &Planner, voice: &Voice) -> Option<VoiceView> {
    let titled = |id: EntryId| planner.site.entry(id).card.title.clone();
    let (key, name) = match voice.tie {
        Tie::Tag(tag) => ("voice_tag", planner.site.tag(tag).label.clone()),
        Tie::From(story) => ("voice_from", titled(story)),
        Tie::To(story) => ("voice_to", titled(story)),
        Tie::Collection(collection) => ("voice_collection", titled(collection)),
        Tie::Setting(shelf) => setting_words(&planner.shelves.get(shelf)?.0),
    };
    let (before, after) = planner.words.around(key, "name");
    Some(VoiceView {
        words: before.trim_end().to_owned(),
        name,
        after,
        card: planner.cards.get(planner.site.wall[voice.place])?.clone(),
    })
}

fn setting_words(name: &str) -> (&'static str, String) {
    let words = match name {
        "school" => "voice_school",
        "workplace" => "voice_workplace",
        "community" => "voice_community",
        "family" => "voice_family",
        "online" => "voice_online",
        _ => return ("voice_setting", text::capitalised(name)),
    };
    (words, String::new())
}

/// Where a story stands on the wall, or would stand.
fn place_of(planner: &Planner, id: EntryId) -> usize {
    let site = &planner.site;
    let mine = site.instants[id.index()];
    planner.places[id.index()].unwrap_or_else(|| {
        site.wall.partition_point(|other| match (site.instants[other.index()], mine) {
            (Some(other), Some(mine)) => other > mine,
            (other, _) => other.is_some(),
        })
    })
}

/// Every list that a story is followed into.
fn ways(planner: &Planner, id: EntryId, here: usize) -> Vec<Way> {
    let site = &planner.site;
    let place = |story: &EntryId| planner.places[story.index()];
    let mut ways = Vec::new();
    let mut tags: Vec<TagId> = site.tags_of[id.index()].clone();
    tags.sort_by_key(|tag| (site.tag(*tag).stories.len(), *tag));
    for tag in tags.into_iter().take(WAYS) {
        let stories = &site.tag(tag).stories;
        ways.push(planner.way(Tie::Tag(tag), stories.len(), near(stories, here, place)));
    }
    ways.extend(siblings(planner, id));
    let members = planner.kept.get_or_init(|| members_by_place(planner));
    let mut collections: Vec<(EntryId, &Vec<usize>)> =
        site.collections_of[id.index()].iter().filter_map(|of| Some((*of, members.get(of)?))).collect();
    collections.sort_by_key(|(collection, places)| (places.len(), *collection));
    for (collection, places) in collections.into_iter().take(WAYS) {
        // An unlisted collection is named nowhere.
        if site.access[collection.index()].listed {
            ways.push(planner.way(Tie::Collection(collection), places.len(), near(places, here, |place| Some(*place))));
        }
    }
    // "Elsewhere" is what is left over and joins nothing.
    let setting = site.entry(id).card.setting.as_deref().filter(|name| *name != "other");
    let shelf = planner.shelves.iter().position(|(name, _)| Some(name.as_str()) == setting);
    if let Some(shelf) = shelf {
        let stories = &planner.shelves[shelf].1;
        ways.push(planner.way(Tie::Setting(shelf), stories.len(), near(stories, here, place)));
    }
    ways
}

impl Planner {
    fn way(&self, tie: Tie, stories: usize, near: Vec<usize>) -> Way {
        Way { tie, worth: tie.weight() * rarity(self.site.wall.len(), stories), near }
    }
}

/// Stories that came from where this one came from, or that led to what this one led to.
fn siblings(planner: &Planner, id: EntryId) -> Vec<Way> {
    let site = &planner.site;
    let edge = |place: &u32| &site.edges[*place as usize];
    let counts = |edge: &&Edge| planner.config.ripple_kinds.get(edge.kind).counts;
    let listed = |id: &EntryId| planner.places[id.index()].is_some();
    let mut ways = Vec::new();
    // The edges of one story are in the order of the other ends' ids, so this one's neighbours stand around it.
    let around = |edges: &[u32], end: fn(&Edge) -> EntryId| -> Vec<usize> {
        let own = edges.partition_point(|place| end(edge(place)) < id);
        let some = &edges[own.saturating_sub(NEAREST)..edges.len().min(own + NEAREST)];
        let mut places: Vec<usize> =
            some.iter().map(edge).filter(counts).filter_map(|edge| planner.places[end(edge).index()]).collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    let before = site.edges_in.of(id).iter().map(edge).filter(counts).map(|edge| edge.from).filter(listed);
    for story in before.take(WAYS) {
        let edges = site.edges_out.of(story);
        ways.push(planner.way(Tie::From(story), edges.len(), around(edges, |edge| edge.to)));
    }
    let after = site.edges_out.of(id).iter().map(edge).filter(counts).map(|edge| edge.to).filter(listed);
    for story in after.take(WAYS) {
        let edges = site.edges_in.of(story);
        ways.push(planner.way(Tie::To(story), edges.len(), around(edges, |edge| edge.from)));
    }
    ways
}

/// The places on the wall of the members of each collection, newest first.
fn members_by_place(planner: &Planner) -> BTreeMap<EntryId, Vec<usize>> {
    let site = &planner.site;
    let with = site.ids().filter(|id| !site.members[id.index()].is_empty());
    let places = |id: EntryId| {
        let mut places: Vec<usize> =
            site.members[id.index()].iter().filter_map(|story| planner.places[story.index()]).collect();
        places.sort_unstable();
        (id, places)
    };
    with.map(places).collect()
}

/// The places nearest to `here` in a list that is in the order of the wall.
fn near<T>(list: &[T], here: usize, place: impl Fn(&T) -> Option<usize>) -> Vec<usize> {
    let own = list.partition_point(|item| place(item).is_some_and(|place| place < here));
    // One more after it, for the story itself is among them.
    let some = &list[own.saturating_sub(NEAREST)..list.len().min(own + NEAREST + 1)];
    some.iter().filter_map(place).collect()
}

/// How much it says that two of `all` stories share what `some` have: the inverse document frequency, log2(all / some),
/// in sixteenths and whole numbers, so that every machine counts alike. Never nothing.
fn rarity(all: usize, some: usize) -> u64 {
    sixteenths(all).saturating_sub(sixteenths(some)).max(1)
}

/// log2 in sixteenths; between powers of two on a straight line.
fn sixteenths(number: usize) -> u64 {
    let number = u64::try_from(number).unwrap_or(u64::MAX >> 8).clamp(1, u64::MAX >> 8);
    let whole = number.ilog2();
    u64::from(whole) * 16 + (((number - (1 << whole)) * 16) >> whole)
}

/// The stories that the page shows already, with those that tell the same moment, and other language versions.
fn shown(planner: &Planner, id: EntryId, thread: &[EntryId]) -> BTreeSet<EntryId> {
    let site = &planner.site;
    let edge = |place: &u32| &site.edges[*place as usize];
    let told_twice = |story: &EntryId| {
        let edges = site.edges_out.of(*story).iter().take(WAYS).chain(site.edges_in.of(*story).iter().take(WAYS));
        edges.map(edge).filter(|edge| edge.kind == ripple::SAME_MOMENT).flat_map(|edge| [edge.from, edge.to])
    };
    let versions = site.translations[id.index()].iter().copied();
    versions.chain(thread.iter().copied()).chain(thread.iter().flat_map(told_twice)).chain([id]).collect()
}

/// Whether a ripple or a mention joins two stories.
fn is_joined(planner: &Planner, one: EntryId, other: EntryId) -> bool {
    let site = &planner.site;
    // The edges of one story are in the order of the other ends' ids.
    let leads = |places: &[u32], end: fn(&Edge) -> EntryId| {
        places.binary_search_by_key(&other, |place| end(&site.edges[*place as usize])).is_ok()
    };
    leads(site.edges_out.of(one), |edge| edge.to) || leads(site.edges_in.of(one), |edge| edge.from)
}

/// The families to which the stories of a collection belong, those with most of them first, and how many more there
/// are than are named.
pub(super) fn families(planner: &Planner, collection: EntryId) -> (Vec<FamilyView>, usize) {
    let site = &planner.site;
    let mut here: BTreeMap<u32, usize> = BTreeMap::new();
    for family in site.members[collection.index()].iter().filter_map(|id| site.numbers[id.index()].family) {
        *here.entry(family).or_default() += 1;
    }
    let mut families: Vec<(u32, usize)> = here.into_iter().collect();
    families.sort_by_key(|(family, here)| (Reverse(*here), *family));
    let more = families.len().saturating_sub(FAMILIES);
    let view = |(family, here): (u32, usize)| {
        let members = &site.families.get(family as usize)?.members;
        let first = planner.cards.get(*members.first()?)?.clone();
        Some(FamilyView { first, here, all: members.len() })
    };
    (families.into_iter().take(FAMILIES).filter_map(view).collect(), more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(place: usize, score: u64, distance: usize, tag: u32) -> Voice {
        Voice { place, score, tie: Tie::Tag(TagId(tag)), strongest: score, distance }
    }

    fn chosen(voices: Vec<Voice>) -> Vec<usize> {
        choose(voices).iter().map(|voice| voice.place).collect()
    }

    #[test]
    fn the_best_then_the_nearest_then_the_newest() {
        assert_eq!(chosen(vec![]), [0; 0]);
        assert_eq!(chosen(vec![voice(3, 8, 1, 0)]), [3]);
        assert_eq!(chosen(vec![voice(1, 8, 9, 0), voice(2, 8, 4, 0), voice(10, 8, 4, 0)]), [2, 10]);
        assert_eq!(chosen(vec![voice(1, 8, 1, 0), voice(2, 9, 50, 0), voice(3, 7, 1, 0)]), [2, 1]);
    }

    #[test]
    fn the_second_has_another_reason_if_it_is_nearly_as_good() {
        assert_eq!(chosen(vec![voice(1, 80, 1, 0), voice(2, 80, 1, 0), voice(3, 40, 1, 1)]), [1, 3]);
        assert_eq!(chosen(vec![voice(1, 80, 1, 0), voice(2, 80, 1, 0), voice(3, 39, 1, 1)]), [1, 2]);
    }

    #[test]
    fn what_is_rare_says_more() {
        assert_eq!((sixteenths(1), sixteenths(2), sixteenths(3), sixteenths(1024)), (0, 16, 24, 160));
        assert_eq!((rarity(1000, 1000), rarity(1024, 1), rarity(0, 0)), (1, 160, 1));
        assert!((1..100).all(|some| rarity(10_000, some) >= rarity(10_000, some + 1)));
    }

    #[test]
    fn the_nearest_of_a_long_list_are_on_both_sides() {
        let list: Vec<usize> = (0..1000).map(|place| place * 2).collect();
        let found = near(&list, 1000, |place| Some(*place));
        assert_eq!((found.len(), found[0], found[NEAREST]), (2 * NEAREST + 1, 1000 - 2 * NEAREST, 1000));
        assert_eq!(near(&list, 0, |place| Some(*place)).len(), NEAREST + 1);
        assert_eq!(near(&list, 5000, |place| Some(*place)).len(), NEAREST);
        assert_eq!(near(&[], 5, |place: &usize| Some(*place)), [0; 0]);
    }
}
