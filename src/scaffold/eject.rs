//! Copying files of the themes below into a site's own theme, so that they can be changed there.

use crate::model::{Fatal, ThemeLayer};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// One file of a theme that can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeCopy {
    /// Its name in the theme: `templates/story.html`.
    pub name: String,
    /// The theme that it is taken from.
    pub from: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What came of copying one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It is new in the site's theme.
    New,
    /// It took the place of the site's own, as asked.
    Replaced,
    /// The site has one of its own, and it was left as it is.
    Kept,
}

/// Every file that a site's theme could take from the layers under its own, sorted by name: of each, the uppermost.
/// `theme.yaml` is no such file, for each theme has its own.
#[must_use]
pub fn copies(layers: &[ThemeLayer], theme: &str) -> Vec<ThemeCopy> {
    let is_own = |layer: &&ThemeLayer| layer.built_in || layer.theme != theme;
    let mut copies: Vec<ThemeCopy> = Vec::new();
    for layer in layers.iter().filter(is_own) {
        for (name, bytes) in &layer.files {
            let is_there = copies.iter().any(|copy| copy.name == *name);
            if !is_there && name != crate::model::THEME_FILE && ThemeLayer::is_looked_at(name) {
                copies.push(ThemeCopy { name: name.clone(), from: layer.theme.clone(), bytes: bytes.to_vec() });
            }
        }
    }
    copies.sort_by(|a, b| a.name.cmp(&b.name));
    copies
}

/// Copies a file to its place below the site's root.
///
/// # Errors
/// When it cannot be written, or stands where a link leads.
pub fn eject(root: &Path, place: &str, bytes: &[u8], force: bool) -> Result<Copied, Fatal> {
    let path = root.join(place);
    let at = |path: &Path, error| Fatal::NotWritable { path: path.to_path_buf(), error };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        // Nothing outside the site is written, whatever links there are on the way.
        let real = |path: &Path| fs::canonicalize(path).map_err(|error| at(path, error));
        if !real(folder)?.starts_with(real(root)?) {
            let message = format!("`{place}` leads out of the site, so nothing was written. Take the link away");
            return Err(Fatal::Argument(message));
        }
    }
    match fs::File::create_new(&path) {
        Ok(mut file) => file.write_all(bytes).map(|()| Copied::New).map_err(|error| at(&path, error)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && !force => Ok(Copied::Kept),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            // A link is replaced, not followed.
            fs::remove_file(&path).and_then(|()| fs::write(&path, bytes)).map_err(|error| at(&path, error))?;
            Ok(Copied::Replaced)
        }
        Err(error) => Err(at(&path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    #[test]
    fn the_uppermost_file_below_the_sites_own_is_copied() {
        let layer = |theme: &str, built_in, files: &[(&str, &'static str)]| ThemeLayer {
            theme: theme.to_owned(),
            built_in,
            files: files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(text.as_bytes()))).collect(),
        };
        let layers = [
            layer("plain", false, &[("templates/base.html", "own")]),
            layer("plain", true, &[("templates/base.html", "plain"), ("theme.yaml", "")]),
            layer("default", true, &[("notes.txt", ""), ("static/x.css", "x"), ("templates/base.html", "default")]),
        ];
        let copies = copies(&layers, "plain");
        let found: Vec<_> = copies.iter().map(|copy| (copy.name.as_str(), copy.from.as_str())).collect();
        assert_eq!(found, [("static/x.css", "default"), ("templates/base.html", "plain")]);
        assert_eq!(copies[1].bytes, b"plain");
    }
}
