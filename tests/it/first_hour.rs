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
        let built = site.run(&["build", "--strict", "-r", "here"]);
        assert_eq!(built.code, 0, "{profile}: {}", built.stderr);
        assert!(built.stdout.starts_with("Published 2 stories, 1 prompt"), "{}", built.stdout);
        let page = fs::read_to_string(site.path("here/public/stories/the-empty-chair/index.html")).unwrap();
        assert!(page.contains("was paid forward in"), "the two stories are joined");
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
fn what_new_writes_is_not_published_unchanged_without_a_word() {
    let site = SiteTest::new(&[]);
    for kind in ["story", "prompt", "person", "collection", "page", "tag"] {
        site.run(&["new", kind, "Maria Lopez"]);
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
        rows.iter().map(|row| row[field].as_str().unwrap().to_owned()).collect()
    };
    let states = ["published", "published", "published", "draft", "held until 2126-01-01", "consent was refused"];
    assert_eq!(column("stories", "state"), states);
    assert_eq!(column("drafts", "id"), ["d"]);
    assert_eq!(column("held", "id"), ["h"]);
    assert_eq!(column("withheld", "why"), ["consent was refused"]);
    assert_eq!(column("orphans", "id"), ["alone"]);
    assert_eq!(column("tags", "stories"), ["1"]);
    assert_eq!((column("ripples", "story"), column("ripples", "led_to")), (vec!["a".into()], vec!["b".into()]));
    let csv = site.run(&["list", "--format", "csv"]).stdout;
    assert!(csv.contains("alone,'=Alone,"), "no cell is a formula: {csv}");
    assert!(site.run(&["list", "prompts"]).stderr.contains("nothing to list"));
}

#[test]
fn explain_says_where_values_come_from_and_why_something_is_held() {
    let site = small();
    let told = site.run(&["explain", "content/stories/a.md"]);
    for part in ["published at /stories/a/", "A  (line 2)", "(the file name)", "Paid forward in `b`", "one more story"]
    {
        assert!(told.stdout.contains(part), "{part} is missing from:\n{}", told.stdout);
    }
    let held = site.run(&["explain", "content/stories/w.md"]);
    assert!(held.stdout.contains("not published: consent was refused"), "{}", held.stdout);
    assert_eq!(site.run(&["explain", "nowhere.md"]).code, 2);
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
    assert!(help.lines().count() <= 24 && help.lines().all(|line| line.chars().count() <= 80), "{help}");
    for command in ["build", "check", "init", "new", "list", "explain", "completions"] {
        assert!(site.run(&["help", command]).stdout.contains("Example"), "{command} shows no example");
    }
    assert!(site.run(&["completions", "bash"]).stdout.contains("complete"));
}
