//! A long day: hundreds of edits while pages are open, and neither memory nor time nor threads nor files grow.

use crate::live::{Live, VISITOR, WRITER};
use crate::site_test::{SiteTest, story};
use std::time::Duration;

const STORIES: usize = 200;
const EDITS: usize = 500;

fn text(number: usize, edit: usize) -> String {
    let next = (number + 1) % STORIES;
    let fields = format!("tags: [all, tag {}]\nripples: [{{led-to: s{next}}}]\n", (number + edit) % 20);
    let words = "Somebody said one useful thing and went back to work. ".repeat(6);
    story(&format!("Story {number} as of {edit}"), &fields, &format!("{words} See [[s{next}]]."))
}

/// What this process holds: resident memory in KiB, threads and open files. `None` where no file tells.
fn held() -> Option<(usize, usize, usize)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let memory = line.split_whitespace().nth(1)?.parse().ok()?;
    let count = |folder: &str| std::fs::read_dir(folder).ok().map(Iterator::count);
    Some((memory, count("/proc/self/task")?, count("/proc/self/fd")?))
}

/// What a round takes when no other program is in its way: a quarter of them took less.
fn quartile(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 4]
}

/// One edit of a day: mostly texts, now and then something else.
fn edit(live: &Live, count: usize) {
    let number = (count * 7) % STORIES;
    match count % 50 {
        10 => live.site.write("content/stories/extra.md", text(STORIES, count)),
        11 => live.site.remove("content/stories/extra.md"),
        20 => live.site.write("static/words.txt", format!("{count}")),
        30 => live.site.write("content/stories/s7.md", "---\ntitle: [broken\n---\n"),
        31 => live.site.write("content/stories/s7.md", text(7, count)),
        _ => live.site.write(&format!("content/stories/s{number}.md"), text(number, count)),
    }
}

/// Alone in its process, because what other tests hold would be counted too.
#[test]
#[ignore = "started by another test, in a process of its own"]
fn a_day_of_edits() {
    let site = SiteTest::new(&[]);
    for number in 0..STORIES {
        site.write(&format!("content/stories/s{number}.md"), text(number, 0));
    }
    let live = Live::of(site);
    let mut times = Vec::new();
    let mut marks = Vec::new();
    for count in 1..=EDITS {
        edit(&live, count);
        let round =
            live.round_within(crate::preview::PATIENCE).unwrap_or_else(|| panic!("no round after edit {count}"));
        times.push(round.time);
        // Some tabs are open, and load again after each edit.
        for (target, eyes) in [("/", WRITER), ("/stories/s7/", WRITER), ("/tags/all/", VISITOR)] {
            assert_eq!(live.get(target, eyes).status, 200, "{target} after edit {count}");
        }
        if count == 100 || count == EDITS {
            marks.push(held());
        }
    }
    let (first, last) = (quartile(&times[..100]), quartile(&times[EDITS - 100..]));
    // Flat, as far as a machine with other work can tell: five hundred edits would make a leak many times this.
    assert!(last < first * 4, "rounds took {first:?} at the beginning and {last:?} at the end");
    if let [Some((memory, threads, files)), Some((memory_after, threads_after, files_after))] = marks[..] {
        assert!(memory_after < memory + memory / 4 + 8 * 1024, "{memory} KiB, and later {memory_after} KiB");
        // A connection or two may be just ending.
        assert!(threads_after <= threads + 4, "{threads} threads, and later {threads_after}");
        assert!(files_after <= files + 4, "{files} open files, and later {files_after}");
    }
}

#[test]
fn a_day_of_edits_leaves_nothing_behind() {
    let own = std::env::current_exe().unwrap();
    let mut alone = std::process::Command::new(own);
    alone.args(["--exact", "serve_soak::a_day_of_edits", "--ignored", "--nocapture"]);
    let done = alone.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}
