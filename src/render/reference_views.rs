//! For the reference of themes: what the views' own comments say of each value, and which values templates really
//! see on the sample pages.

use std::collections::{BTreeMap, BTreeSet};
use tera::Value;

/// Where the views are, and parts that only `render` puts together, in the same form.
const SOURCES: [&str; 13] = [
    include_str!("../model/view.rs"),
    include_str!("../model/view/colophon.rs"),
    include_str!("../model/view/map.rs"),
    include_str!("../model/view/person.rs"),
    include_str!("../model/view/picture.rs"),
    include_str!("../model/view/search.rs"),
    include_str!("../model/view/sheet.rs"),
    include_str!("../model/view/thread.rs"),
    include_str!("../model/view/voice.rs"),
    include_str!("../model/frame.rs"),
    include_str!("../model/config.rs"),
    include_str!("../model/entry.rs"),
    PUT_TOGETHER,
];

const PUT_TOGETHER: &str = "
/// All tags.
pub struct TagsView {
    /// The tags by label.
    pub tags: Vec<CountView>,
}
/// All collections.
pub struct CollectionsView {
    /// The collections with their counts.
    pub collections: Vec<CountedView>,
}
/// A collection in a list.
pub struct CountedView {
    /// The collection.
    pub card: Shared<CardView>,
    /// How many stories it has.
    pub count: usize,
}
/// The archive.
pub struct ArchiveView {
    /// Ways in by year.
    pub years: Vec<CountView>,
}
/// The statement on accessibility: words of the theme alone.
pub struct AccessibilityView {
}
/// What belongs to every text that a writer wrote.
pub struct TextParts {
    /// Whether there is a recording in the text: its page needs `recording.css`.
    pub recordings: bool,
    /// The headings in the text.
    pub headings: Vec<Heading>,
    /// What the writer put under `extra`, as it is.
    pub extra: Free,
    /// On the home page: rings that leave the picture of the newest story.
    pub echo: String,
}
/// What the theme is, and what a site chose about it.
pub struct ThemeView {
    /// The name of the theme that the site uses.
    pub name: String,
    /// Its settings: `theme.settings.name` for each that its `theme.yaml` declares.
    pub settings: Free,
}
";

/// One value of a group.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) written: String,
    pub(super) words: String,
}

/// A group of values.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) words: String,
    pub(super) fields: Vec<Field>,
}

/// Every group by the name of its type.
pub(super) type Groups = BTreeMap<String, Group>;

/// Reads all groups from the sources.
pub(super) fn groups() -> Groups {
    let mut groups = Groups::new();
    for source in SOURCES {
        let (mut words, mut open, mut is_hidden) = (String::new(), None, false);
        for line in source.lines().map(str::trim) {
            if let Some(said) = line.strip_prefix("///") {
                words = format!("{words} {}", said.trim()).trim().to_owned();
            } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
                groups.insert(name.to_owned(), Group { words: std::mem::take(&mut words), fields: Vec::new() });
                open = Some(name.to_owned());
            } else if line == "}" {
                open = None;
            } else if let (Some(group), Some(field)) = (&open, line.strip_prefix("pub ")) {
                let Some((name, written)) = field.trim_end_matches(',').split_once(": ") else { continue };
                let words = std::mem::take(&mut words);
                if std::mem::take(&mut is_hidden) {
                    continue;
                }
                let field = Field { name: name.to_owned(), written: written.to_owned(), words };
                groups.entry(group.clone()).or_default().fields.push(field);
            } else if line == "#[serde(skip)]" {
                is_hidden = true;
            } else if !line.starts_with("#[") {
                words.clear();
            }
        }
    }
    groups
}

/// A type without what templates do not notice: sharing, boxes, and that it may be missing.
pub(super) fn bare(written: &str) -> &str {
    let mut bare = written;
    for wrap in ["Option<", "Shared<", "Box<", "Option<", "Shared<"] {
        bare = bare.strip_prefix(wrap).and_then(|rest| rest.strip_suffix('>')).unwrap_or(bare);
    }
    bare
}

/// Which values templates really see: the group and the name of each, and whether it is HTML.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Every value that was there at least once.
    pub(super) values: BTreeSet<(String, String)>,
    /// Those of them that are HTML already.
    pub(super) html: BTreeSet<(String, String)>,
    /// Values that no comment describes.
    pub(super) unknown: BTreeSet<String>,
}

impl Seen {
    /// Takes in a value of this type, and all that is in it.
    pub(super) fn take(&mut self, value: &Value, written: &str, groups: &Groups) {
        let written = bare(written);
        if let Some(items) = value.as_array() {
            let inner = written.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>'));
            for item in items {
                self.take(item, inner.unwrap_or(""), groups);
            }
            return;
        }
        let (Some(map), Some(group)) = (value.as_map(), groups.get(written)) else { return };
        for (key, value) in map {
            let key = key.to_string();
            let place = (written.to_owned(), key.clone());
            let own = group.fields.iter().find(|field| field.name == key);
            let common = || groups["TextParts"].fields.iter().find(|field| field.name == key);
            let Some(field) = own.or_else(common) else {
                self.unknown.insert(format!("{written}.{key}"));
                continue;
            };
            if own.is_none() {
                self.values.insert(("TextParts".to_owned(), key));
            }
            if value.is_none() {
                continue;
            }
            if value.as_str().is_some_and(|text| !text.is_empty()) && value.is_safe() {
                self.html.insert(place.clone());
            }
            self.values.insert(place);
            self.take(value, &field.written, groups);
        }
    }
}

/// A type in words, with a link to the group that it is.
pub(super) fn kind(written: &str, is_html: bool) -> String {
    if is_html || written.contains("TextView") {
        return if written.starts_with("Option<") { "HTML, or nothing" } else { "HTML" }.to_owned();
    }
    if let Some(inner) = written.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("{}, or nothing", kind(inner, false));
    }
    let written = bare(written);
    if let Some(inner) = written.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("list of {}", kind(inner, false));
    }
    match written {
        "String" | "&'static str" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "Free" => "whatever was written".to_owned(),
        "BTreeMap<String, String>" => "text by name".to_owned(),
        number if number.starts_with(['u', 'i', 'f']) => "number".to_owned(),
        pair if pair.starts_with('(') => "two texts".to_owned(),
        group => format!("[{0}](#{0})", name(group)),
    }
}

/// The name of a group for people: `map-row` for `MapRow`, `card` for `CardView`.
pub(super) fn name(group: &str) -> String {
    let group = group.strip_suffix("View").unwrap_or(group);
    let mut name = String::new();
    for letter in group.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}
