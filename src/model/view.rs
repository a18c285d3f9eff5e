//! The parts that pages are made of, exactly as templates see them. Everything here is plain data with
//! addresses already made; `render` needs nothing else.
//!
//! Addresses (`href`) are below the site's root, without a leading slash: a template writes
//! `{{ root }}{{ card.href }}`, where `root` is `/`, the path of `base_url`, or the way up in a relative site.

mod colophon;
mod map;
mod person;
mod picture;
mod recording;
mod search;
mod sheet;
mod thread;
mod voice;

pub use colophon::SubscribeView;
pub use map::*;
pub use search::*;
pub use sheet::*;

use super::cover::Drawing;
use super::{Body, Shared, Support};
use serde::Serialize;

pub use person::{PartView, PersonPageView};
pub use picture::{ImageView, PictureView, SizeView};
pub use recording::RecordingView;
pub use thread::{
    AgainView, BesideView, MoreView, RelationView, RunView, StepView, TellingView, TellingsView, ThreadView,
};
pub use voice::{FamilyView, VoiceView};

/// A date in two forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// For `<time datetime>`.
    pub iso: String,
    /// For people.
    pub text: String,
}

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The words.
    pub label: String,
    /// The address below the root.
    pub href: String,
}

/// A link with a number of stories behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountView {
    /// A stable name for styling: a setting's or a tag's key.
    pub key: String,
    /// The words.
    pub label: String,
    /// The address below the root.
    pub href: String,
    /// How many stories.
    pub count: usize,
    /// For a setting, the classes of its ink.
    pub ink: Option<String>,
}

/// Where a story happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingView {
    /// The name as configured, as a slug.
    pub key: String,
    /// The name for people.
    pub label: String,
    /// The classes of its ink: `s-school`; for one of the site's own `s-library h1`.
    pub ink: String,
    /// The address of its page below the root; `None` if no listed story is there, so that it has no page.
    pub href: Option<String>,
}

/// An entry as other pages show it. Templates call it `card`, and see at most 14 fields of it: each of ten thousand
/// cards is kept for all pages, and a map of 15 would take twice the room.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CardView {
    /// `story`, `prompt`, `collection`, `page`.
    #[serde(skip)]
    pub kind: &'static str,
    /// Its permanent name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its address below the root.
    pub href: String,
    /// One or two sentences; for a prompt the question.
    pub summary: String,
    /// When it was published.
    pub date: Option<DateView>,
    /// The year in which it happened. Templates see it in `facts`.
    #[serde(skip)]
    pub year: Option<String>,
    /// Where it happened.
    pub setting: Option<Shared<SettingView>>,
    /// Where and when in a line: "School, 2023". Without either, when it was told; empty if nothing is known.
    pub facts: String,
    /// How many listed stories it led to.
    pub led_to: u32,
    /// How many steps on the last of them is.
    pub depth: u32,
    /// Language, if it is not the site's.
    pub lang: Option<String>,
    /// For the writer, if visitors do not see it: why, in two or three words. Never given when a site is built.
    pub state: Option<String>,
    /// A story's seal: a whole `<svg>`, as all drawings here. Empty for everything else.
    pub seal: Drawing,
    /// A story's cover, as it stands on a shelf. Empty for everything else.
    pub cover: Drawing,
    /// Its picture, which takes the place of the cover.
    pub photo: Option<Box<ImageView>>,
}

/// Where a hole in a body leads. One for each of the entry's links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LinkTarget {
    /// A page of this site, below the root.
    Page {
        /// The address, with its fragment.
        href: String,
        /// The target's title.
        title: String,
        /// Its summary, for cards.
        summary: String,
        /// What it is: `story`, `prompt` …; empty for a bare path.
        kind: &'static str,
    },
    /// A part of the same page, without `#`.
    Fragment(String),
    /// A full address that is no entry's, though it begins like this site's own.
    Outside(String),
    /// Nowhere: the words stay; they are repeated here for a wikilink without a label.
    Words(String),
    /// Nowhere, and nothing is printed for a wikilink without a label.
    Nothing,
}

/// A body with its links.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TextView {
    /// The text.
    pub body: Shared<Body>,
    /// One for each link of the text.
    pub links: Vec<LinkTarget>,
    /// One for each picture of the text.
    pub pictures: Vec<PictureView>,
    /// One for each recording of the text; none for one that is not there.
    pub recordings: Vec<Option<RecordingView>>,
    /// The help box, if the text asks for it.
    pub support: Option<Support>,
}

/// A ripple as a story page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RippleView {
    /// The kind's name from the earlier end.
    pub kind: String,
    /// What this story's page says: "Paid forward in".
    pub label: String,
    /// The relation inside a sentence read downwards: "was paid forward in".
    pub reads: String,
    /// Notes from both ends.
    pub notes: Vec<String>,
    /// The other story.
    pub card: Shared<CardView>,
}

/// A person as a page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonView {
    /// The name at the level that is allowed.
    pub name: String,
    /// `mentor`, `mentee` or free words; empty for who tells it.
    pub role: String,
    /// The address of their page below the root, if they have one that this page may lead to.
    pub href: Option<String>,
}

/// When and where a story happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MomentView {
    /// The date, if one is known.
    pub date: Option<DateView>,
    /// Words instead of a date.
    pub when: Option<String>,
    /// How long it took.
    pub minutes: Option<u32>,
    /// Where.
    pub place: Option<String>,
}

/// Something a story claims, with its status in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimView {
    /// The claim.
    pub text: String,
    /// `sourced`, `anecdotal`, `quotation` or `unsourced`.
    pub status: &'static str,
    /// The source, if one is given.
    pub source: Option<String>,
}

/// Another language version of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TranslationView {
    /// BCP 47 tag.
    pub lang: String,
    /// Its title.
    pub title: String,
    /// Its address below the root.
    pub href: String,
    /// Its full address, if the site knows its own.
    pub url: Option<String>,
}

/// A story page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryView {
    /// What others see of it.
    pub card: Shared<CardView>,
    /// Its cover in the wide form.
    pub cover: String,
    /// What stands over the text: the summary, unless it only repeats how the text begins.
    pub summary: Option<String>,
    /// The text.
    pub text: TextView,
    /// Minutes to read it.
    pub minutes: u32,
    /// When it was changed.
    pub updated: Option<DateView>,
    /// Its tags.
    pub tags: Vec<LinkView>,
    /// Its collections.
    pub collections: Vec<LinkView>,
    /// Who tells it.
    pub authors: Vec<PersonView>,
    /// Who gave.
    pub mentors: Vec<PersonView>,
    /// Who received.
    pub mentees: Vec<PersonView>,
    /// Others, with their roles.
    pub others: Vec<PersonView>,
    /// When and where.
    pub moment: Option<MomentView>,
    /// What came of it.
    pub outcome: Vec<String>,
    /// What is claimed.
    pub claims: Vec<ClaimView>,
    /// What came before and after, as far as the page shows it.
    pub thread: ThreadView,
    /// The nearest of both, for a small list beside the text: four at the most.
    pub near: Vec<RippleView>,
    /// The same moment, told by others.
    pub tellings: Option<TellingsView>,
    /// Related, mentioned in, by the reason.
    pub beside: Vec<BesideView>,
    /// The numbers in one sentence; none for a quiet story.
    pub numbers: Option<String>,
    /// Questions at the end.
    pub prompts: Vec<Shared<CardView>>,
    /// Address of its sheet for a group, if it may be printed.
    pub sheet: Option<String>,
    /// The question it answers.
    pub answers: Option<Shared<CardView>>,
    /// The next newer story.
    pub newer: Option<Shared<CardView>>,
    /// The next older story.
    pub older: Option<Shared<CardView>>,
    /// The help box, if it is shown.
    pub support: Option<Support>,
    /// Its place on the map of ripples, if it is in a family.
    pub map: Option<String>,
    /// Other language versions.
    pub translations: Vec<TranslationView>,
    /// Other stories with something in common: two at the most.
    pub voices: Vec<VoiceView>,
}

/// A prompt page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PromptView {
    /// What others see of it; its summary is the question.
    pub card: Shared<CardView>,
    /// The writer's own words about the question, if there are any.
    pub summary: Option<String>,
    /// The text.
    pub text: TextView,
    /// The parts of the question.
    pub steps: Vec<String>,
    /// `recall` or `act`.
    pub stance: Option<String>,
    /// Who it is for.
    pub audience: Vec<String>,
    /// Its tags.
    pub tags: Vec<LinkView>,
    /// The newest stories that offer it.
    pub used_by: Vec<Shared<CardView>>,
    /// The newest stories that answer it.
    pub answered_by: Vec<Shared<CardView>>,
    /// All of both, if there are more than these.
    pub more: Option<CountView>,
    /// Where it stands among all questions; `None` if it is not listed.
    pub place: Option<PlaceView>,
    /// Address of its card below the root, if it may be printed.
    pub printed: Option<String>,
}

/// A collection page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CollectionView {
    /// What others see of it.
    pub card: Shared<CardView>,
    /// What stands over the text: the summary, unless it only repeats how the text begins.
    pub summary: Option<String>,
    /// The text.
    pub text: TextView,
    /// Its stories.
    pub list: ListView,
    /// The numbers in one sentence.
    pub numbers: Option<String>,
    /// The families to which its stories belong, those with most of them first; on the first page only.
    pub families: Vec<FamilyView>,
    /// How many more families there are than are named.
    pub more_families: usize,
}

/// A tag page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TagView {
    /// The label.
    pub label: String,
    /// Its meaning, if a tag file gives one.
    pub text: Option<TextView>,
    /// The tag above it.
    pub parent: Option<LinkView>,
    /// The tags below it.
    pub children: Vec<LinkView>,
    /// The numbers in one sentence.
    pub numbers: Option<String>,
    /// Its stories.
    pub list: ListView,
}

/// A page made from `content/pages/`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlainView {
    /// What others see of it.
    pub card: Shared<CardView>,
    /// The text.
    pub text: TextView,
}

/// One page of a list of stories.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListView {
    /// The stories on this page.
    pub cards: Vec<Shared<CardView>>,
    /// Stories on all pages.
    pub total: usize,
    /// The pager; `None` if there is only one page.
    pub pager: Option<PagerView>,
}

/// Links between the pages of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PagerView {
    /// This page's number, from one.
    pub number: usize,
    /// How many pages.
    pub count: usize,
    /// Every page that is named, in order; a gap has no address.
    pub pages: Vec<PagerItem>,
    /// The page with newer stories.
    pub newer: Option<String>,
    /// The page with older stories.
    pub older: Option<String>,
}

/// One number in a pager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PagerItem {
    /// The page's number.
    pub number: usize,
    /// Its address below the root; `None` for a gap.
    pub href: Option<String>,
}

/// The story wall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WallView {
    /// The stories.
    pub list: ListView,
    /// Ways in by setting.
    pub settings: Vec<CountView>,
    /// Ways in by tag, most used first.
    pub tags: Vec<CountView>,
    /// A question that stands among the stories, if there are enough of them.
    pub prompt: Option<Shared<CardView>>,
    /// Whether any story of the site led to another, so that there are rings and beads to explain.
    pub led_on: bool,
    /// For the script that narrows the stories in place; only with `search: true`.
    pub narrow: Option<NarrowView>,
}

/// The home page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HomeView {
    /// Words from `content/index.md`.
    pub text: Option<TextView>,
    /// The newest story.
    pub lead: Option<Shared<CardView>>,
    /// Its cover in the large form, and the rings that leave it; empty without a story.
    pub cover: [String; 2],
    /// The month or year of the newest story, in words.
    pub season: Option<String>,
    /// The six after it.
    pub latest: Vec<Shared<CardView>>,
    /// A question.
    pub prompt: Option<Shared<CardView>>,
    /// How many questions there are.
    pub prompts: usize,
    /// How many stories there are.
    pub total: usize,
    /// How many of them led to another.
    pub led_on: usize,
    /// Ways in by setting.
    pub settings: Vec<CountView>,
    /// Ways in by tag, most used first.
    pub tags: Vec<CountView>,
    /// Ways in by collection.
    pub collections: Vec<CountView>,
}

/// The page for addresses that lead nowhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotFoundView {
    /// The cover of a moment that nobody told.
    pub cover: String,
    /// The three newest stories.
    pub cards: Vec<Shared<CardView>>,
}

/// A list of stories under a plain heading: a setting or a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShelfView {
    /// The heading.
    pub label: String,
    /// The stories.
    pub list: ListView,
}
