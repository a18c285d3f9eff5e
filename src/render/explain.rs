//! What Tera says of a name that is not there, as plain words and what may stand there instead.

use super::stack::{Stack, Templates};
use crate::diag::codes::theme::instead;

/// A message and its remedy, for those of Tera's messages that name something unknown. `template` is where it stands;
/// `templates` are all there are, while the theme is being read.
pub(super) fn explain(
    message: &str,
    template: &str,
    stack: &Stack,
    templates: Option<&Templates<'_>>,
) -> Option<(String, String)> {
    if let Some((name, known)) = unknown_value(message) {
        let known: Vec<&str> = known.split(", ").filter(|name| !name.is_empty()).collect();
        return Some((format!("there is no value `{name}` here"), instead(name, "values", known.iter().copied())));
    }
    let templates = templates?;
    let unknown = |kind: &str| message.strip_prefix(kind)?.strip_prefix(" `")?.split('`').next();
    if let Some(name) = unknown("Unknown component") {
        let known = named(templates.values().map(AsRef::as_ref), "component");
        return Some((format!("there is no component `{name}`"), listed(name, "components", &known)));
    }
    if let Some(name) = unknown("Unknown template") {
        return Some((format!("the theme has no file `{name}`"), no_file(name, stack, templates)));
    }
    let name = unknown("Block").filter(|_| message.ends_with("is not defined in any parent template"))?;
    let known = named(above(template, stack, templates).into_iter(), "block");
    Some((format!("nothing that this file builds on has a block `{name}`"), listed(name, "blocks", &known)))
}

/// The remedy for a file that is named and is not there.
pub(super) fn no_file(name: &str, stack: &Stack, templates: &Templates<'_>) -> String {
    let mut known: Vec<String> = templates.keys().map(|name| stack.below(name).1.to_owned()).collect();
    known.sort_unstable();
    known.dedup();
    listed(stack.below(name).1, "files", &known)
}

fn listed(name: &str, what: &str, known: &[String]) -> String {
    instead(name, what, known.iter().map(String::as_str))
}

/// `Field `x` is not defined. Available fields: a, b`, and the same with variables.
fn unknown_value(message: &str) -> Option<(&str, &str)> {
    let rest = message.strip_prefix("Field `").or_else(|| message.strip_prefix("Variable `"))?;
    let (name, rest) = rest.split_once("` is not defined")?;
    Some((name, rest.split_once(": ").map_or("", |(_, known)| known)))
}

/// The texts of all files that a template builds on, the nearest first.
fn above<'t>(template: &str, stack: &Stack, templates: &'t Templates<'_>) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut next = templates.get(template).and_then(|text| parent(text));
    while let Some(name) = next.take() {
        let full = stack.meant(name, |name| templates.contains_key(name));
        // Files that build on each other in a circle are another problem.
        let Some(text) = full.and_then(|full| templates.get(&full)).filter(|_| found.len() < templates.len()) else {
            break;
        };
        found.push(text.as_ref());
        next = parent(text);
    }
    found
}

/// What a file says that it builds on.
fn parent(text: &str) -> Option<&str> {
    let name = tags(text).find_map(|tag| tag.strip_prefix("extends"))?;
    Some(name.trim().trim_matches(['"', '\'', '`']))
}

/// What is between `{%` and `%}`, one after the other.
pub(super) fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%")
        .skip(1)
        .filter_map(|rest| rest.split("%}").next())
        .map(|tag| tag.trim_matches(['-', ' ', '\n', '\t']))
}

/// The names of all blocks or components in some texts, sorted.
fn named<'t>(texts: impl Iterator<Item = &'t str>, kind: &str) -> Vec<String> {
    let name = |tag: &str| {
        let rest = tag.strip_prefix(kind)?.strip_prefix(char::is_whitespace)?.trim_start();
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        Some(rest[..end].to_owned())
    };
    let mut names: Vec<String> = texts.flat_map(|text| tags(text).filter_map(name).collect::<Vec<_>>()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ThemeLayer;
    use std::borrow::Cow;

    #[test]
    fn names_that_are_not_there_get_the_nearest_that_are() {
        let files = [
            ("partials/card.html", "{%- component Card(card, @root) -%}x{% endcomponent Card %}"),
            ("templates/base.html", "{% block main %}{% block footer -%}{% endblock %}{% endblock main %}"),
            ("templates/page.html", "{% extends \"base.html\" %}{% block fotter %}{% endblock %}"),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), Cow::Borrowed(text.as_bytes()))).to_vec();
        let layers = [ThemeLayer { theme: "ours".to_owned(), built_in: false, files }];
        let stack = Stack::new(&layers);
        let (templates, _) = stack.templates(&layers);
        let said = |message: &str| explain(message, "page.html", &stack, Some(&templates));
        let pair = |message: &str, help: &str| Some((message.to_owned(), help.to_owned()));
        assert_eq!(
            said("Field `titel` is not defined. Available fields: text, title"),
            pair("there is no value `titel` here", "did you mean `title`? The values here are: text, title")
        );
        assert_eq!(
            said("Variable `x` is not defined."),
            pair("there is no value `x` here", "take it out: there are no values here")
        );
        assert_eq!(
            said("Unknown component `Crad`"),
            pair("there is no component `Crad`", "did you mean `Card`? The components here are: Card")
        );
        assert_eq!(
            said("Block `fotter` is not defined in any parent template"),
            pair(
                "nothing that this file builds on has a block `fotter`",
                "did you mean `footer`? The blocks here are: footer, main"
            )
        );
        assert_eq!(said("Unknown filter `x`"), None);
        assert_eq!(explain("Unknown component `Crad`", "page.html", &stack, None), None);
    }

    #[test]
    fn files_in_a_circle_end() {
        let files = vec![("templates/a.html".to_owned(), Cow::Borrowed(b"{% extends 'a.html' %}".as_slice()))];
        let layers = [ThemeLayer { theme: "ours".to_owned(), built_in: false, files }];
        let stack = Stack::new(&layers);
        let (templates, _) = stack.templates(&layers);
        assert_eq!(above("a.html", &stack, &templates).len(), 1);
    }
}
