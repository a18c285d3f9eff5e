//! Code blocks in colour: classes on spans, never styles. The only file that knows syntect.
//!
//! What comes out depends on the language and the text alone, never on time or on what came before.

use crate::model::Digest;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(any(feature = "highlight", feature = "highlight-pure"))]
use std::sync::OnceLock;

/// Blocks above this stay plain, in bytes.
const MAX_BLOCK: usize = 64 * 1024;
/// Blocks with a line above this stay plain, in bytes.
const MAX_LINE: usize = 2_000;
/// When the memo holds more than this, in bytes, it starts anew.
const MAX_MEMO: usize = 32 * 1024 * 1024;

/// Turns code into HTML with classes, and remembers what it made. Costs nothing until a block names a language.
#[derive(Default)]
pub struct Highlighter {
    #[cfg(any(feature = "highlight", feature = "highlight-pure"))]
    syntaxes: OnceLock<syntect::parsing::SyntaxSet>,
    memo: Mutex<Memo>,
}

#[derive(Default)]
struct Memo {
    blocks: HashMap<Digest, Option<Arc<str>>>,
    bytes: usize,
}

impl Highlighter {
    /// The code as HTML (escaped, with spans whose classes begin with `hl-`), or `None` if it has to stay
    /// plain: unknown language, too large, or the highlighter gave up.
    pub(crate) fn block(&self, language: &str, code: &str) -> Option<Arc<str>> {
        if language.is_empty() || code.len() > MAX_BLOCK || code.split('\n').any(|line| line.len() > MAX_LINE) {
            return None;
        }
        let key = Digest::of_bytes(format!("{language}\0{code}").as_bytes());
        let held = self.memo.lock().unwrap_or_else(PoisonError::into_inner).blocks.get(&key).cloned();
        if let Some(known) = held {
            return known;
        }
        let made: Option<Arc<str>> = self.colour(language, code).map(Arc::from);
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        if memo.bytes > MAX_MEMO {
            *memo = Memo::default();
        }
        memo.bytes += made.as_deref().map_or(0, str::len) + 64;
        memo.blocks.insert(key, made.clone());
        made
    }

    #[cfg(any(feature = "highlight", feature = "highlight-pure"))]
    fn colour(&self, language: &str, code: &str) -> Option<String> {
        use std::panic::{AssertUnwindSafe, catch_unwind};
        use syntect::html::{ClassStyle, ClassedHTMLGenerator};
        use syntect::parsing::SyntaxSet;

        let syntaxes = self.syntaxes.get_or_init(SyntaxSet::load_defaults_newlines);
        let syntax = syntaxes.find_syntax_by_token(language)?;
        // A faulty syntax definition must cost the colours, not the build. Nothing half-made survives.
        catch_unwind(AssertUnwindSafe(|| {
            let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
            let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, style);
            for line in code.split_inclusive('\n') {
                generator.parse_html_for_line_which_includes_newline(line).ok()?;
            }
            Some(generator.finalize())
        }))
        .ok()
        .flatten()
    }

    #[cfg(not(any(feature = "highlight", feature = "highlight-pure")))]
    #[expect(clippy::unused_self, reason = "the same call with and without highlighting")]
    fn colour(&self, _language: &str, _code: &str) -> Option<String> {
        None
    }
}

#[cfg(all(test, any(feature = "highlight", feature = "highlight-pure")))]
mod tests {
    use super::*;

    #[test]
    fn known_languages_get_classes_and_stay_escaped() {
        let highlighter = Highlighter::default();
        let html = highlighter.block("html", "<script>alert('x')</script>\n").unwrap();
        assert!(html.contains("class=\"hl-") && !html.contains("<script") && !html.contains("style="), "{html}");
        assert_eq!(highlighter.block("html", "<script>alert('x')</script>\n"), Some(html));
        assert!(highlighter.block("Rust", "fn main() {}\n").is_some());
    }

    #[test]
    fn what_is_unknown_or_large_stays_plain() {
        let highlighter = Highlighter::default();
        assert_eq!(highlighter.block("no-such-language", "x"), None);
        assert_eq!(highlighter.block("", "x"), None);
        assert!(highlighter.syntaxes.get().is_some(), "an unknown name has to be looked up");
        assert_eq!(highlighter.block("rust", &"x\n".repeat(MAX_BLOCK / 2 + 1)), None);
        assert_eq!(highlighter.block("rust", &"x".repeat(MAX_LINE + 1)), None);
    }

    #[test]
    fn syntaxes_are_not_loaded_before_they_are_needed() {
        let highlighter = Highlighter::default();
        assert_eq!(highlighter.block("rust", &"x".repeat(MAX_LINE + 1)), None);
        assert!(highlighter.syntaxes.get().is_none());
    }
}
