//! `ripple theme list` and `ripple theme eject`: what people read, and what is on their disk afterwards.

use crate::site_test::{CONFIG, SiteTest};
use std::fs;
use std::path::Path;

fn site(theme: &str, files: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new(files);
    site.write("ripple.yaml", format!("{CONFIG}theme: {theme}\n"));
    site
}

fn built_in(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(name)).unwrap()
}

#[test]
fn themes_are_listed_with_what_they_build_on_and_change() {
    let site = site(
        "ours",
        &[
            ("themes/ours/theme.yaml", "extends: plain\ndescription: What we like.\n"),
            ("themes/ours/templates/story.html", "{% extends \"default/story.html\" %}"),
            ("themes/ours/static/new.css", ""),
            ("themes/ours/notes.txt", ""),
            ("themes/plain/static/style.css", ""),
        ],
    );
    let run = site.run(&["theme", "list"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    // Columns are two spaces apart, and more where they are wider than what stands in them.
    let cells = |line: &str| -> Vec<String> {
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
    };
    let lines: Vec<Vec<String>> = run.stdout.lines().map(cells).collect();
    assert_eq!(lines[0], ["theme", "used", "what it is", "extends", "from", "files"]);
    assert!(lines[1][0] == "default" && lines[1][2] == "built in" && lines[1][3].ends_with(" files"), "{lines:#?}");
    let files = "in place of: templates/story.html; new: static/new.css; not looked at: notes.txt";
    assert_eq!(lines[2], ["ours", "yes", "What we like.", "plain, default", "themes/ours/", files]);
    let over = "built in, and themes/plain/ over it";
    assert_eq!(&lines[3][2..], ["default", over, "in place of: static/style.css"]);
    assert!(lines[3][1].starts_with("Black on white, or white on black"), "{lines:#?}");
    assert!(
        run.stdout.contains("under `theme_settings:`") && run.stdout.contains("one of large, larger"),
        "{}",
        run.stdout
    );

    let json = site.run(&["theme", "list", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&rows[1]["theme"], &rows[1]["used"], &rows[0]["used"]), (&"ours".into(), &"yes".into(), &"".into()));
}

#[test]
fn a_file_is_copied_used_and_taken_back() {
    let site = site("default", &[]);
    let run = site.run(&["theme", "eject", "page.html", "static/favicon.svg"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "themes/default/templates/page.html\nthemes/default/static/favicon.svg\n")
    );
    for words in [
        "Copied 2 files from the theme `default`",
        "delete your copy, such as themes/default/templates/page.html",
        "{% extends \"default/…\" %}",
    ] {
        assert!(run.stderr.contains(words), "{words}\n{}", run.stderr);
    }
    let place = "themes/default/templates/page.html";
    assert_eq!(fs::read_to_string(site.path(place)).unwrap(), built_in("default/templates/page.html"));

    site.write(place, "{% extends \"base.html\" %}{% block main %}<h1>MINE</h1>{% endblock %}");
    site.write("content/pages/about.md", "---\ntitle: About\n---\nUs.\n");
    site.build().holds("about/index.html", "<h1>MINE</h1>");
    let again = site.run(&["theme", "eject", "page.html"]);
    assert_eq!((again.code, again.stdout.as_str()), (2, ""));
    assert!(again.stderr.contains("Left as they are") && again.stderr.contains("--force"), "{}", again.stderr);
    assert!(fs::read_to_string(site.path(place)).unwrap().contains("MINE"));
    assert_eq!(site.run(&["theme", "eject", "page.html", "--force"]).code, 0);
    assert_eq!(fs::read_to_string(site.path(place)).unwrap(), built_in("default/templates/page.html"));
}

#[test]
fn what_is_copied_comes_from_the_nearest_theme_below() {
    let site = site("ours", &[("themes/ours/theme.yaml", "extends: plain\n")]);
    let before = site.build().files;
    let run = site.run(&["theme", "eject", "--all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        fs::read_to_string(site.path("themes/ours/templates/base.html")).unwrap(),
        built_in("plain/templates/base.html")
    );
    assert_eq!(
        fs::read_to_string(site.path("themes/ours/partials/card.html")).unwrap(),
        built_in("default/partials/card.html")
    );
    assert_eq!(
        fs::read_to_string(site.path("themes/ours/theme.yaml")).unwrap(),
        "extends: plain\n",
        "each theme has its own"
    );
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    assert_eq!(built.files, before, "a copy changes nothing");
}

#[test]
fn without_a_name_the_files_are_listed_and_a_slip_is_answered() {
    let site = site("default", &[]);
    let run = site.run(&["theme", "eject"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout.lines().any(|line| line == "templates/story.html") && !run.stdout.contains("theme.yaml"),
        "{}",
        run.stdout
    );
    assert!(!site.path("themes").exists(), "nothing is copied unasked");
    let slip = site.run(&["theme", "eject", "stroy.html"]);
    assert_eq!(slip.code, 2);
    assert!(slip.stderr.contains("did you mean `story.html`?"), "{}", slip.stderr);
    let two = site.run(&["theme", "eject", "prompt.html"]);
    assert!(two.stderr.contains("partials/prompt.html or templates/prompt.html"), "{}", two.stderr);
    site.write("ripple.yaml", "title: \"x\ntheme: ours\n");
    let broken = site.run(&["theme", "eject", "--all"]);
    assert!(broken.code == 2 && broken.stderr.contains("ripple.yaml cannot be understood"), "{}", broken.stderr);
    assert!(!site.path("themes").exists());
    site.write("ripple.yaml", format!("{CONFIG}theme: ../../elsewhere\n"));
    assert_eq!(site.run(&["theme", "eject", "--all"]).code, 2);
}

#[cfg(unix)]
#[test]
fn nothing_is_copied_through_a_link_that_leads_out() {
    let outside = tempfile::TempDir::new().unwrap();
    for (link, theme) in [("themes", "default"), ("themes/default", "default"), ("themes/default/templates", "default")]
    {
        let site = site(theme, &[]);
        fs::create_dir_all(site.path(link).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(outside.path(), site.path(link)).unwrap();
        let run = site.run(&["theme", "eject", "templates/story.html"]);
        assert_eq!(run.code, 2, "{link}: {} {}", run.stdout, run.stderr);
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0, "{link}");
    }
}
