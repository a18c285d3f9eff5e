//! Row E of the fault table (Markdown and HTML), each with a whole site. The
//! hostile story of row E3 has a file of its own.

use crate::site_test::{Built, CONFIG, SiteTest, story};
use scraper::{ElementRef, Html, Selector};
use std::time::{Duration, Instant};

/// The page of the story `a`.
fn page_of(fields: &str, text: &str) -> (Html, Built) {
    let built = SiteTest::new(&[("content/stories/a.md", &story("A", fields, text))]).build();
    (Html::parse_document(built.text("stories/a/index.html")), built)
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// The story's text as elements.
fn words(page: &Html) -> String {
    all(page, ".text")[0].text().collect()
}

fn feed(built: &Built, path: &str) -> rss::Channel {
    rss::Channel::read_from(built.text(path).as_bytes()).unwrap()
}

#[test]
fn e1_raw_html_is_shown_as_text() {
    let tags = [
        "<script>alert(1)</script>",
        "<style>*{}</style>",
        "<iframe src=//x.org></iframe>",
        "<form action=//x.org><input name=a></form>",
        "<base href=//x.org>",
        "<meta http-equiv=refresh content=0>",
        "<b onclick=alert(1)>bold</b>",
        "<object data=x></object>",
        "<embed src=x>",
        "<svg onload=alert(1)></svg>",
        "<math><mi></math>",
        "<link rel=stylesheet href=//x.org>",
        "<template><script>x</script></template>",
        "<noscript><img src=x onerror=y></noscript>",
        "<plaintext>",
    ];
    for raw_html in ["text", "sanitized"] {
        for tag in tags {
            let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", &format!("x {tag} y\n\n{tag}\n")))]);
            site.write("ripple.yaml", format!("{CONFIG}markdown: {{raw_html: {raw_html}}}\n"));
            let built = site.build();
            let page = Html::parse_document(built.text("stories/a/index.html"));
            let strange = ".text script, .text style, iframe, form, input, base, object, embed, template, math, \
                           .text svg, .text link, .text meta, noscript, plaintext, [onclick], [onload], [onerror]";
            assert!(all(&page, strange).is_empty(), "{raw_html} {tag}");
            let shown = words(&page);
            if raw_html == "text" {
                assert_eq!(shown.matches(tag).count(), 2, "{tag} is not shown as it was written: {shown}");
            }
            let end = all(&page, "footer.foot");
            assert_eq!(end.len(), 1, "{tag} swallows the rest of the page");
        }
    }
}

#[test]
fn e2_addresses_that_run_something_are_no_links() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&Tab;script:alert(1)",
        "&#1;javascript:alert(1)",
        "javascript&colon;alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,x",
        "DATA:text/html;base64,eA==",
        "//evil.example",
        "/\\evil.example",
        "file:///etc/passwd",
    ] {
        let (page, built) = page_of("", &format!("before [kept words]({address}) after"));
        assert!(all(&page, ".text a").is_empty(), "{address}");
        assert!(words(&page).contains("before kept words after"), "{address}");
        assert_eq!(built.codes(), ["unsafe-link"], "{address}");
        let feed = feed(&built, "feed.xml");
        assert!(!feed.items()[0].content().unwrap().contains("<a "), "{address}");
    }
    // The configuration's addresses pass through the same gate.
    for config in [
        "invite: \"javascript:alert(1)\"",
        "contact: \"javascript:alert(1)\"",
        "menu: [{label: x, url: \"javascript:alert(1)\"}]",
        "menu: [{label: x, url: \"//evil.example\"}]",
        "support: {title: Help, url: \"javascript:alert(1)\"}",
        "support: {title: Help, url: \"data:text/html,x\"}",
    ] {
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", "support: true\n", "Text."))]);
        let own = CONFIG.replace("contact: us@example.org\n", "");
        site.write("ripple.yaml", format!("{own}{config}\n"));
        for (path, bytes) in site.build().files.iter().filter(|(path, _)| is_html(path)) {
            let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
            for link in all(&page, "[href]") {
                let href = link.value().attr("href").unwrap().to_lowercase();
                assert!(!href.contains("javascript:") && !href.starts_with("data:"), "{config}: {path}: {href}");
                assert!(!href.contains("evil.example"), "{config}: {path}: {href}");
            }
        }
    }
}

fn is_html(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "html")
}

#[test]
fn e5_template_tags_in_a_story_are_words() {
    let tags = "{{ site.title }} {% include \"base.html\" %} {# remark #} {{<Card card={x} />}}";
    let site = SiteTest::new(&[(
        "content/stories/a.md",
        &format!("---\ntitle: \"{{{{ site.title }}}} {{% raw %}}\"\nsummary: '{tags}'\n---\n{tags}\n"),
    )]);
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let page = Html::parse_document(built.text("stories/a/index.html"));
    assert_eq!(all(&page, "h1")[0].text().collect::<String>(), "{{ site.title }} {% raw %}");
    for part in ["{{ site.title }}", "{% include", "{# remark #}", "<Card card={x} />"] {
        assert!(words(&page).contains(part), "{part}: {}", words(&page));
        assert!(all(&page, ".summary")[0].text().collect::<String>().contains(part), "{part}");
    }
}

#[test]
fn e6_e7_a_theme_cannot_reach_out_or_run_for_ever() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    site.write("ripple.yaml", format!("{CONFIG}theme: ours\n"));
    site.write("themes/ours/templates/secret.txt", "secret-7281");
    let names = ["now", "get_env", "load_data", "read_file", "exec", "get_random", "fetch"];
    let calls = names.map(|name| format!("{{{{ {name}(path=\"/etc/hostname\", name=\"HOME\", command=\"id\") }}}}"));
    let ways_out = [
        "{% include \"/etc/hostname\" %}".to_owned(),
        "{% include \"../../../ripple.yaml\" %}".to_owned(),
        "{% extends \"/etc/passwd\" %}".to_owned(),
    ];
    let endless = [
        "{% include \"story.html\" %}".to_owned(),
        "{% extends \"story.html\" %}".to_owned(),
        "{% component D(n) %}{{ <D n={n} /> }}{{ <D n={n} /> }}{% endcomponent %}{{ <D n=\"1\" /> }}".to_owned(),
        "{% for i in range(end=2000000) %}x{% endfor %}".to_owned(),
        "{% for i in range(end=1000) %}{% for j in range(end=1000) %}{% for k in range(end=1000) %}{% endfor %}{% endfor %}{% endfor %}".to_owned(),
    ];
    for text in calls.iter().chain(&ways_out).chain(&endless) {
        site.write("themes/ours/templates/story.html", text);
        let start = Instant::now();
        let run = site.run(&["build"]);
        assert!(start.elapsed() < Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 }), "{text}");
        assert_eq!(run.code, 2, "{text}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("themes/ours/templates/story.html"), "{text}: {}", run.stderr);
        assert!(run.stderr.contains("error[template-error]") && !site.path("public").exists(), "{}", run.stderr);
    }
    site.write("themes/ours/templates/a.html", "{% include \"b.html\" %}");
    site.write("themes/ours/templates/b.html", "{% include \"story.html\" %}");
    site.write("themes/ours/templates/story.html", "{% include \"a.html\" %}");
    let run = site.run(&["check"]);
    assert!(run.stderr.contains(" → "), "the whole chain is named: {}", run.stderr);
}

#[test]
fn e9_outside_links_are_marked_and_nothing_is_loaded_from_elsewhere() {
    let config = format!(
        "{CONFIG}invite: https://forms.example.net/x\nsupport: {{title: Help, url: \"https://help.example.net/\"}}\nmenu: [stories, {{label: Out, url: \"https://out.example.net/\"}}]\n"
    )
    .replace("contact: us@example.org", "contact: https://ask.example.net/");
    let text = "[a](https://a.example.net) <https://b.example.net> ![c](https://c.example.net/c.jpg) [d][r]\n\n\
                [r]: https://d.example.net \"Title\"\n\n:::support\n:::\n";
    let site =
        SiteTest::new(&[("content/stories/a.md", &story("A", "support: true\n", text)), ("ripple.yaml", &config)]);
    let built = site.build();
    let mut outside = std::collections::BTreeSet::new();
    for (path, bytes) in built.files.iter().filter(|(path, _)| is_html(path)) {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        assert!(
            all(&page, "img, iframe, audio, video, source, script[src]:not([src^='/assets/']), object, embed")
                .is_empty(),
            "{path}"
        );
        for link in all(&page, "link[href]") {
            let loads = ["stylesheet", "icon", "preload", "manifest"];
            let href = link.value().attr("href").unwrap();
            assert!(!loads.contains(&link.value().attr("rel").unwrap()) || href.starts_with('/'), "{path}: {href}");
        }
        for link in all(&page, "a[href]") {
            let href = link.value().attr("href").unwrap();
            if href.starts_with("http") {
                assert_eq!(link.value().attr("rel"), Some("noopener external"), "{path}: {href}");
                outside.insert(href.to_owned());
            }
        }
    }
    assert_eq!(outside.len(), 8, "{outside:?}");
    let style = built.files.iter().find(|(path, _)| path.contains("style.")).unwrap();
    let style = String::from_utf8_lossy(style.1);
    assert!(!style.contains("@import") && !style.contains("url(h") && !style.contains("url(//"));
}

#[test]
fn e10_characters_that_hide_what_is_written_are_taken_out() {
    let (page, built) = page_of(
        "mentor: \"Ann\u{202e}a\"\ntags: [\"ta\u{202e}g\", \"ta\u{200b}g\"]\nmentee: \"\u{5e9}\u{5e8}\u{5d4}\"\n",
        "Evil \u{202e}txt.exe\u{202c} \u{2066}word\u{2069} &#x202e;x",
    );
    assert!(built.codes().contains(&"direction-override"), "{}", built.report());
    let bad = ripple::model::text::is_direction_override;
    for (path, bytes) in &built.files {
        assert!(!String::from_utf8_lossy(bytes).contains(bad), "{path}");
    }
    assert!(!built.report().contains(bad), "nor does the report turn the writer's terminal round");
    let names: Vec<String> = all(&page, ".moment bdi").iter().map(|name| name.text().collect()).collect();
    assert_eq!(names, ["Anna", "\u{5e9}\u{5e8}\u{5d4}"], "names are set apart from the text around them");
    assert!(built.report().contains("content/stories/a.md:4:9: warning[direction-override]"), "{}", built.report());
}

#[test]
fn e11_slow_patterns_are_quick_in_a_whole_build() {
    // Without optimisation, and with other tests on the same cores, everything takes several times as long.
    let limit = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });
    for pattern in
        ["[a](<b", "[ (](", "a <![CDATA[", "!-- <", "<!-- ", "*a _b ", "[[a|", "> ", "- ", "`", "[^1]", "| a ", "&#1;"]
    {
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", &pattern.repeat(50_000)))]);
        let start = Instant::now();
        let built = site.build();
        assert!(start.elapsed() < limit, "{pattern:?} took {:?}", start.elapsed());
        let published = built.has("stories/a/index.html");
        let refused = built.codes().iter().any(|code| ["too-deep", "text-grows", "file-too-large"].contains(code));
        assert!(published || refused, "{pattern:?}: {}", built.report());
    }
}

#[test]
fn e13_headings_never_take_the_pages_own_ids() {
    let (page, built) = page_of(
        "outcome: [good]\nclaims: [{text: c, status: anecdotal}]\n",
        "# r-main\n\n## Part\n\n## Part\n\n## Part {#part}\n\n## x {#r-ripples}\n\n## R-Claims\n\n## fn-1\n\nNote.[^1]\n\n[see](#part-1)\n\n[^1]: Here.\n",
    );
    let ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|element| element.value().id()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(ids.len(), once.len(), "{ids:?}");
    let in_text: Vec<&str> = all(&page, ".text [id]").iter().filter_map(|element| element.value().id()).collect();
    let own: Vec<&&str> = ids.iter().filter(|id| !in_text.contains(id)).collect();
    assert!(own.len() == 4 && own.iter().all(|id| id.starts_with("r-")), "the theme's own: {own:?}");
    let headings = all(&page, ".text h2[id]");
    assert_eq!(headings.len(), 7);
    assert!(headings.iter().all(|heading| !heading.value().id().unwrap().starts_with("r-")), "{ids:?}");
    assert_eq!(all(&page, "#r-main")[0].value().name(), "main");
    assert!(["part", "part-1", "part-2"].iter().all(|id| ids.contains(id)), "{ids:?}");
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
}
