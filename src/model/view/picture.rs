//! Pictures as templates see them.

use serde::Serialize;

/// A picture in a text. One for each that the text names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum PictureView {
    /// It is shown.
    Shown(Box<ImageView>),
    /// It is not there: its description stands in its place.
    Words(String),
}

/// A picture with all its sizes. Templates call it `picture`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImageView {
    /// What is to be seen, in words; empty for mere decoration.
    pub alt: String,
    /// Who made it.
    pub credit: Option<String>,
    /// `wide`, `square` or `tall`: the format in which it stands on a shelf.
    pub format: &'static str,
    /// Address below the root of a size for programs that know only one.
    pub src: String,
    /// Width of that size in pixels.
    pub width: u32,
    /// Height of that size in pixels.
    pub height: u32,
    /// Every size, smallest first; none if there is only one.
    pub sizes: Vec<SizeView>,
    /// Whether it can wait until a reader comes near it.
    pub lazy: bool,
}

/// One size of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SizeView {
    /// Address below the root.
    pub href: String,
    /// Width in pixels.
    pub width: u32,
}
