//! What is published: one page, its address, and exactly what it may show.

use super::frame::{FeedView, Head, SiteView, SitemapEntry};
use super::view::{
    CardsView, CollectionView, CountView, HomeView, MapView, NotFoundView, PersonPageView, PlainView, PromptView,
    PromptsView, SearchPart, SearchView, SheetView, ShelfView, StoryView, SubscribeView, TagView, WallView,
};
use super::{CardView, Digest, EntryId, GraphView, MediaView, Shared};
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// Output path and address of one page, in one value. Only `plan/routes.rs` makes them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Route {
    /// File below the output folder, with forward slashes: `stories/x/index.html`.
    pub output: String,
    /// Address below the root, percent-encoded: `stories/x/`, or `stories/x/index.html` in a relative site.
    pub href: String,
    /// The way back to the root from this page: `/`, `/wall/` or `../../`.
    pub root: String,
}

/// A page to be made. What it shows is worked out when it is asked for, so that a preview of ten thousand pages
/// pays for the one that is looked at, and a build holds only those that it is writing.
pub struct Page {
    /// Where it goes.
    pub route: Route,
    /// Digest of the theme it is made with.
    pub theme: Digest,
    /// The entry whose page it is, for whoever looks at pages; what it shows does not come from here.
    pub entry: Option<EntryId>,
    make: Box<dyn Fn(&Route) -> PageView + Send + Sync>,
}

impl Page {
    /// A page whose view `make` gives, always the same.
    pub fn new(
        route: Route,
        theme: Digest,
        entry: Option<EntryId>,
        make: impl Fn(&Route) -> PageView + Send + Sync + 'static,
    ) -> Self {
        Self { route, theme, entry, make: Box::new(make) }
    }

    /// What it may show.
    #[must_use]
    pub fn view(&self) -> PageView {
        (self.make)(&self.route)
    }

    /// Digest of everything that the page's bytes depend on: same fingerprint, same bytes. `view` is its own.
    #[must_use]
    pub fn fingerprint(&self, view: &PageView) -> Digest {
        Digest::of(&(&self.route, self.theme, view))
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("route", &self.route).finish_non_exhaustive()
    }
}

/// Exactly what one page shows. One variant for each template or generated file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum PageView {
    /// A page made by a template.
    Html(Box<HtmlView>),
    /// An RSS 2.0 feed.
    Feed(Box<FeedView>),
    /// A sitemap.
    Sitemap(Vec<SitemapEntry>),
    /// A list of sitemaps: full addresses.
    SitemapIndex(Vec<String>),
    /// The graph of ripples for other programs.
    Graph(Box<GraphView>),
    /// A page that sends old addresses to new ones: the new address below the root, and the full one if known.
    Redirect {
        /// The new address below the root.
        href: String,
        /// The full new address, if the site knows its own.
        canonical: Option<String>,
        /// What all pages share.
        site: Shared<SiteView>,
    },
    /// A part of the index that the search page loads.
    Search(SearchPart),
    /// Text that is already complete: `robots.txt`, `.nojekyll`.
    Text(String),
    /// A file of the theme, from memory.
    Asset(AssetBytes),
    /// A file of the site's `static/` folder: copied, and a picture rid of what is written about it.
    Copy(PathBuf),
    /// What is made of a picture beside the texts.
    Media(MediaView),
}

/// Bytes that are shared and already hashed. Serialises as the digest.
#[derive(Clone, Debug)]
pub struct AssetBytes {
    /// The bytes.
    pub bytes: std::sync::Arc<[u8]>,
    /// Their digest.
    pub digest: Digest,
}

impl PartialEq for AssetBytes {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Serialize for AssetBytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.digest.serialize(serializer)
    }
}

/// A page made by a template: its head, its frame and its content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HtmlView {
    /// The head.
    pub head: Head,
    /// What all pages share.
    pub site: Shared<SiteView>,
    /// A template chosen by the entry, without `.html`.
    pub template: Option<String>,
    /// The content.
    pub content: Content,
}

/// The content of a page made by a template.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Content {
    /// `home.html`
    Home(HomeView),
    /// `wall.html`
    Wall(WallView),
    /// `story.html`
    Story(Box<StoryView>),
    /// `prompts.html`: all prompts.
    Prompts(PromptsView),
    /// `prompt.html`
    Prompt(Box<PromptView>),
    /// `cards.html`: prompts on cards.
    Cards(CardsView),
    /// `sheet.html`: a story for a group.
    Sheet(Box<SheetView>),
    /// `tags.html`: all tags by label.
    Tags(Vec<CountView>),
    /// `tag.html`
    Tag(TagView),
    /// `collections.html`: all collections with their counts.
    Collections(Vec<(Shared<CardView>, usize)>),
    /// `collection.html`
    Collection(CollectionView),
    /// `person.html`
    Person(PersonPageView),
    /// `shelf.html`: a setting.
    Setting(ShelfView),
    /// `ripples.html`: the map.
    Map(MapView),
    /// `archive.html`: years.
    Archive(Vec<CountView>),
    /// `shelf.html`: a year.
    Year(ShelfView),
    /// `page.html`
    Plain(PlainView),
    /// `search.html`
    Search(SearchView),
    /// `subscribe.html`: what a feed is, and all of them.
    Subscribe(SubscribeView),
    /// `accessibility.html`: a statement in general words.
    Accessibility,
    /// `404.html`
    NotFound(NotFoundView),
}

impl Content {
    /// How many stories the page lists, on all of its pages; none for a page that is no list.
    #[must_use]
    pub fn stories(&self) -> usize {
        match self {
            Self::Home(home) => home.total,
            Self::Wall(WallView { list, .. })
            | Self::Tag(TagView { list, .. })
            | Self::Collection(CollectionView { list, .. })
            | Self::Setting(ShelfView { list, .. })
            | Self::Year(ShelfView { list, .. }) => list.total,
            _ => 0,
        }
    }

    /// The name of the template, without `.html`.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home",
            Self::Wall(_) => "wall",
            Self::Story(_) => "story",
            Self::Prompts(_) => "prompts",
            Self::Prompt(_) => "prompt",
            Self::Cards(_) => "cards",
            Self::Sheet(_) => "sheet",
            Self::Tags(_) => "tags",
            Self::Tag(_) => "tag",
            Self::Collections(_) => "collections",
            Self::Collection(_) => "collection",
            Self::Person(_) => "person",
            Self::Setting(_) | Self::Year(_) => "shelf",
            Self::Map(_) => "ripples",
            Self::Archive(_) => "archive",
            Self::Plain(_) => "page",
            Self::Search(_) => "search",
            Self::Subscribe(_) => "subscribe",
            Self::Accessibility => "accessibility",
            Self::NotFound(_) => "404",
        }
    }
}
