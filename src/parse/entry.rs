//! One Markdown file to one entry: its place decides the kind, its fields and text give the rest.

use super::fields::Fields;
use super::front_matter::{self, Split};
use super::highlight::Highlighter;
use super::markdown::{self, MarkdownInput, MarkdownOutput};
use super::{limits, personal, secrets, story, yaml};
use crate::diag::{Diagnostic, Located, SourcePath, Span, codes};
use crate::model::{
    Body, Card, Date, Entry, EntryKind, Gate, ImageRef, ParseOptions, PictureRef, References, Secret, Shared,
    SourceFile, StoryDetail, text,
};
use std::sync::Arc;

/// What came of one file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The entry, unless its place says nothing about what it is.
    pub entry: Option<Arc<Entry>>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// What no output may hold. Beside the entry, so that no later stage has it.
    pub secrets: Vec<Secret>,
}

const COMMON: [&str; 22] = [
    "title",
    "id",
    "slug",
    "date",
    "updated",
    "publish",
    "expires",
    "draft",
    "visibility",
    "summary",
    "tags",
    "author",
    "aliases",
    "lang",
    "translation_of",
    "image",
    "image_alt",
    "image_credit",
    "weight",
    "template",
    "extra",
    "consent",
];

fn own_fields(kind: EntryKind) -> &'static [&'static str] {
    match kind {
        EntryKind::Story => &[
            "setting",
            "mentor",
            "mentee",
            "people",
            "moment",
            "outcome",
            "ripples",
            "prompts",
            "answers",
            "collection",
            "claims",
            "support",
        ],
        EntryKind::Prompt => &["steps", "stance", "audience"],
        EntryKind::Person => &["name", "kind", "minor", "page"],
        EntryKind::Tag => &["parent"],
        EntryKind::Page => &["nav"],
        EntryKind::Collection | EntryKind::Home => &[],
    }
}

/// Whether some kind of entry has a field of this name.
pub(super) fn is_field(name: &str) -> bool {
    COMMON.contains(&name) || EntryKind::ALL.iter().any(|kind| own_fields(*kind).contains(&name))
}

/// Parses one file.
#[must_use]
pub fn entry(file: &SourceFile, options: &ParseOptions, highlighter: &Highlighter) -> Parsed {
    let mut diagnostics = Vec::new();
    let Some((kind, stem)) = placement(&file.path) else {
        let problem = codes::fields::unplaced_entry(&Span::file(&file.path));
        return Parsed { entry: None, diagnostics: vec![problem], secrets: Vec::new() };
    };
    let empty = file.text.trim_start_matches('\u{feff}').trim().is_empty();
    if empty && kind != EntryKind::Tag {
        diagnostics.push(codes::fields::empty_entry(&Span::file(&file.path)));
    }
    let split = front_matter::split(&file.path, &file.text, &mut diagnostics);
    let value = yaml::read(&file.path, &file.text, split.yaml.0, split.yaml.1, &mut diagnostics);
    let found = personal::of_fields(file, split.yaml, value.as_ref(), &options.names, &mut diagnostics);
    let nothing = yaml::Value { node: yaml::Node::Null(String::new()), span: top(file, split) };
    let fields = Fields::new(value.unwrap_or(nothing), &mut diagnostics);
    let broken = fields.broken();
    let secrets = secrets::of(&fields);
    let mut reading = Reading { file, options, highlighter, kind, stem, split, fields, untitled: !broken && !empty };
    let mut entry = reading.entry();
    personal::add(&mut entry, found, &options.names);
    let known: Vec<&str> = COMMON.iter().chain(own_fields(kind)).copied().collect();
    limits::in_other_words(&mut reading.fields, a_word(kind));
    reading.fields.finish(a_word(kind), &known);
    // Fields that could not be read may have said `draft: true`.
    let unclear = broken || diagnostics.iter().any(limits::is_unclear);
    entry.gate.broken = unclear && entry.gate.draft.is_none();
    if unclear && entry.gate.draft.is_none() {
        entry.gate.draft = Some(entry.gate.span.clone());
    }
    if entry.gate.draft.is_none() {
        diagnostics.extend(placeholder(file, kind, split.body).map(|span| codes::fields::placeholder_text(&span)));
    }
    Parsed { entry: Some(Arc::new(entry)), diagnostics, secrets }
}

/// The line of the archetype that asks for a text, if nobody replaced it.
fn placeholder(file: &SourceFile, kind: EntryKind, body: usize) -> Option<Span> {
    let asked = crate::model::placeholder(kind)?;
    let mut at = body;
    for line in file.text[body..].split_inclusive(['\n', '\r']) {
        if line.trim() == asked {
            let from = at + line.len() - line.trim_start().len();
            return Some(Span::new(&file.path, from, from + asked.len()));
        }
        at += line.len();
    }
    None
}

/// The names of all fields in which a file says something, with their places; none if they cannot be read. What
/// stands inside another field has both names: `moment.date`.
#[must_use]
pub fn given_fields(file: &SourceFile) -> Vec<Located<String>> {
    let mut ignored = Vec::new();
    let split = front_matter::split(&file.path, &file.text, &mut ignored);
    let value = yaml::read(&file.path, &file.text, split.yaml.0, split.yaml.1, &mut ignored);
    let mut given = Vec::new();
    for (key, value) in value.into_iter().flat_map(said) {
        let inner = |(inner, _): (yaml::Key, _)| Located::new(format!("{}.{}", key.name, inner.name), inner.span);
        let inside: Vec<_> = said(value).map(inner).collect();
        given.push(Located::new(key.name, key.span));
        given.extend(inside);
    }
    given
}

/// The fields of a group in which something is written.
fn said(value: yaml::Value) -> impl Iterator<Item = (yaml::Key, yaml::Value)> {
    let fields = if let yaml::Node::Map(fields) = value.node { fields } else { Vec::new() };
    fields.into_iter().filter(|(_, value)| !value.is_empty())
}

/// The first line of the fields, for problems about something that is missing from them.
fn top(file: &SourceFile, split: Split) -> Span {
    if split.yaml.0 == split.body { Span::file(&file.path) } else { Span::new(&file.path, split.yaml.0, split.yaml.0) }
}

/// The kind that the folder says, and the name that the file gives.
fn placement(path: &SourcePath) -> Option<(EntryKind, &str)> {
    let below = path.as_str().strip_prefix("content/")?;
    if below == "index.md" {
        return Some((EntryKind::Home, "index"));
    }
    let (folder, rest) = below.split_once('/')?;
    let kind = EntryKind::ALL.into_iter().find(|kind| kind.folder() == folder)?;
    let stem = match path.stem() {
        "index" => rest.rsplit_once('/')?.0.rsplit('/').next()?,
        stem => stem,
    };
    Some((kind, stem))
}

fn a_word(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Story => "a story",
        EntryKind::Prompt => "a prompt",
        EntryKind::Person => "a person",
        EntryKind::Collection => "a collection",
        EntryKind::Tag => "a tag",
        EntryKind::Page => "a page",
        EntryKind::Home => "the home page",
    }
}

struct Reading<'a> {
    file: &'a SourceFile,
    options: &'a ParseOptions,
    highlighter: &'a Highlighter,
    kind: EntryKind,
    stem: &'a str,
    split: Split,
    fields: Fields<'a>,
    /// Whether a missing title is worth a word: it may be among fields that could not be read.
    untitled: bool,
}

impl Reading<'_> {
    fn entry(&mut self) -> Entry {
        front_matter::accept_spellings(&mut self.fields);
        limits::publish_without_date(&mut self.fields);
        let (file_date, name) = front_matter::dated_stem(self.stem);
        let title = self.fields.text("title");
        let mut text = self.text(title.is_none());
        let title = self.title(title.map(|title| title.value), text.first_heading.take(), name);
        let (id, slug) = self.names(name);
        let gate = self.gate(file_date);
        let mut refs = self.references();
        refs.links = std::mem::take(&mut text.links);
        let personal = std::mem::take(&mut text.personal);
        refs.image = self.image().map(Box::new);
        refs.pictures = std::mem::take(&mut text.pictures);
        refs.recordings = std::mem::take(&mut text.recordings);
        let (detail, setting) = self.detail();
        let date = gate.date.as_ref().map(|date| date.value);
        let summary = self.fields.words("summary");
        let excerpted = summary.is_none();
        let question =
            (self.kind == EntryKind::Prompt).then(|| story::question(&title, &text.excerpt, &detail.steps).to_owned());
        let card = Card {
            kind: self.kind,
            id: id.value.clone(),
            title,
            date,
            updated: self.updated(&gate),
            question,
            summary: summary.unwrap_or_else(|| std::mem::take(&mut text.excerpt)),
            lang: front_matter::language(&mut self.fields, "lang").filter(|lang| *lang != self.options.language),
            setting,
            happened: story::happened(detail.moment.as_ref(), date),
            weight: self.fields.number("weight", -1_000_000, 1_000_000),
            nav: self.kind == EntryKind::Page && self.fields.boolean("nav").is_some_and(|nav| nav.value),
        };
        let names = (self.kind == EntryKind::Person).then(|| story::names(&mut self.fields));
        let tag = (self.kind == EntryKind::Tag).then(|| story::tag(&mut self.fields));
        let aliases = self.fields.texts("aliases");
        let body = Body { excerpted, ..self.body(text, detail) };
        limits::private_notes(&mut self.fields);
        Entry {
            path: self.file.path.clone(),
            kind: self.kind,
            id,
            slug,
            aliases,
            gate,
            card: Shared::new(card),
            body: Shared::new(body),
            refs,
            names: names.map(Box::new),
            tag: tag.map(Box::new),
            personal: Some(Box::new(personal)),
            digest: self.file.digest,
        }
    }

    fn text(&mut self, drop_title: bool) -> MarkdownOutput {
        let input = MarkdownInput {
            path: &self.file.path,
            source: &self.file.text,
            body_start: self.split.body,
            options: self.options,
            kind: self.kind,
            drop_title,
        };
        let mut text = markdown::html(&input, self.highlighter);
        self.fields.diagnostics().append(&mut text.diagnostics);
        text
    }

    fn body(&mut self, text: MarkdownOutput, detail: StoryDetail) -> Body {
        Body {
            html: text.html,
            holes: text.holes,
            headings: text.headings,
            anchors: text.anchors,
            words: text.words,
            excerpted: false,
            detail,
            extra: self.fields.extra("extra"),
        }
    }

    fn title(&mut self, given: Option<String>, heading: Option<String>, name: &str) -> String {
        if let Some(title) = given.or(heading) {
            return title;
        }
        if matches!(self.kind, EntryKind::Person | EntryKind::Tag | EntryKind::Home) {
            return String::new();
        }
        let title = front_matter::words_of_stem(name);
        if self.untitled {
            self.fields.report(codes::fields::title_from_file_name(&top(self.file, self.split), &title));
        }
        title
    }

    /// `id` and `slug`, from the file name if they are not given.
    fn names(&mut self, name: &str) -> (Located<String>, Located<String>) {
        let own = top(self.file, self.split);
        let id = match self.fields.text("id") {
            Some(id) if text::is_slug(&id.value) => id,
            Some(id) => {
                let ours = text::slug(&id.value);
                self.fields.report(codes::fields::bad_id(&id.span, &id.value, &ours));
                Located::new(ours, id.span)
            }
            None => Located::new(text::slug(name), own),
        };
        let slug = match self.fields.text("slug") {
            Some(slug) if text::is_slug(&text::fold(&slug.value)) => Located::new(text::fold(&slug.value), slug.span),
            Some(slug) => {
                let ours = text::slug(&slug.value);
                self.fields.report(codes::fields::bad_slug(&slug.span, &slug.value, &ours));
                Located::new(ours, slug.span)
            }
            None => id.clone(),
        };
        for name in [&id, &slug] {
            if text::is_reserved_name(&name.value) {
                self.fields.report(codes::fields::reserved_name(&name.span, &name.value));
                break;
            }
        }
        (id, slug)
    }

    fn gate(&mut self, file_date: Option<Date>) -> Gate {
        let span = top(self.file, self.split);
        if let Some((date, why)) = front_matter::impossible_stem(self.stem) {
            self.fields.report(codes::fields::impossible_file_date(&Span::file(&self.file.path), date, &why));
        }
        let date = if self.fields.peek("date").is_some() {
            let date = self.fields.date("date");
            if let (Some(own), Some(of_file)) = (&date, file_date)
                && !of_file.iso().starts_with(&own.value.iso())
            {
                self.fields.report(codes::fields::other_file_date(&own.span, &own.value.iso(), &of_file.iso()));
            }
            date
        } else {
            file_date.map(|date| Located::new(date, span.clone()))
        };
        let (consent, consent_places) = front_matter::consent(&mut self.fields).unzip();
        let person = self.kind == EntryKind::Person;
        if person {
            self.fields.refuse_empty("minor", "true or false");
        }
        let minor = person && self.fields.boolean("minor").is_some_and(|minor| minor.value);
        for limit in ["publish", "expires"] {
            self.fields.refuse_nothing(limit, "a date");
        }
        Gate {
            draft: front_matter::draft(&mut self.fields),
            broken: false,
            date,
            publish: self.fields.date("publish"),
            expires: self.fields.date("expires"),
            visibility: front_matter::visibility(&mut self.fields),
            consent,
            consent_places: consent_places.unwrap_or_default(),
            minor,
            span,
            body: u32::try_from(self.split.body).unwrap_or(u32::MAX),
        }
    }

    fn updated(&mut self, gate: &Gate) -> Option<Date> {
        let updated = self.fields.date("updated")?;
        if let Some(date) = &gate.date {
            let zone = jiff::tz::TimeZone::UTC;
            if updated.value.iso().len() >= date.value.iso().len()
                && updated.value.instant(&zone) < date.value.instant(&zone)
            {
                self.fields.report(codes::fields::updated_before_date(&updated.span, &date.span));
            }
        }
        Some(updated.value)
    }

    fn references(&mut self) -> References {
        let mut refs = References {
            tags: front_matter::tags(&mut self.fields),
            authors: self.fields.texts("author"),
            translation_of: self.fields.text("translation_of"),
            template: self.fields.text("template"),
            ..References::default()
        };
        if self.kind == EntryKind::Story {
            refs.people = story::people(&mut self.fields);
            refs.ripples = story::ripples(&mut self.fields, self.options);
            refs.prompts = self.fields.texts("prompts");
            refs.answers = self.fields.text("answers");
            refs.collections = self.fields.texts("collection");
        }
        // They are kept for as long as the site is known, and there are few of each.
        refs.ripples.shrink_to_fit();
        refs.people.shrink_to_fit();
        for texts in [&mut refs.tags, &mut refs.authors, &mut refs.prompts, &mut refs.collections] {
            texts.shrink_to_fit();
        }
        refs
    }

    /// What only stories, prompts and people have; and a story's setting.
    fn detail(&mut self) -> (StoryDetail, Option<String>) {
        let mut detail = StoryDetail::default();
        let mut setting = None;
        let values = |texts: Vec<Located<String>>| texts.into_iter().map(|text| text.value).collect();
        match self.kind {
            EntryKind::Story => {
                setting = Some(story::setting(&mut self.fields, self.options));
                detail.moment = story::moment(&mut self.fields);
                detail.outcome = values(self.fields.texts("outcome"));
                detail.claims = story::claims(&mut self.fields);
                detail.support = self.fields.boolean("support").is_some_and(|support| support.value);
            }
            EntryKind::Prompt => {
                detail.steps = values(self.fields.texts("steps"));
                let stances = [("recall", "recall"), ("act", "act")];
                detail.stance = self.fields.choice("stance", &stances).map(|stance| stance.value.to_owned());
                detail.audience = values(self.fields.texts("audience"));
            }
            EntryKind::Person => {
                let kinds = ["individual", "group", "role", "organisation"].map(|word| (word, ()));
                self.fields.choice("kind", &kinds);
            }
            _ => {}
        }
        (detail, setting)
    }

    fn image(&mut self) -> Option<ImageRef> {
        let alt = self.fields.words("image_alt");
        let credit = self.fields.words("image_credit");
        let file = self.fields.text("image")?;
        if alt.is_none() {
            self.fields.report(codes::fields::image_needs_alt(&file.span));
        }
        Some(ImageRef { picture: PictureRef { file, alt: alt.unwrap_or_default() }, credit })
    }
}
