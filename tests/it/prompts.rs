//! Questions as readers meet them: their pages, the cards and sheets made for paper, and private notes.

use crate::site_test::{Built, CONFIG, SiteTest, story};
use ripple::model::Date;
use std::fmt::Write as _;

/// No page may be larger, in bytes.
const PAGE_BYTES: usize = 150_000;

fn prompt(title: &str, fields: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n{fields}---\n{text}\n")
}

/// A page must be there and within its bounds.
#[track_caller]
fn bounded(built: &Built, path: &str) {
    let size = built.text(path).len();
    assert!(size < PAGE_BYTES, "{path} has {size} bytes");
}

#[test]
fn what_may_not_be_printed_is_on_no_card_and_no_sheet() {
    let no_print = "consent: {status: granted, scope: [web, feed, search]}\n";
    let links = "See [[quokka]], [[quokka|the other one]] and [here](/stories/quokka/).\n\n:::story quokka :::";
    for whose in ["own", "person"] {
        let hidden = if whose == "own" { no_print.to_owned() } else { "mentor: ines\n".to_owned() };
        let person = prompt(
            "Ines",
            if whose == "own" { "name: Ines\n" } else { "name: Ines\nconsent: {status: granted, scope: [web]}\n" },
            "",
        );
        let site = SiteTest::new(&[
            (
                "content/stories/quokka.md",
                &story("The Quokka title", &format!("{hidden}prompts: [wombat, open]\n"), "Text."),
            ),
            ("content/stories/b.md", &story("B", "prompts: [wombat, open]\n", links)),
            ("content/prompts/wombat.md", &prompt("Wombat", no_print, "What about wombats?")),
            ("content/prompts/open.md", &prompt("Open", "", "Who was it?")),
            ("content/people/ines.md", &person),
        ]);
        let built = site.build();
        assert_eq!(built.codes(), [""; 0], "{}", built.report());
        assert!(built.has("stories/quokka/index.html") && !built.has("stories/quokka/sheet/index.html"), "{whose}");
        assert!(!built.text("stories/quokka/index.html").contains("sheet/"), "no link to what is not there");
        built.holds("stories/b/index.html", "href=\"/stories/b/sheet/\"");
        let sheet = built.text("stories/b/sheet/index.html");
        for gone in ["Quokka", "quokka", "wombats"] {
            assert!(!sheet.contains(gone), "{gone} is on a sheet: {sheet}");
        }
        for kept in ["the other one", "and here.", "Who was it?", "example.org/<wbr>stories/<wbr>b</bdi>"] {
            assert!(sheet.contains(kept), "{kept}: {sheet}");
        }
        let cards = built.text("prompts/cards/index.html");
        assert!(cards.contains("Who was it?") && !cards.contains("wombat"), "{cards}");
        built.holds("prompts/open/index.html", "href=\"/prompts/cards/#q-open\">Print as a card</a>");
        assert!(!built.text("prompts/wombat/index.html").contains("Print as a card"));
        built.holds("prompts/index.html", "What about wombats?");
    }
}

#[test]
fn sheets_are_for_paper_and_not_for_search_engines() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "", "Text.")),
        ("content/stories/u.md", &story("U", "visibility: unlisted\n", "Text.")),
        ("content/stories/d.md", &story("D", "draft: true\n", "Text.")),
        ("content/prompts/q.md", &prompt("Q", "", "Who?")),
    ]);
    let built = site.build();
    let path = "stories/a/sheet/index.html";
    built.holds(path, "<meta name=\"robots\" content=\"noindex\">");
    assert!(!built.text(path).contains("canonical") && !built.text(path).contains("ld+json"));
    for id in ["u", "d"] {
        assert!(!built.has(&format!("stories/{id}/sheet/index.html")), "{id}");
    }
    assert!(!built.text("stories/u/index.html").contains("a sheet"), "an unlisted story is on its own page alone");
    let sitemap = built.text("sitemap.xml");
    assert!(!sitemap.contains("sheet") && sitemap.contains("/prompts/cards/"), "{sitemap}");
}

#[test]
fn without_a_question_there_are_no_cards() {
    let built = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]).build();
    assert!(!built.has("prompts/index.html") && !built.has("prompts/cards/index.html"));
    assert!(built.has("stories/a/sheet/index.html"), "a story has its sheet all the same");
}

#[test]
fn hundreds_of_questions_and_stories_make_pages_and_not_a_long_one() {
    let long = "Who gave you more than they knew, and what did you make of it in all the years since? ".repeat(20);
    let site = SiteTest::new(&[]);
    for number in 0..250 {
        site.write(&format!("content/prompts/p{number:03}.md"), prompt(&format!("P{number}"), "", &long));
    }
    for number in 0..130 {
        let fields = if number < 100 { "prompts: [p000]\n" } else { "answers: p000\n" };
        site.write(&format!("content/stories/s{number:03}.md"), story(&format!("S{number}"), fields, "Text."));
    }
    let built = site.build();
    for path in ["prompts/index.html", "prompts/page/13/index.html", "prompts/p000/index.html"] {
        bounded(&built, path);
    }
    assert!(!built.has("prompts/page/14/index.html"));
    let mut cards = 0;
    for (path, sheets) in [("", 12), ("page/2/", 12), ("page/3/", 8)] {
        let path = format!("prompts/cards/{path}index.html");
        bounded(&built, &path);
        assert_eq!(built.text(&path).matches("<section class=\"sheet\"").count(), sheets, "{path}");
        cards += built.text(&path).matches("<li class=\"slip").count();
    }
    assert_eq!(cards, 250);
    built.holds("prompts/p200/index.html", "href=\"/prompts/cards/page/3/#q-p200\"");
    built.holds("prompts/cards/page/3/index.html", "id=\"q-p200\"");
    let page = built.text("prompts/p000/index.html");
    assert_eq!((page.matches("<blockquote>").count(), page.matches("class=\"card\"").count()), (12, 9));
    assert!(
        page.contains("href=\"/prompts/p000/stories/\">All stories for this question</a> <span class=\"count\">130<")
    );
    let all: String = (1..=7).fold(String::new(), |mut all, number| {
        let part = if number == 1 { String::new() } else { format!("page/{number}/") };
        let _ = write!(all, "{}", built.text(&format!("prompts/p000/stories/{part}index.html")));
        all
    });
    for number in 0..130 {
        assert!(all.contains(&format!("href=\"/stories/s{number:03}/\"")), "{number}");
    }
    assert!(!built.has("prompts/p001/stories/index.html"));
}

#[test]
fn a_question_knows_its_place_and_the_next() {
    let site = SiteTest::new(&[
        ("content/prompts/a.md", &prompt("A", "weight: 1\nstance: recall\n", "Who?")),
        ("content/prompts/b.md", &prompt("B", "weight: 2\nstance: act\n", "What?")),
        ("content/prompts/u.md", &prompt("U", "visibility: unlisted\n", "Why?")),
    ]);
    let built = site.build();
    built.holds("prompts/a/index.html", "Question 1 of 2 · to look back");
    built.holds("prompts/a/index.html", "<a href=\"/prompts/b/\">Next question</a>");
    built.holds("prompts/b/index.html", "Question 2 of 2 · to act on");
    built.holds("prompts/b/index.html", "<a href=\"/prompts/a/\">Next question</a>");
    let unlisted = built.text("prompts/u/index.html");
    assert!(!unlisted.contains("Next question") && !unlisted.contains("as a card"), "{unlisted}");
    assert!(!built.text("prompts/cards/index.html").contains("Why?"));
}

#[test]
fn answers_stand_as_quotations() {
    let site = SiteTest::new(&[
        ("content/prompts/q.md", &prompt("Q", "", "Who?")),
        (
            "content/stories/a.md",
            &story("A", "answers: q\nsummary: My sister did.\nsetting: family\nmoment: {date: 2019}\n", "Text."),
        ),
    ]);
    let built = site.build();
    let page = built.text("prompts/q/index.html");
    let quote = page.split("<blockquote>").nth(1).unwrap_or_default();
    assert!(quote.starts_with("My sister did.</blockquote>"), "{page}");
    assert!(quote.contains("<a href=\"/stories/a/\">A</a>") && quote.contains("Family, 2019"), "{quote}");
}

#[test]
fn addresses_on_paper_hold_in_a_folder_and_on_a_stick() {
    let settings = CONFIG.replace("https://example.org", "https://example.org/wall") + "relative: true\n";
    let site = SiteTest::new(&[
        ("ripple.yaml", &settings),
        ("content/stories/a.md", &story("A", "prompts: [سؤال]\n", "Text.")),
        ("content/prompts/سؤال.md", &prompt("سؤال", "", "من؟")),
    ]);
    let built = site.build();
    built.holds("prompts/cards/index.html", "example.org/<wbr>wall/<wbr>prompts/<wbr>سؤال</bdi>");
    built.holds("prompts/cards/index.html", "id=\"q-سؤال\"");
    let card = "../../prompts/cards/index.html#q-%D8%B3%D8%A4%D8%A7%D9%84";
    built.holds("prompts/سؤال/index.html", &format!("href=\"{card}\""));
    built.holds("stories/a/index.html", "href=\"../../stories/a/sheet/index.html\"");
    built.holds("stories/a/index.html", "data-root=\"../../\"");
    let site = SiteTest::new(&[
        ("ripple.yaml", "title: T\nsafeguarding: open\n"),
        ("content/prompts/q.md", &prompt("Q", "", "Who?")),
    ]);
    assert!(!site.build().text("prompts/cards/index.html").contains("<bdi"), "without an address there is none");
}

#[test]
fn two_entries_at_one_address_are_one_problem() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "slug: same\nprompts: [q, r]\n", "Text.")),
        ("content/stories/b.md", &story("B", "slug: same\n", "Text.")),
        ("content/prompts/q.md", &prompt("Q", "slug: one\n", "Who?")),
        ("content/prompts/r.md", &prompt("R", "slug: one\n", "Who else?")),
        ("content/prompts/s.md", &prompt("S", "slug: page\n", "And who?")),
    ]);
    assert_eq!(site.build().codes(), ["same-address", "reserved-address", "same-address"]);
}

#[test]
fn the_question_on_the_home_page_goes_by_the_newest_story_and_not_by_the_clock() {
    let asked = |built: &Built| {
        let home = built.text("index.html");
        home.split("class=\"question\"").nth(1).and_then(|rest| rest.split(['>', '<']).nth(1)).map(str::to_owned)
    };
    let mut site = SiteTest::new(&[("content/stories/old.md", &story("Old", "", "Text."))]);
    for id in ["a", "b", "c", "d", "e"] {
        site.write(&format!("content/prompts/{id}.md"), prompt(id, "", &format!("Who is {id}?")));
    }
    let first = asked(&site.build());
    assert!(first.as_ref().is_some_and(|question| question.starts_with("Who is ")), "{first:?}");
    for day in ["2027-03-05", "2029-11-30"] {
        site.options.as_of = Date::parse(day).ok();
        assert_eq!(asked(&site.build()), first, "{day}");
    }
    let mut seen = std::collections::BTreeSet::new();
    for day in 3..8 {
        site.write("content/stories/new.md", story("New", "", "Text.").replace("03-02", &format!("03-0{day}")));
        seen.extend(asked(&site.build()));
    }
    assert_eq!(seen.len(), 5, "five days, five questions: {seen:?}");
}

#[test]
fn notes_are_offered_where_a_question_is_asked_and_can_be_switched_off() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "prompts: [q]\n", "Text.")),
        ("content/stories/b.md", &story("B", "", "Text.")),
        ("content/prompts/q.md", &prompt("Q", "", "Who?")),
    ]);
    let with = |built: &Built, words: &str| -> Vec<String> {
        let pages = built.files.iter().filter(|(path, _)| path.ends_with("index.html"));
        let holds = pages.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(words));
        holds.map(|(path, _)| path.clone()).collect()
    };
    let built = site.build();
    let places = ["prompts/q/index.html", "stories/a/index.html"];
    assert_eq!(with(&built, "journal."), places, "the script is only where it has something to do");
    assert_eq!(with(&built, "class=\"journal\""), places);
    built.holds("stories/a/index.html", "data-prompt=\"q\" data-story=\"a\" hidden></div>");
    built.holds("prompts/q/index.html", "data-prompt=\"q\" data-story=\"\" hidden></div>");
    site.write("ripple.yaml", format!("{CONFIG}journal: false\n"));
    let built = site.build();
    for words in ["journal.", "class=\"journal\"", "data-journal", "private note", "on this device"] {
        assert_eq!(with(&built, words), [""; 0], "{words}");
    }
    built.holds("stories/a/index.html", ">Who?</a>");
}
