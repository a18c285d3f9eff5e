//! Walking a folder of the site: lists its files, reads none of them, reports whatever it passes over.

use super::links::{Lead, below, follow};
use super::names::{is_skipped, unportable};
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::why;
use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Links to folders that are followed in one walk, so that links to folders of links cannot multiply for ever.
const LINK_LIMIT: usize = 1_000;

/// Folders whose files are copied as they are, or can be.
const COPIED: [&str; 2] = ["static", "themes"];

/// What a site is made from, below its root.
const SOURCES: [&str; 5] = ["content", "archetypes", "themes", "ripple.yaml", "retired"];

/// A file that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its path below the site root, as the writer sees it.
    pub(super) path: SourcePath,
    /// Where it is on disk, with all links followed.
    pub(super) place: PathBuf,
}

/// What a walk found.
#[derive(Default)]
pub(super) struct Walk {
    /// Whether the folder was there.
    pub(super) present: bool,
    /// Ordinary files, sorted by path.
    pub(super) files: Vec<Found>,
    /// What was passed over and why.
    pub(super) diagnostics: Vec<Diagnostic>,
    seen_circles: HashSet<PathBuf>,
    links: usize,
}

/// A folder to be walked: the top, or one that a link leads to.
struct Job {
    /// On disk, without links.
    start: PathBuf,
    /// Below the site root, as the writer sees it.
    name: String,
    /// Folders on disk, without links, that hold the links on the way here.
    above: Vec<PathBuf>,
}

/// Lists the files of a folder below the site root. `root` is free of links itself.
pub(super) fn folder(root: &Path, top: &str) -> Walk {
    let mut walk = Walk::default();
    let span = Span::file(&SourcePath::new(top));
    let start = root.join(top);
    let metadata = match fs::symlink_metadata(&start) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return walk,
        Err(error) => {
            walk.diagnostics.push(codes::files::unreadable(&span, &why(&error)));
            return walk;
        }
    };
    let mut jobs = Vec::new();
    if metadata.file_type().is_symlink() {
        walk.link(root, &start, top, &[], &mut jobs);
    } else {
        jobs.push(Job { start, name: top.to_owned(), above: Vec::new() });
    }
    walk.present = true;
    if !walk.files.is_empty() || jobs.first().is_some_and(|job| !job.start.is_dir()) {
        walk.files.clear();
        walk.diagnostics.push(codes::files::not_a_folder(&span));
        return walk;
    }
    // A list of jobs instead of recursion: links may nest as deep as the limit allows.
    while let Some(job) = jobs.pop() {
        walk.run(root, &job, &mut jobs);
    }
    walk.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    walk
}

impl Walk {
    fn run(&mut self, root: &Path, job: &Job, jobs: &mut Vec<Job>) {
        let mut entries = WalkDir::new(&job.start).min_depth(1).follow_links(false).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.refused(job, &error);
                    continue;
                }
            };
            if !self.visit(root, job, &entry, jobs) && entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        }
    }

    /// Takes one file or folder; says whether to go into it.
    fn visit(&mut self, root: &Path, job: &Job, entry: &DirEntry, jobs: &mut Vec<Job>) -> bool {
        let Some(path) = entry.path().strip_prefix(&job.start).ok().and_then(below) else {
            // Its folder is text, or the walk would not have come here.
            let name = entry.file_name().to_string_lossy();
            if !is_skipped("", &name) {
                let parent = entry.path().parent().and_then(|parent| parent.strip_prefix(&job.start).ok());
                let folder = join(&job.name, &parent.and_then(below).unwrap_or_default());
                let path = SourcePath::new(&format!("{folder}/{name}"));
                self.diagnostics.push(codes::files::bad_file_name(&Span::file(&path)));
            }
            return false;
        };
        let path = SourcePath::new(&join(&job.name, &path));
        let name = path.file_name();
        if is_skipped(path.folder(), name) {
            return false;
        }
        if let Some(what) = unportable(name) {
            self.diagnostics.push(codes::files::unportable_name(&Span::file(&path), name, what));
        }
        let kind = entry.file_type();
        if kind.is_dir() {
            return true;
        }
        if kind.is_symlink() {
            self.link(root, entry.path(), path.as_str(), &job.above, jobs);
        } else if kind.is_file() {
            self.files.push(Found { path, place: entry.path().to_path_buf() });
        } else {
            self.diagnostics.push(codes::files::not_a_file(&Span::file(&path)));
        }
        false
    }

    /// Follows a link: to a file, which is found, or to a folder, which becomes a job.
    fn link(&mut self, root: &Path, link: &Path, name: &str, above: &[PathBuf], jobs: &mut Vec<Job>) {
        let path = SourcePath::new(name);
        let span = Span::file(&path);
        let place = match follow(root, link) {
            Lead::Circle => return self.circle(root, link, span),
            lead => match lead.place(&span) {
                Ok(place) => place,
                Err(problem) => return self.diagnostics.push(problem),
            },
        };
        if let Some(problem) = to_sources(root, &place, &span) {
            return self.diagnostics.push(problem);
        }
        let kind = match fs::metadata(&place) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => return self.diagnostics.push(codes::files::unreadable(&span, &why(&error))),
        };
        if kind.is_file() {
            self.files.push(Found { path, place });
        } else if !kind.is_dir() {
            self.diagnostics.push(codes::files::not_a_file(&span));
        } else {
            let mut above = above.to_vec();
            above.extend(link.parent().map(Path::to_path_buf));
            if above.iter().any(|folder| folder.starts_with(&place)) {
                return self.circle(root, link, span);
            }
            self.links += 1;
            if self.links > LINK_LIMIT {
                if self.links == LINK_LIMIT + 1 {
                    // Which link comes last depends on the disk; the folder at the top does not.
                    let top = SourcePath::new(name.split('/').next().unwrap_or(name));
                    self.diagnostics.push(codes::files::too_many_links(&Span::file(&top), LINK_LIMIT));
                }
                return;
            }
            jobs.push(Job { start: place, name: name.to_owned(), above });
        }
    }

    /// Reports a circle once for each link on disk, however many ways lead to it.
    fn circle(&mut self, root: &Path, link: &Path, span: Span) {
        if self.seen_circles.insert(link.to_path_buf()) {
            let real = link.strip_prefix(root).ok().and_then(below);
            let span = real.map_or(span, |path| Span::file(&SourcePath::new(&path)));
            self.diagnostics.push(codes::files::link_circle(&span));
        }
    }

    fn refused(&mut self, job: &Job, error: &walkdir::Error) {
        let path = error.path().and_then(|path| path.strip_prefix(&job.start).ok()).and_then(below);
        let path = SourcePath::new(&join(&job.name, &path.unwrap_or_default()));
        let why = error.io_error().map_or_else(|| error.to_string(), why);
        self.diagnostics.push(codes::files::unreadable(&Span::file(&path), &why));
    }
}

/// Refuses a link from a folder that is copied as it is to one that is not: drafts and what was held back would
/// be published by it. Hidden places are refused wherever a link is.
fn to_sources(root: &Path, place: &Path, span: &Span) -> Option<Diagnostic> {
    let top = span.path.as_str().split('/').next().unwrap_or_default();
    if !COPIED.contains(&top) {
        return None;
    }
    let leads_to = |name: &str| {
        let plain = root.join(name);
        // A source may be a link itself; both its name and its target are off limits, and what is around them.
        let real = fs::canonicalize(&plain).unwrap_or_else(|_| plain.clone());
        [plain, real].iter().any(|source| place.starts_with(source) || source.starts_with(place))
    };
    SOURCES.iter().filter(|name| **name != top).any(|name| leads_to(name)).then(|| codes::files::link_to_sources(span))
}

fn join(folder: &str, path: &str) -> String {
    if path.is_empty() { folder.to_owned() } else { format!("{folder}/{path}") }
}
