//! HTML that a writer put into the text: comments vanish, a few plain tags may work, the rest is shown as text.

use super::writer::{MAX_DEPTH, Writer};
use crate::diag::codes::markdown as codes;
use crate::model::RawHtml;
use std::ops::Range;

/// Tags that may work, without attributes. Nothing here loads, runs or leads anywhere.
const ALLOWED: [&str; 27] = [
    "abbr", "b", "br", "cite", "del", "details", "dfn", "em", "hr", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "strong", "sub", "summary", "sup", "u", "var", "wbr",
];

/// A piece of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// Anything that is to be read, refused tags included.
    Text(&'a str),
    /// What stands between `<!--` and `-->`.
    Comment(&'a str),
    /// A comment that never ends.
    OpenComment,
    /// A tag that may work.
    Tag { written: &'a str, name: &'static str, closing: bool },
}

struct Tokens<'a> {
    rest: &'a str,
    tags: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(comment) = self.rest.strip_prefix("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let Some(end) = self.rest[2..].find("-->") else {
                self.rest = "";
                return Some(Token::OpenComment);
            };
            self.rest = &self.rest[2 + end + 3..];
            return Some(Token::Comment(comment.get(..end.saturating_sub(2)).unwrap_or_default()));
        }
        if self.tags
            && let Some((length, name, closing)) = tag(self.rest)
        {
            let (written, rest) = self.rest.split_at(length);
            self.rest = rest;
            return Some(Token::Tag { written, name, closing });
        }
        let bracket = usize::from(self.rest.starts_with('<'));
        let length = self.rest[bracket..].find('<').map_or(self.rest.len(), |end| bracket + end);
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(Token::Text(text))
    }
}

/// Recognises an allowed tag without attributes at the beginning of `html`: its length, name, and direction.
fn tag(html: &str) -> Option<(usize, &'static str, bool)> {
    let inner = html.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let inner = &inner[usize::from(closing)..];
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = ALLOWED.into_iter().find(|name| name.eq_ignore_ascii_case(&inner[..length]))?;
    let rest = inner[length..].trim_start_matches([' ', '\t', '\n']);
    let rest = if is_void(name) && !closing { rest.strip_prefix('/').unwrap_or(rest) } else { rest };
    let rest = rest.strip_prefix('>')?;
    Some((html.len() - rest.len(), name, closing))
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "wbr" | "hr")
}

fn is_block(name: &str) -> bool {
    matches!(name, "details" | "summary" | "hr")
}

impl Writer<'_> {
    /// Raw HTML inside a line.
    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        for token in self.tokens(html) {
            match token {
                Token::Tag { written, name, closing } => {
                    if is_block(name) || !self.raw_tag(name, closing) {
                        self.raw_text(written, range);
                    }
                }
                other => self.raw_other(other, range),
            }
        }
    }

    /// A block of raw HTML. What is not a block itself goes into paragraphs.
    pub(super) fn html_block(&mut self, html: &str, range: &Range<usize>) {
        let mut in_paragraph = false;
        for token in self.tokens(html) {
            let in_summary = self.raw.last().is_some_and(|(name, depth)| *name != "details" && *depth == self.depth)
                && !in_paragraph;
            match token {
                Token::Tag { name, closing, .. } if is_block(name) && self.block_tag_fits(name, closing) => {
                    self.end_raw_paragraph(&mut in_paragraph);
                    self.raw_tag(name, closing);
                }
                Token::Tag { written, name, closing } => {
                    self.begin_raw_paragraph(&mut in_paragraph, in_summary);
                    if is_block(name) || !self.raw_tag(name, closing) {
                        self.raw_text(written, range);
                    }
                }
                Token::Text(text) if in_paragraph || in_summary => self.raw_text(text, range),
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(text) => {
                    self.begin_raw_paragraph(&mut in_paragraph, false);
                    self.raw_text(text.trim_start(), range);
                }
                other => self.raw_other(other, range),
            }
        }
        self.end_raw_paragraph(&mut in_paragraph);
        self.close_raw();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Closes the raw tags that were opened inside the innermost open piece of Markdown.
    pub(super) fn close_raw(&mut self) {
        while let Some((name, _)) = self.raw.pop_if(|(_, depth)| *depth >= self.depth) {
            self.put(&["</", name, ">"]);
        }
    }

    fn tokens<'h>(&self, html: &'h str) -> Tokens<'h> {
        Tokens { rest: html, tags: self.input.options.raw_html == RawHtml::Sanitized }
    }

    fn raw_other(&mut self, token: Token<'_>, range: &Range<usize>) {
        match token {
            Token::Text(text) => self.raw_text(text, range),
            Token::Comment(words) if words.trim().eq_ignore_ascii_case("more") => {
                self.more.get_or_insert(self.plain.len());
            }
            Token::Comment(words) => drop(self.comment(words, range)),
            Token::OpenComment => self.report(range, codes::unclosed_comment),
            Token::Tag { .. } => {}
        }
    }

    fn raw_text(&mut self, text: &str, range: &Range<usize>) {
        if text.starts_with('<') && !self.raw_html_reported {
            self.raw_html_reported = true;
            let sanitized = self.input.options.raw_html == RawHtml::Sanitized;
            self.report(range, |span| codes::raw_html_shown(span, sanitized));
        }
        self.text(text, range);
    }

    /// Writes an allowed tag if that leaves the tags balanced.
    fn raw_tag(&mut self, name: &'static str, closing: bool) -> bool {
        if self.is_silent() {
            return true;
        }
        if closing {
            let Some((name, _)) = self.raw.pop_if(|open| *open == (name, self.depth)) else { return false };
            self.put(&["</", name, ">"]);
        } else if self.depth + self.raw.len() >= MAX_DEPTH {
            return false;
        } else {
            self.put(&["<", name, ">"]);
            if !is_void(name) {
                self.raw.push((name, self.depth));
            }
        }
        true
    }

    /// Whether a tag that makes a block may stand where the writer put it.
    fn block_tag_fits(&self, name: &str, closing: bool) -> bool {
        let innermost = self.raw.last().filter(|(_, depth)| *depth == self.depth).map(|(name, _)| *name);
        match name {
            _ if closing => innermost == Some(name),
            "summary" => innermost == Some("details"),
            _ => matches!(innermost, None | Some("details")),
        }
    }

    fn begin_raw_paragraph(&mut self, open: &mut bool, in_summary: bool) {
        if !*open && !in_summary {
            self.out.push_str("<p>");
            *open = true;
        }
    }

    fn end_raw_paragraph(&mut self, open: &mut bool) {
        if std::mem::take(open) {
            while let Some((name, _)) = self.raw.pop_if(|(name, depth)| *depth == self.depth && !is_block(name)) {
                self.put(&["</", name, ">"]);
            }
            self.out.truncate(self.out.trim_end().len());
            self.out.push_str("</p>\n");
            self.gap();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(rest: &str) -> Vec<Token<'_>> {
        Tokens { rest, tags: true }.collect()
    }

    #[test]
    fn comments_tags_and_text_are_told_apart() {
        assert_eq!(
            tokens("a<KBD >b</kbd><!-- x --><b class=y>"),
            [
                Token::Text("a"),
                Token::Tag { written: "<KBD >", name: "kbd", closing: false },
                Token::Text("b"),
                Token::Tag { written: "</kbd>", name: "kbd", closing: true },
                Token::Comment(" x "),
                Token::Text("<b class=y>"),
            ]
        );
        assert_eq!(tokens("<!--><!---><br/><b/>").len(), 4);
        assert_eq!(tokens("<!-- never"), [Token::OpenComment]);
        assert_eq!(tokens("<b\u{a0}>é<"), [Token::Text("<b\u{a0}>é"), Token::Text("<")]);
        assert_eq!(tokens("話<").len(), 2);
    }
}
