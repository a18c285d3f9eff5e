//! What a consent covers and how much of a name it lets be shown (content model, section 7).

use crate::consent::{config, world};
use crate::site_test::{SiteTest, story};
use ripple::diag::Severity;
use ripple::model::Date;

const STORY: &str = "stories/wyvern/index.html";

/// Where the story with these scopes is: its page, the feeds, the sitemap, the lists, and `noindex`.
fn places(scope: &str, person: &str) -> [bool; 5] {
    let own = format!("consent: {{status: granted{scope}}}\n");
    let person = if person.is_empty() { String::new() } else { format!("consent: {{status: granted{person}}}\n") };
    let site = world("organisation", &own, &person);
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let feeds = ["feed.xml", "tags/shared/feed.xml", "collections/club/feed.xml"];
    let in_feeds: Vec<bool> = feeds.iter().map(|feed| built.text(feed).contains("wyvern")).collect();
    assert!(in_feeds.iter().all(|found| *found == in_feeds[0]), "{in_feeds:?}");
    let lists = ["stories/index.html", "tags/shared/index.html", "archive/2019/index.html", "index.html"];
    let in_lists: Vec<bool> = lists.iter().map(|list| built.has(list) && built.text(list).contains("wyvern")).collect();
    assert!(in_lists.iter().all(|found| *found == in_lists[0]), "{in_lists:?}");
    let noindex = built.has(STORY) && built.text(STORY).contains("noindex");
    [built.has(STORY), in_feeds[0], built.text("sitemap.xml").contains("wyvern"), in_lists[0], noindex]
}

#[test]
fn left_out_the_scope_is_web_feed_search_and_print() {
    assert_eq!(places("", ""), [true, true, true, true, false]);
    assert_eq!(places(", scope: [web, feed, search]", ""), [true, true, true, true, false]);
}

#[test]
fn without_web_there_is_no_page_at_all() {
    assert_eq!(places(", scope: [feed, search, print]", ""), [false; 5]);
    assert_eq!(places(", scope: []", ""), [false; 5]);
    assert_eq!(places("", ", scope: [feed, search]"), [false; 5], "of somebody named");
}

#[test]
fn without_feed_it_is_in_no_feed() {
    assert_eq!(places(", scope: [web, search]", ""), [true, false, true, true, false]);
    assert_eq!(places("", ", scope: [web, search]"), [true, false, true, true, false], "of somebody named");
}

#[test]
fn without_search_it_is_noindex_and_not_in_the_sitemap() {
    assert_eq!(places(", scope: [web, feed]", ""), [true, true, false, true, true]);
    assert_eq!(places("", ", scope: [web, feed]"), [true, true, false, true, true], "of somebody named");
}

#[test]
fn the_strictest_of_all_those_named_decides() {
    assert_eq!(places(", scope: [web, search]", ", scope: [web, feed]"), [true, false, false, true, true]);
}

#[test]
fn consent_is_judged_by_the_latest_of_all_clocks() {
    let mut site = world("open", "consent: {status: granted, expires: 2027-01-01}\n", "");
    assert!(site.build().has(STORY));
    site.options.as_of = Date::parse("2027-01-01").ok();
    assert!(!site.build().has(STORY), "--as-of");
    site.options.as_of = Date::parse("2020-01-01").ok();
    site.options.source_date_epoch = Some(1_798_761_600);
    assert!(!site.build().has(STORY), "SOURCE_DATE_EPOCH, whatever --as-of says");
    site.options.source_date_epoch = Some(1_798_761_599);
    site.options.as_of = None;
    assert!(site.build().has(STORY), "one second before");
    let mut site = world("open", "consent: {status: granted, expires: 2026-06-01}\n", "");
    site.options.as_of = Date::parse("2026-01-01").ok();
    site.options.expired = true;
    assert!(!site.build().has(STORY), "an end that has passed cannot be talked away");
}

#[test]
fn a_review_is_noted_around_its_day_and_never_raised() {
    for (day, due) in [("2027-01-30", true), ("2027-01-31", false), ("2026-10-03", true), ("2026-10-02", false)] {
        let site = world("school", &format!("consent: {{status: granted, review: {day}}}\n"), "");
        let built = site.build();
        assert!(built.has(STORY));
        assert_eq!(built.all_codes(Severity::Note).contains(&"consent-review-due"), due, "{day}");
        assert_eq!(built.mentions(day), [""; 0]);
    }
    let site = world("school", "consent: {status: granted, review: 2020-01-01}\n", "");
    assert_eq!(site.run(&["check", "--strict"]).code, 0);
}

const LEVELS: [(&str, &str); 5] =
    [("full", "Maria Lopezq"), ("first", "Mariaq"), ("initial", "Mq."), ("pseudonym", "Luzq"), ("role", "a pupilq")];

/// A site with one story that names Maria in every way, with these levels allowed.
fn named(profile: &str, of_story: &str, of_person: &str) -> SiteTest {
    let level = |level: &str| if level.is_empty() { String::new() } else { format!(", name: {level}") };
    let fields = format!(
        "consent: {{status: granted{}}}\nauthor: maria-lopezq\nmentor: maria-lopezq\npeople: [{{person: maria-lopezq, role: friend}}]\n",
        level(of_story)
    );
    let names: Vec<String> = LEVELS.iter().map(|(level, name)| format!("{level}: {name}")).collect();
    let person = format!(
        "---\nname: {{{}}}\nconsent: {{status: granted{}}}\n---\nMaria Lopezq herself.\n",
        names.join(", "),
        level(of_person)
    );
    SiteTest::new(&[
        ("ripple.yaml", &config(profile)),
        ("content/stories/a.md", &story("A", &fields, "Text.")),
        ("content/people/maria-lopezq.md", &person),
    ])
}

#[test]
fn only_the_level_allowed_is_ever_shown() {
    for profile in ["school", "open"] {
        for of_story in ["", "full", "first", "initial", "pseudonym", "role"] {
            for of_person in ["", "full", "first", "initial", "pseudonym", "role"] {
                // The default of the profile counts only where a level is left out.
                let default = usize::from(profile == "school");
                let place = |level: &str| LEVELS.iter().position(|(name, _)| *name == level).unwrap_or(default);
                let allowed = place(of_story).max(place(of_person));
                let built = named(profile, of_story, of_person).build();
                assert_eq!(built.all_codes(Severity::Note), [""; 0]);
                for (index, (level, name)) in LEVELS.iter().enumerate() {
                    let shown = !built.mentions(name).is_empty();
                    assert_eq!(shown, index == allowed, "{level} in {profile}, {of_story:?} and {of_person:?}");
                }
                assert_eq!(built.mentions("maria-lopezq"), [""; 0], "not even the id");
                assert_eq!(built.mentions("people/"), [""; 0], "nobody has a page");
            }
        }
    }
}

#[test]
fn the_name_shown_is_in_the_page_and_in_the_feed() {
    let built = named("school", "", "").build();
    let page = built.text("stories/a/index.html");
    assert_eq!(page.matches("Mariaq").count(), 3, "author, mentor and friend: {page}");
    assert!(built.text("feed.xml").contains("<dc:creator>Mariaq</dc:creator>"), "{}", built.text("feed.xml"));
    assert!(!page.split("ld+json").nth(1).unwrap().split("</script>").next().unwrap().contains("Mariaq"));
}

#[test]
fn a_level_without_a_name_falls_to_a_more_careful_one_or_to_nothing() {
    let site = named("open", "first", "");
    site.write("content/people/maria-lopezq.md", "---\nname: {full: Maria Lopezq, role: a pupilq}\n---\n");
    let built = site.build();
    assert_eq!((built.mentions("Maria Lopezq").len(), built.mentions("a pupilq").is_empty()), (0, false));
    site.write("content/people/maria-lopezq.md", "---\nname: Maria Lopezq\n---\n");
    let built = site.build();
    assert_eq!(built.mentions("Lopezq"), [""; 0]);
    assert_eq!(built.codes(), ["no-name-at-level"; 3]);
}

#[test]
fn people_given_in_words_need_no_consent_and_are_never_merged() {
    let words =
        |words: &str| story("A", &format!("consent: {{status: granted, name: role}}\nmentor: {words}\n"), "Text.");
    let site = named("school", "", "");
    site.write("content/stories/a.md", words("Maria Lopezqan the elder"));
    site.write("content/people/maria-lopezq.md", "---\nname: {full: Maria Lopezq}\nconsent: {status: refused}\n---\n");
    let built = site.build();
    assert!(built.text("stories/a/index.html").contains("Maria Lopezqan the elder"), "words stay words");
    assert_eq!(built.codes(), [""; 0]);
    // The very name of somebody who said no is not published on the chance that somebody else has it too; and as a
    // take-down waits for nobody, the story is left out until other words stand there.
    for name in ["Maria Lopezq", "maria\u{2013}lopezq.", "Maria Lopezq the elder", "Maria Lopezq’s aunt"] {
        site.write("content/stories/a.md", words(name));
        let built = site.build();
        assert_eq!(built.codes(), [""; 0], "{name}");
        assert_eq!((built.has("stories/a/index.html"), built.mentions("Lopezq")), (false, vec![]), "{name}");
        let told =
            "content/stories/a.md:5:9: note[withheld]: `a` is not published: consent of `maria-lopezq` was refused";
        assert!(built.report().contains(told) && built.report().contains("such as `a pupil`"), "{}", built.report());
    }
}
