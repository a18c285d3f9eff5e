//! Benchmarks of the whole and of its parts: `cargo bench`. Sizes are numbers of stories.
//! Absolute times differ from machine to machine; compare within one run.

mod sites;

use divan::Bencher;
use ripple::engine::{Changes, Engine, EngineOptions};
use ripple::write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The clock, in seconds since 1970: 1 December 2026.
const NOW: i64 = 1_796_126_400;
const SIZES: [usize; 2] = [1_000, 10_000];

fn main() {
    divan::main();
}

fn site(stories: usize) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    sites::write(dir.path(), stories);
    dir
}

fn engine(root: &Path) -> Engine {
    Engine::new(EngineOptions::new(root, NOW))
}

fn publish(engine: &mut Engine, root: &Path, output: &str) {
    let snapshot = engine.update(&Changes::All).expect("a site");
    let target = write::target(root, &root.join(output), None).expect("a folder of its own");
    engine.publish(&snapshot, target).expect("a writable folder");
}

/// The floor: read every source once, write as many bytes as the site has, on the same disk.
#[divan::bench(args = SIZES, sample_count = 10)]
fn floor(bencher: Bencher<'_, '_>, stories: usize) {
    let dir = site(stories);
    let mut engine = engine(dir.path());
    publish(&mut engine, dir.path(), "public");
    let files: Vec<_> = walkdir::WalkDir::new(dir.path().join("public"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            (
                entry.path().strip_prefix(dir.path().join("public")).expect("below").to_owned(),
                entry.metadata().map_or(0, |data| data.len()),
            )
        })
        .collect();
    let mut round = 0;
    bencher.bench_local(|| {
        round += 1;
        for entry in fs::read_dir(dir.path().join("content/stories")).expect("stories").filter_map(Result::ok) {
            divan::black_box(fs::read(entry.path()).expect("readable"));
        }
        for (path, size) in &files {
            let to = dir.path().join(format!("floor-{round}")).join(path);
            fs::create_dir_all(to.parent().expect("a folder")).expect("writable");
            fs::write(to, vec![b'x'; usize::try_from(*size).unwrap_or(0)]).expect("writable");
        }
    });
}

/// A build into a new folder, from nothing.
#[divan::bench(args = SIZES, sample_count = 10)]
fn cold(bencher: Bencher<'_, '_>, stories: usize) {
    let dir = site(stories);
    let mut round = 0;
    bencher.bench_local(|| {
        // A folder of its own each time: files made right after a mass removal cost many times more.
        round += 1;
        publish(&mut engine(dir.path()), dir.path(), &format!("out-{round}"));
    });
}

/// The same beside 500 stories that are held back: what the last look costs where it has much to look for.
#[divan::bench(args = SIZES, sample_count = 10)]
fn cold_held(bencher: Bencher<'_, '_>, stories: usize) {
    let dir = site(stories);
    sites::hold_back(dir.path(), 500);
    let mut round = 0;
    bencher.bench_local(|| {
        round += 1;
        publish(&mut engine(dir.path()), dir.path(), &format!("out-{round}"));
    });
}

/// A build over one that is already there and the same.
#[divan::bench(args = SIZES, sample_count = 10)]
fn unchanged(bencher: Bencher<'_, '_>, stories: usize) {
    let dir = site(stories);
    publish(&mut engine(dir.path()), dir.path(), "public");
    bencher.bench_local(|| publish(&mut engine(dir.path()), dir.path(), "public"));
}

/// Read, parse, link and plan, without making pages.
#[divan::bench(args = SIZES, sample_count = 10)]
fn snapshot(bencher: Bencher<'_, '_>, stories: usize) {
    let dir = site(stories);
    bencher.bench_local(|| engine(dir.path()).update(&Changes::All).expect("a site"));
}

/// What a preview does after one story was edited: the site anew for visitors and for the writer, and the page that is
/// looked at.
#[divan::bench(args = SIZES, sample_count = 20)]
fn one_edit(bencher: Bencher<'_, '_>, stories: usize) {
    let dir = site(stories);
    let mut engine = engine(dir.path());
    // The preview holds the last result until the next one is there.
    let mut shown = engine.preview(&Changes::All).expect("a site");
    let path = "content/stories/story-7.md";
    let text = fs::read_to_string(dir.path().join(path)).expect("the story");
    let mut round = 0;
    bencher.bench_local(|| {
        round += 1;
        fs::write(dir.path().join(path), format!("{text}\nEdit {round}.\n")).expect("writable");
        let changes = Changes::Paths([ripple::model::SourcePath::new(path)].into());
        shown = engine.preview(&changes).expect("a site");
        let page = shown.writer.page("stories/story-7/index.html").expect("its page");
        engine.pages().bytes(&shown.writer, page).expect("a sound theme")
    });
}
