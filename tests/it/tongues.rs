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
