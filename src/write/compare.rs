//! Whether a file on disk already is what it should be. Reads, and changes nothing.

use crate::model::Digest;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

const CHUNK: usize = 16 * 1024;

/// What stands where a file must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    Nothing,
    /// A file with the same content.
    Same,
    /// A file with another content, or a link.
    Different,
    /// A folder, pipe or device.
    NoFile,
}

/// Compares a file with bytes. Opens it only if the sizes agree.
pub(super) fn with_bytes(path: &Path, bytes: &[u8]) -> io::Result<Standing> {
    standing(path, bytes.len() as u64, |file| same(file, bytes))
}

/// Compares a file with one of `size` bytes and this digest.
pub(super) fn with_digest(path: &Path, size: u64, digest: Digest) -> io::Result<Standing> {
    standing(path, size, |file| Ok(Digest::of_reader(file)? == digest))
}

/// Whether a file, not a link, has the content with this digest.
pub(super) fn is(path: &Path, digest: Digest) -> bool {
    let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    is_file && File::open(path).and_then(|mut file| Digest::of_reader(&mut file)).is_ok_and(|found| found == digest)
}

fn standing(path: &Path, size: u64, same: impl FnOnce(&mut File) -> io::Result<bool>) -> io::Result<Standing> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(error),
    };
    if metadata.file_type().is_symlink() {
        return Ok(Standing::Different); // whatever it leads to: the output holds no links
    }
    if !metadata.is_file() {
        return Ok(Standing::NoFile);
    }
    if metadata.len() != size {
        return Ok(Standing::Different);
    }
    Ok(if same(&mut File::open(path)?)? { Standing::Same } else { Standing::Different })
}

fn same(file: &mut File, mut bytes: &[u8]) -> io::Result<bool> {
    let mut chunk = [0; CHUNK];
    while !bytes.is_empty() {
        let wanted = bytes.len().min(CHUNK);
        match file.read(&mut chunk[..wanted]) {
            Ok(0) => return Ok(false),
            Ok(count) if chunk[..count] != bytes[..count] => return Ok(false),
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_compared_to_the_last_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        assert_eq!(with_bytes(&path, b"").unwrap(), Standing::Nothing);
        let mut bytes = vec![b'a'; CHUNK * 2 + 5];
        fs::write(&path, &bytes).unwrap();
        assert_eq!(with_bytes(&path, &bytes).unwrap(), Standing::Same);
        assert_eq!(with_digest(&path, bytes.len() as u64, Digest::of_bytes(&bytes)).unwrap(), Standing::Same);
        *bytes.last_mut().unwrap() = b'b';
        assert_eq!(with_bytes(&path, &bytes).unwrap(), Standing::Different);
        assert_eq!(with_digest(&path, bytes.len() as u64, Digest::of_bytes(&bytes)).unwrap(), Standing::Different);
        bytes.push(b'c');
        assert_eq!(with_bytes(&path, &bytes).unwrap(), Standing::Different);
        assert_eq!(with_bytes(folder.path(), b"").unwrap(), Standing::NoFile);
    }
}
