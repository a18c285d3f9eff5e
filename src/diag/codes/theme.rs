//! Problems of the theme.

use super::{did_you_mean, error, plain, warning};
use crate::diag::{Diagnostic, Span};

/// A file of the theme that cannot be understood, or that failed while a page was made with it. `making` names the
/// template and the page, if there was one; `help` is a remedy better than the usual one.
pub fn template_error(span: &Span, message: &str, making: Option<(&str, &str)>, help: Option<&str>) -> Diagnostic {
    let message = match making {
        Some((template, "")) => format!("{message} (while making the home page with `{template}`)"),
        Some((template, page)) => format!("{message} (while making {page} with `{template}`)"),
        None => message.to_owned(),
    };
    error("template-error", span, message)
        .help(
            help.unwrap_or(
                "mend the theme file at this place; without your own copy of a file the built-in one is used",
            ),
        )
        .configuration()
}

/// What may stand where a template names something that is not there: the nearest name, then all of them. `what` is
/// "components" or "values".
pub fn instead<'a>(name: &str, what: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    let all = known.clone().into_iter().collect::<Vec<_>>().join(", ");
    let folded: Vec<(String, &str)> = known.into_iter().map(|known| (known.to_lowercase(), known)).collect();
    let near = crate::diag::nearest(name, folded.iter().map(|(folded, _)| folded.as_str()));
    match near.and_then(|near| folded.iter().find(|(folded, _)| folded == near)) {
        Some((_, near)) => format!("did you mean `{near}`? The {what} here are: {all}"),
        None if all.is_empty() => format!("take it out: there are no {what} here"),
        None => format!("the {what} here are: {all}"),
    }
}

/// An entry that asks for a template which the theme does not have.
pub fn unknown_template(span: &Span, name: &str, known: &[&str]) -> Diagnostic {
    error("unknown-template", span, format!("the theme has no template `{name}`"))
        .help(did_you_mean(name, known.iter().copied()))
}

/// A file in the folder of a theme that looks like a part of it, where nobody looks for it.
pub fn stray_theme_file(span: &Span, folder: &str) -> Diagnostic {
    warning("stray-theme-file", span, "this file lies where nothing of a theme is looked for, so it changes nothing")
        .help(format!("move it into the folder `{folder}/` of the theme"))
        .configuration()
}

/// A theme that builds on itself, by way of others.
pub fn theme_loop(span: &Span, chain: &[&str]) -> Diagnostic {
    // The theme that goes back is the last but one.
    let help = match chain {
        [.., "default", _] => "take this line out: there is nothing under the default theme",
        _ => "write `extends: default` here",
    };
    let chain = chain.join(" → ");
    error("theme-loop", span, format!("these themes build on each other without end: {chain}"))
        .help(help)
        .configuration()
}

/// A setting that is declared in a way in which nobody could choose it.
pub fn bad_theme_declaration(span: &Span, name: &str, why: &str, remedy: &str) -> Diagnostic {
    error("bad-theme-declaration", span, format!("the setting `{}` {why}", plain(name))).help(remedy).configuration()
}

/// A setting that the theme does not have.
pub fn unknown_theme_setting(span: &Span, name: &str, theme: &str, known: &[&str]) -> Diagnostic {
    let help = if known.is_empty() {
        "take it out: this theme has no settings".to_owned()
    } else {
        did_you_mean(name, known.iter().copied())
    };
    warning("unknown-theme-setting", span, format!("the theme `{theme}` has no setting `{}`", plain(name)))
        .help(help)
        .configuration()
}

/// A value that a setting of the theme cannot have.
pub fn bad_theme_setting(span: &Span, name: &str, text: &str, wanted: &str) -> Diagnostic {
    error("bad-theme-setting", span, format!("the setting `{name}` of the theme cannot be `{}`", plain(text)))
        .help(format!("write {wanted}"))
        .configuration()
}

/// A colour for a setting that cannot be read where the theme uses it.
pub fn faint_theme_setting(
    span: &Span,
    name: &str,
    text: &str,
    (contrast, least): (f64, f64),
    readable: &str,
) -> Diagnostic {
    let message = format!(
        "what has the colour `{text}` is hard to read: its contrast is {contrast:.1} to 1, and `{name}` needs {least} to 1"
    );
    warning("faint-theme-setting", span, message)
        .help(format!("write `{name}: \"{readable}\"`, the nearest colour that can be read; the site uses it already"))
        .configuration()
}
