//! What surrounds the content of a page: its head, the frame that all pages share, and what machines read.

use super::view::{LinkView, TextView};
use serde::Serialize;
use std::collections::BTreeMap;

/// What every page needs in its head and frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The page's own title; empty on the home page.
    pub title: String,
    /// For search engines and previews.
    pub description: Option<String>,
    /// The full address, if the site knows its own.
    pub canonical: Option<String>,
    /// Whether search engines are asked to stay away.
    pub noindex: bool,
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Feeds of this page and of the site.
    pub feeds: Vec<LinkView>,
    /// The full address of its picture and what is to be seen on it, if it has one and the site knows its own address.
    pub image: Option<(String, String)>,
    /// `article` or `website`.
    pub og_type: &'static str,
    /// Full addresses of the versions in other languages.
    pub alternates: Vec<(String, String)>,
    /// Schema.org data as JSON, safe inside a script element.
    pub json_ld: Option<String>,
    /// Address of the menu item that this page belongs to.
    pub section: Option<String>,
}

/// One item of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MenuView {
    /// The words.
    pub label: String,
    /// The address: below the root, or complete if `external`.
    pub href: String,
    /// Whether it leads elsewhere.
    pub external: bool,
}

/// What all pages share. Templates call it `site`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// One line under it.
    pub tagline: Option<String>,
    /// For metadata.
    pub description: Option<String>,
    /// BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`: the direction of that language.
    pub dir: &'static str,
    /// The full address of the home page, if known.
    pub url: Option<String>,
    /// The menu.
    pub menu: Vec<MenuView>,
    /// Pages named at the foot: those that are not in the menu.
    pub foot: Vec<LinkView>,
    /// Words at the foot.
    pub footer: Option<String>,
    /// Where to ask for a story to be taken down: words, and an address if it is one.
    pub contact: Option<ContactView>,
    /// Where "What happened next?" leads: complete, or below the root.
    pub invite: Option<MenuView>,
    /// Address of the home page below the root.
    pub home: String,
    /// Address of the story wall below the root.
    pub stories: String,
    /// Address of the prompts page below the root, if there are prompts.
    pub prompts: Option<String>,
    /// Address of the tag index below the root, if there are tags.
    pub tags: Option<String>,
    /// Address of the archive below the root, if there are dated stories.
    pub archive: Option<String>,
    /// Address of the search page below the root, if there is one.
    pub search: Option<String>,
    /// Address of the page that explains the feeds below the root, if there are any.
    pub subscribe: Option<String>,
    /// Address of the accessibility statement below the root, unless the site has a page of its own in its place.
    pub accessibility: Option<String>,
    /// Address of the map of ripples below the root, if a story led to another.
    pub ripples: Option<String>,
    /// Address of the site's own favicon below the root, if it has one.
    pub favicon: Option<String>,
    /// Address of the site's logo below the root, if it has one.
    pub logo: Option<String>,
    /// The web app manifest, if there is one.
    pub manifest: Option<String>,
    /// Whether private notes may be written under questions.
    pub journal: bool,
    /// The theme's own static files: name to address below the root.
    pub assets: BTreeMap<String, String>,
}

/// Where to ask for a story to be taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContactView {
    /// The words.
    pub text: String,
    /// `mailto:` or `https:`, if the words are an address.
    pub href: Option<String>,
}

/// A feed of stories.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeedView {
    /// Its name.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// The page it belongs to.
    pub link: String,
    /// Its own address.
    pub self_url: String,
    /// The site's root, ending in a slash; makes addresses in texts absolute.
    pub root: String,
    /// BCP 47 tag.
    pub language: String,
    /// The newest item's date, in the form of RFC 2822.
    pub last_build_date: Option<String>,
    /// Its stories, newest first.
    pub items: Vec<FeedItem>,
}

/// One story in a feed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeedItem {
    /// Its title.
    pub title: String,
    /// Its full address.
    pub url: String,
    /// A `tag:` URI that never changes (RFC 4151).
    pub guid: String,
    /// RFC 2822.
    pub date: String,
    /// Who tells it.
    pub creators: Vec<String>,
    /// Labels of its tags.
    pub categories: Vec<String>,
    /// One or two sentences.
    pub summary: String,
    /// The text.
    pub text: TextView,
}

/// One address in a sitemap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SitemapEntry {
    /// The full address.
    pub url: String,
    /// RFC 3339, if the page has a date.
    pub modified: Option<String>,
}
