//! Words that YAML swallows without a word: what stands after ` #`, and lines with a dash that go on with the text above.

use super::yaml::{Node, Value};
use crate::diag::{Diagnostic, SourcePath, Span, codes};

/// A file and where its fields end.
pub(super) struct Written<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) text: &'a str,
    pub(super) end: usize,
}

impl Written<'_> {
    /// Reports what was swallowed in a value and in everything in it. `name` is the field it belongs to.
    pub(super) fn report(&self, value: &Value, name: &str, diagnostics: &mut Vec<Diagnostic>) {
        match &value.node {
            Node::List(items) => {
                for item in items {
                    self.report(item, name, diagnostics);
                }
            }
            Node::Map(fields) => {
                for (key, value) in fields {
                    let of_key = key.span.range().map_or(0, |(_, end)| end as usize);
                    match &value.node {
                        Node::Null(written) if written.is_empty() => {
                            self.report_mark(of_key, &key.name, diagnostics);
                        }
                        _ => self.report(value, &key.name, diagnostics),
                    }
                }
            }
            Node::Text(_) => {
                let Some((start, end)) = value.span.range().map(|(start, end)| (start as usize, end as usize)) else {
                    return;
                };
                let written = self.text.get(start..end).unwrap_or_default();
                // What comes after `|` or `>` is taken as it is.
                let before = self.text[..start].split_whitespace().next_back().unwrap_or_default();
                if !written.starts_with(['"', '\'']) && !before.starts_with(['|', '>']) {
                    self.report_dash(start, end, diagnostics);
                    self.report_mark(end, name, diagnostics);
                }
            }
            // An item that is nothing but a comment: its place is at the end of that.
            Node::Null(written) if written.is_empty() => {
                let (from, _) = self.line(value.span.range().map_or(0, |(_, end)| end as usize));
                self.report_mark(from, name, diagnostics);
            }
            _ => {}
        }
    }

    /// A mark `#` after a value, with a letter right behind it: people put a space after the mark of a comment.
    fn report_mark(&self, after: usize, name: &str, diagnostics: &mut Vec<Diagnostic>) {
        let (from, to) = self.line(after);
        let line = &self.text[from..to];
        let rest = &self.text[after.min(to)..to];
        let lost = rest.trim_start_matches([':', ' ', '\t', '-']);
        let at = to - lost.len();
        let spaced = self.text[..at].ends_with([' ', '\t']);
        let letter = lost.strip_prefix('#').and_then(|lost| lost.chars().next());
        if !spaced || !letter.is_some_and(|letter| !letter.is_whitespace() && letter != '#' && letter != '!') {
            return;
        }
        let words: Vec<&str> = lost.split_whitespace().collect();
        let before = self.text[from..at].trim();
        let all_marked = words.iter().all(|word| word.len() > 1 && word.starts_with('#'));
        let meant = if name == "tags" && all_marked {
            let tags: Vec<&str> = words.iter().map(|word| word[1..].trim_end_matches(',')).collect();
            match before {
                "tags:" => Some(format!("tags: [{}]", tags.join(", "))),
                "-" => Some(format!("- {}", tags.join(" "))),
                _ => None,
            }
        } else {
            quoted(line.trim())
        };
        let span = Span::new(self.path, at, at + lost.trim_end().len());
        diagnostics.push(codes::yaml::text_after_hash(&span, meant.as_deref()));
    }

    /// A line that begins with a dash and was read as text: it is indented, or has no space after its dash.
    fn report_dash(&self, start: usize, end: usize, diagnostics: &mut Vec<Diagnostic>) {
        let (mut from, mut to) = self.line(start);
        let own_line = self.text[from..start].trim().is_empty();
        let mut first = !own_line;
        loop {
            let line = &self.text[from..to];
            let words = line.trim();
            let item = words.strip_prefix('-').filter(|item| {
                let letter = item.trim_start().chars().next();
                letter.is_some_and(|letter| letter.is_alphanumeric() || "\"'#[".contains(letter))
            });
            if let Some(item) = item.filter(|_| !first) {
                let at = from + line.len() - line.trim_start().len();
                let span = Span::new(self.path, at, at + words.len());
                let meant = format!("- {}", item.trim_start());
                diagnostics.push(codes::yaml::dash_in_text(&span, &meant));
                return;
            }
            first = false;
            if to >= end {
                return;
            }
            (from, to) = self.line((to + 1).min(self.end));
        }
    }

    /// Where the line of a byte begins and ends.
    fn line(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.end);
        let is_end = |letter| matches!(letter, '\n' | '\r');
        let from = self.text[..at].rfind(is_end).map_or(0, |end| end + 1);
        let to = self.text[at..self.end].find(is_end).map_or(self.end, |end| at + end);
        (from, to)
    }
}

/// A line with its whole text in quotation marks, if it is one field or one item.
fn quoted(line: &str) -> Option<String> {
    let (name, value) = match line.strip_prefix("- ") {
        Some(item) if !item.contains(": ") => ("-", item),
        _ => line.split_once(": ").map(|(name, value)| (name, value.trim()))?,
    };
    let name = if name == "-" { name.to_owned() } else { format!("{name}:") };
    let plain = line.chars().count() <= 80 && !value.contains(['"', '\\']) && !value.starts_with(['\'', '[', '{']);
    plain.then(|| format!("{name} \"{value}\""))
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use crate::diag::SourcePath;

    /// Code, words and remedy of each problem.
    fn told(yaml: &str) -> Vec<(&'static str, String, String)> {
        let mut problems = Vec::new();
        let text = format!("---\n{yaml}---\ntags: #text\n");
        let value = yaml::read(&SourcePath::new("x.md"), &text, 4, 4 + yaml.len(), &mut problems);
        assert!(value.is_some(), "{yaml} {problems:?}");
        let words = |range: Option<(u32, u32)>| range.map(|(from, to)| text[from as usize..to as usize].to_owned());
        let told = problems.into_iter();
        told.map(|one| (one.code, words(one.span.range()).unwrap_or_default(), one.help.unwrap_or_default())).collect()
    }

    #[test]
    fn words_after_a_mark_are_missed() {
        for (yaml, lost, remedy) in [
            ("title: The #1 bus\n", "#1 bus", "`title: \"The #1 bus\"`"),
            ("title: The #1 bus\r\ndate: 2026\r\n", "#1 bus", "`title: \"The #1 bus\"`"),
            ("tags: #confidence #trust\n", "#confidence #trust", "`tags: [confidence, trust]`"),
            ("tags: #confidence, #trust\ntitle: x\n", "#confidence, #trust", "`tags: [confidence, trust]`"),
            ("tags:\n  - #trust\n  - b\n", "#trust", "`- trust`"),
            ("tags:\n- b\n- #trust\n", "#trust", "`- trust`"),
            ("tags:\n  - b #trust\n", "#trust", "quotation marks"),
            ("accent: #0a6\n", "#0a6", "`accent: \"#0a6\"`"),
            ("moment:\n  where: bus #7\n", "#7", "`where: \"bus #7\"`"),
            ("outcome: [a, b] # c\nsummary: said \"no\" #twice\n", "#twice", "quotation marks"),
        ] {
            let told = told(yaml);
            assert_eq!(told.len(), 1, "{yaml} {told:?}");
            let (code, words, help) = &told[0];
            assert_eq!((*code, words.as_str()), ("text-after-hash", lost), "{yaml}");
            assert!(help.contains(remedy), "{yaml} {help}");
        }
    }

    #[test]
    fn comments_are_comments() {
        for yaml in [
            "title: The bus # a comment\n",
            "# tags: #a\ntitle: x # see #7\n",
            "#tags: a\ntitle: C#\n",
            "title: \"The #1 bus\" # as it is written\n",
            "tags:  # three at most\n  - a\n",
            "summary: |\n  a #b\n",
            "title: x ## y\ntags:\n",
            "title: x\n#y\n",
            "draft: true #for now\n",
        ] {
            assert_eq!(told(yaml), [], "{yaml}");
        }
    }

    #[test]
    fn a_dash_that_makes_no_item_is_named() {
        for (yaml, line, remedy) in [
            ("tags:\n  - one\n   -two\n", "-two", "`- two`"),
            ("tags:\n  - one\n    - two\n  - three\n", "- two", "`- two`"),
            ("tags:\n- one\n -two\ntitle: x\n", "-two", "`- two`"),
            ("tags:\n  -one\n  -two\n", "-one", "`- one`"),
        ] {
            let told = told(yaml);
            assert_eq!(told.len(), 1, "{yaml} {told:?}");
            let (code, words, help) = &told[0];
            assert_eq!((*code, words.as_str()), ("dash-in-text", line), "{yaml}");
            assert!(help.contains(remedy), "{yaml} {help}");
        }
        for yaml in [
            "title: -5 degrees\n",
            "summary: she said\n  – and then\n",
            "summary: a\n  b-c\n",
            "summary: >\n  a\n  - b\n",
        ] {
            assert_eq!(told(yaml), [], "{yaml}");
        }
    }
}
