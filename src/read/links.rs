//! The rule about links on disk: what they lead to must lie inside the site and not be hidden.

use super::names::is_skipped_path;
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::why;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Where a link leads.
pub(super) enum Lead {
    /// To a place inside the site, given without links.
    Inside(PathBuf),
    /// Out of the site.
    Outside,
    /// To something hidden, such as `.git`.
    Hidden,
    /// To nothing.
    Nowhere,
    /// Back to itself.
    Circle,
    /// The system would not say; the end of a sentence.
    Unknown(String),
}

impl Lead {
    /// The place, or the problem at `span`.
    pub(super) fn place(self, span: &Span) -> Result<PathBuf, Diagnostic> {
        Err(match self {
            Self::Inside(place) => return Ok(place),
            Self::Outside => codes::files::outside_link(span),
            Self::Hidden => codes::files::hidden_file(span),
            Self::Nowhere => codes::files::dangling_link(span),
            Self::Circle => codes::files::link_circle(span),
            Self::Unknown(why) => codes::files::unreadable(span, &why),
        })
    }
}

/// Follows a path on disk through all its links. `root` is free of links itself.
pub(super) fn follow(root: &Path, path: &Path) -> Lead {
    match fs::canonicalize(path) {
        Ok(place) => match place.strip_prefix(root).map(below) {
            Err(_) => Lead::Outside,
            // A name that is not text cannot be hidden from us, but cannot be judged either.
            Ok(None) => Lead::Hidden,
            Ok(Some(path)) if !path.is_empty() && is_skipped_path(&path) => Lead::Hidden,
            Ok(Some(_)) => Lead::Inside(place),
        },
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Lead::Nowhere,
            ErrorKind::PermissionDenied => Lead::Unknown(why(&error)),
            // What is left, for a link that is there, is the limit on links that lead to links.
            _ => Lead::Circle,
        },
    }
}

/// A relative path as text with forward slashes, if all its names are text.
pub(super) fn below(path: &Path) -> Option<String> {
    let mut text = String::with_capacity(path.as_os_str().len());
    for part in path.components() {
        let Component::Normal(name) = part else { return None };
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(name.to_str()?);
    }
    Some(text)
}

/// The place on disk of a path that something in the site refers to, and what is there. Links are followed
/// where the rule allows it. Costs one look at each folder on the way.
pub(super) fn place_of(root: &Path, path: &SourcePath) -> Result<(PathBuf, Metadata), Diagnostic> {
    let span = Span::file(path);
    let unreadable = |error: &std::io::Error| codes::files::unreadable(&span, &why(error));
    if path.as_str().split('/').any(|name| matches!(name, "" | "." | "..")) || Path::new(path.as_str()).has_root() {
        return Err(codes::files::outside_link(&span));
    }
    if is_skipped_path(path.as_str()) {
        return Err(codes::files::hidden_file(&span));
    }
    let mut place = root.to_path_buf();
    let mut linked = false;
    let mut found = None;
    for name in path.as_str().split('/') {
        if !matches!(Path::new(name).components().next(), Some(Component::Normal(_))) {
            return Err(codes::files::outside_link(&span)); // such as `C:`
        }
        place.push(name);
        let metadata = fs::symlink_metadata(&place).map_err(|error| unreadable(&error))?;
        linked |= metadata.file_type().is_symlink();
        found = Some(metadata);
    }
    if linked {
        let root = fs::canonicalize(root).map_err(|error| unreadable(&error))?;
        place = follow(&root, &place).place(&span)?;
        found = Some(fs::metadata(&place).map_err(|error| unreadable(&error))?);
    }
    found.map(|metadata| (place, metadata)).ok_or_else(|| codes::files::outside_link(&span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_direct_references_do_not_leave_the_site() {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join("logo.svg"), "x").unwrap();
        let code = |path: &str| place_of(site.path(), &SourcePath::new(path)).map_err(|problem| problem.code).err();
        assert_eq!(code("logo.svg"), None);
        for path in ["../x", "/etc/passwd", "a/../../x", "", "a//b", "./logo.svg"] {
            assert_eq!(code(path), Some("outside-link"), "{path}");
        }
        assert_eq!(code(".env"), Some("hidden-file"));
        assert_eq!(code("absent.svg"), Some("unreadable"));
    }

    #[cfg(unix)]
    #[test]
    fn c3_direct_references_through_links() {
        use std::os::unix::fs::symlink;
        let away = tempfile::tempdir().unwrap();
        fs::write(away.path().join("secret"), "x").unwrap();
        let site = tempfile::tempdir().unwrap();
        let root = site.path();
        fs::create_dir(root.join("static")).unwrap();
        fs::write(root.join("static/real.svg"), "x").unwrap();
        fs::write(root.join(".env"), "x").unwrap();
        symlink("real.svg", root.join("static/near.svg")).unwrap();
        symlink(away.path().join("secret"), root.join("static/far.svg")).unwrap();
        symlink(away.path(), root.join("static/folder")).unwrap();
        symlink("../.env", root.join("static/env")).unwrap();
        symlink("gone", root.join("static/lost")).unwrap();
        symlink("b", root.join("static/a")).unwrap();
        symlink("a", root.join("static/b")).unwrap();
        let code = |path: &str| place_of(root, &SourcePath::new(path)).map_err(|problem| problem.code).err();
        assert_eq!(code("static/near.svg"), None);
        assert_eq!(code("static/far.svg"), Some("outside-link"));
        assert_eq!(code("static/folder/secret"), Some("outside-link"));
        assert_eq!(code("static/env"), Some("hidden-file"));
        assert_eq!(code("static/lost"), Some("dangling-link"));
        assert_eq!(code("static/a"), Some("link-circle"));
    }
}
