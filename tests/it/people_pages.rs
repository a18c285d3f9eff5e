//! Pages of people: who has one, under which name, which stories stand there, and what leaves no trace (content model,
//! sections 5 and 7).

use crate::site_test::{Built, CONFIG, SiteTest, story};
use ripple::diag::Severity;
use ripple::engine::{Changes, texts};
use ripple::serve::bar::{self, Viewed};
use ripple::serve::place::EditorLinks;
use ripple::serve::stage::Eyes;
use std::path::Path;

/// Levels from most to least, with a name that stands nowhere else.
const LEVELS: [(&str, &str); 5] = [
    ("full", "Rosa Okonjoq"),
    ("first", "Rosaq"),
    ("initial", "R.q."),
    ("pseudonym", "Heronq"),
    ("role", "a neighbourq"),
];

/// Somebody with all names, a page, an address that tells nothing, and these further fields.
fn person(fields: &str) -> String {
    let names: Vec<String> = LEVELS.iter().map(|(level, name)| format!("{level}: {name}")).collect();
    format!("---\nname: {{{}}}\npage: true\n{fields}---\nKeeps pigeonsq.\n", names.join(", "))
}

fn profile(profile: &str) -> String {
    CONFIG.replace("open", profile)
}

/// A site with one story of this consent in which they help, and this person.
fn site(safeguarding: &str, of_story: &str, of_person: &str) -> SiteTest {
    SiteTest::new(&[
        ("ripple.yaml", &profile(safeguarding)),
        ("content/stories/a.md", &story("A walk", &format!("mentor: heron-house\n{of_story}"), "Text.")),
        ("content/people/heron-house.md", &person(of_person)),
    ])
}

const PAGE: &str = "people/heron-house/index.html";

fn no_page(built: &Built) {
    for words in ["people/", "pigeonsq", "heron-house"] {
        assert_eq!(built.mentions(words), [""; 0], "{words}");
    }
}

#[test]
fn a_page_shows_the_name_at_its_level_and_no_other() {
    for safeguarding in ["school", "organisation"] {
        for (own, (level, name)) in LEVELS.iter().enumerate() {
            let consent = format!("consent: {{status: granted, name: {level}}}\n");
            let built = site(safeguarding, &consent, &consent).build();
            assert_eq!(built.all_codes(Severity::Note), [""; 0], "{}", built.report());
            built.holds(PAGE, &format!("<h1><bdi>{name}</bdi></h1>"));
            built.holds(PAGE, &format!("<title>{name} · Test site</title>"));
            built.holds("stories/a/index.html", &format!("<a href=\"/people/heron-house/\"><bdi>{name}</bdi></a>"));
            built.holds("sitemap.xml", "https://example.org/people/heron-house/");
            for (other, (_, other_name)) in LEVELS.iter().enumerate() {
                assert_eq!(built.mentions(other_name).is_empty(), other != own, "{other_name} at {level}");
            }
            assert!(!built.text(PAGE).contains("ld+json"), "nobody is told to machines");
        }
    }
}

#[test]
fn without_a_level_the_profile_decides() {
    for (safeguarding, name) in [("school", "Rosaq"), ("organisation", "Rosa Okonjoq"), ("open", "Rosa Okonjoq")] {
        let built = site(safeguarding, "consent: {status: granted}\n", "").build();
        built.holds(PAGE, &format!("<h1><bdi>{name}</bdi></h1>"));
    }
}

#[test]
fn nobody_has_a_page_who_did_not_ask_and_there_is_no_list_of_people() {
    let site = site("open", "", "");
    let built = site.build();
    assert!(built.has(PAGE) && !built.has("people/index.html"));
    assert!(!built.text("index.html").contains("people/"), "not in the menu");
    for page in ["false", "true\nvisibility: unlisted"] {
        site.write("content/people/heron-house.md", person("").replace("page: true", &format!("page: {page}")));
        let built = site.build();
        assert_eq!(built.has(PAGE), page != "false");
        assert!(!built.text("stories/a/index.html").contains("people/"), "who is unlisted is not led to");
        assert!(!built.text("sitemap.xml").contains("people/"));
        if built.has(PAGE) {
            built.holds(PAGE, "<meta name=\"robots\" content=\"noindex\">");
            built.holds(PAGE, "A walk");
        }
    }
}

#[test]
fn consent_of_the_person_governs_the_page() {
    let granted = "consent: {status: granted}\n";
    for consent in [
        "{status: refused}",
        "{status: withdrawn}",
        "{status: pending}",
        "{status: granted, expires: 2026-12-01}",
        "{status: granted, scope: [feed, search]}",
    ] {
        for safeguarding in ["school", "organisation", "open"] {
            let site = site(safeguarding, granted, &format!("consent: {consent}\naliases: [/old/pigeon-loftq/]\n"));
            site.write(
                "content/stories/b.md",
                story("B", granted, "See [her](../people/heron-house.md) and [x](/people/heron-house/)."),
            );
            let built = site.build();
            no_page(&built);
            assert_eq!(built.mentions("pigeon-loftq"), [""; 0]);
            built.holds("stories/b/index.html", "See her and x.");
        }
    }
    let built = site("open", "", "draft: true\n").build();
    no_page(&built);
    let built = site("open", "", "consent: {status: granted, scope: [web, feed]}\n").build();
    built.holds(PAGE, "<meta name=\"robots\" content=\"noindex\">");
    assert!(!built.text("sitemap.xml").contains("people/"), "not to be searched for");
}

#[test]
fn a_child_of_a_school_has_no_page() {
    let granted = "consent: {status: granted, by: guardian}\n";
    let built = site("school", granted, &format!("minor: true\n{granted}")).build();
    no_page(&built);
    assert_eq!(built.codes(), ["child-has-no-page"]);
    built.holds("stories/a/index.html", "From <bdi>Rosaq</bdi>");
    let built = site("school", granted, "minor: true\n").build();
    no_page(&built);
    assert_eq!(built.all_codes(Severity::Error), ["consent-missing"]);
    assert!(site("organisation", granted, &format!("minor: true\n{granted}")).build().has(PAGE));
}

#[test]
fn a_story_that_may_tell_less_is_not_joined_to_the_page() {
    for (of_story, of_person, joined) in
        [("role", "first", false), ("first", "first", true), ("full", "first", true), ("initial", "role", true)]
    {
        let consent = |level: &str| format!("consent: {{status: granted, name: {level}}}\n");
        let site = site("open", &consent(of_story), &consent(of_person));
        site.write(
            "content/stories/a.md",
            story("A walk", &format!("author: heron-house\n{}", consent(of_story)), "."),
        );
        let built = site.build();
        let leads = built.text("stories/a/index.html").contains("people/");
        let stands = built.text(PAGE).contains("A walk");
        assert_eq!((leads, stands), (joined, joined), "{of_story} on a page of {of_person}");
        // Nor may its text lead there.
        let text = story("A walk", &consent(of_story), "See [them](../people/heron-house.md).");
        site.write("content/stories/a.md", text);
        let built = site.build();
        assert_eq!(built.codes(), if joined { vec![] } else { vec!["person-link-tells-more"] });
        assert_eq!(built.text("stories/a/index.html").contains("people/"), joined);
    }
}

#[test]
fn an_address_tells_nothing_of_a_name_that_is_not_shown() {
    let with = |name: &str, fields: &str| {
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
        let names = "name: {full: Élodie Marie Okonjo, first: Élodie, initial: É. O., role: a nurse}";
        let text = format!("---\n{names}\npage: true\n{fields}---\n");
        site.write(&format!("content/people/{name}.md"), text);
        let built = site.build();
        let codes = built.codes();
        assert_eq!(codes.is_empty(), !built.mentions("people/").is_empty(), "a page only if all is well: {codes:?}");
        codes.join(" ")
    };
    let level = |level: &str| format!("consent: {{status: granted, name: {level}}}\n");
    for name in ["elodie-okonjo", "okonjo", "dr-okonjo-2", "nurseokonjo", "elodiemarie"] {
        assert_eq!(with(name, &level("first")), "name-in-address", "{name}");
        assert_eq!(with(name, &level("role")), "name-in-address", "{name}");
        assert_eq!(with(name, &level("full")), "", "{name}");
    }
    for (name, first, role) in [
        ("elodie", "", "name-in-address"),
        ("élodie", "", "name-in-address"),
        ("é-o", "", "name-in-address"),
        ("a-nurse", "", ""),
        ("heron", "", ""),
    ] {
        assert_eq!(with(name, &level("first")), first, "{name}");
        assert_eq!(with(name, &level("role")), role, "{name}");
    }
    // The id is in no output where the address has a slug of its own; old addresses count like new ones.
    assert_eq!(with("elodie-okonjo", &format!("slug: a-nurse\n{}", level("first"))), "");
    let alias = format!("slug: a-nurse\naliases: [/people/okonjo/]\n{}", level("first"));
    assert_eq!(with("e", &alias), "name-in-address");
    let site = site("open", "", &format!("slug: pigeon-keeper\n{}", level("role")));
    site.write("content/people/heron-house.md", person(&format!("slug: x\nid: rosa-okonjoq\n{}", level("role"))));
    site.write("content/stories/a.md", story("A", "mentor: rosa-okonjoq\n", "Text."));
    let built = site.build();
    assert!(built.has("people/x/index.html"), "{}", built.report());
    assert_eq!(built.mentions("okonjoq"), [""; 0]);
}

#[test]
fn the_words_of_a_page_tell_no_more_than_its_name() {
    for (text, told) in [
        ("Rosa Okonjoq keeps pigeons.", true),
        ("Ms <Okonjoq> and **Okon**joq.", true),
        ("For years O*konjoq* kept them.", true),
        ("Rosaq keeps pigeons.", false),
        ("She grows roses; the okonjo is a river.", false),
    ] {
        let consent = "consent: {status: granted, name: first}\n";
        let site = site("open", "", consent);
        site.write("content/people/heron-house.md", person(consent).replace("Keeps pigeonsq.", text));
        let built = site.build();
        assert_eq!(built.codes(), if told { vec!["name-on-own-page"] } else { vec![] }, "{text}");
        assert_eq!(built.has(PAGE), !told);
    }
}

#[test]
fn stories_stand_by_the_part_that_somebody_had() {
    let site = site("open", "", "");
    for (id, fields) in [
        ("helped", "mentee: heron-house\n"),
        ("there", "people: [{person: heron-house, role: held the door}]\n"),
        ("told", "author: heron-house\nmentor: somebody\n"),
        ("both", "author: heron-house\nmentee: heron-house\nmentor: heron-house\n"),
        ("hidden", "mentor: heron-house\nvisibility: unlisted\n"),
        ("draft", "mentor: heron-house\ndraft: true\n"),
        ("else", "mentor: somebody\n"),
    ] {
        site.write(&format!("content/stories/{id}.md"), story(&format!("Of {id}"), fields, "Text."));
    }
    let built = site.build();
    let text = built.text(PAGE);
    let mut rest = text;
    for words in [
        "In 5 of the stories",
        "Helped somebody",
        "A walk",
        "Of both",
        "Had help",
        "Of helped",
        "Had another part",
        "Of there",
        "Told the story",
        "Of told",
    ] {
        rest = rest.split_once(words).unwrap_or_else(|| panic!("no {words} where it belongs: {text}")).1;
    }
    assert_eq!(text.matches("Of both").count(), 1);
    for other in ["hidden", "draft", "else"] {
        assert!(!text.contains(&format!("Of {other}")), "{other}");
    }
    built.holds("stories/hidden/index.html", "href=\"/people/heron-house/\"");
    built.holds("stories/told/index.html", "<dd><a href=\"/people/heron-house/\"><bdi>Rosa Okonjoq</bdi></a></dd>");
}

#[test]
fn a_link_in_a_text_leads_to_a_page_and_an_old_address_on_to_it() {
    let site = site("open", "", "aliases: [/old/]\ndate: 2026-02-03\n");
    let links =
        "[one](../people/heron-house.md) [two](@/people/heron-house.md) [three](/people/heron-house/) [four](/old/)";
    site.write("content/stories/b.md", story("B", "", links));
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    assert_eq!(built.text("stories/b/index.html").matches("<a href=\"/people/heron-house/\"").count(), 4);
    built.holds("old/index.html", "url=/people/heron-house/");
    // A bare name never finds a person.
    site.write("content/stories/b.md", story("B", "", "[[heron-house]]"));
    assert_eq!(site.build().codes(), ["unknown-target"]);
}

#[test]
fn many_stories_stand_on_numbered_pages() {
    let site = site("open", "", "");
    for number in 0..120 {
        let part = if number < 45 { "mentor" } else { "mentee" };
        site.write(&format!("content/stories/s{number}.md"), story("S", &format!("{part}: heron-house\n"), "Text."));
    }
    let built = site.build();
    let pages: Vec<&str> = built.paths().into_iter().filter(|path| path.starts_with("people/")).collect();
    assert_eq!(pages.len(), 121_usize.div_ceil(20));
    let third = built.text("people/heron-house/page/3/index.html");
    assert_eq!(third.matches("class=\"row\"").count(), 20);
    assert!(third.contains("Helped somebody") && third.contains("Had help") && !third.contains("<p>Keeps"));
    let rows: usize = pages.iter().map(|page| built.text(page).matches("class=\"row\"").count()).sum();
    assert_eq!(rows, 121, "each once");
    built.holds(PAGE, "In 121 of the stories");
}

#[test]
fn two_people_never_share_an_address() {
    let site = site("open", "", "");
    site.write("content/people/other.md", "---\nname: Other\npage: true\nslug: heron-house\n---\n");
    assert_eq!(site.build().codes(), ["same-address"]);
    site.write("content/people/other.md", "---\nname: Other\nslug: heron-house\n---\n");
    assert_eq!(site.build().codes(), [""; 0], "without a page there is no address");
}

#[test]
fn explain_says_where_the_page_is() {
    let site = site("open", "", "");
    let run = site.run(&["explain", "heron-house"]);
    assert!(run.stdout.contains("Is it public? Yes: https://example.org/people/heron-house/"), "{}", run.stdout);
    site.write("content/people/heron-house.md", person("").replace("page: true\n", ""));
    let run = site.run(&["explain", "heron-house"]);
    assert!(run.stdout.contains("People have no page of their own"), "{}", run.stdout);
}

#[test]
fn the_writer_sees_the_page_of_somebody_who_has_not_agreed_yet_and_why_nobody_else_does() {
    let pending = "consent: {status: pending}\n";
    let site = site("organisation", pending, &format!("{pending}visibility: public\n"));
    let mut engine = site.engine();
    let preview = engine.preview(&Changes::All).unwrap();
    assert!(preview.visitor.page(PAGE).is_none());
    let page = engine.pages().bytes(&preview.writer, preview.writer.page(PAGE).unwrap()).unwrap();
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert!(page.contains("Rosa Okonjoq") && page.contains("<p class=\"state\">Consent not given yet</p>"), "{page}");
    let sources = texts(site.root(), &bar::files(&preview, PAGE));
    let seen = Viewed { output: PAGE, path: "/people/heron-house/", eyes: Eyes::Writer };
    let bar = bar::html(&preview, seen, &sources, &EditorLinks::new(Path::new("/site"), None));
    assert!(bar.contains("Consent not given yet") && bar.contains("heron-house.md"), "{bar}");
}
