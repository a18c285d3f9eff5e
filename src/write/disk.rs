//! Every call that changes the disk: one place to make them fail, count them or write them down. No decisions.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, TempDir};

/// Makes a new folder beside others, which disappears when it is dropped.
pub(super) fn temporary_folder(parent: &Path, prefix: &OsStr) -> io::Result<TempDir> {
    Builder::new().prefix(prefix).tempdir_in(parent)
}

/// Makes a folder and the missing ones above it; gives those that were made, outermost first.
pub(super) fn create_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    let mut made = Vec::with_capacity(missing.len());
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_path_buf()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(made)
}

/// Makes a folder, if it is not there.
pub(super) fn create_folder(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        other => other,
    }
}

/// Writes a file that is not there yet.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create_new(path)?.write_all(bytes)
}

/// Writes a file, over one that is there and keeping what may be done with it.
pub(super) fn write_over(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

/// Replaces a file in one step.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Replaces a file that somebody wrote in one step, keeping what may be done with it; a new one is an ordinary file.
pub(super) fn replace_source(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let Ok(metadata) = fs::metadata(path) else { return fs::write(path, bytes) };
    let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(metadata.permissions())?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Moves a file or folder within one disk, over a file or an empty folder.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Moves a folder to a place where there is nothing or an empty folder.
pub(super) fn rename_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to).or_else(|error| {
        // Not every system replaces an empty folder by itself.
        if !to.is_dir() {
            return Err(error);
        }
        fs::remove_dir(to)?;
        fs::rename(from, to)
    })
}

/// Removes a file or link; one that is gone already is fine.
pub(super) fn remove_file(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Removes a folder if it is empty; says whether it was.
pub(super) fn remove_empty_folder(folder: &Path) -> bool {
    fs::remove_dir(folder).is_ok()
}

/// Copies from a reader into a new file; gives the number of bytes.
pub(super) fn copy_new(source: &mut impl io::Read, path: &Path) -> io::Result<u64> {
    io::copy(source, &mut File::create_new(path)?)
}
