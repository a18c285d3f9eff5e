//! Pictures and films among a theme's own files: the same cleaning and the same look as those in `static/`. What is
//! built into the program has none of that to say, and stays as it is.

use super::pictures;
use crate::diag::codes::look as codes;
use crate::diag::{Diagnostic, SourcePath, Span};
use crate::inspect;
use crate::model::{DEFAULT_THEME, ThemeLayer};
use crate::render;
use std::borrow::Cow;

/// What may be published of a theme, below its folder.
const STATIC: &str = "static/";

/// Takes what cameras and programs wrote out of the pictures of the site's own layers. Says which cannot be rid of it.
pub(super) fn clean(layers: &mut [ThemeLayer]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for layer in layers.iter_mut().filter(|layer| !layer.built_in) {
        let folder = layer.folder();
        let ours = [layer.theme.as_str(), DEFAULT_THEME].into_iter().filter_map(render::built_in).collect::<Vec<_>>();
        for (name, bytes) in &mut layer.files {
            let Some(output) = name.strip_prefix(STATIC) else { continue };
            // A copy that nobody has changed is what is built in.
            if ours.iter().any(|layer| layer.file(name) == Some(&**bytes)) {
                continue;
            }
            let span = Span::file(&SourcePath::new(&format!("{folder}{name}")));
            match pictures::cleaned(&span, span.path.file_name(), bytes) {
                Ok(Some(clean)) => *bytes = Cow::Owned(clean),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
            if let Some(mark) = inspect::mark(bytes) {
                problems.push(codes::picture_tells_more(&span, mark.words(), output, mark.remedy()));
            }
        }
    }
    problems
}
