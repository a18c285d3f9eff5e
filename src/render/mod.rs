//! Pages to bytes.

mod body;
mod bounds;
mod builtin;
mod fault;
#[cfg(test)]
mod samples;
mod theme;
#[cfg(test)]
mod theme_tests;
mod view;

use crate::diag::Diagnostic;
use crate::model::{HtmlView, Route};
pub use theme::{Theme, ThemeSource, compile};
pub use view::CardMemo;

/// Makes a page with the template of its content, or with the one that its entry chose.
///
/// # Errors
/// A `template-error` that names the template and the page.
pub fn html(view: &HtmlView, route: &Route, theme: &Theme, cards: &CardMemo) -> Result<String, Box<Diagnostic>> {
    let template = view.template.as_deref().unwrap_or(view.content.template());
    view::context(view, &route.root, theme, cards)
        .and_then(|context| theme.render(template, &context))
        .map_err(|fault| Box::new(fault.on(&route.href)))
}

/// Makes the page at an old address that leads to a new one: `href` below the root, `canonical` complete.
///
/// # Errors
/// A `template-error` if the theme's own `redirect.html` fails.
pub fn redirect(
    href: &str,
    canonical: Option<&str>,
    lang: &str,
    route: &Route,
    theme: &Theme,
) -> Result<String, Box<Diagnostic>> {
    let context = view::redirect(&route.root, href, canonical, lang);
    theme.render("redirect", &context).map_err(|fault| Box::new(fault.on(&route.href)))
}
