//! The route table: what is published where, that no two things share an address, and where bare paths lead.

use super::routes::{RESERVED, Routes};
use super::{Planner, ThemeOffer};
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::{Date, EntryId, EntryKind, Link, MenuItem, PageView, Route, text};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// Works out what a page shows.
pub(super) type Make = Box<dyn Fn(&Planner, &Route) -> PageView + Send + Sync>;

/// A page, and what planning still needs to know about it.
pub(super) struct Planned {
    pub(super) route: Route,
    pub(super) class: Class,
    /// The entry whose page it is.
    pub(super) entry: Option<EntryId>,
    pub(super) make: Make,
    /// Who asked for it, for messages.
    pub(super) origin: Span,
    /// Whether the sitemap names it.
    pub(super) indexed: bool,
    /// When it was changed, for the sitemap.
    pub(super) modified: Option<Date>,
}

/// What a page is, as far as addresses are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// That of an entry.
    Entry,
    /// One that lists things.
    List,
    /// One that leads on to another.
    Redirect,
    /// A file of the site's own.
    Copied,
    /// A sitemap.
    Sitemap,
    /// Anything else for machines.
    Machine,
}

impl Planned {
    /// A page that the sitemap does not name.
    pub(super) fn new(
        route: Route,
        class: Class,
        origin: Span,
        make: impl Fn(&Planner, &Route) -> PageView + Send + Sync + 'static,
    ) -> Self {
        Self { route, class, entry: None, make: Box::new(make), origin, indexed: false, modified: None }
    }
}

/// The theme's static files, named by their content.
pub(super) fn assets(theme: &ThemeOffer, routes: &Routes) -> Vec<Planned> {
    let page = |(name, asset): (&String, &crate::model::AssetBytes)| {
        let (route, asset) = (routes.asset(name, asset.digest), asset.clone());
        let origin = Span::file(&SourcePath::new(&format!("themes/default/static/{name}")));
        Planned::new(route, Class::Machine, origin, move |_, _| PageView::Asset(asset.clone()))
    };
    theme.assets.iter().map(page).collect()
}

/// The files of `static/`, copied as they are, without those that are held back.
pub(super) fn statics(statics: &[(SourcePath, PathBuf)], held: &BTreeSet<SourcePath>, routes: &Routes) -> Vec<Planned> {
    let page = |(path, place): &(SourcePath, PathBuf)| {
        let output = path.as_str().strip_prefix("static/").unwrap_or(path.as_str());
        let place = place.clone();
        Planned::new(routes.file(output), Class::Copied, Span::file(path), move |_, _| PageView::Copy(place.clone()))
    };
    statics.iter().filter(|(path, _)| !held.contains(path)).map(page).collect()
}

/// Pages that send old addresses to new ones.
pub(super) fn aliases(planner: &Planner, diagnostics: &mut Vec<Diagnostic>) -> Vec<Planned> {
    let mut pages = Vec::new();
    for id in planner.site.ids() {
        let entry = planner.site.entry(id);
        if entry.kind == EntryKind::Tag || (entry.kind == EntryKind::Person && planner.cards.get(id).is_none()) {
            continue;
        }
        for alias in &entry.aliases {
            let Some(route) = alias_route(&planner.routes, &alias.value) else {
                diagnostics.push(codes::output::bad_alias(&alias.span, &alias.value));
                continue;
            };
            pages.push(Planned::new(route, Class::Redirect, alias.span.clone(), move |planner, _| {
                let entry = planner.site.entry(id);
                let to = planner.routes.of(entry);
                PageView::Redirect {
                    href: planner.cards.own(id).href.clone(),
                    canonical: to.and_then(|to| planner.routes.absolute(&to)),
                    site: planner.frame.clone(),
                }
            }));
        }
    }
    pages
}

/// `/old/name/` is a folder, `/old.html` a file.
fn alias_route(routes: &Routes, alias: &str) -> Option<Route> {
    let path = alias.trim_start_matches('/');
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let fine = |segment: &&str| {
        !segment.starts_with(['.', '_'])
            && !segment.ends_with('.')
            && !text::is_reserved_name(segment)
            && segment.chars().all(|letter| letter.is_alphanumeric() || "-._~".contains(letter) || !letter.is_ascii())
    };
    if alias.starts_with("//") || segments.is_empty() || path.len() > 200 || !segments.iter().all(fine) {
        return None;
    }
    let last = segments.last()?;
    let is_file = !path.ends_with('/') && last.contains('.');
    Some(if is_file { routes.file(&segments.join("/")) } else { routes.page(&segments) })
}

/// Reports addresses that are taken twice or that the site needs, and drops all but the first of each.
pub(super) fn check(planned: &mut Vec<Planned>, config: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    let keys: Vec<Cow<'_, str>> = planned.iter().map(|page| folded(&page.route.output)).collect();
    let mut order: Vec<usize> = (0..planned.len()).collect();
    order.par_sort_by(|a, b| {
        let origin = |at: usize| (&planned[at].route.output, &planned[at].origin);
        by_folders(&keys[*a], &keys[*b]).then_with(|| origin(*a).cmp(&origin(*b)))
    });
    let mut keep = vec![true; planned.len()];
    // The page before, and what stands where it needs a folder: `static/stories` and the pages below `stories/`.
    let mut above: Vec<usize> = Vec::new();
    let mut told = None;
    for at in order {
        let (page, key) = (&planned[at], &*keys[at]);
        if let Some(reserved) = reserved(page) {
            diagnostics.push(codes::output::reserved_address(&page.origin, reserved));
            keep[at] = false;
            continue;
        }
        while above.last().is_some_and(|other| !is_in(key, &keys[*other])) {
            above.pop();
        }
        match above.last() {
            Some(other) if keys[*other].len() == key.len() => {
                let address = page.route.output.strip_suffix("index.html").unwrap_or(&page.route.output);
                diagnostics.push(clash(&page.origin, &planned[*other].origin, address, config));
                keep[at] = false;
                continue;
            }
            // Of all that is below, the first.
            Some(other) if told.replace(*other) != Some(*other) => {
                diagnostics.push(clash(&planned[*other].origin, &page.origin, &keys[*other], config));
            }
            _ => {}
        }
        above.push(at);
    }
    drop(keys);
    let mut keep = keep.into_iter();
    planned.retain(|_| keep.next().unwrap_or(true));
}

/// The order of paths in which what is below `a` comes right after it: `a`, `a/b`, `a-c`.
fn by_folders(one: &str, other: &str) -> Ordering {
    let differs = one.bytes().zip(other.bytes()).find(|(a, b)| a != b);
    let rank = |byte: u8| (byte != b'/', byte);
    differs.map_or_else(|| one.len().cmp(&other.len()), |(a, b)| rank(a).cmp(&rank(b)))
}

/// Whether a path is another one, or below it.
fn is_in(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// [`text::fold`], without a copy for those that are folded already: nearly all.
fn folded(output: &str) -> Cow<'_, str> {
    let plain = output.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if plain { Cow::Borrowed(output) } else { Cow::Owned(text::fold(output)) }
}

/// Adds what is made last, from the other pages: the sitemap and what stands beside it. The site may have a
/// `robots.txt` of its own in `static/`, but nothing may take the sitemap's place.
pub(super) fn add_last(
    planned: &mut Vec<Planned>,
    last: Vec<Planned>,
    config: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for page in last {
        let output = page.route.output.as_str();
        let is_there = |other: &Planned| {
            let (same, rest) = other.route.output.as_bytes().split_at_checked(output.len())?;
            same.eq_ignore_ascii_case(output.as_bytes()).then_some(rest.first().is_none_or(|byte| *byte == b'/'))
        };
        let taken = planned.iter().position(|other| is_there(other) == Some(true));
        if let Some(place) = taken {
            let other = &planned[place];
            if other.class == Class::Copied && page.class != Class::Sitemap {
                continue;
            }
            diagnostics.push(clash(&page.origin, &other.origin, output, config));
            planned.remove(place);
        }
        planned.push(page);
    }
}

/// Reports menu items that lead to an address of this site where nothing is.
pub(super) fn check_menu(planned: &[Planned], planner: &Planner, diagnostics: &mut Vec<Diagnostic>) {
    for item in planner.config.menu.iter().flatten() {
        let MenuItem::Link { url, .. } = item else { continue };
        if planner.site.menu_left_out.contains(&url.span) {
            continue;
        }
        let Some(address) = url.value.strip_prefix('/').filter(|address| !address.contains('%')) else { continue };
        let path = address.split(['?', '#']).next().unwrap_or(address);
        let is_at = |page: &Planned| {
            let output = page.route.output.as_str();
            output == path || output.strip_suffix("index.html") == Some(path)
        };
        if !planned.iter().any(is_at) {
            let addresses = planned.iter().map(|page| page.route.output.trim_end_matches("index.html"));
            let near = crate::diag::nearest(path, addresses);
            diagnostics.push(codes::output::broken_link(&url.span, &url.value, near));
        }
    }
}

/// Two things at one address, reported where the writer can change one of them: at a written `slug` or alias before
/// a file name, and never at the site's own pages, which stand for the configuration.
fn clash(one: &Span, other: &Span, address: &str, config: &SourcePath) -> Diagnostic {
    let rank =
        |span: &Span| (span.path != *config, span.range().is_some_and(|(from, to)| from < to), span.range().is_some());
    let (at, other) = if rank(one) >= rank(other) { (one, other) } else { (other, one) };
    if other.path == *config {
        return codes::output::reserved_address(at, address);
    }
    codes::output::same_address(at, address, other)
}

/// The address that a page or an alias takes from the site, if it does.
fn reserved(page: &Planned) -> Option<&str> {
    let output = page.route.output.as_str();
    let own = match page.class {
        Class::Entry => true,
        Class::Redirect => false,
        Class::Copied => return output.starts_with("__ripple/").then_some("__ripple"),
        _ => return None,
    };
    let folder = output.strip_suffix("/index.html")?;
    let mut segments = folder.split('/');
    let (first, rest) = (segments.next()?, segments.next());
    let taken_by_lists = matches!(
        (first, rest),
        ("stories" | "prompts" | "collections" | "tags" | "ripples", Some("page")) | ("prompts", Some("cards"))
    );
    let taken = taken_by_lists || (rest.is_none() && RESERVED.contains(&first)) || first == "__ripple";
    (taken && (own || taken_by_lists || first == "__ripple")).then_some(folder)
}

/// The addresses that bare paths in texts may lead to, if there are such paths; those that lead nowhere are reported.
pub(super) fn addresses(
    planner: &Planner,
    planned: &[Planned],
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<String, String> {
    let site = &planner.site;
    let bare: Vec<(&str, &crate::model::LinkRef)> = site
        .ids()
        .flat_map(|id| site.links[id.index()].iter().zip(&site.entry(id).refs.links))
        .filter_map(|(link, written)| match link {
            Link::Path { path, .. } => Some((path.as_str(), written)),
            _ => None,
        })
        .collect();
    if bare.is_empty() {
        return HashMap::new();
    }
    let known = planned.iter().map(|page| (page.route.output.clone(), page.route.href.clone())).collect();
    for (path, written) in bare {
        if find(&known, path).is_none() {
            let addresses: Vec<&str> = known.keys().map(|output| output.trim_end_matches("index.html")).collect();
            let near = crate::diag::nearest(path, addresses);
            diagnostics.push(codes::output::broken_link(&written.span, &written.target, near));
        }
    }
    known
}

/// Where a bare path leads; what is not there becomes words.
pub(super) fn find<'a>(known: &'a HashMap<String, String>, path: &str) -> Option<&'a str> {
    let path = path.trim_end_matches('/');
    let folder = if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") };
    known.get(path).or_else(|| known.get(&folder)).map(String::as_str)
}
