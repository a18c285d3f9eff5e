//! Problems of addresses and output paths.

use super::{error, plain, several, warning};
use crate::diag::{Diagnostic, Span};

/// Two things would be written to one path.
pub fn same_address(span: &Span, address: &str, other: &Span) -> Diagnostic {
    error("same-address", span, format!("this would be published at `/{address}`, and so would something else"))
        .help("give one of them another `slug`, alias or file name")
        .related(other.clone(), "the other one is here")
}

/// An address that the site itself needs.
pub fn reserved_address(span: &Span, address: &str) -> Diagnostic {
    error("reserved-address", span, format!("the site itself uses the address `/{address}`"))
        .help("choose another `slug`, alias or file name")
}

/// An alias that cannot be an address.
pub fn bad_alias(span: &Span, text: &str) -> Diagnostic {
    let help = match several(text) {
        Some(list) => format!("if these are several, put them in square brackets: `aliases: {list}`"),
        None => {
            "write it from the site's root, as in /old/name/, with letters, digits, hyphens and dots only".to_owned()
        }
    };
    error("bad-alias", span, format!("`{}` cannot be an old address on this site", plain(text))).help(help)
}

/// A link to an address of this site that does not exist.
pub fn broken_link(span: &Span, target: &str, near: Option<&str>) -> Diagnostic {
    let help = match near {
        Some(near) => format!("did you mean `/{near}`?"),
        None => "correct the address; files belong in static/".to_owned(),
    };
    warning("broken-link", span, format!("nothing on this site is at `{target}`")).help(help)
}
