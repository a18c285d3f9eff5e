//! What is held back without a question of consent: drafts, dates, and stories that are in no list.

use crate::site_test::{Built, CONFIG, SiteTest, story};
use ripple::diag::Severity;

/// Midnight of 1 July 2026 in Berlin (UTC+2), in seconds since 1970.
const BERLIN: i64 = 1_782_856_800;

/// A site in Berlin's time with one story, at a moment.
fn berlin(date: &str, fields: &str, clock: i64) -> SiteTest {
    let text = format!("---\ntitle: Zephyrine\n{date}{fields}---\nThe quokka.\n");
    let mut site = SiteTest::new(&[("content/stories/wyvern.md", &text)]);
    site.write("ripple.yaml", format!("{CONFIG}timezone: Europe/Berlin\n"));
    site.options.clock = clock;
    site
}

/// Whether the story is published; if not, it has left no trace.
fn is_published(site: &SiteTest) -> bool {
    let built = site.build();
    assert_eq!(built.all_codes(Severity::Note), [""; 0], "{}", built.report());
    let shown = built.has("stories/wyvern/index.html");
    for words in ["Zephyrine", "wyvern", "quokka"] {
        assert_eq!(built.mentions(words).is_empty(), !shown, "{words}");
    }
    shown
}

/// The words about the next change, and its instant.
fn next_change(built: &Built) -> Option<(i64, &str)> {
    built.snapshot.next_change.as_ref().map(|(instant, words)| (*instant, words.as_str()))
}

const DATE: &str = "date: 2026-03-02\n";

#[test]
fn publish_holds_until_midnight_in_the_zone_of_the_site() {
    for (fields, date) in [("publish: 2026-07-01\n", DATE), ("", "date: 2026-07-01\n"), ("", "date: 2026-07\n")] {
        let early = berlin(date, fields, BERLIN - 1);
        assert!(!is_published(&early), "one second before midnight, {fields}{date}");
        assert_eq!(next_change(&early.build()), Some((BERLIN, "`wyvern` is published")));
        let due = berlin(date, fields, BERLIN);
        assert!(is_published(&due), "at midnight, {fields}{date}");
        assert_eq!(next_change(&due.build()), None);
    }
}

#[test]
fn expires_takes_a_story_out_at_midnight_in_the_zone_of_the_site() {
    let fields = "expires: 2026-07-01\n";
    let early = berlin(DATE, fields, BERLIN - 1);
    assert!(is_published(&early));
    assert_eq!(next_change(&early.build()), Some((BERLIN, "`wyvern` is no longer published")));
    assert!(!is_published(&berlin(DATE, fields, BERLIN)));
}

#[test]
fn consent_ends_at_midnight_in_the_zone_of_the_site() {
    let fields = "consent: {status: granted, expires: 2026-07-01}\n";
    let early = berlin(DATE, fields, BERLIN - 1);
    assert!(is_published(&early));
    assert_eq!(next_change(&early.build()), Some((BERLIN, "`wyvern` is no longer published")));
    let late = berlin(DATE, fields, BERLIN).build();
    assert_eq!((late.has("stories/wyvern/index.html"), late.all_codes(Severity::Note)), (false, vec!["withheld"]));
}

#[test]
fn k7_consent_and_stories_end_when_the_day_begins_where_the_site_is() {
    // The first second of 1 July 2026: fifteen hours of UTC's day before in Tokyo, seven of its own in Los Angeles.
    let utc = BERLIN + 7_200;
    for (zone, midnight) in [("Asia/Tokyo", utc - 9 * 3_600), ("America/Los_Angeles", utc + 7 * 3_600)] {
        for fields in ["consent: {status: granted, expires: 2026-07-01}\n", "expires: 2026-07-01\n"] {
            let at = |clock| {
                let site = berlin(DATE, fields, clock);
                site.write("ripple.yaml", format!("{CONFIG}timezone: {zone}\n"));
                site.build()
            };
            let before = at(midnight - 1);
            assert!(before.has("stories/wyvern/index.html"), "{fields}one second too early in {zone}");
            assert_eq!(next_change(&before), Some((midnight, "`wyvern` is no longer published")), "{zone}");
            let after = at(midnight);
            assert_eq!(after.mentions("Zephyrine"), [""; 0], "{fields}{zone}");
            // Another zone's midnight changes nothing: the two are sixteen hours apart.
            assert_eq!(at(utc).has("stories/wyvern/index.html"), midnight > utc, "{fields}{zone}");
        }
    }
}

#[test]
fn an_exact_time_is_that_time_in_every_zone() {
    let fields = "publish: 2026-07-01T00:00:00Z\n";
    let utc_midnight = BERLIN + 7_200;
    assert!(!is_published(&berlin(DATE, fields, utc_midnight - 1)));
    assert!(is_published(&berlin(DATE, fields, utc_midnight)));
}

#[test]
fn publish_wins_over_a_date_in_the_future() {
    assert!(is_published(&berlin("date: 2027-01-01\n", "publish: 2026-06-01\n", BERLIN)));
    assert!(!is_published(&berlin("date: 2026-01-01\n", "publish: 2027-06-01\n", BERLIN)));
}

#[test]
fn the_next_change_is_the_first_one_that_happens() {
    let site = berlin(DATE, "publish: 2026-08-01\n", BERLIN);
    site.write("content/stories/b.md", "---\ntitle: B\ndate: 2026-01-01\nexpires: 2026-07-15\n---\nText.\n");
    site.write(
        "content/stories/c.md",
        "---\ntitle: C\ndate: 2026-01-01\npublish: 2026-07-02\ndraft: true\n---\nText.\n",
    );
    let built = site.build();
    assert_eq!(next_change(&built), Some((BERLIN + 14 * 86_400, "`b` is no longer published")));
    site.remove("content/stories/b.md");
    assert_eq!(
        next_change(&site.build()),
        Some((BERLIN + 31 * 86_400, "`wyvern` is published")),
        "a draft never appears"
    );
}

#[test]
fn flags_let_through_what_they_say_and_no_more() {
    let cases = [
        ("draft: true\n", 0),
        ("publish: 2030-01-01\n", 1),
        ("expires: 2020-01-01\n", 2),
        ("consent: {status: refused}\n", 9),
        ("consent: {status: granted, expires: 2020-01-01}\n", 9),
    ];
    for (fields, flag) in cases {
        for given in 0..3 {
            let mut site = berlin(DATE, fields, BERLIN);
            (site.options.drafts, site.options.future, site.options.expired) = (given == 0, given == 1, given == 2);
            assert_eq!(site.build().has("stories/wyvern/index.html"), flag == given, "{fields} with flag {given}");
        }
    }
}

#[test]
fn anything_but_a_plain_false_counts_as_a_draft() {
    for value in ["yes", "\"false\"", "no", "1", "[]", "FALSE?", "published"] {
        let built = berlin(DATE, &format!("draft: {value}\n"), BERLIN).build();
        assert!(!built.has("stories/wyvern/index.html"), "{value}");
        assert_eq!(built.all_codes(Severity::Error).len(), 1, "{value}: {}", built.report());
    }
    assert!(is_published(&berlin(DATE, "draft: false\n", BERLIN)));
}

#[test]
fn a_draft_or_a_held_story_is_not_counted_and_not_beside_others() {
    for fields in ["draft: true\n", "publish: 2027-01-01\n", "expires: 2026-01-01\n"] {
        let hidden = format!("{fields}tags: [pangolin]\nsetting: family\nprompts: [ask]\nripples: [{{inspired: c}}]\n");
        let site = SiteTest::new(&[
            ("content/stories/a.md", &story("A", "ripples: [{inspired: wyvern}]\n", "Text.")),
            ("content/stories/wyvern.md", &story("Zephyrine", &hidden, "Text.")),
            ("content/stories/c.md", &story("C", "", "Text.")),
            ("content/prompts/ask.md", "# Ask\n\nWho?\n"),
        ]);
        let built = site.build();
        for words in ["Zephyrine", "wyvern", "pangolin", "settings/family", "moment led to", "Its thread began"] {
            assert_eq!(built.mentions(words), [""; 0], "{words} with {fields}");
        }
        let page = built.text("stories/a/index.html");
        assert!(page.contains("/stories/c/"), "the next story is the one after it: {page}");
        assert_eq!(built.snapshot.site.totals.stories, 2);
        assert_eq!(built.all_codes(Severity::Note), ["link-to-withheld"]);
    }
}

#[test]
fn an_unlisted_story_has_a_page_and_is_in_nothing_else() {
    let hidden = "id: narwhal\nslug: wyvern\nvisibility: unlisted\nsummary: The kestrel.\ntags: [pangolin, shared]\nsetting: family\nprompts: [ask]\nanswers: ask\ncollection: club\nripples:\n  - {to: c, kind: inspired, note: marmot}\n  - {to: a, kind: inspired-by, note: lemur}\n";
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "tags: [shared]\nripples: [{inspired: narwhal}]\n", "Text.")),
        ("content/stories/hidden.md", &story("Zephyrine", hidden, "The quokka.")),
        ("content/stories/c.md", &story("C", "tags: [shared]\ntranslation_of: narwhal\n", "Text.")),
        ("content/prompts/ask.md", "# Ask\n\nWho?\n"),
        ("content/collections/club.md", "# Club\n"),
    ]);
    let built = site.build();
    let own = "stories/wyvern/index.html";
    for words in ["Zephyrine", "wyvern", "narwhal", "kestrel", "quokka", "marmot", "lemur"] {
        let found = built.mentions(words);
        assert!(found.iter().all(|path| *path == own), "{words} is in {found:?}");
    }
    assert_eq!(built.mentions("pangolin"), [""; 0], "its own tag would make a list");
    let page = built.text(own);
    for part in ["noindex", "marmot", "lemur", "/stories/c/", "/stories/a/", "/tags/shared/", "/collections/club/"] {
        assert!(page.contains(part), "{part} is missing from {page}");
    }
    assert!(!built.has("settings/family/index.html") && !page.contains("settings/family"), "no dead link: {page}");
    assert!(page.contains("Family"), "the setting stays, in words");
    for slug in ["a", "c"] {
        let other = built.text(&format!("stories/{slug}/index.html"));
        assert!(
            !other.contains("moment led to") && !other.contains("Its thread began") && !other.contains("noindex"),
            "{other}"
        );
    }
    assert_eq!((built.snapshot.site.totals.stories, built.snapshot.site.totals.quiet), (2, 2));
    assert_eq!(built.all_codes(Severity::Note), [""; 0], "{}", built.report());
}

#[test]
fn a_link_to_an_unlisted_story_is_the_writers_own_choice_but_in_no_feed() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "", "See [that](hidden.md) and [[hidden]].")),
        ("content/stories/hidden.md", &story("Zephyrine", "visibility: unlisted\nsummary: The kestrel.\n", "Text.")),
    ]);
    let built = site.build();
    assert!(built.text("stories/a/index.html").contains("<a href=\"/stories/hidden/\">that</a>"));
    for words in ["Zephyrine", "stories/hidden", "kestrel"] {
        assert!(!built.text("feed.xml").contains(words), "{}", built.text("feed.xml"));
    }
}
