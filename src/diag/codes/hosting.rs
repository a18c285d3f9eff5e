//! Problems of what a host would put online beside the finished site.

use super::{plain, warning};
use crate::diag::{Diagnostic, Span};

/// What to do about it.
const INSTEAD: &str =
    "take the site offline first if it was published like this; docs/safeguarding.md says what else to do";

/// A host's file puts online a folder with the texts that the site is made from.
pub fn sources_published(span: &Span, folder: &str) -> Diagnostic {
    let folder = plain(folder);
    warning(
        "sources-published",
        span,
        format!(
            "`{folder}` is what the site is made from: with it every consent block, every name and every story that was refused goes online"
        ),
    )
    .help(format!("write `public` here, the folder that `ripple build` makes; {INSTEAD}"))
    .safeguarding()
}

/// A mark of GitHub Pages in the folder of the site, and no workflow that says what to put online.
pub fn site_is_online_as_it_is(span: &Span) -> Diagnostic {
    warning(
        "sources-published",
        span,
        format!(
            "`{}` here tells GitHub Pages to put this whole folder online, with every consent block, every name and every story that was refused",
            span.path
        ),
    )
    .help(format!(
        "publish only the folder `public`, which `ripple build` makes, and move this file into `static/`; {INSTEAD}"
    ))
    .safeguarding()
}
