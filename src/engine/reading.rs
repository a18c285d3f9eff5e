//! The part of a run that looks at the disk: files, configuration, entries and theme. What is known already is not
//! read or parsed again.

use super::progress::Stopwatch;
use super::{Changes, Engine, Remembered, StageTime, dressing, inputs, theme_pictures};
use crate::diag::print::Sources;
use crate::diag::{self, Diagnostic, LineIndex, Severity, SourcePath};
use crate::model::words::WordList;
use crate::model::{
    Config, DEFAULT_THEME, Digest, Entry, EntryKind, Fatal, Gallery, ParseOptions, Personal, Profile, RETIRED_FILE,
    Retired, SourceFile, SourceNames, SourceTree, ThemeLayer,
};
use crate::render::{self, Theme, WordSource};
use crate::{parse, read};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// All that snapshots are made of, for whichever audience.
pub(super) struct Reading {
    /// The configuration, or what can be used of it.
    pub(super) config: Arc<Config>,
    /// Whether the configuration is sound enough to say anything about the whole.
    pub(super) usable: bool,
    /// Every entry, in path order.
    pub(super) entries: Vec<Arc<Entry>>,
    /// Every file that was found.
    pub(super) tree: Arc<SourceTree>,
    /// What is known of the pictures that entries name.
    pub(super) gallery: Arc<Gallery>,
    /// The theme, if it is sound.
    pub(super) theme: Option<Arc<Theme>>,
    /// Ids that may never be used again.
    pub(super) retired: Retired,
    /// Digests of the configuration's text with the retired ids, and of the theme's own files.
    pub(super) inputs: (Digest, Digest),
    /// Personal data in the names of files that are copied as they are.
    pub(super) file_names: Vec<Personal>,
    /// Names in files that are no entries.
    pub(super) source_names: Arc<[SourceNames]>,
    /// What is wrong with single files.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What the stages took.
    pub(super) times: Vec<StageTime>,
}

impl Engine {
    pub(super) fn read(&mut self, changes: &Changes) -> Result<Reading, Fatal> {
        let mut watch = Stopwatch::new();
        let mut diagnostics = Vec::new();
        self.progress.begin("looking for files", 0);
        let tree = self.tree(changes, &mut diagnostics)?;
        watch.lap("walk", "files", tree.content.len() + tree.statics.len() + tree.media.len(), 0);

        let (config, config_file) = self.config(&mut diagnostics);
        let usable = !diagnostics
            .iter()
            .any(|problem| problem.concern == diag::Concern::Configuration && problem.severity == Severity::Error);
        // Texts say a few words of the theme.
        let (theme, theme_digest) = self.theme(&config, config_file.as_ref(), &mut diagnostics)?;
        watch.lap("theme", "templates", theme.as_ref().map_or(0, |theme| theme.template_names().len()), 0);
        let bytes = self.parse(&tree, &config, changes, &mut diagnostics);
        if !usable {
            // Only a sound configuration says which kinds there are.
            diagnostics.retain(|problem| problem.code != "unknown-ripple-kind");
        }
        if config.profile == Profile::School {
            insist_on_alt_text(&mut diagnostics);
        }
        if config.profile != Profile::Open {
            insist_on_key(&mut diagnostics);
        }
        let entries: Vec<Arc<Entry>> = self.parsed.iter().filter_map(|file| file.parsed.entry.clone()).collect();
        if entries.iter().any(|entry| is_private(entry)) {
            diagnostics.extend(parse::published_sources(&read::hosting(&self.options.root)));
        }
        let retired = self.retired(&mut diagnostics);
        watch.lap("read and parse", "entries", tree.content.len(), bytes);
        let gallery = self.album.look(&self.options.root, &entries, &tree, &self.progress, &mut diagnostics);
        let file_names = self.file_names(&tree);
        let source_names = self.source_names(config_file.as_ref(), &tree, &gallery);
        Ok(Reading {
            config: Arc::new(config),
            usable,
            entries,
            tree,
            gallery,
            theme,
            inputs: (inputs::chosen(config_file.as_ref(), retired.as_ref()), theme_digest),
            retired: retired.map(|file| parse::retired(&file.text)).unwrap_or_default(),
            file_names,
            source_names,
            diagnostics,
            times: watch.laps,
        })
    }

    /// The files of the site. Where nothing but known entries has changed, the last walk is good enough.
    fn tree(&mut self, changes: &Changes, diagnostics: &mut Vec<Diagnostic>) -> Result<Arc<SourceTree>, Fatal> {
        let is_known = |tree: &SourceTree, path: &SourcePath| {
            tree.content.binary_search(path).is_ok() && self.options.root.join(path.as_str()).is_file()
        };
        let known = match changes {
            Changes::Paths(paths) => self
                .walked
                .take()
                .filter(|(tree, _)| tree.linked.is_empty() && paths.iter().all(|path| is_known(tree, path))),
            Changes::All => None,
        };
        let (tree, problems) = match known {
            Some(known) => known,
            None => read::tree(&self.options.root).map(|(tree, problems)| (Arc::new(tree), problems))?,
        };
        diagnostics.extend(problems.iter().cloned());
        self.walked = Some((Arc::clone(&tree), problems));
        Ok(tree)
    }

    /// The ids that may never be used again, as they are written down.
    fn retired(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<SourceFile> {
        read::optional(&self.options.root, RETIRED_FILE).unwrap_or_else(|problem| {
            diagnostics.push(problem);
            None
        })
    }

    /// The configuration and its text.
    fn config(&self, diagnostics: &mut Vec<Diagnostic>) -> (Config, Option<SourceFile>) {
        match read::config_text(&self.options.root) {
            Ok(file) => {
                let (config, problems) = parse::config(&file, self.options.base_url.as_deref());
                diagnostics.extend(problems);
                (config, Some(file))
            }
            Err(problem) => {
                let config = Config::fallback(&problem.span.path);
                diagnostics.push(problem);
                (config, None)
            }
        }
    }

    /// Reads and parses in one parallel pass; what is known already is not read again. Returns the bytes read.
    fn parse(
        &mut self,
        tree: &SourceTree,
        config: &Config,
        changes: &Changes,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> u64 {
        // While the theme is broken, texts stay as the last sound one had them.
        let mut options = match &self.theme {
            Some((_, theme)) => ParseOptions::new(config, theme.words()),
            None => ParseOptions::new(config, &render::words(&english())),
        };
        options.names = self.names(tree, changes, &options, diagnostics);
        if self.parse_options.as_ref() != Some(&options) {
            self.parsed.clear();
            self.parse_options = Some(options.clone());
        }
        self.progress.begin("reading stories", tree.content.len());
        let bytes = AtomicU64::new(0);
        // Both are in path order.
        let mut known = std::mem::take(&mut self.parsed).into_iter().peekable();
        let files: Vec<(&SourcePath, Option<Remembered>)> = tree
            .content
            .iter()
            .map(|path| {
                // Mostly the very same path, which takes no look at its letters.
                let same = known.next_if(|file| file.path == *path).or_else(|| {
                    while known.next_if(|file| file.path < *path).is_some() {}
                    known.next_if(|file| file.path == *path)
                });
                (path, same)
            })
            .collect();
        let read = |(path, known): (&SourcePath, Option<Remembered>)| {
            // A hint does not name the links to a file.
            let is_same = tree.linked.is_empty() && matches!(changes, Changes::Paths(paths) if !paths.contains(path));
            let known = match known {
                Some(known) if is_same => return Ok(known),
                known => known,
            };
            self.progress.step();
            let file = read::file(&self.options.root, path)?;
            bytes.fetch_add(file.text.len() as u64, Ordering::Relaxed);
            Ok(match known.filter(|known| known.digest == file.digest) {
                Some(known) => known,
                None => Remembered {
                    path: path.clone(),
                    digest: file.digest,
                    parsed: parse::entry(&file, &options, &self.highlighter),
                },
            })
        };
        let files: Vec<Result<Remembered, Diagnostic>> = files.into_par_iter().map(read).collect();
        for file in files {
            match file {
                Ok(file) => {
                    diagnostics.extend(file.parsed.diagnostics.iter().cloned());
                    self.parsed.push(file);
                }
                Err(problem) => diagnostics.push(problem),
            }
        }
        bytes.into_inner()
    }

    /// The theme, compiled again only if one of its files or settings changed, and the digest of those. `None` if it
    /// is broken.
    fn theme(
        &mut self,
        config: &Config,
        file: Option<&SourceFile>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(Option<Arc<Theme>>, Digest), Fatal> {
        let dressing = dressing(&self.options.root, &config.theme, file)?;
        let digest = dressing.digest;
        diagnostics.extend(dressing.diagnostics);
        self.shelf.dress(digest, &dressing.source.layers);
        // Words are set into templates, so one theme is compiled for each language.
        let key = Digest::of(&(digest, &config.language));
        if let Some((known, theme)) = &self.theme
            && *known == key
        {
            diagnostics.extend(theme.problems().iter().cloned());
            return Ok((Some(Arc::clone(theme)), digest));
        }
        let mut source = dressing.source;
        let problems = theme_pictures::clean(&mut source.layers);
        if !problems.is_empty() {
            diagnostics.extend(problems);
            return Ok((None, digest));
        }
        source.words = WordSource { language: config.language.clone(), lists: word_lists(&source.layers) };
        let theme = match render::compile(&source) {
            Ok(theme) => {
                let theme = Arc::new(theme);
                diagnostics.extend(theme.problems().iter().cloned());
                self.theme = Some((key, Arc::clone(&theme)));
                Some(theme)
            }
            Err(problems) => {
                diagnostics.extend(problems);
                None
            }
        };
        Ok((theme, digest))
    }

    /// The texts of all files that problems point into, for printing them: read from disk, so only for problems that
    /// are printed.
    #[must_use]
    pub fn sources(&self, diagnostics: &[Diagnostic]) -> Sources {
        sources(&self.options.root, diagnostics)
    }
}

/// All files of words, those of the uppermost layer first.
fn word_lists(layers: &[ThemeLayer]) -> Vec<WordList> {
    let lists = |layer: &ThemeLayer| -> Vec<WordList> {
        let is_list = |name: &str| name.starts_with("i18n/") && name.strip_suffix(".yaml").is_some();
        let files = layer.files.iter().filter(|(name, _)| is_list(name));
        let path = |name: &str| SourcePath::new(&format!("{}{name}", layer.folder()));
        files.map(|(name, bytes)| parse::words(&path(name), bytes)).collect()
    };
    layers.iter().flat_map(lists).collect()
}

/// The words of the built-in theme in English.
pub(crate) fn english() -> WordSource {
    let layers: Vec<ThemeLayer> = render::built_in(DEFAULT_THEME).into_iter().collect();
    WordSource { language: crate::model::words::ENGLISH.to_owned(), lists: word_lists(&layers) }
}

/// The texts of all files that problems point into.
pub(super) fn sources(root: &Path, diagnostics: &[Diagnostic]) -> Sources {
    let related = diagnostics.iter().flat_map(|problem| problem.related.iter().map(|related| &related.span));
    let spans = diagnostics.iter().map(|problem| &problem.span).chain(related);
    let paths: BTreeSet<&SourcePath> = spans.filter(|span| span.range().is_some()).map(|span| &span.path).collect();
    texts(root, paths)
}

/// The texts of some files of a site, as they are now; those that cannot be read are left out.
pub fn texts<'a>(root: &Path, paths: impl IntoIterator<Item = &'a SourcePath>) -> Sources {
    let lines = |path: &SourcePath| Some((path.clone(), Arc::new(LineIndex::new(read::file(root, path).ok()?.text))));
    paths.into_iter().filter_map(lines).collect()
}

/// Whether the file of an entry holds what nobody may read: what somebody agreed to, or who somebody is.
fn is_private(entry: &Entry) -> bool {
    entry.gate.consent.is_some() || entry.kind == EntryKind::Person
}

/// In a school a picture without words for those who cannot see it is an error (content model, section 8).
/// Decided here, so that a parse depends on nothing but its file.
fn insist_on_alt_text(diagnostics: &mut [Diagnostic]) {
    for problem in diagnostics.iter_mut().filter(|problem| matches!(problem.code, "missing-alt" | "missing-image-alt"))
    {
        problem.severity = Severity::Error;
    }
}

/// Where children or clients are written about, names that cannot be looked for are no small thing.
fn insist_on_key(diagnostics: &mut [Diagnostic]) {
    for problem in diagnostics.iter_mut().filter(|problem| problem.code == "no-names-key") {
        problem.severity = Severity::Error;
    }
}
