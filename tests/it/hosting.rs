//! Files that tell a host what to put online: a warning where that is what the site is made from.

use crate::site_test::{SiteTest, story};
use ripple::diag::Severity;

const CODE: &str = "sources-published";
const AGREED: &str = "consent: {status: granted}\n";

fn site(files: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new(files);
    site.write("content/stories/a.md", story("A", AGREED, "Text."));
    site
}

#[test]
fn a_workflow_in_a_hidden_folder_is_reported_at_its_line() {
    let text = "jobs:\n  site:\n    steps:\n      - uses: actions/upload-pages-artifact@v3\n        with:\n          path: ./\n";
    let site = site(&[(".github/workflows/site.yml", text)]);
    let report = site.build().report();
    assert!(
        report.contains(".github/workflows/site.yml:6:17: warning[sources-published]: `./` is what the site"),
        "{report}"
    );
    assert!(report.contains("    6 |           path: ./\n"), "{report}");
    assert_eq!((site.run(&["check"]).code, site.run(&["check", "--strict"]).code), (0, 1));
}

#[test]
fn a_site_that_holds_nothing_private_is_nobodys_concern() {
    let open = SiteTest::new(&[("netlify.toml", "[build]\npublish = \".\"\n")]);
    open.write("content/stories/a.md", story("A", "", "Text."));
    assert_eq!(open.build().codes(), [""; 0]);
    open.write("content/people/maria.md", "---\nname: {full: Maria Lopez}\n---\n");
    assert_eq!(open.build().codes(), [CODE]);
    open.remove("content/people/maria.md");
    open.write("content/stories/a.md", story("A", "consent: {status: refused}\n", "Text."));
    assert_eq!(open.build().codes(), [CODE], "what was refused is in the file all the same");
}

#[test]
fn this_repository_publishes_its_finished_site_alone() {
    let example = SiteTest::copy_of_example();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let toml = std::fs::read_to_string(root.join("netlify.toml")).unwrap();
    assert!(toml.contains("publish = \"public\""));
    example.write("netlify.toml", &toml);
    assert!(!example.build().every_code().contains(&CODE));
    example.write("netlify.toml", toml.replace("\"public\"", "\"\""));
    assert!(example.build().every_code().contains(&CODE), "the same file with another folder is seen");
}

#[test]
fn a_build_that_recalls_the_last_one_notices_a_new_file_of_a_host() {
    let site = site(&[("netlify.toml", "[build]\npublish = \"public\"\n")]);
    assert_eq!(site.run(&["build"]).stderr, "");
    assert_eq!(site.run(&["build"]).stderr, "");
    site.write("netlify.toml", "[build]\npublish = \".\"\n");
    assert!(site.run(&["build"]).stderr.contains("netlify.toml:2:12: warning[sources-published]"));
    site.write("netlify.toml", "[build]\npublish = \"public\"\n");
    assert_eq!(site.run(&["build"]).stderr, "");
    site.write(".nojekyll", "");
    assert!(site.run(&["build"]).stderr.contains(".nojekyll: warning[sources-published]"));
}

#[test]
fn what_cannot_be_read_is_passed_over() {
    let site = site(&[("netlify.toml", "[build]\npublish = \".\"\n")]);
    site.write("netlify.toml", [0xff, 0xfe, b'p']);
    site.write("firebase.json/x", "");
    site.write(".github/workflows/deep/x.yml", "");
    site.write(".github/workflows/big.yml", " ".repeat((1 << 20) + 1));
    #[cfg(unix)]
    {
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::write(elsewhere.path().join("vercel.json"), "{\"outputDirectory\": \".\"}").unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("vercel.json"), site.path("vercel.json")).unwrap();
        assert_eq!(site.build().all_codes(Severity::Note), [""; 0], "a link out of the site is not followed");
    }
    assert_eq!(site.build().all_codes(Severity::Note), [""; 0]);
}

#[test]
fn init_says_that_the_folder_is_private_where_others_are_told_of() {
    for (profile, said) in [("school", true), ("organisation", true), ("open", false)] {
        let site = SiteTest::new(&[]);
        let run = site.run(&["init", "new", "--profile", profile]);
        assert_eq!(run.stderr.contains("Keep this folder private"), said, "{profile}: {}", run.stderr);
        let last = run.stderr.split_once("Keep this").map_or("", |(_, last)| last);
        assert!(last.lines().all(|line| line.chars().count() <= 80), "{last}");
        let config = std::fs::read_to_string(site.path("new/ripple.yaml")).unwrap();
        assert!(config.contains("# This folder holds who agreed to what: keep it, and its Git repository, private."));
        assert_eq!(std::fs::read_to_string(site.path("new/.gitignore")).unwrap(), "/public/\n/.ripple/\n");
    }
}
