//! Orders and groups: the wall, who uses and answers a prompt, members of collections, translations.

use super::graph::Groups;
use super::names::{Found, Names};
use crate::diag::codes::ripples as codes;
use crate::diag::{Diagnostic, Located, Span};
use crate::model::{Access, Entry, EntryId, EntryKind, Site};
use std::cmp::Reverse;
use std::sync::Arc;

/// More entries than this are no translations of each other.
const LANGUAGES: usize = 100;

/// Listed stories, newest first; undated ones last, by path.
pub(super) fn wall(entries: &[Arc<Entry>], access: &[Access], instants: &[Option<i64>]) -> Vec<EntryId> {
    let ids = (0..).map(EntryId).zip(entries.iter().zip(access));
    let stories = ids.filter(|(_, (entry, access))| entry.kind == EntryKind::Story && access.listed);
    let (mut dated, mut undated) = (Vec::new(), Vec::new());
    for (id, _) in stories {
        match instants[id.index()] {
            Some(instant) => dated.push((Reverse(instant), id)),
            None => undated.push(id),
        }
    }
    dated.sort_unstable();
    dated.into_iter().map(|(_, id)| id).chain(undated).collect()
}

/// Resolves prompts, answers, collections and translations, and turns them round.
pub(super) fn references(site: &mut Site, names: &Names, diagnostics: &mut Vec<Diagnostic>) {
    let count = site.entries.len();
    let mut joined = Groups::new(count);
    for (id, entry) in (0..).map(EntryId).zip(&site.entries) {
        let mut find = |kind, name: &Located<String>| field(kind, entry, name, names, diagnostics);
        site.prompts_of.push(all(&entry.refs.prompts, |name| find(EntryKind::Prompt, name)));
        site.answers.push(entry.refs.answers.as_ref().and_then(|name| find(EntryKind::Prompt, name)));
        site.collections_of.push(all(&entry.refs.collections, |name| find(EntryKind::Collection, name)));
        if let Some(original) = &entry.refs.translation_of
            && let Some(original) = translation(entry, original, names, diagnostics)
        {
            joined.join(id.index(), original.index());
        }
    }
    site.used_by = vec![Vec::new(); count];
    site.answered_by = vec![Vec::new(); count];
    site.members = vec![Vec::new(); count];
    for story in &site.wall {
        for prompt in &site.prompts_of[story.index()] {
            site.used_by[prompt.index()].push(*story);
        }
        if let Some(prompt) = site.answers[story.index()] {
            site.answered_by[prompt.index()].push(*story);
        }
        for collection in &site.collections_of[story.index()] {
            site.members[collection.index()].push(*story);
        }
    }
    for members in &mut site.members {
        members.sort_by_key(|id| {
            let (weight, instant) = (site.entries[id.index()].card.weight, site.instants[id.index()]);
            (weight.is_none(), weight, instant.is_none(), instant, *id)
        });
    }
    site.translations = translations(site, &mut joined, diagnostics);
}

fn all(names: &[Located<String>], mut find: impl FnMut(&Located<String>) -> Option<EntryId>) -> Vec<EntryId> {
    let mut found = Vec::with_capacity(names.len());
    for id in names.iter().filter_map(&mut find) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

fn field(
    kind: EntryKind,
    entry: &Entry,
    name: &Located<String>,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<EntryId> {
    let (span, written) = (&name.span, name.value.trim());
    let problem = match names.field(kind, &entry.path, written) {
        Found::Entry(id) => return Some(id),
        Found::Withheld(place) => {
            diagnostics.extend(names.leads_to_withheld(span, written, place));
            return None;
        }
        Found::Ambiguous(places) => names.ambiguous(span, written, &places),
        Found::Missing | Found::Tag(_) => {
            let near = names.nearest(written, names.ids_of(kind));
            match kind {
                EntryKind::Prompt => codes::unknown_prompt(span, written, near),
                _ => codes::unknown_collection(span, written, near),
            }
        }
    };
    diagnostics.push(problem);
    None
}

fn translation(
    entry: &Entry,
    name: &Located<String>,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<EntryId> {
    let (span, written) = (&name.span, name.value.trim());
    let problem = match names.field(entry.kind, &entry.path, written) {
        Found::Entry(id) => return Some(id),
        Found::Tag(tag) => return names.tags.list[tag.index()].entry,
        Found::Withheld(place) => {
            diagnostics.extend(names.leads_to_withheld(span, written, place));
            return None;
        }
        Found::Ambiguous(places) => names.ambiguous(span, written, &places),
        Found::Missing => {
            let near = names.nearest(written, names.ids_of(entry.kind));
            codes::unknown_translation(span, entry.kind.word(), written, near)
        }
    };
    diagnostics.push(problem);
    None
}

/// For each entry the listed others of its group.
fn translations(site: &Site, joined: &mut Groups, diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<EntryId>> {
    let mut of = vec![Vec::new(); site.entries.len()];
    for group in joined.groups() {
        if group.len() > LANGUAGES {
            let first = &site.entries[group[0]];
            let span = first.refs.translation_of.as_ref().map_or(Span::file(&first.path), |name| name.span.clone());
            diagnostics.push(codes::too_many_translations(&span, group.len(), LANGUAGES));
            continue;
        }
        for member in &group {
            let others = group.iter().filter(|other| *other != member && site.access[**other].listed);
            of[*member] = others.map(|other| EntryId(u32::try_from(*other).unwrap_or(u32::MAX))).collect();
        }
    }
    of
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, at, codes, open, story};
    use super::*;

    fn ids(linked: &super::super::Linked, ids: &[EntryId]) -> Vec<String> {
        ids.iter().map(|id| linked.site.entry(*id).id.value.clone()).collect()
    }

    #[test]
    fn the_wall_is_newest_first_with_undated_stories_last() {
        let linked = open(vec![
            story("b"),
            story("a"),
            story("old").date("2020"),
            story("new").date("2026-02-01"),
            story("also-new").date("2026-02"),
            story("secret").date("2026-03").unlisted(),
        ]);
        assert_eq!(ids(&linked, &linked.site.wall), ["also-new", "new", "old", "a", "b"]);
    }

    #[test]
    fn prompts_and_collections_are_turned_round() {
        let linked = open(vec![
            story("a").prompt("look").prompt("prompt:look").collection("club").date("2026-01-01"),
            story("b").prompt("LOOK").collection("club").date("2025-01-01"),
            story("c").collection("club").card(|card| card.weight = Some(3)),
            story("d").collection("club").unlisted(),
            story("e").with(|entry| entry.refs.answers = Some(Located::new("look".into(), entry.id.span.clone()))),
            Make::new(EntryKind::Prompt, "look"),
            Make::new(EntryKind::Collection, "club"),
        ]);
        let (look, club) = (at(&linked, "look"), at(&linked, "club"));
        assert_eq!(ids(&linked, &linked.site.used_by[look]), ["a", "b"]);
        assert_eq!(ids(&linked, &linked.site.answered_by[look]), ["e"]);
        assert_eq!(ids(&linked, &linked.site.members[club]), ["c", "b", "a"]);
        assert_eq!(linked.site.prompts_of[at(&linked, "a")].len(), 1);
        assert_eq!(codes(&linked), [""; 0]);
    }

    #[test]
    fn fields_name_their_own_kind_only() {
        let linked = open(vec![
            story("look-back"),
            story("a").prompt("look-back").prompt("story:a").collection("clubs").prompt("hidden"),
            Make::new(EntryKind::Prompt, "look-backs"),
            Make::new(EntryKind::Prompt, "hidden").draft(),
        ]);
        assert_eq!(codes(&linked), ["link-to-withheld", "unknown-collection", "unknown-prompt", "unknown-prompt"]);
        let help: Vec<_> = linked.diagnostics.iter().filter_map(|problem| problem.help.as_deref()).collect();
        assert!(help.contains(&"did you mean `look-backs`?"), "{help:?}");
    }

    #[test]
    fn translations_are_one_group() {
        let of = |made: Make, id: &str| {
            let id = id.to_owned();
            made.with(|entry| entry.refs.translation_of = Some(Located::new(id, entry.id.span.clone())))
        };
        let linked =
            open(vec![story("a"), of(story("b"), "a"), of(story("c"), "b"), of(story("d"), "nobody"), story("e")]);
        assert_eq!(ids(&linked, &linked.site.translations[1]), ["a", "c"]);
        assert_eq!(ids(&linked, &linked.site.translations[0]), ["b", "c"]);
        assert!(linked.site.translations[4].is_empty());
        assert_eq!(codes(&linked), ["unknown-translation"]);
        let many = (0..200).map(|place| of(story(&format!("s{place:03}")), "s000"));
        assert_eq!(codes(&open(many.collect())), ["too-many-translations"]);
    }
}
