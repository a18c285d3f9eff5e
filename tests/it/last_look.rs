//! The last look: a secret in any finished file stops the publish, whatever brought it there, and a small word stops
//! nobody.

use crate::photo::{jpeg, quarters};
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
        ("A long day.\n\nIt began early, as days do.\n\nMrs **Kowalczyk** said so.", "secret-in-output"),
        ("A long day.\n\nMrs&nbsp;[Kowalczyk](https://example.org/) said so.", "secret-in-output"),
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
    // What a text or another file says is judged where it stands.
    let site = site(&[("content/stories/d.md", &text("Then Ida Blom came.")), ("static/list.txt", "Tom, Per Holm.")]);
    assert_eq!(site.build().codes(), [""; 0]);
    site.write(".ripple/private-names", "Ida Blom\n");
    assert_eq!(site.build().codes(), ["private-name"]);
    site.write(".ripple/private-names", "Ida Blom\n\nPer Holm\n");
    assert_eq!(site.build().codes(), ["private-name"; 2]);
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

#[test]
fn an_exception_in_a_story_excuses_no_other_file() {
    let text = "<!-- ripple: allow name \"another Zora\" -->\nThen Zora Quillfeather came.";
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "", text)),
        (".ripple/private-names", "Zora Quillfeather\n"),
    ]);
    let built = site.build();
    assert_eq!(built.every_code(), ["stated-exception"], "{}", built.report());
    assert!(site.publish("public").is_ok());
    for (path, text, at) in [
        ("ripple.yaml", &*format!("{CONFIG}footer: Zora Quillfeather made this\n"), "ripple.yaml:6:9"),
        ("static/class.txt", "Zora Quillfeather\n", "static/class.txt:1:1"),
        ("themes/default/static/x.js", "// zora quillfeather\n", "themes/default/static/x.js:1:4"),
        ("content/stories/b.md", &*story("B", "", "And Zora Quillfeather again."), "content/stories/b.md:5:5"),
    ] {
        for profile in ["school", "organisation"] {
            let config = if path == "ripple.yaml" { text } else { CONFIG };
            site.write(path, text.replace("date: 2026-03-02\n", "date: 2026-03-02\nconsent: {status: not-needed}\n"));
            site.write("ripple.yaml", config.replace("safeguarding: open", &format!("safeguarding: {profile}")));
            let run = site.run(&["build"]);
            assert_eq!(run.code, 3, "{path}: {}", run.stderr);
            let at = if path.ends_with("b.md") { "content/stories/b.md:6:5" } else { at };
            assert!(run.stderr.contains(&format!("{at}: error[private-name]")), "{path}: {}", run.stderr);
        }
        site.write("ripple.yaml", CONFIG);
        if path != "ripple.yaml" {
            site.remove(path);
        }
    }
    // What no search of texts can read is still looked through.
    site.write("static/film.mp4", b"\0\x01\0 Zora Quillfeather \0");
    assert_eq!(site.publish("public"), Err(vec!["secret-in-output"]));
}

#[test]
fn neither_case_nor_markup_hides_anything() {
    for (words, code) in [
        ("Mrs KOWALCZYK said so.", "secret-in-output"),
        ("Ask in b-204-WEST first.", "secret-in-output"),
        ("FORM C-0142-X.", "secret-in-output"),
        ("See THE QUESTION AFTER THE BELL.", "held-back-in-output"),
        ("See the question *after* the **bell**.", "held-back-in-output"),
        ("See The&nbsp;question\nafter &#116;he\nbell.", "held-back-in-output"),
        ("See The “question” after — the bell.", "held-back-in-output"),
    ] {
        let planted = story("Dora", "", words);
        stops(&[("content/stories/d.md", planted.as_str())], code, "`stories/d/index.html`", "204-west");
    }
    // A word is not a name because it has the same letters.
    let site = site(&[("content/stories/d.md", &story("Dora", "", "A kowalczyk, the question, the bell; after all."))]);
    assert_eq!(site.build().all_codes(Severity::Error), [""; 0]);
    for (path, text) in [
        ("ripple.yaml", &*format!("{CONFIG}tagline: After *The question* after the bell\n")),
        ("ripple.yaml", &*format!("{CONFIG}menu: [wall, {{label: The question after the bell, url: /}}]\n")),
        ("themes/default/partials/x.html", "<p>The <b>question</b>\n  after the bell</p>"),
        ("themes/default/i18n/en.yaml", "skip: the question after the bell\n"),
    ] {
        let site = self::site(&[(path, text)]);
        let run = site.run(&["build"]);
        assert_eq!(run.code, 3, "{path}: {}", run.stderr);
        assert!(run.stderr.contains("error[held-back-in-source]"), "{path}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("{path}:")), "{path}: {}", run.stderr);
    }
    for text in ["<b>The question</b> after\n\tthe bell", "{\"t\":\"The question\\nafter the bell\"}"] {
        stops(&[("static/x.html", text)], "held-back-in-output", "`x.html`", "204-west");
    }
}

#[test]
fn coded_pixels_and_sound_hide_no_short_names() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "", "Text.")),
        (".ripple/private-names", "Li\nOsei\nPer Holm\n"),
        ("static/short.mp4", "\0\u{1}\0 Li \0 Osei \0"),
    ]);
    // The letters stand where a picture has its coded pixels.
    let mut picture = jpeg(&quarters(32, 32));
    let end = picture.len() - 2;
    picture.splice(end..end, *b" Li Per Holm Li ");
    site.write("static/p.jpg", &picture);
    assert_eq!(site.build().all_codes(Severity::Error), [""; 0], "{}", site.build().report());
    site.write("static/long.mp4", "\0\u{1}\0Per Holm\0");
    assert_eq!(site.publish("public"), Err(vec!["secret-in-output"]));
    site.write("static/long.mp4", "\0\u{1}\0xPer Holmx\0");
    assert!(site.publish("public").is_ok());
}
