//! Taking something back that is there more than once: copies, translations, other output folders, a site without its
//! configuration (reliability, P4 and K8).

use crate::site_test::{CONFIG, SiteTest, story};
use std::fs;
use std::path::Path;

const TEXT: &str = "The tapir came in and said the one word that nobody in the whole room had ever said before that day.\n\nThen it went away again and closed the green door behind itself without looking back even once.";

fn site() -> SiteTest {
    SiteTest::new(&[
        ("content/stories/quokka.md", &story("The narwhal", "id: quokka\nmentor: Ida Blom\n", TEXT)),
        ("content/stories/other.md", &story("Other", "", "Text of its own, after [[quokka]].")),
    ])
}

fn holds(folder: &Path, word: &str) -> bool {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let mut files = files.filter(|file| file.file_type().is_file());
    files.any(|file| fs::read(file.path()).unwrap().windows(word.len()).any(|part| part == word.as_bytes()))
}

#[test]
fn p4_a_copy_that_is_online_is_named_and_the_run_is_no_success() {
    let edited = TEXT.replace("closed the green door", "shut it");
    for (title, text, words) in [
        ("The narwhal", TEXT, "the same text"),
        ("Another title", TEXT, "the same text"),
        ("Another title", edited.as_str(), "most of the same text"),
    ] {
        let site = site();
        site.write("content/stories/quokka (Kopie).md", story(title, "id: five\n", text));
        assert_eq!(site.run(&["build"]).code, 0);
        let run = site.run(&["withdraw", "quokka"]);
        assert_eq!(run.code, 3, "{}", run.stdout);
        let offer = format!("{words}: ripple withdraw \"content/stories/quokka (Kopie).md\"");
        assert!(run.stdout.contains(&offer) && run.stdout.contains("It is still online"), "{}", run.stdout);
        assert!(!run.stdout.contains("nothing is left"), "{}", run.stdout);
        // What is offered is enough.
        let run = site.run(&["withdraw", "content/stories/quokka (Kopie).md"]);
        assert_eq!(run.code, 0, "{}", run.stdout);
        assert!(!holds(&site.path("public"), "tapir"));
    }
}

#[test]
fn p4_what_only_has_the_same_title_is_named_and_no_more() {
    let site = site();
    site.write("content/stories/b.md", story("The narwhal", "", "A whale in the sea with a horn on its head."));
    site.write("content/stories/c.md", story("The narwhal", "draft: true\n", TEXT));
    site.run(&["build"]);
    let run = site.run(&["withdraw", "quokka"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.contains("the same title: ripple withdraw content/stories/b.md"), "{}", run.stdout);
    let (_, later) = run.stdout.split_once("Not online").unwrap();
    assert!(later.contains("the same text: ripple withdraw content/stories/c.md"), "{}", run.stdout);
}

#[test]
fn p4_translations_are_named_whichever_is_taken_back() {
    let site = site();
    for (id, lang) in [("es", "es"), ("fr", "fr")] {
        let fields = format!("lang: {lang}\ntranslation_of: quokka\n");
        site.write(
            &format!("content/stories/{id}.md"),
            story(&format!("In {lang}"), &fields, &format!("Una historia en {lang}.")),
        );
    }
    site.run(&["build"]);
    let run = site.run(&["withdraw", "es"]);
    for path in ["quokka", "fr"] {
        let offer = format!("a translation: ripple withdraw content/stories/{path}.md");
        assert!(run.stdout.contains(&offer), "{}", run.stdout);
    }
    assert!(run.stdout.contains("A translation has a consent of its own"), "{}", run.stdout);
    assert_eq!(run.code, 0);
}

#[test]
fn p4_every_folder_that_the_site_was_written_into_is_looked_into() {
    let site = site();
    let away = tempfile::tempdir().unwrap();
    let away_folder = away.path().join("www");
    for output in ["public", "dist", away_folder.to_str().unwrap()] {
        assert_eq!(site.run(&["build", "-o", output]).code, 0);
        assert!(holds(&site.path(output), "tapir"));
    }
    fs::write(site.path("dist/own.txt"), "by hand").unwrap();
    let run = site.run(&["withdraw", "quokka"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    for output in ["public", "dist", away_folder.to_str().unwrap()] {
        for word in ["tapir", "narwhal", "quokka", "Ida Blom"] {
            assert!(!holds(&site.path(output), word), "{word} in {output}: {}", run.stdout);
        }
    }
    assert!(run.stdout.contains("The site was also written into dist. Every file"), "{}", run.stdout);
    assert!(run.stdout.contains("www. Every file"), "{}", run.stdout);
    assert!(site.path("dist/own.txt").exists() && site.path("dist/assets").exists());
    let again = site.run(&["withdraw", "quokka"]);
    assert!(again.stdout.contains("also written into dist: nothing in it shows it"), "{}", again.stdout);
}

#[test]
fn p4_what_is_left_elsewhere_is_no_success() {
    let site = site();
    site.run(&["build"]);
    site.run(&["build", "-o", "dist"]);
    fs::write(site.path("dist/by-hand.html"), format!("<p>{TEXT}</p>")).unwrap();
    let run = site.run(&["withdraw", "quokka"]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert!(
        run.stdout.contains("Something is left of it there") && run.stdout.contains("by-hand.html"),
        "{}",
        run.stdout
    );
}

#[test]
fn p4_a_site_that_was_only_written_elsewhere_gets_no_new_folder() {
    let site = site();
    site.run(&["build", "-o", "dist"]);
    let run = site.run(&["withdraw", "quokka"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.contains("The site in dist was made again without it"), "{}", run.stdout);
    assert!(!site.path("public").exists() && !holds(&site.path("dist"), "tapir"));
}

#[test]
fn p4_without_a_configuration_it_is_taken_down_all_the_same() {
    for config in [None, Some("title: [\n"), Some("\u{0}")] {
        let site = site();
        site.run(&["build"]);
        match config {
            Some(text) => site.write("ripple.yaml", text),
            None => site.remove("ripple.yaml"),
        }
        let run = site.run(&["withdraw", "quokka"]);
        assert_eq!(run.code, 0, "{config:?}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("cannot be made again at the moment:\n  ripple.yaml: "), "{}", run.stdout);
        for word in ["tapir", "narwhal", "Ida Blom"] {
            assert!(!holds(&site.path("public"), word), "{config:?}: {word}");
        }
        let file = fs::read_to_string(site.path("content/stories/quokka.md")).unwrap();
        assert!(file.contains("withdrawn"), "{file}");
        // With its configuration again, the site comes back without it.
        site.write("ripple.yaml", CONFIG);
        assert_eq!(site.run(&["build"]).code, 0);
        assert!(!holds(&site.path("public"), "tapir"));
    }
    // Where nothing was ever written, there is nothing to take back.
    let nowhere = site();
    nowhere.remove("ripple.yaml");
    assert_eq!(nowhere.run(&["withdraw", "quokka"]).code, 2);
}
