//! Pictures and sound that stand beside the texts: what is known of a file, and what may be made of it.

use super::{Digest, RecordingKind, SourcePath};
use serde::Serialize;
use std::collections::BTreeMap;

/// Goes into the key of everything that is made, so that another way to make it gives other addresses.
const MAKER: &str = "1";

/// Where what was made is kept for the next time, below the site's root.
pub const KEPT: &str = ".ripple/pictures";

/// What a file is, by what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A photograph, mostly.
    Jpeg,
    /// A drawing, mostly.
    Png,
    /// Either.
    Webp,
    /// Perhaps a moving one.
    Gif,
    /// A drawing of lines.
    Svg,
    /// Sound or a film.
    Recording(RecordingKind),
}

impl MediaKind {
    /// How the names of such files end.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Svg => "svg",
            Self::Recording(kind) => kind.endings()[0],
        }
    }

    /// Whether it is sound or a film, and which.
    #[must_use]
    pub fn recording(self) -> Option<RecordingKind> {
        match self {
            Self::Recording(kind) => Some(kind),
            _ => None,
        }
    }
}

/// What is known of a file without decoding it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Medium {
    /// What it is.
    pub kind: MediaKind,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its width in pixels, as it is shown; 0 for a recording.
    pub width: u32,
    /// Its height in pixels, as it is shown; 0 for a recording.
    pub height: u32,
    /// Whether it is a photograph without holes, which is made smaller as JPEG.
    pub photo: bool,
}

/// What is made of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Recipe {
    /// The file as it is, without what is written about it.
    Clean,
    /// A picture of this size in pixels as JPEG.
    Jpeg(u32, u32),
    /// A picture of this size in pixels as PNG.
    Png(u32, u32),
}

impl Recipe {
    /// What is made of a picture: some widths, smallest first. `limit` is how long its longer side may be, in pixels.
    #[must_use]
    pub fn sizes(medium: &Medium, limit: u32) -> Vec<Self> {
        if matches!(medium.kind, MediaKind::Gif | MediaKind::Svg | MediaKind::Recording(_)) {
            return vec![Self::Clean];
        }
        let (width, height) = (u64::from(medium.width.max(1)), u64::from(medium.height.max(1)));
        let longer = width.max(height);
        let largest = if longer > u64::from(limit) { (width * u64::from(limit) / longer).max(1) } else { width };
        // A size that is nearly the next one is not worth a file.
        let smaller = WIDTHS.into_iter().filter(|step| step * 5 <= largest * 4);
        let size = |width_made: u64| {
            let height_made = ((height * width_made + width / 2) / width).clamp(1, u64::from(limit.max(1)));
            let (width, height) = (fits(width_made), fits(height_made));
            if medium.photo { Self::Jpeg(width, height) } else { Self::Png(width, height) }
        };
        smaller.chain([largest]).map(size).collect()
    }

    /// How the name of what is made ends; `source` is what it is made of.
    #[must_use]
    pub fn extension(self, source: MediaKind) -> &'static str {
        match self {
            Self::Clean => source.extension(),
            Self::Jpeg(..) => "jpg",
            Self::Png(..) => "png",
        }
    }
}

/// Widths in pixels in which pictures are made: a card, the reading column, and both on screens with fine pixels.
const WIDTHS: [u64; 4] = [400, 800, 1200, 1600];

fn fits(length: u64) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A file of the output that is made of a file beside the texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MediaView {
    /// The file.
    #[serde(skip)]
    pub path: SourcePath,
    /// Digest of its bytes.
    pub source: Digest,
    /// What is made of it.
    pub recipe: Recipe,
}

impl MediaView {
    /// Names what is made: same key, same bytes. It needs neither the file nor the work.
    #[must_use]
    pub fn key(&self) -> Digest {
        Digest::of(&(MAKER, self.source, self.recipe))
    }
}

/// The files beside the texts that entries refer to, as far as they can be used.
pub type Gallery = BTreeMap<SourcePath, Medium>;

/// Where a file that a text names would be, below the site's root; `None` if it would be outside.
#[must_use]
pub fn media_place(written: &str, from: &SourcePath) -> Option<SourcePath> {
    if written.contains("://") {
        return None;
    }
    let name = written.split(['?', '#']).next().unwrap_or(written).replace("%20", " ");
    let (base, name) = if let Some(name) = name.strip_prefix("@/") {
        ("content", name)
    } else if let Some(name) = name.strip_prefix('/') {
        ("static", name)
    } else {
        (from.folder(), name.as_str())
    };
    let mut segments: Vec<&str> = base.split('/').collect();
    for segment in name.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            segment => segments.push(segment),
        }
    }
    // Nothing but what is beside texts, or copied as it is.
    let is_open = matches!(segments.first(), Some(&("content" | "static")));
    is_open.then(|| SourcePath::new(&segments.join("/")))
}

#[cfg(test)]
mod tests {
    use super::Recipe::{Jpeg, Png};
    use super::*;

    #[test]
    fn a_picture_is_looked_for_where_its_address_says() {
        let from = SourcePath::new("content/stories/walk/index.md");
        for (written, path) in [
            ("tom.jpg", Some("content/stories/walk/tom.jpg")),
            ("./my%20tom.jpg", Some("content/stories/walk/my tom.jpg")),
            ("../tom.jpg?x=1", Some("content/stories/tom.jpg")),
            ("@/pages/tom.jpg", Some("content/pages/tom.jpg")),
            ("/tom.jpg", Some("static/tom.jpg")),
            ("../../../ripple.yaml", None),
            ("../../../../tom.jpg", None),
            ("https://example.org/tom.jpg", None),
        ] {
            let found = media_place(written, &from);
            assert_eq!(found.as_ref().map(SourcePath::as_str), path, "{written}");
        }
    }

    #[test]
    fn sizes_keep_the_form_and_stay_under_the_limit() {
        let of = |width, height, photo, limit| {
            let medium = Medium { kind: MediaKind::Jpeg, digest: Digest::default(), width, height, photo };
            Recipe::sizes(&medium, limit)
        };
        let wide = [Jpeg(400, 300), Jpeg(800, 600), Jpeg(1200, 900), Jpeg(1600, 1200)];
        assert_eq!(of(4000, 3000, true, 1600), wide);
        assert_eq!(of(3000, 4000, true, 2048), [Jpeg(400, 533), Jpeg(800, 1067), Jpeg(1200, 1600), Jpeg(1536, 2048)]);
        assert_eq!(of(300, 200, false, 1600), [Png(300, 200)]);
        assert_eq!(of(450, 1, false, 1600), [Png(450, 1)]);
        assert_eq!(of(1, 40_000, true, 1600), [Jpeg(1, 1600)]);
    }
}
