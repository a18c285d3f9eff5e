//! Taking something down waits for nobody: refused, withdrawn or ended permission, and an `expires` that is over, take a
//! story out at once, whatever other stories say about it, and not a word of it stays.

use crate::site_test::{SiteTest, story};
use ripple::diag::Severity;

/// Everything that takes a story down for good or by itself.
const REASONS: [&str; 5] = [
    "consent: {status: withdrawn}\n",
    "consent: {status: refused}\n",
    "consent: {status: granted, expires: 2026-05-01}\n",
    "consent: {status: granted, scope: [print]}\n",
    "expires: 2026-05-01\n",
];

/// Texts that name the story in a link, by its id or its title.
const TEXTS: [&str; 14] = [
    "After [[quokka]] we stayed.",
    "After [[quokka|The narwhal]] we stayed.",
    "After [[quokka|see THE  *narwhal*, first]] we stayed.",
    "After [The narwhal](quokka.md) we stayed.",
    "After [The `narwhal`](/stories/quokka/) we stayed.",
    "After [[The narwhal]] we stayed.",
    "After <https://example.org/stories/quokka/> we stayed.",
    "Early.\n\n## [[quokka|The narwhal]] and we\n\nSee [above](#the-narwhal-and-we).",
    "Early.\n\n- [[quokka|The narwhal]]\n\n| a |\n|---|\n| [[quokka\\|The narwhal]] |",
    "Early.[^1]\n\n[^1]: In [[quokka|The narwhal]], with [[other|another]].",
    "# Late, not [[quokka|so]]\n\nWho was [[quokka|The narwhal]]?",
    "> [[quokka|The narwhal]] **and [[quokka|The narwhal]] again**, then [[other]].",
    "[[quokka|The narwhal[^1]]] with [[other]].\n\n[^1]: A note.",
    ":::story quokka :::",
];

fn site(fields: &str, text: &str) -> SiteTest {
    let quokka = format!("tags: [marmot]\n{fields}");
    SiteTest::new(&[
        ("content/stories/a.md", &story("Anna", "", text)),
        ("content/stories/other.md", &story("Other", "ripples: [{inspired: quokka, note: axolotl}]\n", "Text.")),
        ("content/prompts/ask.md", "# Ask\n\nWhat would [[quokka|The narwhal]] do?\n"),
        ("content/stories/quokka.md", &story("The narwhal", &quokka, "The tapir.")),
    ])
}

#[test]
fn no_link_keeps_a_story_online_that_was_taken_down() {
    for text in TEXTS {
        assert!(site("", text).build().has("stories/quokka/index.html"), "{text}");
        for reason in REASONS {
            let site = site(reason, text);
            let built = site.build();
            assert_eq!(built.all_codes(Severity::Error), [""; 0], "{reason}{text}: {}", built.report());
            for words in ["quokka", "uokka", "narwhal", "NARWHAL", "Narwhal", "tapir", "marmot", "axolotl"] {
                assert_eq!(built.mentions(words), [""; 0], "{words}, {reason}{text}");
            }
            assert!(built.has("stories/a/index.html") && built.has("prompts/ask/index.html"));
        }
    }
}

#[test]
fn a_story_that_was_online_goes_with_the_next_build() {
    for strict in [&["build"][..], &["build", "--strict"]] {
        let site = site("consent: {status: granted}\n", "After [[quokka]] came [[quokka|The narwhal]] again.");
        let first = site.run(strict);
        assert_eq!(first.code, 0, "{}", first.stderr);
        assert!(site.path("public/stories/quokka/index.html").is_file());
        let text = story("The narwhal", "consent: {status: withdrawn}\n", "The tapir.");
        site.write("content/stories/quokka.md", text);
        let second = site.run(strict);
        assert_eq!(second.code, 0, "{}", second.stderr);
        assert!(!site.path("public/stories/quokka").exists());
        assert!(second.stderr.contains("content/stories/a.md:5:9: note[words-left-out]"), "{}", second.stderr);
        let page = std::fs::read_to_string(site.path("public/stories/a/index.html")).unwrap();
        assert!(page.contains("<p>After  came  again.</p>"), "{page}");
    }
}

#[test]
fn what_was_not_published_yet_still_asks_for_other_words_first() {
    for fields in ["draft: true\n", "publish: 2027-03-01\n", "consent: {status: pending}\n"] {
        for text in &TEXTS[..7] {
            let built = site(fields, text).build();
            assert!(built.codes().contains(&"withheld-name-shown"), "{fields}{text}: {}", built.report());
        }
    }
}

#[test]
fn a_person_who_took_it_back_is_named_in_no_link_and_stops_nothing() {
    for link in ["[[person:ines]]", "[[Ines Moreau]]", "[[nobody|Ines Moreau]]", "[Ines](../people/ines.md)"] {
        let site = site("", &format!("See {link} there."));
        let person = |status: &str| format!("---\nname: {{full: Ines Moreau}}\nconsent: {{status: {status}}}\n---\n");
        site.write("content/people/ines.md", person("withdrawn"));
        let built = site.build();
        assert_eq!(built.all_codes(Severity::Error), [""; 0], "{link}: {}", built.report());
        assert_eq!(built.mentions("Ines"), [""; 0], "{link}");
    }
}
