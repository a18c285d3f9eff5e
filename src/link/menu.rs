//! What `ripple.yaml` leads readers to and is not published: menu items and the invitation. They are left out, so that
//! a story or page can be taken down although a menu still names it.

use super::names::Names;
use super::resolve::decode;
use crate::diag::{Diagnostic, Located, Span};
use crate::model::{Config, MenuItem};
use std::collections::BTreeSet;

/// The places of what is left out.
pub(super) fn left_out(config: &Config, names: &Names<'_>, diagnostics: &mut Vec<Diagnostic>) -> BTreeSet<Span> {
    let mut left_out = BTreeSet::new();
    let mut leave_out = |written: &Located<String>, place: Option<u32>| {
        if let Some(place) = place {
            diagnostics.extend(names.leads_to_withheld(&written.span, &written.value, place));
            left_out.insert(written.span.clone());
        }
    };
    for item in config.menu.iter().flatten() {
        match item {
            MenuItem::Id(id) => leave_out(id, names.withheld_page(&id.value)),
            MenuItem::Link { url, .. } => leave_out(url, at_address(&url.value, names)),
        }
    }
    if let Some(invite) = &config.invite {
        leave_out(invite, names.withheld_page(&invite.value));
    }
    left_out
}

fn at_address(url: &str, names: &Names<'_>) -> Option<u32> {
    let path = url.strip_prefix('/')?.split(['?', '#']).next()?;
    names.withheld_at(&decode(path))
}
