//! Sound and films that stand beside the texts: their kinds, and how a text names them.

use super::PictureRef;
use crate::diag::Located;
use serde::Serialize;

/// What a recording is, by what is in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordingKind {
    /// Sound.
    Mp3,
    /// Sound, as many phones record it.
    M4a,
    /// Sound.
    Ogg,
    /// Sound, as it is.
    Wav,
    /// Sound, as browsers record it.
    WebmSound,
    /// A film.
    Mp4,
    /// A film.
    Webm,
}

impl RecordingKind {
    /// What one does with it.
    #[must_use]
    pub fn role(self) -> RecordingRole {
        match self {
            Self::Mp3 | Self::M4a | Self::Ogg | Self::Wav | Self::WebmSound => RecordingRole::Sound,
            Self::Mp4 | Self::Webm => RecordingRole::Film,
        }
    }

    /// How the names of such files may end, the usual way first.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Mp3 => &["mp3"],
            Self::M4a => &["m4a", "mp4", "m4b"],
            Self::Ogg => &["ogg", "oga", "opus"],
            Self::Wav => &["wav"],
            Self::WebmSound => &["webm", "weba"],
            Self::Mp4 => &["mp4", "m4v"],
            Self::Webm => &["webm"],
        }
    }

    /// What a browser is told about it.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Ogg => "audio/ogg",
            Self::Wav => "audio/wav",
            Self::WebmSound => "audio/webm",
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
        }
    }
}

/// Whether a recording is listened to or watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordingRole {
    /// `:::audio`
    Sound,
    /// `:::video`
    Film,
}

impl RecordingRole {
    /// How the directive is called.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sound => "audio",
            Self::Film => "video",
        }
    }
}

/// A recording in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordingRef {
    /// Whether it is listened to or watched.
    pub role: RecordingRole,
    /// The file, or the address on another site, as written; and where it is named.
    pub file: Located<String>,
    /// Whether it is on another site.
    pub outside: bool,
    /// What it is, in a few words; may be empty.
    pub title: String,
    /// For a film: what stands in its place until it is played.
    pub poster: Option<PictureRef>,
}
