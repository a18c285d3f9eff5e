//! Moving a staged site into place: one rename where the output is empty, else one for each file that changed.

use super::manifest::{self, Manifest};
use super::marker;
use super::publication::{Planned, Publication};
use super::refuse::{MARKER, State, identity};
use super::staging::Folders;
use super::{Published, disk, outputs};
use crate::model::Fatal;
use crate::model::text::fold;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Publishes what was planned; `planned` is sorted by path.
pub(super) fn run(publication: &Publication, planned: &[Planned]) -> Result<Published, Fatal> {
    let manifest: Manifest =
        planned.iter().filter(|file| file.ours).map(|file| (file.path.clone(), file.digest)).collect();
    let written = planned.iter().filter(|file| file.staged.is_some()).count();
    let mut published = Published {
        written,
        unchanged: planned.len() - written,
        removed: 0,
        bytes: planned.iter().filter_map(|file| file.staged).sum(),
    };
    outputs::note(&publication.root, &publication.output)?;
    if publication.state == State::Ours {
        in_steps(publication, planned, &manifest, &mut published)?;
    } else if publication.staging()?.beside {
        at_once(publication, &manifest)?;
    } else {
        write_marker(&publication.output, &Manifest::new())?;
        in_steps(publication, planned, &manifest, &mut published)?;
    }
    Ok(published)
}

fn at_once(publication: &Publication, manifest: &Manifest) -> Result<(), Fatal> {
    let tree = &publication.staging()?.tree;
    write_marker(tree, manifest)?;
    // First the list: if this is interrupted, an output that is still empty makes it void.
    manifest::save(&publication.root, &publication.manifest_place, manifest)?;
    disk::rename_folder(tree, &publication.output).map_err(|error| not_writable(&publication.output, error))
}

fn in_steps(
    publication: &Publication,
    planned: &[Planned],
    manifest: &Manifest,
    published: &mut Published,
) -> Result<(), Fatal> {
    let nothing = Manifest::new();
    let known = publication.known.as_ref().unwrap_or(&nothing);
    // Before the first change the list holds both what was and what will be, so that an interruption at any
    // point leaves no file of ours that the next publication would take for another hand's.
    let both: Manifest = known.iter().chain(manifest).map(|(path, digest)| (path.clone(), *digest)).collect();
    if both.len() != known.len() || publication.known.is_none() {
        save(publication, &both)?;
    }
    move_into_place(publication, planned)?;
    published.removed = remove_stale(publication, known, planned)?;
    if !publication.settled || publication.known.as_ref() != Some(manifest) {
        save(publication, manifest)?;
    }
    Ok(())
}

/// Moves staged files: what pages need, then pages, and the way in last.
fn move_into_place(publication: &Publication, planned: &[Planned]) -> Result<(), Fatal> {
    let mut staged: Vec<&str> =
        planned.iter().filter(|file| file.staged.is_some()).map(|file| file.path.as_str()).collect();
    if staged.is_empty() {
        return Ok(());
    }
    staged.sort_by_key(|path| turn(path));
    let tree = &publication.staging()?.tree;
    let made = Folders::default();
    for path in staged {
        let place = publication.output.join(path);
        made.each(path, |folder| {
            let folder = publication.output.join(folder);
            disk::create_folder(&folder).map_err(|error| not_writable(&folder, error))
        })?;
        disk::rename(&tree.join(path), &place).map_err(|error| not_writable(&place, error))?;
    }
    Ok(())
}

fn turn(path: &str) -> u8 {
    match path {
        "index.html" => 2,
        _ if path.starts_with("assets/") || path.starts_with("media/") => 0,
        _ => 1,
    }
}

/// Removes files of earlier builds that are not planned any more, then the folders that this emptied.
fn remove_stale(publication: &Publication, known: &Manifest, planned: &[Planned]) -> Result<usize, Fatal> {
    let is_planned = |path: &str| planned.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
    let stale: Vec<&str> = known.keys().map(String::as_str).filter(|path| !is_planned(path)).collect();
    if stale.is_empty() {
        return Ok(0);
    }
    let folded: HashMap<String, &str> = planned.iter().map(|file| (fold(&file.path), file.path.as_str())).collect();
    let mut removed = 0;
    let mut folders = BTreeSet::new();
    for path in stale {
        let place = publication.output.join(path);
        let renamed = folded.get(&fold(path)).map(|new| publication.output.join(new));
        // Where the system ignores case, the old name and the new one are the same file.
        if renamed.is_some_and(|new| identity(&new) == identity(&place)) {
            continue;
        }
        // Through a link, or where somebody put a folder, it is not the file we wrote.
        if publication.check_folders(path).is_err() || fs::symlink_metadata(&place).is_ok_and(|found| found.is_dir()) {
            continue;
        }
        removed += usize::from(disk::remove_file(&place).map_err(|error| not_writable(&place, error))?);
        folders.extend(path.match_indices('/').map(|(end, _)| path[..end].to_owned()));
    }
    // In reverse order a folder comes after all that are in it.
    for folder in folders.iter().rev() {
        disk::remove_empty_folder(&publication.output.join(folder));
    }
    Ok(removed)
}

/// Writes down which files are ours: in the site, and in the output without naming them.
fn save(publication: &Publication, files: &Manifest) -> Result<(), Fatal> {
    manifest::save(&publication.root, &publication.manifest_place, files)?;
    // By way of the staging folder: an interruption leaves nothing in the output that could be published.
    let tree = &publication.staging()?.tree;
    write_marker(tree, files)?;
    let place = publication.output.join(MARKER);
    disk::rename(&tree.join(MARKER), &place).map_err(|error| not_writable(&place, error))
}

fn write_marker(folder: &Path, files: &Manifest) -> Result<(), Fatal> {
    let place = folder.join(MARKER);
    disk::write_new(&place, marker::print(files).as_bytes()).map_err(|error| not_writable(&place, error))
}

fn not_writable(path: &Path, error: io::Error) -> Fatal {
    Fatal::NotWritable { path: PathBuf::from(path), error }
}
