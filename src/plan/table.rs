//! The route table: what is published where, that no two things share an address, and where bare paths lead.

use super::routes::{RESERVED, Routes, encode};
use super::{Planner, ThemeOffer};
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::{Config, Content, EntryKind, LinkTarget, MenuItem, PageView, Route, Site, TextView, text};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// A page, and what planning still needs to know about it.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) route: Route,
    pub(super) view: PageView,
    /// Who asked for it, for messages.
    pub(super) origin: Span,
    /// Whether the sitemap names it.
    pub(super) indexed: bool,
    /// When it was changed, as the sitemap wants it.
    pub(super) modified: Option<String>,
}

/// The theme's static files, named by their content.
pub(super) fn assets(theme: &ThemeOffer, routes: &Routes) -> Vec<Planned> {
    let page = |(name, asset): (&String, &crate::model::AssetBytes)| Planned {
        route: routes.asset(name, asset.digest),
        view: PageView::Asset(asset.clone()),
        origin: Span::file(&SourcePath::new(&format!("themes/default/static/{name}"))),
        indexed: false,
        modified: None,
    };
    theme.assets.iter().map(page).collect()
}

/// The files of `static/`, copied as they are.
pub(super) fn statics(statics: &[(SourcePath, PathBuf)], routes: &Routes) -> Vec<Planned> {
    let page = |(path, place): &(SourcePath, PathBuf)| {
        let output = path.as_str().strip_prefix("static/").unwrap_or(path.as_str());
        Planned {
            route: routes.file(output),
            view: PageView::Copy(place.clone()),
            origin: Span::file(path),
            indexed: false,
            modified: None,
        }
    };
    statics.iter().map(page).collect()
}

/// Pages that send old addresses to new ones.
pub(super) fn aliases(planner: &Planner<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Planned> {
    let mut pages = Vec::new();
    for id in planner.site.ids() {
        let entry = planner.site.entry(id);
        let Some(card) = planner.cards.get(id).filter(|_| entry.kind != EntryKind::Tag) else { continue };
        let canonical = planner.routes.entry(entry.kind, &entry.slug.value).and_then(|to| planner.routes.absolute(&to));
        for alias in &entry.aliases {
            let Some(route) = alias_route(planner.routes, &alias.value) else {
                diagnostics.push(codes::output::bad_alias(&alias.span, &alias.value));
                continue;
            };
            let site = planner.frame.clone();
            let view = PageView::Redirect { href: card.href.clone(), canonical: canonical.clone(), site };
            pages.push(Planned { route, view, origin: alias.span.clone(), indexed: false, modified: None });
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
    planned.sort_by(|a, b| (&a.route.output, &a.origin).cmp(&(&b.route.output, &b.origin)));
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    planned.retain(|page| {
        let key = text::fold(&page.route.output);
        if let Some(reserved) = reserved(page) {
            diagnostics.push(codes::output::reserved_address(&page.origin, reserved));
            return false;
        }
        if let Some(other) = taken.get(&key) {
            let output = &page.route.output;
            let address = output.strip_suffix("index.html").unwrap_or(output);
            diagnostics.push(clash(&page.origin, other, address, config));
            return false;
        }
        taken.insert(key, page.origin.clone());
        true
    });
    // A file where a folder must be: `static/stories` beside the pages below `stories/`.
    for page in planned.iter() {
        let output = text::fold(&page.route.output);
        for (end, _) in output.match_indices('/') {
            if let Some(other) = taken.get(&output[..end]) {
                diagnostics.push(clash(other, &page.origin, &output[..end], config));
            }
        }
    }
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
        let folder = format!("{output}/");
        let is_there = |other: &Planned| {
            let other = other.route.output.to_ascii_lowercase();
            other == output || other.starts_with(&folder)
        };
        let taken = planned.iter().position(is_there);
        if let Some(place) = taken {
            let other = &planned[place];
            if matches!(other.view, PageView::Copy(_))
                && !matches!(page.view, PageView::Sitemap(_) | PageView::SitemapIndex(_))
            {
                continue;
            }
            diagnostics.push(clash(&page.origin, &other.origin, output, config));
            planned.remove(place);
        }
        planned.push(page);
    }
}

/// Reports menu items that lead to an address of this site where nothing is.
pub(super) fn check_menu(planned: &[Planned], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for item in config.menu.iter().flatten() {
        let MenuItem::Link { url, .. } = item else { continue };
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
        |span: &Span| (span.path != *config, span.range.is_some_and(|(from, to)| from < to), span.range.is_some());
    let (at, other) = if rank(one) >= rank(other) { (one, other) } else { (other, one) };
    if other.path == *config {
        return codes::output::reserved_address(at, address);
    }
    codes::output::same_address(at, address, other)
}

/// The address that a page or an alias takes from the site, if it does.
fn reserved(page: &Planned) -> Option<&str> {
    let output = page.route.output.as_str();
    let own = match &page.view {
        PageView::Html(html) => match &html.content {
            Content::Plain(_) | Content::Story(_) | Content::Prompt(_) | Content::Collection(_) => true,
            _ => return None,
        },
        PageView::Redirect { .. } => false,
        _ => return None,
    };
    let folder = output.strip_suffix("/index.html")?;
    let mut segments = folder.split('/');
    let (first, rest) = (segments.next()?, segments.next());
    let taken_by_lists =
        matches!((first, rest), ("stories" | "collections" | "tags", Some("page")) | ("prompts", Some("cards")));
    let taken = taken_by_lists || (rest.is_none() && RESERVED.contains(&first)) || first == "__ripple";
    (taken && (own || taken_by_lists || first == "__ripple")).then_some(folder)
}

/// Looks up every bare path that a text links to; what is not there becomes words, with a warning.
pub(super) fn fill_links(planned: &mut [Planned], site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let known: HashMap<String, String> =
        planned.iter().map(|page| (page.route.output.clone(), page.route.href.clone())).collect();
    let find = |path: &str| {
        let path = path.trim_end_matches('/');
        let folder = if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") };
        known.get(path).or_else(|| known.get(&folder))
    };
    planned.par_iter_mut().for_each(|page| {
        for target in texts(&mut page.view).into_iter().flat_map(|text| &mut text.links) {
            let LinkTarget::Path { path, fragment } = target else { continue };
            *target = match find(path) {
                Some(href) => {
                    let part = fragment.as_ref().map_or_else(String::new, |part| format!("#{}", encode(part)));
                    let (title, summary) = (path.clone(), String::new());
                    LinkTarget::Page { href: format!("{href}{part}"), title, summary, kind: "" }
                }
                None => LinkTarget::Words(path.clone()),
            };
        }
    });
    for id in site.ids() {
        for (link, written) in site.links[id.index()].iter().zip(&site.entry(id).refs.links) {
            let crate::model::Link::Path { path, .. } = link else { continue };
            if find(path).is_none() {
                let addresses: Vec<&str> = known.keys().map(|output| output.trim_end_matches("index.html")).collect();
                let near = crate::diag::nearest(path, addresses);
                diagnostics.push(codes::output::broken_link(&written.span, &written.target, near));
            }
        }
    }
}

/// Every text that a page holds.
fn texts(view: &mut PageView) -> Vec<&mut TextView> {
    match view {
        PageView::Feed(feed) => feed.items.iter_mut().map(|item| &mut item.text).collect(),
        PageView::Html(html) => match &mut html.content {
            Content::Story(story) => vec![&mut story.text],
            Content::Prompt(prompt) => vec![&mut prompt.text],
            Content::Plain(page) => vec![&mut page.text],
            Content::Collection(collection) => vec![&mut collection.text],
            Content::Tag(tag) => tag.text.iter_mut().collect(),
            Content::Home(home) => home.text.iter_mut().collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
