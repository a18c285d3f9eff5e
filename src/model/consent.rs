//! Who agreed to what: the consent block of an entry and the site's safeguarding profile.

use super::Date;
use crate::diag::Span;
use serde::Serialize;

/// The site's safeguarding profile (`safeguarding:` in `ripple.yaml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// A school: a story without consent fails the build.
    School,
    /// An organisation: a story without consent is withheld.
    Organisation,
    /// Adults' own words: consent is assumed where nothing is said.
    Open,
}

/// What a person said when asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentStatus {
    /// Yes.
    Granted,
    /// Not yet answered.
    Pending,
    /// No.
    Refused,
    /// Yes once, no now.
    Withdrawn,
    /// Nobody needs to be asked.
    NotNeeded,
}

/// Who gave the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AgreedBy {
    /// The person.
    #[serde(rename = "self")]
    Person,
    /// A parent or guardian.
    Guardian,
    /// The person and a parent or guardian.
    Both,
}

impl AgreedBy {
    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "self",
            Self::Guardian => "guardian",
            Self::Both => "both",
        }
    }
}

/// One use that consent may cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// A page on the site.
    Web,
    /// Feeds and JSON exports.
    Feed,
    /// Search engines, the sitemap and the site's own search.
    Search,
    /// Print sheets.
    Print,
    /// Photographs.
    Photo,
    /// Sound recordings.
    Audio,
    /// Accepted for later.
    Display,
    /// Accepted for later.
    Embed,
}

impl Scope {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 8] =
        [Self::Web, Self::Feed, Self::Search, Self::Print, Self::Photo, Self::Audio, Self::Display, Self::Embed];

    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Feed => "feed",
            Self::Search => "search",
            Self::Print => "print",
            Self::Photo => "photo",
            Self::Audio => "audio",
            Self::Display => "display",
            Self::Embed => "embed",
        }
    }
}

/// How much of a name may be shown, from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NameLevel {
    /// The full name.
    Full,
    /// The first name.
    First,
    /// An initial.
    Initial,
    /// An invented name.
    Pseudonym,
    /// Only what the person was in the story.
    Role,
}

/// The `consent:` block of an entry. `record` is read and dropped: it is never held in memory after parsing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// What was said.
    pub status: ConsentStatus,
    /// What it covers; `None` means the default of the content model, section 7.
    pub scope: Option<Vec<Scope>>,
    /// Who is asked, or gave the answer.
    pub by: Option<AgreedBy>,
    /// Ask again from this day.
    pub review: Option<Date>,
    /// Not published from this day on.
    pub expires: Option<Date>,
    /// How much of the name may be shown; `None` means the profile's default.
    pub name: Option<NameLevel>,
}

/// What a report needs of a consent block: where its parts stand (`None` for what was left out).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentPlaces {
    /// `status`.
    pub status: Option<Span>,
    /// `scope`.
    pub scope: Option<Span>,
    /// `review`.
    pub review: Option<Span>,
    /// `expires`.
    pub expires: Option<Span>,
    /// Whether the block itself could not be understood, which is reported where it is read.
    pub unclear: bool,
}

impl Consent {
    /// Whether a use is covered. Left out, the scope is web, feed, search and print; `not-needed` covers
    /// everything but photographs and sound (content model, section 7).
    #[must_use]
    pub fn covers(&self, scope: Scope) -> bool {
        match &self.scope {
            Some(scopes) => scopes.contains(&scope),
            None if self.status == ConsentStatus::NotNeeded => !matches!(scope, Scope::Photo | Scope::Audio),
            None => matches!(scope, Scope::Web | Scope::Feed | Scope::Search | Scope::Print),
        }
    }
}
