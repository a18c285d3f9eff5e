//! The fields at the top of an entry: finding them, and reading those that every kind of entry has.

use super::fields::Fields;
use crate::diag::{Diagnostic, Located, SourcePath, Span, codes};
use crate::model::{Consent, ConsentPlaces, ConsentStatus, Date, NameLevel, Scope, Visibility, text};
use std::collections::BTreeMap;

/// The largest front matter, in bytes (content model, section 10).
const MAX_BYTES: usize = 64 * 1024;

/// Where the parts of a file are, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// First byte of the YAML and the byte after its last; equal if there is none.
    pub(super) yaml: (usize, usize),
    /// First byte of the text.
    pub(super) body: usize,
}

/// Finds the front matter: between a first line `---` and the next line `---`.
pub(super) fn split(path: &SourcePath, source: &str, diagnostics: &mut Vec<Diagnostic>) -> Split {
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Split { yaml: (start, start), body: start };
    let mut lines = line_ranges(source, start);
    let Some((first_start, first_end, yaml_start)) = lines.next() else { return none };
    let first = source[first_start..first_end].trim_end();
    if matches!(first, "+++" | ";;;" | "---toml" | "---json") {
        diagnostics.push(codes::fields::foreign_front_matter(&Span::new(path, first_start, first_end), first));
        return none;
    }
    if first != "---" {
        return none;
    }
    let Some((yaml_end, _, body)) = lines.find(|(from, to, _)| source[*from..*to].trim_end() == "---") else {
        diagnostics.push(codes::fields::unclosed_front_matter(&Span::new(path, first_start, first_end)));
        return Split { yaml: (source.len(), source.len()), body: source.len() };
    };
    if yaml_end - yaml_start > MAX_BYTES {
        diagnostics.push(codes::fields::front_matter_too_long(&Span::file(path), MAX_BYTES));
        return Split { yaml: (body, body), body };
    }
    Split { yaml: (yaml_start, yaml_end), body }
}

/// Start, end without line ending, and start of the next line, for every line.
fn line_ranges(source: &str, start: usize) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    let bytes = source.as_bytes();
    let mut from = start;
    std::iter::from_fn(move || {
        if from >= bytes.len() {
            return None;
        }
        let rest = &bytes[from..];
        let len = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let ending = match (rest.get(len), rest.get(len + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(_), _) => 1,
            (None, _) => 0,
        };
        let line = (from, from + len, from + len + ending);
        from = line.2;
        Some(line)
    })
}

/// Spellings of other tools, and ours.
const SPELLINGS: [(&str, &str); 10] = [
    ("description", "summary"),
    ("excerpt", "summary"),
    ("lastmod", "updated"),
    ("modified", "updated"),
    ("authors", "author"),
    ("publishDate", "publish"),
    ("publish_date", "publish"),
    ("expiryDate", "expires"),
    ("expiry_date", "expires"),
    ("redirect_from", "aliases"),
];

/// Renames the spellings of other tools and says so.
pub(super) fn accept_spellings(fields: &mut Fields<'_>) {
    for (theirs, ours) in SPELLINGS {
        let Some((key, value)) = fields.peek(theirs).cloned() else { continue };
        if let Some((own, own_value)) = fields.peek(ours).cloned() {
            fields.take(theirs);
            if own_value.node != value.node {
                fields.report(codes::fields::conflicting_fields(&key.span, theirs, ours, &own.span));
            }
        } else {
            fields.rename(theirs, ours);
        }
        fields.report(codes::fields::other_spelling(&key.span, theirs, ours));
    }
    for name in ["permalink", "url"] {
        if let Some((key, _)) = fields.take_with_key(name) {
            fields.report(codes::fields::address_field(&key.span, name));
        }
    }
}

/// `draft`, and `published: false` as its other spelling. Anything odd counts as a draft.
pub(super) fn draft(fields: &mut Fields<'_>) -> bool {
    let odd = |fields: &Fields<'_>, name: &str| fields.peek(name).is_some();
    let given = odd(fields, "draft");
    let draft = fields.boolean("draft").map(|located| located.value);
    let Some((key, _)) = fields.peek("published").cloned() else { return draft.unwrap_or(given) };
    let published = fields.boolean("published").map(|located| located.value);
    fields.report(codes::fields::other_spelling(&key.span, "published", "draft"));
    match (draft, published) {
        (Some(draft), Some(published)) if draft == published => {
            fields.report(codes::fields::conflicting_fields(&key.span, "published", "draft", &key.span));
            true
        }
        (draft, published) => draft.unwrap_or(given) || published != Some(true),
    }
}

/// `tags`, and `taxonomies: {tags: […]}`.
pub(super) fn tags(fields: &mut Fields<'_>) -> Vec<Located<String>> {
    let mut tags = Vec::new();
    for item in fields.few_items("tags") {
        tags.extend(fields.as_text("tags", item));
    }
    if let Some((key, _)) = fields.peek("taxonomies").cloned() {
        if let Some(mut group) = fields.group("taxonomies") {
            tags.extend(group.texts("tags"));
            group.finish("`taxonomies`", &["tags"]);
        }
        fields.report(codes::fields::other_spelling(&key.span, "taxonomies.tags", "tags"));
    }
    tags
}

/// `visibility`.
pub(super) fn visibility(fields: &mut Fields<'_>) -> Visibility {
    let given = fields.peek("visibility").is_some();
    let known = [("public", Visibility::Public), ("unlisted", Visibility::Unlisted)];
    let fallback = if given { Visibility::Unlisted } else { Visibility::Public };
    fields.choice("visibility", &known).map_or(fallback, |located| located.value)
}

/// `lang`: letters and digits in groups of up to eight, the first of two or three letters (BCP 47).
pub(super) fn language(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    let text = fields.text(name)?;
    if is_language(&text.value) {
        return Some(text.value);
    }
    fields.report(codes::fields::bad_language(&text.span, &text.value));
    None
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// How much of a name may be shown.
pub(super) const LEVELS: [(&str, NameLevel); 5] = [
    ("full", NameLevel::Full),
    ("first", NameLevel::First),
    ("initial", NameLevel::Initial),
    ("pseudonym", NameLevel::Pseudonym),
    ("role", NameLevel::Role),
];

const CONSENT: [&str; 8] = ["status", "scope", "by", "on", "review", "expires", "name", "record"];

/// `consent`. Closed: what cannot be understood counts as not given, and is an error.
pub(super) fn consent(fields: &mut Fields<'_>) -> Option<(Located<Consent>, ConsentPlaces)> {
    let (key, _) = fields.peek("consent").cloned()?;
    let pending = Consent { status: ConsentStatus::Pending, scope: None, review: None, expires: None, name: None };
    let Some(mut group) = fields.group("consent") else {
        fields.report(codes::fields::bad_consent(
            &key.span,
            "`consent` says nothing",
            "write `consent: {status: granted}`",
        ));
        return Some((Located::new(pending, key.span), ConsentPlaces::default()));
    };
    let place = |name: &str| group.peek(name).map(|(_, value)| value.span.clone());
    let places = ConsentPlaces {
        status: place("status"),
        scope: place("scope"),
        review: place("review"),
        expires: place("expires"),
    };
    let before = group.diagnostics().len();
    let known = [
        ("granted", ConsentStatus::Granted),
        ("pending", ConsentStatus::Pending),
        ("refused", ConsentStatus::Refused),
        ("withdrawn", ConsentStatus::Withdrawn),
        ("not-needed", ConsentStatus::NotNeeded),
    ];
    let status = group.choice("status", &known).map(|located| located.value);
    if status.is_none() && group.diagnostics().len() == before {
        let help = "add `status: granted`, or pending, refused, withdrawn or not-needed";
        group.report(codes::fields::bad_consent(&key.span, "`consent` has no `status`", help));
    }
    let scope = scope(&mut group);
    let by = ["self", "guardian", "both"].map(|word| (word, ()));
    group.choice("by", &by);
    group.date("on");
    group.take("record"); // private for ever: not even kept in memory
    let review = date(&mut group, "review");
    let expires = date(&mut group, "expires");
    let name = group.choice("name", &LEVELS).map(|located| located.value);
    let understood =
        !group.diagnostics()[before..].iter().any(|problem| problem.severity == crate::diag::Severity::Error);
    group.finish("`consent`", &CONSENT);
    let status = status.filter(|_| understood).unwrap_or(ConsentStatus::Pending);
    Some((Located::new(Consent { status, scope, review, expires, name }, key.span), places))
}

fn scope(group: &mut Fields<'_>) -> Option<Vec<Scope>> {
    let known: BTreeMap<&str, Scope> = [
        ("web", Scope::Web),
        ("feed", Scope::Feed),
        ("search", Scope::Search),
        ("print", Scope::Print),
        ("photo", Scope::Photo),
        ("audio", Scope::Audio),
        ("display", Scope::Display),
        ("embed", Scope::Embed),
    ]
    .into();
    group.peek("scope")?;
    let mut scopes = Vec::new();
    for text in group.texts("scope") {
        match known.get(text.value.to_lowercase().as_str()) {
            Some(scope) => scopes.push(*scope),
            None => {
                group.report(codes::fields::unknown_choice(&text.span, "scope", &text.value, known.keys().copied()));
            }
        }
    }
    Some(scopes)
}

fn date(group: &mut Fields<'_>, name: &str) -> Option<Date> {
    group.date(name).map(|located| located.value)
}

/// A date at the beginning of a file name, and the rest of the name: `2026-03-02-title`.
pub(super) fn dated_stem(stem: &str) -> (Option<Date>, &str) {
    let date =
        stem.get(..10).filter(|_| stem.as_bytes().get(10) == Some(&b'-')).and_then(|text| Date::parse(text).ok());
    match (date, stem.get(11..)) {
        (Some(date), Some(rest)) if !rest.is_empty() => (Some(date), rest),
        _ => (None, stem),
    }
}

/// A file name in words: `finding-her-voice` becomes "Finding her voice".
pub(super) fn words_of_stem(stem: &str) -> String {
    let spaced = stem.replace(['-', '_'], " ");
    let spaced = text::nfc(spaced.trim());
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(source: &str) -> (&str, &str, Vec<&'static str>) {
        let mut problems = Vec::new();
        let split = split(&SourcePath::new("x.md"), source, &mut problems);
        (
            &source[split.yaml.0..split.yaml.1],
            &source[split.body..],
            problems.iter().map(|problem| problem.code).collect(),
        )
    }

    #[test]
    fn c6_the_fence_is_found_whatever_the_line_endings() {
        for ending in ["\n", "\r\n", "\r"] {
            let source = format!("\u{feff}---{ending}title: x{ending}---{ending}text{ending}---{ending}more");
            let (yaml, body, problems) = parts(&source);
            assert_eq!(yaml.trim(), "title: x");
            assert!(body.starts_with("text") && body.ends_with("more"), "a later --- belongs to the text");
            assert!(problems.is_empty());
        }
        assert_eq!(parts(""), ("", "", vec![]));
        assert_eq!(parts("no fence\n---\n"), ("", "no fence\n---\n", vec![]));
        assert_eq!(parts("---\ntitle: x\n"), ("", "", vec!["unclosed-front-matter"]));
        assert_eq!(parts("---\ntitle: x\n---"), ("title: x\n", "", vec![]));
        assert_eq!(parts("+++\nt = 1\n+++\n").2, ["foreign-front-matter"]);
    }

    #[test]
    fn dates_in_file_names_are_found() {
        let date = Date::parse("2026-03-02").ok();
        assert_eq!(dated_stem("2026-03-02-finding"), (date, "finding"));
        assert_eq!(dated_stem("2026-03-02"), (None, "2026-03-02"));
        assert_eq!(dated_stem("été-2026"), (None, "été-2026"));
        assert_eq!(words_of_stem("finding-her_voice"), "Finding her voice");
    }
}
