//! What readers see on pages of the built-in theme: questions, claims, the site's own signs, addresses on paper.

use crate::site_test::{CONFIG, SiteTest, story};

#[test]
fn a_prompt_asks_its_question_wherever_the_writer_put_it() {
    let prompt = |title: &str, fields: &str, text: &str| format!("---\ntitle: {title}\n{fields}---\n{text}\n");
    let steps = "steps: [Who noticed you?, What did they say?]\n";
    let site = SiteTest::new(&[
        ("content/prompts/text.md", &prompt("Look back", "", "Who waited for you?")),
        ("content/prompts/both.md", &prompt("Look back", steps, "Who waited for you?")),
        ("content/prompts/steps.md", &prompt("Three for the walk home", steps, "Take your time.")),
        ("content/prompts/short.md", &prompt("What went well?", "summary: For the last minutes.\n", "")),
        ("content/prompts/all.md", &prompt("Look on", "summary: For two.\n", "Whom do you see?\n\nSay it aloud.")),
    ]);
    let built = site.build();
    let list = built.text("prompts/index.html");
    for (id, question, aside) in [
        ("text", "Who waited for you?", None),
        ("both", "Who waited for you?", None),
        ("steps", "Three for the walk home", Some("<p>Take your time.</p>")),
        ("short", "What went well?", Some("<p class=\"summary\">For the last minutes.</p>")),
        ("all", "Whom do you see?", Some("<p class=\"summary\">For two.</p>")),
    ] {
        let page = format!("prompts/{id}/index.html");
        built.holds(&page, &format!("<h1 id=\"r-question\">{question}</h1>"));
        assert!(list.contains(&format!("href=\"/prompts/{id}/\">{question}</a>")), "{list}");
        match aside {
            Some(aside) => built.holds(&page, aside),
            None => assert!(!built.text(&page).contains("class=\"body text\""), "the question stands there once"),
        }
    }
    assert!(!built.text("prompts/steps/index.html").contains("\">Take your time.</h1>"));
}

#[test]
fn a_claim_tells_its_source() {
    let claims = "claims:\n  - {text: One, status: quotation, source: \"Ms Okoro, 2025\"}\n  - {text: Two, status: quotation}\n  \
        - {text: Three, status: anecdotal, source: two colleagues}\n  - {text: Four, status: sourced, source: A report}\n";
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", claims, "Text."))]);
    let built = site.build();
    for line in
        ["A quotation: Ms Okoro, 2025</p>", "A quotation</p>", "to us: two colleagues</p>", "Sourced: A report</p>"]
    {
        built.holds("stories/a/index.html", line);
    }
}

#[test]
fn every_page_names_an_icon_and_its_own_address_and_shows_the_sites_own_signs() {
    let old = story("A", "aliases: [/old/]\n", "Text.");
    let site = SiteTest::new(&[("content/stories/a.md", &old)]);
    let built = site.build();
    for page in ["old/index.html", "stories/a/index.html", "404.html"] {
        built.holds(page, "<link rel=\"icon\" href=\"/assets/favicon.");
        built.holds(page, "<link rel=\"icon\" href=\"/assets/icon-32.");
        built.holds(page, "<link rel=\"apple-touch-icon\" href=\"/assets/icon-180.");
        built.holds(page, "<link rel=\"manifest\" href=\"/site.webmanifest\">");
        built.holds(page, "<link rel=\"stylesheet\" href=\"/assets/style.");
    }
    built.holds("stories/a/index.html", "<p class=\"address\" dir=\"ltr\">https://example.org/stories/a/</p>");
    let own = format!("{CONFIG}favicon: sign.png\nlogo: static/our mark.svg\n");
    let site = SiteTest::new(&[
        ("ripple.yaml", &own),
        ("content/stories/a.md", &old),
        ("static/sign.png", "x"),
        ("static/our mark.svg", "<svg/>"),
    ]);
    let built = site.build();
    built.holds("old/index.html", "<link rel=\"icon\" href=\"/sign.png\">");
    built.holds("stories/a/index.html", "<link rel=\"icon\" href=\"/sign.png\">");
    built.holds("stories/a/index.html", "<img class=\"mark\" src=\"/our%20mark.svg\" alt=\"\">");
}

#[test]
fn the_sites_own_accent_is_worn_by_its_stylesheet_and_made_dark_enough() {
    let page = story("A moment", "", "It was.");
    let site = SiteTest::new(&[("content/stories/x.md", &page)]);
    let sheet = |accent: &str| {
        site.write("ripple.yaml", format!("{CONFIG}accent: \"{accent}\"\n"));
        let built = site.build();
        let html = built.text("stories/x/index.html");
        let address = html.split("href=\"/assets/style.").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        built.text(&format!("assets/style.{address}")).to_owned()
    };
    let (own, darker) = (sheet("#7a1f3d"), sheet("#3aa7e0"));
    assert!(own.contains("\n:root { --accent: #7a1f3d;"), "{}", &own[own.len() - 300..]);
    assert!(darker.contains("\n:root { --accent: #00557a;"), "{}", &darker[darker.len() - 300..]);
}

#[test]
fn the_web_app_manifest_names_files_that_are_there() {
    let site = SiteTest::new(&[("content/stories/x.md", &story("A moment", "", "It was."))]);
    let built = site.build();
    let manifest: serde_json::Value = serde_json::from_str(built.text("site.webmanifest")).unwrap();
    assert_eq!((&manifest["name"], &manifest["start_url"]), (&"Test site".into(), &"./".into()));
    let icons = manifest["icons"].as_array().unwrap();
    assert_eq!(icons.len(), 3);
    for icon in icons {
        assert!(built.has(icon["src"].as_str().unwrap()), "{icon}");
    }
    assert!(built.paths().iter().all(|path| !path.ends_with("sw.js")), "nothing is kept behind the reader's back");
    // A browser that opens a folder refuses manifests, with an error on every page.
    site.write("ripple.yaml", format!("{CONFIG}relative: true\n"));
    let built = site.build();
    assert!(!built.has("site.webmanifest") && !built.text("index.html").contains("manifest"));
}
