//! Pictures and recordings to bytes: what a file is, whether it may be published, and what is published of it. Comes in: the bytes of
//! one file. Goes out: what is known of it, or its sizes, without a word about where, when and by whom it was taken.
//! Touches no disk and knows nothing of the site.

mod exif;
mod gif;
mod jpeg;
#[cfg_attr(not(feature = "images"), path = "no_pixels.rs")]
mod pixels;
mod png;
mod recording;
mod svg;
mod webp;

use crate::model::{Digest, MediaKind, Medium, Recipe, RecordingKind};

/// The largest file that is read, in bytes.
pub const FILE_LIMIT: u64 = 30 << 20;
/// The most pixels that a picture may have.
const PIXEL_LIMIT: u64 = 40_000_000;
/// The most memory that decoding one may take, in bytes.
pub const MEMORY_LIMIT: u64 = 256 << 20;

/// The most parts that a file may be made of: far more than any picture has.
const MOST_PARTS: usize = 100_000;

/// Why a file cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is none of the kinds that are known; what it is, as far as one can tell.
    Unknown(&'static str),
    /// It ends before the picture does.
    Short,
    /// It is not what it begins like.
    Broken,
    /// It would have this many pixels, or take too much memory.
    Large(u64),
    /// Its file has this many bytes.
    Heavy(u64),
    /// A drawing that holds something other than a drawing.
    Unsafe(&'static str),
    /// A recording whose name ends as if it were of another kind than this.
    Misnamed(RecordingKind),
    /// This program was built without what it takes.
    NotBuilt,
}

/// What a file says about itself.
struct Layout {
    /// Pixels, as they are stored.
    width: u32,
    height: u32,
    /// Which way up, 1 to 8.
    orientation: u8,
    /// Whether one can see through some of it.
    alpha: bool,
    /// Whether it is coded like a photograph.
    dense: bool,
    /// Bytes of memory that a pixel takes while it is decoded.
    depth: u64,
}

/// What a file is by its first bytes, whatever its name says.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<MediaKind> {
    Some(match bytes {
        [0xff, 0xd8, 0xff, ..] => MediaKind::Jpeg,
        _ if bytes.starts_with(png::SIGNATURE) => MediaKind::Png,
        _ if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") => MediaKind::Gif,
        _ if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => MediaKind::Webp,
        _ if is_svg(bytes) => MediaKind::Svg,
        _ => return recording::kind(bytes).map(MediaKind::Recording),
    })
}

/// Whether a text begins like a drawing: what may stand before it are declarations and comments.
fn is_svg(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    loop {
        rest = rest.trim_ascii_start();
        if rest.starts_with(b"<svg") {
            return rest.get(4).is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/' | b':'));
        }
        let end: &[u8] = match rest {
            _ if rest.starts_with(b"<!--") => b"-->",
            _ if rest.starts_with(b"<?") => b"?>",
            _ if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype")) => {
                let html = rest.get(9..).unwrap_or_default().trim_ascii_start();
                if html.get(..4).is_some_and(|kind| kind.eq_ignore_ascii_case(b"html")) {
                    return false;
                }
                if rest.iter().take_while(|byte| **byte != b'>').any(|byte| *byte == b'[') { b"]>" } else { b">" }
            }
            _ => return false,
        };
        match rest.windows(end.len()).position(|part| part == end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => return false,
        }
    }
}

/// Whether a drawing is named as one: it is text, and a name that hides that is no accident. A recording has to be named
/// as what it is.
///
/// # Errors
/// When it is not.
pub fn fits_name(kind: MediaKind, name: &str) -> Result<(), Flaw> {
    let is_named = name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("svg"));
    match (kind, is_named) {
        (MediaKind::Recording(kind), _) => recording::fits_name(kind, name),
        (MediaKind::Svg, false) => Err(Flaw::Unknown("a drawing (SVG) under another name")),
        (MediaKind::Svg, true) | (_, false) => Ok(()),
        (_, true) => Err(Flaw::Unknown("a photograph under the name of a drawing")),
    }
}

/// Whether a file is a picture by its first bytes, or says so by its name.
#[must_use]
pub fn is_picture(beginning: &[u8], name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    kind(beginning).is_some_and(|kind| kind.recording().is_none())
        || ["jpg", "jpeg", "png", "webp", "gif", "svg"].contains(&ending.as_str())
}

/// The largest file of a name that is read, in bytes.
#[must_use]
pub fn limit(name: &str) -> u64 {
    if recording::is_named(name) { recording::FILE_LIMIT } else { FILE_LIMIT }
}

/// What a file is that cannot be shown, for people.
fn what(bytes: &[u8]) -> &'static str {
    let brand = bytes.get(4..12).unwrap_or_default();
    let text = bytes.trim_ascii_start();
    let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if bytes.is_empty() {
        "an empty file"
    } else if brand.starts_with(b"ftyphei") || brand.starts_with(b"ftyphev") || brand == b"ftypmif1" {
        "a HEIC photograph, as some phones take them"
    } else if brand.starts_with(b"ftypavi") {
        "an AVIF picture"
    } else if brand.starts_with(b"ftypqt") {
        "a QuickTime film (MOV)"
    } else if brand.starts_with(b"ftyp") {
        "a film or a recording"
    } else if bytes.starts_with(b"fLaC") {
        "sound as FLAC"
    } else if bytes.starts_with(b"#!AMR") {
        "sound as AMR, as some phones record it"
    } else if bytes.get(8..12) == Some(b"AVI ") {
        "an AVI film"
    } else if bytes.starts_with(b"II\x2a\0") || bytes.starts_with(b"MM\0\x2a") {
        "a TIFF or raw photograph"
    } else if bytes.starts_with(b"BM") {
        "a bitmap (BMP)"
    } else if bytes.starts_with(b"%PDF") {
        "a PDF"
    } else if begins(b"<!doctype html") || begins(b"<html") || begins(b"<head") || begins(b"<body") {
        "a web page (HTML)"
    } else if begins(b"<") {
        "text with tags"
    } else {
        "nothing that ripple knows"
    }
}

fn layout(kind: MediaKind, bytes: &[u8]) -> Result<Layout, Flaw> {
    match kind {
        MediaKind::Jpeg => jpeg::layout(bytes),
        MediaKind::Png => png::layout(bytes),
        MediaKind::Webp => webp::layout(bytes),
        MediaKind::Gif => gif::layout(bytes),
        MediaKind::Svg => svg::layout(bytes),
        MediaKind::Recording(_) => Err(Flaw::Unknown("a film or a recording")),
    }
}

/// Looks at a file without decoding it, so that a small file that claims to be a huge picture costs nothing.
fn looked(bytes: &[u8]) -> Result<(MediaKind, Layout), Flaw> {
    let kind = kind(bytes).ok_or_else(|| Flaw::Unknown(what(bytes)))?;
    let layout = layout(kind, bytes)?;
    let pixels = u64::from(layout.width) * u64::from(layout.height);
    if pixels == 0 {
        return Err(Flaw::Broken);
    }
    if kind != MediaKind::Svg && (pixels > PIXEL_LIMIT || pixels * layout.depth > MEMORY_LIMIT) {
        return Err(Flaw::Large(pixels));
    }
    Ok((kind, layout))
}

/// What is known of a file without decoding it.
///
/// # Errors
/// When it must not or cannot be published.
pub fn look(bytes: &[u8]) -> Result<Medium, Flaw> {
    if kind(bytes).is_some_and(|kind| kind.recording().is_some()) {
        let kind = MediaKind::Recording(recording::look(bytes)?);
        return Ok(Medium { kind, digest: Digest::of_bytes(bytes), width: 0, height: 0, photo: false });
    }
    let (kind, layout) = looked(bytes)?;
    let lies = layout.orientation > 4;
    let (width, height) = if lies { (layout.height, layout.width) } else { (layout.width, layout.height) };
    let photo = match kind {
        MediaKind::Jpeg => true,
        MediaKind::Png | MediaKind::Webp => layout.dense && !layout.alpha,
        MediaKind::Gif | MediaKind::Svg | MediaKind::Recording(_) => false,
    };
    Ok(Medium { kind, digest: Digest::of_bytes(bytes), width, height, photo })
}

/// How much memory decoding a file takes, in bytes.
#[must_use]
pub fn memory(bytes: &[u8]) -> u64 {
    if kind(bytes).is_some_and(|kind| kind.recording().is_some()) {
        return bytes.len() as u64;
    }
    looked(bytes).map_or(0, |(_, layout)| u64::from(layout.width) * u64::from(layout.height) * layout.depth)
}

/// A file as it is, without what is written about it. One that would lie on its side without that is turned.
///
/// # Errors
/// When it cannot be read, must not be published, or cannot be turned.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    if kind(bytes).is_some_and(|kind| kind.recording().is_some()) {
        return recording::clean(bytes);
    }
    let (kind, layout) = looked(bytes)?;
    if layout.orientation != 1 {
        return pixels::turned(bytes, kind, layout.orientation);
    }
    match kind {
        MediaKind::Jpeg => jpeg::clean(bytes),
        MediaKind::Png => png::clean(bytes),
        MediaKind::Webp => webp::clean(bytes),
        MediaKind::Gif => gif::clean(bytes),
        MediaKind::Svg => svg::clean(bytes),
        MediaKind::Recording(_) => recording::clean(bytes),
    }
}

/// Everything that is made of one file. It is decoded once.
///
/// # Errors
/// When it cannot be decoded.
pub fn make(bytes: &[u8], recipes: &[Recipe]) -> Result<Vec<Vec<u8>>, Flaw> {
    if recipes.iter().all(|recipe| *recipe == Recipe::Clean) {
        return recipes.iter().map(|_| clean(bytes)).collect();
    }
    let (kind, layout) = looked(bytes)?;
    let mut decoded = None;
    let made = recipes.iter().map(|recipe| {
        if *recipe == Recipe::Clean {
            return clean(bytes);
        }
        if decoded.is_none() {
            decoded = Some(pixels::decode(bytes, kind, layout.orientation)?);
        }
        decoded.as_ref().map_or(Err(Flaw::Broken), |picture| pixels::sized(picture, *recipe))
    });
    made.collect()
}
