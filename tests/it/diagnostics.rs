//! One folder for each problem code: `tests/diagnostics/<code>/` holds a small site that has this problem, and
//! `expected.txt` what the writer reads. A code without a folder fails.

use crate::site_test::SiteTest;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Codes that no folder of files can bring about, each with the test that shows it.
const ELSEWHERE: &[(&str, &str)] = &[];

/// Every code that `src/diag/codes/` makes: the first argument of `error(`, `warning(` and `note(`.
fn codes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diag/codes");
    let mut codes = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for maker in ["error(", "warning(", "note("] {
            for (at, _) in text.match_indices(maker) {
                let rest = text[at + maker.len()..].trim_start();
                if let Some(quoted) = rest.strip_prefix('"') {
                    codes.insert(quoted.split('"').next().unwrap().to_owned());
                }
            }
        }
    }
    codes
}

#[test]
fn every_code_has_a_golden() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let codes = codes();
    assert!(codes.len() > 50, "the codes are not where this test looks for them");
    let elsewhere: BTreeSet<String> = ELSEWHERE.iter().map(|(code, _)| (*code).to_owned()).collect();
    let folders: BTreeSet<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let missing: Vec<_> = codes.difference(&folders).filter(|code| !elsewhere.contains(*code)).collect();
    assert!(missing.is_empty(), "codes without a folder in tests/diagnostics: {missing:?}");
    let strange: Vec<_> = folders.difference(&codes).collect();
    assert!(strange.is_empty(), "folders for codes that do not exist: {strange:?}");
    let mut wrong = String::new();
    for code in &folders {
        let place = folder.join(code);
        let built = SiteTest::copy_of(&place).build();
        let report = built.report();
        if !built.diagnostics.iter().any(|problem| problem.code == code) {
            writeln!(wrong, "{code} does not come up; the report is:\n{report}").unwrap();
        }
        if built.diagnostics.iter().any(|problem| problem.code == code && problem.help.is_none()) {
            writeln!(wrong, "{code} has no remedy").unwrap();
        }
        let expected = place.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &report).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        if report != wanted {
            writeln!(wrong, "{code}: the report is\n{report}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
