//! Problems of what may be published.

use super::{error, note};
use crate::diag::{Diagnostic, Span};

/// A story of a school says nothing about consent.
pub fn consent_missing(span: &Span, story: &str, person: Option<&str>) -> Diagnostic {
    let message = match person {
        Some(person) => format!("`{story}` names the child `{person}`, for whom no consent is written down"),
        None => format!("`{story}` says nothing about consent"),
    };
    let place = if person.is_some() { "the person's file" } else { "this file" };
    error("consent-missing", span, message)
        .help(format!("ask, then add `consent: {{status: granted, by: guardian}}` to {place}; until then write `draft: true` here and the rest of the site can be published"))
        .safeguarding()
}

/// A story of a school waits for an answer.
pub fn consent_pending(span: &Span, story: &str, person: Option<&str>) -> Diagnostic {
    let message = match person {
        Some(person) => format!("`{story}` names `{person}`, whose consent has not been given yet"),
        None => format!("consent for `{story}` has not been given yet"),
    };
    error("consent-pending", span, message)
        .help("set `status: granted` when the answer is yes; until then write `draft: true` here and the rest of the site can be published")
        .safeguarding()
}

/// Something is left out because of consent; the site is published without it.
pub fn withheld(span: &Span, id: &str, reason: &str) -> Diagnostic {
    note("withheld", span, format!("`{id}` is not published: {reason}"))
        .help("the site is published without it; nothing needs to be done unless you want it back")
}

/// Consent ought to be asked for again.
pub fn consent_review_due(span: &Span, id: &str, day: &str) -> Diagnostic {
    note("consent-review-due", span, format!("consent for `{id}` is to be reviewed on {day}"))
        .help("ask again, then move `review` to the next date")
}

/// Two entries of one kind have one id.
pub fn duplicate_id(span: &Span, kind: &str, id: &str, first: &Span) -> Diagnostic {
    error("duplicate-id", span, format!("two entries of the kind `{kind}` have the id `{id}`"))
        .help("give one of them another `id`, or rename its file")
        .related(first.clone(), "the first one is here")
}
