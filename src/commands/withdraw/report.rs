//! What `ripple withdraw` says: what was done, what is left, what nobody can call back, and how it goes live.

use super::super::plural;
use super::traces::{Level, Trace};
use super::{Came, Done, Marked};
use crate::model::{EntryKind, RETIRED_FILE};
use anstream::println;
use std::collections::BTreeMap;

/// Longer lists are cut.
const SHOWN: usize = 12;

/// Prints everything.
pub(super) fn print(done: &Done) {
    what(done);
    how(done);
    left(done);
    println!("\nWhat nobody can call back:");
    println!("  - what feed readers have fetched already, and pages that somebody has saved or printed");
    match &done.address {
        Some(address) => println!("  - copies of search engines and web archives: ask them to forget {address}"),
        None => println!("  - copies of search engines and web archives: ask them to forget its address"),
    }
    println!("  - earlier versions of its file in Git: if others can read the repository, they can read those");
    live(done);
}

fn what(done: &Done) {
    let (entry, bold) = (done.entry, anstyle::Style::new().bold());
    let title = if entry.card.title.is_empty() { String::new() } else { format!(", “{}”", entry.card.title) };
    println!("{bold}Taken back{bold:#}: {} `{}`{title}", entry.kind.word(), entry.id.value);
    match done.marked {
        Marked::Now => println!("  {} says `withdrawn` under `consent` now.", entry.path),
        Marked::Before => println!("  {} said so already.", entry.path),
        Marked::Gone => println!(
            "  Its file is gone already; what it was is taken from its finished page. Names and tags that only it had are\n  \
             not known any more in full: look for them yourself."
        ),
        Marked::Not => println!(
            "  {} has an error and could not be changed. It counts as a draft until that is mended; then add these\n  \
             lines between its `---` lines, or delete the file:\n    consent:\n      status: withdrawn",
            entry.path
        ),
    }
    println!("  Its id is never used again; the file `{RETIRED_FILE}` remembers that without naming it.");
    if !done.with.is_empty() {
        println!("  With this person goes all that names them:");
        list(&done.with.iter().map(|entry| entry.path.to_string()).collect::<Vec<_>>());
    }
}

fn how(done: &Done) {
    let output = done.output.display();
    match &done.came {
        Came::Built(published) => {
            let (written, removed) = (published.written, published.removed);
            println!(
                "\nThe site in {output} was made again without it: {} changed, {removed} removed.",
                plural(written, "file", "files")
            );
        }
        Came::Cut(why, taken) => {
            println!("\nThe site cannot be made again at the moment:\n  {why}");
            if taken.removed.is_empty() && taken.replaced.is_empty() {
                println!("Nothing that ripple wrote into {output} shows it.");
            }
            if !taken.removed.is_empty() {
                println!("So every file in {output} that shows it was removed:");
                list(&taken.removed);
            }
            if !taken.replaced.is_empty() {
                println!("A plain page or an empty feed stands in the place of:");
                list(&taken.replaced);
            }
            println!(
                "Mend the error and run `ripple build`: that brings back all of these pages, without what was taken back."
            );
        }
    }
    if let Some(path) = &done.tombstone {
        println!(
            "{path} says at the old address that it was taken back. Delete that file when nothing is to stand there."
        );
    }
}

fn left(done: &Done) {
    let output = done.output.display();
    let searched = plural(done.searched, "file", "files");
    let of = |wanted: fn(Level) -> bool| -> Vec<String> { by_output(&done.left, wanted) };
    let sure = of(|level| level == Level::Sure);
    let perhaps: Vec<String> = of(|level| level != Level::Sure);
    if sure.is_empty() {
        println!("\nSearched {searched} in {output}: nothing is left of it.");
    } else {
        let red = anstyle::AnsiColor::Red.on_default().bold();
        println!("\n{red}Something is left{red:#} of it in {output}:");
        list(&sure);
        println!(
            "Take it out by hand. If the words stand in another story, in a template or in ripple.yaml, change them\n\
             there and run `ripple build`; files that ripple did not write, it never touches."
        );
    }
    if !perhaps.is_empty() {
        println!("These have a word in common with it, perhaps by chance. Look at them:");
        list(&perhaps);
    }
}

/// "stories/a/index.html (its title, its id)", once for each file.
fn by_output(left: &[Trace], wanted: fn(Level) -> bool) -> Vec<String> {
    let mut outputs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for trace in left.iter().filter(|trace| wanted(trace.level)) {
        let whats = outputs.entry(&trace.output).or_default();
        if !whats.contains(&trace.what) {
            whats.push(trace.what);
        }
    }
    outputs.into_iter().map(|(output, whats)| format!("{output} ({})", whats.join(", "))).collect()
}

fn live(done: &Done) {
    // The folder: a file that is gone cannot be named to Git where it was called something else.
    let file = if done.marked == Marked::Gone { "content" } else { done.entry.path.as_str() };
    let mut files = vec![file, RETIRED_FILE];
    files.extend(done.tombstone.as_deref());
    println!("\nVisitors see this when you publish it. With Git:");
    println!("  git add {}", files.join(" "));
    println!("  git commit -m \"Take something back\"");
    println!("  git push");
    let story = if done.entry.kind == EntryKind::Person { "the person" } else { "it" };
    println!("Do not name {story} in the message: that is public, too.");
    let output = done.output.display();
    match done.came {
        Came::Built(_) => {
            println!("If you copy {output} to a server yourself, copy it now, and delete there what is gone here.");
        }
        Came::Cut(..) => println!(
            "A host that builds the site from the repository cannot do that before the error is mended. Until then, copy\n\
             {output} to the host yourself and delete there what is gone here, or take the site offline."
        ),
    }
}

fn list(lines: &[String]) {
    for line in lines.iter().take(SHOWN) {
        println!("  {line}");
    }
    if lines.len() > SHOWN {
        println!("  and {} more", lines.len() - SHOWN);
    }
}
