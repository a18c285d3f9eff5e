//! The site as it would be if nothing were held back: for reports to the writer, never for pages.

use crate::diag::codes::publishing::not_yet;
use crate::diag::{Diagnostic, Located, Severity, SourcePath};
use crate::engine::Snapshot;
use crate::link::{self, LinkOptions, Linked};
use crate::model::{Config, Consent, ConsentStatus, Entry, EntryKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Links all entries as if each were published.
pub(super) fn site(entries: &[Arc<Entry>], config: &Config) -> Linked {
    let entries: Vec<_> = entries.iter().map(opened).collect();
    let never = i64::MAX;
    let options = LinkOptions { publish_now: never, expiry_now: never, drafts: true, future: true, expired: true };
    link::site(&entries, config, &options)
}

/// An entry that the gate lets through. How much of a name may be shown stays as it is.
fn opened(entry: &Arc<Entry>) -> Arc<Entry> {
    let consent = entry.gate.consent.as_ref();
    let needed = entry.kind == EntryKind::Story || entry.gate.minor;
    if consent.is_none() && !needed {
        return Arc::clone(entry);
    }
    let span = consent.map_or(&entry.gate.span, |consent| &consent.span).clone();
    let name = consent.and_then(|consent| consent.value.name);
    let granted = Consent { status: ConsentStatus::Granted, scope: None, review: None, expires: None, name };
    let mut entry = Entry::clone(entry);
    entry.gate.consent = Some(Located::new(granted, span));
    Arc::new(entry)
}

/// What will be wrong with the links and ripples of entries that are not published yet, as notes: nobody sees it,
/// and it must not stop a build. What somebody has said no to is left alone.
pub(super) fn problems(snapshot: &Snapshot, entries: &[Arc<Entry>]) -> Vec<Diagnostic> {
    let waiting = snapshot.withheld.iter().filter(|entry| !entry.obstacles.iter().any(|obstacle| obstacle.lasting));
    let reasons: BTreeMap<&SourcePath, &str> = waiting.map(|entry| (&entry.path, entry.reason.as_str())).collect();
    if reasons.is_empty() {
        return Vec::new();
    }
    let key = |problem: &Diagnostic| (problem.span.clone(), problem.code, problem.message.clone());
    let known: BTreeSet<_> = snapshot.diagnostics.iter().map(key).collect();
    site(entries, &snapshot.config)
        .diagnostics
        .into_iter()
        .filter(|problem| problem.severity <= Severity::Warning && !known.contains(&key(problem)))
        .filter_map(|problem| reasons.get(&problem.span.path).map(|reason| not_yet(problem, reason)))
        .collect()
}
