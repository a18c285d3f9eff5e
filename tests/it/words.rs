//! The theme's words in other languages: plural forms, dates, what is missing, and words of a theme of one's own.

use crate::site_test::{Built, CONFIG, SiteTest};
use std::path::Path;

const POLISH: &str = "\
skip: Przejdź do treści
stories: Historie
setting_school: Szkoła
page_of: \"{title}, strona {page}\"
steps:
  one: jeden krok
  few: \"{count} kroki\"
  many: \"{count} kroków\"
  other: \"{count} kroku\"
story_came: To było {steps} po chwili, od której się zaczęło.
story_came_alone: To było {steps} po chwili, od której się zaczęło, wśród historii zapisanych tutaj.
minutes:
  one: \"{count} minuta\"
  few: \"{count} minuty\"
  many: \"{count} minut\"
  other: \"{count} minuty\"
moments_count:
  one: \"{count} mała chwila, najnowsza pierwsza.\"
  few: \"{count} małe chwile, najnowsze pierwsze.\"
  many: \"{count} małych chwil, najnowsze pierwsze.\"
  other: \"{count} małej chwili, najnowsze pierwsze.\"
list_and: \" i \"
";

fn config(language: &str, theme: &str) -> String {
    format!("{CONFIG}language: {language}\ntheme: {theme}\n")
}

/// A line of stories, each of which led to the next; the moment of each took one minute more.
fn line(count: usize) -> Vec<(String, String)> {
    let one = |number: usize| {
        let onward =
            if number < count { format!("ripples:\n  - paid-forward: s{}\n", number + 1) } else { String::new() };
        let text = format!(
            "---\ntitle: Chwila {number}\ndate: 2026-03-{number:02}\nsetting: school\nmentor: [Ewa, Jan]\n\
             moment: {{minutes: {number}}}\n{onward}---\nTekst.\n"
        );
        (format!("content/stories/s{number}.md"), text)
    };
    (1..=count).map(one).collect()
}

fn site(files: &[(&str, &str)], stories: &[(String, String)]) -> Built {
    let stories = stories.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let files: Vec<(&str, &str)> = files.iter().copied().chain(stories).collect();
    SiteTest::new(&files).build()
}

fn codes(built: &Built) -> Vec<&'static str> {
    built.diagnostics.iter().map(|problem| problem.code).filter(|code| code.ends_with("-words")).collect()
}

#[test]
fn a_language_is_one_more_file() {
    let config = config("pl", "ours");
    let built = site(&[("ripple.yaml", &config), ("themes/ours/i18n/pl.yaml", POLISH)], &line(6));
    assert_eq!(codes(&built), ["missing-words"], "{}", built.report());
    built.holds("stories/s2/index.html", "To było jeden krok po chwili");
    built.holds("stories/s3/index.html", "To było 2 kroki po chwili");
    built.holds("stories/s6/index.html", "To było 5 kroków po chwili");
    for (story, minutes) in [("s1", "1 minuta"), ("s2", "2 minuty"), ("s5", "5 minut")] {
        built.holds(&format!("stories/{story}/index.html"), &format!("<dd>{minutes}</dd>"));
    }
    built.holds("stories/s2/index.html", "<time datetime=\"2026-03-02\">2 marca 2026</time>");
    built.holds("stories/s2/index.html", "<bdi>Ewa</bdi> i <bdi>Jan</bdi>");
    built.holds("stories/s2/index.html", "Szkoła, 2026");
    built.holds("stories/index.html", "6 małych chwil, najnowsze pierwsze.");
    built.holds("stories/index.html", "<title>Historie · Test site</title>");
    // What is not there yet is in English, with English numbers.
    built.holds("stories/s1/index.html", "This moment led to five more of the stories recorded here, 5 kroków on.");
}

#[test]
fn dates_follow_the_region_of_the_site() {
    let day = |language: &str| {
        let config = config(language, "default");
        let built = site(&[("ripple.yaml", &config)], &line(1));
        assert_eq!(codes(&built), [""; 0], "{}", built.report());
        let story = built.text("stories/s1/index.html");
        story.split("<time datetime=\"2026-03-01\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!(day("en"), "1 March 2026");
    assert_eq!(day("en-GB"), "1 March 2026");
    assert_eq!(day("en-US"), "March 1, 2026");
}

#[test]
fn a_region_has_the_words_of_its_language() {
    let config = config("pl-PL", "ours");
    let own = "skip: Do treści\n";
    let files = [("ripple.yaml", &*config), ("themes/ours/i18n/pl.yaml", POLISH), ("themes/ours/i18n/pl-PL.yaml", own)];
    let built = site(&files, &line(1));
    built.holds("index.html", ">Do treści</a>");
    built.holds("stories/index.html", "<h1>Historie</h1>");
    assert_eq!(codes(&built).len(), 1, "{}", built.report());
}

#[test]
fn a_theme_says_what_it_likes_in_english_too() {
    let config = config("en", "ours");
    let words = "stories: Moments\nhow_nice: How nice, {who}!\n";
    let page = "{% extends \"default/tags.html\" %}\n{% block heading %}<h1>{{ words.how_nice(who = site.title) }}</h1>{% endblock heading %}\n";
    let files =
        [("ripple.yaml", &*config), ("themes/ours/i18n/en.yaml", words), ("themes/ours/templates/tags.html", page)];
    let stories = [(
        "content/stories/a.md".to_owned(),
        "---\ntitle: A\ndate: 2026-03-01\ntags: [trust]\n---\nText.\n".to_owned(),
    )];
    let built = site(&files, &stories);
    assert!(built.diagnostics.is_empty(), "{}", built.report());
    built.holds("tags/index.html", "<h1>How nice, Test site!</h1>");
    built.holds("stories/index.html", "<h1>Moments</h1>");
    built.holds("index.html", ">Moments</a>");
}

#[test]
fn the_words_inside_of_texts_follow_the_theme() {
    let config = config("pl", "ours");
    let text = "---\ntitle: A\ndate: 2026-03-01\n---\n> [!NOTE]\n> Tekst[^1].\n\n[^1]: Przypis.\n\n- [x] a\n";
    let words = "text_note: Uwaga\ntext_back: Wróć <do> tekstu\ntext_done: Zrobione\n";
    let site =
        SiteTest::new(&[("ripple.yaml", &config), ("themes/ours/i18n/pl.yaml", words), ("content/stories/a.md", text)]);
    let built = site.build();
    built.holds("stories/a/index.html", "<p class=\"alert-title\">Uwaga</p>");
    built.holds("stories/a/index.html", "aria-label=\"Wróć &lt;do&gt; tekstu\"");
    built.holds("stories/a/index.html", "aria-label=\"Zrobione\"");
    built.holds("stories/a/index.html", "aria-label=\"Notes\"");
}

#[test]
fn the_words_of_scripts_are_in_their_page() {
    let config = config("pl", "ours");
    let words = "search_say_results:\n  one: \"{count} wynik: {question}\"\n  few: \"{count} wyniki: {question}\"\n  many: \"{count} wyników\"\n  other: \"{count} wyniku\"\n";
    let built = site(&[("ripple.yaml", &config), ("themes/ours/i18n/pl.yaml", words)], &line(1));
    let page = built.text("search/index.html");
    let said = page.split("data-words=\"").nth(1).unwrap().split('"').next().unwrap().replace("&quot;", "\"");
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["results"]["few"], "{count} wyniki: {question}");
    // What is said in another language says so.
    assert_eq!(said["text"], serde_json::json!(["en", "ltr", "In the text"]));
}

/// The texts of all files of a folder.
fn texts(folder: &str) -> String {
    let files = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).sort_by_file_name();
    let files = files.into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()).collect()
}

#[test]
fn every_word_of_the_theme_is_said_somewhere() {
    let words = texts("themes/default/i18n");
    let (templates, code) = (texts("themes/default/partials") + &texts("themes/default/templates"), texts("src/plan"));
    let model = code + &texts("src/model/words.rs") + &texts("src/model/words");
    // Keys of which only the beginning stands in the code.
    let made = ["ripple_", "setting_", "part_", "collection_", "tag_", "search_say_", "season_", "wall_say_"];
    let keys = words.lines().filter_map(|line| line.split_once(':').map(|(key, _)| key));
    let keys: Vec<&str> = keys.filter(|key| !key.contains([' ', '#'])).collect();
    assert!(keys.len() > 250, "{}", keys.len());
    let is_said = |key: &str| {
        let asked = templates.match_indices(&format!("words.{key}")).any(|(at, found)| {
            !templates[at + found.len()..].starts_with(|letter: char| letter.is_alphanumeric() || letter == '_')
        });
        asked || model.contains(&format!("\"{key}\"")) || made.iter().any(|begins| key.starts_with(begins))
    };
    let lost: Vec<&str> =
        keys.into_iter().filter(|key| !matches!(*key, "dates" | "numbers") && !is_said(key)).collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn a_template_is_told_what_a_word_needs() {
    let config = config("en", "ours");
    let page = "{% extends \"base.html\" %}\n{% block main %}\n<h1>é {{ words.moment_count(count = 3) }} {{ words.led_to }}</h1>\n\
                <p>{{ words.skip }} {{ words.led_to(count = 3, of = 4) }} {{ page.titel }}</p>\n{% endblock main %}\n";
    let built = site(&[("ripple.yaml", &config), ("themes/ours/templates/404.html", page)], &line(1));
    let report = built.report();
    for told in [
        "404.html:3:10: error[template-error]: there is no word `moment_count` in i18n/en.yaml; did you mean `words.moments_count`?",
        "404.html:3:46: error[template-error]: `words.led_to` says {count}, and nothing is given for it: words.led_to(count = …)",
        "404.html:4:24: error[template-error]: `words.led_to` has no place for `of`",
    ] {
        assert!(report.contains(told), "{told} is not in {report}");
    }
    // Words before it on the line move no place.
    let page = page.replace("words.moment_count(count = 3)", "words.skip").replace("{{ words.led_to }}", "");
    let page = page.replace(", of = 4", "");
    let built = site(&[("ripple.yaml", &config), ("themes/ours/templates/404.html", &page)], &line(1));
    assert!(
        built.report().contains("404.html:4:59: error[template-error]: there is no value `titel` here"),
        "{}",
        built.report()
    );
}
