//! Which folders this site was ever written into, so that a take-down can look into all of them. Kept in `.ripple/`,
//! one small file for each; what lies in the site's own folder is found without it.

use super::refuse::MARKER;
use super::{disk, manifest};
use crate::model::{Digest, Fatal};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes down that there is an output folder. Both paths are free of links.
pub(super) fn note(root: &Path, output: &Path) -> Result<(), Fatal> {
    // Inside of the site by the path below it, so that a site that is moved still knows.
    let Some(path) = output.strip_prefix(root).unwrap_or(output).to_str() else { return Ok(()) };
    let place = folder(root).join(Digest::of_bytes(path.as_bytes()).hex());
    if fs::read(&place).is_ok_and(|known| known == path.as_bytes()) {
        return Ok(());
    }
    manifest::make_own(root, &folder(root))?;
    disk::replace(&place, path.as_bytes()).map_err(|error| Fatal::NotWritable { path: place, error })
}

fn folder(root: &Path) -> PathBuf {
    root.join(".ripple").join("outputs")
}

/// The folders that bear our marker, of those that were written down and those right below the site's root; sorted.
#[must_use]
pub fn outputs(root: &Path) -> Vec<PathBuf> {
    let Ok(root) = fs::canonicalize(root) else { return Vec::new() };
    let paths = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|found| found.path());
    let noted = paths(&folder(&root)).filter_map(|place| fs::read_to_string(place).ok()).map(|path| root.join(path));
    let is_output = |place: &PathBuf| place.join(MARKER).is_file();
    let all: BTreeSet<PathBuf> =
        noted.chain(paths(&root)).filter_map(|place| fs::canonicalize(place).ok()).filter(is_output).collect();
    all.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_every_folder_that_was_written_into_is_known() {
        let (site, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (root, away) = (fs::canonicalize(site.path()).unwrap(), fs::canonicalize(away.path()).unwrap());
        for output in [root.join("deep/dist"), away.clone(), root.join("gone")] {
            note(&root, &output).unwrap();
            note(&root, &output).unwrap();
        }
        for output in ["deep/dist", "found", "none"] {
            fs::create_dir_all(root.join(output)).unwrap();
        }
        for output in [root.join("deep/dist"), away.clone(), root.join("found")] {
            fs::write(output.join(MARKER), "").unwrap();
        }
        let mut wanted = vec![root.join("deep/dist"), root.join("found"), away];
        wanted.sort();
        assert_eq!(outputs(&root), wanted);
    }
}
