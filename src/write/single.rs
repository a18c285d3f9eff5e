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
