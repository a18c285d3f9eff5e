//! Where the output may not go. Looks, and changes nothing.

use crate::model::Fatal;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// The marker of a folder that ripple may write to.
pub(super) const MARKER: &str = ".ripple-output";

/// Folders of a site that hold what cannot be made again.
const SOURCES: [&str; 6] = ["content", "themes", "static", "archetypes", ".ripple", ".git"];

/// Files of a site that cannot be made again.
const FILES: [&str; 2] = ["ripple.yaml", "retired"];

/// What is in the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// There is no folder.
    Missing,
    /// An empty one.
    Empty,
    /// One that bears the marker.
    Ours,
}

/// Works out where the output really is. Folders that are not there yet are allowed; `..` is undone after
/// links are followed, as the system would.
pub(super) fn resolve(output: &Path) -> Result<PathBuf, Fatal> {
    let refused = |reason: &str| Fatal::OutputRefused { output: output.to_path_buf(), reason: reason.to_owned() };
    let unreadable = |error| Fatal::Unreadable { path: output.to_path_buf(), error };
    if output.as_os_str().is_empty() {
        return Err(refused("the name of the folder is empty"));
    }
    let mut place = PathBuf::new();
    if !output.is_absolute() {
        place = fs::canonicalize(".").map_err(unreadable)?;
    }
    for part in output.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                place.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => place.push(part),
        }
        let Component::Normal(_) = part else { continue };
        match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(error)),
            Ok(_) => {
                place = fs::canonicalize(&place).map_err(|error| match error.kind() {
                    ErrorKind::NotFound => refused("it is a link that leads to nothing"),
                    _ => unreadable(error),
                })?;
                if !place.is_dir() {
                    return Err(refused(&format!("`{}` is a file, not a folder", place.display())));
                }
            }
        }
    }
    Ok(place)
}

/// What a folder of sources is, for whoever named it as the output.
const PART: &str = "a part of what the site is made from";

/// Refuses the file-system root, the home folder, the site, its sources, and whatever holds one of them or lies
/// in a source. `output` comes from [`resolve`], `root` is free of links; `asked` is what the writer wrote.
pub(super) fn check(asked: &Path, output: &Path, root: &Path, home: Option<&Path>) -> Result<(), Fatal> {
    let refused = |reason: String| Fatal::OutputRefused { output: asked.to_path_buf(), reason };
    if output.parent().is_none() {
        return Err(refused(format!("`{}` is the top of the whole disk", output.display())));
    }
    let home = home.and_then(|home| fs::canonicalize(home).ok());
    if let Some(home) = home.filter(|home| holds(output, home)) {
        return Err(refused(same_or_holds(output, &home, "your home folder")));
    }
    if holds(output, root) {
        return Err(refused(same_or_holds(output, root, "the site itself")));
    }
    for name in SOURCES {
        let plain = root.join(name);
        // A source may be a link; both its name and its target are off limits.
        for source in [fs::canonicalize(&plain).unwrap_or_else(|_| plain.clone()), plain] {
            if holds(output, &source) {
                return Err(refused(same_or_holds(output, &source, PART)));
            }
            if holds(&source, output) {
                let (output, source) = (output.display(), source.display());
                return Err(refused(format!("`{output}` lies in `{source}`, {PART}")));
            }
        }
    }
    Ok(())
}

/// What of the site's own a file would overwrite or lie in, links followed.
pub(super) fn source_of(root: &Path, file: &Path) -> Option<&'static str> {
    let root = fs::canonicalize(root).ok()?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = fs::canonicalize(folder).ok()?.join(file.file_name()?);
    let place = fs::canonicalize(&named).unwrap_or(named);
    let is_in = |name: &&str| {
        let source = root.join(name);
        holds(&fs::canonicalize(&source).unwrap_or(source), &place)
    };
    SOURCES.into_iter().chain(FILES).find(is_in)
}

fn same_or_holds(output: &Path, other: &Path, what: &str) -> String {
    if output == other {
        return format!("`{}` is {what}", output.display());
    }
    format!("`{}` holds `{}`, {what}", output.display(), other.display())
}

/// Whether `outer` is `inner` or a folder around it: by name, and by what the system says is the same folder.
fn holds(outer: &Path, inner: &Path) -> bool {
    if inner.starts_with(outer) {
        return true;
    }
    let Some(outer) = identity(outer) else { return false };
    inner.ancestors().any(|folder| identity(folder) == Some(outer))
}

/// Disk and number of a file or folder, links followed.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

/// Nothing here tells two names of one folder apart but their real paths.
#[cfg(not(unix))]
pub(super) fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Looks into the output folder and refuses one that is not ours.
pub(super) fn state(output: &Path) -> Result<State, Fatal> {
    let unreadable = |error| Fatal::Unreadable { path: output.to_path_buf(), error };
    let mut entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Missing),
        Err(error) => return Err(unreadable(error)),
    };
    match entries.next() {
        None => Ok(State::Empty),
        Some(Err(error)) => Err(unreadable(error)),
        Some(Ok(_)) => match fs::symlink_metadata(output.join(MARKER)) {
            Ok(marker) if marker.is_file() => Ok(State::Ours),
            _ => Err(Fatal::OutputNotOurs { output: output.to_path_buf() }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn site() -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("home/sites/wall");
        for name in ["content/stories", "themes/calm", "static", ".git", "public", "deep/er"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        fs::write(root.join("ripple.yaml"), "").unwrap();
        (folder, root)
    }

    fn refusal(output: &Path, root: &Path) -> Option<String> {
        let home = root.parent().and_then(Path::parent);
        let checked = resolve(output).and_then(|place| check(output, &place, root, home));
        checked.err().map(|fatal| fatal.to_string())
    }

    #[test]
    fn a1_the_site_and_its_sources_are_refused() {
        let (_folder, root) = site();
        for output in [
            "",
            ".",
            "..",
            "content",
            "content/stories",
            "content/new/er",
            "themes",
            "themes/calm",
            "static",
            "static/site",
            "archetypes",
            "archetypes/x",
            ".ripple",
            ".ripple/out",
            ".git",
            ".git/out",
            "ripple.yaml",
            "ripple.yaml/x",
            "public/../content",
            "deep/er/../..",
            "missing/../content",
            "deep/../../wall",
        ] {
            let path = root.join(output);
            let words = refusal(&path, &root).unwrap_or_else(|| panic!("`{output}` was accepted"));
            assert!(words.contains(&path.display().to_string()), "{words}");
        }
        let words = refusal(&root.join("static"), &root).unwrap();
        assert!(words.contains(&root.join("static").display().to_string()), "{words}");
        for output in ["public", "deep/er", "deep/new", "content-2", "../site", "missing/../public"] {
            assert_eq!(refusal(&root.join(output), &root), None, "{output}");
        }
    }

    #[test]
    fn a2_the_disk_the_home_folder_and_nothing_are_refused() {
        let (_folder, root) = site();
        let home = root.parent().unwrap().parent().unwrap();
        for output in [Path::new("/"), Path::new(""), Path::new("/.."), home, home.parent().unwrap()] {
            assert!(refusal(output, &root).is_some(), "{}", output.display());
        }
        assert!(refusal(&home.join("elsewhere"), &root).is_none());
        assert!(refusal(home, &root).unwrap().contains("home folder"));
    }

    #[cfg(unix)]
    #[test]
    fn a1_links_do_not_help() {
        use std::os::unix::fs::symlink;
        let (folder, root) = site();
        let away = folder.path().join("away");
        fs::create_dir(&away).unwrap();
        symlink(root.join("content"), root.join("link")).unwrap();
        symlink(&root, away.join("site")).unwrap();
        symlink("nothing", root.join("lost")).unwrap();
        symlink(&away, root.join("deploy")).unwrap();
        for output in ["link", "link/stories", "link/new", "lost", "deploy/site", "deploy/site/static", "link/.."] {
            assert!(refusal(&root.join(output), &root).is_some(), "{output}");
        }
        assert_eq!(refusal(&root.join("deploy"), &root), None);
        // A source that is a link: its target is a source, too.
        fs::remove_dir(root.join("static")).unwrap();
        symlink("deep", root.join("static")).unwrap();
        assert!(refusal(&root.join("deep/out"), &root).is_some());
    }

    #[test]
    fn a3_a_folder_without_the_marker_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path();
        assert_eq!(state(&output.join("new")).unwrap(), State::Missing);
        assert_eq!(state(output).unwrap(), State::Empty);
        fs::write(output.join("thesis.doc"), "").unwrap();
        assert!(matches!(state(output), Err(Fatal::OutputNotOurs { .. })));
        fs::create_dir(output.join(MARKER)).unwrap();
        assert!(matches!(state(output), Err(Fatal::OutputNotOurs { .. })));
        fs::remove_dir(output.join(MARKER)).unwrap();
        fs::write(output.join(MARKER), "").unwrap();
        assert_eq!(state(output).unwrap(), State::Ours);
    }
}
