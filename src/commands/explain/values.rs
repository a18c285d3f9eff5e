//! What an entry says, and where each statement comes from.

use super::super::out::println;
use super::{Subject, heading};
use crate::diag::{Located, Span};
use crate::model::{Date, EntryKind, SourceFile, Visibility};
use crate::parse;

/// A statement: its name, what it says, the fields that may have said it, and where it comes from otherwise.
type Row<'a> = (&'a str, String, &'a [&'a str], &'a str);

impl Subject<'_> {
    /// Each statement and where it comes from.
    pub(super) fn values(&self) {
        heading("What it says, and where that comes from");
        let given = self.given();
        for (name, value, fields, otherwise) in self.rows().into_iter().filter(|(_, value, ..)| !value.is_empty()) {
            let place = find(&given, fields).map(|span| self.places.line(span));
            let source = place.or_else(|| self.in_text(name)).unwrap_or_else(|| otherwise.to_owned());
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            println!("  {name:<11} {value}  ({source})");
        }
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let (entry, card) = (self.entry, &self.entry.card);
        let (detail, gate) = (&entry.body.detail, &entry.gate);
        let date = |date: Option<Date>| date.map(|date| date.iso()).unwrap_or_default();
        let list =
            |names: &[Located<String>]| names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ");
        let mut rows: Vec<Row<'_>> = vec![
            ("title", card.title.clone(), &["title"], "the file name"),
            ("id", entry.id.value.clone(), &["id"], "the file name"),
            ("slug", entry.slug.value.clone(), &["slug"], "the id"),
            ("date", date(card.date), &["date"], "the file name"),
            ("updated", date(card.updated), &["updated", "lastmod", "modified"], ""),
            (
                "publish",
                date(gate.publish.as_ref().map(|day| day.value)),
                &["publish", "publishDate", "publish_date"],
                "",
            ),
            (
                "expires",
                date(gate.expires.as_ref().map(|day| day.value)),
                &["expires", "expiryDate", "expiry_date"],
                "",
            ),
        ];
        let moment = detail.moment.as_ref().and_then(|moment| moment.date).is_some();
        let happened: &[&str] = if moment { &["moment.date"] } else { &["date"] };
        let summary: &[&str] = if entry.body.excerpted { &[] } else { &["summary", "description", "excerpt"] };
        let visibility = if gate.visibility == Visibility::Unlisted { "unlisted" } else { "" };
        if entry.kind == EntryKind::Story {
            rows.push(("happened", date(card.happened), happened, "the file name"));
            rows.push(("setting", card.setting.clone().unwrap_or_default(), &["setting"], "nothing is said"));
        }
        rows.extend([
            ("summary", card.summary.clone(), summary, "the beginning of the text"),
            ("language", card.lang.clone().unwrap_or_default(), &["lang"], ""),
            ("visibility", visibility.to_owned(), &["visibility"], ""),
            ("tags", list(&entry.refs.tags), &["tags", "taxonomies.tags"], ""),
            ("collection", list(&entry.refs.collections), &["collection"], ""),
            ("prompts", list(&entry.refs.prompts), &["prompts"], ""),
            ("answers", list(entry.refs.answers.as_slice()), &["answers"], ""),
        ] as [Row<'_>; 7]);
        rows
    }

    /// The line of the text from which a title or a summary was taken.
    fn in_text(&self, name: &str) -> Option<String> {
        let text = self.places.text(&self.entry.path)?;
        let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines()).peekable();
        if lines.next_if(|(_, line)| line.trim_end() == "---").is_some() {
            lines.find(|(_, line)| line.trim_end() == "---")?;
        }
        let place = |line: usize| format!("{}:{line}", self.entry.path);
        let words = |line: &str| line.trim().trim_matches(['#', ' ', '\t']).to_owned();
        match name {
            "title" => lines.find(|(_, line)| words(line) == self.entry.card.title).map(|(line, _)| place(line)),
            "summary" => {
                let starts = |line: &str| {
                    let words = words(line);
                    !words.is_empty() && !line.trim_start().starts_with(['#', ':', '<'])
                };
                let (line, _) = lines.find(|(_, line)| starts(line))?;
                Some(format!("the beginning of the text, {}", place(line)))
            }
            _ => None,
        }
    }

    /// Every field in which the file says something.
    fn given(&self) -> Vec<Located<String>> {
        let Some(text) = self.places.text(&self.entry.path) else { return Vec::new() };
        parse::given_fields(&SourceFile { path: self.entry.path.clone(), text, digest: self.entry.digest })
    }

    /// The line of the first of these fields that the file has.
    pub(super) fn field(&self, names: &[&str]) -> Option<String> {
        find(&self.given(), names).map(|span| self.places.line(span))
    }

    /// The same in brackets, or nothing.
    pub(super) fn cited(&self, names: &[&str]) -> String {
        self.field(names).map(|place| format!(" ({place})")).unwrap_or_default()
    }
}

fn find<'a>(given: &'a [Located<String>], names: &[&str]) -> Option<&'a Span> {
    names.iter().find_map(|name| given.iter().find(|field| field.value == *name)).map(|field| &field.span)
}
