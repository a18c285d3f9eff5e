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

const TEXT: &str =
    "The tapir came in and said the one word that nobody in the whole room had ever said before that day.";

/// A site that is online with a story whose file somebody has deleted by hand.
fn online_without_its_file(slug: &str, broken: bool) -> SiteTest {
    let fields = format!("slug: {slug}\ntags: [marmot, shared]\nimage_credit: x\n");
    let site = SiteTest::new(&[
        ("content/stories/quokka.md", &story("The “narwhal” & me", &fields, TEXT)),
        ("content/stories/other.md", &story("Other", "tags: [shared]\n", "After [[quokka]] we stayed.")),
        ("content/stories/far.md", &story("Far", "", "Text of its own.")),
        ("content/prompts/ask.md", "# Ask me anything you like\n\nWho?\n"),
    ]);
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    site.remove("content/stories/quokka.md");
    site.write("content/stories/other.md", story("Other", "tags: [shared]\n", "We stayed."));
    if broken {
        site.write("content/stories/new.md", "---\ntitle: New\ndraft: perhaps\n---\nText.");
    }
    site
}

/// Words that only the story brings into the output.
fn still_there(site: &SiteTest) -> Vec<String> {
    let mut found = Vec::new();
    for file in walkdir::WalkDir::new(site.path("public")).into_iter().map(Result::unwrap) {
        if file.file_type().is_file() {
            let text = String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
            for word in ["quokka", "narwhal", "tapir", "marmot", "pouch"] {
                if text.contains(word) || file.path().to_string_lossy().contains(word) {
                    found.push(format!("{word} in {}", file.path().display()));
                }
            }
        }
    }
    found
}

#[test]
fn p4_a_story_whose_file_is_gone_is_taken_back_by_its_id_or_address() {
    for slug in ["quokka", "pouch"] {
        let address = format!("https://example.org/stories/{slug}/");
        for name in ["quokka", "story:quokka", "content/stories/quokka.md", &address, &format!("/stories/{slug}/")] {
            if slug != "quokka" && name.contains("content/") {
                continue; // the name of a file is not known when it is gone
            }
            for broken in [true, false] {
                let site = online_without_its_file(slug, broken);
                assert!(!still_there(&site).is_empty());
                let run = site.run(&["withdraw", name]);
                assert_eq!(run.code, 0, "{name}: {}{}", run.stdout, run.stderr);
                assert_eq!(still_there(&site), [""; 0], "{name}: {}", run.stdout);
                for words in [
                    "Taken back",
                    "story `quokka`, “The “narwhal” & me”",
                    "Its file is gone already",
                    "git add content retired",
                ] {
                    assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
                }
                assert_eq!(run.stdout.contains("cannot be made again at the moment"), broken, "{}", run.stdout);
                assert!(site.path("public/stories/far/index.html").is_file(), "{}", run.stdout);
                // Nobody can use its id again.
                site.write("content/stories/again.md", story("Again", "id: quokka\n", "Text."));
                assert!(site.run(&["check"]).stderr.contains("[retired-id]"));
            }
        }
    }
}

#[test]
fn p4_what_is_neither_a_file_nor_online_is_still_no_name() {
    let site = online_without_its_file("quokka", true);
    for name in ["quakka", "prompt:quokka", "tag:marmot", "/tags/marmot/", "stories", "cards", "accessibility"] {
        let run = site.run(&["withdraw", name]);
        assert_eq!(run.code, 2, "{name}: {}{}", run.stdout, run.stderr);
        assert!(!site.path("retired").exists());
    }
    // A page that has a file is taken back by that file.
    let run = site.run(&["withdraw", "ask"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("content/prompts/ask.md says `withdrawn`"), "{}", run.stdout);
    assert!(site.path("public/stories/quokka/index.html").is_file());
}
