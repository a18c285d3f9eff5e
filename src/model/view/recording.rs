//! Recordings as templates see them.

use super::ImageView;
use serde::Serialize;

/// A recording in a text. Templates call it `recording`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordingView {
    /// `audio` or `video`.
    pub kind: &'static str,
    /// What it is, in a few words; may be empty.
    pub title: String,
    /// Address of the file below the root; none if it is on another site.
    pub src: Option<String>,
    /// What the file is, as browsers call it; empty if it is on another site.
    pub content_type: &'static str,
    /// The full address, if it is on another site.
    pub outside: Option<String>,
    /// The name of that site.
    pub host: Option<String>,
    /// What stands in the place of a film until it is played.
    pub poster: Option<ImageView>,
}
