//! The last look: a secret in any finished file stops the publish, whatever brought it there, and a small word stops
//! nobody.

use crate::site_test::{CONFIG, SiteTest, story};
use ripple::diag::Severity;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const SECRET: &str = "c-0142-x";

/// A story with a form, a note and a draft beside it.
fn site(more: &[(&str, &str)]) -> SiteTest {
    let fields = "consent: {status: granted, record: c-0142-x}\nprivate: {aunt: Kowalczyk, room: B-204-west}\n";
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("Anna", fields, "Text.")),
        ("content/stories/b.md", &story("Trust", "draft: true\n", "Not yet.")),
        ("content/stories/c.md", &story("The question after the bell", "draft: true\n", "Not yet.")),
    ]);
    for (path, text) in more {
        site.write(path, text);
    }
    site
}

/// All files below a folder with their bytes.
fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|file| file.file_type().is_file());
    files.map(|file| (file.path().display().to_string(), std::fs::read(file.path()).unwrap())).collect()
}

/// Publishes once without, then with what is planted: nothing may change, and the report names the file and no secret.
#[track_caller]
fn stops(plant: &[(&str, &str)], code: &str, output: &str, secret: &str) {
    let site = site(&[]);
    assert_eq!(site.run(&["build"]).code, 0);
    let before = bytes_below(&site.path("public"));
    for (path, text) in plant {
        site.write(path, text);
    }
    for command in ["check", "build"] {
        let run = site.run(&[command]);
        assert_eq!(run.code, 3, "{plant:?}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("error[{code}]")), "{plant:?}: {}", run.stderr);
        assert!(run.stderr.contains(output), "{output} is not named: {}", run.stderr);
        assert!(!run.stderr.contains(secret), "the report shows it: {}", run.stderr);
    }
    assert_eq!(bytes_below(&site.path("public")), before, "{plant:?}");
}

#[test]
fn a_record_number_stops_it_wherever_it_stands() {
    for (path, text, output) in [
        ("content/stories/d.md", &*story("Dora", "", "Form c-0142-x."), "`stories/d/index.html` and 8 others hold"),
        ("content/pages/about.md", "# About\n\nForm c-0142-x.\n", "`about/index.html`"),
        ("content/stories/d.md", &*story("Dora", "visibility: unlisted\n", "(c-0142-x)"), "`stories/d/index.html`"),
        ("ripple.yaml", &*format!("{CONFIG}footer: Form c-0142-x\n"), "`stories/a/index.html` and"),
        ("themes/default/static/style.css", ".x { content: 'c-0142-x' }", "`assets/style."),
        ("themes/default/i18n/en.yaml", "skip: c-0142-x", "`404.html` and"),
        ("static/_redirects", "/old/c-0142-x /stories/a/", "`_redirects`"),
        ("static/data.json", "{\"form\":\"c-0142-x\"}", "`data.json`"),
        ("static/deep/film.mp4", "\0\u{1}binary c-0142-x\0", "`deep/film.mp4`"),
    ] {
        stops(&[(path, text)], "secret-in-output", output, SECRET);
    }
}

#[test]
fn every_kind_of_generated_file_is_searched() {
    let fields =
        "slug: c-0142-x\ntags: [c-0142-x]\nripples: [{inspired: a, note: form c-0142-x}]\naliases: [/old/c-0142-x/]\n";
    let site = site(&[
        ("content/stories/d.md", &story("Form c-0142-x", fields, "Text.")),
        ("ripple.yaml", &format!("{CONFIG}tagline: Form c-0142-x\n")),
    ]);
    let mut engine = site.engine();
    let snapshot = engine.update(&ripple::engine::Changes::All).unwrap();
    let built = site.build();
    let mut searched = BTreeSet::new();
    for (path, bytes) in &built.files {
        let look = engine.last_look(&snapshot);
        look.bytes(path, None, bytes);
        let holds = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
        let found = look.problems().iter().any(|problem| problem.code == "secret-in-output");
        assert_eq!(found, holds, "{path}");
        searched.extend(holds.then_some(path.as_str()));
    }
    for output in [
        "index.html",
        "stories/index.html",
        "stories/c-0142-x/index.html",
        "tags/c-0142-x/index.html",
        "old/c-0142-x/index.html",
        "feed.xml",
        "tags/c-0142-x/feed.xml",
        "sitemap.xml",
        "ripples.json",
        "assets/search/e0.js",
        "site.webmanifest",
    ] {
        assert!(searched.contains(output), "{output} is not among {searched:#?}");
    }
}

#[test]
fn private_notes_names_paths_and_drafts_stop_it_too() {
    let text = |text: &str| story("Dora", "", text);
    let about = |text: &str| [("content/stories/d.md", story("Dora", "", text))];
    for (words, code) in [
        ("Ask in B-204-west first.", "secret-in-output"),
        ("Mrs Kowalczyk said so.", "secret-in-output"),
        ("It is in content/stories/a.md, line 3.", "source-in-output"),
        ("See The question\nafter the bell soon.", "held-back-in-output"),
        ("See stories/c/ soon.", "held-back-in-output"),
        ("See `https://example.org/stories/b/` soon.", "held-back-in-output"),
        ("It is story:b.", "held-back-in-output"),
    ] {
        let planted = about(words);
        let planted: Vec<(&str, &str)> = planted.iter().map(|(path, text)| (*path, text.as_str())).collect();
        stops(&planted, code, "`stories/d/index.html`", "204-west");
    }
    // What a text says is judged where it stands; anywhere else nobody can excuse it.
    let site = site(&[("content/stories/d.md", &text("Then Ida Blom came.")), ("static/list.txt", "Tom, Per Holm.")]);
    assert_eq!(site.build().codes(), [""; 0]);
    site.write(".ripple/private-names", "Ida Blom\n");
    assert_eq!(site.build().codes(), ["private-name"]);
    site.write(".ripple/private-names", "Ida Blom\n\nPer Holm\n");
    assert_eq!(site.publish("public"), Err(vec!["secret-in-output"]));
}

#[test]
fn g1_a_picture_that_tells_more_than_it_shows_stops_it() {
    let site = site(&[]);
    // What phones and cameras keep is refused as it is, whatever it says.
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat";
    for (path, bytes) in [("static/photos/tom.heic", &heic[..]), ("static/photos/tom.tif", b"II*\0\x08\0\0\0\0\0")] {
        site.write(path, bytes);
        let run = site.run(&["build"]);
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(run.stderr.contains(&format!("{path}: error[picture-tells-more]")), "{}", run.stderr);
        assert!(run.stderr.contains("save a photograph as JPEG or PNG"), "{}", run.stderr);
        assert!(!site.path("public").exists());
        site.remove(path);
    }
    site.write("static/photos/tom.avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif\0\0\0\x08mdat");
    assert_eq!(site.run(&["build"]).code, 0);
}

#[test]
fn small_words_of_drafts_and_forms_stop_nobody() {
    let fields = "consent: {status: granted, record: 12}\nprivate: {asked: 2026-03-02, mood: winter, seen: true}\n";
    let text =
        "We trust [trust](#trust) in winter; 12 of us on 2026-03-02.\n\n## Trust\n\nsee stories/bus or /stories/x.";
    let site = site(&[
        ("content/stories/d.md", &story("Trust in winter", fields, text)),
        ("content/stories/e.md", &story("E", "draft: true\nid: trust\n", "Text.")),
        ("content/stories/f.md", &story("Trust in winter", "draft: true\n", "A second try.")),
        ("content/tags/x.md", "---\ntitle: Trust\ndraft: true\n---\n"),
    ]);
    let built = site.build();
    assert_eq!(built.all_codes(Severity::Error), [""; 0], "{}", built.report());
    assert!(site.publish("public").is_ok());
}

#[test]
fn what_was_taken_down_is_told_and_stops_nothing() {
    let gone = "consent: {status: withdrawn}\n";
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("Anna", "", "As in The question after the bell, and at /stories/bell/.")),
        ("content/stories/bell.md", &story("The question after the bell", gone, "Text.")),
    ]);
    let run = site.run(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("note[still-named]").count(), 2, "{}", run.stderr);
    assert!(!site.path("public/stories/bell").exists());
}
