//! Taking something down waits for nobody: refused, withdrawn or ended permission, and an `expires` that is over, take a
//! story out at once, whatever other stories say about it, and not a word of it stays.

use crate::site_test::{CONFIG, SiteTest, story};
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

/// A story that was online and is not any more.
const GONE: &str =
    "In March she kept a lamp that burned for the longest night of the year, and told nobody why she did.";

fn gone(status: &str) -> SiteTest {
    let other = "Nobody had seen the boat come in before the sun was up, and so they asked.";
    SiteTest::new(&[
        ("content/stories/gone.md", &story("The lamp on the sill", status, &format!("{other}\n\n{GONE}"))),
        ("content/stories/a.md", &story("Anna", "", other)),
    ])
}

#[test]
fn p4_no_copy_of_what_was_taken_down_stays_online() {
    let page = story("The lamp on the sill", "", GONE);
    for (path, text) in [
        ("static/old.txt", &*page),
        ("static/deep/part.html", &format!("<p>{}</p>", GONE.replace("burned for", "<b>burned</b>\n   for"))),
        ("static/title.json", "{\"title\":\"THE LAMP on the sill\"}"),
        ("static/links.html", "<a href=\"/stories/gone/\">it</a>"),
        ("static/book.pdf", "%PDF\0\u{1}(The lamp on the sill)\0"),
        (
            "static/x.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>The lamp on the sill</text></svg>",
        ),
        ("themes/default/static/more.js", &format!("// {GONE}")),
    ] {
        let site = gone("consent: {status: granted}\n");
        site.write(path, text);
        assert_eq!(site.run(&["build"]).code, 0);
        let below = path.strip_prefix("static/").unwrap_or("assets");
        assert!(site.path("public").join(below).exists(), "{path}");
        site.write("content/stories/gone.md", story("The lamp on the sill", "consent: {status: withdrawn}\n", GONE));
        for strict in [&["check", "--strict"][..], &["build", "--strict"]] {
            let run = site.run(strict);
            assert_eq!(run.code, 0, "{path}: {}", run.stderr);
            assert!(run.stderr.contains(&format!("{path}: warning[left-out]")), "{path}: {}", run.stderr);
        }
        for file in walkdir::WalkDir::new(site.path("public")).into_iter().map(Result::unwrap) {
            let bytes = if file.file_type().is_file() { std::fs::read(file.path()).unwrap() } else { Vec::new() };
            let shown = String::from_utf8_lossy(&bytes).to_lowercase();
            let is_shown = ["the lamp", "a lamp", "burned", "longest night", "stories/gone"]
                .iter()
                .any(|words| shown.contains(words));
            assert!(!is_shown, "{path}: {}", file.path().display());
        }
        assert!(!site.build().paths().iter().any(|output| output.ends_with(below) || output.contains("/more.")));
    }
}

#[test]
fn what_others_say_too_is_left_out_of_nothing() {
    let site = gone("consent: {status: withdrawn}\n");
    site.write("static/a.txt", "Nobody had seen the boat come in before the sun was up, and so they asked.");
    site.write("static/b.txt", "A lamp on a sill burned; in March she kept bees.");
    site.write("static/_redirects", "/stories/gone/ /taken-back/ 410\n");
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    assert!(built.has("a.txt") && built.has("b.txt") && built.has("_redirects"));
}

#[test]
fn a_title_that_was_taken_down_is_told_where_it_stands_and_waits_for_nothing() {
    for (path, text, at) in [
        ("ripple.yaml", format!("{CONFIG}tagline: Come for the lamp on the sill\n"), "ripple.yaml:6:10"),
        ("ripple.yaml", format!("{CONFIG}menu: [{{label: The lamp on the sill, url: /}}]\n"), "ripple.yaml:6:16"),
        (
            "themes/default/partials/x.html",
            "<p>The <i>lamp</i> on the sill</p>".to_owned(),
            "themes/default/partials/x.html",
        ),
    ] {
        let site = gone("consent: {status: withdrawn}\n");
        site.write(path, text);
        let run = site.run(&["build", "--strict"]);
        assert_eq!(run.code, 0, "{path}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("{at}: warning[taken-down-in-source]")), "{path}: {}", run.stderr);
    }
}

#[test]
fn a_person_that_was_taken_down_is_gone_whoever_else_names_them() {
    let anna =
        |consent: &str| format!("---\nname: {{full: Anna Quillfeather, first: Anna}}\nconsent: {consent}\n---\n");
    let granted = "{status: granted, name: full, expires: 2090-07-01}";
    let files = [
        ("content/people/margaret.md", anna(granted)),
        ("content/stories/hers.md", story("Hers", "mentee: margaret\nconsent: {status: granted}\n", "The tapir.")),
        (
            "content/stories/other.md",
            story("Other", "mentor: margret\nconsent: {status: granted}\n", "Anna Quillfeather was there."),
        ),
        ("static/anna-quillfeather-certificate.pdf", "A certificate.".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    for profile in ["organisation", "school"] {
        let site = SiteTest::new(&files);
        site.write("ripple.yaml", CONFIG.replace("safeguarding: open", &format!("safeguarding: {profile}")));
        let first = site.run(&["build"]);
        assert_eq!(first.code, 0, "{profile}: {}", first.stderr);
        assert!(site.path("public/stories/hers/index.html").is_file(), "{}", first.stderr);
        for consent in ["{status: granted, name: full, expires: 2026-05-01}", "{status: withdrawn}"] {
            site.write("content/people/margaret.md", anna(consent));
            let check = site.run(&["check"]);
            assert!(!check.stderr.contains("error["), "{profile}, {consent}: {}", check.stderr);
            let second = site.run(&["build"]);
            assert_eq!(second.code, 0, "{profile}, {consent}: {}", second.stderr);
            assert!(second.stderr.contains("warning[name-in-text]"), "{profile}, {consent}: {}", second.stderr);
            assert!(!site.path("public/stories/hers").exists(), "{profile}, {consent}");
            site.write("content/people/margaret.md", anna(granted));
            assert_eq!(site.run(&["build"]).code, 0);
        }
    }
}

#[test]
fn strict_never_keeps_online_what_was_taken_down() {
    let anna = |status: &str| {
        format!("---\nname: {{full: Anna Quillfeather, first: Anna}}\nconsent: {{status: {status}, name: full}}\n---\n")
    };
    let page = |fields: &str| format!("---\ntitle: Us\n{fields}---\nWho we are.\n");
    let site = SiteTest::new(&[
        ("content/people/anna.md", &anna("granted")),
        ("content/pages/us.md", &page("")),
        ("content/stories/hers.md", &story("Hers", "mentee: anna\n", "The tapir.")),
        (
            "content/stories/other.md",
            &story("Other", "", "Anna Quillfeather was there, [on paper](/stories/hers/sheet/)."),
        ),
    ]);
    site.write(
        "ripple.yaml",
        format!("{CONFIG}menu: [stories, us, {{label: The tapir, url: /stories/hers/}}]\ninvite: us\n"),
    );
    let first = site.run(&["build", "--strict"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let other = || std::fs::read_to_string(site.path("public/stories/other/index.html")).unwrap();
    assert!(other().contains("The tapir") && other().contains("/us/"), "{}", other());
    site.write("content/people/anna.md", anna("withdrawn"));
    site.write("content/pages/us.md", page("consent: {status: withdrawn}\n"));
    let second = site.run(&["build", "--strict"]);
    assert!(second.stderr.contains("warning[name-in-text]"), "{}", second.stderr);
    assert_eq!(second.code, 0, "{}", second.stderr);
    for gone in ["The tapir", "stories/hers", "/us/"] {
        assert!(!other().contains(gone), "{}", other());
    }
    assert!(!site.path("public/stories/hers").exists());
}
