//! Taking files out of an output that cannot be built anew: those that show what has to go, and no others.

use super::manifest::is_output_path;
use super::publication::Planned;
use super::refuse::State;
use super::{Publication, Target, disk, record};
use crate::model::Fatal;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What came of it: output paths, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenDown {
    /// They are gone.
    pub removed: Vec<String>,
    /// Something plain stands in their place.
    pub replaced: Vec<String>,
}

impl Publication {
    /// Removes those of these files that are ours, or puts in the place of one what `instead` gives for its path.
    /// Files of another hand stay. All others are as they were, to the byte.
    ///
    /// # Errors
    /// When a file cannot be removed. What was done until then stays, and doing it again completes it.
    pub fn take_down(
        self,
        paths: &BTreeSet<String>,
        instead: impl Fn(&str) -> Option<String>,
    ) -> Result<TakenDown, Fatal> {
        let Some(known) = self.known.clone().filter(|_| self.state == State::Ours) else {
            return Ok(TakenDown::default());
        };
        let mut taken = TakenDown::default();
        for (path, digest) in known {
            if !paths.contains(&path) {
                self.plan(Planned { path, digest, staged: None, ours: true });
            } else if let Some(text) = instead(&path) {
                self.put(&path, text.as_bytes())?;
                taken.replaced.push(path);
            } else {
                taken.removed.push(path);
            }
        }
        // The last build said what stands no longer.
        let record = record::place(&self.manifest_place);
        disk::remove_file(&record).map_err(|error| Fatal::NotWritable { path: record, error })?;
        self.commit()?;
        Ok(taken)
    }
}

impl Target {
    /// Gives every ordinary file in the output to `look`, whoever wrote it: its path below the output and its bytes.
    /// Goes through no link. What `look` finds is given in the order of paths.
    ///
    /// # Errors
    /// When something in it cannot be read.
    pub fn search<T: Send>(&self, look: impl Fn(&str, &[u8]) -> Vec<T> + Sync) -> Result<(usize, Vec<T>), Fatal> {
        let mut files = self.files()?;
        files.sort_unstable();
        let found: Vec<Vec<T>> = files
            .par_iter()
            .map(|path| Ok(ordinary(&self.output.join(path))?.map_or_else(Vec::new, |bytes| look(path, &bytes))))
            .collect::<Result<_, Fatal>>()?;
        Ok((files.len(), found.into_iter().flatten().collect()))
    }

    /// The paths of all files. Version control is none of a visitor's business.
    fn files(&self) -> Result<Vec<String>, Fatal> {
        let mut files = Vec::new();
        if self.state == State::Missing {
            return Ok(files);
        }
        let mut folders = vec![self.output.clone()];
        while let Some(folder) = folders.pop() {
            let unreadable = |error| Fatal::Unreadable { path: folder.clone(), error };
            for entry in fs::read_dir(&folder).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                let kind = entry.file_type().map_err(unreadable)?;
                if kind.is_dir() && entry.file_name() != ".git" {
                    folders.push(entry.path());
                } else if kind.is_file() {
                    files.extend(below(&self.output, &entry.path()));
                }
            }
        }
        Ok(files)
    }
}

fn below(output: &Path, place: &Path) -> Option<String> {
    let names: Vec<&str> = place.strip_prefix(output).ok()?.iter().map(|name| name.to_str()).collect::<Option<_>>()?;
    Some(names.join("/")).filter(|path| is_output_path(path))
}

fn ordinary(place: &PathBuf) -> Result<Option<Vec<u8>>, Fatal> {
    let read = || -> io::Result<Option<Vec<u8>>> {
        if fs::symlink_metadata(place)?.is_file() { fs::read(place).map(Some) } else { Ok(None) }
    };
    match read() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map_err(|error| Fatal::Unreadable { path: place.clone(), error }),
    }
}
