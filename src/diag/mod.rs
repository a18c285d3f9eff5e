//! Bottom layer: problems and the places where they are. Imports nothing above it.
//!
//! Problems of content are data, not `Err`: every stage returns what it understood together with
//! [`Diagnostic`]s. They are made only by the functions in [`codes`].

pub mod codes;
pub mod print;
mod span;

pub use span::{LineIndex, Located, Position, SourcePath, Span};

use serde::Serialize;

/// How much a problem matters. The order is that of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published while it stands.
    Error,
    /// Published all the same; `--strict` makes it an error.
    Warning,
    /// Worth knowing; never changes whether a build succeeds.
    Note,
}

impl Severity {
    /// The word shown to the writer.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What kind of thing is wrong; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Concern {
    /// A story, prompt or other content: exit code 1.
    Content,
    /// The configuration, the theme or the machine: exit code 2.
    Configuration,
    /// Consent or personal data: exit code 3.
    Safeguarding,
}

/// Another place that belongs to a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// One problem, with its place and its remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A readable name that never changes, such as `unknown-field`.
    pub code: &'static str,
    /// What kind of thing is wrong.
    pub concern: Concern,
    /// Where it is.
    pub span: Span,
    /// What is wrong, in one sentence a teacher understands.
    pub message: String,
    /// How to mend it, in one line; lines below it are to be pasted.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// It is about what was taken down, and never stands in the way of a build, not even where warnings do: what was
    /// taken down must go at once.
    pub of_a_take_down: bool,
}

impl Diagnostic {
    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// Says that this is about consent or personal data.
    #[must_use]
    pub fn safeguarding(mut self) -> Self {
        self.concern = Concern::Safeguarding;
        self
    }

    /// Says whether this is about what was taken down. An error of that kind is a warning.
    #[must_use]
    pub fn of_a_take_down(mut self, is_one: bool) -> Self {
        if is_one {
            self.severity = self.severity.max(Severity::Warning);
            self.of_a_take_down = true;
        }
        self
    }

    /// Says that this is about the configuration or the theme.
    #[must_use]
    pub fn configuration(mut self) -> Self {
        self.concern = Concern::Configuration;
        self
    }
}

/// Sorts problems by path, place, code and words, and drops exact repetitions, so that a report never
/// depends on the order in which threads finished.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics
        .sort_by(|a, b| (&a.span, a.severity, a.code, &a.message).cmp(&(&b.span, b.severity, b.code, &b.message)));
    diagnostics.dedup();
}

/// Whether a name is another one with a slip of the finger: other case, or one or two letters wrong.
#[must_use]
pub fn is_slip(name: &str, meant: &str) -> bool {
    let folded = name.to_lowercase().replace('_', "-");
    strsim::osa_distance(&folded, meant) <= if meant.len() > 5 { 2 } else { 1 }
}

/// Whether one word is another but for its case and one slip of the finger.
#[must_use]
pub fn is_nearly(word: &str, meant: &str) -> bool {
    strsim::osa_distance(&word.trim().to_lowercase(), meant) <= 1
}

/// The name among `known` that a mistyped `name` most likely meant, if one is near enough.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = name.to_lowercase().replace('_', "-");
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&folded, &candidate.replace('_', "-")), candidate))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| y.cmp(x)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_a_slip_and_refuses_a_stranger() {
        assert_eq!(nearest("tag", ["tags", "title"]), Some("tags"));
        assert_eq!(nearest("maria-mentor", ["maria-mentors", "sarah"]), Some("maria-mentors"));
        assert_eq!(nearest("zzz", ["tags", "title"]), None);
    }
}
