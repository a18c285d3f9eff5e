//! Which entry is meant: a file, or a name as ripples and links use it.

use crate::diag::{SourcePath, nearest};
use crate::model::{Entry, EntryKind, Fatal, text};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file of the entry that somebody named. A file may be given from the current folder or from the site's; a
/// name is an id, else a slug, a file name or a title, with its kind in front if need be: `prompt:look-back`.
pub(in crate::commands) fn path(root: &Path, written: &Path, entries: &[Arc<Entry>]) -> Result<SourcePath, Fatal> {
    let real_root = root.canonicalize().map_err(|error| Fatal::Unreadable { path: root.to_path_buf(), error })?;
    let candidates: [PathBuf; 4] =
        [written.to_path_buf(), root.join(written), written.join("index.md"), root.join(written).join("index.md")];
    let file = candidates.iter().find_map(|candidate| {
        let real = candidate.canonicalize().ok().filter(|real| real.is_file())?;
        let below = real.strip_prefix(&real_root).ok()?;
        Some(SourcePath::new(&below.to_string_lossy().replace('\\', "/")))
    });
    match file {
        Some(file) => Ok(file),
        None => by_name(&written.to_string_lossy(), entries),
    }
}

fn by_name(written: &str, entries: &[Arc<Entry>]) -> Result<SourcePath, Fatal> {
    let kinds = || EntryKind::ALL.into_iter();
    let explicit = written.split_once(':').and_then(|(word, rest)| {
        kinds().find(|kind| kind.word().eq_ignore_ascii_case(word.trim())).map(|kind| (kind, rest))
    });
    let name = text::fold(explicit.map_or(written, |(_, name)| name).trim());
    let of_kind = || entries.iter().filter(|entry| explicit.is_none_or(|(kind, _)| entry.kind == kind));
    let is = |found: &str| text::fold(found) == name;
    let ways: [&dyn Fn(&Entry) -> bool; 4] =
        [&|entry| is(&entry.id.value), &|entry| is(&entry.slug.value), &|entry| is(entry.path.stem()), &|entry| {
            is(&entry.card.title)
        }];
    let found: Vec<&Arc<Entry>> = ways
        .iter()
        .map(|way| of_kind().filter(|entry| way(entry)).collect::<Vec<_>>())
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    match found.as_slice() {
        [one] => Ok(one.path.clone()),
        [] => {
            let near = nearest(&name, of_kind().map(|entry| entry.id.value.as_str()));
            let help = near.map_or_else(
                || "`ripple list` shows what there is".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err(Fatal::Argument(format!("no file and no entry of this site is called `{written}`: {help}")))
        }
        several => {
            let line = |entry: &&Arc<Entry>| format!("\n  {}:{}  {}", entry.kind.word(), entry.id.value, entry.path);
            let lines: String = several.iter().map(line).collect();
            Err(Fatal::Argument(format!("`{written}` could be any of these; write its kind or its file:{lines}")))
        }
    }
}
