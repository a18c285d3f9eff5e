//! The names that no entry holds: the site's private list in `.ripple/`, and the hashes of it that may be committed.

use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::{PrivateNames, why};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The private list, one name a line; lines that begin with `#` are comments. Git never sees it.
pub const PRIVATE_NAMES: &str = ".ripple/private-names";
/// The same as hashes with a key.
pub const NAMES_HASHES: &str = "private-names.hashed";
/// Longer lists are not for this, in bytes.
const LIMIT: u64 = 1 << 20;

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
    let place = root.join(name);
    let span = Span::file(&SourcePath::new(name));
    let unreadable = |why: &str| codes::files::unreadable(&span, why).safeguarding();
    match fs::metadata(&place) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(unreadable(&why(&error))),
        Ok(file) if !file.is_file() => return Err(codes::files::needs_a_file(&span).safeguarding()),
        Ok(file) if file.len() > LIMIT => return Err(codes::files::file_too_large(&span, LIMIT).safeguarding()),
        Ok(_) => {}
    }
    match fs::read_to_string(&place) {
        Ok(text) => Ok(Some(text)),
        Err(error) => Err(unreadable(&why(&error))),
    }
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
