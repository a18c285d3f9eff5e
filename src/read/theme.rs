//! Reading the files of a theme on disk. The built-in theme is laid under them elsewhere.

use super::links::follow;
use super::names::{copies, same_names, unportable};
use super::{text, walk};
use crate::diag::{Diagnostic, Located, SourcePath, Span, codes};
use std::fs;
use std::path::Path;

/// The largest file of a theme, in bytes: that of a photograph.
const FILE_LIMIT: u64 = 30 << 20;

/// Files of a theme: names below its folder, with forward slashes, and bytes; sorted by name.
pub type ThemeFiles = Vec<(String, Vec<u8>)>;

pub(super) fn files(root: &Path, name: &Located<String>, built_in: &[&str]) -> (ThemeFiles, Vec<Diagnostic>) {
    let theme = name.value.as_str();
    if theme.is_empty() || theme.starts_with('.') || theme.contains('/') || unportable(theme).is_some() {
        return (Vec::new(), vec![codes::files::bad_theme_name(&name.span, theme)]);
    }
    let folder = format!("themes/{theme}");
    // Nothing may be looked at through a link that leads out, not even the folder of all themes.
    if let Some(problem) = link_problem(root, "themes") {
        return (Vec::new(), vec![problem.configuration()]);
    }
    let found = walk::folder(root, &folder);
    let mut diagnostics = found.diagnostics;
    if !found.present && !built_in.contains(&theme) {
        let mut known = names(root);
        known.extend(built_in.iter().map(|name| (*name).to_owned()));
        known.sort_unstable();
        known.dedup();
        diagnostics.push(codes::files::unknown_theme(&name.span, theme, &known));
    }
    diagnostics.extend(same_names(&found.files));
    diagnostics.extend(copies(&found.files));
    let mut files = Vec::with_capacity(found.files.len());
    for file in found.files {
        match text::bytes(root, &file.path, FILE_LIMIT) {
            Ok(bytes) => files.push((file.path.as_str()[folder.len() + 1..].to_owned(), bytes)),
            Err(problem) => diagnostics.push(problem),
        }
    }
    (files, diagnostics.into_iter().map(Diagnostic::configuration).collect())
}

fn link_problem(root: &Path, name: &str) -> Option<Diagnostic> {
    let path = root.join(name);
    let is_link = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.file_type().is_symlink());
    is_link.then(|| follow(root, &path).place(&Span::file(&SourcePath::new(name))).err()).flatten()
}

/// The names of the folders of all themes, sorted.
pub(super) fn names(root: &Path) -> Vec<String> {
    if link_problem(root, "themes").is_some() {
        return Vec::new();
    }
    let folders = fs::read_dir(root.join("themes")).into_iter().flatten().flatten();
    let mut names: Vec<String> = folders
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort_unstable();
    names
}
