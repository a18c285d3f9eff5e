//! Reading files that are served as they are. The only place of the preview that opens one, and only by a path that
//! the route table gives; a request never names a file.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Take};
use std::ops::Range;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A file that was opened and looked at.
#[derive(Debug)]
pub struct Opened {
    file: File,
    /// Its length in bytes.
    pub length: u64,
    /// Changes when the file does: its length and the time of its last change.
    pub tag: String,
}

/// Opens an ordinary file. A link is refused: where it led was looked at when the table was made.
///
/// # Errors
/// When it is gone, closed, or no ordinary file any more.
pub fn open(place: &Path) -> io::Result<Opened> {
    let seen = fs::symlink_metadata(place)?;
    if !seen.is_file() {
        return Err(io::Error::other("it is not an ordinary file"));
    }
    let file = File::open(place)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || !same(&seen, &metadata) {
        return Err(io::Error::other("it was replaced while it was opened"));
    }
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    Ok(Opened { file, length: metadata.len(), tag: format!("{:x}-{changed:x}", metadata.len()) })
}

/// Whether both were told of the same file: between the look and the opening, a link may take its place.
#[cfg(unix)]
fn same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

impl Opened {
    /// Some of its bytes, read only when they are sent.
    ///
    /// # Errors
    /// When the file cannot be read from there.
    pub fn part(mut self, range: Range<u64>) -> io::Result<Part> {
        self.file.seek(SeekFrom::Start(range.start))?;
        let length = range.end.saturating_sub(range.start);
        Ok(Part { reader: self.file.take(length), length })
    }
}

/// A part of a file.
#[derive(Debug)]
pub struct Part {
    reader: Take<File>,
    length: u64,
}

impl Part {
    /// How many bytes it was when the file was opened.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("x");
        fs::write(&place, "0123456789").unwrap();
        let opened = open(&place).unwrap();
        assert_eq!(opened.length, 10);
        let mut part = opened.part(3..6).unwrap();
        fs::write(&place, "abcdefghijklmn").unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), part.length()), ("def", 3));
        assert_ne!(open(&place).unwrap().tag, "a-0");
        assert!(open(folder.path()).is_err() && open(&folder.path().join("y")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret"), "x").unwrap();
        std::os::unix::fs::symlink("secret", folder.path().join("link")).unwrap();
        assert!(open(&folder.path().join("link")).is_err());
    }
}
