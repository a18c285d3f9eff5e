//! The list of files that ripple wrote into an output folder, so that removing never touches others.

use super::disk;
use crate::model::{Digest, Fatal};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

const FIRST_LINE: &str = "ripple manifest 1";

/// Output paths, with forward slashes, and the digests of what was written.
pub(super) type Manifest = BTreeMap<String, Digest>;

/// Whether a path may stand below an output folder: relative, no `..`, no back-slash, no control characters.
pub(super) fn is_output_path(path: &str) -> bool {
    let plain = |name: &str| !matches!(name, "" | "." | "..");
    path.split('/').all(plain) && !path.contains(|letter: char| matches!(letter, '\\' | ':') || letter.is_control())
}

/// The file of the manifest of one output folder. Inside the site it depends on the path below the root only, so
/// that a site that is moved keeps its manifest. Both paths are free of links.
pub(super) fn place(root: &Path, output: &Path) -> PathBuf {
    let mut name = Vec::new();
    match output.strip_prefix(root) {
        Ok(below) => {
            name.extend_from_slice(b"below the site: ");
            name.extend_from_slice(below.as_os_str().as_encoded_bytes());
        }
        Err(_) => name.extend_from_slice(output.as_os_str().as_encoded_bytes()),
    }
    folder(root).join(Digest::of_bytes(&name).hex())
}

fn folder(root: &Path) -> PathBuf {
    root.join(".ripple").join("manifests")
}

/// Reads a manifest. `None` if there is none, or one that cannot be trusted.
pub(super) fn load(place: &Path) -> Result<Option<Manifest>, Fatal> {
    match fs::read(place) {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok().and_then(|text| parse(&text))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Fatal::Unreadable { path: place.to_path_buf(), error }),
    }
}

/// Writes a manifest in one step, and `.ripple/` around it if needed.
pub(super) fn save(root: &Path, place: &Path, manifest: &Manifest) -> Result<(), Fatal> {
    make_own(root, &folder(root))?;
    disk::replace(place, print(manifest).as_bytes())
        .map_err(|error| Fatal::NotWritable { path: place.to_path_buf(), error })
}

/// Makes a folder in `.ripple/`, and that around it.
pub(super) fn make_own(root: &Path, inner: &Path) -> Result<(), Fatal> {
    let own = root.join(".ripple");
    let at = |path: &Path, error: io::Error| Fatal::NotWritable { path: path.to_path_buf(), error };
    for folder in [own.as_path(), inner] {
        disk::create_folder(folder).map_err(|error| at(folder, error))?;
        if fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.file_type().is_symlink()) {
            return Err(at(folder, io::Error::other("it is a link, and must be a folder")));
        }
    }
    let ignore = own.join(".gitignore");
    if !ignore.exists() {
        disk::replace(&ignore, b"*\n").map_err(|error| at(&ignore, error))?;
    }
    Ok(())
}

/// Digest of a manifest as it is written.
pub(super) fn digest(manifest: &Manifest) -> Digest {
    Digest::of_bytes(print(manifest).as_bytes())
}

fn print(manifest: &Manifest) -> String {
    let mut text = format!("{FIRST_LINE}\n");
    for (path, digest) in manifest {
        let _ = writeln!(text, "{} {path}", digest.hex());
    }
    // Without its last line a file that was cut short would look whole, and files would be forgotten.
    let _ = writeln!(text, "end {}", manifest.len());
    text
}

fn parse(text: &str) -> Option<Manifest> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    if lines.next()? != FIRST_LINE {
        return None;
    }
    let count: usize = lines.next_back()?.strip_prefix("end ")?.parse().ok()?;
    let manifest = lines
        .map(|line| {
            let (digest, path) = line.split_once(' ')?;
            is_output_path(path).then_some((path.to_owned(), Digest::from_hex(digest)?))
        })
        .collect::<Option<Manifest>>()?;
    (manifest.len() == count).then_some(manifest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let mut manifest = Manifest::new();
        assert_eq!(parse(&print(&manifest)), Some(manifest.clone()));
        manifest.insert("a b/ç.html".to_owned(), Digest::of_bytes(b"x"));
        manifest.insert("index.html".to_owned(), Digest::of_bytes(b"y"));
        let text = print(&manifest);
        assert_eq!(parse(&text), Some(manifest));
        for end in 0..text.len() {
            assert_eq!(text.get(..end).and_then(parse), None, "cut at {end}");
        }
        assert_eq!(parse(&text.replace("index.html", "../x.html")), None);
        assert_eq!(parse(&text.replace(FIRST_LINE, "ripple manifest 2")), None);
    }

    #[test]
    fn p6_output_paths_stay_below_the_output() {
        for path in ["index.html", "a/b/c.html", ".nojekyll", ".well-known/x", "日本/index.html", "a..b"] {
            assert!(is_output_path(path), "{path}");
        }
        for path in ["", "/", "/etc/x", "../x", "a/../b", "a//b", "a/", "./a", "a\\b", "C:/x", "a\nb"] {
            assert!(!is_output_path(path), "{path}");
        }
    }

    #[test]
    fn a_site_that_moves_keeps_its_manifest() {
        let name = |root: &str, output: &str| place(Path::new(root), Path::new(output)).file_name().unwrap().to_owned();
        assert_eq!(name("/a", "/a/public"), name("/b", "/b/public"));
        assert_ne!(name("/a", "/x/public"), name("/a", "/y/public"));
        assert_ne!(name("/a", "/a/public"), name("/a", "/a/other"));
    }
}
