//! How a page says that words are in another language than the site's.

use crate::model::Words;
use crate::model::text::{direction, escape_into};
use crate::model::words::{Piece, Plural};

/// The test of templates for texts that the program said.
const TEST: &str = "borrowed_words";

/// What stands around a word on a page, and around what is put into it. Nothing for words of the site's own language.
#[derive(Debug, Default)]
pub(super) struct Mark {
    /// HTML before the word and after it.
    pub(super) before: String,
    pub(super) after: String,
    /// Around what is put into it, which is in the language of the site.
    own: String,
    /// What of the ends of the word stands outside of its element.
    is_outside: Option<fn(char) -> bool>,
}

impl Mark {
    /// The element for a word in these forms, or for a side of one. A comma alone is in no language.
    pub(super) fn new(words: &Words, key: &str, forms: &[(Plural, &[Piece])], is_side: bool) -> Self {
        let said = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains(char::is_alphabetic));
        if !forms.iter().any(|(_, pieces)| pieces.iter().any(said)) || words.tongue(key).is_none() {
            return Self::default();
        }
        // Space at the ends stands between the words around, which may run the other way; so does the comma or colon
        // between a side of a word and what stands next to it.
        let is_outside = if is_side { |letter: char| !letter.is_alphanumeric() } else { char::is_whitespace };
        let pieces = forms.last().map_or(&[][..], |(_, pieces)| pieces);
        let lead = match pieces.first() {
            Some(Piece::Text(text)) => &text[..text.len() - text.trim_start_matches(is_outside).len()],
            _ => "",
        };
        let trail = match pieces.last() {
            Some(Piece::Text(text)) => &text[text.trim_end_matches(is_outside).len()..],
            _ => "",
        };
        let (mut before, mut after) = (String::new(), "</span>".to_owned());
        escape_into(&mut before, lead);
        escape_into(&mut after, trail);
        for part in ["<span", &attributes(words, key), ">"] {
            before.push_str(part);
        }
        Self { before, after, own: said_in(words.language()), is_outside: Some(is_outside) }
    }

    /// A stretch of the word without what stands outside of its element.
    pub(super) fn inner<'a>(&self, text: &'a str, is_first: bool, is_last: bool) -> &'a str {
        let Some(is_outside) = self.is_outside else { return text };
        let text = if is_first { text.trim_start_matches(is_outside) } else { text };
        if is_last { text.trim_end_matches(is_outside) } else { text }
    }

    /// What goes around something put into the word. Digits need nothing.
    pub(super) fn around(&self, name: &str) -> (String, &'static str) {
        if self.own.is_empty() || name == "count" {
            return (String::new(), "");
        }
        (format!("<span{}>", self.own), "</span>")
    }
}

/// ` lang="en" dir="ltr"` for a word in another language than the site's, else nothing.
pub(super) fn attributes(words: &Words, key: &str) -> String {
    words.tongue(key).map_or_else(String::new, said_in)
}

/// The attributes for a text that the program said, which may be a word that the site's language lacks: a choice in the
/// template, or nothing if no word is lacking. `value` is how the template gets at the text.
pub(super) fn tongue_of(value: &str, words: &Words) -> String {
    borrowed(words).map_or_else(String::new, |said_in| format!("{{% if ({value}) is {TEST} %}}{said_in}{{% endif %}}"))
}

/// Such a text itself, in an element if it needs one and there may be one. With `like` it was made with this word.
pub(super) fn told(value: &str, like: Option<&str>, words: &Words, is_text: bool) -> String {
    let bare = format!("{{{{ {value} }}}}");
    match (is_text, like, borrowed(words)) {
        (false, ..) | (_, None, None) => bare,
        (_, Some(key), _) => match attributes(words, key) {
            attributes if attributes.is_empty() => bare,
            attributes => format!("<span{attributes}>{bare}</span>"),
        },
        (_, None, Some(said_in)) => {
            format!("{{% if ({value}) is {TEST} %}}<span{said_in}>{bare}</span>{{% else %}}{bare}{{% endif %}}")
        }
    }
}

/// The attributes for words that the site's language lacks: they are all in one language, English.
fn borrowed(words: &Words) -> Option<String> {
    words.keys().find_map(|key| words.tongue(key)).map(said_in)
}

/// The test that [`tongue_of`] and [`told`] write.
pub(super) fn register(tera: &mut tera::Tera, words: &std::sync::Arc<Words>) {
    let words = std::sync::Arc::clone(words);
    // What is not there, such as the words of a question without a setting, is in no language.
    let is = move |text: tera::Value, _: tera::Kwargs, _: &tera::State| {
        text.as_str().is_some_and(|text| words.is_borrowed(text))
    };
    tera.register_test(TEST, is);
}

fn said_in(language: &str) -> String {
    let mut escaped = String::new();
    escape_into(&mut escaped, language);
    format!(" lang=\"{escaped}\" dir=\"{}\"", direction(language))
}
