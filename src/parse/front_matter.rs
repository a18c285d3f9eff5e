//! The fields at the top of an entry: finding them, and reading those that every kind of entry has.

use super::fields::Fields;
use super::limits;
use super::yaml::{Node, Value};
use crate::diag::{Concern, Diagnostic, Located, Severity, SourcePath, Span, codes};
use crate::model::{
    AgreedBy, Consent, ConsentPlaces, ConsentStatus, Date, DateError, NameLevel, Scope, Visibility, text,
};
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
    // Where it is unclear what is text and what is private, nothing is text.
    let nothing = Split { yaml: (source.len(), source.len()), body: source.len() };
    let mut lines = line_ranges(source, start);
    let Some((first_start, first_end, yaml_start)) = lines.next() else { return none };
    let first = source[first_start..first_end].trim_end();
    if matches!(first, "+++" | ";;;" | "---toml" | "---json") {
        diagnostics.push(codes::fields::foreign_front_matter(&Span::new(path, first_start, first_end), first));
        return nothing;
    }
    if first != "---" {
        let Some(span) = misplaced(path, source, start) else { return none };
        diagnostics.push(codes::fields::misplaced_front_matter(&span));
        return nothing;
    }
    let Some((yaml_end, _, body)) = lines.find(|(from, to, _)| source[*from..*to].trim_end() == "---") else {
        diagnostics.push(codes::fields::unclosed_front_matter(&Span::new(path, first_start, first_end)));
        return nothing;
    };
    if yaml_end - yaml_start > MAX_BYTES {
        diagnostics.push(codes::fields::front_matter_too_long(&Span::file(path), MAX_BYTES));
        return Split { yaml: (body, body), body };
    }
    Split { yaml: (yaml_start, yaml_end), body }
}

/// Names that are surely meant as fields when they stand under a line of dashes.
const TELLTALE: [&str; 18] = [
    "title",
    "id",
    "slug",
    "date",
    "draft",
    "published",
    "consent",
    "tags",
    "summary",
    "author",
    "private",
    "publish",
    "expires",
    "visibility",
    "mentor",
    "mentee",
    "name",
    "minor",
];

/// Fields that do not begin at the very start of the file, or whose first line is not exactly `---`: they would
/// be published as text, with everything private in them.
fn misplaced(path: &SourcePath, source: &str, start: usize) -> Option<Span> {
    let unseen = |letter: char| {
        letter.is_whitespace() || text::is_control(letter) || "\u{200b}\u{2060}\u{feff}".contains(letter)
    };
    let mut lines = line_ranges(source, start)
        .map(|(from, to, _)| (from, source[from..to].trim_matches(unseen)))
        .filter(|(_, line)| !line.is_empty());
    let mut line = lines.next()?;
    if line.1.starts_with('#') {
        line = lines.next()?;
    }
    let is_fence = |line: &str| {
        (line.chars().count() >= 2 || line.starts_with(['–', '—']))
            && line.chars().all(|letter| "-–—―−‐‑".contains(letter))
    };
    let is_field = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| TELLTALE.contains(&name.trim().to_lowercase().as_str()))
    };
    let is_limit = ["draft:", "consent:", "private:", "published:"].iter().any(|limit| line.1.starts_with(limit));
    let next = lines.next().map_or("", |(_, line)| line);
    // Fields under a fence that is none, or fields without any fence.
    let fenced = is_fence(line.1) && is_field(next);
    let bare = is_limit || (is_field(line.1) && (is_field(next) || is_fence(next)));
    let at = line.0 + source[line.0..].find(line.1).unwrap_or(0);
    (fenced || bare).then(|| Span::new(path, at, at + line.1.len()))
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
        let own = fields.peek(ours).cloned().filter(|(_, own)| !own.is_empty());
        match own {
            Some((own, own_value)) if !value.is_empty() && own_value.to_json() != value.to_json() => {
                fields.take_with_key(theirs);
                fields.report(codes::fields::conflicting_fields(&key.span, theirs, ours, &own.span));
                continue;
            }
            Some(_) => drop(fields.take_with_key(theirs)),
            None => {
                fields.take_with_key(ours);
                fields.rename(theirs, ours);
            }
        }
        fields.report(codes::fields::other_spelling(&key.span, theirs, ours));
    }
    for name in ["permalink", "url"] {
        if let Some((key, _)) = fields.take_with_key(name) {
            fields.report(codes::fields::address_field(&key.span, name));
        }
    }
}

/// The field that makes a draft of it: `draft`, or `published: false` as its other spelling. Anything odd counts as one.
pub(super) fn draft(fields: &mut Fields<'_>) -> Option<Span> {
    let own = fields.peek("draft").map(|(key, _)| key.span.clone());
    fields.refuse_empty("draft", "true or false");
    let draft = fields.boolean("draft").map(|located| located.value);
    let Some((key, _)) = fields.peek("published").cloned() else {
        return own.filter(|_| draft != Some(false));
    };
    fields.refuse_empty("published", "true or false");
    let published = fields.boolean("published").map(|located| located.value);
    let is_draft = match (draft, published) {
        (Some(draft), Some(published)) if draft == published => {
            let span = own.as_ref().unwrap_or(&key.span);
            fields.report(codes::fields::contradicting_draft(&key.span, published, span));
            true
        }
        (draft, published) => {
            if let Some(published) = published {
                let (theirs, ours) = (format!("published: {published}"), format!("draft: {}", !published));
                fields.report(codes::fields::other_spelling(&key.span, &theirs, &ours));
            }
            draft.unwrap_or(own.is_some()) || published != Some(true)
        }
    };
    is_draft.then(|| own.filter(|_| draft != Some(false)).unwrap_or(key.span))
}

/// `tags`, and `taxonomies: {tags: […]}`.
pub(super) fn tags(fields: &mut Fields<'_>) -> Vec<Located<String>> {
    let own = fields.peek("tags").filter(|(_, value)| !value.is_empty()).map(|(key, _)| key.span.clone());
    let mut tags = tags_in(fields);
    let Some((key, _)) = fields.peek("taxonomies").cloned() else { return tags };
    let Some(mut group) = fields.group("taxonomies") else { return tags };
    let theirs = tags_in(&mut group);
    group.finish("`taxonomies`", &["tags"]);
    let words = |tags: &[Located<String>]| tags.iter().map(|tag| tag.value.clone()).collect::<Vec<_>>();
    match own {
        Some(own) if words(&tags) != words(&theirs) => {
            fields.report(codes::fields::conflicting_fields(&key.span, "taxonomies.tags", "tags", &own));
        }
        _ => {
            tags = theirs;
            fields.report(codes::fields::other_spelling(&key.span, "taxonomies.tags", "tags"));
        }
    }
    tags
}

/// A list of tags. Unlike a person, no tag is called Null.
fn tags_in(fields: &mut Fields<'_>) -> Vec<Located<String>> {
    fields.refuse_commas("tags", "one tag");
    let mut tags = Vec::new();
    for item in fields.few_items("tags") {
        if matches!(item.node, Node::Null(_)) {
            let wanted = "text or a list of texts";
            fields.report(codes::fields::wrong_type(&item.span, "tags", wanted, "nothing"));
        } else {
            tags.extend(fields.as_item("tags", item));
        }
    }
    tags
}

/// `visibility`.
pub(super) fn visibility(fields: &mut Fields<'_>) -> Visibility {
    let given = fields.peek("visibility").is_some();
    fields.refuse_empty("visibility", "`public` or `unlisted`");
    let known = [("public", Visibility::Public), ("unlisted", Visibility::Unlisted)];
    let fallback = if given { Visibility::Unlisted } else { Visibility::Public };
    let Some(text) = fields.text("visibility") else { return fallback };
    let folded = text.value.to_lowercase();
    let found = known.iter().find(|(word, _)| *word == folded);
    if found.is_none() {
        fields.report(codes::fields::unknown_visibility(&text.span, &text.value));
    }
    found.map_or(fallback, |(_, visibility)| *visibility)
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

const STATUSES: [(&str, ConsentStatus); 5] = [
    ("granted", ConsentStatus::Granted),
    ("pending", ConsentStatus::Pending),
    ("refused", ConsentStatus::Refused),
    ("withdrawn", ConsentStatus::Withdrawn),
    ("not-needed", ConsentStatus::NotNeeded),
];
const STATUS_WORDS: &str = "granted, pending, refused, withdrawn or not-needed";

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
    let (key, value) = fields.peek("consent").cloned()?;
    let pending =
        Consent { status: ConsentStatus::Pending, scope: None, by: None, review: None, expires: None, name: None };
    if !matches!(value.node, Node::Map(_)) {
        fields.take("consent");
        let span = if value.is_empty() { &key.span } else { &value.span };
        let word = limits::word(&value).filter(|word| !word.is_empty());
        fields.report(codes::fields::consent_as_word(span, word, meant(&value), STATUS_WORDS));
        return Some((Located::new(pending, key.span), ConsentPlaces { unclear: true, ..ConsentPlaces::default() }));
    }
    let mut group = fields.group("consent")?;
    let place = |name: &str| group.peek(name).map(|(_, value)| value.span.clone());
    let mut places = ConsentPlaces {
        status: place("status"),
        scope: place("scope"),
        review: place("review"),
        expires: place("expires"),
        unclear: false,
    };
    let before = group.diagnostics().len();
    let status = group.choice("status", &STATUSES).map(|located| located.value);
    if status.is_none() && group.diagnostics().len() == before {
        let help = format!("add `status:` with one of these words: {STATUS_WORDS}");
        group.report(codes::fields::bad_consent(&key.span, "`consent` has no `status`", &help));
    }
    let scope = scope(&mut group);
    let by = [AgreedBy::Person, AgreedBy::Guardian, AgreedBy::Both].map(|by| (by.word(), by));
    let by = group.choice("by", &by).map(|located| located.value);
    group.date("on");
    group.take("record"); // private for ever: not even kept in memory
    for limit in ["review", "expires", "name"] {
        group.refuse_nothing(limit, "a value");
    }
    let review = date(&mut group, "review");
    let expires = date(&mut group, "expires");
    let name = group.choice("name", &LEVELS).map(|located| located.value);
    // A limit under a mistyped name must not be passed over: `expire: 2026-08-31`.
    while let Some((key, _)) = group.take_first() {
        group.report(codes::fields::unknown_consent(&key.span, &key.name, &CONSENT));
    }
    places.unclear = group.diagnostics()[before..].iter().any(|problem| problem.severity == Severity::Error);
    for problem in group.diagnostics()[before..].iter_mut().filter(|problem| problem.severity == Severity::Error) {
        problem.concern = Concern::Safeguarding; // whatever function found it
    }
    let status = status.filter(|_| !places.unclear).unwrap_or(ConsentStatus::Pending);
    Some((Located::new(Consent { status, scope, by, review, expires, name }, key.span), places))
}

/// The status that somebody meant who wrote one word after `consent:`.
fn meant(value: &Value) -> &'static str {
    let folded = limits::word(value).unwrap_or_default().to_lowercase().replace('_', "-");
    match limits::answer(value) {
        Some(true) => "granted",
        Some(false) => "refused",
        None => STATUSES.iter().find(|(word, _)| *word == folded).map_or("pending", |(word, _)| word),
    }
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
    let mut understood = true;
    for text in group.texts("scope") {
        let found = known.get(text.value.to_lowercase().as_str());
        scopes.extend(found.copied());
        if found.is_none() {
            understood = false;
            group.report(codes::fields::unknown_scope(&text.span, &text.value, known.keys().copied()));
        }
    }
    // What is not understood is an error, and that alone holds the entry back.
    understood.then_some(scopes)
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

/// A date at the beginning of a file name that no calendar has, and why: `2026-02-30-title`.
pub(super) fn impossible_stem(stem: &str) -> Option<(&str, String)> {
    let date = stem.get(..10).filter(|_| stem.as_bytes().get(10) == Some(&b'-'))?;
    match Date::parse(date) {
        Err(DateError::Impossible(why)) => Some((date, why)),
        _ => None,
    }
}

/// A file name in words: `finding-her-voice` becomes "Finding her voice".
pub(super) fn words_of_stem(stem: &str) -> String {
    let spaced = stem.replace(['-', '_'], " ");
    text::capitalised(&text::nfc(spaced.trim()))
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
        assert_eq!(parts("+++\nt = 1\n+++\n"), ("", "", vec!["foreign-front-matter"]));
    }

    #[test]
    fn fields_that_begin_too_late_are_never_text() {
        for before in ["\n---\n", " ---\n", "----\n", "—\n", "—-\n", "\u{200b}---\n", "# Heading\n\n---\n"] {
            let source = format!("{before}title: Liam\nconsent: {{record: C1}}\n---\nText.");
            assert_eq!(parts(&source), ("", "", vec!["misplaced-front-matter"]), "{before:?}");
        }
        for bare in [
            "title: Liam\ndraft: true\n\nText",
            "draft: true\n\nText",
            "Title: Liam\nConsent: x\nText",
            "title: x\n---\nText",
        ] {
            assert_eq!(parts(bare), ("", "", vec!["misplaced-front-matter"]), "{bare:?}");
        }
        for text in [
            "Title: a word of hers\n\nText",
            "Name: that was all she asked.",
            "\n---\n\nText",
            "# A\n\n---\n\nNote: this",
            "Text\n\n---\ntitle: x",
        ] {
            assert_eq!(parts(text).1, text, "an ordinary line in an ordinary text");
        }
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
