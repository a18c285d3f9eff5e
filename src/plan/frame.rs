//! What all pages share: the site's name, its menu and its foot; and the head of each page.

use super::cards::Cards;
use super::routes::{Routes, encode};
use super::{ThemeOffer, colophon, search, webmanifest};
use crate::diag::{Diagnostic, Located, SourcePath, codes};
use crate::model::{
    Config, ContactView, EntryId, EntryKind, Head, LinkView, MenuItem, MenuView, Route, Shared, Site, SiteView, Words,
    text,
};
use std::path::PathBuf;

/// The frame of every page.
pub(super) fn site(
    site: &Site,
    config: &Config,
    theme: &ThemeOffer,
    routes: &Routes,
    cards: &Cards,
    statics: &[(SourcePath, PathBuf)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Shared<SiteView> {
    let parts = parts(site, config, routes, &theme.words);
    let address = |name: &str| parts.iter().find(|(part, _)| *part == name).map(|(_, link)| link.href.clone());
    let menu = match &config.menu {
        Some(items) => {
            items.iter().filter_map(|item| menu_item(site, routes, cards, &parts, item, diagnostics)).collect()
        }
        None => usual_menu(site, cards, &parts),
    };
    let invite = config.invite.as_ref().and_then(|invite| self::invite(site, cards, invite, diagnostics));
    let foot = pages_by_weight(site)
        .into_iter()
        .filter_map(|id| cards.get(id))
        .filter(|card| !menu.iter().chain(&invite).any(|item: &MenuView| item.href == card.href))
        .map(|card| LinkView { label: card.title.clone(), href: card.href.clone() })
        .collect();
    let assets =
        theme.assets.iter().map(|(name, asset)| (name.clone(), routes.asset(name, asset.digest).href)).collect();
    Shared::new(SiteView {
        title: config.title.clone(),
        tagline: config.tagline.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        dir: text::direction(&config.language),
        url: routes.absolute_root(),
        menu,
        foot,
        footer: config.footer.clone(),
        contact: config.contact.as_deref().map(contact),
        invite,
        home: routes.page(&[]).href,
        stories: routes.page(&["stories"]).href,
        prompts: address("prompts"),
        tags: address("tags"),
        archive: address("archive"),
        search: address("search"),
        subscribe: address("subscribe"),
        accessibility: address("accessibility"),
        ripples: address("ripples"),
        favicon: own_file(config.favicon.as_ref(), statics, diagnostics),
        logo: own_file(config.logo.as_ref(), statics, diagnostics),
        manifest: webmanifest::route(config, routes).map(|route| route.href),
        journal: config.journal,
        assets,
    })
}

/// The address of a file in `static/` that the configuration names.
fn own_file(
    name: Option<&Located<String>>,
    statics: &[(SourcePath, PathBuf)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let name = name?;
    let below = name.value.trim_start_matches('/').trim_start_matches("static/");
    let there = statics.iter().any(|(path, _)| path.as_str().strip_prefix("static/") == Some(below));
    if !there {
        diagnostics.push(codes::config::missing_site_file(&name.span, &name.value));
    }
    there.then(|| encode(below))
}

/// The parts of the site that a menu may name, with their words and addresses.
fn parts(site: &Site, config: &Config, routes: &Routes, words: &Words) -> Vec<(&'static str, LinkView)> {
    let has = |kind| site.of_kind(kind).next().is_some();
    let dated = site.wall.iter().any(|id| site.instants[id.index()].is_some());
    [
        ("stories", "stories", true),
        ("ripples", "ripples", !site.families.is_empty()),
        ("prompts", "questions", has(EntryKind::Prompt)),
        ("tags", "tags", !site.tags.is_empty()),
        ("collections", "collections", has(EntryKind::Collection)),
        ("archive", "archive", dated),
        ("search", "search", search::is_offered(site, config)),
        ("subscribe", "subscribe", config.base_url.is_some()),
        ("accessibility", "accessibility", colophon::states_accessibility(site)),
    ]
    .into_iter()
    .filter(|(.., there)| *there)
    .map(|(name, key, _)| (name, LinkView { label: words.get(key), href: routes.page(&[name]).href }))
    .collect()
}

fn usual_menu(site: &Site, cards: &Cards, parts: &[(&str, LinkView)]) -> Vec<MenuView> {
    let named = ["stories", "ripples", "prompts"];
    let fixed =
        named.iter().filter_map(|name| parts.iter().find(|(part, _)| part == name)).map(|(_, link)| inner(link));
    let pages = pages_by_weight(site).into_iter().filter(|id| site.entry(*id).card.nav).filter_map(|id| cards.get(id));
    let pages = pages.map(|card| MenuView { label: card.title.clone(), href: card.href.clone(), external: false });
    let search = parts.iter().find(|(part, _)| *part == "search").map(|(_, link)| inner(link));
    fixed.chain(pages).chain(search).collect()
}

fn inner(link: &LinkView) -> MenuView {
    MenuView { label: link.label.clone(), href: link.href.clone(), external: false }
}

/// Listed pages, lightest first, then by path.
fn pages_by_weight(site: &Site) -> Vec<EntryId> {
    let mut pages: Vec<EntryId> = site.of_kind(EntryKind::Page).filter(|id| site.access[id.index()].listed).collect();
    pages.sort_by_key(|id| (site.entry(*id).card.weight.unwrap_or(0), *id));
    pages
}

fn menu_item(
    site: &Site,
    routes: &Routes,
    cards: &Cards,
    parts: &[(&str, LinkView)],
    item: &MenuItem,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<MenuView> {
    match item {
        MenuItem::Link { url, .. } if site.menu_left_out.contains(&url.span) => None,
        MenuItem::Link { label, url } => {
            let external = !url.value.starts_with('/');
            let href = if external { url.value.clone() } else { routes.written(&url.value) };
            is_safe(&url.value).then(|| MenuView { label: label.clone(), href, external }).or_else(|| {
                diagnostics.push(codes::config::bad_menu_item(&url.span));
                None
            })
        }
        MenuItem::Id(id) => {
            let part = parts.iter().find(|(name, _)| *name == id.value).map(|(_, link)| inner(link));
            part.or_else(|| page_link(site, cards, &id.value)).or_else(|| {
                if site.menu_left_out.contains(&id.span) {
                    return None;
                }
                let pages = site.of_kind(EntryKind::Page).map(|page| site.entry(page).id.value.as_str());
                let known: Vec<&str> = parts.iter().map(|(name, _)| *name).chain(pages).collect();
                diagnostics.push(codes::config::unknown_menu_item(&id.span, "menu", &id.value, known));
                None
            })
        }
    }
}

fn page_link(site: &Site, cards: &Cards, id: &str) -> Option<MenuView> {
    let page = site.of_kind(EntryKind::Page).find(|page| site.entry(*page).id.value == id)?;
    let card = cards.get(page)?;
    Some(MenuView { label: card.title.clone(), href: card.href.clone(), external: false })
}

fn invite(site: &Site, cards: &Cards, invite: &Located<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<MenuView> {
    if invite.value.contains(':') && is_safe(&invite.value) {
        return Some(MenuView { label: invite.value.clone(), href: invite.value.clone(), external: true });
    }
    let found = page_link(site, cards, &invite.value);
    if found.is_none() && !site.menu_left_out.contains(&invite.span) {
        let known: Vec<&str> = site.of_kind(EntryKind::Page).map(|page| site.entry(page).id.value.as_str()).collect();
        diagnostics.push(codes::config::unknown_menu_item(&invite.span, "invite", &invite.value, known));
    }
    found
}

/// The only schemes that an address in the configuration may have.
fn is_safe(url: &str) -> bool {
    let folded = url.to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| folded.starts_with(scheme));
    (known || (url.starts_with('/') && !url.starts_with("//"))) && !url.contains(char::is_whitespace)
}

fn contact(words: &str) -> ContactView {
    let is_mail = words.contains('@') && !words.contains(char::is_whitespace) && !words.contains(':');
    let href = if is_mail { Some(format!("mailto:{words}")) } else { is_safe(words).then(|| words.to_owned()) };
    ContactView { text: words.to_owned(), href: href.filter(|href| href.contains(':')) }
}

/// What the head of a page says about it.
pub(super) struct HeadOf<'a> {
    pub(super) title: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) route: &'a Route,
    pub(super) section: Option<&'a str>,
}

/// The head of a page that lists things.
pub(super) fn head(config: &Config, routes: &Routes, of: &HeadOf<'_>) -> Head {
    Head {
        title: of.title.to_owned(),
        description: of.description.or(config.description.as_deref()).map(str::to_owned),
        canonical: routes.absolute(of.route),
        lang: config.language.clone(),
        dir: text::direction(&config.language),
        feeds: site_feed(config, routes),
        og_type: "website",
        section: of.section.map(|section| routes.page(&[section]).href),
        ..Head::default()
    }
}

/// The feed of the whole site, if it has one.
pub(super) fn site_feed(config: &Config, routes: &Routes) -> Vec<LinkView> {
    let feed = || LinkView { label: config.title.clone(), href: routes.file("feed.xml").href };
    config.base_url.iter().map(|_| feed()).collect()
}
