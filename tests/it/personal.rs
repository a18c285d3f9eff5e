//! Personal data in texts: found where it stands, judged by the site's profile, and excused only in so many words.

use crate::photo::{jpeg, quarters};
use crate::site_test::{Built, CONFIG, SiteTest, story};
use ripple::diag::Severity;
use std::fs;
use std::path::Path;

pub const PROFILES: [&str; 3] = ["open", "organisation", "school"];

/// Every problem with one of these codes: `path:line:column severity`.
pub fn places(built: &Built, code: &str) -> Vec<String> {
    let told = built.report();
    let lines = told.lines().filter(|line| line.contains(&format!("[{code}]: ")));
    lines.map(|line| line.split('[').next().unwrap_or_default().trim_end().to_owned()).collect()
}

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

pub fn config(profile: &str) -> String {
    CONFIG.replace("safeguarding: open", &format!("safeguarding: {profile}"))
}

pub const AGREED: &str = "consent: {status: granted}\n";

#[test]
fn ordinary_prose_holds_nothing_personal() {
    let prose = fixture("prose/ordinary.md");
    assert!(prose.lines().count() > 100);
    let site = SiteTest::new(&[("content/stories/prose.md", &story("Ordinary", "", &prose))]);
    let built = site.build();
    assert_eq!(built.all_codes(Severity::Note), [""; 0], "{}", built.report());
}

#[test]
fn the_example_and_the_essays_hold_nothing_personal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folders = [
        "fixtures/essays",
        "fixtures/arabic",
        "fixtures/japanese",
        "sites/everything",
        "sites/sub-path",
        "sites/arabic",
        "sites/essays",
    ];
    let sites = folders.map(|folder| SiteTest::copy_of(&root.join(folder)));
    for site in sites.into_iter().chain([SiteTest::copy_of_example()]) {
        let built = site.build();
        for code in ["personal-data", "name-in-text", "child-photo-with-name", "bad-exception"] {
            assert_eq!(places(&built, code), [""; 0], "{}", built.report());
        }
    }
}

/// Where a name can stand: a file, and its text with `{}` where the name is.
const PLACES: &[(&str, &str)] = &[
    ("content/stories/text.md", "---\ntitle: A\ndate: 2026-03-02\n---\nThen {} spoke.\n"),
    ("content/stories/title.md", "---\ntitle: How {} spoke\ndate: 2026-03-02\n---\nText.\n"),
    ("content/stories/heading-title.md", "---\ndate: 2026-03-02\n---\n# How {} spoke\n\nText.\n"),
    ("content/stories/summary.md", "---\ntitle: B\ndate: 2026-03-02\nsummary: How {} spoke\n---\nText.\n"),
    ("content/stories/alt.md", "---\ntitle: C\ndate: 2026-03-02\n---\n![Here {} speaks](/a.jpg)\n"),
    (
        "content/stories/image.md",
        "---\ntitle: D\ndate: 2026-03-02\nimage: /a.jpg\nimage_alt: Here {} speaks\n---\nText.\n",
    ),
    (
        "content/stories/credit.md",
        "---\ntitle: E\ndate: 2026-03-02\nimage: /a.jpg\nimage_alt: x\nimage_credit: by {}\n---\nText.\n",
    ),
    ("content/stories/link.md", "---\ntitle: F\ndate: 2026-03-02\n---\nSo [said {}](https://elsewhere.example/).\n"),
    (
        "content/stories/link-title.md",
        "---\ntitle: G\ndate: 2026-03-02\n---\nSo [it is](https://elsewhere.example/ \"as {} says\").\n",
    ),
    ("content/stories/heading.md", "---\ntitle: H\ndate: 2026-03-02\n---\nText.\n\n## Then {} came\n\nText.\n"),
    ("content/stories/bold.md", "---\ntitle: I\ndate: 2026-03-02\n---\n> So *said {} there*.\n"),
    ("content/stories/quote.md", "---\ntitle: J\ndate: 2026-03-02\n---\n:::quote {}\nWords.\n:::\n"),
    ("content/stories/note.md", "---\ntitle: K\ndate: 2026-03-02\n---\nText.[^1]\n\n[^1]: Told by {} later.\n"),
    ("content/stories/table.md", "---\ntitle: L\ndate: 2026-03-02\n---\n| a | b |\n|---|---|\n| x | of {} |\n"),
    ("content/stories/code.md", "---\ntitle: M\ndate: 2026-03-02\n---\nThe file `of {} there`.\n"),
    ("content/stories/html.md", "---\ntitle: N\ndate: 2026-03-02\n---\n<p>So {} said</p>\n"),
    (
        "content/stories/ripple.md",
        "---\ntitle: O\ndate: 2026-03-02\nripples:\n  - inspired: text\n    note: as {} told\n---\nText.\n",
    ),
    ("content/stories/extra.md", "---\ntitle: P\ndate: 2026-03-02\nextra: {speaker: {name: \"so {}\"}}\n---\nText.\n"),
    ("content/stories/where.md", "---\ntitle: Q\ndate: 2026-03-02\nmoment: {where: the house of {}}\n---\nText.\n"),
    ("content/stories/outcome.md", "---\ntitle: R\ndate: 2026-03-02\noutcome: [a bus for {}]\n---\nText.\n"),
    (
        "content/stories/claim.md",
        "---\ntitle: S\ndate: 2026-03-02\nclaims: [{text: \"said {}\", status: quotation}]\n---\nText.\n",
    ),
    ("content/stories/mentor.md", "---\ntitle: T\ndate: 2026-03-02\nmentor: so {}, a pupil\n---\nText.\n"),
    ("content/stories/author.md", "---\ntitle: U\ndate: 2026-03-02\nauthor: so {} herself\n---\nText.\n"),
    ("content/prompts/prompt.md", "---\ntitle: V\n---\nWhat would {} say?\n"),
    ("content/prompts/steps.md", "---\ntitle: W\nsteps: [What would {} do?]\n---\n"),
    ("content/pages/page.md", "---\ntitle: X\n---\nHere works {} with us.\n"),
    ("content/collections/collection.md", "---\ntitle: The club of {} here\n---\n"),
    ("content/tags/meaning.md", "---\ntitle: Meaning\n---\nWhat {} means by it.\n"),
    ("content/tags/titled.md", "---\ntitle: For {} alone\n---\n"),
    ("content/index.md", "---\ntitle: Home\n---\nRead what {} says.\n"),
    ("content/people/other.md", "---\nname: {full: Tom Hart, first: Tom}\npage: true\n---\nHe helped {} once.\n"),
];

/// The same where names are written as in an address.
const ADDRESSES: &[(&str, &str)] = &[
    ("content/stories/a1.md", "---\ntitle: A\ndate: 2026-03-02\nid: when-{}-spoke\n---\nText.\n"),
    ("content/stories/a2.md", "---\ntitle: B\ndate: 2026-03-02\nslug: how-{}-spoke\n---\nText.\n"),
    ("content/stories/a3.md", "---\ntitle: C\ndate: 2026-03-02\naliases: [/old/{}/]\n---\nText.\n"),
    ("content/stories/a4.md", "---\ntitle: D\ndate: 2026-03-02\ntags: [trust, for-{}]\n---\nText.\n"),
    ("content/stories/a5.md", "---\ntitle: E\ndate: 2026-03-02\nimage: /photo-{}.jpg\nimage_alt: x\n---\nText.\n"),
    ("content/stories/a6.md", "---\ntitle: F\ndate: 2026-03-02\n---\n![x](/photo-{}.jpg)\n"),
    ("content/stories/a7.md", "---\ntitle: G\ndate: 2026-03-02\n---\n## Then {#then-{}}\n\nText.\n"),
    ("content/stories/a8.md", "---\ntitle: H\ndate: 2026-03-02\n---\n[it](https://elsewhere.example/{}/)\n"),
    ("content/stories/the-day-of-{}.md", "---\ntitle: I\ndate: 2026-03-02\n---\nText.\n"),
    ("static/list-of-{}.pdf", "x"),
];

/// `path:line:column` of the first place of some words.
fn place(path: &str, text: &str, words: &str) -> String {
    let Some(at) = text.find(words) else { return format!("{path}: ") };
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{path}:{line}:{column}: ")
}

#[test]
fn each_level_of_a_name_is_kept_in_each_place() {
    // From which level on a part of the name may not be shown.
    let levels = ["full", "first", "initial", "pseudonym", "role"];
    for (name, leaks_from) in [("Maria Lopez", 1), ("Lopez", 1), ("Maria", 2), ("Luz", 4)] {
        for (place_of_level, level) in levels.iter().enumerate() {
            let person = format!(
                "---\nname: {{full: Maria Lopez, first: Maria, initial: M., pseudonym: Luz, role: a pupil}}\n\
                 consent: {{status: granted, name: {level}}}\n---\n"
            );
            let site = SiteTest::new(&[("content/people/pupil.md", &person)]);
            site.write("static/a.jpg", "x");
            let slug = name.to_lowercase().replace(' ', "-");
            let mut wanted = Vec::new();
            for (path, text) in PLACES {
                let text = text.replace("{}", name);
                site.write(path, &text);
                wanted.push((place(path, &text, name), place(path, &text, "so ")));
            }
            for (path, text) in ADDRESSES {
                let (path, text) = (path.replace("{}", &slug), text.replace("{}", &slug));
                site.write(&path, &text);
                let place = place(&path, &text, &slug);
                wanted.push((place.clone(), place));
            }
            let built = site.build();
            let codes = ["name-in-text", "person-name-shown"];
            let report = built.report();
            let told: Vec<&str> =
                report.lines().filter(|line| codes.iter().any(|code| line.contains(&format!("[{code}]")))).collect();
            if place_of_level < leaks_from {
                assert!(told.is_empty(), "{name} at {level}:\n{told:#?}");
                continue;
            }
            // Whole words of a field for people are pointed at as a whole.
            let is_told = |(place, field): &(String, String)| {
                told.iter().any(|line| line.starts_with(place.as_str()) || line.starts_with(field.as_str()))
            };
            let missing: Vec<_> = wanted.iter().filter(|wanted| !is_told(wanted)).collect();
            assert!(missing.is_empty(), "{name} at {level}: nothing about {missing:#?}\n{report}");
        }
    }
}

/// The severities of one code, in the order of the report.
fn severities(built: &Built, code: &str) -> Vec<&'static str> {
    built.diagnostics.iter().filter(|problem| problem.code == code).map(|problem| problem.severity.word()).collect()
}

const PUPIL: &str = "---\nname: {full: Maria Lopez, first: Maria, pseudonym: Luz, role: a pupil}\nconsent: {status: granted, name: LEVEL}\n---\n";

#[test]
fn severity_follows_the_profile_and_how_sure_it_is() {
    let named = "mentee: pupil\n";
    for (level, fields, text, wanted) in [
        ("first", named, "Maria Lopez spoke.", ["warning", "error", "error"]),
        ("first", named, "Ms Lopez spoke.", ["warning", "error", "error"]),
        ("first", "", "Ms Lopez spoke.", ["note", "warning", "error"]),
        ("first", "", "Maria Lopez spoke.", ["warning", "error", "error"]),
        ("role", named, "Then Maria spoke.", ["warning", "error", "error"]),
        ("role", "", "Then Maria spoke.", ["note", "warning", "warning"]),
        ("role", named, "Then Luz spoke.", ["note", "warning", "warning"]),
        ("first", named, "Then Maria spoke.", [""; 3]),
        ("pseudonym", named, "Then Luz spoke.", [""; 3]),
        // The author is somebody else, and so is whoever the text means.
        ("role", "author: Maria Hart\n", "Then Maria spoke.", [""; 3]),
    ] {
        for (profile, wanted) in PROFILES.iter().zip(wanted) {
            let site = SiteTest::new(&[
                ("ripple.yaml", &config(profile)),
                ("content/people/pupil.md", &PUPIL.replace("LEVEL", level)),
                ("content/stories/a.md", &story("A", &format!("{fields}{AGREED}"), text)),
            ]);
            let built = site.build();
            // A story in a school shows first names unless its own consent says more.
            let found: Vec<_> = severities(&built, "name-in-text");
            let wanted: Vec<_> = Some(wanted).filter(|wanted| !wanted.is_empty()).into_iter().collect();
            assert_eq!(found, wanted, "{profile}, {level}: {text}\n{}", built.report());
        }
    }
    for (profile, wanted) in PROFILES.iter().zip(["warning", "error", "error"]) {
        let site = SiteTest::new(&[
            ("ripple.yaml", &config(profile)),
            ("content/stories/a.md", &story("A", AGREED, "Write to jane@school.example, or ring 020 7946 0958.")),
        ]);
        assert_eq!(severities(&site.build(), "personal-data"), [wanted; 2], "{profile}");
        let code = site.run(&["check"]).code;
        assert_eq!(code, if wanted == "error" { 3 } else { 0 }, "{profile}");
    }
}

#[test]
fn each_kind_of_datum_is_found_in_each_place() {
    let data =
        ["jane@school.example", "020 7946 0958", "SW1A 2AA", "born 3 May 2012", "@jane_doe", "51.50335, -0.11962"];
    for datum in data {
        let site = SiteTest::new(&[]);
        site.write("static/a.jpg", "x");
        let shown = datum.strip_prefix("born ").unwrap_or(datum);
        let mut wanted = Vec::new();
        for (path, text) in PLACES.iter().filter(|(path, _)| !path.contains("/people/")) {
            // Code holds decorators and numbers; only e-mail addresses are looked for there.
            if *path == "content/stories/code.md" && !datum.contains("school.example") {
                continue;
            }
            let text =
                text.replace("{}", if datum.starts_with('@') && text.contains(": {}") { "x @jane_doe" } else { datum });
            let text = text
                .replace("[What would", "[\"What would")
                .replace(" do?]", " do?\"]")
                .replace("[a bus for", "[\"a bus for");
            let text = text
                .replace(&format!("{datum}]"), &format!("{datum}\"]"))
                .replace("{where: the house of ", "{where: \"the house of ");
            let text = text.replace(&format!("{datum}}}"), &format!("{datum}\"}}"));
            let text = if text.contains("](https") {
                text.replace(&format!("{datum}\"]"), &format!("{datum}]"))
            } else {
                text
            };
            site.write(path, &text);
            wanted.push(place(path, &text, shown));
        }
        let built = site.build();
        let found = places(&built, "personal-data");
        let missing: Vec<_> = wanted
            .iter()
            .filter(|place| {
                !found
                    .iter()
                    .any(|found| place.starts_with(found.rsplit_once(": ").map_or(found.as_str(), |(place, _)| place)))
            })
            .collect();
        assert!(missing.is_empty(), "{datum}: nothing about {missing:#?}\n{}", built.report());
    }
}

#[test]
fn the_remedies_for_personal_data_work() {
    for (kind, text) in [
        ("email", "Write to jane@school.example."),
        ("phone", "Ring 020 7946 0958."),
        ("postcode", "In London SW1A 2AA."),
        ("birth", "She was born on 3 May 2012."),
        ("handle", "Ask @jane_doe."),
        ("coordinates", "At 51.50335, -0.11962."),
    ] {
        let site =
            SiteTest::new(&[("ripple.yaml", &config("school")), ("content/pages/a.md", &format!("# A\n\n{text}\n"))]);
        let built = site.build();
        assert_eq!(built.codes(), ["personal-data"], "{kind}");
        let told = built.report();
        let line = told.lines().rev().find(|line| line.contains("ripple: allow")).unwrap().trim();
        assert!(line.contains(kind), "{line}");
        site.write("content/pages/a.md", format!("# A\n\n{line}\n{text}\n"));
        assert_eq!(site.build().every_code(), ["stated-exception"], "{kind}");
        site.write("content/pages/a.md", format!("---\ntitle: A\nsummary: {text:?}\n---\nText.\n"));
        let told = site.build().report();
        let line = told.lines().rev().find(|line| line.contains("ripple: allow")).unwrap().trim();
        site.write("content/pages/a.md", format!("---\ntitle: A\n{line}\nsummary: {text:?}\n---\nText.\n"));
        assert_eq!(site.build().every_code(), ["stated-exception"], "{kind}");
    }
}

#[test]
fn addresses_of_links_and_names_of_files_are_looked_at() {
    let site = SiteTest::new(&[
        (
            "content/stories/a.md",
            &story("A", "", "[Write](mailto:jane%40school.example) or [ring](tel:+442079460958) us."),
        ),
        (
            "content/stories/b.md",
            &story("B", "extra: {email: jane@school.example, dob: 2012-05-03, phone: 7946 0958}\n", "Text."),
        ),
        (
            "content/stories/c.md",
            &story("C", "", "It is jane&#64;school.example, jane@*school*.example or <jane@school.example>."),
        ),
        ("static/forms/jane@school.example.pdf", "x"),
    ]);
    let built = site.build();
    assert_eq!(
        places(&built, "personal-data"),
        [
            "content/stories/a.md:5:8: warning",
            "content/stories/a.md:5:53: warning",
            "content/stories/b.md:4:16: warning",
            "content/stories/b.md:4:42: warning",
            "content/stories/b.md:4:61: warning",
            "content/stories/c.md:5:7: warning",
            "content/stories/c.md:5:32: warning",
            "content/stories/c.md:5:58: warning",
            "static/forms/jane@school.example.pdf: warning",
        ],
        "{}",
        built.report()
    );
}

#[test]
fn what_the_site_gives_out_may_stand_anywhere() {
    let site = SiteTest::new(&[
        (
            "ripple.yaml",
            &format!("{}support: {{title: Help, phone: 0800 1111}}\nfooter: Ring +44 20 7946 0958\n", config("school")),
        ),
        (
            "content/pages/about.md",
            "# About\n\nWrite to [us](mailto:US@example.org) or ring 020 7946 0958; for help, call 0800 1111.\n",
        ),
    ]);
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    site.write("content/pages/about.md", "# About\n\nWrite to us2@example.org.\n");
    assert_eq!(site.build().codes(), ["personal-data"]);
}

#[test]
fn an_exception_excuses_its_paragraph_and_is_listed() {
    let text = "<!-- ripple: allow email \"the office of the school\" -->\n\nWrite to office@school.example.\n\nOr to jane@school.example.\n";
    let site = SiteTest::new(&[
        ("ripple.yaml", &config("school")),
        ("content/stories/a.md", &story("A", AGREED, text)),
        (
            "content/stories/b.md",
            &story(
                "B",
                AGREED,
                "Ring 020 7946 0958. <!-- ripple: allow phone, email \"a number of the town\" -->\n\nText.",
            ),
        ),
        (
            "content/stories/c.md",
            &story(
                "C",
                &format!("summary: To jane@school.example  # ripple: allow email \"she asked for it\"\n{AGREED}"),
                "<!-- ripple: allow phone \"x\" -->\n\nText.\n\n<!-- ripple: allow emial \"x\" -->",
            ),
        ),
    ]);
    let built = site.build();
    assert_eq!(places(&built, "personal-data"), ["content/stories/a.md:10:7: error"], "{}", built.report());
    assert_eq!(
        places(&built, "stated-exception"),
        ["content/stories/a.md:6:1: note", "content/stories/b.md:6:21: note", "content/stories/c.md:4:34: note"]
    );
    assert_eq!(places(&built, "unused-exception"), ["content/stories/c.md:7:1: warning"]);
    assert_eq!(places(&built, "bad-exception"), ["content/stories/c.md:11:1: warning"]);
    let report = built.report();
    assert!(report.contains("an e-mail address may stand here: the office of the school"), "{report}");
    assert!(built.mentions("ripple: allow").is_empty() && built.mentions("the office of the school").is_empty());
    assert!(!built.every_code().contains(&"raw-html-shown"), "{report}");
}

#[test]
fn k9_child_with_photo_and_name_surname_under_first_name_policy_phone_and_email_in_text() {
    let child = "---\nname: {full: Maria Lopez, first: Maria, role: a pupil}\nminor: true\nconsent: {status: granted, by: guardian, scope: [web, photo]}\n---\n";
    let told = |fields: &str, text: &str| {
        let site = SiteTest::new(&[
            ("ripple.yaml", &config("school")),
            ("content/people/maria.md", child),
            ("content/stories/a.md", &story("A", &format!("mentee: maria\n{fields}"), text)),
        ]);
        site.write("static/a.jpg", jpeg(&quarters(40, 20)));
        let built = site.build();
        let mut errors = built.all_codes(Severity::Error);
        errors.sort_unstable();
        (errors, site.run(&["build"]).code)
    };
    let picture = "![Somebody at a desk](/a.jpg)";
    let agreed = "consent: {status: granted, scope: [web, photo]}\n";
    assert_eq!(told(AGREED, "Maria spoke."), (vec![], 0));
    assert_eq!(told(agreed, picture), (vec!["child-photo-with-name"], 3));
    let image = format!("image: /a.jpg\nimage_alt: Somebody\n{agreed}");
    assert_eq!(told(&image, "Text."), (vec!["child-photo-with-name"], 3));
    let excused = format!("# ripple: allow photo \"an empty desk\"\n{image}");
    assert_eq!(told(&excused, "Text."), (vec![], 0));
    assert_eq!(
        told("consent: {status: granted, name: role, scope: [web, photo]}\n", picture),
        (vec![], 0),
        "a role is no name"
    );
    assert_eq!(told(AGREED, picture), (vec![], 0), "without consent for photos there is none to be seen");
    assert_eq!(told(AGREED, "Ms Lopez spoke."), (vec!["name-in-text"], 3));
    assert_eq!(told(AGREED, "Maria\nLopez spoke."), (vec!["name-in-text"], 3));
    assert_eq!(told(AGREED, "Ring 020 7946 0958."), (vec!["personal-data"], 3));
    assert_eq!(told(AGREED, "Write to maria@school.example."), (vec!["personal-data"], 3));
}

#[test]
fn g5_missing_alt_and_a_child_in_a_photo_without_photo_consent() {
    let child = "---\nname: {full: Maria Lopez, first: Maria}\nminor: true\nconsent: {status: granted, by: guardian, scope: [web, photo]}\n---\n";
    for (profile, with_photo) in PROFILES.iter().zip([vec![], vec![], vec!["child-photo-with-name", "missing-alt"]]) {
        // Without consent the picture is left out, with a note: taking it back must take the picture down.
        let without = if with_photo.is_empty() { vec![] } else { vec!["missing-alt"] };
        for (scope, wanted) in [("[web]", without), ("[web, photo]", with_photo)] {
            let fields = format!("mentee: maria\nconsent: {{status: granted, scope: {scope}}}\n");
            let site = SiteTest::new(&[
                ("ripple.yaml", &config(profile)),
                ("content/people/maria.md", child),
                ("content/stories/a.md", &story("A", &fields, "![](/a.jpg)")),
            ]);
            site.write("static/a.jpg", jpeg(&quarters(40, 20)));
            let built = site.build();
            let mut errors = built.all_codes(Severity::Error);
            errors.sort_unstable();
            assert_eq!(errors, wanted, "{profile} {scope}");
            let page =
                built.files.get("stories/a/index.html").map(|page| String::from_utf8_lossy(page).contains("<img"));
            assert_eq!(page, Some(scope.contains("photo")), "{profile} {scope}");
            assert_eq!(built.every_code().contains(&"photos-withheld"), !scope.contains("photo"), "{profile} {scope}");
        }
    }
}

#[test]
fn a_person_who_was_taken_down_stands_in_nobodys_way() {
    for (status, wanted) in [("withdrawn", "warning"), ("refused", "warning"), ("pending", "error")] {
        let person = PUPIL.replace("granted, name: LEVEL", status);
        let site = SiteTest::new(&[
            ("ripple.yaml", &config("school")),
            ("content/people/pupil.md", &person),
            ("content/stories/a.md", &story("A", AGREED, "Then Maria Lopez came.")),
        ]);
        let built = site.build();
        assert_eq!(severities(&built, "name-in-text"), [wanted], "{status}\n{}", built.report());
    }
}

#[test]
fn drafts_are_told_of_and_stand_in_nobodys_way() {
    let site = SiteTest::new(&[
        ("ripple.yaml", &config("school")),
        ("content/stories/a.md", &story("A", "draft: true\n", "Write to jane@school.example.")),
    ]);
    assert_eq!(site.build().codes(), [""; 0]);
    let run = site.run(&["check"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("note[personal-data]") && run.stderr.contains("nobody sees it yet"), "{}", run.stderr);
}

#[test]
fn a_new_name_is_looked_for_in_texts_that_did_not_change() {
    let site = SiteTest::new(&[
        ("content/people/pupil.md", &PUPIL.replace("LEVEL", "first").replace("Maria Lopez", "Maria Hart")),
        ("content/stories/a.md", &story("A", "", "Then Maria Lopez came.")),
    ]);
    let mut engine = site.engine();
    let codes = |snapshot: &ripple::engine::Snapshot| {
        snapshot.diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&engine.update(&ripple::engine::Changes::All).unwrap()), [""; 0]);
    site.write("content/people/pupil.md", PUPIL.replace("LEVEL", "first"));
    let paths = [ripple::diag::SourcePath::new("content/people/pupil.md")].into();
    assert_eq!(codes(&engine.update(&ripple::engine::Changes::Paths(paths)).unwrap()), ["name-in-text"]);
    site.write(".ripple/private-names", "Then\n");
    assert_eq!(codes(&engine.update(&ripple::engine::Changes::All).unwrap()), ["private-name", "name-in-text"]);
}
