//! Runs the stages in order and keeps what need not be done again. The only place where the stages meet.

mod dressing;
mod held_words;
mod inputs;
mod last_look;
mod making;
mod naming;
mod progress;
mod pictures;
mod recordings;
mod reading;
mod shelf;
#[cfg(test)]
pub(crate) use reading::english;
mod snapshot;
mod sought;
mod unseen;
mod theme_pictures;

pub use dressing::{Dressing, dressing};
pub use last_look::LastLook;
pub use making::Pages;
pub use progress::{Progress, StageTime};
pub use reading::texts;
pub use snapshot::{Preview, Snapshot};

use crate::diag::{Diagnostic, SourcePath};
use crate::link::{Audience, LinkOptions};
use crate::model::{Config, Date, Digest, Fatal, ParseOptions, SourceTree};
use crate::parse::{Highlighter, Parsed};
use crate::render::Theme;
use crate::write::Published;
use pictures::{Album, Workshop};
use reading::Reading;
use shelf::Shelf;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

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
    /// `RIPPLE_NAMES_KEY`: the key of the hashes of private names.
    pub names_key: Option<String>,
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
            names_key: None,
            drafts: false,
            future: false,
            expired: false,
        }
    }

    /// Publishing goes by the clock or `--as-of`; expiry and consent by the latest of all that is known
    /// (content model, section 7).
    fn link(&self, config: &Config, audience: Audience) -> LinkOptions {
        let as_of = self.as_of.map(|date| date.instant(&config.timezone));
        let latest = [Some(self.clock), self.source_date_epoch, as_of].into_iter().flatten().max();
        LinkOptions {
            audience,
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
    /// Only these files; if one of them is not a known entry, also whatever is new or gone.
    Paths(BTreeSet<SourcePath>),
}

/// One file of `content/`, parsed.
struct Remembered {
    path: SourcePath,
    digest: Digest,
    parsed: Parsed,
}

/// Memo tables and options.
pub struct Engine {
    options: EngineOptions,
    progress: Arc<Progress>,
    parse_options: Option<ParseOptions>,
    /// What the last walk found.
    walked: Option<(Arc<SourceTree>, Vec<Diagnostic>)>,
    /// Every file that could be read, in path order.
    parsed: Vec<Remembered>,
    highlighter: Highlighter,
    theme: Option<(Digest, Arc<Theme>)>,
    pages: Arc<Pages>,
    /// Pictures that were looked at.
    album: Album,
    /// Files that are no entries, with the names in them.
    shelf: Shelf,
    workshop: Arc<Workshop>,
    /// Whether the last preview held nothing back.
    open: bool,
}

/// What came of trying to publish.
#[derive(Debug)]
pub enum Outcome {
    /// The site is in its folder; what there is to note all the same.
    Published(Published, Vec<Diagnostic>),
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
            walked: None,
            parsed: Vec::new(),
            highlighter: Highlighter::default(),
            theme: None,
            pages: Arc::default(),
            album: Album::default(),
            shelf: Shelf::default(),
            workshop: Arc::default(),
            open: false,
        }
    }

    /// Where to see how far the engine has come.
    #[must_use]
    pub fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }

    /// Sets the clock, in seconds since 1970, for the runs to come.
    pub fn set_clock(&mut self, clock: i64) {
        self.options.clock = clock;
    }

    /// Reads what may have changed and works out the whole site anew, as visitors will see it.
    ///
    /// # Errors
    /// When the site root is missing or closed. Problems of content are in the snapshot.
    pub fn update(&mut self, changes: &Changes) -> Result<Arc<Snapshot>, Fatal> {
        let reading = self.read(changes)?;
        let snapshot = self.snapshot(&reading, Audience::Visitor);
        self.pages.forget(&snapshot);
        Ok(Arc::new(snapshot))
    }

    /// The same, for visitors and beside it for the writer, from the same entries.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub fn preview(&mut self, changes: &Changes) -> Result<Preview, Fatal> {
        let reading = self.read(changes)?;
        let visitor = || Arc::new(self.snapshot(&reading, Audience::Visitor));
        let writer = || Arc::new(self.snapshot(&reading, Audience::Writer));
        // Where nothing is held back, both see the same. Mostly that is so again after the next save.
        let both = || {
            if self.open {
                let visitor = visitor();
                let writer = if visitor.withheld.is_empty() { Arc::clone(&visitor) } else { writer() };
                (visitor, writer)
            } else {
                rayon::join(visitor, writer)
            }
        };
        let ((visitor, writer), signature) = rayon::join(both, || self.signature(&reading));
        self.open = visitor.withheld.is_empty();
        self.pages.forget(&writer);
        Ok(Preview {
            visitor,
            writer,
            signature,
            linked: reading.tree.linked.clone(),
            entries: reading.entries,
            notes: OnceLock::new(),
        })
    }

    /// How many names that no entry holds are looked for in all texts.
    #[must_use]
    pub fn private_name_count(&self) -> usize {
        self.parse_options.as_ref().map_or(0, |options| options.names.private)
    }

    fn snapshot(&self, reading: &Reading, audience: Audience) -> Snapshot {
        self.progress.begin("following ripples", 0);
        let options = self.options.link(&reading.config, audience);
        Snapshot::new(&self.options.root, reading, &options, &self.workshop)
    }
}
