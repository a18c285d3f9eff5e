//! Problems of front matter.

use super::{did_you_mean, error, list, note, plain, several, warning};
use crate::diag::{Diagnostic, Span};

/// Groups with fewer fields than this have their names listed in a remedy.
const SMALL_GROUP: usize = 10;

/// A field stands twice.
pub fn duplicate_field(span: &Span, name: &str, first: &Span) -> Diagnostic {
    error("duplicate-field", span, format!("`{name}` is given twice"))
        .help("keep one of the two")
        .related(first.clone(), "it is given here first")
}

/// The opening `---` has no partner.
pub fn unclosed_front_matter(span: &Span) -> Diagnostic {
    error("unclosed-front-matter", span, "the fields at the top are opened with `---` but never closed")
        .help("put a line with only `---` between the fields and the text")
}

/// The front matter is not YAML.
pub fn foreign_front_matter(span: &Span, mark: &str) -> Diagnostic {
    error("foreign-front-matter", span, format!("fields between `{mark}` lines are not understood here"))
        .help("write them between two `---` lines, each as `name: value`")
}

/// The front matter is over its size limit.
pub fn front_matter_too_long(span: &Span, limit: usize) -> Diagnostic {
    error("front-matter-too-long", span, format!("the fields at the top are longer than {} KiB", limit / 1024))
        .help("move long text below the second `---`")
}

/// The front matter is a list or bare text; `spaced` is the line with a space after its colon, if that is all it lacks.
pub fn not_fields(span: &Span, spaced: Option<&str>) -> Diagnostic {
    let help = match spaced {
        Some(spaced) => format!("put a space after the colon: `{spaced}`"),
        None => "give each a name and a colon, as in `title: Finding her voice`".to_owned(),
    };
    error("not-fields", span, "there should be fields here, each as `name: value`").help(help)
}

/// A field ripple does not know.
pub fn unknown_field<'a>(
    span: &Span,
    name: &str,
    of: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let help = match crate::diag::nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        // A small group has no place for values of one's own.
        None if known.clone().into_iter().count() < SMALL_GROUP => did_you_mean(name, known),
        None => "take it out, or put values of your own under `extra:`".to_owned(),
    };
    warning("unknown-field", span, format!("{of} has no field `{name}`")).help(help)
}

/// A field that holds something back, mistyped.
pub fn mistyped_limit(span: &Span, name: &str, meant: &str) -> Diagnostic {
    let problem = error(
        "mistyped-limit",
        span,
        format!("`{name}` looks like `{meant}`, and what that field says must not be passed over"),
    )
    .help(format!("write `{meant}:`, or give the field quite another name"));
    if is_about_people(meant) { problem.safeguarding() } else { problem }
}

/// Whether a field that holds something back is about a person.
fn is_about_people(name: &str) -> bool {
    matches!(name, "consent" | "minor" | "private")
}

/// A field in words of the writer's own that says: do not show this. `written` is the field with its value.
pub fn unknown_limit(span: &Span, written: &str, name: &str) -> Diagnostic {
    let written = plain(written);
    error("unknown-limit", span, format!("`{written}` seems to say that this must not be shown, and that is written differently here"))
        .help(format!("write `draft: true` to keep it off the site, or `visibility: unlisted` for a page that only those find who have its address; if you mean neither, take `{name}` out"))
}

/// A word about consent outside of `consent`.
pub fn consent_outside(span: &Span, status: &str) -> Diagnostic {
    error(
        "unknown-limit",
        span,
        format!("`status: {status}` says something about consent, but it does not stand below `consent`"),
    )
    .help(format!("write it like this, with two spaces before `status`:\n{}", super::consent_lines(status)))
    .safeguarding()
}

/// `publish` with yes or no instead of a date.
pub fn publish_is_a_date(span: &Span, written: &str, hides: bool) -> Diagnostic {
    let problem = error(
        "unknown-limit",
        span,
        format!("`{written}` is no date, and `publish` is the date from which this is shown"),
    );
    problem.help(if hides {
        "write `draft: true` to keep it off the site, or a date, as in `publish: 2027-01-31`"
    } else {
        "take `publish` out to show it now, or write a date, as in `publish: 2027-01-31`"
    })
}

/// A field that would hold a whole entry back, inside a part of it or in an entry of another kind.
pub fn misplaced_limit(span: &Span, name: &str, of: &str) -> Diagnostic {
    let help = match name {
        "minor" => "write `minor: true` into the file of the person, in `content/people/`",
        _ => {
            "one part cannot be held back by itself: take out what must not be shown, or hold the whole file back with `draft: true` at the top"
        }
    };
    let problem = error(
        "unknown-limit",
        span,
        format!("{of} has no field `{name}`, and what it seems to say must not be passed over"),
    )
    .help(help);
    if is_about_people(name) { problem.safeguarding() } else { problem }
}

/// A field that says: do show this. That needs no field.
pub fn shown_anyway(span: &Span, name: &str, of: &str) -> Diagnostic {
    warning("unknown-field", span, format!("{of} has no field `{name}`"))
        .help("take it out; what is not a draft is shown anyway")
}

/// A list that is written as one text with commas. `item` is what the text counts as: "one tag".
pub fn list_as_text(span: &Span, name: &str, text: &str, parts: &[&str], item: &str) -> Diagnostic {
    let text = plain(text);
    warning("list-as-text", span, format!("`{text}` is taken as {item}, commas and all"))
        .help(format!("if these are several, put them in square brackets: `{name}: {}`", list(parts)))
}

/// One item of a list that holds commas of another script, which separate nothing.
pub fn foreign_comma(span: &Span, text: &str, parts: &[&str], item: &str) -> Diagnostic {
    let text = plain(text);
    warning(
        "list-as-text",
        span,
        format!("`{text}` is taken as {item}, for only the comma `,` separates the items of a list"),
    )
    .help(format!("if these are several, write `{}`", plain(&parts.join(", "))))
}

/// Fields that do not begin where they must.
pub fn misplaced_front_matter(span: &Span) -> Diagnostic {
    error(
        "misplaced-front-matter",
        span,
        "fields begin here, but they can only be told from the text at the very top of the file",
    )
    .help("make the first line of the file exactly `---`, three hyphens with nothing before or after them, and put the same line after the last field")
}

/// A field has a value of the wrong type. `wanted` is what it should be, as in "a date", and `found` what it is.
pub fn wrong_type(span: &Span, name: &str, wanted: &str, found: &str) -> Diagnostic {
    let should = |wanted: &str| format!("should be {wanted}");
    let (should, example) = match (wanted, name) {
        ("true or false", _) => (should(wanted), format!("`{name}: true` or `{name}: false`")),
        ("a date", _) => (should(wanted), format!("it as in `{name}: 2026-03-02`")),
        ("a value", _) => (should("filled in"), "the value after the colon, or take the line out".to_owned()),
        ("text", _) => (should("plain words"), format!("it as in `{name}: \"some words\"`")),
        ("text or a list of texts", "tags") => {
            (should("a list of words"), "it as in `tags: [first, second]`".to_owned())
        }
        ("text or a list of texts", _) => {
            let examples = format!("it as in `{name}: some words`, or `{name}: [first, second]`");
            (should("words, or a list of them"), examples)
        }
        ("a group of fields", _) => ("needs fields of its own".to_owned(), format!("it as in {}", group_example(name))),
        (wanted, _) if wanted.starts_with("a whole number") => (should(wanted), format!("it as in `{name}: 5`")),
        (wanted, _) => (should(wanted), "one of these words".to_owned()),
    };
    let found = match found {
        "nothing" => "nothing is written there",
        "text" => "these are words",
        "true or false" => "this is only true or false",
        "a list" => "this is a list",
        "a number" => "this is a number",
        _ => "this has names and colons in it",
    };
    error("wrong-type", span, format!("`{name}` {should}, but {found}")).help(format!("write {example}"))
}

fn group_example(name: &str) -> String {
    let example = match name {
        "moment" => "{date: 2026-03, where: in the library}` or `moment: {when: one autumn}",
        "support" => "{text: Someone will listen., phone: 01632 960000}",
        "markdown" => "{raw_html: sanitized}",
        "taxonomies" => "{tags: [first, second]}",
        "ripple_kinds" => "{taught: {label: Taught, inverse: taught-by, inverse_label: Taught by}}",
        _ => "{name: value}",
    };
    format!("`{name}: {example}`")
}

/// Something other than a real boolean.
pub fn bad_boolean(span: &Span, name: &str, text: &str) -> Diagnostic {
    error("bad-boolean", span, format!("`{name}` is either true or false, and `{text}` is neither"))
        .help(format!("write `{name}: true` or `{name}: false`, without quotation marks"))
}

/// A word that is not among the allowed ones.
pub fn unknown_choice<'a>(
    span: &Span,
    name: &str,
    text: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    error("unknown-choice", span, format!("`{name}` cannot be `{text}`")).help(did_you_mean(text, known))
}

/// A visibility that ripple does not know.
pub fn unknown_visibility(span: &Span, text: &str) -> Diagnostic {
    let help = match crate::diag::nearest(text, ["public", "unlisted"]) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write `draft: true` instead to keep it off the site, or `visibility: unlisted` for a page that only those find who have its address".to_owned(),
    };
    error("unknown-choice", span, format!("`visibility` cannot be `{}`", plain(text))).help(help)
}

/// A part of `scope` that ripple does not know.
pub fn unknown_scope<'a>(span: &Span, text: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Diagnostic {
    let help = match several(text) {
        Some(list) => format!("put them in square brackets: `scope: {list}`"),
        None => did_you_mean(text, known),
    };
    error("unknown-choice", span, format!("`scope` cannot be `{}`", plain(text))).help(help)
}

/// A setting that the site does not know.
pub fn unknown_setting<'a>(span: &Span, text: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Diagnostic {
    let first = did_you_mean(text, known);
    let stop = if first.ends_with('?') { "" } else { "." };
    warning("unknown-setting", span, format!("no setting is called `{text}`, so this story counts as `other`"))
        .help(format!("{first}{stop} If that does not fit, add `{text}` to `story_settings` in ripple.yaml"))
}

/// A date that cannot be.
pub fn impossible_date(span: &Span, text: &str, why: &str) -> Diagnostic {
    error("impossible-date", span, format!("there is no such date as `{text}`: {why}"))
        .help("check the year, month and day")
}

/// A date in another form.
pub fn bad_date(span: &Span, text: &str, ours: Option<&str>) -> Diagnostic {
    let help = match ours {
        Some(ours) => format!("write it as {ours}"),
        None => "write 2026-03-02, or 2026-03, or 2026; a time of day needs its zone, as in 2026-03-02T10:00:00+01:00"
            .to_owned(),
    };
    error("bad-date", span, format!("`{text}` is not a date in a form ripple knows")).help(help)
}

/// The file name begins with a date that does not exist.
pub fn impossible_file_date(span: &Span, date: &str, why: &str) -> Diagnostic {
    let message = format!("the file name begins with `{date}`, but there is no such date: {why}");
    warning("date-in-file-name", span, message)
        .help("give the file another name; as it is, these numbers are part of its id and of its address")
}

/// The file name says another date than the field.
pub fn other_file_date(span: &Span, date: &str, of_file: &str) -> Diagnostic {
    note("date-in-file-name", span, format!("this says {date}, but the file name says {of_file}"))
        .help("the date here counts; if that is right, nothing is wrong, and a new name for the file would be tidier")
}

/// `updated` before `date`.
pub fn updated_before_date(span: &Span, date: &Span) -> Diagnostic {
    warning("updated-before-date", span, "this was updated before it was published")
        .help("correct one of the two dates")
        .related(date.clone(), "the date of publication is here")
}

/// A number out of range.
pub fn bad_number(span: &Span, name: &str, text: &str, wanted: &str) -> Diagnostic {
    error("bad-number", span, format!("`{name}` cannot be `{text}`")).help(format!("write {wanted}"))
}

/// An id in the wrong form.
pub fn bad_id(span: &Span, text: &str, ours: &str) -> Diagnostic {
    error(
        "bad-id",
        span,
        format!("`{text}` cannot be an id: only lower-case letters, digits and single hyphens may stand in one"),
    )
    .help(format!("write `id: {ours}`"))
}

/// A slug in the wrong form.
pub fn bad_slug(span: &Span, text: &str, ours: &str) -> Diagnostic {
    error(
        "bad-slug",
        span,
        format!("`{text}` cannot be the end of an address: only letters, digits and single hyphens may stand in it"),
    )
    .help(format!("write `slug: {ours}`"))
}

/// A name that some systems cannot hold.
pub fn reserved_name(span: &Span, text: &str) -> Diagnostic {
    error("reserved-name", span, format!("no file or folder may be called `{text}` on some computers"))
        .help("choose another id or slug")
}

/// A known spelling of another tool.
pub fn other_spelling(span: &Span, theirs: &str, ours: &str) -> Diagnostic {
    note("other-spelling", span, format!("`{theirs}` is understood as `{ours}`"))
        .help(format!("write `{ours}`; nothing else changes"))
}

/// Two spellings of one field disagree.
pub fn conflicting_fields(span: &Span, theirs: &str, ours: &str, other: &Span) -> Diagnostic {
    error("conflicting-fields", span, format!("`{theirs}` means the same as `{ours}`, but the two differ"))
        .help(format!("keep only `{ours}`"))
        .related(other.clone(), "the other one is here")
}

/// `published` and `draft` disagree.
pub fn contradicting_draft(span: &Span, value: bool, draft: &Span) -> Diagnostic {
    error("conflicting-fields", span, format!("`published: {value}` and `draft: {value}` contradict each other"))
        .help("take out `published`, and say with `draft: true` or `draft: false` what you mean")
        .related(draft.clone(), "`draft` is given here")
}

/// `permalink` or `url`.
pub fn address_field(span: &Span, name: &str) -> Diagnostic {
    error("address-field", span, format!("`{name}` is not how an address is given here"))
        .help("use `slug` for the last part of the address and `aliases` for old addresses")
}

/// No title anywhere.
pub fn title_from_file_name(span: &Span, title: &str) -> Diagnostic {
    note("title-from-file-name", span, format!("there is no title, so the file name is used: “{title}”"))
        .help("add `title:` at the top, or begin the text with `# ` and the title")
}

/// Too many items.
pub fn too_many(span: &Span, what: &str, limit: usize) -> Diagnostic {
    error("too-many", span, format!("there are more than {limit} {what}"))
        .help(format!("keep the {limit} that matter most"))
}

/// A Markdown file outside the known folders.
pub fn unplaced_entry(span: &Span) -> Diagnostic {
    error("unplaced-entry", span, "ripple cannot tell from this folder what the file is")
        .help("move it to content/stories, content/prompts, content/people, content/collections, content/tags or content/pages")
}

/// A file without text and fields.
pub fn empty_entry(span: &Span) -> Diagnostic {
    warning("empty-entry", span, "this file is empty").help("write something in it, or delete it")
}

/// The words with which `new` began the file are still there.
pub fn placeholder_text(span: &Span) -> Diagnostic {
    warning("placeholder-text", span, "these words were put here to be replaced, and readers would see them")
        .help("write your own words instead, or hold the file back with `draft: true` until they are written")
}

/// A ripple of an unknown kind.
pub fn unknown_ripple_kind<'a>(
    span: &Span,
    name: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let first = did_you_mean(name, known);
    let (stop, it) = if first.ends_with('?') { ("", "that does not fit") } else { (".", "none of them fits") };
    let name = plain(name);
    error("unknown-ripple-kind", span, format!("there is no kind of ripple called `{name}`"))
        .help(format!("{first}{stop} If {it}, add a kind of your own to `ripple_kinds` in ripple.yaml"))
}

/// A ripple in no known form.
pub fn bad_ripple(span: &Span) -> Diagnostic {
    error("bad-ripple", span, "this ripple does not say where it leads")
        .help("write `- paid-forward: id-of-the-other-story`, or `- {to: id, kind: paid-forward, note: …}`")
}

/// A ripple whose colon lacks its space, so that kind and story are read as one name. `meant` has the space.
pub fn ripple_without_space(span: &Span, text: &str, meant: &str) -> Diagnostic {
    let (text, meant) = (plain(text), plain(meant));
    error("bad-ripple", span, format!("`{text}` is read as one name, because there is no space after the colon"))
        .help(format!("write `{meant}`"))
}

/// A sourced claim without its source.
pub fn claim_needs_source(span: &Span) -> Diagnostic {
    error("claim-needs-source", span, "this claim is marked as sourced, but no source is given")
        .help("say where it comes from, as in `source: \"school report, 2025\"`, or write `status: anecdotal` or `status: unsourced`")
}

/// A claim that nothing supports.
pub fn unsourced_claim(span: &Span) -> Diagnostic {
    note("unsourced-claim", span, "this claim has no source, and the page will say so")
        .help("when you know where it comes from, add `status: sourced` and the source, as in `source: \"school report, 2025\"`")
}

/// An item of a list that lacks a part.
pub fn missing_part(span: &Span, list: &str, part: &str, example: &str) -> Diagnostic {
    error("missing-part", span, format!("this item of `{list}` has no `{part}`"))
        .help(format!("add it, as in `- {{{example}}}`"))
}

/// An image without words for those who cannot see it.
pub fn image_needs_alt(span: &Span) -> Diagnostic {
    warning("missing-image-alt", span, "this image has no words for those who cannot see it")
        .help("add `image_alt:` and say what the picture shows")
}

/// A language tag in the wrong form.
pub fn bad_language(span: &Span, text: &str) -> Diagnostic {
    error("bad-language", span, format!("`{text}` is not a language tag"))
        .help("write a tag such as en, en-GB, ar or ja")
}

/// A field of `consent` that ripple does not know: it may be a limit under a mistyped name.
pub fn unknown_consent(span: &Span, name: &str, known: &[&str]) -> Diagnostic {
    error("bad-consent", span, format!("`consent` has no field `{name}`"))
        .help(did_you_mean(name, known.iter().copied()))
        .safeguarding()
}

/// Consent that cannot be understood counts as not given.
pub fn bad_consent(span: &Span, message: &str, help: &str) -> Diagnostic {
    error("bad-consent", span, message).help(help).safeguarding()
}

/// Consent as one word, or without anything. `status` is what the writer most likely meant, `statuses` all there are.
pub fn consent_as_word(span: &Span, word: Option<&str>, status: &str, statuses: &str) -> Diagnostic {
    let message = match word {
        Some(word) => format!("`consent` needs fields of its own, and `{}` is only a word", plain(word)),
        None => "`consent` needs fields of its own, the first of them `status`".to_owned(),
    };
    let lines = super::consent_lines(status);
    let help = if word.is_some_and(|word| word.eq_ignore_ascii_case(status)) {
        format!("write it like this, with two spaces before each field:\n{lines}")
    } else {
        format!("write it like this, where the status is {statuses}:\n{lines}")
    };
    error("bad-consent", span, message).help(help).safeguarding()
}
