//! The program itself: streams, exit codes, refusals.

use crate::site_test::{CONFIG, SiteTest, story};

#[test]
fn build_publishes_and_says_so_on_stdout() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("Published 1 story, 0 prompts,"), "{}", run.stdout);
    assert_eq!(run.stderr, "", "nothing to complain about");
    assert!(site.path("public/stories/a/index.html").is_file());
    let again = site.run(&["build"]);
    assert!(again.stdout.contains("nothing had changed"), "{}", again.stdout);
}

#[test]
fn check_reports_like_build_and_writes_nothing() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "draft: perhaps\nsettin: x\n", "[[nobody]]"))]);
    let run = site.run(&["check"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout, "");
    for part in [
        "content/stories/a.md:4:8: error[bad-boolean]",
        "did you mean `setting`?",
        "Nothing can be published yet: 1 error",
    ] {
        assert!(run.stderr.contains(part), "{part} is missing from:\n{}", run.stderr);
    }
    assert!(!site.path("public").exists() && !site.path(".ripple").exists());
}

#[test]
fn warnings_fail_only_under_strict() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "settin: x\n", "Text."))]);
    assert_eq!(site.run(&["check"]).code, 0);
    let strict = site.run(&["build", "--strict"]);
    assert_eq!(strict.code, 1);
    assert!(strict.stderr.contains("with --strict, warnings count as errors"));
    assert!(!site.path("public").exists());
}

#[test]
fn exit_codes_tell_configuration_and_safeguarding_apart() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    site.write("ripple.yaml", CONFIG.replace("safeguarding: open", "safeguarding: school"));
    assert_eq!(site.run(&["build"]).code, 3, "a school publishes nothing without consent");
    site.write("ripple.yaml", "title: T\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("safeguarding: school"), "the three profiles are explained: {}", run.stderr);
    assert_eq!(site.run(&["build", "--no-such-flag"]).code, 2);
    assert_eq!(site.run(&["build", "--root", "nowhere"]).code, 2);
}

#[test]
fn json_is_one_object_on_stdout() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "settin: x\n", "Text."))]);
    let run = site.run(&["check", "--format", "json", "--timings"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["exit_code"], 0);
    let problem = &json["diagnostics"][0];
    assert_eq!(
        (problem["code"].as_str(), problem["place"]["line"].as_u64(), problem["place"]["column"].as_u64()),
        (Some("unknown-field"), Some(4), Some(1))
    );
    assert!(json["timings"].as_array().is_some_and(|stages| stages.len() >= 5));
    assert_eq!(run.stderr, "");
}

#[test]
fn what_visitors_must_not_see_never_goes_to_the_publish_folder() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "draft: true\n", "Text."))]);
    for flags in [
        &["--drafts"][..],
        &["--future"],
        &["--expired"],
        &["--as-of", "2027-01-01"],
        &["-D", "-o", "public"],
        &["-D", "-o", "./public/"],
    ] {
        let run = site.run(&[&["build"], flags].concat());
        assert_eq!(run.code, 2, "{flags:?}");
        assert!(run.stderr.contains("--output-dir"), "{}", run.stderr);
        assert!(!site.path("public").exists());
    }
    assert_eq!(site.run(&["build", "-D", "-o", "elsewhere"]).code, 0);
    assert!(site.path("elsewhere/stories/a/index.html").is_file());
}

#[test]
fn dates_decide_by_the_clock_that_is_given() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "publish: 2126-05-01\n", "Text."))]);
    let run = site.run(&["build"]);
    assert!(!site.path("public/stories/a/index.html").exists());
    assert!(run.stdout.contains("next changes by itself on 1 May 2126"), "{}", run.stdout);
    assert_eq!(site.run(&["build", "--as-of", "2126-05-01", "-o", "later"]).code, 0);
    assert!(site.path("later/stories/a/index.html").is_file());
    assert_eq!(site.run(&["build", "--as-of", "soon", "-o", "later"]).code, 2);
}

#[test]
fn quiet_says_nothing_when_all_is_well_and_verbose_says_why() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "draft: true\nsettin: x\n", "Text."))]);
    let quiet = site.run(&["build", "-q"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
    let verbose = site.run(&["build", "-v"]);
    assert!(verbose.stderr.contains("not published: content/stories/a.md (draft"), "{}", verbose.stderr);
}

#[test]
fn a_site_is_found_from_a_folder_inside_it() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ripple"));
    let run =
        crate::site_test::Run::of(command.arg("build").current_dir(site.path("content/stories")).output().unwrap());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.path("public/index.html").is_file());
}

#[test]
fn a_failed_build_first_says_what_is_still_online_and_may_not_be() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    assert_eq!(site.run(&["build"]).code, 0);
    site.write("content/stories/a.md", story("A", "consent: {status: withdrawn}\n", "Text."));
    site.write("content/stories/b.md", story("B", "draft: perhaps\n", "Text."));
    let failed = site.run(&["build"]);
    assert_eq!(failed.code, 1);
    let first = failed.stderr.lines().next().unwrap_or_default();
    assert!(first.starts_with("still online: `a` (consent was withdrawn)"), "{}", failed.stderr);
    for words in ["Lists, feeds", "`ripple withdraw ID`", "although the site cannot be built"] {
        assert!(failed.stderr.contains(words), "{}", failed.stderr);
    }
    assert_eq!(failed.stderr.matches("Lists, feeds").count(), 1, "however many there are");
    assert!(first.contains("public/stories/a/index.html"), "{first}");
    site.remove("content/stories/b.md");
    let mended = site.run(&["build"]);
    assert!(!mended.stderr.contains("still online"), "{}", mended.stderr);
    assert!(!site.path("public/stories/a/index.html").exists());
}

#[test]
fn what_serve_cannot_do_is_said_in_plain_words() {
    let site = SiteTest::new(&[]);
    for (arguments, words) in [
        (["--port", "abc"], "a port is a number from 0 to 65535"),
        (["--port", "70000"], "a port is a number from 0 to 65535"),
        (["-i", "localhost"], "such as 192.168.1.20, or 0.0.0.0 for all"),
    ] {
        let run = site.run(&[&["serve"], arguments.as_slice()].concat());
        assert!(run.code == 2 && run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
    for name in ["http://desk.local", "desk.local/", "192.168.1.20", "desk.local:x", ""] {
        let run = site.run(&["serve", "-i", "127.0.0.1", "--port", "0", "--allow-host", name]);
        assert!(run.code == 2 && run.stderr.contains("such as `desk.local`"), "{name}: {}", run.stderr);
    }
    let run = site.run(&["build", "--jobs", "none"]);
    assert!(run.code == 2 && run.stderr.contains("a number from 1 to 65535"), "{}", run.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn a_browser_that_cannot_be_opened_is_no_secret() {
    use std::os::unix::fs::PermissionsExt;
    let site = SiteTest::new(&[]);
    let program = site.path("bin/xdg-open");
    site.write("bin/xdg-open", "#!/bin/sh\nexit 3\n");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    for (path, words) in [("bin", "could not open a browser"), ("nowhere", "is not there")] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ripple"));
        command.args(["serve", "-O", "--port", "0"]).current_dir(site.root()).env("PATH", site.path(path));
        let said = site.path("said");
        let mut child =
            command.stdout(std::process::Stdio::null()).stderr(std::fs::File::create(&said).unwrap()).spawn().unwrap();
        let end = std::time::Instant::now() + crate::preview::PATIENCE;
        let is_said = || std::fs::read_to_string(&said).is_ok_and(|said| said.contains(words));
        while !is_said() && std::time::Instant::now() < end {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let said = std::fs::read_to_string(&said).unwrap();
        assert!(said.contains(words) && said.contains("open the address by hand"), "{path}: {said}");
    }
}
