//! The names that no entry holds: the site's private list in `.ripple/`, and the hashes of it that may be committed.

use super::text;
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::{PrivateNames, why};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The private list, one name a line; lines that begin with `#` are comments. Git never sees it.
pub const PRIVATE_NAMES: &str = ".ripple/private-names";
/// The same as hashes with a key.
pub const NAMES_HASHES: &str = "private-names.hashed";

/// Reads both, as far as they are there.
pub(super) fn names(root: &Path) -> (PrivateNames, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut text = |name: &str| match read(root, name) {
        Ok(text) => text,
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let (list, hashes) = (text(PRIVATE_NAMES), text(NAMES_HASHES));
    (PrivateNames { names: list.as_deref().map(lines).unwrap_or_default(), hashes }, problems)
}

fn read(root: &Path, name: &str) -> Result<Option<String>, Diagnostic> {
    let (place, path) = (root.join(name), SourcePath::new(name));
    let read = match fs::metadata(&place) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => Err(codes::files::unreadable(&Span::file(&path), &why(&error))),
        Ok(metadata) => text::at(&place, &metadata, &path),
    };
    read.map(|file| Some(file.text.to_string())).map_err(Diagnostic::safeguarding)
}

/// The names of a list.
fn lines(text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let is_name = |line: &&str| !line.starts_with('#') && line.contains(char::is_alphanumeric);
    lines.filter(is_name).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_one_name_a_line() {
        assert_eq!(lines("\u{feff}# names\nMaria Lopez\r\n\n  佐藤真理 \n---\n"), ["Maria Lopez", "佐藤真理"]);
    }
}
