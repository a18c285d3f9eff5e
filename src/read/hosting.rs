//! Files in the site's folder that tell a host what to put online. They belong to the host; ripple only looks whether
//! they would put online what the site is made from.

use super::text;
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::{SourceFile, why};
use std::fs;
use std::path::Path;

/// Those that have one name. The first two are marks of GitHub Pages: whatever is beside them is online.
const NAMES: [&str; 10] = [
    "CNAME",
    ".nojekyll",
    ".gitlab-ci.yml",
    "firebase.json",
    "netlify.toml",
    "render.yaml",
    "vercel.json",
    "wrangler.json",
    "wrangler.jsonc",
    "wrangler.toml",
];
/// The folder in which those of GitHub are, under any name.
const WORKFLOWS: &str = ".github/workflows/";
/// More than any site has; the rest is not looked at.
const MOST: usize = 50;

/// Whether a file is one of them.
pub(super) fn is_one(path: &SourcePath) -> bool {
    NAMES.contains(&path.as_str()) || path.as_str().strip_prefix(WORKFLOWS).is_some_and(is_workflow)
}

fn is_workflow(name: &str) -> bool {
    let is_yaml = Path::new(name).extension().is_some_and(|ending| ending == "yml" || ending == "yaml");
    is_yaml && !name.starts_with('.') && !name.contains('/')
}

/// All of them that are there and can be read, by path.
pub(super) fn files(root: &Path) -> Vec<SourceFile> {
    let listed = fs::read_dir(root.join(WORKFLOWS)).into_iter().flatten().filter_map(Result::ok);
    let mut workflows: Vec<String> = listed.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    workflows.retain(|name| is_workflow(name));
    workflows.sort_unstable();
    let workflows = workflows.iter().take(MOST).map(|name| format!("{WORKFLOWS}{name}"));
    let names = NAMES.iter().map(|name| (*name).to_owned()).chain(workflows);
    let mut files: Vec<SourceFile> = names.filter_map(|name| file(root, &SourcePath::new(&name)).ok()).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// One of them. They may be hidden, as [`super::file`] does not allow; a link among them is not followed.
pub(super) fn file(root: &Path, path: &SourcePath) -> Result<SourceFile, Diagnostic> {
    let span = Span::file(path);
    let mut place = root.to_path_buf();
    let mut found = None;
    for name in path.as_str().split('/') {
        place.push(name);
        let metadata = fs::symlink_metadata(&place).map_err(|error| codes::files::unreadable(&span, &why(&error)))?;
        if metadata.is_symlink() {
            return Err(codes::files::needs_a_file(&span));
        }
        found = Some(metadata);
    }
    match found {
        Some(metadata) => text::at(&place, &metadata, path),
        None => Err(codes::files::needs_a_file(&span)),
    }
}
