//! Bottom layer: the nouns that pass between the stages. No behaviour beyond lookups.

mod archetype;
mod colour;
mod config;
mod consent;
pub mod cover;
mod date;
mod digest;
mod entry;
mod frame;
mod fatal;
mod graph;
mod media;
mod page;
mod recording;
mod retired;
mod personal;
pub mod ripple;
mod secret;
pub mod shown;
mod site;
mod source;
mod source_names;
pub mod text;
mod theme;
mod view;
pub mod words;

pub use archetype::{archetype, placeholder};
pub use colour::Colour;
pub use config::{Config, MenuItem, ParseOptions, RawHtml, Support};
pub use consent::{AgreedBy, Consent, ConsentPlaces, ConsentStatus, NameLevel, Profile, Scope};
pub use date::{Date, DateError, day_words, iso_day, next_midnight, system_timezone};
pub use digest::{Digest, Shared};
pub use entry::{
    Body, Card, Claim, ClaimStatus, Entry, EntryKind, Gate, Heading, Hole, HoleKind, ImageRef, LinkRef, LinkSyntax,
    Mention, Moment, PersonNames, PictureRef, References, RippleRef, StoryDetail, TagDetail, Visibility,
};
pub use fatal::{Fatal, why};
pub use frame::*;
pub use graph::{GraphEdge, GraphNode, GraphView};
pub use media::{Gallery, KEPT, MediaKind, MediaView, Medium, Recipe, media_place};
pub use page::{AssetBytes, Content, HtmlView, Page, PageView, Route};
pub use personal::{
    Datum, Exception, HashedNames, ListedName, NameFound, NameList, NamePart, Personal, PersonalKind, PrivateNames,
    western_digit,
};
pub use recording::{RecordingKind, RecordingRef, RecordingRole};
pub use retired::{RETIRED_FILE, Retired};
pub use ripple::{RippleKind, RippleKinds};
pub use secret::{Secret, SecretKind};
pub use site::{
    Access, Adjacency, Edge, EntryId, Family, Held, Link, Numbers, Obstacle, Part, People, Person, PersonPage, Site,
    Tag, TagId, Totals, Withheld,
};
pub use source::{SourceFile, SourcePath, SourceTree};
pub use source_names::{SourceKind, SourceNames};
pub use theme::{DEFAULT_THEME, Setting, SettingKind, SettingValue, SettingValues, THEME_FILE, ThemeLayer, ThemeSheet};
pub use view::*;
pub use words::Words;
