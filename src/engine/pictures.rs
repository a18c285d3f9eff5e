//! Pictures that texts name: whether there is such a file. Decided here, so that a parse depends on nothing but its
//! own file.

use crate::diag::codes::markdown::{image_missing, image_not_published};
use crate::diag::{Diagnostic, Located, SourcePath};
use crate::model::{Entry, SourceTree};

/// What there is to say about each picture of an entry.
pub(super) fn report(entry: &Entry, tree: &SourceTree, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(entry.refs.pictures.iter().map(|picture| told(picture, &entry.path, tree)));
}

fn told(picture: &Located<String>, from: &SourcePath, tree: &SourceTree) -> Diagnostic {
    let (span, written) = (&picture.span, picture.value.as_str());
    let Some(path) = place(written, from) else { return image_missing(span, written, "") };
    let path = SourcePath::new(&path);
    let is_there =
        tree.media.binary_search(&path).is_ok() || tree.statics.binary_search_by(|(known, _)| known.cmp(&path)).is_ok();
    if is_there { image_not_published(span, written) } else { image_missing(span, written, path.as_str()) }
}

/// Where a picture would be, below the site's root; `None` if it would be outside.
fn place(written: &str, from: &SourcePath) -> Option<String> {
    if written.contains("://") {
        return None;
    }
    let name = written.split(['?', '#']).next().unwrap_or(written).replace("%20", " ");
    let (base, name) = if let Some(name) = name.strip_prefix("@/") {
        ("content", name)
    } else if let Some(name) = name.strip_prefix('/') {
        ("static", name)
    } else {
        (from.folder(), name.as_str())
    };
    let mut segments: Vec<&str> = base.split('/').collect();
    for segment in name.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_looked_for_where_its_address_says() {
        let from = SourcePath::new("content/stories/walk/index.md");
        for (written, path) in [
            ("tom.jpg", Some("content/stories/walk/tom.jpg")),
            ("./my%20tom.jpg", Some("content/stories/walk/my tom.jpg")),
            ("../tom.jpg?x=1", Some("content/stories/tom.jpg")),
            ("@/pages/tom.jpg", Some("content/pages/tom.jpg")),
            ("/tom.jpg", Some("static/tom.jpg")),
            ("../../../../tom.jpg", None),
            ("https://example.org/tom.jpg", None),
        ] {
            assert_eq!(place(written, &from).as_deref(), path, "{written}");
        }
    }
}
