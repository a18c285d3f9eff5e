//! One folder for each problem code: `tests/diagnostics/<code>/` holds a small site that has this problem, and
//! `expected.txt` what the writer reads. A code without a folder fails, unless a test shows it elsewhere.

use crate::site_test::SiteTest;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Codes that no folder in a checkout can bring about (links and pipes, names that not every system can hold,
/// very many or very large files), each with the test that compares its report.
const ELSEWHERE: &[(&str, &str)] = &[
    ("outside-link", "disk::links_out_of_the_site_are_refused"),
    ("hidden-file", "disk::links_to_hidden_files_are_refused"),
    ("link-circle", "disk::links_in_a_circle_are_not_followed"),
    ("too-many-links", "disk::links_that_multiply_come_to_an_end"),
    ("dangling-link", "disk::links_to_nothing_are_reported"),
    ("not-a-file", "disk::a_pipe_is_skipped_and_never_opened"),
    ("not-a-file", "disk::a_folder_in_place_of_the_configuration"),
    ("no-content", "disk::a_site_without_content"),
    ("unreadable", "disk::a_file_that_is_gone"),
    ("bad-file-name", "disk::a_name_that_is_no_text"),
    ("unportable-name", "disk::names_that_another_system_cannot_hold"),
    ("same-name", "disk::names_that_differ_in_case_alone"),
    ("file-too-large", "disk::a_file_over_one_mebibyte"),
    ("other-names-key", "private_names::hashed_names_are_found_with_the_key_alone"),
    ("bad-names-hashes", "private_names::hashed_names_are_found_with_the_key_alone"),
    ("recording-too-large", "recordings::g3_a_recording_over_100_mib"),
    ("too-many-translations", "disk::more_translations_than_languages"),
];

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

/// The text of a test `module::name` in this folder, if there is such a test.
fn test_text(test: &str) -> Option<String> {
    let (module, name) = test.split_once("::")?;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(format!("{module}.rs"));
    let text = fs::read_to_string(file).ok()?;
    let (attributes, body) = text.split_once(&format!("\nfn {name}() {{\n"))?;
    let attributes = attributes.rsplit("\n\n").next().unwrap_or(attributes);
    attributes.lines().any(|line| line == "#[test]").then_some(())?;
    body.split_once("\n}\n").map(|(body, _)| body.to_owned())
}

#[test]
fn every_code_has_a_golden() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let codes = codes();
    assert!(codes.len() > 50, "the codes are not where this test looks for them");
    let folders: BTreeSet<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let elsewhere: BTreeSet<String> = ELSEWHERE.iter().map(|(code, _)| (*code).to_owned()).collect();
    let shown: BTreeSet<String> = folders.union(&elsewhere).cloned().collect();
    let mut wrong: Vec<String> = Vec::new();
    wrong.extend(codes.difference(&shown).map(|code| format!("{code} has no folder in tests/diagnostics")));
    wrong.extend(shown.difference(&codes).map(|code| format!("{code} is shown here and made nowhere")));
    for (code, test) in ELSEWHERE {
        match test_text(test) {
            None => wrong.push(format!("{code} is to be shown by {test}, and there is no such test")),
            Some(body) if !body.contains(&format!("[{code}]: ")) => {
                wrong.push(format!("{test} compares no report of {code}"));
            }
            Some(_) => {}
        }
    }
    for code in &folders {
        compare(&folder.join(code), code, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Finds what is wrong with the folder of one code.
fn compare(place: &Path, code: &str, wrong: &mut Vec<String>) {
    let built = SiteTest::copy_of(place).build();
    let report = built.report();
    if !built.diagnostics.iter().any(|problem| problem.code == code) {
        wrong.push(format!("{code} does not come up; the report is:\n{report}"));
    }
    if built.diagnostics.iter().any(|problem| problem.code == code && problem.help.is_none()) {
        wrong.push(format!("{code} has no remedy"));
    }
    let expected = place.join("expected.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&expected, &report).unwrap();
    }
    let wanted = fs::read_to_string(&expected).unwrap_or_default();
    if report != wanted {
        wrong.push(format!("{code}: the report is\n{report}"));
    }
}
