//! Every page of the example site and of the golden sites: sound markup, working links and fragments, nothing from elsewhere.

use crate::site_test::{Built, SiteTest};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn example() -> Built {
    SiteTest::copy_of_example().build()
}

/// The example site and all golden sites.
fn sites() -> Vec<Built> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let golden = std::fs::read_dir(folder).unwrap().map(|site| SiteTest::copy_of(&site.unwrap().path()).build());
    std::iter::once(example()).chain(golden).collect()
}

fn pages(built: &Built) -> BTreeMap<&str, Html> {
    let html = built.files.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|ext| ext == "html"));
    html.map(|(path, bytes)| (path.as_str(), Html::parse_document(std::str::from_utf8(bytes).unwrap()))).collect()
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).collect()
}

#[test]
fn every_link_and_fragment_leads_somewhere() {
    let sites = sites();
    let checked: usize = sites.iter().map(links_that_lead_somewhere).sum();
    assert!(sites.len() > 3 && checked > 600, "only {checked} links were seen");
}

fn links_that_lead_somewhere(built: &Built) -> usize {
    let (pages, base) = (pages(built), built.snapshot.config.base_path.as_str());
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| (*path, all(page, "[id]").iter().filter_map(|e| e.value().id()).collect()))
        .collect();
    let mut checked = 0;
    for (path, page) in &pages {
        for element in all(page, "[href], [src]") {
            let href = element.value().attr("href").or(element.value().attr("src")).unwrap();
            if href.contains(':') {
                let known = ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme));
                assert!(known, "{path}: {href}");
                continue;
            }
            checked += 1;
            let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
            let address = decoded(address);
            let target = match address.strip_prefix(base) {
                None if address.is_empty() => (*path).to_owned(),
                None => panic!("{path}: {href} is not below the root"),
                Some(below) if below.is_empty() || below.ends_with('/') => format!("{below}index.html"),
                Some(below) => below.to_owned(),
            };
            assert!(built.has(&target), "{path}: {href} leads to nothing");
            let there = ids.get(target.as_str()).is_some_and(|ids| ids.contains(decoded(fragment).as_str()));
            assert!(fragment.is_empty() || there, "{path}: {href} names no part of {target}");
        }
    }
    checked
}

/// An address without percent signs.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = std::str::from_utf8(after.get(..2).unwrap_or_default()).unwrap_or_default();
        match u8::from_str_radix(hex, 16) {
            Ok(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_page_has_one_heading_a_language_and_a_way_past_the_menu() {
    for built in sites() {
        for (path, page) in &pages(&built) {
            sound(path, page);
        }
    }
}

fn sound(path: &str, page: &Html) {
    if all(page, "meta[http-equiv=refresh]").len() == 1 {
        return; // a redirect
    }
    assert_eq!(all(page, "h1").len(), 1, "{path}");
    assert!(all(page, "html[lang][dir]").len() == 1, "{path}");
    assert!(all(page, "title").iter().all(|title| !title.text().collect::<String>().trim().is_empty()), "{path}");
    assert_eq!(all(page, "main").len(), 1, "{path}");
    let first = all(page, "body a").first().and_then(|link| link.value().attr("href")).unwrap_or_default();
    assert!(first.starts_with('#'), "{path}: the first link is {first}, not the skip link");
    let names: Vec<_> = all(page, "nav")
        .iter()
        .map(|nav| nav.value().attr("aria-label").or(nav.value().attr("aria-labelledby")))
        .collect();
    assert!(names.iter().all(Option::is_some), "{path}: a nav without a name");
    let ids: Vec<_> = all(page, "[id]").iter().filter_map(|element| element.value().id().map(str::to_owned)).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: an id stands twice");
    let mut last = 0;
    for heading in all(page, "h1, h2, h3, h4, h5, h6") {
        let level = heading.value().name()[1..].parse::<u32>().unwrap();
        assert!(level <= last + 1, "{path}: a level is left out before {}", heading.html());
        last = level;
    }
    let empty = all(page, "li:empty, p:empty, ul:empty, ol:empty, dd:empty, td.text:empty, div.text:empty");
    assert!(empty.is_empty(), "{path}: {:?}", empty.iter().map(ElementRef::html).collect::<Vec<_>>());
}

#[test]
fn e8_e9_no_page_needs_more_than_the_strict_policy_allows() {
    for built in sites() {
        for (path, page) in &pages(&built) {
            strict_policy(path, page);
        }
    }
}

fn strict_policy(path: &str, page: &Html) {
    for script in all(page, "script:not([src])") {
        assert_eq!(script.value().attr("type"), Some("application/ld+json"), "{path}: an inline script");
    }
    for script in all(page, "script[src]") {
        let inside = script.text().collect::<String>();
        let src = script.value().attr("src").unwrap_or_default();
        assert!(inside.is_empty() && src.contains("assets/") && !src.contains(':'), "{path}: {}", script.html());
    }
    assert!(all(page, "[style], style, iframe, object, embed, base").is_empty(), "{path}");
    for element in all(page, "*") {
        assert!(element.value().attrs().all(|(name, _)| !name.starts_with("on")), "{path}: a handler");
    }
    for resource in
        all(page, "img[src], link[rel=stylesheet], link[rel=icon], script[src], source, audio[src], video[src]")
    {
        let address = resource.value().attr("src").or(resource.value().attr("href")).unwrap_or_default();
        assert!(address.starts_with('/') && !address.starts_with("//"), "{path} loads {address}");
    }
    for player in all(page, "audio, video") {
        let poster = player.value().attr("poster").unwrap_or("/");
        assert!(poster.starts_with('/') && !poster.starts_with("//"), "{path} loads {poster}");
        assert_eq!(player.value().attr("preload"), Some("none"), "{path} loads what nobody asked to play");
    }
    for outside in all(page, "a[href^=http]") {
        let href = outside.value().attr("href");
        assert_eq!(outside.value().attr("rel"), Some("noopener external"), "{path}: {href:?}");
    }
}

#[test]
fn feeds_are_read_by_another_reader() {
    let built = example();
    let feeds: Vec<_> = built.files.iter().filter(|(path, _)| path.ends_with("feed.xml")).collect();
    assert!(feeds.len() > 10);
    for (path, bytes) in feeds {
        let channel = rss::Channel::read_from(&bytes[..]).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(channel.link().starts_with("https://"), "{path}");
        for item in channel.items() {
            assert!(item.guid().is_some_and(|guid| !guid.is_permalink() && guid.value().starts_with("tag:")), "{path}");
            let html = Html::parse_fragment(item.content().unwrap_or_default());
            for link in all(&html, "[href]") {
                let href = link.value().attr("href").unwrap_or_default();
                assert!(href.contains(':'), "{path}: {href} is not absolute");
            }
        }
    }
}

#[test]
fn the_example_site_has_the_numbers_of_the_manual() {
    let built = example();
    let totals = built.snapshot.site.totals;
    assert_eq!((totals.stories, totals.ripples, totals.roots, totals.open_ends), (8, 2, 2, 2));
    assert_eq!((totals.chains, totals.longest, totals.generation, totals.quiet), (2, 2, 1, 4));
    assert_eq!((totals.families, totals.connectors), (2, 0));
    assert!(built.snapshot.site.families.iter().all(|family| family.members.len() == 2));
    assert_eq!(built.codes(), [""; 0], "the example site has no problems:\n{}", built.report());
}
