//! Row C of the fault table (reading), each with a whole site and most with the real program.

use crate::reliability_disk::{build, expect, finish, run_in, tree};
use crate::site_test::{CONFIG, SiteTest, story};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

#[cfg(unix)]
#[test]
fn c1_c2_links_that_lead_out_or_in_circles() {
    use std::os::unix::fs::symlink;
    let away = SiteTest::new(&[("secret/passwd.md", "# Leaked\n\nsecret-7281"), ("secret/b.txt", "secret-7281")]);
    for (to, link) in [
        (away.path("secret/passwd.md"), "content/stories/out.md"),
        (away.path("secret"), "content/stories/out"),
        (away.path("secret/b.txt"), "static/out.txt"),
        (away.path("secret"), "static/out"),
        (away.path("secret"), "themes/ours"),
    ] {
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text.")), ("static/x.txt", "x")]);
        fs::create_dir_all(site.path("themes")).unwrap();
        if link.starts_with("themes") {
            site.write("ripple.yaml", format!("{CONFIG}theme: ours\n"));
        }
        symlink(to, site.path(link)).unwrap();
        let run = build(&site, &[]);
        assert!(run.code == 1 || run.code == 2, "{link}: {}", run.stderr);
        assert!(run.stderr.contains(link) && run.stderr.contains("error[outside-link]"), "{link}: {}", run.stderr);
        assert!(!run.stderr.contains("secret") && !site.path("public").exists(), "{link}: {}", run.stderr);
    }
    // What stays inside is followed; a circle is reported once and never walked for ever.
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text.")), ("shared/b.md", "# B\n\nText.")]);
    symlink("../../shared/b.md", site.path("content/stories/b.md")).unwrap();
    expect(&build(&site, &[]), 0, &[]);
    assert!(site.path("public/stories/b/index.html").is_file());
    symlink("..", site.path("content/stories/round")).unwrap();
    symlink("me.md", site.path("content/stories/me.md")).unwrap();
    let run = run_in(site.root(), site.root(), &["build"], Duration::from_secs(5));
    expect(&run, 1, &["content/stories/round", "content/stories/me.md"]);
    assert_eq!(run.stderr.matches("error[link-circle]").count(), 2, "{}", run.stderr);
}

#[test]
fn c4_text_that_is_no_utf8_is_refused_with_its_place() {
    let utf16: Vec<u8> = "\u{feff}# Title\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, words) in [
        (&b"---\ntitle: A\n---\nCaf\xe9 noir"[..], &["byte 20", "line 4", "UTF-8"][..]),
        (&utf16, &["UTF-16", "Save as"]),
        (b"# A\n\nx\0y", &["zero byte", "byte 6", "line 3"]),
    ] {
        let site = SiteTest::new(&[("content/stories/good.md", &story("A", "", "Text."))]);
        site.write("content/stories/bad.md", bytes);
        let run = build(&site, &[]);
        expect(&run, 1, words);
        assert!(run.stderr.starts_with("content/stories/bad.md"), "{}", run.stderr);
        assert!(!site.path("public").exists());
    }
}

#[test]
fn c5_byte_order_mark_and_line_ends_change_nothing() {
    let text = "---\ntitle: A\ndate: 2026-03-02\ntags:\n  - one\n  - two\nsummary: >-\n  Two\n  lines.\n---\nFirst line\nsecond line  \nthird.\n\n## Part\n\n```rust\nlet a = 1;\nlet b = 2;\n```\n\n:::quote Maria\nYes.\n:::\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nA note.[^1]\n\n[^1]: Here.\n";
    let plain = SiteTest::new(&[("content/stories/a.md", text)]).build();
    assert_eq!(plain.codes(), [""; 0], "{}", plain.report());
    for (name, other) in [
        ("a mark", format!("\u{feff}{text}")),
        ("CRLF", text.replace('\n', "\r\n")),
        ("CR", text.replace('\n', "\r")),
        ("a mark and CRLF", format!("\u{feff}{}", text.replace('\n', "\r\n"))),
        ("no last line end", text.trim_end().to_owned()),
    ] {
        let site = SiteTest::new(&[("content/stories/a.md", &other)]);
        site.write("ripple.yaml", CONFIG.replace('\n', if name == "CRLF" { "\r\n" } else { "\n" }));
        let built = site.build();
        assert_eq!(built.report(), plain.report(), "{name}");
        assert!(built.files == plain.files, "{name} changes the output");
    }
}

#[cfg(unix)]
#[test]
fn c7_pipes_sockets_and_folders_are_skipped_and_reported() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    let pipe = |path: &str| {
        fs::create_dir_all(site.path(path).parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(site.path(path)).status().unwrap().success());
    };
    pipe("content/stories/pipe.md");
    pipe("static/pipe.txt");
    let _socket = std::os::unix::net::UnixListener::bind(site.path("content/stories/socket.md")).unwrap();
    fs::create_dir(site.path("content/stories/folder.md")).unwrap();
    let run = build(&site, &[]);
    expect(
        &run,
        0,
        &["content/stories/pipe.md", "content/stories/socket.md", "static/pipe.txt", "warning[not-a-file]"],
    );
    assert_eq!(build(&site, &["--strict"]).code, 1, "what is skipped fails under --strict");
    assert!(site.path("public/stories/a/index.html").is_file() && !site.path("public/pipe.txt").exists());
    // Where a file is needed, something else is an error.
    site.remove("ripple.yaml");
    pipe("ripple.yaml");
    assert_ne!(run_in(site.root(), site.root(), &["build", "-r", "."], Duration::from_secs(5)).code, 0);
}

#[cfg(unix)]
#[test]
fn c8_what_cannot_be_read_is_an_error_and_never_silently_missing() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let mode = |site: &SiteTest, path: &str, mode: u32| {
        fs::set_permissions(site.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    for closed in ["content/stories/b.md", "content/stories/sub", "static/c.txt", "static/sub"] {
        let site = SiteTest::new(&[
            ("content/stories/a.md", &story("A", "", "Text.")),
            ("content/stories/b.md", &story("B", "", "Text.")),
            ("content/stories/sub/c.md", &story("C", "", "Text.")),
            ("static/c.txt", "c"),
            ("static/sub/d.txt", "d"),
        ]);
        mode(&site, "", 0o777);
        let mut command = Command::new(env!("CARGO_BIN_EXE_ripple"));
        command.arg("build").current_dir(site.root()).env("NO_COLOR", "1").env("HOME", "/");
        if fs::metadata(site.root()).unwrap().permissions().mode() & 0o777 == 0o777 && is_root() {
            command.uid(65_534).gid(65_534); // an administrator may read everything, so be someone else
        }
        expect(&finish(&mut command, Duration::from_secs(20)), 0, &[]);
        let before = tree(&site.path("public"));
        mode(&site, closed, 0o000);
        let run = finish(&mut command, Duration::from_secs(20));
        mode(&site, closed, 0o755);
        assert!(run.code == 1 || run.code == 2, "{closed}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(closed) && run.stderr.contains("allowed"), "{closed}: {}", run.stderr);
        assert_eq!(tree(&site.path("public")), before, "{closed}");
    }
}

/// Whether this account may read what nobody may read.
#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::PermissionsExt;
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o000)).unwrap();
    fs::File::open(file.path()).is_ok()
}

#[test]
fn c9_the_two_essays_are_published_word_by_word() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/essays");
    let site = SiteTest::copy_of(&fixture);
    expect(&build(&site, &[]), 0, &[]);
    for name in ["ripple-effect", "small-moments"] {
        let source = fs::read_to_string(fixture.join(format!("content/stories/{name}.md"))).unwrap();
        let html = fs::read_to_string(site.path(&format!("public/stories/{name}/index.html"))).unwrap();
        let page = scraper::Html::parse_document(&html);
        let text = page.select(&scraper::Selector::parse(".text").unwrap()).next().unwrap();
        let words = |text: &str| -> Vec<String> {
            let plain = text.replace(['’', '‘'], "'").replace(['“', '”'], "\"");
            plain.split_whitespace().map(str::to_owned).collect()
        };
        assert_eq!(words(&text.text().collect::<String>()), words(&source), "{name}");
    }
}
