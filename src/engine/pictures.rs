//! Pictures and recordings: what there is to say about those that texts name, and having made what is published of them. What was
//! made once is kept on disk under the digest of what it was made from.

use super::progress::Progress;
use super::recordings;
use crate::diag::codes::{files, media as codes};
use crate::diag::{Diagnostic, Located, SourcePath, Span};
use crate::media::{self, FILE_LIMIT, Flaw, MEMORY_LIMIT};
use crate::model::{
    Digest, Entry, Fatal, Gallery, MediaView, Medium, Page, PageView, RecordingRole, SourceTree, media_place,
};
use crate::{plan, read, write};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// The first bytes of a file, enough to tell what it is.
const BEGINNING: u64 = 1024;

/// The size of a file and the time of its last change.
type Stamp = (u64, u64);

/// What is known of files that were looked at.
#[derive(Default)]
pub(super) struct Album(HashMap<SourcePath, (Stamp, Looked)>);

/// What came of looking at a file: something about it, or what is wrong with it.
type Looked = Result<Medium, Wrong>;

#[derive(Clone)]
enum Wrong {
    /// With the file.
    Flaw(Flaw),
    /// With reaching it; told as it is.
    Told(Diagnostic),
}

impl Album {
    /// Looks at every picture that an entry names, unless it is known. Others cost nothing.
    pub(super) fn look(
        &mut self,
        root: &Path,
        entries: &[Arc<Entry>],
        tree: &SourceTree,
        progress: &Progress,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Arc<Gallery> {
        let named: Vec<Named> = entries.iter().flat_map(|entry| all_named(entry)).collect();
        let mut known = std::mem::take(&mut self.0);
        if named.is_empty() {
            return Arc::default();
        }
        let wanted: BTreeSet<SourcePath> = named
            .iter()
            .filter_map(|named| media_place(&named.file.value, &named.entry.path))
            .filter(|path| is_there(tree, path))
            .collect();
        progress.begin("looking at pictures", wanted.len());
        let files: Vec<(SourcePath, Option<(Stamp, Looked)>)> =
            wanted.into_iter().map(|path| (path.clone(), known.remove(&path))).collect();
        let looked = files.into_par_iter().map(|(path, known)| {
            progress.step();
            let stamp = read::stamp(&root.join(path.as_str()));
            let known = known.filter(|(before, _)| *before == stamp && stamp != (0, 0));
            let looked = known.unwrap_or_else(|| (stamp, look(root, &path, stamp)));
            (path, looked)
        });
        self.0 = looked.collect();
        diagnostics.extend(named.into_iter().filter_map(|named| self.told(&named)));
        let usable =
            self.0.iter().filter_map(|(path, (_, looked))| Some((path.clone(), looked.as_ref().ok()?.clone())));
        Arc::new(usable.collect())
    }

    /// What is wrong with a file, at the place where it is named.
    fn told(&self, named: &Named) -> Option<Diagnostic> {
        let (span, name) = (&named.file.span, named.file.value.as_str());
        let path = media_place(name, &named.entry.path);
        let place = path.as_ref().map_or("", SourcePath::as_str);
        match (path.as_ref().and_then(|path| self.0.get(path)), named.role) {
            (None, None) => Some(codes::image_missing(span, name, place)),
            (None, Some(_)) => Some(recordings::missing(span, name, place)),
            (Some((_, Err(Wrong::Told(problem)))), _) => Some(problem.clone()),
            (Some((_, Ok(medium))), None) => {
                medium.kind.recording().map(|kind| recordings::no_picture(span, name, kind))
            }
            (Some((_, Ok(medium))), Some(role)) => recordings::other(span, name, medium.kind, role),
            (Some((_, Err(Wrong::Flaw(flaw)))), None) => Some(told(span, name, flaw)),
            (Some((_, Err(Wrong::Flaw(flaw)))), Some(role)) => Some(recordings::told(span, name, flaw, role)),
        }
    }
}

/// A file that an entry names: a picture, or a recording of a kind.
struct Named<'e> {
    entry: &'e Entry,
    file: &'e Located<String>,
    role: Option<RecordingRole>,
}

fn all_named(entry: &Entry) -> impl Iterator<Item = Named<'_>> {
    let own = entry.refs.recordings.iter().filter(|recording| !recording.outside);
    let recordings = own.map(move |recording| Named { entry, file: &recording.file, role: Some(recording.role) });
    entry.refs.all_pictures().map(move |picture| Named { entry, file: &picture.file, role: None }).chain(recordings)
}

fn is_there(tree: &SourceTree, path: &SourcePath) -> bool {
    tree.media.binary_search(path).is_ok() || tree.statics.binary_search_by(|(known, _)| known.cmp(path)).is_ok()
}

fn look(root: &Path, path: &SourcePath, (length, _): Stamp) -> Looked {
    let limit = media::limit(path.file_name());
    if length > limit {
        return Err(Wrong::Flaw(Flaw::Heavy(length)));
    }
    let bytes = read::bytes(root, path, limit).map_err(Wrong::Told)?;
    let medium = media::look(&bytes).map_err(Wrong::Flaw)?;
    media::fits_name(medium.kind, path.file_name()).map_err(Wrong::Flaw)?;
    Ok(medium)
}

/// A flaw in words, at a place.
fn told(span: &Span, name: &str, flaw: &Flaw) -> Diagnostic {
    match flaw {
        Flaw::Unknown(what) => codes::image_unknown(span, name, what),
        Flaw::Short => codes::image_broken(span, name, "ends before it is complete"),
        Flaw::Broken => codes::image_broken(span, name, "is damaged"),
        Flaw::NotBuilt => codes::image_broken(span, name, "needs a ripple that was built with pictures"),
        Flaw::Large(pixels) => {
            let how = format!("it has {} million pixels", pixels.div_ceil(1_000_000));
            codes::image_too_large(span, name, &how)
        }
        Flaw::Heavy(bytes) => codes::image_too_large(span, name, &format!("its file has {} MiB", bytes >> 20)),
        Flaw::Unsafe(what) => codes::image_unsafe(span, name, what),
        Flaw::Misnamed(kind) => recordings::no_picture(span, name, *kind),
    }
}

/// Memory that decoded pictures share, so that many large ones at once do not take more than a few.
#[derive(Default)]
struct Memory {
    used: Mutex<u64>,
    freed: Condvar,
}

impl Memory {
    /// Does something that takes this much memory, once there is as much.
    fn with<T>(&self, bytes: u64, work: impl FnOnce() -> T) -> T {
        let bytes = bytes.min(MEMORY_LIMIT);
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |used: &mut u64| *used + bytes > MEMORY_LIMIT;
        let mut used = self.freed.wait_while(used, full).unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        drop(used);
        let made = work();
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.freed.notify_all();
        made
    }
}

/// Makes what is published of pictures.
#[derive(Default)]
pub(super) struct Workshop {
    memory: Memory,
    /// What a preview made, which writes nothing to disk; emptied when it grows over [`REMEMBERED`].
    made: Mutex<HashMap<Digest, Arc<[u8]>>>,
}

/// Bytes of made pictures that a preview remembers.
const REMEMBERED: usize = 32 << 20;

impl Workshop {
    /// What is published as one file: kept by a build, remembered, or made now. Writes nothing.
    pub(super) fn bytes(&self, root: &Path, view: &MediaView) -> Result<Arc<[u8]>, Diagnostic> {
        let key = view.key();
        let table = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = table().get(&key) {
            return Ok(Arc::clone(made));
        }
        if let Some(kept) = read::kept(root, key) {
            return Ok(kept.into());
        }
        let made: Arc<[u8]> = self.made(root, &[view])?.into_iter().next().unwrap_or_default().into();
        let mut table = table();
        if table.values().map(|made| made.len()).sum::<usize>() + made.len() > REMEMBERED {
            table.clear();
        }
        table.insert(key, Arc::clone(&made));
        Ok(made)
    }

    /// A file of `static/` as it is published, if it is a picture; `None` if it is copied as it is.
    pub(super) fn copied(&self, root: &Path, place: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
        let path = place.strip_prefix(root).unwrap_or(place).to_string_lossy().replace('\\', "/");
        let span = Span::file(&SourcePath::new(&path));
        let gone = |error: &std::io::Error| files::unreadable(&span, &crate::model::why(error));
        let beginning = read::beginning(place, BEGINNING).map_err(|error| gone(&error))?;
        let name = span.path.file_name();
        if !media::is_picture(&beginning, name) {
            return Ok(None);
        }
        let bytes = read::beginning(place, FILE_LIMIT + 1).map_err(|error| gone(&error))?;
        if bytes.len() as u64 > FILE_LIMIT {
            return Err(told(&span, name, &Flaw::Heavy(bytes.len() as u64)));
        }
        let clean = self.memory.with(media::memory(&bytes), || media::clean(&bytes));
        let kind = media::kind(&bytes);
        let clean = clean.and_then(|clean| kind.map_or(Ok(()), |kind| media::fits_name(kind, name)).map(|()| clean));
        clean.map(Some).map_err(|flaw| told(&span, name, &flaw))
    }

    /// Makes everything of these that is not kept, in parallel, each file decoded once. Says what went wrong, and how
    /// many were made. With `keep`, they are kept.
    pub(super) fn make_all(
        &self,
        root: &Path,
        views: &[MediaView],
        progress: &Progress,
        keep: bool,
    ) -> Result<(Vec<Diagnostic>, usize), Fatal> {
        let mut missing: BTreeMap<&SourcePath, Vec<&MediaView>> = BTreeMap::new();
        for view in views.iter().filter(|view| read::kept(root, view.key()).is_none()) {
            missing.entry(&view.path).or_default().push(view);
        }
        let count = missing.values().map(Vec::len).sum();
        progress.begin("making pictures", count);
        let files: Vec<Vec<&MediaView>> = missing.into_values().collect();
        let make = |views: &Vec<&MediaView>| -> Result<Option<Diagnostic>, Fatal> {
            let made = match self.made(root, views) {
                Ok(made) => made,
                Err(problem) => return Ok(Some(problem)),
            };
            for (view, bytes) in views.iter().zip(made) {
                progress.step();
                if keep {
                    write::keep(root, view.key(), &bytes)?;
                }
            }
            Ok(None)
        };
        let problems = files.par_iter().map(make).collect::<Result<Vec<_>, Fatal>>()?;
        Ok((problems.into_iter().flatten().collect(), count))
    }

    /// Makes things of one file, if it still is what it was when it was looked at.
    fn made(&self, root: &Path, views: &[&MediaView]) -> Result<Vec<Vec<u8>>, Diagnostic> {
        let Some(first) = views.first() else { return Ok(Vec::new()) };
        let span = Span::file(&first.path);
        let bytes = read::bytes(root, &first.path, media::limit(first.path.file_name()))?;
        if Digest::of_bytes(&bytes) != first.source {
            return Err(files::unreadable(&span, "it was changed meanwhile"));
        }
        let recipes: Vec<_> = views.iter().map(|view| view.recipe).collect();
        let made = self.memory.with(media::memory(&bytes), || media::make(&bytes, &recipes));
        made.map_err(|flaw| told(&span, first.path.file_name(), &flaw)) // recordings were taken apart when looked at
    }
}

/// What is made of pictures, among all pages, which are sorted by output path.
pub(super) fn views(pages: &[Page]) -> Vec<MediaView> {
    let folder = format!("{}/", plan::MEDIA);
    let from = pages.partition_point(|page| page.route.output < folder);
    let ours = pages[from..].iter().take_while(|page| page.route.output.starts_with(&folder));
    let view = |page: &Page| match page.view() {
        PageView::Media(view) => Some(view),
        _ => None,
    };
    ours.filter_map(view).collect()
}
