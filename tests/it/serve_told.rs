//! What pages and browsers are told of mistakes and changes.

use crate::live::{Live, WRITER};
use crate::serve::small;
use crate::site_test::CONFIG;
use std::fs;
use std::io::{BufRead, BufReader, Write};

#[test]
fn without_reloading_pages_say_that_they_are_from_before() {
    let live = Live::with(small(), |options| options.reloads = false);
    assert!(!live.text("/stories/a/", WRITER).contains("class=\"stays\""));
    live.save("ripple.yaml", "title: [");
    assert!(live.text("/stories/a/", WRITER).contains("<ripple-bar class=\"stays\">"));
    live.save("ripple.yaml", CONFIG);
    assert!(!live.text("/stories/a/", WRITER).contains("class=\"stays\""));

    let site = small();
    site.write("ripple.yaml", "title: [");
    let nothing = Live::with(site, |options| options.reloads = false).get("/", WRITER);
    assert!(nothing.status == 503 && nothing.text().contains("stands in the terminal"), "{}", nothing.text());
}

/// The next of these messages to browsers, with its data.
fn message(lines: &mut impl Iterator<Item = String>, names: &[&str]) -> (String, String) {
    loop {
        let line = lines.next().expect("the stream has ended");
        if let Some(name) = line.strip_prefix("event: ").filter(|name| names.contains(name)) {
            return (name.to_owned(), lines.next().unwrap());
        }
    }
}

fn listen(live: &Live) -> impl Iterator<Item = String> {
    let mut stream = live.connect();
    write!(stream, "GET /__ripple/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", live.serving.port).unwrap();
    BufReader::new(stream).lines().map(Result::unwrap)
}

#[test]
fn a_stylesheet_that_is_saved_beside_itself_is_swapped() {
    let site = small();
    let (own, beside) = ("themes/default/static/style.css", "themes/default/static/sed4cYAgD");
    site.write(own, "body { color: red }");
    let live = Live::of(site);
    let mut lines = listen(&live);
    message(&mut lines, &["hello"]);
    live.site.write(beside, "body { color: blue }");
    fs::rename(live.site.path(beside), live.site.path(own)).unwrap();
    let round = live.round();
    assert_eq!(message(&mut lines, &["css", "reload"]).0, "css");
    assert_eq!(format!("{:?}", round.changed), format!("Some(Paths({{{own:?}}}))"));
}

#[test]
fn one_mistake_in_a_theme_is_one_problem() {
    let live = Live::of(small());
    let wrong = "{% extends \"base.html\" %}{% block main %}{{ page.no_such.deep }}{% endblock %}";
    live.save("themes/default/templates/story.html", wrong);
    for page in ["/stories/a/", "/stories/b/"] {
        let answer = live.get(page, WRITER);
        assert!(answer.head.contains("X-Frame-Options: SAMEORIGIN"), "{}", answer.head);
    }
    // The terminal, too, hears of it once, and of the page by which it showed.
    let faults: Vec<_> = live.faults();
    let told: Vec<&str> = faults.iter().map(|(page, _)| page.as_str()).collect();
    assert_eq!(told, ["/stories/a/"]);
    assert!(faults[0].1.message.contains("no_such"), "{:?}", faults[0].1);
    let (_, data) = message(&mut listen(&live), &["problems"]);
    assert!(data.contains("1 error") && !data.contains("2 errors"), "{data}");
}

#[test]
fn a_site_below_another_path_is_found_from_where_it_was() {
    let live = Live::of(small());
    let at = |base: &str| CONFIG.replace("https://example.org\n", &format!("https://example.org/{base}\n"));
    let leads = |from: &str| live.get(from, WRITER).header("Location").map(str::to_owned);
    assert_eq!((leads("/stories/a/"), live.get("/stories/a/", WRITER).status), (None, 200));
    live.save("ripple.yaml", &at("wall/"));
    assert_eq!(leads("/stories/a/").as_deref(), Some("/wall/stories/a/"));
    assert_eq!(live.get("/wall/stories/a/", WRITER).status, 200);
    assert_eq!(live.get("/stories/no/", WRITER).status, 404);
    live.save("ripple.yaml", &at("ring/"));
    for from in ["/", "/wall/"] {
        assert_eq!(leads(&format!("{from}stories/a/?q=1")).as_deref(), Some("/ring/stories/a/?q=1"));
    }
    live.save("ripple.yaml", &at(""));
    assert_eq!(leads("/ring/stories/a/").as_deref(), Some("/stories/a/"));
    assert_eq!(live.get("/stories/a/", WRITER).status, 200);
}
