//! One file that the writer asked for by name, outside of any publication.

use super::{disk, refuse};
use crate::model::Fatal;
use std::path::Path;

/// Writes a file, over one that is there. A relative path is taken from the current folder.
///
/// # Errors
/// When it would be one of the site's own sources, or cannot be written.
pub fn file(root: &Path, path: &Path, bytes: &[u8]) -> Result<(), Fatal> {
    let closed = |error| Fatal::NotWritable { path: path.to_path_buf(), error };
    if let Some(source) = refuse::source_of(root, path) {
        return Err(Fatal::Argument(format!(
            "`{}` may not be written: `{source}` belongs to the site itself. Choose another file",
            path.display()
        )));
    }
    disk::write_over(path, bytes).map_err(closed)
}

/// Writes a file of the site itself, below its root, in one step, and the folders above it if need be. One that is
/// there keeps what may be done with it; one that is a link stays one.
///
/// # Errors
/// When it cannot be written.
pub fn source(root: &Path, below: &str, bytes: &[u8]) -> Result<(), Fatal> {
    let named = root.join(below);
    let path = named.canonicalize().unwrap_or(named);
    let closed = |error| Fatal::NotWritable { path: path.clone(), error };
    disk::create_folders(path.parent().unwrap_or(root)).map_err(closed)?;
    disk::replace_source(&path, bytes).map_err(closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_source_of_the_site_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("content/stories")).unwrap();
        fs::create_dir_all(root.join("sub")).unwrap();
        for source in ["ripple.yaml", "content/stories/a.md"] {
            fs::write(root.join(source), "mine").unwrap();
        }
        for path in ["ripple.yaml", "content/stories/a.md", "content/new.csv", "sub/../ripple.yaml", "retired"] {
            let words = file(root, &root.join(path), b"theirs").unwrap_err().to_string();
            assert!(words.contains("belongs to the site"), "{path}: {words}");
        }
        assert_eq!(fs::read(root.join("ripple.yaml")).unwrap(), b"mine");
        assert!(!root.join("content/new.csv").exists());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("ripple.yaml"), root.join("link.csv")).unwrap();
            assert!(file(root, &root.join("link.csv"), b"theirs").is_err());
        }
    }

    #[test]
    fn a_source_is_replaced_and_keeps_what_may_be_done_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("content/stories/a.md");
        source(folder.path(), "content/stories/a.md", b"one").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            std::os::unix::fs::symlink(&path, folder.path().join("content/stories/b.md")).unwrap();
            source(folder.path(), "content/stories/b.md", b"two").unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
            assert!(folder.path().join("content/stories/b.md").is_symlink());
            assert_eq!(fs::read(&path).unwrap(), b"two");
        }
        source(folder.path(), "content/stories/a.md", b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), if cfg!(unix) { 2 } else { 1 });
    }

    #[test]
    fn a_file_is_written_and_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ripples.csv");
        file(folder.path(), &path, b"longer than the next").unwrap();
        file(folder.path(), &path, b"next").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"next");
        let missing = file(folder.path(), &folder.path().join("no/such/x.csv"), b"x").unwrap_err().to_string();
        assert!(missing.contains("x.csv") && missing.contains("not there"), "{missing}");
    }
}
