//! What the preview says of consent: person by person to the writer, and nothing at all as visitors see it.

use crate::live::{Live, VISITOR, WRITER};
use crate::site_test::{CONFIG, SiteTest, story};
use ripple::engine::{Changes, texts};
use ripple::serve::bar::{self, Viewed};
use ripple::serve::place::EditorLinks;
use ripple::serve::stage::Eyes;
use std::path::Path;

/// A school with one story, which names people.
fn school(story_says: &str, people: &[(&str, &str)]) -> SiteTest {
    let names: Vec<&str> = people.iter().map(|(id, _)| *id).collect();
    let fields = format!("{story_says}mentee: [{}]\n", names.join(", "));
    let site = SiteTest::new(&[("content/stories/x.md", &story("A moment", &fields, "It was a moment."))]);
    site.write("ripple.yaml", CONFIG.replace("safeguarding: open", "safeguarding: school"));
    for (id, says) in people {
        let first = id[..1].to_uppercase() + &id[1..];
        site.write(
            &format!("content/people/{id}.md"),
            format!("---\nname: {{full: {first} Lopez, first: {first}}}\n{says}---\n"),
        );
    }
    site
}

/// The bar of the story's page: its words, and what is behind "About this page".
fn bar_of(site: &SiteTest, eyes: Eyes) -> (String, String) {
    let preview = site.engine().preview(&Changes::All).unwrap();
    let output = "stories/x/index.html";
    let sources = texts(site.root(), &bar::files(&preview, output));
    let editor = EditorLinks::new(Path::new("/site"), None);
    let html = bar::html(&preview, Viewed { output, path: "/stories/x/", eyes }, &sources, &editor);
    let aside = html.split_once("<aside").unwrap().1;
    let (words, panel) = aside.split_once("</p>").unwrap();
    (words.to_owned(), panel.to_owned())
}

const YES: &str = "consent: {status: granted}\n";

#[test]
fn the_banner_says_whose_answer_is_missing() {
    for (people, told, remedy) in [
        (
            &[("maria", "consent: {status: pending, by: guardian}\n")][..],
            "Maria’s guardian has not answered yet.",
            "write <code>status: granted</code>",
        ),
        (
            &[("maria", "consent: {status: pending}\n")],
            "Maria has not answered yet.",
            "write <code>status: granted</code>",
        ),
        (&[("maria", "minor: true\n")], "Nobody has written down what was agreed for Maria.", "when somebody said yes"),
        (&[("maria", "consent: {status: refused, by: guardian}\n")], "Maria’s guardian said no.", "It stays so unless"),
        (&[("maria", "consent: {status: withdrawn}\n")], "Maria took the yes back.", "It stays so unless"),
        (
            &[("maria", YES), ("tom", "consent: {status: pending, by: both}\n")],
            "Tom and a guardian have not both answered yet.",
            "write <code>status: granted</code>",
        ),
        (
            &[("maria", "consent: {status: pending}\n"), ("tom", "consent: {status: pending}\n")],
            "Maria has not answered yet. Tom has not answered yet.",
            "write <code>status: granted</code>",
        ),
    ] {
        let site = school(YES, people);
        let (words, panel) = bar_of(&site, Eyes::Writer);
        let sentence = format!("<span>Visitors do not see this page. {told}</span>");
        assert!(words.contains(&sentence), "{sentence} in {words}");
        assert!(words.to_lowercase().contains(&remedy.to_lowercase()), "{remedy} in {words}");
        assert!(panel.contains("<h2>Why visitors do not see it</h2>"), "{panel}");
        for person in told.split_inclusive(". ") {
            assert!(panel.contains(&format!("<strong>{}</strong>", person.trim())), "{person} in {panel}");
        }
        assert!(!words.contains("Lopez") && !panel.contains("Lopez"), "a full name on the screen: {words}{panel}");
    }
}

#[test]
fn a_long_list_of_answers_is_told_by_its_number() {
    let waits = "consent: {status: pending}\n";
    let all = [("anna", waits), ("bela", waits), ("cleo", waits), ("dora", waits)];
    let (words, panel) = bar_of(&school(YES, &all), Eyes::Writer);
    assert!(
        words.contains("Anna has not answered yet. Bela has not answered yet. And 2 more, under “About this page”."),
        "{words}"
    );
    assert_eq!(panel.matches("has not answered yet.</strong>").count(), 4, "{panel}");
}

#[test]
fn the_panel_says_who_agreed_to_what_person_by_person() {
    let people = [
        (
            "maria",
            "minor: true\nconsent: {status: granted, scope: [web, print], review: 2027-03-01, expires: 2027-08-31}\n",
        ),
        ("tom", "minor: true\n"),
        ("sam", ""),
        ("ines", "consent: {status: grantd}\n"),
    ];
    let (_, panel) = bar_of(&school(YES, &people), Eyes::Writer);
    for row in [
        "<dt>This story</dt><dd>yes</dd>",
        "<dt><code>maria</code></dt><dd>yes; not for feeds, search; ask again: 1 March 2027; ends: 31 August 2027</dd>",
        "<dt><code>tom</code></dt><dd>nothing is written down yet</dd>",
        "<dt><code>sam</code></dt><dd>nobody needs to be asked</dd>",
        "<dt><code>ines</code></dt><dd>not clear: there is an error in the file</dd>",
    ] {
        assert!(panel.contains(row), "{row} in {panel}");
    }
    let (_, published) = bar_of(&school(YES, &[("maria", YES)]), Eyes::Writer);
    assert!(published.contains("<h2>Who agreed</h2>") && !published.contains("Why visitors"), "{published}");
    let nobody = SiteTest::new(&[("content/stories/x.md", &story("A moment", "", "It was."))]);
    assert!(!bar_of(&nobody, Eyes::Writer).1.contains("Who agreed"), "in a site of adults' own words nobody is asked");
}

#[test]
fn as_visitors_see_it_nothing_says_that_there_is_anything() {
    let people = [("maria", "consent: {status: pending, by: guardian}\n")];
    let (words, panel) = bar_of(&school(YES, &people), Eyes::Visitor);
    assert!(words.contains("<p class=\"words plain\">Visitors find no page here."), "{words}");
    for word in ["Maria", "guardian", "onsent", "answer", "agreed", "A moment", "<details"] {
        assert!(!words.contains(word) && !panel.contains(word), "{word} in {words}{panel}");
    }
    // The same over HTTP, page and bar and list together.
    let live = Live::of(school("consent: {status: withdrawn}\n", &people));
    live.site.write("content/stories/y.md", story("Another", YES, "It was."));
    live.round();
    for address in ["/stories/x/", "/stories/", "/", "/stories/y/", "/feed.xml", "/sitemap.xml"] {
        let mut socket = live.connect();
        let cookie = VISITOR.replace("ripple-as=", &format!("ripple-as-{}=", live.serving.port));
        let host = format!("Host: localhost:{}\r\n", live.serving.port);
        std::io::Write::write_all(
            &mut socket,
            format!("GET {address} HTTP/1.1\r\n{host}{cookie}Connection: close\r\n\r\n").as_bytes(),
        )
        .unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut socket, &mut bytes).unwrap();
        let whole = String::from_utf8_lossy(&bytes);
        for word in ["Maria", "guardian", "withdrawn", "A moment", "took the yes"] {
            assert!(!whole.contains(word), "{word} at {address}: {whole}");
        }
    }
    assert!(live.text("/stories/", WRITER).contains("A moment"), "its writer sees it in lists");
}
