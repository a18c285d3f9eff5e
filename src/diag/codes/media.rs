//! Problems of pictures and recordings.

use super::{error, plain, warning};
use crate::diag::{Diagnostic, Span};

/// A picture that is not there. `path` is where it was looked for; empty outside of the site.
pub fn image_missing(span: &Span, file: &str, path: &str) -> Diagnostic {
    let place = if path.is_empty() { "in the site's folder".to_owned() } else { format!("at `{}`", plain(path)) };
    let message = format!("there is no picture `{}` {place}", plain(file));
    warning("image-missing", span, message)
        .help("put it there, or mend its name (capitals count); until then readers get its description")
}

/// A file that is no picture, whatever its name says.
pub fn image_unknown(span: &Span, file: &str, what: &str) -> Diagnostic {
    error("image-unknown", span, format!("`{}` cannot be shown: it is {what}", plain(file)))
        .help("open it in a program for pictures and save it anew as JPEG or PNG; changing its name is not enough")
}

/// A picture that ends too early or is damaged.
pub fn image_broken(span: &Span, file: &str, how: &str) -> Diagnostic {
    error("image-broken", span, format!("the picture `{}` {how}", plain(file)))
        .help("copy it again from where it came from; if it was broken there, take another")
}

/// A picture with too many pixels, or too large a file.
pub fn image_too_large(span: &Span, file: &str, how: &str) -> Diagnostic {
    error("image-too-large", span, format!("the picture `{}` is too large: {how}", plain(file))).help(
        "save a smaller copy: 40 million pixels and 30 MiB are the most, and readers never see more than 2048 across",
    )
}

/// A drawing that holds more than a drawing.
pub fn image_unsafe(span: &Span, file: &str, what: &str) -> Diagnostic {
    error("image-unsafe", span, format!("the drawing `{}` is not published: it holds {what}", plain(file)))
        .help("open it in a drawing program and export it as plain SVG, or as PNG")
}
