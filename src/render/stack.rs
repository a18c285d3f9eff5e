//! The layers of a theme as names of templates: which file a name means, and where that file is.
//!
//! The uppermost layer has plain names (`story.html`, `partials/card.html`); every other puts its theme before them
//! (`default/story.html`). A name without a theme means the uppermost file there is; a name with one, the file of that
//! theme, so that a file can build on the one that it takes the place of.

use super::fault::Fault;
use crate::diag::{SourcePath, Span};
use crate::model::{DEFAULT_THEME, ThemeLayer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Every template by its name, with its text.
pub(super) type Templates<'a> = BTreeMap<String, Cow<'a, str>>;

/// One layer without its files.
#[derive(Clone, Debug)]
struct Level {
    /// Before the names of its templates; empty for the uppermost.
    prefix: String,
    /// `themes/ours/`
    folder: String,
    built_in: bool,
}

/// The layers of a theme, the uppermost first.
#[derive(Clone, Debug)]
pub(super) struct Stack(Vec<Level>);

impl Stack {
    /// The stack of these layers.
    pub(super) fn new(layers: &[ThemeLayer]) -> Self {
        let level = |(depth, layer): (usize, &ThemeLayer)| {
            let theme = &layer.theme;
            // A site's own files over a built-in theme, under another theme: the plain name of the theme is taken.
            let is_over = layers[depth + 1..].iter().any(|other| other.theme == *theme);
            let prefix = match depth {
                // Where a site has no files of its own, its theme is the built-in one, under its own name.
                0 if !layer.built_in => String::new(),
                _ if is_over => format!("themes/{theme}/"),
                _ => format!("{theme}/"),
            };
            Level { prefix, folder: layer.folder(), built_in: layer.built_in }
        };
        Self(layers.iter().enumerate().map(level).collect())
    }

    /// What may stand before the name of a template, the uppermost first.
    pub(super) fn prefixes(&self) -> Vec<String> {
        self.0.iter().map(|level| level.prefix.clone()).filter(|prefix| !prefix.is_empty()).collect()
    }

    /// The layer of a template and its name there.
    fn level<'a>(&self, template: &'a str) -> (Option<&Level>, &'a str) {
        let mut named = self.0.iter().filter(|level| !level.prefix.is_empty());
        let found = named.find_map(|level| Some((level, template.strip_prefix(&level.prefix)?)));
        found.map_or((self.0.first(), template), |(level, name)| (Some(level), name))
    }

    /// The theme that a template's name begins with, as far as it is one, and the name in that theme.
    pub(super) fn below<'a>(&self, template: &'a str) -> (&'a str, &'a str) {
        let name = self.level(template).1;
        template.split_at(template.len() - name.len())
    }

    /// The template that a name means, among those that `is_there` knows.
    pub(super) fn meant(&self, name: &str, is_there: impl Fn(&str) -> bool) -> Option<String> {
        let names =
            std::iter::once(name.to_owned()).chain(self.0.iter().map(|level| format!("{}{name}", level.prefix)));
        names.into_iter().find(|name| is_there(name))
    }

    /// Whether a template is part of the program.
    pub(super) fn is_built_in(&self, template: &str) -> bool {
        self.level(template).0.is_none_or(|level| level.built_in)
    }

    /// The source file of a template.
    pub(super) fn path(&self, template: &str) -> SourcePath {
        let (level, name) = self.level(template);
        let folder = level.map_or_else(|| format!("themes/{DEFAULT_THEME}/"), |level| level.folder.clone());
        let kind = if name.starts_with("partials/") { "" } else { "templates/" };
        SourcePath::new(&format!("{folder}{kind}{name}"))
    }

    /// Every template by its name, with its text. Names of pages leave out their folder: `story.html`, but
    /// `partials/card.html`.
    pub(super) fn templates<'a>(&self, layers: &'a [ThemeLayer]) -> (Templates<'a>, Vec<Fault>) {
        let mut templates = Templates::new();
        let mut faults = Vec::new();
        let prefixes = self.prefixes();
        for (level, layer) in self.0.iter().zip(layers) {
            for (path, bytes) in &layer.files {
                let is_taken = |name: &&str| prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()));
                let Some(name) = template_name(path).filter(|name| !is_taken(name)) else { continue };
                match std::str::from_utf8(bytes) {
                    // A byte-order mark would stand before the doctype.
                    Ok(text) => {
                        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                        // A part of a page ends with its last letter, not with the last line of its file.
                        let text = if name.starts_with("partials/") { text.trim_end() } else { text };
                        templates.insert(format!("{}{name}", level.prefix), Cow::Borrowed(text));
                    }
                    Err(_) => faults.push(Fault {
                        span: Span::file(&SourcePath::new(&format!("{}{path}", level.folder))),
                        message: "this theme file is not saved as UTF-8 text".to_owned(),
                        template: String::new(),
                        help: Some("open it in your editor and save it with the encoding UTF-8".to_owned()),
                    }),
                }
            }
        }
        self.inherit(&mut templates);
        (templates, faults)
    }

    /// A page that a theme has from the one under it can be built on under the name of either. Only what is asked for
    /// in this way is added.
    fn inherit(&self, templates: &mut Templates<'_>) {
        let mut below: BTreeMap<String, String> = BTreeMap::new();
        for level in self.0.iter().rev().filter(|level| !level.prefix.is_empty()) {
            for (name, place) in &below {
                let full = format!("{}{name}", level.prefix);
                let is_asked = |text: &Cow<'_, str>| text.contains(&format!("\"{full}\""));
                if !templates.contains_key(&full) && templates.values().any(is_asked) {
                    templates.insert(full, Cow::Owned(format!("{{% extends \"{place}\" %}}")));
                }
            }
            let own = templates.keys().filter_map(|full| Some((full.strip_prefix(&level.prefix)?, full)));
            let own = own.filter(|(name, _)| !name.contains('/'));
            below.extend(own.map(|(name, full)| (name.to_owned(), full.clone())));
        }
    }
}

fn template_name(path: &str) -> Option<&str> {
    let named = path.strip_prefix("templates/").or_else(|| path.starts_with("partials/").then_some(path))?;
    named.rsplit_once('.').is_some_and(|(_, end)| end == "html").then_some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(theme: &str, built_in: bool, files: &[&'static str]) -> ThemeLayer {
        let files = files.iter().map(|name| ((*name).to_owned(), Cow::Borrowed(name.as_bytes()))).collect();
        ThemeLayer { theme: theme.to_owned(), built_in, files }
    }

    #[test]
    fn names_lead_to_files_of_their_layer() {
        let mut layers = [
            layer("ours", false, &["templates/a.html", "partials/b.html", "templates/default/c.html", "static/d.css"]),
            layer("default", false, &["templates/a.html"]),
            layer("default", true, &["templates/a.html", "templates/e.html", "templates/f.txt"]),
        ];
        layers[0].files[0].1 = Cow::Borrowed(b"{% extends \"themes/default/e.html\" %}");
        let stack = Stack::new(&layers);
        let (templates, faults) = stack.templates(&layers);
        assert!(faults.is_empty());
        let names: Vec<&str> = templates.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "a.html",
                "default/a.html",
                "default/e.html",
                "partials/b.html",
                "themes/default/a.html",
                "themes/default/e.html"
            ]
        );
        assert_eq!(templates["themes/default/e.html"], "{% extends \"default/e.html\" %}");
        assert_eq!(stack.path("default/a.html").as_str(), "themes/default/templates/a.html");
        assert_eq!(stack.path("partials/b.html").as_str(), "themes/ours/partials/b.html");
        assert!(stack.is_built_in("default/a.html") && !stack.is_built_in("themes/default/a.html"));
        assert_eq!(stack.below("themes/default/a.html"), ("themes/default/", "a.html"));
    }

    #[test]
    fn what_is_built_in_has_the_name_of_its_theme_at_the_top_too() {
        let stack = Stack::new(&[layer("default", true, &["templates/a.html"])]);
        assert_eq!(
            (stack.prefixes(), stack.below("default/a.html")),
            (vec!["default/".to_owned()], ("default/", "a.html"))
        );
    }
}
