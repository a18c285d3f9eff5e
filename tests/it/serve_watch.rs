//! The watcher on a real disk: what editors, copying and branch switches do to a site.

use ripple::diag::SourcePath;
use ripple::read::is_skipped;
use ripple::serve::watch::{Batch, Due, Options, QUIET, Seen, Watcher};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for the slowest machine; nothing waits that long unless it fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// A site that is watched.
struct Site {
    _folder: TempDir,
    root: PathBuf,
    seen: Receiver<Seen>,
    watcher: Watcher,
}

impl Site {
    fn new(polls: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("site");
        fs::create_dir_all(root.join("content/stories")).unwrap();
        fs::create_dir_all(root.join("public")).unwrap();
        fs::write(root.join("ripple.yaml"), "title: x\n").unwrap();
        fs::write(root.join("content/stories/a.md"), "one").unwrap();
        let (sender, seen) = channel();
        let options = Options { root: root.clone(), skips: is_skipped, polls };
        // What is foretold is said once more when it is due.
        let tell = move |what| if matches!(what, Seen::Soon(_)) { Ok(()) } else { sender.send(what) };
        let watcher = Watcher::new(options, move |what| drop(tell(what))).unwrap();
        Self { _folder: folder, root, seen, watcher }
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.root.join(path), text).unwrap();
    }

    /// Waits until a change of this file is told, by its name or as part of everything.
    #[track_caller]
    fn tells(&self, path: &str) {
        self.waits(|batch| match batch {
            Batch::All => true,
            Batch::Paths(paths) => paths.contains(&SourcePath::new(path)),
        });
    }

    /// Waits until everything is to be looked at.
    #[track_caller]
    fn tells_all(&self) {
        self.waits(|batch| *batch == Batch::All);
    }

    #[track_caller]
    fn waits(&self, is_it: impl Fn(&Batch) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut others = Vec::new();
        loop {
            match self.seen.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Seen::Changed(due)) if is_it(&due.batch) => return,
                Ok(other) => others.push(other),
                Err(error) => panic!("{error}; what was told instead: {others:?}"),
            }
        }
    }

    /// All that is told until a change that is made now; the change itself is left out.
    fn before(&self, mark: &str) -> BTreeSet<SourcePath> {
        self.write(mark, "mark");
        let mut told = BTreeSet::new();
        loop {
            match self.seen.recv_timeout(PATIENCE).unwrap() {
                Seen::Changed(Due { batch: Batch::Paths(paths), .. }) => {
                    let done = paths.contains(&SourcePath::new(mark));
                    told.extend(paths);
                    if done {
                        told.remove(&SourcePath::new(mark));
                        return told;
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn a_save_is_seen() {
    let site = Site::new(false);
    site.write("content/stories/a.md", "two");
    site.tells("content/stories/a.md");
    site.write("ripple.yaml", "title: y\n");
    site.tells("ripple.yaml");
}

#[test]
fn j12_a_save_by_rename_is_seen() {
    let site = Site::new(false);
    for round in 0..20 {
        // As Vim does it: a probe, the old one aside, the new one in its place, the old one away.
        site.write("content/stories/4913", "");
        fs::remove_file(site.root.join("content/stories/4913")).unwrap();
        let place = site.root.join("content/stories/a.md");
        let aside = site.root.join("content/stories/a.md~");
        fs::rename(&place, &aside).unwrap();
        fs::write(&place, format!("round {round}")).unwrap();
        fs::remove_file(&aside).unwrap();
        site.tells("content/stories/a.md");
        // As others do it: a new one beside it, moved over it.
        site.write("content/stories/.a.md.new", "new");
        fs::rename(site.root.join("content/stories/.a.md.new"), &place).unwrap();
        site.tells("content/stories/a.md");
    }
}

#[test]
fn j12_a_new_folder_is_seen_with_all_that_is_in_it() {
    let site = Site::new(false);
    for round in 0..10 {
        let folder = format!("content/stories/n{round}/m/o");
        fs::create_dir_all(site.root.join(&folder)).unwrap();
        site.write(&format!("{folder}/b.md"), "x");
        site.tells_all();
        // After the second look every folder is watched by itself.
        site.tells_all();
        site.write(&format!("{folder}/b.md"), "y");
        site.tells(&format!("{folder}/b.md"));
    }
    // Folders that were not there in the beginning.
    fs::create_dir_all(site.root.join("static/deep")).unwrap();
    site.tells_all();
    site.tells_all();
    site.write("static/deep/x.css", "a");
    site.tells("static/deep/x.css");
}

#[test]
fn moved_folders_are_seen() {
    let site = Site::new(false);
    let away = site.root.parent().unwrap().join("away");
    fs::create_dir_all(away.join("deep")).unwrap();
    fs::write(away.join("deep/c.md"), "x").unwrap();
    fs::rename(&away, site.root.join("content/moved")).unwrap();
    site.tells_all();
    site.tells_all();
    site.write("content/moved/deep/c.md", "y");
    site.tells("content/moved/deep/c.md");
    fs::rename(site.root.join("content/moved"), site.root.join("content/again")).unwrap();
    site.tells_all();
    site.tells_all();
    site.write("content/again/deep/c.md", "z");
    site.tells("content/again/deep/c.md");
    fs::rename(site.root.join("content/again"), &away).unwrap();
    site.tells("content/again");
    fs::remove_dir_all(site.root.join("content/stories")).unwrap();
    site.tells_all();
}

#[test]
fn a_folder_that_comes_back_is_watched_again() {
    let site = Site::new(false);
    fs::remove_dir_all(site.root.join("content")).unwrap();
    site.tells_all();
    fs::create_dir_all(site.root.join("content/stories")).unwrap();
    site.tells_all();
    site.tells_all();
    site.write("content/stories/a.md", "new");
    site.tells("content/stories/a.md");
}

#[test]
fn a_site_that_comes_back_is_watched_again() {
    for moved in [false, true] {
        let site = Site::new(false);
        if moved {
            fs::rename(&site.root, site.root.with_extension("old")).unwrap();
        } else {
            fs::remove_dir_all(&site.root).unwrap();
        }
        site.tells_all();
        fs::create_dir_all(site.root.join("content/stories")).unwrap();
        site.write("ripple.yaml", "title: z\n");
        // Until the site was found again, only the second look tells.
        let end = Instant::now() + PATIENCE;
        loop {
            site.write("content/stories/a.md", "new");
            let told = site.seen.recv_timeout(Duration::from_millis(200));
            let by_name = BTreeSet::from([SourcePath::new("content/stories/a.md")]);
            if matches!(told, Ok(Seen::Changed(Due { batch: Batch::Paths(paths), .. })) if paths == by_name) {
                break;
            }
            assert!(Instant::now() < end, "never watched again");
        }
    }
}

#[test]
fn j13_what_is_no_source_is_not_told() {
    let site = Site::new(false);
    for path in [
        "public/index.html",
        "README.md",
        ".gitignore",
        "content/stories/.a.md.swp",
        "content/stories/a.md~",
        "content/stories/#a.md#",
        "content/stories/.#a.md",
        "content/stories/4913",
        "content/stories/a.tmp",
        "content/stories/a.md___jb_tmp___",
    ] {
        site.write(path, "x");
    }
    for folder in [".git/objects", ".ripple/manifests", ".public.ripple-x/tree", "target/debug"] {
        fs::create_dir_all(site.root.join(folder)).unwrap();
        site.write(&format!("{folder}/x.md"), "x");
    }
    // Reading is no change, however much is read.
    for _ in 0..100 {
        fs::read(site.root.join("content/stories/a.md")).unwrap();
    }
    assert_eq!(site.before("content/stories/mark.md"), BTreeSet::new());
}

#[test]
fn j11_many_quick_saves_are_few_rounds() {
    let site = Site::new(false);
    let start = Instant::now();
    for count in 0..1000 {
        site.write("content/stories/a.md", &count.to_string());
    }
    let took = start.elapsed();
    site.write("content/stories/last.md", "x");
    let mut rounds = 1;
    let last = SourcePath::new("content/stories/last.md");
    while !matches!(site.seen.recv_timeout(PATIENCE).unwrap(), Seen::Changed(Due { batch: Batch::Paths(paths), .. }) if paths.contains(&last))
    {
        rounds += 1;
    }
    let most = took.as_millis() / QUIET.as_millis() + 2;
    assert!(rounds <= most, "{rounds} rounds in {took:?}");
}

#[test]
fn folders_elsewhere_can_be_watched_too() {
    let site = Site::new(false);
    let elsewhere = site.root.join("pictures");
    fs::create_dir(&elsewhere).unwrap();
    site.watcher.also(BTreeSet::from([elsewhere.clone()]));
    // What changed there before it was watched would be missed otherwise.
    site.tells_all();
    fs::write(elsewhere.join("x.svg"), "x").unwrap();
    site.tells_all();
    while site.seen.recv_timeout(QUIET * 10).is_ok() {} // the rest of that save
    site.watcher.also(BTreeSet::from([elsewhere]));
    assert_eq!(site.seen.recv_timeout(QUIET * 10), Err(RecvTimeoutError::Timeout), "it was watched already");
}

#[test]
fn j14_polling_sees_the_same() {
    let site = Site::new(true);
    for round in 0..2 {
        site.write("content/stories/a.md", &format!("round {round}"));
        site.tells("content/stories/a.md");
    }
    site.write("ripple.yaml", "title: y\n");
    site.tells("ripple.yaml");
    fs::create_dir_all(site.root.join("static/deep")).unwrap();
    site.write("static/deep/x.css", "a");
    site.tells_all();
    fs::remove_dir_all(site.root.join("content")).unwrap();
    site.tells("content/stories/a.md");
    fs::create_dir_all(site.root.join("content/stories")).unwrap();
    site.write("content/stories/a.md", "back");
    site.tells("content/stories/a.md");
}
