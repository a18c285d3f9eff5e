//! Problems of the configuration.

use super::{did_you_mean, error, note, warning};
use crate::diag::{Diagnostic, Span};

/// A key ripple does not know.
pub fn unknown_key<'a>(span: &Span, name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Diagnostic {
    let help = match crate::diag::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "take it out".to_owned(),
    };
    warning("unknown-key", span, format!("the configuration has no key `{name}`")).help(help).configuration()
}

/// No title.
pub fn missing_title(span: &Span) -> Diagnostic {
    error("missing-site-title", span, "the site has no name").help("add `title: The name of the site`").configuration()
}

/// No safeguarding profile.
pub fn missing_safeguarding(span: &Span) -> Diagnostic {
    error("missing-safeguarding", span, "the site does not say how it looks after the people in its stories")
        .help(
            "add one line: `safeguarding: school` (children: nothing without consent, and a build without it fails), \
             `safeguarding: organisation` (stories without consent are left out), or `safeguarding: open` (adults' own words)",
        )
        .configuration()
}

/// A base URL that is none.
pub fn bad_base_url(span: &Span, text: &str, why: &str) -> Diagnostic {
    error("bad-base-url", span, format!("`{text}` cannot be the site's address: {why}"))
        .help("write it as https://example.org or https://example.org/folder")
        .configuration()
}

/// No base URL.
pub fn no_base_url(span: &Span) -> Diagnostic {
    note(
        "no-base-url",
        span,
        "the site does not know its own address, so it gets no feeds, and search engines are not told of its pages",
    )
    .help("when you know where it will live, add the address, as in `base_url: https://example.org`, and below it `feed_authority: example.org,2026`, with the year from which it is yours")
    .configuration()
}

/// No feed authority.
pub fn no_feed_authority(span: &Span, used: &str) -> Diagnostic {
    note("no-feed-authority", span, "feeds have no permanent name of their own yet")
        .help(format!("add `feed_authority: {used}` now (or with the year from which the domain is yours, if nothing is published yet) and never change it, so that feed readers keep their place if the address changes"))
        .configuration()
}

/// A feed authority in the wrong form.
pub fn bad_feed_authority(span: &Span, text: &str) -> Diagnostic {
    error("bad-feed-authority", span, format!("`{text}` cannot name the site's feeds"))
        .help("write a domain that was yours, a comma and the year, as in example.org,2026 (RFC 4151)")
        .configuration()
}

/// A time zone nobody knows.
pub fn bad_timezone(span: &Span, text: &str) -> Diagnostic {
    error("bad-timezone", span, format!("there is no time zone called `{text}`"))
        .help("write a name such as Europe/London, America/New_York or UTC")
        .configuration()
}

/// No contact.
pub fn no_contact(span: &Span, school: bool) -> Diagnostic {
    const WORDS: &str = "readers are not told where to ask for a story to be taken down";
    let problem = if school { warning("no-contact", span, WORDS) } else { note("no-contact", span, WORDS) };
    problem.help("add an e-mail address, a link or a few words, as in `contact: hello@example.org`").configuration()
}

/// A ripple kind with a name that is taken.
pub fn ripple_kind_taken(span: &Span, name: &str) -> Diagnostic {
    error("ripple-kind-taken", span, format!("there is already a kind of ripple called `{name}`"))
        .help("choose another name, or take this kind out and use the one that is there")
        .configuration()
}

/// More ripple kinds than can be told apart.
pub fn too_many_ripple_kinds(span: &Span, limit: usize) -> Diagnostic {
    error("too-many", span, format!("there are more than {limit} kinds of ripples"))
        .help(format!("keep the {limit} that matter most"))
        .configuration()
}

/// A ripple kind that lacks a part.
pub fn ripple_kind_incomplete(span: &Span, name: &str, part: &str) -> Diagnostic {
    error("ripple-kind-incomplete", span, format!("the ripple kind `{name}` has no `{part}`"))
        .help(match part {
            "label" => "add what a story's page says before the next story, as in `label: Taught`",
            "inverse" => {
                "add the kind's name from the other end, as in `inverse: taught-by`, or `symmetric: true` if both ends say the same"
            }
            _ => "add what the other story's page says, as in `inverse_label: Taught by`",
        })
        .configuration()
}

/// A menu item that names nothing, or an invitation: `of` says which.
pub fn unknown_menu_item<'a>(
    span: &Span,
    of: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    warning("unknown-menu-item", span, format!("`{of}` names `{name}`, and there is no such page"))
        .help(did_you_mean(name, known))
        .configuration()
}

/// A menu item in no known form.
pub fn bad_menu_item(span: &Span) -> Diagnostic {
    error("bad-menu-item", span, "this menu item cannot be understood")
        .help("write the id of a page, or words with an address, as in `{label: Our school, url: \"https://example.org/\"}`")
        .configuration()
}

/// An address in the help box that no reader should be sent to.
pub fn bad_support_url(span: &Span, text: &str) -> Diagnostic {
    error("bad-support-url", span, format!("`{text}` is no address that the help box can link to"))
        .help("write the whole address, beginning with https:// (or `tel:` and a number), or take the line out")
        .configuration()
}

/// An accent that is no colour.
pub fn bad_accent(span: &Span, text: &str) -> Diagnostic {
    error("bad-accent", span, format!("`{text}` is no colour that ripple can read"))
        .help("write it as a `#` and six digits from 0 to f, as in `accent: \"#0b6570\"`")
        .configuration()
}

/// An accent that cannot be read well on the page.
pub fn faint_accent(span: &Span, text: &str, contrast: f64, readable: &str) -> Diagnostic {
    let message = format!(
        "words in `{text}` are hard to read on the page: their contrast is {contrast:.1} to 1, and words need 7 to 1"
    );
    warning("faint-accent", span, message)
        .help(format!("write `accent: \"{readable}\"`, the nearest colour that can be read; the site uses it already"))
        .configuration()
}

/// A file the configuration names does not exist.
pub fn missing_site_file(span: &Span, name: &str) -> Diagnostic {
    warning("missing-site-file", span, format!("there is no file `{name}` in static/"))
        .help("put it there, or correct the name")
        .configuration()
}
