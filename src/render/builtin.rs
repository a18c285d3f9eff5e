//! The files of the built-in themes, compiled into the program. Nothing else.

use crate::model::{DEFAULT_THEME, THEME_FILE, ThemeLayer};
use std::borrow::Cow;

/// The names of the themes that are part of the program.
pub const BUILT_IN: &[&str] = &[DEFAULT_THEME, "plain"];

/// A file of a theme: its name there, and its bytes.
type File = (&'static str, &'static [u8]);

macro_rules! files {
    ($theme:literal, $folder:literal: $($name:literal),* $(,)?) => {
        &[$((
            concat!($folder, $name),
            include_bytes!(concat!("../../themes/", $theme, "/", $folder, $name)),
        )),*]
    };
}

const DEFAULT: [&[File]; 5] = [
    files!("default", "i18n/": "en.yaml"),
    files!("default", "partials/":
        "between.html", "card.html", "date.html", "dress.html", "embed.html", "family.html", "filters.html",
        "journal.html", "list.html", "mark.html", "menu.html", "moment.html", "names.html", "pager.html",
        "people.html", "picture.html", "prompt.html", "question-card.html", "recording.html", "rings.html", "ripple.html", "row.html", "shelf.html",
        "support.html", "teaser.html", "voice.html",
    ),
    files!("default", "static/":
        "cards.css", "favicon.svg", "icon-180.png", "icon-192.png", "icon-32.png", "icon-512.png", "index.js", "journal.js",
        "map.css", "map.js", "recording.css", "scheme.js", "search.css", "search.js", "sheet.css", "style.css", "wall.css", "wall.js",
    ),
    files!("default", "templates/":
        "404.html", "accessibility.html", "archive.html", "base.html", "cards.html", "collection.html",
        "collections.html", "home.html", "page.html", "person.html", "prompt.html", "prompts.html", "redirect.html",
        "ripples.html", "search.html", "sheet.html", "shelf.html", "story.html", "subscribe.html", "tag.html",
        "tags.html", "wall.html",
    ),
    &[(THEME_FILE, include_bytes!("../../themes/default/theme.yaml"))],
];

const PLAIN: [&[File]; 3] = [
    files!("plain", "static/": "plain.css"),
    files!("plain", "templates/": "base.html", "wall.html"),
    &[(THEME_FILE, include_bytes!("../../themes/plain/theme.yaml"))],
];

/// The files of a built-in theme, if there is one of this name.
#[must_use]
pub fn built_in(theme: &str) -> Option<ThemeLayer> {
    let folders: &[&[File]] = match theme {
        DEFAULT_THEME => &DEFAULT,
        "plain" => &PLAIN,
        _ => return None,
    };
    let mut files: Vec<_> = folders
        .iter()
        .flat_map(|files| files.iter())
        .map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes)))
        .collect();
    files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Some(ThemeLayer { theme: theme.to_owned(), built_in: true, files })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_theme_is_there_in_order_and_has_nothing_that_nobody_looks_at() {
        for name in BUILT_IN {
            let layer = built_in(name).unwrap();
            assert!(layer.built_in && layer.files.is_sorted_by(|(a, _), (b, _)| a < b), "{name}");
            assert!(layer.files.iter().all(|(name, _)| ThemeLayer::is_looked_at(name)), "{name}");
            assert!(layer.file(THEME_FILE).is_some(), "{name}");
        }
        assert_eq!(built_in("ours"), None);
    }
}
