//! Ids, slugs and old addresses: what they may be, and that no two things share one (reliability, part B).

use crate::site_test::{Built, SiteTest, story};
use proptest::prelude::*;
use ripple::model::text;
use std::collections::BTreeSet;

fn with(fields: &str) -> Built {
    SiteTest::new(&[("content/stories/a.md", &story("A", fields, "Some words."))]).build()
}

/// A field with its value in double quotes, whatever is in it.
fn quoted(name: &str, value: &str) -> String {
    format!("{name}: {}\n", serde_json::to_string(value).unwrap())
}

#[test]
fn b1_a_slug_that_leads_elsewhere_is_an_error_and_nothing_is_written() {
    for slug in ["../../outside", "/abs", "C:\\x", "\\\\server\\share", "a\\b", "a/b", "..", ".", "~/x", "//x.org"] {
        for field in ["slug", "id"] {
            let built = with(&quoted(field, slug));
            assert_eq!(built.codes(), [format!("bad-{field}")], "{field}: {slug}");
            assert!(built.report().contains("content/stories/a.md:4:"), "{}", built.report());
        }
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", &quoted("slug", slug), "Words."))]);
        assert!(site.publish("public").is_err());
        assert!(!site.path("public").exists(), "{slug}");
    }
}

#[test]
fn b2_percent_signs_are_letters_that_may_not_stand_there() {
    for slug in ["%2e%2e%2fx", "a%2Fb", "%00"] {
        assert_eq!(with(&quoted("slug", slug)).codes(), ["bad-slug"], "{slug}");
        assert_eq!(with(&quoted("aliases", &format!("/{slug}/"))).codes(), ["bad-alias"], "{slug}");
    }
}

#[test]
fn b5_names_that_some_systems_cannot_hold_are_errors_everywhere() {
    for name in ["con", "aux", "nul", "prn", "com1", "lpt9"] {
        for field in ["slug", "id"] {
            assert_eq!(with(&quoted(field, name)).codes(), ["reserved-name"], "{field}: {name}");
        }
        assert_eq!(with(&quoted("aliases", &format!("/{name}/"))).codes(), ["bad-alias"], "{name}");
    }
    for name in ["x.", "a:b", "a*", "a?", "a\"b", "a<b", "a>b", "a|b", "a b"] {
        assert_eq!(with(&quoted("slug", name)).codes(), ["bad-slug"], "{name}");
        assert_eq!(with(&quoted("aliases", &format!("/{name}/"))).codes(), ["bad-alias"], "{name}");
    }
    assert_eq!(with(&quoted("slug", "x ")).codes(), [""; 0], "spaces around a value are no part of it");
}

#[test]
fn b6_addresses_that_the_site_needs_cannot_be_taken() {
    for name in ["tags", "stories", "prompts", "search", "index", "404", "archive", "people", "subscribe", "assets"] {
        let page = format!("---\ntitle: T\nslug: {name}\n---\nWords.\n");
        let built = SiteTest::new(&[("content/pages/about.md", &page)]).build();
        assert_eq!(built.codes(), ["reserved-address"], "{name}");
        assert!(built.report().contains("content/pages/about.md:3:7:"), "{}", built.report());
    }
    assert_eq!(with("slug: page\n").codes(), ["reserved-address"]);
    assert_eq!(with("slug: feed.xml\n").codes(), ["bad-slug"]);
    for alias in ["/feed.xml", "/stories/", "/index.html", "/404.html", "/sitemap.xml", "/robots.txt", "/"] {
        let built = with(&quoted("aliases", alias));
        assert_eq!(built.codes().len(), 1, "{alias}: {}", built.report());
        assert!(built.report().contains("content/stories/a.md:4:10: error"), "{alias}: {}", built.report());
    }
}

#[test]
fn b7_odd_titles_and_names_have_addresses_of_their_own() {
    let long = ["恩".repeat(60), "ق".repeat(110), "a".repeat(230), "🎉".repeat(50), "a".repeat(229) + "b"];
    let odd = ["导师的故事", "قصة قصيرة", "🎉", "🎊", "!!!", "---", "Ünï-cödé", "مرحبا‌بك"];
    let names: Vec<String> = long.into_iter().chain(odd.map(str::to_owned)).collect();
    let files: Vec<(String, String)> = names
        .iter()
        .map(|name| {
            (
                format!("content/stories/{name}.md"),
                story(&serde_json::to_string(name).unwrap(), &quoted("tags", name), "W."),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let built = SiteTest::new(&files).build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let pages = |folder: &str| {
        // Each in a folder of its own, whose name has no slash; a sheet is a folder below.
        let own = |path: &&&str| path.starts_with(folder) && path.matches('/').count() == 2;
        built.paths().iter().filter(own).filter(|path| path.ends_with("/index.html")).count()
    };
    assert_eq!((pages("stories/"), pages("tags/")), (names.len(), names.len()));
    for path in built.paths() {
        assert!(path.len() <= 240 && path.split('/').all(|part| !part.is_empty() && part.len() <= 120), "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn b7_any_words_make_a_sound_slug(words in "\\PC{0,400}") {
        let slug = text::slug(&words);
        prop_assert!(text::is_slug(&slug), "{slug:?} of {words:?}");
        prop_assert!(!slug.contains(|letter: char| "/\\:*?\"<>|%. ".contains(letter) || letter.is_control()));
    }

    #[test]
    fn b7_any_tags_slugs_and_ids_have_sound_addresses(
        words in proptest::collection::btree_set("[\\PC]{1,160}|[一-龥]{1,100}|[ا-ي]{1,100}|[🌀-🗿]{1,60}|[!-/]{1,40}", 1..12)
    ) {
        // What names one address is one name; equal ones are errors and are tried elsewhere.
        let mut seen = BTreeSet::new();
        let words: Vec<&String> = words.iter().filter(|words| !words.trim().is_empty() && seen.insert(text::slug(words))).collect();
        let files: Vec<(String, String)> = words.iter().enumerate().map(|(number, words)| {
            let slug = text::slug(words);
            let fields = quoted("slug", &slug) + &quoted("id", &slug) + &quoted("tags", words);
            (format!("content/stories/s{number}.md"), story(&serde_json::to_string(words).unwrap(), &fields, "W."))
        }).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let site = SiteTest::new(&files);
        let mut engine = site.engine();
        let snapshot = engine.update(&ripple::engine::Changes::All).unwrap();
        let outputs: Vec<&str> = snapshot.pages.iter().map(|page| page.route.output.as_str()).collect();
        for output in &outputs {
            prop_assert!(output.len() <= 240, "{output}");
            prop_assert!(output.split('/').all(|part| !part.is_empty() && part.len() <= 120 && part != ".." && part != "."), "{output}");
        }
        let folded: BTreeSet<String> = outputs.iter().map(|output| text::fold(output)).collect();
        prop_assert_eq!(folded.len(), outputs.len(), "two pages at one address");
        let reserved = snapshot.diagnostics.iter().filter(|problem| matches!(problem.code, "reserved-name" | "reserved-address")).count();
        let stories = outputs.iter().filter(|output| output.starts_with("stories/") && output.matches('/').count() == 2).count();
        prop_assert_eq!(stories + reserved, words.len());
    }
}

#[test]
fn b8_a_file_beside_a_folder_of_its_name_is_an_error() {
    let site = SiteTest::new(&[
        ("content/stories/her-voice.md", &story("One", "", "Words.")),
        ("content/stories/her-voice/index.md", &story("Two", "", "Words.")),
    ]);
    let built = site.build();
    assert!(built.codes().contains(&"duplicate-id"), "{}", built.report());
    assert!(built.report().contains("her-voice.md") && built.report().contains("her-voice/index.md"));
    assert!(site.publish("public").is_err());
}

#[test]
fn b8_a_file_where_many_pages_need_a_folder_is_told_once() {
    let built = SiteTest::new(&[
        ("static/Stories", "A file without an ending."),
        ("static/stories-old/a", "Beside it, and in nobody's way."),
        ("content/stories/a.md", &story("A", "aliases: [/old/]\n", "Words.")),
        ("content/stories/b.md", &story("B", "aliases: [/old/b/]\n", "Words.")),
        ("content/stories/c.md", &story("C", "aliases: [/old/index.html/c/]\n", "Words.")),
    ])
    .build();
    let report = built.report();
    assert_eq!(built.codes(), ["same-address", "same-address"], "{report}");
    for part in ["see static/Stories", "a.md:4:11: error", "see content/stories/c.md:4:11"] {
        assert!(report.contains(part), "{part} is missing:\n{report}");
    }
}

#[test]
fn b10_an_old_address_that_is_taken_is_an_error() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "aliases: [/stories/b/]\n", "Words.")),
        ("content/stories/b.md", &story("B", "aliases: [/old/]\n", "Words.")),
        ("content/stories/c.md", &story("C", "aliases: [/OLD/]\n", "Words.")),
    ]);
    let built = site.build();
    assert_eq!(built.codes(), ["same-address", "same-address"], "{}", built.report());
    let report = built.report();
    for part in ["a.md:4:11: error", "see content/stories/b.md", "b.md:4:11: error", "see content/stories/c.md:4:11"] {
        assert!(report.contains(part), "{part} is missing:\n{report}");
    }
    assert_eq!(with("aliases: [/stories/a/]\n").codes(), ["same-address"], "its own page");
}

#[test]
fn aliases_lead_to_the_page() {
    let built = with("aliases: [/old/name/, older, /oldest.html, \"/été/\"]\n");
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    for path in ["old/name/index.html", "older/index.html", "oldest.html", "été/index.html"] {
        built.holds(path, "content=\"0; url=/stories/a/\"");
        built.holds(path, "<link rel=\"canonical\" href=\"https://example.org/stories/a/\">");
        built.holds(path, "<meta name=\"robots\" content=\"noindex\">");
    }
    assert!(!built.text("sitemap.xml").contains("old"));
}

#[test]
fn ids_come_from_file_names_and_are_folded() {
    let site = SiteTest::new(&[
        ("content/stories/2026-03-02-Her Voice.md", "# One\n\nWords.\n"),
        ("content/stories/spring/E\u{301}te\u{301}/index.md", "# Two\n\nWords.\n"),
        ("content/stories/x.md", "---\ntitle: Three\nid: three\nslug: \"E\u{301}COLE\"\n---\nWords.\n"),
    ]);
    let built = site.build();
    let mut names: Vec<_> =
        built.snapshot.site.entries.iter().map(|entry| (entry.id.value.as_str(), entry.slug.value.as_str())).collect();
    names.sort_unstable();
    assert_eq!(names, [("her-voice", "her-voice"), ("three", "école"), ("été", "été")]);
    assert!(built.has("stories/école/index.html") && built.has("stories/été/index.html"));
    built.holds("sitemap.xml", "https://example.org/stories/%C3%A9cole/");
    assert_eq!(with("id: Maria\n").codes(), ["bad-id"]);
    assert!(with("id: Maria Speaks\n").report().contains("write `id: maria-speaks`"));
}

#[test]
fn two_entries_of_one_kind_never_share_an_id() {
    let pair = |other: &str| {
        SiteTest::new(&[
            ("content/stories/one.md", &story("A", "", "W.")),
            (other, &story("B", "id: one\nslug: two\n", "W.")),
        ])
        .build()
    };
    assert_eq!(pair("content/stories/other.md").codes(), ["duplicate-id"]);
    assert_eq!(pair("content/prompts/other.md").codes(), [""; 0], "another kind may");
}

#[test]
fn files_of_the_site_never_share_an_address_with_made_ones() {
    let with_file =
        |path: &str| SiteTest::new(&[("content/stories/a.md", &story("A", "", "W.")), (path, "own")]).build();
    for path in [
        "static/sitemap.xml",
        "static/feed.xml",
        "static/index.html",
        "static/stories/index.html",
        "static/Sitemap.xml",
    ] {
        let built = with_file(path);
        assert_eq!(built.codes(), ["reserved-address"], "{path}: {}", built.report());
        assert!(built.report().starts_with(&format!("{path}: error")), "{}", built.report());
    }
    let built = with_file("static/robots.txt");
    assert_eq!(built.codes(), [""; 0]);
    assert_eq!(built.text("robots.txt"), "own");
    assert_eq!(with_file("static/stories/a/index.html").codes(), ["same-address"]);
    assert_eq!(with_file("static/__ripple/events").codes(), ["reserved-address"], "the preview's own");
}
