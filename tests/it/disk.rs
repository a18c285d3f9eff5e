//! What a disk can hold and a checkout cannot: links, pipes, closed files, odd names, very large and very many files.
//! Each test compares the whole report, as the folders of `tests/diagnostics/` do.

use crate::site_test::{CONFIG, SiteTest, story};
use std::fs;

/// A site with one good story and a folder `content/stories`.
fn site() -> SiteTest {
    SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))])
}

/// The report without the empty lines between its problems.
fn report(site: &SiteTest) -> String {
    site.build().report().replace("\n\n", "\n")
}

#[cfg(unix)]
fn link(site: &SiteTest, target: impl AsRef<std::path::Path>, path: &str) {
    std::os::unix::fs::symlink(target, site.path(path)).unwrap();
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_refused() {
    let away = tempfile::tempdir().unwrap();
    fs::write(away.path().join("secret.md"), story("Secret", "", "Text.")).unwrap();
    let site = site();
    link(&site, away.path(), "content/stories/away");
    link(&site, away.path().join("secret.md"), "content/stories/secret.md");
    assert_eq!(
        report(&site),
        "\
content/stories/away: error[outside-link]: this leads out of the site's folder, so it is not read
      = help: copy the file or folder into the site instead of linking to it
content/stories/secret.md: error[outside-link]: this leads out of the site's folder, so it is not read
      = help: copy the file or folder into the site instead of linking to it
"
    );
    assert_eq!(site.build().mentions("Secret"), [""; 0]);
}

#[cfg(unix)]
#[test]
fn links_to_hidden_files_are_refused() {
    let site = site();
    site.write(".env", "PASSWORD=1");
    link(&site, "../../.env", "content/stories/env.md");
    assert_eq!(
        report(&site),
        "\
content/stories/env.md: error[hidden-file]: this leads to a hidden file or folder, which is never read or published
      = help: names that begin with a dot are kept private; copy what may be public under another name
"
    );
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_not_followed() {
    let site = site();
    link(&site, "..", "content/stories/up");
    assert_eq!(
        report(&site),
        "\
content/stories/up: error[link-circle]: this link leads back to itself or to a folder around it, so it is not followed
      = help: remove the link, or let it lead somewhere else
"
    );
}

#[cfg(unix)]
#[test]
fn links_that_multiply_come_to_an_end() {
    let site = SiteTest::new(&[]);
    // Each folder holds two links to the next one: two to the tenth ways to the last.
    for folder in 0..10 {
        fs::create_dir_all(site.path(&format!("content/f{folder}"))).unwrap();
        link(&site, format!("../f{}", folder + 1), &format!("content/f{folder}/left"));
        link(&site, format!("../f{}", folder + 1), &format!("content/f{folder}/right"));
    }
    fs::create_dir(site.path("content/f10")).unwrap();
    assert_eq!(
        report(&site),
        "\
content: error[too-many-links]: there are more than 1000 links to folders here; the rest is not read
      = help: links to folders that hold links to folders multiply quickly; replace some of them by copies
"
    );
}

#[cfg(unix)]
#[test]
fn links_to_nothing_are_reported() {
    let site = site();
    link(&site, "gone.md", "content/stories/b.md");
    assert_eq!(
        report(&site),
        "\
content/stories/b.md: error[dangling-link]: this link leads to a file that is not there
      = help: put the file back, or remove the link
"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_skipped_and_never_opened() {
    let site = site();
    let made = std::process::Command::new("mkfifo").arg(site.path("content/stories/pipe.md")).status().unwrap();
    assert!(made.success());
    assert_eq!(
        report(&site),
        "\
content/stories/pipe.md: warning[not-a-file]: this is not an ordinary file, so it is skipped
      = help: remove it from the site, or put an ordinary file in its place
"
    );
    assert!(site.build().has("stories/a/index.html"));
}

#[test]
fn a_folder_in_place_of_the_configuration() {
    let site = site();
    site.remove("ripple.yaml");
    fs::create_dir(site.path("ripple.yaml")).unwrap();
    assert_eq!(
        report(&site),
        "\
ripple.yaml: error[not-a-file]: this is not an ordinary file, so it cannot be read
      = help: put an ordinary file in its place
"
    );
}

#[test]
fn a_site_without_content() {
    let site = SiteTest::new(&[]);
    fs::remove_dir(site.path("content")).unwrap();
    assert_eq!(
        report(&site),
        "\
content: warning[no-content]: this site has no folder `content`, so it has no stories
      = help: make `content/stories` beside `ripple.yaml`, or add a first story with `ripple new story`
"
    );
}

#[test]
fn a_file_that_is_gone() {
    let site = site();
    site.remove("ripple.yaml");
    assert_eq!(
        report(&site),
        "\
ripple.yaml: error[unreadable]: this cannot be read: it is not there
      = help: see that it is still there and that this account may read it, then build again
"
    );
}

#[cfg(unix)]
#[test]
fn a_closed_folder_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let site = site();
    site.write("content/stories/closed/b.md", story("B", "", "Text."));
    let closed = site.path("content/stories/closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    // An administrator may read everything; then there is nothing to report.
    let may_read_all = fs::read_dir(&closed).is_ok();
    let found = report(&site);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    let refused = "\
content/stories/closed: error[unreadable]: this cannot be read: this account is not allowed to
      = help: see that it is still there and that this account may read it, then build again
";
    let expected = if may_read_all { "" } else { refused };
    assert_eq!(found, expected);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let site = site();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    fs::write(site.path("content/stories").join(name), story("B", "", "Text.")).unwrap();
    assert_eq!(
        report(&site),
        "\
content/stories/caf�.md: error[bad-file-name]: the name of this file holds characters that cannot be read
      = help: rename the file with plain letters, digits and hyphens
"
    );
}

#[cfg(unix)]
#[test]
fn names_that_another_system_cannot_hold() {
    let site = site();
    for name in ["aux", "what?", "end."] {
        site.write(&format!("content/stories/{name}/index.md"), story("B", &format!("id: b{}\n", name.len()), "Text."));
    }
    assert_eq!(
        report(&site),
        "\
content/stories/aux: error[unportable-name]: `aux` cannot be used on every computer: Windows keeps this name for itself
      = help: give it another name, of plain letters, digits and hyphens
content/stories/end.: error[unportable-name]: `end.` cannot be used on every computer: it ends with a dot or a space
      = help: give it another name, of plain letters, digits and hyphens
content/stories/what?: error[unportable-name]: `what?` cannot be used on every computer: it holds one of the characters : * ? \" < > | \\
      = help: give it another name, of plain letters, digits and hyphens
"
    );
}

#[test]
fn names_that_differ_in_case_alone() {
    let site = site();
    site.write("content/stories/A.md", story("B", "id: b\n", "Text."));
    if fs::read_dir(site.path("content/stories")).unwrap().count() == 1 {
        return; // this disk itself takes them for one
    }
    assert_eq!(
        report(&site),
        "\
content/stories/a.md: error[same-name]: `content/stories/a.md` and `content/stories/A.md` are one and the same name on many computers
      = help: rename one of them; capital and small letters alone do not make a difference
      = see content/stories/A.md: the other one
"
    );
}

#[test]
fn a_file_over_one_mebibyte() {
    let site = site();
    site.write("content/stories/b.md", "a ".repeat(1 << 19) + "b");
    assert_eq!(
        report(&site),
        "\
content/stories/b.md: error[file-too-large]: this file is larger than 1 MiB, so it is not read
      = help: split it into several files; pictures belong in files of their own
"
    );
}

#[test]
fn more_translations_than_languages() {
    let site = site();
    for number in 100..200 {
        let fields = format!("lang: de\ntranslation_of: a\nid: t{number}\n");
        site.write(&format!("content/stories/t{number}.md"), story("T", &fields, "Text."));
    }
    assert_eq!(
        report(&site),
        "\
content/stories/a.md: warning[too-many-translations]: 101 entries say that they translate each other
      = help: check `translation_of`; over 100 they are not linked to each other
"
    );
}

#[test]
fn a_text_that_is_no_utf8_names_byte_and_line() {
    let site = site();
    site.write("content/stories/a.md", b"\xff\xfeA\0");
    assert_eq!(
        report(&site),
        "\
content/stories/a.md: error[not-utf8]: this file is saved as UTF-16, from its first byte (byte 0, line 1) on
      = help: open it in your editor, choose Save as, and save it with the encoding UTF-8
"
    );
    site.write("ripple.yaml", [CONFIG.as_bytes(), b"footer: caf\xe9\n"].concat());
    site.write("content/stories/a.md", story("A", "", "Text."));
    assert_eq!(
        report(&site),
        "\
ripple.yaml: error[not-utf8]: this file is not saved as UTF-8: at byte 134, on line 6, stands something that is no letter
      = help: open it in your editor, look at the letters on that line, and save it with the encoding UTF-8
"
    );
}
