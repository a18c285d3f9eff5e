//! Pages about the site itself: what feeds there are, and the statement of accessibility.

use crate::site_test::{CONFIG, SiteTest, story};

const SUBSCRIBE: &str = "subscribe/index.html";
const STATEMENT: &str = "accessibility/index.html";

fn page(title: &str, fields: &str) -> String {
    format!("---\ntitle: {title}\n{fields}---\nWords of our own.\n")
}

#[test]
fn feeds_are_explained_and_all_of_them_named() {
    let built = SiteTest::new(&[
        ("content/stories/a.md", &story("A walk", "tags: [trust, first days]\ncollection: kept\n", "Text.")),
        ("content/collections/kept.md", &page("Kept here", "")),
    ])
    .build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    built.holds(SUBSCRIBE, "<a href=\"/feed.xml\" dir=\"ltr\">https://example.org/feed.xml</a>");
    for feed in ["tags/trust/feed.xml", "tags/first-days/feed.xml", "collections/kept/feed.xml"] {
        built.holds(SUBSCRIBE, &format!("href=\"/{feed}\""));
        assert!(built.text(feed).starts_with("<?xml"), "{feed}");
    }
    built.holds("index.html", "<a href=\"/subscribe/\">Subscribe</a>");
    built.holds("tags/trust/index.html", "<a href=\"/tags/trust/feed.xml\">Feed: trust · Test site</a>");
    built.holds("sitemap.xml", "https://example.org/subscribe/");
}

#[test]
fn no_page_of_feeds_grows_with_the_site() {
    let tags = |number: usize| format!("tags: [\"tag {number}\", \"tag {}\"]\n", number + 100);
    let names: Vec<String> = (0..80).map(|number| format!("content/stories/s{number}.md")).collect();
    let texts: Vec<String> = (0..80).map(|number| story(&format!("Story {number}"), &tags(number), "Text.")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let built = SiteTest::new(&files).build();
    let page = built.text(SUBSCRIBE);
    assert_eq!(page.matches("href=\"/tags/tag-").count(), 60);
    assert!(page.contains("Whatever is not named here has one, too"), "{page}");
}

#[test]
fn without_feeds_there_is_nothing_to_subscribe_to() {
    let config: String =
        CONFIG.lines().filter(|line| !line.starts_with("base_url")).fold(String::new(), |all, line| all + line + "\n");
    let built =
        SiteTest::new(&[("ripple.yaml", &config), ("content/stories/a.md", &story("A walk", "", "Text."))]).build();
    assert!(!built.has(SUBSCRIBE), "{}", built.report());
    assert_eq!(built.mentions("subscribe/"), [""; 0]);
}

#[test]
fn a_statement_in_general_words_gives_way_to_one_of_the_sites_own() {
    let walk = story("A walk", "", "Text.");
    let general = SiteTest::new(&[("content/stories/a.md", &walk)]).build();
    assert_eq!(general.codes(), [""; 0], "{}", general.report());
    general.holds(STATEMENT, "Web Content Accessibility Guidelines 2.2");
    general.holds("stories/a/index.html", "<a href=\"/accessibility/\">Accessibility</a>");
    for (name, fields) in [("accessibility", ""), ("how", "slug: accessibility\n")] {
        let file = format!("content/pages/{name}.md");
        let own = SiteTest::new(&[("content/stories/a.md", &walk), (&file, &page("For everybody", fields))]).build();
        assert_eq!(own.codes(), [""; 0], "{}", own.report());
        own.holds(STATEMENT, "Words of our own.");
        own.holds("stories/a/index.html", "<a href=\"/accessibility/\">For everybody</a>");
        assert_eq!(own.mentions("Guidelines 2.2"), [""; 0]);
        assert_eq!(own.text("sitemap.xml").matches("/accessibility/").count(), 1);
    }
    let draft = SiteTest::new(&[
        ("content/stories/a.md", &walk),
        ("content/pages/accessibility.md", &page("For everybody", "draft: true\n")),
    ])
    .build();
    draft.holds(STATEMENT, "Web Content Accessibility Guidelines 2.2");
    assert_eq!(draft.mentions("For everybody"), [""; 0]);
}

#[test]
fn a_menu_may_name_both_pages() {
    let config = format!("{CONFIG}menu: [stories, subscribe, accessibility]\n");
    let built =
        SiteTest::new(&[("ripple.yaml", &config), ("content/stories/a.md", &story("A walk", "", "Text."))]).build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let own = SiteTest::new(&[
        ("ripple.yaml", &config),
        ("content/stories/a.md", &story("A walk", "", "Text.")),
        ("content/pages/accessibility.md", &page("For everybody", "")),
    ])
    .build();
    assert_eq!(own.codes(), [""; 0], "{}", own.report());
    own.holds("index.html", "<li><a href=\"/accessibility/\">For everybody</a></li>");
}
