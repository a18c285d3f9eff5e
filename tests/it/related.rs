//! Another voice: which two stories stand at the foot of a story, and why; and the threads of a collection.

use crate::site_test::{Built, SiteTest, story};
use std::collections::BTreeMap;

/// A story of a day in March.
fn on(day: usize, title: &str, fields: &str) -> String {
    story(title, fields, "Text.").replace("2026-03-02", &format!("2026-03-{day:02}"))
}

/// Titles and reasons at the foot of a story.
fn voices(built: &Built, id: &str) -> Vec<(String, String)> {
    let page = built.text(&format!("stories/{id}/index.html"));
    let between =
        |text: &str, from: &str, to: &str| text.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned();
    let voice = |part: &str| {
        let reason = between(part, "<p class=\"reason\">", "</p>").replace("<em>", "").replace("</em>", "");
        (between(part, "stories/", "/\""), reason)
    };
    page.split("<li class=\"voice\">").skip(1).map(voice).collect()
}

fn pairs(voices: &[(&str, &str)]) -> Vec<(String, String)> {
    voices.iter().map(|(id, reason)| ((*id).to_owned(), (*reason).to_owned())).collect()
}

#[test]
fn the_strongest_reason_is_told_and_the_rarer_subject_counts_more() {
    let site = SiteTest::new(&[("content/collections/spring.md", "# Spring 2026\n")]);
    let write =
        |id: &str, day: usize, fields: &str| site.write(&format!("content/stories/{id}.md"), on(day, id, fields));
    write("here", 10, "tags: [common, rare]\nsetting: school\ncollection: spring\n");
    write("rare", 1, "tags: [rare]\n");
    write("shelf", 2, "setting: school\n");
    write("kept", 3, "collection: spring\n");
    write("between", 5, "");
    for (day, id) in (12..20).zip(["a", "b", "c", "d", "e", "f", "g", "h"]) {
        write(id, day, "tags: [common]\n");
    }
    let built = site.build();
    assert_eq!(voices(&built, "here"), pairs(&[("rare", "Also about rare"), ("kept", "Also from Spring 2026")]));
    assert_eq!(voices(&built, "shelf"), pairs(&[("here", "Also at school")]));
    assert_eq!(voices(&built, "kept"), pairs(&[("here", "Also from Spring 2026")]));
    // Of equals the nearest, but not the one that stands next on the wall.
    assert_eq!(voices(&built, "d"), pairs(&[("f", "Also about common"), ("b", "Also about common")]));
}

#[test]
fn what_the_page_shows_already_is_not_offered_again() {
    let site = SiteTest::new(&[]);
    let write = |id: &str, fields: &str| {
        site.write(&format!("content/stories/{id}.md"), story(id, &format!("tags: [t]\n{fields}"), "Text."));
    };
    write("here", "ripples: [{inspired: next}, {related: friend}]\n");
    write("next", "ripples: [{inspired: after}]\n");
    write("after", "");
    write("friend", "");
    write("twin", "ripples: [{same-moment: next}]\n");
    write("before", "ripples: [{inspired: here}, {inspired: sister}]\n");
    write("sister", "");
    write("version", "lang: de\ntranslation_of: here\n");
    site.write("content/stories/link.md", story("link", "tags: [t]\n", "[[here]]"));
    assert_eq!(voices(&site.build(), "here"), pairs(&[("sister", "Also came from before")]));
    write("left", "");
    let found = voices(&site.build(), "here");
    assert_eq!(found, pairs(&[("sister", "Also came from before"), ("left", "Also about t")]));
}

#[test]
fn what_is_hidden_is_offered_nowhere_and_lends_no_reason() {
    let site = SiteTest::new(&[
        ("content/collections/secretq.md", "---\ntitle: Secretq\nvisibility: unlisted\n---\n"),
        ("content/stories/a.md", &story("A", "tags: [t]\ncollection: secretq\n", "Text.")),
        ("content/stories/b.md", &story("B", "collection: secretq\n", "Text.")),
        ("content/stories/u.md", &story("U", "tags: [t]\nvisibility: unlisted\n", "Text.")),
        ("content/stories/d.md", &story("D", "tags: [t]\ndraft: true\n", "Text.")),
        ("content/stories/o.md", &story("O", "setting: other\n", "Text.")),
    ]);
    let built = site.build();
    for id in ["a", "b", "o"] {
        assert_eq!(voices(&built, id), [], "{id}");
        assert!(!built.text(&format!("stories/{id}/index.html")).contains("Another voice"));
    }
    assert_eq!(voices(&built, "u"), pairs(&[("a", "Also about t")]), "an unlisted story leads on");
}

#[test]
fn settings_are_told_in_words() {
    for (setting, reason) in [
        ("school", "Also at school"),
        ("workplace", "Also at work"),
        ("community", "Also in the community"),
        ("family", "Also in the family"),
        ("online", "Also online"),
        ("sports club", "Also under Sports club"),
    ] {
        let site = SiteTest::new(&[]);
        site.write("ripple.yaml", format!("{}story_settings: [sports club]\n", crate::site_test::CONFIG));
        for id in ["a", "b"] {
            site.write(&format!("content/stories/{id}.md"), story(id, &format!("setting: {setting}\n"), "Text."));
        }
        assert_eq!(voices(&site.build(), "a"), pairs(&[("b", reason)]));
    }
}

#[test]
fn every_story_of_many_is_offered_somewhere() {
    let site = SiteTest::new(&[]);
    for number in 0..150 {
        let day = format!("2026-{:02}-{:02}", 1 + number / 28, 1 + number % 28);
        let fields = format!("tags: [common, t{}]\nsetting: school\n", number % 7);
        let text = story("S", &fields, "Text.").replace("2026-03-02", &day);
        site.write(&format!("content/stories/s{number}.md"), text);
    }
    let built = site.build();
    let mut offered: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..150 {
        let found = voices(&built, &format!("s{number}"));
        assert_eq!(found.len(), 2);
        for (id, reason) in found {
            assert!(reason.starts_with("Also about t"), "the rare one: {reason}");
            *offered.entry(id).or_default() += 1;
        }
    }
    assert_eq!(offered.len(), 150, "every story is offered somewhere");
    assert!(offered.values().all(|times| *times <= 4), "and none everywhere: {offered:?}");
}

#[test]
fn a_story_in_front_of_many_offers_its_neighbours() {
    let site = SiteTest::new(&[("content/stories/hub.md", &story("Hub", "", "Text."))]);
    for number in 0..60 {
        let fields = "ripples: [{inspired-by: hub}]\n";
        site.write(&format!("content/stories/s{number:02}.md"), story("S", fields, "Text."));
    }
    let built = site.build();
    assert_eq!(voices(&built, "hub"), []);
    let found = voices(&built, "s30");
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|(_, reason)| reason == "Also came from Hub"), "{found:?}");
}

#[test]
fn a_collection_names_the_threads_of_its_stories() {
    let site = SiteTest::new(&[("content/collections/club.md", "# Club\n")]);
    let kept = "collection: club\n";
    for (id, fields) in [
        ("a", "ripples: [{inspired: b}]\n".to_owned()),
        ("b", format!("{kept}ripples: [{{inspired: c}}]\n")),
        ("c", kept.to_owned()),
        ("x", format!("{kept}ripples: [{{inspired: y}}]\n")),
        ("y", "visibility: unlisted\n".to_owned()),
        ("p", "ripples: [{inspired: q}]\n".to_owned()),
        ("q", String::new()),
    ] {
        site.write(&format!("content/stories/{id}.md"), story(&format!("Story {id}"), &fields, "Text."));
    }
    let built = site.build();
    let page = built.text("collections/club/index.html");
    let threads = page.split_once("r-families\">").unwrap().1.split_once("</section>").unwrap().0;
    assert!(
        threads.contains("From <a href=\"/stories/a/\">Story a</a>") && threads.contains("2 stories here, 3 in all")
    );
    assert_eq!(
        threads.matches("class=\"row\"").count(),
        1,
        "a quiet story and another's thread are in none: {threads}"
    );
}
