//! A site to pages: which pages exist, where each one is, and exactly what it may show. Comes in: the linked
//! site, the configuration, and what the theme offers. Goes out: every page. Touches ids
//! and shared values, never text, so it is cheap enough to be done again after every change.

mod cards;
mod feeds;
mod frame;
mod lists;
mod own;
mod routes;
mod sentences;
mod table;

use crate::diag::{Diagnostic, SourcePath};
use crate::model::{AssetBytes, Config, Digest, EntryKind, Page, Site};
use cards::Cards;
use rayon::prelude::*;
use routes::Routes;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use table::Planned;

/// What the theme offers to the plan.
#[derive(Clone, Debug, Default)]
pub struct ThemeOffer {
    /// Digest of all its templates.
    pub digest: Digest,
    /// Its static files by name.
    pub assets: BTreeMap<String, AssetBytes>,
    /// Its templates by name, without `.html`.
    pub templates: BTreeSet<String>,
}

/// Plans every page. Files of `static/` come with their places on disk.
#[must_use]
pub fn pages(
    site: &Site,
    config: &Config,
    theme: &ThemeOffer,
    statics: &[(SourcePath, PathBuf)],
) -> (Vec<Page>, Vec<Diagnostic>) {
    let routes = Routes::new(config);
    let cards = Cards::new(site, &routes);
    let mut diagnostics = Vec::new();
    let mut planned: Vec<Planned> = Vec::new();
    planned.extend(table::assets(theme, &routes));
    planned.extend(table::statics(statics, &routes));
    let frame = frame::site(site, config, theme, &routes, &cards, statics, &mut diagnostics);
    let mut places = vec![None; site.entries.len()];
    for (place, id) in site.wall.iter().enumerate() {
        places[id.index()] = Some(place);
    }
    let templates = &theme.templates;
    let planner = Planner { site, config, routes: &routes, cards: &cards, frame, templates, places };
    planned.extend(lists::pages(&planner));
    let own: Vec<_> = site.ids().collect::<Vec<_>>().into_par_iter().filter_map(|id| own::page(&planner, id)).collect();
    for (page, mut problems) in own {
        planned.push(page);
        diagnostics.append(&mut problems);
    }
    planned.extend(feeds::pages(&planner));
    planned.extend(table::aliases(&planner, &mut diagnostics));
    table::check(&mut planned, &config.path, &mut diagnostics);
    table::fill_links(&mut planned, site, &mut diagnostics);
    table::check_menu(&planned, config, &mut diagnostics);
    let machines = feeds::sitemaps(&planner, &planned);
    table::add_last(&mut planned, machines, &config.path, &mut diagnostics);
    (finish(planned, theme.digest), diagnostics)
}

/// Where the page of an entry would be, below the output folder; people and the like have none.
#[must_use]
pub fn output_of(config: &Config, kind: EntryKind, slug: &str) -> Option<String> {
    Routes::new(config).entry(kind, slug).map(|route| route.output)
}

/// Sorts the pages by output path.
fn finish(mut planned: Vec<Planned>, theme: Digest) -> Vec<Page> {
    planned.par_sort_by(|a, b| a.route.output.cmp(&b.route.output));
    planned.into_iter().map(|planned| Page { route: planned.route, view: planned.view, theme }).collect()
}

/// What every planning function needs.
struct Planner<'a> {
    site: &'a Site,
    config: &'a Config,
    routes: &'a Routes,
    cards: &'a Cards,
    frame: crate::model::Shared<crate::model::SiteView>,
    templates: &'a BTreeSet<String>,
    /// Each entry's place on the wall.
    places: Vec<Option<usize>>,
}

impl Planner<'_> {
    /// Whether there is anything of a kind to show.
    fn has(&self, kind: EntryKind) -> bool {
        self.site.of_kind(kind).next().is_some()
    }
}
