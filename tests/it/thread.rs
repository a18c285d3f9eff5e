//! The thread on a story's page, told from both of its ends: as far as it goes, and never further than a page holds.

use crate::site_test::{Built, CONFIG, SiteTest, story};
use ripple::engine::Changes;
use scraper::{ElementRef, Html, Selector};

/// No page is larger than this, in bytes.
const LARGEST: usize = 150_000;

fn page<'a>(built: &'a Built, id: &str) -> &'a str {
    built.text(&format!("stories/{id}/index.html"))
}

fn words(element: ElementRef) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of everything that a selector finds, in the order of the page.
fn all(html: &str, selector: &str) -> Vec<String> {
    Html::parse_document(html).select(&Selector::parse(selector).unwrap()).map(words).collect()
}

/// The words of a thread, in the order in which they are read.
#[track_caller]
fn thread(html: &str) -> String {
    let found = all(html, ".thread");
    assert_eq!(found.len(), 1, "{html}");
    found.into_iter().next().unwrap()
}

/// Fails unless every row that points to another points to one that stands on the page once, on the side it says.
/// Returns how many there are.
#[track_caller]
fn points_rightly(html: &str) -> usize {
    let links: Vec<(usize, &str)> = html.match_indices("href=\"#r-step-").collect();
    for (from, link) in &links {
        let (number, words) = html[from + link.len()..].split_once("\">").unwrap();
        let id = format!("id=\"r-step-{number}\"");
        assert_eq!(html.matches(&id).count(), 1, "{id} in {html}");
        let side = if html.find(&id).unwrap() < *from { "see above" } else { "see below" };
        assert!(words.starts_with(side), "{id}: {}", &words[..20]);
    }
    links.len()
}

#[test]
fn marias_thread_reads_well_from_both_ends() {
    let built = SiteTest::copy_of_example().build();
    let tell = "If this moment reached you too, tell us.";
    assert_eq!(
        thread(page(&built, "maria-speaks")),
        format!(
            "Where it began You are reading Maria speaks School, 2022 was paid forward in Maria mentors School, 2025 \
             she came back to mentor younger pupils Do you know more about it? {tell}"
        )
    );
    assert_eq!(
        thread(page(&built, "maria-mentors")),
        format!(
            "Where it began Maria speaks School, 2022 was paid forward in she came back to mentor younger pupils \
             You are reading Maria mentors School, 2025 What happened next? {tell}"
        )
    );
    let james = thread(page(&built, "james-interns"));
    assert!(
        james.starts_with(
            "Where it began James and the hectic project Workplace, 2018 was paid forward in You are reading"
        ),
        "{james}"
    );
}

/// A site of stories joined by ripples, each one day later than the one before: from, kind, to.
fn joined(config: &str, ids: &[&str], ripples: &[(&str, &str, &str)]) -> SiteTest {
    let site = SiteTest::new(&[("ripple.yaml", &format!("{CONFIG}{config}"))]);
    for (day, id) in (1..).zip(ids) {
        let lines: String = ripples
            .iter()
            .filter(|(from, ..)| from == id)
            .map(|(_, kind, to)| format!("  - {{to: {to}, kind: {kind}, note: from {id} to {to}}}\n"))
            .collect();
        let ripples = if lines.is_empty() { String::new() } else { format!("ripples:\n{lines}") };
        let text = format!("---\ntitle: Story {id}\ndate: 2026-03-{day:02}\n{ripples}---\nText.\n");
        site.write(&format!("content/stories/{id}.md"), text);
    }
    site
}

#[test]
fn a_long_thread_says_how_much_more_there_is_and_where_it_goes_on() {
    let ids: Vec<String> = (b'a'..=b'l').map(|letter| char::from(letter).to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let line: Vec<(&str, &str, &str)> = ids.windows(2).map(|two| (two[0], "inspired", two[1])).collect();
    let built = joined("", &ids, &line).build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let middle = page(&built, "f");
    assert_eq!(
        all(middle, ".thread .title")[..9],
        ["b", "c", "d", "e", "f", "g", "h", "i", "j"].map(|id| format!("Story {id}"))
    );
    assert_eq!(
        all(middle, ".thread .more"),
        ["and 1 before that: the thread of Story b", "and 2 more: the thread of Story j"]
    );
    for link in ["<li class=\"more\"><a href=\"/stories/b/\">", "<li class=\"more\"><a href=\"/stories/j/\">"] {
        assert!(middle.contains(link), "{middle}");
    }
    assert!(!middle.contains("Where it began"), "that is at another story");
    assert_eq!(all(page(&built, "e"), ".thread .began"), ["Where it began"]);
    assert_eq!(all(page(&built, "e"), ".thread > li:first-child"), ["Where it began"]);
    // All notes of the way are told, each once.
    for (from, to) in ["b", "c", "d", "e", "f", "g", "h", "i"].iter().zip(["c", "d", "e", "f", "g", "h", "i", "j"]) {
        assert_eq!(middle.matches(&format!("from {from} to {to}")).count(), 1);
    }
    let short = joined("thread_depth: 1\n", &ids, &line).build();
    assert_eq!(all(page(&short, "f"), ".thread .title")[..3], ["Story e", "Story f", "Story g"]);
    let more = ["and 4 before that: the thread of Story e", "and 5 more: the thread of Story g"];
    assert_eq!(all(page(&short, "f"), ".thread .more"), more);
    // However far somebody wants it, lists are not nested without end.
    let far = joined("thread_depth: 100\n", &ids, &line).build();
    assert_eq!(all(page(&far, "a"), ".thread .more"), ["and 3 more: the thread of Story i"]);
}

#[test]
fn branches_are_nested_and_what_stands_already_is_named_again() {
    let ids = ["root", "other", "here", "left", "right", "end", "late"];
    let ripples = [
        ("root", "paid-forward", "here"),
        ("other", "inspired", "here"),
        ("here", "inspired", "left"),
        ("here", "paid-forward", "right"),
        ("left", "continued-in", "end"),
        ("right", "retold-in", "end"),
        ("right", "inspired", "late"),
    ];
    let built = joined("", &ids, &ripples).build();
    let html = page(&built, "here");
    let branches = all(html, ".thread > .branch");
    assert_eq!(branches.len(), 4, "{branches:#?}");
    assert_eq!(all(html, ".thread .began"), ["Where it began"], "it is said once over both");
    assert_eq!(branches[1], "Story other Other, 2026 inspired from other to here");
    assert_eq!(
        branches[2],
        "inspired Story left Other, 2026 · led to 1 more from here to left was continued in Story end Other, 2026 from left to end"
    );
    assert_eq!(
        branches[3],
        "was paid forward in Story right Other, 2026 · led to 1 more from here to right was retold in Story end see above: Story end \
         from right to end inspired Story late Other, 2026 from right to late"
    );
    assert_eq!(points_rightly(html), 1);
    assert_eq!(html.matches("<a href=\"/stories/end/\">").count(), 1, "it is followed once");
    // From the other end, the story of both ways stands there once, too.
    let html = page(&built, "end");
    assert_eq!(points_rightly(html), 1);
    assert_eq!(all(html, ".thread .again .title"), ["Story here"]);
}

#[test]
fn a_loop_comes_back_to_the_story_one_reads_and_ends_there() {
    let ripples =
        [("start", "inspired", "a"), ("a", "inspired", "b"), ("b", "paid-forward", "c"), ("c", "inspired", "a")];
    let built = joined("", &["start", "a", "b", "c"], &ripples).build();
    for (id, way) in [
        ("start", ["start", "a", "b", "c", "a"].as_slice()),
        ("a", &["start", "a", "b", "c", "a"]),
        // What came before b came after it as well: it is only named on the way to where it began.
        ("b", &["start", "a", "b", "c", "a", "b"]),
        ("c", &["start", "a", "b", "c", "a", "b", "c"]),
    ] {
        let html = page(&built, id);
        let titles = all(html, ".thread .title");
        let way: Vec<String> = way.iter().map(|id| format!("Story {id}")).collect();
        assert_eq!(titles[..way.len()], way, "{id}");
        assert_eq!(points_rightly(html), way.len() - 4, "{id}");
        assert_eq!(all(html, ".thread .began"), ["Where it began"], "{id}");
        for (from, _, to) in ripples {
            assert_eq!(html.matches(&format!("from {from} to {to}")).count(), 1, "{id}: {from} to {to}");
        }
    }
    assert!(page(&built, "b").contains("Here it comes round again: <a href=\"#r-step-0\">see above"));
}

#[test]
fn the_same_moment_stands_side_by_side_on_both_pages() {
    let site = SiteTest::new(&[
        (
            "content/stories/a.md",
            &story("Seen from the desk", "author: Sam\nsummary: I sat.\nripples: [{same-moment: b}]\n", "Text."),
        ),
        (
            "content/stories/b.md",
            &story(
                "Seen from the door",
                "author: [Ms Okoro, Ann]\nsummary: I stood.\nripples: [{inspired: c}]\n",
                "Text.",
            ),
        ),
        ("content/stories/c.md", &story("Later", "", "Text.")),
    ]);
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    assert_eq!(all(page(&built, "a"), "#r-tellings"), ["The same moment, told by Ms Okoro and Ann"]);
    assert_eq!(
        all(page(&built, "a"), ".tellings li"),
        [
            "Seen from the desk You are reading I sat. Other, 2026 Told by Sam",
            "Seen from the door I stood. Other, 2026 Told by Ms Okoro and Ann"
        ]
    );
    assert_eq!(all(page(&built, "b"), "#r-tellings"), ["The same moment, told by Sam"]);
    assert!(!page(&built, "a").contains("The same moment, told by another"), "it stands there once");
    // From further on, the other telling is at hand, though it leads to nothing.
    assert!(
        thread(page(&built, "c"))
            .contains("Seen from the door Other, 2026 The same moment: Seen from the desk inspired")
    );
}

#[test]
fn an_open_end_names_a_question_and_a_way_to_answer() {
    let prompt = |question: &str| format!("---\ntitle: {question}\n---\n");
    let files = [
        ("content/prompts/own.md", prompt("Who waited for you?")),
        ("content/prompts/site.md", prompt("Whom do you see?")),
        ("content/stories/a.md", story("A", "ripples: [{inspired: b}, {inspired: c}]\n", "Text.")),
        ("content/stories/b.md", story("B", "prompts: [own]\n", "Text.")),
        ("content/stories/c.md", story("C", "", "Text.")),
        ("content/stories/q.md", story("Q", "", "Text.")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let site = SiteTest::new(&files);
    let built = site.build();
    let question = |link: &str| format!("A question to go on with: <a href=\"{link}\">");
    assert_eq!(
        all(page(&built, "b"), ".open"),
        ["What happened next? Nobody has told us yet."],
        "it has its own below"
    );
    assert!(all(page(&built, "c"), ".open")[0].starts_with("What happened next? Nobody has told us yet. A question"));
    assert!(["/prompts/site/", "/prompts/own/"].iter().any(|link| page(&built, "c").contains(&question(link))));
    for led_on in ["a", "q"] {
        assert_eq!(all(page(&built, led_on), ".open"), [""; 0], "{led_on} is no open end");
    }
    assert_eq!(all(page(&built, "q"), ".ripples"), ["Ripples A quiet story. Nobody has told us yet what it led to."]);
    site.write("ripple.yaml", format!("{CONFIG}invite: https://example.net/tell\n"));
    let built = site.build();
    let ends = [("b", "What happened next?"), ("c", "What happened next?")];
    for (id, asks) in ends.into_iter().chain(["a", "q"].map(|id| (id, "Do you know more about it?"))) {
        let link = format!("<a class=\"title\" href=\"https://example.net/tell\" rel=\"noopener external\">{asks}</a>");
        assert!(page(&built, id).contains(&link), "{id}");
    }
}

#[test]
fn beside_the_text_stand_the_four_nearest() {
    let ids = ["a", "b", "c", "here", "d", "e", "f"];
    let into = ["a", "b", "c"].map(|id| (id, "inspired", "here"));
    let out = ["d", "e", "f"].map(|id| ("here", "paid-forward", id));
    let near = |ripples: &[(&str, &str, &str)], id: &str| {
        let built = joined("", &ids, ripples).build();
        all(page(&built, id), ".near li")
    };
    let both: Vec<_> = into.into_iter().chain(out).collect();
    assert_eq!(
        near(&both, "here"),
        ["Inspired by Story a", "Inspired by Story b", "Paid forward in Story d", "Paid forward in Story e"]
    );
    assert_eq!(near(&into, "here").len(), 3);
    assert_eq!(near(&both[2..], "here")[0], "Inspired by Story c");
    assert_eq!(near(&both[2..], "here").len(), 4, "there is room for more of one where the other has fewer");
    assert_eq!(near(&both, "d"), ["Carried on from Story here"]);
    assert_eq!(near(&into, "d"), [""; 0]);
}

#[test]
fn in_a_story_in_another_language_what_the_site_says_keeps_its_own() {
    let fields = "lang: ar\nsummary: كلمة\noutcome: تعلم\nripples: [{inspired: b}]\n";
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("درس", fields, "نص.")),
        ("content/stories/b.md", &story("Later", "", "Text.")),
    ]);
    let built = site.build();
    let html = page(&built, "a");
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">") && html.contains("<article>"), "{html}");
    for part in
        ["<p class=\"facts\"", "<h2 id=\"r-outcome\"", "<nav class=\"hang near\"", "<section class=\"band ripples\""]
    {
        assert!(html.contains(&format!("{part} lang=\"en\" dir=\"ltr\"")), "{part}: {html}");
    }
    assert!(html.contains("<p class=\"title\" lang=\"ar\" dir=\"rtl\">درس</p>"), "{html}");
    assert!(!page(&built, "b").contains("lang=\"en\" dir=\"ltr\" aria"), "nothing is said twice");
}

#[test]
fn a_ladder_of_60_diamonds_is_told_from_every_rung() {
    let name = |rung: usize, side: &str| format!("s{rung:02}{side}");
    let site = SiteTest::new(&[]);
    for rung in 0..60 {
        let (top, next) = (name(rung, ""), name(rung + 1, ""));
        let sides = ["l", "r"].map(|side| name(rung, side));
        let ripples = format!("ripples: [{{inspired: {}}}, {{inspired: {}}}]\n", sides[0], sides[1]);
        site.write(&format!("content/stories/{top}.md"), story(&top, &ripples, "Text."));
        for side in &sides {
            let ripples = format!("ripples: [{{inspired: {next}}}]\n");
            site.write(&format!("content/stories/{side}.md"), story(side, &ripples, "Text."));
        }
    }
    site.write("content/stories/s60.md", story("s60", "", "Text."));
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let mut again = 0;
    for (path, bytes) in built.files.iter().filter(|(path, _)| path.starts_with("stories/s")) {
        assert!(bytes.len() < 30_000, "{path} has {} bytes", bytes.len());
        again += points_rightly(std::str::from_utf8(bytes).unwrap());
    }
    assert!(again >= 60 * 4, "each rung is met twice: {again}");
    assert!(page(&built, "s00").contains("This moment led to 180 more of the stories recorded here, 120 steps on."));
}

#[test]
fn of_5_000_ripples_into_one_story_its_page_shows_the_first_and_counts_the_rest() {
    // Everything that makes a page long: as many ripples as a story may have, and a long note with each.
    let note = "a note that goes on ".repeat(40);
    let out: String = (0..64).map(|to| format!("  - {{inspired: t{to:02}, note: {note}}}\n")).collect();
    let site = SiteTest::new(&[("content/stories/one.md", &story("One", &format!("ripples:\n{out}"), "Text."))]);
    for number in 0..64 {
        let path = format!("content/stories/t{number:02}.md");
        site.write(&path, format!("---\ntitle: Target {number}\ndate: 2026-04-02\n---\nText.\n"));
    }
    for number in 0..5_000 {
        let ripples = format!("ripples: [{{inspired: one, note: {note}}}]\n");
        let text = format!("---\ntitle: Story {number}\ndate: 2025-03-02\n{ripples}---\nText.\n");
        site.write(&format!("content/stories/s{number:04}.md"), text);
    }
    let mut engine = site.engine();
    let snapshot = engine.update(&Changes::All).unwrap();
    let of = |output: &str| {
        let page = snapshot.page(output).unwrap();
        String::from_utf8(engine.pages().bytes(&snapshot, page).unwrap().to_vec()).unwrap()
    };
    let html = of("stories/one/index.html");
    assert!((10_000..LARGEST).contains(&html.len()), "{} bytes", html.len());
    assert_eq!(all(&html, ".thread > .more"), ["and 4992 more", "and 52 more"]);
    assert_eq!(all(&html, ".thread > .join").len(), 8);
    let html = of("stories/s0007/index.html");
    assert!(html.len() < LARGEST && !thread(&html).contains("Story 8"), "what also led there is no part of its thread");
}

#[test]
fn what_stands_beside_a_story_is_counted_when_it_is_much() {
    let site = SiteTest::new(&[("content/stories/one.md", &story("One", "", "Text."))]);
    for number in 0..40 {
        site.write(&format!("content/stories/s{number}.md"), story(&format!("Story {number}"), "", "See [[one]]."));
    }
    let built = site.build();
    let rows = all(page(&built, "one"), ".beside + .rows .row");
    assert_eq!((rows.len(), rows[12].as_str()), (13, "and 28 more"));
}

#[test]
fn numbers_are_told_in_sentences_wherever_they_stand() {
    let ripples = [("a", "inspired", "b"), ("b", "inspired", "c")];
    let site = joined("", &["a", "b", "c", "d"], &ripples);
    for id in ["a", "d"] {
        let path = site.path(&format!("content/stories/{id}.md"));
        let text =
            std::fs::read_to_string(&path).unwrap().replacen("title:", "tags: [trust]\ncollection: club\ntitle:", 1);
        std::fs::write(path, text).unwrap();
    }
    site.write("content/collections/club.md", "---\ntitle: Club\n---\n");
    let built = site.build();
    built.holds("tags/trust/index.html", "Two stories recorded here are about this; one of them led to another.");
    built.holds("collections/club/index.html", "Two stories are recorded here; one of them led to another.");
    let moment = "This moment led to two more of the stories recorded here, two steps on.";
    built.holds("stories/a/index.html", moment);
    assert_eq!(built.mentions("%</"), [""; 0], "no share of so few is told");
    let listed = site.run(&["list", "ripples"]).stdout;
    let whole = "Of the four stories recorded here, two led to another. Two ripples join stories into one family. The longest \
                 thread runs through three stories. One story is an open end: nobody has told us yet what happened next.\n";
    assert!(listed.ends_with(whole), "{listed}");
    assert!(!site.run(&["list", "ripples", "--format", "csv"]).stdout.contains("recorded here"), "rows alone");
    assert!(site.run(&["explain", "a"]).stdout.contains(moment));
    assert!(site.run(&["explain", "d"]).stdout.contains("It is a quiet story: it led to no other"));
    assert!(site.run(&["explain", "collection:club"]).stdout.contains("Two stories are recorded here; one of them"));
}
