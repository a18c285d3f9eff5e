//! The text of an entry in which its consent is withdrawn: the smallest change that says so, and all else byte for byte
//! as it was.

use super::front_matter::{self, Split};
use super::yaml::{self, Key, Node, Value};
use crate::model::SourceFile;

/// What the block says from then on.
const STATUS: &str = "withdrawn";

/// The same text with `consent.status: withdrawn`; `None` if its fields are too broken to say where that belongs.
#[must_use]
pub fn withdrawn(file: &SourceFile) -> Option<String> {
    let text: &str = &file.text;
    let mut problems = Vec::new();
    let split = front_matter::split(&file.path, text, &mut problems);
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if is_bare(text, split) {
        let block = ["---", "consent:", &format!("  status: {STATUS}"), "---", ""].join(line_end);
        return problems.is_empty().then(|| spliced(text, (split.body, split.body), &block));
    }
    let before = fields(file, text)?;
    let made = match before.iter().find(|(key, _)| key.name == "consent") {
        Some((key, value)) => in_block(text, key, value, line_end),
        None => without_block(text, split, line_end),
    };
    made.into_iter().find(|made| is_right(file, made, &before))
}

/// Whether a file has no fields at all.
fn is_bare(text: &str, split: Split) -> bool {
    split.yaml.0 == split.body && !text.trim_start_matches('\u{feff}').starts_with("---")
}

fn fields(file: &SourceFile, text: &str) -> Option<Vec<(Key, Value)>> {
    let mut ignored = Vec::new();
    let split = front_matter::split(&file.path, text, &mut ignored);
    if split.yaml.1 == text.len() {
        return None; // it has no end
    }
    match yaml::read(&file.path, text, split.yaml.0, split.yaml.1, &mut ignored)?.node {
        Node::Map(fields) => Some(fields),
        Node::Null(_) => Some(Vec::new()),
        _ => None,
    }
}

/// What a file without the block could become.
fn without_block(text: &str, split: Split, line_end: &str) -> Vec<String> {
    let end = split.yaml.1;
    let block = format!("consent:{line_end}  status: {STATUS}{line_end}");
    let mut made = vec![spliced(text, (end, end), &block)];
    // All fields in one pair of braces.
    if let Some(brace) = text[split.yaml.0..end].rfind('}').map(|at| split.yaml.0 + at) {
        made.push(spliced(text, (brace, brace), &format!(", consent: {{status: {STATUS}}}")));
    }
    made
}

/// What a file with a block of whatever form could become.
fn in_block(text: &str, key: &Key, value: &Value, line_end: &str) -> Vec<String> {
    let whole = format!("{{status: {STATUS}}}");
    let Node::Map(inner) = &value.node else { return instead(text, key, value, &whole) };
    let Some(((first, _), said)) =
        inner.first().map(|first| (first, inner.iter().find(|(key, _)| key.name == "status")))
    else {
        return instead(text, key, value, &whole);
    };
    if let Some((status, value)) = said {
        return instead(text, status, value, STATUS);
    }
    let Some((at, _)) = place(first) else { return Vec::new() };
    let line = &text[text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)..at];
    let own_line = spliced(text, (at, at), &format!("status: {STATUS}{line_end}{line}"));
    let in_braces = spliced(text, (at, at), &format!("status: {STATUS}, "));
    if line.trim().is_empty() { vec![own_line, in_braces] } else { vec![in_braces] }
}

/// Other words in the place of a value, or after the colon where there is none.
fn instead(text: &str, key: &Key, value: &Value, words: &str) -> Vec<String> {
    let mut made = Vec::new();
    if let Some((from, to)) =
        value.span.range().map(|(from, to)| (from as usize, to as usize)).filter(|_| !value.is_empty())
    {
        made.push(spliced(text, (from, to), words));
        // With the quotation marks around it, if those are not counted.
        if from > 0 && text.as_bytes()[from - 1] == *text.as_bytes().get(to).unwrap_or(&0) {
            made.push(spliced(text, (from - 1, to + 1), words));
        }
    }
    if let Some(colon) = place(key).and_then(|(_, end)| Some(end + text.get(end..)?.find(':')? + 1)) {
        made.push(spliced(text, (colon, colon), &format!(" {words}")));
    }
    made
}

fn place(key: &Key) -> Option<(usize, usize)> {
    key.span.range().map(|(from, to)| (from as usize, to as usize))
}

fn spliced(text: &str, (from, to): (usize, usize), words: &str) -> String {
    match (text.get(..from), text.get(to..)) {
        (Some(before), Some(after)) => format!("{before}{words}{after}"),
        _ => text.to_owned(),
    }
}

/// Whether a text says that consent is withdrawn, and apart from that what was said before.
fn is_right(file: &SourceFile, text: &str, before: &[(Key, Value)]) -> bool {
    let Some(after) = fields(file, text) else { return false };
    let others = |fields: &[(Key, Value)]| -> Vec<(String, serde_json::Value)> {
        let others = fields.iter().filter(|(key, _)| key.name != "consent");
        others.map(|(key, value)| (key.name.clone(), value.to_json())).collect()
    };
    let consent: Vec<&Value> = after.iter().filter(|(key, _)| key.name == "consent").map(|(_, value)| value).collect();
    let [Value { node: Node::Map(inner), .. }] = consent.as_slice() else { return false };
    let said: Vec<&Value> = inner.iter().filter(|(key, _)| key.name == "status").map(|(_, value)| value).collect();
    let is_said = matches!(said.as_slice(), [Value { node: Node::Text(word), .. }] if word == STATUS);
    is_said && others(&after) == others(before)
}

#[cfg(test)]
mod tests {
    use super::super::{Highlighter, entry};
    use super::*;
    use crate::model::{Config, ConsentStatus, Digest, ParseOptions, SourcePath};
    use proptest::prelude::*;

    fn file(text: &str) -> SourceFile {
        let digest = Digest::of_bytes(text.as_bytes());
        SourceFile { path: SourcePath::new("content/stories/a.md"), text: text.into(), digest }
    }

    /// What the parser makes of a text: the consent, and everything else as words.
    fn parsed(text: &str) -> (Option<ConsentStatus>, String) {
        let config = Config::fallback(&SourcePath::new("ripple.yaml"));
        let words = crate::render::words(&crate::engine::english());
        let parsed = entry(&file(text), &ParseOptions::new(&config, &words), &Highlighter::default());
        let entry = parsed.entry.unwrap();
        let others = (&entry.card.title, &entry.card.summary, &entry.gate.date.as_ref().map(|date| date.value));
        (entry.gate.consent.as_ref().map(|consent| consent.value.status), format!("{others:?}"))
    }

    #[test]
    fn a_block_of_any_form_says_withdrawn_and_nothing_else_changes() {
        for (before, after) in [
            ("---\ntitle: A\n---\nText.", "---\ntitle: A\nconsent:\n  status: withdrawn\n---\nText."),
            ("---\n---\nText.", "---\nconsent:\n  status: withdrawn\n---\nText."),
            ("Text.", "---\nconsent:\n  status: withdrawn\n---\nText."),
            ("\u{feff}# A\r\n\r\nText.", "\u{feff}---\r\nconsent:\r\n  status: withdrawn\r\n---\r\n# A\r\n\r\nText."),
            ("---\nconsent: granted\n---\n", "---\nconsent: {status: withdrawn}\n---\n"),
            ("---\nconsent: yes # asked\n---\n", "---\nconsent: {status: withdrawn} # asked\n---\n"),
            ("---\nconsent:\ntitle: A\n---\n", "---\nconsent: {status: withdrawn}\ntitle: A\n---\n"),
            ("---\nconsent: {}\n---\n", "---\nconsent: {status: withdrawn}\n---\n"),
            ("---\nconsent: {status: granted}\n---\n", "---\nconsent: {status: withdrawn}\n---\n"),
            (
                "---\nconsent: { scope: [web], status: 'granted' , record: C-1}\n---\n",
                "---\nconsent: { scope: [web], status: withdrawn , record: C-1}\n---\n",
            ),
            ("---\nconsent: {scope: [web]}\n---\n", "---\nconsent: {status: withdrawn, scope: [web]}\n---\n"),
            (
                "---\nconsent:\n  # asked in May\n  scope: [web]\n  record: C-1\n---\n",
                "---\nconsent:\n  # asked in May\n  status: withdrawn\n  scope: [web]\n  record: C-1\n---\n",
            ),
            (
                "---\r\nconsent:\r\n    by: self\r\n    status: \"granted\"  # yes\r\ntitle: A\r\n---\r\n",
                "---\r\nconsent:\r\n    by: self\r\n    status: withdrawn  # yes\r\ntitle: A\r\n---\r\n",
            ),
            ("---\nconsent:\n  status:\n  by: self\n---\n", "---\nconsent:\n  status: withdrawn\n  by: self\n---\n"),
            ("---\n{title: A, tags: [x]}\n---\n", "---\n{title: A, tags: [x], consent: {status: withdrawn}}\n---\n"),
            ("---\nconsent:\n  - granted\n---\n", "---\nconsent:\n  {status: withdrawn}\n---\n"),
        ] {
            assert_eq!(withdrawn(&file(before)).as_deref(), Some(after), "{before}");
            assert_eq!(parsed(after).0, Some(ConsentStatus::Withdrawn), "{after}");
            assert_eq!(withdrawn(&file(after)).as_deref(), Some(after), "twice is as good as once");
        }
    }

    #[test]
    fn fields_that_cannot_be_read_are_left_alone() {
        for text in ["---\ntitle: [A\n---\nText.", "---\ntitle: A\nText.", "+++\ntitle = 1\n+++\nText."] {
            assert_eq!(withdrawn(&file(text)), None, "{text}");
        }
    }

    fn blocks() -> impl Strategy<Value = String> {
        let status = prop_oneof![
            Just("granted"),
            Just("\"granted\""),
            Just("'pending'"),
            Just("refused # no"),
            Just("not-needed"),
            Just("")
        ];
        let by = prop_oneof![Just(""), Just("by: guardian"), Just("record: C-0142"), Just("scope: [web, feed]")];
        (status, by, 0..5, 1..5_usize).prop_map(|(status, other, form, indent)| {
            let (plain, space) = (status.split(" #").next().unwrap_or_default(), " ".repeat(indent));
            match form {
                0 => String::new(),
                1 => format!("consent: {status}\n"),
                2 if other.is_empty() => format!("consent: {{status: {plain} }}\n"),
                2 => format!("consent: {{ {other}, status: {plain} }}\n"),
                3 if other.is_empty() => format!("consent:\n{space}status: {status}\n"),
                3 => format!("consent:\n{space}{other}\n{space}status: {status}\n"),
                _ if other.is_empty() => "consent: {}\n".to_owned(),
                _ => format!("consent:\n\n{space}{other}\n"),
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn whatever_form_the_block_has_it_says_withdrawn_after(
            block in blocks(), first in any::<bool>(), crlf in any::<bool>(), title in "[a-z]{1,8}( [a-z:#]{1,5})?",
            text in "[a-zA-Z .\\n#*-]{0,80}",
        ) {
            let title = format!("title: '{title}'\ndate: 2026-03-02\n");
            let fields = if first { format!("{block}{title}") } else { format!("{title}{block}") };
            let mut before = format!("---\n{fields}---\nBegin. {text}");
            if crlf {
                before = before.replace('\n', "\r\n");
            }
            let after = withdrawn(&file(&before));
            let after = after.ok_or_else(|| TestCaseError::fail(before.clone()))?;
            let (status, others) = parsed(&after);
            prop_assert_eq!(status, Some(ConsentStatus::Withdrawn), "{}", after);
            prop_assert_eq!(others, parsed(&before).1);
            // Every line but those of the block is as it was.
            for line in title.lines().chain(text.lines()) {
                prop_assert!(after.contains(line), "{} is missing from {}", line, after);
            }
            prop_assert_eq!(after.contains("\r\n"), crlf);
            prop_assert!(!crlf || after.matches('\n').count() == after.matches("\r\n").count());
        }
    }
}
