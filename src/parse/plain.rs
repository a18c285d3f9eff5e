//! The short way through front matter: names with plain values, flat lists and groups, one line each. Whatever
//! is not surely that goes the long way, through the YAML library, whose answer this one always equals.
//!
//! Front matter is otherwise the dearest part of reading a story.

use super::yaml::{Key, Node, Value};
use crate::diag::{SourcePath, Span};

/// Levels of nesting that are followed; front matter has three.
const MAX_DEPTH: usize = 4;
/// Longest text that is tried, in bytes: far below what could reach the limit of values.
const MAX_BYTES: usize = 8 * 1024;

/// Reads `start..end` of a file; `None` if that takes the library, which also finds what is wrong.
pub(super) fn read(path: &SourcePath, text: &str, start: usize, end: usize) -> Option<Value> {
    if end - start > MAX_BYTES || text[start..end].bytes().any(|byte| byte < b' ' && byte != b'\n' || byte == 0x7f) {
        return None;
    }
    let mut reader = Reader { path, text, at: start, end, depth: 0 };
    let line = reader.line()?;
    let value = reader.group(line)?;
    reader.line().is_none().then_some(value)
}

/// A line with something on it.
#[derive(Clone, Copy)]
struct Line {
    /// Spaces before its first character.
    indent: usize,
    /// Its first character, and the byte after its last, in bytes of the file.
    start: usize,
    end: usize,
}

struct Reader<'a> {
    path: &'a SourcePath,
    text: &'a str,
    /// Where the next line begins.
    at: usize,
    end: usize,
    depth: usize,
}

impl Reader<'_> {
    /// The next line that is neither empty nor a comment. It stays the next one until it is [taken](Self::take).
    fn line(&mut self) -> Option<Line> {
        while self.at < self.end {
            let rest = &self.text[self.at..self.end];
            let whole = rest.split('\n').next().unwrap_or(rest);
            let words = whole.trim_matches(' ');
            if !words.is_empty() && !words.starts_with('#') {
                let indent = whole.len() - whole.trim_start_matches(' ').len();
                let start = self.at + indent;
                return Some(Line { indent, start, end: start + words.len() });
            }
            self.at += whole.len() + 1;
        }
        None
    }

    fn take(&mut self, line: Line) {
        self.at = line.end + self.text[line.end..self.end].find('\n').map_or(self.end - line.end, |found| found + 1);
    }

    /// Fields one under another, the first of them on `line`.
    fn group(&mut self, line: Line) -> Option<Value> {
        let mut fields: Vec<(Key, Value)> = Vec::new();
        let mut next = line;
        while next.indent == line.indent && !self.is_item(next) {
            let (name, rest) = self.name(next.start, next.end)?;
            if fields.iter().any(|(known, _)| known.name == name.name) {
                return None;
            }
            self.take(next);
            let value = if rest == next.end { self.below(next)? } else { self.value(rest, next.end)? };
            fields.push((name, value));
            let Some(found) = self.line() else { break };
            next = found;
        }
        let end = fields.last().and_then(|(_, value)| value.span.range())?.1 as usize;
        // Deeper lines would go on with the last value, and a list may not follow fields.
        (self.line().is_none_or(|next| next.indent < line.indent))
            .then(|| self.made(Node::Map(fields), line.start, end))
    }

    /// What stands under a name without a value: a list, a group, or nothing.
    fn below(&mut self, name: Line) -> Option<Value> {
        let next = self.line().filter(|next| next.indent > name.indent || self.is_item(*next))?;
        if next.indent < name.indent || self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let value = if self.is_item(next) { self.list(next, next.indent > name.indent) } else { self.group(next) };
        self.depth -= 1;
        value
    }

    /// Items one under another, the first of them on `line`. For the library, a list that is not indented begins
    /// after its first mark.
    fn list(&mut self, line: Line, indented: bool) -> Option<Value> {
        let mut items = Vec::new();
        let mut next = line;
        while next.indent == line.indent && self.is_item(next) {
            let words = &self.text[next.start + 1..next.end];
            let start = next.end - words.trim_start_matches(' ').len();
            if self.name(start, next.end).is_some() {
                items.push(self.group(Line { indent: next.indent + (start - next.start), start, end: next.end })?);
            } else {
                self.take(next);
                items.push(self.value(start, next.end)?);
            }
            let Some(found) = self.line() else { break };
            next = found;
        }
        if self.line().is_some_and(|next| next.indent > line.indent) {
            return None;
        }
        let (first, last) = (items.first()?.span.range()?, items.last()?.span.range()?);
        let start = if indented { line.start } else { first.0 as usize };
        Some(self.made(Node::List(items), start, last.1 as usize))
    }

    fn is_item(&self, line: Line) -> bool {
        self.text[line.start..line.end].starts_with("- ")
    }

    /// A name of letters, digits, `-` and `_`, and where its value begins.
    fn name(&self, start: usize, end: usize) -> Option<(Key, usize)> {
        let words = &self.text[start..end];
        let name =
            &words[..words.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-')?];
        let rest = words[name.len()..].strip_prefix(':')?;
        if !(rest.is_empty() || rest.starts_with(' ')) || !name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        {
            return None;
        }
        if is_special(name) {
            return None;
        }
        let key = Key { name: name.to_owned(), span: Span::new(self.path, start, start + name.len()) };
        Some((key, end - rest.trim_start_matches(' ').len()))
    }

    /// A value that stands on one line.
    fn value(&self, start: usize, end: usize) -> Option<Value> {
        let words = &self.text[start..end];
        let inner = |open, close| words.strip_prefix(open).and_then(|words| words.strip_suffix(close));
        if inner('[', ']').is_some() {
            let items = self.row(start, end, |from, to| self.single(from, to, true))?;
            return Some(self.made(Node::List(items), start, end));
        }
        if inner('{', '}').is_some() {
            return self.flat_group(start, end);
        }
        self.single(start, end, false)
    }

    /// `{a: b, c: d}`.
    fn flat_group(&self, start: usize, end: usize) -> Option<Value> {
        let field = |from, to| {
            let (key, rest) = self.name(from, to)?;
            Some((key, self.single(rest, to, true)?))
        };
        let fields = self.row(start, end, field)?;
        let twice = (1..fields.len()).any(|at| fields[..at].iter().any(|(key, _)| key.name == fields[at].0.name));
        (!twice).then(|| self.made(Node::Map(fields), start, end))
    }

    /// What stands between two brackets, at commas. An empty pair is left to the library.
    fn row<T>(&self, start: usize, end: usize, one: impl Fn(usize, usize) -> Option<T>) -> Option<Vec<T>> {
        let mut from = start + 1;
        let mut all = Vec::new();
        for part in self.text[start + 1..end - 1].split(',') {
            let left = from + part.len() - part.trim_start_matches(' ').len();
            all.push(one(left, left + part.trim_matches(' ').len())?);
            from += part.len() + 1;
        }
        Some(all)
    }

    /// One text, number or truth value.
    fn single(&self, start: usize, end: usize, between_brackets: bool) -> Option<Value> {
        let words = &self.text[start..end];
        let quoted = |quote: char| {
            let inner = words.strip_prefix(quote)?.strip_suffix(quote)?;
            (words.len() > 1
                && inner.chars().all(|letter| letter == ' ' || is_usual(letter, between_brackets) && letter != quote))
            .then_some(inner)
        };
        let node = if let Some(inner) = quoted('"').or_else(|| quoted('\'')) {
            Node::Text(inner.to_owned())
        } else {
            plain(words, between_brackets)?
        };
        Some(self.made(node, start, end))
    }

    fn made(&self, node: Node, start: usize, end: usize) -> Value {
        Value { node, span: Span::new(self.path, start, end) }
    }
}

/// What words without quotes are, where that is beyond doubt.
fn plain(words: &str, between_brackets: bool) -> Option<Node> {
    let first = words.chars().next()?;
    let number = words.len() < 16 && words.bytes().all(|byte| byte.is_ascii_digit());
    if first.is_ascii_digit() {
        let is_date = words.len() == 10
            && words.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        return if is_date {
            Some(Node::Text(words.to_owned()))
        } else {
            (number && (first != '0' || words == "0")).then(|| Node::Number(words.to_owned()))
        };
    }
    if matches!(words, "true" | "false") {
        return Some(Node::Bool(words == "true", words.to_owned()));
    }
    let unclear = words.ends_with(':') || words.contains(": ") || is_special(words);
    (first.is_alphabetic()
        && !unclear
        && words.chars().all(|letter| letter == ' ' || is_usual(letter, between_brackets)))
    .then(|| Node::Text(words.to_owned()))
}

/// Words that mean something else than themselves, in some spelling or in some YAML.
fn is_special(words: &str) -> bool {
    words.len() < 6
        && ["true", "false", "null", "nan", "inf", "yes", "no", "on", "off", "y", "n"]
            .iter()
            .any(|special| words.eq_ignore_ascii_case(special))
}

/// Letters, digits and punctuation that stand for nothing but themselves within a text.
fn is_usual(letter: char, between_brackets: bool) -> bool {
    match letter {
        ':' | ',' => !between_brackets,
        _ => letter.is_alphanumeric() || "-_.;!?'()/+=&%@*~$€“”‘’«»…–—".contains(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;
    use crate::diag::Diagnostic;
    use proptest::prelude::*;

    /// Both ways for one document.
    fn both(yaml: &str) -> (Option<Value>, (Option<Value>, Vec<Diagnostic>)) {
        let path = SourcePath::new("x.md");
        let text = format!("---\n{yaml}---\n");
        let mut problems = Vec::new();
        let long = yaml::the_long_way(&path, &text, 4, 4 + yaml.len(), &mut problems);
        (read(&path, &text, 4, 4 + yaml.len()), (long, problems))
    }

    #[test]
    fn usual_front_matter_goes_the_short_way() {
        let yaml = "# A comment.\ntitle: Maria's first \u{201c}week\u{201d}\ndate: 2024-03-09\ndraft: true\ntags: [trust, active listening]\n\
            summary: \"Ten minutes: that was all.\"\nmoment: {minutes: 10, where: after class}\nimage: https://example.org/a.jpg\n\
            aliases:\n- /old\nconsent:\n  status: granted\n  # Until when\n  scope: [web, feed]\nripples:\n  - paid-forward: story-3\n    note: She said so.\n\
            \n  - inspired: b\npeople:\n  - a\n  - 'b c'\n";
        let (short, (long, problems)) = both(&yaml.replace("- /old", "- old"));
        assert_eq!(problems, []);
        assert!(short.is_some());
        assert_eq!(short, long);
    }

    const PIECES: [&str; 68] = [
        "a:\n",
        "- a\n",
        "  - a\n",
        "  a: b\n",
        "a",
        "b",
        "title",
        "a",
        "b",
        "x-y",
        "a: ",
        "b: ",
        "a: 1\n",
        "b: c\n",
        "c:\n  d: e\n",
        "c:\n  - d\n",
        "- ",
        "- a: b\n",
        "  ",
        "    ",
        "\n",
        "\n",
        "\n",
        "\n",
        ": ",
        ": ",
        ": ",
        ":",
        " ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "[a, b]",
        "{a: b}",
        "{a: b, c: d}",
        "'",
        "\"",
        "\"a\"",
        "'a'",
        "#",
        " # c",
        "\n# c\n",
        "true",
        "null",
        "~",
        "no",
        "2024-01-02",
        "12",
        "012",
        "1.5",
        "1e3",
        ".inf",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "?",
        "\u{e9}",
        "\u{2028}",
        "\u{2026}",
        "%",
        "@",
        "https://x.y/z",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_short_way_says_what_the_long_way_says(places in proptest::collection::vec(0..PIECES.len(), 1..16), end in "\n?") {
            let yaml: String = places.into_iter().map(|place| PIECES[place]).chain([end.as_str()]).collect();
            let (short, long) = both(&yaml);
            if short.is_some() {
                prop_assert_eq!((short, Vec::new()), long, "{}", yaml);
            }
        }

        #[test]
        fn the_short_way_knows_what_words_may_hold(words in "([a-zA-Z0-9 ,.:;!?'\"()/+=&%@*~_#|>\\[\\]{}<-]|\\PC){1,12}") {
            for yaml in [format!("a: {words}\n"), format!("a: [{words}]\nb: c\n"), format!("a: '{words}'\n"), format!("- {words}\n"), format!("a: {{b: {words}}}\n")] {
                let (short, long) = both(&yaml);
                if short.is_some() {
                    prop_assert_eq!((short, Vec::new()), long, "{}", yaml);
                }
            }
        }
    }
}
