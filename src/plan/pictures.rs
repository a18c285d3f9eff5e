//! Pictures of entries: which sizes of each are published, where each is, and what a page needs to show one. Without
//! consent nothing of a picture leaves this place.

use super::Planner;
use super::routes::Routes;
use super::table::{Class, Planned};
use crate::model::{
    Config, EntryId, EntryKind, Gallery, ImageView, MediaKind, MediaView, Medium, PageView, PictureRef, PictureView,
    Profile, Recipe, Route, Site, SizeView, SourcePath, cover, media_place,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long the longer side of a picture may be in pixels, so that no original is published.
const LONGEST: u32 = 2048;
/// The same in a school, where children are in the pictures.
const LONGEST_IN_SCHOOL: u32 = 1600;
/// The width that programs get which know only one: a reading column on a screen of any kind.
const USUAL: u32 = 800;
/// The width that is enough where other sites show a page with its picture.
const ENOUGH: u32 = 1200;

/// What is known of pictures, and what it takes to say where they are.
#[derive(Debug)]
pub(super) struct Pictures {
    pub(super) site: Arc<Site>,
    pub(super) config: Arc<Config>,
    pub(super) routes: Arc<Routes>,
    pub(super) gallery: Arc<Gallery>,
}

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
        for picture in refs.all_pictures() {
            for Size { route, view, .. } in planner.cards.pictures.sizes(id, picture) {
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

impl Pictures {
    /// The file that an entry names, if it can be used and the entry may show it.
    fn found(&self, id: EntryId, picture: &PictureRef) -> Option<(SourcePath, &Medium)> {
        let site = &self.site;
        let entry = site.entry(id);
        let is_shown = entry.kind != EntryKind::Person || site.person_pages.contains_key(&id);
        if !is_shown || !site.access[id.index()].photo {
            return None;
        }
        let path = media_place(&picture.file.value, &entry.path)?;
        let medium = self.gallery.get(&path).filter(|medium| medium.kind.recording().is_none())?;
        Some((path, medium))
    }

    /// The sizes of a picture, smallest first; none if it is not shown.
    fn sizes(&self, id: EntryId, picture: &PictureRef) -> Vec<Size> {
        let Some((path, medium)) = self.found(id, picture) else { return Vec::new() };
        let limit = if self.config.profile == Profile::School { LONGEST_IN_SCHOOL } else { LONGEST };
        let entry = self.site.entry(id);
        let folder = if entry.kind == EntryKind::Home { EntryKind::Home.word().into() } else { entry.page_name() };
        let size = |recipe: Recipe| {
            let (width, height) = match recipe {
                Recipe::Clean => (medium.width, medium.height),
                Recipe::Jpeg(width, height) | Recipe::Png(width, height) => (width, height),
            };
            let view = MediaView { path: path.clone(), source: medium.digest, recipe };
            let route = self.routes.media(&folder, path.stem(), width, view.key(), recipe.extension(medium.kind));
            Size { route, view, width, height }
        };
        Recipe::sizes(medium, limit).into_iter().map(size).collect()
    }

    /// The pictures of a text. The first is there at once, unless another stands above it.
    pub(super) fn in_text(&self, id: EntryId) -> Vec<PictureView> {
        let refs = &self.site.entry(id).refs;
        let mut is_first = refs.image.is_none();
        let view = |picture: &PictureRef| match self.view(id, picture) {
            Some(image) => {
                let lazy = !std::mem::replace(&mut is_first, false);
                PictureView::Shown(Box::new(ImageView { lazy, ..image }))
            }
            None => PictureView::Words(picture.alt.clone()),
        };
        refs.pictures.iter().map(view).collect()
    }

    /// The picture of an entry, if it has one that may be shown.
    pub(super) fn of(&self, id: EntryId) -> Option<ImageView> {
        let entry = self.site.entry(id);
        let image = entry.refs.image.as_ref()?;
        let view = self.view(id, &image.picture)?;
        Some(ImageView { credit: image.credit.clone(), format: cover::format(&entry.id.value), ..view })
    }

    /// What stands in the place of a film.
    pub(super) fn poster(&self, id: EntryId, picture: &PictureRef) -> Option<ImageView> {
        self.view(id, picture).map(|image| ImageView { lazy: true, ..image })
    }

    /// The full address of an entry's picture, for pages elsewhere that point to it, and its description.
    pub(super) fn pointed_to(&self, id: EntryId) -> Option<(String, String)> {
        let picture = &self.site.entry(id).refs.image.as_ref()?.picture;
        // Hardly any program shows a drawing of lines that stands elsewhere.
        self.found(id, picture).filter(|(_, medium)| medium.kind != MediaKind::Svg)?;
        let sizes = self.sizes(id, picture);
        let enough = sizes.iter().find(|size| size.width >= ENOUGH).or(sizes.last())?;
        Some((self.routes.absolute(&enough.route)?, picture.alt.clone()))
    }

    fn view(&self, id: EntryId, picture: &PictureRef) -> Option<ImageView> {
        let sizes = self.sizes(id, picture);
        let usual = sizes.iter().rev().find(|size| size.width <= USUAL).or(sizes.first())?;
        let all = sizes.iter().map(|size| SizeView { href: size.route.href.clone(), width: size.width });
        Some(ImageView {
            alt: picture.alt.clone(),
            credit: None,
            format: "",
            src: usual.route.href.clone(),
            width: usual.width,
            height: usual.height,
            sizes: if sizes.len() > 1 { all.collect() } else { Vec::new() },
            lazy: false,
        })
    }
}
