//! `theme.yaml` to what a theme says of itself and which settings it has; and the settings that a site chooses.

use super::fields::Fields;
use super::yaml::{self, Key, Value};
use crate::diag::{Concern, Diagnostic, Severity, Span, codes};
use crate::model::{Colour, Setting, SettingKind, SettingValue, SettingValues, SourceFile, ThemeSheet};

const KEYS: [&str; 4] = ["title", "description", "extends", "settings"];
const TYPES: [&str; 6] = ["text", "number", "yes-no", "colour", "choice", "address"];
const DECLARED: [&str; 9] =
    ["type", "description", "default", "longest", "least", "most", "readable_on", "contrast", "choices"];

/// Where a site chooses.
const CHOSEN: &str = "theme_settings";

/// Letters of a text that does not say how long it may be.
const LONGEST: i64 = 200;
/// The largest number that templates and stylesheets surely understand.
const LARGEST: i64 = 1_000_000;

/// Reads what a theme says of itself; its settings are read by [`declared`].
#[must_use]
pub fn theme_sheet(file: &SourceFile) -> (ThemeSheet, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut sheet = ThemeSheet::default();
    if let Some(value) = read(file, &mut diagnostics) {
        let mut fields = Fields::new(value, &mut diagnostics);
        sheet.title = fields.words("title");
        sheet.description = fields.words("description");
        sheet.extends = fields.text("extends");
        fields.take("settings");
        fields.finish("a theme", &KEYS);
    }
    (sheet, blamed(diagnostics))
}

/// Reads the settings that a theme declares. They are added to those of the themes under it, or take their place; one
/// that is there already may get another default only.
#[must_use]
pub fn declared(file: &SourceFile, settings: &mut Vec<Setting>) -> Vec<Diagnostic> {
    // What is wrong with the file as a whole is told by `theme_sheet`.
    let Some(value) = read(file, &mut Vec::new()) else { return Vec::new() };
    let mut diagnostics = Vec::new();
    let mut nothing = Vec::new();
    let mut fields = Fields::new(value, &mut nothing);
    let Some(value) = fields.take("settings") else { return Vec::new() };
    let mut group = Fields::new(value, &mut diagnostics);
    while let Some((key, value)) = group.take_first() {
        let below = settings.iter().find(|setting| setting.name == key.name).cloned();
        let Some(setting) = declaration(&key, value, below, group.diagnostics()) else { continue };
        match settings.iter_mut().find(|known| known.name == setting.name) {
            Some(known) => *known = setting,
            None => settings.push(setting),
        }
    }
    blamed(diagnostics)
}

/// Reads what the site chooses under `theme_settings` in its configuration; the rest is as the theme has it.
#[must_use]
pub fn theme_settings(file: &SourceFile, theme: &str, settings: &[Setting]) -> (SettingValues, Vec<Diagnostic>) {
    let mut values: SettingValues =
        settings.iter().map(|setting| (setting.name.clone(), setting.default.clone())).collect();
    let mut diagnostics = Vec::new();
    // Most sites choose nothing, and this is done at every save.
    if !file.text.contains(CHOSEN) {
        return (values, diagnostics);
    }
    // What is wrong with the file as a whole is told by `config`.
    let mut nothing = Vec::new();
    let chosen = read(file, &mut nothing).and_then(|value| Fields::new(value, &mut nothing).take(CHOSEN));
    let Some(chosen) = chosen else { return (values, diagnostics) };
    let mut group = Fields::new(chosen, &mut diagnostics);
    for setting in settings {
        if let Some(value) = value(&mut group, &setting.name, &setting.name, &setting.kind) {
            values.insert(setting.name.clone(), value);
        }
    }
    let known: Vec<&str> = settings.iter().map(|setting| setting.name.as_str()).collect();
    for (key, _) in group.rest() {
        diagnostics.push(codes::theme::unknown_theme_setting(&key.span, &key.name, theme, &known));
    }
    (values, blamed(diagnostics))
}

fn read(file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let start = if file.text.starts_with('\u{feff}') { 3 } else { 0 };
    yaml::read(&file.path, &file.text, start, file.text.len(), diagnostics)
}

/// What is wrong with a theme is no fault of the stories.
fn blamed(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for problem in diagnostics.iter_mut().filter(|problem| problem.severity != Severity::Note) {
        problem.concern = Concern::Configuration;
    }
    diagnostics
}

fn declaration(key: &Key, given: Value, below: Option<Setting>, diagnostics: &mut Vec<Diagnostic>) -> Option<Setting> {
    let bad = |why: &str, remedy: &str| codes::theme::bad_theme_declaration(&key.span, &key.name, why, remedy);
    if !is_name(&key.name) {
        let remedy = "choose small letters, digits and `_`, beginning with a letter, as in `text_size`";
        diagnostics.push(bad("has a name that templates cannot say", remedy));
        return None;
    }
    let mut fields = Fields::new(given, diagnostics);
    let known = TYPES.map(|word| (word, word));
    let given_type = fields.peek("type").is_some();
    let wanted = fields.choice("type", &known).map(|word| word.value);
    let description = fields.words("description");
    let (kind, standard) = match (wanted, &below) {
        (Some(word), _) => kind(word, &mut fields, &key.span, &key.name)?,
        (None, Some(below)) if !given_type => (below.kind.clone(), Some(below.default.clone())),
        (None, _) => {
            if !given_type {
                fields.report(bad(
                    "does not say what may be chosen",
                    &format!("add a line `type:` with one of {}", TYPES.join(", ")),
                ));
            }
            return None;
        }
    };
    let default = value(&mut fields, "default", &key.name, &kind).or(standard);
    if default.is_none() && !fields.broken() {
        let remedy = format!("add a line `default:` with {}", kind.words());
        fields.report(bad("does not say what holds where a site chooses nothing", &remedy));
    }
    fields.finish("a setting", &DECLARED);
    let description = description.or_else(|| below.map(|below| below.description)).unwrap_or_default();
    Some(Setting { name: key.name.clone(), description, kind, default: default? })
}

/// What may be chosen, and what holds if the theme does not say.
fn kind(word: &str, fields: &mut Fields<'_>, span: &Span, name: &str) -> Option<(SettingKind, Option<SettingValue>)> {
    Some(match word {
        "text" => {
            let longest = fields.number("longest", 1, 10_000).unwrap_or(LONGEST);
            let longest = usize::try_from(longest).unwrap_or_default();
            (SettingKind::Text { longest }, Some(SettingValue::Text(String::new())))
        }
        "number" => {
            let least = fields.number("least", -LARGEST, LARGEST).unwrap_or(0);
            let most = fields.number("most", least, LARGEST).unwrap_or(LARGEST);
            (SettingKind::Number { least, most }, None)
        }
        "yes-no" => (SettingKind::YesNo, Some(SettingValue::YesNo(false))),
        "colour" => {
            let on = fields.text("readable_on");
            let contrast = fields.number("contrast", 1, 21).and_then(|least| i32::try_from(least).ok());
            let contrast = contrast.map_or(Colour::READABLE, f64::from);
            let ground = on.and_then(|on| {
                let ground = Colour::parse(&on.value);
                if ground.is_none() {
                    fields.report(codes::config::bad_accent(&on.span, &on.value));
                }
                ground
            });
            (SettingKind::Colour { on: ground.map(|ground| (ground, contrast)) }, None)
        }
        "choice" => {
            let words: Vec<String> = fields.texts("choices").into_iter().map(|word| word.value).collect();
            if words.len() < 2 {
                let remedy = "add a line such as `choices: [small, large]`";
                fields.report(codes::theme::bad_theme_declaration(span, name, "offers no choice", remedy));
                return None;
            }
            let first = words.first().cloned().map(SettingValue::Text);
            (SettingKind::Choice(words), first)
        }
        _ => (SettingKind::Address, Some(SettingValue::Text(String::new()))),
    })
}

/// Whether templates can say a name: `theme.settings.name`.
fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Takes a value from a field, checked against what may be chosen. `name` is the setting's, for messages.
fn value(fields: &mut Fields<'_>, field: &str, name: &str, kind: &SettingKind) -> Option<SettingValue> {
    match kind {
        SettingKind::Number { least, most } => fields.number(field, *least, *most).map(SettingValue::Number),
        SettingKind::YesNo => fields.boolean(field).map(|value| SettingValue::YesNo(value.value)),
        SettingKind::Choice(words) => {
            let known: Vec<(&str, usize)> = words.iter().map(String::as_str).zip(0..).collect();
            let chosen = fields.choice(field, &known)?;
            words.get(chosen.value).cloned().map(SettingValue::Text)
        }
        SettingKind::Text { .. } | SettingKind::Address | SettingKind::Colour { .. } => {
            let text = fields.text(field)?;
            let fits = match kind {
                SettingKind::Text { longest } => text.value.chars().count() <= *longest,
                SettingKind::Address => is_address(&text.value),
                SettingKind::Colour { on } => {
                    if let Some(colour) = Colour::parse(&text.value) {
                        return Some(SettingValue::Colour(readable(
                            fields,
                            name,
                            &text.value,
                            &text.span,
                            colour,
                            *on,
                        )));
                    }
                    false
                }
                _ => true,
            };
            if !fits {
                fields.report(codes::theme::bad_theme_setting(&text.span, name, &text.value, &kind.words()));
            }
            fits.then_some(SettingValue::Text(text.value))
        }
    }
}

/// The colour, or the nearest one that can be read, and then the writer is told.
fn readable(
    fields: &mut Fields<'_>,
    name: &str,
    written: &str,
    span: &Span,
    colour: Colour,
    on: Option<(Colour, f64)>,
) -> Colour {
    let Some((ground, least)) = on else { return colour };
    let readable = colour.readable_on(&[ground], least);
    if readable != colour {
        let contrast = (colour.contrast(ground), least);
        fields.report(codes::theme::faint_theme_setting(span, name, written, contrast, &readable.to_string()));
    }
    readable
}

/// Only what a reader may be sent to.
fn is_address(url: &str) -> bool {
    let folded = url.to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| folded.starts_with(scheme));
    (known || (url.starts_with('/') && !url.starts_with("//"))) && !url.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Digest, SourcePath};

    fn file(text: &str) -> SourceFile {
        SourceFile { path: SourcePath::new("x.yaml"), text: text.into(), digest: Digest::default() }
    }

    const DECLARES: &str = "title: Ours\nextends: plain\nsettings:\n  \
        size: {type: number, least: 1, most: 4, default: 2, description: How large.}\n  \
        mark: {type: colour, default: \"#00c\", readable_on: \"#fff\"}\n  \
        side: {type: choice, choices: [left, right]}\n  \
        calm: {type: yes-no}\n  motto: {type: text, longest: 5}\n  shop: {type: address}\n";

    fn settings() -> Vec<Setting> {
        let mut settings = Vec::new();
        assert_eq!(declared(&file(DECLARES), &mut settings), []);
        settings
    }

    #[test]
    fn a_theme_says_what_it_is_and_what_may_be_chosen() {
        let (sheet, problems) = theme_sheet(&file(DECLARES));
        assert_eq!(problems, []);
        assert_eq!(
            (sheet.title.as_deref(), sheet.extends.map(|name| name.value)),
            (Some("Ours"), Some("plain".into()))
        );
        let settings = settings();
        let names: Vec<&str> = settings.iter().map(|setting| setting.name.as_str()).collect();
        assert_eq!(names, ["size", "mark", "side", "calm", "motto", "shop"]);
        let (values, problems) = theme_settings(&file("title: x\n"), "ours", &settings);
        assert_eq!(problems, []);
        assert_eq!(values["size"], SettingValue::Number(2));
        assert_eq!(values["side"], SettingValue::Text("left".to_owned()));
        assert_eq!(values["calm"], SettingValue::YesNo(false));
    }

    #[test]
    fn a_site_chooses_and_slips_are_named() {
        let codes = |chosen: &str| {
            let yaml = format!("theme_settings: {{{chosen}}}\n");
            let (values, problems) = theme_settings(&file(&yaml), "ours", &settings());
            (values, problems.iter().map(|problem| problem.code).collect::<Vec<_>>())
        };
        let (values, problems) = codes("size: 4, mark: \"#000080\", side: right, calm: true, motto: a, shop: /x/");
        assert_eq!(problems, [""; 0]);
        assert_eq!((&values["size"], &values["calm"]), (&SettingValue::Number(4), &SettingValue::YesNo(true)));
        for (chosen, code) in [
            ("size: 5", "bad-number"),
            ("size: big", "bad-number"),
            ("mark: red", "bad-theme-setting"),
            ("mark: \"#ff0\"", "faint-theme-setting"),
            ("side: up", "unknown-choice"),
            ("calm: perhaps", "bad-boolean"),
            ("motto: too long", "bad-theme-setting"),
            ("motto: [a]", "wrong-type"),
            ("shop: \"javascript:x\"", "bad-theme-setting"),
            ("shop: //evil.example", "bad-theme-setting"),
            ("sise: 2", "unknown-theme-setting"),
        ] {
            let (values, problems) = codes(chosen);
            assert_eq!(problems, [code], "{chosen}");
            assert_eq!(values.len(), 6);
        }
    }

    #[test]
    fn a_theme_above_may_give_another_default_or_another_setting() {
        let mut settings = settings();
        let above = "settings:\n  size: {default: 3}\n  side: {type: yes-no, default: true}\n  size2: {default: 1}\n";
        let problems = declared(&file(above), &mut settings);
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["bad-theme-declaration"]);
        assert_eq!((&settings[0].default, settings[0].description.as_str()), (&SettingValue::Number(3), "How large."));
        assert_eq!((&settings[2].kind, settings.len()), (&SettingKind::YesNo, 6));
    }

    #[test]
    fn what_nobody_could_choose_is_reported() {
        for (declaration, code) in [
            ("Size: {type: text}", "bad-theme-declaration"),
            ("size: {type: number}", "bad-theme-declaration"),
            ("size: {type: number, most: 3, default: 4}", "bad-number"),
            ("size: {type: choice, choices: [one]}", "bad-theme-declaration"),
            ("size: {type: choice, choices: [one, two], default: three}", "unknown-choice"),
            ("size: {type: colour, default: \"#ff0\", readable_on: \"#fff\"}", "faint-theme-setting"),
            ("size: {type: colour, default: \"#000\", readable_on: white}", "bad-accent"),
            ("size: {type: size}", "unknown-choice"),
            ("size: {type: text, lenght: 3}", "unknown-field"),
            ("size: 3", "not-fields"),
        ] {
            let problems = declared(&file(&format!("settings:\n  {declaration}\n")), &mut Vec::new());
            let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
            assert!(codes.contains(&code), "{declaration}: {codes:?}");
            assert!(problems.iter().all(|problem| problem.concern == Concern::Configuration), "{declaration}");
        }
    }
}
