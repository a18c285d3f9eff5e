//! The ripples for other programs: `/ripples.json`, and `ripple export` in each of its forms.

use crate::consent::{NEVER, SHOWN, world};
use crate::site_test::{CONFIG, SiteTest, story};
use quick_xml::events::Event;
use serde_json::Value;
use std::collections::BTreeSet;

const FORMS: [&str; 3] = ["json", "graphml", "csv"];

#[track_caller]
fn export(site: &SiteTest, form: &str) -> String {
    let run = site.run(&["export", "ripples", "--format", form]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{form}");
    run.stdout
}

#[track_caller]
fn graph(text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    value["graph"].clone()
}

/// "source relation target" of each edge, in order.
fn edges(graph: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let edge = |edge: &Value| ["source", "relation", "target"].map(|part| text(&edge[part])).join(" ");
    graph["edges"].as_array().unwrap().iter().map(edge).collect()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Names of elements and all texts of an XML document that a strict reader accepts.
#[track_caller]
fn read_xml(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut names, mut texts) = (Vec::new(), Vec::new());
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open = String::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Eof => return (names, texts),
            Event::Start(start) | Event::Empty(start) => {
                names.push(start.name().as_ref().to_owned());
                open.clear();
            }
            Event::Text(part) => open.push_str(&part),
            Event::GeneralRef(name) => open.push_str(match &*name {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("&{other};"),
            }),
            Event::End(_) => texts.push(std::mem::take(&mut open)),
            _ => {}
        }
    }
}

#[test]
fn what_may_be_in_no_feed_leaves_no_trace() {
    for (what, consent, person) in [
        ("a draft", "draft: true\n", ""),
        ("unlisted", "visibility: unlisted\n", ""),
        ("held", "publish: 2999-01-01\n", ""),
        ("refused", "consent: {status: refused}\n", ""),
        ("withdrawn", "consent: {status: withdrawn}\n", ""),
        ("without the scope", "consent: {status: granted, scope: [web, search, print]}\n", ""),
        ("a person without the scope", "", "consent: {status: granted, scope: [web, search]}\n"),
    ] {
        let site = world("open", consent, person);
        let built = site.build();
        let published = built.text("ripples.json").to_owned();
        for text in FORMS.map(|form| export(&site, form)).iter().chain([&published]) {
            for word in SHOWN.into_iter().chain(NEVER).chain(["narwhal-id", "ines", "Ines"]) {
                assert!(!text.contains(word), "{what}: {word} in {text}");
            }
            assert!(text.contains("After") || text.starts_with("from id"), "{what}: {text}");
        }
        assert_eq!(edges(&graph(&published)), [""; 0], "{what}: both of its ripples are gone");
    }
}

#[test]
fn of_a_published_story_there_is_what_the_graph_needs_and_no_more() {
    let site = world("open", "consent: {status: granted, record: C-0142}\n", "");
    let needed = ["zephyrine", "wyvern", "narwhal-id", "marmot", "capybara"];
    let private = ["ocelot", "kestrel", "quokka", "tapir", "lemur", "bandicoot", "axolotl", "Ines", "granted"];
    for form in FORMS {
        let text = export(&site, form);
        for word in needed {
            assert!(text.contains(word), "{form}: {word} is missing: {text}");
        }
        for word in private.into_iter().chain(NEVER) {
            assert!(!text.contains(word), "{form}: {word} in {text}");
        }
    }
    let graph = graph(&export(&site, "json"));
    let story = &graph["nodes"]["narwhal-id"];
    assert_eq!(story["label"], "A zephyrine");
    let expected = serde_json::json!({
        "address": "https://example.org/stories/wyvern/", "date": "2019-05-04", "setting": "family",
        "tags": ["pangolin", "shared"], "generation": 1, "depth": 1, "direct": 1, "reach": 1, "family": 1,
    });
    assert_eq!(story["metadata"], expected, "before → narwhal-id → after");
}

#[test]
fn what_is_exported_is_what_is_published() {
    let site = SiteTest::copy_of_example();
    let text = export(&site, "json");
    assert_eq!(site.build().text("ripples.json"), text);
    let graph = graph(&text);
    let nodes = graph["nodes"].as_object().unwrap();
    assert!(nodes.len() > 5, "{text}");
    for edge in graph["edges"].as_array().unwrap() {
        for end in ["source", "target"] {
            assert!(nodes.contains_key(edge[end].as_str().unwrap()), "{edge}");
        }
    }
    // The list, which is for the writer, knows the same ripples by the same words, as many times.
    let list: Value = serde_json::from_str(&site.run(&["list", "ripples", "--format", "json"]).stdout).unwrap();
    let all = graph["edges"].as_array().unwrap();
    let told = |rows: &[Value], [from, reads, to]: [&str; 3]| -> Vec<String> {
        let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        let ends = |row: &Value| BTreeSet::from([text(row, from), text(row, to)]);
        let mut told: Vec<String> = rows.iter().map(|row| format!("{:?} {}", ends(row), text(row, reads))).collect();
        told.sort();
        told
    };
    let listed = told(list.as_array().unwrap(), ["story", "relation", "other_story"]);
    assert_eq!(told(all, ["source", "label", "target"]), listed);
    // And the other two forms hold as many.
    let (names, _) = read_xml(&export(&site, "graphml"));
    let count = |name: &str| names.iter().filter(|found| *found == name).count();
    assert_eq!((count("node"), count("edge")), (nodes.len(), all.len()));
    assert_eq!(rows(&export(&site, "csv")).len(), 1 + all.len());
}

#[test]
fn the_order_is_that_of_ids_whatever_the_files_are_called() {
    let fields = |id: &str, ripples: &str| story(id, &format!("id: {id}\nripples: [{ripples}]\n"), "Text.");
    let site = SiteTest::new(&[
        ("content/stories/1.md", &fields("c", "{inspired: a}, {retold-in: b}")),
        ("content/stories/2.md", &fields("b", "{paid-forward: a}, {inspired: a}, {related: c}")),
        ("content/stories/3.md", &fields("a", "")),
    ]);
    let other = SiteTest::new(&[
        ("content/stories/z/9.md", &fields("c", "{retold-in: b}, {inspired: a}")),
        ("content/stories/8.md", &fields("b", "{related: c}, {inspired: a}, {paid-forward: a}")),
        ("content/stories/y.md", &fields("a", "")),
    ]);
    let text = export(&site, "json");
    let found = graph(&text);
    let order: Vec<usize> = ["\"a\":{", "\"b\":{", "\"c\":{"].iter().map(|id| text.find(id).unwrap()).collect();
    assert!(order.is_sorted(), "{text}");
    let expected = ["b inspired a", "b paid-forward a", "b related c", "c inspired a", "c retold-in b"];
    assert_eq!(edges(&found), expected);
    let directed: Vec<bool> =
        found["edges"].as_array().unwrap().iter().map(|edge| edge["directed"].as_bool().unwrap()).collect();
    assert_eq!(directed, [true, true, false, true, true]);
    let at = |rows: Vec<Vec<String>>| -> Vec<String> {
        rows.iter().skip(1).map(|row| format!("{} {} {}", row[0], row[4], row[6])).collect()
    };
    assert_eq!(at(rows(&export(&site, "csv"))), expected);
    assert_eq!(edges(&graph(&export(&other, "json"))), expected);
}

/// A title with everything that some format has a meaning for.
const ODD: &str = "=1+1 ]]> <b>&amp; \"q\" 'a', \\ 🎉 قصة";

#[test]
fn odd_characters_arrive_whole_and_do_nothing() {
    let quoted = serde_json::to_string(&format!("{ODD}\u{7}\u{1b}")).unwrap();
    let note = "\"-2+3\\nsecond line;\\t<![CDATA[\"";
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story(&quoted, &format!("ripples: [{{inspired: قصة, note: {note}}}]\n"), "Text.")),
        ("content/stories/قصة.md", &story("\"@قصة\"", "tags: ['+tag', \"a; b\"]\n", "Text.")),
    ]);
    let json = graph(&export(&site, "json"));
    let title = json["nodes"]["a"]["label"].as_str().unwrap();
    assert!(title.starts_with(ODD), "{title:?}");
    assert_eq!(edges(&json), ["a inspired قصة"]);
    let told = json["edges"][0]["metadata"]["notes"][0].as_str().unwrap().to_owned();
    assert!(told.starts_with("-2+3") && told.ends_with("<![CDATA["), "{told:?}");
    assert_eq!(json["nodes"]["قصة"]["metadata"]["address"], "https://example.org/stories/%D9%82%D8%B5%D8%A9/");

    let xml = export(&site, "graphml");
    assert!(!xml.contains(|letter: char| letter.is_control() && letter != '\n' && letter != '\t'), "{xml:?}");
    let (_, texts) = read_xml(&xml);
    for text in [ODD, &told, "@قصة", "+tag; a; b"] {
        assert!(texts.iter().any(|found| found.trim_end() == text), "{text:?} is not in {texts:#?}");
    }

    let table = export(&site, "csv");
    for cell in rows(&table).iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} is a formula: {table}");
    }
    let row = &rows(&table)[1];
    assert_eq!([&row[1][..=ODD.len()], &row[7], &row[10]], [&format!("'{ODD}"), "'@قصة", &format!("'{told}")]);
}

#[test]
fn a_site_without_stories_has_a_graph_without_stories() {
    let site = SiteTest::new(&[("content/pages/about.md", "# About\n\nText.\n")]);
    let graph = graph(&export(&site, "json"));
    assert_eq!((&graph["nodes"], &graph["edges"]), (&serde_json::json!({}), &serde_json::json!([])));
    assert_eq!(graph["label"], "Test site");
    assert_eq!(read_xml(&export(&site, "graphml")).0.last().map(String::as_str), Some("desc"));
    assert_eq!(rows(&export(&site, "csv")).len(), 1, "the names of the columns");
    assert!(site.build().has("ripples.json"));
}

#[test]
fn addresses_are_full_where_the_site_knows_its_own() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    let address = |site: &SiteTest, options: &[&str]| {
        let run = site.run(&[&["export", "ripples"], options].concat());
        graph(&run.stdout)["nodes"]["a"]["metadata"]["address"].as_str().unwrap().to_owned()
    };
    assert_eq!(address(&site, &[]), "https://example.org/stories/a/");
    assert_eq!(address(&site, &["-u", "https://example.net/wall"]), "https://example.net/wall/stories/a/");
    site.write("ripple.yaml", CONFIG.replace("base_url: https://example.org\n", ""));
    assert_eq!(address(&site, &[]), "stories/a/", "below the root, where ripples.json is, too");
    site.write("ripple.yaml", CONFIG.replace("base_url: https://example.org", "relative: true"));
    assert_eq!(address(&site, &[]), "stories/a/index.html", "a folder that opens from disk");
}

#[test]
fn a_file_is_written_over_but_never_one_of_the_site() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    site.write("r.csv", "an older export that is longer than the new one: ".repeat(20));
    for form in FORMS {
        let file = format!("r.{form}");
        let run = site.run(&["export", "ripples", "--format", form, "-o", &file]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        assert_eq!(run.stderr.trim_end(), format!("Exported 1 story and 0 ripples to {file}."));
        assert_eq!(std::fs::read_to_string(site.path(&file)).unwrap(), export(&site, form));
    }
    let before = std::fs::read(site.path("content/stories/a.md")).unwrap();
    for file in ["content/stories/a.md", "ripple.yaml", "content/x.json"] {
        let run = site.run(&["export", "ripples", "-o", file]);
        assert!(run.code == 2 && run.stderr.contains("belongs to the site"), "{file}: {}", run.stderr);
    }
    assert_eq!(std::fs::read(site.path("content/stories/a.md")).unwrap(), before);
    let run = site.run(&["export", "ripples", "-o", "no/such/folder.json"]);
    assert!(run.code == 2 && run.stderr.contains("no/such/folder.json"), "{}", run.stderr);
    let outside = SiteTest::new(&[]);
    outside.remove("ripple.yaml");
    assert_eq!(outside.run(&["export", "ripples"]).code, 2);
}

#[test]
fn a_broken_site_exports_what_it_can_and_says_so() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "ripples: [{inspired: b}]\n", "Text.")),
        ("content/stories/b.md", &story("B", "", "Text.")),
        ("content/stories/bad.md", "---\ntitle: 'Bad\n---\nText.\n"),
        ("content/stories/twice.md", &story("Twice", "id: b\nripples: [{inspired: a}]\n", "Text.")),
    ]);
    for form in FORMS {
        let run = site.run(&["export", "ripples", "--format", form]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("may be incomplete; `ripple check`"), "{}", run.stderr);
        assert!(run.stdout.contains('A') && !run.stdout.contains("Bad") && !run.stdout.contains("Twice"));
    }
    let run = site.run(&["export", "ripples"]);
    assert_eq!(edges(&graph(&run.stdout)), ["a inspired b"], "one id is one story");
    assert_eq!(run.stdout.matches("\"b\":{").count(), 1, "{}", run.stdout);
    // With a broken configuration nothing is known about the whole.
    site.write("ripple.yaml", "title: [\n");
    let run = site.run(&["export", "ripples"]);
    assert!(run.code == 0 && run.stderr.contains("incomplete"), "{}", run.stderr);
    assert_eq!(graph(&run.stdout)["nodes"], serde_json::json!({}));
}

#[test]
fn nothing_else_may_be_where_the_graph_is() {
    let site = SiteTest::new(&[("static/ripples.json", "{}")]);
    assert_eq!(site.build().codes(), ["reserved-address"]);
}
