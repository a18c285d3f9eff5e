//! Views as template values: which names a template sees, and what each holds. Shared parts are converted
//! once and then only pointed at.

mod thread;

use super::body;
use super::fault::Fault;
pub(super) use super::fields::Fields;
use super::map;
use super::theme::Theme;
use crate::model::{
    AskedView, CardView, CardsView, CollectionView, Content, FamilyView, Head, HomeView, HtmlView, ListView,
    NarrowView, NotFoundView, PartView, PersonPageView, PlaceView, PlainView, PromptView, PromptsView,
    QuestionCardView, RippleView, SearchView, SettingView, Shared, SheetView, ShelfView, SiteView, StoryView,
    SubscribeView, TagView, TextView, VoiceView, WallView, cover,
};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use tera::{Context, Value};

/// Everything a page is made from, to be handed down together.
struct Around<'a> {
    root: &'a str,
    theme: &'a Theme,
}

/// The names that the template of this page sees: `root`, `site`, `head`, `kind` and `page`.
pub(super) fn context(view: &HtmlView, root: &str, theme: &Theme) -> Result<Context, Fault> {
    let HtmlView { head, site, template: _, content } = view;
    let around = Around { root, theme };
    let mut context = frame(root, site);
    context.insert_value("head", plain(&inert(head)));
    context.insert_value("kind", Value::from(content.template()));
    context.insert_value("page", Value::from(around.content(content)?));
    Ok(context)
}

/// The names that `redirect.html` sees: `root`, `site`, `href` and `canonical`.
pub(super) fn redirect(root: &str, href: &str, canonical: Option<&str>, site: &Shared<SiteView>) -> Context {
    let mut context = frame(root, site);
    context.insert_value("href", Value::from(href));
    context.insert_value("canonical", Value::from(canonical));
    context
}

/// The head with JSON that cannot end the script element it stands in, whatever it holds.
fn inert(head: &Head) -> Cow<'_, Head> {
    match &head.json_ld {
        Some(json) if json.contains('<') => {
            Cow::Owned(Head { json_ld: Some(json.replace('<', "\\u003c")), ..head.clone() })
        }
        _ => Cow::Borrowed(head),
    }
}

fn frame(root: &str, site: &Shared<SiteView>) -> Context {
    let mut context = Context::new();
    context.insert_value("root", Value::from(root));
    context.insert_value("site", shared(site));
    context
}

/// What templates see of a value that many pages show.
pub(super) trait Shown: Serialize + Sized {
    /// The value for templates.
    fn shown(&self) -> Value {
        plain(self)
    }
}

impl Shown for SiteView {}

impl Shown for SettingView {}

impl Shown for CardView {
    /// Its drawings are HTML, all else is text.
    fn shown(&self) -> Value {
        let mut fields = plain(self).into_map().unwrap_or_default();
        for (name, drawing) in [("seal", self.seal.drawn(cover::seal)), ("cover", self.cover.drawn(cover::shelf))] {
            fields.insert(name.into(), Value::safe_string(&drawing));
        }
        if let Some(setting) = &self.setting {
            fields.insert("setting".into(), shared(setting));
        }
        Value::from(fields)
    }
}

/// Converts a value that many pages show, once for all of them.
pub(super) fn shared<T: Shown>(value: &Shared<T>) -> Value {
    value.made(T::shown).clone()
}

/// Converts a value that holds nothing shared.
pub(super) fn plain<T: Serialize + ?Sized>(value: &T) -> Value {
    Value::try_from_serializable(value).unwrap_or_else(|_| Value::none())
}

impl Around<'_> {
    fn content(&self, content: &Content) -> Result<Fields, Fault> {
        Ok(match content {
            Content::Home(home) => self.home(home)?,
            Content::Wall(wall) => wall_fields(wall),
            Content::Story(story) => self.story(story)?,
            Content::Prompts(prompts) => prompts_fields(prompts),
            Content::Cards(cards) => cards_fields(cards),
            Content::Sheet(sheet) => self.sheet(sheet)?,
            Content::Prompt(prompt) => self.prompt(prompt)?,
            Content::Tags(tags) => Fields::from([("tags", plain(tags))]),
            Content::Tag(tag) => self.tag(tag)?,
            Content::Collections(collections) => Fields::from([("collections", counted(collections))]),
            Content::Collection(collection) => self.collection(collection)?,
            Content::Person(person) => self.person(person)?,
            Content::Setting(stories) | Content::Year(stories) => shelf_fields(stories),
            Content::Map(map) => map::fields(map),
            Content::Archive(years) => Fields::from([("years", plain(years))]),
            Content::Plain(page) => self.page(page)?,
            Content::Search(search) => search_fields(search),
            Content::Subscribe(subscribe) => subscribe_fields(subscribe),
            Content::Accessibility => Fields::default(),
            Content::NotFound(NotFoundView { cover, cards }) => {
                Fields::from([("cover", Value::safe_string(cover)), ("cards", shared_all(cards))])
            }
        })
    }

    /// `text`, `recordings`, `headings` and `extra` of a body; empty ones if there is none.
    fn text(&self, text: Option<&TextView>) -> Result<[(&'static str, Value); 4], Fault> {
        let empty = BTreeMap::new();
        let html = match text {
            Some(text) => Value::safe_string(&body::fill(text, self.root, None, self.theme)?),
            None => Value::safe_string(""),
        };
        let headings = plain(text.map_or(&[][..], |text| &text.body.headings));
        let extra = plain(text.map_or(&empty, |text| &text.body.extra));
        let recordings = Value::from(text.is_some_and(|text| !text.recordings.is_empty()));
        Ok([("text", html), ("recordings", recordings), ("headings", headings), ("extra", extra)])
    }

    fn home(&self, home: &HomeView) -> Result<Fields, Fault> {
        let HomeView { text, lead, cover, season, latest, prompt, prompts, total, led_on, settings, tags, collections } =
            home;
        let mut fields = Fields::from(self.text(text.as_ref())?);
        fields.extend([
            ("lead", maybe(lead.as_ref())),
            ("cover", Value::safe_string(&cover[0])),
            ("echo", Value::safe_string(&cover[1])),
            ("season", plain(season)),
            ("latest", shared_all(latest)),
            ("prompt", maybe(prompt.as_ref())),
            ("prompts", Value::from(*prompts)),
            ("total", Value::from(*total)),
            ("led_on", Value::from(*led_on)),
            ("settings", plain(settings)),
            ("tags", plain(tags)),
            ("collections", plain(collections)),
        ]);
        Ok(fields)
    }

    fn story(&self, story: &StoryView) -> Result<Fields, Fault> {
        // Taken apart without `..`, so that a new field does not compile until it has a name here.
        let StoryView {
            card,
            cover,
            summary,
            text,
            minutes,
            updated,
            tags,
            collections,
            authors,
            mentors,
            mentees,
            others,
            moment,
            outcome,
            claims,
            thread,
            near,
            tellings,
            beside,
            numbers,
            prompts,
            sheet,
            answers,
            newer,
            older,
            support,
            map,
            translations,
            voices,
        } = story;
        let mut fields = Fields::from(self.text(Some(text))?);
        fields.extend([
            ("card", shared(card)),
            ("cover", Value::safe_string(cover)),
            ("summary", plain(summary)),
            ("minutes", Value::from(*minutes)),
            ("updated", plain(updated)),
            ("tags", plain(tags)),
            ("collections", plain(collections)),
            ("authors", plain(authors)),
            ("mentors", plain(mentors)),
            ("mentees", plain(mentees)),
            ("others", plain(others)),
            ("moment", plain(moment)),
            ("outcome", plain(outcome)),
            ("claims", plain(claims)),
            ("near", ripples(near)),
            ("thread", thread::thread(thread)),
            ("tellings", thread::tellings(tellings.as_ref())),
            ("beside", thread::beside(beside)),
            ("numbers", plain(numbers)),
            ("prompts", shared_all(prompts)),
            ("sheet", plain(sheet)),
            ("answers", maybe(answers.as_ref())),
            ("newer", maybe(newer.as_ref())),
            ("older", maybe(older.as_ref())),
            ("support", plain(support)),
            ("map", plain(map)),
            ("translations", plain(translations)),
            ("voices", self::voices(voices)),
        ]);
        Ok(fields)
    }

    fn prompt(&self, prompt: &PromptView) -> Result<Fields, Fault> {
        let PromptView {
            card,
            summary,
            text,
            steps,
            stance,
            audience,
            tags,
            used_by,
            answered_by,
            more,
            place,
            printed,
        } = prompt;
        let mut fields = Fields::from(self.text(Some(text))?);
        fields.extend([
            ("card", shared(card)),
            ("summary", plain(summary)),
            ("steps", plain(steps)),
            ("stance", plain(stance)),
            ("audience", plain(audience)),
            ("tags", plain(tags)),
            ("used_by", shared_all(used_by)),
            ("answered_by", shared_all(answered_by)),
            ("more", plain(more)),
            ("place", place.as_ref().map_or_else(Value::none, place_value)),
            ("printed", plain(printed)),
        ]);
        Ok(fields)
    }

    fn sheet(&self, sheet: &SheetView) -> Result<Fields, Fault> {
        let SheetView {
            card,
            text,
            minutes,
            authors,
            mentors,
            mentees,
            others,
            moment,
            outcome,
            questions,
            support,
            address,
            size,
            cut,
        } = sheet;
        let mut fields = Fields::from(self.text(Some(text))?);
        fields.extend([
            ("card", shared(card)),
            ("minutes", Value::from(*minutes)),
            ("authors", plain(authors)),
            ("mentors", plain(mentors)),
            ("mentees", plain(mentees)),
            ("others", plain(others)),
            ("moment", plain(moment)),
            ("outcome", plain(outcome)),
            ("questions", Value::from(questions.iter().map(asked).collect::<Vec<_>>())),
            ("support", plain(support)),
            ("address", plain(address)),
            ("size", plain(size)),
            ("cut", Value::from(*cut)),
        ]);
        Ok(fields)
    }

    fn tag(&self, tag: &TagView) -> Result<Fields, Fault> {
        let TagView { label, text, parent, children, numbers, list } = tag;
        let mut fields = Fields::from(self.text(text.as_ref())?);
        fields.extend([
            ("label", plain(label)),
            ("parent", plain(parent)),
            ("children", plain(children)),
            ("numbers", plain(numbers)),
            ("list", listing(list)),
        ]);
        Ok(fields)
    }

    fn collection(&self, collection: &CollectionView) -> Result<Fields, Fault> {
        let CollectionView { card, summary, text, list, numbers, families, more_families } = collection;
        let mut fields = Fields::from(self.text(Some(text))?);
        fields.extend([
            ("card", shared(card)),
            ("summary", plain(summary)),
            ("list", listing(list)),
            ("numbers", plain(numbers)),
            ("families", self::families(families)),
            ("more_families", Value::from(*more_families)),
        ]);
        Ok(fields)
    }

    fn person(&self, person: &PersonPageView) -> Result<Fields, Fault> {
        let PersonPageView { card, text, parts, total, pager } = person;
        let mut fields = Fields::from(self.text(text.as_ref())?);
        fields.extend([
            ("card", shared(card)),
            ("parts", self::parts(parts)),
            ("total", Value::from(*total)),
            ("pager", plain(pager)),
        ]);
        Ok(fields)
    }

    fn page(&self, page: &PlainView) -> Result<Fields, Fault> {
        let PlainView { card, text } = page;
        let mut fields = Fields::from(self.text(Some(text))?);
        fields.insert("card", shared(card));
        Ok(fields)
    }
}

fn maybe(card: Option<&Shared<CardView>>) -> Value {
    card.map_or_else(Value::none, shared)
}

fn shared_all(cards: &[Shared<CardView>]) -> Value {
    Value::from(cards.iter().map(shared).collect::<Vec<_>>())
}

fn counted(cards: &[(Shared<CardView>, usize)]) -> Value {
    let one = |(card, count): &(Shared<CardView>, usize)| {
        Value::from(Fields::from([("card", shared(card)), ("count", Value::from(*count))]))
    };
    Value::from(cards.iter().map(one).collect::<Vec<_>>())
}

fn voices(voices: &[VoiceView]) -> Value {
    let one = |VoiceView { words, name, after, card }: &VoiceView| {
        let told = [("words", plain(words)), ("name", plain(name)), ("after", plain(after))];
        Value::from(told.into_iter().chain([("card", shared(card))]).collect::<Fields>())
    };
    Value::from(voices.iter().map(one).collect::<Vec<_>>())
}

fn families(families: &[FamilyView]) -> Value {
    let one = |FamilyView { first, here, all }: &FamilyView| {
        let numbers = [("here", Value::from(*here)), ("all", Value::from(*all))];
        Value::from(numbers.into_iter().chain([("first", shared(first))]).collect::<Fields>())
    };
    Value::from(families.iter().map(one).collect::<Vec<_>>())
}

fn parts(parts: &[PartView]) -> Value {
    let one = |PartView { key, label, cards }: &PartView| {
        let words = [("key", Value::from(*key)), ("label", plain(label))];
        Value::from(words.into_iter().chain([("cards", shared_all(cards))]).collect::<Fields>())
    };
    Value::from(parts.iter().map(one).collect::<Vec<_>>())
}

fn listing(list: &ListView) -> Value {
    let ListView { cards, total, pager } = list;
    Value::from(Fields::from([("cards", shared_all(cards)), ("total", Value::from(*total)), ("pager", plain(pager))]))
}

fn one_ripple(ripple: &RippleView) -> Value {
    let RippleView { kind, label, reads, notes, card } = ripple;
    Value::from(Fields::from([
        ("kind", plain(kind)),
        ("label", plain(label)),
        ("reads", plain(reads)),
        ("notes", plain(notes)),
        ("card", shared(card)),
    ]))
}

fn ripples(ripples: &[RippleView]) -> Value {
    Value::from(ripples.iter().map(one_ripple).collect::<Vec<_>>())
}

fn wall_fields(wall: &WallView) -> Fields {
    let WallView { list, settings, tags, prompt, led_on, narrow } = wall;
    let prompt = maybe(prompt.as_ref());
    Fields::from([
        ("list", listing(list)),
        ("settings", plain(settings)),
        ("tags", plain(tags)),
        ("prompt", prompt),
        ("led_on", Value::from(*led_on)),
        ("narrow", narrow.as_ref().map_or_else(Value::none, narrow_fields)),
    ])
}

fn narrow_fields(narrow: &NarrowView) -> Value {
    let NarrowView { map, card } = narrow;
    Value::from(Fields::from([("map", plain(map)), ("card", shared(card))]))
}

fn search_fields(search: &SearchView) -> Fields {
    let SearchView { action, map, rows } = search;
    Fields::from([("action", plain(action)), ("map", plain(map)), ("rows", shared_all(rows))])
}

fn subscribe_fields(subscribe: &SubscribeView) -> Fields {
    let SubscribeView { feed, address, collections, tags, more } = subscribe;
    Fields::from([
        ("feed", plain(feed)),
        ("address", plain(address)),
        ("collections", plain(collections)),
        ("tags", plain(tags)),
        ("more", Value::from(*more)),
    ])
}

fn shelf_fields(stories: &ShelfView) -> Fields {
    let ShelfView { label, list } = stories;
    Fields::from([("label", plain(label)), ("list", listing(list))])
}

fn prompts_fields(prompts: &PromptsView) -> Fields {
    let PromptsView { list, cards } = prompts;
    Fields::from([("list", listing(list)), ("cards", plain(cards))])
}

fn place_value(place: &PlaceView) -> Value {
    let PlaceView { number, total, next } = place;
    Value::from(Fields::from([
        ("number", Value::from(*number)),
        ("total", Value::from(*total)),
        ("next", maybe(next.as_ref())),
    ]))
}

fn asked(asked: &AskedView) -> Value {
    let AskedView { card, steps } = asked;
    Value::from(Fields::from([("card", shared(card)), ("steps", plain(steps))]))
}

fn question_card(one: &QuestionCardView) -> Value {
    let QuestionCardView { card, question, size, address, circles } = one;
    Value::from(Fields::from([
        ("card", shared(card)),
        ("question", plain(question)),
        ("size", plain(size)),
        ("address", plain(address)),
        ("circles", plain(circles)),
    ]))
}

fn cards_fields(cards: &CardsView) -> Fields {
    let CardsView { sheets, total, pager } = cards;
    let sheet = |cards: &Vec<QuestionCardView>| Value::from(cards.iter().map(question_card).collect::<Vec<_>>());
    Fields::from([
        ("sheets", Value::from(sheets.iter().map(sheet).collect::<Vec<_>>())),
        ("total", Value::from(*total)),
        ("pager", plain(pager)),
    ])
}
