//! One constructor function per problem, and the only place that makes a [`Diagnostic`]: searching for
//! `codes::` finds every place that can complain, and all wording lives here. One file for each area.

pub mod config;
pub mod fields;
pub mod files;
pub mod look;
pub mod hosting;
pub mod markdown;
pub mod media;
pub mod output;
pub mod people;
pub mod personal;
pub mod publishing;
pub mod recordings;
pub mod ripples;
pub mod sources;
pub mod theme;
pub mod words;
pub mod yaml;

use super::{Concern, Diagnostic, Severity, Span};

fn make(severity: Severity, code: &'static str, span: &Span, message: String) -> Diagnostic {
    Diagnostic {
        severity,
        code,
        concern: Concern::Content,
        span: span.clone(),
        message,
        help: None,
        related: Vec::new(),
        of_a_take_down: false,
    }
}

fn error(code: &'static str, span: &Span, message: impl Into<String>) -> Diagnostic {
    make(Severity::Error, code, span, message.into())
}

fn warning(code: &'static str, span: &Span, message: impl Into<String>) -> Diagnostic {
    make(Severity::Warning, code, span, message.into())
}

fn note(code: &'static str, span: &Span, message: impl Into<String>) -> Diagnostic {
    make(Severity::Note, code, span, message.into())
}

/// Several names in one text, as a list that can be pasted; `None` if it is one.
fn several(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split([',', '،', '、', '，']).map(str::trim).filter(|part| !part.is_empty()).collect();
    (parts.len() > 1).then(|| list(&parts))
}

/// Several texts as a list that can be pasted.
fn list(parts: &[&str]) -> String {
    let quoted = |part: &&str| {
        let is_plain = |letter: char| letter.is_alphanumeric() || " -_/.'’".contains(letter);
        let plain =
            part.chars().all(is_plain) && part.starts_with(|letter: char| letter.is_alphanumeric() || letter == '/');
        if plain { (*part).to_owned() } else { format!("\"{}\"", part.replace('\\', "\\\\").replace('"', "\\\"")) }
    };
    format!("[{}]", parts.iter().map(quoted).collect::<Vec<_>>().join(", "))
}

/// A consent block to paste.
fn consent_lines(status: &str) -> String {
    let by = if status == "granted" { "\n  by: guardian    # who said yes: self, guardian or both" } else { "" };
    format!("consent:\n  status: {status}{by}")
}

/// What a writer wrote, short enough for one line of a report.
fn plain(written: &str) -> String {
    match written.char_indices().nth(80) {
        Some((cut, _)) => format!("{}…", &written[..cut]),
        None => written.to_owned(),
    }
}

/// "did you mean `x`?", or the known names if none is near.
fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match super::nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", known.into_iter().collect::<Vec<_>>().join(", ")),
    }
}
