//! Pictures of entries: which sizes of each are published, where each is, and what a page needs to show one. Without
//! consent nothing of a picture leaves this place.

use super::Planner;
use super::table::{Class, Planned};
use crate::model::{
    EntryId, EntryKind, ImageView, MediaView, Medium, PageView, PictureRef, PictureView, Profile, Recipe, Route,
    SizeView, SourcePath, media_place,
};
use std::collections::BTreeMap;

/// How long the longer side of a picture may be in pixels, so that no original is published.
const LONGEST: u32 = 2048;
/// The same in a school, where children are in the pictures.
const LONGEST_IN_SCHOOL: u32 = 1600;
/// The width that programs get which know only one: a reading column on a screen of any kind.
const USUAL: u32 = 800;

/// A size of a picture that is published.
struct Size {
    route: Route,
    view: MediaView,
    width: u32,
    height: u32,
}

/// Every file that is made of a picture, once each, however many entries name it.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let mut planned = BTreeMap::new();
    for id in planner.site.ids() {
        let refs = &planner.site.entry(id).refs;
        if refs.image.is_none() && refs.pictures.is_empty() {
            continue;
        }
        for picture in refs.all_pictures() {
            for Size { route, view, .. } in sizes(planner, id, picture) {
                let output = route.output.clone();
                planned.entry(output).or_insert_with(|| {
                    let origin = picture.file.span.clone();
                    Planned::new(route, Class::Machine, origin, move |_, _| PageView::Media(view.clone()))
                });
            }
        }
    }
    planned.into_values().collect()
}

/// The file that an entry names, if it can be used and the entry may show it.
fn found<'a>(planner: &'a Planner, id: EntryId, picture: &PictureRef) -> Option<(SourcePath, &'a Medium)> {
    let site = &planner.site;
    let entry = site.entry(id);
    let is_shown = entry.kind != EntryKind::Person || site.person_pages.contains_key(&id);
    if !is_shown || !site.access[id.index()].photo {
        return None;
    }
    let path = media_place(&picture.file.value, &entry.path)?;
    let medium = planner.gallery.get(&path)?;
    Some((path, medium))
}

/// The sizes of a picture, smallest first; none if it is not shown.
fn sizes(planner: &Planner, id: EntryId, picture: &PictureRef) -> Vec<Size> {
    let Some((path, medium)) = found(planner, id, picture) else { return Vec::new() };
    let limit = if planner.config.profile == Profile::School { LONGEST_IN_SCHOOL } else { LONGEST };
    let entry = planner.site.entry(id);
    let folder = if entry.kind == EntryKind::Home { EntryKind::Home.word().into() } else { entry.page_name() };
    let size = |recipe: Recipe| {
        let (width, height) = match recipe {
            Recipe::Clean => (medium.width, medium.height),
            Recipe::Jpeg(width, height) | Recipe::Png(width, height) => (width, height),
        };
        let view = MediaView { path: path.clone(), source: medium.digest, recipe };
        let route = planner.routes.media(&folder, path.stem(), width, view.key(), recipe.extension(medium.kind));
        Size { route, view, width, height }
    };
    Recipe::sizes(medium, limit).into_iter().map(size).collect()
}

/// The pictures of a text. The first is there at once, unless another stands above it.
pub(super) fn in_text(planner: &Planner, id: EntryId) -> Vec<PictureView> {
    let entry = planner.site.entry(id);
    let mut is_first = entry.refs.image.is_none();
    let view = |picture: &PictureRef| {
        if !planner.site.access[id.index()].photo {
            return PictureView::Nothing;
        }
        match view(planner, id, picture) {
            Some(image) => {
                let lazy = !std::mem::replace(&mut is_first, false);
                PictureView::Shown(Box::new(ImageView { lazy, ..image }))
            }
            None => PictureView::Words(picture.alt.clone()),
        }
    };
    entry.refs.pictures.iter().map(view).collect()
}

/// The picture of an entry, if it has one that may be shown.
pub(super) fn of(planner: &Planner, id: EntryId) -> Option<ImageView> {
    let image = planner.site.entry(id).refs.image.as_ref()?;
    view(planner, id, &image.picture).map(|view| ImageView { credit: image.credit.clone(), ..view })
}

/// The full address of an entry's picture, for pages elsewhere that point to it.
pub(super) fn address(planner: &Planner, id: EntryId) -> Option<String> {
    let sizes = sizes(planner, id, &planner.site.entry(id).refs.image.as_ref()?.picture);
    let enough = sizes.iter().find(|size| size.width >= 1200).or(sizes.last())?;
    planner.routes.absolute(&enough.route)
}

fn view(planner: &Planner, id: EntryId, picture: &PictureRef) -> Option<ImageView> {
    let sizes = sizes(planner, id, picture);
    let usual = sizes.iter().rev().find(|size| size.width <= USUAL).or(sizes.first())?;
    let all = sizes.iter().map(|size| SizeView { href: size.route.href.clone(), width: size.width });
    Some(ImageView {
        alt: picture.alt.clone(),
        credit: None,
        src: usual.route.href.clone(),
        width: usual.width,
        height: usual.height,
        sizes: if sizes.len() > 1 { all.collect() } else { Vec::new() },
        lazy: false,
    })
}
