//! What was made of pictures, kept for the next time: each file under the key of what it was made from, after the
//! digest of itself. It can be thrown away at any time; `read` takes nothing from it that is not whole.

use super::{disk, manifest};
use crate::model::{Digest, Fatal, KEPT};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(root: &Path) -> PathBuf {
    root.join(KEPT)
}

/// Keeps what was made for a key.
///
/// # Errors
/// When it cannot be written.
pub fn keep(root: &Path, key: Digest, bytes: &[u8]) -> Result<(), Fatal> {
    let folder = folder(root);
    manifest::make_own(root, &folder)?;
    let place = folder.join(key.hex());
    let whole = [Digest::of_bytes(bytes).hex().as_bytes(), bytes].concat();
    disk::replace(&place, &whole).map_err(|error| Fatal::NotWritable { path: place, error })
}

/// Removes what is kept for other keys than these. What cannot be removed stays: it does no harm.
pub fn prune(root: &Path, used: &BTreeSet<Digest>) {
    let Ok(files) = fs::read_dir(folder(root)) else { return };
    for file in files.flatten() {
        let key = file.file_name().to_str().and_then(Digest::from_hex);
        if key.is_none_or(|key| !used.contains(&key)) && file.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = disk::remove_file(&file.path());
        }
    }
    disk::remove_empty_folder(&folder(root));
}
