//! Problems of names, tags and ripples.

use super::{error, note, plain, several, warning};
use crate::diag::{Diagnostic, Span};

fn or_near(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// A link in a text leads to nothing.
pub fn unknown_target(span: &Span, name: &str, near: Option<&str>) -> Diagnostic {
    let name = plain(name);
    let otherwise = "write the id or the file name of a story, prompt, page, collection or tag; until then the words stay, without a link";
    warning("unknown-target", span, format!("nothing here is called `{name}`")).help(or_near(near, otherwise))
}

/// A card (`:::story x`) of something that is not there.
pub fn unknown_card(span: &Span, kind: &str, name: &str, near: Option<&str>) -> Diagnostic {
    let name = plain(name);
    warning("unknown-target", span, format!("there is no {kind} called `{name}`"))
        .help(or_near(near, &format!("write the id of a {kind}; until then no card is shown")))
}

/// A link leads to a person who has no page.
pub fn person_has_no_page(span: &Span, name: &str) -> Diagnostic {
    let name = plain(name);
    warning("person-has-no-page", span, format!("`{name}` is a person who has no page to link to"))
        .help("take the link away and keep the words; a person has a page only if their file says `page: true`")
}

/// A ripple leads to no story.
pub fn unknown_ripple_target(span: &Span, name: &str, near: Option<&str>) -> Diagnostic {
    let help = match several(name) {
        Some(_) => "a ripple leads to one story: if these are several, write a line of its own for each".to_owned(),
        None => or_near(near, "write the id of a story; until then this ripple is left out"),
    };
    warning("unknown-ripple-target", span, format!("no story is called `{}`", plain(name))).help(help)
}

/// A ripple leads to something that is no story.
pub fn ripple_target_kind(span: &Span, name: &str, kind: &str) -> Diagnostic {
    let name = plain(name);
    warning("ripple-target-kind", span, format!("`{name}` is a {kind}, and ripples join stories"))
        .help(format!("name a story here, or link to the {kind} in the text"))
}

/// A story names itself in a ripple.
pub fn ripple_to_self(span: &Span, id: &str) -> Diagnostic {
    warning("ripple-to-self", span, format!("`{id}` has a ripple to itself"))
        .help("name another story, or take the line away; it is left out until then")
}

/// The two ends of a ripple say different things.
pub fn ripple_conflict(span: &Span, here: (String, String), there: (String, String), other: &Span) -> Diagnostic {
    let ((this, this_kind), (that, that_kind)) = (here, there);
    error("ripple-conflict", span, format!("`{this}` and `{that}` tell their ripple in two ways that do not fit"))
        .help("decide which kind is right and write the same from both ends, or keep only one of the two lines")
        .related(span.clone(), format!("`{this}` says `{this_kind}`"))
        .related(other.clone(), format!("`{that}` says `{that_kind}`"))
}

/// The later story of a ripple happened first.
pub fn ripple_order(span: &Span, earlier: (&str, &str), later: (&str, &str)) -> Diagnostic {
    let ((from, from_date), (to, to_date)) = (earlier, later);
    warning(
        "ripple-order",
        span,
        format!("`{to}` ({to_date}) is dated before `{from}` ({from_date}), which is said to have led to it"),
    )
    .help("turn the ripple round, or mend one of the dates (`moment: {date: …}` says when it happened)")
}

/// Stories that lead to each other in a circle.
pub fn ripple_loop(span: &Span, names: &str, stories: usize) -> Diagnostic {
    let others = if stories > 1 { format!(" ({stories} stories belong to it)") } else { String::new() };
    warning("ripple-loop", span, format!("these stories lead to each other in a loop: {names}{others}"))
        .help("that is allowed, for people do help each other in turn; if it is a slip, turn one ripple round")
}

/// A name that several entries share.
pub fn ambiguous_name(span: &Span, name: &str, candidates: &[(Span, String)]) -> Diagnostic {
    let name = plain(name);
    let names: Vec<String> = candidates.iter().map(|(_, id)| format!("`{id}`")).collect();
    let mut problem = error("ambiguous-name", span, format!("`{name}` could be any of {}", names.join(", ")))
        .help("write the id of the one you mean");
    for (place, id) in candidates {
        problem = problem.related(place.clone(), format!("`{id}` is here"));
    }
    problem
}

/// A part of a page that is not there.
pub fn unknown_fragment(span: &Span, fragment: &str, page: &str, near: Option<&str>) -> Diagnostic {
    let fragment = plain(fragment);
    let near = near.map(|near| format!("#{near}"));
    warning("unknown-fragment", span, format!("`{page}` has no part called `#{fragment}`"))
        .help(or_near(near.as_deref(), "name a heading of that text, in lower case with hyphens between the words"))
}

/// A link to a file beside the entry that is no Markdown file.
pub fn file_not_published(span: &Span, file: &str) -> Diagnostic {
    let file = plain(file);
    note("file-not-published", span, format!("`{file}` is not published from here, so the words stay without a link"))
        .help("put the file into `static/` and link to it with a slash in front: `/form.pdf`")
}

/// A link, ripple or field that leads to an entry which is not published.
pub fn link_to_withheld(span: &Span, name: &str, reason: &str) -> Diagnostic {
    let name = plain(name);
    note("link-to-withheld", span, format!("`{name}` is not published ({reason}), so this leads nowhere"))
        .help("nothing about it is shown; it comes back by itself when the entry is published")
}

/// The words of a link give away an entry that is not published.
pub fn withheld_name_shown(span: &Span, name: &str, reason: &str) -> Diagnostic {
    error(
        "withheld-name-shown",
        span,
        format!("these words would show the name of `{name}`, which is not published ({reason})"),
    )
    .help(format!("use other words, such as `[[{name}|another story]]`, or take the link away"))
    .safeguarding()
}

/// The words of a link would give away an entry that was taken down, so the page is made without them: a take-down
/// waits for nobody.
pub fn words_left_out(span: &Span, name: &str, reason: &str) -> Diagnostic {
    note(
        "words-left-out",
        span,
        format!(
            "`{name}` is not published ({reason}), and these words would show its name, so they are gone from the page"
        ),
    )
    .help(format!("write other words, such as `[[{name}|another story]]`, or take the link away and mend the sentence"))
}

/// Words in a field for people are a name of somebody who is not published.
pub fn withheld_person_shown(span: &Span, words: &str, person: &str, reason: &str) -> Diagnostic {
    let words = plain(words);
    error(
        "withheld-name-shown",
        span,
        format!("`{words}` would show the name of the person `{person}`, who is not published ({reason})"),
    )
    .help("write words that do not tell who it is, such as `a pupil`; if somebody else is meant, use words that fit only them")
    .safeguarding()
}

/// Words in a field for people are the way to a file, or anything else that is written where an id belongs.
pub fn person_by_path(span: &Span, words: &str, near: Option<&str>) -> Diagnostic {
    let words = plain(words);
    let help = match near {
        Some(near) => format!("write `{near}`, if that is who you mean"),
        None => "write the id of a file in `content/people/` (its name without `.md`), or plain words without a slash"
            .to_owned(),
    };
    error("person-by-path", span, format!("people are named by their id here, and `{words}` is none")).help(help)
}

/// Words in a field for people show more of a person's name than consent allows.
pub fn person_name_shown(span: &Span, words: &str, person: &str) -> Diagnostic {
    let words = plain(words);
    error("person-name-shown", span, format!("`{words}` shows more of the name of `{person}` than consent allows here"))
        .help(format!("write the id `{person}`, and the name that may be shown appears; if somebody else is meant, use words that fit only them"))
        .safeguarding()
}

/// Words in a field for people hold a name that a person may be shown under.
pub fn person_in_words(span: &Span, words: &str, person: &str) -> Diagnostic {
    let words = plain(words);
    note(
        "person-in-words",
        span,
        format!("`{words}` is taken as words, and the name of the person `{person}` is in it"),
    )
    .help(format!("if it is the same person, write the id `{person}`, so that their consent counts for this entry too"))
}

/// One word in a field for people that is nobody's id, but nearly somebody's.
pub fn misspelt_person(span: &Span, word: &str, near: &str) -> Diagnostic {
    let word = plain(word);
    warning("misspelt-person", span, format!("nobody here is called `{word}`, so it is shown as a word"))
        .help(format!("did you mean `{near}`? If it is a word, write it with another, as in `a {word}`"))
}

/// `prompts` or `answers` names no prompt.
pub fn unknown_prompt(span: &Span, name: &str, near: Option<&str>) -> Diagnostic {
    let help = match several(name) {
        Some(list) => format!("if these are several, put them in square brackets: `prompts: {list}`"),
        None => or_near(near, "write the id of a file in `content/prompts/`"),
    };
    warning("unknown-prompt", span, format!("no prompt is called `{}`", plain(name))).help(help)
}

/// `collection` names no collection.
pub fn unknown_collection(span: &Span, name: &str, near: Option<&str>) -> Diagnostic {
    let help = match several(name) {
        Some(list) => format!("if these are several, put them in square brackets: `collection: {list}`"),
        None => or_near(near, "write the id of a file in `content/collections/`"),
    };
    warning("unknown-collection", span, format!("no collection is called `{}`", plain(name))).help(help)
}

/// `person` names nobody.
pub fn unknown_person(span: &Span, name: &str, near: Option<&str>) -> Diagnostic {
    let name = plain(name);
    warning("unknown-person", span, format!("no person is called `{name}`")).help(or_near(
        near,
        "write the id of a file in `content/people/`, or use `mentor` or `mentee` with plain words",
    ))
}

/// `translation_of` names nothing of that kind.
pub fn unknown_translation(span: &Span, kind: &str, name: &str, near: Option<&str>) -> Diagnostic {
    let name = plain(name);
    warning("unknown-translation", span, format!("no {kind} is called `{name}`"))
        .help(or_near(near, &format!("write the id of the {kind} that this one translates")))
}

/// More entries say that they translate each other than there are languages.
pub fn too_many_translations(span: &Span, count: usize, limit: usize) -> Diagnostic {
    warning("too-many-translations", span, format!("{count} entries say that they translate each other"))
        .help(format!("check `translation_of`; over {limit} they are not linked to each other"))
}

/// A person's names end above the level that may be shown.
pub fn no_name_at_level(span: &Span, person: &str, level: &str, file: &Span) -> Diagnostic {
    warning("no-name-at-level", span, format!("`{person}` has no name that may be shown here, so nothing is shown"))
        .help(format!("write a name that may be shown into the person's file, such as `name: {{{level}: …}}` or `name: {{role: a pupil}}`"))
        .related(file.clone(), "the person's file")
}

/// A tag spelled in another way than usual.
pub fn tag_spelling(span: &Span, written: &str, usual: &str, places: u32) -> Diagnostic {
    let more = if places > 1 { format!(", here and in {} more", places - 1) } else { String::new() };
    note("tag-spelling", span, format!("`{written}` is the same tag as `{usual}`{more}"))
        .help(format!("nothing is wrong; write `{usual}` everywhere for tidiness"))
}

/// `parent` of a tag names no tag.
pub fn unknown_parent_tag(span: &Span, name: &str, near: Option<&str>) -> Diagnostic {
    let name = plain(name);
    warning("unknown-parent-tag", span, format!("no tag is called `{name}`"))
        .help(or_near(near, "write the name of a tag that a story uses or that has a file"))
}

/// A tag that is above itself.
pub fn tag_parent_loop(span: &Span, names: &str) -> Diagnostic {
    warning("tag-parent-loop", span, format!("this tag is above itself: {names}"))
        .help("take one `parent` away; this one is left out until then")
}

/// A label that already means another tag.
pub fn tag_alias_taken(span: &Span, label: &str, tag: &str) -> Diagnostic {
    let label = plain(label);
    warning("tag-alias-taken", span, format!("`{label}` already means the tag `{tag}`"))
        .help("take it away from one of the two tags")
}
