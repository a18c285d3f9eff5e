//! Same input, same bytes: whatever the order of files, the folder, the threads, the time zone or the language.

use crate::site_test::{SiteTest, story};
use ripple::engine::Changes;
use std::process::Command;

fn example() -> SiteTest {
    SiteTest::copy_of_example()
}

#[test]
fn k1_two_folders_two_threads_another_zone_and_locale_give_the_same_bytes() {
    let (one, other) = (example(), example());
    let run = |site: &SiteTest, jobs: &str, zone: &str, language: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ripple"));
        command
            .args(["build", "-j", jobs])
            .current_dir(site.root())
            .env("TZ", zone)
            .env("LANG", language)
            .env("LC_ALL", language);
        assert!(command.output().unwrap().status.success());
    };
    run(&one, "1", "Pacific/Kiritimati", "tr_TR.UTF-8");
    run(&other, "2", "America/Los_Angeles", "C");
    let files = |site: &SiteTest| {
        let folder = site.path("public");
        let walk = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok);
        let walk = walk.filter(|entry| entry.file_type().is_file());
        walk.map(|entry| (entry.path().strip_prefix(&folder).unwrap().to_owned(), std::fs::read(entry.path()).unwrap()))
            .collect::<Vec<_>>()
    };
    let (one, other) = (files(&one), files(&other));
    assert!(one.len() > 40);
    assert!(one == other);
}

#[test]
fn k1_files_written_in_any_order_give_the_same_bytes() {
    let texts: Vec<(String, String)> = (0..12)
        .map(|number| {
            let fields =
                format!("tags: [Tag {}, shared]\nripples: [paid-forward: s{}]\n", number % 3, (number + 5) % 12);
            (format!("content/stories/s{number}.md"), story(&format!("Story {number}"), &fields, "Text with [[s1]]."))
        })
        .collect();
    let (forward, backward) = (SiteTest::new(&[]), SiteTest::new(&[]));
    for (path, text) in &texts {
        forward.write(path, text);
    }
    for (path, text) in texts.iter().rev() {
        backward.write(path, text);
    }
    let (one, other) = (forward.build(), backward.build());
    assert!(one.files == other.files);
    assert_eq!(one.report(), other.report());
}

#[test]
fn k2_k3_the_output_holds_no_build_time_and_no_place_of_this_machine() {
    let site = example();
    let built = site.build();
    assert!(built.mentions(&site.root().to_string_lossy()).is_empty());
    let mut later = example();
    later.options.clock += 86_400;
    assert!(later.build().files == built.files, "nothing in the example site changes from one day to the next");
}

#[test]
fn the_same_engine_twice_gives_the_same_snapshot() {
    let site = example();
    let mut engine = site.engine();
    let prints = |snapshot: &ripple::engine::Snapshot| {
        snapshot.pages.iter().map(|page| page.fingerprint(&page.view())).collect::<Vec<_>>()
    };
    let first = engine.update(&Changes::All).unwrap();
    let second = engine.update(&Changes::All).unwrap();
    assert_eq!(prints(&first), prints(&second));
    assert_eq!(first.diagnostics, second.diagnostics);
}
