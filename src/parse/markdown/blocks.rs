//! Blocks with rules of their own: code, tables, tasks, alerts.

use super::writer::Writer;
use crate::model::{text, words::TextWords};
use pulldown_cmark::{Alignment, BlockQuoteKind};
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn task(&mut self, done: bool) {
        // In a heading the tag before it is already behind the place where the heading's own tag will go.
        let at_item = self.heading.is_none();
        for (plain, task) in [("<li>", "<li class=\"task\">"), ("<li><p>", "<li class=\"task\"><p>")] {
            if at_item && self.out.ends_with(plain) {
                self.out.truncate(self.out.len() - plain.len());
                self.out.push_str(task);
                break;
            }
        }
        let words = &self.input.options.words;
        let (checked, said) = if done { (" checked", &words.done) } else { ("", &words.to_do) };
        self.put(&["<input type=\"checkbox\" disabled", checked, " aria-label=\"", said, "\"> "]);
    }

    pub(super) fn start_table(&mut self, columns: Vec<Alignment>) {
        self.tables += 1;
        self.no_excerpt += 1;
        self.columns = columns;
        self.column = 0;
        self.in_head = true;
        // Each region a reader can jump to has a name of its own.
        let number = if self.tables == 1 { String::new() } else { format!(" {}", self.tables) };
        self.put(&[
            "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"",
            &self.input.options.words.table,
            &number,
            "\"><table>",
        ]);
    }

    pub(super) fn start_cell(&mut self) {
        self.out.push_str(if self.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match self.columns.get(self.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }

    pub(super) fn end_code(&mut self, range: &Range<usize>) {
        let code = self.block.take().unwrap_or_default();
        // A wide block has to be scrolled, and without a tab stop only a mouse can do that.
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !self.language.is_empty() {
            self.out.push_str(" class=\"language-");
            text::escape_into(&mut self.out, &self.language);
            self.out.push('"');
        }
        self.out.push('>');
        // Colours make dense code many times larger; they must never be what breaks the limit.
        let room = (self.limit / 2).saturating_sub(self.out.len());
        let clean = self.clean_at(&code, range);
        let from = self.plain.len();
        match self.highlighter.block(&self.language, &clean).filter(|html| html.len() <= room) {
            Some(html) => {
                self.out.push_str(&html);
                self.piece(range);
                self.plain.push_str(&clean);
            }
            None => self.text(&clean, range),
        }
        self.was_code(from);
        self.out.push_str("</code></pre>\n");
        self.gap();
    }
}

/// The language of a code block: the first word after the fence, if it looks like one.
pub(super) fn language(words: &str) -> String {
    let word = words.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '{')).next();
    let known = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '#' | '-' | '_' | '.');
    word.filter(|word| word.chars().all(known)).unwrap_or_default().to_owned()
}

pub(super) fn alert(kind: BlockQuoteKind, words: &TextWords) -> (&'static str, &str) {
    let [note, tip, important, warning, caution] = &words.alerts;
    match kind {
        BlockQuoteKind::Note => ("note", note),
        BlockQuoteKind::Tip => ("tip", tip),
        BlockQuoteKind::Important => ("important", important),
        BlockQuoteKind::Warning => ("warning", warning),
        BlockQuoteKind::Caution => ("caution", caution),
    }
}
