//! The manual's page on looking after people: what it tells to write is understood, and what it names is there.

use crate::site_test::{CONFIG, SiteTest};
use std::path::Path;

fn manual() -> String {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/safeguarding.md")).unwrap();
    text.replace("\r\n", "\n")
}

/// The blocks of one language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let all = text.split("\n```").collect::<Vec<_>>();
    let blocks = all.iter().skip(1).step_by(2);
    blocks.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).collect()
}

#[test]
fn every_block_of_the_manual_is_understood() {
    let text = manual();
    let yaml = blocks(&text, "yaml");
    assert_eq!(yaml.len(), 3, "{yaml:?}");
    let site = SiteTest::new(&[
        ("content/stories/a.md", &format!("---\ntitle: A\ndate: 2026-03-02\nmentee: maria\n{}\n---\nText.\n", yaml[1])),
        ("content/people/maria.md", &format!("---\n{}\n---\n", yaml[2])),
    ]);
    let profile = yaml[0];
    site.write("ripple.yaml", CONFIG.replace("safeguarding: open", profile));
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    assert!(built.text("stories/a/index.html").contains("Maria"), "the name that was agreed to");
    assert!(!built.text("feed.xml").contains("stories/a/"), "the example leaves feeds out");
    for private in ["C-0142", "2026-03-01", "2027-03-01", "guardian"] {
        assert_eq!(built.mentions(private), [""; 0], "{private}");
    }
}

#[test]
fn every_line_of_a_consent_block_is_in_the_manual() {
    let text = manual();
    for name in ["status", "scope", "by", "on", "review", "expires", "name", "record"] {
        assert!(text.contains(&format!("\n| `{name}` | ")), "{name}");
    }
    for word in
        ["granted", "pending", "refused", "withdrawn", "not-needed", "web", "feed", "search", "print", "photo", "audio"]
    {
        assert!(text.contains(&format!("`{word}`")), "{word}");
    }
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(readme.contains("(docs/safeguarding.md)"), "the README leads there");
}
