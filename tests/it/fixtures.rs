//! The sites in `tests/fixtures/`: two in other scripts that build without a word, one of odd cases that gives
//! exactly the problems it should, and two plain texts.

use crate::site_test::{Built, SiteTest};
use ripple::diag::Severity;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn built(name: &str) -> Built {
    SiteTest::copy_of(&folder(name)).build()
}

/// Fails unless the site builds without any problem, notes included, and every page has this language and direction.
#[track_caller]
fn is_clean(built: &Built, html: &str) {
    // The theme itself speaks English.
    let told: Vec<&str> = built.diagnostics.iter().map(|problem| problem.code).collect();
    assert_eq!(told, ["no-words"], "{}", built.report());
    let pages: Vec<&str> = built.paths().into_iter().filter(|path| path.ends_with("/index.html")).collect();
    assert!(pages.len() > 10, "{pages:?}");
    for page in pages {
        assert!(built.text(page).contains(html), "{page} is not {html}: {}", built.text(page));
    }
}

#[test]
fn an_arabic_site_builds_without_a_word_and_runs_from_right_to_left() {
    let built = built("arabic");
    is_clean(&built, "<html lang=\"ar\" dir=\"rtl\"");
    let story = "stories/مريم-تتكلم/index.html";
    built.holds(story, "<h1>مريم تتكلم</h1>");
    built.holds(story, "عادت لتساعد من هم أصغر منها");
    built.holds("tags/ثقة/index.html", "عند آلة القهوة");
    built.holds("feed.xml", "<language>ar</language>");
    assert_eq!(built.snapshot.site.totals.stories, 3);
}

#[test]
fn a_japanese_site_builds_without_a_word_and_keeps_its_letters_in_its_addresses() {
    let built = built("japanese");
    is_clean(&built, "<html lang=\"ja\" dir=\"ltr\"");
    for path in [
        "stories/真理が話す",
        "stories/コーヒーを待つ十分間",
        "prompts/声をかけてくれた人",
        "tags/信頼",
        "このサイトについて",
    ] {
        assert!(built.has(&format!("{path}/index.html")), "no {path} among {:#?}", built.paths());
    }
    let story = built.text("stories/真理が話す/index.html");
    let address: String = "真理が聞く".bytes().map(|byte| format!("%{byte:02X}")).collect();
    assert!(story.contains(&format!("href=\"/stories/{address}/\"")), "{story}");
    assert!(story.contains("2022"), "the moment is told: {story}");
    assert_eq!(built.snapshot.site.totals.stories, 3);
}

#[test]
fn two_plain_texts_are_two_stories() {
    let built = built("essays");
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    assert_eq!(built.snapshot.site.totals.stories, 2);
    for (page, title, words) in [
        ("ripple-effect", "Ripple effect", "Maria began participating more actively"),
        ("small-moments", "Small moments", "John took the time to share his journey"),
    ] {
        let page = format!("stories/{page}/index.html");
        built.holds(&page, &format!("<h1>{title}</h1>"));
        built.holds(&page, words);
        built.holds("stories/index.html", &format!(">{title}</a>"));
    }
}

/// The codes with how often each comes up, the worst first.
fn tally(built: &Built) -> String {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for problem in &built.diagnostics {
        *counts.entry((problem.severity, problem.code)).or_default() += 1;
    }
    let mut text = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let all: Vec<_> = counts.iter().filter(|((found, _), _)| *found == severity).collect();
        let sum: usize = all.iter().map(|(_, count)| *count).sum();
        writeln!(text, "{}: {sum}", severity.word()).unwrap();
        for ((_, code), count) in all {
            writeln!(text, "  {code}: {count}").unwrap();
        }
    }
    text
}

#[test]
fn the_odd_cases_give_exactly_the_problems_that_they_should() {
    let built = built("odd");
    let golden = folder("odd").join("expected.txt");
    let text = format!("{}\n{}", tally(&built), built.report());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&golden, &text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(golden).unwrap_or_default());
    // The title stands in a label too, which is an error for that reason.
    let secrets = ["A summary nobody", "A text nobody", "a note nobody", "Not finished yet", "In a hundred years"];
    for secret in secrets {
        assert_eq!(built.mentions(secret), [""; 0], "{secret}");
    }
}
