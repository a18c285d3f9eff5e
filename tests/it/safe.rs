//! Safe to publish: whatever tells too much about a person ends a run with 3, and nothing else does.

use crate::site_test::{SiteTest, story};

/// A person whose name may not be shown, and one who has not answered yet.
const MARIA: (&str, &str) = (
    "content/people/maria.md",
    "---\nname: {full: Maria Lopez, role: a pupil}\nconsent: {status: granted, by: guardian, name: role}\n---\n",
);
const TOM: (&str, &str) =
    ("content/people/tom.md", "---\nname: {full: Tom Becker, role: a pupil}\nconsent: {status: pending}\n---\n");

/// The code that a story with these fields and this text is reported with, and how the run ends.
fn ends_with(fields: &str, text: &str, code: &str) -> i32 {
    let held = "---\ntitle: A day in the garden\ndate: 2026-03-02\ndraft: true\n---\nText.\n";
    let site = SiteTest::new(&[
        MARIA,
        TOM,
        ("content/stories/a.md", &story("A", fields, text)),
        ("content/stories/b.md", held),
    ]);
    let run = site.run(&["check"]);
    assert!(run.stderr.contains(&format!("error[{code}]")), "{code}: {}{}", run.stdout, run.stderr);
    run.code
}

#[test]
fn k9_what_tells_too_much_about_somebody_ends_with_three() {
    for (fields, text, code) in [
        ("mentor: Maria Lopez\n", "Text.", "person-name-shown"),
        ("mentor: Tom Becker\n", "Text.", "withheld-name-shown"),
        ("", "Then came [[b]].", "withheld-name-shown"),
        ("Consent: {status: refused}\n", "Text.", "mistyped-limit"),
        ("moment: {minor: true}\n", "Text.", "unknown-limit"),
        ("consent: {status: granted, scope: [webb]}\n", "Text.", "unknown-choice"),
        ("consent: {status: granted, expire: 2026-08-31}\n", "Text.", "bad-consent"),
    ] {
        assert_eq!(ends_with(fields, text, code), 3, "{code}: {fields}{text}");
    }
    for (fields, text, code) in [
        ("Draft: true\n", "Text.", "mistyped-limit"),
        ("hidden: true\n", "Text.", "unknown-limit"),
        ("visibility: everybody\n", "Text.", "unknown-choice"),
        ("mentor: people/maria.md\n", "Text.", "person-by-path"),
    ] {
        assert_eq!(ends_with(fields, text, code), 1, "{code}: {fields}{text}");
    }
}
