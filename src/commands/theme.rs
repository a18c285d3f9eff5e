//! `ripple theme`: which themes there are, and single files of them to change.

use super::out::{eprintln, print, println};
use super::table::{self, Table};
use super::{plural, root};
use crate::cli::{EjectArgs, ListFormat, ThemeArgs, ThemeCommand, ThemeListArgs};
use crate::diag::{Located, Severity, SourcePath, Span, nearest};
use crate::engine::{Dressing, dressing};
use crate::model::{Config, Fatal, SourceFile, THEME_FILE, ThemeLayer};
use crate::scaffold::{self, Copied, ThemeCopy};
use crate::{parse, read, render};
use std::collections::BTreeSet;
use std::path::Path;

/// Does what was asked about themes. Returns the exit code.
pub(super) fn run(args: &ThemeArgs) -> Result<u8, Fatal> {
    match &args.command {
        ThemeCommand::List(args) => list(args),
        ThemeCommand::Eject(args) => eject(args),
    }
}

/// The configuration, which says which theme is used.
fn config(root: &Path) -> Result<(Config, SourceFile), Fatal> {
    let unread = || {
        let message = "ripple.yaml cannot be understood, so nobody knows which theme this site has. \
                       `ripple check` shows what is wrong";
        Fatal::Argument(message.to_owned())
    };
    let file = read::config_text(root).map_err(|_| unread())?;
    let (config, problems) = parse::config(&file, None);
    let is_readable =
        !problems.iter().any(|problem| matches!(problem.code, "yaml-syntax" | "not-fields" | "yaml-too-large"));
    if is_readable { Ok((config, file)) } else { Err(unread()) }
}

fn list(args: &ThemeListArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let (config, file) = config(&root)?;
    let own = read::theme_names(&root)?;
    let names: BTreeSet<&str> = own.iter().map(String::as_str).chain(render::BUILT_IN.iter().copied()).collect();
    let columns = &["theme", "used", "what it is", "extends", "from", "files"];
    let mut table = Table { columns, give: &["files", "what it is"], rows: Vec::new() };
    let mut used = None;
    for name in names {
        let is_used = name == config.theme.value;
        let asked = Located::new(name.to_owned(), Span::file(&SourcePath::new(&format!("themes/{name}/{THEME_FILE}"))));
        let found = dressing(&root, &asked, is_used.then_some(&file))?;
        table.rows.push(row(name, is_used, &found));
        used = used.or(is_used.then_some(found));
    }
    if used.is_none() {
        eprintln!("The site asks for a theme `{}`, which is not there.", config.theme.value);
    }
    let broken =
        used.as_ref().is_some_and(|found| found.diagnostics.iter().any(|problem| problem.severity == Severity::Error));
    if broken {
        eprintln!("Something is wrong with the theme of this site; `ripple check` shows what.");
    }
    match args.format {
        ListFormat::Table => {
            let _ = table::show(&table);
            if let Some(found) = used.filter(|found| !found.settings.is_empty()) {
                println!("\nWhat can be chosen, in ripple.yaml under `theme_settings:`\n");
                let _ = table::show(&settings(&found));
            }
        }
        ListFormat::Json => println!("{}", table::json(&table)),
        ListFormat::Csv => print!("{}", String::from_utf8_lossy(&table::csv(&table)?)),
    }
    Ok(0)
}

fn row(name: &str, is_used: bool, found: &Dressing) -> Vec<String> {
    let layers = &found.source.layers;
    let own = layers.iter().find(|layer| layer.theme == name && !layer.built_in);
    let built_in = layers.iter().find(|layer| layer.theme == name && layer.built_in);
    let from = match (own, built_in) {
        (Some(_), Some(_)) => format!("built in, and themes/{name}/ over it"),
        (None, Some(_)) => "built in".to_owned(),
        _ => format!("themes/{name}/"),
    };
    let extends: Vec<&str> = found.themes.iter().skip(1).map(|(name, _)| name.as_str()).collect();
    let files = own.or(built_in).map(|layer| changes(layer, layers)).unwrap_or_default();
    let used = if is_used { "yes" } else { "" };
    let sheet = found.themes.first().map(|(_, sheet)| sheet);
    let about = sheet.and_then(|sheet| sheet.description.clone().or_else(|| sheet.title.clone())).unwrap_or_default();
    vec![name.to_owned(), used.to_owned(), about, extends.join(", "), from, files]
}

/// Names in one line; a long list is only counted.
fn few(names: &[&str]) -> String {
    match names.len() {
        0..=8 => names.join(", "),
        many => format!("{} and {} more files", names[..3].join(", "), many - 3),
    }
}

/// The files of a layer, in words: those that take the place of others, those that are new, those that nobody looks at.
fn changes(layer: &ThemeLayer, layers: &[ThemeLayer]) -> String {
    let below = layers.iter().skip_while(|other| *other != layer).skip(1);
    let below: BTreeSet<&str> = below.flat_map(|layer| &layer.files).map(|(name, _)| name.as_str()).collect();
    let (mut over, mut new, mut idle) = (Vec::new(), Vec::new(), Vec::new());
    for (name, _) in layer.files.iter().filter(|(name, _)| name != THEME_FILE) {
        if !ThemeLayer::is_looked_at(name) {
            idle.push(name.as_str());
        } else if below.contains(name.as_str()) {
            over.push(name.as_str());
        } else {
            new.push(name.as_str());
        }
    }
    // A theme with nothing under it is new as a whole.
    if below.is_empty() {
        return plural(new.len(), "file", "files");
    }
    let told = [("in place of", over), ("new", new), ("not looked at", idle)];
    let told = told.iter().filter(|(_, names)| !names.is_empty());
    told.map(|(what, names)| format!("{what}: {}", few(names))).collect::<Vec<_>>().join("; ")
}

fn settings(found: &Dressing) -> Table {
    let row = |setting: &crate::model::Setting| {
        let value = found.source.values.get(&setting.name).unwrap_or(&setting.default).written();
        vec![setting.name.clone(), value, setting.kind.words(), setting.description.clone()]
    };
    let rows = found.settings.iter().map(row).collect();
    Table { columns: &["setting", "now", "may be", "what it does"], give: &["what it does", "may be"], rows }
}

fn eject(args: &EjectArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let (config, file) = config(&root)?;
    let theme = config.theme.value.as_str();
    let found = dressing(&root, &config.theme, Some(&file))?;
    let is_fatal = |code: &str| matches!(code, "unknown-theme" | "bad-theme-name" | "outside-link" | "theme-loop");
    if found.diagnostics.iter().any(|problem| is_fatal(problem.code)) {
        let message = format!("the theme `{theme}` cannot be used as it is. `ripple check` shows what is wrong");
        return Err(Fatal::Argument(message));
    }
    let copies = scaffold::copies(&found.source.layers, theme);
    let wanted: Vec<&ThemeCopy> = if args.all { copies.iter().collect() } else { chosen(&copies, &args.files)? };
    if wanted.is_empty() {
        println!("{}", copies.iter().map(|copy| copy.name.as_str()).collect::<Vec<_>>().join("\n"));
        eprintln!("Name the files to copy into themes/{theme}/, as in `ripple theme eject story.html`.");
        return Ok(0);
    }
    let (mut made, mut kept) = (Vec::new(), Vec::new());
    for copy in wanted {
        let place = format!("themes/{theme}/{}", copy.name);
        match scaffold::eject(&root, &place, &copy.bytes, args.force)? {
            Copied::Kept => kept.push(place),
            Copied::New | Copied::Replaced => {
                println!("{place}");
                made.push(copy);
            }
        }
    }
    told(theme, &made, &kept);
    Ok(if made.is_empty() { Fatal::EXIT_CODE } else { 0 })
}

/// What was done, and how to take it back.
fn told(theme: &str, made: &[&ThemeCopy], kept: &[String]) {
    if let [copy, ..] = made {
        let from: BTreeSet<&str> = made.iter().map(|copy| copy.from.as_str()).collect();
        let from = from.into_iter().collect::<Vec<_>>().join("` and `");
        eprintln!(
            "Copied {} from the theme `{from}`. Your copies are used from now on.",
            plural(made.len(), "file", "files")
        );
        eprintln!("To go back to the file of the theme below, delete your copy, such as themes/{theme}/{}.", copy.name);
        if made.iter().any(|copy| copy.name.starts_with("templates/")) {
            eprintln!(
                "To change one part of a page only, keep just that block after `{{% extends \"{}/…\" %}}`; \
                 a short file stays right for longer.",
                copy.from
            );
        }
    }
    if !kept.is_empty() {
        eprintln!("Left as they are, because you have your own: {}.", kept.join(", "));
        eprintln!("`--force` puts the theme's files in their place, and yours are lost.");
    }
}

/// The files that were named: by their whole name, or by the last part of it where that is enough.
fn chosen<'a>(copies: &'a [ThemeCopy], names: &[String]) -> Result<Vec<&'a ThemeCopy>, Fatal> {
    let mut chosen: Vec<&ThemeCopy> = Vec::new();
    for name in names {
        let name = name.replace('\\', "/");
        let is_meant = |copy: &&ThemeCopy| {
            copy.name == name
                || name.ends_with(&format!("/{}", copy.name))
                || copy.name.rsplit_once('/').is_some_and(|(_, last)| last == name)
        };
        let found: Vec<&ThemeCopy> = copies.iter().filter(is_meant).collect();
        let copy = match found.as_slice() {
            [copy] => *copy,
            [] => {
                let lasts =
                    copies.iter().map(|copy| copy.name.rsplit_once('/').map_or(copy.name.as_str(), |(_, last)| last));
                let near =
                    nearest(&name, copies.iter().map(|copy| copy.name.as_str())).or_else(|| nearest(&name, lasts));
                let help = near.map_or_else(
                    || "`ripple theme eject` alone lists all there are".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(Fatal::Argument(format!("the theme has no file `{name}`: {help}")));
            }
            several => {
                let all: Vec<&str> = several.iter().map(|copy| copy.name.as_str()).collect();
                return Err(Fatal::Argument(format!("`{name}` can be {}: write the whole name", all.join(" or "))));
            }
        };
        if !chosen.iter().any(|known| known.name == copy.name) {
            chosen.push(copy);
        }
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copies() -> Vec<ThemeCopy> {
        ["partials/prompt.html", "static/style.css", "templates/prompt.html", "templates/story.html"]
            .map(|name| ThemeCopy { name: name.to_owned(), from: "default".to_owned(), bytes: Vec::new() })
            .to_vec()
    }

    #[test]
    fn files_are_found_by_whole_names_and_by_their_last_part() {
        let all = copies();
        let find = |name: &str| chosen(&all, &[name.to_owned()]).map(|found| found[0].name.clone());
        for name in
            ["story.html", "templates/story.html", "templates\\story.html", "themes/default/templates/story.html"]
        {
            assert_eq!(find(name).unwrap(), "templates/story.html", "{name}");
        }
        let words = |name: &str| find(name).unwrap_err().to_string();
        assert!(
            words("prompt.html").contains("partials/prompt.html or templates/prompt.html"),
            "{}",
            words("prompt.html")
        );
        assert!(words("stroy.html").contains("did you mean `story.html`?"), "{}", words("stroy.html"));
        assert!(words("x").contains("`ripple theme eject` alone"), "{}", words("x"));
        let twice = chosen(&all, &["style.css".to_owned(), "static/style.css".to_owned()]).unwrap();
        assert_eq!(twice.len(), 1);
    }
}
