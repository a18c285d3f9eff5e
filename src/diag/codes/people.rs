//! Problems of pages of people.

use super::{error, plain, warning};
use crate::diag::{Diagnostic, Severity, Span};

/// How to get an address or a text that tells nothing.
const LESS: &str = "or let the consent block allow more with `name:`, if that was agreed to";

/// Several people on one line of a field for people. `lines` is the field as it should be.
pub fn people_on_one_line(span: &Span, severity: Severity, words: &str, lines: &str) -> Diagnostic {
    let words = plain(words);
    let message = format!("`{words}` stands here as words, and not as people whose files are known");
    Diagnostic { severity, ..error("people-on-one-line", span, message) }
        .help(format!("write each person on a line of their own:\n{lines}"))
        .safeguarding()
}

/// The address of somebody's page would tell a part of their name that may not be shown.
pub fn name_in_address(span: &Span, person: &str, address: &str, level: &str) -> Diagnostic {
    let address = plain(address);
    error(
        "name-in-address",
        span,
        format!(
            "the address `{address}` would tell more of the name of `{person}` than consent allows (`name: {level}`)"
        ),
    )
    .help(format!(
        "write a `slug:` that does not tell who it is, such as `slug: a-mentor`, and take such `aliases` away; {LESS}"
    ))
    .safeguarding()
}

/// The words on somebody's own page hold a part of their name that may not be shown.
pub fn name_on_own_page(span: &Span, person: &str, found: &str, level: &str) -> Diagnostic {
    let found = plain(found);
    error(
        "name-on-own-page",
        span,
        format!("`{found}` stands in the words of this page, and consent of `{person}` allows less (`name: {level}`)"),
    )
    .help(format!("write the name that may be shown into the text and the summary; {LESS}"))
    .safeguarding()
}

/// A child of a school is to have a page.
pub fn child_has_no_page(span: &Span, person: &str) -> Diagnostic {
    warning(
        "child-has-no-page",
        span,
        format!("`{person}` is a child, and in a school no child has a page of their own"),
    )
    .help("take `page: true` away; the stories stay as they are")
}

/// Somebody is to have a page and has no name that may stand on it.
pub fn page_without_name(span: &Span, person: &str, level: &str) -> Diagnostic {
    warning("page-without-name", span, format!("`{person}` has no name that may be shown, so there is no page"))
        .help(format!("write a name that may be shown, such as `name: {{{level}: …}}` or `name: {{role: a mentor}}`"))
}

/// A link leads to the page of somebody of whom the text with the link may tell less.
pub fn link_tells_more(span: &Span, name: &str, person: &str) -> Diagnostic {
    let name = plain(name);
    warning(
        "person-link-tells-more",
        span,
        format!("`{name}` is the page of `{person}`, which tells more of a name than consent allows here"),
    )
    .help("take the link away and keep the words; until then they stand there without a link")
}
