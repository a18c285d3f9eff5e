//! Names that stand in files of a site which are no entries: its configuration, its own theme, what is copied as it is.

use super::{Personal, SourcePath};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// `ripple.yaml`: only what is shown.
    Configuration,
    /// The `theme.yaml` of a theme: only what holds where a site chooses nothing.
    ThemeSheet,
    /// Words of a theme.
    Words,
    /// A template of a theme.
    Template,
    /// A text of a theme that is published as it is.
    Asset,
    /// A text in `static/`.
    Static,
    /// A drawing beside the texts: published if an entry shows it.
    Drawing,
}

/// The names in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceNames {
    /// The file.
    pub path: SourcePath,
    /// What it is.
    pub kind: SourceKind,
    /// The names, and what is excused. Nothing else.
    pub personal: Personal,
}
