//! One Markdown file as the parser understood it: a card that other pages may see, a body that only its own
//! page may see, and references by name that `link` resolves.

use super::{Consent, ConsentPlaces, Date, Digest, NameLevel, Personal, RecordingRef, Shared, SourcePath, text};
use crate::diag::{Located, Span};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What an entry is; its folder below `content/` decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// `stories/`: one moment.
    Story,
    /// `prompts/`: a question.
    Prompt,
    /// `people/`: an identity behind display names.
    Person,
    /// `collections/`: a programme, a cohort, a year.
    Collection,
    /// `tags/`: a tag's title, meaning and parent.
    Tag,
    /// `pages/`: about, safeguarding and so on.
    Page,
    /// `index.md`: words for the home page.
    Home,
}

impl EntryKind {
    /// All kinds in the order in which bare names are looked up (content model, section 4).
    pub const ALL: [Self; 7] =
        [Self::Story, Self::Prompt, Self::Page, Self::Collection, Self::Tag, Self::Person, Self::Home];

    /// The word for one of them, as in `prompt:x`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Prompt => "prompt",
            Self::Person => "person",
            Self::Collection => "collection",
            Self::Tag => "tag",
            Self::Page => "page",
            Self::Home => "home",
        }
    }

    /// The folder below `content/`.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Story => "stories",
            Self::Prompt => "prompts",
            Self::Person => "people",
            Self::Collection => "collections",
            Self::Tag => "tags",
            Self::Page => "pages",
            Self::Home => "",
        }
    }
}

/// Whether an entry is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everywhere.
    Public,
    /// It has a page and is in no list.
    Unlisted,
}

/// One Markdown file, parsed. Never changed in place.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The file.
    pub path: SourcePath,
    /// What it is.
    pub kind: EntryKind,
    /// Its permanent name, unique within the kind.
    pub id: Located<String>,
    /// Last part of its address.
    pub slug: Located<String>,
    /// Old addresses that lead here, as written.
    pub aliases: Vec<Located<String>>,
    /// What decides whether it is published.
    pub gate: Gate,
    /// What other pages may see.
    pub card: Shared<Card>,
    /// What only its own page and the feed may see.
    pub body: Shared<Body>,
    /// Names of other entries, not yet resolved.
    pub refs: References,
    /// For a person: the names by level.
    pub names: Option<Box<PersonNames>>,
    /// For a tag file: aliases and parent.
    pub tag: Option<Box<TagDetail>>,
    /// What its file holds of personal data, if it holds any.
    pub personal: Option<Box<Personal>>,
    /// Digest of the source text.
    pub digest: Digest,
}

/// What decides whether an entry is published, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// The field that makes it a draft, or the front matter if its fields are too broken to tell.
    pub draft: Option<Span>,
    /// Its fields have errors and may have said so: it counts as a draft, and is not blamed for that elsewhere.
    pub broken: bool,
    /// `date`, with its place.
    pub date: Option<Located<Date>>,
    /// Held before this.
    pub publish: Option<Located<Date>>,
    /// Gone from this on.
    pub expires: Option<Located<Date>>,
    /// Listed or not.
    pub visibility: Visibility,
    /// The entry's own consent block.
    pub consent: Option<Located<Consent>>,
    /// Where the parts of that block stand.
    pub consent_places: ConsentPlaces,
    /// For a person: a child.
    pub minor: bool,
    /// Where the front matter begins, for problems about something that is missing from it.
    pub span: Span,
    /// The first byte of the text below the fields.
    pub body: u32,
}

/// What **other** pages may see of an entry. Holds no places, so moving text changes no digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// What it is.
    pub kind: EntryKind,
    /// Its permanent name.
    pub id: String,
    /// Its title, NFC, without control characters. Empty for a person.
    pub title: String,
    /// When it was published.
    pub date: Option<Date>,
    /// When it was changed.
    pub updated: Option<Date>,
    /// Plain text, one or two sentences.
    pub summary: String,
    /// For a prompt: what it asks.
    pub question: Option<String>,
    /// Language, if it is not the site's.
    pub lang: Option<String>,
    /// For a story: where it happened.
    pub setting: Option<String>,
    /// For a story: when it happened (`moment.date`, else `date`).
    pub happened: Option<Date>,
    /// Order inside a collection or among pages.
    pub weight: Option<i64>,
    /// For a page: whether it is in the menu.
    pub nav: bool,
}

/// What only the entry's **own** page may see, and the feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Body {
    /// The text as HTML, with nothing where links to this site belong.
    pub html: String,
    /// Where those links belong, in rising order of offset; those at one offset in the order to be filled.
    pub holes: Vec<Hole>,
    /// Headings in the text, in order.
    pub headings: Vec<Heading>,
    /// All ids in the text that a link may name, headings and footnotes included.
    pub anchors: Vec<String>,
    /// Words in the text, counted by Unicode word boundaries.
    pub words: u32,
    /// Whether the card's summary was taken from the text, so that its own page need not say it twice.
    pub excerpted: bool,
    /// What only stories and prompts have.
    pub detail: StoryDetail,
    /// Free values for templates.
    pub extra: BTreeMap<String, Value>,
}

/// Words that are read in a minute (Brysbaert 2019 gives 238 for English; rounded down for the young).
const WORDS_A_MINUTE: u32 = 200;

impl Entry {
    /// Whether something of this kind can have a page of its own: all but people whose file does not ask for one.
    #[must_use]
    pub fn may_have_page(&self) -> bool {
        self.kind != EntryKind::Person || self.names.as_ref().is_some_and(|names| names.page.is_some())
    }

    /// The last part of the address of its page. A tag's is made from its name, whatever its file says.
    #[must_use]
    pub fn page_name(&self) -> Cow<'_, str> {
        match self.kind {
            EntryKind::Tag => Cow::Owned(text::slug(&self.id.value)),
            _ => Cow::Borrowed(&self.slug.value),
        }
    }
}

impl Body {
    /// How long it takes to read, in minutes; never none.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.words.div_ceil(WORDS_A_MINUTE).max(1)
    }
}

/// A heading in a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A place in a body's HTML that waits for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Hole {
    /// Byte offset in [`Body::html`].
    pub offset: u32,
    /// What goes there.
    pub kind: HoleKind,
    /// Index into [`References::links`]; unused for [`HoleKind::Support`] and figures; for a
    /// [`HoleKind::Picture`] into [`References::pictures`].
    pub link: u32,
}

/// What goes into a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum HoleKind {
    /// The opening tag of a link, or nothing if it leads nowhere.
    Open,
    /// The target's title, for a wikilink without words of its own.
    Text,
    /// The closing tag, or nothing.
    Close,
    /// A card of the target on lines of its own (`:::story`, `:::prompt`).
    Card,
    /// The site's help box (`:::support`).
    Support,
    /// A picture; [`Hole::link`] is its place in [`References::pictures`].
    Picture,
    /// Where a figure begins (`:::figure`). Nothing is put there.
    Figure,
    /// Where it ends.
    FigureEnd,
    /// A recording (`:::audio`, `:::video`), inside of a figure; [`Hole::link`] is its place in
    /// [`References::recordings`].
    Recording,
}

/// What only stories and prompts have, for their own page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StoryDetail {
    /// The moment.
    pub moment: Option<Moment>,
    /// What came of it.
    pub outcome: Vec<String>,
    /// What is claimed, and how we know.
    pub claims: Vec<Claim>,
    /// Whether the help box is shown.
    pub support: bool,
    /// For a prompt: the parts of the question.
    pub steps: Vec<String>,
    /// For a prompt: `recall` or `act`.
    pub stance: Option<String>,
    /// For a prompt: who it is for.
    pub audience: Vec<String>,
}

/// When and where a story happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The date, if one is known.
    pub date: Option<Date>,
    /// Words instead of a date.
    pub when: Option<String>,
    /// How long it took.
    pub minutes: Option<u32>,
    /// Where.
    pub place: Option<String>,
}

/// Something a story claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The claim.
    pub text: String,
    /// How we know.
    pub status: ClaimStatus,
    /// The source, for a sourced claim.
    pub source: Option<String>,
}

/// How a claim is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClaimStatus {
    /// There is a source.
    Sourced,
    /// Somebody told it.
    Anecdotal,
    /// Somebody's words.
    Quotation,
    /// We do not know.
    Unsourced,
}

/// References by name, not yet resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct References {
    /// `ripples:`.
    pub ripples: Vec<RippleRef>,
    /// `mentor`, `mentee` and `people`.
    pub people: Vec<Mention>,
    /// `author`.
    pub authors: Vec<Located<String>>,
    /// `prompts`.
    pub prompts: Vec<Located<String>>,
    /// `answers`.
    pub answers: Option<Located<String>>,
    /// `collection`.
    pub collections: Vec<Located<String>>,
    /// `tags`, as written.
    pub tags: Vec<Located<String>>,
    /// `translation_of`.
    pub translation_of: Option<Located<String>>,
    /// `template:` by name.
    pub template: Option<Located<String>>,
    /// Links in the text to places on this site, in order; [`Hole::link`] points here.
    pub links: Vec<LinkRef>,
    /// `image`.
    pub image: Option<Box<ImageRef>>,
    /// Pictures of the site's own in the text, in order; [`Hole::link`] of a [`HoleKind::Picture`] points here.
    pub pictures: Vec<PictureRef>,
    /// Recordings in the text, in order; [`Hole::link`] of a [`HoleKind::Recording`] points here.
    pub recordings: Vec<RecordingRef>,
}

/// A picture in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRef {
    /// The file as written, and where it is named.
    pub file: Located<String>,
    /// What is to be seen, in words; empty for mere decoration.
    pub alt: String,
}

/// The picture of an entry: `image`, `image_alt` and `image_credit`.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRef {
    /// The picture.
    pub picture: PictureRef,
    /// Who made it.
    pub credit: Option<String>,
}

impl References {
    /// Every picture that the entry names.
    pub fn all_pictures(&self) -> impl Iterator<Item = &PictureRef> {
        let posters = self.recordings.iter().filter_map(|recording| recording.poster.as_ref());
        self.image.iter().map(|image| &image.picture).chain(&self.pictures).chain(posters)
    }
}

/// A ripple as written.
#[derive(Clone, Debug, PartialEq)]
pub struct RippleRef {
    /// The name of the other story.
    pub to: Located<String>,
    /// The kind, as an index into the site's `RippleKinds`.
    pub kind: u8,
    /// Whether it was written with the kind's inverse name, so that the *other* story is the earlier one.
    pub inverse: bool,
    /// A note.
    pub note: Option<String>,
    /// Where the kind was written.
    pub kind_span: Span,
}

/// A person named in front matter: an id, or words.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The id or the words.
    pub name: Located<String>,
    /// `mentor`, `mentee` or free words.
    pub role: String,
    /// Written as `person:` in the long form, so it must be an id.
    pub must_exist: bool,
}

/// A link in the text to a place on this site.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRef {
    /// What was written as the target: `../stories/x.md#part`, `@/stories/x.md`, `/stories/x/`, `#part`, `x`.
    pub target: String,
    /// How it was written.
    pub syntax: LinkSyntax,
    /// The words of the link as plain text; empty for a wikilink without a label.
    pub words: String,
    /// Where it stands.
    pub span: Span,
}

/// How a link was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkSyntax {
    /// `[words](target)` or a reference link.
    Markdown,
    /// A full address that begins like this site's own; the target is what comes after that, with a slash in front.
    Address,
    /// `[[target]]` or `[[target|words]]`.
    Wiki,
    /// `:::story target` or `:::prompt target`: the kind of entry that is meant.
    Directive(EntryKind),
}

/// The names of a person by level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonNames {
    /// What may be shown at each level.
    pub by_level: BTreeMap<NameLevel, String>,
    /// Where the file says that the person has a page of their own, if it does.
    pub page: Option<Span>,
}

/// What only a tag file has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagDetail {
    /// The tag above it.
    pub parent: Option<Located<String>>,
    /// Other labels that mean this tag.
    pub labels: Vec<Located<String>>,
}
