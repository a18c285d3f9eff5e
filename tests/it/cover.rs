//! Covers and seals as readers meet them: on which pages, in which form, and what may change them.

use crate::site_test::{Built, CONFIG, SiteTest, story};

/// Every drawing of a class on a page, in its order.
fn drawings<'a>(built: &'a Built, page: &str, class: &str) -> Vec<&'a str> {
    let begins = format!("<svg class=\"{class}");
    let mut rest = built.text(page);
    let mut found = Vec::new();
    while let Some(start) = rest.find(&begins) {
        let end = rest[start..].find("</svg>").map_or(rest.len(), |end| start + end + 6);
        found.push(&rest[start..end]);
        rest = &rest[end..];
    }
    found
}

/// The cover of a story on its own page; those of other voices stand at the foot.
fn own<'a>(built: &'a Built, id: &str) -> &'a str {
    let found = drawings(built, &format!("stories/{id}/index.html"), "rc ");
    let at_the_foot = built.text(&format!("stories/{id}/index.html")).matches("<li class=\"voice\">").count();
    assert_eq!(found.len(), 1 + at_the_foot, "{found:?}");
    found[0]
}

fn beads(svg: &str) -> usize {
    svg.matches("h0").count() / 2
}

/// Three steps in one line, and a story beside the second.
fn voices() -> SiteTest {
    let site = SiteTest::new(&[]);
    let voice = "setting: school\nripples:\n  - paid-forward: comes-back\n  - inspired: empty-chair\n";
    let back = "ripples:\n  - inspired: caretaker\n";
    for (day, id, fields) in
        [(9, "finding-her-voice", voice), (8, "comes-back", back), (7, "empty-chair", ""), (6, "caretaker", "")]
    {
        let told = format!("---\ntitle: Of {id}\ndate: 2026-03-0{day}\nmoment: {{date: 2025}}\n{fields}---\nText.\n");
        site.write(&format!("content/stories/{id}.md"), told);
    }
    site
}

const VOICE: &str = "stories/finding-her-voice/index.html";

#[test]
fn a_story_is_drawn_on_the_wall_as_the_construction_says() {
    let built = voices().build();
    let drawn = "<svg class=\"rc s-school p v1\" viewBox=\"-185 -93 320 240\" aria-hidden=\"true\"><g class=\"o\">\
        <circle cx=\"-75\" cy=\"43\" r=\"340\"/><circle cx=\"-62\" cy=\"36\" r=\"297\"/><circle cx=\"-55\" cy=\"14\" r=\"256\"/>\
        <circle cx=\"-43\" cy=\"11\" r=\"217\"/><circle cx=\"-33\" r=\"180\"/><circle cx=\"-24\" r=\"145\"/>\
        <circle cx=\"-14\" cy=\"-3\" r=\"112\"/></g><g class=\"b\"><circle cx=\"-8\" cy=\"-2\" r=\"81\"/><circle r=\"69\"/>\
        <circle cx=\"-2\" cy=\"-1\" r=\"52\"/><circle cx=\"4\" cy=\"3\" r=\"41\"/></g><circle class=\"d\" r=\"24\"/>\
        <path class=\"u\" d=\"M56 35h0M-25 39h0\"/><path class=\"t\" d=\"M56 35h0M-25 39h0\"/></svg>";
    for page in ["stories/index.html", "settings/school/index.html", "404.html"] {
        built.holds(page, drawn);
    }
    assert_eq!(drawings(&built, "stories/index.html", "rc ").len(), 4, "each has its own");
}

#[test]
fn home_and_the_storys_own_page_have_large_forms() {
    let built = voices().build();
    let lead = drawings(&built, "index.html", "rc ");
    assert!(lead[0].starts_with("<svg class=\"rc s-school k v1\" viewBox=\"-191 -95 330 246\""), "{}", lead[0]);
    assert_eq!(drawings(&built, "index.html", "echo").len(), 1);
    assert_eq!(lead.len(), 1 + 3, "the newest, and the others on their shelf");
    assert!(
        own(&built, "finding-her-voice").starts_with("<svg class=\"rc s-school k v1\" viewBox=\"-301 -104 520 268\"")
    );
    let seals = drawings(&built, VOICE, "rm ");
    assert!(seals.iter().any(|seal| seal.starts_with("<svg class=\"rm s-school k\" viewBox=\"-50 -50 100 100\"")));
    // The map has drawings with links in them, and tests of its own.
    let is_page = |path: &&str| path.ends_with("index.html") && !path.starts_with("ripples/");
    for page in built.paths().into_iter().filter(is_page) {
        let drawn = built.text(page).matches("<svg").count();
        assert_eq!(built.text(page).matches("aria-hidden=\"true\"").count(), drawn, "{page}: the words say the same");
        assert!(!built.text(page).contains("style="), "{page}");
    }
}

#[test]
fn only_id_setting_and_ripples_change_a_cover() {
    let site = voices();
    let before = own(&site.build(), "finding-her-voice").to_owned();
    let fields = "id: finding-her-voice\nsetting: school\nupdated: 2026-04-01\nsummary: Other words.\ntags: [trust]\n\
        ripples:\n  - inspired: empty-chair\n  - paid-forward: comes-back\n";
    site.remove("content/stories/finding-her-voice.md");
    site.write("content/stories/zz.md", story("Another title", fields, "Another text."));
    assert_eq!(own(&site.build(), "finding-her-voice"), before);
    site.write("content/stories/zz.md", story("Another title", &fields.replace("school", "family"), "Text."));
    assert_eq!(own(&site.build(), "finding-her-voice"), before.replace("s-school", "s-family"));
    site.write("content/stories/caretaker.md", story("Caretaker", "ripples:\n  - inspired: empty-chair\n", "Text."));
    let further = own(&site.build(), "finding-her-voice").to_owned();
    assert_eq!(
        further.matches("<circle").count(),
        before.matches("<circle").count() + 1,
        "one ring more in the same water"
    );
}

#[test]
fn what_no_visitor_can_count_is_not_drawn() {
    let site = voices();
    site.write("content/stories/empty-chair.md", story("Chair", "visibility: unlisted\n", "Text."));
    site.write("content/stories/caretaker.md", story("Caretaker", "draft: true\n", "Text."));
    let related = "visibility: unlisted\nripples:\n  - inspired: comes-back\n";
    site.write("content/stories/unlisted.md", story("Unlisted", related, "Text."));
    let built = site.build();
    let voice = own(&built, "finding-her-voice");
    assert_eq!((beads(voice), voice.matches("<g class=\"b\">").count()), (1, 1), "{voice}");
    for quiet in ["comes-back", "unlisted", "empty-chair"] {
        let cover = own(&built, quiet);
        assert!(!cover.contains("class=\"b\"") && beads(cover) == 0, "{quiet}: {cover}");
    }
}

#[test]
fn kinds_without_a_direction_or_a_count_have_no_bead_and_two_of_one_story_have_one() {
    let many = "ripples:\n  - inspired: b\n  - paid-forward: b\n  - related: c\n  - retold-in: d\n";
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", many, "See [C](c.md)."))]);
    for id in ["b", "c", "d"] {
        site.write(&format!("content/stories/{id}.md"), story(id, "", "Text."));
    }
    let built = site.build();
    assert_eq!(beads(own(&built, "a")), 1);
    assert_eq!(beads(own(&built, "c")), 0);
}

#[test]
fn stories_of_a_loop_each_have_a_ring_and_a_bead() {
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "ripples:\n  - inspired: b\n", "Text.")),
        ("content/stories/b.md", &story("B", "ripples:\n  - inspired: a\n", "Text.")),
    ]);
    let built = site.build();
    for id in ["a", "b"] {
        let cover = own(&built, id);
        assert_eq!((beads(cover), cover.contains("<g class=\"b\">")), (1, true), "{cover}");
    }
}

#[test]
fn settings_of_the_sites_own_take_four_hues_in_turn() {
    let own_settings = ["library", "choir", "garden", "harbour", "kitchen"];
    let site = SiteTest::new(&[("ripple.yaml", &format!("{CONFIG}story_settings: [{}]\n", own_settings.join(", ")))]);
    for setting in own_settings {
        let told = story(setting, &format!("setting: {setting}\n"), "Text.");
        site.write(&format!("content/stories/in-{setting}.md"), told);
    }
    site.write("content/stories/nowhere.md", story("Nowhere", "", "Text."));
    let built = site.build();
    for (setting, hue) in own_settings.into_iter().zip(["h1", "h2", "h3", "h4", "h1"]) {
        let begins = format!("<svg class=\"rc s-{setting} {hue} k v");
        assert!(own(&built, &format!("in-{setting}")).starts_with(&begins), "{begins}");
        built.holds("stories/index.html", &format!("<span class=\"disc s-{setting} {hue}\"></span>"));
    }
    assert!(own(&built, "nowhere").starts_with("<svg class=\"rc s-other k v"));
}

#[test]
fn a_question_stands_among_stories_but_never_first_or_last() {
    let site = SiteTest::new(&[("content/prompts/ask.md", &story("Ask", "", "Whose name do you know?"))]);
    for number in 1..=6 {
        site.write(&format!("content/stories/s{number}.md"), story(&format!("S{number}"), "", "Text."));
    }
    let asked = |built: &Built| built.text("stories/index.html").matches("A question on the wall").count();
    assert_eq!(asked(&site.build()), 0);
    site.write("content/stories/s7.md", story("S7", "", "Text."));
    let built = site.build();
    assert_eq!(asked(&built), 1);
    let wall = built.text("stories/index.html");
    let (before, after) = wall.split_once("A question on the wall").unwrap_or_default();
    assert_eq!((before.matches("<svg class=\"rc ").count(), after.matches("<svg class=\"rc ").count()), (6, 1));
}
