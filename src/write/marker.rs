//! The marker in an output folder: that ripple wrote it and, without naming a path, which files. It is published
//! with the site, so it must not tell where a page is that no other page leads to.

use super::manifest::{self, Manifest};
use super::refuse::MARKER;
use crate::model::{Digest, Fatal};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const TEXT: &str = "This folder was made by ripple. It may be replaced at any time: ripple changes and removes \
                    the files it wrote here,\nand no others. Without this file ripple would not touch the \
                    folder.\n";

/// What a marker says about the files beside it.
#[derive(Debug, PartialEq, Eq)]
struct Seal {
    /// Digest of the manifest that the last build wrote, wherever that may be.
    manifest: Digest,
    /// Digests of the paths of all files.
    files: BTreeSet<Digest>,
}

/// What earlier builds wrote into an output folder.
pub(super) struct Known {
    /// `None` if nobody can tell. A file that only the marker knows has no digest of its content.
    pub(super) files: Option<Manifest>,
    /// Whether manifest and marker are there and agree.
    pub(super) settled: bool,
}

/// Text of the marker of an output folder that holds these files.
pub(super) fn print(files: &Manifest) -> String {
    // In the order of digests: that of the paths would tell something about them.
    let paths: BTreeSet<Digest> = files.keys().map(|path| of_path(path)).collect();
    let mut text = format!("{TEXT}manifest {}\n", manifest::digest(files).hex());
    for path in &paths {
        let _ = writeln!(text, "{}", path.hex());
    }
    let _ = writeln!(text, "end {}", paths.len());
    text
}

/// Works out which files in the output are ours. The list that the site keeps counts if it is the one that the
/// last build wrote here; if it is lost or another checkout has built since, the marker tells.
pub(super) fn known(output: &Path, listed: Option<Manifest>) -> Result<Known, Fatal> {
    let place = output.join(MARKER);
    let bytes = fs::read(&place).map_err(|error| Fatal::Unreadable { path: place, error })?;
    let Some(seal) = parse(&String::from_utf8_lossy(&bytes)) else {
        // Made by hand or cut short: it says nothing about files.
        return Ok(Known { files: listed, settled: false });
    };
    if listed.as_ref().is_some_and(|listed| manifest::digest(listed) == seal.manifest) {
        return Ok(Known { files: listed, settled: true });
    }
    Ok(Known { files: Some(find(output, &seal.files)?), settled: false })
}

/// The files below a folder whose paths have these digests. Goes through no link.
fn find(output: &Path, wanted: &BTreeSet<Digest>) -> Result<Manifest, Fatal> {
    let mut files = Manifest::new();
    let mut refused = None;
    let mut folders = vec![output.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let found = look(&folder, &mut folders, |place| {
            let path = place.strip_prefix(output).ok().and_then(plain);
            if let Some(path) = path.filter(|path| wanted.contains(&of_path(path))) {
                files.insert(path, Digest::default());
            }
        });
        if let Err(error) = found {
            refused.get_or_insert(Fatal::Unreadable { path: folder, error });
        }
    }
    match refused {
        // What was not found may be in there, and would then stay online for ever.
        Some(fatal) if files.len() < wanted.len() => Err(fatal),
        _ => Ok(files),
    }
}

/// Gives what is in one folder: folders to the list, all else to `take`.
fn look(folder: &Path, folders: &mut Vec<PathBuf>, mut take: impl FnMut(&Path)) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        } else {
            take(&entry.path());
        }
    }
    Ok(())
}

/// A path below the output as a manifest would have it, if it could.
fn plain(path: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = path.iter().map(|name| name.to_str()).collect();
    names.map(|names| names.join("/")).filter(|path| manifest::is_output_path(path))
}

fn of_path(path: &str) -> Digest {
    Digest::of_bytes(path.as_bytes())
}

fn parse(text: &str) -> Option<Seal> {
    // `lines` forgives line ends that another system, or its version control, has changed.
    let mut lines = text.lines();
    let manifest = lines.find_map(|line| line.strip_prefix("manifest "))?;
    let count: usize = lines.next_back()?.strip_prefix("end ")?.parse().ok()?;
    let files = lines.map(Digest::from_hex).collect::<Option<BTreeSet<Digest>>>()?;
    (files.len() == count).then_some(Seal { manifest: Digest::from_hex(manifest)?, files })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Manifest {
        ["index.html", "stories/a/index.html", "stories/secret-story/index.html"]
            .map(|path| (path.to_owned(), Digest::of_bytes(path.as_bytes())))
            .into()
    }

    #[test]
    fn a_marker_that_is_cut_short_says_nothing() {
        let text = print(&files());
        let seal = parse(&text).unwrap();
        assert_eq!((seal.manifest, seal.files.len()), (manifest::digest(&files()), 3));
        assert_eq!(parse(&text.replace('\n', "\r\n")), Some(seal), "line ends may change on the way");
        for end in 0..text.len() - 1 {
            assert_eq!(parse(&text[..end]), None, "cut at {end}");
        }
        assert_eq!(parse(TEXT), None);
        assert!(parse(&print(&Manifest::new())).is_some_and(|seal| seal.files.is_empty()));
    }

    #[test]
    fn a5_the_marker_names_no_path() {
        let text = print(&files());
        for word in ["index", "html", "stories", "secret", "/"] {
            assert!(!text.contains(word), "{word}");
        }
        let lines: Vec<&str> = text.lines().filter(|line| Digest::from_hex(line).is_some()).collect();
        assert!(lines.len() == 3 && lines.is_sorted(), "{lines:?}");
    }
}
