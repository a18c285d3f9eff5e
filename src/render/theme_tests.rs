//! What themes may do and may not do, and what every page of the built-in one is like.

use super::body::fill;
use super::builtin::built_in;
use super::fault::Fault;
use super::theme::{Theme, ThemeSource, compile};
use super::view;
use super::{samples, samples::Words};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Head, HtmlView, Shared, SiteView, ThemeLayer};
use scraper::{Html, Selector};
use std::borrow::Cow;
use std::time::{Duration, Instant};
use tera::Context;

fn own(files: &[(&str, &str)]) -> Result<Theme, Vec<Diagnostic>> {
    let mut files: Vec<(String, Cow<'static, [u8]>)> =
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec().into())).collect();
    files.sort();
    let ours = ThemeLayer { theme: "ours".to_owned(), built_in: false, files };
    let layers = [ours].into_iter().chain(built_in("default")).collect();
    compile(&ThemeSource { layers, name: "ours".to_owned(), words: crate::english_source(), ..ThemeSource::default() })
}

fn page(theme: &Theme, view: &HtmlView) -> Result<String, Fault> {
    let context = view::context(view, "/wall/", theme)?;
    theme.render(view.content.template(), &context)
}

fn all(words: Words<'_>) -> Vec<(&'static str, String)> {
    let theme = samples::theme();
    let make = |(name, view): (&'static str, HtmlView)| {
        (name, page(&theme, &view).unwrap_or_else(|fault| panic!("{name}: {fault:?}")))
    };
    samples::pages(words).into_iter().map(make).collect()
}

fn count(html: &Html, selector: &str) -> usize {
    html.select(&Selector::parse(selector).unwrap()).count()
}

fn story_with(files: &[(&str, &str)]) -> Result<String, Fault> {
    let theme = own(files).unwrap_or_else(|found| panic!("{found:#?}"));
    page(&theme, &samples::pages(&str::to_owned).remove(5).1)
}

#[test]
fn every_page_has_a_frame_one_heading_and_a_way_past_it() {
    for (name, html) in all(&str::to_owned) {
        assert!(html.starts_with("<!doctype html>"), "{name}: {}", &html[..40]);
        let page = Html::parse_document(&html);
        for once in [
            "h1",
            "main#r-main",
            "html[lang][dir]",
            "head > title",
            "footer.foot",
            "link[rel=stylesheet][href*='/style.']",
        ] {
            assert_eq!(count(&page, once), 1, "{name}: {once}");
        }
        let first = page.select(&Selector::parse("body a").unwrap()).next().unwrap();
        assert_eq!(first.attr("href"), Some("#r-main"), "{name}");
        for never in [
            "[style]",
            "style",
            "script:not([type='application/ld+json']):not([src])",
            "a:not([href])",
            "li:empty",
            "p:empty",
            "ul:empty",
        ] {
            assert_eq!(count(&page, never), 0, "{name}: {never}\n{html}");
        }
        for landmark in page.select(&Selector::parse("nav, section").unwrap()) {
            let named = landmark.attr("aria-label").is_some() || landmark.attr("aria-labelledby").is_some();
            assert!(named, "{name}: {}", landmark.html());
        }
        for label in page.select(&Selector::parse("[aria-labelledby]").unwrap()) {
            assert_eq!(count(&page, &format!("#{}", label.attr("aria-labelledby").unwrap())), 1, "{name}");
        }
        assert!(!html.contains("href=\"stories"), "{name}: an address without the root");
    }
}

#[test]
fn a_site_of_which_little_is_known_is_whole_too() {
    let theme = samples::theme();
    for (name, mut view) in samples::pages(&str::to_owned) {
        let assets = view.site.assets.clone();
        view.site = Shared::new(SiteView { title: "S".to_owned(), assets, ..SiteView::default() });
        view.head = Head { lang: "en".to_owned(), dir: "ltr", ..Head::default() };
        let html = page(&theme, &view).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        assert!(html.contains("<title>S</title>") && !html.contains("href=\"\""), "{name}: {html}");
        assert_eq!(count(&Html::parse_document(&html), "footer ul, .menu, link[rel=alternate]"), 0, "{name}");
    }
}

#[test]
fn heading_levels_are_never_skipped() {
    for (name, html) in all(&str::to_owned) {
        let page = Html::parse_document(&html);
        let mut last = 0;
        for heading in page.select(&Selector::parse("h1, h2, h3, h4, h5, h6").unwrap()) {
            let level = heading.value().name()[1..].parse::<u32>().unwrap();
            assert!(level <= last + 1, "{name}: {}", heading.html());
            last = level;
        }
    }
}

#[test]
fn hostile_words_are_inert_wherever_they_stand() {
    let evil = |text: &str| {
        format!("{text}\"'><script>alert(1)</script><img src=x onerror=y style=z>{{{{ root }}}}{{% raw %}}")
    };
    for ((name, html), (_, calm)) in all(&evil).into_iter().zip(all(&str::to_owned)) {
        let (page, calm) = (Html::parse_document(&html), Html::parse_document(&calm));
        for element in page.select(&Selector::parse("*").unwrap()) {
            for (attribute, _) in element.value().attrs() {
                assert!(!attribute.starts_with("on") && attribute != "style", "{name}: {}", element.html());
            }
        }
        assert_eq!(count(&page, "script"), count(&calm, "script"), "{name}");
        assert_eq!(count(&page, "img"), count(&calm, "img"), "{name}");
        let elements = |page: &Html| page.select(&Selector::parse("body *").unwrap()).count();
        assert_eq!(elements(&page), elements(&calm), "{name}");
    }
}

#[test]
fn a_story_says_everything_in_words() {
    let html = story_with(&[]).unwrap();
    for words in [
        "From <bdi>a local community leader</bdi>, to <a href=\"/wall/people/maria/\"><bdi>Maria</bdi></a> and <bdi>two friends</bdi>",
        "<p class=\"reason\">Also about <em>being noticed</em></p>",
        "10 minutes, after a workshop, Linden Road School",
        "3 minutes to read",
        "Sourced: County survey, 2024, p. 9",
        "As it was told to us",
        "We have no source for this",
        "You are reading",
        "was paid forward in",
        "href=\"/wall/share/\"",
        "What happened next?",
        "led to 6 more",
        "dir=\"rtl\"",
        "<time datetime=\"2026-03-02\">2 March 2026</time>",
        "hreflang=\"de\"",
        "<title>Finding her voice · Ten Minutes</title>",
        "\\u003cscript>",
    ] {
        assert!(html.contains(words), "{words}\n{html}");
    }
    assert_eq!(html.matches(">Related<").count(), 1, "ripples of one kind stand together");
}

#[test]
fn own_files_take_the_place_of_built_in_ones() {
    let html = story_with(&[
        (
            "templates/story.html",
            "{% extends \"default/story.html\" %}{% block outcome %}OURS{{ super() }}{% endblock %}",
        ),
        ("partials/support.html", "{% component Support(support) %}BOX {{ support.title }}{% endcomponent %}"),
        ("templates/special.html", "{% extends \"base.html\" %}{% block main %}<h1>S</h1>{% endblock %}"),
        ("static/style.css", "body{}"),
        ("theme.yaml", "not a template"),
    ])
    .unwrap();
    assert!(html.contains("OURS<section class=\"after-text\"") && html.contains("BOX If this is close to home"));
    let theme = own(&[("templates/special.html", "x"), ("static/style.css", "a")]).unwrap();
    assert!(theme.has_template("special") && theme.has_template("story") && !theme.has_template("nope"));
    assert!(theme.template_names().contains(&"special") && !theme.template_names().contains(&"base"));
    assert_eq!(&*theme.assets()["style.css"].bytes, b"a");
    assert!(theme.assets().contains_key("favicon.svg"));
    let again = own(&[("templates/special.html", "x"), ("static/style.css", "b")]).unwrap();
    assert_ne!(theme.digest(), again.digest());
}

#[test]
fn an_own_frame_must_keep_the_blocks_that_pages_fill() {
    let Err(found) = own(&[("templates/base.html", "<h1>{% block main %}{% endblock %}</h1>")]) else {
        panic!("stories fill `skip`")
    };
    assert!(found.iter().all(|one| one.span.path.as_str() == "themes/ours/templates/base.html"), "{found:#?}");
    assert!(found.iter().any(|one| one.message == "this file leaves out the block `skip`, which `story.html` fills"));
    let blocks = "\u{feff}{% block head_extra %}{% endblock %}{% block masthead %}{% endblock %}{% block main %}{% endblock %}{% block skip %}{% endblock %}{% block scripts %}{% endblock %}";
    assert!(story_with(&[("templates/base.html", blocks)]).is_ok());
}

#[test]
fn every_broken_file_is_reported_at_its_place() {
    let long = format!("{}{{{{ x | nope }}}}", "y".repeat(5000));
    let Err(found) = own(&[
        ("templates/a.html", "{% if %}"),
        ("templates/b.html", "ok\n{{ 1 + }}"),
        ("partials/c.html", "{% component C( %}"),
        ("templates/d.html", &long),
    ]) else {
        panic!("three files cannot be parsed")
    };
    let places: Vec<_> = found.iter().map(|one| one.span.path.as_str()).collect();
    assert_eq!(places, ["themes/ours/partials/c.html", "themes/ours/templates/a.html", "themes/ours/templates/b.html"]);
    assert!(found.iter().all(|one| one.severity == Severity::Error && one.code == "template-error"));
    assert!(found[2].span.range().is_some_and(|(start, _)| start >= 3), "{found:?}");

    let Err(found) = own(&[("templates/d.html", &long), ("templates/e.html", "{{ <Missing /> }}é{{ now() }}")]) else {
        panic!("there is no such filter")
    };
    assert_eq!(found.len(), 3, "{found:#?}");
    assert_eq!(found[0].message, "Unknown filter `nope`");
    assert_eq!(found[0].span.range(), Some((5007, 5011)), "{found:#?}");
    assert!(found.iter().all(|one| one.message.chars().count() < 300));
}

#[test]
fn files_clock_environment_and_network_are_out_of_reach() {
    for name in ["now", "get_env", "load_data", "get_file", "exec", "get_random", "read", "fetch"] {
        let Err(found) = own(&[("templates/x.html", &format!("{{{{ {name}(path=\"/etc/passwd\") }}}}"))]) else {
            panic!("{name} is there")
        };
        assert_eq!(found[0].span.path.as_str(), "themes/ours/templates/x.html");
    }
    for text in ["{% include \"/etc/passwd\" %}", "{% extends \"../../../etc/passwd\" %}"] {
        assert!(own(&[("templates/x.html", text)]).is_err());
    }
}

#[test]
fn what_would_never_end_is_refused() {
    let Err(found) =
        own(&[("templates/a.html", "{% include \"b.html\" %}"), ("templates/b.html", "{% include \"a.html\" %}")])
    else {
        panic!("a and b include each other")
    };
    assert!(found[0].message.contains("themes/ours/templates/a.html → themes/ours/templates/b.html"), "{found:?}");
    assert!(own(&[("templates/a.html", "{% extends \"a.html\" %}")]).is_err());

    let ten = "{% for i in range(end=100000) %}{% for j in range(end=100000) %}x{% endfor %}{% endfor %}";
    let text = "{% set many = range(end=90000) %}{% for i in many %}{% for j in many %}word {% endfor %}{% endfor %}";
    let doubling =
        "{% component D(n) %}{{ <D n={n + 1} /> }}{{ <D n={n + 1} /> }}{% endcomponent %}{{ <D n=\"1\" /> }}";
    for (endless, words) in [(ten, "more than 1000000 numbers"), (text, "without end"), (doubling, "")] {
        let start = Instant::now();
        let fault = story_with(&[("templates/story.html", endless)]).unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(10), "{:?} without optimisation", start.elapsed());
        assert!(fault.message.contains(words), "{fault:?}");
        assert_eq!(fault.span.path.as_str(), "themes/ours/templates/story.html");
    }
    let wide = format!("{{% for i in range(end=900) %}}{}{{% endfor %}}", "x".repeat(50_000));
    let fault = story_with(&[("templates/story.html", &wide)]).unwrap_err();
    assert_eq!(fault.message, "the page grew beyond 32 MiB");
    let fine =
        story_with(&[("templates/story.html", "{% for i in range(start=9, end=0, step_by=-4) %}{{ i }}{% endfor %}")]);
    assert_eq!(fine.unwrap(), "951");
}

#[test]
fn a_failing_page_names_template_and_page() {
    let fault = story_with(&[("templates/story.html", "<h1>\n{{ page.titel }}</h1>")]).unwrap_err();
    let found = fault.on("stories/x/");
    assert!(found.message.contains("titel") && found.message.contains("stories/x/"), "{}", found.message);
    assert!(found.message.contains("story.html") && found.help.is_some());
    assert!(found.span.range().is_some_and(|(start, _)| start >= 5), "{found:?}");
    let theme = samples::theme();
    let fault = theme.render("nope", &Context::new()).unwrap_err();
    assert_eq!(fault.message, "the theme has no template `nope.html`");
    let fault = theme.render("story", &Context::new()).unwrap_err();
    assert!(fault.span.range().is_none() && fault.span.path.as_str().starts_with("themes/default/"));
}

#[test]
fn words_like_template_tags_in_a_text_stay_words() {
    let text = samples::story(&str::to_owned).text;
    let mut body = samples::body("<p>{{ site.title }} {% include \"x\" %}</p>");
    body.holes.clear();
    let text = crate::model::TextView { body: Shared::new(body), ..text };
    let filled = fill(&text, "/", None, &samples::theme()).unwrap();
    assert_eq!(filled, "<p>{{ site.title }} {% include \"x\" %}</p>");
}

#[test]
fn maps_are_taken_apart_in_the_order_of_their_keys() {
    let list = "{% for pair in page.extra.mood | pairs %}{{ pair[0] }}={{ pair[1] }};{% endfor %}";
    assert_eq!(story_with(&[("templates/story.html", list)]).unwrap(), "a=true;b=[1, 2.5, ];");
}

#[test]
fn old_addresses_lead_on() {
    let theme = samples::theme();
    let context =
        view::redirect("../", "stories/a\"b/", Some("https://x.org/stories/a/"), &samples::site(&str::to_owned));
    let html = theme.render("redirect", &context).unwrap();
    assert!(html.contains("content=\"0; url=../stories/a&quot;b/\"") && html.contains("noindex"));
    assert!(html.contains("<link rel=\"canonical\" href=\"https://x.org/stories/a/\">"));
    assert!(html.contains("<link rel=\"icon\" href=\"../assets/"), "or browsers look for one: {html}");
}

#[test]
fn built_in_scripts_are_written_without_lines_of_comments_and_others_as_they_are() {
    let written = "// ours\nlet a = `\n// text\n`;\n";
    assert_eq!(&*own(&[("static/own.js", written)]).unwrap().assets()["own.js"].bytes, written.as_bytes());
    let theme = own(&[]).unwrap();
    let layer = built_in("default").unwrap();
    let is_script = |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| end == "js");
    for (name, written) in layer.files.iter().filter(|(name, _)| is_script(name)) {
        let written = std::str::from_utf8(written).unwrap();
        assert!(written.lines().all(|line| line.matches('`').count().is_multiple_of(2)), "{name}: a text of two lines");
        let bare = std::str::from_utf8(&theme.assets()[name.trim_start_matches("static/")].bytes).unwrap();
        assert!(!bare.contains("\n//") && !bare.contains(" // ") && bare.contains('\n'), "{name}");
    }
}

#[test]
fn stylesheets_are_written_without_comments() {
    for (written, bare) in [
        ("a { } /* one */\n\n/* two\n */ b { }", "a { } b { }"),
        ("/*! licence */ a { }/* x */", "/*! licence */ a { }"),
        ("a::before { content: \"/* \\\" */\" } /**/b{}", "a::before { content: \"/* \\\" */\" } b{}"),
        ("a { background: url(//x.org/*.svg) } c{}/*", "a { background: url(//x.org/*.svg) } c{}"),
        ("a { content: '", "a { content: '"),
        ("é /* ü */ (", "é ("),
    ] {
        let theme = own(&[("static/own.css", written)]).unwrap();
        assert_eq!(std::str::from_utf8(&theme.assets()["own.css"].bytes).unwrap(), bare);
    }
    let theme = own(&[]).unwrap();
    let is_sheet = |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| end == "css");
    for (name, written) in built_in("default").unwrap().files.iter().filter(|(name, _)| is_sheet(name)) {
        let bare = std::str::from_utf8(&theme.assets()[name.trim_start_matches("static/")].bytes).unwrap();
        let written = std::str::from_utf8(written).unwrap();
        assert!(!bare.contains("/*") && bare.len() < written.len(), "{name}");
        assert_eq!(bare.matches('{').count(), written.matches('{').count(), "{name}");
    }
}

#[test]
fn a_card_is_a_small_map() {
    let cards = samples::cards(&str::to_owned);
    let fields = view::Shown::shown(&*cards[0]).into_map().unwrap();
    assert!(fields.contains_key(&"seal".into()) && fields.contains_key(&"setting".into()), "{fields:?}");
    assert!(fields.len() <= 14, "15 take twice the room, ten thousand times: {}", fields.len());
}
