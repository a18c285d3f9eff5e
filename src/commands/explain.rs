//! `ripple explain`: one file, where each of its values came from, and why it is published or not.

use super::{look, root};
use crate::cli::ExplainArgs;
use crate::diag::{LineIndex, print};
use crate::engine::Snapshot;
use crate::model::{Content, Edge, Entry, EntryId, EntryKind, Fatal, Page, PageView, SourceFile, SourcePath};
use crate::{parse, read};
use anstream::println;
use std::path::{Path, PathBuf};

/// Explains a file. Returns the exit code.
pub(super) fn run(args: &ExplainArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let path = below(&root, &args.file)?;
    let snapshot = look(&root)?;
    let file = read::file(&root, &path).map_err(|problem| Fatal::Argument(problem.message))?;
    let id = snapshot.site.ids().find(|id| snapshot.site.entry(*id).path == path);
    println!("{path}");
    match id {
        Some(id) => published(&snapshot, id, &file),
        None => held_back(&snapshot, &path),
    }
    for problem in snapshot.diagnostics.iter().filter(|problem| problem.span.path == path) {
        println!("\n{}", print::text(problem, &snapshot.sources).trim_end());
    }
    Ok(0)
}

/// The file's path below the site root; it may be given from the current folder or from the root.
fn below(root: &Path, file: &Path) -> Result<SourcePath, Fatal> {
    let real_root = root.canonicalize().map_err(|error| Fatal::Unreadable { path: root.to_path_buf(), error })?;
    let candidates: [PathBuf; 2] = [file.to_path_buf(), root.join(file)];
    let found = candidates.iter().find_map(|candidate| {
        let real = candidate.canonicalize().ok()?;
        let below = real.strip_prefix(&real_root).ok()?;
        Some(SourcePath::new(&below.to_string_lossy().replace('\\', "/")))
    });
    found.ok_or_else(|| Fatal::Argument(format!("there is no file `{}` in this site", file.display())))
}

fn held_back(snapshot: &Snapshot, path: &SourcePath) {
    match snapshot.withheld.iter().find(|entry| entry.path == *path) {
        Some(entry) => println!("  the {} `{}` is not published: {}", entry.kind.word(), entry.id, entry.reason),
        None => println!("  this file is no part of the site, or it cannot be read"),
    }
}

fn published(snapshot: &Snapshot, id: EntryId, file: &SourceFile) {
    let site = &snapshot.site;
    let entry = site.entry(id);
    let listed = if site.access[id.index()].listed { "" } else { ", unlisted" };
    match page_of(snapshot, entry) {
        Some(page) => {
            println!("  the {} `{}` is published{listed} at /{}", entry.kind.word(), entry.id.value, page.route.href);
        }
        None => println!("  the {} `{}` has no page of its own", entry.kind.word(), entry.id.value),
    }
    println!();
    values(entry, file);
    ripples(snapshot, id);
    if let Some(numbers) = page_of(snapshot, entry).and_then(numbers_of) {
        println!("\n{numbers}");
    }
}

/// Each value and where it came from.
fn values(entry: &Entry, file: &SourceFile) {
    let given = parse::given_fields(file);
    let lines = LineIndex::new(&file.text);
    let from = |names: &[&str], otherwise: &str| {
        let found = given.iter().find(|field| names.contains(&field.value.as_str()));
        let line =
            found.and_then(|field| field.span.range).map(|(start, _)| lines.position(start as usize).line_number);
        line.map_or_else(|| otherwise.to_owned(), |line| format!("line {line}"))
    };
    let card = &entry.card;
    let date = |date: Option<crate::model::Date>| date.map(|date| date.iso()).unwrap_or_default();
    let rows = [
        ("title", card.title.clone(), from(&["title"], "the text's first heading, or the file name")),
        ("id", entry.id.value.clone(), from(&["id"], "the file name")),
        ("slug", entry.slug.value.clone(), from(&["slug"], "the id")),
        ("date", date(card.date), from(&["date"], "the file name")),
        ("happened", date(card.happened), from(&["moment"], "the date")),
        ("setting", card.setting.clone().unwrap_or_default(), from(&["setting"], "nothing was said")),
        ("summary", card.summary.clone(), from(&["summary", "description", "excerpt"], "the beginning of the text")),
        ("language", card.lang.clone().unwrap_or_default(), from(&["lang"], "the site")),
    ];
    for (name, value, source) in rows.into_iter().filter(|(_, value, _)| !value.is_empty()) {
        println!("  {name:<9} {value}  ({source})");
    }
}

fn ripples(snapshot: &Snapshot, id: EntryId) {
    let site = &snapshot.site;
    let tell = |edge: &Edge, other: EntryId, outward: bool| {
        let kind = snapshot.config.ripple_kinds.get(edge.kind);
        let label = if outward { &kind.label } else { &kind.inverse_label };
        let notes = if edge.notes.is_empty() { String::new() } else { format!(" ({})", edge.notes.join("; ")) };
        println!("  {label} `{}`{notes}", site.entry(other).id.value);
    };
    let (into, out) = (site.edges_in.of(id), site.edges_out.of(id));
    if into.is_empty() && out.is_empty() {
        if site.entry(id).kind == EntryKind::Story {
            println!("\nNo ripples lead here or from here yet.");
        }
        return;
    }
    println!("\nRipples");
    for edge in into.iter().map(|place| &site.edges[*place as usize]) {
        tell(edge, edge.from, false);
    }
    for edge in out.iter().map(|place| &site.edges[*place as usize]) {
        tell(edge, edge.to, true);
    }
}

/// The page that an entry has for itself.
fn page_of<'a>(snapshot: &'a Snapshot, entry: &Entry) -> Option<&'a Page> {
    snapshot.pages.iter().find(|page| {
        let PageView::Html(html) = &page.view() else { return false };
        let card = match &html.content {
            Content::Story(story) => &story.card,
            Content::Prompt(prompt) => &prompt.card,
            Content::Collection(collection) => &collection.card,
            Content::Plain(plain) => &plain.card,
            _ => return false,
        };
        card.id == entry.id.value && card.kind == entry.kind.word()
    })
}

/// The numbers of a story in one sentence, as its page tells them.
fn numbers_of(page: &Page) -> Option<String> {
    let PageView::Html(html) = page.view() else { return None };
    let Content::Story(story) = html.content else { return None };
    story.numbers
}
