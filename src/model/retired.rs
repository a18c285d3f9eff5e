//! Ids of what was taken back: never to be used again, and written down without naming them.

use super::{Digest, EntryKind};
use std::collections::BTreeSet;

/// The file that remembers them, below the site root. It belongs to the site and is committed with it.
pub const RETIRED_FILE: &str = "retired";

/// What that file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// Random letters that were mixed into the hashes, so that no list of hashes made elsewhere fits. One of them,
    /// unless two branches have each made their own.
    pub salts: Vec<String>,
    /// See [`Retired::hash`].
    pub hashes: BTreeSet<Digest>,
}

impl Retired {
    /// What is written down for an entry.
    #[must_use]
    pub fn hash(salt: &str, kind: EntryKind, id: &str) -> Digest {
        Digest::of_bytes(format!("{salt} {}:{id}", kind.word()).as_bytes())
    }

    /// Whether the id of an entry was taken back.
    #[must_use]
    pub fn holds(&self, kind: EntryKind, id: &str) -> bool {
        self.salts.iter().any(|salt| self.hashes.contains(&Self::hash(salt, kind, id)))
    }
}
