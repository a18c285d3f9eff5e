//! What a theme is made of: its layers, what its `theme.yaml` says, and the settings that a site may choose.

use super::Colour;
use crate::diag::Located;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The theme at the bottom of every other.
pub const DEFAULT_THEME: &str = "default";

/// The file that says what a theme builds on and what may be chosen.
pub const THEME_FILE: &str = "theme.yaml";

/// The files of one folder of a theme. A theme is a pile of such layers: a file of a layer takes the place of the
/// file of the same name in all layers under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeLayer {
    /// The theme that it belongs to: the name of its folder in `themes/`.
    pub theme: String,
    /// Whether it is part of the program. Else it is in the site's folder `themes/`.
    pub built_in: bool,
    /// `templates/…`, `partials/…`, `static/…`, `i18n/…`, `theme.yaml` with their bytes, sorted by name. Others are left alone.
    pub files: Vec<(String, Cow<'static, [u8]>)>,
}

impl ThemeLayer {
    /// The bytes of a file of this layer.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        let place = self.files.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.files.get(place).map(|(_, bytes)| bytes.as_ref())
    }

    /// Where the files of the theme are, below the site's root or in the source of the program.
    #[must_use]
    pub fn folder(&self) -> String {
        format!("themes/{}/", self.theme)
    }

    /// Whether ripple looks at a file of this name in a theme at all.
    #[must_use]
    pub fn is_looked_at(name: &str) -> bool {
        name == THEME_FILE
            || ["templates/", "partials/", "static/", "i18n/"].iter().any(|folder| name.starts_with(folder))
    }
}

/// What `theme.yaml` says of a theme itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeSheet {
    /// Its name for people.
    pub title: Option<String>,
    /// What it is like, in a sentence.
    pub description: Option<String>,
    /// The theme that it builds on.
    pub extends: Option<Located<String>>,
}

/// Something that a site may choose about its theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name, as in `theme.settings.name`.
    pub name: String,
    /// What it does, for people.
    pub description: String,
    /// What may be chosen.
    pub kind: SettingKind,
    /// What holds where the site chooses nothing.
    pub default: SettingValue,
}

/// What may be chosen for a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingKind {
    /// Words.
    Text {
        /// The most letters.
        longest: usize,
    },
    /// A whole number.
    Number {
        /// The smallest.
        least: i64,
        /// The largest.
        most: i64,
    },
    /// `true` or `false`.
    YesNo,
    /// A colour such as `#0b6570`.
    Colour {
        /// The ground that it must be read on, and the contrast that it needs there (WCAG 2.2), from 1 to 21.
        on: Option<(Colour, f64)>,
    },
    /// One of a few words.
    Choice(Vec<String>),
    /// A link: on this site from `/` on, or a whole address.
    Address,
}

impl SettingKind {
    /// What may be written, in words: "a whole number from 1 to 4".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text { longest } => format!("text, at most {longest} letters"),
            Self::Number { least, most } => format!("a whole number from {least} to {most}"),
            Self::YesNo => "true or false".to_owned(),
            Self::Colour { on: None } => "a colour, as in \"#0b6570\"".to_owned(),
            Self::Colour { on: Some((ground, contrast)) } => {
                format!("a colour, as in \"#0b6570\", with a contrast of {contrast} to 1 on {ground}")
            }
            Self::Choice(words) => format!("one of {}", words.join(", ")),
            Self::Address => "a link, as in https://example.org or /about/".to_owned(),
        }
    }
}

/// What was chosen for a setting. Serialises as what templates see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SettingValue {
    /// Words, a chosen word, or a link.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    YesNo(bool),
    /// A colour.
    Colour(Colour),
}

impl SettingValue {
    /// As a stylesheet can use it: colours and numbers.
    #[must_use]
    pub fn css(&self) -> Option<String> {
        match self {
            Self::Number(number) => Some(number.to_string()),
            Self::Colour(colour) => Some(colour.to_string()),
            Self::Text(_) | Self::YesNo(_) => None,
        }
    }

    /// As it would be written in `ripple.yaml`.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) if text.is_empty() => "nothing".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::YesNo(value) => value.to_string(),
            Self::Colour(colour) => format!("\"{colour}\""),
        }
    }
}

/// What holds for every setting of a theme, by name.
pub type SettingValues = BTreeMap<String, SettingValue>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_name_in_sorted_layers() {
        let files = ["partials/a.html", "static/a.css", "theme.yaml"];
        let files = files.map(|name| (name.to_owned(), Cow::Borrowed(name.as_bytes()))).to_vec();
        let layer = ThemeLayer { theme: "ours".to_owned(), built_in: false, files };
        assert_eq!(layer.file("static/a.css"), Some(b"static/a.css".as_slice()));
        assert_eq!((layer.file("static/b.css"), layer.folder().as_str()), (None, "themes/ours/"));
        assert!(ThemeLayer::is_looked_at("templates/x.html") && !ThemeLayer::is_looked_at("style.css"));
    }

    #[test]
    fn values_are_written_as_templates_stylesheets_and_writers_need_them() {
        let colour = SettingValue::Colour(Colour { channels: [1, 2, 3] });
        assert_eq!(serde_json::to_string(&colour).unwrap(), "\"#010203\"");
        assert_eq!((colour.css().as_deref(), colour.written().as_str()), (Some("#010203"), "\"#010203\""));
        assert_eq!(serde_json::to_string(&SettingValue::YesNo(true)).unwrap(), "true");
        assert_eq!(SettingValue::Text(String::new()).css(), None);
    }
}
