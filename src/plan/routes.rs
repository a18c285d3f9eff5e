//! The only place that knows what an address looks like (behaviour, section 2).

use crate::model::{Config, Digest, Entry, EntryKind, Route, text};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// Everything but the unreserved characters of RFC 3986 and the slash.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The file of a page in the page's folder.
const INDEX: &str = "index.html";

/// The folder of everything that is made of files beside the texts.
pub const MEDIA: &str = "media";

/// Bytes in one segment of a path (content model, section 10).
const MAX_SEGMENT: usize = 120;

/// First segments that no page of `content/pages/` may take: the site needs them, now or later.
pub const RESERVED: [&str; 16] = [
    "stories",
    "prompts",
    "tags",
    "collections",
    "settings",
    "archive",
    "people",
    "ripples",
    "search",
    "subscribe",
    "404",
    "index",
    "assets",
    "media",
    "feeds",
    "__ripple",
];

/// Makes every address of one site.
#[derive(Debug)]
pub(super) struct Routes {
    relative: bool,
    base_path: String,
    base_url: Option<String>,
}

impl Routes {
    pub(super) fn new(config: &Config) -> Self {
        Self { relative: config.relative, base_path: config.base_path.clone(), base_url: config.base_url.clone() }
    }

    /// A page in a folder of its own; no segments for the home page.
    pub(super) fn page(&self, segments: &[&str]) -> Route {
        let mut output = folder(segments);
        let end = output.len();
        output.push_str(INDEX);
        let href = encode(if self.relative { &output } else { &output[..end] });
        Route { root: self.root(&output), output, href }
    }

    /// A file with a name of its own.
    pub(super) fn file(&self, output: &str) -> Route {
        Route { root: self.root(output), output: output.to_owned(), href: encode(output) }
    }

    /// The page for unknown addresses: shown at any depth, so its links start at the server's root.
    pub(super) fn not_found(&self) -> Route {
        Route { root: self.base_path.clone(), ..self.file("404.html") }
    }

    /// The page of an entry, by its slug. People have one only if they asked for it: see [`Self::of`].
    pub(super) fn entry(&self, kind: EntryKind, slug: &str) -> Option<Route> {
        Some(match kind {
            EntryKind::Story | EntryKind::Prompt | EntryKind::Collection | EntryKind::Tag => {
                self.page(&[kind.folder(), slug])
            }
            EntryKind::Page => self.page(&[slug]),
            EntryKind::Home => self.page(&[]),
            EntryKind::Person => return None,
        })
    }

    /// The page of a person who has one.
    pub(super) fn person(&self, slug: &str) -> Route {
        self.page(&[EntryKind::Person.folder(), slug])
    }

    /// The page of an entry, if it may have one.
    pub(super) fn of(&self, entry: &Entry) -> Option<Route> {
        match entry.kind {
            EntryKind::Person => entry.may_have_page().then(|| self.person(&entry.slug.value)),
            kind => self.entry(kind, &entry.page_name()),
        }
    }

    /// One page of a list; the first has the list's own address.
    pub(super) fn numbered(&self, segments: &[&str], number: usize) -> Route {
        if number == 1 {
            return self.page(segments);
        }
        let number = number.to_string();
        let all: Vec<&str> = segments.iter().copied().chain(["page", &number]).collect();
        self.page(&all)
    }

    /// A file in the folder of a page.
    pub(super) fn beside(&self, segments: &[&str], name: &str) -> Route {
        self.file(&format!("{}{name}", folder(segments)))
    }

    /// An address of this site as a writer gives it, `/about/#part`, below the root. A folder opened from disk needs
    /// the name of its file.
    pub(super) fn written(&self, address: &str) -> String {
        let address = address.trim_start_matches('/');
        let (path, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        let file = if self.relative && (path.is_empty() || path.ends_with('/')) { "index.html" } else { "" };
        format!("{path}{file}{rest}")
    }

    /// A theme's static file, named by its content.
    pub(super) fn asset(&self, name: &str, digest: Digest) -> Route {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        self.file(&format!("assets/{stem}.{}.{extension}", digest.short()))
    }

    /// What is made of a file beside the texts: in a folder of the entry that names it, with its width and a key.
    pub(super) fn media(&self, entry: &str, name: &str, width: u32, key: Digest, extension: &str) -> Route {
        let name = text::slug(name);
        let name = if name.is_empty() { "picture" } else { &name };
        let folder = folder(&[MEDIA, entry]);
        self.file(&format!("{folder}{}-{width}.{}.{extension}", short(name), key.short()))
    }

    /// A recording beside the texts, as it is published.
    pub(super) fn recording(&self, entry: &str, name: &str, key: Digest, extension: &str) -> Route {
        let name = text::slug(name);
        let name = if name.is_empty() { "recording" } else { &name };
        let folder = folder(&[MEDIA, entry]);
        self.file(&format!("{folder}{}.{}.{extension}", short(name), key.short()))
    }

    /// The full address, if the site knows its own; always that of the folder, never of its `index.html`.
    pub(super) fn absolute(&self, route: &Route) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}/{}", self.lasting(route)))
    }

    /// The address below the root that a page has wherever the site is: that of the folder, percent-encoded.
    #[expect(clippy::unused_self, reason = "only this type knows what an address looks like")]
    pub(super) fn lasting<'r>(&self, route: &'r Route) -> &'r str {
        let path = route.href.strip_suffix(INDEX).filter(|rest| rest.is_empty() || rest.ends_with('/'));
        path.unwrap_or(&route.href)
    }

    /// The address for paper, short enough to be typed: without scheme and last slash, and in the letters of its
    /// language.
    pub(super) fn typed(&self, route: &Route) -> Option<String> {
        let base = self.base_url.as_deref()?;
        let site = base.split_once("://").map_or(base, |(_, site)| site);
        let path = route.output.strip_suffix(INDEX).unwrap_or(&route.output);
        Some(format!("{site}/{}", path.trim_end_matches('/')))
    }

    /// The full address of the site's root, ending in a slash.
    pub(super) fn absolute_root(&self) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}/"))
    }

    fn root(&self, output: &str) -> String {
        if self.relative { "../".repeat(output.matches('/').count()) } else { self.base_path.clone() }
    }
}

fn folder(segments: &[&str]) -> String {
    let length: usize = segments.iter().map(|segment| segment.len() + 1).sum();
    let mut folder = String::with_capacity(length + INDEX.len());
    for segment in segments {
        folder.push_str(&short(segment));
        folder.push('/');
    }
    folder
}

/// Percent-encodes a path.
#[must_use]
pub fn encode(path: &str) -> String {
    // Nearly all paths stay as they are.
    if path
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/'))
    {
        return path.to_owned();
    }
    utf8_percent_encode(path, ENCODED).to_string()
}

/// A segment within its limit; what is cut off is replaced by a hash.
fn short(segment: &str) -> Cow<'_, str> {
    if segment.len() <= MAX_SEGMENT {
        return Cow::Borrowed(segment);
    }
    let mut end = MAX_SEGMENT - 11;
    while !segment.is_char_boundary(end) {
        end -= 1;
    }
    Cow::Owned(format!("{}-{}", segment[..end].trim_end_matches('-'), Digest::of_bytes(segment.as_bytes()).short()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(relative: bool, base: &str) -> Routes {
        Routes { relative, base_path: base.to_owned(), base_url: Some("https://example.org/wall".to_owned()) }
    }

    #[test]
    fn addresses_end_in_a_slash_and_lead_back_to_the_root() {
        let plain = routes(false, "/wall/").page(&["stories", "été"]);
        assert_eq!(
            (plain.output.as_str(), plain.href.as_str(), plain.root.as_str()),
            ("stories/été/index.html", "stories/%C3%A9t%C3%A9/", "/wall/")
        );
        let relative = routes(true, "/").numbered(&["stories"], 2);
        assert_eq!((relative.href.as_str(), relative.root.as_str()), ("stories/page/2/index.html", "../../../"));
        assert_eq!(routes(true, "/").absolute(&relative).as_deref(), Some("https://example.org/wall/stories/page/2/"));
        assert_eq!(routes(true, "/").page(&[]).root, "");
        assert_eq!(routes(true, "/").written("/about/#part"), "about/index.html#part");
        let shown = |relative| routes(relative, "/").typed(&routes(relative, "/").page(&["prompts", "سؤال"]));
        assert_eq!(shown(false).as_deref(), Some("example.org/wall/prompts/سؤال"));
        assert_eq!(shown(true), shown(false));
        assert_eq!(
            (routes(false, "/").written("/"), routes(true, "/").written("/a.pdf")),
            (String::new(), "a.pdf".to_owned())
        );
    }

    #[test]
    fn b7_long_names_are_cut_and_stay_apart() {
        let (one, other) = ("ق".repeat(200), format!("{}x", "ق".repeat(200)));
        assert!(short(&one).len() <= MAX_SEGMENT && short(&other).len() <= MAX_SEGMENT);
        assert_ne!(short(&one), short(&other));
    }
}
