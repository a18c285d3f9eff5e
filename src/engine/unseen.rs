//! Problems of entries that nobody may see: they do not keep the rest of the site from being published.

use crate::diag::codes::publishing::nobody_sees;
use crate::diag::{Concern, Diagnostic, Severity, SourcePath};
use crate::model::{Entry, Withheld};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Errors about how something is shown. None of them can be about whether it may be: a field that may say so and is not
/// understood stays an error wherever it stands.
const OF_LOOKS: [&str; 16] = [
    "bad-ripple",
    "claim-needs-source",
    "directive-needs-name",
    "figure-needs-picture",
    "image-broken",
    "image-too-large",
    "image-unknown",
    "image-unsafe",
    "missing-alt",
    "missing-image-alt",
    "missing-part",
    "stray-directive",
    "unclosed-comment",
    "unclosed-directive",
    "unknown-directive",
    "unknown-ripple-kind",
];

/// Makes notes of the errors that entries have which are held back; of what was taken down, also of warnings, because
/// with `--strict` these would keep it online. Both lists are in path order.
pub(super) fn ease(diagnostics: &mut [Diagnostic], withheld: &[Withheld], entries: &[Arc<Entry>]) {
    for problem in diagnostics.iter_mut().filter(|problem| problem.concern == Concern::Content) {
        let is_down = match problem.severity {
            Severity::Error if OF_LOOKS.contains(&problem.code) => false,
            Severity::Warning => true,
            _ => continue,
        };
        let Some(held) = of(withheld, &problem.span.path) else { continue };
        if (held.is_taken_down() || !is_down) && is_clear(entries, &held.path) {
            *problem = nobody_sees(problem.clone(), &held.reason, held.is_taken_down());
        }
    }
}

/// Notes that were errors, as warnings: whoever writes the text has to mend them before it is published, and wants to
/// see them while they write.
pub(super) fn for_writer(diagnostics: &mut [Diagnostic], withheld: &[Withheld]) {
    let eased = |problem: &&mut Diagnostic| problem.severity == Severity::Note && OF_LOOKS.contains(&problem.code);
    for problem in diagnostics.iter_mut().filter(eased) {
        if of(withheld, &problem.span.path).is_some_and(|held| !held.is_taken_down()) {
            problem.severity = Severity::Warning;
        }
    }
}

/// Takes away the notes that pictures are left out of texts that have none: of a picture that is not there, that is
/// told already.
pub(super) fn without_pictures(diagnostics: &mut Vec<Diagnostic>, entries: &[Arc<Entry>]) {
    let mut missing: BTreeMap<SourcePath, usize> = BTreeMap::new();
    for problem in diagnostics.iter().filter(|problem| problem.code == "image-missing") {
        *missing.entry(problem.span.path.clone()).or_default() += 1;
    }
    diagnostics.retain(|problem| {
        let gone = match problem.code {
            "photos-withheld" => missing.get(&problem.span.path).copied().unwrap_or_default(),
            _ => return true,
        };
        let place = entries.binary_search_by(|entry| entry.path.cmp(&problem.span.path));
        place.map_or(usize::MAX, |place| entries[place].refs.all_pictures().count()) > gone
    });
}

fn of<'a>(withheld: &'a [Withheld], path: &SourcePath) -> Option<&'a Withheld> {
    withheld.binary_search_by(|held| held.path.cmp(path)).ok().map(|place| &withheld[place])
}

/// Whether it is held back for what it says, and not because that could not be understood.
fn is_clear(entries: &[Arc<Entry>], path: &SourcePath) -> bool {
    let place = entries.binary_search_by(|entry| entry.path.cmp(path));
    place.is_ok_and(|place| !entries[place].gate.broken && !entries[place].gate.consent_places.unclear)
}
