//! What pages about the site itself show.

use super::LinkView;
use serde::Serialize;

/// The page that explains feeds to those who never used one, and names those of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubscribeView {
    /// Address of the feed of all stories below the root.
    pub feed: String,
    /// The same in full, to be copied.
    pub address: String,
    /// Feeds of collections, by their titles.
    pub collections: Vec<LinkView>,
    /// Feeds of tags, by their labels.
    pub tags: Vec<LinkView>,
    /// Whether more collections or tags have a feed than are named here.
    pub more: bool,
}
