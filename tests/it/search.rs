//! The site's own search: what is in its index and what never is, and that its files are there only when they should be.

use crate::site_test::{Built, CONFIG, SiteTest, story};
use serde_json::Value;
use std::collections::BTreeMap;

/// The files of the index by their names: what each gives to the script, its version checked against the map.
fn index(built: &Built) -> BTreeMap<String, Value> {
    let mut files = BTreeMap::new();
    let mut versions = BTreeMap::new();
    for path in built.paths().into_iter().filter(|path| path.starts_with("assets/search/")) {
        let call = built.text(path).strip_prefix("rippleSearch(").and_then(|rest| rest.strip_suffix(");\n")).unwrap();
        let Value::Array(arguments) = serde_json::from_str(&format!("[{call}]")).unwrap() else { unreachable!() };
        let [Value::String(name), Value::String(version), held] = &arguments[..] else { panic!("{call}") };
        assert_eq!(path, format!("assets/search/{name}.js"));
        versions.insert(name.clone(), version.clone());
        files.insert(name.clone(), held.clone());
    }
    if let Some(map) = files.get("map") {
        for (number, file) in map["words"].as_array().unwrap().iter().enumerate() {
            assert_eq!(file[0], versions[&format!("w{number}")]);
            assert_eq!(file[1], files[&format!("w{number}")].as_str().unwrap().split(' ').next().unwrap());
        }
        for (number, version) in map["found"].as_array().unwrap().iter().enumerate() {
            assert_eq!(*version, versions[&format!("e{number}")]);
        }
        built.holds("search/index.html", &format!("assets/search/map.js?{}\"", versions["map"]));
    }
    files
}

/// All terms of the index.
fn terms(built: &Built) -> Vec<String> {
    let files = index(built);
    let words = files.iter().filter(|(name, _)| name.starts_with('w')).map(|(_, held)| held.as_str().unwrap());
    words.flat_map(|words| words.split(' ').step_by(2)).map(str::to_owned).collect()
}

/// The titles of all that can be found, in order of their numbers.
fn titles(built: &Built) -> Vec<String> {
    let files = index(built);
    let mut found: Vec<(usize, &Value)> =
        files.iter().filter_map(|(name, held)| Some((name.strip_prefix('e')?.parse().ok()?, held))).collect();
    found.sort_by_key(|(number, _)| *number);
    let rows = found.into_iter().flat_map(|(_, held)| held.as_array().unwrap());
    rows.map(|row| row[2].as_str().unwrap().to_owned()).collect()
}

#[test]
fn titles_names_tags_and_texts_can_be_found_and_new_stories_come_last() {
    let fields = "tags: [Étoile filante]\nmentor: Marguerite\nauthor: Perceval\nsetting: school\nsummary: A sumptuous line.\n\
                  outcome: [flourished]\nmoment: {when: at twilight, where: the orangery}\n";
    let site = SiteTest::new(&[
        (
            "content/stories/b.md",
            &story("Wondrous", fields, "Text with <em>ink</em> and **car**pentry.\n\n```\nlet coded\n```\n"),
        ),
        ("content/stories/a.md", &story("Later", "", "Nothing.").replace("2026-03-02", "2026-05-05")),
        ("content/prompts/p.md", "---\ntitle: Asking\nsteps: [Ponder it]\n---\nWho kindled you?\n"),
        ("content/pages/about.md", "---\ntitle: About us\n---\nWe are gatherers.\n"),
    ]);
    let built = site.build();
    let terms = terms(&built);
    for word in
        "wondrous etoile filante marguerite perceval school sumptuous flourished twilight orangery carpentry coded \
                 2026 kindled ponder gatherers"
            .split_whitespace()
    {
        assert!(terms.iter().any(|term| term == word), "{word} is not in {terms:?}");
    }
    assert!(terms.is_sorted());
    assert_eq!(titles(&built), ["Wondrous", "Later", "Asking", "About us"], "the oldest first, then the rest");
    let map = &index(&built)["map"];
    assert_eq!((&map["entries"], &map["stories"]), (&Value::from(4), &Value::from(2)));
}

#[test]
fn what_may_not_be_found_leaves_no_trace() {
    let secret = |fields: &str| {
        story("Xylograph", &format!("tags: [Yarborough]\nmentor: Zebulon\n{fields}"), "Quixotry in the text.")
    };
    for (fields, why) in [
        ("visibility: unlisted\n", "unlisted"),
        ("consent: {status: granted, scope: [web, feed]}\n", "no scope for search"),
        ("consent: {status: refused}\n", "refused"),
        ("draft: true\n", "a draft"),
        ("publish: 2027-01-01\n", "held until later"),
        ("expires: 2026-06-01\n", "gone"),
    ] {
        let site = SiteTest::new(&[
            ("content/stories/open.md", &story("Open", "ripples: [paid-forward: secret]\n", "See [[secret]].")),
            ("content/stories/secret.md", &secret(fields)),
        ]);
        let built = site.build();
        assert_eq!(titles(&built), ["Open"], "{why}");
        for path in
            built.paths().into_iter().filter(|path| path.starts_with("assets/search/") || *path == "search/index.html")
        {
            let text = built.text(path).to_lowercase();
            for word in ["xylograph", "yarborough", "zebulon", "quixotry", "stories/secret"] {
                assert!(!text.contains(word), "{path} names a story that is {why}: {word}");
            }
        }
    }
    let open = SiteTest::new(&[("content/stories/secret.md", &secret(""))]).build();
    assert!(terms(&open).contains(&"quixotry".to_owned()), "the same story is found when nothing is against it");
}

#[test]
fn a_name_is_found_only_as_it_is_shown() {
    let site = SiteTest::new(&[
        ("content/people/m.md", "---\nname: {full: Maria Lopezqan, first: Maria}\n---\n"),
        ("content/stories/a.md", &story("A", "consent: {status: granted, name: first}\nmentee: m\n", "Text.")),
    ]);
    let built = site.build();
    let terms = terms(&built);
    assert!(terms.contains(&"maria".to_owned()) && !terms.contains(&"lopezqan".to_owned()), "{terms:?}");
}

#[test]
fn without_search_there_is_no_page_no_file_and_no_link() {
    let page = story("A", "", "Text.");
    let off = format!("{CONFIG}search: false\n");
    let hidden = story("A", "visibility: unlisted\n", "Text.");
    for (config, story) in [(off.as_str(), &page), (CONFIG, &hidden)] {
        let site = SiteTest::new(&[("ripple.yaml", config), ("content/stories/a.md", story)]);
        let built = site.build();
        assert!(!built.has("search/index.html"));
        assert!(!built.paths().iter().any(|path| path.starts_with("assets/search/")));
        assert!(!built.text("index.html").contains("search/") && !built.text("404.html").contains("search/"));
    }
    let built = SiteTest::new(&[("content/stories/a.md", &page)]).build();
    for path in ["index.html", "404.html", "stories/a/index.html"] {
        built.holds(path, "<a href=\"/search/\">Search</a>");
    }
    built.holds("search/index.html", "<meta name=\"robots\" content=\"noindex\">");
    assert!(!built.text("sitemap.xml").contains("search"));
}

#[test]
fn a_menu_may_name_it_and_a_page_may_not_take_its_place() {
    let config = format!("{CONFIG}menu: [search, stories]\n");
    let site = SiteTest::new(&[
        ("ripple.yaml", &config),
        ("content/stories/a.md", &story("A", "", "Text.")),
        ("content/pages/search.md", "---\ntitle: Mine\n---\nText.\n"),
    ]);
    let built = site.build();
    assert_eq!(built.codes(), ["reserved-address"]);
    site.remove("content/pages/search.md");
    let built = site.build();
    assert_eq!(built.codes(), [""; 0]);
    built.holds("search/index.html", "<a href=\"/search/\" aria-current=\"true\">Search</a>");
}

#[test]
fn every_address_is_relative_in_a_relative_site_and_below_the_base_elsewhere() {
    let page = story("A", "", "Text.");
    let relative = format!("{CONFIG}relative: true\n");
    let built = SiteTest::new(&[("ripple.yaml", &relative), ("content/stories/a.md", &page)]).build();
    built.holds("search/index.html", "action=\"../search/index.html\"");
    built.holds("search/index.html", "data-root=\"../\"");
    built.holds("assets/search/e0.js", "\"stories/a/index.html\"");
    built.holds("index.html", "href=\"search/index.html\"");
    let below = CONFIG.replace("https://example.org\n", "https://example.org/wall\n");
    let built = SiteTest::new(&[("ripple.yaml", &below), ("content/stories/a.md", &page)]).build();
    built.holds("search/index.html", "action=\"/wall/search/\"");
    built.holds("search/index.html", "data-root=\"/wall/\"");
    index(&built);
}

#[test]
fn other_scripts_are_found_in_pairs_and_in_one_spelling() {
    let site = SiteTest::new(&[
        ("content/stories/ja.md", &story("日本の夜", "", "コーヒーを飲みながら。")),
        ("content/stories/zh.md", &story("我们的故事", "", "他们听。")),
        ("content/stories/ar.md", &story("مَرْيَم تتكلّم", "lang: ar\n", "في المدرسة مع أحمد.")),
        ("content/stories/fa.md", &story("کتاب یک", "lang: fa\n", "می‌روم به مدرسه.")),
    ]);
    let terms = terms(&site.build());
    for term in
        ["日本", "本の", "夜", "コー", "飲み", "我们", "故事", "مريم", "المدرسه", "احمد", "كتاب", "ميروم", "مدرسه"]
    {
        assert!(terms.iter().any(|other| other == term), "{term} is not in {terms:?}");
    }
}

#[test]
fn hostile_titles_stay_words() {
    let evil = "</script><script>alert(1)</script> \\\"'`${x}\u{2028}\u{2029}<!--";
    let title = format!("\"{}\"", evil.replace('\\', "\\\\").replace('"', "\\\""));
    let site = SiteTest::new(&[("content/stories/a.md", &story(&title, "summary: \"<b>&amp;\"\n", "Text."))]);
    let built = site.build();
    let found = titles(&built);
    assert!(found[0].starts_with("</script><script>alert(1)</script> \\\"'`${x}"), "{found:?}");
    for path in built.paths().into_iter().filter(|path| path.starts_with("assets/search/")) {
        assert!(!built.text(path).contains(['<', '\u{2028}', '\u{2029}']), "{path}");
    }
}

#[test]
fn a_new_story_changes_no_file_of_the_stories_before_it() {
    let site = SiteTest::new(&[]);
    for number in 0..40 {
        let text =
            story(&format!("Story {number}"), "", "Text.").replace("03-02", &format!("03-{:02}", number % 28 + 1));
        site.write(&format!("content/stories/s{number:02}.md"), text);
    }
    let before = index(&site.build());
    site.write("content/stories/new.md", story("The newest", "", "Text.").replace("03-02", "04-02"));
    let after = index(&site.build());
    assert_eq!((before.len(), after.len()), (5, 5), "the map, one file of words and three of stories");
    assert!(before["e0"] == after["e0"] && before["e1"] == after["e1"] && before["e2"] != after["e2"]);
}

#[test]
fn in_the_preview_the_writer_finds_drafts_and_visitors_do_not() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "", "Text.")),
        ("content/stories/d.md", &story("Deferred", "draft: true\n", "Text.")),
    ]);
    let preview = site.engine().preview(&ripple::engine::Changes::All).unwrap();
    let text = |snapshot: &ripple::engine::Snapshot| {
        let page = snapshot.page("assets/search/e0.js").unwrap();
        String::from_utf8(site.engine().pages().bytes(snapshot, page).unwrap().to_vec()).unwrap()
    };
    assert!(text(&preview.writer).contains("\"Draft\""), "the writer finds drafts, and is told that they are drafts");
    assert!(!text(&preview.visitor).contains("Deferred"));
}
