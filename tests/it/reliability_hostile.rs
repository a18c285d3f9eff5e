//! Row E3 of the fault table: a site with hostile words in every field of every kind of entry. Every file of the
//! output is taken apart, and nothing may be in it but what a calm twin of the same site has.

use crate::reliability_feeds::strict;
use crate::site_test::{Built, SiteTest};
use ripple::diag::Severity;
use scraper::{ElementRef, Html, Selector};
use std::path::Path;

const PAYLOAD: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' --> ]]> &amp; & </title></textarea> \
                       \u{ffff}\u{1}\u{8}\u{202e}txt\u{2066} {{ site.title }} {% raw %} javascript:alert(1) end";

/// The same number of letters without any that mean something.
fn calm(words: &str) -> String {
    format!("{words} {}", PAYLOAD.replace(['"', '\'', '<', '>', '&', ']', '{', '}', '%', ':', '(', ')', ';', '/'], "x"))
}

fn evil(words: &str) -> String {
    format!("{words} {PAYLOAD}")
}

type Words<'a> = &'a dyn Fn(&str) -> String;

const ELEMENTS: &str = "html head meta title link script body a header div nav ul ol li main section article h1 h2 h3 \
                        h4 h5 h6 p span strong em code pre blockquote figure figcaption table thead tbody tr th td dl \
                        dt dd time bdi svg g text tspan circle path footer br hr sup input aside del wbr template button label textarea form noscript";
const ATTRIBUTES: &str = "lang dir class id href rel name content charset property type title hreflang role viewBox cx \
                          cy r stroke-width datetime tabindex scope start checked disabled http-equiv aria-label \
                          aria-labelledby aria-current sizes aria-hidden d x y hidden rows autocomplete src defer data-dark data-light data-scheme data-root data-led data-setting data-tag width height dy data-n data-a data-b \
                          data-journal data-prompt data-story data-do data-ask data-erased data-full data-words for action method data-map autocapitalize enterkeyhint spellcheck";

/// Text in single quotes, as YAML wants it.
fn quoted(words: &str) -> String {
    format!("'{}'", words.replace('\'', "''"))
}

/// Where in the site each of these words is shown: every field of every kind has one.
const SHOWN: [&str; 52] = [
    "config-title",
    "config-tagline",
    "config-description",
    "config-footer",
    "config-contact",
    "menu-label",
    "support-title",
    "support-text",
    "support-phone",
    "side-label",
    "kind-reads",
    "story-title",
    "story-summary",
    "story-tag",
    "story-setting",
    "mentor-words",
    "mentee-words",
    "people-words",
    "people-role",
    "author-words",
    "moment-when",
    "moment-where",
    "outcome-one",
    "outcome-two",
    "claim-text",
    "claim-source",
    "ripple-note",
    "collection-title",
    "collection-summary",
    "collection-text",
    "tag-title",
    "tag-text",
    "person-first",
    "page-title",
    "page-text",
    "prompt-title",
    "prompt-summary",
    "prompt-step",
    "prompt-audience",
    "prompt-text",
    "home-text",
    "text-plain",
    "text-heading",
    "text-alt",
    "text-code",
    "text-block",
    "text-cell",
    "text-note",
    "text-link",
    "text-wiki",
    "text-quote",
    "text-term",
];

fn story_text(w: Words<'_>) -> String {
    let inside = |words: &str| w(words).replace(']', "\\]");
    format!(
        "{plain}\n\n## {heading}\n\n![{alt}](https://x.org/a.png) ![{alt}](photo.jpg)\n\n`{code}`\n\n\
         ```rust {block}\n{block}\n```\n\n```{fence}\n{block}\n```\n\n\
         | {cell} | b |\n|:--|--:|\n| {cell} | b |\n\nA note.[^one]\n\n\
         [{link}](https://x.org/?a=%22 \"{title}\") [{link}](other.md) <https://x.org/?q='x'&y=2>\n\n\
         [[other|{wiki}]]\n\n:::quote {quote}\n{plain}\n:::\n\n{term}\n: {plain}\n\n- [ ] {plain}\n- [x] {plain}\n\n\
         > [!NOTE]\n> {plain}\n\n:::story other :::\n\n:::support\n{plain}\n:::\n\n[^one]: {note}\n",
        plain = w("text-plain"),
        heading = w("text-heading"),
        alt = inside("text-alt"),
        code = w("text-code").replace('`', ""),
        block = w("text-block"),
        fence = w("text-fence").replace(' ', "_"),
        cell = w("text-cell"),
        link = inside("text-link"),
        title = w("text-title").replace('"', "\\\""),
        wiki = inside("text-wiki"),
        quote = w("text-quote"),
        term = w("text-term"),
        note = w("text-note"),
    )
}

fn config(w: Words<'_>, raw_html: &str) -> String {
    let q = |words: &str| quoted(&w(words));
    // Addresses may be odd, too; these hold no white space.
    let address = quoted(&format!("https://x.org/{}", w("address").replace(char::is_whitespace, "")));
    format!(
        "title: {}\ntagline: {}\ndescription: {}\nfooter: {}\ncontact: {}\nsafeguarding: open\n\
         base_url: https://example.org/wall\nfeed_authority: example.org,2026\ninvite: {address}\n\
         menu: [stories, prompts, {{label: {}, url: {address}}}]\n\
         support: {{title: {}, text: {}, phone: {}, url: {address}}}\n\
         story_settings: [{}]\nmarkdown: {{raw_html: {raw_html}}}\n\
         ripple_kinds:\n  {}: {{inverse: {}, label: {}, inverse_label: {}, reads: {}, counts: true}}\n  {}: {{symmetric: true, label: {}}}\n\
         extra: {{own: {}}}\n",
        q("config-title"),
        q("config-tagline"),
        q("config-description"),
        q("config-footer"),
        q("config-contact"),
        q("menu-label"),
        q("support-title"),
        q("support-text"),
        q("support-phone"),
        q("story-setting"),
        q("kind"),
        q("kind-back"),
        q("kind-label"),
        q("kind-inverse"),
        q("kind-reads"),
        q("side"),
        q("side-label"),
        q("extra"),
    )
}

fn story(w: Words<'_>) -> String {
    let q = |words: &str| quoted(&w(words));
    format!(
        "---\ntitle: {}\nsummary: {}\ndate: 2026-03-02\nupdated: 2026-04-02\ntags: [{}, second]\nsetting: {}\n\
         mentor: [{}, maria]\nmentee: {}\npeople: [{{person: maria, role: {}}}, {{person: maria, role: mentor}}]\n\
         author: [{}, maria]\nmoment: {{date: 2025-01, minutes: 5, when: {}, where: {}}}\noutcome: [{}, {}]\n\
         claims: [{{text: {}, status: sourced, source: {}}}]\n\
         ripples:\n  - {{to: other, kind: {}, note: {}}}\n  - {{to: third, kind: {}, note: {}}}\n\
         prompts: [why]\nanswers: why\ncollection: set\nsupport: true\nextra: {{own: {}}}\nprivate: {{x: {}}}\n\
         aliases: [/old/story/]\n---\n{}",
        q("story-title"),
        q("story-summary"),
        q("story-tag"),
        q("story-setting"),
        q("mentor-words"),
        q("mentee-words"),
        q("people-role"),
        q("author-words"),
        q("moment-when"),
        q("moment-where"),
        q("outcome-one"),
        q("outcome-two"),
        q("claim-text"),
        q("claim-source"),
        q("kind"),
        q("ripple-note"),
        q("side"),
        q("ripple-note"),
        q("extra"),
        q("secret-7281"),
        story_text(w),
    )
}

fn hostile(w: Words<'_>, raw_html: &str) -> SiteTest {
    let q = |words: &str| quoted(&w(words));
    let site = SiteTest::new(&[]);
    site.write("ripple.yaml", config(w, raw_html));
    // The legal letters of file names that mean something elsewhere.
    site.write("content/stories/it's & {{ x }} $(id);.md", story(w));
    site.write(
        "content/stories/other.md",
        format!("---\ntitle: {}\ndate: 2026-03-03\nlang: ar\n---\n{}", q("story-title"), w("text-plain")),
    );
    site.write("content/stories/third.md", format!("# {}\n\n{}", w("story-title"), w("text-plain")));
    site.write(
        "content/stories/words.md",
        format!("---\ntitle: W\npeople: [{{person: maria, role: x}}]\nmentor: {}\n---\nx", q("people-words")),
    );
    site.write(
        "content/prompts/why.md",
        format!(
            "---\ntitle: {}\nsummary: {}\nsteps: [{}, b]\nstance: act\naudience: [{}, b]\ntags: [second]\n---\n{}",
            q("prompt-title"),
            q("prompt-summary"),
            q("prompt-step"),
            q("prompt-audience"),
            w("prompt-text")
        ),
    );
    site.write(
        "content/collections/set.md",
        format!(
            "---\ntitle: {}\nsummary: {}\n---\n{}",
            q("collection-title"),
            q("collection-summary"),
            w("collection-text")
        ),
    );
    site.write(
        "content/tags/second.md",
        format!(
            "---\ntitle: {}\naliases: [{}]\nparent: {}\n---\n{}",
            q("tag-title"),
            q("tag-alias"),
            q("story-tag"),
            w("tag-text")
        ),
    );
    site.write(
        "content/people/maria.md",
        format!(
            "---\nname: {{full: {}, first: {}, role: {}}}\nconsent: {{status: granted, name: first}}\n---\n{}",
            q("person-full"),
            q("person-first"),
            q("person-role"),
            w("person-text")
        ),
    );
    site.write(
        "content/pages/about.md",
        format!("---\ntitle: {}\nnav: true\n---\n{}", q("page-title"), w("page-text")),
    );
    site.write("content/index.md", w("home-text"));
    site
}

/// Whether it is a coloured word of program code, which depends on the words.
fn is_code(element: ElementRef<'_>) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    element.value().name() == "span" && around.any(|outer| outer.value().name() == "pre")
}

/// Every element's name with the names of its attributes, in order.
fn shape(html: &Html) -> Vec<String> {
    let all = Selector::parse("*").unwrap();
    html.select(&all)
        .filter(|element| !is_code(*element))
        .map(|element| {
            let mut attributes: Vec<&str> = element.value().attrs().map(|(name, _)| name).collect();
            attributes.sort_unstable();
            format!("{} {}", element.value().name(), attributes.join(" "))
        })
        .collect()
}

fn inert(name: &str, html: &Html) {
    for element in html.select(&Selector::parse("*").unwrap()) {
        let tag = element.value().name();
        assert!(ELEMENTS.split_whitespace().any(|known| known == tag), "{name}: <{tag}> {}", element.html());
        for (attribute, value) in element.value().attrs() {
            let known = ATTRIBUTES.split_whitespace().any(|known| known == attribute);
            assert!(known, "{name}: {attribute} in {}", element.html());
            if attribute == "href" {
                let folded = value.trim().to_lowercase();
                let scheme =
                    folded.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|parts| parts.0);
                let safe = scheme.is_none_or(|scheme| ["https", "http", "mailto", "tel"].contains(&scheme));
                assert!(safe && !folded.starts_with("//"), "{name}: {value}");
            }
        }
        if let Some(src) = element.value().attr("src") {
            let own = ["index", "journal", "map", "scheme", "search", "wall"];
            let own = own.iter().any(|own| src.starts_with(&format!("/wall/assets/{own}.")));
            assert!(tag == "script" && own, "{name}: {}", element.html());
        }
        if tag == "script" && element.value().attr("src").is_none() {
            assert_eq!(element.value().attr("type"), Some("application/ld+json"), "{name}");
            let json: serde_json::Value = serde_json::from_str(&element.text().collect::<String>()).unwrap();
            assert_eq!(
                (&json["@type"], &json["@context"]),
                (&"Article".into(), &"https://schema.org".into()),
                "{name}"
            );
        }
        if tag == "input" {
            let own = if name.starts_with("search/") { "search" } else { "checkbox" };
            assert_eq!(element.value().attr("type"), Some(own), "{name}");
        }
    }
}

fn ends_with(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// Everything a reader of HTML pages gets to read.
fn readable(built: &Built) -> String {
    let pages = built.files.iter().filter(|(path, _)| ends_with(path, "html"));
    let text = |bytes: &[u8]| {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let meta = Selector::parse("meta[content]").unwrap();
        let meta: String = page.select(&meta).filter_map(|meta| meta.value().attr("content")).collect();
        page.root_element().text().collect::<String>() + &meta
    };
    pages.map(|(_, bytes)| text(bytes)).collect()
}

#[test]
fn e3_hostile_words_are_inert_in_every_field_and_every_output() {
    for raw_html in ["text", "sanitized"] {
        let (hostile_site, calm_site) = (hostile(&evil, raw_html).build(), hostile(&calm, raw_html).build());
        for built in [&hostile_site, &calm_site] {
            let errors = built.diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
            assert_eq!(errors.map(|problem| &problem.message).collect::<Vec<_>>(), [""; 0]);
        }
        let mut pages = 0;
        for (path, bytes) in &hostile_site.files {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            let hidden = |letter: char| {
                ripple::model::text::is_control(letter) || ripple::model::text::is_direction_override(letter)
            };
            assert!(!text.contains(hidden), "{path}");
            assert!(!text.contains("secret-7281") && !text.contains("person-full"), "{path}");
            if ends_with(path, "html") {
                inert(path, &Html::parse_document(text));
                pages += 1;
            } else if ends_with(path, "xml") {
                strict(path, text);
            }
        }
        assert!(pages > 15, "{:?}", hostile_site.paths());
        for (path, other) in
            hostile_site.paths().iter().zip(calm_site.paths()).filter(|(path, _)| ends_with(path, "html"))
        {
            let parse = |built: &Built, path: &str| shape(&Html::parse_document(built.text(path)));
            let (found, wanted) = (parse(&hostile_site, path), parse(&calm_site, other));
            let odd = found.iter().zip(&wanted).position(|(found, wanted)| found != wanted);
            let part = odd.map(|at| (&found[at], &wanted[at]));
            assert!(found.len() == wanted.len() && odd.is_none(), "{path} is not built like {other}: {part:?}");
        }
        // Settings begin with a capital, and quotation marks in texts are curly.
        let text = readable(&hostile_site).to_lowercase().replace(['“', '”'], "\"");
        for words in SHOWN {
            let written = format!("{words} \"><script>alert(1)</script><img");
            assert!(text.contains(&written), "{words} is shown nowhere as it was written");
        }
    }
}

#[test]
fn e3_feeds_hold_no_more_than_pages_do() {
    let built = hostile(&evil, "sanitized").build();
    let mut seen = 0;
    for path in built.paths().into_iter().filter(|path| path.ends_with("feed.xml")) {
        let channel = rss::Channel::read_from(built.text(path).as_bytes()).unwrap();
        assert!(channel.title().contains("<script>alert(1)</script>"), "{path}: {}", channel.title());
        for item in channel.items() {
            assert!(item.title().unwrap().contains("<script>alert(1)</script>"), "{path}");
            inert(path, &Html::parse_fragment(item.content().unwrap()));
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn e3_names_that_cannot_be_legal_are_refused() {
    for (field, code) in [
        ("slug: '\"><script>'\n", "bad-slug"),
        ("id: '\"><script>'\n", "bad-id"),
        ("aliases: ['/\"><script>/']\n", "bad-alias"),
        ("aliases: ['/../../x/']\n", "bad-alias"),
        ("lang: 'en\"><script>'\n", "bad-language"),
        ("template: '../../etc/passwd'\n", "unknown-template"),
        ("expires: '\"><script>'\n", "bad-date"),
    ] {
        let site = SiteTest::new(&[("content/stories/a.md", &crate::site_test::story("A", field, "x"))]);
        let run = site.run(&["build"]);
        assert_eq!(run.code, 1, "{field}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("error[{code}]")), "{field}: {}", run.stderr);
        assert!(!site.path("public").exists());
    }
}
