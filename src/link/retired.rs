//! Ids that were taken back: none of them may be published again.

use crate::diag::Diagnostic;
use crate::diag::codes::publishing::retired_id;
use crate::model::{ConsentStatus, Entry, Retired};
use std::sync::Arc;

/// Reports entries that have such an id. What was taken back itself still has it, until its file is removed.
#[must_use]
pub fn retired(entries: &[Arc<Entry>], retired: &Retired) -> Vec<Diagnostic> {
    let is_withdrawn = |entry: &Entry| {
        entry.gate.consent.as_ref().is_some_and(|consent| consent.value.status == ConsentStatus::Withdrawn)
    };
    let again = |entry: &&Arc<Entry>| !is_withdrawn(entry) && retired.holds(entry.kind, &entry.id.value);
    let told = |entry: &Arc<Entry>| retired_id(&entry.id.span, entry.kind.word(), &entry.id.value);
    entries.iter().filter(again).map(told).collect()
}
