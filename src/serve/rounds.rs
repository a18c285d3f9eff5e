//! The loop of the preview: something has changed, so the site is read again, shown, and told of. One round a burst.

use super::ServeOptions;
use super::reach;
use super::reload::{Event, Sheet};
use super::stage::{Shown, Stage};
use super::watch::{Batch, Seen, Watcher};
use crate::diag::print::Sources;
use crate::diag::{Diagnostic, Severity, SourcePath};
use crate::engine::{Changes, Engine, Preview, Snapshot};
use crate::model::{Digest, Entry, Fatal};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// The longest wait for a date on which the site changes by itself; a clock may be put forward.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Problems that are shown with the lines they are about; a site can have thousands.
const MOST_SHOWN: usize = 50;

/// What the loop hears.
pub(super) enum Message {
    /// From the watcher.
    Seen(Seen),
    /// The end.
    Stop,
}

/// What the terminal is told.
pub enum Told {
    /// The site was read, for the first time or again.
    Round(Round),
    /// Something that the writer should know, in a sentence.
    Notice(String),
    /// The theme could not make a page that was asked for. Each such mistake is told once until the next round.
    Fault {
        /// The page's address, below the root of the server.
        page: String,
        /// The mistake.
        problem: Diagnostic,
        /// The text that it points into.
        sources: Sources,
    },
}

/// Tells the terminal; called from several threads.
pub(super) type Tell = Arc<dyn Fn(Told) + Send + Sync>;

/// What came of reading the site.
pub struct Round {
    /// What was said to have changed; `None` the first time.
    pub changed: Option<Batch>,
    /// From the beginning of the work until the new pages could be asked for.
    pub time: Duration,
    /// What is wrong now.
    pub problems: Vec<Diagnostic>,
    /// The texts that the problems point into.
    pub sources: Sources,
    /// How many pages visitors would see.
    pub pages: usize,
    /// Whether pages of an earlier state are shown, because nothing can be shown of this one.
    pub stays: bool,
    /// The site could not be read at all.
    pub fatal: Option<Fatal>,
}

pub(super) struct Loop {
    engine: Engine,
    stage: Arc<Stage>,
    options: ServeOptions,
    tell: Tell,
    signature: Option<Digest>,
    /// What was made of a change before it was quiet, and when that began.
    ready: Option<(Result<Preview, Fatal>, Instant)>,
    watcher: Watcher,
    /// Where links of the site lead, as the watcher was told.
    linked: BTreeSet<PathBuf>,
    /// When the site next changes by itself, in seconds since 1970.
    next_change: Option<i64>,
}

impl Loop {
    pub(super) fn new(engine: Engine, stage: Arc<Stage>, watcher: Watcher, options: ServeOptions, tell: Tell) -> Self {
        Self {
            engine,
            stage,
            options,
            tell,
            signature: None,
            ready: None,
            watcher,
            linked: BTreeSet::new(),
            next_change: None,
        }
    }

    /// The first round.
    pub(super) fn first(&mut self) -> Result<(), Fatal> {
        let began = Instant::now();
        let preview = self.engine.preview(&Changes::All)?;
        self.take(preview, None, began);
        Ok(())
    }

    /// Goes round until it is told to stop.
    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        loop {
            let first = match messages.recv_timeout(self.patience()) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            // What came during the last round is one round, or a slow one would never catch up.
            let messages: Vec<Message> = first.into_iter().chain(messages.try_iter()).collect();
            let mut changed: Option<Batch> = None;
            let mut soon = None;
            for message in messages {
                match message {
                    Message::Seen(Seen::Soon(batch)) => soon = Some(batch),
                    Message::Seen(Seen::Changed(due)) => {
                        // Work that was done too soon, or is not begun, is done for all that has changed.
                        if !due.as_foretold || soon.take().is_some() {
                            self.ready = None;
                        }
                        match &mut changed {
                            Some(known) => {
                                self.ready = None;
                                known.add(due.batch);
                            }
                            None => changed = Some(due.batch),
                        }
                    }
                    Message::Seen(Seen::Notice(words)) => (self.tell)(Told::Notice(words)),
                    Message::Stop => return,
                }
            }
            if self.next_change.is_some_and(|instant| instant <= (self.options.clock)()) {
                self.signature = None; // nothing on disk may be new, but the day is
                self.ready = None;
                self.round(None);
            } else if changed.is_some() {
                self.round(changed);
            } else if soon.is_some() {
                self.ready = Some(self.preview(soon.as_ref()));
            }
        }
    }

    fn patience(&self) -> Duration {
        let Some(instant) = self.next_change else { return LONGEST_WAIT };
        let seconds = u64::try_from(instant.saturating_sub((self.options.clock)())).unwrap_or(0);
        Duration::from_secs(seconds).clamp(Duration::from_millis(100), LONGEST_WAIT)
    }

    /// Reads what has changed, and when that began.
    fn preview(&mut self, batch: Option<&Batch>) -> (Result<Preview, Fatal>, Instant) {
        let began = Instant::now();
        self.engine.set_clock((self.options.clock)());
        let changes = match batch {
            Some(Batch::Paths(paths)) => Changes::Paths(paths.clone()),
            Some(Batch::All) | None => Changes::All,
        };
        (self.engine.preview(&changes), began)
    }

    fn round(&mut self, batch: Option<Batch>) {
        let (preview, began) = self.ready.take().unwrap_or_else(|| self.preview(batch.as_ref()));
        match preview {
            // Touched, or saved as it was: nobody needs to know.
            Ok(preview) if self.signature == Some(preview.signature) => drop(preview),
            Ok(preview) => {
                let batch = batch.map(|batch| self.named(batch, &preview));
                self.take(preview, batch, began);
            }
            Err(fatal) => {
                self.signature = None;
                (self.tell)(Told::Round(Round {
                    changed: batch,
                    time: began.elapsed(),
                    problems: Vec::new(),
                    sources: Sources::new(),
                    pages: 0,
                    stays: true,
                    fatal: Some(fatal),
                }));
            }
        }
    }

    /// What has changed, in files that somebody knows: without what programs put beside a file while they save it, and
    /// where the watcher could only say that something is (in a new folder, for example), the texts that are new, other
    /// or gone. Anything, if it was none of them.
    fn named(&self, batch: Batch, preview: &Preview) -> Batch {
        let Some(shown) = self.stage.shown() else { return batch };
        if let Batch::Paths(paths) = batch {
            let there = |path: &&SourcePath| !is_passing(path) || self.is_there(path) || is_shown(&shown, path);
            let named: BTreeSet<SourcePath> = paths.iter().filter(there).cloned().collect();
            return Batch::Paths(if named.is_empty() { paths } else { named });
        }
        let (before, after) = (&shown.preview.entries, &preview.entries);
        let has = |entries: &[Arc<Entry>], entry: &Entry| {
            let place = entries.binary_search_by(|known| known.path.cmp(&entry.path));
            place.is_ok_and(|place| entries[place].digest == entry.digest)
        };
        let new = after.iter().filter(|entry| !has(before, entry));
        let gone = before.iter().filter(|entry| !has(after, entry));
        let paths: BTreeSet<SourcePath> = new.chain(gone).map(|entry| entry.path.clone()).collect();
        if paths.is_empty() { batch } else { Batch::Paths(paths) }
    }

    fn is_there(&self, path: &SourcePath) -> bool {
        self.options.engine.root.join(path.as_str()).exists()
    }

    /// Shows a state, if there is anything to show of it, and tells of it.
    fn take(&mut self, preview: Preview, batch: Option<Batch>, began: Instant) {
        let preview = Arc::new(preview);
        self.signature = Some(preview.signature);
        if self.linked != preview.linked {
            self.linked.clone_from(&preview.linked);
            self.watcher.also(self.linked.clone());
        }
        self.next_change = preview.visitor.next_change.as_ref().map(|(instant, _)| *instant);
        let pages = preview.visitor.pages.len();
        let editor = preview.writer.config.editor.clone();
        // With a broken configuration or theme there are no new pages: the last good ones stay.
        let stays = !preview.writer.can_be_shown();
        if !stays || self.stage.shown().is_none() {
            self.show(Arc::clone(&preview), batch.as_ref());
        }
        let time = began.elapsed();
        let problems = preview.problems();
        let sources = self.sources(&problems, batch.is_none());
        let round = Round { changed: batch, time, problems, sources, pages, stays, fatal: None };
        self.stage.tell(round.problems.clone(), round.sources.clone(), editor.as_deref(), stays);
        (self.tell)(Told::Round(round));
    }

    /// The texts of the problems that are shown: at the start all, later only those that come first.
    fn sources(&self, problems: &[Diagnostic], all: bool) -> Sources {
        if all || problems.len() <= MOST_SHOWN {
            return self.engine.sources(problems);
        }
        let mut worst: Vec<Diagnostic> = problems.to_vec();
        worst.sort_by_key(|problem| problem.severity);
        worst.truncate(MOST_SHOWN);
        self.engine.sources(&worst)
    }

    fn show(&mut self, preview: Arc<Preview>, batch: Option<&Batch>) {
        let event = self.event(&preview, batch);
        let is_first = self.stage.shown().is_none();
        let version = if is_first { self.stage.hub.version() } else { self.stage.hub.upcoming() };
        let formerly = self.stage.shown().map_or_else(BTreeSet::new, |shown| self.formerly(&shown, &preview));
        let before = self.stage.show(Shown { preview, version, formerly });
        if !is_first {
            self.stage.hub.send(&event);
        }
        // Ten thousand views are not thrown away while somebody waits.
        thread::spawn(move || drop(before));
    }

    /// The paths below which the site was served before. Says where it is now, if that is another one.
    fn formerly(&self, shown: &Shown, preview: &Preview) -> BTreeSet<String> {
        let (before, base_path) = (shown.base_path(), &preview.writer.config.base_path);
        let mut formerly = shown.formerly.clone();
        if before != base_path {
            formerly.insert(before.to_owned());
            formerly.remove(base_path);
            let address = reach::addresses(self.options.listen.interface, self.stage.port(), base_path).swap_remove(0);
            (self.tell)(Told::Notice(format!("The site is at {address} now: `base_url` has another path.")));
        }
        formerly
    }

    /// What browsers have to do.
    fn event(&self, preview: &Preview, batch: Option<&Batch>) -> Event {
        let Some(Batch::Paths(paths)) = batch else { return Event::Reload(None) };
        if paths.iter().all(|path| is_stylesheet(path.as_str()))
            && let Some(shown) = self.stage.shown()
            && let Some(sheets) = sheets(&shown.preview.writer, &preview.writer, paths.iter().map(SourcePath::as_str))
        {
            return Event::Css(sheets);
        }
        if self.options.navigates
            && let Some(page) = preview.entries.iter().find(|entry| paths.contains(&entry.path))
            && let Some(page) = preview.writer.page_of(page)
        {
            return Event::Navigate(format!("{}{}", preview.writer.config.base_path, page.route.href));
        }
        Event::Reload(None)
    }
}

/// Whether a file could be one of those that come and go: a name without an ending, in a folder for files or texts.
fn is_passing(path: &SourcePath) -> bool {
    let holds_files = path.as_str().starts_with("content/") || path.as_str().split('/').any(|name| name == "static");
    holds_files && !path.file_name().contains('.')
}

/// Whether a file was published as it is.
fn is_shown(shown: &Shown, path: &SourcePath) -> bool {
    address(&shown.preview.writer, path.as_str()).is_some()
}

fn is_stylesheet(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "css")
        && (path.starts_with("static/") || (path.starts_with("themes/") && path.contains("/static/")))
}

/// The address of a file that is published as it is.
fn address(snapshot: &Snapshot, path: &str) -> Option<String> {
    let page = match path.strip_prefix("static/") {
        Some(output) => snapshot.page(output),
        None => snapshot.asset(path.split_once("/static/")?.1),
    };
    page.map(|page| format!("{}{}", snapshot.config.base_path, page.route.href))
}

/// The old and new addresses of stylesheets; `None` if one of them is not on both sides.
fn sheets<'a>(before: &Snapshot, after: &Snapshot, paths: impl Iterator<Item = &'a str>) -> Option<Vec<Sheet>> {
    paths.map(|path| Some(Sheet { from: address(before, path)?, to: address(after, path)? })).collect()
}

impl Round {
    /// How many problems are errors, and how many warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let count = |severity| self.problems.iter().filter(|problem| problem.severity == severity).count();
        (count(Severity::Error), count(Severity::Warning))
    }
}
