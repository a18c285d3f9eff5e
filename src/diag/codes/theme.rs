//! Problems of the theme.

use super::{did_you_mean, error};
use crate::diag::{Diagnostic, Span};

/// A file of the theme that cannot be understood, or that failed while a page was made with it.
/// `making` names the template and the page, if there was one.
pub fn template_error(span: &Span, message: &str, making: Option<(&str, &str)>) -> Diagnostic {
    let message = match making {
        Some((template, "")) => format!("{message} (while making the home page with `{template}`)"),
        Some((template, page)) => format!("{message} (while making {page} with `{template}`)"),
        None => message.to_owned(),
    };
    error("template-error", span, message)
        .help("mend the theme file at this place; without your own copy of a file the built-in one is used")
        .configuration()
}

/// An entry that asks for a template which the theme does not have.
pub fn unknown_template(span: &Span, name: &str, known: &[&str]) -> Diagnostic {
    error("unknown-template", span, format!("the theme has no template `{name}`"))
        .help(did_you_mean(name, known.iter().copied()))
}
