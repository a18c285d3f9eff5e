//! Rows F and K of the fault table (feeds, repeatability, ripples), each with a whole site.

use crate::site_test::{Built, CONFIG, SiteTest, story};
use proptest::prelude::*;
use quick_xml::events::Event;
use ripple::engine::Changes;
use ripple::model::Numbers;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Reads XML as a strict parser does: legal characters, tags in pairs, attributes once, known entities.
pub fn strict(name: &str, xml: &str) {
    let legal = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    assert!(xml.chars().all(legal), "{name} holds a character that XML forbids");
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut depth, mut roots) = (0, 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error} in:\n{xml}")) {
            Event::Start(tag) => {
                roots += usize::from(depth == 0);
                depth += 1;
                attributes(name, &tag);
            }
            Event::Empty(tag) => attributes(name, &tag),
            Event::End(_) => depth -= 1,
            Event::GeneralRef(entity) => {
                let known = ["amp", "lt", "gt", "quot", "apos"].iter().any(|known| &*entity == *known);
                let legal = entity.resolve_char_ref().is_ok_and(|letter| letter.is_some_and(legal));
                assert!(known || legal, "{name}: &{};", &*entity);
            }
            Event::DocType(_) => panic!("{name} has a document type"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((depth, roots), (0, 1), "{name} is not one element");
}

fn attributes(name: &str, tag: &quick_xml::events::BytesStart<'_>) {
    for attribute in tag.attributes() {
        let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!attribute.value.contains('<'), "{name}");
    }
}

fn items(built: &Built, path: &str) -> Vec<rss::Item> {
    strict(path, built.text(path));
    rss::Channel::read_from(built.text(path).as_bytes()).unwrap().into_items()
}

#[test]
fn f1_f2_every_feed_is_strict_xml_whatever_was_typed() {
    let odd = "a\u{1}b\u{8}c\u{b}d\u{7f}e\u{fffe}f\u{ffff} ]]> & < > \" ' &amp; &bogus; &#8; 🎉 \u{10ffff}";
    let yaml = odd.replace('\'', "''");
    let site = SiteTest::new(&[
        (
            "content/stories/a.md",
            &format!(
                "---\ntitle: '{yaml}'\nsummary: '{yaml}'\ndate: 2026-03-02\ntags: ['{yaml}']\nauthor: '{yaml}'\ncollection: c\n---\n{odd}\n\n`{odd}`\n\n```\n{odd}\n```\n"
            ),
        ),
        ("content/collections/c.md", &format!("---\ntitle: '{yaml}'\n---\n{odd}\n")),
    ]);
    site.write(
        "ripple.yaml",
        format!("{CONFIG}tagline: '{yaml}'\ndescription: '{yaml}'\n").replace("Test site", "'] ]]> &'"),
    );
    let built = site.build();
    assert!(built.codes().contains(&"control-characters"), "what is taken out is reported: {}", built.report());
    let report = built.report();
    assert!(report.contains("content/stories/a.md:2:10: warning[control-characters]"), "{report}");
    let machine: Vec<&str> = built.paths().into_iter().filter(|path| path.rsplit('.').next() == Some("xml")).collect();
    assert!(machine.len() >= 4, "{machine:?}");
    for path in &machine {
        strict(path, built.text(path));
    }
    for path in machine.iter().filter(|path| path.ends_with("feed.xml")) {
        let all = items(&built, path);
        let title = all[0].title().unwrap();
        assert_eq!(title, "abcdef ]]> & < > \" ' &amp; &bogus; &#8; 🎉 \u{10ffff}", "{path}");
        assert!(all[0].content().unwrap().contains("]]&gt; &amp; &lt;"), "{path}: {:?}", all[0].content());
    }
}

#[test]
fn f3_a_new_address_is_no_new_item() {
    let with = |file: &str, slug: &str| {
        let text = story("A", &format!("id: first\n{slug}"), "Text.");
        items(&SiteTest::new(&[(file, &text)]).build(), "feed.xml").remove(0)
    };
    let old = with("content/stories/a.md", "");
    for (file, slug, link) in [
        ("content/stories/a.md", "slug: other\n", "https://example.org/stories/other/"),
        ("content/stories/moved/b.md", "", "https://example.org/stories/first/"),
    ] {
        let new = with(file, slug);
        assert_eq!(new.guid().unwrap().value(), old.guid().unwrap().value());
        assert_eq!(new.link(), Some(link));
    }
    // Nor is a new domain, for the authority stays what it was.
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "id: first\n", "Text."))]);
    site.write("ripple.yaml", CONFIG.replace("https://example.org", "https://new.example.net/wall"));
    let new = items(&site.build(), "feed.xml").remove(0);
    assert_eq!(new.guid().unwrap().value(), "tag:example.org,2026:story/first");
    assert_eq!(new.link(), Some("https://new.example.net/wall/stories/first/"));
}

#[test]
fn f4_links_in_feeds_are_absolute_and_lead_somewhere() {
    let text = "[[b]] [md](b.md#part) [abs](/stories/b/) [here](#own) [file](/x.pdf) [tag](tag:one)\n\n## Own\n\nNote.[^n]\n\n:::story b :::\n\n[^n]: A note.\n";
    let built = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "tags: [one]\n", text)),
        ("content/stories/b.md", &story("B", "", "## Part\n\nText.")),
        ("static/x.pdf", "x"),
        ("ripple.yaml", &CONFIG.replace("https://example.org", "https://example.org/wall")),
    ])
    .build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let all = items(&built, "feed.xml");
    let content = all.iter().find(|item| item.title() == Some("A")).unwrap().content().unwrap();
    let html = scraper::Html::parse_fragment(content);
    let mut seen = 0;
    for element in html.select(&scraper::Selector::parse("[href], [src], [srcset]").unwrap()) {
        let href = element.value().attr("href").unwrap_or_else(|| panic!("{}", element.html()));
        let below = href.strip_prefix("https://example.org/wall/").unwrap_or_else(|| panic!("{href} in {content}"));
        let (path, part) = below.split_once('#').unwrap_or((below, ""));
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        assert!(built.has(&file), "{href}");
        assert!(part.is_empty() || built.text(&file).contains(&format!("id=\"{part}\"")), "{href}");
        seen += 1;
    }
    assert_eq!(seen, 9, "{content}");
}

#[test]
fn k1_building_twice_changes_no_byte_and_no_file() {
    let site = SiteTest::copy_of_example();
    assert_eq!(site.run(&["build"]).code, 0);
    let before = crate::reliability_disk::tree(&site.path("public"));
    let again = site.run(&["build"]);
    assert!(again.stdout.contains("nothing had changed"), "{}", again.stdout);
    assert_eq!(crate::reliability_disk::tree(&site.path("public")), before);
    assert_eq!(site.run(&["build", "-o", "other"]).code, 0);
    let bytes = |all: BTreeMap<String, String>| -> Vec<(String, String)> {
        all.into_iter().map(|(path, what)| (path, what.split(' ').next().unwrap().to_owned())).collect()
    };
    assert_eq!(bytes(crate::reliability_disk::tree(&site.path("other"))), bytes(before));
}

#[test]
fn k4_nothing_reaches_for_the_network() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for file in walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok) {
        let below = file.path().strip_prefix(&root).unwrap();
        if !file.file_type().is_file() || below.starts_with("serve") || is_test(below) {
            continue;
        }
        seen += 1;
        let text = std::fs::read_to_string(file.path()).unwrap();
        let code = text.split("\n#[cfg(test)]").next().unwrap();
        for word in ["std::net", "TcpStream", "UdpSocket", "ToSocketAddrs"] {
            assert!(!code.contains(word), "{} uses {word}", file.path().display());
        }
        assert!(!code.contains("process::Command"), "{} starts programs", file.path().display());
    }
    assert!(seen > 60, "the sources are not where this test looks for them");
    // Where this system lets us take the network away altogether, a build works without it.
    let alone = |arguments: &[&str]| Command::new("unshare").arg("-rn").args(arguments).output();
    if alone(&["true"]).is_ok_and(|output| output.status.success()) {
        let site = SiteTest::copy_of_example();
        let path = site.root().display().to_string();
        let output = alone(&[env!("CARGO_BIN_EXE_ripple"), "build", "--root", &path]).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(site.path("public/index.html").is_file());
    }
}

fn is_test(file: &std::path::Path) -> bool {
    let stem = file.file_stem().unwrap().to_string_lossy();
    stem == "tests" || stem.ends_with("_tests")
}

#[test]
fn k5_odd_ripples() {
    let site = SiteTest::new(&[
        (
            "content/stories/a.md",
            &story(
                "A",
                "ripples:\n  - inspired: bb\n  - inspired: a\n  - inspired: b\n    note: from a\n  - {to: b, kind: inspired}\n",
                "Text.",
            ),
        ),
        ("content/stories/b.md", &story("B", "ripples:\n  - inspired-by: a\n    note: from b\n", "Text.")),
        ("content/stories/x/c.md", &story("C", "id: c1\n", "Text.")),
        ("content/stories/y/c.md", &story("C", "id: c2\n", "Text.")),
    ]);
    let built = site.build();
    assert_eq!(built.codes(), ["unknown-ripple-target", "ripple-to-self"], "{}", built.report());
    let report = built.report();
    assert!(report.contains("content/stories/a.md:5:15: warning[unknown-ripple-target]"), "{report}");
    assert!(report.contains("did you mean `b`?"), "{report}");
    let edges = &built.snapshot.site.edges;
    assert_eq!(edges.len(), 1, "one edge from both ends and twice from one");
    assert_eq!(edges[0].notes, ["from a", "from b"]);
    for page in ["stories/a/index.html", "stories/b/index.html"] {
        assert!(["from a", "from b"].iter().all(|note| built.text(page).contains(note)), "{page}");
    }
    // Strict, conflicting, ambiguous, unknown.
    assert_eq!(site.run(&["build", "--strict"]).code, 1);
    for (fields, code) in [
        ("ripples: [{inspired: c}]\n", "ambiguous-name"),
        ("ripples: [{paid-forward: b}]\n", "ripple-conflict"),
        ("ripples: [{inspierd: b}]\n", "unknown-ripple-kind"),
    ] {
        site.write("content/stories/a.md", story("A", fields, "Text."));
        let run = site.run(&["build"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(&format!("error[{code}]")), "{fields}: {}", run.stderr);
    }
}

/// A site of stories joined by counting ripples; story `i` is the file `s<i>.md`.
fn wall(stories: usize, ripples: &[(usize, usize)]) -> SiteTest {
    let site = SiteTest::new(&[]);
    for one in 0..stories {
        let to = |(_, to): &(usize, usize)| format!("  - inspired: s{to}\n");
        let lines: String = ripples.iter().filter(|(from, _)| *from == one).map(to).collect();
        let fields = if lines.is_empty() { String::new() } else { format!("ripples:\n{lines}") };
        site.write(&format!("content/stories/s{one}.md"), story(&format!("S{one}"), &fields, "Text."));
    }
    site
}

fn numbers(site: &SiteTest) -> BTreeMap<String, Numbers> {
    let snapshot = site.engine().update(&Changes::All).unwrap();
    let site = &snapshot.site;
    site.ids().map(|id| (site.entry(id).id.value.clone(), site.numbers[id.index()])).collect()
}

#[test]
fn k6_a_loop_ends_with_one_warning_and_shared_numbers() {
    // s0 → (s1 → s2 → s3 → s1) → s4
    let site = wall(6, &[(0, 1), (1, 2), (2, 3), (3, 1), (2, 4)]);
    let built = site.build();
    assert_eq!(built.codes(), ["ripple-loop"], "{}", built.report());
    let all = numbers(&site);
    let of = |id: &str| (all[id].direct, all[id].reach, all[id].generation, all[id].depth);
    assert_eq!(of("s0"), (1, 4, 0, 2));
    assert_eq!((of("s1"), of("s2"), of("s3")), ((1, 3, 1, 1), (2, 3, 1, 1), (1, 3, 1, 1)));
    assert_eq!(of("s4"), (0, 0, 2, 0));
    assert!(all["s0"].root && all["s4"].open_end && all["s5"].quiet && !all["s1"].quiet);
    assert_eq!(site.run(&["build"]).code, 0);
    assert_eq!(site.run(&["build", "--strict"]).code, 1);
}

fn ripples() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (2usize..7).prop_flat_map(|stories| {
        let edge = (0..stories, 0..stories).prop_filter("no story names itself", |(from, to)| from != to);
        (Just(stories), prop::collection::vec(edge, 1..9))
    })
}

fn unique(ripples: &[(usize, usize)]) -> Vec<(usize, usize)> {
    ripples.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

/// How many others can be got to, counted slowly.
fn reach(from: usize, ripples: &[(usize, usize)]) -> usize {
    let mut seen = BTreeSet::from([from]);
    while let Some((_, new)) = ripples.iter().find(|(from, to)| seen.contains(from) && !seen.contains(to)) {
        seen.insert(*new);
    }
    seen.len() - 1
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn adding_a_ripple_shrinks_no_reach_and_removing_a_story_grows_none((stories, all) in ripples()) {
        let all = unique(&all);
        let site = wall(stories, &all[1..]);
        let before = numbers(&site);
        let more = numbers(&wall(stories, &all));
        for (id, numbers) in &before {
            prop_assert!(numbers.reach <= more[id].reach && numbers.direct <= more[id].direct, "{} {:?}", id, all);
        }
        let fewer: Vec<_> = all.iter().copied().filter(|(from, to)| *from != 0 && *to != 0).collect();
        let without = wall(stories, &fewer);
        without.remove("content/stories/s0.md");
        for (id, numbers) in &numbers(&without) {
            prop_assert!(numbers.reach <= more[id].reach, "{} {:?}", id, all);
        }
    }

    #[test]
    fn turning_every_ripple_round_swaps_reach_and_ancestors((stories, all) in ripples()) {
        let all = unique(&all);
        let round = unique(&all.iter().map(|(from, to)| (*to, *from)).collect::<Vec<_>>());
        let (there, back) = (numbers(&wall(stories, &all)), numbers(&wall(stories, &round)));
        let total = |all: &BTreeMap<String, Numbers>| all.values().map(|one| one.direct).sum::<u32>();
        prop_assert_eq!(total(&there) as usize, all.len(), "every ripple goes out of one story");
        prop_assert_eq!(total(&back) as usize, all.len(), "and into one");
        for one in 0..stories {
            let id = format!("s{one}");
            prop_assert_eq!(there[&id].reach as usize, reach(one, &all), "{} in {:?}", id, all);
            prop_assert_eq!(back[&id].reach as usize, reach(one, &round), "{} in {:?}", id, all);
            prop_assert_eq!((there[&id].root, there[&id].open_end), (back[&id].open_end, back[&id].root));
        }
    }
}
