//! `ripple explain`: one entry, whether visitors see it and why, where each statement comes from, who is in it and
//! who agreed, and what leads to it.

mod gate;
pub(super) mod named;
mod people;
mod place;
mod ties;
mod values;

use super::out::println;
use super::{look, root};
use crate::cli::ExplainArgs;
use crate::diag::print::{self, Sources};
use crate::diag::{self, SourcePath};
use crate::engine::{Preview, Snapshot};
use crate::model::{Entry, EntryId, EntryKind, Fatal};
use crate::plan;
use place::Places;
use std::sync::Arc;

/// An entry and everything that is known about it.
struct Subject<'a> {
    entry: &'a Entry,
    /// The site as visitors see it.
    snapshot: &'a Snapshot,
    /// The site as it would be if nothing were held back.
    opened: &'a Snapshot,
    /// All entries, published or not, by path.
    entries: &'a [Arc<Entry>],
    places: &'a Places<'a>,
}

/// Explains an entry, by its file or its id. Returns the exit code.
pub(super) fn run(args: &ExplainArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let preview = look(&root)?;
    let entries = &preview.entries;
    let path = named::path(&root, &args.entry, entries)?;
    let places = Places::new(&root);
    match entries.iter().find(|entry| entry.path == path) {
        Some(entry) => {
            let (snapshot, opened) = (&*preview.visitor, &*preview.writer);
            Subject { entry, snapshot, opened, entries, places: &places }.explain();
        }
        None => println!("{path}\nThis file is no part of the site, or it cannot be read."),
    }
    problems(&preview, &path, &places);
    Ok(0)
}

/// What is wrong with the file, also what will be once it is published.
fn problems(preview: &Preview, path: &SourcePath, places: &Places) {
    let mut all = preview.notes().to_vec();
    all.extend(preview.visitor.diagnostics.iter().cloned());
    // What holds it back stands above already.
    all.retain(|problem| problem.span.path == *path && problem.code != "withheld");
    diag::sort(&mut all);
    let related = all.iter().flat_map(|problem| &problem.related);
    let spans = all.iter().map(|problem| &problem.span).chain(related.map(|related| &related.span));
    let sources: Sources = spans.filter_map(|span| Some((span.path.clone(), places.lines(&span.path)?))).collect();
    for problem in &all {
        println!("\n{}", print::text(problem, &sources).trim_end());
    }
}

/// A heading with an empty line before it.
fn heading(words: &str) {
    let bold = anstyle::Style::new().bold();
    println!("\n{bold}{words}{bold:#}");
}

impl Subject<'_> {
    fn explain(&self) {
        let Entry { kind, id, path, card, .. } = self.entry;
        let title = if card.title.is_empty() { String::new() } else { format!(", “{}”", card.title) };
        let name =
            if *kind == EntryKind::Home { "home page".to_owned() } else { format!("{} `{}`", kind.word(), id.value) };
        println!("{path}\nThe {name}{title}");
        self.gate();
        self.people();
        self.values();
        self.ties();
    }

    /// The entry's place in the site that visitors see.
    fn id(&self) -> Option<EntryId> {
        self.snapshot.site.find(&self.entry.path)
    }

    /// Its place in the site in which nothing is held back.
    fn opened_id(&self) -> Option<EntryId> {
        self.opened.site.find(&self.entry.path)
    }

    /// An entry as other lines name it: "story `maria-speaks`", and whether visitors see it.
    fn name(&self, entry: &Entry) -> String {
        match entry.kind {
            EntryKind::Home => "home page".to_owned(),
            kind => format!("{} `{}`{}", kind.word(), entry.id.value, self.held(entry)),
        }
    }

    /// A word about an entry that visitors do not see.
    fn held(&self, entry: &Entry) -> String {
        let held = self.snapshot.why_not(&entry.path);
        held.map_or_else(String::new, |held| format!(", which nobody sees ({})", held.reason))
    }

    /// The file below the output folder and the address in letters that people can read; `None` for people
    /// who have no page.
    fn address(&self) -> Option<(String, String)> {
        let config = &self.snapshot.config;
        if !self.entry.may_have_page() {
            return None;
        }
        let output = plan::output_of(config, self.entry.kind, &self.entry.page_name())?;
        let below = if config.relative { &output } else { output.strip_suffix("index.html").unwrap_or(&output) };
        let base = config.base_url.as_deref().filter(|_| !config.relative).unwrap_or_default();
        Some((output.clone(), format!("{base}/{below}")))
    }
}
