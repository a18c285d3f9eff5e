//! The folder in which finished files wait until all of them are finished.

use super::disk;
use super::refuse::{State, identity};
use crate::model::Fatal;
use std::collections::HashSet;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// A staging folder on the disk of the output. It disappears when it is dropped.
pub(super) struct Staging {
    /// What will become the output folder, with ordinary permissions; the folder around it is for us alone.
    pub(super) tree: PathBuf,
    /// Whether it stands beside the output, so that the whole tree can be renamed.
    pub(super) beside: bool,
    folders: Folders,
    _folder: TempDir,
    _parents: MadeFolders,
}

/// Folders above a new output; those still empty go away when this is dropped.
struct MadeFolders(Vec<PathBuf>);

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            disk::remove_empty_folder(folder);
        }
    }
}

impl Staging {
    /// Makes a staging folder beside the output, or in it if only that is on the same disk and writable.
    pub(super) fn new(output: &Path, state: State) -> Result<Self, Fatal> {
        let fatal = |path: &Path, error: io::Error| Fatal::NotWritable { path: path.to_path_buf(), error };
        let parent = output.parent().unwrap_or(output);
        let parents = match state {
            State::Missing => MadeFolders(disk::create_folders(parent).map_err(|error| fatal(parent, error))?),
            State::Empty | State::Ours => MadeFolders(Vec::new()),
        };
        let mut name = OsString::from(".");
        name.push(output.file_name().unwrap_or_default());
        name.push(".ripple-");
        let (folder, beside) = if state == State::Missing {
            (disk::temporary_folder(parent, &name).map_err(|error| fatal(parent, error))?, true)
        } else if let Some(folder) =
            same_disk(parent, output).then(|| disk::temporary_folder(parent, &name).ok()).flatten()
        {
            (folder, true)
        } else {
            (disk::temporary_folder(output, ".ripple-".as_ref()).map_err(|error| fatal(output, error))?, false)
        };
        let tree = folder.path().join("tree");
        disk::create_folder(&tree).map_err(|error| fatal(parent, error))?;
        Ok(Self { tree, beside, folders: Folders::default(), _folder: folder, _parents: parents })
    }

    /// The place for a file, with its folders made.
    pub(super) fn place(&self, path: &str) -> Result<PathBuf, Fatal> {
        self.folders.each(path, |folder| {
            let folder = self.tree.join(folder);
            disk::create_folder(&folder).map_err(|error| Fatal::NotWritable { path: folder, error })
        })?;
        Ok(self.tree.join(path))
    }
}

#[cfg(unix)]
fn same_disk(one: &Path, other: &Path) -> bool {
    identity(one).map(|place| place.0) == identity(other).map(|place| place.0)
}

#[cfg(not(unix))]
fn same_disk(one: &Path, other: &Path) -> bool {
    identity(one) == identity(other)
}

/// Folders that were dealt with already, so that each is dealt with once. Shared by threads.
#[derive(Default)]
pub(super) struct Folders(Mutex<HashSet<String>>);

impl Folders {
    /// Calls `act` for each folder above a file, outermost first, unless that was done before. Two threads may
    /// both do it; so `act` must not mind.
    pub(super) fn each(&self, path: &str, act: impl Fn(&str) -> Result<(), Fatal>) -> Result<(), Fatal> {
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(()) };
        if self.has(folder) {
            return Ok(());
        }
        for (end, _) in path.match_indices('/') {
            let folder = &path[..end];
            if !self.has(folder) {
                act(folder)?;
                self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
            }
        }
        Ok(())
    }

    fn has(&self, folder: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(folder)
    }
}
