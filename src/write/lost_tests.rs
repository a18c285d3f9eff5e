//! Tests of what is removed when the list of written files is lost, cut short or another checkout's.
#![expect(clippy::disallowed_methods, reason = "tests take whole folders away")]

use super::tests::{Files, WALL, listing, names, open, public, publish, site};
use super::*;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const HOME: Files<'static> = &[("index.html", "home")];

fn manifest(site: &TempDir) -> PathBuf {
    fs::read_dir(site.path().join(".ripple/manifests")).unwrap().next().unwrap().unwrap().path()
}

fn marker(site: &TempDir) -> PathBuf {
    site.path().join("public").join(refuse::MARKER)
}

/// A site that was built, with files of another hand in its output.
fn built() -> TempDir {
    let site = site();
    publish(&site, WALL);
    for name in ["CNAME", "stories/a/notes.txt"] {
        fs::write(site.path().join("public").join(name), "mine").unwrap();
    }
    site
}

fn assert_pruned(site: &TempDir) {
    assert_eq!(names(&public(site)), ["CNAME", "index.html", "stories/", "stories/a/", "stories/a/notes.txt"]);
    // All is as if the list had never been lost.
    let old = SystemTime::now() - Duration::from_secs(5_000);
    for file in [marker(site), manifest(site)] {
        fs::File::options().write(true).open(file).unwrap().set_modified(old).unwrap();
    }
    assert_eq!(publish(site, HOME), (0, 1, 0));
    assert_eq!([marker(site), manifest(site)].map(|file| fs::metadata(file).unwrap().modified().unwrap()), [old; 2]);
}

#[test]
fn a5_a_lost_manifest_keeps_nothing_online() {
    let site = built();
    fs::remove_dir_all(site.path().join(".ripple")).unwrap();
    assert_eq!(publish(&site, HOME), (0, 1, 3));
    assert_pruned(&site);
}

#[test]
fn a5_a_broken_manifest_keeps_nothing_online() {
    let whole = fs::read_to_string(manifest(&built())).unwrap();
    for broken in
        ["", &whole[..whole.len() - 9], "ripple manifest 1\n00 ../../x\nend 1\n", "ripple manifest 1\nend 0\n"]
    {
        let site = built();
        fs::write(manifest(&site), broken).unwrap();
        assert_eq!(publish(&site, HOME), (0, 1, 3), "{broken}");
        assert_pruned(&site);
    }
}

#[test]
fn a5_a_file_of_another_hand_stays_when_the_manifest_is_lost() {
    let site = built();
    fs::remove_dir_all(site.path().join(".ripple")).unwrap();
    let publication = open(&site);
    assert!(matches!(publication.put("CNAME", b"other"), Err(Fatal::OutputOccupied { .. })));
    assert!(publication.put("stories/a/index.html", b"changed").is_ok());
}

#[test]
fn a5_two_checkouts_share_an_output() {
    let (one, two) = (site(), site());
    let away = tempfile::tempdir().unwrap();
    let output = away.path().join("out");
    let publish = |site: &TempDir, files: Files| {
        let publication = target(site.path(), &output, None).unwrap().open().unwrap();
        for (path, text) in files {
            publication.put(path, text.as_bytes()).unwrap();
        }
        let published = publication.commit().unwrap();
        (published.written, published.unchanged, published.removed)
    };
    assert_eq!(publish(&one, WALL), (4, 0, 0));
    assert_eq!(publish(&two, &[("index.html", "home"), ("new.html", "new")]), (1, 1, 3));
    assert_eq!(names(&listing(&output)), ["index.html", "new.html"]);
    // The first one has a whole list, but it is not what is there now.
    assert_eq!(publish(&one, HOME), (0, 1, 1));
    assert_eq!(names(&listing(&output)), ["index.html"]);
}

#[test]
fn a5_a_marker_made_by_hand_takes_nothing_away() {
    let site = built();
    fs::remove_dir_all(site.path().join(".ripple")).unwrap();
    fs::write(marker(&site), "").unwrap();
    assert_eq!(publish(&site, &[("index.html", "new")]), (1, 0, 0));
    assert_eq!(public(&site).len(), 10, "four folders and all files are still there");
    assert_eq!(public(&site)["index.html"], "new");
    // From here on the marker knows what was written, and no more.
    fs::remove_dir_all(site.path().join(".ripple")).unwrap();
    assert_eq!(publish(&site, &[]), (0, 0, 1));
    assert_eq!(public(&site).len(), 9);
}

#[test]
fn a5_a_marker_without_a_list_gets_one() {
    let site = built();
    fs::write(marker(&site), "").unwrap();
    assert_eq!(publish(&site, HOME), (0, 1, 3), "the manifest is enough");
    assert_pruned(&site);
}

#[test]
fn a5_the_published_marker_names_no_page() {
    let site = built();
    let text = fs::read_to_string(marker(&site)).unwrap();
    assert!(text.contains("made by ripple") && text.ends_with("end 4\n"), "{text}");
    for (path, _) in WALL {
        assert!(path.split('/').filter(|name| name.len() > 1).all(|name| !text.contains(name)), "{path}: {text}");
    }
}

#[test]
fn a5_clearing_works_without_the_manifest() {
    let site = built();
    fs::remove_dir_all(site.path().join(".ripple")).unwrap();
    assert_eq!(open(&site).clear().unwrap(), 4);
    assert_eq!(names(&public(&site)), ["CNAME", "stories/", "stories/a/", "stories/a/notes.txt"]);
    assert!(!marker(&site).exists());
    let site = self::site();
    publish(&site, WALL);
    fs::remove_dir_all(site.path().join(".ripple")).unwrap();
    assert_eq!(open(&site).clear().unwrap(), 4);
    assert!(!site.path().join("public").exists());
}

#[cfg(unix)]
#[test]
fn a5_what_a_link_leads_to_is_not_ours() {
    let site = built();
    let away = tempfile::tempdir().unwrap();
    fs::create_dir(away.path().join("b")).unwrap();
    fs::write(away.path().join("b/index.html"), "mine").unwrap();
    fs::remove_dir_all(site.path().join("public/stories")).unwrap();
    std::os::unix::fs::symlink(away.path(), site.path().join("public/stories")).unwrap();
    fs::remove_dir_all(site.path().join(".ripple")).unwrap();
    assert_eq!(publish(&site, HOME), (0, 1, 1));
    assert_eq!(listing(away.path())["b/index.html"], "mine");
}
