//! What writers write when they mean something else: words that say "do not show this", lists without brackets,
//! colons without a space, values of another type. Each is understood well enough to say what to write.

use crate::site_test::{Built, SiteTest, story};

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
fn other_words_for_do_not_show_this_hold_the_entry_back() {
    for field in [
        "hidden: true",
        "Hidden: yes",
        "is_hidden:",
        "private: true",
        "private: yes",
        "Private: true",
        "public: false",
        "unpublished: true",
        "unlisted: true",
        "noindex: 1",
        "visible: false",
        "publish: false",
        "publish: no",
        "publish: \"No\"",
        "publishDate: no",
        "status: draft",
        "status: Hidden",
        "status: [draft]",
        "status:",
        "isDraft: true",
    ] {
        let built = with(&format!("{field}\n"));
        assert_eq!(built.codes(), ["unknown-limit"], "{field}");
        assert!(!built.has(PAGE) && built.snapshot.withheld.len() == 1, "{field} is shown");
        assert!(built.report().contains("= help: write `draft: true` to keep it off the site"), "{}", built.report());
    }
    for kind in ["prompts", "people", "pages", "tags", "collections"] {
        let site = SiteTest::new(&[(&format!("content/{kind}/a.md"), "---\ntitle: A\nhidden: true\n---\nText.\n")]);
        let built = site.build();
        assert_eq!((built.codes(), built.snapshot.withheld.len()), (vec!["unknown-limit"], 1), "{kind}");
    }
    for part in
        ["claims:\n  - {text: x, status: anecdotal, hidden: true}", "moment: {when: once, draft: true}", "minor: true"]
    {
        let built = with(&format!("{part}\n"));
        assert_eq!((built.codes(), built.has(PAGE)), (vec!["unknown-limit"], false), "{part}");
    }
}

#[test]
fn a_status_that_belongs_to_consent_says_where_it_belongs() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "status: refused\n", "Text."))]);
    assert!(site.build().report().contains("            consent:\n              status: refused\n"));
    assert_eq!(site.run(&["check"]).code, 3);
}

#[test]
fn words_that_say_show_this_are_needless_and_notes_stay_notes() {
    for field in ["hidden: false", "public: yes", "visible: true", "status: published"] {
        let built = with(&format!("{field}\n"));
        assert_eq!((built.codes(), built.has(PAGE)), (vec!["unknown-field"], true), "{field}");
    }
    for field in
        ["private: ask her first", "private: {phone: x}", "private:", "private: false", "extra: {hidden: true}"]
    {
        let built = with(&format!("{field}\n"));
        assert_eq!((built.every_code(), built.has(PAGE)), (vec![], true), "{field}");
    }
    let asked = with("publish: true\n");
    assert!(asked.report().contains("take `publish` out to show it now"), "{}", asked.report());
    let private = with("visibility: private\n");
    assert_eq!(private.codes(), ["unknown-choice"]);
    assert!(private.report().contains("write `draft: true` instead"), "{}", private.report());
}

#[test]
fn a_list_without_brackets_is_noticed() {
    for (fields, help) in [
        ("tags: trust, kindness", "`tags: [trust, kindness]`"),
        ("tags: \"trust, #1, kindness\"", "`tags: [trust, \"#1\", kindness]`"),
        ("taxonomies: {tags: \"trust, kindness\"}", "`tags: [trust, kindness]`"),
        ("tags: [ثقة، تشجيع]", "`ثقة, تشجيع`"),
        ("tags: 信頼、励まし", "`tags: [信頼, 励まし]`"),
        ("aliases: /old/, /older/", "`aliases: [/old/, /older/]`"),
        ("prompts: who, what", "`prompts: [who, what]`"),
        ("collection: autumn, spring", "`collection: [autumn, spring]`"),
        ("ripples: b, c", "write a line of its own for each"),
        ("consent: {status: granted, scope: \"web, feed\"}", "`scope: [web, feed]`"),
    ] {
        let built = with(&format!("{fields}\n"));
        assert_eq!(built.codes().len(), 1, "{fields}: {}", built.report());
        assert!(built.report().contains(help), "{fields}: {}", built.report());
    }
    for fields in [
        "tags: [\"one, two\"]",
        "mentor: a neighbour, later a friend",
        "author: Maria, for us all",
        "outcome: she came, and stayed",
    ] {
        assert_eq!(with(&format!("{fields}\n")).every_code(), [""; 0], "{fields}");
    }
}

#[test]
fn a_ripple_needs_a_space_after_its_colon() {
    for (item, meant) in [
        ("- paid-forward:b", "`- paid-forward: b`"),
        ("- Paid_Forward:b", "`- Paid_Forward: b`"),
        ("- payed-forward:b", "`- payed-forward: b`"),
        ("- inspired：b", "`- inspired: b`"),
        ("- {inspired:b}", "`inspired: b`"),
        ("- {to:b, kind: inspired}", "`to: b`"),
    ] {
        let built = with(&format!("ripples:\n  {item}\n"));
        assert_eq!(built.every_code(), ["bad-ripple"], "{item}: {}", built.report());
        assert!(built.report().contains(&format!("= help: write {meant}\n")), "{}", built.report());
    }
    assert_eq!(with("ripples: [story:b, a:b]\n").codes(), ["unknown-ripple-target"; 2], "these are names");
}

#[test]
fn wrong_types_are_told_in_plain_words() {
    for (field, message, help) in [
        ("title: [a]", "`title` should be plain words, but this is a list", "`title: \"some words\"`"),
        (
            "moment: last autumn",
            "`moment` needs fields of its own, but these are words",
            "`moment: {when: one autumn}`",
        ),
        ("updated: [2026]", "`updated` should be a date, but this is a list", "`updated: 2026-03-02`"),
        ("publish: ~", "`publish` should be a date, but nothing is written there", "`publish: 2026-03-02`"),
        ("draft: [true]", "`draft` should be true or false, but this is a list", "`draft: true` or `draft: false`"),
        (
            "weight: {a: b}",
            "`weight` should be a whole number from -1000000 to 1000000, but this has names",
            "`weight: 5`",
        ),
        (
            "outcome: {a: b}",
            "`outcome` should be words, or a list of them, but this has names",
            "`outcome: [first, second]`",
        ),
        ("visibility:", "`visibility` should be `public` or `unlisted`, but nothing is written", "one of these words"),
        ("extra: [a]", "`extra` needs fields of its own, but this is a list", "`extra: {name: value}`"),
    ] {
        let built = whole(&format!("---\n{field}\n---\n# A\n\nWords.\n"));
        assert_eq!(built.codes(), ["wrong-type"], "{field}");
        assert!(built.report().contains(message) && built.report().contains(help), "{}", built.report());
    }
    for (field, lacks) in [("people: [maria]", "`person`"), ("claims: we all came", "`text`")] {
        let built = with(&format!("{field}\n"));
        assert_eq!(built.codes(), ["missing-part"], "{field}: {}", built.report());
        assert!(built.report().contains(lacks), "{}", built.report());
    }
}

#[test]
fn a_story_that_cannot_be_read_is_blamed_for_that_alone() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", "---\ntitle: Anna\ntags: [one, two\n---\nText."),
        ("content/stories/b.md", &story("Ben", "ripples:\n  - inspired: a\n", "To [[a]] and to [Anna](a.md).")),
    ]);
    assert_eq!(site.build().every_code(), ["yaml-syntax"]);
    // One that is held back on purpose must not be named.
    site.write("content/stories/a.md", story("Anna", "draft: true\n", "Text."));
    assert!(site.build().every_code().contains(&"withheld-name-shown"));
}

#[test]
fn an_error_in_one_file_puts_nothing_on_the_others() {
    let all = "ripples: [b]\nprompts: [ask]\nanswers: ask\ncollection: club\nmentor: tom\nauthor: Tom Hale\n\
               people: [{person: tom, role: friend}]\ntranslation_of: b\nlang: de\n";
    let text = "To [[b]], [her](b.md), [[Ben]], [[ask]], [it](../prompts/ask.md), [[Tom Hale]].\n\n:::story b :::";
    let files = [
        ("content/stories/a.md", story("Anna", all, text)),
        ("content/stories/b.md", story("Ben", "consent: {status: granted}\n", "Text.")),
        ("content/prompts/ask.md", "---\ntitle: Who\nconsent: {status: granted}\n---\nWho was it?\n".to_owned()),
        ("content/collections/club.md", "---\ntitle: Club\nconsent: {status: granted}\n---\n".to_owned()),
        ("content/people/tom.md", "---\nname: {full: Tom Hale}\nconsent: {status: granted}\n---\n".to_owned()),
        ("content/tags/trust.md", "---\nparent: courage\n---\n".to_owned()),
        ("content/tags/courage.md", "---\ntitle: Courage\nconsent: {status: granted}\n---\n".to_owned()),
        ("content/stories/c.md", story("Cleo", "tags: [trust, courage]\n", "Text.")),
    ];
    let count = |codes: &[&str], code: &str| codes.iter().filter(|known| **known == code).count();
    for (path, text) in files.iter().filter(|(_, text)| text.contains("consent:")) {
        for (broken, code) in [
            ("consent: {status: granted", "yaml-syntax"),
            ("consent: {status: grantd}", "unknown-choice"),
            ("consent: granted", "bad-consent"),
            ("Draft: true\nconsent: {status: granted}", "mistyped-limit"),
        ] {
            let site = SiteTest::new(&[]);
            for (path, text) in &files {
                site.write(path, text);
            }
            let before = site.build().every_code();
            site.write(path, text.replace("consent: {status: granted}", broken));
            let built = site.build();
            let mut now = built.every_code();
            now.retain(|code| count(&built.every_code(), code) > count(&before, code));
            assert_eq!(now, [code], "{path} {broken}: {}", built.report());
        }
    }
}

#[test]
fn a_copied_file_is_one_mistake() {
    let text = story("Anna", "id: anna\naliases: /old/anna/\n", "Text.");
    let site = SiteTest::new(&[("content/stories/anna.md", &text), ("content/stories/anna copy.md", &text)]);
    assert_eq!(site.build().codes(), ["duplicate-id"]);
    site.write("content/stories/anna copy.md", text.replace("id: anna", "id: hanna"));
    assert_eq!(site.build().codes(), ["same-address"], "the old address is still given twice");
}

#[test]
fn a_web_address_without_a_site_says_what_is_missing() {
    for address in ["http://", "https://", "HTTP:///x", "http:x"] {
        let built =
            SiteTest::new(&[("content/stories/a.md", &story("A", "", &format!("See [it]({address}).")))]).build();
        assert_eq!(built.codes(), ["unsafe-link"], "{address}");
        assert!(built.report().contains("with the name of the site"), "{}", built.report());
    }
}
