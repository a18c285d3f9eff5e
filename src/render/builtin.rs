//! The files of the built-in theme, compiled into the program. Nothing else.

macro_rules! text_files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((concat!($folder, "/", $name), include_str!(concat!("../../themes/default/", $folder, "/", $name)))),*]
    };
}

/// Page templates: path in the theme and text.
pub(super) const TEMPLATES: &[(&str, &str)] = text_files!("templates":
    "404.html", "archive.html", "base.html", "cards.html", "collection.html", "collections.html", "home.html", "page.html",
    "prompt.html", "prompts.html", "redirect.html", "sheet.html", "shelf.html", "story.html", "tag.html", "tags.html", "wall.html",
);

/// Components: path in the theme and text.
pub(super) const PARTIALS: &[(&str, &str)] = text_files!("partials":
    "card.html", "date.html", "embed.html", "filters.html", "identity.html", "journal.html", "pager.html", "people.html", "question-card.html",
    "prompt.html", "ripple.html", "row.html", "seal.html", "support.html",
);

/// Static files: path in the theme and text.
pub(super) const STATICS: &[(&str, &str)] =
    text_files!("static": "cards.css", "favicon.svg", "journal.js", "sheet.css", "style.css");
