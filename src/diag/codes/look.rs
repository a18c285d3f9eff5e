//! Problems that the last look finds in finished bytes. None of them shows what was found.

use super::{error, note, warning};
use crate::diag::{Diagnostic, Span};

/// "`a/index.html` shows", "`a/index.html` and 2 more files show".
fn shows(output: &str, more: usize, one: &str, many: &str) -> String {
    match more {
        0 => format!("the finished file `{output}` {one}"),
        1 => format!("the finished file `{output}` and another one {many}"),
        more => format!("the finished file `{output}` and {more} others {many}"),
    }
}

const WHERE: &str = "in a text, in ripple.yaml, in a template of the site's own theme, or in a file below static/";

/// A record number, a private note or a private name is in the output. `what` says which, without showing it.
pub fn secret_in_output(span: &Span, what: &str, output: &str, more: usize) -> Diagnostic {
    error("secret-in-output", span, format!("{} {what}", shows(output, more, "holds", "hold")))
        .help(format!("nothing was published; look for the same words {WHERE}, and take them out there"))
        .safeguarding()
}

/// The path of a source file is in the output.
pub fn source_in_output(span: &Span, output: &str, more: usize) -> Diagnostic {
    error(
        "source-in-output",
        span,
        format!("{} the name of this file with its folder", shows(output, more, "holds", "hold")),
    )
    .help(format!(
        "nothing was published, because names of files can tell what nobody is to know; look for it {WHERE}, and write the address of its page instead"
    ))
    .safeguarding()
}

/// What is not published yet is in the output by its address, its id or its title. `what` says which.
pub fn held_back_in_output(span: &Span, what: &str, reason: &str, output: &str, more: usize) -> Diagnostic {
    error(
        "held-back-in-output",
        span,
        format!("{} {what} of this, which nobody is to see yet ({reason})", shows(output, more, "shows", "show")),
    )
    .help(format!("nothing was published; look for it {WHERE}, and take it out there until this is published"))
    .safeguarding()
}

/// What was taken down is in the output by its address, its id or its title. Never stops a take-down.
pub fn still_named(span: &Span, what: &str, reason: &str, output: &str, more: usize) -> Diagnostic {
    note(
        "still-named",
        span,
        format!("{} {what} of this, which may not be shown any more ({reason})", shows(output, more, "shows", "show")),
    )
    .help(format!("this does not stop a build, so that it is taken down at once; look for it {WHERE}, take it out there, and build again"))
}

/// What is not published yet is named by its title in a file that readers see something of. `held` is its own file.
pub fn held_back_in_source(span: &Span, held: &Span, reason: &str) -> Diagnostic {
    error("held-back-in-source", span, format!("this is the title of something that nobody is to see yet ({reason})"))
        .help("take it out here until that is published")
        .related(held.clone(), "this is held back")
        .safeguarding()
}

/// What was taken down is named by its title in a file that readers see something of. Never stops a take-down.
pub fn taken_down_in_source(span: &Span, held: &Span, reason: &str) -> Diagnostic {
    warning(
        "taken-down-in-source",
        span,
        format!("this is the title of something that may not be shown any more ({reason})"),
    )
    .help("take it out here and build again; until then it stays on the site, because a take-down waits for nothing, not even with --strict")
    .related(held.clone(), "this was taken down")
    .safeguarding()
    .of_a_take_down(true)
}

/// A file that would be published as it is shows what was taken down. `what` says which part of it.
pub fn left_out(span: &Span, what: &str, held: &Span, reason: &str) -> Diagnostic {
    warning(
        "left-out",
        span,
        format!("this file is left out of the site: it holds {what} of something that may not be shown any more ({reason})"),
    )
    .help("delete it, or take that out of it; links to it lead nowhere until then, and --strict lets this pass, so that a take-down waits for nothing")
    .related(held.clone(), "this was taken down")
    .safeguarding()
    .of_a_take_down(true)
}

/// A picture says more than what can be seen on it. `what` says what.
pub fn picture_tells_more(span: &Span, what: &str, output: &str, remedy: &str) -> Diagnostic {
    error("picture-tells-more", span, format!("this file, published as `{output}`, carries {what}"))
        .help(format!("nothing was published; {remedy}"))
        .safeguarding()
}
