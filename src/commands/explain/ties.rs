//! How an entry is joined to others: its ripples, and everything that names it.

use super::super::out::println;
use super::{Subject, heading};
use crate::diag::{Located, Span};
use crate::model::{Content, Edge, Entry, EntryId, EntryKind, Link, PageView, TagId, ripple, text};

/// Lines under "Who names it"; the rest is counted.
const LINES: usize = 40;

impl Subject<'_> {
    /// Ripples, then who names it, from the site in which nothing is held back: what nobody sees is marked.
    pub(super) fn ties(&self) {
        let Some(id) = self.opened_id() else { return };
        if self.entry.kind == EntryKind::Story {
            self.ripples(id);
        } else if let Some(numbers) = self.numbers() {
            heading("Its stories");
            println!("  {numbers}");
        }
        let mut lines = self.named_by(id);
        if lines.is_empty() {
            return;
        }
        lines.sort();
        lines.dedup();
        heading("Who names it");
        for (_, line) in lines.iter().take(LINES) {
            println!("  {line}");
        }
        if lines.len() > LINES {
            println!("  … and {} more", lines.len() - LINES);
        }
    }

    fn ripples(&self, id: EntryId) {
        let site = &self.opened.site;
        let edges = |places: &[u32]| -> Vec<&Edge> {
            let edges = places.iter().map(|place| &site.edges[*place as usize]);
            edges.filter(|edge| edge.kind != ripple::MENTIONS).collect()
        };
        let (into, out) = (edges(site.edges_in.of(id)), edges(site.edges_out.of(id)));
        heading("Ripples");
        if into.is_empty() && out.is_empty() {
            println!("  None lead here or from here yet.");
        }
        for (edge, other, outward) in
            into.iter().map(|edge| (edge, edge.from, false)).chain(out.iter().map(|edge| (edge, edge.to, true)))
        {
            let kind = self.snapshot.config.ripple_kinds.get(edge.kind);
            let label = if outward { &kind.label } else { &kind.inverse_label };
            let notes = if edge.notes.is_empty() { String::new() } else { format!(": {}", edge.notes.join("; ")) };
            let other = site.entry(other);
            let held = self.held(other);
            println!("  {label} `{}`{held}{notes} ({})", other.id.value, self.written(edge).join(", "));
        }
        if let Some(numbers) = self.numbers() {
            println!("  {numbers}");
        } else if into.is_empty() && out.is_empty() {
            println!("  It is a quiet story: it led to no other of the stories recorded here, and none led to it.");
        }
    }

    /// Where a ripple is written: in one of the two files, or in both.
    fn written(&self, edge: &Edge) -> Vec<String> {
        let site = &self.opened.site;
        let ends = [(edge.from, edge.to), (edge.to, edge.from)];
        let mut places = Vec::new();
        for (by, other) in ends.map(|(by, other)| (site.entry(by), site.entry(other))) {
            let same = by.refs.ripples.iter().filter(|ripple| ripple.kind == edge.kind && means(&ripple.to, other));
            places.extend(same.map(|ripple| self.places.line(&ripple.kind_span)));
        }
        places
    }

    /// The numbers of an entry in one sentence, as its page tells them.
    fn numbers(&self) -> Option<String> {
        self.id()?;
        let PageView::Html(html) = self.snapshot.page_of(self.entry)?.view() else { return None };
        match html.content {
            Content::Story(story) => story.numbers,
            Content::Collection(collection) => collection.numbers,
            Content::Tag(tag) => tag.numbers,
            _ => None,
        }
    }

    /// Every place that names the entry, with the key to sort it by.
    fn named_by(&self, id: EntryId) -> Vec<(Span, String)> {
        let site = &self.opened.site;
        let tag = site.tags.iter().position(|tag| tag.entry == Some(id)).and_then(|place| u32::try_from(place).ok());
        let tag = tag.map(TagId);
        let mut lines = Vec::new();
        for (from, entry) in site.ids().zip(&site.entries).filter(|(from, _)| *from != id) {
            let mut add = |span: &Span, how: &str| {
                let line = format!("{}  {how} in the {}", self.places.line(span), self.name(entry));
                lines.push((span.clone(), line));
            };
            for (link, written) in site.links[from.index()].iter().zip(&entry.refs.links) {
                let leads = match link {
                    Link::Entry { to, .. } => *to == id,
                    Link::Tag(to) => Some(*to) == tag,
                    _ => false,
                };
                if leads {
                    add(&written.span, "a link");
                }
            }
            for (field, names, is) in self.fields_of(from, entry, id, tag) {
                if is {
                    let own = names.iter().find(|name| means(name, self.entry));
                    add(own.map_or(&entry.gate.span, |name| &name.span), field);
                }
            }
        }
        lines
    }

    /// The fields of an entry that may name this one, and whether each does.
    fn fields_of<'b>(
        &self,
        from: EntryId,
        entry: &'b Entry,
        id: EntryId,
        tag: Option<TagId>,
    ) -> Vec<(&'static str, Vec<&'b Located<String>>, bool)> {
        let (site, refs, from) = (&self.opened.site, &entry.refs, from.index());
        let all = |names: &'b [Located<String>]| names.iter().collect::<Vec<_>>();
        let people: Vec<_> = refs.people.iter().map(|mention| &mention.name).chain(&refs.authors).collect();
        let person = self.entry.kind == EntryKind::Person && people.iter().any(|name| means(name, self.entry));
        vec![
            ("`prompts`", all(&refs.prompts), site.prompts_of[from].contains(&id)),
            ("`answers`", refs.answers.iter().collect(), site.answers[from] == Some(id)),
            ("`collection`", all(&refs.collections), site.collections_of[from].contains(&id)),
            ("a translation", refs.translation_of.iter().collect(), site.translations[from].contains(&id)),
            ("`tags`", all(&refs.tags), tag.is_some_and(|tag| site.tags_of[from].contains(&tag))),
            ("named", people, person),
        ]
    }
}

/// Whether a name in a field means an entry: by its id, slug, file name or label. `link` has decided already that
/// it is named; this only finds the place.
fn means(name: &Located<String>, entry: &Entry) -> bool {
    let written = name.value.trim();
    let last = written.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or(written);
    let last = text::fold(last.strip_suffix(".md").unwrap_or(last));
    let own = [entry.id.value.as_str(), entry.slug.value.as_str(), entry.path.stem()];
    own.iter().any(|own| text::fold(own) == last)
        || text::slug(written) == text::slug(&entry.card.title)
        || text::slug(written) == entry.id.value
}
