//! The look of the site: built-in and own theme files as compiled templates and static files.

use super::bounds::{self, BoundedPage, Steps};
use super::builtin::built_in;
use super::fault::{Fault, Places};
use super::private;
use super::stack::{Stack, Templates};
use super::words::{self, Copied, Expanded, WordSource};
use crate::diag::{Diagnostic, Severity, Span};
use crate::model::{AssetBytes, DEFAULT_THEME, Digest, SettingValues, ThemeLayer, Words, text};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Context, ErrorKind, Kwargs, Map, State, Tera, TeraResult, Value};

/// What a theme is made of.
#[derive(Clone, Debug, Default)]
pub struct ThemeSource {
    /// The name of the theme.
    pub name: String,
    /// The site's own files and all that they lie on, the uppermost first. The default theme is the last.
    pub layers: Vec<ThemeLayer>,
    /// What holds for the settings of the theme.
    pub values: SettingValues,
    /// Its words, with the built-in ones.
    pub words: WordSource,
}

/// A compiled theme. It is never changed; an edit makes a new one.
pub struct Theme {
    tera: Tera,
    steps: Steps,
    stack: Stack,
    digest: Digest,
    assets: BTreeMap<String, AssetBytes>,
    words: Arc<Words>,
    /// What is wrong without keeping pages from being made.
    problems: Vec<Diagnostic>,
    /// Where the text of each of the site's own templates comes from.
    copied: BTreeMap<String, Vec<Copied>>,
}

/// Compiles a theme: its uppermost files with all that lies under them. On failure every broken file is reported.
///
/// # Errors
/// One `template-error` for each thing that is wrong in the theme's templates, and what is wrong with its words.
pub fn compile(source: &ThemeSource) -> Result<Theme, Vec<Diagnostic>> {
    let stack = Stack::new(&source.layers);
    let (written, mut faults) = stack.templates(&source.layers);
    let words = Arc::new(words::gather(&source.words));
    let expanded: BTreeMap<String, Expanded> =
        written.iter().map(|(name, text)| (name.clone(), words::expand(text, &words))).collect();
    let templates: Templates<'_> =
        expanded.iter().map(|(name, made)| (name.clone(), Cow::Borrowed(made.text.as_str()))).collect();
    let copied = |name: &str| expanded.get(name).map(|made| made.copied.as_slice());
    let places = Places { stack: &stack, templates: Some(&templates), copied: &copied };
    let used: BTreeSet<String> = expanded.values().flat_map(|made| made.used.iter().cloned()).collect();
    let problems = words::problems(&source.words, &used);
    let bad_words = problems.iter().any(|problem| problem.severity == Severity::Error);
    // A word that asks for what no template gives fails in its file, and not again in the built-in templates.
    for (name, made) in expanded.iter().filter(|(name, _)| !bad_words || !stack.is_built_in(name)) {
        faults.extend(made.faults.iter().map(|(range, message)| places.placed(name, *range, message)));
    }
    for (name, text) in written.iter().filter(|(name, _)| !stack.is_built_in(name)) {
        faults
            .extend(private::asked_for(text).into_iter().map(|(range, key)| private::fault(&places, name, range, key)));
    }
    let steps = Steps::default();
    let mut tera = engine(&stack, &steps, &words);
    // Tera stops at the first file it cannot parse, so each of the site's own is first tried alone.
    for (name, text) in templates.iter().filter(|(name, _)| !stack.is_built_in(name)) {
        if let Err(error) = engine(&stack, &steps, &words).add_raw_template(name, text)
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
    let digest = Digest::of(&(&source.name, parts, &assets, &source.values));
    tera.global_context().insert_value("theme", worn(source));
    let copied = expanded.iter().filter(|(name, _)| !stack.is_built_in(name));
    let copied = copied.map(|(name, made)| (name.clone(), made.copied.clone())).collect();
    Ok(Theme { tera, steps, stack, digest, assets, words, problems, copied })
}

/// What templates see as `theme`.
fn worn(source: &ThemeSource) -> Value {
    let settings = Value::try_from_serializable(&source.values).unwrap_or_else(|_| Value::none());
    Value::from(BTreeMap::from([("name", Value::from(source.name.as_str())), ("settings", settings)]))
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
            .filter_map(|name| self.stack.below(name).1.strip_suffix(".html"))
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
            let is_there = |name: &str| self.tera.get_template_names().any(|known| known == name);
            let owner = self.stack.meant(template, is_there);
            let owner = owner.unwrap_or_else(|| format!("{DEFAULT_THEME}/{template}"));
            let copied = |name: &str| self.copied.get(name).map(Vec::as_slice);
            let places = Places { stack: &self.stack, templates: None, copied: &copied };
            let first = places.faults(&error, &owner).into_iter().next();
            let mut fault = first.unwrap_or_else(|| unexplained(&places, &owner));
            template.clone_into(&mut fault.template);
            fault
        })
    }
}

fn unexplained(places: &Places<'_>, template: &str) -> Fault {
    let span = Span::file(&places.path(template));
    Fault { span, message: "the page could not be made".to_owned(), template: template.to_owned(), help: None }
}

/// The theme's own stylesheet, which knows the settings that are colours and numbers: `var(--theme-name)`.
const STYLESHEET: &str = "style.css";

/// A stylesheet without its comments, a tenth of what readers would load; whoever makes a theme has them in its files.
/// What begins with `/*!` stays, as licences do, and so does all that stands in quotation marks or in `url(…)`.
fn without_comments(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(place) = rest.find(['"', '\'', '/', '(']) {
        let (before, from) = rest.split_at(place);
        bare.push_str(before);
        let is_comment = from.starts_with("/*") && !from.starts_with("/*!");
        let end = match from.as_bytes()[0] {
            b'/' if from.starts_with("/*") => from[2..].find("*/").map(|end| end + 4),
            b'(' if bare.ends_with("url") => from.find(')'),
            b'/' | b'(' => Some(1),
            quote => closing(from, quote),
        };
        let (whole, after) = from.split_at(end.unwrap_or(from.len()));
        if is_comment {
            rest = after.trim_start_matches(['\n', ' ']);
        } else {
            bare.push_str(whole);
            rest = after;
        }
    }
    bare.push_str(rest);
    bare
}

/// A script without the lines that are comments: they would be a sixth of what a reader loads.
fn without_comment_lines(script: &str) -> String {
    script.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//")).collect()
}

/// The end of a text in quotation marks that begins here.
fn closing(text: &str, quote: u8) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            _ if byte == quote => return Some(place + 1),
            _ => {}
        }
    }
    None
}

fn assets(source: &ThemeSource) -> BTreeMap<String, AssetBytes> {
    let mut assets: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    let ours = built_in(DEFAULT_THEME);
    for layer in source.layers.iter().rev() {
        for (path, bytes) in &layer.files {
            let Some(name) = path.strip_prefix("static/") else { continue };
            let is_ours = || ours.as_ref().and_then(|layer| layer.file(path)).is_some_and(|ours| ours == &**bytes);
            let bare = std::str::from_utf8(bytes).ok().and_then(|text| match name.rsplit_once('.')?.1 {
                "css" => Some(without_comments(text)),
                // Only of our own scripts, and of copies of them, it is known that such a line is never inside of a text.
                "js" if is_ours() => Some(without_comment_lines(text)),
                _ => None,
            });
            assets.insert(name, bare.map_or_else(|| bytes.to_vec(), String::into_bytes));
        }
    }
    // A page with notes has both scripts in one file: that is one request less.
    if let (Some(scheme), Some(notes)) = (assets.get("scheme.js").cloned(), assets.get_mut("journal.js")) {
        notes.splice(..0, scheme);
    }
    let chosen: Vec<String> = source
        .values
        .iter()
        .filter_map(|(name, value)| Some(format!("--theme-{}: {};", name.replace('_', "-"), value.css()?)))
        .collect();
    if let (Some(sheet), false) = (assets.get_mut(STYLESHEET), chosen.is_empty()) {
        sheet.extend_from_slice(format!("\n:root {{ {} }}\n", chosen.join(" ")).as_bytes());
    }
    let asset = |(name, bytes): (&str, Vec<u8>)| {
        (name.to_owned(), AssetBytes { digest: Digest::of_bytes(&bytes), bytes: Arc::from(bytes) })
    };
    assets.into_iter().map(asset).collect()
}

/// Tera as themes may use it: escaping everywhere, no way to files, clock or network, bounded loops, and
/// maps that are always walked in the order of their keys when they are taken apart by a filter.
fn engine(stack: &Stack, steps: &Steps, words: &Arc<Words>) -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on(vec![""]);
    let prefixes = tera.set_fallback_prefixes(stack.prefixes());
    debug_assert!(prefixes.is_ok(), "there are no templates yet");
    tera.register_function("range", bounds::range(steps));
    words::register(&mut tera, words);
    tera.register_filter("direction", |language: &str, _: Kwargs, _: &State| text::direction(language));
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
