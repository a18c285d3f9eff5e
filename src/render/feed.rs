//! RSS 2.0 feeds with full text.

use super::body;
use super::fault::Fault;
use super::theme::Theme;
use super::xml::{self, Document};
use crate::model::{FeedItem, FeedView};

/// A feed as bytes.
pub(super) fn rss(feed: &FeedView, theme: &Theme) -> Result<Vec<u8>, Fault> {
    let mut doc = Document::new();
    doc.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    doc.open("channel", &[]);
    doc.text("title", &feed.title);
    doc.text("link", &feed.link);
    doc.text("description", &feed.description);
    doc.empty("atom:link", &[("href", &feed.self_url), ("rel", "self"), ("type", "application/rss+xml")]);
    doc.text("language", &feed.language);
    if let Some(date) = &feed.last_build_date {
        doc.text("lastBuildDate", date);
    }
    for item in &feed.items {
        self::item(&mut doc, item, &feed.root, theme)?;
    }
    doc.close("channel");
    doc.close("rss");
    Ok(doc.finish())
}

fn item(doc: &mut Document, item: &FeedItem, root: &str, theme: &Theme) -> Result<(), Fault> {
    doc.open("item", &[]);
    doc.text("title", &item.title);
    doc.text("link", &item.url);
    doc.text_with("guid", &[("isPermaLink", "false")], &item.guid);
    doc.text("pubDate", &item.date);
    for creator in &item.creators {
        doc.text("dc:creator", creator);
    }
    for category in &item.categories {
        doc.text("category", category);
    }
    if !item.summary.is_empty() {
        doc.text("description", &item.summary);
    }
    doc.text("content:encoded", &body::fill(&item.text, root, Some(&item.url), theme)?);
    doc.close("item");
    Ok(())
}

/// Addresses for search engines.
pub(super) fn sitemap(entries: &[crate::model::SitemapEntry]) -> Vec<u8> {
    let mut doc = Document::new();
    doc.open("urlset", &[("xmlns", xml::SITEMAP)]);
    for entry in entries {
        doc.open("url", &[]);
        doc.text("loc", &entry.url);
        if let Some(modified) = &entry.modified {
            doc.text("lastmod", modified);
        }
        doc.close("url");
    }
    doc.close("urlset");
    doc.finish()
}

/// A list of sitemaps.
pub(super) fn sitemap_index(addresses: &[String]) -> Vec<u8> {
    let mut doc = Document::new();
    doc.open("sitemapindex", &[("xmlns", xml::SITEMAP)]);
    for address in addresses {
        doc.open("sitemap", &[]);
        doc.text("loc", address);
        doc.close("sitemap");
    }
    doc.close("sitemapindex");
    doc.finish()
}
