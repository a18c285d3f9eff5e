//! What stands for `pixels.rs` in a program that is built without pictures.

use super::Flaw;
use crate::model::{MediaKind, Recipe};

/// Nothing: pictures are not decoded here.
pub(super) struct Picture;

pub(super) fn decode(_: &[u8], _: MediaKind, _: u8) -> Result<Picture, Flaw> {
    Err(Flaw::NotBuilt)
}

pub(super) fn sized(_: &Picture, _: Recipe) -> Result<Vec<u8>, Flaw> {
    Err(Flaw::NotBuilt)
}

pub(super) fn turned(_: &[u8], _: MediaKind, _: u8) -> Result<Vec<u8>, Flaw> {
    Err(Flaw::NotBuilt)
}
