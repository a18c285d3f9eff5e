//! What a problem's remedy says, done to the letter, mends it: each case changes one place of a folder in
//! `tests/diagnostics/`, and the problem must be gone without a new error or warning.

use crate::site_test::SiteTest;
use ripple::diag::Severity;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const STORY: &str = "content/stories/her-voice.md";
const CONFIG: &str = "ripple.yaml";

/// Code, file, what stands there, and what the remedy makes of it.
const REMEDIES: &[(&str, &str, &str, &str)] = &[
    // configuration
    ("unknown-key", CONFIG, "langauge", "language"),
    ("missing-site-title", CONFIG, "safeguarding", "title: The name of the site\nsafeguarding"),
    ("missing-safeguarding", CONFIG, "title", "safeguarding: open\ntitle"),
    ("bad-base-url", CONFIG, "base_url: example.org", "base_url: https://example.org"),
    ("no-base-url", CONFIG, "title", "base_url: https://example.org\ntitle"),
    ("no-feed-authority", CONFIG, "title", "feed_authority: example.org,2020\ntitle"),
    ("bad-feed-authority", CONFIG, "feed_authority: example.org", "feed_authority: example.org,2026"),
    ("bad-timezone", CONFIG, "Europe/Londn", "Europe/London"),
    ("no-contact", CONFIG, "title", "contact: hello@example.org\ntitle"),
    ("ripple-kind-taken", CONFIG, "inspired:", "sparked:"),
    ("ripple-kind-incomplete", CONFIG, "taught-by", "taught-by, inverse_label: Taught by"),
    ("unknown-menu-item", CONFIG, "abuot", "about"),
    ("bad-menu-item", CONFIG, "Our school", "Our school, url: \"https://example.org/\""),
    ("missing-site-file", "static/logo.svg", "", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    // YAML and the frame of the fields
    ("yaml-syntax", STORY, "title: Maria: her story", "title: \"Maria: her story\""),
    ("yaml-feature", STORY, "summary: *short* words that stayed", "summary: \"*short* words that stayed\""),
    ("yaml-too-large", STORY, "[[[[[[[[[[[[[[[[deep]]]]]]]]]]]]]]]]", "[deep]"),
    ("duplicate-field", STORY, "tags: [listening]\n", ""),
    ("unclosed-front-matter", STORY, "03-02\n", "03-02\n---\n"),
    ("foreign-front-matter", STORY, "+++\ntitle = \"Her voice\"\n+++", "---\ntitle: Her voice\n---"),
    ("not-fields", STORY, "---\nHer voice", "---\ntitle: Finding her voice"),
    // fields
    ("unknown-field", STORY, "tag:", "tags:"),
    ("wrong-type", STORY, "{courage: true}", "[first, second]"),
    ("bad-boolean", STORY, "yes", "false"),
    ("unknown-choice", STORY, "unlist", "unlisted"),
    ("unknown-setting", STORY, "scool", "school"),
    ("impossible-date", STORY, "02-30", "02-28"),
    ("bad-date", STORY, "2 March 2026", "2026-03-02"),
    ("updated-before-date", STORY, "2025-03-05", "2026-03-05"),
    ("bad-number", "content/pages/about.md", "first", "1"),
    ("bad-id", STORY, "id: Her Voice", "id: her-voice"),
    ("bad-slug", STORY, "slug: ../her voice", "slug: her-voice"),
    ("reserved-name", STORY, "slug: con", "slug: contact"),
    ("other-spelling", STORY, "excerpt", "summary"),
    ("conflicting-fields", STORY, "description: How a shy pupil began to speak.\n", ""),
    ("address-field", STORY, "permalink: /2026/her-voice/", "aliases: /2026/her-voice/"),
    ("title-from-file-name", STORY, "She", "# Her voice\n\nShe"),
    ("empty-entry", STORY, "", "# Her voice\n\nShe spoke."),
    ("unknown-ripple-kind", STORY, "payed-forward", "paid-forward"),
    ("claim-needs-source", STORY, "sourced", "sourced, source: \"school report, 2025\""),
    ("unsourced-claim", STORY, "spoke}", "spoke, status: sourced, source: \"school report, 2025\"}"),
    ("missing-image-alt", STORY, "image: voice.jpg", "image: voice.jpg\nimage_alt: A pupil at a lectern"),
    ("bad-language", STORY, "English", "en-GB"),
    ("bad-consent", STORY, "{by", "{status: granted, by"),
    // addresses and the theme
    ("same-address", "content/stories/finding-a-voice.md", "slug: her-voice", "slug: finding-a-voice"),
    ("reserved-address", "content/pages/tags.md", "#", "---\nslug: our-tags\n---\n#"),
    ("bad-alias", STORY, "https://old.example.org/her-voice/", "/old/name/"),
    ("broken-link", STORY, "/poster.pdf", "/posters.pdf"),
    ("template-error", "themes/ours/templates/404.html", "page.titel", "site.title"),
    ("unknown-template", STORY, "lettr", "page"),
];

#[test]
fn remedies_followed_to_the_letter_mend_what_they_are_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut wrong = String::new();
    for (code, path, from, to) in REMEDIES {
        let site = SiteTest::copy_of(&folder.join(code));
        let before = site.build();
        assert!(before.diagnostics.iter().any(|problem| problem.code == *code), "{code} does not come up");
        let text = fs::read_to_string(site.path(path)).unwrap_or_default();
        assert!(text.contains(from), "{code}: {path} has no {from:?}");
        site.write(path, if from.is_empty() { (*to).to_owned() } else { text.replacen(from, to, 1) });
        let after = site.build();
        let left = after.diagnostics.iter().any(|problem| problem.code == *code || problem.severity < Severity::Note);
        if left {
            writeln!(wrong, "{code} is not mended:\n{}", after.report()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
