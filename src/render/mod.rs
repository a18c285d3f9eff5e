//! Pages to bytes. Comes in: one page's view and the compiled theme. Goes out: the bytes of the file. Sees nothing of the site but what the page's view holds.

mod body;
mod bounds;
mod builtin;
mod explain;
mod fault;
mod feed;
mod fields;
mod graph;
mod map;
#[cfg(test)]
mod frame_samples;
#[cfg(test)]
mod map_samples;
#[cfg(test)]
mod paper_samples;
mod private;
#[cfg(test)]
mod reference_tests;
#[cfg(test)]
mod reference_views;
#[cfg(test)]
mod samples;
mod search;
mod stack;
mod theme;
#[cfg(test)]
mod theme_tests;
mod view;
mod words;
mod xml;

pub use builtin::{BUILT_IN, built_in};
pub use graph::{graphml, json as graph_json};
pub use theme::{Theme, ThemeSource, compile};
pub use words::{WordSource, gather as words};

use crate::diag::Diagnostic;
use crate::model::{PageView, Route};

/// Makes the bytes of one page. Files that are copied, and what is made of pictures, have none here: the engine
/// has them made elsewhere.
///
/// # Errors
/// When a template fails on this page; the diagnostic names both.
pub fn page(route: &Route, view: &PageView, theme: &Theme) -> Result<Vec<u8>, Diagnostic> {
    let root = route.root.as_str();
    let made = match view {
        PageView::Html(view) => view::context(view, root, theme).and_then(|context| {
            let template = view.template.as_deref().unwrap_or_else(|| view.content.template());
            theme.render(template, &context).map(String::into_bytes)
        }),
        PageView::Redirect { href, canonical, site } => {
            let context = view::redirect(root, href, canonical.as_deref(), site);
            theme.render("redirect", &context).map(String::into_bytes)
        }
        PageView::Feed(view) => feed::rss(view, theme),
        PageView::Sitemap(entries) => Ok(feed::sitemap(entries)),
        PageView::SitemapIndex(addresses) => Ok(feed::sitemap_index(addresses)),
        PageView::Graph(view) => Ok(graph::json(view)),
        PageView::Search(part) => Ok(search::script(part)),
        PageView::Text(text) => Ok(text.clone().into_bytes()),
        PageView::Asset(asset) => Ok(asset.bytes.to_vec()),
        PageView::Copy(_) | PageView::Media(_) => Ok(Vec::new()),
    };
    made.map_err(|fault| fault.on(&route.href))
}
