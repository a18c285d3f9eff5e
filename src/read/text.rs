//! Reading one file: limits, encoding, and nothing from outside the site.

use super::links::place_of;
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::{Digest, SourceFile, why};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The largest text that is read, in bytes.
const TEXT_LIMIT: u64 = 1 << 20;

/// Reads the bytes of an ordinary file inside the site, at most `limit` of them.
pub(super) fn bytes(root: &Path, path: &SourcePath, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let (place, metadata) = place_of(root, path)?;
    bytes_at(&place, &metadata, path, limit)
}

fn bytes_at(place: &Path, metadata: &Metadata, path: &SourcePath, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let span = Span::file(path);
    if !metadata.is_file() {
        // Opening a pipe could wait for ever, so the kind is looked at first.
        return Err(codes::files::needs_a_file(&span));
    }
    if metadata.len() > limit {
        return Err(codes::files::file_too_large(&span, limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    // It may grow while it is read.
    let read = File::open(place).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
    match read {
        Err(error) => Err(codes::files::unreadable(&span, &why(&error))),
        Ok(_) if bytes.len() as u64 > limit => Err(codes::files::file_too_large(&span, limit)),
        Ok(_) => Ok(bytes),
    }
}

/// Reads one text of the site.
pub(super) fn file(root: &Path, path: &SourcePath) -> Result<SourceFile, Diagnostic> {
    let (place, metadata) = place_of(root, path)?;
    at(&place, &metadata, path)
}

/// Reads one text from a place on disk that may be read.
pub(super) fn at(place: &Path, metadata: &Metadata, path: &SourcePath) -> Result<SourceFile, Diagnostic> {
    let bytes = bytes_at(place, metadata, path, TEXT_LIMIT)?;
    let digest = Digest::of_bytes(&bytes);
    let text = text(path, bytes)?;
    Ok(SourceFile { path: path.clone(), text: Arc::from(text), digest })
}

fn text(path: &SourcePath, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let span = Span::file(path);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(codes::files::utf16(&span));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let byte_offset = error.utf8_error().valid_up_to();
        codes::files::not_utf8(&span, byte_offset, line_number(&error.as_bytes()[..byte_offset]))
    })?;
    match text.find('\0') {
        Some(byte_offset) => {
            Err(codes::files::nul_byte(&span, byte_offset, line_number(&text.as_bytes()[..byte_offset])))
        }
        None => Ok(text),
    }
}

/// The one-based line on which what follows these bytes stands. All line endings count.
fn line_number(before: &[u8]) -> usize {
    let mut lines = 1;
    for (index, byte) in before.iter().enumerate() {
        lines += usize::from(*byte == b'\n' || (*byte == b'\r' && before.get(index + 1) != Some(&b'\n')));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn read(bytes: &[u8]) -> Result<SourceFile, Diagnostic> {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir(site.path().join("content")).unwrap();
        fs::write(site.path().join("content/a.md"), bytes).unwrap();
        file(site.path(), &SourcePath::new("content/a.md"))
    }

    #[test]
    fn c4_bytes_that_are_no_text() {
        let problem = read(b"one\r\ntwo\rcaf\xe9\n").unwrap_err();
        assert_eq!(problem.code, "not-utf8");
        assert!(problem.message.contains("byte 12") && problem.message.contains("line 3"), "{}", problem.message);
        for bytes in [&b"\xff\xfeh\0i\0"[..], b"\xfe\xff\0h\0i"] {
            let problem = read(bytes).unwrap_err();
            assert_eq!(problem.code, "not-utf8");
            assert!(problem.message.contains("UTF-16") && problem.help.unwrap().contains("UTF-8"));
        }
        let problem = read(b"a\nb\0c").unwrap_err();
        assert_eq!(problem.code, "nul-byte");
        assert!(problem.message.contains("byte 3") && problem.message.contains("line 2"), "{}", problem.message);
    }

    #[test]
    fn c5_text_is_kept_as_it_is_on_disk() {
        let file = read("\u{feff}---\r\ntitle: x\r\n---\r".as_bytes()).unwrap();
        assert_eq!(&*file.text, "\u{feff}---\r\ntitle: x\r\n---\r");
        assert_eq!(file.digest, Digest::of_bytes(file.text.as_bytes()));
        assert_eq!(&*read(b"").unwrap().text, "");
    }

    #[test]
    fn large_texts_are_refused_before_they_are_read() {
        assert_eq!(read(&vec![b'a'; 1 << 20]).unwrap().text.len(), 1 << 20);
        let problem = read(&vec![b'a'; (1 << 20) + 1]).unwrap_err();
        assert_eq!(problem.code, "file-too-large");
        assert!(problem.message.contains("1 MiB"));
    }

    #[test]
    fn c8_a_file_that_vanished_is_reported() {
        let site = tempfile::tempdir().unwrap();
        assert_eq!(file(site.path(), &SourcePath::new("content/a.md")).unwrap_err().code, "unreadable");
        fs::create_dir_all(site.path().join("content/a.md")).unwrap();
        assert_eq!(file(site.path(), &SourcePath::new("content/a.md")).unwrap_err().code, "not-a-file");
    }
}
