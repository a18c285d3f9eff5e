//! YAML text to a tree of values that know their places. The only file that knows the YAML library.
//!
//! Anchors, aliases, tags and merge keys are refused before anything is expanded (content model, section 10).

use super::plain;
use super::slips::{self, Slip};
use super::swallowed::Written;
use crate::diag::{Diagnostic, LineIndex, SourcePath, Span, codes};
use crate::model::text;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, Spanned};
use std::borrow::Cow;
use std::fmt;

/// Levels of nesting in YAML.
pub(super) const MAX_DEPTH: usize = 16;
/// Values in one YAML document.
pub(super) const MAX_NODES: usize = 10_000;

/// A value and the bytes of the file where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) node: Node,
    pub(super) span: Span,
}

/// What was written. Numbers keep their spelling, so that `title: 2024` and `id: 1.10` stay text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Nothing, `~` or `null`, as spelled.
    Null(String),
    /// `true` or `false`, unquoted, as spelled.
    Bool(bool, String),
    /// A number, unquoted, as spelled.
    Number(String),
    /// Anything else.
    Text(String),
    List(Vec<Value>),
    Map(Vec<(Key, Value)>),
}

/// The name before a colon.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Span,
}

impl Value {
    /// A word for what it is, for messages.
    pub(super) fn word(&self) -> &'static str {
        match &self.node {
            Node::Null(_) => "nothing",
            Node::Bool(..) => "true or false",
            Node::Number(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Map(_) => "a group of fields",
        }
    }

    /// Whether nothing at all is written.
    pub(super) fn is_empty(&self) -> bool {
        matches!(&self.node, Node::Null(written) if written.is_empty())
    }

    /// The value as JSON, for `extra` and to compare values without their places.
    pub(super) fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.node {
            Node::Null(_) => Json::Null,
            Node::Bool(value, _) => Json::Bool(*value),
            Node::Number(text) => {
                text.parse::<serde_json::Number>().map_or_else(|_| Json::String(text.clone()), Json::Number)
            }
            Node::Text(text) => Json::String(text.clone()),
            Node::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Node::Map(fields) => {
                Json::Object(fields.iter().map(|(key, value)| (key.name.clone(), value.to_json())).collect())
            }
        }
    }
}

/// Reads one YAML document that stands at `start..end` of a file. `None` after a syntax error, which is
/// then among the diagnostics; an empty document is an empty map.
pub(super) fn read(
    path: &SourcePath,
    text: &str,
    start: usize,
    end: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Value> {
    if let Some(value) = plain::read(path, text, start, end) {
        return Some(value);
    }
    let value = the_long_way(path, text, start, end, diagnostics)?;
    Written { path, text, end }.report(&value, "", diagnostics); // the short way takes no such words
    Some(value)
}

/// [`read`] by the library alone.
pub(super) fn the_long_way(
    path: &SourcePath,
    text: &str,
    start: usize,
    end: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let legal = Legal::new(path, &text[start..end], start, diagnostics);
    let yaml = legal.yaml.as_ref();
    if yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Some(Value { node: Node::Map(Vec::new()), span: Span::new(path, start, start) });
    }
    let options = serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
        reject_unsupported_tags: true,
        duplicate_keys: DuplicateKeyPolicy::LastWins, // both places are reported here instead
        budget: serde_yaml::budget! {
            max_anchors: 0, max_aliases: 0, max_merge_keys: 0, max_depth: MAX_DEPTH, max_nodes: MAX_NODES,
        }
    };
    match serde_yaml::from_str_with_options::<Spanned<Raw>>(yaml, options) {
        Ok(raw) => {
            let mut place = Placing { path, text, start, legal: &legal, diagnostics };
            Some(place.value(raw))
        }
        Err(error) => {
            diagnostics.push(explain(path, &legal, start, &error));
            None
        }
    }
}

/// YAML without the invisible characters that the library refuses and no writer means to type. Where something
/// was taken out is kept, so that places stay places of the file.
struct Legal<'a> {
    yaml: Cow<'a, str>,
    /// For each character taken out: the offset in `yaml` at which it stood, and all bytes taken out so far.
    gone: Vec<(usize, usize)>,
}

impl<'a> Legal<'a> {
    /// Takes them out and reports the first of each line. `start` is where `yaml` begins in its file.
    fn new(path: &SourcePath, yaml: &'a str, start: usize, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut legal = Self { yaml: Cow::Borrowed(yaml), gone: Vec::new() };
        if !yaml.contains(text::is_control) {
            return legal;
        }
        let (mut kept, mut bytes, mut told) = (String::with_capacity(yaml.len()), 0, false);
        for (offset, letter) in yaml.char_indices() {
            if !text::is_control(letter) {
                told &= letter != '\n';
                kept.push(letter);
                continue;
            }
            bytes += letter.len_utf8();
            legal.gone.push((kept.len(), bytes));
            if !told {
                let at = start + offset;
                diagnostics.push(codes::markdown::control_characters(&Span::new(path, at, at + letter.len_utf8())));
                told = true;
            }
        }
        legal.yaml = Cow::Owned(kept);
        legal
    }

    /// The place in what was written for a place in `yaml`: the start of something, or its end.
    fn written(&self, offset: usize, end: bool) -> usize {
        let before = self.gone.partition_point(|(at, _)| if end { *at < offset } else { *at <= offset });
        offset + before.checked_sub(1).map_or(0, |last| self.gone[last].1)
    }
}

/// Says in plain words what the library found.
fn explain(path: &SourcePath, legal: &Legal<'_>, start: usize, error: &serde_yaml::Error) -> Diagnostic {
    let yaml = legal.yaml.as_ref();
    let words = error.without_snippet().to_string();
    let words = words.split(" at line ").next().unwrap_or(&words).to_owned();
    let lines = LineIndex::new(yaml);
    let offset = error.location().map_or(0, |location| {
        let index = usize::try_from(location.line()).unwrap_or(1);
        let column = usize::try_from(location.column()).unwrap_or(1);
        let line = lines.line(index);
        let within: usize = line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
        lines.line_start(index) + within
    });
    // The place may lie far before the one where the library gave up, so it is put back on its own.
    let mut problem = slips::explain(&Slip { path, yaml, start, offset: offset.min(yaml.len()), words: &words });
    if let Some((from, to)) = problem.span.range().filter(|_| !legal.gone.is_empty()) {
        let written = |at: u32, end| start + legal.written((at as usize).saturating_sub(start), end);
        problem.span = Span::new(path, written(from, false), written(to, true));
    }
    problem
}

/// Turns the library's places into places of the file.
struct Placing<'a> {
    path: &'a SourcePath,
    text: &'a str,
    start: usize,
    legal: &'a Legal<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Placing<'_> {
    fn span<T>(&self, spanned: &Spanned<T>) -> (usize, usize) {
        let span = spanned.referenced.span();
        let number = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok()).unwrap_or(0);
        let (offset, length) = (number(span.byte_offset()), number(span.byte_len()));
        let start = (self.start + self.legal.written(offset, false)).min(self.text.len());
        let end = (self.start + self.legal.written(offset + length, true)).clamp(start, self.text.len());
        // Block values reach to the next token; the place shown ends with the words.
        let end = start + self.text.get(start..end).map_or(0, |written| written.trim_end().len());
        (start, end)
    }

    fn value(&mut self, raw: Spanned<Raw>) -> Value {
        let (start, end) = self.span(&raw);
        self.refuse_tag(start);
        let written = self.text.get(start..end).unwrap_or_default();
        let spelled = || written.chars().filter(|letter| !text::is_control(*letter)).collect();
        let block = matches!(raw.value, Raw::List(_) | Raw::Map(_));
        let node = match raw.value {
            Raw::Null => Node::Null(spelled()),
            Raw::Bool(value) => Node::Bool(value, spelled()),
            Raw::Number => Node::Number(spelled()),
            Raw::Text(text) => Node::Text(text),
            Raw::List(items) => Node::List(items.into_iter().map(|item| self.value(item)).collect()),
            Raw::Map(fields) => Node::Map(self.fields(fields)),
        };
        let end = if block { self.end_of(&node, start, end) } else { end };
        Value { node, span: Span::new(self.path, start, end) }
    }

    /// The library gives lists and groups no length: they end with their last value and its closing bracket.
    fn end_of(&self, node: &Node, start: usize, end: usize) -> usize {
        let last = match node {
            Node::List(items) => items.last(),
            Node::Map(fields) => fields.last().map(|(_, value)| value),
            _ => None,
        };
        let reached = |value: &Value| value.span.range().map_or(end, |(_, last)| last as usize);
        let end = last.map_or(end, reached).max(end).min(self.text.len());
        let rest = &self.text[end..];
        let space = rest.len() - rest.trim_start_matches([' ', ',']).len();
        let flow = self.text[start..].starts_with(['[', '{']) && rest[space..].starts_with([']', '}']);
        if flow { end + space + 1 } else { end }
    }

    fn fields(&mut self, raw: Vec<(Spanned<String>, Spanned<Raw>)>) -> Vec<(Key, Value)> {
        let mut fields: Vec<(Key, Value)> = Vec::with_capacity(raw.len());
        for (key, value) in raw {
            let (start, end) = self.span(&key);
            let mut key = Key { span: Span::new(self.path, start, end), name: key.value };
            if key.name.contains(text::is_direction_override) {
                self.diagnostics.push(codes::markdown::direction_override(&key.span));
                key.name.retain(|letter| !text::is_direction_override(letter));
            }
            let value = self.value(value);
            if let Some((first, _)) = fields.iter().find(|(known, _)| known.name == key.name) {
                self.diagnostics.push(codes::fields::duplicate_field(&key.span, &key.name, &first.span));
            } else {
                fields.push((key, value));
            }
        }
        fields
    }

    /// The library accepts the core tags (`!!str`); we accept none.
    fn refuse_tag(&mut self, start: usize) {
        let before = self.text[self.start..start].trim_end();
        let word = before.rsplit(|letter: char| letter.is_whitespace() || "[{,".contains(letter)).next().unwrap_or("");
        if word.starts_with('!') {
            let at = self.start + before.len() - word.len();
            let span = Span::new(self.path, at, at + word.len());
            self.diagnostics.push(codes::yaml::feature(&span, '!', "a type (a tag)", None));
        }
    }
}

/// The library's view of a value.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

struct RawVisitor;

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = access.next_entry()? {
            fields.push(field);
        }
        Ok(Raw::Map(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(yaml: &str) -> (Option<Value>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let value = read(&SourcePath::new("x.md"), yaml, 0, yaml.len(), &mut diagnostics);
        (value, diagnostics)
    }

    fn codes_of(yaml: &str) -> Vec<&'static str> {
        parse(yaml).1.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn scalars_keep_their_spelling() {
        let (value, problems) = parse("a: 2024\nb: 1.10\nc: yes\nd: true\ne: 0755\nf: 1_000\ng: Null\nh:\n");
        assert_eq!(problems, []);
        let Some(Value { node: Node::Map(fields), .. }) = value else { panic!("not a map") };
        let nodes: Vec<Node> = fields.into_iter().map(|(_, value)| value.node).collect();
        assert_eq!(
            nodes,
            [
                Node::Number("2024".into()),
                Node::Number("1.10".into()),
                Node::Text("yes".into()),
                Node::Bool(true, "true".into()),
                Node::Text("0755".into()),
                Node::Text("1_000".into()),
                Node::Null("Null".into()),
                Node::Null(String::new()),
            ]
        );
    }

    #[test]
    fn places_are_bytes_of_the_file() {
        let text = "---\nü: [a, 'b c']\n---\n";
        let mut problems = Vec::new();
        let value = read(&SourcePath::new("x.md"), text, 4, 19, &mut problems).unwrap();
        let Node::Map(fields) = value.node else { panic!("not a map") };
        let Node::List(items) = &fields[0].1.node else { panic!("not a list") };
        let written = |span: &Span| span.range().map(|(start, end)| &text[start as usize..end as usize]);
        assert_eq!(written(&fields[0].0.span), Some("ü"));
        assert_eq!(written(&items[1].span), Some("'b c'"));
    }

    #[test]
    fn d1_what_expands_is_refused() {
        for yaml in ["a: &x 1\nb: *x", "a: *bold* text", "a: !foo x", "a: !!str 5", "a: [!!int 5]", "<<: {a: 1}"] {
            assert_eq!(codes_of(yaml), ["yaml-feature"], "{yaml}");
        }
        assert_eq!(codes_of(&format!("a: {}1{}", "[".repeat(20), "]".repeat(20))), ["yaml-too-large"]);
    }

    #[test]
    fn d3_a_field_given_twice_names_both_places() {
        let (_, problems) = parse("a: 1\nb: 2\na: 3\n");
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, "duplicate-field");
        assert_eq!(problems[0].related.len(), 1);
    }

    #[test]
    fn f1_invisible_characters_go_are_reported_and_move_no_place() {
        let yaml = "a: '\u{1}x\u{8}y\u{7f}'\nb: \u{9f}ü\u{ffff}\nc: 2\u{1}0\n\u{2}d\u{2}: [1, ]]\n";
        let (value, problems) = parse(yaml);
        assert!(value.is_none());
        let at = |problem: &Diagnostic| problem.span.range().map(|(start, end)| &yaml[start as usize..end as usize]);
        assert_eq!(
            problems.iter().map(|problem| problem.code).collect::<Vec<_>>(),
            ["control-characters", "control-characters", "control-characters", "control-characters", "yaml-syntax"]
        );
        assert_eq!(
            problems.iter().map(at).collect::<Vec<_>>(),
            [Some("\u{1}"), Some("\u{9f}"), Some("\u{1}"), Some("\u{2}"), Some("]")]
        );
        let (value, _) = parse(&yaml.replace("]]", "]"));
        let Some(Value { node: Node::Map(fields), .. }) = value else { panic!("not a map") };
        let nodes: Vec<_> = fields.iter().map(|(key, value)| (key.name.as_str(), value.node.clone())).collect();
        let text = |text: &str| Node::Text(text.to_owned());
        assert_eq!(nodes[..3], [("a", text("xy")), ("b", text("ü")), ("c", Node::Number("20".to_owned()))]);
        assert_eq!(fields[3].0.name, "d");
        let key = fields[3].0.span.range().map(|(start, end)| &yaml[start as usize..end as usize]);
        assert_eq!(key, Some("d"));
    }

    #[test]
    fn a_slip_before_invisible_characters_keeps_its_place() {
        let yaml = "a: \"é\u{1}é\u{2}\nb: 1\n";
        let (_, problems) = parse(yaml);
        let last = problems.last().and_then(|problem| problem.span.range());
        assert_eq!(last.map(|(start, end)| &yaml[start as usize..end as usize]), Some("\""), "{problems:?}");
    }

    #[test]
    fn slips_are_syntax_errors_with_a_place() {
        for yaml in ["title: Maria: her story", "title: \"open\nb: 1", "a: [1, 2\nb: 3", "title: @x", "a: 'it's'"] {
            let (value, problems) = parse(yaml);
            assert!(value.is_none());
            assert_eq!(problems.len(), 1, "{yaml}");
            assert_eq!(problems[0].code, "yaml-syntax");
            assert!(problems[0].span.range().is_some_and(|(start, _)| start > 0), "{yaml}");
        }
    }
}
