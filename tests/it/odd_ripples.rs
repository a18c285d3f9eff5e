//! The odd cases of ripples and links, one test for each row of the table in the content model, section 4.

use crate::site_test::{Built, SiteTest, story};
use ripple::diag::Severity;

/// A site of stories: file name, further fields, text. Each is one day later than the one before.
fn stories(all: &[(&str, &str, &str)]) -> SiteTest {
    let site = SiteTest::new(&[]);
    for (day, (name, fields, text)) in (1..).zip(all) {
        let story = format!("---\ntitle: Title {name}\ndate: 2026-03-{day:02}\n{fields}---\n{text}\n");
        site.write(&format!("content/stories/{name}.md"), story);
    }
    site
}

/// The place of the first problem with a code, as `path:line:column`, and its remedy.
#[track_caller]
fn place(built: &Built, code: &str) -> (String, String) {
    let report = built.report();
    let mut lines = report.lines().skip_while(|line| !line.contains(&format!("[{code}]")));
    let first = lines.next().unwrap_or_else(|| panic!("no {code} in:\n{report}"));
    let help = lines.find_map(|line| line.trim_start().strip_prefix("= help: ")).unwrap_or_default();
    (first.split(": ").next().unwrap().to_owned(), help.to_owned())
}

fn page<'a>(built: &'a Built, slug: &str) -> &'a str {
    built.text(&format!("stories/{slug}/index.html"))
}

/// The part of a story's page that tells its ripples; empty if there is none.
fn thread<'a>(built: &'a Built, slug: &str) -> &'a str {
    page(built, slug)
        .split_once("aria-labelledby=\"r-ripples\"")
        .map_or("", |(_, rest)| rest.split_once("</section>").map_or(rest, |(thread, _)| thread))
}

/// Whether a story's page says that it led to nothing yet.
fn is_quiet(built: &Built, slug: &str) -> bool {
    let told = thread(built, slug);
    told.contains("A quiet story.") && !told.contains("<ol")
}

#[test]
fn target_does_not_exist() {
    let site = stories(&[
        (
            "a",
            "ripples:\n  - {to: bee-keeper, kind: inspired, note: marmot}\n",
            "See [[bee-keeper|the keeper]], [[bee-keeper]] and [her](bee-keeper.md).",
        ),
        ("bee-keepers", "", "Text."),
    ]);
    let built = site.build();
    assert_eq!(built.all_codes(Severity::Error), [""; 0]);
    assert_eq!(built.codes(), ["unknown-ripple-target", "unknown-target", "unknown-target", "unknown-target"]);
    let near = "did you mean `bee-keepers`?".to_owned();
    assert_eq!(place(&built, "unknown-ripple-target"), ("content/stories/a.md:5:10".to_owned(), near.clone()));
    assert_eq!(place(&built, "unknown-target"), ("content/stories/a.md:7:7".to_owned(), near));
    let page = page(&built, "a");
    assert!(page.contains("<p>See the keeper, bee-keeper and her.</p>"), "the words stay, without a link: {page}");
    assert_eq!(built.mentions("marmot").len(), 0);
    assert!(is_quiet(&built, "a"));
    assert_eq!((site.run(&["check"]).code, site.run(&["check", "--strict"]).code), (0, 1));
}

#[test]
fn target_is_not_published() {
    for (reason, fields) in [
        ("draft", "draft: true\n"),
        ("held until 2027-03-01", "publish: 2027-03-01\n"),
        ("expired on 2026-03-01", "expires: 2026-03-01\n"),
        ("consent was refused", "consent: {status: refused}\n"),
    ] {
        let fields = format!("id: narwhal-id\ntitle2: x\n{fields}").replace("title2: x\n", "summary: A kestrel.\n");
        let links = "See [that](quokka.md), [[narwhal-id|another]] and [[quokka|a third]].\n\n:::story narwhal-id :::";
        let site = stories(&[
            ("a", "ripples:\n  - {to: narwhal-id, kind: inspired, note: marmot}\n", links),
            ("quokka", &fields, "Text."),
        ]);
        let built = site.build();
        assert_eq!(built.codes(), [""; 0], "{}", built.report());
        let report = built.report();
        assert_eq!(report.matches(&format!("[link-to-withheld]: `narwhal-id` is not published ({reason})")).count(), 5);
        assert_eq!(site.run(&["check", "--strict"]).code, 0);
        for words in ["narwhal", "quokka", "Title quokka", "kestrel", "marmot"] {
            assert_eq!(built.mentions(words), [""; 0], "{words}, {reason}");
        }
        // Exactly as if it did not exist.
        let without = stories(&[("a", "", "See that, another and a third.")]).build();
        assert_eq!(built.paths(), without.paths());
        for path in built.paths().into_iter().filter(|path| !path.contains("assets/icon")) {
            assert_eq!(built.text(path).replace('\n', ""), without.text(path).replace('\n', ""), "{path}, {reason}");
        }
    }
}

#[test]
fn target_is_not_published_and_its_name_is_all_there_is() {
    let links = [
        "[[narwhal-id]]",
        "[[quokka]]",
        "[[narwhal-id|Title quokka]]",
        "[[narwhal-id|title  QUOKKA]]",
        "[[narwhal-id|narwhal-id]]",
        "[Title quokka](quokka.md)",
        "[[Title quokka]]",
        "[[quokka#part]]",
        "[](quokka.md)",
        "[../stories/quokka.md](../stories/quokka.md)",
        "[/stories/narwhal-id/](/stories/narwhal-id/)",
        "<https://example.org/stories/narwhal-id/>",
    ];
    for link in links {
        let site = stories(&[("a", "", &format!("See {link}.")), ("quokka", "id: narwhal-id\ndraft: true\n", "Text.")]);
        let built = site.build();
        assert_eq!(built.codes(), ["withheld-name-shown"], "{link}: {}", built.report());
        assert_eq!(
            place(&built, "withheld-name-shown").1,
            "use other words, such as `[[narwhal-id|another story]]`, or take the link away"
        );
        // The page itself is made by the preview alone; even there a bare name prints nothing.
        if link.starts_with("[[") && !link.contains('|') {
            assert!(page(&built, "a").contains("<p>See .</p>"), "{link}: {}", page(&built, "a"));
        }
        let run = site.run(&["build"]);
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(!site.path("public").exists());
    }
}

#[test]
fn a_person_who_is_withheld_is_named_in_no_link() {
    for link in ["[[ines]]", "[[Ines Moreau]]", "[[a|Ines Moreau]]", "[Ines](../people/ines.md)"] {
        let site = stories(&[("b", "", &format!("See {link}."))]);
        site.write("content/people/ines.md", "---\nname: {full: Ines Moreau, first: Ines}\ndraft: true\n---\n");
        let built = site.build();
        assert_eq!(built.all_codes(Severity::Error), ["withheld-name-shown"], "{link}: {}", built.report());
    }
}

#[test]
fn unknown_kind_of_ripple() {
    let site =
        stories(&[("a", "ripples:\n  - payed-forward: b\n  - {to: b, kind: zzz}\n", "Text."), ("b", "", "Text.")]);
    let built = site.build();
    assert_eq!(built.codes(), ["unknown-ripple-kind"; 2]);
    let (first, help) = place(&built, "unknown-ripple-kind");
    assert_eq!(first, "content/stories/a.md:5:5");
    assert!(help.contains("paid-forward"), "{help}");
    assert!(built.report().contains("content/stories/a.md:6:19: error[unknown-ripple-kind]"), "{}", built.report());
    assert!(built.report().contains("paid-forward, paid-forward-from, inspired"), "far off, all are named");
    assert_eq!(site.run(&["check"]).code, 1);
    // Spellings that are fine.
    for kind in ["paid_forward: b", "Paid-Forward: b", "b", "{to: b}", "{to: b, kind: paid_forward}"] {
        let site = stories(&[("a", &format!("ripples:\n  - {kind}\n"), "Text."), ("b", "", "Text.")]);
        assert_eq!(site.build().all_codes(Severity::Note), [""; 0], "{kind}");
    }
}

#[test]
fn a_prompt_answer_collection_or_person_that_does_not_exist() {
    let fields = "prompts: [look-bak]\nanswers: look-bakc\ncollection: clubb\npeople: [{person: mari, role: mentee}]\n";
    let site = stories(&[("a", fields, "Text.")]);
    site.write("content/prompts/look-back.md", "# Look back\n\nWho?\n");
    site.write("content/collections/club.md", "# Club\n");
    site.write("content/people/maria.md", "---\nname: Maria\n---\n");
    let built = site.build();
    assert_eq!(built.codes(), ["unknown-prompt", "unknown-prompt", "unknown-collection", "unknown-person"]);
    assert_eq!(
        place(&built, "unknown-prompt"),
        ("content/stories/a.md:4:11".into(), "did you mean `look-back`?".into())
    );
    assert_eq!(
        place(&built, "unknown-collection"),
        ("content/stories/a.md:6:13".into(), "did you mean `club`?".into())
    );
    assert_eq!(place(&built, "unknown-person"), ("content/stories/a.md:7:19".into(), "did you mean `maria`?".into()));
    assert_eq!((site.run(&["check"]).code, site.run(&["check", "--strict"]).code), (0, 1));
    assert_eq!(built.mentions("mari"), [""; 0], "a person who is not there is not shown");
}

#[test]
fn names_itself() {
    let site = stories(&[("a", "ripples: [{inspired: a}, {related: a}]\n", "Text.")]);
    let built = site.build();
    assert_eq!(built.codes(), ["ripple-to-self"; 2]);
    assert_eq!(place(&built, "ripple-to-self").0, "content/stories/a.md:4:22");
    assert!(is_quiet(&built, "a") && built.snapshot.site.edges.is_empty(), "it is dropped");
}

#[test]
fn a_loop_is_allowed_and_named_once() {
    let site = stories(&[
        ("start", "ripples: [{inspired: a}]\n", "Text."),
        ("a", "ripples: [{inspired: b}]\n", "Text."),
        ("b", "ripples: [{paid-forward: c}]\n", "Text."),
        ("c", "moment: {date: 2026}\nripples: [{inspired: a}]\n", "Text."),
    ]);
    let built = site.build();
    assert_eq!(built.codes(), ["ripple-loop"], "{}", built.report());
    assert!(built.report().contains("in a loop: `a` → `b` → `c` → `a`\n"), "{}", built.report());
    assert_eq!(place(&built, "ripple-loop").0, "content/stories/a.md:4:22");
    assert_eq!((site.run(&["check"]).code, site.run(&["check", "--strict"]).code), (0, 1));
    let linked = &built.snapshot.site;
    let generations: Vec<u32> = linked.numbers.iter().map(|numbers| numbers.generation).collect();
    assert_eq!(generations, [1, 1, 1, 0], "a, b and c share one; start is the root");
    for slug in ["a", "b", "c"] {
        let thread = thread(&built, slug);
        assert!(
            thread.contains("This moment led to two more of the stories recorded here") && !thread.contains("quiet"),
            "{thread}"
        );
        assert!(thread.contains("Its thread began one step before"), "{thread}");
    }
    assert!(thread(&built, "start").contains("three more of the stories recorded here"));
}

#[test]
fn ambiguous_name() {
    let site = stories(&[
        ("a", "ripples: [{inspired: walk}]\n", "See [[walk]] and [[first]]."),
        ("2025/walk", "id: first\n", "Text."),
        ("2026/walk", "id: second\n", "Text."),
    ]);
    let built = site.build();
    assert_eq!(built.codes(), ["ambiguous-name"; 2]);
    let (first, help) = place(&built, "ambiguous-name");
    assert_eq!((first.as_str(), help.as_str()), ("content/stories/a.md:4:22", "write the id of the one you mean"));
    for part in [
        "`story:first`",
        "`story:second`",
        "see content/stories/2025/walk.md:4:5",
        "see content/stories/2026/walk.md:4:5",
    ] {
        assert!(built.report().contains(part), "{part} is missing from {}", built.report());
    }
    assert_eq!(site.run(&["check"]).code, 1);
    // One of the two is a draft: the other is meant.
    site.write("content/stories/2025/walk.md", story("W", "id: third\ndraft: true\n", "Text."));
    assert!(!site.build().codes().contains(&"ambiguous-name"));
}

#[test]
fn same_edge_twice_or_from_both_ends() {
    let site = stories(&[
        ("a", "ripples:\n  - {to: b, kind: paid-forward, note: from the first}\n  - paid_forward: b\n", "Text."),
        ("b", "ripples:\n  - {to: a, kind: paid-forward-from, note: from the second}\n", "Text."),
    ]);
    let built = site.build();
    assert_eq!(built.all_codes(Severity::Note), [""; 0]);
    assert_eq!(built.snapshot.site.edges.len(), 1);
    for slug in ["a", "b"] {
        let thread = thread(&built, slug);
        for note in ["from the first", "from the second"] {
            assert_eq!(thread.matches(note).count(), 1, "{note} on {slug}: {thread}");
        }
    }
    assert_eq!(thread(&built, "a").matches("was paid forward in").count(), 1);
    assert_eq!(thread(&built, "b").matches("was paid forward in").count(), 1);
}

#[test]
fn the_two_ends_give_conflicting_kinds() {
    let site =
        stories(&[("a", "ripples: [{paid-forward: b}]\n", "Text."), ("b", "ripples: [{inspired-by: a}]\n", "Text.")]);
    let built = site.build();
    assert_eq!(built.codes(), ["ripple-conflict"]);
    for part in [
        "see content/stories/a.md:4:12: `a` says `paid-forward`",
        "see content/stories/b.md:4:12: `b` says `inspired-by`",
    ] {
        assert!(built.report().contains(part), "{part} is missing from {}", built.report());
    }
    assert_eq!(site.run(&["check"]).code, 1);
}

#[test]
fn the_later_story_is_dated_before_the_earlier() {
    let site = stories(&[("b", "", "Text."), ("a", "ripples: [{inspired: b}]\n", "Text.")]);
    let built = site.build();
    assert_eq!(built.codes(), ["ripple-order"]);
    assert_eq!(place(&built, "ripple-order").0, "content/stories/a.md:4:22");
    assert!(built.report().contains("`b` (2026-03-01) is dated before `a` (2026-03-02)"), "{}", built.report());
    assert_eq!((site.run(&["check"]).code, site.run(&["check", "--strict"]).code), (0, 1));
    assert!(thread(&built, "a").contains("Title b"), "it is shown all the same");
    // The moment decides, not the day of publication; and a month that holds both is no slip.
    for moment in ["{date: 2026-03-02}", "{date: 2026-03}", "{date: 2027}"] {
        let site =
            stories(&[("b", &format!("moment: {moment}\n"), "Text."), ("a", "ripples: [{inspired: b}]\n", "Text.")]);
        assert_eq!(site.build().codes(), [""; 0], "{moment}");
    }
}

#[test]
fn a_full_address_of_this_site_is_a_link_to_this_site() {
    let site = stories(&[
        (
            "a",
            "",
            "[one](https://example.org/stories/b/#part), [two](http://EXAMPLE.org/stories/b), [three](https://example.org/shop/?x=1), [four](https://example.organic/stories/b/), <https://example.org/stories/b/>",
        ),
        ("b", "", "## Part"),
    ]);
    let built = site.build();
    assert_eq!(built.all_codes(Severity::Note), [""; 0], "{}", built.report());
    let page = page(&built, "a");
    for link in [
        "<a href=\"/stories/b/#part\">one</a>",
        "<a href=\"/stories/b/\">two</a>",
        "<a href=\"https://example.org/shop/?x=1\" rel=\"noopener external\">three</a>",
        "<a href=\"https://example.organic/stories/b/\" rel=\"noopener external\">four</a>",
        "<a href=\"/stories/b/\">https://example.org/stories/b/</a>",
    ] {
        assert!(page.contains(link), "{link} is missing from {page}");
    }
    assert!(thread(&built, "b").contains("Mentioned in"), "such links are mentions, too");
    site.write("ripple.yaml", crate::site_test::CONFIG.replace("https://example.org", "https://example.org/wall"));
    let page = site.build();
    let page = page.text("stories/a/index.html");
    assert!(page.contains("<a href=\"https://example.org/stories/b/#part\" rel"), "beside the site, not in it: {page}");
}
