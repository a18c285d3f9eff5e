//! What a writer meets at the desk: problems of what nobody sees, ids that were taken back, what the preview tells.

use crate::live::{Live, WRITER};
use crate::site_test::{CONFIG, SiteTest, story};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

/// A picture without a description, which is an error in a school.
const BARE: &str = "image: a.png\n";

fn school() -> SiteTest {
    let site = SiteTest::new(&[
        ("content/stories/open.md", &story("Open", "consent: {status: not-needed}\n", "All may read.")),
        ("ripple.yaml", &CONFIG.replace("safeguarding: open", "safeguarding: school")),
    ]);
    let png = fs::read("themes/default/static/icon-32.png").unwrap();
    site.write("content/stories/a.png", png);
    site
}

#[test]
fn an_error_in_what_nobody_sees_stops_nothing() {
    for (fields, why) in [
        ("draft: true\nconsent: {status: granted}\n", "(nobody sees it yet: draft)"),
        ("publish: 2031-01-01\nconsent: {status: granted}\n", "(nobody sees it yet: held until 2031-01-01)"),
        ("expires: 2020-01-01\nconsent: {status: granted}\n", "(nobody sees it: expired on 2020-01-01)"),
        ("consent: {status: refused}\n", "(nobody sees it: consent was refused)"),
        ("consent: {status: granted, expires: 2020-01-01}\n", "(nobody sees it: consent ended on 2020-01-01)"),
    ] {
        let site = school();
        let text = "Some text.\n\n:::figure words\nNo picture.\n:::\n\nAnd a box :::nosuch";
        site.write("content/stories/held.md", story("Held", &format!("{BARE}{fields}"), text));
        let run = site.run(&["build", "--strict"]);
        assert_eq!(run.code, 0, "{fields}{}", run.stderr);
        assert!(run.stderr.contains("note[missing-image-alt]") && run.stderr.contains(why), "{fields}{}", run.stderr);
        assert!(run.stderr.contains("note[figure-needs-picture]"), "{fields}{}", run.stderr);
        assert!(site.path("public/stories/open/index.html").is_file(), "{fields}");
    }
}

#[test]
fn what_was_taken_down_stays_down_with_warnings_under_strict() {
    for (fields, code) in [
        ("summry: x\nconsent: {status: withdrawn}\n", 0),
        ("summry: x\nexpires: 2020-01-01\nconsent: {status: granted}\n", 0),
        ("summry: x\ndraft: true\n", 1), // whoever writes it wants to be told
    ] {
        let site = school();
        site.write("content/stories/held.md", story("Held", fields, "Text."));
        let run = site.run(&["check", "--strict"]);
        assert_eq!(run.code, code, "{fields}{}", run.stderr);
        assert!(run.stderr.contains("a story has no field `summry`"), "{fields}{}", run.stderr);
    }
}

#[test]
fn what_says_whether_it_may_be_shown_is_an_error_wherever_it_stands() {
    for (fields, code) in [
        ("draft: perhaps\nconsent: {status: granted}\n", 1),
        ("draft: true\nexpires: soon\nconsent: {status: granted}\n", 1),
        ("expires: 2020-01-01\ndraf: true\nconsent: {status: granted}\n", 1),
        ("expires: 2020-01-01\nvisibility: hidden\nconsent: {status: granted}\n", 1),
        ("draft: true\nconsent: {status: grunted}\n", 3),
        ("expires: 2020-01-01\nconsent: {status: granted, expires: soon}\n", 3),
        ("draft: true\ntags: [a\n", 1),
    ] {
        let site = school();
        site.write("content/stories/held.md", story("Held", &format!("{BARE}{fields}"), "Text."));
        let run = site.run(&["check"]);
        assert_eq!(run.code, code, "{fields}{}", run.stderr);
    }
}

#[test]
fn the_writer_sees_such_an_error_as_a_warning() {
    let live = Live::of(school());
    let draft = "draft: true\nconsent: {status: granted}\n";
    let round = live.save("content/stories/held.md", &story("Held", &format!("{BARE}{draft}"), "Text."));
    assert_eq!(round.counts(), (0, 1), "{:?}", round.problems);
    let gone = "consent: {status: refused}\n";
    let round = live.save("content/stories/held.md", &story("Held", &format!("{BARE}{gone}"), "Text."));
    assert_eq!(round.counts(), (0, 0), "{:?}", round.problems);
}

#[test]
fn fields_without_words_are_told() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "consent: {status: granted}\n", "")),
        ("content/pages/b.md", "---\ntitle: B\n---\n\n  \n"),
        ("content/stories/c.md", &story("C", "draft: true\n", "")),
        ("content/prompts/d.md", "---\ntitle: Who saw you?\n---\n"),
    ]);
    let built = site.build();
    assert_eq!(built.codes(), ["empty-entry", "empty-entry"], "{}", built.report());
    let words = "content/stories/a.md:2:1: warning[empty-entry]: this story has no words";
    assert!(built.report().contains(words), "{}", built.report());
}

#[test]
fn what_was_taken_back_is_never_said_to_come_back_under_its_id() {
    let site = SiteTest::new(&[
        ("content/stories/the-bus.md", &story("The bus", "", "Some text of its own.")),
        ("content/stories/other.md", &story("Other", "", "After [that](the-bus.md) we stayed.")),
    ]);
    let words = "its id is never used again: if the answer is yes after all, it needs another `id:` too";
    assert_eq!(site.run(&["withdraw", "the-bus", "--tombstone"]).code, 0);
    let explained = site.run(&["explain", "the-bus"]).stdout;
    assert!(explained.contains(words), "{explained}");
    assert!(!explained.contains("Then its address") && !explained.contains("it stays so unless"), "{explained}");
    let checked = site.run(&["check"]);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    assert!(checked.stderr.contains(words) && !checked.stderr.contains("it stays so unless"), "{}", checked.stderr);
    // What it says is true.
    let text = fs::read_to_string(site.path("content/stories/the-bus.md")).unwrap();
    let again = text.replace("status: withdrawn", "status: granted");
    site.write("content/stories/the-bus.md", &again);
    assert!(site.run(&["check"]).stderr.contains("error[retired-id]"));
    site.write("content/stories/the-bus.md", again.replacen("---\n", "---\nid: the-bus-again\n", 1));
    assert_eq!(site.run(&["check"]).code, 0);

    let new = site.run(&["new", "story", "The", "bus"]);
    assert_eq!((new.code, new.stdout.as_str()), (2, ""));
    assert!(new.stderr.contains("the story that had the id `the-bus` was taken back"), "{}", new.stderr);
    assert_eq!(site.run(&["new", "prompt", "The", "bus"]).code, 0, "ids are of one kind");
}

#[test]
fn a_first_state_that_is_broken_does_not_speak_of_an_earlier_one() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("Anna", "", "Words."))]);
    site.write("ripple.yaml", "title: [\n");
    let live = Live::of(site);
    let told = |live: &Live| {
        let mut socket = live.connect();
        let host = format!("localhost:{}", live.serving.port);
        write!(socket, "GET /__ripple/events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        let mut said = String::new();
        let mut bytes = [0; 4096];
        while !said.contains("event: problems") || !said.ends_with("\n\n") {
            let count = socket.read(&mut bytes).unwrap();
            said.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
        said
    };
    let page = live.get("/", WRITER).text();
    assert!(page.contains("<link rel=\"stylesheet\" href=\"/__ripple/writer.css\">"), "{page}");
    let first = told(&live);
    assert!(
        first.contains("No page can be made until the errors are mended") && !first.contains("from before"),
        "{first}"
    );
    live.save("ripple.yaml", CONFIG);
    assert!(live.save("ripple.yaml", "title: [\n\n").stays);
    let later = told(&live);
    assert!(later.contains("from before") && !later.contains("No page can be made"), "{later}");
}

#[test]
fn a_text_in_a_new_folder_is_named_and_gone_to() {
    let live = Live::with(SiteTest::new(&[("content/stories/a.md", &story("Anna", "", "Words."))]), |options| {
        options.navigates = true;
    });
    let round = live.save("content/stories/nn/deep/new.md", &story("New", "", "Words."));
    assert!(format!("{:?}", round.changed).contains("content/stories/nn/deep/new.md"), "{:?}", round.changed);
    // Who comes now is told where the news led.
    let mut socket = live.connect();
    write!(socket, "GET /__ripple/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", live.serving.port).unwrap();
    let mut said = String::new();
    let mut bytes = [0; 4096];
    while !said.contains("event: hello") {
        let count = socket.read(&mut bytes).unwrap();
        said.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    assert!(said.contains("\"to\":\"/stories/new/\""), "{said}");
}

#[test]
fn everywhere_is_every_address_of_this_machine() {
    for everywhere in ["0.0.0.0", "::"] {
        let site = SiteTest::new(&[("content/stories/a.md", &story("Anna", "", "Words."))]);
        let live = Live::with(site, |options| options.listen.interface = everywhere.parse().ok());
        let port = live.serving.port;
        let addresses = ripple::serve::reach::addresses(everywhere.parse().ok(), port, "/");
        let hosts = addresses.iter().map(|address| address["http://".len()..].rsplit_once(':').unwrap().0);
        let asked = if everywhere == "::" { "[::]" } else { everywhere };
        for host in hosts.chain([asked]) {
            let mut socket = match host {
                "localhost" | "0.0.0.0" | "[::]" => live.connect(),
                host => TcpStream::connect(format!("{host}:{port}")).unwrap(),
            };
            write!(socket, "GET /stories/a/ HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = Vec::new();
            socket.read_to_end(&mut answer).unwrap();
            assert!(
                answer.windows(5).take(16).any(|words| words == b" 200 "),
                "{host}: {}",
                String::from_utf8_lossy(&answer)
            );
        }
    }
}

#[test]
fn examples_of_the_help_fit_and_stand_below_each_other() {
    let site = SiteTest::new(&[]);
    let commands = "serve build check init new list explain consent export theme withdraw hash-names clean completions";
    for command in commands.split(' ') {
        let help = site.run(&["help", command]).stdout;
        let lines: Vec<&str> = help.lines().skip_while(|line| !line.starts_with("Example")).skip(1).collect();
        assert!(!lines.is_empty(), "{command} has no example:\n{help}");
        let examples = lines.iter().filter(|line| line.starts_with("  "));
        let begins =
            |line: &&&str| line.trim_start().find("  ").map(|at| line.len() - line[at + 2..].trim_start().len());
        let columns: Vec<usize> = examples.filter_map(|line| begins(&line)).collect();
        assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{command}: {columns:?}\n{help}");
        assert!(lines.iter().all(|line| line.chars().count() <= 80), "{command}:\n{help}");
    }
}

#[test]
fn examples_of_the_help_work_in_the_example_site() {
    let site = SiteTest::copy_of_example();
    let mut tried = 0;
    for command in ["list", "explain", "consent", "check", "export"] {
        let help = site.run(&["help", command]).stdout;
        for line in help.lines().filter_map(|line| line.strip_prefix("  ripple ")) {
            let words = line.split("  ").next().unwrap_or(line);
            let run = site.run(&words.split(' ').collect::<Vec<_>>());
            assert_eq!(run.code, 0, "{words}: {}", run.stderr);
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
}

#[test]
fn counts_are_numbers_for_programs() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("3", "tags: [trust]\n", "Words."))]);
    let tags: serde_json::Value =
        serde_json::from_str(&site.run(&["list", "tags", "--format", "json"]).stdout).unwrap();
    assert_eq!(tags[0]["stories"], 1, "{tags}");
    let stories: serde_json::Value = serde_json::from_str(&site.run(&["list", "--format", "json"]).stdout).unwrap();
    assert_eq!(stories[0]["title"], "3", "{stories}");
}

#[test]
fn a_list_says_what_has_an_error_and_what_it_has_no_room_for() {
    let long = "A title that needs a good deal of room of its own";
    let site = SiteTest::new(&[
        ("content/stories/fine-as-it-is.md", &story(long, "", "Words.")),
        ("content/stories/not-readable.md", "---\ntitle: [T\n---\nWords.\n"),
        ("content/stories/bad-ripple.md", &story("R", "ripples: [{a: b, c: d}]\n", "Words.")),
        ("content/stories/a-draft.md", &story("D", "draft: true\n", "Words.")),
    ]);
    let run = site.run_in_columns(80, &["list"]);
    let state = |id: &str| run.stdout.lines().find(|line| line.starts_with(id)).unwrap_or_default().to_owned();
    assert!(state("fine-as-it-is").ends_with("published"), "{}", run.stdout);
    assert!(state("not-readable").ends_with("has an error"), "{}", run.stdout);
    assert!(state("bad-ripple").ends_with("has an error"), "{}", run.stdout);
    assert!(state("a-draft").ends_with("draft"), "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{}", run.stdout);
    assert!(run.stderr.contains("2 errors: until they are mended, nothing new is published"), "{}", run.stderr);
    let hidden = "There is no room for the files here: `ripple explain ID` tells one, `--format csv` all.";
    assert!(run.stderr.contains(hidden), "{}", run.stderr);
    assert!(!site.run(&["list"]).stderr.contains("no room"), "nothing is left out for other programs");
}

#[test]
fn one_mistake_is_told_once() {
    let site = SiteTest::new(&[("content/stories/a.md", "---\nTitle: A\ndate: 2026-01-01\n---\nWords.\n")]);
    assert_eq!(site.build().every_code(), ["unknown-field"], "{}", site.build().report());
    let school = school();
    school.remove("content/stories/a.png");
    let fields = "image: a.png\nimage_alt: Two hands\nconsent: {status: granted, by: guardian, scope: [web]}\n";
    school.write("content/stories/b.md", story("B", fields, "Words."));
    assert_eq!(school.build().every_code(), ["image-missing"], "{}", school.build().report());
    school.write("content/stories/a.png", fs::read("themes/default/static/icon-32.png").unwrap());
    assert_eq!(school.build().every_code(), ["photos-withheld"], "{}", school.build().report());
}

#[test]
fn an_open_bracket_is_shown_where_it_stands() {
    let site = SiteTest::new(&[("ripple.yaml", "title: [Ten Minutes\nsafeguarding: open\ncontact: us\n")]);
    let report = site.build().report();
    assert!(report.contains("ripple.yaml:1:8: error[yaml-syntax]: this `[` is never closed"), "{report}");
    site.write("ripple.yaml", "title: T\nsafeguarding: open\nmenu: [{title: A\n  page: b}]\n");
    assert!(!site.build().report().contains("`[` is never closed"), "{}", site.build().report());
}

#[test]
fn a_date_that_is_none_is_told_before_the_folder() {
    let run = SiteTest::new(&[]).run(&["build", "--as-of", "yesterday"]);
    assert!(run.code == 2 && run.stderr.contains("`--as-of yesterday` is not a date"), "{}", run.stderr);
}
