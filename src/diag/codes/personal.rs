//! Problems of personal data: addresses and numbers, names of which less may be told, and stated exceptions.

use super::{error, note, plain, warning};
use crate::diag::{Diagnostic, Severity, Span};

/// An exception as it is written at a place: in a text, or among fields.
fn exception(kind: &str, reason: &str, in_text: bool) -> String {
    if in_text {
        format!("<!-- ripple: allow {kind} \"{reason}\" -->")
    } else {
        format!("# ripple: allow {kind} \"{reason}\"")
    }
}

/// An address, a number or the like. `what` is it in words: "an e-mail address".
pub fn personal_data(
    span: &Span,
    severity: Severity,
    kind: &str,
    what: &str,
    found: &str,
    in_text: bool,
) -> Diagnostic {
    let found = plain(found);
    let problem = error("personal-data", span, format!("`{found}` is {what}, and everybody could read it"));
    let problem = Diagnostic { severity, ..problem }.safeguarding();
    if span.range().is_none() {
        return problem.help("give the file a name without it");
    }
    let contact = if matches!(kind, "email" | "phone") {
        "if it is the one under which the site can be reached, make it the `contact:` in ripple.yaml; "
    } else {
        ""
    };
    problem.help(format!(
        "take it out; {contact}if it may be known for another reason, say so {}:\n{}",
        place(in_text),
        exception(kind, "why this may be known", in_text)
    ))
}

/// Where an exception is to stand.
fn place(in_text: bool) -> &'static str {
    if in_text { "on a line above the paragraph" } else { "on a line above the field" }
}

/// A name of somebody of whom less may be told. `sure` is whether it can hardly be anybody else's.
pub fn name_in_text(
    span: &Span,
    severity: Severity,
    found: &str,
    person: &str,
    level: &str,
    sure: bool,
    in_text: bool,
) -> Diagnostic {
    let found = plain(found);
    let message = if sure {
        format!("`{found}` tells more of the name of `{person}` than consent allows (`name: {level}`)")
    } else {
        format!("`{found}` may be the name of `{person}`, of whom consent allows less (`name: {level}`)")
    };
    named(Diagnostic { severity, ..error("name-in-text", span, message) }, in_text)
}

/// A name from the site's private list.
pub fn private_name(span: &Span, severity: Severity, found: &str, in_text: bool) -> Diagnostic {
    let found = plain(found);
    let message = format!("`{found}` is on the list of names that may stand nowhere on this site");
    named(Diagnostic { severity, ..error("private-name", span, message) }, in_text)
}

/// The surname of a name from the site's private list.
pub fn private_surname(span: &Span, severity: Severity, found: &str, in_text: bool) -> Diagnostic {
    let found = plain(found);
    let message =
        format!("`{found}` is the surname of somebody on the list of names that may stand nowhere on this site");
    named(Diagnostic { severity, ..error("private-name", span, message) }, in_text)
}

fn named(problem: Diagnostic, in_text: bool) -> Diagnostic {
    let problem = problem.safeguarding();
    if problem.span.range().is_none() {
        return problem
            .help("give the file a name that does not tell who it is, or write an `id:` and a `slug:` into it");
    }
    problem.help(format!(
        "write words that do not tell who it is, such as `a pupil`; if somebody else is meant, say so {}:\n{}",
        place(in_text),
        exception("name", "another person of that name", in_text)
    ))
}

/// In a school, a picture in an entry that shows the name of a child.
pub fn child_photo_with_name(span: &Span, person: &str, shown: &str, in_text: bool) -> Diagnostic {
    let (shown, place) =
        (plain(shown), if in_text { "on a line above the picture" } else { "on a line above the field" });
    error(
        "child-photo-with-name",
        span,
        format!("this picture stands beside the name of `{person}`, who is a child (`{shown}`)"),
    )
    .help(format!(
        "take the picture away, or write `name: role` below `consent`, so that the name is not shown; if nobody can be recognised in it, say so {place}:\n{}",
        exception("photo", "what it shows", in_text)
    ))
    .safeguarding()
}

/// An exception that excuses something.
pub fn stated_exception(span: &Span, what: &[&str], reason: &str) -> Diagnostic {
    let (what, reason) = (what.join(" and "), plain(reason));
    note("stated-exception", span, format!("{what} may stand here: {reason}"))
        .help("nothing to do; it is listed so that somebody looks at it now and then")
}

/// Whether something is listed by `check` alone: that somebody agreed to it is nothing to report of every build.
#[must_use]
pub fn is_for_check(problem: &Diagnostic) -> bool {
    problem.code == "stated-exception"
}

/// An exception that excuses nothing.
pub fn unused_exception(span: &Span, kinds: &[&str]) -> Diagnostic {
    warning("unused-exception", span, format!("there is nothing here that `allow {}` would excuse", kinds.join(" ")))
        .help("take it out; in a text it holds for its own paragraph, or for the one below if it has a line of its own")
}

/// A comment for ripple that cannot be understood.
pub fn bad_exception(span: &Span) -> Diagnostic {
    let form = exception("email", "why this may be known", true);
    warning("bad-exception", span, "this comment begins with `ripple:`, and it cannot be understood, so it excuses nothing")
        .help(format!("name what is allowed (email, phone, postcode, birth, handle, coordinates, name or photo), and say why between quotation marks:\n{form}"))
}

/// A line of the private list that is not one name. Its words are not shown: the report may be seen by anybody.
pub fn no_single_name(span: &Span, line: usize) -> Diagnostic {
    let message = format!("line {line} cannot be one name, so nothing on it is looked for");
    error("no-single-name", span, message)
        .help("write one name on each line and nothing else, such as `Maria Lopez` or `Lopez, Maria`; a remark has a line of its own that begins with `#`")
        .safeguarding()
}

/// A file that was meant to be the private list.
pub fn misplaced_names(span: &Span, has_list: bool) -> Diagnostic {
    let problem = error("misplaced-names", span, "this looks like the list of private names, and it is not read")
        .help("the list is the file `private-names`, without an ending, in the folder `.ripple`; move the names there, and take this file away")
        .safeguarding();
    if has_list { Diagnostic { severity: Severity::Warning, ..problem } } else { problem }
}

/// There are hashes of private names, and no key.
pub fn no_names_key(span: &Span) -> Diagnostic {
    warning("no-names-key", span, "the private names cannot be looked for: RIPPLE_NAMES_KEY is not set")
        .help("set the environment variable RIPPLE_NAMES_KEY to the key that `ripple hash-names` was given, as a secret of the machine that builds")
        .safeguarding()
}

/// The key is not the one that the hashes were made with.
pub fn other_names_key(span: &Span) -> Diagnostic {
    error("other-names-key", span, "RIPPLE_NAMES_KEY is not the key that these hashes were made with")
        .help("set RIPPLE_NAMES_KEY to that key, or run `ripple hash-names` where the list is, with this one")
        .safeguarding()
}

/// The file of hashes is damaged.
pub fn bad_hashes(span: &Span) -> Diagnostic {
    error("bad-names-hashes", span, "this is no file of hashed names, or it is damaged")
        .help("run `ripple hash-names` where the list of names is; it writes the file anew")
        .safeguarding()
}
