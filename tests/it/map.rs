//! The map of ripples, `/ripples/`: what is on it, what it looks like in a large site, and what is never on it.

use crate::site_test::{CONFIG, SiteTest, story};
use ripple::engine::Changes;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;
use std::fmt::Write;

/// No page is larger than this.
const HEAVY: usize = 150_000;

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    all(page, selector).into_iter().map(|element| element.attr(name).unwrap_or_default().to_owned()).collect()
}

/// Stories `a0`, `a1` … and who led to whom.
fn family(site: &SiteTest, name: &str, count: usize, edges: &[(usize, usize)]) {
    for story in 0..count {
        let mut fields = String::new();
        for (place, (_, to)) in edges.iter().filter(|(from, _)| *from == story).enumerate() {
            let _ = writeln!(fields, "{}  - inspired: {name}{to}", if place == 0 { "ripples:\n" } else { "" });
        }
        site.write(
            &format!("content/stories/{name}{story}.md"),
            super::site_test::story(&format!("Title {name}{story}"), &fields, "Text."),
        );
    }
}

fn map(site: &SiteTest) -> Html {
    Html::parse_document(site.build().text("ripples/index.html"))
}

#[test]
fn the_example_shows_both_families_with_their_stories_linked() {
    let built = SiteTest::copy_of_example().build();
    let page = Html::parse_document(built.text("ripples/index.html"));
    let names: Vec<String> = all(&page, ".family h2").into_iter().map(words).collect();
    assert_eq!(names, ["From James and the hectic project", "From Maria speaks"]);
    assert_eq!(words(all(&page, ".hang p")[0]), "2 stories over 7 years. You came from .");
    let linked =
        ["james-hectic-project", "james-interns", "maria-speaks", "maria-mentors"].map(|id| format!("/stories/{id}/"));
    assert_eq!(attributes(&page, ".kin a.title", "href"), linked);
    assert_eq!(attributes(&page, "a.node", "href"), linked);
    assert_eq!(words(all(&page, ".kin .reads")[0]), "paid forward in");
    let told = words(all(&page, ".sentence")[0]);
    assert!(told.starts_with("Of the eight stories recorded here, two led to another."), "{told}");
    assert!(
        told.ends_with("Each family begins with its oldest story; every step on stands one place further in."),
        "{told}"
    );
    // It is in the menu and on the way in, and each story leads to its own place.
    built.holds("about/index.html", "<a href=\"/ripples/\">Ripples</a>");
    built.holds("ripples/index.html", "<a href=\"/ripples/\" aria-current=\"true\">Ripples</a>");
    built.holds(
        "stories/maria-mentors/index.html",
        "<a class=\"go\" href=\"/ripples/#maria-mentors\">See it on the map</a>",
    );
    assert!(!built.text("stories/at-the-same-table/index.html").contains("/ripples/#"), "a quiet story is on no map");
    built.holds("sitemap.xml", "/ripples/</loc>");
}

#[test]
fn a_site_without_ripples_has_no_map() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    let built = site.build();
    assert!(!built.has("ripples/index.html") && !built.text("index.html").contains("/ripples/"));
}

#[test]
fn a_story_with_two_parents_stands_once_and_both_lines_are_drawn() {
    let site = SiteTest::new(&[]);
    // 0 → 2 ← 1, and 0 → 3 beside 2 → 3.
    family(&site, "a", 4, &[(0, 2), (1, 2), (2, 3), (0, 3)]);
    let page = map(&site);
    assert_eq!(attributes(&page, ".kin li", "id"), ["a0", "a2", "a3", "a1"]);
    assert_eq!(attributes(&page, ".kin .also a", "href"), ["#a3", "#a2"]);
    assert_eq!(words(all(&page, ".kin .also")[0]), "inspired Title a3");
    let lines: BTreeSet<_> = attributes(&page, ".lines path", "data-a")
        .into_iter()
        .zip(attributes(&page, ".lines path", "data-b"))
        .collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(lines, BTreeSet::from([pair("0", "2"), pair("1", "2"), pair("2", "3"), pair("0", "3")]));
    assert_eq!(
        all(&page, ".head").into_iter().map(words).collect::<Vec<_>>(),
        ["Began here", "One step on", "Two steps on"]
    );
}

#[test]
fn the_members_of_a_loop_stand_in_one_column() {
    let site = SiteTest::new(&[]);
    family(&site, "a", 5, &[(0, 1), (1, 2), (2, 3), (3, 1), (3, 4)]);
    let page = map(&site);
    let places: Vec<String> = attributes(&page, ".node .ground", "cx");
    assert_eq!(attributes(&page, ".node", "data-n"), ["0", "1", "2", "3", "4"]);
    assert!(places[1] == places[2] && places[2] == places[3], "{places:?}");
    assert!(places[0] != places[1] && places[3] != places[4]);
    // The way back is drawn with an arrow and told in the list.
    assert_eq!(attributes(&page, ".lines path", "data-a").len(), 5);
    assert_eq!(attributes(&page, ".kin .also a", "href"), ["#a1"]);
}

#[test]
fn lists_are_nested_four_deep_and_count_steps_from_there() {
    let site = SiteTest::new(&[]);
    let mut edges: Vec<(usize, usize)> = (0..8).map(|from| (from, from + 1)).collect();
    edges.push((4, 9));
    family(&site, "a", 10, &edges);
    let page = map(&site);
    assert_eq!(all(&page, ".kin ul ul ul ul").len(), 1);
    assert_eq!(all(&page, ".kin ul ul ul ul ul").len(), 0);
    let steps: Vec<String> = all(&page, ".kin .step").into_iter().map(words).collect();
    assert_eq!(steps, ["step 5:", "step 6:", "step 7:", "step 8:", "step 5:"]);
    assert_eq!(words(*all(&page, ".kin .reads").last().unwrap()), "step 5: after Title a4, inspired");
    for list in all(&page, ".kin, .kin ul") {
        assert!(list.child_elements().all(|child| child.value().name() == "li"), "{}", list.html());
    }
}

#[test]
fn what_is_withheld_or_unlisted_leaves_no_trace() {
    let site = SiteTest::new(&[]);
    family(&site, "a", 3, &[(0, 1), (1, 2)]);
    site.write("content/stories/a1.md", story("Marmot", "draft: true\nripples:\n  - inspired: a2\n", "Text."));
    site.write("content/stories/b0.md", story("B0", "ripples:\n  - inspired: b1\n  - inspired: b2\n", "Text."));
    site.write("content/stories/b1.md", story("B1", "", "Text."));
    site.write("content/stories/b2.md", story("Kestrel", "visibility: unlisted\n", "Text."));
    let built = site.build();
    let page = Html::parse_document(built.text("ripples/index.html"));
    assert_eq!(attributes(&page, ".kin li", "id"), ["b0", "b1"]);
    // The names of stylesheets hold any letters.
    let shown = page.select(&Selector::parse("main").unwrap()).next().unwrap().html();
    for trace in ["Marmot", "Kestrel", "a1", "a2", "a0"] {
        assert!(!shown.contains(trace), "{trace}");
    }
    assert!(!built.text("stories/a0/index.html").contains("/ripples/#"));
}

#[test]
fn a_right_to_left_site_has_the_map_mirrored() {
    let site = SiteTest::new(&[("ripple.yaml", &format!("{CONFIG}language: ar\n"))]);
    family(&site, "a", 2, &[(0, 1)]);
    let page = map(&site);
    assert_eq!(attributes(&page, ".ground", "cx"), ["392", "178"]);
    assert_eq!(attributes(&page, ".lines path", "d"), ["M368 68H202"]);
}

#[test]
fn every_node_is_a_link_with_its_title_in_the_order_of_the_list() {
    let site = SiteTest::new(&[]);
    let edges: Vec<(usize, usize)> = (1..60).map(|to| ((to - 1) / 3, to)).chain([(3, 40), (7, 58), (20, 59)]).collect();
    family(&site, "a", 60, &edges);
    let page = map(&site);
    let order = attributes(&page, ".kin a.title", "href");
    assert_eq!((order.len(), attributes(&page, "a.node", "href")), (60, order));
    for node in all(&page, "a.node") {
        let title = node.select(&Selector::parse("title").unwrap()).next().unwrap();
        assert_eq!(node.attr("href").unwrap(), format!("/stories/{}/", words(title).trim_start_matches("Title ")));
    }
    assert_eq!(all(&page, ".drawing[tabindex]").len(), 1, "what is wider than the page can be scrolled by keyboard");
    // Ids are there once, and every link to a row finds it.
    let ids = attributes(&page, "[id]", "id");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for link in attributes(&page, ".kin a[href^='#']", "href") {
        assert!(ids.contains(&link[1..].to_owned()), "{link}");
    }
}

/// The pages of the map, by output path.
fn map_pages(site: &SiteTest) -> Vec<(String, String)> {
    let mut engine = site.engine();
    let snapshot = engine.update(&Changes::All).unwrap();
    let pages = snapshot.pages.iter().filter(|page| page.route.output.starts_with("ripples/"));
    let text = |page: &ripple::model::Page| {
        let bytes = engine.pages().bytes(&snapshot, page).unwrap();
        (page.route.output.clone(), String::from_utf8(bytes.to_vec()).unwrap())
    };
    pages.map(text).collect()
}

#[test]
fn a_family_of_thousands_goes_on_over_light_pages_and_every_story_has_its_place() {
    let site = SiteTest::new(&[]);
    site.write("content/stories/hub.md", story("The hub", "", "Text."));
    for number in 0..5_000 {
        let fields = "ripples:\n  - inspired-by: hub\n";
        site.write(&format!("content/stories/leaf-{number}.md"), story(&format!("Leaf {number}"), fields, "Text."));
    }
    let mut engine = site.engine();
    let snapshot = engine.update(&Changes::All).unwrap();
    let text = |output: &str| {
        let page = snapshot.pages.iter().find(|page| page.route.output == output).unwrap();
        String::from_utf8(engine.pages().bytes(&snapshot, page).unwrap().to_vec()).unwrap()
    };
    let map = text("ripples/index.html");
    assert!(map.len() < HEAVY, "{} bytes", map.len());
    let page = Html::parse_document(&map);
    assert_eq!((all(&page, ".kin li").len(), all(&page, ".node").len()), (80, 60));
    assert!(words(all(&page, ".more")[0]).starts_with("And 4921 more."), "{}", words(all(&page, ".more")[0]));
    assert_eq!(attributes(&page, ".more a", "href"), ["/ripples/page/2/#_on-1-from-hub"]);
    assert_eq!(all(&page, ".kin .reads").len(), 1, "what all have in common is said once");
    assert_eq!(
        words(all(&page, ".drawing .facts")[0]),
        "Drawn are the 60 nearest to where it began, and 4941 more belong to it."
    );
    // Every story has one row, on the page to which its own leads.
    let mut rows = BTreeSet::new();
    for route in snapshot.pages.iter().map(|page| &page.route).filter(|route| route.output.starts_with("ripples/")) {
        let html = text(&route.output);
        assert!(html.len() < HEAVY, "{}: {} bytes", route.output, html.len());
        let page = Html::parse_document(&html);
        let ids = attributes(&page, "[id]", "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}", route.output);
        let own = attributes(&page, ".kin li", "id");
        rows.extend(own.iter().map(|id| format!("/{}#{id}", route.href)));
        assert!(route.output == "ripples/index.html" || attributes(&page, ".reads a", "href")[0] == "/ripples/#hub");
        assert!(words(all(&page, ".kin li")[0]).contains("The hub"), "each list says after which story it comes");
    }
    assert_eq!(rows.len(), 5_001);
    for leaf in [0, 999, 4_999] {
        let page = text(&format!("stories/leaf-{leaf}/index.html"));
        let link = page.split('"').find(|part| part.starts_with("/ripples/") && part.contains('#')).unwrap();
        assert!(rows.contains(link), "{link}");
        assert!(link.ends_with(&format!("#leaf-{leaf}")), "{link}");
    }
}

#[test]
fn a_long_line_goes_on_where_its_first_part_ends() {
    let site = SiteTest::new(&[]);
    let edges: Vec<(usize, usize)> = (0..299).map(|from| (from, from + 1)).collect();
    family(&site, "a", 300, &edges);
    let pages = map_pages(&site);
    assert_eq!(pages.len(), 3);
    let page = Html::parse_document(&pages[0].1);
    let first = all(&page, ".family")[0];
    assert_eq!((first.select(&Selector::parse(".kin li").unwrap()).count(), all(&page, ".node").len()), (73, 24));
    let told: Vec<String> =
        pages.iter().flat_map(|(_, page)| attributes(&Html::parse_document(page), ".kin li", "id")).collect();
    assert_eq!(told, (0..300).map(|story| format!("a{story}")).collect::<Vec<_>>());
    let last = Html::parse_document(&pages[1].1);
    let start = words(all(&last, ".kin .reads")[0]);
    assert!(start.starts_with("step ") && start.contains(": after Title a"), "{start}");
    assert_eq!(words(all(&last, ".hang p a")[0]), "Where it begins");
    assert_eq!(attributes(&page, ".node", "href").last().unwrap(), "/stories/a23/");
    assert!(attributes(&page, ".more a", "href")[0].ends_with("#_on-1-from-a0"));
}

#[test]
fn many_families_are_paged_and_only_the_largest_are_drawn() {
    let site = SiteTest::new(&[("ripple.yaml", &format!("{CONFIG}paginate: 10\n"))]);
    for place in 0..25 {
        family(
            &site,
            &format!("f{place:02}-"),
            if place == 7 { 3 } else { 2 },
            if place == 7 { &[(0, 1), (0, 2)] } else { &[(0, 1)] },
        );
    }
    let pages = map_pages(&site);
    let outputs: Vec<&str> = pages.iter().map(|(output, _)| output.as_str()).collect();
    assert_eq!(outputs, ["ripples/index.html", "ripples/page/2/index.html", "ripples/page/3/index.html"]);
    let count = |place: usize, selector: &str| all(&Html::parse_document(&pages[place].1), selector).len();
    assert_eq!([0, 1, 2].map(|place| count(place, ".family")), [10, 10, 5]);
    assert_eq!([0, 1, 2].map(|place| count(place, ".drawing")), [10, 2, 0]);
    assert_eq!(words(all(&Html::parse_document(&pages[0].1), "h2")[0]), "From Title f07-0");
    let built = site.build();
    built.holds("stories/f09-1/index.html", "href=\"/ripples/#f09-1\"");
    built.holds("stories/f13-0/index.html", "href=\"/ripples/page/2/#f13-0\"");
}

#[test]
fn words_that_grow_when_they_are_written_do_not_make_a_page_heavy() {
    let site = SiteTest::new(&[]);
    let title = "&<\\\"'".repeat(60);
    let mut edges: Vec<(usize, usize)> = (1..150).map(|to| ((to - 1) / 2, to)).collect();
    edges.extend((0..60).map(|from| (from, from + 80)));
    family(&site, "a", 150, &edges);
    for number in 0..150 {
        let path = format!("content/stories/a{number}.md");
        let text = std::fs::read_to_string(site.path(&path)).unwrap();
        site.write(&path, text.replace(&format!("title: Title a{number}"), &format!("title: \"{title} {number}\"")));
    }
    let mut rows = 0;
    for (output, page) in map_pages(&site) {
        assert!(page.len() < HEAVY, "{output}: {} bytes", page.len());
        rows += all(&Html::parse_document(&page), ".kin li").len();
    }
    assert_eq!(rows, 150, "every story has its row");
}

#[test]
fn a_family_in_which_everything_is_joined_says_what_is_left_out() {
    let site = SiteTest::new(&[]);
    let edges: Vec<(usize, usize)> = (0..50).flat_map(|from| (from + 1..50).map(move |to| (from, to))).collect();
    family(&site, "a", 50, &edges);
    let pages = map_pages(&site);
    assert!(pages[0].1.len() < HEAVY, "{} bytes", pages[0].1.len());
    let page = Html::parse_document(&pages[0].1);
    assert_eq!(all(&page, ".kin li").len(), 50);
    assert_eq!(words(all(&page, ".kin .also")[3]), "and led to 45 more of these");
    // Each is one step on from the one before, and the drawing ends after 24 of them.
    assert_eq!(all(&page, ".lines path").len(), 23 + 120);
    let left_out = 24 * 23 / 2 - 23 - 120;
    let told = format!("and 26 more belong to it. {left_out} of the lines between them are left out.");
    assert!(words(all(&page, ".drawing .facts")[0]).ends_with(&told), "{}", words(all(&page, ".drawing .facts")[0]));
}
