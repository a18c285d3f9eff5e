//! A site to pages: which pages exist, where each one is, and exactly what it may show. Comes in: the linked
//! site, the configuration, and what the theme offers. Goes out: every page, which works out its view when it is
//! asked. Touches ids and shared values, never text, so it is cheap enough to be done again after every change.

mod accent;
mod beside;
mod cards;
mod colophon;
mod feeds;
mod frame;
mod graph;
mod lists;
mod map;
mod own;
mod people;
mod pictures;
mod recordings;
mod questions;
mod related;
mod routes;
mod search;
mod sentences;
mod sheets;
mod table;
mod thread;
mod webmanifest;
mod words;

pub use accent::dressed;
pub use graph::graph;
pub use routes::encode as encoded;
pub use routes::{MEDIA, RESERVED};
pub use search::SEARCH_MAP;

use crate::diag::{Diagnostic, SourcePath};
use crate::model::{
    AssetBytes, Config, CountView, Digest, EntryId, EntryKind, Gallery, Page, Shared, Site, SiteView, Words,
};
use cards::Cards;
use rayon::prelude::*;
use routes::Routes;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
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
    /// Its words.
    pub words: Arc<Words>,
}

/// Plans every page. Files of `static/` come with their places on disk, pictures with what is known of them.
#[must_use]
pub fn pages(
    site: &Arc<Site>,
    config: &Arc<Config>,
    theme: &ThemeOffer,
    statics: &[(SourcePath, PathBuf)],
    gallery: &Arc<Gallery>,
) -> (Vec<Page>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let config = &words::localised(config, &theme.words);
    let mut planner = Planner::new(site, config, theme, (statics, gallery), &mut diagnostics);
    // A writer waits for this at every save: half of it is done beside the other half.
    let (mut planned, others) = rayon::join(
        || {
            let own = site.ids().filter_map(|id| own::page(&planner, id, &mut diagnostics));
            own.chain(sheets::pages(&planner)).collect::<Vec<Planned>>()
        },
        || others(&planner, theme, statics),
    );
    planned.extend(others);
    planned.extend(table::aliases(&planner, &mut diagnostics));
    table::check(&mut planned, &config.path, &mut diagnostics);
    planner.addresses = table::addresses(&planner, &planned, &mut diagnostics);
    table::check_menu(&planned, &planner, &mut diagnostics);
    let mut machines = feeds::sitemaps(&planner, &planned);
    machines.extend(webmanifest::page(&planner));
    table::add_last(&mut planned, machines, &config.path, &mut diagnostics);
    (finish(planner, planned, theme.digest), diagnostics)
}

/// Where the page of an entry would be, below the output folder, if it has one.
#[must_use]
pub fn output_of(config: &Config, kind: EntryKind, slug: &str) -> Option<String> {
    let routes = Routes::new(config);
    let route = if kind == EntryKind::Person { Some(routes.person(slug)) } else { routes.entry(kind, slug) };
    route.map(|route| route.output)
}

/// The numbers of a whole site in sentences.
#[must_use]
pub fn numbers_of(site: &Site, words: &Words) -> String {
    sentences::map(words, site)
}

/// Where a static file of the theme goes, below the output folder.
#[must_use]
pub fn output_of_asset(config: &Config, name: &str, digest: Digest) -> String {
    Routes::new(config).asset(name, digest).output
}

/// Every page that is not an entry's own.
fn others(planner: &Planner, theme: &ThemeOffer, statics: &[(SourcePath, PathBuf)]) -> Vec<Planned> {
    // Dividing the map takes as long as all the others together.
    let (mut planned, map) = rayon::join(|| lists::pages(planner), || map::pages(planner));
    planned.extend(map);
    planned.extend(table::assets(theme, &planner.routes));
    planned.extend(table::statics(statics, &planner.site.held_files, &planner.routes));
    planned.extend(colophon::pages(planner));
    planned.extend(people::pages(planner));
    planned.extend(questions::pages(planner));
    planned.extend(feeds::pages(planner));
    planned.push(graph::page(planner));
    planned.extend(pictures::pages(planner));
    planned.extend(recordings::pages(planner));
    planned.extend(search::pages(planner));
    planned
}

/// Sorts the pages by output path. From now on each can work out its view by itself.
fn finish(planner: Planner, mut planned: Vec<Planned>, theme: Digest) -> Vec<Page> {
    planned.par_sort_by(|a, b| a.route.output.cmp(&b.route.output));
    let planner = Arc::new(planner);
    let page = |Planned { route, entry, make, .. }: Planned| {
        let planner = Arc::clone(&planner);
        Page::new(route, theme, entry, move |route| make(&planner, route))
    };
    let mut pages: Vec<Page> = planned.into_iter().map(page).collect();
    // They take the place of what was planned of them, which is larger.
    pages.shrink_to_fit();
    pages
}

/// What every planning function needs, now and when a page's view is asked for.
struct Planner {
    site: Arc<Site>,
    config: Arc<Config>,
    routes: Arc<Routes>,
    cards: Cards,
    frame: Shared<SiteView>,
    words: Arc<Words>,
    templates: BTreeSet<String>,
    /// Each entry's place on the wall.
    places: Vec<Option<usize>>,
    /// Listed stories by setting, in the order of the configuration.
    shelves: Vec<(String, Arc<[EntryId]>)>,
    /// Listed questions in their order.
    questions: questions::Questions,
    /// Settings and tags with their counts, for every page of the wall.
    ways: (Vec<CountView>, Vec<CountView>),
    /// Which families are on which page of the map; made when first asked for.
    map: OnceLock<map::Map>,
    /// Where the stories of each collection are on the wall; made when first asked for.
    kept: OnceLock<BTreeMap<EntryId, Vec<usize>>>,
    /// Where bare paths may lead: output path to address. Filled once all routes are known, if a text has such a link.
    addresses: HashMap<String, String>,
}

impl Planner {
    fn new(
        site: &Arc<Site>,
        config: &Arc<Config>,
        theme: &ThemeOffer,
        (statics, gallery): (&[(SourcePath, PathBuf)], &Arc<Gallery>),
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let routes = Arc::new(Routes::new(config));
        let by_setting = lists::by_setting(site);
        let cards = Cards::new(site, config, &routes, &theme.words, gallery, by_setting.keys().copied());
        let frame = frame::site(site, config, theme, &routes, &cards, statics, diagnostics);
        let mut places = vec![None; site.entries.len()];
        for (place, id) in site.wall.iter().enumerate() {
            places[id.index()] = Some(place);
        }
        let mut planner = Self {
            site: Arc::clone(site),
            config: Arc::clone(config),
            shelves: lists::shelves(by_setting, config),
            questions: questions::Questions::new(site),
            map: OnceLock::new(),
            routes,
            cards,
            frame,
            words: Arc::clone(&theme.words),
            templates: theme.templates.clone(),
            places,
            ways: Default::default(),
            kept: OnceLock::new(),
            addresses: HashMap::new(),
        };
        planner.ways = lists::ways(&planner);
        planner
    }

    /// Whether there is anything of a kind to show.
    fn has(&self, kind: EntryKind) -> bool {
        self.site.of_kind(kind).next().is_some()
    }
}
