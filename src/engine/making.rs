//! Making pages: one that is asked for, or all of them into a folder.

use super::progress::Stopwatch;
use super::{Engine, LastLook, Outcome, Snapshot, StageTime, pictures};
use crate::diag::{self, Diagnostic, Severity, SourcePath};
use crate::model::{Digest, Fatal, MediaView, Page, PageView, SearchPart};
use crate::render::Theme;
use crate::write::{self, Target};
use crate::{plan, render};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The fingerprint of a page and its bytes.
type Made = (Digest, Arc<[u8]>);

/// Pages that were asked for, with what they were made from: the newest of each output path.
#[derive(Debug, Default)]
pub struct Pages(Mutex<HashMap<String, Made>>);

impl Pages {
    /// The bytes of one page; made anew only if something in its view is new. A copied file has none here.
    ///
    /// # Errors
    /// When the theme fails on this page.
    pub fn bytes(&self, snapshot: &Snapshot, page: &Page) -> Result<Arc<[u8]>, Diagnostic> {
        let view = page.view();
        let fingerprint = page.fingerprint(&view);
        if let Some((_, bytes)) = self.table().get(&page.route.output).filter(|(known, _)| *known == fingerprint) {
            return Ok(Arc::clone(bytes));
        }
        let Some(theme) = &snapshot.theme else { return Ok(Arc::from([])) };
        let bytes: Arc<[u8]> = render::page(&page.route, &view, theme)?.into();
        self.table().insert(page.route.output.clone(), (fingerprint, Arc::clone(&bytes)));
        Ok(bytes)
    }

    /// The bytes that an output path had when it was last made, from whatever.
    #[must_use]
    pub fn last(&self, output: &str) -> Option<Arc<[u8]>> {
        self.table().get(output).map(|(_, bytes)| Arc::clone(bytes))
    }

    /// Drops pages that a snapshot does not have, so that memory stays flat all day.
    pub(super) fn forget(&self, snapshot: &Snapshot) {
        self.table().retain(|output, _| snapshot.page(output).is_some());
    }

    fn table(&self) -> MutexGuard<'_, HashMap<String, Made>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// The pages that were made one by one; shared, so that they can be asked for while the engine works.
    #[must_use]
    pub fn pages(&self) -> Arc<Pages> {
        Arc::clone(&self.pages)
    }

    /// Makes every page and throws it away, to find what the theme cannot do.
    #[must_use]
    pub fn rehearse(&self, snapshot: &Snapshot) -> Vec<Diagnostic> {
        let Some(theme) = &snapshot.theme else { return Vec::new() };
        self.progress.begin("making pages", snapshot.pages.len());
        let pictures = match self.pictures(snapshot, false, &mut Stopwatch::new()) {
            Ok((_, problems)) => problems,
            Err(_) => Vec::new(), // nothing is kept, so nothing can be refused
        };
        let look = self.last_look(snapshot);
        let problems = snapshot.pages.par_iter().filter_map(|page| {
            self.progress.step();
            match page.view() {
                PageView::Media(_) => None, // made above
                // A copied file that is gone by now stops a build.
                view => made(snapshot, page, view, theme, &look).ok()?.err(),
            }
        });
        let mut problems = gather(problems.collect::<Vec<_>>().into_iter().chain(pictures).collect());
        problems.extend(look.problems());
        problems
    }

    /// Makes every page and publishes the whole, or changes nothing.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn publish(&self, snapshot: &Snapshot, target: Target) -> Result<(Outcome, Vec<StageTime>), Fatal> {
        let mut watch = Stopwatch::new();
        let Some(theme) = &snapshot.theme else { return Ok((Outcome::Failed(Vec::new()), watch.laps)) };
        let publication = target.open()?;
        self.index(snapshot, &mut watch);
        let (used, problems) = self.pictures(snapshot, true, &mut watch)?;
        if !problems.is_empty() {
            return Ok((Outcome::Failed(problems), watch.laps));
        }
        self.progress.begin("making pages", snapshot.pages.len());
        let look = self.last_look(snapshot);
        let bytes = AtomicU64::new(0);
        let pages = in_good_order(snapshot);
        let problems: Vec<Option<Diagnostic>> = pages
            .par_iter()
            .map(|page| {
                self.progress.step();
                let output = &page.route.output;
                let made = match made(snapshot, page, page.view(), theme, &look)? {
                    Ok(made) => made,
                    Err(problem) => return Ok(Some(problem)),
                };
                let finished: &[u8] = match &made {
                    Finished::LeftOut => return Ok(None),
                    Finished::Copy(place) => return publication.copy(output, place).map(|()| None),
                    Finished::Page(bytes) => bytes,
                    Finished::Picture(bytes) => bytes,
                };
                bytes.fetch_add(finished.len() as u64, Ordering::Relaxed);
                publication.put(output, finished).map(|()| None)
            })
            .collect::<Result<_, Fatal>>()?;
        let mut problems = gather(problems.into_iter().flatten().collect());
        problems.extend(look.problems());
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Ok((Outcome::Failed(problems), watch.laps));
        }
        self.progress.begin("publishing", 0);
        let published = publication.commit()?;
        write::prune(&self.options.root, &used);
        watch.lap("render and write", "pages", snapshot.pages.len(), bytes.into_inner());
        Ok((Outcome::Published(published, problems), watch.laps))
    }

    /// Makes what is published of pictures and is not kept from an earlier build. Gives the keys of all, and what is
    /// wrong.
    fn pictures(
        &self,
        snapshot: &Snapshot,
        keep: bool,
        watch: &mut Stopwatch,
    ) -> Result<(BTreeSet<Digest>, Vec<Diagnostic>), Fatal> {
        let views = pictures::views(&snapshot.pages);
        if views.is_empty() {
            return Ok((BTreeSet::new(), Vec::new()));
        }
        let (problems, made) = self.workshop.make_all(&self.options.root, &views, &self.progress, keep)?;
        watch.lap("pictures", "made", made, 0);
        Ok((views.iter().map(MediaView::key).collect(), gather(problems)))
    }

    /// Makes the index of the site's search before all pages need it, so that one can see what it takes.
    fn index(&self, snapshot: &Snapshot, watch: &mut Stopwatch) {
        let Some(page) = snapshot.page(plan::SEARCH_MAP) else { return };
        self.progress.begin("indexing words", 0);
        if let PageView::Search(SearchPart::Map(map)) = page.view() {
            watch.lap("search", "entries", map.entries, 0);
        }
    }
}

/// All pages, in an order that is easy on memory. What tells of the whole site in one piece comes first: later, the
/// values of all cards take that room. Then pages of stories that happened at about the same time stand together, for
/// they show the same cards.
fn in_good_order(snapshot: &Snapshot) -> Vec<&Page> {
    let mut pages: Vec<&Page> = snapshot.pages.iter().collect();
    pages.sort_by_cached_key(|page| {
        let happened = page.entry.and_then(|id| snapshot.site.entry(id).card.happened);
        (page.route.output.rsplit('.').next() == Some("html"), happened)
    });
    pages
}

/// What is published under one path.
enum Finished {
    Page(Vec<u8>),
    Picture(Arc<[u8]>),
    /// A file, as it is.
    Copy(PathBuf),
    /// Nothing: the file shows what was taken down.
    LeftOut,
}

/// Makes a page and looks it over. What is wrong with it alone is no `Fatal`.
fn made(
    snapshot: &Snapshot,
    page: &Page,
    view: PageView,
    theme: &Theme,
    look: &LastLook,
) -> Result<Result<Finished, Diagnostic>, Fatal> {
    let output = &page.route.output;
    let picture = match snapshot.picture(&view) {
        Ok(picture) => picture,
        Err(problem) => return Ok(Err(problem)),
    };
    if let Some(bytes) = picture {
        let place = if let PageView::Copy(place) = &view { Some(place.as_path()) } else { None };
        let is_left_out = look.picture(output, place, &bytes);
        return Ok(Ok(if is_left_out { Finished::LeftOut } else { Finished::Picture(bytes) }));
    }
    if let PageView::Copy(place) = view {
        let is_left_out = look.file(output, &place)?;
        return Ok(Ok(if is_left_out { Finished::LeftOut } else { Finished::Copy(place) }));
    }
    let is_asset = matches!(view, PageView::Asset(_));
    Ok(render::page(&page.route, &view, theme).map(|bytes| {
        if is_asset && look.asset(output, &bytes) {
            return Finished::LeftOut;
        }
        if !is_asset {
            look.bytes(output, source(snapshot, page), &bytes);
        }
        Finished::Page(bytes)
    }))
}

/// The file that a page is made from, if it is that of an entry.
fn source<'a>(snapshot: &'a Snapshot, page: &Page) -> Option<&'a SourcePath> {
    page.entry.map(|id| &snapshot.site.entry(id).path)
}

/// One theme file can fail on every page: the first page speaks for all that fail at the same place.
fn gather(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diag::sort(&mut problems);
    let mut first: BTreeMap<_, (Diagnostic, usize)> = BTreeMap::new();
    for problem in problems {
        let key = (
            problem.span.clone(),
            problem.code,
            problem.message.split(" (while").next().unwrap_or_default().to_owned(),
        );
        first.entry(key).and_modify(|(_, more)| *more += 1).or_insert((problem, 0));
    }
    let told = |(mut problem, more): (Diagnostic, usize)| {
        if more > 0 {
            problem.message = format!("{}, and {more} more pages", problem.message);
        }
        problem
    };
    first.into_values().map(told).collect()
}
