//! Personal data in texts: found where it stands, judged by the site's profile, and excused only in so many words.

use crate::site_test::{Built, CONFIG, SiteTest, story};
use ripple::diag::Severity;
use std::fs;
use std::path::Path;

const PROFILES: [&str; 3] = ["open", "organisation", "school"];

/// Every problem with one of these codes: `path:line:column severity`.
fn places(built: &Built, code: &str) -> Vec<String> {
    let told = built.report();
    let lines = told.lines().filter(|line| line.contains(&format!("[{code}]: ")));
    lines.map(|line| line.split('[').next().unwrap_or_default().trim_end().to_owned()).collect()
}

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

fn config(profile: &str) -> String {
    CONFIG.replace("safeguarding: open", &format!("safeguarding: {profile}"))
}

const AGREED: &str = "consent: {status: granted}\n";

#[test]
fn ordinary_prose_holds_nothing_personal() {
    let prose = fixture("prose/ordinary.md");
    assert!(prose.lines().count() > 100);
    let site = SiteTest::new(&[("content/stories/prose.md", &story("Ordinary", "", &prose))]);
    let built = site.build();
    assert_eq!(built.all_codes(Severity::Note), [""; 0], "{}", built.report());
}

#[test]
fn the_example_and_the_essays_hold_nothing_personal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folders = ["fixtures/essays", "fixtures/arabic", "fixtures/japanese", "sites/everything", "sites/sub-path", "sites/arabic", "sites/essays"];
    let sites = folders.map(|folder| SiteTest::copy_of(&root.join(folder)));
    for site in sites.into_iter().chain([SiteTest::copy_of_example()]) {
        let built = site.build();
        for code in ["personal-data", "name-in-text", "child-photo-with-name", "bad-exception"] {
            assert_eq!(places(&built, code), [""; 0], "{}", built.report());
        }
    }
}
