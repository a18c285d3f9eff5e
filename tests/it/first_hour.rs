//! What somebody does in the first hour: a new site, a story, lists, an explanation, cleaning up.

use crate::site_test::{SiteTest, story};
use std::fs;

fn empty() -> SiteTest {
    let site = SiteTest::new(&[]);
    site.remove("ripple.yaml");
    fs::remove_dir_all(site.path("content")).unwrap();
    site
}

#[test]
fn a_new_site_builds_at_once_in_every_profile() {
    for profile in ["school", "organisation", "open"] {
        let site = empty();
        let made = site.run(&["init", "here", "--profile", profile]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        assert_eq!(made.stdout.lines().count(), 6);
        assert!(made.stderr.contains("ripple serve") && made.stderr.contains("`contact`"), "{}", made.stderr);
        let built = site.run(&["build", "-r", "here"]);
        assert_eq!(built.code, 0, "{profile}: {}", built.stderr);
        assert!(built.stdout.starts_with("Published 2 stories, 1 prompt"), "{}", built.stdout);
        // What only the writer can know is asked for at the very line that waits for it.
        let asked: Vec<&str> = built.stderr.lines().filter(|line| line.starts_with("ripple.yaml")).collect();
        assert!(asked[0].contains("[no-contact]") && asked[1].contains("[no-base-url]"), "{asked:?}");
        assert_eq!(built.stderr.matches("]: ").count(), 2, "{}", built.stderr);
        assert!(built.stderr.contains("| # contact: ") && built.stderr.contains("| # base_url: "), "{}", built.stderr);
        let page = fs::read_to_string(site.path("here/public/stories/the-empty-chair/index.html")).unwrap();
        assert!(page.contains("was paid forward in"), "the two stories are joined");
    }
}

#[test]
fn the_examples_of_a_new_site_say_that_they_are_in_english() {
    let site = empty();
    for (language, is_said) in [("ar.UTF-8", true), ("ja_JP.UTF-8", true), ("en_GB.UTF-8", false)] {
        let made = site.run_with(&[("LC_ALL", language), ("LANG", language)], &["init", language, "--profile", "open"]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        for path in ["stories/the-empty-chair.md", "pages/about.md", "prompts/who-noticed-you.md"] {
            let text = fs::read_to_string(site.path(&format!("{language}/content/{path}"))).unwrap();
            assert_eq!(text.starts_with("---\nlang: en "), is_said, "{language}, {path}: {text}");
        }
        let built = site.run(&["build", "-r", language]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        let page = fs::read_to_string(site.path(&format!("{language}/public/about/index.html"))).unwrap();
        assert!(page.contains("<html lang=\"en"), "{page}");
    }
}

#[test]
fn a_gitignore_that_is_there_keeps_its_lines_and_gets_those_that_it_lacks() {
    for (before, after, told) in [
        ("target", "target\n/public/\n/.ripple/\n", "Added /public/ and /.ripple/ to"),
        ("a\r\npublic\r\n", "a\r\npublic\r\n/.ripple/\r\n", "Added /.ripple/ to"),
        ("/.ripple\n/public/\n", "/.ripple\n/public/\n", ""),
    ] {
        let site = empty();
        site.write("our stories/.gitignore", before);
        let made = site.run(&["init", "our stories", "--profile", "open"]);
        assert_eq!((made.code, made.stdout.lines().count()), (0, 5), "{}", made.stderr);
        assert_eq!(fs::read_to_string(site.path("our stories/.gitignore")).unwrap(), after);
        assert_eq!(made.stderr.contains("Added"), !told.is_empty());
        assert!(made.stderr.contains(told) && made.stderr.contains("cd \"our stories\""), "{}", made.stderr);
    }
}

#[test]
fn init_asks_nobody_where_nobody_answers_and_overwrites_nothing() {
    let site = empty();
    let run = site.run(&["init"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--profile school"), "{}", run.stderr);
    assert!(!site.path("ripple.yaml").exists());
    site.write("content/pages/about.md", "mine");
    let run = site.run(&["init", "--profile", "open"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nothing is ever overwritten"), "{}", run.stderr);
    assert!(!site.path("ripple.yaml").exists(), "nothing was made");
    assert_eq!(fs::read_to_string(site.path("content/pages/about.md")).unwrap(), "mine");
}

#[test]
fn every_kind_of_new_entry_is_understood() {
    let site = SiteTest::new(&[]);
    for kind in ["story", "prompt", "person", "collection", "page", "tag"] {
        let made = site.run(&["new", kind, "A \"new\": one"]);
        assert_eq!(made.code, 0, "{kind}: {}", made.stderr);
        assert!(site.path(made.stdout.trim()).is_file(), "{}", made.stdout);
        assert_eq!(site.run(&["new", kind, "A \"new\": one"]).code, 2, "a second one would overwrite it");
    }
    let check = site.run(&["check"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    assert_eq!(site.run(&["new", "story", "  "]).code, 2);
}

#[test]
fn a_new_entry_can_have_any_title_in_any_number_of_words() {
    let site = SiteTest::new(&[]);
    let long = "It was late, and nobody knew how to get home from there. ".repeat(8);
    for (words, path, title) in [
        (vec!["The", "borrowed", "bus"], "content/stories/the-borrowed-bus.md", "title: The borrowed bus\n"),
        (vec!["con"], "content/stories/story-con.md", "title: con\n"),
        (vec!["Index"], "content/stories/story-index.md", "title: Index\n"),
        (vec![long.as_str()], "content/stories/it-was-late-and-nobody-", "title: It was late, and"),
    ] {
        let made = site.run(&[&["new", "story"][..], &words[..]].concat());
        assert_eq!(made.code, 0, "{}", made.stderr);
        assert!(made.stdout.starts_with(path), "{}", made.stdout);
        assert!(fs::read_to_string(site.path(made.stdout.trim())).unwrap().contains(title));
    }
    let check = site.run(&["check"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
}

#[test]
fn check_tells_what_is_missing_in_what_nobody_sees_yet() {
    let pending = "draft: true\nconsent: {status: pending}\nripples: [paid-forward: nosuch]\nprompts: [none]\n";
    let site = SiteTest::new(&[
        ("ripple.yaml", &crate::site_test::CONFIG.replace("open", "school")),
        ("content/stories/new.md", &story("New", pending, "To [[other]] and [[nowhere]].")),
        ("content/stories/other.md", &story("Other", "draft: true\n", "Text.")),
        ("content/stories/no.md", &story("No", "consent: {status: refused}\n", "To [[nowhere]].")),
    ]);
    let check = site.run(&["check", "--strict"]);
    assert_eq!(check.code, 0, "what nobody sees stops no build: {}", check.stderr);
    let notes: Vec<&str> = check.stderr.lines().filter(|line| line.contains("stories/new.md:")).collect();
    assert_eq!(
        notes,
        [
            "content/stories/new.md:6:25: note[unknown-ripple-target]: no story is called `nosuch` (nobody sees it yet: draft)",
            "content/stories/new.md:7:11: note[unknown-prompt]: no prompt is called `none` (nobody sees it yet: draft)",
            "content/stories/new.md:9:20: note[unknown-target]: nothing here is called `nowhere` (nobody sees it yet: draft)",
        ]
    );
    assert!(!check.stderr.contains("stories/no.md:7"), "what somebody has said no to is left alone: {}", check.stderr);
    let build = site.run(&["build"]);
    assert!(!build.stderr.contains("unknown"), "{}", build.stderr);
    // Told once, also where drafts are shown.
    let shown = site.run(&["check", "-D"]);
    assert_eq!(shown.stderr.matches("`nowhere`").count(), 1, "{}", shown.stderr);
}

#[test]
fn what_new_writes_is_not_published_unchanged_without_a_word() {
    let site = SiteTest::new(&[]);
    for kind in ["story", "prompt", "person", "collection", "page", "tag"] {
        // The name of somebody who has not said yes may not be the title of a page.
        site.run(&["new", kind, if kind == "person" { "Sam Okafor" } else { "Maria Lopez" }]);
    }
    assert_eq!(site.build().codes(), ["placeholder-text"; 4], "not in a draft; and a person has no text");
    assert_eq!(site.run(&["check", "--strict"]).code, 1);
    let path = "content/stories/maria-lopez.md";
    let ready = fs::read_to_string(site.path(path)).unwrap().replace("draft: true ", "draft: false");
    let ready = ready.replace("pending", "granted");
    site.write(path, &ready);
    let built = site.build();
    assert_eq!(built.codes(), ["placeholder-text"; 5]);
    let page = built.text("stories/maria-lopez/index.html");
    assert!(!page.contains("minutes"), "nothing is said that nobody said: {page}");
    let asked = "Write here what happened, in your own words.";
    site.write(path, ready.replace(asked, "She asked me to write here what happened."));
    assert_eq!(site.build().codes(), ["placeholder-text"; 4]);
    site.write(path, ready.replace(asked, &format!("She asked me.\r\n\r\n  {asked}  \r\n")));
    assert_eq!(site.build().codes(), ["placeholder-text"; 5], "in the middle of a text as well");
}

#[test]
fn a_new_person_has_no_first_name_that_nobody_gave() {
    let site = SiteTest::new(&[("content/stories/b.md", &story("B", "mentee: maria-lopez\n", "Text."))]);
    site.run(&["new", "person", "Maria Lopez"]);
    let path = "content/people/maria-lopez.md";
    let text = fs::read_to_string(site.path(path)).unwrap();
    site.write(path, text.replace("status: pending", "name: first\n  status: granted"));
    let built = site.build();
    assert_eq!(built.codes(), ["no-name-at-level"]);
    assert_eq!(built.mentions("Lopez"), [""; 0]);
}

#[test]
fn a_site_may_have_its_own_archetypes() {
    let site = SiteTest::new(&[("archetypes/story.md", "---\ntitle: {title}\nid: own-{id}\ndate: {date}\n---\nOurs.")]);
    site.run(&["new", "story", "First"]);
    let text = fs::read_to_string(site.path("content/stories/first.md")).unwrap();
    assert!(text.contains("title: First\nid: own-first\ndate: 20") && text.ends_with("Ours."), "{text}");
}

fn small() -> SiteTest {
    SiteTest::new(&[
        ("content/stories/a.md", &story("A", "tags: [trust]\nripples: [paid-forward: b]\n", "Text.")),
        ("content/stories/b.md", &story("B", "", "Text.")),
        ("content/stories/alone.md", &story("=Alone", "", "Text.")),
        ("content/stories/d.md", &story("D", "draft: true\n", "Text.")),
        ("content/stories/h.md", &story("H", "publish: 2126-01-01\n", "Text.")),
        ("content/stories/w.md", &story("W", "consent: {status: refused}\n", "Text.")),
    ])
}

#[test]
fn lists_say_why_something_is_not_public() {
    let site = small();
    let column = |what: &str, field: &str| -> Vec<String> {
        let run = site.run(&["list", what, "--format", "json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
        let text = |cell: &serde_json::Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
        rows.iter().map(|row| text(&row[field])).collect()
    };
    let states = ["published", "published", "published", "draft", "held until 2126-01-01", "consent was refused"];
    assert_eq!(column("stories", "state"), states);
    assert_eq!(column("stories", "date"), ["2026-03-02"; 6], "also of what is not published");
    assert_eq!(column("drafts", "id"), ["d"]);
    assert_eq!(column("held", "id"), ["h"]);
    assert_eq!(column("withheld", "why"), ["consent was refused"]);
    assert_eq!(column("orphans", "id"), ["alone"]);
    assert_eq!(column("tags", "stories"), ["1"]);
    let ripple = ["story", "relation", "other_story"].map(|name| column("ripples", name).concat());
    assert_eq!(ripple, ["a", "was paid forward in", "b"]);
    let csv = site.run(&["list", "--format", "csv"]).stdout;
    assert!(csv.contains("alone,'=Alone,"), "no cell is a formula: {csv}");
    assert!(site.run(&["list", "prompts"]).stderr.contains("nothing to list"));
}

#[test]
fn stories_are_listed_newest_first_and_fit_the_terminal() {
    let long = "A very long title that says everything about one small moment between two people";
    let dated = |title: &str, date: &str, more: &str| format!("---\ntitle: {title}\n{date}{more}---\nText.\n");
    let site = SiteTest::new(&[
        ("content/stories/2026-01-05-old.md", &dated(long, "", "")),
        ("content/stories/a-none.md", &dated("None", "", "")),
        (
            "content/stories/b-year.md",
            &dated("日本語の物語についてのとても長いタイトルでどこまでも続くもの", "date: 2026\n", ""),
        ),
        ("content/stories/c-draft.md", &dated("قصة قصيرة", "date: 2026-04\n", "draft: true\n")),
        ("content/stories/d-unlisted.md", &dated("Unlisted", "date: 2026-03-02\n", "visibility: unlisted\n")),
    ]);
    let ids = |run: &str| -> Vec<String> {
        run.lines().skip(1).map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
    };
    let whole = site.run(&["list"]).stdout;
    assert_eq!(ids(&whole), ["c-draft", "d-unlisted", "old", "b-year", "a-none"]);
    assert!(whole.contains(long) && whole.contains("content/stories/a-none.md"), "nothing is cut in a pipe: {whole}");
    let narrow = site.run_in_columns(80, &["list"]).stdout;
    assert_eq!(ids(&narrow), ids(&whole));
    assert!(narrow.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{narrow}");
    assert!(narrow.contains("…") && !narrow.contains(".md") && narrow.contains("2026-04"), "{narrow}");
    assert_eq!(site.run(&["list", "drafts", "--format", "csv"]).stdout.lines().count(), 2);
}

#[test]
fn what_was_published_is_counted_in_plain_words() {
    let site = small();
    site.write("content/stories/u.md", story("U", "visibility: unlisted\n", "Text."));
    let built = site.run(&["build"]).stdout;
    assert!(built.starts_with("Published 4 stories (1 of them unlisted), 0 prompts, "), "{built}");
    site.write("content/stories/u.md", story("U", "visibility: unlisted\n", "Another text."));
    let again = site.run(&["build"]).stdout;
    assert!(again.contains(": 1 file written, ") && !again.contains("removed"), "{again}");
}

#[test]
fn clean_takes_back_what_was_written_and_nothing_else() {
    let site = small();
    assert_eq!(site.run(&["build"]).code, 0);
    site.write("public/CNAME", "example.org");
    let cleaned = site.run(&["clean"]);
    assert!(cleaned.stdout.starts_with("Removed "), "{}", cleaned.stdout);
    let left: Vec<_> = fs::read_dir(site.path("public")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["CNAME"]);
    assert!(site.run(&["clean"]).code == 2, "a folder without the marker is not ours");
    site.remove("public/CNAME");
    assert!(site.run(&["clean"]).stdout.contains("nothing of ripple's"));
}

#[test]
fn help_fits_a_terminal_and_completions_are_printed() {
    let site = SiteTest::new(&[]);
    let help = site.run(&["--help"]).stdout;
    assert!(help.lines().count() <= 26 && help.lines().all(|line| line.chars().count() <= 80), "{help}");
    for command in ["build", "check", "init", "new", "list", "explain", "consent", "clean", "completions"] {
        assert!(site.run(&["help", command]).stdout.contains("Example"), "{command} shows no example");
    }
    assert!(site.run(&["completions", "bash"]).stdout.contains("complete"));
}
