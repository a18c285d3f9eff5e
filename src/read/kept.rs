//! What was made of pictures and kept (`write/cache.rs`), and files whose kind is looked at before they are copied.

use crate::model::{Digest, KEPT};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// What is kept for a key, if it is there and whole.
#[must_use]
pub fn kept(root: &Path, key: Digest) -> Option<Vec<u8>> {
    let place = root.join(KEPT).join(key.hex());
    if !fs::symlink_metadata(&place).ok()?.is_file() {
        return None;
    }
    let mut bytes = fs::read(place).ok()?;
    let digits = bytes.get(..32).and_then(|digits| std::str::from_utf8(digits).ok())?;
    let digest = Digest::from_hex(digits)?;
    bytes.drain(..32);
    (Digest::of_bytes(&bytes) == digest).then_some(bytes)
}

/// The first bytes of a file that [`tree`](super::tree) listed with its place, at most `most` of them.
///
/// # Errors
/// When it cannot be read any more.
pub fn beginning(place: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(place)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
