//! The names that no entry holds: the site's private list in `.ripple/`, and the hashes of it that may be committed.

use super::text as texts;
use crate::diag::{Diagnostic, SourcePath, Span, codes, is_nearly};
use crate::model::{PrivateNames, text, why};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use unicode_normalization::char::is_combining_mark;

/// The private list, one name a line; lines that begin with `#` are comments. Git never sees it.
pub const PRIVATE_NAMES: &str = ".ripple/private-names";
/// The same as hashes with a key.
pub const NAMES_HASHES: &str = "private-names.hashed";

/// A line with more words is no name.
const MOST_WORDS: usize = 7;

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
    problems.extend(misplaced(root, list.is_some()));
    let mut names = Vec::new();
    if let Some(text) = list {
        let (good, bad) = lines(&text);
        let file = Span::file(&SourcePath::new(PRIVATE_NAMES));
        problems.extend(bad.into_iter().map(|line| codes::personal::no_single_name(&file, line)));
        names = good;
    }
    (PrivateNames { names, hashes }, problems)
}

/// Files that were meant to be the list and are not read: saved under another name, or in another place.
fn misplaced(root: &Path, has_list: bool) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (folder, own) in [(root.join(".ripple"), ".ripple/"), (root.to_path_buf(), "")] {
        let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let names = files.filter_map(|file| file.file_name().into_string().ok());
        let is_other = |name: &String| {
            let path = format!("{own}{name}");
            let is_ours = path == PRIVATE_NAMES || path == NAMES_HASHES;
            // Where case does not count, `Private-Names` is the list.
            let is_list = has_list && path.eq_ignore_ascii_case(PRIVATE_NAMES);
            !is_ours && !is_list && is_like_the_list(name)
        };
        found.extend(names.filter(is_other).map(|name| format!("{own}{name}")));
    }
    found.sort_unstable();
    let told = |path: &String| codes::personal::misplaced_names(&Span::file(&SourcePath::new(path)), has_list);
    found.iter().map(told).collect()
}

/// Whether a file is called nearly as the list is: `private-names.txt`, `Private names`.
fn is_like_the_list(name: &str) -> bool {
    let stem = name.trim_start_matches('.').split('.').next().unwrap_or_default();
    let letters: String = stem.chars().filter(|letter| letter.is_alphanumeric()).collect();
    is_nearly(&letters, "privatenames")
}

fn read(root: &Path, name: &str) -> Result<Option<String>, Diagnostic> {
    let (place, path) = (root.join(name), SourcePath::new(name));
    let read = match fs::metadata(&place) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => Err(codes::files::unreadable(&Span::file(&path), &why(&error))),
        Ok(metadata) => texts::at(&place, &metadata, &path),
    };
    read.map(|file| Some(file.text.to_string())).map_err(Diagnostic::safeguarding)
}

/// The names of a list, and the numbers of lines that cannot be one name, from 1.
fn lines(text: &str) -> (Vec<String>, Vec<usize>) {
    let (mut names, mut bad) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        let name = line.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if name.starts_with('#') || !name.contains(char::is_alphanumeric) {
            continue;
        }
        if is_one_name(name) {
            names.push(name.to_owned());
        } else {
            bad.push(number);
        }
    }
    (names, bad)
}

/// Whether a line can be one name: words, perhaps with the surname and a comma before the others.
fn is_one_name(line: &str) -> bool {
    let words = |part: &str| part.split_whitespace().count();
    let is_several = match line.split_once(',') {
        Some((first, rest)) => rest.contains(',') || rest.trim().is_empty() || (words(first) > 1 && words(rest) > 1),
        None => false,
    };
    let is_part = |letter: char| letter.is_alphanumeric() && !letter.is_numeric() || is_between(letter);
    !is_several && words(line) <= MOST_WORDS && line.chars().all(is_part)
}

/// What stands between the letters of names, and marks on letters.
fn is_between(letter: char) -> bool {
    (letter.is_whitespace() && letter != '\t')
        || "-‐‑–.,'’‘`´·ʻʼ\"".contains(letter)
        || text::is_unseen(letter)
        || is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_one_name_a_line() {
        let (names, bad) = lines(
            "\u{feff}# names\nMaria Lopez\r\n\n  佐藤真理 \n---\n- Anna O’Brien-Hart\nHart, Tom\nJose\u{301} de la Cruz\n",
        );
        assert_eq!(names, ["Maria Lopez", "佐藤真理", "- Anna O’Brien-Hart", "Hart, Tom", "Jose\u{301} de la Cruz"]);
        assert!(bad.is_empty(), "{bad:?}");
        for line in [
            "Zora;Quillfeather;7b",
            "Zora\tQuillfeather",
            "1. Zora Quillfeather",
            "Zora Quillfeather (7b)",
            "Zora Quillfeather, Max Muster",
            "Zora, Max, Tom",
            "Zora Quillfeather # moved",
            "Zora Quillfeather and her brother who came in the last summer",
            "zora@example.org",
        ] {
            let text = format!("# x\n {line}\nTom Hart");
            assert_eq!(lines(&text), (vec!["Tom Hart".to_owned()], vec![2]), "{line}");
        }
    }

    #[test]
    fn other_names_of_the_list_are_known() {
        for name in [
            "private-names.txt",
            "Private-Names",
            "private_names",
            "Private names.md",
            "private-name",
            ".private-names",
        ] {
            assert!(is_like_the_list(name), "{name}");
        }
        for name in ["pictures", "manifest.json", "README.md", "names", "private"] {
            assert!(!is_like_the_list(name), "{name}");
        }
    }
}
