//! The file of ids that may never be used again: reading it, and what it says with one more.

use crate::model::{Digest, EntryKind, Retired};
use std::fmt::Write;

/// What stands above the hashes in a new file.
const TOP: &str = "# Ids of what was taken back, as salted hashes. None of them may be used again.\n\
                   # Keep this file with the site, and commit it.\n";

/// Reads it. A line that is neither salt nor hash is passed over, so that what is left of a merge does no harm.
#[must_use]
pub fn retired(text: &str) -> Retired {
    let mut retired = Retired::default();
    for line in text.lines().map(str::trim) {
        if let Some(salt) = line.strip_prefix("salt ") {
            retired.salts.push(salt.trim().to_owned());
        } else if let Some(hash) = Digest::from_hex(line) {
            retired.hashes.insert(hash);
        }
    }
    retired
}

/// The text of the file with one more id; `None` if it is in there. `fresh` is the salt of a file that has none.
#[must_use]
pub fn with_retired(text: &str, kind: EntryKind, id: &str, fresh: &str) -> Option<String> {
    let known = retired(text);
    if known.holds(kind, id) {
        return None;
    }
    let mut text = if text.trim().is_empty() { TOP.to_owned() } else { text.to_owned() };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let salt = known.salts.first().map_or(fresh, String::as_str);
    if known.salts.is_empty() {
        let _ = writeln!(text, "salt {salt}");
    }
    let _ = writeln!(text, "{}", Retired::hash(salt, kind, id).hex());
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_remembered_by_its_kind_and_never_named() {
        let one = with_retired("", EntryKind::Story, "bus", "x1").unwrap();
        let two = with_retired(one.trim_end(), EntryKind::Prompt, "ask", "x2").unwrap();
        assert_eq!(with_retired(&two, EntryKind::Story, "bus", "x3"), None, "once is enough");
        assert!(two.starts_with(&one) && !two.contains("bus") && !two.contains("ask") && !two.contains("x2"), "{two}");
        let known = retired(&two.replace('\n', "\r\n"));
        assert!(known.holds(EntryKind::Story, "bus") && known.holds(EntryKind::Prompt, "ask"));
        assert!(!known.holds(EntryKind::Prompt, "bus") && !known.holds(EntryKind::Story, "buses"));
    }

    #[test]
    fn two_branches_are_merged_without_losing_an_id() {
        let ours = with_retired("", EntryKind::Story, "bus", "x1").unwrap();
        let theirs = with_retired("", EntryKind::Story, "tram", "x2").unwrap();
        let merged = retired(&format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"));
        assert!(merged.holds(EntryKind::Story, "bus") && merged.holds(EntryKind::Story, "tram"));
    }
}
