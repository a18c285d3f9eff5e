//! Problems of the text of an entry.

use super::{error, note, plain, warning};
use crate::diag::{Diagnostic, Span, nearest};

/// Raw HTML that is shown as text. `sanitized`: the site allows a few plain tags, and this is none of them.
pub fn raw_html_shown(span: &Span, sanitized: bool) -> Diagnostic {
    let found = note("raw-html-shown", span, "HTML tags in the text are shown as they are written");
    if sanitized {
        found.help("only plain tags such as <kbd>, <mark> or <sub> work here, in pairs and without attributes")
    } else {
        found
            .help("use Markdown instead; a few plain tags work with `markdown: {raw_html: sanitized}` in `ripple.yaml`")
    }
}

/// A comment that begins and is never closed.
pub fn unclosed_comment(span: &Span) -> Diagnostic {
    error("unclosed-comment", span, "a hidden comment begins here and its end `-->` is missing")
        .help("write `-->` where the comment ends, with no empty line in between; or remove `<!--`")
}

/// A link to something a site must not link to.
pub fn unsafe_link(span: &Span, url: &str) -> Diagnostic {
    let found = warning("unsafe-link", span, format!("`{}` is no address to link to; only the words stay", plain(url)));
    let scheme = url.trim_start().split(':').next().unwrap_or_default();
    if url.trim_start().starts_with(['/', '\\']) || ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
    {
        found.help("write the whole address, with the name of the site, as in `https://example.org/page`")
    } else {
        found.help("links may begin with `https://`, `http://`, `mailto:` or `tel:`, or lead to a page of this site")
    }
}

/// `[words][name]` without a line that says where `name` leads.
pub fn missing_reference(span: &Span, name: &str) -> Diagnostic {
    let name = plain(name);
    warning("missing-reference", span, format!("nothing says where the link `[{name}]` leads, so it stays plain text"))
        .help(format!("add a line `[{name}]: https://…`, or write the address in round brackets: `[words](https://…)`"))
}

/// A picture on another site.
pub fn outside_image(span: &Span, url: &str) -> Diagnostic {
    let message = format!("the picture `{}` is on another site, so a link to it is shown instead", plain(url));
    warning("outside-image", span, message)
        .help("a picture from elsewhere would tell that site who reads this page; put a copy beside the text")
}

/// A picture without a description.
pub fn missing_alt(span: &Span) -> Diagnostic {
    warning("missing-alt", span, "this picture has no description, so some readers get nothing")
        .help("describe it in the square brackets: `![what is to be seen](…)`; for mere decoration add `{.decorative}`")
}

/// A footnote that nothing refers to.
pub fn unused_footnote(span: &Span, label: &str) -> Diagnostic {
    let label = plain(label);
    warning("unused-footnote", span, format!("nothing in the text refers to the footnote `[^{label}]`; it is left out"))
        .help(format!("write `[^{label}]` where the note belongs; a name may be given to one note only"))
}

/// A figure without a picture of the site's own in it.
pub fn figure_needs_picture(span: &Span) -> Diagnostic {
    error("figure-needs-picture", span, "there is no picture in this `:::figure`")
        .help("put one on a line of its own before the closing `:::`, as in `![what is to be seen](file.jpg)`; the words after `:::figure` stand under it")
}

/// A directive that does not exist.
pub fn unknown_directive(span: &Span, name: &str, known: &[&str]) -> Diagnostic {
    let name = plain(name);
    let near = nearest(&name, known.iter().copied()).map(|near| format!("did you mean `:::{near}`? "));
    let near = near.unwrap_or_default();
    error("unknown-directive", span, format!("there is no `:::{name}`"))
        .help(format!("{near}these are known: {}", known.join(", ")))
}

/// `:::story` or `:::prompt` without a name.
pub fn directive_needs_name(span: &Span, name: &str) -> Diagnostic {
    error("directive-needs-name", span, format!("`:::{name}` does not say which {name}"))
        .help(format!("write its name after it: `:::{name} its-name :::`"))
}

/// A directive without a closing line.
pub fn unclosed_directive(span: &Span, name: &str) -> Diagnostic {
    let name = plain(name);
    error("unclosed-directive", span, format!("`:::{name}` is opened here and never closed"))
        .help("add a line `:::` where it ends, or put `:::` at the end of this line")
}

/// A closing `:::` with nothing to close.
pub fn stray_directive(span: &Span) -> Diagnostic {
    error("stray-directive", span, "this `:::` closes nothing")
        .help("remove it, or add the opening line, such as `:::quote Who said it`")
}

/// Characters that no reader can see and that feeds cannot hold.
pub fn control_characters(span: &Span) -> Diagnostic {
    warning("control-characters", span, "there is an invisible control character here; it is left out")
        .help("delete it, or type the words anew; it often comes from copying out of another program")
}

/// Characters that turn the direction of text around.
pub fn direction_override(span: &Span) -> Diagnostic {
    warning("direction-override", span, "an invisible character here turns the direction of the text; it is left out")
        .help("delete it; text in scripts that run from right to left needs none")
}

/// Too many things inside each other.
pub fn too_deep(span: &Span, limit: usize) -> Diagnostic {
    error(
        "too-deep",
        span,
        format!("more than {limit} things inside each other (lists, quotes, emphasis and the like)"),
    )
    .help("make it flatter, and look for a row of `>`, `*` or `:::` that got in by mistake")
}

/// The HTML would be far larger than the text.
pub fn text_grows(span: &Span) -> Diagnostic {
    error("text-grows", span, format!("the text of {} becomes far too large as a page", span.path))
        .help("look for a table with very many columns or for something pasted by mistake, and split the text")
}
