//! The one way in which tests use the program: files in, text out. A changed signature changes this file only.

use ripple::diag::{Diagnostic, Severity, print};
use ripple::engine::{Changes, Engine, EngineOptions, Outcome, Snapshot};
use ripple::model::PageView;
use ripple::write;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use tempfile::TempDir;

/// "Now" in tests: 1 December 2026, 12:00 UTC.
pub const NOW: i64 = 1_796_126_400;

/// A configuration without a single complaint.
pub const CONFIG: &str = "title: Test site\nsafeguarding: open\ncontact: us@example.org\nbase_url: https://example.org\nfeed_authority: example.org,2026\n";

/// A site in a temporary folder.
pub struct SiteTest {
    dir: TempDir,
    pub options: EngineOptions,
}

/// What a build gave.
pub struct Built {
    /// Output path to bytes.
    pub files: BTreeMap<String, Vec<u8>>,
    pub diagnostics: Vec<Diagnostic>,
    pub sources: print::Sources,
    pub snapshot: Arc<Snapshot>,
}

impl SiteTest {
    /// A site from `path` and text; `ripple.yaml` is [`CONFIG`] unless it is given.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let dir = TempDir::new().unwrap();
        let options = EngineOptions::new(dir.path(), NOW);
        let site = Self { dir, options };
        site.write("ripple.yaml", CONFIG);
        fs::create_dir_all(site.path("content")).unwrap();
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// A copy of a folder with a site; [`CONFIG`] where it has no `ripple.yaml`.
    pub fn copy_of(folder: &Path) -> Self {
        let site = Self::new(&[]);
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
            let below = entry.path().strip_prefix(folder).unwrap();
            if entry.file_type().is_file() && !below.starts_with("expected") && below != Path::new("expected.txt") {
                let to = site.dir.path().join(below);
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::copy(entry.path(), to).unwrap();
            }
        }
        site
    }

    /// A copy of this repository's own site.
    pub fn copy_of_example() -> Self {
        let site = Self::new(&[]);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["content", "static", "ripple.yaml"] {
            let files = walkdir::WalkDir::new(root.join(part)).into_iter().filter_map(Result::ok);
            for entry in files.filter(|entry| entry.file_type().is_file()) {
                let below = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                site.write(&below, fs::read(entry.path()).unwrap());
            }
        }
        site
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// A new engine for this site.
    pub fn engine(&self) -> Engine {
        Engine::new(self.options.clone())
    }

    /// Builds from nothing, into memory.
    pub fn build(&self) -> Built {
        let mut engine = self.engine();
        built(&mut engine, &Changes::All)
    }

    /// Builds from nothing into a folder, as the command does. `Err` has the codes of the errors.
    pub fn publish(&self, output: &str) -> Result<write::Published, Vec<&'static str>> {
        let mut engine = self.engine();
        let snapshot = engine.update(&Changes::All).unwrap();
        let errors = |problems: &[Diagnostic]| -> Vec<&'static str> {
            problems.iter().filter(|problem| problem.severity == Severity::Error).map(|problem| problem.code).collect()
        };
        let found = errors(&snapshot.diagnostics);
        if !found.is_empty() {
            return Err(found);
        }
        let target = write::target(self.root(), &self.path(output), None).unwrap();
        match engine.publish(&snapshot, target).unwrap().0 {
            Outcome::Published(published, _) => Ok(published),
            Outcome::Failed(problems) => Err(errors(&problems)),
        }
    }

    /// Runs the program in the site's folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    /// Runs the program with these environment variables.
    pub fn run_with(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).envs(environment.iter().copied()).output().unwrap())
    }

    /// Runs the program as on a terminal of this many columns.
    pub fn run_in_columns(&self, columns: usize, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).env("COLUMNS", columns.to_string()).output().unwrap())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ripple"));
        command.args(arguments).current_dir(self.root()).env("NO_COLOR", "1");
        command.env_remove("SOURCE_DATE_EPOCH").env_remove("COLUMNS").env_remove("RIPPLE_NAMES_KEY");
        command
    }
}

/// What the program said.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Updates an engine and makes every page, copies included.
pub fn built(engine: &mut Engine, changes: &Changes) -> Built {
    let snapshot = engine.update(changes).unwrap();
    let mut diagnostics = snapshot.diagnostics.clone();
    let mut files = BTreeMap::new();
    let look = engine.last_look(&snapshot);
    for page in &snapshot.pages {
        let view = page.view();
        let output = &page.route.output;
        let place = if let PageView::Copy(place) = &view { Some(place.as_path()) } else { None };
        match snapshot.picture(&view) {
            Ok(Some(bytes)) => {
                if !look.picture(output, place, &bytes) {
                    files.insert(output.clone(), bytes.to_vec());
                }
                continue;
            }
            Err(problem) => diagnostics.push(problem),
            Ok(None) => {}
        }
        if let Some(place) = place
            && !look.file(output, place).unwrap()
        {
            files.insert(output.clone(), fs::read(place).unwrap());
        }
        if matches!(view, PageView::Copy(_) | PageView::Media(_)) {
            continue;
        }
        match engine.pages().bytes(&snapshot, page) {
            Ok(bytes) => {
                let from = page.entry.map(|id| &snapshot.site.entry(id).path);
                let is_left_out = matches!(view, PageView::Asset(_)) && look.asset(output, &bytes);
                if !is_left_out {
                    if !matches!(view, PageView::Asset(_)) {
                        look.bytes(output, from, &bytes);
                    }
                    files.insert(output.clone(), bytes.to_vec());
                }
            }
            Err(problem) => diagnostics.push(problem),
        }
    }
    diagnostics.extend(look.problems());
    let sources = engine.sources(&diagnostics);
    Built { files, diagnostics, sources, snapshot }
}

impl Built {
    /// The text of one file of the output.
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("no {path}; there are {:#?}", self.paths()));
        std::str::from_utf8(bytes).unwrap()
    }

    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub fn paths(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// Codes of all problems but notes, in the order of the report.
    pub fn codes(&self) -> Vec<&'static str> {
        self.all_codes(Severity::Warning)
    }

    /// Codes of all problems, notes included.
    pub fn every_code(&self) -> Vec<&'static str> {
        self.all_codes(Severity::Note)
    }

    /// Fails unless one file of the output holds these words.
    #[track_caller]
    pub fn holds(&self, path: &str, words: &str) {
        let text = self.text(path);
        assert!(text.contains(words), "{path} has no {words}:\n{text}\n{}", self.report());
    }

    /// Codes of all problems at least this bad.
    pub fn all_codes(&self, least: Severity) -> Vec<&'static str> {
        self.diagnostics.iter().filter(|problem| problem.severity <= least).map(|problem| problem.code).collect()
    }

    /// The report as the writer reads it, without colour.
    pub fn report(&self) -> String {
        let styled: String =
            self.diagnostics.iter().map(|problem| print::text(problem, &self.sources) + "\n").collect();
        anstream::adapter::strip_str(&styled).to_string()
    }

    /// Whether any byte of the output holds these words.
    pub fn mentions(&self, words: &str) -> Vec<&str> {
        let found = |bytes: &[u8]| bytes.windows(words.len()).any(|window| window == words.as_bytes());
        self.files
            .iter()
            .filter(|(path, bytes)| path.contains(words) || found(bytes))
            .map(|(path, _)| path.as_str())
            .collect()
    }
}

/// A story with a date and these further fields and text.
pub fn story(title: &str, fields: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-03-02\n{fields}---\n{text}\n")
}
