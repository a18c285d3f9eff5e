//! The files of the built-in theme, compiled into the program. Nothing else.

macro_rules! text_files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((concat!($folder, "/", $name), include_str!(concat!("../../themes/default/", $folder, "/", $name)))),*]
    };
}

/// Page templates: path in the theme and text.
pub(super) const TEMPLATES: &[(&str, &str)] = text_files!("templates":
    "404.html", "archive.html", "base.html", "collection.html", "collections.html", "home.html", "page.html",
    "prompt.html", "prompts.html", "redirect.html", "search.html", "shelf.html", "story.html", "tag.html", "tags.html", "wall.html",
);

/// Components: path in the theme and text.
pub(super) const PARTIALS: &[(&str, &str)] = text_files!("partials":
    "card.html", "date.html", "embed.html", "filters.html", "identity.html", "pager.html", "people.html",
    "prompt.html", "ripple.html", "row.html", "seal.html", "support.html",
);

/// Static files: path in the theme and text.
pub(super) const STATICS: &[(&str, &str)] =
    text_files!("static": "favicon.svg", "search.css", "search.js", "style.css");
