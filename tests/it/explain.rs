//! `ripple explain`: whether visitors see something, why, where each statement comes from, who is in it.

use crate::site_test::{CONFIG, SiteTest, story};

/// A school with a story that much stands in the way of, and one that visitors see.
fn school() -> SiteTest {
    let held = "---\ntitle: >-\n  The long\n  bus\nsummary: |\n  Two\n  lines.\nmoment:\n  minutes: 10\n  date: 2023-10\n\
        mentor: rosa\nmentee: a boy\nconsent:\n  status: pending\ndraft: true\npublish: 2126-01-01\n\
        ripples:\n  - paid-forward: été\n---\nTo [[été|a summer]].\n";
    let shown = "---\ntitle: Été\ndate: 2026-02-01\nmoment: {minutes: 10}\nsummary:\nauthor: tom\n\
        consent: {status: granted, scope: [web, search], expires: 2126-05-01}\n---\n# Heading\n\nWords of the text.\n";
    SiteTest::new(&[
        ("ripple.yaml", &CONFIG.replace("open", "school")),
        ("content/stories/2026-01-02-bus.md", held),
        ("content/stories/été.md", shown),
        (
            "content/people/rosa.md",
            "---\nname: {first: Rosa, role: a teacher}\nminor: true\nconsent: {status: refused}\n---\n",
        ),
        ("content/people/tom.md", "---\nname: {full: Tom Hill, first: Tom}\n---\n"),
        ("content/prompts/bus.md", "---\ntitle: Bus\n---\nWho was there? [Read](@/stories/été.md)\n"),
    ])
}

#[track_caller]
fn told(site: &SiteTest, name: &str, parts: &[&str]) {
    let run = site.run(&["explain", name]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for part in parts {
        assert!(run.stdout.contains(part), "“{part}” is missing from:\n{}", run.stdout);
    }
}

#[test]
fn everything_that_stands_in_the_way_is_told_with_its_place() {
    told(
        &school(),
        "story:bus",
        &[
            "Is it public? No. These things stand in the way:\n  - consent of `rosa` was refused (content/people/rosa.md:4)\n",
            "      named in content/stories/2026-01-02-bus.md:11\n",
            "  - draft (content/stories/2026-01-02-bus.md:15)\n",
            "  - consent has not been given yet (content/stories/2026-01-02-bus.md:14)\n",
            "  - held until 2126-01-01 (content/stories/2026-01-02-bus.md:16)\n",
            "  Then its address will be https://example.org/stories/bus/\n",
            "  mentor: `rosa`, content/people/rosa.md (content/stories/2026-01-02-bus.md:11)\n    a child; consent: refused",
            "  mentee: “a boy”, in these words (content/stories/2026-01-02-bus.md:12)\n",
        ],
    );
}

#[test]
fn every_statement_names_the_line_of_its_own_field() {
    let site = school();
    let at = "content/stories/2026-01-02-bus.md";
    for (name, value, source) in [
        ("title", "The long bus", format!("{at}:2")),
        ("id", "bus", "the file name".to_owned()),
        ("slug", "bus", "the id".to_owned()),
        ("date", "2026-01-02", "the file name".to_owned()),
        ("happened", "2023-10", format!("{at}:10")),
        ("setting", "other", "nothing is said".to_owned()),
        ("summary", "Two lines.", format!("{at}:5")),
    ] {
        told(&site, at, &[&format!("\n  {name:<11} {value}  ({source})\n")]);
    }
    let at = "content/stories/été.md";
    let happened = format!("  happened    2026-02-01  ({at}:3)\n");
    let summary = format!("  summary     Words of the text.  (the beginning of the text, {at}:11)\n");
    told(&site, "été", &[&happened, &summary]);
    site.write(
        "content/stories/heading.md",
        "---\ndate: 2026-02-01\nconsent: {status: granted}\n---\n\n# Its title #\n\nText.",
    );
    told(&site, "heading", &["Its title  (content/stories/heading.md:6)\n"]);
}

#[test]
fn what_visitors_see_is_told_with_its_readable_address_and_its_limits() {
    told(
        &school(),
        "content/stories/été.md",
        &[
            "Is it public? Yes: https://example.org/stories/été/\n",
            "  In lists, in search engines; not in feeds, for consent does not cover `feed` (content/stories/été.md:7).\n",
            "  From 2126-05-01 on it is no longer published: consent ends (content/stories/été.md:7)\n",
            "  consent: granted; for web, search; ends on 2126-05-01 (content/stories/été.md:7)\n",
            "  told by: `tom`, content/people/tom.md (content/stories/été.md:6)\n    consent: nothing is written down, and nothing is needed here\n",
            "  Visitors read: Tom\n",
            "  Carried on from `bus`, which nobody sees (consent of `rosa` was refused) (content/stories/2026-01-02-bus.md:18)\n",
            "  content/prompts/bus.md:4  a link in the prompt `bus`\n",
            "  content/stories/2026-01-02-bus.md:20  a link in the story `bus`, which nobody sees",
        ],
    );
    let plain = SiteTest::new(&[
        ("ripple.yaml", "title: T\nsafeguarding: open\ncontact: x\n"),
        ("content/stories/a b.md", &story("A", "slug: قصة\nvisibility: unlisted\n", "Text.")),
    ]);
    told(&plain, "a-b", &["Yes: /stories/قصة/\n", "It is unlisted (content/stories/a b.md:5): "]);
}

#[test]
fn people_tags_and_what_is_no_entry_are_explained_too() {
    let site = school();
    site.write("content/tags/trust.md", "---\ntitle: Trust\n---\n");
    told(
        &site,
        "rosa",
        &[
            "One thing stands in the way",
            "  a child (content/people/rosa.md:3)\n",
            "first: Rosa",
            "named in the story `bus`",
        ],
    );
    told(&site, "tom", &["People have no page", "content/stories/été.md:6  named in the story `été`\n"]);
    told(&site, "trust", &["Is it public? Yes: https://example.org/tags/trust/"]);
    told(&site, "ripple.yaml", &["This file is no part of the site"]);
    site.write("content/stories/new.md", story("New", "draft: true\n", "To [[nowhere]]."));
    told(&site, "new", &["note[unknown-target]: nothing here is called `nowhere` (nobody sees it yet: draft)"]);
    site.write("content/stories/odd.md", "---\ntitle: Odd\nhidden: true\n---\nText.");
    told(
        &site,
        "odd",
        &["  - its fields are not clear, so it counts as a draft (content/stories/odd.md)\n", "error[unknown-limit]"],
    );
    site.write("ripple.yaml", "title: T\n");
    told(&site, "new", &["Is it public? That is not clear yet.\n  The site has errors"]);
}

#[test]
fn a_name_may_be_an_id_a_title_or_a_file_and_one_that_fits_several_lists_them() {
    let site = school();
    for name in ["ÉTÉ", "2026-01-02-bus", "The long bus", "prompt:bus", "content/people/tom.md"] {
        told(&site, name, &[]);
    }
    let both = site.run(&["explain", "bus"]);
    assert_eq!(both.code, 2);
    for line in ["\n  story:bus  content/stories/2026-01-02-bus.md", "\n  prompt:bus  content/prompts/bus.md"] {
        assert!(both.stderr.contains(line), "{}", both.stderr);
    }
    for (name, help) in [("rossa", "did you mean `rosa`?"), ("../nowhere.md", "`ripple list` shows")] {
        let run = site.run(&["explain", name]);
        assert!(run.code == 2 && run.stderr.contains(help), "{}", run.stderr);
    }
}
