//! Problems of files that are no entries and that readers see something of: the configuration, a theme, `static/`.

use super::warning;
use crate::diag::{Diagnostic, Span};

/// A name that may not stand in such a file. What is wrong is the same as in a text, the remedy is another: `shown` says
/// who sees it, `comment` how somebody else of that name can be excused, if that is possible.
pub fn name_in_source(problem: Diagnostic, shown: &str, comment: Option<(&str, &str)>) -> Diagnostic {
    let excuse = comment.map(|(begin, end)| {
        let reason = "another person of that name";
        format!("; if somebody else is meant, say so on the line above:\n{begin} ripple: allow name \"{reason}\"{end}")
    });
    problem.help(format!("{shown}: take it out there{}", excuse.unwrap_or_default()))
}

/// An exception that excuses nothing in such a file.
pub fn unused_exception(span: &Span, kinds: &[&str]) -> Diagnostic {
    let kinds = kinds.join(" ");
    warning("unused-exception", span, format!("there is nothing here that `allow {kinds}` would excuse"))
        .help("take it out; here it is for names alone, and holds for what stands right below it")
}
