//! `ripple withdraw`: takes something back at once, whether or not the site can be built; then looks whether anything
//! is left of it.

mod gone;
mod instead;
mod report;
mod traces;

use super::build::{PUBLISH_FOLDER, shown};
use super::explain::named;
use super::{engine_options, home, look, root};
use crate::cli::{CommonArgs, WithdrawArgs};
use crate::diag::{Diagnostic, Severity};
use crate::engine::{Changes, Engine, Outcome, Preview};
use crate::model::{ConsentStatus, Entry, EntryKind, Fatal, RETIRED_FILE, SourcePath, text};
use crate::write::{self, Published, TakenDown};
use crate::{parse, plan, read};
use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use traces::{Level, Trace, Traces};

/// Everything that was done, for the report.
struct Done<'a> {
    entry: &'a Entry,
    /// What the file says now.
    marked: Marked,
    /// Stories that go with a person.
    with: Vec<&'a Entry>,
    came: Came,
    output: PathBuf,
    /// How many files were searched afterwards.
    searched: usize,
    left: Vec<Trace>,
    /// The plain page at the old address, below the site, if there is one.
    tombstone: Option<String>,
    /// The full address of its page, if the site knows its own.
    address: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marked {
    Now,
    Before,
    /// Its fields cannot be read.
    Not,
    /// There is no file any more.
    Gone,
}

/// What came of trying to publish the site without it.
enum Came {
    Built(Published),
    /// The site cannot be built, and why; what was taken out of the output as it stands.
    Cut(String, TakenDown),
}

/// Takes something back. Returns the exit code.
pub(super) fn run(args: &WithdrawArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let output = args.output_dir.clone().unwrap_or_else(|| root.join(PUBLISH_FOLDER));
    // Whatever may not be written to is refused before the first change.
    let target = write::target(&root, &output, home().as_deref())?;
    let preview = look(&root)?;
    let gone: Entry;
    let entry = match subject(&root, &args.entry, &preview) {
        Err(Fatal::Argument(message)) => match gone::find(&args.entry, &preview, &target)? {
            Some(found) => {
                gone = found;
                &gone
            }
            None => return Err(Fatal::Argument(message)),
        },
        found => found?,
    };
    let snapshot = &*preview.visitor;
    let own_output =
        plan::output_of(&snapshot.config, entry.kind, &entry.page_name()).filter(|_| entry.may_have_page());
    if args.tombstone && own_output.is_none() {
        return Err(Fatal::Argument(
            "people without a page have no address for `--tombstone`; leave it out".to_owned(),
        ));
    }
    let with = named_with(entry, &preview);
    let subjects: Vec<&Entry> = std::iter::once(entry).chain(with.iter().copied()).collect();
    let traces = Traces::of(snapshot, &preview.entries, &subjects);

    let marked = mark(&root, entry)?;
    retire(&root, entry)?;
    let tombstone = tombstone(&root, entry, own_output.as_deref(), args.tombstone)?;
    let came = match build(&root, target.clone(), &entry.path)? {
        Ok(published) => Came::Built(published),
        Err(why) => Came::Cut(why, cut(&target, &traces, entry.kind, tombstone.as_deref())?),
    };
    // The folder may be new.
    let target = write::target(&root, &output, home().as_deref())?;
    let (searched, mut left) = target.search(|path, bytes| traces.found(path, bytes))?;
    let own = tombstone.as_deref().and_then(|path| path.strip_prefix("static/"));
    left.retain(|trace| Some(trace.output.as_str()) != own);
    let address = own_output.as_deref().and_then(|output| {
        let base = snapshot.config.base_url.as_deref()?;
        Some(format!("{base}/{}", plan::encoded(output.strip_suffix("index.html").unwrap_or(output))))
    });
    let output = shown(&output);
    let done = Done { entry, marked, with, came, output, searched, left, tombstone, address };
    report::print(&done);
    Ok(if done.left.iter().any(|trace| trace.level == Level::Sure) { 3 } else { 0 })
}

/// What is to be taken back: by its file, its id or its address.
fn subject<'a>(root: &Path, written: &Path, preview: &'a Preview) -> Result<&'a Entry, Fatal> {
    let path = match by_address(&written.to_string_lossy(), preview) {
        Some(path) => path,
        None => named::path(root, written, &preview.entries)?,
    };
    let entry = preview.entries.iter().find(|entry| entry.path == path);
    let entry = entry.ok_or_else(|| {
        Fatal::Argument(format!(
            "`{path}` is no part of the site, or it cannot be read: name a file of content/, or an id"
        ))
    })?;
    match entry.kind {
        EntryKind::Home | EntryKind::Tag => Err(Fatal::Argument(format!(
            "a {} cannot be taken back: name a story, a prompt, a page, a collection or a person",
            if entry.kind == EntryKind::Home { "home page" } else { "tag" }
        ))),
        _ => Ok(entry),
    }
}

/// The file of the entry whose page has an address: from the root of the site, or with the site's own in front.
fn by_address(written: &str, preview: &Preview) -> Option<SourcePath> {
    let config = &preview.visitor.config;
    let base = config.base_url.as_deref().unwrap_or_default();
    let below = match written.strip_prefix(base).filter(|_| !base.is_empty()) {
        Some(below) => below,
        None => match written.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?.1,
            None => written,
        },
    };
    let own_path = config.base_path.trim_matches('/');
    let path =
        below.split(['?', '#']).next()?.trim_start_matches('/').trim_end_matches("index.html").trim_end_matches('/');
    let without = path.strip_prefix(own_path).filter(|_| !own_path.is_empty()).map(|rest| rest.trim_start_matches('/'));
    if !written.contains('/') || path.is_empty() {
        return None;
    }
    let is_there = |entry: &Entry| {
        let output = plan::output_of(config, entry.kind, &entry.page_name()).filter(|_| entry.may_have_page());
        let own = output.as_deref().and_then(|output| output.strip_suffix("/index.html"));
        own.is_some_and(|own| {
            [Some(path), without].into_iter().flatten().any(|path| path == own || path == plan::encoded(own))
        })
    };
    preview.entries.iter().find(|entry| is_there(entry)).map(|entry| entry.path.clone())
}

/// For a person, everything that names them and was not held back by that already.
fn named_with<'a>(entry: &Entry, preview: &'a Preview) -> Vec<&'a Entry> {
    if entry.kind != EntryKind::Person {
        return Vec::new();
    }
    let id = text::fold(&entry.id.value);
    let names = |other: &Entry| {
        let mentions = other.refs.people.iter().map(|mention| &mention.name).chain(&other.refs.authors);
        mentions.map(|name| text::fold(name.value.trim())).any(|name| name == id)
    };
    preview.entries.iter().map(|other| &**other).filter(|other| other.path != entry.path && names(other)).collect()
}

/// Writes into its file that consent is withdrawn.
fn mark(root: &Path, entry: &Entry) -> Result<Marked, Fatal> {
    if entry.gate.consent.as_ref().is_some_and(|consent| consent.value.status == ConsentStatus::Withdrawn) {
        return Ok(Marked::Before);
    }
    if !root.join(entry.path.as_str()).exists() {
        return Ok(Marked::Gone);
    }
    let Ok(file) = read::file(root, &entry.path) else { return Ok(Marked::Not) };
    let Some(text) = parse::withdrawn(&file) else { return Ok(Marked::Not) };
    write::source(root, entry.path.as_str(), text.as_bytes())?;
    Ok(Marked::Now)
}

/// Writes down that its id may never be used again.
fn retire(root: &Path, entry: &Entry) -> Result<(), Fatal> {
    let unreadable = || Fatal::Unreadable {
        path: root.join(RETIRED_FILE),
        error: std::io::Error::other("it is no text of this site"),
    };
    let file = read::optional(root, RETIRED_FILE).map_err(|_| unreadable())?;
    let known = file.as_ref().map_or("", |file| &file.text);
    match parse::with_retired(known, entry.kind, &entry.id.value, &salt()) {
        Some(text) => write::source(root, RETIRED_FILE, text.as_bytes()),
        None => Ok(()),
    }
}

/// Letters that nobody can foresee: the standard library seeds its hashes from the system's random numbers.
fn salt() -> String {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part())
}

/// Leaves a page at the old address, as a file of `static/`: there every build keeps it, until somebody deletes it.
/// Gives its path if there is one, asked for now or before.
fn tombstone(root: &Path, entry: &Entry, output: Option<&str>, asked: bool) -> Result<Option<String>, Fatal> {
    let Some(output) = output else { return Ok(None) };
    let path = format!("static/{output}");
    let is_there = root.join(&path).is_file();
    if asked && !is_there {
        write::source(root, &path, instead::tombstone(entry.kind, output).as_bytes())?;
    }
    Ok((asked || is_there).then_some(path))
}

/// Publishes the site without what this file says. `Err` says why that is not possible now.
fn build(root: &Path, target: write::Target, gone: &SourcePath) -> Result<Result<Published, String>, Fatal> {
    let common = CommonArgs { root: Some(root.to_path_buf()), ..CommonArgs::default() };
    let mut engine = Engine::new(engine_options(&common)?);
    let snapshot = engine.update(&Changes::All)?;
    if let Some(why) = errors(&snapshot.diagnostics) {
        return Ok(Err(why));
    }
    if snapshot.site.find(gone).is_some() {
        return Ok(Err(format!("{gone}: it says nothing that holds it back, and could not be changed.")));
    }
    Ok(match engine.publish(&snapshot, target) {
        Ok((Outcome::Published(published, _), _)) => Ok(published),
        Ok((Outcome::Failed(problems), _)) => Err(errors(&problems).unwrap_or_default()),
        // Something in the way of one page must not keep another one online.
        Err(fatal) => Err(format!("{fatal}.")),
    })
}

/// How many errors there are, and the first of them.
fn errors(problems: &[Diagnostic]) -> Option<String> {
    let mut errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    let first = errors.next()?;
    let more = match errors.count() {
        0 => String::new(),
        1 => ", and one more error".to_owned(),
        more => format!(", and {more} more errors"),
    };
    Some(format!("{}: {}{more} (`ripple check` shows all).", first.span.path, first.message))
}

/// Takes out of an output that cannot be made anew whatever shows it. The index of the search knows words of all
/// stories without saying whose they are: it goes as a whole.
fn cut(target: &write::Target, traces: &Traces, kind: EntryKind, tombstone: Option<&str>) -> Result<TakenDown, Fatal> {
    let shows = |path: &str, bytes: &[u8]| {
        let is_hit = traces.found(path, bytes).iter().any(|trace| trace.level <= Level::Likely);
        vec![(path.to_owned(), is_hit)]
    };
    let (_, looked) = target.search(shows)?;
    let is_anywhere = looked.iter().any(|(_, is_hit)| *is_hit);
    let goes = |(path, is_hit): &(String, bool)| *is_hit || (is_anywhere && path.starts_with(SEARCH_FILES));
    let mut paths: BTreeSet<String> = looked.into_iter().filter(goes).map(|(path, _)| path).collect();
    let own = tombstone.and_then(|path| path.strip_prefix("static/"));
    paths.extend(own.map(str::to_owned));
    let plain = |path: &str| {
        if own == Some(path) {
            return Some(instead::tombstone(kind, path));
        }
        instead::instead(path).filter(|_| !traces.is_own(path)).map(str::to_owned)
    };
    target.clone().open()?.take_down(&paths, plain)
}

/// Where the index of the search is, below the output folder.
const SEARCH_FILES: &str = "assets/search/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_of_the_search_is_where_it_is_looked_for() {
        assert!(plan::SEARCH_MAP.starts_with(SEARCH_FILES));
    }

    #[test]
    fn no_two_salts_are_the_same() {
        let salts: BTreeSet<String> = (0..100).map(|_| salt()).collect();
        assert!(salts.len() == 100 && salts.iter().all(|salt| salt.len() == 32));
    }
}
