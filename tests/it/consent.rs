//! Consent: every status in every profile (content model, section 7). One test for each status, then the scopes and
//! the levels of names. What is held back leaves no trace in any byte of the output.

use crate::site_test::{Built, CONFIG, SiteTest, story};
use ripple::diag::Severity;

const PROFILES: [&str; 3] = ["school", "organisation", "open"];

/// Words that only the hidden story holds, or that only lead to it; each is in the output when it is published.
pub const SHOWN: [&str; 13] = [
    "zephyrine",                             // title
    "wyvern",                                // slug
    "ocelot",                                // old address
    "kestrel",                               // summary
    "quokka",                                // text
    "pangolin",                              // tag
    "tapir",                                 // a person in words
    "lemur",                                 // outcome
    "bandicoot",                             // claim
    "axolotl",                               // place
    "marmot",                                // note on its own ripple
    "capybara",                              // note on a ripple that leads to it
    "tag:example.org,2026:story/narwhal-id", // id
];

/// Words that are in no output, whatever is published: file name, record, private fields.
pub const NEVER: [&str; 4] = ["gazelle", "c-0142", "osprey", "2027-08-30"];

/// A site where everything leads to one story. `consent` is a line of its fields, `person` the fields of Ines,
/// whom it names.
pub fn world(profile: &str, consent: &str, person: &str) -> SiteTest {
    let hidden = format!(
        "---\ntitle: A zephyrine\nid: narwhal-id\nslug: wyvern\ndate: 2019-05-04\naliases: [/old/ocelot/]\nsummary: The kestrel.\ntags: [pangolin, shared]\nmentor: a tapir\npeople: [{{person: ines, role: mentee}}]\nmoment: {{date: 2026-03-02, where: at the axolotl}}\noutcome: the lemur\nclaims: [{{text: bandicoot, status: anecdotal}}]\nripples: [{{inspired: after, note: marmot}}]\nprompts: [ask]\nanswers: ask\ncollection: club\nsetting: family\nprivate: {{diary: osprey}}\n{consent}---\nThe quokka.\n\n## Part\n"
    );
    let granted = "consent: {status: granted}\n";
    let before = format!("{granted}tags: [shared]\nripples: [{{inspired: narwhal-id, note: capybara}}]\n");
    let links = "[one](gazelle.md) [two](/stories/wyvern/) [three](/old/ocelot/) [four](@/stories/gazelle.md#part) [[narwhal-id|five]] [[wyvern|six]] [[gazelle|seven]] [eight](https://example.org/stories/wyvern/#part)\n\n:::story narwhal-id :::";
    let ines = format!("---\nname: {{full: Ines Moreau, first: Ines}}\n{person}---\n");
    let page = format!("---\ntitle: About\n---\n{}", links.replace("(gazelle", "(../stories/gazelle"));
    SiteTest::new(&[
        ("ripple.yaml", &config(profile)),
        ("content/stories/gazelle.md", &hidden),
        ("content/stories/before.md", &story("Before", &before, links)),
        ("content/stories/after.md", &story("After", granted, "Text.")),
        (
            "content/stories/other.md",
            &story("Other", &format!("{granted}translation_of: narwhal-id\nlang: de\n"), "Text."),
        ),
        ("content/prompts/ask.md", "# Ask\n\nWho?\n"),
        ("content/collections/club.md", "# Club\n"),
        ("content/pages/about.md", &page),
        ("content/people/ines.md", &ines),
    ])
}

pub fn config(profile: &str) -> String {
    CONFIG.replace("safeguarding: open", &format!("safeguarding: {profile}"))
}

/// What came of the hidden story: `published`, or the codes of the problems that are about consent.
fn outcome(site: &SiteTest) -> String {
    let built = site.build();
    for words in NEVER {
        assert_eq!(built.mentions(words), [""; 0], "{words} is private for ever");
    }
    if built.has("stories/wyvern/index.html") {
        for words in SHOWN {
            assert!(!built.mentions(words).is_empty(), "{words} is shown nowhere, so this test would see nothing");
        }
        assert_eq!(built.all_codes(Severity::Note), [""; 0], "{}", built.report());
        assert_eq!(site.run(&["check", "--strict"]).code, 0);
        return "published".to_owned();
    }
    assert_no_trace(&built);
    let fails = built.codes().iter().any(|code| code.starts_with("consent-"));
    let mut codes = built.all_codes(Severity::Note);
    codes.retain(|code| *code != "link-to-withheld");
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(fails, built.all_codes(Severity::Warning) != [""; 0], "nothing else is wrong: {}", built.report());
    // Never a warning, which `--strict` would raise: either an error about consent or notes alone.
    assert_eq!(site.run(&["check", "--strict"]).code, if fails { 3 } else { 0 }, "{}", built.report());
    codes.join(" ")
}

/// That nothing in the output tells of the hidden story, or counts it.
fn assert_no_trace(built: &Built) {
    for words in SHOWN.iter().chain(&["narwhal", "archive/2019", "settings/family", "2019", "Ines", "Moreau"]) {
        assert_eq!(built.mentions(words), [""; 0], "{words} is shown");
    }
    let before = built.text("stories/before/index.html");
    assert!(before.contains("<p>one two three four five six seven eight</p>"), "words stay, without a link: {before}");
    assert!(
        before.contains("A quiet story.")
            && !before.contains("moment led to")
            && !built.text("stories/after/index.html").contains("Its thread began")
    );
    assert!(built.text("collections/club/index.html").contains("Club"));
    assert_eq!(built.snapshot.site.totals.stories, 3);
}

/// One status in each profile, as the story's own and as that of somebody it names.
#[track_caller]
fn by_profile(own: &str, own_expected: [&str; 3], person: &str, person_expected: [&str; 3]) {
    for (profile, (own_expected, person_expected)) in
        PROFILES.into_iter().zip(own_expected.into_iter().zip(person_expected))
    {
        let site = world(profile, own, "");
        assert_eq!(outcome(&site), own_expected, "{own:?} of the story in a site of the profile {profile}");
        let site = world(profile, "consent: {status: granted}\n", person);
        assert_eq!(outcome(&site), person_expected, "{person:?} of a person in a site of the profile {profile}");
    }
}

#[test]
fn granted_is_published_in_every_profile() {
    let consent = "consent: {status: granted, by: guardian, on: 2026-01-01, record: c-0142, expires: 2027-08-30}\n";
    by_profile(consent, ["published"; 3], consent, ["published"; 3]);
}

#[test]
fn not_needed_is_published_in_every_profile() {
    let consent = "consent: {status: not-needed}\n";
    by_profile(consent, ["published"; 3], consent, ["published"; 3]);
}

#[test]
fn pending_is_withheld_and_fails_a_school() {
    let consent = "consent: {status: pending, record: c-0142}\n";
    let person = ["consent-pending withheld", "withheld", "withheld"];
    by_profile(consent, ["consent-pending", "withheld", "withheld"], consent, person);
}

#[test]
fn refused_is_withheld_and_never_fails() {
    let consent = "consent: {status: refused, record: c-0142}\n";
    by_profile(consent, ["withheld"; 3], consent, ["withheld"; 3]);
}

#[test]
fn withdrawn_is_withheld_and_never_fails() {
    let consent = "consent: {status: withdrawn, record: c-0142}\n";
    by_profile(consent, ["withheld"; 3], consent, ["withheld"; 3]);
}

#[test]
fn expired_is_withheld_and_never_fails() {
    let consent = "consent: {status: granted, expires: 2026-12-01, record: c-0142}\n";
    by_profile(consent, ["withheld"; 3], consent, ["withheld"; 3]);
}

#[test]
fn missing_fails_a_school_and_is_assumed_in_an_open_site() {
    let child = ["consent-missing withheld", "published", "published"];
    by_profile("", ["consent-missing", "withheld", "published"], "minor: true\n", child);
    by_profile("", ["consent-missing", "withheld", "published"], "", ["published"; 3]);
}

#[test]
fn not_covering_the_web_is_withheld_and_never_fails() {
    let consent = "consent: {status: granted, scope: [feed, search, print]}\n";
    by_profile(consent, ["withheld"; 3], consent, ["withheld"; 3]);
}

#[test]
fn what_cannot_be_understood_counts_as_not_given() {
    for consent in ["consent: {status: yes}\n", "consent: granted\n", "consent: {scope: [web]}\n", "consent:\n"] {
        for profile in PROFILES {
            let site = world(profile, consent, "");
            let built = site.build();
            assert!(!built.has("stories/wyvern/index.html"), "{consent} published in {profile}");
            assert_no_trace(&built);
            let run = site.run(&["build"]);
            assert_ne!(run.code, 0, "{consent} in {profile}: {}", run.stderr);
            assert!(!site.path("public").exists());
        }
    }
}

#[test]
fn a_draft_keeps_a_school_building_until_the_answer_comes() {
    for consent in ["", "consent: {status: pending}\n"] {
        let site = world("school", &format!("draft: true\n{consent}"), "");
        assert_no_trace(&site.build());
        assert_eq!(site.run(&["build", "--strict"]).code, 0);
        // And no flag shows an entry without consent.
        let run = site.run(&["build", "--drafts", "--future", "--expired", "-o", "elsewhere"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!site.path("elsewhere/stories/wyvern").exists());
    }
}

#[test]
fn withdrawing_takes_a_published_story_out_of_the_folder() {
    let site = world("school", "consent: {status: granted}\n", "");
    assert_eq!(site.run(&["build"]).code, 0);
    let text = |site: &SiteTest| {
        let files = walkdir::WalkDir::new(site.path("public")).into_iter().filter_map(Result::ok);
        let files = files.filter(|entry| entry.file_type().is_file());
        files.fold(String::new(), |all, entry| {
            let name = entry.path().display().to_string();
            all + &name + &String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap())
        })
    };
    assert!(SHOWN.iter().all(|words| text(&site).contains(words)));
    let story = std::fs::read_to_string(site.path("content/stories/gazelle.md")).unwrap();
    site.write("content/stories/gazelle.md", story.replace("granted", "withdrawn"));
    let run = site.run(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let left = text(&site);
    for words in SHOWN.iter().chain(&NEVER).chain(&["narwhal", "Ines"]) {
        assert!(!left.contains(words), "{words} is left in the folder");
    }
}
