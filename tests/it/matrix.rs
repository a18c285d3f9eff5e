//! The matrix of consent: every status and every set of scopes against every output (`matrix_outputs.rs`). What is held
//! back is held back everywhere, as if its file were not there; what is let through is found wherever it may be, so
//! that each way of looking is known to see.

use crate::consent::{NEVER, SHOWN, world};
use crate::matrix_outputs::{MEDIA, OUTPUTS};
use crate::photo::{png, quarters};
use crate::site_test::{Built, SiteTest, built};
use crate::tapes::{mp3, mp4};
use ripple::engine::{Changes, Engine};
use std::collections::BTreeMap;

const STORY: &str = "content/stories/gazelle.md";
const PERSON: &str = "content/people/ines.md";
/// Others that lead to the story in their words.
const LINKING: [&str; 2] = ["content/stories/before.md", "content/pages/about.md"];
const SCOPES: [&str; 4] = ["web", "feed", "search", "print"];
const GRANTED: &str = "consent: {status: granted}\n";

/// What a consent block says before its scopes, and in which profiles that lets a story be published: school,
/// organisation, open. The site's "now" is 1 December 2026.
const STATUSES: [(&str, [bool; 3]); 10] = [
    ("status: granted", [true; 3]),
    ("status: granted, expires: 2026-12-02, review: 2026-11-01", [true; 3]),
    ("status: granted, by: guardian, on: 2026-01-01, record: c-0142", [true; 3]),
    ("status: not-needed", [true; 3]),
    ("status: granted, expires: 2026-12-01", [false; 3]),
    ("status: pending", [false; 3]),
    ("status: refused, record: c-0142", [false; 3]),
    ("status: withdrawn, record: c-0142", [false; 3]),
    ("status: refused, expires: 2030-01-01", [false; 3]),
    ("status: not-needed, expires: 2026-01-01", [false; 3]),
];
const PROFILES: [&str; 3] = ["school", "organisation", "open"];

/// All sixteen sets of the four scopes.
fn scope_sets() -> Vec<Vec<&'static str>> {
    let chosen = |set: usize| (0..4).filter(move |place| set & (1 << place) != 0).map(|place| SCOPES[place]).collect();
    (0..16).map(chosen).collect()
}

fn block(status: &str, scopes: &[&str]) -> String {
    format!("consent: {{{status}, scope: [{}]}}\n", scopes.join(", "))
}

/// The lines of a file in which something stands: a card that is left out leaves an empty one.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect()
}

/// One site whose story and person are written anew for each case.
struct World {
    site: SiteTest,
    engine: Engine,
    /// What the site is without the story: by profile and by what the person says, who is there or not.
    without: BTreeMap<(String, Option<String>), BTreeMap<String, Vec<u8>>>,
}

/// The fields of Ines, who has a page.
fn ines(consent: &str) -> String {
    format!("page: true\n{consent}")
}

impl World {
    fn new() -> Self {
        let site = world("open", "", &ines(""));
        for (name, bytes) in [
            ("gate.png", png(&quarters(16, 12))),
            ("still.png", png(&quarters(16, 12))),
            ("talk.mp3", mp3()),
            ("walk.mp4", mp4(true)),
        ] {
            site.write(&format!("content/stories/{name}"), bytes);
        }
        let engine = site.engine();
        Self { site, engine, without: BTreeMap::new() }
    }

    fn build(&mut self, profile: &str, own: &str, person: &str) -> Built {
        let fresh = world(profile, own, &ines(person));
        for file in [STORY, PERSON, "ripple.yaml"].into_iter().chain(LINKING) {
            let text = std::fs::read_to_string(fresh.path(file)).unwrap();
            self.site.write(file, text + if file == STORY { MEDIA } else { "" });
        }
        built(&mut self.engine, &Changes::All)
    }

    /// The files of the same site without the story, and without the links to it where its words stay.
    fn without(&mut self, profile: &str, person: Option<&str>) -> &BTreeMap<String, Vec<u8>> {
        let key = (profile.to_owned(), person.map(str::to_owned));
        if !self.without.contains_key(&key) {
            self.build(profile, GRANTED, person.unwrap_or(GRANTED));
            self.site.remove(STORY);
            for file in LINKING {
                let text = std::fs::read_to_string(self.site.path(file)).unwrap();
                let (fields, _) = text.rsplit_once("---\n").unwrap();
                self.site.write(file, format!("{fields}---\none two three four five six seven eight\n"));
            }
            if person.is_none() {
                self.site.remove(PERSON);
            }
            let bare = built(&mut self.engine, &Changes::All);
            for words in SHOWN.iter().chain(&NEVER).chain(&["narwhal", "2019"]) {
                assert_eq!(bare.mentions(words), [""; 0], "{words} is in a site without the story");
            }
            self.without.insert(key.clone(), bare.files);
        }
        &self.without[&key]
    }

    /// Looks for the story in every output. `allowed` are the scopes that story and person both have; none if it is
    /// held back for another reason. `person` is what the person says, if they are published.
    #[track_caller]
    fn check(&mut self, case: &str, built: &Built, profile: &str, allowed: &[&str], person: Option<&str>) {
        let is_there = allowed.contains(&"web");
        for output in OUTPUTS {
            let may = is_there && output.needs.iter().all(|scope| allowed.contains(scope));
            let verb = if may { "is missing from" } else { "is in" };
            assert_eq!((output.finds)(built), may, "{case}: the story {verb} {}\n{}", output.name, built.report());
        }
        if !is_there {
            let without = self.without(profile, person);
            let differs = |(path, bytes): &(&String, &Vec<u8>)| {
                without.get(*path).map(|bytes| lines(bytes)) != Some(lines(bytes))
            };
            let different: Vec<&String> = built.files.iter().filter(differs).map(|(path, _)| path).collect();
            assert_eq!(different, [""; 0], "{case}: these files tell that there is something");
            assert_eq!(built.files.len(), without.len(), "{case}: a file is missing");
        }
    }
}

#[test]
fn k7_every_status_in_every_profile_and_every_output() {
    let mut world = World::new();
    for (status, published) in STATUSES {
        for (profile, published) in PROFILES.into_iter().zip(published) {
            let allowed: &[&str] = if published { &SCOPES } else { &[] };
            let consent = format!("consent: {{{status}}}\n");
            let built = world.build(profile, &consent, GRANTED);
            world.check(&format!("{status} of the story, {profile}"), &built, profile, allowed, Some(GRANTED));
            let built = world.build(profile, GRANTED, &consent);
            world.check(
                &format!("{status} of a person, {profile}"),
                &built,
                profile,
                allowed,
                Some(&*consent).filter(|_| published),
            );
        }
    }
}

#[test]
fn k7_no_consent_block_in_every_profile_and_every_output() {
    let mut world = World::new();
    for (profile, of_story, of_child) in [("school", false, false), ("organisation", false, true), ("open", true, true)]
    {
        let scopes = |published: bool| if published { &SCOPES[..] } else { &[] };
        let built = world.build(profile, "", GRANTED);
        world.check(&format!("no block in the story, {profile}"), &built, profile, scopes(of_story), Some(GRANTED));
        let built = world.build(profile, GRANTED, "");
        world.check(&format!("no block of a grown-up, {profile}"), &built, profile, &SCOPES, Some(""));
        // In a school a child has no page, so the story is looked for where none would be.
        if profile != "school" {
            let built = world.build(profile, GRANTED, "minor: true\n");
            world.check(
                &format!("no block of a child, {profile}"),
                &built,
                profile,
                scopes(of_child),
                Some("minor: true\n"),
            );
        }
    }
}

#[test]
fn k7_every_status_with_every_set_of_scopes_in_every_output() {
    let mut world = World::new();
    for (status, [_, published, _]) in STATUSES {
        for scopes in scope_sets() {
            let allowed = if published { &scopes[..] } else { &[] };
            let built = world.build("organisation", &block(status, &scopes), GRANTED);
            world.check(&format!("{status} for {scopes:?}"), &built, "organisation", allowed, Some(GRANTED));
        }
    }
}

#[test]
fn k7_the_strictest_scope_of_story_and_person_in_every_output() {
    let mut world = World::new();
    let without = |left_out: &str| SCOPES.into_iter().filter(|scope| *scope != left_out).collect::<Vec<_>>();
    let sets: Vec<Vec<&str>> = ["", "web", "feed", "search", "print"].into_iter().map(without).collect();
    for own in &sets {
        for person in &sets {
            let both: Vec<&str> = own.iter().copied().filter(|scope| person.contains(scope)).collect();
            let consent = block("status: granted", person);
            let built = world.build("school", &block("status: granted", own), &consent);
            let case = format!("the story for {own:?}, a person for {person:?}");
            world.check(&case, &built, "school", &both, Some(&*consent).filter(|_| person.contains(&"web")));
        }
    }
}

#[test]
fn k7_pictures_and_sound_with_every_status_in_every_output() {
    let mut world = World::new();
    let sets: [Vec<&str>; 4] =
        [&[][..], &["photo"], &["audio"], &["photo", "audio"]].map(|more| [&SCOPES[..], more].concat());
    let all = block("status: granted", &sets[3]);
    for (status, [school, ..]) in STATUSES {
        for scopes in &sets {
            let allowed = if school { &scopes[..] } else { &[] };
            let built = world.build("school", &block(status, scopes), &all);
            world.check(&format!("{status} for {scopes:?}"), &built, "school", allowed, Some(&all));
        }
    }
    for own in &sets {
        for person in &sets {
            let both: Vec<&str> = own.iter().copied().filter(|scope| person.contains(scope)).collect();
            let consent = block("status: granted", person);
            let built = world.build("organisation", &block("status: granted", own), &consent);
            let case = format!("the story for {own:?}, a person for {person:?}");
            world.check(&case, &built, "organisation", &both, Some(&consent));
        }
    }
    // Without a block a site of adults' own words shows theirs; `not-needed` says nothing of pictures and voices.
    let built = world.build("open", "", "");
    world.check("no block at all, open", &built, "open", &sets[3], Some(""));
    let built = world.build("open", "consent: {status: not-needed}\n", "");
    world.check("not needed, open", &built, "open", &SCOPES, Some(""));
}
