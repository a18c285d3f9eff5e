//! Bytes to disk. Takes an output folder and, page by page, what belongs in it; stages what differs and then
//! publishes by renames. Changes nothing that ripple did not write, and nothing at all before the commit.

mod cache;
mod commit;
mod compare;
mod disk;
mod manifest;
mod marker;
mod outputs;
mod publication;
mod record;
mod refuse;
mod single;
mod staging;
mod taking_down;

#[cfg(test)]
mod lost_tests;
#[cfg(test)]
mod tests;

pub use cache::{keep, prune};
pub use outputs::outputs;
pub use publication::Publication;
pub use record::Record;
pub use single::{file, source};
pub use taking_down::TakenDown;

use crate::model::Fatal;
use refuse::State;
use std::fs;
use std::path::{Path, PathBuf};

/// An output folder that was looked at and found fit.
#[derive(Clone, Debug)]
pub struct Target {
    /// The site root, free of links.
    root: PathBuf,
    /// The output folder, free of links.
    output: PathBuf,
    state: State,
}

/// What a publication changed. Counts are files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// New or changed.
    pub written: usize,
    /// Already as they should be, and not touched.
    pub unchanged: usize,
    /// Written by an earlier build and no longer part of the site.
    pub removed: usize,
    /// Size of what was written.
    pub bytes: u64,
}

/// Checks an output folder; a relative one is taken from the current folder. Writes nothing.
///
/// # Errors
/// When the folder is, holds or lies in something that must not be overwritten (the disk's top, the home
/// folder, the site or its sources), or holds files and no marker of ours.
pub fn target(root: &Path, output: &Path, home: Option<&Path>) -> Result<Target, Fatal> {
    let root = fs::canonicalize(root).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Fatal::RootMissing { path: root.to_path_buf() },
        _ => Fatal::Unreadable { path: root.to_path_buf(), error },
    })?;
    let place = refuse::resolve(output)?;
    refuse::check(output, &place, &root, home)?;
    let state = refuse::state(&place)?;
    Ok(Target { root, output: place, state })
}

impl Target {
    /// Where the site will be, with all links followed.
    #[must_use]
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// Begins a publication. Still writes nothing: the staging folder is made when it is first needed.
    ///
    /// # Errors
    /// When the list of files written earlier cannot be read.
    pub fn open(self) -> Result<Publication, Fatal> {
        Publication::new(self.root, self.output, self.state)
    }
}
