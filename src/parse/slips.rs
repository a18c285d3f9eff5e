//! What a YAML error means to the writer: plain words, and the place that must change. Knows the wording of the
//! YAML library's errors and nothing else about it.

use crate::diag::{Diagnostic, SourcePath, Span, codes};

/// Longer lines are not repeated in a remedy, in characters.
const LONGEST_QUOTED: usize = 80;

/// A syntax error in YAML.
pub(super) struct Slip<'a> {
    /// The file.
    pub(super) path: &'a SourcePath,
    /// The YAML alone.
    pub(super) yaml: &'a str,
    /// Byte of the file at which the YAML begins.
    pub(super) start: usize,
    /// Byte of the YAML at which the library gave up.
    pub(super) offset: usize,
    /// What the library says, without its place.
    pub(super) words: &'a str,
}

/// Explains an error that stopped the reading.
pub(super) fn explain(slip: &Slip<'_>) -> Diagnostic {
    let has = |part: &str| slip.words.contains(part);
    let here = slip.letter(slip.offset);
    if has("MergeKeys") {
        codes::yaml::merge_key(&slip.span(slip.offset, slip.offset + 2))
    } else if has("Anchors") || has("alias") || has("Alias") || has("tag") || has("TAG") {
        slip.feature()
    } else if has("Depth") || has("nesting") || has("recursion") {
        codes::yaml::too_large(&here, &format!("more than {} levels deep", super::yaml::MAX_DEPTH))
    } else if has("Nodes") || has("budget") {
        codes::yaml::too_large(&here, &format!("more than {} values", super::yaml::MAX_NODES))
    } else if has("escape") || has("surrogate") || has("hexadecimal") {
        let at = slip.backslash();
        codes::yaml::bad_escape(&slip.span(at, at + 2))
    } else if has("trailing content") && slip.yaml[slip.offset..].starts_with(['"', '\'']) {
        codes::yaml::missing_comma(&here)
    } else if has("quote") {
        codes::yaml::open_quote(&slip.letter(slip.quote()))
    } else if has(" tab") || has("tabs ") {
        let (from, _) = slip.line_around(slip.offset);
        let at = slip.yaml[from..].find('\t').map_or(slip.offset, |after| from + after);
        codes::yaml::tab(&slip.letter(at))
    } else {
        slip.structure(&here)
    }
}

impl Slip<'_> {
    /// Errors of structure: lines, brackets and first characters.
    fn structure(&self, here: &Span) -> Diagnostic {
        let has = |part: &str| self.words.contains(part);
        if has("expected ','") {
            codes::yaml::missing_comma(here)
        } else if has("misplaced bracket") {
            codes::yaml::closing_bracket(here)
        } else if has("':' indicator") || has("bracket") || has("flow ") {
            let (at, open) = self.open_bracket();
            codes::yaml::open_bracket(&self.letter(at), open)
        } else if has("simple key expected") {
            let (from, to) = self.line_around(self.offset);
            self.no_colon(from, to)
        } else if has("expected key") || has("'-' indicator") || has("invalid indentation") {
            codes::yaml::indentation(&self.line())
        } else if has("mapping values") {
            self.colon(here)
        } else if has("multiple YAML documents") {
            codes::yaml::end_mark(&self.end_mark())
        } else if has("block sequence entries") {
            codes::yaml::list_on_line(here)
        } else if has("string scalar") || has("null into string") {
            codes::yaml::bad_name(here)
        } else if has("unexpected character") || has("mapping keys") || has("block scalar") || has("directive") {
            let letter = self.yaml[self.offset..].chars().next().unwrap_or('%');
            codes::yaml::first_character(here, letter, self.quoted(self.offset).as_deref())
        } else {
            self.nameless().unwrap_or_else(|| codes::yaml::unreadable(here))
        }
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.path, self.start + from, self.start + to.min(self.yaml.len()))
    }

    /// The one character at a byte.
    fn letter(&self, at: usize) -> Span {
        let len = self.yaml[at..].chars().next().map_or(0, char::len_utf8);
        self.span(at, at + len)
    }

    /// First and last byte of the line that holds a byte. The library may give up in the middle of a character.
    fn line_around(&self, at: usize) -> (usize, usize) {
        let at = (0..=at.min(self.yaml.len())).rev().find(|at| self.yaml.is_char_boundary(*at)).unwrap_or(0);
        let is_end = |letter| matches!(letter, '\n' | '\r');
        let from = self.yaml[..at].rfind(is_end).map_or(0, |end| end + 1);
        let to = self.yaml[at..].find(is_end).map_or(self.yaml.len(), |end| at + end);
        (from, to)
    }

    /// The words of the line where the library gave up.
    fn line(&self) -> Span {
        let (from, to) = self.line_around(self.offset);
        self.words_of(from, to)
    }

    /// The words of a line.
    fn words_of(&self, from: usize, to: usize) -> Span {
        let line = &self.yaml[from..to];
        let indent = indent(line);
        self.span(from + indent, from + line.trim_end().len().max(indent))
    }

    /// A line without a colon where a field must be.
    fn no_colon(&self, from: usize, to: usize) -> Diagnostic {
        let line = self.yaml[from..to].trim();
        if line.contains(':') {
            let glued = self.glued(to.saturating_add(1).min(self.yaml.len()));
            return glued.unwrap_or_else(|| codes::yaml::indentation(&self.words_of(from, to)));
        }
        let first = is_nothing(&self.yaml[..from]);
        codes::yaml::no_colon(&self.words_of(from, to), with_colon(line).as_deref(), first)
    }

    /// The first of the lines right above a field that begin where it does and have no colon: for YAML they are one
    /// text, which ends only at the next colon.
    fn text_above(&self, field: usize) -> Option<Diagnostic> {
        let (mut from, to) = self.line_around(field);
        let column = indent(&self.yaml[from..to]);
        let mut found = None;
        while let Some(above) = from.checked_sub(1) {
            let (start, end) = self.line_around(above);
            let line = &self.yaml[start..end];
            from = start;
            if is_nothing(line) || indent(line) > column {
                continue;
            }
            let words = line.trim();
            if indent(line) < column || words.contains(':') || words.starts_with(['-', '[', '{', '"', '\'', '|', '>']) {
                break;
            }
            found = Some((start, end));
        }
        found.map(|(start, end)| self.no_colon(start, end))
    }

    /// Lines at the top that are indented where those below are not.
    fn nameless(&self) -> Option<Diagnostic> {
        let mut at = 0;
        let first = self.yaml.split_inclusive(['\n', '\r']).find_map(|line| {
            at += line.len();
            (!is_nothing(line)).then(|| (at - line.len(), at))
        });
        let (from, to) = first.filter(|(from, _)| self.yaml[*from..].starts_with(' ') && *from < self.offset)?;
        Some(codes::yaml::group_without_name(&self.words_of(from, to)))
    }

    /// An anchor, an alias or a tag: the mark itself, which the library has already passed.
    fn feature(&self) -> Diagnostic {
        let (from, to) = self.line_around(self.offset);
        let until = (self.offset + 1).min(to);
        let written = self.yaml.get(from..until).unwrap_or_default();
        let at = written.rfind(['&', '*', '!']).map_or(self.offset, |within| from + within);
        let (mark, what) = match self.yaml[at..].chars().next() {
            Some('&') => ('&', "a name for other places (an anchor)"),
            Some('*') => ('*', "a copy from another place (an alias)"),
            _ => ('!', "a type (a tag)"),
        };
        codes::yaml::feature(&self.letter(at), mark, what, self.quoted(at).as_deref())
    }

    /// A backslash before a character that YAML does not know.
    fn backslash(&self) -> usize {
        let rest = &self.yaml[self.offset..];
        let odd = |at: &usize| !rest[at + 1..].starts_with(|letter| "0abtnvfre \"/\\N_LPxuU\n\r".contains(letter));
        let mut at = 0;
        while let Some(next) = rest[at..].find('\\').map(|next| at + next) {
            if odd(&next) {
                return self.offset + next;
            }
            at = (next + 2).min(rest.len());
            if !rest.is_char_boundary(at) {
                break;
            }
        }
        rest.find('\\').map_or(self.offset, |next| self.offset + next)
    }

    /// The mark that opens a text which does not end on its line; the place itself if it is after a closed one.
    fn quote(&self) -> usize {
        let mut at = self.offset;
        loop {
            let (from, _) = self.line_around(at);
            let before = &self.yaml[from..at];
            let opens = before.char_indices().find(|(place, letter)| {
                let after_space =
                    before[..*place].ends_with(|before: char| before.is_whitespace() || "[{,".contains(before));
                matches!(letter, '"' | '\'') && (*place == 0 || after_space)
            });
            if let Some((place, _)) = opens {
                return if at == self.offset { at } else { from + place };
            }
            if from == 0 {
                return self.offset;
            }
            at = from - 1;
        }
    }

    /// The last bracket before the place that is not closed before it.
    fn open_bracket(&self) -> (usize, char) {
        let mut closed = 0_usize;
        let until = (self.offset + 1).min(self.yaml.len());
        let before = self.yaml.get(..until).unwrap_or(&self.yaml[..self.offset]);
        for (at, letter) in before.char_indices().rev() {
            match letter {
                ']' | '}' => closed += 1,
                '[' | '{' if closed == 0 => return (at, letter),
                '[' | '{' => closed -= 1,
                _ => {}
            }
        }
        (self.offset, '[')
    }

    /// A colon that makes no field: inside a text, or on a line that is indented by mistake.
    fn colon(&self, here: &Span) -> Diagnostic {
        let (from, _) = self.line_around(self.offset);
        let before = &self.yaml[from..self.offset];
        if !before.contains(": ")
            && let Some(problem) = self.glued(from)
        {
            return problem;
        }
        if !before.contains(": ")
            && let Some(problem) = self.text_above(self.offset)
        {
            return problem;
        }
        if from > 0 && before.starts_with(' ') && !before.contains(": ") && !before.trim_start().starts_with('-') {
            return codes::yaml::indented_field(&self.line());
        }
        codes::yaml::colon_in_text(here, self.quoted(self.offset).as_deref())
    }

    /// The line above a byte, if its colon lacks the space that would make it a field: `- paid-forward:maria`.
    fn glued(&self, below: usize) -> Option<Diagnostic> {
        let (from, to) = self.line_around(below.checked_sub(1)?);
        let line = self.yaml[from..to].trim();
        let (name, value) = line.split_once(':').filter(|_| line.chars().count() <= LONGEST_QUOTED)?;
        let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        let plain = name.strip_prefix("- ").unwrap_or(name).trim();
        let is_field = !plain.is_empty()
            && plain.chars().all(is_name)
            && value.starts_with(|first: char| !first.is_whitespace() && first != '/');
        let at = from + self.yaml[from..to].find(line)?;
        is_field.then(|| codes::yaml::no_space(&self.span(at, at + line.len()), &format!("{name}: {value}")))
    }

    /// The line of a byte with its text in quotation marks, if it is one field with a text.
    fn quoted(&self, at: usize) -> Option<String> {
        let (from, to) = self.line_around(at);
        let line = self.yaml[from..to].trim();
        let (name, value) = line.split_once(": ").filter(|_| line.chars().count() <= LONGEST_QUOTED)?;
        let (value, plain) = (value.trim(), !name.contains(['"', '\'', '{', '[']));
        let wraps = value.starts_with(['"', '\'', '{', '[']);
        if !plain || wraps || value.contains(char::is_control) {
            return None;
        }
        let doubled = value.contains(['"', '\\']);
        Some(if doubled { format!("{name}: '{}'", value.replace('\'', "''")) } else { format!("{name}: \"{value}\"") })
    }

    /// The `...` or `---` before the place.
    fn end_mark(&self) -> Span {
        let mut at = self.offset;
        loop {
            let (from, to) = self.line_around(at);
            if matches!(self.yaml[from..to].trim_end(), "..." | "---") {
                return self.span(from, from + 3);
            }
            if from == 0 {
                return self.letter(self.offset);
            }
            at = from - 1;
        }
    }
}

/// Names of fields inside groups, which `with_colon` knows beside those of entries and of the configuration.
const INNER: [&str; 16] = [
    "full",
    "first",
    "initial",
    "pseudonym",
    "role",
    "status",
    "scope",
    "by",
    "on",
    "review",
    "record",
    "person",
    "to",
    "note",
    "text",
    "source",
];

/// Spaces at the beginning of a line.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Whether lines are empty or comments.
fn is_nothing(lines: &str) -> bool {
    lines.split(['\n', '\r']).map(str::trim_start).all(|line| line.is_empty() || line.starts_with('#'))
}

/// A line with a colon after its first word, if that is the name of a field.
fn with_colon(line: &str) -> Option<String> {
    let (name, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let is_known = INNER.contains(&name) || super::entry::is_field(name) || super::config::is_key(name);
    let value = value.trim_start_matches(['=', ' ']);
    let plain = value.starts_with(|first: char| first.is_alphanumeric() || "\"'[{“‘".contains(first));
    let fits = is_known && (value.is_empty() || plain) && line.chars().count() <= LONGEST_QUOTED;
    fits.then(|| format!("{name}: {value}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use crate::diag::SourcePath;

    /// Line and remedy of the one problem.
    fn slip(text: &str) -> (usize, String) {
        let mut problems = Vec::new();
        assert!(yaml::read(&SourcePath::new("x.md"), text, 0, text.len(), &mut problems).is_none(), "{text}");
        assert_eq!(problems.len(), 1, "{text}");
        let (from, _) = problems[0].span.range().unwrap();
        let line = text[..from as usize].matches('\n').count() + 1;
        (line, format!("{}: {}", problems[0].message, problems[0].help.as_deref().unwrap_or_default()))
    }

    #[test]
    fn a_line_without_a_colon_is_named_itself() {
        for (text, line, remedy) in [
            ("title The bus driver\ndate: 2026\n", 1, "`title: The bus driver`"),
            ("# One\n\ntitle The bus driver\n\ndate: 2026\n", 3, "`title: The bus driver`"),
            ("title = The bus driver\ndate: 2026\n", 1, "`title: The bus driver`"),
            ("title\n  - b\ndate: 2026\n", 1, "write `title:`"),
            ("safeguarding open\ntitle: x\n", 1, "`safeguarding: open`"),
            ("Test site\nsafeguarding: open\n", 1, "write `name: value`"),
            ("title: x\ndate 2026\ntags: [a]\n", 2, "`date: 2026`"),
            ("title: x\ntags\n  - b\ndate: 2026\n", 2, "write `tags:`"),
            ("title: x\nconsent\n  status: granted\n", 2, "write `consent:`"),
            ("consent:\n  status granted\n  by: self\n", 2, "`status: granted`"),
            ("title: x\nof the bus\n", 2, "begin it with two spaces"),
        ] {
            let (at, help) = slip(text);
            assert!(at == line && help.contains(remedy), "{text}{at}: {help}");
            assert!(help.starts_with("this line has no colon"), "{text}{help}");
        }
        for (text, line, words) in [
            ("  full: Tom\n  first: Tom\nconsent: {status: granted}\n", 1, "no line above it says"),
            ("# One\n  title: A\ndate: 2026\n", 2, "no line above it says"),
            ("title: Maria: her story\n", 1, "in quotation marks"),
            ("title: x\n  date: 2026\n", 2, "this line is indented"),
        ] {
            let (at, help) = slip(text);
            assert!(at == line && help.contains(words), "{text}{at}: {help}");
        }
    }

    #[test]
    fn nobody_reads_the_words_of_the_library() {
        for text in [
            "}\na: b\n",
            "a: b\n---\nc: d\n",
            "? a\n",
            "%x\n",
            "a: |9x\n",
            "a:\n - b\n  - c: d\n - e\n",
            " - a\nb: c\n",
            "a: [b\n",
            "\ta: b\n",
        ] {
            let mut problems = Vec::new();
            let _ = yaml::read(&SourcePath::new("x.md"), text, 0, text.len(), &mut problems);
            let told: String = problems.iter().map(|problem| problem.message.as_str()).collect();
            for word in ["expected <", "did not find", "mapping", "scalar", "token", "node", "simple key"] {
                assert!(!told.contains(word), "{text}: {told}");
            }
        }
    }
}
