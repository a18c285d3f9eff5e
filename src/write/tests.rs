//! Tests of publishing whole sites, named after the rows of the reliability table.
#![expect(clippy::disallowed_methods, reason = "tests set old dates and take whole folders away")]

use super::*;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

pub(super) type Files<'a> = &'a [(&'a str, &'a str)];

pub(super) fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    fs::write(site.path().join("ripple.yaml"), "").unwrap();
    site
}

pub(super) fn open(site: &TempDir) -> Publication {
    target(site.path(), &site.path().join("public"), None).unwrap().open().unwrap()
}

fn try_publish(site: &TempDir, files: Files) -> Result<Published, Fatal> {
    let publication = open(site);
    files.par_iter().try_for_each(|(path, text)| publication.put(path, text.as_bytes()))?;
    publication.commit()
}

pub(super) fn publish(site: &TempDir, files: Files) -> (usize, usize, usize) {
    let published = try_publish(site, files).unwrap();
    (published.written, published.unchanged, published.removed)
}

/// Every file below a folder with its text, links marked, the marker left out; folders end with a slash.
pub(super) fn listing(folder: &Path) -> BTreeMap<String, String> {
    let mut listing = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            let kind = fs::symlink_metadata(&path).unwrap().file_type();
            if kind.is_dir() {
                listing.insert(name + "/", String::new());
                folders.push(path);
            } else if kind.is_symlink() {
                listing.insert(name, "a link".to_owned());
            } else if name != refuse::MARKER {
                listing.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    listing
}

pub(super) fn public(site: &TempDir) -> BTreeMap<String, String> {
    listing(&site.path().join("public"))
}

pub(super) fn names(listing: &BTreeMap<String, String>) -> Vec<&str> {
    listing.keys().map(String::as_str).collect()
}

/// Nothing but the site, its own folder and the output may be left.
fn assert_no_leftovers(site: &TempDir) {
    let mut left: Vec<_> = fs::read_dir(site.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.retain(|name| !["ripple.yaml", ".ripple", "public"].iter().any(|known| name == known));
    assert!(left.is_empty(), "{left:?}");
    assert!(!public(site).keys().any(|name| name.contains(".ripple-")));
}

pub(super) const WALL: Files<'static> =
    &[("index.html", "home"), ("stories/a/index.html", "a"), ("stories/b/index.html", "b"), ("assets/s.css", "css")];

#[test]
fn a_first_build_fills_a_missing_or_an_empty_folder() {
    let site = site();
    let published = try_publish(&site, WALL).unwrap();
    assert_eq!(published, Published { written: 4, unchanged: 0, removed: 0, bytes: 9 });
    let once = public(&site);
    assert_eq!(once["stories/a/index.html"], "a");
    assert_eq!(fs::read_to_string(site.path().join(".ripple/.gitignore")).unwrap(), "*\n");
    assert!(fs::read_to_string(site.path().join("public/.ripple-output")).unwrap().contains("made by ripple"));
    assert_no_leftovers(&site);

    fs::rename(site.path().join("public"), site.path().join("ripple.old")).unwrap();
    fs::create_dir(site.path().join("public")).unwrap();
    assert_eq!(publish(&site, WALL), (4, 0, 0));
    assert_eq!(public(&site), once);

    let deep = site.path().join("new/deep/out");
    let publication = target(site.path(), &deep, None).unwrap().open().unwrap();
    publication.commit().unwrap();
    assert!(deep.join(".ripple-output").is_file(), "a site without pages is a site");
}

#[test]
fn a_build_without_changes_touches_nothing() {
    let site = site();
    publish(&site, WALL);
    let old = SystemTime::now() - Duration::from_secs(5_000);
    let file = |name: &str| fs::File::options().write(true).open(site.path().join("public").join(name)).unwrap();
    for (name, _) in WALL {
        file(name).set_modified(old).unwrap();
    }
    let manifest = fs::read_dir(site.path().join(".ripple/manifests")).unwrap().next().unwrap().unwrap().path();
    fs::File::options().write(true).open(&manifest).unwrap().set_modified(old).unwrap();
    file(refuse::MARKER).set_modified(old).unwrap();
    assert_eq!(publish(&site, WALL), (0, 4, 0));
    assert_eq!(fs::metadata(&manifest).unwrap().modified().unwrap(), old);
    assert_eq!(file(refuse::MARKER).metadata().unwrap().modified().unwrap(), old);
    let mut changed = WALL.to_vec();
    changed[1].1 = "A";
    assert_eq!(try_publish(&site, &changed).unwrap(), Published { written: 1, unchanged: 3, removed: 0, bytes: 1 });
    for (index, (name, _)) in WALL.iter().enumerate() {
        assert_eq!(file(name).metadata().unwrap().modified().unwrap() == old, index != 1, "{name}");
    }
    assert_no_leftovers(&site);
}

#[test]
fn a1_the_site_is_refused_and_left_as_it_was() {
    let site = site();
    fs::create_dir(site.path().join("content")).unwrap();
    fs::write(site.path().join("content/a.md"), "a").unwrap();
    let before = listing(site.path());
    for output in ["", "content", "static", "themes/x", ".ripple/x", "content/../.."] {
        let refused = target(site.path(), &site.path().join(output), None);
        assert!(matches!(refused, Err(Fatal::OutputRefused { .. })), "{output}");
    }
    let home = target(site.path(), &site.path().join("public"), Some(&site.path().join("public")));
    assert!(home.is_ok(), "a home folder that is not there holds nothing");
    assert!(matches!(target(&site.path().join("absent"), Path::new("x"), None), Err(Fatal::RootMissing { .. })));
    assert_eq!(listing(site.path()), before);
}

#[test]
fn a3_a_folder_without_the_marker_is_refused() {
    let site = site();
    fs::create_dir(site.path().join("public")).unwrap();
    fs::write(site.path().join("public/thesis.doc"), "mine").unwrap();
    let refused = target(site.path(), &site.path().join("public"), None);
    assert!(matches!(refused, Err(Fatal::OutputNotOurs { .. })));
    assert_eq!(names(&public(&site)), ["thesis.doc"]);
}

#[test]
fn a4_foreign_files_are_untouched() {
    let site = site();
    publish(&site, WALL);
    let output = site.path().join("public");
    fs::create_dir_all(output.join(".git/objects")).unwrap();
    fs::create_dir_all(output.join(".well-known")).unwrap();
    for name in [".git/config", "CNAME", ".well-known/x", "stories/a/notes.txt"] {
        fs::write(output.join(name), "mine").unwrap();
    }
    assert_eq!(publish(&site, WALL), (0, 4, 0));
    assert_eq!(publish(&site, &[("index.html", "new")]), (1, 0, 3));
    let after = public(&site);
    for name in [".git/config", "CNAME", ".well-known/x", "stories/a/notes.txt"] {
        assert_eq!(after[name], "mine");
    }
    assert!(!after.contains_key("stories/b/"), "an emptied folder goes");
    assert!(!after.contains_key("stories/a/index.html") && after.contains_key(".git/objects/"));
}

#[test]
fn a4_a_foreign_file_in_the_way_stops_the_build() {
    let site = site();
    publish(&site, WALL);
    fs::write(site.path().join("public/CNAME"), "example.org").unwrap();
    fs::create_dir(site.path().join("public/about")).unwrap();
    let before = public(&site);
    for (path, text) in [("CNAME", "other.org"), ("about", "x"), (".ripple-output", "x"), ("CNAME/x", "x")] {
        let refused = try_publish(&site, &[("index.html", "new"), (path, text)]);
        assert!(matches!(refused, Err(Fatal::OutputOccupied { .. })), "{path}");
        assert_eq!(public(&site), before);
    }
    // The same bytes may stay, but they do not become ours.
    assert_eq!(publish(&site, &[("index.html", "home"), ("CNAME", "example.org")]), (0, 2, 3));
    assert_eq!(publish(&site, &[("index.html", "home")]), (0, 1, 0));
    assert_eq!(names(&public(&site)), ["CNAME", "about/", "index.html"]);
    assert_no_leftovers(&site);
}

#[test]
fn a4_our_files_are_ours_even_when_edited_by_hand() {
    let site = site();
    publish(&site, WALL);
    fs::write(site.path().join("public/index.html"), "edited").unwrap();
    fs::remove_file(site.path().join("public/assets/s.css")).unwrap();
    assert_eq!(publish(&site, WALL), (2, 2, 0));
    assert_eq!(public(&site)["index.html"], "home");
}

#[test]
fn a5_what_the_site_no_longer_has_disappears() {
    let site = site();
    publish(&site, &[("index.html", "1"), ("tags/x/index.html", "x"), ("tags/x/feed.xml", "f"), ("a/b/c/d.png", "p")]);
    assert_eq!(publish(&site, &[("index.html", "2"), ("tags/y/index.html", "y")]), (2, 0, 3));
    assert_eq!(names(&public(&site)), ["index.html", "tags/", "tags/y/", "tags/y/index.html"]);
}

#[test]
fn a6_without_a_commit_the_output_stays_to_the_byte() {
    let site = site();
    open(&site).put("index.html", b"x").unwrap();
    assert!(!site.path().join("public").exists() && !site.path().join(".ripple").exists());
    assert_eq!(listing(site.path()).len(), 1);

    let deep = site.path().join("new/deep/out");
    let publication = target(site.path(), &deep, None).unwrap().open().unwrap();
    publication.put("index.html", b"x").unwrap();
    drop(publication);
    assert_eq!(listing(site.path()).len(), 1, "folders made for it are gone, too");

    publish(&site, WALL);
    let before = listing(site.path());
    let publication = open(&site);
    publication.put("index.html", b"changed").unwrap();
    publication.put("new/index.html", b"new").unwrap();
    assert!(publication.put("../x", b"out").is_err());
    drop(publication);
    assert_eq!(listing(site.path()), before);
}

#[test]
fn a6_an_interrupted_publish_is_completed_by_the_next() {
    let site = site();
    publish(&site, WALL);
    // A folder of another hand stands where the last file goes, but only after the comparison.
    let publication = open(&site);
    publication.put("assets/new.css", b"new").unwrap();
    publication.put("zzz", b"last").unwrap();
    fs::create_dir_all(site.path().join("public/zzz/mine")).unwrap();
    assert!(matches!(publication.commit(), Err(Fatal::NotWritable { .. })));
    fs::remove_dir_all(site.path().join("public/zzz")).unwrap();
    // What was moved before the failure is known as ours: it may change, and it may go.
    let next = &[("index.html", "home"), ("assets/new.css", "newer")];
    assert_eq!(publish(&site, next), (1, 1, 3));
    assert_eq!(publish(&site, &[("index.html", "home")]), (0, 1, 1));
    assert_eq!(names(&public(&site)), ["index.html"]);
    assert_no_leftovers(&site);
}

#[test]
fn p6_paths_that_lead_out_are_refused() {
    let site = site();
    let publication = open(&site);
    for path in ["../x", "/x", "a/../../x", "a\\b", "", "C:/x", "a//b"] {
        assert!(matches!(publication.put(path, b"x"), Err(Fatal::OutputRefused { .. })), "{path}");
        assert!(publication.copy(path, &site.path().join("ripple.yaml")).is_err(), "{path}");
    }
    drop(publication);
    assert_eq!(listing(site.path()).len(), 1);
}

#[test]
fn files_are_copied_only_when_they_differ() {
    let site = site();
    let source = site.path().join("logo.svg");
    fs::write(&source, "logo").unwrap();
    let copy = || {
        let publication = open(&site);
        publication.copy("img/logo.svg", &source).unwrap();
        let published = publication.commit().unwrap();
        (published.written, published.unchanged, published.bytes)
    };
    assert_eq!((copy(), copy()), ((1, 0, 4), (0, 1, 0)));
    fs::write(&source, "LOGO").unwrap();
    assert_eq!(copy(), (1, 0, 4));
    assert_eq!(public(&site)["img/logo.svg"], "LOGO");
    let publication = open(&site);
    assert!(matches!(publication.copy("x", &site.path().join("gone")), Err(Fatal::Unreadable { .. })));
    assert!(matches!(publication.copy("x", site.path()), Err(Fatal::Unreadable { .. })));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    #[test]
    fn a4_folders_that_are_links_are_not_written_through() {
        let away = tempfile::tempdir().unwrap();
        let site = site();
        publish(&site, WALL);
        let stories = site.path().join("public/stories");
        fs::remove_dir_all(&stories).unwrap();
        fs::create_dir(away.path().join("a")).unwrap();
        fs::write(away.path().join("a/index.html"), "mine").unwrap();
        symlink(away.path(), &stories).unwrap();
        assert!(matches!(try_publish(&site, WALL), Err(Fatal::OutputOccupied { .. })));
        assert_eq!(publish(&site, &[("index.html", "home")]).0, 0);
        assert_eq!(listing(away.path())["a/index.html"], "mine", "nothing is removed through a link, either");
    }

    #[test]
    fn a13_the_output_holds_no_links() {
        let site = site();
        let source = site.path().join("photo.jpg");
        fs::write(&source, "photo").unwrap();
        fs::set_permissions(&source, fs::Permissions::from_mode(0o600)).unwrap();
        publish(&site, WALL);
        let index = site.path().join("public/index.html");
        fs::remove_file(&index).unwrap();
        symlink("../photo.jpg", &index).unwrap();
        let publication = open(&site);
        publication.put("index.html", b"photo").unwrap();
        publication.copy("photo.jpg", &source).unwrap();
        publication.commit().unwrap();
        let photo = fs::symlink_metadata(site.path().join("public/photo.jpg")).unwrap();
        assert!(fs::symlink_metadata(&index).unwrap().is_file());
        assert_eq!(photo.nlink(), 1);
        assert_eq!(photo.mode() & 0o777, fs::metadata(site.path().join("ripple.yaml")).unwrap().mode() & 0o777);
        assert_eq!(fs::read_to_string(&source).unwrap(), "photo");
        symlink("photo.jpg", site.path().join("link.jpg")).unwrap();
        assert!(open(&site).copy("x.jpg", &site.path().join("link.jpg")).is_err());
    }

    #[test]
    fn the_output_may_be_read_by_a_web_server() {
        let site = site();
        fs::create_dir(site.path().join("plain")).unwrap();
        let mode = |name: &str| fs::metadata(site.path().join(name)).unwrap().mode() & 0o777;
        publish(&site, WALL);
        assert_eq!(mode("public"), mode("plain"));
        assert_eq!(mode("public/stories"), mode("plain"));
        assert_eq!(mode("public/index.html"), mode("ripple.yaml"));
    }

    #[test]
    fn an_output_that_is_a_link_is_filled_where_it_leads() {
        let away = tempfile::tempdir().unwrap();
        let site = site();
        symlink(away.path(), site.path().join("public")).unwrap();
        assert_eq!(publish(&site, WALL), (4, 0, 0));
        assert_eq!(publish(&site, &[("index.html", "home")]), (0, 1, 3));
        assert_eq!(names(&listing(away.path())), ["index.html"]);
        assert!(fs::symlink_metadata(site.path().join("public")).unwrap().is_symlink());
    }

    #[test]
    fn a_pipe_in_the_output_is_not_opened() {
        let site = site();
        publish(&site, WALL);
        let pipe = site.path().join("public/pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(matches!(try_publish(&site, &[("pipe", "")]), Err(Fatal::OutputOccupied { .. })));
    }

    #[test]
    fn a9_where_nothing_may_stand_beside_the_output_it_is_staged_inside() {
        let site = site();
        let closed = site.path().join("closed");
        let output = closed.join("out");
        fs::create_dir_all(&output).unwrap();
        let publish = |files: Files| {
            fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
            let publication = target(site.path(), &output, None).unwrap().open().unwrap();
            for (path, text) in files {
                publication.put(path, text.as_bytes()).unwrap();
            }
            let published = publication.commit();
            fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
            published.unwrap().written
        };
        assert_eq!((publish(WALL), publish(WALL), publish(&[("index.html", "new")])), (4, 0, 1));
        assert_eq!(names(&listing(&output)), ["index.html"]);
        assert!(output.join(".ripple-output").is_file());
    }

    #[test]
    fn a10_a_closed_folder_is_named() {
        let site = site();
        let closed = site.path().join("closed");
        fs::create_dir(&closed).unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
        // An administrator may write everywhere.
        if fs::write(closed.join("x"), "").is_err() {
            let publication = target(site.path(), &closed.join("out"), None).unwrap().open().unwrap();
            let refused = publication.put("index.html", b"x").unwrap_err();
            assert!(refused.to_string().contains("closed"), "{refused}");
        }
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    }
}
