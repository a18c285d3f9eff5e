//! Links and pictures.

use super::address::{Address, attribute_into, judge};
use super::source::clean;
use super::writer::Writer;
use crate::diag::Located;
use crate::diag::codes::markdown as codes;
use crate::model::{Hole, HoleKind, LinkRef, LinkSyntax, ParseOptions, PictureRef, text};
use crate::parse::personal::Manner;
use pulldown_cmark::LinkType;
use std::ops::Range;

/// A link whose end has not come yet.
pub(super) enum OpenLink {
    /// Only its words are shown.
    Words,
    /// To another site; its address, in case it has no words.
    Outside { out: usize, address: String },
    /// To this site.
    Here { link: u32, out: usize, plain: usize },
    /// A wikilink without words: what it repeats of its target is not shown.
    Bare { link: u32 },
}

/// A picture whose end has not come yet.
pub(super) struct OpenImage {
    /// Depth inside it, to know its own end.
    depth: usize,
    plain: usize,
    address: String,
    /// Whether its words are a description; a bare `![[name]]` only repeats the name.
    described: bool,
    range: Range<usize>,
}

/// The path of a full address on this site, with a slash in front; whether with `http` or `https`.
fn own_path(options: &ParseOptions, address: &str) -> Option<String> {
    let place = |address: &str| address.split_once("://").map_or(0, |(scheme, _)| scheme.len() + 3);
    let base = options.base_url.as_deref()?;
    let (base, address) = (&base[place(base)..], &address[place(address)..]);
    let (own, rest) = address.split_at_checked(base.len())?;
    if !own.eq_ignore_ascii_case(base) || !(rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
        return None;
    }
    Some(if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") })
}

impl Writer<'_> {
    pub(super) fn start_link(&mut self, kind: LinkType, address: &str, title: &str, range: &Range<usize>) {
        let wiki = matches!(kind, LinkType::WikiLink { .. });
        let bare = kind == LinkType::WikiLink { has_pothole: false };
        // In a table the bar of a wikilink has to be escaped, and the backslash stays with the target.
        let target = if wiki { address.trim().trim_end_matches('\\').trim_end() } else { address.trim() };
        let judged = if kind == LinkType::Email { Address::Program } else { judge(address) };
        let own = own_path(self.input.options, target).filter(|_| judged == Address::Web);
        let open = if self.in_link() {
            // HTML knows no link inside a link.
            OpenLink::Words
        } else if let Some(path) = own {
            let link = self.open_hole(&path, target, LinkSyntax::Address, range);
            OpenLink::Here { link, out: self.out.len(), plain: self.plain.len() }
        } else {
            match judged {
                Address::Refused => {
                    let place = self.target_range(target, wiki, range);
                    self.report(&place, |span| codes::unsafe_link(span, address));
                    OpenLink::Words
                }
                Address::Here => {
                    let syntax = if wiki { LinkSyntax::Wiki } else { LinkSyntax::Markdown };
                    let link = self.open_hole(target, target, syntax, range);
                    if bare {
                        OpenLink::Bare { link }
                    } else {
                        OpenLink::Here { link, out: self.out.len(), plain: self.plain.len() }
                    }
                }
                Address::Web | Address::Program => {
                    let scheme = if kind == LinkType::Email { "mailto:" } else { "" };
                    self.beside(target, Manner::Address, range);
                    self.beside(title, Manner::Text, range);
                    self.outside(scheme, target, title, judged == Address::Web);
                    OpenLink::Outside { out: self.out.len(), address: target.to_owned() }
                }
            }
        };
        self.muted += usize::from(matches!(open, OpenLink::Bare { .. }));
        self.open_links.push(open);
    }

    /// A link to this site begins: what it leads to, as it is written, and how.
    fn open_hole(&mut self, target: &str, written: &str, syntax: LinkSyntax, range: &Range<usize>) -> u32 {
        let place = self.target_range(written, syntax == LinkSyntax::Wiki, range);
        let span = self.span(&place);
        let link = self.add_link(LinkRef { target: target.to_owned(), syntax, words: String::new(), span });
        self.hole(HoleKind::Open, link);
        link
    }

    pub(super) fn end_link(&mut self, range: &Range<usize>) {
        match self.open_links.pop() {
            Some(OpenLink::Outside { out, address }) => {
                if self.out.len() == out && !self.has_picture_at(out) {
                    self.text(&address, range);
                }
                self.out.push_str("</a>");
            }
            Some(OpenLink::Here { link, out, plain }) => {
                if self.out.len() == out && !self.has_picture_at(out) {
                    self.hole(HoleKind::Text, link);
                }
                self.plain[plain..].trim().clone_into(&mut self.links[link as usize].words);
                self.hole(HoleKind::Close, link);
            }
            Some(OpenLink::Bare { link }) => {
                self.muted -= 1;
                self.hole(HoleKind::Text, link);
                self.hole(HoleKind::Close, link);
            }
            Some(OpenLink::Words) | None => {}
        }
    }

    /// Whether a picture, which is no text yet, stands at this place.
    fn has_picture_at(&self, out: usize) -> bool {
        let last = self.holes.last().filter(|hole| hole.kind == HoleKind::Picture);
        last.is_some_and(|hole| usize::try_from(hole.offset) == Ok(out))
    }

    pub(super) fn in_link(&self) -> bool {
        self.open_links.iter().any(|open| !matches!(open, OpenLink::Words))
    }

    pub(super) fn start_image(&mut self, kind: LinkType, address: &str, range: Range<usize>) {
        self.image = Some(OpenImage {
            depth: self.depth,
            plain: self.plain.len(),
            address: address.trim().trim_end_matches('\\').to_owned(),
            described: kind != LinkType::WikiLink { has_pothole: false },
            range,
        });
    }

    /// Ends the open picture, if this is its own end.
    pub(super) fn end_image(&mut self) {
        let Some(image) = self.image.take_if(|image| image.depth == self.depth) else { return };
        let mut alt = self.plain[image.plain..].trim().to_owned();
        if !image.described {
            alt.clear();
        }
        self.set_aside(image.plain);
        self.plain.truncate(image.plain);
        self.beside(&image.address, Manner::Address, &image.range);
        let decorative = self.source.text.get(image.range.end..).is_some_and(|rest| rest.starts_with("{.decorative}"));
        if decorative {
            self.skip_to = image.range.end + "{.decorative}".len();
        }
        if alt.is_empty() && !decorative {
            self.report(&image.range, codes::missing_alt);
        }
        match judge(&image.address) {
            Address::Web => self.outside_image(&image, &alt),
            Address::Here => {
                let file = Located::new(image.address, self.span(&image.range));
                let picture = PictureRef { file, alt };
                if !self.is_poster(&picture) {
                    let place = u32::try_from(self.pictures.len()).unwrap_or(u32::MAX);
                    self.pictures.push(picture);
                    self.hole(HoleKind::Picture, place);
                }
            }
            Address::Program | Address::Refused => {
                self.report(&image.range, |span| codes::unsafe_link(span, &image.address));
                if !alt.is_empty() {
                    self.out.push_str("<em class=\"alt\">");
                    self.text(&alt, &image.range);
                    self.out.push_str("</em>");
                }
            }
        }
    }

    /// A link to a place in this text around what `inner` writes.
    pub(super) fn fragment_link(
        &mut self,
        target: String,
        words: String,
        range: &Range<usize>,
        inner: impl FnOnce(&mut Self),
    ) {
        let span = self.span(range);
        let link = self.add_link(LinkRef { target, syntax: LinkSyntax::Markdown, words, span });
        self.hole(HoleKind::Open, link);
        inner(self);
        self.hole(HoleKind::Close, link);
    }

    pub(super) fn add_link(&mut self, link: LinkRef) -> u32 {
        self.links.push(link);
        u32::try_from(self.links.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn hole(&mut self, kind: HoleKind, link: u32) {
        self.holes.push(Hole { offset: u32::try_from(self.out.len()).unwrap_or(u32::MAX), kind, link });
    }

    /// A picture elsewhere is never loaded by itself; a link leads to it.
    fn outside_image(&mut self, image: &OpenImage, alt: &str) {
        self.report(&image.range, |span| codes::outside_image(span, &image.address));
        let words = if alt.is_empty() { &image.address } else { alt };
        if self.in_link() {
            self.text(words, &image.range);
        } else {
            self.outside("", &image.address, "", true);
            self.text(words, &image.range);
            self.out.push_str("</a>");
        }
    }

    fn outside(&mut self, scheme: &str, address: &str, title: &str, web: bool) {
        self.out.push_str("<a href=\"");
        self.out.push_str(scheme);
        attribute_into(&mut self.out, address);
        self.out.push('"');
        let title = clean(title);
        if !title.trim().is_empty() {
            self.out.push_str(" title=\"");
            text::escape_into(&mut self.out, &title);
            self.out.push('"');
        }
        self.out.push_str(if web { " rel=\"noopener external\">" } else { ">" });
    }

    /// Where the target stands inside the link, if it stands there as it is.
    fn target_range(&self, target: &str, wiki: bool, range: &Range<usize>) -> Range<usize> {
        let Some(link) = self.source.text.get(range.clone()).filter(|_| !target.is_empty()) else {
            return range.clone();
        };
        let from = if wiki { 0 } else { link.rfind("](").unwrap_or(0) };
        let found = if wiki || from > 0 { link[from..].find(target) } else { None };
        found.map_or_else(
            || range.clone(),
            |at| {
                let start = range.start + from + at;
                start..start + target.len()
            },
        )
    }
}
