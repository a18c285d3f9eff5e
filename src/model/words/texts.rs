//! The words that stand inside of texts, such as the title of a note: set in when a text is parsed.

use super::Words;
use crate::model::text::escape_into;

/// Words inside of texts, as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextWords {
    /// The name of a table; a number follows from the second on.
    pub table: String,
    /// The name of the notes at the foot.
    pub notes: String,
    /// What the arrow after a note means.
    pub back: String,
    /// A task that is done.
    pub done: String,
    /// A task that is not.
    pub to_do: String,
    /// The titles of set-off paragraphs: note, tip, important, warning, caution.
    pub alerts: [String; 5],
}

impl TextWords {
    /// Those of a theme.
    #[must_use]
    pub fn new(words: &Words) -> Self {
        let said = |key: &str| {
            let mut html = String::new();
            escape_into(&mut html, &words.get(key));
            html
        };
        Self {
            table: said("text_table"),
            notes: said("text_notes"),
            back: said("text_back"),
            done: said("text_done"),
            to_do: said("text_to_do"),
            alerts: ["text_note", "text_tip", "text_important", "text_warning", "text_caution"].map(said),
        }
    }
}
