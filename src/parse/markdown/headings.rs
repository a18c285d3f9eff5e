//! Headings: their ids, and the first one that becomes the title.

use super::writer::Writer;
use crate::model::{Heading, text};
use pulldown_cmark::HeadingLevel;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A heading whose end has not come yet. Its id is made from its words, so its tag is written last.
pub(super) struct OpenHeading {
    level: HeadingLevel,
    wanted: Option<String>,
    out: usize,
    plain: usize,
    holes: usize,
    links: usize,
    /// Whether it may become the title.
    pub title: bool,
}

/// Ids given so far, each with the last number tried after it.
#[derive(Default)]
pub(super) struct Ids(HashMap<String, u32>);

impl Ids {
    /// An id by GitHub's rules that nothing else in this text has: letters, digits, `-` and `_`, lower case.
    /// Ids that begin with `r-` are the theme's own, so such a one gets `h-` before it.
    pub(super) fn unique(&mut self, words: &str) -> String {
        let mut id: String = text::fold(words)
            .trim()
            .chars()
            .filter_map(|letter| match letter {
                '-' | '_' => Some(letter),
                _ if letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter) => Some(letter),
                _ if letter.is_whitespace() => Some('-'),
                _ => None,
            })
            .collect();
        if id.chars().all(|letter| letter == '-') {
            "section".clone_into(&mut id);
        } else if id.starts_with("r-") {
            id.insert_str(0, "h-");
        }
        let Entry::Occupied(taken) = self.0.entry(id.clone()) else {
            self.0.insert(id.clone(), 0);
            return id;
        };
        let mut number = *taken.get();
        let free = loop {
            number += 1;
            let candidate = format!("{id}-{number}");
            if !self.0.contains_key(&candidate) {
                break candidate;
            }
        };
        self.0.insert(id, number);
        self.0.insert(free.clone(), 0);
        free
    }
}

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, wanted: Option<&str>) {
        self.heading = Some(OpenHeading {
            level,
            wanted: wanted.map(str::to_owned),
            out: self.out.len(),
            plain: self.plain.len(),
            holes: self.holes.len(),
            links: self.links.len(),
            title: self.input.drop_title
                && self.title.is_none()
                && level == HeadingLevel::H1
                && self.depth == 1
                && !self.in_notes,
        });
    }

    pub(super) fn end_heading(&mut self) {
        let Some(open) = self.heading.take() else { return };
        let words = self.plain[open.plain..].split_whitespace().collect::<Vec<_>>().join(" ");
        if open.title && !words.is_empty() {
            self.out.truncate(open.out);
            self.set_aside(open.plain);
            self.plain.truncate(open.plain);
            self.holes.truncate(open.holes);
            self.links.truncate(open.links);
            self.title = Some(words);
            return;
        }
        if self.out.len() == open.out && self.holes.len() == open.holes {
            return; // A heading with nothing in it would only be a trap for those who jump from heading to heading.
        }
        let wanted = open.wanted.as_deref().filter(|wanted| wanted.chars().any(char::is_alphanumeric));
        let id = self.ids.unique(wanted.unwrap_or(&words));
        // The page's own title is its only `h1`.
        let level = if open.level == HeadingLevel::H1 { HeadingLevel::H2 } else { open.level };
        let level = level.to_string();
        let tag = format!("<{level} id=\"{}\">", text::escape(&id));
        self.out.insert_str(open.out, &tag);
        let shift = u32::try_from(tag.len()).unwrap_or(u32::MAX);
        for hole in &mut self.holes[open.holes..] {
            hole.offset = hole.offset.saturating_add(shift);
        }
        self.put(&["</", &level, ">\n"]);
        self.gap();
        self.anchors.push(id.clone());
        self.headings.push(Heading { level: open.level as u8, id, text: words });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_github_and_never_repeat() {
        let mut ids = Ids::default();
        for (words, id) in [
            ("Hello, World!", "hello-world"),
            ("Hello World", "hello-world-1"),
            ("hello world 1", "hello-world-1-1"),
            ("hello world", "hello-world-2"),
            ("R-main", "h-r-main"),
            ("🎉", "section"),
            ("", "section-1"),
            ("a_b — c", "a_b--c"),
            ("قصة قصيرة", "قصة-قصيرة"),
            ("हिन्दी", "हिन्दी"),
            ("\"><script>", "script"),
        ] {
            assert_eq!(ids.unique(words), id, "{words}");
        }
    }
}
