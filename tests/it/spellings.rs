//! Fields with other names, and fields about words, people, languages and pictures (content model, section 2).

use crate::site_test::{Built, CONFIG, SiteTest, story};

const PAGE: &str = "stories/a/index.html";

fn with(fields: &str) -> Built {
    SiteTest::new(&[("content/stories/a.md", &story("A", fields, "Some words."))]).build()
}

const SPELLINGS: [(&str, &str, &str, &str); 8] = [
    ("description", "summary", "Words in short", "Other words"),
    ("excerpt", "summary", "Words in short", "Other words"),
    ("lastmod", "updated", "2026-04-01", "2026-04-02"),
    ("modified", "updated", "2026-04-01", "2026-04-02"),
    ("authors", "author", "[Ann, Ben]", "[Ann]"),
    ("publishDate", "publish", "2027-04-01", "2027-04-02"),
    ("expiryDate", "expires", "2026-04-01", "2026-04-02"),
    ("redirect_from", "aliases", "[/old/, /older.html]", "/old/"),
];

#[test]
fn spellings_of_other_tools_mean_the_same_and_are_noted() {
    for (theirs, ours, value, other) in SPELLINGS {
        let (one, two) = (with(&format!("{theirs}: {value}\n")), with(&format!("{ours}: {value}\n")));
        assert_eq!(one.every_code(), ["other-spelling"], "{theirs}");
        assert!(one.report().contains(&format!("write `{ours}`")), "{}", one.report());
        assert_eq!(two.every_code(), [""; 0], "{ours}: {}", two.report());
        assert!(one.files == two.files, "{theirs} and {ours} differ");
        assert!(one.files != with("").files, "{ours} has no effect");
        let both = format!("{theirs}: {value}\n{ours}: ");
        assert_eq!(with(&format!("{both}{value}\n")).every_code(), ["other-spelling"], "the same value twice");
        assert_eq!(with(&format!("{both}\n")).every_code(), ["other-spelling"], "an empty field is none");
        let conflict = with(&format!("{both}{other}\n"));
        assert_eq!(conflict.every_code(), ["conflicting-fields"], "{theirs}");
        let report = conflict.report();
        assert!(report.contains("a.md:4:1:") && report.contains("see content/stories/a.md:5:1:"), "{report}");
    }
    assert_eq!(with("description: x\nexcerpt: y\n").every_code(), ["other-spelling", "conflicting-fields"]);
}

#[test]
fn taxonomies_are_tags() {
    let (one, two) = (with("taxonomies: {tags: [a, b]}\n"), with("tags: [a, b]\n"));
    assert_eq!(one.every_code(), ["other-spelling"]);
    assert!(one.files == two.files);
    assert_eq!(with("taxonomies: {tags: [a]}\ntags: [a]\n").every_code(), ["other-spelling"]);
    assert_eq!(with("taxonomies: {tags: [a]}\ntags: [b]\n").every_code(), ["conflicting-fields"]);
    assert_eq!(with("taxonomies: {tags: [a], categories: [b]}\n").codes(), ["unknown-field"]);
    assert_eq!(with("taxonomies: [a]\n").codes(), ["wrong-type"]);
}

#[test]
fn addresses_are_given_by_slug_and_aliases_alone() {
    for name in ["permalink", "url"] {
        let built = with(&format!("{name}: /x/\n"));
        assert_eq!(built.codes(), ["address-field"]);
        assert!(built.report().contains("`slug`") && built.report().contains("`aliases`"), "{}", built.report());
    }
}

/// The summary that a story's page shows, for this text.
fn summary(text: &str) -> String {
    let built = SiteTest::new(&[("content/stories/a.md", &story("A", "", text))]).build();
    built.snapshot.site.entries[0].card.summary.clone()
}

#[test]
fn a_summary_is_given_or_cut_from_the_text() {
    with("summary: Words *in* <short>\n").holds(PAGE, "<p class=\"summary\">Words *in* &lt;short&gt;</p>");
    assert_eq!(summary("One *short* [text](https://example.org).\n\n<!-- more -->\n\nMore."), "One short text.");
    let sentence = "A sentence of exactly forty letters here.";
    let long = summary(&[sentence; 8].join(" "));
    assert!(long.chars().count() <= 160 && long.starts_with(sentence), "{long}");
    let words = summary(&"resilience ".repeat(40));
    assert!(words.chars().count() <= 161, "{words}");
    assert!(words.trim_end_matches('…').split_whitespace().all(|word| word == "resilience"), "whole words: {words}");
    assert_eq!(summary("# A heading\n\nWords."), "Words.");
    assert_eq!(with("summary: [a]\n").codes(), ["wrong-type"]);
}

#[test]
fn authors_are_words_or_persons() {
    let site = SiteTest::new(&[
        ("content/people/ann.md", "---\nname: Ann Lee\n---\n"),
        ("content/stories/a.md", &story("A", "author: [ann, \"A <friend>\"]\n", "Words.")),
        ("content/stories/b.md", &story("B", "author: Somebody\n", "Words.")),
    ]);
    let built = site.build();
    assert_eq!(built.every_code(), [""; 0], "{}", built.report());
    built.holds(PAGE, "<dt>Told by</dt>");
    built.holds(PAGE, "Ann Lee");
    built.holds(PAGE, "A &lt;friend&gt;");
    built.holds("stories/b/index.html", "Somebody");
}

#[test]
fn a_language_sets_direction_and_links_translations() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "", "Words.")),
        ("content/stories/b.md", &story("قصة", "lang: ar\ntranslation_of: a\n", "كلمات.")),
    ]);
    let built = site.build();
    built.holds(PAGE, "<html lang=\"en\" dir=\"ltr\">");
    built.holds("stories/b/index.html", "<html lang=\"ar\" dir=\"rtl\">");
    built.holds(PAGE, "hreflang=\"ar\" href=\"https://example.org/stories/b/\"");
    built.holds("stories/b/index.html", "hreflang=\"en\" href=\"https://example.org/stories/a/\"");
    for lang in ["English", "en_GB", "e", "en-", "[en]"] {
        assert_eq!(with(&format!("lang: {lang}\n")).codes().len(), 1, "{lang} is an error");
    }
}

#[test]
fn a_picture_needs_words() {
    assert_eq!(with("image: x.jpg\n").codes(), ["image-missing", "missing-image-alt"]);
    assert_eq!(with("image: x.jpg\nimage_alt: A pupil speaks\nimage_credit: Ann\n").codes(), ["image-missing"]);
}

#[test]
fn weight_orders_pages_and_template_and_extra_reach_the_theme() {
    let page = |title: &str, fields: &str| format!("---\ntitle: {title}\nnav: true\n{fields}---\nWords.\n");
    let site = SiteTest::new(&[
        ("content/pages/a.md", &page("Last", "weight: 5\n")),
        ("content/pages/b.md", &page("Middle", "")),
        (
            "content/pages/c.md",
            &page("First", "weight: -5\ntemplate: letter\nextra: {mood: calm, any: [1, {b: true}]}\n"),
        ),
        (
            "themes/ours/templates/letter.html",
            "{% extends \"page.html\" %}{% block main %}<h1>{{ page.card.title }}</h1><p class=\"mood\">{{ page.extra[\"mood\"] }}</p>{% endblock %}",
        ),
    ]);
    site.write("ripple.yaml", format!("{CONFIG}theme: ours\n"));
    let built = site.build();
    assert_eq!(built.every_code(), [""; 0], "{}", built.report());
    let home = built.text("index.html");
    let places: Vec<_> = ["First", "Middle", "Last"].iter().map(|title| home.find(&format!(">{title}</a>"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    built.holds("c/index.html", "<p class=\"mood\">calm</p>");
    for weight in ["1.5", "first", "9999999999999999999", "1000001"] {
        assert_eq!(with(&format!("weight: {weight}\n")).codes(), ["bad-number"], "{weight}");
    }
    assert_eq!(with("template: lettr\n").codes(), ["unknown-template"]);
    assert_eq!(with("extra: x\n").codes(), ["wrong-type"]);
}

#[test]
fn private_fields_are_in_no_file_and_no_report() {
    let built = with(
        "private: {phone: 01632 960123}\nconsent: {status: granted, record: C-0142, by: guardian, on: 2026-01-01}\n",
    );
    assert_eq!(built.every_code(), [""; 0], "{}", built.report());
    for secret in ["01632 960123", "C-0142", "guardian", "granted"] {
        assert_eq!(built.mentions(secret), [""; 0], "{secret}");
    }
}

#[test]
fn consent_that_is_not_understood_is_not_given() {
    for consent in [
        "",
        "granted",
        "true",
        "{}",
        "{status: given}",
        "{status: granted, scope: everything}",
        "{status: granted, expire: 2027-01-01}",
        "{status: granted, expires: soon}",
        "{status: granted, name: nickname}",
        "[granted]",
        "{status: [granted]}",
    ] {
        let built = with(&format!("consent: {consent}\n"));
        assert!(!built.has(PAGE), "{consent} is published");
        assert!(built.codes().len() == 1, "{consent}: {}", built.report());
    }
    for (word, status) in [("refused", "refused"), ("Granted", "granted"), ("yes", "granted"), ("no", "refused")] {
        let report = with(&format!("consent: {word}\n")).report();
        let lines = format!("            consent:\n              status: {status}\n");
        assert!(report.contains(&lines) && report.matches("error[").count() == 1, "{word}: {report}");
    }
    for nothing in ["", "[granted]"] {
        let report = with(&format!("consent: {nothing}\n")).report();
        assert!(report.contains("]: `consent` needs fields of its own, the first of them `status`"), "{report}");
        assert!(report.contains("              status: pending\n"), "never granted by accident: {report}");
    }
    assert!(with("consent: {status: Granted}\n").has(PAGE) && with("consent: {status: not_needed}\n").has(PAGE));
}
