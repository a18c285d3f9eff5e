//! The matrix of consent beside the output folder: what other commands give away, and the preview as visitors see it.

use crate::consent::{NEVER, SHOWN, world};
use crate::live::{Live, VISITOR, WRITER};
use crate::site_test::{CONFIG, SiteTest, story};
use ripple::diag::Severity;
use ripple::engine::Changes;

const GRANTED: &str = "consent: {status: granted}\n";

/// What a story says about consent, and whether it is then published and in exports in a site of an organisation.
const CASES: [(&str, bool, bool); 11] = [
    (GRANTED, true, true),
    ("consent: {status: not-needed}\n", true, true),
    ("consent: {status: granted, scope: [web, feed]}\n", true, true),
    ("consent: {status: granted, scope: [web, search, print]}\n", true, false),
    ("consent: {status: granted, scope: [feed, search, print]}\n", false, false),
    ("consent: {status: granted, expires: 2020-01-01}\n", false, false),
    ("consent: {status: pending}\n", false, false),
    ("consent: {status: refused}\n", false, false),
    ("consent: {status: withdrawn}\n", false, false),
    ("consent: {status: what}\n", false, false),
    ("", false, false),
];

/// Each case as the story's own consent and, where there is a block, as that of the person it names.
fn sites() -> impl Iterator<Item = (String, SiteTest, bool, bool)> {
    let own = CASES.map(|(consent, shown, exported)| {
        (format!("the story: {consent}"), world("organisation", consent, ""), shown, exported)
    });
    let person = CASES.into_iter().filter(|(consent, ..)| !consent.is_empty());
    let person = person.map(|(consent, shown, exported)| {
        (format!("a person: {consent}"), world("organisation", GRANTED, consent), shown, exported)
    });
    own.into_iter().chain(person)
}

#[test]
fn k7_exports_hold_what_may_be_in_feeds_and_nothing_else() {
    for (case, site, _, exported) in sites() {
        for (format, words) in [
            ("json", &["zephyrine", "narwhal-id", "wyvern", "pangolin", "capybara", "marmot"][..]),
            ("csv", &["zephyrine", "narwhal-id", "wyvern", "capybara", "marmot"]),
            ("graphml", &["zephyrine", "narwhal-id", "wyvern", "pangolin", "capybara", "marmot"]),
        ] {
            let run = site.run(&["export", "ripples", "--format", format]);
            assert_eq!(run.code, 0, "{case}");
            for word in words {
                assert_eq!(run.stdout.contains(word), exported, "{word} in {format}, {case}: {}", run.stdout);
            }
            for word in NEVER {
                assert!(!run.stdout.contains(word), "{word} in {format}, {case}");
            }
        }
    }
}

#[test]
fn k7_explain_says_no_address_and_no_visitor_for_what_is_held_back() {
    for (case, site, shown, _) in sites() {
        let run = site.run(&["explain", "narwhal-id"]);
        let answer =
            ["Is it public? No.", "Is it public? Yes: https://example.org/stories/wyvern/"][usize::from(shown)];
        assert!(run.stdout.contains(answer), "{case}: {}", run.stdout);
        assert_eq!(run.stdout.contains("Visitors read: a tapir, Ines Moreau"), shown, "{case}: {}", run.stdout);
        // What is said of a story that others see has nothing of one that they do not see but a word that says so.
        let other = site.run(&["explain", "before"]).stdout;
        assert_eq!(other.contains("This moment led to two more"), shown, "{case}: {other}");
        assert_eq!(other.contains("which nobody sees"), !shown, "{case}: {other}");
    }
}

#[test]
fn k7_the_visitors_half_of_a_preview_is_the_site_and_nothing_else() {
    for (case, site, shown, _) in sites() {
        let mut engine = site.engine();
        let preview = engine.preview(&Changes::All).unwrap();
        let built = site.build();
        assert_eq!(preview.visitor.page("stories/wyvern/index.html").is_some(), shown, "{case}");
        assert!(preview.writer.page("stories/wyvern/index.html").is_some(), "{case}: its writer sees it");
        assert_eq!(preview.visitor.pages.len(), built.files.len(), "{case}");
        for page in &preview.visitor.pages {
            let bytes = engine.pages().bytes(&preview.visitor, page).unwrap();
            assert!(
                built.files.get(&page.route.output).is_some_and(|file| file[..] == bytes[..]),
                "{case}: {}",
                page.route.output
            );
        }
    }
}

#[test]
fn k7_a_preview_as_visitors_see_it_answers_with_no_word_of_what_is_held_back() {
    let live = Live::of(world("organisation", GRANTED, ""));
    let granted = std::fs::read_to_string(live.site.path("content/stories/gazelle.md")).unwrap();
    // The theme's own files say nothing of stories; the search index keeps its names.
    let shown = live.site.build();
    let says = |path: &&str| !path.starts_with("assets/") || path.starts_with("assets/search/");
    let all: Vec<String> = shown
        .paths()
        .into_iter()
        .filter(says)
        .map(|path| format!("/{}", path.trim_end_matches("index.html")))
        .collect();
    let seen: String = all.iter().map(|address| address.clone() + &live.get(address, VISITOR).text()).collect();
    for words in SHOWN {
        assert!(seen.contains(words), "{words} is nowhere, so this test would see nothing");
    }
    for (consent, shown, _) in CASES.into_iter().filter(|(_, shown, _)| !shown) {
        live.save("content/stories/gazelle.md", &granted.replace(GRANTED, consent));
        assert_eq!(live.is_there("/stories/wyvern/"), (true, shown), "{consent}");
        for address in &all {
            let answer = live.get(address, VISITOR).text();
            for words in SHOWN.iter().chain(&NEVER).chain(&["Ines", "Moreau", "consent", "Consent"]) {
                // Whose page it would be is asked for by its address, and stands on the way back to the writer's view.
                let answer = answer.replace(&format!("?to={address}"), "");
                assert!(!answer.contains(words), "{words} at {address}, {consent}: {answer}");
            }
        }
        assert!(live.text("/stories/wyvern/", WRITER).contains("quokka"), "{consent}");
    }
}

/// Three stories in a line, A, B and C; what B says about consent.
fn line(consent: &str) -> SiteTest {
    let agreed = |more: &str| format!("{GRANTED}{more}");
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("Anna", &agreed("ripples: [{paid-forward: b}]\n"), "Text.")),
        ("content/stories/b.md", &story("Bela", &format!("{consent}ripples: [{{paid-forward: c}}]\n"), "Text.")),
        ("content/stories/c.md", &story("Cleo", &agreed("ripples: [{continued-in: d}]\n"), "Text.")),
        ("content/stories/d.md", &story("Dora", &agreed(""), "Text.")),
    ]);
    site.write("ripple.yaml", CONFIG.replace("safeguarding: open", "safeguarding: organisation"));
    site
}

#[test]
fn k7_a_story_held_back_in_the_middle_does_not_join_its_neighbours() {
    for (consent, shown, _) in CASES {
        let built = line(consent).build();
        let site = &built.snapshot.site;
        let of =
            |id: &str| site.ids().find(|place| site.entry(*place).id.value == id).map(|id| site.numbers[id.index()]);
        let (a, c) = (of("a").unwrap(), of("c").unwrap());
        assert_eq!((a.direct, a.reach, a.depth), if shown { (1, 3, 3) } else { (0, 0, 0) }, "{consent}");
        assert_eq!((a.root, a.quiet, a.family.is_none()), (shown, !shown, !shown), "{consent}");
        assert_eq!((c.generation, c.root, c.reach), if shown { (2, false, 1) } else { (0, true, 1) }, "{consent}");
        let totals = &site.totals;
        let expected = if shown { (4, 3, 1, 4, 3) } else { (3, 1, 1, 2, 1) };
        assert_eq!((totals.stories, totals.ripples, totals.chains, totals.longest, totals.generation), expected);
        assert_eq!((of("b").is_some(), site.edges.len()), (shown, expected.1 as usize), "{consent}");
        let graph: serde_json::Value = serde_json::from_str(built.text("ripples.json")).unwrap();
        let ends = graph["graph"]["edges"].as_array().unwrap().iter().map(|edge| (&edge["source"], &edge["target"]));
        assert!(ends.clone().all(|(from, to)| !(from == "a" && to == "c")), "{graph}");
        for (page, other) in [("a", "Cleo"), ("a", "Dora"), ("c", "Anna"), ("d", "Anna")] {
            let text = built.text(&format!("stories/{page}/index.html"));
            let thread = text.split_once("<ol class=\"thread").map_or("", |(_, rest)| rest);
            let thread = thread.split_once("</section>").map_or("", |(thread, _)| thread);
            assert_eq!(thread.contains(other), shown, "{other} in the thread of {page}, {consent}: {thread}");
        }
        if !shown {
            assert!(built.text("stories/a/index.html").contains("A quiet story."));
            assert_eq!(built.mentions("Bela"), [""; 0], "{consent}");
        }
    }
}

#[test]
fn k7_a_title_that_a_link_takes_goes_no_further_than_the_scopes_allow() {
    let files = |scope: &str| {
        let site = SiteTest::new(&[
            ("content/stories/a.md", &story("Anna", GRANTED, "After [[b]] we [stayed](b.md).\n\n:::story b :::")),
            (
                "content/stories/b.md",
                &story("Bela", &format!("consent: {{status: granted, scope: [web, {scope}]}}\n"), "Text."),
            ),
        ]);
        let built = site.build();
        assert_eq!(built.all_codes(Severity::Warning), [""; 0], "{}", built.report());
        assert!(built.text("stories/a/index.html").contains("After <a href=\"/stories/b/\">Bela</a> we"));
        let names = |text: &str| ["Bela", "bela", "stories/b/"].iter().any(|name| text.contains(name));
        let says = |path: &str| built.paths().iter().any(|known| known.starts_with(path) && names(built.text(known)));
        ["feed.xml", "assets/search/", "stories/a/sheet/"].map(says)
    };
    assert_eq!(files("feed, search, print"), [true; 3]);
    assert_eq!(files("search, print"), [false, true, true]);
    assert_eq!(files("feed, print"), [true, false, true]);
    assert_eq!(files("feed, search"), [true, true, false]);
}
