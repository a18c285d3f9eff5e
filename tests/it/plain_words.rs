//! What writers are told where something almost worked: dates, spaces, copies, and whose answer holds a story back.

use crate::site_test::{CONFIG, SiteTest, story};
use std::fs;

fn school(files: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new(files);
    site.write("ripple.yaml", CONFIG.replace("safeguarding: open", "safeguarding: school"));
    site
}

#[test]
fn a_date_in_another_form_gets_the_same_suggestion_in_every_field() {
    for (written, ours) in [
        ("3. März 2026", "write it as 2026-03-03"),
        ("03.04.2026", "write it as 2026-04-03"),
        ("12/03/2026", "write it as 2026-03-12 (12 March 2026) or 2026-12-03 (3 December 2026)"),
        ("31.08.2020", "write it as 2020-08-31"),
    ] {
        for field in ["date: ", "publish: ", "expires: ", "updated: ", "consent:\n  status: granted\n  expires: "] {
            let text = format!("---\ntitle: A\n{field}{written}\n---\nText.\n");
            let site = SiteTest::new(&[("content/stories/a.md", &text)]);
            let run = site.run(&["check"]);
            assert!(run.stderr.contains("error[bad-date]") && run.stderr.contains(ours), "{field}: {}", run.stderr);
        }
    }
}

#[test]
fn a_year_alone_ends_on_its_first_day_and_that_is_told() {
    for (field, told) in [
        ("consent: {status: granted, expires: 2020}\n", "consent ended on 2020-01-01 (only a year was given)"),
        ("consent: {status: granted, expires: 2020-05}\n", "consent ended on 2020-05-01 (only a month was given)"),
    ] {
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", field, "Text."))]);
        let run = site.run(&["check"]);
        assert!(run.stderr.contains(told) && run.stderr.contains("write the day as `expires`"), "{}", run.stderr);
    }
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "expires: 2020\n", "Text."))]);
    let run = site.run(&["list", "held"]);
    assert!(run.stdout.contains("expired on 2020-01-01 (only a year was given)"), "{}", run.stdout);
}

#[test]
fn a_picture_with_a_space_in_its_name_is_told_and_the_remedy_works() {
    let text = "See ![the bus](IMG 3.jpg), [the paper](my plan.pdf) and [that](he said so).\n\n`![c](a b.jpg)`\n\n    ![c](a b.jpg)\n";
    let site = SiteTest::new(&[("content/stories/a/index.md", &story("A", "", text))]);
    let run = site.run(&["check"]);
    assert_eq!(run.stderr.matches("warning[space-in-link]").count(), 2, "{}", run.stderr);
    assert!(run.stderr.contains("`![the bus](<IMG 3.jpg>)`"), "{}", run.stderr);
    site.write("content/stories/a/index.md", story("A", "", "See ![the bus](<IMG 3.jpg>)."));
    let run = site.run(&["check"]);
    assert!(!run.stderr.contains("space-in-link") && run.stderr.contains("no picture `IMG 3.jpg`"), "{}", run.stderr);
}

#[test]
fn b9_leftovers_in_static_are_not_published_and_copies_are_told() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    for name in ["a.md.save", "a.md.old", "a.swo", "b.swp", "a.rej", "a.md.1", "~$a.docx", "plan copy.txt", "plan.txt"]
    {
        site.write(&format!("static/{name}"), "secret");
    }
    site.write("content/stories/a (Kopie).md", story("B", "id: b\n", "Other words."));
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("warning[copied-file]").count(), 2, "{}", run.stderr);
    let files = walkdir::WalkDir::new(site.path("public")).into_iter().map(Result::unwrap);
    let published: Vec<String> = files
        .filter(|file| file.file_type().is_file() && fs::read(file.path()).unwrap() == b"secret")
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(published.len(), 2, "{published:?}");
}

#[test]
fn a_new_person_of_a_school_is_a_child_without_a_surname() {
    let site = school(&[("content/stories/b.md", &story("B", "mentee: maria\nconsent: {status: granted}\n", "Text."))]);
    let run = site.run(&["new", "person", "Maria", "Lopezfield"]);
    assert_eq!((run.code, run.stdout.trim()), (0, "content/people/maria.md"), "{}", run.stderr);
    let text = fs::read_to_string(site.path("content/people/maria.md")).unwrap();
    assert!(!text.to_lowercase().contains("lopezfield"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("minor: true") && line.contains("take this line away")), "{text}");
    assert_eq!(site.run(&["check"]).code, 3, "nobody has said yes yet");
    site.write("content/people/maria.md", text.replace("status: pending", "status: granted"));
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    built.holds("stories/b/index.html", "Maria");
    // Grown-ups who write for themselves begin with their whole name.
    let open = SiteTest::new(&[]);
    open.run(&["new", "person", "Maria Lopezfield"]);
    let text = fs::read_to_string(open.path("content/people/maria-lopezfield.md")).unwrap();
    assert!(text.contains("full: Maria Lopezfield"), "{text}");
}

#[test]
fn the_register_says_whose_answer_holds_a_story_back_and_fits_a_hundred_columns() {
    let granted = "consent: {status: granted}\n";
    let site = school(&[
        ("content/people/nadia.md", "---\nname: {first: Nadia}\nminor: true\nconsent: {status: withdrawn}\n---\n"),
        (
            "content/stories/the-long-way-home-from-school.md",
            &story("The long way home from school", &format!("mentee: nadia\n{granted}"), "T."),
        ),
        ("content/stories/b.md", &story("B", granted, "Text.")),
    ]);
    let run = site.run(&["consent"]);
    let line = run.stdout.lines().find(|line| line.contains("the-long-way")).unwrap();
    assert!(line.contains("granted") && line.contains("consent of `nadia` was withdrawn"), "{}", run.stdout);
    assert!(run.stdout.contains("1 is held back by what somebody named in it has said."), "{}", run.stdout);
    let narrow = site.run_in_columns(100, &["consent"]);
    let table = narrow.stdout.split("\n\n").next().unwrap();
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{}", narrow.stdout);
    assert!(table.contains("consent of `nad"), "{}", narrow.stdout);
    // Without any, there is no empty column.
    site.remove("content/stories/the-long-way-home-from-school.md");
    let run = site.run(&["consent"]);
    assert!(!run.stdout.contains("held back"), "{}", run.stdout);
    let run = site.run(&["consent", "--format", "csv"]);
    assert!(run.stdout.starts_with("what,id,name,collection,state,held back,status"), "{}", run.stdout);
}

#[test]
fn a_true_in_quotation_marks_is_told_as_it_is_written() {
    for written in ["\"true\"", "'True'"] {
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", &format!("draft: {written}\n"), "Text."))]);
        let run = site.run(&["check"]);
        let word = written.trim_matches(['"', '\'']);
        assert!(run.stderr.contains(&format!("this is a text: `\"{word}\"`")), "{}", run.stderr);
        assert!(run.stderr.contains("without quotation marks and in small letters: `draft: true`"), "{}", run.stderr);
    }
}

#[test]
fn a_copy_of_a_whole_story_is_told_once() {
    let text = story("Anna", "", "Nobody in the whole room had ever said that before.");
    let site = SiteTest::new(&[("content/stories/anna.md", &text), ("content/stories/anna copy.md", &text)]);
    assert_eq!(site.build().codes(), ["told-twice"]);
}
