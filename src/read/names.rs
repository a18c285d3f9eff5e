//! Rules about the names of files: which are passed over, which another system cannot hold. Pure.

use super::Found;
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::text::fold;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Whether a file or folder is passed over without a word: hidden, a system's own, or an editor's backup.
/// `folder` is the folder that holds it, below the site root.
pub(super) fn is_skipped(folder: &str, name: &str) -> bool {
    if name.starts_with('.') {
        return !(name == ".well-known" && folder == "static");
    }
    // 4913 is what Vim writes to see whether it may.
    name == "4913"
        || name.ends_with('~')
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        // Office programs keep a file of this name beside one that is open.
        || name.starts_with("~$")
        || [".bak", ".tmp", ".orig", ".old", ".save", ".rej", ".swp", ".swo"]
            .iter()
            .any(|ending| ends_with_ignoring_case(name, ending))
        || is_numbered_backup(name)
        || ["thumbs.db", "desktop.ini"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// `a.md.1`, `a.md.save.2`: what editors leave where a copy is there already.
fn is_numbered_backup(name: &str) -> bool {
    let Some((stem, number)) = name.rsplit_once('.') else { return false };
    let is_number = !number.is_empty() && number.len() < 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && [".md", ".save"].iter().any(|ending| ends_with_ignoring_case(stem, ending))
}

/// Whether a path below the site root is passed over, at any of its segments.
pub(super) fn is_skipped_path(path: &str) -> bool {
    let mut folder_end = 0;
    path.split('/').any(|name| {
        let folder = path[..folder_end].trim_end_matches('/');
        folder_end += name.len() + 1;
        is_skipped(folder, name)
    })
}

fn ends_with_ignoring_case(name: &str, ending: &str) -> bool {
    name.len()
        .checked_sub(ending.len())
        .and_then(|start| name.get(start..))
        .is_some_and(|last| last.eq_ignore_ascii_case(ending))
}

/// What makes a name impossible on another system, as the end of a sentence.
pub(super) fn unportable(name: &str) -> Option<&'static str> {
    if name.chars().any(char::is_control) {
        return Some("it holds a character that cannot be seen");
    }
    if name.contains([':', '*', '?', '"', '<', '>', '|', '\\']) {
        return Some("it holds one of the characters : * ? \" < > | \\");
    }
    if name.ends_with(['.', ' ']) {
        return Some("it ends with a dot or a space");
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    is_device(stem).then_some("Windows keeps this name for itself")
}

fn is_device(stem: &str) -> bool {
    if ["con", "aux", "nul", "prn"].iter().any(|device| stem.eq_ignore_ascii_case(device)) {
        return true;
    }
    let (Some(port), Some(number)) = (stem.get(..3), stem.get(3..)) else { return false };
    (port.eq_ignore_ascii_case("com") || port.eq_ignore_ascii_case("lpt"))
        && matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
}

/// Names every pair of files that a system which ignores case, or the way accents are written, would take for
/// one. The files are in path order.
pub(super) fn same_names(files: &[Found]) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, &SourcePath> = HashMap::with_capacity(files.len());
    let mut diagnostics = Vec::new();
    for file in files {
        let text = file.path.as_str();
        let folded = if text.is_ascii() { text.to_ascii_lowercase() } else { fold(text) };
        match seen.entry(folded) {
            Entry::Occupied(first) => diagnostics.push(codes::files::same_name(&Span::file(&file.path), first.get())),
            Entry::Vacant(place) => {
                place.insert(&file.path);
            }
        }
    }
    diagnostics
}

/// Words that file managers put behind the name of a copy, in small letters.
const COPY: [&str; 9] = ["copy", "kopie", "copie", "copia", "cópia", "kopia", "kopi", "kopya", "kópia"];

/// Names every file that is a copy of one beside it by its name: `a copy.md`, `a - Copy (2).md`, `a (Kopie).md`. The
/// files are in path order.
pub(super) fn copies(files: &[Found]) -> Vec<Diagnostic> {
    let told = |file: &Found| {
        let (folder, name) = (file.path.folder(), file.path.file_name());
        let original = SourcePath::new(&format!("{folder}/{}", original(name)?));
        let is_there = files.binary_search_by(|known| known.path.cmp(&original)).is_ok();
        is_there.then(|| codes::files::copied_file(&Span::file(&file.path), &original))
    };
    files.iter().filter_map(told).collect()
}

/// The name of the file that one with this name says it is a copy of.
fn original(name: &str) -> Option<String> {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name, String::new()),
    };
    let numbers = |text: &str| text.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end().to_owned();
    let is_copy = |words: &str| {
        let words = words.to_lowercase();
        words.split(|letter: char| !letter.is_alphabetic()).any(|word| COPY.contains(&word))
    };
    // `a - Copy (2)`: the number stands in brackets of its own.
    let bare = match stem.strip_suffix(')').and_then(|stem| stem.rsplit_once(" (")) {
        Some((before, inner)) if !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit()) => before,
        Some((before, inner)) if is_copy(inner) => return Some(format!("{before}{ending}")),
        _ => stem,
    };
    let bare = numbers(bare);
    let (before, last) = bare.rsplit_once(' ')?;
    let before = before.strip_suffix(" -").unwrap_or(before);
    (is_copy(last) && !before.is_empty()).then(|| format!("{before}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn b9_backups_and_system_files_are_skipped() {
        for name in [
            ".git",
            ".env",
            ".DS_Store",
            ".story.md.swp",
            ".#story.md",
            "story.md~",
            "#story.md#",
            "4913",
            "story.md.bak",
            "x.TMP",
            "a.orig",
            "Thumbs.db",
            "desktop.ini",
            ".well-known",
            "a.md.save",
            "a.md.save.1",
            "a.md.1",
            "page.html.old",
            "a.md.swo",
            "a.md.SWP",
            "a.md.rej",
            "~$class.docx",
        ] {
            assert!(is_skipped("content/stories", name), "{name}");
        }
        for name in
            ["story.md", "bak", "a-backup.md", "#1.md", "é.md", "tmp", "v1.2", "save", "jquery.1", "a.md.1a", "~a.md"]
        {
            assert!(!is_skipped("content", name), "{name}");
        }
        assert!(!is_skipped("static", ".well-known") && is_skipped("static/sub", ".well-known"));
        assert!(is_skipped_path("content/.git/config") && is_skipped_path(".env"));
        assert!(!is_skipped_path("static/.well-known/security.txt") && is_skipped_path("static/.well-known/.x"));
    }

    #[test]
    fn b9_copies_of_a_neighbour_are_known_by_their_names() {
        for (name, of) in [
            ("a copy.md", "a.md"),
            ("a copy 2.md", "a.md"),
            ("a - Copy.md", "a.md"),
            ("a - Copy (2).md", "a.md"),
            ("a - Kopie.md", "a.md"),
            ("a b (Kopie).md", "a b.md"),
            ("a (another copy).md", "a.md"),
            ("a (3rd copy).md", "a.md"),
            ("notes copy", "notes"),
        ] {
            assert_eq!(original(name).as_deref(), Some(of), "{name}");
        }
        for name in ["copy.md", "the copy shop.md", "a (1).md", "photocopy.md", "a-copy.md", "copy 2.md", ""] {
            assert_eq!(original(name), None, "{name}");
        }
        let found = |path: &str| Found { path: SourcePath::new(path), place: PathBuf::new() };
        let files = ["static/a copy.md", "static/a.md", "static/b/a copy.md", "static/lost copy.md"].map(found);
        let problems = copies(&files);
        assert_eq!(problems.iter().map(|problem| problem.span.path.as_str()).collect::<Vec<_>>(), ["static/a copy.md"]);
    }

    #[test]
    fn b5_names_that_windows_cannot_hold() {
        for name in [
            "con",
            "AUX.md",
            "nul.tar.gz",
            "prn",
            "com1",
            "LPT9.txt",
            "com².md",
            "a.",
            "a ",
            "a:b",
            "a*",
            "a?",
            "a\"b",
            "<a",
            "a>",
            "a|b",
            "a\\b",
            "a\tb",
            "con .md",
        ] {
            assert!(unportable(name).is_some(), "{name}");
        }
        for name in ["console.md", "com10", "com0", "auxiliary", "a.b.c", "日本の夜.md", "com", ".well-known", "lpté"]
        {
            assert!(unportable(name).is_none(), "{name}");
        }
    }

    #[test]
    fn names_that_differ_in_case_or_in_accents_alone() {
        let found = |path: &str| Found { path: SourcePath::new(path), place: PathBuf::new() };
        let files = [
            found("content/A.md"),
            found("content/a.md"),
            found("content/e\u{301}.md"),
            found("content/x/a.md"),
            found("content/\u{c9}.md"),
        ];
        let problems = same_names(&files);
        assert_eq!(problems.len(), 2);
        assert_eq!(problems[0].code, "same-name");
        assert!(problems[0].message.contains("content/A.md") && problems[0].message.contains("content/a.md"));
    }
}
