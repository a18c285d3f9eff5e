//! The look of the site: built-in and own theme files as compiled templates and static files.

use super::bounds::{self, BoundedPage, Steps};
use super::builtin;
use super::fault::{BUILTIN, Fault, Places};
use super::words::{self, Copied, Expanded, WordSource};
use crate::diag::{Diagnostic, Severity, SourcePath, Span};
use crate::model::{AssetBytes, Digest, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Context, ErrorKind, Kwargs, Map, State, Tera, TeraResult, Value};

/// The files of a site's own theme, if it has one.
#[derive(Clone, Debug, Default)]
pub struct ThemeSource {
    /// `templates/…`, `partials/…` and `static/…` with their bytes. A file takes the place of the built-in
    /// one of the same name. Other files are left alone.
    pub files: Vec<(String, Vec<u8>)>,
    /// The name of the theme.
    pub name: String,
    /// Its words, with the built-in ones.
    pub words: WordSource,
}

/// A compiled theme. It is never changed; an edit makes a new one.
pub struct Theme {
    tera: Tera,
    steps: Steps,
    prefix: String,
    digest: Digest,
    assets: BTreeMap<String, AssetBytes>,
    words: Arc<Words>,
    /// What is wrong without keeping pages from being made.
    problems: Vec<Diagnostic>,
    /// Where the text of each of the site's own templates comes from.
    copied: BTreeMap<String, Vec<Copied>>,
}

/// Compiles the built-in theme with the site's own files over it. `path_prefix` is the folder of the site's
/// theme for messages: `themes/ours/`. On failure every broken file is reported.
///
/// # Errors
/// One `template-error` for each thing that is wrong in the theme's templates, and what is wrong with its words.
pub fn compile(source: &ThemeSource, path_prefix: &str) -> Result<Theme, Vec<Diagnostic>> {
    let (written, mut faults) = templates(source, path_prefix);
    let words = Arc::new(words::gather(&source.words));
    let expanded: BTreeMap<&str, Expanded> =
        written.iter().map(|(name, text)| (name.as_str(), words::expand(text, &words))).collect();
    let templates: BTreeMap<&str, &str> = expanded.iter().map(|(name, made)| (*name, made.text.as_str())).collect();
    let text = |name: &str| templates.get(name).copied();
    let copied = |name: &str| expanded.get(name).map(|made| made.copied.as_slice());
    let places = Places { prefix: path_prefix, text: &text, copied: &copied };
    let used: BTreeSet<String> = expanded.values().flat_map(|made| made.used.iter().cloned()).collect();
    let problems = words::problems(&source.words, &used);
    let bad_words = problems.iter().any(|problem| problem.severity == Severity::Error);
    // A word that asks for what no template gives fails in its file, and not again in the built-in templates.
    for (name, made) in expanded.iter().filter(|(name, _)| !bad_words || !name.starts_with(BUILTIN)) {
        faults.extend(made.faults.iter().map(|(range, message)| places.fault(name, *range, message)));
    }
    let steps = Steps::default();
    let mut tera = engine(&steps, &words);
    // Tera stops at the first file it cannot parse, so each of the site's own is first tried alone.
    for (name, text) in templates.iter().filter(|(name, _)| !name.starts_with(BUILTIN)) {
        if let Err(error) = engine(&steps, &words).add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            faults.extend(places.faults(&error, name));
        }
    }
    if faults.is_empty()
        && let Err(error) = tera.add_raw_templates(&templates)
    {
        faults = places.faults(&error, "base.html");
    }
    if !faults.is_empty() || bad_words {
        faults.sort_by(|a, b| (&a.span, &a.message).cmp(&(&b.span, &b.message)));
        return Err(faults.iter().map(Fault::at_load).chain(problems).collect());
    }
    let assets = assets(source);
    let parts: Vec<_> = templates.iter().map(|(name, text)| (name, Digest::of_bytes(text.as_bytes()))).collect();
    let digest = Digest::of(&(parts, &assets));
    let copied = expanded.into_iter().filter(|(name, _)| !name.starts_with(BUILTIN));
    let copied = copied.map(|(name, made)| (name.to_owned(), made.copied)).collect();
    Ok(Theme { tera, steps, prefix: path_prefix.to_owned(), digest, assets, words, problems, copied })
}

impl Theme {
    /// Digest of everything in the theme.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Static files by name, such as `style.css`.
    pub fn assets(&self) -> &BTreeMap<String, AssetBytes> {
        &self.assets
    }

    /// The words of the site.
    pub fn words(&self) -> &Arc<Words> {
        &self.words
    }

    /// What is wrong with the theme without keeping pages from being made.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether there is a page template of this name, without `.html`.
    pub fn has_template(&self, name: &str) -> bool {
        !name.starts_with("partials/") && self.tera.contains_template(&format!("{name}.html"))
    }

    /// The names of all page templates without `.html`, sorted.
    pub fn template_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .tera
            .get_template_names()
            .filter_map(|name| name.strip_prefix(BUILTIN).unwrap_or(name).strip_suffix(".html"))
            .filter(|name| !name.starts_with("partials/") && !matches!(*name, "base" | "redirect"))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Makes a page with a template, named without `.html`.
    pub(super) fn render(&self, template: &str, context: &Context) -> Result<String, Fault> {
        let name = format!("{template}.html");
        self.bounded(&name, |page| self.tera.render_to(&name, context, page))
    }

    /// Makes a part of a page with a component. `around` holds what it may take from its surroundings.
    pub(super) fn component(&self, name: &str, arguments: &Context, around: &Context) -> Result<String, Fault> {
        self.bounded(name, |page| {
            self.tera.render_component_with_implicits_to(name, arguments, around, None, true, page)
        })
    }

    fn bounded(&self, template: &str, make: impl FnOnce(&mut BoundedPage) -> TeraResult<()>) -> Result<String, Fault> {
        let counting = self.steps.start();
        let mut page = BoundedPage::new();
        let result = make(&mut page).and_then(|()| Ok(String::from_utf8(page.into_bytes())?));
        drop(counting);
        result.map_err(|error| {
            let owner = if self.tera.get_template_names().any(|name| name == template) {
                template.to_owned()
            } else {
                format!("{BUILTIN}{template}")
            };
            let copied = |name: &str| self.copied.get(name).map(Vec::as_slice);
            let places = Places { prefix: &self.prefix, text: &|_| None, copied: &copied };
            let first = places.faults(&error, &owner).into_iter().next();
            let mut fault = first.unwrap_or_else(|| unexplained(&places, &owner));
            template.clone_into(&mut fault.template);
            fault
        })
    }
}

fn unexplained(places: &Places<'_>, template: &str) -> Fault {
    let span = Span::file(&places.path(template));
    Fault { span, message: "the page could not be made".to_owned(), template: template.to_owned() }
}

/// Template name to text: built-in ones under `default/`, the site's own under their plain names, which
/// come first. Names of pages leave out the folder: `story.html`, but `partials/card.html`.
fn templates<'a>(source: &'a ThemeSource, prefix: &str) -> (BTreeMap<String, &'a str>, Vec<Fault>) {
    let mut templates = BTreeMap::new();
    let mut faults = Vec::new();
    for (path, text) in builtin::TEMPLATES.iter().chain(builtin::PARTIALS) {
        let name = template_name(path).unwrap_or(path);
        templates.insert(format!("{BUILTIN}{name}"), whole(name, text));
    }
    for (path, bytes) in &source.files {
        let Some(name) = template_name(path).filter(|name| !name.starts_with(BUILTIN)) else { continue };
        match std::str::from_utf8(bytes) {
            // A byte-order mark would stand before the doctype.
            Ok(text) => {
                templates.insert(name.to_owned(), whole(name, text.strip_prefix('\u{feff}').unwrap_or(text)));
            }
            Err(_) => faults.push(Fault {
                span: Span::file(&SourcePath::new(&format!("{prefix}{path}"))),
                message: "this theme file is not saved as UTF-8 text".to_owned(),
                template: String::new(),
            }),
        }
    }
    (templates, faults)
}

/// A part of a page ends with its last letter, not with the end of the last line of its file.
fn whole<'a>(name: &str, text: &'a str) -> &'a str {
    if name.starts_with("partials/") { text.trim_end() } else { text }
}

fn template_name(path: &str) -> Option<&str> {
    let named = path.strip_prefix("templates/").or_else(|| path.starts_with("partials/").then_some(path))?;
    named.rsplit_once('.').is_some_and(|(_, end)| end == "html").then_some(named)
}

fn assets(source: &ThemeSource) -> BTreeMap<String, AssetBytes> {
    let built_in = builtin::STATICS.iter().copied();
    let own = source.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    built_in
        .chain(own)
        .filter_map(|(path, bytes)| {
            let name = path.strip_prefix("static/")?;
            Some((name.to_owned(), AssetBytes { bytes: Arc::from(bytes), digest: Digest::of_bytes(bytes) }))
        })
        .collect()
}

/// Tera as themes may use it: escaping everywhere, no way to files, clock or network, bounded loops, and
/// maps that are always walked in the order of their keys when they are taken apart by a filter.
fn engine(steps: &Steps, words: &Arc<Words>) -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on(vec![""]);
    let prefixes = tera.set_fallback_prefixes([BUILTIN]);
    debug_assert!(prefixes.is_ok(), "there are no templates yet");
    tera.register_function("range", bounds::range(steps));
    words::register(&mut tera, words);
    tera.register_filter("keys", |map: &Map, _: Kwargs, _: &State| -> Vec<Value> {
        sorted(map).into_iter().map(|(key, _)| key).collect()
    });
    tera.register_filter("values", |map: &Map, _: Kwargs, _: &State| -> Vec<Value> {
        sorted(map).into_iter().map(|(_, value)| value).collect()
    });
    tera.register_filter("pairs", |map: &Map, _: Kwargs, _: &State| -> Vec<Value> {
        sorted(map).into_iter().map(|(key, value)| Value::from(vec![key, value])).collect()
    });
    tera
}

fn sorted(map: &Map) -> Vec<(Value, Value)> {
    let mut pairs: Vec<_> = map.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    pairs.into_iter().map(|(key, value)| (key.as_value(), value)).collect()
}
