//! What the plan says of its own: labels of the site's settings and ripples in the words of the theme.

use crate::model::{Config, RippleKind, Words, text};
use std::sync::Arc;

/// Kinds of ripples that are not the site's own: they come first, and the theme has words for them.
const KINDS: usize = 7;

/// The configuration with the labels of the built-in kinds of ripples in the language of the site.
pub(super) fn localised(config: &Arc<Config>, words: &Words) -> Arc<Config> {
    let mut config = Config::clone(config);
    for kind in config.ripple_kinds.0.iter_mut().take(KINDS) {
        let said = |name: &str, end: &str, known: &str| {
            let key = format!("ripple_{}{end}", name.replace('-', "_"));
            if words.find(&key).is_some() { words.get(&key) } else { known.to_owned() }
        };
        *kind = RippleKind {
            label: said(&kind.name, "", &kind.label),
            inverse_label: said(&kind.inverse, "", &kind.inverse_label),
            reads: said(&kind.name, "_reads", &kind.reads),
            ..kind.clone()
        };
    }
    Arc::new(config)
}

/// A relation as it stands alone under a title, where it need not be a sentence: "paid forward in".
pub(super) fn below(words: &Words, kind: &RippleKind) -> String {
    let key = format!("ripple_{}_below", kind.name.replace('-', "_"));
    match words.find(&key) {
        Some(_) => words.get(&key),
        None => kind.reads.strip_prefix("was ").unwrap_or(&kind.reads).to_owned(),
    }
}

/// The name of a setting. Those of the site's own are words of the site.
pub(super) fn setting(words: &Words, name: &str) -> String {
    let key = format!("setting_{}", name.replace('-', "_"));
    if words.find(&key).is_some() { words.get(&key) } else { text::capitalised(name) }
}

/// A title with the number of the page, from the second on.
pub(super) fn numbered(words: &Words, title: &str, number: usize) -> String {
    if number == 1 {
        return title.to_owned();
    }
    words.say("page_of", None, &[("title", title), ("page", &number.to_string())])
}
