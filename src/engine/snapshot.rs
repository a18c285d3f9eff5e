//! The result of a run: a linked and planned site, whose pages can be made one by one.

use super::StageTime;
use super::pictures::Workshop;
use super::progress::Stopwatch;
use super::reading::{self, Reading};
use super::unseen;
use crate::diag::print::Sources;
use crate::diag::{self, Diagnostic, Severity, SourcePath, codes};
use crate::link::{self, LinkOptions};
use crate::model::{
    AssetBytes, Config, Digest, Entry, EntryKind, GraphView, Page, PageView, Site, SourceTree, Withheld, Words,
};
use crate::plan::{self, ThemeOffer};
use crate::render::Theme;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The immutable result of one run.
pub struct Snapshot {
    /// The configuration.
    pub config: Arc<Config>,
    /// The linked site: only what is published; for the writer, everything.
    pub site: Arc<Site>,
    /// Every page, sorted by output path.
    pub pages: Vec<Page>,
    /// What is not published, and why.
    pub withheld: Vec<Withheld>,
    /// When the site next changes by itself, in seconds since 1970, and what happens then.
    pub next_change: Option<(i64, String)>,
    /// When consent is next to be asked for again, in seconds since 1970, and the id of what it is for.
    pub next_review: Option<(i64, String)>,
    /// All problems, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Digests of the configuration's text and of the theme's own files.
    pub(super) inputs: (Digest, Digest),
    /// What each stage took.
    pub times: Vec<StageTime>,
    pub(super) theme: Option<Arc<Theme>>,
    /// The words of the theme.
    words: Arc<Words>,
    /// The theme's static files as this site has them.
    assets: BTreeMap<String, AssetBytes>,
    /// Every file that was found.
    tree: Arc<SourceTree>,
    root: PathBuf,
    workshop: Arc<Workshop>,
}

/// One run for both audiences.
pub struct Preview {
    /// As visitors see the site: what a build would publish.
    pub visitor: Arc<Snapshot>,
    /// As its writers do: with everything that is held back.
    pub writer: Arc<Snapshot>,
    /// Every entry that was read, by path, also where the configuration is too broken for a site.
    pub entries: Vec<Arc<Entry>>,
    /// Differs from that of another run if anything that was read does.
    pub signature: Digest,
    /// Where the site's links on disk lead.
    pub linked: BTreeSet<PathBuf>,
    pub(super) notes: OnceLock<Vec<Diagnostic>>,
}

impl Preview {
    /// What will be wrong with the links and ripples of entries that are not published yet, as notes: nobody sees it,
    /// and it must not stop a build. What somebody has said no to is left alone. Sorted, and worked out once.
    pub fn notes(&self) -> &[Diagnostic] {
        self.notes.get_or_init(|| self.made_notes())
    }

    /// All that is wrong, for whoever writes: with [`notes`](Self::notes), and what will be an error as soon as it may
    /// be seen is a warning.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = self.visitor.diagnostics.clone();
        unseen::for_writer(&mut problems, &self.visitor.withheld);
        problems.extend_from_slice(self.notes());
        diag::sort(&mut problems);
        problems
    }

    fn made_notes(&self) -> Vec<Diagnostic> {
        let withheld = self.visitor.withheld.iter();
        let waiting = withheld.filter(|entry| !entry.obstacles.iter().any(|obstacle| obstacle.lasting));
        let reasons: BTreeMap<&SourcePath, &str> = waiting.map(|entry| (&entry.path, entry.reason.as_str())).collect();
        let key = |problem: &Diagnostic| (problem.span.clone(), problem.code, problem.message.clone());
        let known: BTreeSet<_> = self.visitor.diagnostics.iter().map(key).collect();
        let others = self.writer.diagnostics.iter().filter(|problem| problem.severity <= Severity::Warning);
        let mut notes: Vec<Diagnostic> = others
            .filter(|problem| !known.contains(&key(problem)))
            .filter_map(|problem| {
                reasons.get(&problem.span.path).map(|reason| codes::publishing::not_yet(problem.clone(), reason))
            })
            .collect();
        diag::sort(&mut notes);
        notes
    }
}

/// The two files that a problem is about.
fn pair(problem: &Diagnostic) -> Option<[SourcePath; 2]> {
    let mut files = [problem.span.path.clone(), problem.related.first()?.span.path.clone()];
    files.sort();
    Some(files)
}

/// Whether an address is taken twice because a file was copied with its id, which is told already.
fn is_of_a_copy(problem: &Diagnostic, known: &[Diagnostic]) -> bool {
    problem.code == "same-address"
        && known.iter().any(|known| known.code == "duplicate-id" && pair(known) == pair(problem))
}

/// A file that was copied is one mistake: what comes first here is told, and nothing after it about the same two files.
fn tell_copies_once(problems: &mut Vec<Diagnostic>) {
    const CODES: [&str; 4] = ["duplicate-id", "same-address", "told-twice", "copied-file"];
    let rank = |problem: &Diagnostic| CODES.iter().position(|code| *code == problem.code);
    if !problems.iter().any(|problem| rank(problem) > Some(1)) {
        return;
    }
    let mut first: BTreeMap<[SourcePath; 2], usize> = BTreeMap::new();
    for problem in problems.iter() {
        if let (Some(rank), Some(files)) = (rank(problem), pair(problem)) {
            first.entry(files).and_modify(|known| *known = rank.min(*known)).or_insert(rank);
        }
    }
    problems.retain(|problem| {
        let of_pair = || pair(problem).and_then(|files| first.get(&files).copied());
        // Two errors are both to be mended.
        rank(problem).is_none_or(|rank| rank < 2 || of_pair() == Some(rank))
    });
}

impl Snapshot {
    pub(super) fn new(root: &Path, reading: &Reading, options: &LinkOptions, workshop: &Arc<Workshop>) -> Self {
        let mut snapshot = Self {
            config: Arc::clone(&reading.config),
            site: Arc::default(),
            pages: Vec::new(),
            withheld: Vec::new(),
            next_change: None,
            next_review: None,
            diagnostics: reading.diagnostics.clone(),
            inputs: reading.inputs,
            times: reading.times.clone(),
            theme: reading.theme.clone(),
            assets: BTreeMap::new(),
            words: Arc::default(),
            tree: Arc::clone(&reading.tree),
            root: root.to_path_buf(),
            workshop: Arc::clone(workshop),
        };
        // With a broken configuration nothing can be said about the whole: only the files' own problems.
        if reading.usable {
            snapshot.fill(reading, options);
        }
        tell_copies_once(&mut snapshot.diagnostics);
        diag::sort(&mut snapshot.diagnostics);
        snapshot
    }

    fn fill(&mut self, reading: &Reading, options: &LinkOptions) {
        let mut watch = Stopwatch::new();
        let linked =
            link::site_with_files(&reading.entries, &reading.file_names, &reading.source_names, &self.config, options);
        self.diagnostics.extend(linked.diagnostics);
        self.diagnostics.extend(link::retired(&linked.site.entries, &reading.retired));
        self.site = Arc::new(linked.site);
        self.withheld = linked.withheld;
        link::mark_retired(&mut self.withheld, &reading.retired, &mut self.diagnostics);
        unseen::ease(&mut self.diagnostics, &self.withheld, &reading.entries);
        unseen::without_pictures(&mut self.diagnostics, &reading.entries);
        self.next_change = linked.next_change;
        self.next_review = linked.next_review;
        watch.lap("link", "entries", self.site.entries.len(), 0);

        let offer =
            self.theme.as_deref().map(|theme| plan::dressed(offer(theme), self.config.accent)).unwrap_or_default();
        self.words = Arc::clone(&offer.words);
        let (pages, mut problems) =
            plan::pages(&self.site, &self.config, &offer, &reading.tree.statics, &reading.gallery);
        if self.theme.is_none() {
            // Without a theme nobody knows which templates it has.
            problems.retain(|problem| problem.code != "unknown-template");
        }
        problems.retain(|problem| !is_of_a_copy(problem, &self.diagnostics));
        self.diagnostics.extend(problems);
        self.pages = pages;
        self.assets = offer.assets;
        watch.lap("plan", "pages", self.pages.len(), 0);
        self.times.extend(watch.laps);
    }

    /// The numbers of the whole site in sentences.
    #[must_use]
    pub fn numbers(&self) -> String {
        plan::numbers_of(&self.site, &self.words)
    }

    /// The texts that the problems point into, for printing them. They are read from disk again: a site can have
    /// problems in thousands of files, and a preview shows few of them.
    #[must_use]
    pub fn sources(&self) -> Sources {
        reading::sources(&self.root, &self.diagnostics)
    }

    /// What is published of a picture: a file beside the texts, or one of `static/`. `None` if the page is neither.
    ///
    /// # Errors
    /// When the picture cannot be read or made.
    pub fn picture(&self, view: &PageView) -> Result<Option<Arc<[u8]>>, Diagnostic> {
        Ok(match view {
            PageView::Media(view) => Some(self.workshop.bytes(&self.root, view)?),
            PageView::Copy(place) => self.workshop.copied(&self.tree, place)?.map(Arc::from),
            _ => None,
        })
    }

    /// The page with an output path.
    #[must_use]
    pub fn page(&self, output: &str) -> Option<&Page> {
        let place = self.pages.binary_search_by(|page| page.route.output.as_str().cmp(output)).ok()?;
        self.pages.get(place)
    }

    /// The page of an entry, if it has one here.
    #[must_use]
    pub fn page_of(&self, entry: &Entry) -> Option<&Page> {
        if !entry.may_have_page() {
            return None;
        }
        self.page(&plan::output_of(&self.config, entry.kind, &entry.page_name())?)
    }

    /// The page of a static file of the theme, by its name there.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&Page> {
        let asset = self.assets.get(name)?;
        self.page(&plan::output_of_asset(&self.config, name, asset.digest))
    }

    /// The graph of ripples that `/ripples.json` holds.
    #[must_use]
    pub fn graph(&self) -> GraphView {
        plan::graph(&self.site, &self.config)
    }

    /// Whether there are pages, and a theme to make them with.
    #[must_use]
    pub fn can_be_shown(&self) -> bool {
        self.theme.is_some() && !self.pages.is_empty()
    }

    /// Where the page of an entry that is held back would be, below the output folder: there it still stands if
    /// it was published before and the build fails for another reason.
    #[must_use]
    pub fn output_of(&self, entry: &Withheld) -> Option<String> {
        plan::output_of(&self.config, entry.kind, &entry.slug)
    }

    /// Why an entry is not published, if it is not.
    #[must_use]
    pub fn why_not(&self, path: &SourcePath) -> Option<&Withheld> {
        let place = self.withheld.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        self.withheld.get(place)
    }

    /// How many published entries of a kind there are.
    #[must_use]
    pub fn count(&self, kind: EntryKind) -> usize {
        self.site.of_kind(kind).count()
    }
}

/// What the plan needs to know of a theme.
fn offer(theme: &Theme) -> ThemeOffer {
    ThemeOffer {
        digest: theme.digest(),
        assets: theme.assets().clone(),
        templates: theme.template_names().into_iter().map(str::to_owned).collect(),
        words: Arc::clone(theme.words()),
    }
}
