//! The files of the built-in theme, compiled into the program. Nothing else.

macro_rules! text_files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((concat!($folder, "/", $name), include_str!(concat!("../../themes/default/", $folder, "/", $name)))),*]
    };
}

macro_rules! byte_files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((concat!($folder, "/", $name), include_bytes!(concat!("../../themes/default/", $folder, "/", $name)))),*]
    };
}

/// Page templates: path in the theme and text.
pub(super) const TEMPLATES: &[(&str, &str)] = text_files!("templates":
    "404.html", "accessibility.html", "archive.html", "base.html", "cards.html", "collection.html", "collections.html", "home.html", "page.html",
    "person.html", "prompt.html", "prompts.html", "redirect.html", "ripples.html", "search.html", "sheet.html",
    "shelf.html", "story.html", "subscribe.html", "tag.html", "tags.html", "wall.html",
);

/// Parts of pages and components: path in the theme and text.
pub(super) const PARTIALS: &[(&str, &str)] = text_files!("partials":
    "between.html", "card.html", "date.html", "dress.html", "embed.html", "family.html", "filters.html",
    "journal.html", "list.html", "mark.html", "menu.html", "moment.html", "names.html", "pager.html", "people.html",
    "prompt.html", "question-card.html", "rings.html", "ripple.html", "row.html", "shelf.html", "support.html",
    "voice.html",
);

/// Static files: path in the theme and bytes.
pub(super) const STATICS: &[(&str, &[u8])] = byte_files!("static":
    "cards.css", "favicon.svg", "icon-180.png", "icon-192.png", "icon-32.png", "icon-512.png", "journal.js", "map.css",
    "map.js", "search.css", "search.js", "sheet.css", "style.css",
);

/// Words: path in the theme and text.
pub(super) const WORDS: &[(&str, &str)] = text_files!("i18n": "en.yaml");
