//! Pages in another language than their site's: which words on them say in which language they are.

use crate::site_test::SiteTest;

/// Parts of a page that are in the site's language, whatever stands between them.
const AROUND: [&str; 3] =
    ["<a class=\"skip\" href=\"#r-main\"", "<header class=\"masthead\"", "<footer class=\"foot\""];
const ENGLISH: &str = " lang=\"en\" dir=\"ltr\"";

#[test]
fn what_is_around_a_text_in_another_language_says_that_it_is_not() {
    let text = |kind: &str, lang: &str| {
        let asks = if kind == "prompts" { "steps: [واحد, اثنان]\n" } else { "" };
        format!("---\ntitle: درس\ndate: 2026-01-04\n{lang}{asks}---\nكلمة.\n")
    };
    let site = SiteTest::new(&[
        ("content/stories/a.md", &text("stories", "lang: ar\n")),
        ("content/prompts/p.md", &text("prompts", "lang: ar\n")),
        ("content/pages/about.md", &text("pages", "lang: ar\n")),
        ("content/stories/b.md", &text("stories", "")),
    ]);
    let built = site.build();
    for page in ["stories/a", "prompts/p", "about"] {
        let html = built.text(&format!("{page}/index.html"));
        assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}: {html}");
        for part in AROUND {
            assert!(html.contains(&format!("{part}{ENGLISH}")), "{page}, {part}: {html}");
        }
    }
    let prompt = built.text("prompts/p/index.html");
    for part in ["<p class=\"facts\"", "<p class=\"ways\"", "<div class=\"hang\"", "<section class=\"band\""] {
        assert!(prompt.contains(&format!("{part}{ENGLISH}")), "{part}: {prompt}");
    }
    let own = built.text("stories/b/index.html");
    assert!(AROUND.iter().all(|part| own.contains(&format!("{part}>"))), "nothing is said twice: {own}");
}

#[test]
fn what_the_theme_says_in_english_says_so_on_pages_in_another_language() {
    let story =
        |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2024-01-04\nsetting: school\n{more}---\nكلمة.\n");
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("ليلى", "ripples: [{paid-forward: b}]\n")),
        ("content/stories/b.md", &story("سامي", "mentor: ليلى\n")),
        ("themes/ours/theme.yaml", "extends: default\n"),
        ("themes/ours/i18n/ar.yaml", "skip: انتقل\nsetting_school: المدرسة\n"),
    ]);
    site.write(
        "ripple.yaml",
        "title: دقائق\nsafeguarding: open\nlanguage: ar\ntheme: ours\nbase_url: https://example.org\n",
    );
    let built = site.build();
    let said = format!("<span{ENGLISH}>");
    let story = built.text("stories/b/index.html");
    // A word alone, one that the program says, and a sentence as a whole around what is in the site's language.
    assert!(story.contains(&format!("<li class=\"began\">{said}Where it began</span></li>")), "{story}");
    assert!(story.contains(&format!("<p class=\"reads\"{ENGLISH}>was paid forward in</p>")), "{story}");
    assert!(story.contains(&format!("{said}From</span> <bdi>")), "{story}");
    let map = built.text("ripples/index.html");
    assert!(
        map.contains(&format!("{said}From <span lang=\"ar\" dir=\"rtl\"><span>ليلى</span></span></span></h2>")),
        "{map}"
    );
    assert!(map.contains(&format!("<p>{said}2 stories, 2024.</span>")), "{map}");
    assert!(map.contains(&format!("<p class=\"sentence\"{ENGLISH}>Of the two")), "{map}");
    assert!(built.text("index.html").contains("<a class=\"skip\" href=\"#r-main\">انتقل</a>"));
    // What the language has, attributes, titles and what scripts read stay as they are.
    assert!(map.contains(">المدرسة, 2024</tspan>") && !story.contains("=\"<span"), "{story}");
    assert!(map.contains("<nav class=\"menu\" aria-label=\"Main\">"), "{map}");
    let search = built.text("search/index.html");
    assert!(search.contains("<title>Search · دقائق</title>"), "{search}");
    assert!(search.contains("&quot;failed&quot;:[&quot;en&quot;,&quot;ltr&quot;,"), "{search}");
    // In English nothing of all this is there.
    site.write("ripple.yaml", "title: Minutes\nsafeguarding: open\ntheme: ours\nbase_url: https://example.org\n");
    let plain = site.build();
    for page in ["stories/b/index.html", "ripples/index.html", "search/index.html", "index.html"] {
        assert_eq!(plain.text(page).matches(ENGLISH).count(), 1, "only the page itself, {page}");
    }
}
