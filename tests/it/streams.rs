//! Where what the program says goes: a pipe that nobody reads, a disk that is full.

use crate::site_test::{SiteTest, story};
use std::process::{Command, Output, Stdio};

const COMMANDS: [&[&str]; 17] = [
    &["completions", "bash"],
    &["completions", "fish"],
    &["completions", "powershell"],
    &["completions", "zsh"],
    &["list"],
    &["list", "--format", "csv"],
    &["list", "tags", "--format", "json"],
    &["explain", "a"],
    &["consent"],
    &["consent", "--format", "json"],
    &["theme", "list"],
    &["theme", "eject"],
    &["check"],
    &["check", "--format", "json"],
    &["build"],
    &["export", "ripples"],
    &["new", "story", "Another one"],
];

fn site() -> SiteTest {
    SiteTest::new(&[("content/stories/a.md", &story("A", "tags: [trust]\nconsent: {status: granted}\n", "Text."))])
}

fn run(site: &SiteTest, arguments: &[&str], stdout: Stdio, stderr: Stdio) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ripple"));
    command.args(arguments).current_dir(site.root()).env("NO_COLOR", "1").stdin(Stdio::null());
    command.stdout(stdout).stderr(stderr).output().unwrap()
}

/// The writing end of a pipe that nobody will ever read.
fn closed() -> Stdio {
    std::io::pipe().unwrap().1.into()
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let site = site();
    for arguments in COMMANDS {
        let run = run(&site, arguments, closed(), Stdio::piped());
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(!said.contains("panicked") && !said.contains("error"), "{arguments:?}: {said}");
    }
    assert!(site.path("public/stories/a/index.html").is_file(), "what was asked for is done all the same");
    site.write("content/stories/b.md", story("B", "draft: perhaps\n", "Text."));
    assert_eq!(run(&site, &["check"], closed(), closed()).status.code(), Some(1), "nobody hears what is wrong");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_fails() {
    let site = site();
    let full = || -> Stdio { std::fs::File::options().write(true).open("/dev/full").unwrap().into() };
    for arguments in COMMANDS {
        let run = run(&site, arguments, full(), Stdio::piped());
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}: {said}");
        let words = "error: what ripple has to say could not be written to the end: the disk is full.";
        assert!(said.contains(words) && !said.contains("panicked"), "{arguments:?}: {said}");
    }
    assert_eq!(run(&site, &["check"], Stdio::piped(), full()).status.code(), Some(0), "there was nothing to remark");
}
