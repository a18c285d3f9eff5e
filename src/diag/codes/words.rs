//! Problems of the theme's words: the files `i18n/<language>.yaml`.

use super::{did_you_mean, error, note, warning};
use crate::diag::{Diagnostic, Span, nearest};

/// A file of words, or a word in it, that cannot be understood.
pub fn bad_word(span: &Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    error("bad-word", span, message).help(help).configuration()
}

/// A word that nothing in the theme says.
pub fn unknown_word<'a>(span: &Span, key: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let help = match nearest(key, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "take it out, or use it in a template of the theme: {{ words.".to_owned() + key + " }}",
    };
    warning("unknown-word", span, format!("nothing in the theme says `{key}`")).help(help).configuration()
}

/// A place to fill that a word does not have.
pub fn unknown_place(span: &Span, key: &str, name: &str, known: &[&str]) -> Diagnostic {
    let problem = error("unknown-place", span, format!("there is nothing to put at `{{{name}}}` in `{key}`"));
    let help =
        if known.is_empty() { format!("`{key}` has no places to fill") } else { did_you_mean(name, known.to_vec()) };
    problem.help(help).configuration()
}

/// Words that a language does not have yet; each may be a word or a word and one of its forms.
pub fn missing_words(span: &Span, language: &str, missing: &[String]) -> Diagnostic {
    const NAMED: usize = 8;
    let named = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = match missing.len() {
        1 => format!("one word is missing in `{language}`, and pages say it in English: {named}"),
        count => format!("{count} words are missing in `{language}`, and pages say them in English: {named}{more}"),
    };
    warning("missing-words", span, message)
        .help("add them to this file; themes/default/i18n/en.yaml says all of them in English")
        .configuration()
}

/// A site in a language that the theme has no words for.
pub fn no_words(span: &Span, language: &str, file: &str) -> Diagnostic {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    note("no-words", span, format!("the theme has no words in `{language}`, so what it says itself is in English"))
        .help(format!(
            "`ripple theme eject i18n/en.yaml` copies all of them into {folder}; rename the copy to {name}, take its line `dates:` away, and \
             put your own words behind the colons. A few are enough to begin with"
        ))
        .configuration()
}
