//! Whoever is named in the fields for people: by an id, among other words, in a near miss, or in words written small.

use crate::personal::{AGREED, config, places};
use crate::photo::{jpeg, quarters};
use crate::site_test::{Built, SiteTest, story};
use ripple::diag::Severity;

const PLACE: &str = "content/stories/a.md:5:9: ";

/// A story that names people, among people of whom two have said yes.
fn site(profile: &str, nadia: &str, field: &str) -> SiteTest {
    let person = |name: &str, consent: &str| format!("---\nname: {name}\nconsent: {consent}\n---\n");
    SiteTest::new(&[
        ("ripple.yaml", &config(profile)),
        (
            "content/people/maria.md",
            &person("{full: Maria Lopezfield, first: Maria}", "{status: granted, name: first}"),
        ),
        ("content/people/tom.md", &person("{full: Tom Hart, first: Tom}", "{status: granted, name: first}")),
        ("content/people/nadia.md", &person("{full: Nadia Okaforsen, first: Nadia}", &format!("{{status: {nadia}}}"))),
        ("content/stories/a.md", &story("A", &format!("consent: {{status: granted}}\n{field}\n"), "Text.")),
        ("content/stories/b.md", &story("B", AGREED, "Text.")),
    ])
}

fn shows(built: &Built, word: &str) -> bool {
    built.files.values().any(|bytes| String::from_utf8_lossy(bytes).to_lowercase().contains(word))
}

#[test]
fn several_people_on_one_line_switch_no_consent_off() {
    for words in [
        "nadia, tom",
        "nadia and tom",
        "nadia & maria",
        "nadia; maria",
        "nadia/tom",
        "nadia tom",
        "the friend of nadia",
        "nadia (7b)",
        "\"maria, nadia's sister\"",
        "Nadia, Tom",
        "[maria, \"tom, nadia\"]",
    ] {
        for profile in ["open", "organisation", "school"] {
            let built = site(profile, "withdrawn", &format!("mentee: {words}")).build();
            assert!(built.all_codes(Severity::Error).is_empty(), "{words}: {}", built.report());
            assert!(!shows(&built, "nadia") && built.files.contains_key("stories/b/index.html"), "{words}");
            assert!(!built.files.contains_key("stories/a/index.html"), "{words}");
            assert!(built.report().contains("it names them in words"), "{words}");
        }
        let built = site("school", "pending", &format!("mentee: {words}")).build();
        assert_eq!(built.all_codes(Severity::Error), ["consent-pending"], "{words}");
        assert!(built.report().contains("content/stories/a.md:5:"), "{words}");
    }
    let built = site("school", "granted", "mentee: nadia, tom").build();
    assert_eq!(places(&built, "people-on-one-line"), [format!("{PLACE}error")]);
    assert!(
        ["mentee:", "- nadia", "- tom"].iter().all(|line| built.report().contains(&format!("{line}\n"))),
        "{}",
        built.report()
    );
    let built = site("open", "granted", "mentee: nadia, tom").build();
    assert_eq!(places(&built, "people-on-one-line"), [format!("{PLACE}warning")]);
    let built = site("school", "withdrawn", "mentee: a pupil and her teacher").build();
    assert!(built.files.contains_key("stories/a/index.html"), "{}", built.report());
}

#[test]
fn withdraw_and_the_register_see_who_is_named_among_words() {
    let site = site("organisation", "granted", "mentee: the friend of nadia\ncollection: club");
    site.write("content/collections/club.md", "---\ntitle: Club\n---\n");
    let run = site.run(&["consent", "--collection", "club", "--format", "csv"]);
    assert!(run.stdout.contains("nadia"), "{}{}", run.stdout, run.stderr);
    assert_eq!(site.run(&["build"]).code, 0);
    assert!(site.path("public/stories/a/index.html").is_file());
    let run = site.run(&["withdraw", "content/people/nadia.md"]);
    assert!(run.stdout.contains("content/stories/a.md") || run.stdout.contains("`a`"), "{}", run.stdout);
    assert!(!site.path("public/stories/a/index.html").exists());
}

#[test]
fn words_written_small_are_looked_at() {
    for (field, code) in [
        ("mentee: okaforsen", "name-in-text"),
        ("mentor: lopezfield", "name-in-text"),
        ("author: zora-quillfeather", "private-name"),
    ] {
        let site = site("school", "granted, name: first", field);
        site.write(".ripple/private-names", "Zora Quillfeather\n");
        let built = site.build();
        assert_eq!(places(&built, code), [format!("{PLACE}error")], "{}", built.report());
    }
    for field in ["mentee: maria", "mentee: teacher", "mentee: [tom, nadia]"] {
        let built = site("school", "granted", field).build();
        assert_eq!(built.all_codes(Severity::Warning), [""; 0], "{}", built.report());
    }
}

#[test]
fn a_near_miss_of_a_field_for_people_is_an_error() {
    for field in ["Mentee: nadia", "mentees: nadia", "person: nadia", "Author: nadia"] {
        for status in ["granted", "withdrawn"] {
            let built = site("open", status, field).build();
            assert_eq!(built.all_codes(Severity::Error), ["mistyped-limit"], "{}", built.report());
        }
    }
    for (profile, status, severity) in
        [("open", "pending", "warning"), ("school", "pending", "error"), ("organisation", "granted", "warning")]
    {
        let built = site(profile, status, "mentee: nadai").build();
        assert_eq!(places(&built, "misspelt-person"), [format!("{PLACE}{severity}")], "{}", built.report());
    }
}

#[test]
fn a_picture_beside_the_name_of_a_child_in_words_is_an_error() {
    let child =
        "---\nname: {first: Maria}\nminor: true\nconsent: {status: granted, name: first, scope: [web, photo]}\n---\n";
    let agreed = "consent: {status: granted, scope: [web, photo]}\n";
    let picture = "![A boat](boat.jpg)";
    for (title, field, text, is_told) in [
        ("A", "mentee: Maria, a pupil\n", "", true),
        ("What Maria said", "", "", true),
        ("A", "", "Then Maria spoke.", true),
        ("A", "", "Then Maria Montessori spoke.", false),
        ("A", "mentee: a pupil\n", "She spoke.", false),
        ("A", "", "<!-- ripple: allow name \"another Maria\" -->\nThen Maria spoke.", false),
    ] {
        let text = format!("{text}\n\n{picture}");
        let site = SiteTest::new(&[
            ("ripple.yaml", &config("school")),
            ("content/people/maria.md", child),
            ("content/stories/a/index.md", &story(title, &format!("{agreed}{field}"), &text)),
        ]);
        site.write("content/stories/a/boat.jpg", jpeg(&quarters(40, 40)));
        let built = site.build();
        let told = !places(&built, "child-photo-with-name").is_empty();
        assert_eq!(told, is_told, "{title} {field} {text}: {}", built.report());
    }
}
