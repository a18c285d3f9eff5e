//! Problems of what may be published.

use super::{consent_lines, error, note, plain, warning};
use crate::diag::{Concern, Diagnostic, Severity, Span};

/// A story of a school says nothing about consent.
pub fn consent_missing(span: &Span, story: &str, person: Option<&str>, in_words: bool) -> Diagnostic {
    let message = match person {
        Some(person) => format!("`{story}` names the child `{person}`, for whom no consent is written down"),
        None => format!("`{story}` says nothing about consent"),
    };
    let place = if person.is_some() { "the person's file" } else { "this file" };
    error("consent-missing", span, message)
        .help(format!("{}ask; until there is an answer, add `draft: true` here, and the rest of the site can be published; when it is yes, add these lines between the `---` lines of {place}:\n{}", if_another(in_words), consent_lines("granted")))
        .safeguarding()
}

/// A story of a school waits for an answer.
pub fn consent_pending(span: &Span, story: &str, person: Option<&str>, in_words: bool) -> Diagnostic {
    let message = match person {
        Some(person) => format!("`{story}` names `{person}`, whose consent has not been given yet"),
        None => format!("consent for `{story}` has not been given yet"),
    };
    let place = if person.is_some() { " in the person's file" } else { "" };
    error("consent-pending", span, message)
        .help(format!("{}when the answer is yes, write `status: granted`{place}; until then add `draft: true` here, and the rest of the site can be published", if_another(in_words)))
        .safeguarding()
}

/// Where words hold an id or a name, they may be meant for somebody else.
fn if_another(in_words: bool) -> &'static str {
    if in_words {
        "these words have their id or name in them, so their answer counts; if somebody else is meant, write words that do not tell who it is, such as `a pupil`; if these are several people, write each on a line of their own; if it is them: "
    } else {
        ""
    }
}

/// Something is left out because of consent. `remedy` says how it would come back.
pub fn withheld(span: &Span, id: &str, reason: &str, remedy: &str) -> Diagnostic {
    note("withheld", span, format!("`{id}` is not published: {reason}"))
        .help(format!("it is left out of the site; {remedy}"))
}

/// A published story has the title and the text of another one; `taken_down` says why that one may not be shown.
pub fn told_twice(span: &Span, other: &Span, taken_down: Option<&str>) -> Diagnostic {
    let (message, help) = match taken_down {
        Some(reason) => (
            format!(
                "this story is online with the same title and the same text as another one that may not be shown ({reason})"
            ),
            "if it is a copy, take it back as well: `ripple withdraw`, with its id",
        ),
        None => (
            "another story has the same title and the same text, word for word".to_owned(),
            "if one is a copy, delete it; whoever takes one back would leave the other online",
        ),
    };
    let problem = warning("told-twice", span, message).help(help).related(other.clone(), "the other one");
    problem.of_a_take_down(taken_down.is_some())
}

/// A problem of something that is not published yet: nothing is wrong on the site, but there will be.
pub fn not_yet(problem: Diagnostic, reason: &str) -> Diagnostic {
    let message = format!("{} (nobody sees it yet: {reason})", problem.message);
    Diagnostic { severity: Severity::Note, concern: Concern::Content, message, ..problem }
}

/// A problem of something that nobody sees: it must not keep the rest of the site from being published. `over` says
/// that its time is over, or that somebody has said no.
pub fn nobody_sees(problem: Diagnostic, reason: &str, over: bool) -> Diagnostic {
    if over {
        let message = format!("{} (nobody sees it: {reason})", problem.message);
        Diagnostic { severity: Severity::Note, message, ..problem }
    } else {
        not_yet(problem, reason)
    }
}

/// How something comes back whose id was taken back, as the end of a sentence.
pub const NEEDS_ANOTHER_ID: &str =
    "it was taken back, and its id is never used again: if the answer is yes after all, it needs another `id:` too";

/// Something is left out because of consent, and was taken back for good.
pub fn never_again(problem: Diagnostic) -> Diagnostic {
    problem.help(format!("it is left out of the site; {NEEDS_ANOTHER_ID}"))
}

/// Consent ought to be asked for again.
pub fn consent_review_due(span: &Span, id: &str, day: &str) -> Diagnostic {
    note("consent-review-due", span, format!("consent for `{id}` is to be asked for again; its date for that is {day}"))
        .help("ask again, then write the next date as `review`")
}

/// Two entries of one kind have one id.
pub fn duplicate_id(span: &Span, kind: &str, id: &str, first: &Span) -> Diagnostic {
    error("duplicate-id", span, format!("there is another {kind} with the id `{id}`"))
        .help("write another `id:` into one of the two files; without one, the name of the file is the id")
        .related(first.clone(), "the first one is here")
}

/// An id is used again that belonged to something that was taken back.
pub fn retired_id(span: &Span, kind: &str, id: &str) -> Diagnostic {
    error("retired-id", span, format!("the {kind} that had the id `{id}` was taken back, and its id is never used again"))
        .help("write another `id:`; without one, the name of the file is the id. Programs that read the feed, and links from elsewhere, would take this for what was taken back")
}

/// Pictures of a published entry that are left out. `person`: whose consent leaves them out, if not the entry's own.
pub fn photos_withheld(span: &Span, id: &str, person: Option<&str>) -> Diagnostic {
    let whose = person.map_or_else(|| "its consent".to_owned(), |person| format!("the consent of `{}`", plain(person)));
    note("photos-withheld", span, format!("the pictures of `{}` are left out: {whose} does not cover them", plain(id)))
        .help("once everybody in them has agreed, add `photo` to `scope:` in the `consent:` block")
}
