//! Hand-made views for tests: one of each kind of page, with every field filled or every field empty, and
//! with all words passed through a function that may make them hostile.

mod thread;

use super::builtin::built_in;
pub(super) use super::frame_samples::site;
use super::frame_samples::{head, picture};
use super::theme::{Theme, ThemeSource, compile};
use super::{map_samples, paper_samples as paper};
use crate::model::{
    Body, CardView, ClaimView, CollectionView, Content, CountView, DateView, FamilyView, Heading, HomeView, HtmlView,
    LinkView, ListView, MomentView, NarrowView, NotFoundView, PagerItem, PagerView, PartView, PersonPageView,
    PersonView, PlaceView, PlainView, PromptView, PromptsView, RippleView, SearchView, SettingView, Shared, ShelfView,
    StoryDetail, StoryView, SubscribeView, Support, TagView, TextView, ThreadView, TranslationView, VoiceView,
    WallView, cover,
};
use std::collections::BTreeMap;

/// Changes words on their way into a view.
pub(super) type Words<'a> = &'a dyn Fn(&str) -> String;

/// The built-in theme.
pub(super) fn theme() -> Theme {
    let layers = built_in("default").into_iter().collect();
    compile(&ThemeSource { layers, words: crate::english_source(), ..ThemeSource::default() })
        .unwrap_or_else(|found| panic!("{found:#?}"))
}

/// A body of this HTML.
pub(super) fn body(html: &str) -> Body {
    Body {
        html: html.to_owned(),
        holes: Vec::new(),
        headings: vec![Heading { level: 2, id: "part".to_owned(), text: "Part".to_owned() }],
        anchors: Vec::new(),
        words: 3,
        excerpted: false,
        detail: StoryDetail::default(),
        extra: BTreeMap::from([("mood".to_owned(), serde_json::json!({"b": [1, 2.5, null], "a": true}))]),
    }
}

fn text(html: &str) -> TextView {
    TextView { body: Shared::new(body(html)), ..TextView::default() }
}

fn date(words: Words<'_>) -> DateView {
    DateView { iso: "2026-03-02".to_owned(), text: words("2 March 2026") }
}

/// A story's card.
pub(super) fn card(
    id: &str,
    title: &str,
    setting: (&str, &str),
    year: &str,
    reach: (u32, u32),
    w: Words<'_>,
) -> CardView {
    let onward: Vec<u32> = (0..reach.0.min(3)).map(|_| reach.1.saturating_sub(1)).collect();
    let moment = cover::Moment { id, ink: "s-school", depth: reach.1, onward: &onward };
    CardView {
        kind: "story",
        seal: cover::Drawing::of(&moment),
        cover: cover::Drawing::of(&moment),
        id: w(id),
        title: w(title),
        href: w(&format!("stories/{id}/")),
        summary: w("A few words after a workshop, and the quietest girl in the room put up her hand."),
        date: Some(date(w)),
        facts: w(&format!("{}, {year}", setting.1)),
        year: Some(w(year)),
        setting: Some(Shared::new(SettingView {
            key: w(setting.0),
            ink: w(&format!("s-{}", setting.0)),
            label: w(setting.1),
            href: Some(w(&format!("settings/{}/", setting.0))),
        })),
        led_to: reach.0,
        depth: reach.1,
        lang: None,
        state: None,
        photo: (id == "qissa").then(|| Box::new(picture(w))),
    }
}

/// A question's card.
pub(super) fn question(id: &str, question: &str, w: Words<'_>) -> Shared<CardView> {
    let plain = card(id, id, ("", ""), "", (0, 0), w);
    let bare = CardView { seal: cover::Drawing::default(), cover: cover::Drawing::default(), ..plain };
    Shared::new(CardView {
        kind: "prompt",
        summary: w(question),
        setting: None,
        facts: String::new(),
        year: None,
        date: None,
        ..bare
    })
}

/// Stories of every setting and depth.
pub(super) fn cards(w: Words<'_>) -> Vec<Shared<CardView>> {
    let make = |id, title, setting, year, reach| Shared::new(card(id, title, setting, year, reach, w));
    let mut cards = vec![
        make("finding-her-voice", "Finding her voice", ("school", "School"), "2023", (4, 2)),
        make("three-things", "Three things before lunch", ("workplace", "Workplace"), "2016", (6, 3)),
        make("after-the-bell", "After the bell", ("school", "School"), "2026", (0, 0)),
        make("second-row", "The second row", ("community", "Community"), "2018", (12, 6)),
        make("recipe", "The recipe with no amounts", ("family", "Family"), "2009", (3, 2)),
        make("reply", "A reply at midnight", ("online", "Online"), "2020", (6, 1)),
        make(
            "ledger",
            "My grandfather’s ledger, and what was written in the back of it",
            ("other", "Elsewhere"),
            "2011",
            (1, 1),
        ),
    ];
    let arabic = card("qissa", "قصة قصيرة", ("school", "School"), "2024", (0, 0), w);
    cards.push(Shared::new(CardView { lang: Some(w("ar")), ..arabic }));
    let draft = card("draft", "Not yet ready", ("school", "School"), "2026", (0, 0), w);
    cards.push(Shared::new(CardView { state: Some(w("Held until 1 December 2026")), ..draft }));
    cards
}

pub(super) fn link(label: &str, w: Words<'_>) -> LinkView {
    LinkView { label: w(label), href: w(&format!("tags/{label}/")) }
}

fn counts(labels: &[(&str, &str, usize)], w: Words<'_>) -> Vec<CountView> {
    let one = |(key, label, count): &(&str, &str, usize)| CountView {
        key: w(key),
        label: w(label),
        href: w(&format!("tags/{key}/")),
        count: *count,
        ink: Some(w(&format!("s-{key}"))),
    };
    labels.iter().map(one).collect()
}

fn settings(w: Words<'_>) -> Vec<CountView> {
    let named = [
        ("school", "School", 19),
        ("workplace", "Workplace", 14),
        ("community", "Community", 9),
        ("family", "Family", 4),
        ("online", "Online", 2),
    ];
    counts(&named, w)
}

fn tags(w: Words<'_>) -> Vec<CountView> {
    let named = [
        ("encouragement", "encouragement", 14),
        ("speaking-up", "speaking up", 9),
        ("trust", "trust", 8),
        ("first-days", "first days", 7),
        ("being-noticed", "being noticed", 6),
        ("patience", "patience", 6),
        ("asking", "asking for help", 5),
        ("mistakes", "mistakes", 1),
    ];
    counts(&named, w)
}

pub(super) fn list(cards: Vec<Shared<CardView>>) -> ListView {
    let numbers = [(1, Some("stories/")), (2, Some("stories/page/2/")), (3, None), (9, Some("stories/page/9/"))];
    let item = |(number, href): (usize, Option<&str>)| PagerItem { number, href: href.map(str::to_owned) };
    let links = PagerView {
        number: 2,
        count: 9,
        pages: numbers.map(item).to_vec(),
        newer: Some("stories/".to_owned()),
        older: Some("stories/page/3/".to_owned()),
    };
    ListView { total: 48, pager: Some(links), cards }
}

fn ripple(kind: &str, label: &str, reads: &str, card: &Shared<CardView>, w: Words<'_>) -> RippleView {
    let notes =
        vec![w("She came back two years later to mentor younger pupils, and began with the ones who had not spoken.")];
    RippleView { kind: kind.to_owned(), label: w(label), reads: w(reads), notes, card: card.clone() }
}

const STORY: &str = "<p>The workshop had finished and the chairs were going back against the wall. Maria was coiling the \
extension lead, because coiling the lead meant nobody would ask her what she had thought of it.</p>\
<p>She had said nothing for ninety minutes. She had written two pages. The speaker, who runs <a href=\"#part\">the advice \
centre</a> on Mill Street and had spent most of her own school years near a door, had noticed both things.</p>\
<blockquote><p>“Say one thing, once, in every lesson tomorrow. It does not have to be good. It has to be out loud.”</p></blockquote>\
<h2 id=\"part\">The next day</h2><p>The next day Maria said one thing in history, and one in chemistry, where it was wrong, \
and nobody minded.</p><ul><li>One thing in history</li><li>One thing in <em>chemistry</em></li></ul><p>By the spring she was \
arguing about the bus fares in front of a councillor.</p>";

/// A story's cover in a large form.
fn drawn(form: fn(&cover::Moment<'_>) -> String) -> String {
    form(&cover::Moment { id: "finding-her-voice", ink: "s-school", depth: 2, onward: &[1, 0] })
}

/// A story with everything a story can have.
pub(super) fn story(w: Words<'_>) -> StoryView {
    let cards = cards(w);
    let person = |name: &str, role: &str| PersonView { name: w(name), role: w(role), href: None };
    let with_page = |name: &str, role: &str| PersonView { href: Some(w("people/maria/")), ..person(name, role) };
    let claim = |text: &str, status, source: Option<&str>| ClaimView { text: w(text), status, source: source.map(w) };
    StoryView {
        card: cards[0].clone(),
        cover: drawn(cover::story),
        summary: Some(cards[0].summary.clone()),
        text: text(STORY),
        minutes: 3,
        updated: Some(date(w)),
        tags: vec![link("being noticed", w), link("trust", w)],
        collections: vec![link("Debate club 2026", w)],
        authors: vec![with_page("Maria", ""), person("her form tutor", "")],
        mentors: vec![person("a local community leader", "mentor")],
        mentees: vec![with_page("Maria", "mentee"), person("two friends", "mentee")],
        others: vec![person("Mr Hall", "caretaker")],
        moment: Some(MomentView {
            date: None,
            when: Some(w("after a workshop")),
            minutes: Some(10),
            place: Some(w("Linden Road School")),
        }),
        outcome: vec![w("Maria joined in, then led the debate team.")],
        claims: vec![
            claim("Pupils who speak once a day stay in school.", "sourced", Some("County survey, 2024, p. 9")),
            claim("She had never spoken before.", "anecdotal", None),
            claim("“It has to be out loud.”", "quotation", None),
            claim("Everybody minded.", "unsourced", None),
        ],
        near: thread::near(&cards, w),
        thread: thread::full(&cards, w),
        tellings: Some(thread::tellings(&cards, w)),
        beside: thread::beside(&cards, w),
        numbers: Some(w("This moment led to 4 more stories, two steps on. It began with one from 2004.")),
        prompts: vec![
            question(
                "small-moment",
                "What small moment could you make, or simply notice, that might matter to someone else?",
                w,
            ),
            question("noticed", "Who noticed you before you had said anything?", w),
        ],
        sheet: Some("stories/finding-her-voice/sheet/".to_owned()),
        answers: Some(question("answered", "Whose name do you know, but have never used?", w)),
        newer: Some(cards[2].clone()),
        older: Some(cards[6].clone()),
        support: Some(Support {
            title: w("If this is close to home"),
            text: w(
                "You can talk to Ms Adeyemi in room 12, any break. Outside school, Childline is free, day and night.",
            ),
            phone: Some(w("0800 1111")),
            url: Some(w("https://www.childline.org.uk/")),
        }),
        map: Some(w("ripples/#finding-her-voice")),
        translations: vec![translation(w)],
        voices: [("Also about", w("being noticed"), 6), ("Also at school", String::new(), 7)]
            .map(|(words, name, card)| VoiceView {
                words: w(words),
                name,
                after: String::new(),
                card: cards[card].clone(),
            })
            .to_vec(),
    }
}

fn translation(w: Words<'_>) -> TranslationView {
    let url = Some(w("https://example.org/de/x/"));
    TranslationView { lang: w("de"), title: w("Ihre Stimme"), href: w("de/x/"), url }
}

/// A story with nothing but a title.
fn quiet_story(w: Words<'_>) -> StoryView {
    let bare = CardView {
        summary: String::new(),
        date: None,
        year: None,
        setting: None,
        led_to: 0,
        depth: 0,
        ..card("q", "Quiet", ("", ""), "", (0, 0), w)
    };
    StoryView {
        card: Shared::new(bare),
        cover: drawn(cover::story),
        summary: None,
        text: text(""),
        minutes: 0,
        updated: None,
        moment: None,
        numbers: None,
        sheet: None,
        answers: None,
        newer: None,
        older: None,
        support: None,
        tags: Vec::new(),
        collections: Vec::new(),
        authors: Vec::new(),
        mentors: Vec::new(),
        mentees: Vec::new(),
        others: Vec::new(),
        outcome: Vec::new(),
        claims: Vec::new(),
        thread: ThreadView::default(),
        near: Vec::new(),
        tellings: None,
        beside: Vec::new(),
        prompts: Vec::new(),
        map: None,
        translations: Vec::new(),
        voices: Vec::new(),
    }
}

fn home(w: Words<'_>) -> HomeView {
    let cards = cards(w);
    HomeView {
        text: None,
        lead: Some(cards[0].clone()),
        cover: [drawn(cover::lead), drawn(cover::echo)],
        season: Some(w("Spring 2026")),
        latest: cards[1..7].to_vec(),
        prompt: Some(question("ten", "Who once gave you ten minutes that you are still using?", w)),
        prompts: 14,
        total: 48,
        led_on: 17,
        settings: settings(w),
        tags: tags(w),
        collections: counts(&[("debate", "Debate club 2026", 6), ("fridays", "Half-hour Fridays", 8)], w),
    }
}

fn prompt(w: Words<'_>, full: bool) -> PromptView {
    let kept = |items: Vec<String>| if full { items } else { Vec::new() };
    PromptView {
        card: question("ten", "Who once gave you ten minutes that you are still using?", w),
        summary: full.then(|| w("For the last ten minutes of a day.")),
        text: text(if full { "<p>Leave a minute of silence. Nobody has to read theirs aloud.</p>" } else { "" }),
        steps: kept(vec![
            w("Picture the place. What could you hear?"),
            w("What did they say or do?"),
            w("Where is it in what you did last week?"),
        ]),
        stance: full.then(|| "recall".to_owned()),
        audience: kept(vec![w("Year 9 and up"), w("tutor groups"), w("new teams")]),
        tags: if full { vec![link("trust", w)] } else { Vec::new() },
        used_by: if full { cards(w)[..3].to_vec() } else { Vec::new() },
        answered_by: if full { cards(w)[3..5].to_vec() } else { Vec::new() },
        more: full.then(|| CountView {
            key: "stories".to_owned(),
            label: w("All stories for this question"),
            href: w("prompts/ten/stories/"),
            count: 40,
            ink: None,
        }),
        place: full.then(|| PlaceView { number: 3, total: 14, next: Some(question("noticed", "Who noticed you?", w)) }),
        printed: full.then(|| w("prompts/cards/#q-ten")),
    }
}

fn person(w: Words<'_>, full: bool) -> PersonPageView {
    let plain = card("maria", "Maria", ("", ""), "", (0, 0), w);
    let part = |key, label, cards: &[Shared<CardView>]| PartView { key, label: w(label), cards: cards.to_vec() };
    let cards = cards(w);
    let parts = vec![part("mentor", "Helped somebody", &cards[..2]), part("mentee", "Had help", &cards[2..3])];
    PersonPageView {
        card: Shared::new(CardView { kind: "person", setting: None, year: None, date: None, ..plain }),
        text: full.then(|| text("<p>Maria leads the debate team.</p>")),
        parts: if full { parts } else { Vec::new() },
        total: if full { 3 } else { 0 },
        pager: list(Vec::new()).pager.filter(|_| full),
    }
}

fn collection(card: &Shared<CardView>, w: Words<'_>, full: bool) -> CollectionView {
    let family = || FamilyView { first: cards(w)[3].clone(), here: 2, all: 5 };
    CollectionView {
        card: card.clone(),
        summary: full.then(|| card.summary.clone()),
        text: text(if full { "<p>Every Friday.</p>" } else { "" }),
        list: if full { list(cards(w)) } else { empty_list() },
        numbers: full.then(|| w("Six stories, three of them led on.")),
        families: full.then(family).into_iter().collect(),
        more_families: if full { 3 } else { 0 },
    }
}

fn empty_list() -> ListView {
    ListView { cards: Vec::new(), total: 0, pager: None }
}

fn empty_home() -> HomeView {
    HomeView {
        text: None,
        lead: None,
        cover: Default::default(),
        season: None,
        latest: Vec::new(),
        prompt: None,
        prompts: 0,
        total: 0,
        led_on: 0,
        settings: Vec::new(),
        tags: Vec::new(),
        collections: Vec::new(),
    }
}

fn wall(list: ListView, full: bool, w: Words<'_>) -> WallView {
    WallView {
        list,
        settings: if full { settings(w) } else { Vec::new() },
        tags: if full { tags(w) } else { Vec::new() },
        prompt: full.then(|| question("wall", "Whose name do you know, but have never used?", w)),
        led_on: full,
        narrow: full.then(|| NarrowView { map: w("assets/search/map.js"), card: cards(w)[0].clone() }),
    }
}

fn search(w: Words<'_>) -> SearchView {
    SearchView { action: w("search/"), map: w("assets/search/map.js?0123456789"), rows: cards(w)[..5].to_vec() }
}

fn subscribe(w: Words<'_>, full: bool) -> SubscribeView {
    SubscribeView {
        feed: "feed.xml".to_owned(),
        address: w("https://example.org/feed.xml"),
        collections: if full { vec![link("Debate club 2026", w)] } else { Vec::new() },
        tags: if full { vec![link("trust", w), link("first days", w)] } else { Vec::new() },
        more: full,
    }
}

/// Pages of every kind: a name, the root as seen from the page, and the view.
pub(super) fn pages(w: Words<'_>) -> Vec<(&'static str, HtmlView)> {
    let tag = |full: bool| TagView {
        label: w("being noticed"),
        text: full.then(|| text("<p>Somebody saw, and said so.</p>")),
        parent: full.then(|| link("attention", w)),
        children: if full { vec![link("names", w), link("faces", w)] } else { Vec::new() },
        numbers: full.then(|| w("Six stories recorded here about this; three of them led to another.")),
        list: if full { list(cards(w)) } else { empty_list() },
    };
    let collection =
        Shared::new(CardView { kind: "collection", ..card("debate", "Debate club 2026", ("", ""), "", (0, 0), w) });
    let shelf = |label: &str| ShelfView { label: w(label), list: list(cards(w)) };
    let about = Shared::new(CardView { kind: "page", ..card("about", "About", ("", ""), "", (0, 0), w) });
    let with_words = HomeView { text: Some(text("<p>We collect small moments.</p>")), ..home(w) };
    let contents = vec![
        ("home", Content::Home(home(w))),
        ("home-words", Content::Home(with_words)),
        ("home-empty", Content::Home(empty_home())),
        ("wall", Content::Wall(wall(list(cards(w)), true, w))),
        ("wall-empty", Content::Wall(wall(empty_list(), false, w))),
        ("story", Content::Story(Box::new(story(w)))),
        ("story-quiet", Content::Story(Box::new(quiet_story(w)))),
        ("prompts", Content::Prompts(PromptsView { list: list(story(w).prompts), cards: Some(w("prompts/cards/")) })),
        ("prompts-empty", Content::Prompts(PromptsView { list: empty_list(), cards: None })),
        ("prompt", Content::Prompt(Box::new(prompt(w, true)))),
        ("prompt-bare", Content::Prompt(Box::new(prompt(w, false)))),
        ("tags", Content::Tags(tags(w))),
        ("tags-empty", Content::Tags(Vec::new())),
        ("tag", Content::Tag(tag(true))),
        ("tag-empty", Content::Tag(tag(false))),
        ("collections", Content::Collections(vec![(collection.clone(), 6)])),
        ("collections-empty", Content::Collections(Vec::new())),
        ("collection", Content::Collection(self::collection(&collection, w, true))),
        ("collection-bare", Content::Collection(self::collection(&collection, w, false))),
        ("person", Content::Person(person(w, true))),
        ("person-bare", Content::Person(person(w, false))),
        ("setting", Content::Setting(shelf("School"))),
        ("year", Content::Year(shelf("2026"))),
        ("archive", Content::Archive(counts(&[("2026", "2026", 12), ("2025", "2025", 1)], w))),
        ("archive-empty", Content::Archive(Vec::new())),
        ("page", Content::Plain(PlainView { card: about, text: text(STORY) })),
        ("search", Content::Search(search(w))),
        ("subscribe", Content::Subscribe(subscribe(w, true))),
        ("subscribe-bare", Content::Subscribe(subscribe(w, false))),
        ("accessibility", Content::Accessibility),
        ("404", Content::NotFound(NotFoundView { cover: drawn(cover::shelf), cards: cards(w)[..3].to_vec() })),
        ("404-empty", Content::NotFound(NotFoundView { cover: drawn(cover::shelf), cards: Vec::new() })),
    ];
    let site = site(w);
    let page = |(name, content): (&'static str, Content)| {
        let title = if name.starts_with("home") { "" } else { "Finding her voice" };
        (name, HtmlView { head: head(title, w), site: site.clone(), template: None, content })
    };
    contents.into_iter().chain(paper::contents(w)).chain(map_samples::contents(w)).map(page).collect()
}
