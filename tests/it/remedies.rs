//! Remedies work when they are followed: each folder of `tests/diagnostics/` that is named here is mended exactly as
//! its message says, and then the problem is gone and no error has taken its place.

use crate::site_test::SiteTest;
use ripple::diag::Severity;
use std::fs;
use std::path::Path;

/// A code, the file to edit, what stands there and what the remedy puts in its place.
const REMEDIES: &[(&str, &str, &str, &str)] = &[
    ("unknown-theme", "ripple.yaml", "defualt", "default"),
    ("bad-theme-name", "ripple.yaml", "themes/default", "default"),
    ("nul-byte", "content/stories/a.md", "\0", ""),
    ("raw-html-shown", "content/stories/a.md", "<kbd>Enter</kbd>", "`Enter`"),
    ("unclosed-comment", "content/stories/a.md", "ask her first", "ask her first -->"),
    ("unclosed-comment", "content/stories/a.md", "<!--", ""),
    ("unsafe-link", "content/stories/a.md", "javascript:alert", "https://example.org"),
    ("missing-reference", "content/stories/a.md", "more.", "more.\n\n[club]: https://example.org"),
    ("missing-reference", "content/stories/a.md", "[the workshop][club]", "[the workshop](https://example.org)"),
    ("outside-image", "content/stories/a.md", "https://elsewhere.example/", ""),
    ("missing-alt", "content/stories/a.md", "![]", "![Two hands on a map]"),
    ("missing-alt", "content/stories/a.md", "(hands.jpg)", "(hands.jpg){.decorative}"),
    ("unused-footnote", "content/stories/a.md", "told me so", "told me so[^1]"),
    ("recording-needs-file", "content/stories/a.md", ":::audio", ":::audio talk.wav How she says it"),
    ("recording-needs-words", "content/stories/a.md", "says it\n", "says it\nGood morning, she says.\n"),
    ("video-needs-picture", "content/stories/a.md", "to school\n", "to school\n![A gate](gate.png)\n\n"),
    ("outside-recording", "content/stories/a.md", "https://sounds.example/talk.mp3", "talk.mp3"),
    (
        "outside-recording",
        "content/stories/a.md",
        ":::audio https://sounds.example/talk.mp3 How she says it\nGood morning, she says.\n:::",
        "[How she says it](https://sounds.example/talk.mp3)",
    ),
    ("recording-missing", "content/stories/a.md", "Talk", "talk"),
    ("recording-misnamed", "content/stories/a.md", "talk.mp3", "talk.wav"),
    ("recording-other", "content/stories/a.md", ":::video", ":::audio"),
    ("recordings-withheld", "content/stories/a.md", "[web, feed]", "[web, feed, audio]"),
    ("figure-needs-picture", "content/stories/a.md", "hands.jpg\nTwo hands.", "Two hands.\n![Two hands](hands.jpg)"),
    ("unknown-directive", "content/stories/a.md", ":::qoute", ":::quote"),
    ("directive-needs-name", "content/stories/a.md", ":::story :::", ":::story a :::"),
    ("unclosed-directive", "content/stories/a.md", "Stay.", "Stay.\n:::"),
    ("unclosed-directive", "content/stories/a.md", "Maria", "Maria :::"),
    ("stray-directive", "content/stories/a.md", "\n:::", ""),
    ("stray-directive", "content/stories/a.md", "Stay.", ":::quote Who said it\nStay."),
    ("control-characters", "content/stories/a.md", "\u{7}", ""),
    ("direction-override", "content/stories/a.md", "\u{202e}", ""),
    ("too-deep", "content/stories/a.md", ">>>>>>>>>>", ">"),
    (
        "consent-missing",
        "content/stories/a.md",
        "date: 2026-03-02",
        "date: 2026-03-02\nconsent: {status: granted, by: guardian}",
    ),
    (
        "consent-missing",
        "content/stories/a.md",
        "date: 2026-03-02",
        "date: 2026-03-02\nconsent:\n              status: granted\n              by: guardian    # who said yes: self, guardian or both",
    ),
    ("consent-missing", "content/stories/a.md", "date: 2026-03-02", "date: 2026-03-02\ndraft: true"),
    ("consent-pending", "content/stories/a.md", "status: pending", "status: granted"),
    ("consent-pending", "content/stories/a.md", "date: 2026-03-02", "date: 2026-03-02\ndraft: true"),
    ("withheld", "content/stories/a.md", "refused", "granted"),
    ("consent-review-due", "content/stories/a.md", "2026-12-20", "2027-12-20"),
    ("duplicate-id", "content/stories/second.md", "id: maria", "id: anna"),
    ("duplicate-id", "content/stories/second.md", "id: maria\n", ""),
    ("unknown-target", "content/stories/a.md", "mariamentors", "maria-mentors"),
    ("person-has-no-page", "content/stories/a.md", "[Maria](../people/maria.md)", "Maria"),
    ("person-has-no-page", "content/people/maria.md", "name:", "page: true\nname:"),
    ("unknown-ripple-target", "content/stories/a.md", "maria-mentor", "maria-mentors"),
    ("ripple-target-kind", "content/stories/a.md", "look-back", "b"),
    ("ripple-to-self", "content/stories/a.md", "  - inspired: a\n", ""),
    ("ripple-conflict", "content/stories/b.md", "inspired-by", "paid-forward-from"),
    ("ripple-conflict", "content/stories/b.md", "  - inspired-by: a\n", ""),
    ("ripple-order", "content/stories/a.md", "inspired: b", "inspired-by: b"),
    ("ripple-order", "content/stories/b.md", "date: 2025-03-02", "date: 2025-03-02\nmoment: {date: 2026-04}"),
    ("ripple-loop", "content/stories/a.md", "inspired: b", "inspired-by: b"),
    ("ambiguous-name", "content/stories/a.md", "[[workshop]]", "[[story:first-workshop]]"),
    ("ambiguous-name", "content/stories/a.md", "[[workshop]]", "[[second-workshop]]"),
    ("unknown-fragment", "content/stories/a.md", "#the-ending", "#the-end"),
    ("file-not-published", "content/stories/a.md", "(form.pdf)", "(/form.pdf)"),
    ("link-to-withheld", "content/stories/b.md", "draft: true\n", ""),
    ("withheld-name-shown", "content/stories/a.md", "[[b]]", "[[b|another story]]"),
    (
        "words-left-out",
        "content/stories/a.md",
        "[[b]], and [[b|The bus driver]]",
        "[[b|another story]], and [[b|another story]]",
    ),
    ("unknown-prompt", "content/stories/a.md", "look-bak", "look-back"),
    ("unknown-collection", "content/stories/a.md", "debate-clubb", "debate-club"),
    ("unknown-person", "content/stories/a.md", "mariah", "maria"),
    ("unknown-translation", "content/stories/a.md", "bb", "b"),
    ("no-name-at-level", "content/people/maria.md", "name: {full: Maria Lopez}", "name: {first: Maria}"),
    ("no-name-at-level", "content/people/maria.md", "name: {full: Maria Lopez}", "name: {role: a pupil}"),
    ("name-in-address", "content/people/maria-lopez.md", "page: true", "page: true\nslug: a-mentor"),
    ("name-in-address", "content/people/maria-lopez.md", "name: first", "name: full"),
    ("name-on-own-page", "content/people/maria.md", "Ms Lopez", "Maria"),
    ("name-on-own-page", "content/people/maria.md", "name: first", "name: full"),
    ("child-has-no-page", "content/people/maria.md", "page: true\n", ""),
    ("page-without-name", "content/people/maria.md", "{full: Maria Lopez}", "{first: Maria}"),
    ("person-link-tells-more", "content/stories/a.md", "[She](../people/maria.md)", "She"),
    ("name-in-text", "content/stories/a.md", "Ms Lopez", "The pupil"),
    (
        "name-in-text",
        "content/stories/a.md",
        "Ms Lopez",
        "<!-- ripple: allow name \"another person of that name\" -->\nMs Lopez",
    ),
    ("private-name", "content/stories/a.md", "Anna Bell", "A pupil"),
    (
        "private-name",
        "content/stories/a.md",
        "Anna Bell",
        "<!-- ripple: allow name \"another person of that name\" -->\nAnna Bell",
    ),
    ("child-photo-with-name", "content/stories/a.md", "![A bus with its door open](/bus.jpg)", "A bus."),
    ("child-photo-with-name", "content/people/maria.md", "by: guardian", "by: guardian, name: role"),
    ("child-photo-with-name", "content/stories/a.md", "![", "<!-- ripple: allow photo \"a bus\" -->\n\n!["),
    (
        "unused-exception",
        "content/stories/a.md",
        "<!-- ripple: allow email \"the office of the bus company\" -->\n",
        "",
    ),
    ("bad-exception", "content/stories/a.md", "emial", "email"),
    ("person-by-path", "content/stories/a.md", "../people/maria.md", "maria"),
    ("person-name-shown", "content/stories/a.md", "Maria Lopez", "maria"),
    ("person-in-words", "content/stories/a.md", "Maria", "maria-l"),
    ("misspelt-person", "content/stories/a.md", "tmo", "tom"),
    ("misspelt-person", "content/stories/a.md", "tmo", "a tmo"),
    ("tag-spelling", "content/stories/b.md", "Speaking-Up", "speaking up"),
    ("unknown-parent-tag", "content/tags/debate.md", "speeking", "speaking"),
    ("tag-parent-loop", "content/tags/a.md", "parent: b\n", ""),
    ("tag-alias-taken", "content/tags/daring.md", "[bravery]", "[]"),
    ("tag-alias-taken", "content/tags/courage.md", "[bravery]", "[]"),
];

const STORY: &str = "content/stories/her-voice.md";
const CONFIG: &str = "ripple.yaml";

/// The same for configuration, fields, addresses and the theme; nothing worse than a note may be left.
const ALONE: &[(&str, &str, &str, &str)] = &[
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
    (
        "text-after-hash",
        "content/stories/a.md",
        "The #1 bus\ndate: 2026-03-02\ntags: #confidence #trust",
        "\"The #1 bus\"\ndate: 2026-03-02\ntags: [confidence, trust]",
    ),
    ("dash-in-text", "content/stories/a.md", "   -two", "  - two"),
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
    ("unknown-limit", "content/stories/liam.md", "hidden: true", "draft: true"),
    ("unknown-limit", "content/stories/liam.md", "hidden: true", "visibility: unlisted"),
    ("unknown-limit", "content/stories/liam.md", "hidden: true\n", ""),
    ("mistyped-limit", "content/stories/liam.md", "Draft", "draft"),
    ("placeholder-text", "content/stories/liam.md", "Write here what happened, in your own words.", "He asked."),
    ("placeholder-text", "content/stories/liam.md", "date: 2026-03-02", "draft: true"),
    ("list-as-text", "content/stories/liam.md", "trust, kindness", "[trust, kindness]"),
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
fn every_remedy_works_when_it_is_followed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut wrong = Vec::new();
    for (code, file, from, to) in REMEDIES.iter().chain(ALONE) {
        let site = SiteTest::copy_of(&folder.join(code));
        let had: Vec<_> = site.build().all_codes(Severity::Note);
        assert!(had.contains(code), "{code} does not come up");
        // What some remedies ask for beside the edit: a file in `static/`, a second story.
        site.write("static/form.pdf", "form");
        if *code == "ripple-target-kind" {
            site.write("content/stories/b.md", "---\ntitle: B\ndate: 2026-03-03\n---\nText.\n");
        }
        let text = fs::read_to_string(site.path(file)).unwrap_or_default();
        assert!(text.contains(from), "{code}: there is no `{from}` in {file}");
        site.write(file, if text.is_empty() { (*to).to_owned() } else { text.replacen(from, to, 1) });
        let built = site.build();
        let is_new_error = |found: &&str| !had.contains(found);
        let alone = ALONE.iter().any(|(known, ..)| known == code);
        let left = built.all_codes(Severity::Note).contains(code) || (alone && !built.codes().is_empty());
        if left || built.all_codes(Severity::Error).iter().any(is_new_error) {
            wrong.push(format!("{code}, after `{from}` became `{to}`:\n{}", built.report()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
