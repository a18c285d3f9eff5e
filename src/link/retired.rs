//! Ids that were taken back: none of them may be published again.

use crate::diag::Diagnostic;
use crate::diag::codes::publishing::{NEEDS_ANOTHER_ID, never_again, retired_id};
use crate::model::{ConsentStatus, Entry, Held, Retired, Withheld};
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

/// Marks what was taken back among what is held back, and says of it how it could come back: only under another id.
/// `withheld` is in path order.
pub fn mark_retired(withheld: &mut [Withheld], retired: &Retired, diagnostics: &mut [Diagnostic]) {
    for held in withheld.iter_mut().filter(|held| retired.holds(held.kind, &held.id)) {
        held.retired = true;
        let consents = held.obstacles.iter_mut().filter(|obstacle| obstacle.held == Held::Consent);
        consents.for_each(|obstacle| obstacle.remedy = NEEDS_ANOTHER_ID);
    }
    for problem in diagnostics.iter_mut().filter(|problem| problem.code == "withheld") {
        let place = withheld.binary_search_by(|held| held.path.cmp(&problem.span.path));
        if place.is_ok_and(|place| withheld[place].retired) {
            *problem = never_again(problem.clone());
        }
    }
}
