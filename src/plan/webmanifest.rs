//! The web app manifest: the site's name, colours and signs for those who keep it on their phone's first screen. There
//! is no service worker, so nothing is kept behind the reader's back.

use super::table::{Class, Planned};
use super::{Planner, Routes};
use crate::diag::Span;
use crate::model::{Config, PageView, Route, SiteView};
use serde_json::{Value, json};

const NAME: &str = "site.webmanifest";

/// Light ground of the theme, behind the page while it opens.
const GROUND: &str = "#fbfaf6";

/// Where it is; a folder that is opened from disk can have none, since browsers refuse it there.
pub(super) fn route(config: &Config, routes: &Routes) -> Option<Route> {
    (!config.relative).then(|| routes.file(NAME))
}

/// The manifest of the site.
pub(super) fn page(planner: &Planner) -> Option<Planned> {
    let route = route(&planner.config, &planner.routes)?;
    let origin = Span::file(&planner.config.path);
    Some(Planned::new(route, Class::Machine, origin, |planner, _| PageView::Text(manifest(&planner.frame))))
}

/// Addresses in it are relative to its own, so it serves a site below a path as well.
fn manifest(site: &SiteView) -> String {
    let icon = |name: &str, sizes: &str, kind: &str| {
        site.assets.get(name).map(|href| json!({ "src": href, "sizes": sizes, "type": kind }))
    };
    let icons: Vec<Value> = match &site.favicon {
        Some(own) => vec![json!({ "src": own, "sizes": "any" })],
        None => [
            icon("icon-192.png", "192x192", "image/png"),
            icon("icon-512.png", "512x512", "image/png"),
            icon("favicon.svg", "any", "image/svg+xml"),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    let mut text = json!({
        "name": site.title,
        "description": site.description.as_ref().or(site.tagline.as_ref()),
        "lang": site.language,
        "dir": crate::model::text::direction(&site.language),
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": icons,
    });
    if let Some(fields) = text.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    format!("{text:#}\n")
}
