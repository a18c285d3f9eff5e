//! Runs the stages in order and keeps what need not be done again. The only place where the stages meet.

mod inputs;
mod progress;

pub use progress::{Progress, StageTime};

use crate::diag::print::Sources;
use crate::diag::{self, Diagnostic, Severity, SourcePath};
use crate::link::{self, LinkOptions};
use crate::model::{
    Config, Date, Digest, Entry, EntryKind, Fatal, Page, PageView, ParseOptions, Profile, Site, SourceTree, Withheld,
};
use crate::parse::{self, Highlighter, Parsed};
use crate::plan::{self, ThemeOffer};
use crate::read;
use crate::render::{self, Theme, ThemeSource};
use crate::write::{Published, Target};
use progress::Stopwatch;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Everything about a run that is not in the site's own files.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// The site root.
    pub root: PathBuf,
    /// Which program this is, so that another one builds anew.
    pub program: Digest,
    /// Replaces `base_url`.
    pub base_url: Option<String>,
    /// The clock, in seconds since 1970.
    pub clock: i64,
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970.
    pub source_date_epoch: Option<i64>,
    /// `--as-of`.
    pub as_of: Option<Date>,
    /// Lets drafts through.
    pub drafts: bool,
    /// Lets through what is held until a later date.
    pub future: bool,
    /// Lets through what has passed its `expires`.
    pub expired: bool,
}

impl EngineOptions {
    /// The usual options for a site, at a moment in seconds since 1970.
    #[must_use]
    pub fn new(root: &Path, clock: i64) -> Self {
        Self {
            root: root.to_path_buf(),
            program: Digest::default(),
            base_url: None,
            clock,
            source_date_epoch: None,
            as_of: None,
            drafts: false,
            future: false,
            expired: false,
        }
    }

    /// Publishing goes by the clock or `--as-of`; expiry and consent by the latest of all that is known
    /// (content model, section 7).
    fn link(&self, config: &Config) -> LinkOptions {
        let as_of = self.as_of.map(|date| date.instant(&config.timezone));
        let latest = [Some(self.clock), self.source_date_epoch, as_of].into_iter().flatten().max();
        LinkOptions {
            publish_now: as_of.unwrap_or(self.clock),
            expiry_now: latest.unwrap_or(self.clock),
            drafts: self.drafts,
            future: self.future,
            expired: self.expired,
        }
    }
}

/// A hint about what may have changed on disk. It decides what is read again, never what is rendered.
#[derive(Clone, Debug)]
pub enum Changes {
    /// Anything.
    All,
    /// Only these files, and whatever is new or gone.
    Paths(BTreeSet<SourcePath>),
}

/// The immutable result of one run.
pub struct Snapshot {
    /// The configuration.
    pub config: Arc<Config>,
    /// The linked site: only what is published.
    pub site: Arc<Site>,
    /// Every page, sorted by output path.
    pub pages: Vec<Page>,
    /// What is not published, and why.
    pub withheld: Vec<Withheld>,
    /// When the site next changes by itself, in seconds since 1970, and what happens then.
    pub next_change: Option<(i64, String)>,
    /// All problems, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the problems point into.
    pub sources: Sources,
    /// Digest of the texts that were read, if it can stand for the run.
    inputs: Option<Digest>,
    /// What each stage took.
    pub times: Vec<StageTime>,
    theme: Option<Arc<Theme>>,
}

/// The fingerprint of a page and its bytes.
type Rendered = (Digest, Arc<[u8]>);

struct Remembered {
    digest: Digest,
    parsed: Parsed,
}

/// Memo tables and options.
pub struct Engine {
    options: EngineOptions,
    progress: Arc<Progress>,
    parse_options: Option<ParseOptions>,
    parsed: HashMap<SourcePath, Remembered>,
    highlighter: Highlighter,
    theme: Option<(Digest, Arc<Theme>)>,
    /// The newest bytes of each output path, with the fingerprint they were made for.
    rendered: Mutex<HashMap<String, Rendered>>,
}

/// What came of trying to publish.
#[derive(Debug)]
pub enum Outcome {
    /// The site is in its folder.
    Published(Published),
    /// Pages could not be made; the folder is as it was.
    Failed(Vec<Diagnostic>),
}

impl Engine {
    /// An engine that has done nothing yet.
    #[must_use]
    pub fn new(options: EngineOptions) -> Self {
        Self {
            options,
            progress: Arc::default(),
            parse_options: None,
            parsed: HashMap::new(),
            highlighter: Highlighter::default(),
            theme: None,
            rendered: Mutex::default(),
        }
    }

    /// Where to see how far the engine has come.
    #[must_use]
    pub fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }

    /// Reads what may have changed and works out the whole site anew.
    ///
    /// # Errors
    /// When the site root is missing or closed. Problems of content are in the snapshot.
    pub fn update(&mut self, changes: &Changes) -> Result<Arc<Snapshot>, Fatal> {
        let mut watch = Stopwatch::new();
        let mut diagnostics = Vec::new();
        self.progress.begin("looking for files", 0);
        let (tree, problems) = read::tree(&self.options.root)?;
        diagnostics.extend(problems);
        watch.lap("walk", "files", tree.content.len() + tree.statics.len() + tree.media.len(), 0);

        let (config, config_digest) = self.config(&mut diagnostics);
        let usable = !diagnostics
            .iter()
            .any(|problem| problem.concern == diag::Concern::Configuration && problem.severity == Severity::Error);
        let bytes = self.parse(&tree, &config, changes, &mut diagnostics);
        if config.profile == Profile::School {
            insist_on_alt_text(&mut diagnostics);
        }
        watch.lap("read and parse", "entries", tree.content.len(), bytes);
        let (theme, theme_digest) = self.theme(&config, &mut diagnostics)?;
        watch.lap("theme", "templates", theme.as_ref().map_or(0, |theme| theme.template_names().len()), 0);

        let mut snapshot = Snapshot {
            config: Arc::new(config),
            site: Arc::default(),
            pages: Vec::new(),
            withheld: Vec::new(),
            next_change: None,
            diagnostics: Vec::new(),
            sources: Sources::new(),
            inputs: self.texts(&tree, config_digest, theme_digest),
            times: Vec::new(),
            theme,
        };
        // With a broken configuration nothing can be said about the whole: only the files' own problems.
        if usable {
            self.whole(&mut snapshot, &tree, &mut diagnostics, &mut watch);
        }
        diag::sort(&mut diagnostics);
        snapshot.sources = self.sources(&diagnostics);
        snapshot.diagnostics = diagnostics;
        snapshot.times = watch.laps;
        self.forget(&snapshot);
        Ok(Arc::new(snapshot))
    }

    /// The configuration and the digest of its text.
    fn config(&self, diagnostics: &mut Vec<Diagnostic>) -> (Config, Digest) {
        match read::config_text(&self.options.root) {
            Ok(file) => {
                let (config, problems) = parse::config(&file, self.options.base_url.as_deref());
                diagnostics.extend(problems);
                (config, file.digest)
            }
            Err(problem) => {
                let config = Config::fallback(&problem.span.path);
                diagnostics.push(problem);
                (config, Digest::default())
            }
        }
    }

    /// What the texts of this run were, as one digest.
    fn texts(&self, tree: &SourceTree, config: Digest, theme: Digest) -> Option<Digest> {
        let known = |path| self.parsed.get(path).map(|remembered| (path, remembered.digest));
        let content: Option<Vec<_>> = tree.content.iter().map(known).collect();
        inputs::texts(&self.options, config, theme, &content?)
    }

    /// Reads and parses in one parallel pass; what is known already is not read again. Returns the bytes read.
    fn parse(
        &mut self,
        tree: &SourceTree,
        config: &Config,
        changes: &Changes,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> u64 {
        let options = ParseOptions::new(config);
        if self.parse_options.as_ref() != Some(&options) {
            self.parsed.clear();
            self.parse_options = Some(options.clone());
        }
        self.progress.begin("reading stories", tree.content.len());
        let bytes = AtomicU64::new(0);
        let known = &self.parsed;
        let fresh: Vec<_> = tree
            .content
            .par_iter()
            .map(|path| {
                self.progress.step();
                let remembered = known.get(path);
                if remembered.is_some() && matches!(changes, Changes::Paths(paths) if !paths.contains(path)) {
                    return Ok(None);
                }
                let file = read::file(&self.options.root, path).map_err(|problem| (path, problem))?;
                bytes.fetch_add(file.text.len() as u64, Ordering::Relaxed);
                if remembered.is_some_and(|remembered| remembered.digest == file.digest) {
                    return Ok(None);
                }
                let parsed = parse::entry(&file, &options, &self.highlighter);
                Ok(Some((path, Remembered { digest: file.digest, parsed })))
            })
            .collect();
        for result in fresh {
            match result {
                Ok(Some((path, remembered))) => {
                    self.parsed.insert(path.clone(), remembered);
                }
                Ok(None) => {}
                Err((path, problem)) => {
                    self.parsed.remove(path);
                    diagnostics.push(problem);
                }
            }
        }
        let there: BTreeSet<&SourcePath> = tree.content.iter().collect();
        self.parsed.retain(|path, _| there.contains(path));
        for remembered in tree.content.iter().filter_map(|path| self.parsed.get(path)) {
            diagnostics.extend(remembered.parsed.diagnostics.iter().cloned());
        }
        bytes.into_inner()
    }

    /// The theme, compiled again only if one of its files changed, and the digest of those. `None` if it is broken.
    fn theme(
        &mut self,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(Option<Arc<Theme>>, Digest), Fatal> {
        let (files, problems) = read::theme(&self.options.root, &config.theme)?;
        diagnostics.extend(problems);
        let name = config.theme.value.clone();
        let digest = inputs::theme_files(&name, &files);
        if let Some((known, theme)) = &self.theme
            && *known == digest
        {
            return Ok((Some(Arc::clone(theme)), digest));
        }
        let prefix = format!("themes/{name}/");
        let theme = match render::compile(&ThemeSource { files, name }, &prefix) {
            Ok(theme) => {
                let theme = Arc::new(theme);
                self.theme = Some((digest, Arc::clone(&theme)));
                Some(theme)
            }
            Err(problems) => {
                diagnostics.extend(problems);
                None
            }
        };
        Ok((theme, digest))
    }

    fn whole(
        &self,
        snapshot: &mut Snapshot,
        tree: &SourceTree,
        diagnostics: &mut Vec<Diagnostic>,
        watch: &mut Stopwatch,
    ) {
        self.progress.begin("following ripples", 0);
        let entries: Vec<_> =
            tree.content.iter().filter_map(|path| self.parsed.get(path)?.parsed.entry.clone()).collect();
        let linked = link::site(&entries, &snapshot.config, &self.options.link(&snapshot.config));
        diagnostics.extend(linked.diagnostics);
        snapshot.site = Arc::new(linked.site);
        snapshot.withheld = linked.withheld;
        snapshot.next_change = linked.next_change;
        watch.lap("link", "entries", snapshot.site.entries.len(), 0);

        let offer = snapshot.theme.as_deref().map(offer).unwrap_or_default();
        let (pages, mut problems) = plan::pages(&snapshot.site, &snapshot.config, &offer, &tree.statics);
        if snapshot.theme.is_none() {
            // Without a theme nobody knows which templates it has.
            problems.retain(|problem| problem.code != "unknown-template");
        }
        diagnostics.extend(problems);
        snapshot.pages = pages;
        watch.lap("plan", "pages", snapshot.pages.len(), 0);
    }

    /// Every entry that was read, published or not, by path: for reports to the writer, never for pages.
    #[must_use]
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        let mut entries: Vec<_> = self.parsed.values().filter_map(|known| known.parsed.entry.clone()).collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    /// The texts of all files that problems point into, for printing them.
    #[must_use]
    pub fn sources(&self, diagnostics: &[Diagnostic]) -> Sources {
        let related = diagnostics.iter().flat_map(|problem| problem.related.iter().map(|related| &related.span));
        let spans = diagnostics.iter().map(|problem| &problem.span).chain(related);
        let paths: BTreeSet<&SourcePath> = spans.filter(|span| span.range.is_some()).map(|span| &span.path).collect();
        paths
            .into_iter()
            .filter_map(|path| Some((path.clone(), read::file(&self.options.root, path).ok()?.text)))
            .collect()
    }

    /// Drops rendered pages that the newest snapshot does not have, so that memory stays flat all day.
    fn forget(&self, snapshot: &Snapshot) {
        let mut rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if !rendered.is_empty() {
            let live: BTreeSet<&str> = snapshot.pages.iter().map(|page| page.route.output.as_str()).collect();
            rendered.retain(|output, _| live.contains(output.as_str()));
        }
    }

    /// The bytes of one page; remembered with its fingerprint. A copied file has none here.
    ///
    /// # Errors
    /// When the theme fails on this page.
    pub fn page_bytes(&self, snapshot: &Snapshot, page: &Page) -> Result<Arc<[u8]>, Diagnostic> {
        let table = || self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        let view = page.view();
        let fingerprint = page.fingerprint(&view);
        if let Some((_, bytes)) = table().get(&page.route.output).filter(|(known, _)| *known == fingerprint) {
            return Ok(Arc::clone(bytes));
        }
        let Some(theme) = &snapshot.theme else { return Ok(Arc::from([])) };
        let bytes: Arc<[u8]> = render::page(&page.route, &view, theme)?.into();
        table().insert(page.route.output.clone(), (fingerprint, Arc::clone(&bytes)));
        Ok(bytes)
    }

    /// Makes every page and throws it away, to find what the theme cannot do.
    #[must_use]
    pub fn rehearse(&self, snapshot: &Snapshot) -> Vec<Diagnostic> {
        let Some(theme) = &snapshot.theme else { return Vec::new() };
        self.progress.begin("making pages", snapshot.pages.len());
        let problems = snapshot.pages.par_iter().filter_map(|page| {
            self.progress.step();
            render::page(&page.route, &page.view(), theme).err()
        });
        gather(problems.collect())
    }

    /// Makes every page and publishes the whole, or changes nothing.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn publish(&self, snapshot: &Snapshot, target: Target) -> Result<(Outcome, StageTime), Fatal> {
        let mut watch = Stopwatch::new();
        let Some(theme) = &snapshot.theme else { return Ok((Outcome::Failed(Vec::new()), watch.one("publish"))) };
        let publication = target.open()?;
        self.progress.begin("making pages", snapshot.pages.len());
        let bytes = AtomicU64::new(0);
        let problems: Vec<Option<Diagnostic>> = snapshot
            .pages
            .par_iter()
            .map(|page| {
                self.progress.step();
                let view = page.view();
                if let PageView::Copy(place) = &view {
                    return publication.copy(&page.route.output, place).map(|()| None);
                }
                match render::page(&page.route, &view, theme) {
                    Ok(made) => {
                        bytes.fetch_add(made.len() as u64, Ordering::Relaxed);
                        publication.put(&page.route.output, &made).map(|()| None)
                    }
                    Err(problem) => Ok(Some(problem)),
                }
            })
            .collect::<Result<_, Fatal>>()?;
        let problems = gather(problems.into_iter().flatten().collect());
        if !problems.is_empty() {
            return Ok((Outcome::Failed(problems), watch.one("publish")));
        }
        self.progress.begin("publishing", 0);
        let published = publication.commit()?;
        watch.lap("render and write", "pages", snapshot.pages.len(), bytes.into_inner());
        Ok((Outcome::Published(published), watch.one("render and write")))
    }
}

impl Snapshot {
    /// Where the page of an entry that is held back would be, below the output folder: there it still stands if
    /// it was published before and the build fails for another reason.
    #[must_use]
    pub fn output_of(&self, entry: &Withheld) -> Option<String> {
        plan::output_of(&self.config, entry.kind, &entry.slug)
    }

    /// How many published entries of a kind there are.
    #[must_use]
    pub fn count(&self, kind: EntryKind) -> usize {
        self.site.of_kind(kind).count()
    }
}

/// In a school a picture without words for those who cannot see it is an error (content model, section 8).
/// Decided here, so that a parse depends on nothing but its file.
fn insist_on_alt_text(diagnostics: &mut [Diagnostic]) {
    for problem in diagnostics.iter_mut().filter(|problem| matches!(problem.code, "missing-alt" | "missing-image-alt"))
    {
        problem.severity = Severity::Error;
    }
}

/// What the plan needs to know of a theme.
fn offer(theme: &Theme) -> ThemeOffer {
    ThemeOffer {
        digest: theme.digest(),
        assets: theme.assets().clone(),
        templates: theme.template_names().into_iter().map(str::to_owned).collect(),
    }
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
