//! Recordings of texts: which file of each is published, where it is, and what a page needs to play it. Without consent
//! nothing of a recording leaves this place.

use super::Planner;
use super::pictures::Pictures;
use super::table::{Class, Planned};
use crate::model::{
    EntryId, EntryKind, MediaView, PageView, Recipe, RecordingKind, RecordingRef, RecordingView, Route, media_place,
};
use std::collections::BTreeMap;

/// Every file that is published of a recording, once each.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let mut planned = BTreeMap::new();
    for id in planner.site.ids() {
        for recording in &planner.site.entry(id).refs.recordings {
            let Some((route, view, _)) = planner.cards.pictures.file(id, recording) else { continue };
            planned.entry(route.output.clone()).or_insert_with(|| {
                let origin = recording.file.span.clone();
                Planned::new(route, Class::Machine, origin, move |_, _| PageView::Media(view.clone()))
            });
        }
    }
    planned.into_values().collect()
}

impl Pictures {
    /// Whether an entry may show a recording.
    fn may_show(&self, id: EntryId, recording: &RecordingRef) -> bool {
        let is_shown = self.site.entry(id).kind != EntryKind::Person || self.site.person_pages.contains_key(&id);
        is_shown && self.site.access[id.index()].allows(recording.role)
    }

    /// What is published of a recording of the site's own, if it can be used and the entry may show it.
    fn file(&self, id: EntryId, recording: &RecordingRef) -> Option<(Route, MediaView, RecordingKind)> {
        if recording.outside || !self.may_show(id, recording) {
            return None;
        }
        let entry = self.site.entry(id);
        let path = media_place(&recording.file.value, &entry.path)?;
        let medium = self.gallery.get(&path)?;
        let kind = medium.kind.recording().filter(|kind| kind.role() == recording.role)?;
        let folder = if entry.kind == EntryKind::Home { EntryKind::Home.word().into() } else { entry.page_name() };
        let view = MediaView { source: medium.digest, recipe: Recipe::Clean, path };
        let route = self.routes.recording(&folder, view.path.stem(), view.key(), kind.endings()[0]);
        Some((route, view, kind))
    }

    /// The recordings of a text.
    pub(super) fn recordings(&self, id: EntryId) -> Vec<Option<RecordingView>> {
        self.site.entry(id).refs.recordings.iter().map(|recording| self.recording(id, recording)).collect()
    }

    fn recording(&self, id: EntryId, recording: &RecordingRef) -> Option<RecordingView> {
        let outside = recording.outside.then(|| recording.file.value.clone());
        let file = self.file(id, recording);
        if file.is_none() && (outside.is_none() || !self.may_show(id, recording)) {
            return None;
        }
        Some(RecordingView {
            kind: recording.role.word(),
            title: recording.title.clone(),
            content_type: file.as_ref().map_or("", |(.., kind)| kind.content_type()),
            src: file.map(|(route, ..)| route.href),
            host: outside.as_deref().map(host),
            outside,
            poster: recording.poster.as_ref().and_then(|poster| self.poster(id, poster)),
        })
    }
}

/// The name of the site that an address is on.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host).to_ascii_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_name_of_a_site_is_what_people_call_it() {
        for (address, name) in [
            ("https://www.Films.example/w/1?x", "films.example"),
            ("http://films.example:8080", "films.example:8080"),
            ("https://bank.example@films.example/#a", "films.example"),
        ] {
            assert_eq!(host(address), name);
        }
    }
}
