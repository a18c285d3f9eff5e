//! Other folders that this site was written into: what is taken back is taken out of each of them as well. How they were
//! made nobody knows any more, so they are not made again.

use super::super::build::shown;
use super::super::home;
use super::cut;
use super::traces::{Level, Trace, Traces};
use crate::model::{EntryKind, Fatal};
use crate::write::{self, TakenDown};
use std::path::{Path, PathBuf};

/// What came of one of them.
pub(super) struct Elsewhere {
    /// As the writer would name it.
    pub(super) output: PathBuf,
    pub(super) taken: TakenDown,
    pub(super) left: Vec<Trace>,
    /// Why it could not be looked into.
    pub(super) refused: Option<String>,
}

impl Elsewhere {
    /// Whether something may still be there.
    pub(super) fn is_open(&self) -> bool {
        self.refused.is_some() || self.left.iter().any(|trace| trace.level == Level::Sure)
    }

    /// Whether there is nothing to say of it.
    pub(super) fn is_clean(&self) -> bool {
        !self.is_open() && self.taken.removed.is_empty() && self.taken.replaced.is_empty()
    }
}

/// Where a site was written when nobody said: `public/`, unless only another folder was ever written into.
pub(super) fn usual(root: &Path, public: PathBuf) -> PathBuf {
    let known = write::outputs(root);
    let is_known = public.canonicalize().is_ok_and(|public| known.contains(&public));
    known.into_iter().next().filter(|_| !is_known && !public.exists()).unwrap_or(public)
}

/// Takes it out of all known outputs but one.
pub(super) fn take_down(
    root: &Path,
    done: &Path,
    traces: &Traces,
    kind: EntryKind,
    tombstone: Option<&str>,
) -> Vec<Elsewhere> {
    let others = write::outputs(root).into_iter().filter(|output| output != done);
    let each = |output: PathBuf| {
        let found = one(root, &output, traces, kind, tombstone);
        let output = shown(&output);
        match found {
            Ok((taken, left)) => Elsewhere { output, taken, left, refused: None },
            Err(fatal) => {
                let refused = Some(fatal.to_string());
                Elsewhere { output, taken: TakenDown::default(), left: Vec::new(), refused }
            }
        }
    };
    others.map(each).collect()
}

fn one(
    root: &Path,
    output: &Path,
    traces: &Traces,
    kind: EntryKind,
    tombstone: Option<&str>,
) -> Result<(TakenDown, Vec<Trace>), Fatal> {
    let target = write::target(root, output, home().as_deref())?;
    let (_, found) = target.search(|path, bytes| traces.found(path, bytes))?;
    if found.iter().all(|trace| trace.level > Level::Likely) {
        return Ok((TakenDown::default(), Vec::new()));
    }
    let taken = cut(&target, traces, kind, tombstone)?;
    let (_, mut left) = target.search(|path, bytes| traces.found(path, bytes))?;
    let own = tombstone.and_then(|path| path.strip_prefix("static/"));
    left.retain(|trace| Some(trace.output.as_str()) != own);
    Ok((taken, left))
}
