//! The site's configuration, after `ripple.yaml` was read and checked.

use super::words::TextWords;
use super::{Colour, NameList, PersonalKind, Profile, RippleKinds, Words};
use crate::diag::{Located, SourcePath};
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// What happens to raw HTML in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// It is shown as text.
    Text,
    /// A safe subset of tags works; the rest is shown as text.
    Sanitized,
}

/// The help box.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Support {
    /// Its heading.
    pub title: String,
    /// What it says.
    pub text: String,
    /// A number to ring.
    pub phone: Option<String>,
    /// The same number as a telephone dials it: digits, perhaps after a `+`. Only if the words begin with one.
    pub dial: Option<String>,
    /// A page to open.
    pub url: Option<String>,
}

/// One item of a menu given in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuItem {
    /// A part of the site or the id of a page.
    Id(Located<String>),
    /// A label and an address.
    Link {
        /// The words shown.
        label: String,
        /// An address on this site or elsewhere.
        url: Located<String>,
    },
}

/// The configuration. Content model, section 1, says what each key means.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it was read from.
    pub path: SourcePath,
    /// The site's name.
    pub title: String,
    /// One line under it.
    pub tagline: Option<String>,
    /// For metadata.
    pub description: Option<String>,
    /// The safeguarding profile.
    pub profile: Profile,
    /// Where the site will live, without a trailing slash: `https://example.org/wall`.
    pub base_url: Option<String>,
    /// The path of `base_url`, beginning and ending with a slash: `/` or `/wall/`.
    pub base_path: String,
    /// The permanent part of feed ids: `example.org,2026`.
    pub feed_authority: String,
    /// BCP 47 tag of the site's language.
    pub language: String,
    /// In which bare dates begin.
    pub timezone: TimeZone,
    /// Name of the theme.
    pub theme: Located<String>,
    /// Stories on one page of a list.
    pub paginate: usize,
    /// Items in a feed.
    pub feed_limit: usize,
    /// Replaces the menu made from `nav`.
    pub menu: Option<Vec<MenuItem>>,
    /// All names a story's `setting` may have: the six known ones, then the site's own.
    pub story_settings: Vec<String>,
    /// All kinds of ripples: the seven known ones, then the site's own.
    pub ripple_kinds: RippleKinds,
    /// Steps shown in a thread.
    pub thread_depth: usize,
    /// The site's own accent colour, dark enough to be read.
    pub accent: Option<Colour>,
    /// A file of the site.
    pub logo: Option<Located<String>>,
    /// A file of the site.
    pub favicon: Option<Located<String>>,
    /// Words at the foot of every page.
    pub footer: Option<String>,
    /// Where to ask for a story to be taken down.
    pub contact: Option<String>,
    /// Where "What happened next?" leads.
    pub invite: Option<Located<String>>,
    /// The help box.
    pub support: Option<Support>,
    /// Private notes under prompts.
    pub journal: bool,
    /// Site search.
    pub search: bool,
    /// Every link relative, so that the folder opens from disk.
    pub relative: bool,
    /// What happens to raw HTML.
    pub raw_html: RawHtml,
    /// Curly quotes and dashes.
    pub smart_punctuation: bool,
    /// URL scheme with `{file}`, `{line}` and `{column}` for links into an editor.
    pub editor: Option<String>,
    /// Personal data that the site itself gives out: in `contact`, `support` and so on, in the form in which it is
    /// compared.
    pub given_out: Vec<(PersonalKind, String)>,
}

impl Config {
    /// A configuration with every default; used where `ripple.yaml` cannot be read, so that its problems can
    /// be reported together with those of the content.
    #[must_use]
    pub fn fallback(path: &SourcePath) -> Self {
        Self {
            path: path.clone(),
            title: "Untitled".to_owned(),
            tagline: None,
            description: None,
            profile: Profile::School,
            base_url: None,
            base_path: "/".to_owned(),
            feed_authority: "localhost,2020".to_owned(),
            language: "en".to_owned(),
            timezone: TimeZone::UTC,
            theme: Located::new("default".to_owned(), crate::diag::Span::file(path)),
            paginate: 20,
            feed_limit: 20,
            menu: None,
            story_settings: ["school", "workplace", "community", "family", "online", "other"]
                .map(str::to_owned)
                .to_vec(),
            ripple_kinds: RippleKinds::default(),
            thread_depth: 4,
            accent: None,
            logo: None,
            favicon: None,
            footer: None,
            contact: None,
            invite: None,
            support: None,
            journal: true,
            search: true,
            relative: false,
            raw_html: RawHtml::Text,
            smart_punctuation: true,
            editor: None,
            given_out: Vec::new(),
        }
    }
}

/// What parsing an entry depends on, beside the entry's own file. Part of the parse memo's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseOptions {
    /// What happens to raw HTML.
    pub raw_html: RawHtml,
    /// Curly quotes and dashes.
    pub smart_punctuation: bool,
    /// Where the site will live: links that begin with it lead to this site.
    pub base_url: Option<String>,
    /// The site's language.
    pub language: String,
    /// Names a story's `setting` may have.
    pub story_settings: Vec<String>,
    /// Kinds of ripples.
    pub ripple_kinds: RippleKinds,
    /// What the theme says inside of texts.
    pub words: TextWords,
    /// The names that are looked for in texts.
    pub names: Arc<NameList>,
}

impl ParseOptions {
    /// Takes from the configuration and the theme what parsing needs.
    #[must_use]
    pub fn new(config: &Config, words: &Words) -> Self {
        Self {
            raw_html: config.raw_html,
            smart_punctuation: config.smart_punctuation,
            base_url: config.base_url.clone(),
            language: config.language.clone(),
            story_settings: config.story_settings.clone(),
            ripple_kinds: config.ripple_kinds.clone(),
            words: TextWords::new(words),
            names: Arc::default(),
        }
    }
}

impl Serialize for MenuItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.value.serialize(serializer),
            Self::Link { label, url } => (label, &url.value).serialize(serializer),
        }
    }
}
