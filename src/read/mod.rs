//! Disk to sources. Takes a site root; gives the list of its files, or one file's text. Reads nothing outside
//! the root, follows no link out of it, understands no content. What it passes over, it reports.

mod hosting;
mod kept;
mod links;
mod names;
mod pieces;
mod private;
mod text;
mod theme;
mod walk;

#[cfg(test)]
mod tests;

pub use kept::{beginning, kept};
pub use pieces::pieces;
pub use private::{NAMES_HASHES, PRIVATE_NAMES};
pub use theme::ThemeFiles;
use walk::Found;

use crate::diag::{Diagnostic, Located, SourcePath, Span, codes};
use crate::model::{Digest, Fatal, PrivateNames, SourceFile, SourceTree, why};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The file that marks a site root and holds its configuration.
pub const CONFIG_FILE: &str = "ripple.yaml";

/// Lists the files of a site, sorted by path. Reads none of them.
///
/// # Errors
/// When there is no folder at `root`, or it cannot be looked into.
pub fn tree(root: &Path) -> Result<(SourceTree, Vec<Diagnostic>), Fatal> {
    let root = real_root(root)?;
    let content = walk::folder(&root, "content");
    let statics = walk::folder(&root, "static");
    let mut diagnostics = content.diagnostics;
    if !content.present {
        diagnostics.push(codes::files::no_content(&Span::file(&SourcePath::new("content"))));
    }
    diagnostics.extend(names::same_names(&content.files));
    diagnostics.extend(names::copies(&content.files));
    diagnostics.extend(
        content
            .files
            .iter()
            .filter(|file| looks_written(&file.path))
            .map(|file| codes::files::not_an_entry(&Span::file(&file.path))),
    );
    diagnostics.extend(statics.diagnostics);
    diagnostics.extend(names::same_names(&statics.files));
    diagnostics.extend(names::copies(&statics.files));
    let all = content.files.iter().chain(&statics.files);
    let linked = all.filter(|file| file.place != root.join(file.path.as_str()));
    let linked = linked.filter_map(|file| file.place.parent().map(Path::to_path_buf)).collect();
    let (texts, media): (Vec<_>, Vec<_>) = content.files.into_iter().partition(|file| is_markdown(&file.path));
    let paths = |files: Vec<Found>| files.into_iter().map(|file| file.path).collect();
    let tree = SourceTree {
        content: paths(texts),
        media: paths(media),
        statics: statics.files.into_iter().map(|file| (file.path, file.place)).collect(),
        linked,
    };
    Ok((tree, diagnostics))
}

/// Reads one text of the site: an ordinary file inside it, UTF-8, at most 1 MiB. A byte-order mark and all
/// line endings stay, so that places are places in the file.
///
/// # Errors
/// When it is not there, too large, no text, or leads out of the site.
pub fn file(root: &Path, path: &SourcePath) -> Result<SourceFile, Diagnostic> {
    if hosting::is_one(path) {
        return hosting::file(&real_root(root).unwrap_or_else(|_| root.to_path_buf()), path);
    }
    text::file(root, path)
}

/// The files in the site's folder that tell a host what to put online, by path; what cannot be read is left out.
#[must_use]
pub fn hosting(root: &Path) -> Vec<SourceFile> {
    real_root(root).map(|root| hosting::files(&root)).unwrap_or_default()
}

/// Reads the bytes of one file of the site, at most `limit` of them, by the same rules as [`file()`].
///
/// # Errors
/// When it is not there, too large, or leads out of the site.
pub fn bytes(root: &Path, path: &SourcePath, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    text::bytes(root, path, limit)
}

/// Digest of a file that [`tree`] listed with its place, such as those of `static/`. Does not hold it in memory.
///
/// # Errors
/// When it cannot be read any more.
pub fn digest(path: &SourcePath, place: &Path) -> Result<Digest, Diagnostic> {
    let read = File::open(place).and_then(|mut file| Digest::of_reader(&mut file));
    read.map_err(|error| codes::files::unreadable(&Span::file(path), &why(&error)))
}

/// Reads the names that no entry holds and that may stand nowhere, and the file of their hashes, as far as they are
/// there.
#[must_use]
pub fn private_names(root: &Path) -> (PrivateNames, Vec<Diagnostic>) {
    private::names(root)
}

/// The size of a file and when it was changed, in nanoseconds since 1970; zeros if that cannot be known.
#[must_use]
pub fn stamp(place: &Path) -> (u64, u64) {
    let Ok(metadata) = fs::metadata(place) else { return (0, 0) };
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let nanoseconds = changed.and_then(|time| u64::try_from(time.as_nanos()).ok());
    (metadata.len(), nanoseconds.unwrap_or(0))
}

/// Reads the configuration's text.
///
/// # Errors
/// As [`file()`], as a problem of the configuration.
pub fn config_text(root: &Path) -> Result<SourceFile, Diagnostic> {
    text::file(root, &SourcePath::new(CONFIG_FILE)).map_err(Diagnostic::configuration)
}

/// Reads a text of the site that need not be there.
///
/// # Errors
/// As [`file()`], where something is there.
pub fn optional(root: &Path, name: &str) -> Result<Option<SourceFile>, Diagnostic> {
    if fs::symlink_metadata(root.join(name)).is_err() {
        return Ok(None);
    }
    text::file(root, &SourcePath::new(name)).map(Some)
}

/// Reads the files of `themes/<name>/`, sorted by name. A built-in theme needs no folder.
///
/// # Errors
/// When there is no folder at `root`, or it cannot be looked into.
pub fn theme(root: &Path, name: &Located<String>, built_in: &[&str]) -> Result<(ThemeFiles, Vec<Diagnostic>), Fatal> {
    Ok(theme::files(&real_root(root)?, name, built_in))
}

/// The names of the folders in `themes/`, sorted.
///
/// # Errors
/// When there is no folder at `root`, or it cannot be looked into.
pub fn theme_names(root: &Path) -> Result<Vec<String>, Fatal> {
    Ok(theme::names(&real_root(root)?))
}

/// The nearest folder, from `start` upwards, that holds `ripple.yaml`.
#[must_use]
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file()).map(Path::to_path_buf)
}

/// Whether a path below the site root is one that [`tree`] passes over without a word: hidden files, editors'
/// backups, a system's own files. For those who watch the site.
#[must_use]
pub fn is_skipped(path: &SourcePath) -> bool {
    names::is_skipped_path(path.as_str())
}

fn real_root(root: &Path) -> Result<PathBuf, Fatal> {
    match fs::canonicalize(root) {
        Ok(real) if real.is_dir() => Ok(real),
        Ok(_) => Err(Fatal::RootMissing { path: root.to_path_buf() }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Fatal::RootMissing { path: root.to_path_buf() })
        }
        Err(error) => Err(Fatal::Unreadable { path: root.to_path_buf(), error }),
    }
}

/// Whether a file looks like something that somebody wrote in another program and expects to see.
fn looks_written(path: &SourcePath) -> bool {
    let ending = path.file_name().rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    ["", "txt", "text", "markdown", "mdown", "mkd", "mdx", "doc", "docx", "odt", "rtf", "pages", "html", "htm"]
        .contains(&ending.as_str())
}

fn is_markdown(path: &SourcePath) -> bool {
    path.file_name()
        .rsplit_once('.')
        .is_some_and(|(stem, ending)| !stem.is_empty() && ending.eq_ignore_ascii_case("md"))
}
