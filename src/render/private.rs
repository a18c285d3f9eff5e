//! What no template may ask for: parts of a story's file that are private for ever. No view holds them, so that asking
//! fails on every page that is made; here it fails when the theme is read, also where no page is made with it yet.

use super::fault::{Fault, Places};
use super::words::{skip, tags};

/// Fields that are private for ever (content model, section 7).
const PRIVATE: [&str; 3] = ["consent", "private", "record"];
/// What leads to names that are not ours: free fields of the writer, and the words of the theme.
const FREE: [&str; 2] = ["extra", "words"];

/// Each private field that a template asks for, with its bytes: `.consent`, `["consent"]`.
pub(super) fn asked_for(text: &str) -> Vec<((usize, usize), &'static str)> {
    let mut found = Vec::new();
    for (start, end) in tags(text) {
        for key in PRIVATE {
            let mut from = start;
            let forms = [format!(".{key}"), format!("[\"{key}\"]"), format!("['{key}']")];
            while let Some(place) =
                skip(text, from, end, |rest| forms.iter().any(|form| rest.starts_with(form.as_str())))
            {
                let begin = place + text[place..].find(key).unwrap_or(0);
                from = begin + key.len();
                let is_whole = !text[from..].starts_with(is_name);
                if is_whole && !FREE.iter().any(|free| chain(&text[start..place]).any(|part| part == *free)) {
                    found.push(((begin, from), key));
                }
                // Past a closing quote, so that it opens nothing.
                from += usize::from(text[from..end].starts_with(['"', '\'']));
            }
        }
    }
    found.sort_unstable();
    found
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The names that lead to a place, the last one first.
fn chain(before: &str) -> impl Iterator<Item = &str> {
    let start = before
        .rfind(|letter: char| !is_name(letter) && letter != '.')
        .map_or(0, |place| place + before[place..].chars().next().map_or(0, char::len_utf8));
    before[start..].rsplit('.')
}

/// The problem with one of them.
pub(super) fn fault(places: &Places<'_>, template: &str, range: (usize, usize), key: &str) -> Fault {
    let message = format!("`{key}` is private, and no page can show it");
    let help = "take it out; docs/theme-reference.md lists what a page may show".to_owned();
    Fault { help: Some(help), ..places.placed(template, range, &message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d8_every_way_to_ask_for_a_private_field_is_found_and_nothing_else() {
        let keys = |text: &str| {
            asked_for(text).into_iter().map(|((from, to), _)| &text[from..to]).collect::<Vec<_>>().join(" ")
        };
        for (text, asked) in [
            ("{{ page.consent }}", "consent"),
            ("{% if page.card.consent.status == 'granted' %}", "consent"),
            ("{{ page[\"private\"] }} {{ page['record'] | safe }}", "private record"),
            ("{{ page.private.diary }}{{page.consent.record}}", "private consent record"),
            ("{% for part in page.card.private %}", "private"),
            ("{{ page.extra.record }} {{ page.extra.consent.x }} {{ words.consent }}", ""),
            ("{{ page.consents }} {{ page.recorded }} {{ record }} {{ consent.x }}", ""),
            ("{# page.consent #} page.consent {{ \"page.consent\" }} {% raw %}{{ page.consent }}{% endraw %}", ""),
            ("{{ é.consent }} {{", "consent"),
        ] {
            assert_eq!(keys(text), asked, "{text}");
        }
    }
}
