//! What a writer may put at the top of a file: types, defaults, other spellings, and what is refused
//! (reliability, part D; content model, section 2).

use crate::site_test::{Built, CONFIG, SiteTest, story};
use std::fmt::Write;

const PAGE: &str = "stories/a/index.html";

/// The one story `a`, from the whole text of its file.
fn whole(text: &str) -> Built {
    SiteTest::new(&[("content/stories/a.md", text)]).build()
}

/// The story `a` with a title, a date and these fields.
fn with(fields: &str) -> Built {
    whole(&story("A", fields, "Some words."))
}

#[test]
fn d1_anchors_aliases_tags_and_merge_keys_are_refused_before_they_expand() {
    for (fields, place) in [
        ("summary: &x words\n", ":4:10:"),
        ("summary: *x\n", ":4:10:"),
        ("summary: !important\n", ":4:10:"),
        ("summary: !!str 5\n", ":4:10:"),
        ("extra:\n  <<: {a: b}\n", ":5:3:"),
    ] {
        let built = with(fields);
        assert_eq!(built.codes(), ["yaml-feature"], "{fields}");
        assert!(built.report().contains("not supported here"), "{}", built.report());
        assert!(built.report().contains(place), "{place} for {fields}: {}", built.report());
    }
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        let copies = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{copies}]").unwrap();
    }
    assert_eq!(with(&bomb).codes(), ["yaml-feature"]);
    assert_eq!(with(&format!("extra: {}x{}\n", "[".repeat(16), "]".repeat(16))).codes(), ["yaml-too-large"]);
    assert_eq!(with(&format!("extra: [{}]\n", "x, ".repeat(10_001))).codes(), ["yaml-too-large"]);
}

#[test]
fn d2_unknown_names_are_warnings_with_the_nearest_name() {
    for (field, near) in
        [("tag: x", "`tags`"), ("Setting: x", "`setting`"), ("SUMMARY: x", "`summary`"), ("outcomes: x", "`outcome`")]
    {
        let built = with(&format!("{field}\n"));
        assert_eq!(built.codes(), ["unknown-field"], "{field}");
        assert!(built.report().contains(&format!("did you mean {near}?")), "{}", built.report());
        assert!(built.has(PAGE), "published all the same");
    }
    assert!(with("layout: x\n").report().contains("under `extra:`"));
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "tag: x\n", "Words."))]);
    assert_eq!(site.run(&["check"]).code, 0);
    assert_eq!(site.run(&["check", "--strict"]).code, 1);
}

#[test]
fn d3_a_field_given_twice_is_an_error_with_both_lines() {
    let built = with("tags: [a]\nsummary: x\ntags: [b]\n");
    assert_eq!(built.codes(), ["duplicate-field"]);
    let report = built.report();
    assert!(report.contains("a.md:6:1: error") && report.contains("see content/stories/a.md:4:1:"), "{report}");
}

#[test]
fn d4_tags_are_texts_or_one_text_and_nothing_else() {
    for (tags, wanted) in [
        ("resilience", vec!["resilience"]),
        ("[one, two]", vec!["one", "two"]),
        ("\n  - one\n  - two", vec!["one", "two"]),
        ("[2024, true, 1.10]", vec!["1-10", "2024", "true"]),
        ("", vec![]),
        ("[]", vec![]),
    ] {
        let built = with(&format!("tags: {tags}\n"));
        assert_eq!(built.every_code(), [""; 0], "{tags}: {}", built.report());
        let keys: Vec<&str> = built.snapshot.site.tags.iter().map(|tag| tag.key.as_str()).collect();
        assert_eq!(keys, wanted, "{tags}");
    }
    for tags in ["{a: b}", "null", "~", "[[a]]", "[a, null]", "[{a: b}]"] {
        let built = with(&format!("tags: {tags}\n"));
        assert_eq!(built.codes(), ["wrong-type"], "{tags}: {}", built.report());
        assert!(built.report().contains("`tags` should be a list of words, but "), "{}", built.report());
    }
    let many = |count: usize| with(&format!("tags: [{}]\n", (0..count).map(|n| format!("t{n}, ")).collect::<String>()));
    assert_eq!(many(64).codes(), [""; 0]);
    assert_eq!(many(65).codes(), ["too-many"]);
}

#[test]
fn d5_titles_stay_text() {
    for title in ["2024", "yes", "no", "Null", "true", "2026-03-02", "1.10", "0x10", "007", "1_000", ".5"] {
        let built = whole(&format!("---\ntitle: {title}\n---\nWords.\n"));
        assert_eq!(built.every_code(), [""; 0], "{title}: {}", built.report());
        built.holds(PAGE, &format!("<h1>{title}</h1>"));
    }
}

#[test]
fn d6_impossible_dates_are_errors_and_times_need_a_zone() {
    for (date, code) in [
        ("2026-02-30", "impossible-date"),
        ("2026-13", "impossible-date"),
        ("2025-02-29", "impossible-date"),
        ("2026-03-02T10:00:00", "bad-date"),
        ("2026-3-2", "bad-date"),
        ("02.03.2026", "bad-date"),
        ("yesterday", "bad-date"),
        ("[2026]", "wrong-type"),
    ] {
        for field in ["updated", "publish", "expires"] {
            let built = with(&format!("{field}: {date}\n"));
            assert_eq!(built.codes(), [code], "{field}: {date}");
            assert!(built.report().contains("a.md:4:"), "{}", built.report());
        }
    }
}

#[test]
fn d6_future_dates_hold_a_story_and_say_so() {
    for fields in
        ["date: 2026-12-02", "date: 2027", "publish: 2026-12-01T12:00:01Z", "publish: 2027-01-01\ndate: 2026-01-01"]
    {
        let built = whole(&format!("---\ntitle: Held words\n{fields}\n---\nWords.\n"));
        assert_eq!(built.mentions("Held words"), [""; 0], "{fields}");
        assert_eq!(built.snapshot.withheld.len(), 1, "{fields}");
        assert!(built.snapshot.next_change.is_some(), "{fields}");
    }
    for fields in
        ["date: 2026-12-01", "date: 2026", "publish: 2026-12-01T12:00:00Z", "publish: 2026-01-01\ndate: 2027-01-01"]
    {
        assert!(whole(&format!("---\ntitle: T\n{fields}\n---\nWords.\n")).has(PAGE), "{fields}");
    }
    assert!(with("expires: 2026-12-02\n").has(PAGE));
    assert!(!with("expires: 2026-12-01\n").has(PAGE), "gone from that day on");
}

#[test]
fn d6_a_bare_date_begins_at_midnight_of_the_sites_zone() {
    for (zone, day, there) in [
        ("Pacific/Kiritimati", "2026-12-02", true),
        ("Pacific/Kiritimati", "2026-12-03", false),
        ("America/New_York", "2026-12-01", true),
        ("UTC", "2026-12-02", false),
    ] {
        let site = SiteTest::new(&[("content/stories/a.md", &format!("---\ntitle: T\ndate: {day}\n---\nWords.\n"))]);
        site.write("ripple.yaml", format!("{CONFIG}timezone: {zone}\n"));
        assert_eq!(site.build().has(PAGE), there, "{day} in {zone}");
    }
}

#[test]
fn c6_odd_files_have_a_clear_result() {
    assert_eq!(whole("").every_code(), ["empty-entry"]);
    assert_eq!(whole(" \n\n").every_code(), ["empty-entry"]);
    let only_fields = whole("---\ntitle: Only fields\n---\n");
    assert_eq!(only_fields.every_code(), ["empty-entry"]);
    only_fields.holds(PAGE, "<h1>Only fields</h1>");
    let unclosed = whole("---\ntitle: T\n\nWords.\n");
    assert_eq!(unclosed.codes(), ["unclosed-front-matter"]);
    assert!(unclosed.report().contains("a.md:1:1:") && !unclosed.has(PAGE), "nothing unread is shown");
    let rule = whole("---\ntitle: T\n---\nBefore.\n\n---\n\nstatus: After.\n");
    assert_eq!(rule.every_code(), [""; 0]);
    rule.holds(PAGE, "<hr>");
    rule.holds(PAGE, "status: After.");
    assert_eq!(whole("---\n---\n# T\n\nWords.\n").every_code(), [""; 0]);
    let no_fence = whole("# T\n\nWords.\n\n---\nMore.");
    assert_eq!(no_fence.every_code(), [""; 0]);
    assert_eq!(whole("+++\ntitle = 1\n+++\n").codes(), ["foreign-front-matter"]);
    let long = format!("---\ntitle: T\nsummary: {}\n---\nWords.\n", "x".repeat(64 * 1024));
    assert_eq!(whole(&long).codes(), ["front-matter-too-long"]);
}

#[test]
fn slips_in_yaml_point_at_the_word_that_must_change() {
    for (fields, place, words) in [
        ("summary: Maria: her story", "4:15", "`summary: \"Maria: her story\"`"),
        ("summary: she said \"no\": never", "4:23", "`summary: 'she said \"no\": never'`"),
        ("summary: \"open\ntags: [a]", "4:10", "not closed"),
        ("summary: 'it's hers'", "4:14", "\"it's hers\""),
        ("tags: [a, b\nsummary: x", "4:7", "`[` is never closed"),
        ("tags: [a]]", "4:10", "take it out"),
        ("tags: [\"a\" \"b\"]", "4:12", "a comma"),
        ("tags:\n\t- a", "5:1", "a tab"),
        ("summary: @home", "4:10", "`summary: \"@home\"`"),
        ("summary: - x", "4:10", "on a line of its own"),
        ("Some words", "4:1", "no colon"),
        (" summary: x", "4:2", "indented"),
        ("tags:\n  - a\n summary: x", "6:2", "same column"),
        ("summary: \"a\\q\"", "4:12", "backslash"),
        ("...\nsummary: x", "4:1", "ends the fields"),
        ("null: x", "4:1", "name of a field"),
    ] {
        let built = with(&format!("{fields}\n"));
        assert_eq!(built.every_code(), ["yaml-syntax"], "{fields}");
        let report = built.report();
        assert!(report.contains(&format!("a.md:{place}: ")) && report.contains(words), "{fields}: {report}");
        assert!(!built.has(PAGE), "unread fields may have said `draft: true`");
    }
    for (glued, meant) in
        [("title:Maria\ndate: 2026", "`title: Maria`"), ("ripples:\n  - inspired:a\n    note: x", "`- inspired: a`")]
    {
        let built = whole(&format!("---\n{glued}\n---\n"));
        assert_eq!(built.every_code(), ["yaml-syntax"], "{glued}");
        assert!(built.report().contains(&format!("= help: write {meant}\n")), "{}", built.report());
    }
    assert!(whole("---\ntitle:Maria\n---\n").report().contains("put a space after the colon: `title: Maria`"));
}

#[test]
fn a_title_comes_from_the_field_the_heading_or_the_file_name() {
    let site = SiteTest::new(&[
        ("content/stories/field.md", "---\ntitle: From the field\n---\n# A heading\n\nWords.\n"),
        ("content/stories/heading.md", "# From the *heading*\n\nWords.\n"),
        ("content/stories/2026-03-02-from_the-name.md", "Words.\n"),
    ]);
    let built = site.build();
    built.holds("stories/field/index.html", "<h1>From the field</h1>");
    built.holds("stories/heading/index.html", "<h1>From the heading</h1>");
    assert!(!built.text("stories/heading/index.html").contains("<em>heading"), "the heading is not repeated");
    built.holds("stories/from-the-name/index.html", "<h1>From the name</h1>");
    assert_eq!(built.every_code(), ["title-from-file-name"]);
    built.holds("stories/from-the-name/index.html", "datetime=\"2026-03-02\"");
}

#[test]
fn dates_keep_their_precision_and_order_the_wall() {
    let dated = |date: &str| format!("---\ntitle: From {date}\ndate: {date}\n---\nWords.\n");
    let site = SiteTest::new(&[
        ("content/stories/a.md", "---\ntitle: Undated a\n---\nWords.\n"),
        ("content/stories/b.md", "---\ntitle: Undated b\n---\nWords.\n"),
        ("content/stories/c.md", &dated("2026")),
        ("content/stories/d.md", &dated("2026-03")),
        ("content/stories/e.md", &dated("2026-03-02")),
        ("content/stories/f.md", &dated("2026-03-02T08:30:00+01:00")),
        ("content/stories/2025-05-06-g.md", "---\ntitle: From the name\n---\nWords.\n"),
        ("content/stories/2025-05-06-h.md", &dated("2025-07")),
    ]);
    let built = site.build();
    let wall = built.text("stories/index.html");
    let order = [
        "From 2026-03-02T",
        "From 2026-03-02<",
        "From 2026-03<",
        "From 2026<",
        "From 2025-07<",
        "From the name",
        "Undated a",
        "Undated b",
    ];
    let places: Vec<_> =
        order.iter().map(|title| wall.find(title).unwrap_or_else(|| panic!("no {title} in {wall}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    for (page, date) in
        [("c", "<time datetime=\"2026\">2026</time>"), ("d", ">March 2026</time>"), ("e", ">2 March 2026</time>")]
    {
        built.holds(&format!("stories/{page}/index.html"), date);
    }
    assert_eq!(built.text("feed.xml").matches("<item>").count(), 6, "undated stories are in no feed");
    let archive: String =
        ["archive/2025/index.html", "archive/2026/index.html"].iter().map(|path| built.text(path)).collect();
    assert!(!archive.contains("Undated") && archive.contains("From the name"));
}

#[test]
fn updated_is_shown_and_not_before_the_date() {
    with("updated: 2026-04-01\n").holds(PAGE, "Changed <time datetime=\"2026-04-01\">");
    let built = with("updated: 2026-03-01\n");
    assert_eq!(built.codes(), ["updated-before-date"]);
    assert!(built.report().contains("see content/stories/a.md:3:7:"), "{}", built.report());
    assert_eq!(with("updated: 2026\n").codes(), [""; 0], "a year is not before one of its days");
}

#[test]
fn a_draft_is_closed_on_anything_but_a_real_boolean() {
    for value in ["true", "True"] {
        assert!(!with(&format!("draft: {value}\n")).has(PAGE), "{value}");
    }
    assert!(with("draft: false\n").has(PAGE));
    for name in ["draft", "published"] {
        for value in ["yes", "no", "\"true\"", "\"false\"", "1", "0", "null", "~", "", "[false]", "{a: b}", "perhaps"] {
            let built = with(&format!("{name}: {value}\n"));
            assert!(!built.has(PAGE), "{name}: {value} is shown");
            let codes = built.codes();
            assert!(codes == ["bad-boolean"] || codes == ["wrong-type"], "{name}: {value}: {codes:?}");
        }
    }
}

#[test]
fn published_is_the_other_spelling_of_draft() {
    let cases = [("published: false", false, "`draft: true`"), ("published: true", true, "`draft: false`")];
    for (field, shown, help) in cases {
        let built = with(&format!("{field}\n"));
        assert_eq!((built.has(PAGE), built.every_code()), (shown, vec!["other-spelling"]), "{field}");
        assert!(built.report().contains(help), "{}", built.report());
    }
    assert_eq!(with("published: false\ndraft: true\n").every_code(), ["other-spelling"]);
    for value in ["true", "false"] {
        let built = with(&format!("published: {value}\ndraft: {value}\n"));
        assert_eq!(built.every_code(), ["conflicting-fields"]);
        assert!(!built.has(PAGE) && built.report().contains("see content/stories/a.md:5:1"), "{}", built.report());
    }
}

#[test]
fn an_unlisted_story_has_a_page_and_is_named_nowhere() {
    let site = SiteTest::new(&[
        (
            "content/stories/a.md",
            &story("Hidden words", "visibility: unlisted\ntags: [quiet]\nsetting: family\nripples: [b]\n", "Words."),
        ),
        ("content/stories/b.md", &story("B", "", "Words.")),
    ]);
    let built = site.build();
    assert_eq!(built.mentions("Hidden words"), [PAGE]);
    built.holds(PAGE, "<meta name=\"robots\" content=\"noindex\">");
    built.holds(PAGE, "href=\"/stories/b/\"");
    for value in ["private", "hidden", "", "null"] {
        let built = with(&format!("visibility: {value}\n"));
        assert_eq!(built.codes().len(), 1, "{value} is an error");
        assert!(!built.text("stories/index.html").contains(">A</a>"), "{value} is not listed");
    }
}

#[test]
fn a_limit_that_is_mistyped_or_empty_holds_the_entry_back() {
    for field in
        ["Draft: true", "Consent: {status: refused}", "expire: 2020-01-01", "visiblity: unlisted", "Private: x"]
    {
        let built = SiteTest::new(&[("content/stories/a.md", &story("Liam", &format!("{field}\n"), "Words."))]).build();
        assert_eq!(built.codes(), ["mistyped-limit"], "{field}");
        assert!(!built.has("stories/a/index.html"), "{field}");
    }
    for field in ["expires:", "publish:", "expires: ~", "publish: ~"] {
        let built = SiteTest::new(&[("content/stories/a.md", &story("Liam", &format!("{field}\n"), "Words."))]).build();
        assert_eq!(built.codes(), ["wrong-type"], "{field}");
    }
    for limit in ["expires: ~", "name:", "review: ~"] {
        let consent = format!("consent: {{status: granted, {limit}}}\n");
        let built = SiteTest::new(&[("content/stories/a.md", &story("Liam", &consent, "Words."))]).build();
        assert!(built.codes().contains(&"wrong-type"), "{limit}: {:?}", built.codes());
        assert!(!built.has("stories/a/index.html"), "{limit}");
    }
}

#[test]
fn g5_a_school_insists_on_words_for_pictures() {
    let picture = story("A", "image: x.jpg\nconsent: {status: not-needed}\n", "![](y.jpg)");
    let site = SiteTest::new(&[("content/stories/a.md", &picture)]);
    assert_eq!(site.run(&["check"]).code, 0);
    site.write("ripple.yaml", CONFIG.replace("open", "school"));
    let run = site.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("error[missing-alt]") && run.stderr.contains("error[missing-image-alt]"),
        "{}",
        run.stderr
    );
}
