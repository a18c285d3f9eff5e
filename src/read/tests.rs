//! Tests of walking whole sites.

use super::*;
use std::fs;
use tempfile::TempDir;

fn site(files: &[&str]) -> TempDir {
    let site = tempfile::tempdir().unwrap();
    for file in files {
        let place = site.path().join(file);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, *file).unwrap();
    }
    site
}

fn names(paths: &[SourcePath]) -> Vec<&str> {
    paths.iter().map(SourcePath::as_str).collect()
}

fn problems(diagnostics: &[Diagnostic]) -> Vec<(&str, &str)> {
    let mut problems: Vec<_> = diagnostics.iter().map(|problem| (problem.span.path.as_str(), problem.code)).collect();
    problems.sort_unstable();
    problems
}

#[test]
fn a_site_is_listed_in_order() {
    let site = site(&[
        "ripple.yaml",
        "content/stories/b.md",
        "content/stories/a/index.MD",
        "content/stories/a/photo.jpg",
        "content/index.md",
        "static/logo.svg",
        "static/fonts/x.woff2",
    ]);
    let (tree, diagnostics) = tree(site.path()).unwrap();
    assert_eq!(names(&tree.content), ["content/index.md", "content/stories/a/index.MD", "content/stories/b.md"]);
    assert_eq!(names(&tree.media), ["content/stories/a/photo.jpg"]);
    assert_eq!(tree.statics[0].0.as_str(), "static/fonts/x.woff2");
    assert!(tree.statics[1].1.is_absolute());
    assert_eq!(digest(&tree.statics[1].0, &tree.statics[1].1), Ok(Digest::of_bytes(b"static/logo.svg")));
    assert_eq!(diagnostics, []);
}

#[test]
fn a_site_needs_a_root_and_wants_content() {
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(tree(&empty.path().join("absent")), Err(Fatal::RootMissing { .. })));
    assert_eq!(problems(&tree(empty.path()).unwrap().1), [("content", "no-content")]);
    fs::write(empty.path().join("content"), "").unwrap();
    assert_eq!(problems(&tree(empty.path()).unwrap().1), [("content", "not-a-folder")]);
    assert!(matches!(tree(&empty.path().join("content")), Err(Fatal::RootMissing { .. })));
}

#[test]
fn the_root_is_found_from_below() {
    let site = site(&["ripple.yaml", "content/stories/a.md"]);
    assert_eq!(find_root(&site.path().join("content/stories")).as_deref(), Some(site.path()));
    assert_eq!(&*config_text(site.path()).unwrap().text, "ripple.yaml");
    fs::remove_file(site.path().join("ripple.yaml")).unwrap();
    assert_eq!(config_text(site.path()).unwrap_err().concern, crate::diag::Concern::Configuration);
}

#[test]
fn b9_hidden_files_are_never_listed() {
    let site = site(&[
        "content/.git/config",
        "content/.env",
        "content/stories/.a.md.swp",
        "content/stories/a.md~",
        "content/stories/#a.md#",
        "content/Thumbs.db",
        "static/.htaccess",
        "static/.well-known/security.txt",
        "static/.well-known/.hidden",
    ]);
    let (tree, diagnostics) = tree(site.path()).unwrap();
    assert_eq!((tree.content.len(), tree.media.len(), diagnostics.len()), (0, 0, 0));
    assert_eq!(tree.statics.len(), 1);
    assert!(is_skipped(&SourcePath::new("content/stories/4913")));
}

#[test]
fn themes_are_read_from_their_folder() {
    let site = site(&["themes/calm/templates/base.html", "themes/calm/a.css", "themes/calm/.git/x", "themes/other/x"]);
    let read = |name: &str| {
        let span = Span::file(&SourcePath::new(CONFIG_FILE));
        theme(site.path(), &Located::new(name.to_owned(), span), &["default"]).unwrap()
    };
    let (files, diagnostics) = read("calm");
    assert_eq!(diagnostics, []);
    assert_eq!(files.iter().map(|file| file.0.as_str()).collect::<Vec<_>>(), ["a.css", "templates/base.html"]);
    assert_eq!(files[0].1, b"themes/calm/a.css");
    assert_eq!(read("default"), (Vec::new(), Vec::new()));
    let (_, diagnostics) = read("clam");
    assert_eq!(problems(&diagnostics), [("ripple.yaml", "unknown-theme")]);
    assert!(diagnostics[0].help.as_ref().unwrap().contains("`calm`"));
    for name in ["../calm", "..", "", ".git", "a\\b", "/etc", "calm/", "con"] {
        assert_eq!(problems(&read(name).1), [("ripple.yaml", "bad-theme-name")], "{name}");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn b5_names_that_another_system_cannot_hold() {
        let site = site(&["content/aux.md", "content/a:b/c.md", "static/q?.txt", "content/A.md", "content/a.md"]);
        fs::write(site.path().join("content").join(OsStr::from_bytes(b"caf\xe9.md")), "").unwrap();
        let (tree, diagnostics) = tree(site.path()).unwrap();
        assert_eq!(
            problems(&diagnostics),
            [
                ("content/a.md", "same-name"),
                ("content/a:b", "unportable-name"),
                ("content/aux.md", "unportable-name"),
                ("content/caf\u{fffd}.md", "bad-file-name"),
                ("static/q?.txt", "unportable-name"),
            ]
        );
        assert_eq!(tree.content.len(), 4, "the preview still shows them");
    }

    #[test]
    fn c1_links_that_lead_out_are_refused() {
        let away = site(&["secret/a.md", "one.md"]);
        let site = site(&["content/stories/real.md", "shared/b.md", ".env", "static/x"]);
        let stories = site.path().join("content/stories");
        symlink(away.path().join("secret"), stories.join("out")).unwrap();
        symlink(away.path().join("one.md"), stories.join("one.md")).unwrap();
        symlink("../../../../../../../../etc", stories.join("etc")).unwrap();
        symlink("../../.env", stories.join("env.md")).unwrap();
        symlink("absent.md", stories.join("gone.md")).unwrap();
        symlink("real.md", stories.join("near.md")).unwrap();
        symlink("../../shared", stories.join("shared")).unwrap();
        symlink("../shared/b.md", site.path().join("static/b.md")).unwrap();
        let (tree, diagnostics) = tree(site.path()).unwrap();
        assert_eq!(
            names(&tree.content),
            ["content/stories/near.md", "content/stories/real.md", "content/stories/shared/b.md"]
        );
        assert_eq!(tree.statics[0].1, site.path().canonicalize().unwrap().join("shared/b.md"));
        assert_eq!(
            problems(&diagnostics),
            [
                ("content/stories/env.md", "hidden-file"),
                ("content/stories/etc", "outside-link"),
                ("content/stories/gone.md", "dangling-link"),
                ("content/stories/one.md", "outside-link"),
                ("content/stories/out", "outside-link"),
            ]
        );
        let away = away.path().to_str().unwrap();
        assert!(diagnostics.iter().all(|problem| !problem.message.contains(away)));
        assert!(file(site.path(), &tree.content[2]).is_ok());
    }

    #[test]
    fn c1_links_to_the_sources_are_not_copied() {
        let site = site(&["texts/a.md", "archetypes/story.md", "themes/calm/style.css", "shared/b.txt", "static/x"]);
        let root = site.path();
        for name in ["ripple.yaml", "retired", ".git/HEAD", ".ripple/manifests/x", "static/deep/y"] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), "").unwrap();
        }
        symlink("texts", root.join("content")).unwrap();
        let links = [
            ("all", "../content"),
            ("deep/story.md", "../../content/a.md"),
            ("git", "../.git"),
            ("kinds", "../archetypes"),
            ("list", "../retired"),
            ("ripple", "../.ripple/manifests"),
            ("settings.txt", "../ripple.yaml"),
            ("style.css", "../themes/calm/style.css"),
            ("texts", "../texts"),
        ];
        for (name, target) in links {
            symlink(target, root.join("static").join(name)).unwrap();
        }
        symlink("../shared", root.join("static/shared")).unwrap();
        symlink("x", root.join("static/z")).unwrap();
        symlink("../.git", root.join("texts/git")).unwrap();
        symlink("../.ripple", root.join("texts/ripple")).unwrap();
        let (listed, diagnostics) = tree(root).unwrap();
        let copied: Vec<&str> = listed.statics.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(copied, ["static/deep/y", "static/shared/b.txt", "static/x", "static/z"]);
        assert_eq!(names(&listed.content), ["content/a.md"]);
        let mut expected = vec![("content/git", "hidden-file"), ("content/ripple", "hidden-file")];
        let paths = links.map(|(name, _)| format!("static/{name}"));
        expected.extend(paths.iter().map(|path| {
            (
                path.as_str(),
                if path.ends_with("/git") || path.ends_with("/ripple") { "hidden-file" } else { "outside-link" },
            )
        }));
        assert_eq!(problems(&diagnostics), expected);
        let sources = diagnostics.iter().find(|problem| problem.span.path.as_str() == "static/all").unwrap();
        assert!(sources.message.contains("made from"), "{}", sources.message);
    }

    #[test]
    fn c1_a_content_folder_that_is_a_link() {
        let away = site(&["a.md"]);
        let site = site(&["real/a.md"]);
        symlink(away.path(), site.path().join("content")).unwrap();
        assert_eq!(problems(&tree(site.path()).unwrap().1), [("content", "outside-link")]);
        fs::remove_file(site.path().join("content")).unwrap();
        symlink("real", site.path().join("content")).unwrap();
        let (listed, diagnostics) = tree(site.path()).unwrap();
        assert_eq!((names(&listed.content), diagnostics), (vec!["content/a.md"], vec![]));
        fs::remove_file(site.path().join("content")).unwrap();
        symlink("real/a.md", site.path().join("content")).unwrap();
        assert_eq!(problems(&tree(site.path()).unwrap().1), [("content", "not-a-folder")]);
        symlink(away.path(), site.path().join("themes")).unwrap();
        let name = Located::new("calm".to_owned(), Span::file(&SourcePath::new(CONFIG_FILE)));
        assert_eq!(problems(&theme(site.path(), &name, &["default"]).unwrap().1), [("themes", "outside-link")]);
    }

    #[test]
    fn c2_circles_are_reported_once() {
        let site = site(&["content/a/x.md", "content/b/y.md"]);
        let content = site.path().join("content");
        symlink(".", content.join("self")).unwrap();
        symlink("..", content.join("a/up")).unwrap();
        symlink("../..", content.join("a/root")).unwrap();
        symlink("two", content.join("one")).unwrap();
        symlink("one", content.join("two")).unwrap();
        let (_, diagnostics) = tree(site.path()).unwrap();
        let circle = |path| (path, "link-circle");
        assert_eq!(
            problems(&diagnostics),
            ["content/a/root", "content/a/up", "content/one", "content/self", "content/two"].map(circle)
        );
    }

    #[test]
    fn c2_links_that_multiply_come_to_an_end() {
        let site = site(&["content/index.md"]);
        let all: Vec<String> = (0..9).map(|number| format!("folder-{number}")).collect();
        for folder in &all {
            fs::create_dir(site.path().join("content").join(folder)).unwrap();
            for other in all.iter().filter(|other| *other != folder) {
                symlink(format!("../{other}"), site.path().join("content").join(folder).join(other)).unwrap();
            }
        }
        let (_, diagnostics) = tree(site.path()).unwrap();
        assert_eq!(diagnostics.iter().filter(|problem| problem.code == "too-many-links").count(), 1);
        assert!(diagnostics.len() <= 1 + 72);
    }

    #[test]
    fn c7_a_pipe_is_skipped_and_never_opened() {
        let site = site(&["content/a.md"]);
        let pipe = site.path().join("content/pipe.md");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        symlink("pipe.md", site.path().join("content/link.md")).unwrap();
        let (tree, diagnostics) = tree(site.path()).unwrap();
        assert_eq!(names(&tree.content), ["content/a.md"]);
        assert_eq!(problems(&diagnostics), [("content/link.md", "not-a-file"), ("content/pipe.md", "not-a-file")]);
        assert_eq!(file(site.path(), &SourcePath::new("content/pipe.md")).unwrap_err().code, "not-a-file");
    }

    #[test]
    fn c8_what_may_not_be_read_is_reported() {
        let site = site(&["content/closed/a.md", "content/b.md"]);
        let closed = site.path().join("content/closed");
        let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        mode(&closed, 0o000);
        mode(&site.path().join("content/b.md"), 0o000);
        // An administrator may read everything; then there is nothing to report.
        let may_read_all = fs::read_dir(&closed).is_ok();
        let (_, diagnostics) = tree(site.path()).unwrap();
        let text = file(site.path(), &SourcePath::new("content/b.md"));
        mode(&closed, 0o755);
        if !may_read_all {
            assert_eq!(problems(&diagnostics), [("content/closed", "unreadable")]);
            assert_eq!(text.unwrap_err().code, "unreadable");
        }
    }
}
