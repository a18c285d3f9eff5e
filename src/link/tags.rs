//! Tags: which labels are one tag, how it is shown, and which stories have it.

use super::publish::{Gated, Place};
use crate::diag::codes::ripples as codes;
use crate::diag::{Diagnostic, Located, nearest};
use crate::model::{Access, Entry, EntryId, EntryKind, Tag, TagDetail, TagId, text};
use std::collections::HashMap;
use std::sync::Arc;

/// Suggestions for slips in `parent` are looked for among at most this many tags.
const SUGGESTIONS: usize = 2_000;

/// All tags of a site, and the names by which they are found.
#[derive(Default)]
pub(super) struct Tags {
    /// Sorted by key.
    pub(super) list: Vec<Tag>,
    /// Tags of each entry, in the order written.
    pub(super) of: Vec<Vec<TagId>>,
    by_key: HashMap<String, TagId>,
    /// Other labels from tag files, as keys.
    by_label: HashMap<String, TagId>,
    by_entry: HashMap<EntryId, TagId>,
}

/// One way of writing a tag.
struct Spelling<'a> {
    key: String,
    tag: Option<TagId>,
    /// Where listed stories use it first, and how often they do.
    first: Option<&'a Located<String>>,
    uses: u32,
}

/// All spellings, in the order in which they are met.
#[derive(Default)]
struct Spellings<'a> {
    places: HashMap<&'a str, u32>,
    list: Vec<Spelling<'a>>,
    /// For each entry the place after its last spelling in `written`.
    ends: Vec<usize>,
    /// The spellings of all entries, one after the other.
    written: Vec<u32>,
}

/// Finds the tags of all published entries. `wall` has the listed stories, newest first.
pub(super) fn tags(
    entries: &[Arc<Entry>],
    access: &[Access],
    wall: &[EntryId],
    gated: &Gated,
    diagnostics: &mut Vec<Diagnostic>,
) -> Tags {
    let mut spellings = spellings(entries, access);
    let mut tags = Tags::default();
    let synonyms = tags.name_files(entries, diagnostics);
    tags.name_uses(&spellings, &synonyms);
    tags.place(&synonyms);
    for spelling in &mut spellings.list {
        spelling.tag = tags.find_key(&spelling.key);
    }
    let usual = usual_spellings(&spellings, tags.list.len());
    tags.label(entries, &usual);
    for spelling in &spellings.list {
        tags.note_variant(spelling, &usual, diagnostics);
    }
    tags.of = Vec::with_capacity(entries.len());
    let mut start = 0;
    for end in &spellings.ends {
        let mut of = Vec::with_capacity(end - start);
        for tag in spellings.written[start..*end].iter().filter_map(|place| spellings.list[*place as usize].tag) {
            if !of.contains(&tag) {
                of.push(tag);
            }
        }
        tags.of.push(of);
        start = *end;
    }
    for story in wall {
        for tag in &tags.of[story.index()] {
            tags.list[tag.index()].stories.push(*story);
        }
    }
    tags.join_parents(entries, gated, diagnostics);
    tags
}

fn spellings<'a>(entries: &'a [Arc<Entry>], access: &[Access]) -> Spellings<'a> {
    let mut spellings = Spellings { ends: Vec::with_capacity(entries.len()), ..Spellings::default() };
    for (entry, access) in entries.iter().zip(access) {
        let counts = entry.kind == EntryKind::Story && access.listed;
        for written in &entry.refs.tags {
            let label = written.value.trim();
            if label.is_empty() {
                continue;
            }
            let place = *spellings.places.entry(label).or_insert_with(|| {
                spellings.list.push(Spelling { key: text::slug(label), tag: None, first: None, uses: 0 });
                u32::try_from(spellings.list.len() - 1).unwrap_or(u32::MAX)
            });
            spellings.written.push(place);
            if counts {
                let spelling = &mut spellings.list[place as usize];
                spelling.first.get_or_insert(written);
                spelling.uses += 1;
            }
        }
        spellings.ends.push(spellings.written.len());
    }
    spellings
}

/// For each tag the spelling most used by listed stories; ties go to the first by path.
fn usual_spellings<'a>(spellings: &Spellings<'a>, tags: usize) -> Vec<Option<(&'a str, u32)>> {
    let mut usual: Vec<Option<(&str, u32)>> = vec![None; tags];
    for spelling in &spellings.list {
        let (Some(tag), Some(first)) = (spelling.tag, spelling.first) else { continue };
        let usual = &mut usual[tag.index()];
        if usual.is_none_or(|(_, uses)| spelling.uses > uses) {
            *usual = Some((first.value.trim(), spelling.uses));
        }
    }
    usual
}

fn new_tag(key: String, entry: Option<EntryId>) -> Tag {
    Tag { label: key.clone(), key, entry, parent: None, stories: Vec::new() }
}

fn detail(entry: &Entry) -> Option<&TagDetail> {
    if entry.kind == EntryKind::Tag { entry.tag.as_deref() } else { None }
}

impl Tags {
    /// The tag that a name means.
    pub(super) fn find(&self, name: &str) -> Option<TagId> {
        self.find_key(&text::slug(name))
    }

    /// The tag with exactly this key.
    pub(super) fn by_key(&self, key: &str) -> Option<TagId> {
        self.by_key.get(key).copied()
    }

    /// The tag that a tag file is about.
    pub(super) fn of_entry(&self, entry: EntryId) -> Option<TagId> {
        self.by_entry.get(&entry).copied()
    }

    fn find_key(&self, key: &str) -> Option<TagId> {
        self.by_key.get(key).or_else(|| self.by_label.get(key)).copied()
    }

    /// Makes a tag for each tag file, and gives back the keys of their other labels with the tag's own key.
    fn name_files(&mut self, entries: &[Arc<Entry>], diagnostics: &mut Vec<Diagnostic>) -> HashMap<String, String> {
        let mut known: HashMap<String, String> = HashMap::new();
        let files = || (0..).map(EntryId).zip(entries).filter_map(|(id, entry)| Some((id, entry, detail(entry)?)));
        for (id, entry, _) in files() {
            let key = text::slug(&entry.id.value);
            // A second file with the same id is an error already.
            if known.insert(key.clone(), key.clone()).is_none() {
                self.list.push(new_tag(key, Some(id)));
            }
        }
        for (_, entry, detail) in files() {
            let key = text::slug(&entry.id.value);
            for label in &detail.labels {
                let taken = known.entry(text::slug(&label.value)).or_insert_with(|| key.clone());
                if *taken != key {
                    diagnostics.push(codes::tag_alias_taken(&label.span, &label.value, taken));
                }
            }
        }
        known
    }

    /// Makes a tag for each key that a listed story uses and no tag file has.
    fn name_uses(&mut self, spellings: &Spellings, synonyms: &HashMap<String, String>) {
        let used = spellings.list.iter().filter(|spelling| spelling.uses > 0 && !synonyms.contains_key(&spelling.key));
        self.list.extend(used.map(|spelling| new_tag(spelling.key.clone(), None)));
        self.list.sort_by(|a, b| a.key.cmp(&b.key));
        self.list.dedup_by(|later, first| later.key == first.key);
    }

    fn place(&mut self, synonyms: &HashMap<String, String>) {
        for (id, tag) in (0..).map(TagId).zip(&self.list) {
            self.by_key.insert(tag.key.clone(), id);
            if let Some(entry) = tag.entry {
                self.by_entry.insert(entry, id);
            }
        }
        let by_label = synonyms.iter().filter_map(|(label, key)| Some((label.clone(), *self.by_key.get(key)?)));
        self.by_label = by_label.collect();
    }

    fn label(&mut self, entries: &[Arc<Entry>], usual: &[Option<(&str, u32)>]) {
        for (tag, usual) in self.list.iter_mut().zip(usual) {
            let title =
                tag.entry.map(|entry| entries[entry.index()].card.title.trim()).filter(|title| !title.is_empty());
            if let Some(label) = title.or(usual.map(|(spelling, _)| spelling)) {
                label.clone_into(&mut tag.label);
            }
        }
    }

    fn note_variant(&self, spelling: &Spelling, usual: &[Option<(&str, u32)>], diagnostics: &mut Vec<Diagnostic>) {
        let (Some(id), Some(first)) = (spelling.tag, spelling.first) else { return };
        let tag = &self.list[id.index()];
        let written = first.value.trim();
        let usual = usual[id.index()].map_or(tag.label.as_str(), |(usual, _)| usual);
        // A label that the tag file gives is no slip.
        if spelling.key == tag.key && written != usual && written != tag.label {
            diagnostics.push(codes::tag_spelling(&first.span, written, usual, spelling.uses));
        }
    }

    fn join_parents(&mut self, entries: &[Arc<Entry>], gated: &Gated, diagnostics: &mut Vec<Diagnostic>) {
        let files: Vec<(TagId, EntryId)> =
            (0..).map(TagId).zip(&self.list).filter_map(|(id, tag)| Some((id, tag.entry?))).collect();
        let mut hidden: Option<HashMap<String, Option<&str>>> = None;
        for (id, entry) in &files {
            let Some(parent) = detail(&entries[entry.index()]).and_then(|detail| detail.parent.as_ref()) else {
                continue;
            };
            self.list[id.index()].parent = self.find(&parent.value);
            if self.list[id.index()].parent.is_some() {
                continue;
            }
            let hidden = hidden.get_or_insert_with(|| withheld_tags(gated));
            if let Some(reason) = hidden.get(&text::slug(&parent.value)) {
                let told = reason.map(|reason| codes::link_to_withheld(&parent.span, &parent.value, reason));
                diagnostics.extend(told);
            } else {
                let known = self.list.iter().take(SUGGESTIONS).map(|tag| tag.key.as_str());
                let near = nearest(&parent.value, known);
                diagnostics.push(codes::unknown_parent_tag(&parent.span, &parent.value, near));
            }
        }
        let mut by_path: Vec<_> = files;
        by_path.sort_by_key(|(_, entry)| *entry);
        self.cut_loops(entries, &by_path, diagnostics);
    }

    /// Follows the parents of each tag once; where a walk meets itself, the parent of the loop's first tag
    /// by path is dropped.
    fn cut_loops(&mut self, entries: &[Arc<Entry>], files: &[(TagId, EntryId)], diagnostics: &mut Vec<Diagnostic>) {
        let mut walk_of = vec![0; self.list.len()];
        for (walk, (start, _)) in (1usize..).zip(files) {
            let mut next = Some(*start);
            while let Some(id) = next.filter(|id| walk_of[id.index()] == 0) {
                walk_of[id.index()] = walk;
                next = self.list[id.index()].parent;
            }
            let Some(met) = next.filter(|id| walk_of[id.index()] == walk) else { continue };
            let mut members = vec![met];
            while let Some(id) = self.list[members[members.len() - 1].index()].parent.filter(|id| *id != met) {
                members.push(id);
            }
            let first = (0..members.len()).min_by_key(|place| self.list[members[*place].index()].entry).unwrap_or(0);
            members.rotate_left(first);
            let names: Vec<String> = members
                .iter()
                .chain(&members[..1])
                .take(9)
                .map(|id| format!("`{}`", self.list[id.index()].key))
                .collect();
            let tag = &mut self.list[members[0].index()];
            let parent = tag.entry.and_then(|entry| detail(&entries[entry.index()])?.parent.as_ref());
            if let Some(parent) = parent {
                diagnostics.push(codes::tag_parent_loop(&parent.span, &names.join(" → ")));
            }
            tag.parent = None;
        }
    }
}

/// Tag files that are not published, by key, with the reason, unless that is an error of their own.
fn withheld_tags<'a>(gated: &'a Gated) -> HashMap<String, Option<&'a str>> {
    let mut withheld = HashMap::new();
    for (at, place) in (0..).zip(&gated.places) {
        let Place::Withheld(place) = place else { continue };
        let entry = &gated.withheld[*place as usize];
        if entry.kind == EntryKind::Tag {
            let reason = Some(entry.reason.as_str()).filter(|_| !gated.is_unclear(at));
            withheld.insert(text::slug(&entry.id), reason);
        }
    }
    withheld
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, at, codes, open, story};
    use super::*;

    fn tag(id: &str, labels: &[&str], parent: Option<&str>) -> Make {
        let mut made = Make::new(EntryKind::Tag, id);
        let labels = labels.iter().map(|label| made.located((*label).to_owned())).collect();
        let parent = parent.map(|parent| made.located(parent.to_owned()));
        made.entry.tag = Some(Box::new(TagDetail { parent, labels }));
        made
    }

    #[test]
    fn spellings_are_one_tag_with_the_usual_label() {
        let linked = open(vec![
            story("a").tags(&["pay-it-forward", "PAY_IT_FORWARD"]),
            story("b").tags(&["Pay it forward"]),
            story("c").tags(&["Pay it forward", "trust"]),
        ]);
        let tags = &linked.site.tags;
        assert_eq!(
            tags.iter().map(|tag| (&*tag.key, &*tag.label)).collect::<Vec<_>>(),
            [("pay-it-forward", "Pay it forward"), ("trust", "trust")]
        );
        assert_eq!(tags[0].stories.len(), 3);
        assert_eq!(linked.site.tags_of[0], [TagId(0)], "without repetition");
        assert_eq!(codes(&linked), ["tag-spelling", "tag-spelling"]);
    }

    #[test]
    fn ties_go_to_the_first_by_path_and_files_decide() {
        let linked = open(vec![story("a").tags(&["Trust"]), story("b").tags(&["trust"])]);
        assert_eq!(linked.site.tags[0].label, "Trust");
        let linked = open(vec![
            story("a").tags(&["Trusting", "faith"]),
            tag("trust", &["Trusting", "faith"], None).title("To trust"),
            tag("unused", &[], None),
        ]);
        assert_eq!(linked.site.tags[0].label, "To trust");
        assert_eq!(linked.site.tags[0].stories.len(), 1);
        assert_eq!((&*linked.site.tags[1].key, linked.site.tags[1].stories.len()), ("unused", 0));
        assert_eq!(codes(&linked), [""; 0]);
    }

    #[test]
    fn only_listed_stories_make_a_tag_exist() {
        let linked = open(vec![
            story("a").tags(&["quiet"]).unlisted(),
            story("b").tags(&["later"]).draft(),
            Make::new(EntryKind::Prompt, "p").tags(&["asked", "shared"]),
            story("c").tags(&["shared"]),
        ]);
        assert_eq!(linked.site.tags.iter().map(|tag| &*tag.key).collect::<Vec<_>>(), ["shared"]);
        assert_eq!(linked.site.tags_of[at(&linked, "p")], [TagId(0)]);
        assert_eq!(linked.site.tags[0].stories, [EntryId(u32::try_from(at(&linked, "c")).unwrap())]);
    }

    #[test]
    fn parents_are_found_and_loops_are_cut() {
        let linked = open(vec![
            tag("a", &[], Some("b")),
            tag("b", &["bee"], Some("c")),
            tag("c", &[], Some("a")),
            tag("d", &[], Some("Bee")),
            tag("e", &[], Some("e")),
            tag("f", &[], Some("dd")),
            tag("g", &[], Some("hidden")),
            tag("hidden", &[], None).draft(),
        ]);
        let parents: Vec<_> = linked.site.tags.iter().map(|tag| tag.parent.map(|id| id.0)).collect();
        assert_eq!(parents, [None, Some(2), Some(0), Some(1), None, None, None]);
        assert_eq!(codes(&linked), ["link-to-withheld", "tag-parent-loop", "tag-parent-loop", "unknown-parent-tag"]);
    }

    #[test]
    fn a_label_means_one_tag_only() {
        let linked = open(vec![tag("a", &["x"], None), tag("b", &["X", "a"], None), story("s").tags(&["x"])]);
        assert_eq!(codes(&linked), ["tag-alias-taken", "tag-alias-taken"]);
        assert_eq!(linked.site.tags_of[at(&linked, "s")], [TagId(0)]);
    }
}
