//! That every word of the built-in theme is among its words: pages in a made-up language, in which each stands in marks.

use super::super::builtin::built_in;
use super::super::samples;
use super::super::theme::{ThemeSource, compile};
use super::super::view;
use crate::model::words::{Piece, WordList};
use scraper::Html;

const OPEN: &str = "⟦";
const CLOSE: &str = "⟧";

/// A language that says everything as English does, in marks.
fn marked(mut list: WordList) -> WordList {
    "eo".clone_into(&mut list.language);
    for pieces in list.words.values_mut().flat_map(|word| word.forms.values_mut()) {
        match pieces.first_mut() {
            Some(Piece::Text(text)) => text.insert_str(0, OPEN),
            _ => pieces.insert(0, Piece::Text(OPEN.to_owned())),
        }
        match pieces.last_mut() {
            Some(Piece::Text(text)) => text.push_str(CLOSE),
            _ => pieces.push(Piece::Text(CLOSE.to_owned())),
        }
    }
    list
}

/// What is left of a text without what stands in marks, which may stand inside each other and around elements.
fn unmarked(text: &str, depth: &mut usize) -> String {
    let mut left = String::new();
    for letter in text.chars() {
        match letter {
            '⟦' => *depth += 1,
            '⟧' => *depth = depth.saturating_sub(1),
            _ if *depth == 0 => left.push(letter),
            _ => {}
        }
    }
    left
}

#[test]
fn nothing_is_said_but_the_words_of_the_theme() {
    let mut words = crate::english_source();
    let english = words.lists.pop().unwrap();
    words.lists = vec![marked(english.clone()), english];
    "eo".clone_into(&mut words.language);
    let layers = built_in("default").into_iter().collect();
    let theme = compile(&ThemeSource { layers, words, ..ThemeSource::default() }).unwrap();
    assert_eq!(theme.problems(), []);
    let mut said = 0;
    // What a site itself says has no letters here.
    for (name, page) in samples::pages(&|_| "§".to_owned()) {
        let context = view::context(&page, "/", &theme).unwrap();
        let html = Html::parse_document(&theme.render(page.content.template(), &context).unwrap());
        let mut depth = 0;
        for node in html.tree.root().descendants() {
            let told: Vec<&str> = match node.value() {
                scraper::Node::Text(text) => vec![text],
                scraper::Node::Element(element) => ["aria-label", "alt", "placeholder", "data-ask", "data-full"]
                    .iter()
                    .filter_map(|name| element.attr(name))
                    .collect(),
                _ => Vec::new(),
            };
            // Texts of the samples are in English; so are addresses, and what machines read.
            let is_own = |element: &scraper::node::Element| {
                matches!(element.name(), "script" | "noscript")
                    || (element.name() == "bdi" && element.attr("dir").is_some())
                    || element.classes().any(|class| class == "text")
            };
            let is_of_site = node.ancestors().filter_map(|above| above.value().as_element()).any(is_own);
            for text in told.into_iter().filter(|_| !is_of_site) {
                said += text.matches(OPEN).count();
                let mut alone = 0;
                let left = unmarked(text, if node.value().is_text() { &mut depth } else { &mut alone });
                assert!(!left.contains(char::is_alphabetic), "{name}: {left:?} in {text:?}");
            }
        }
    }
    assert!(said > 300, "{said}");
}
