//! What a theme is made of: the layers of its files from the site's own down to the built-in ones, its settings, and
//! what the site chose. Nothing is compiled here.

use crate::diag::{Diagnostic, Located, SourcePath, Span, codes};
use crate::model::{DEFAULT_THEME, Digest, Fatal, Setting, SourceFile, THEME_FILE, ThemeLayer, ThemeSheet};
use crate::render::{self, ThemeSource};
use crate::{parse, read};
use std::borrow::Cow;
use std::path::Path;

/// A theme before it is compiled.
#[derive(Clone, Debug)]
pub struct Dressing {
    /// Its layers, the uppermost first, and what holds for its settings.
    pub source: ThemeSource,
    /// The theme and all that it builds on, the uppermost first: each name with what its `theme.yaml` says.
    pub themes: Vec<(String, ThemeSheet)>,
    /// The settings that it has.
    pub settings: Vec<Setting>,
    /// Digest of its own files and of what was chosen. The built-in files are part of the program.
    pub digest: Digest,
    /// What is wrong with all this.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds all that a theme is made of. `config` is the text in which a site chooses its settings.
///
/// # Errors
/// When there is no folder at `root`, or it cannot be looked into.
pub fn dressing(root: &Path, name: &Located<String>, config: Option<&SourceFile>) -> Result<Dressing, Fatal> {
    let mut found = Dressing {
        source: ThemeSource { name: name.value.clone(), layers: Vec::new(), ..ThemeSource::default() },
        themes: Vec::new(),
        settings: Vec::new(),
        digest: Digest::default(),
        diagnostics: Vec::new(),
    };
    let mut sheets = Vec::new();
    let mut next = Some(name.clone());
    while let Some(name) = next {
        sheets.extend(found.pile(root, &name)?);
        next = found.below(&name);
    }
    for file in sheets.iter().rev() {
        let problems = parse::declared(file, &mut found.settings);
        found.diagnostics.extend(problems);
    }
    if let Some(file) = config {
        let (values, problems) = parse::theme_settings(file, &found.source.name, &found.settings);
        found.source.values = values;
        found.diagnostics.extend(problems);
    } else {
        let defaults = found.settings.iter().map(|setting| (setting.name.clone(), setting.default.clone()));
        found.source.values = defaults.collect();
    }
    found.digest = digest(&found.source);
    Ok(found)
}

impl Dressing {
    /// Adds the layers of one theme: the site's folder, then the built-in files. Returns its `theme.yaml`.
    fn pile(&mut self, root: &Path, name: &Located<String>) -> Result<Option<SourceFile>, Fatal> {
        let (files, problems) = read::theme(root, name, render::BUILT_IN)?;
        self.diagnostics.extend(problems);
        let theme = name.value.clone();
        let path = SourcePath::new(&format!("themes/{theme}/{THEME_FILE}"));
        let files: Vec<_> = files.into_iter().map(|(name, bytes)| (name, Cow::Owned(bytes))).collect();
        let own = ThemeLayer { theme: theme.clone(), built_in: false, files };
        let built_in = render::built_in(&theme);
        let mut file = None;
        if own.file(THEME_FILE).is_some() {
            match read::file(root, &path) {
                Ok(own) => file = Some(own),
                Err(problem) => self.diagnostics.push(problem.configuration()),
            }
        } else if let Some(text) = built_in.as_ref().and_then(|layer| layer.file(THEME_FILE)) {
            let text = String::from_utf8_lossy(text).into_owned();
            file = Some(SourceFile { path, digest: Digest::of_bytes(text.as_bytes()), text: text.into() });
        }
        self.diagnostics.extend(strays(&own));
        if !own.files.is_empty() {
            self.source.layers.push(own);
        }
        self.source.layers.extend(built_in);
        let mut sheet = ThemeSheet::default();
        if let Some(file) = &file {
            let (read, problems) = parse::theme_sheet(file);
            self.diagnostics.extend(problems);
            sheet = read;
        }
        self.themes.push((theme, sheet));
        Ok(file)
    }

    /// The theme under the last one: the one that it names, or the default one. A loop ends with the default one, too.
    fn below(&mut self, last: &Located<String>) -> Option<Located<String>> {
        let default = || Located::new(DEFAULT_THEME.to_owned(), last.span.clone());
        let is_piled = |name: &str| self.themes.iter().any(|(known, _)| known == name);
        let Some(next) = self.themes.last().and_then(|(_, sheet)| sheet.extends.clone()) else {
            return (!is_piled(DEFAULT_THEME)).then(default);
        };
        if !is_piled(&next.value) {
            return Some(next);
        }
        let first = self.themes.iter().position(|(known, _)| *known == next.value).unwrap_or(0);
        let names: Vec<&str> = self.themes.get(first..).into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let chain: Vec<&str> = names.into_iter().chain([next.value.as_str()]).collect();
        let problem = codes::theme::theme_loop(&next.span, &chain);
        let is_whole = is_piled(DEFAULT_THEME);
        self.diagnostics.push(problem);
        (!is_whole).then(default)
    }
}

/// Files that look as if they were meant to change something, and do not.
fn strays(layer: &ThemeLayer) -> impl Iterator<Item = Diagnostic> {
    let stray = |(name, _): &(String, Cow<'static, [u8]>)| {
        let folder = match name.rsplit_once('.')?.1 {
            "html" => "templates",
            "css" | "js" | "svg" | "png" | "jpg" | "webp" => "static",
            _ => return None,
        };
        let place = SourcePath::new(&format!("{}{name}", layer.folder()));
        (!ThemeLayer::is_looked_at(name)).then(|| codes::theme::stray_theme_file(&Span::file(&place), folder))
    };
    layer.files.iter().filter_map(stray)
}

fn digest(source: &ThemeSource) -> Digest {
    let files = |layer: &ThemeLayer| -> Vec<(String, Digest)> {
        let all = layer.files.iter().filter(|_| !layer.built_in);
        all.map(|(name, bytes)| (name.clone(), Digest::of_bytes(bytes))).collect()
    };
    let layers: Vec<_> = source.layers.iter().map(|layer| (&layer.theme, layer.built_in, files(layer))).collect();
    Digest::of(&(&source.name, layers, &source.values))
}
