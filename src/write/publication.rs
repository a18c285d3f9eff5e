//! Taking pages one by one, from several threads: compares each with what is on disk and stages what differs.

use super::compare::{self, Standing};
use super::manifest::{self, Manifest, is_output_path};
use super::marker::{self, Known};
use super::refuse::{MARKER, State};
use super::staging::{Folders, Staging};
use super::{Published, commit, disk, record};
use crate::model::{Digest, Fatal};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// A site on its way to the output folder. Dropped without [`commit`](Self::commit), it leaves the output as it
/// was. [`put`](Self::put) and [`copy`](Self::copy) may be called from several threads.
pub struct Publication {
    pub(super) root: PathBuf,
    pub(super) output: PathBuf,
    pub(super) state: State,
    pub(super) manifest_place: PathBuf,
    /// What earlier builds wrote; `None` if that is not known, and then every planned file counts as ours.
    pub(super) known: Option<Manifest>,
    /// Whether the list in the site and the marker in the output are there and agree.
    pub(super) settled: bool,
    planned: Mutex<Vec<Planned>>,
    checked: Folders,
    staging: OnceLock<Staging>,
    opening: Mutex<()>,
}

/// A file of the finished site.
pub(super) struct Planned {
    /// Below the output folder.
    pub(super) path: String,
    pub(super) digest: Digest,
    /// Bytes that were staged, if it differs from what is on disk.
    pub(super) staged: Option<u64>,
    /// False for a file that was there before, by another hand, and happens to be the same.
    pub(super) ours: bool,
}

impl Publication {
    pub(super) fn new(root: PathBuf, output: PathBuf, state: State) -> Result<Self, Fatal> {
        let manifest_place = manifest::place(&root, &output);
        // Into an empty folder, a list of what once was there means nothing.
        let Known { files: known, settled } = if state == State::Ours {
            marker::known(&output, manifest::load(&manifest_place)?)?
        } else {
            Known { files: None, settled: false }
        };
        Ok(Self {
            root,
            output,
            state,
            manifest_place,
            known,
            settled,
            planned: Mutex::default(),
            checked: Folders::default(),
            staging: OnceLock::new(),
            opening: Mutex::default(),
        })
    }

    /// Takes back everything that earlier builds wrote: their files, folders that this empties, the marker and the
    /// list itself. Files of another hand stay, and so does their folder. Returns how many files were removed.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn clear(mut self) -> Result<usize, Fatal> {
        if self.state != State::Ours || self.known.is_none() {
            return Ok(0);
        }
        let removed = commit::run(&self, &[])?.removed;
        drop(self.staging.take()); // it may stand in the output, which would then not be empty
        let record = record::place(&self.manifest_place);
        for file in [self.output.join(MARKER), self.manifest_place.clone(), record] {
            disk::remove_file(&file).map_err(|error| Fatal::NotWritable { path: file, error })?;
        }
        let manifests = self.manifest_place.parent().map(Path::to_path_buf);
        for folder in std::iter::once(self.output.clone()).chain(manifests) {
            disk::remove_empty_folder(&folder);
        }
        Ok(removed)
    }

    /// Takes a page: `output` is its path below the output folder, with forward slashes. Stages it if it differs
    /// from what is on disk.
    ///
    /// # Errors
    /// When something of another hand stands there, the path leads out, or the disk refuses.
    pub fn put(&self, output: &str, bytes: &[u8]) -> Result<(), Fatal> {
        let place = self.place(output)?;
        let standing = self.standing(&place, || compare::with_bytes(&place, bytes))?;
        let ours = self.may_stand(output, &place, standing)?;
        let mut staged = None;
        if standing != Standing::Same {
            let file = self.staging()?.place(output)?;
            disk::write_new(&file, bytes).map_err(|error| Fatal::NotWritable { path: place, error })?;
            staged = Some(bytes.len() as u64);
        }
        self.plan(Planned { path: output.to_owned(), digest: Digest::of_bytes(bytes), staged, ours });
        Ok(())
    }

    /// Takes a copy of the file `source`, which must not be a link. Never holds it in memory as a whole.
    ///
    /// # Errors
    /// As [`put`](Self::put), and when the source cannot be read.
    pub fn copy(&self, output: &str, source: &Path) -> Result<(), Fatal> {
        let unreadable = |error| Fatal::Unreadable { path: source.to_path_buf(), error };
        let place = self.place(output)?;
        let metadata = fs::symlink_metadata(source).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(unreadable(io::Error::other("it is not an ordinary file")));
        }
        let digest = File::open(source).and_then(|mut file| Digest::of_reader(&mut file)).map_err(unreadable)?;
        let standing = self.standing(&place, || compare::with_digest(&place, metadata.len(), digest))?;
        let ours = self.may_stand(output, &place, standing)?;
        let mut staged = None;
        if standing != Standing::Same {
            let file = self.staging()?.place(output)?;
            let mut reader = File::open(source).map_err(unreadable)?;
            let copied = disk::copy_new(&mut reader, &file);
            staged = Some(copied.map_err(|error| Fatal::NotWritable { path: place, error })?);
        }
        self.plan(Planned { path: output.to_owned(), digest, staged, ours });
        Ok(())
    }

    /// Publishes: moves what was staged into place, removes files of earlier builds that are no longer part of
    /// the site, and folders that are empty then.
    ///
    /// # Errors
    /// When the disk refuses. What was moved until then stays; the next publication completes it.
    pub fn commit(mut self) -> Result<Published, Fatal> {
        let mut planned = std::mem::take(self.planned.get_mut().unwrap_or_else(PoisonError::into_inner));
        planned.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        commit::run(&self, &planned)
    }

    /// The staging folder, made by the first who needs it.
    pub(super) fn staging(&self) -> Result<&Staging, Fatal> {
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let _alone = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(staging) = self.staging.get() {
            return Ok(staging); // somebody was quicker
        }
        let staging = Staging::new(&self.output, self.state)?;
        Ok(self.staging.get_or_init(|| staging))
    }

    /// Refuses a folder in the output that is a link or no folder: writing there could lead anywhere.
    pub(super) fn check_folders(&self, path: &str) -> Result<(), Fatal> {
        self.checked.each(path, |folder| {
            let folder = self.output.join(folder);
            match fs::symlink_metadata(&folder) {
                Ok(metadata) if metadata.is_dir() => Ok(()),
                Ok(_) => Err(Fatal::OutputOccupied { path: folder }),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                Err(error) => Err(Fatal::Unreadable { path: folder, error }),
            }
        })
    }

    fn place(&self, output: &str) -> Result<PathBuf, Fatal> {
        if !is_output_path(output) {
            return Err(Fatal::OutputRefused {
                output: PathBuf::from(output),
                reason: "a page may only go to a plain place below the output folder".to_owned(),
            });
        }
        let place = self.output.join(output);
        if output == MARKER {
            return Err(Fatal::OutputOccupied { path: place });
        }
        if self.state == State::Ours {
            self.check_folders(output)?;
        }
        Ok(place)
    }

    fn standing(&self, place: &Path, look: impl FnOnce() -> io::Result<Standing>) -> Result<Standing, Fatal> {
        if self.state != State::Ours {
            return Ok(Standing::Nothing);
        }
        look().map_err(|error| Fatal::Unreadable { path: place.to_path_buf(), error })
    }

    /// Whether the file at a place is ours; an error if it is not and would have to change.
    fn may_stand(&self, output: &str, place: &Path, standing: Standing) -> Result<bool, Fatal> {
        let ours = self.known.as_ref().is_none_or(|known| known.contains_key(output));
        match standing {
            Standing::Nothing => Ok(true),
            Standing::Same => Ok(ours),
            Standing::Different if ours => Ok(true),
            Standing::Different | Standing::NoFile => Err(Fatal::OutputOccupied { path: place.to_path_buf() }),
        }
    }

    pub(super) fn plan(&self, file: Planned) {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    }
}
