//! `ripple.yaml`: every key's type, default and effect (reliability, case D7; content model, section 1).

use crate::site_test::{Built, CONFIG, SiteTest, story};
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::fs;

/// A site whose configuration has these lines more.
fn site(more: &str, files: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new(files);
    site.write("ripple.yaml", format!("{CONFIG}{more}"));
    site
}

/// One story `a` in a site whose configuration has these lines more.
fn with(more: &str) -> Built {
    site(more, &[("content/stories/a.md", &story("A", "setting: family\n", "Some \"words\" -- and more."))]).build()
}

/// Only these lines are the configuration.
fn alone(config: &str) -> Built {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Words."))]);
    site.write("ripple.yaml", config);
    site.build()
}

fn stories(count: usize) -> Vec<(String, String)> {
    let one = |number| format!("---\ntitle: Story {number}\ndate: 2026-01-{number:02}\n---\nWords.\n");
    (1..=count).map(|number| (format!("content/stories/s{number}.md"), one(number))).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

/// Every `href` and `src` of a page.
fn links(html: &str) -> Vec<String> {
    let selector = Selector::parse("[href], [src]").unwrap();
    let address = |element: scraper::ElementRef<'_>| {
        element.value().attr("href").or(element.value().attr("src")).map(str::to_owned)
    };
    let refresh = Selector::parse("meta[http-equiv=refresh]").unwrap();
    let page = Html::parse_document(html);
    let moved =
        page.select(&refresh).filter_map(|meta| Some(meta.value().attr("content")?.split_once("url=")?.1.to_owned()));
    page.select(&selector).filter_map(address).chain(moved).collect()
}

/// The example site with other lines in its configuration.
fn example(from: &str, to: &str) -> SiteTest {
    let site = SiteTest::copy_of_example();
    let config = fs::read_to_string(site.path("ripple.yaml")).unwrap();
    assert!(config.contains(from), "the example's configuration has no {from}");
    site.write("ripple.yaml", config.replacen(from, to, 1));
    let about = fs::read_to_string(site.path("content/pages/about.md")).unwrap();
    site.write("content/pages/about.md", about.replacen("---\n", "---\naliases: [/old/deep/about/, /about.html]\n", 1));
    site
}

#[test]
fn d7_a_bad_base_url_is_an_error_and_a_sloppy_one_is_put_right() {
    for (url, base) in [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("http://localhost:8080", "http://localhost:8080/"),
        ("https://example.org/wall", "https://example.org/wall/"),
        ("https://example.org//wall//deep/", "https://example.org/wall/deep/"),
    ] {
        let built = alone(&CONFIG.replace("https://example.org", url));
        assert_eq!(built.every_code(), [""; 0], "{url}");
        built.holds("stories/a/index.html", &format!("<link rel=\"canonical\" href=\"{base}stories/a/\">"));
        built.holds("sitemap.xml", &format!("<loc>{base}</loc>"));
        built.holds("robots.txt", &format!("Sitemap: {base}sitemap.xml"));
        built.holds("feed.xml", &format!("href=\"{base}feed.xml\""));
    }
    for url in [
        "example.org",
        "ftp://example.org",
        "https://",
        "https://x y",
        "https://x.org/?a",
        "https://x.org/#a",
        "https://x.org:port",
        "[a]",
    ] {
        let built = alone(&CONFIG.replace("https://example.org", url));
        assert_eq!(built.codes().len(), 1, "{url}: {}", built.report());
        assert!(built.report().contains("ripple.yaml:4:11: error") && built.files.is_empty(), "{}", built.report());
    }
    let none = alone("title: T\nsafeguarding: open\ncontact: x\n");
    assert_eq!(none.every_code(), ["no-base-url"]);
    assert!(!none.has("feed.xml") && !none.has("sitemap.xml") && none.mentions("rel=\"canonical\"").is_empty());
}

#[test]
fn d7_every_link_is_right_under_a_sub_path() {
    let built =
        example("base_url: https://ripple-stories.example", "base_url: https://ripple-stories.example/deep/wall")
            .build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let mut checked = 0;
    for path in built.paths().into_iter().filter(|path| path.contains(".html")) {
        for link in links(built.text(path)) {
            let address = link.split('#').next().unwrap();
            let ours = address.strip_prefix("https://ripple-stories.example").unwrap_or(address);
            if ours.is_empty() || ours.contains(':') {
                continue;
            }
            let below =
                ours.strip_prefix("/deep/wall/").unwrap_or_else(|| panic!("{path}: {link} is not below the site"));
            let file =
                if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
            assert!(built.has(&file), "{path}: {link} leads to nothing");
            checked += 1;
        }
    }
    assert!(checked > 300, "only {checked} links were seen");
    for path in ["feed.xml", "sitemap.xml"] {
        assert!(!built.text(path).contains("https://ripple-stories.example/stories"), "{path} forgets the sub-path");
    }
}

#[test]
fn relative_links_work_from_disk_and_are_complete() {
    let site = example(
        "# relative: true",
        "relative: true\nmenu: [stories, about, {label: All tags, url: /tags/}, {label: Start, url: /}]",
    );
    site.publish("public").unwrap();
    let public = site.path("public");
    let mut checked = BTreeSet::new();
    for entry in walkdir::WalkDir::new(&public).into_iter().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "html") || path.ends_with("404.html") {
            continue; // the page for unknown addresses is shown at any depth, so a server must know the root
        }
        // What is in a template has its address from a script.
        let html = fs::read_to_string(path).unwrap();
        let html = html.split("<template").map(|part| part.split_once("</template>").map_or(part, |(_, rest)| rest));
        for link in links(&html.collect::<String>()) {
            let address = link.split('#').next().unwrap();
            if address.is_empty() || address.contains(':') {
                continue;
            }
            assert!(!address.starts_with('/'), "{}: {link} is not relative", path.display());
            let decoded = address.replace("%27", "'");
            assert!(path.parent().unwrap().join(decoded).is_file(), "{}: {link} is no file", path.display());
            checked.insert((path.to_owned(), link));
        }
    }
    assert!(checked.len() > 300, "only {} links were seen", checked.len());
}

#[test]
fn title_and_safeguarding_are_required_and_the_rest_has_defaults() {
    let nothing = alone("# nothing\n");
    assert_eq!(nothing.codes(), ["missing-safeguarding", "missing-site-title", "no-contact"]);
    for profile in ["school", "organisation", "open"] {
        assert!(nothing.report().contains(&format!("`safeguarding: {profile}`")), "{}", nothing.report());
    }
    assert!(nothing.files.is_empty());
    let least = alone("title: T\nsafeguarding: open\n");
    assert_eq!(least.every_code(), ["no-base-url", "no-contact"]);
    least.holds("index.html", "<html lang=\"en\" dir=\"ltr\">");
    assert_eq!(alone("title: T\nsafeguarding: closed\ncontact: x\n").codes(), ["unknown-choice"]);
    assert_eq!(alone("title: 2024\nsafeguarding: Open\n").codes(), [""; 0]);
    assert_eq!(alone("title: A: b\nsafeguarding: open\n").codes(), ["yaml-syntax"]);
    assert_eq!(alone("just words\n").codes(), ["not-fields"]);
}

#[test]
fn values_of_the_wrong_type_are_errors_at_their_place() {
    for (line, code) in [
        ("titel: x", "unknown-key"),
        ("language: English", "bad-language"),
        ("timezone: Nowhere/City", "bad-timezone"),
        ("paginate: 0", "bad-number"),
        ("paginate: many", "bad-number"),
        ("feed_limit: [1]", "wrong-type"),
        ("thread_depth: 101", "bad-number"),
        ("relative: yes", "bad-boolean"),
        ("journal: 1", "bad-boolean"),
        ("search: \"true\"", "bad-boolean"),
        ("tagline: [a]", "wrong-type"),
        ("story_settings: {a: b}", "wrong-type"),
        ("ripple_kinds: taught", "wrong-type"),
        ("support: x", "wrong-type"),
        ("markdown: {raw_html: yes}", "unknown-choice"),
        ("logo: nowhere.svg", "missing-site-file"),
        ("favicon: nowhere.svg", "missing-site-file"),
        ("menu: [nowhere]", "unknown-menu-item"),
        ("menu: [{label: x}]", "bad-menu-item"),
        ("menu: [{label: x, url: \"javascript:alert(1)\"}]", "bad-menu-item"),
        ("menu: [{label: x, url: /nowhere/}]", "broken-link"),
        ("invite: nowhere", "unknown-menu-item"),
    ] {
        let built = with(&format!("{line}\n"));
        assert_eq!(built.codes(), [code], "{line}: {}", built.report());
        assert!(built.report().contains("ripple.yaml:6:"), "{}", built.report());
    }
    for line in [
        "timezone: Europe/London",
        "thread_depth: 3",
        "journal: false",
        "search: false",
        "editor: \"x://{file}:{line}\"",
    ] {
        assert_eq!(with(&format!("{line}\n")).codes(), [""; 0], "{line}");
    }
}

#[test]
fn the_sites_own_words_are_on_its_pages() {
    let built = with("tagline: One <line>\ndescription: What it is\nfooter: Words at the foot\n");
    built.holds("index.html", "<title>Test site</title>");
    built.holds("index.html", "One &lt;line&gt;");
    built.holds("stories/a/index.html", "<title>A · Test site</title>");
    built.holds("index.html", "Words at the foot");
    built.holds("stories/index.html", "<meta name=\"description\" content=\"What it is\">");
    for (contact, part) in [
        (
            "us@example.org",
            "<a href=\"mailto:us@example.org\">Ask us to take a story down: <span class=\"whole\">us@example.org</span></a>",
        ),
        (
            "https://example.org/us",
            "<a href=\"https://example.org/us\" rel=\"noopener external\">Ask us to take a story down: <span class=\"whole\">https://example.org/us</span></a>",
        ),
        ("the school office", "Ask us to take a story down: the school office"),
        ("\"javascript:alert(1)\"", "Ask us to take a story down: javascript:alert(1)"),
    ] {
        let built = alone(&CONFIG.replace("us@example.org", contact));
        built.holds("index.html", part);
    }
    assert!(alone("title: T\nsafeguarding: school\n").codes().contains(&"no-contact"), "a warning in a school");
}

#[test]
fn a_language_rules_pages_and_feeds() {
    let built = with("language: ar\n");
    for path in ["index.html", "stories/index.html", "stories/a/index.html", "404.html"] {
        built.holds(path, "<html lang=\"ar\" dir=\"rtl\">");
    }
    built.holds("feed.xml", "<language>ar</language>");
    with("language: en-GB\n").holds("index.html", "<html lang=\"en-GB\" dir=\"ltr\">");
}

#[test]
fn a_menu_takes_the_place_of_the_usual_one() {
    let pages: &[(&str, &str)] = &[
        ("content/stories/a.md", "# A\n\nWords."),
        ("content/pages/about.md", "---\ntitle: About us\nnav: true\n---\nWords."),
        ("content/pages/law.md", "---\ntitle: Small print\n---\nWords."),
        ("content/prompts/q.md", "# Q\n\nWhat?"),
    ];
    let menu = |built: &Built| {
        let page = Html::parse_document(built.text("stories/index.html"));
        let items = Selector::parse("nav.menu a").unwrap();
        let item = |link: scraper::ElementRef<'_>| {
            (link.text().collect::<String>(), link.value().attr("href").unwrap().to_owned())
        };
        page.select(&items).map(item).collect::<Vec<_>>()
    };
    let pair = |label: &str, href: &str| (label.to_owned(), href.to_owned());
    let usual = site("", pages).build();
    assert_eq!(
        menu(&usual),
        [
            pair("Stories", "/stories/"),
            pair("Questions", "/prompts/"),
            pair("About us", "/about/"),
            pair("Search", "/search/")
        ]
    );
    let own = site("menu:\n  - law\n  - stories\n  - {label: Our school, url: \"https://example.org/\"}\n  - {label: Us, url: /about/}\n", pages).build();
    assert_eq!(own.codes(), [""; 0], "{}", own.report());
    let wanted = [
        pair("Small print", "/law/"),
        pair("Stories", "/stories/"),
        pair("Our school", "https://example.org/"),
        pair("Us", "/about/"),
    ];
    assert_eq!(menu(&own), wanted);
    assert_eq!(menu(&site("menu: []\n", pages).build()), []);
}

#[test]
fn lists_and_feeds_have_the_length_that_is_asked_for() {
    let files = stories(25);
    let usual = site("", &borrowed(&files)).build();
    assert!(usual.has("stories/page/2/index.html") && !usual.has("stories/page/3/index.html"));
    assert_eq!(usual.text("feed.xml").matches("<item>").count(), 20);
    let small = site("paginate: 10\nfeed_limit: 3\n", &borrowed(&files)).build();
    assert!(small.has("stories/page/3/index.html") && !small.has("stories/page/4/index.html"));
    let feed = small.text("feed.xml");
    assert_eq!(feed.matches("<item>").count(), 3);
    assert!(feed.contains("Story 25") && feed.contains("Story 23") && !feed.contains("Story 22"), "the newest");
}

#[test]
fn the_feed_authority_is_in_every_id_and_survives_a_move() {
    with("").holds("feed.xml", ">tag:example.org,2026:story/a</guid>");
    let moved = alone(&CONFIG.replace("https://example.org", "https://elsewhere.example"));
    moved.holds("feed.xml", ">tag:example.org,2026:story/a</guid>");
    let unsaid = alone(&CONFIG.replace("feed_authority: example.org,2026\n", ""));
    unsaid.holds("feed.xml", ">tag:example.org,2020:story/a</guid>");
    assert_eq!(unsaid.every_code(), ["no-feed-authority"]);
    assert!(unsaid.report().contains("`feed_authority: example.org,2020`"), "{}", unsaid.report());
    for authority in ["example.org", "example,2026", "example.org,soon", "2026", "a b.org,2026"] {
        assert_eq!(
            alone(&CONFIG.replace("example.org,2026", authority)).codes(),
            ["bad-feed-authority"],
            "{authority}"
        );
    }
}

#[test]
fn own_settings_join_the_six() {
    for setting in ["school", "workplace", "community", "family", "online", "other"] {
        let text = story("A", &format!("setting: {setting}\n"), "Words.");
        assert_eq!(site("", &[("content/stories/a.md", &text)]).build().codes(), [""; 0], "{setting}");
    }
    let text = story("A", "setting: Library\n", "Words.");
    let unknown = site("", &[("content/stories/a.md", &text)]).build();
    assert_eq!(unknown.codes(), ["unknown-setting"]);
    assert!(unknown.report().contains("`story_settings`"));
    let known = site("story_settings: [library, school]\n", &[("content/stories/a.md", &text)]).build();
    assert_eq!(known.codes(), [""; 0], "{}", known.report());
    known.holds("settings/library/index.html", "/stories/a/");
    known.holds("stories/a/index.html", "href=\"/settings/library/\">Library</a>");
}

#[test]
fn own_ripple_kinds_join_the_table() {
    let kinds = "ripple_kinds:\n  taught: {inverse: taught-by, label: Taught how, inverse_label: Learned from, reads: was taught in, counts: true}\n  echoes: {label: Echoes, symmetric: true}\n  shown: {inverse: shows, label: Shown in, inverse_label: Shows}\n";
    let files: &[(&str, &str)] = &[
        ("content/stories/a.md", &story("First", "ripples: [{taught: b}, {echoes: c}, {shown: c}]\n", "Words.")),
        ("content/stories/b.md", &story("Second", "ripples:\n  - taught_by: a\n", "Words.")),
        ("content/stories/c.md", &story("Third", "", "Words.")),
    ];
    let built = site(kinds, files).build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    built.holds("stories/a/index.html", "<p class=\"reads\">was taught in</p>");
    built.holds("stories/b/index.html", "<p class=\"reads\">was taught in</p>");
    built.holds("stories/c/index.html", "<p class=\"reads\">shown in</p>");
    built.holds("stories/a/index.html", "Echoes");
    built.holds("stories/c/index.html", "Echoes");
    let totals = built.snapshot.site.totals;
    assert_eq!(
        (totals.roots, totals.open_ends, totals.quiet),
        (1, 1, 1),
        "`taught` counts for reach and `echoes` does not"
    );
    for (kind, code) in [
        ("inspired: {inverse: x, label: X, inverse_label: Y}", "ripple-kind-taken"),
        ("new: {inverse: inspired-by, label: X, inverse_label: Y}", "ripple-kind-taken"),
        ("new: {inverse: new, label: X, inverse_label: Y}", "ripple-kind-taken"),
        ("new: {inverse: old, inverse_label: Y}", "ripple-kind-incomplete"),
        ("new: {label: X, inverse_label: Y}", "ripple-kind-incomplete"),
        ("new: {label: X, inverse: old}", "ripple-kind-incomplete"),
        ("new: {label: X, symetric: true, symmetric: true}", "unknown-field"),
    ] {
        assert_eq!(with(&format!("ripple_kinds: {{{kind}}}\n")).codes(), [code], "{kind}");
    }
}

#[test]
fn an_invitation_leads_to_a_page_or_elsewhere() {
    let files: &[(&str, &str)] =
        &[("content/stories/a.md", "# A\n\nWords."), ("content/pages/tell.md", "# Tell us\n\nHow.")];
    let inside = site("invite: tell\n", files).build();
    inside.holds("stories/a/index.html", "<a class=\"title\" href=\"/tell/\">Do you know more about it?</a>");
    for url in ["https://example.org/form", "mailto:us@example.org"] {
        let outside = site(&format!("invite: {url}\n"), files).build();
        let link =
            format!("<a class=\"title\" href=\"{url}\" rel=\"noopener external\">Do you know more about it?</a>");
        outside.holds("stories/a/index.html", &link);
    }
    assert!(!with("").text("stories/a/index.html").contains("class=\"title\" href=\"/tell/\""));
}

#[test]
fn the_help_box_is_where_it_is_asked_for() {
    let support = "support: {title: Someone listens, text: At any hour, phone: 01632 960000, url: \"https://example.org/help\"}\n";
    let files: &[(&str, &str)] = &[
        ("content/stories/a.md", &story("A", "support: true\n", "Words.")),
        ("content/stories/b.md", &story("B", "", "Words.\n\n:::support\n:::\n")),
        ("content/stories/c.md", &story("C", "", "Words.")),
    ];
    let built = site(support, files).build();
    for page in ["stories/a/index.html", "stories/b/index.html"] {
        for part in ["Someone listens", "At any hour", "01632 960000", "href=\"https://example.org/help\""] {
            built.holds(page, part);
        }
    }
    assert!(!built.text("stories/c/index.html").contains("Someone listens"));
    assert!(with("").codes().is_empty());
}

#[test]
fn markdown_follows_its_two_switches() {
    with("").holds("stories/a/index.html", "Some “words” – and more.");
    with("markdown: {smart_punctuation: false}\n").holds("stories/a/index.html", "Some &quot;words&quot; -- and more.");
    let text = story("A", "", "An <abbr title=\"x\">A</abbr> and <script>alert(1)</script>.");
    let plain = site("", &[("content/stories/a.md", &text)]).build();
    plain.holds("stories/a/index.html", "&lt;abbr");
    let clean = site("markdown: {raw_html: sanitized}\n", &[("content/stories/a.md", &text)]).build();
    assert!(!clean.text("stories/a/index.html").contains("<script>alert"));
}
