//! A build over one that is already there: it must notice every difference, however small, and otherwise do nothing.

use crate::site_test::{CONFIG, NOW, SiteTest, story};
use ripple::engine::{Changes, Engine, EngineOptions, Outcome};
use ripple::model::{Date, Digest};
use ripple::write::{self, Target};
use std::fs;

/// A site without anything to report: with an address, a picture of its own and a theme file.
fn site() -> SiteTest {
    SiteTest::new(&[
        ("content/stories/a.md", &story("A", "", "Text.")),
        ("content/stories/b.md", &story("B", "publish: 2026-12-24\n", "Later.")),
        ("content/stories/photo.jpg", "photo"),
        ("static/robots.txt", "User-agent: *\n"),
        ("themes/default/static/extra.css", "p {}"),
    ])
}

fn options(site: &SiteTest) -> EngineOptions {
    EngineOptions::new(site.root(), NOW)
}

fn target(site: &SiteTest) -> Target {
    write::target(site.root(), &site.path("public"), None).unwrap()
}

/// A whole build, and what it leaves for the next one.
fn build(site: &SiteTest, options: EngineOptions) -> write::Published {
    let mut engine = Engine::new(options);
    let snapshot = engine.update(&Changes::All).unwrap();
    let codes: Vec<_> = snapshot.diagnostics.iter().map(|problem| problem.code).collect();
    let (Outcome::Published(published, _), _) = engine.publish(&snapshot, target(site)).unwrap() else {
        panic!("{codes:?}")
    };
    engine.remember(&snapshot, &target(site), "as before".to_owned()).unwrap();
    published
}

fn recalled(site: &SiteTest, options: EngineOptions) -> Option<String> {
    Engine::new(options).recall(&target(site)).unwrap()
}

#[test]
fn what_is_the_same_is_recalled() {
    let site = site();
    assert_eq!(recalled(&site, options(&site)), None, "nothing was built yet");
    build(&site, options(&site));
    assert_eq!(recalled(&site, options(&site)).as_deref(), Some("as before"));
    assert_eq!(build(&site, options(&site)).written, 0);
}

#[test]
fn every_difference_in_the_sources_is_noticed() {
    let site = site();
    build(&site, options(&site));
    for (path, text) in [
        ("content/stories/a.md", story("A", "", "Text!")),
        ("content/stories/c.md", story("C", "", "Text.")),
        ("content/stories/photo.jpg", "other".to_owned()),
        ("static/robots.txt", "User-agent: x\n".to_owned()),
        ("static/more.txt", "more".to_owned()),
        ("themes/default/static/extra.css", "p {} ".to_owned()),
        ("themes/default/static/new.css", "p {}".to_owned()),
        ("ripple.yaml", CONFIG.replace("us@", "them@")),
    ] {
        let before = fs::read(site.path(path)).ok();
        site.write(path, text);
        assert_eq!(recalled(&site, options(&site)), None, "{path}");
        match before {
            Some(before) => site.write(path, before),
            None => site.remove(path),
        }
        assert!(recalled(&site, options(&site)).is_some(), "{path} as it was");
    }
    site.remove("content/stories/b.md");
    assert_eq!(recalled(&site, options(&site)), None);
}

#[test]
fn every_difference_in_the_output_is_noticed() {
    let site = site();
    build(&site, options(&site));
    for path in ["index.html", "stories/a/index.html", "robots.txt", ".ripple-output"] {
        let place = site.path("public").join(path);
        let before = fs::read(&place).unwrap();
        let mut after = before.clone();
        *after.last_mut().unwrap() ^= 1;
        fs::write(&place, &after).unwrap();
        assert_eq!(recalled(&site, options(&site)), None, "{path} changed");
        fs::remove_file(&place).unwrap();
        // Without its marker the folder is not ours at all.
        if path != ".ripple-output" {
            assert_eq!(recalled(&site, options(&site)), None, "{path} gone");
        }
        fs::write(&place, &before).unwrap();
        assert!(recalled(&site, options(&site)).is_some(), "{path} as it was");
    }
}

#[test]
fn the_clock_the_program_and_the_options_count() {
    let site = site();
    build(&site, options(&site));
    let day = 24 * 60 * 60;
    let base = || options(&site);
    for (name, other) in [
        ("the day after", EngineOptions { clock: NOW + day, ..base() }),
        ("a clock put back", EngineOptions { clock: NOW - 1, ..base() }),
        ("another program", EngineOptions { program: Digest::of_bytes(b"x"), ..base() }),
        ("another address", EngineOptions { base_url: Some("https://example.net".to_owned()), ..base() }),
        ("drafts", EngineOptions { drafts: true, ..base() }),
        ("future", EngineOptions { future: true, ..base() }),
        ("expired", EngineOptions { expired: true, ..base() }),
        ("--as-of", EngineOptions { as_of: Date::parse("2026-12-25").ok(), ..base() }),
        ("SOURCE_DATE_EPOCH", EngineOptions { source_date_epoch: Some(NOW), ..base() }),
    ] {
        assert_eq!(recalled(&site, other), None, "{name}");
    }
    assert!(recalled(&site, EngineOptions { clock: NOW + 1, ..base() }).is_some());
}

#[test]
fn it_is_not_recalled_beyond_the_next_change() {
    let site = site();
    // Ten minutes after the build, and on the same day.
    let soon = "2026-12-01T12:10:00Z";
    site.write("content/stories/b.md", story("B", &format!("expires: {soon}\n"), "Gone soon."));
    build(&site, options(&site));
    assert!(recalled(&site, EngineOptions { clock: NOW + 599, ..options(&site) }).is_some());
    assert_eq!(recalled(&site, EngineOptions { clock: NOW + 600, ..options(&site) }), None);
}

/// What somebody agreed to is listed by `check`, and by nothing else: each build would be a whole one for ever.
#[test]
fn a_stated_exception_is_recalled_and_listed_by_check() {
    let site = site();
    let text = "<!-- ripple: allow email \"it is on our door\" -->\nWrite to door@school.example.";
    site.write("content/stories/a.md", story("A", "", text));
    build(&site, options(&site));
    assert_eq!(recalled(&site, options(&site)).as_deref(), Some("as before"));
    for (command, is_listed) in [("build", false), ("check", true)] {
        let run = site.run(&[command]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.stderr.contains("[stated-exception]"), is_listed, "{command}: {}", run.stderr);
        assert_eq!(run.stdout.contains("1 note"), is_listed, "{command}: {}", run.stdout);
    }
    // The same words without a reason are reported at every build.
    site.write("content/stories/a.md", story("A", "", "Write to door@school.example."));
    build(&site, options(&site));
    assert_eq!(recalled(&site, options(&site)), None);
}

#[test]
fn a_build_with_something_to_report_is_never_recalled() {
    let site = site();
    build(&site, options(&site));
    let before = fs::read(site.path("content/stories/a.md")).unwrap();
    site.write("content/stories/a.md", story("A", "feeling: glad\n", "Text with a warning."));
    build(&site, options(&site));
    assert_eq!(recalled(&site, options(&site)), None);
    // What was recorded first belongs to other pages.
    site.write("content/stories/a.md", before);
    assert_eq!(recalled(&site, options(&site)), None);
    assert!(build(&site, options(&site)).written > 0);
    assert!(recalled(&site, options(&site)).is_some());
}

#[test]
fn the_command_says_the_same_both_ways() {
    let site = site();
    let first = site.run(&["build"]);
    let short = site.run(&["build"]);
    let long = site.run(&["build", "--timings"]);
    assert!(first.stdout.contains("written"), "{}", first.stdout);
    assert!(short.stdout.contains("nothing had changed"), "{}", short.stdout);
    assert_eq!((short.code, &short.stdout, &short.stderr), (0, &long.stdout, &String::new()));
}
