//! `ripple consent`, the register of who agreed to what, and `ripple list due`.

use crate::site_test::{CONFIG, SiteTest, story};
use ripple::model::iso_day;
use std::time::{SystemTime, UNIX_EPOCH};

/// The day so many days from today, as it is written. The commands go by the real clock.
fn day(from_today: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    iso_day(i64::try_from(now).unwrap() + from_today * 86_400)
}

fn agreed(fields: &str) -> String {
    format!("consent: {{status: granted, {fields}}}\n")
}

/// A school with a story or a person in each state.
fn site() -> SiteTest {
    let site = SiteTest::new(&[
        ("content/collections/club-2026.md", "---\ntitle: Debate club\n---\n"),
        ("content/collections/band.md", "---\ntitle: The band\n---\n"),
        ("content/prompts/ask.md", "---\ntitle: Ask\nconsent: {status: granted, on: 2026-01-09}\n---\nWho?\n"),
        ("content/pages/about.md", "# About\n"),
        (
            "content/people/ines.md",
            &format!(
                "---\nname: {{full: Ines Moreau, first: Ines}}\nminor: true\nconsent: {{status: granted, by: guardian, on: 2026-03-02, record: C-0142, review: {}}}\n---\n",
                day(300)
            ),
        ),
        ("content/people/tom.md", "---\nname: {first: Tom}\nminor: true\n---\n"),
        ("content/people/coach.md", "---\nname: {role: a coach}\n---\n"),
    ]);
    for (id, fields) in [
        ("unclear", "consent: {status: grantd}\n".to_owned()),
        ("missing", "collection: club-2026\nmentee: [ines, tom]\n".to_owned()),
        ("pending", "consent: {status: pending, by: both}\n".to_owned()),
        ("expired", format!("consent: {{status: granted, expires: {}}}\n", day(-3))),
        ("review-past", agreed(&format!("review: {}", day(-200)))),
        ("review-soon", agreed(&format!("review: {}, by: self", day(20)))),
        (
            "ends-soon",
            format!("collection: [band, club-2026]\nmentor: ines\n{}", agreed(&format!("expires: {}", day(40)))),
        ),
        ("later", agreed(&format!("review: {}, expires: {}", day(80), day(100)))),
        ("granted", agreed("scope: [web, photo, embed]")),
        ("refused", format!("consent: {{status: refused, review: {}}}\n", day(5))),
        ("withdrawn", "consent: {status: withdrawn}\n".to_owned()),
        ("not-needed", "consent: {status: not-needed}\n".to_owned()),
    ] {
        site.write(&format!("content/stories/{id}.md"), story(&format!("The {id} story"), &fields, "Text."));
    }
    site.write("ripple.yaml", CONFIG.replace("safeguarding: open", "safeguarding: school"));
    site
}

/// The values of some columns of each row.
fn rows(site: &SiteTest, arguments: &[&str], columns: &[&str]) -> Vec<String> {
    let run = site.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
    let cells = |row: &serde_json::Value| {
        columns.iter().map(|column| row[column].as_str().expect("a cell").to_owned()).collect::<Vec<_>>().join("|")
    };
    rows.iter().map(cells).collect()
}

#[test]
fn the_register_has_a_row_for_each_consent_the_most_urgent_first() {
    let site = site();
    assert_eq!(
        rows(&site, &["consent"], &["what", "id", "state"]),
        [
            "story|unclear|not clear",
            "person|tom|missing",
            "story|missing|missing",
            "story|pending|pending",
            "story|expired|expired",
            "story|review-past|due for review",
            "story|review-soon|due for review",
            "story|ends-soon|granted",
            "story|later|granted",
            "person|ines|granted",
            "prompt|ask|granted",
            "story|granted|granted",
            "story|refused|refused",
            "story|withdrawn|withdrawn",
            "person|coach|not needed",
            "story|not-needed|not needed",
        ]
    );
    let all = ["id", "name", "collection", "status", "scope", "by", "on", "review", "expires", "record", "file"];
    let found = rows(&site, &["consent"], &all);
    let ines = format!(
        "ines|Ines Moreau|band, club-2026|granted|web, feed, search, print|guardian|2026-03-02|{}||C-0142|content/people/ines.md",
        day(300)
    );
    assert!(found.contains(&ines), "{found:#?}");
    for row in [
        "missing|The missing story|club-2026||||||||content/stories/missing.md",
        "granted|The granted story||granted|web, photo, embed||||||content/stories/granted.md",
        "refused|The refused story||refused",
        "unclear|The unclear story|||||||||content/stories/unclear.md",
    ] {
        assert!(found.iter().any(|known| known.starts_with(row)), "{row} in {found:#?}");
    }
}

#[test]
fn a_profile_decides_what_is_missing() {
    for (profile, expected) in [
        ("school", ["missing|missing", "tom|missing"]),
        ("organisation", ["missing|missing", "tom|not needed"]),
        ("open", ["missing|not needed", "tom|not needed"]),
    ] {
        let site = site();
        site.write("ripple.yaml", CONFIG.replace("safeguarding: open", &format!("safeguarding: {profile}")));
        let found = rows(&site, &["consent"], &["id", "state"]);
        assert!(expected.iter().all(|row| found.iter().any(|known| known == row)), "{profile}: {found:#?}");
    }
}

#[test]
fn what_is_due_comes_with_the_first_day_first_and_a_no_is_left_alone() {
    let site = site();
    let due = |time: &str| rows(&site, &["consent", "--due", time], &["id"]);
    assert_eq!(due("60d"), ["review-past", "review-soon", "ends-soon"]);
    assert_eq!(due("1w"), ["review-past"]);
    assert_eq!(due("3m"), ["review-past", "review-soon", "ends-soon", "later"]);
    assert_eq!(due("1 year"), ["review-past", "review-soon", "ends-soon", "later", "ines"]);
    assert_eq!(rows(&site, &["consent", "--due"], &["id"]), due("60d"));
    let list = site.run(&["list", "due"]);
    let lines: Vec<&str> = list.stdout.lines().collect();
    assert_eq!((list.code, lines.len()), (0, 4), "{}", list.stdout);
    for format in ["json", "csv"] {
        let all = |command: &[&str]| site.run(&[command, &["--format", format]].concat()).stdout;
        assert_eq!(all(&["list", "due"]), all(&["consent", "--due", "60d"]));
    }
    for (time, words) in [("soon", "such as 60d, 8w or 3m"), ("-1d", "such as"), ("900y", "more than a hundred years")]
    {
        let run = site.run(&["consent", &format!("--due={time}")]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(words) && run.stderr.contains(time), "{}", run.stderr);
    }
}

#[test]
fn one_collection_with_the_people_in_its_stories() {
    let site = site();
    for name in ["club-2026", "Debate Club", " CLUB-2026"] {
        assert_eq!(rows(&site, &["consent", "--collection", name], &["id"]), ["tom", "missing", "ends-soon", "ines"]);
    }
    assert_eq!(rows(&site, &["consent", "--collection", "band", "--due", "60d"], &["id"]), ["ends-soon"]);
    let run = site.run(&["consent", "--collection", "chess"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no collection is called `chess`: there are `band`, `club-2026`"), "{}", run.stderr);
}

#[test]
fn the_table_ends_with_the_counts_and_fits_the_window() {
    let site = site();
    let wide = site.run(&["consent"]);
    let counts = "16 in the register: 1 not clear, 2 missing, 1 pending, 1 expired, 2 due for review, 5 granted, 1 refused, 1 withdrawn, 2 not needed. 1 is held back by what somebody named in it has said.";
    assert_eq!(wide.stdout.lines().last(), Some(counts), "{}", wide.stdout);
    assert!(wide.stdout.starts_with("what    id"), "{}", wide.stdout);
    let narrow = site.run_in_columns(80, &["consent"]);
    assert!(narrow.stdout.lines().all(|line| line == counts || line.chars().count() <= 80), "{}", narrow.stdout);
    assert!(narrow.stdout.contains("state") && !narrow.stdout.contains("C-0142"), "{}", narrow.stdout);
    assert!(narrow.stderr.contains("`--format csv` gives all"), "{}", narrow.stderr);
    let due = site.run(&["consent", "--due", "60d"]);
    assert!(due.stdout.ends_with("\n3 of 16 to be looked at: 2 due for review, 1 granted.\n"), "{}", due.stdout);
    let none = SiteTest::new(&[]).run(&["consent", "--due", "60d"]);
    assert_eq!((none.code, none.stdout.as_str()), (0, ""));
    assert!(none.stderr.contains("Nothing ends and nothing is to be asked for again within that time."));
}

#[test]
fn the_register_is_there_while_other_files_have_errors() {
    let site = site();
    let before = rows(&site, &["consent"], &["id", "state"]);
    site.write("content/stories/broken.md", "---\ntitle: [x\n---\n");
    site.write("content/stories/twice.md", story("Twice", "id: granted\nconsent: {status: granted}\n", "[[nowhere]]"));
    let found = rows(&site, &["consent"], &["id", "state"]);
    assert!(before.iter().all(|row| found.contains(row)), "{found:#?}");
    assert!(found.contains(&"broken|not clear".to_owned()), "{found:#?}");
    assert!(site.run(&["consent"]).stderr.contains("The site has"));
    assert_eq!(site.run(&["check"]).code, 3);
    // Even without a configuration that can be read.
    site.write("ripple.yaml", "title: [x\n");
    assert_eq!(rows(&site, &["consent"], &["id"]).len(), found.len());
}

#[test]
fn a_build_says_when_the_site_changes_by_itself_and_who_is_to_be_asked_next() {
    let site = SiteTest::new(&[
        (
            "content/stories/a.md",
            &story("A", &format!("consent: {{status: granted, expires: {}}}\n", day(90)), "Text."),
        ),
        ("content/stories/b.md", &story("B", &format!("publish: {}\n", day(80)), "Text.")),
        ("content/stories/c.md", &story("C", &agreed(&format!("review: {}", day(200))), "Text.")),
        ("content/stories/d.md", &story("D", &agreed(&format!("review: {}", day(70))), "Text.")),
        ("content/stories/past.md", &story("Past", &agreed(&format!("review: {}", day(-70))), "Text.")),
        (
            "content/stories/no.md",
            &story("No", &format!("consent: {{status: refused, review: {}}}\n", day(65)), "Text."),
        ),
    ]);
    let words = |from_today: i64| {
        let date = ripple::model::Date::parse(&day(from_today)).unwrap();
        date.words()
    };
    let change = |id: &str, verb: &str, at: i64| {
        format!("The site next changes by itself on {}: `{id}` {verb}. Build it again on that day.\n", words(at))
    };
    let review = format!("Consent for `d` is to be asked for again on {}; `ripple consent` lists all.\n", words(70));
    for command in [&["build"][..], &["build"], &["check"]] {
        let run = site.run(command);
        assert!(run.stdout.ends_with(&(change("b", "is published", 80) + &review)), "{}", run.stdout);
    }
    site.remove("content/stories/b.md");
    assert!(site.run(&["build"]).stdout.contains(&change("a", "is no longer published", 90)));
    site.remove("content/stories/a.md");
    let run = site.run(&["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&json["next_change"], &json["next_review"]["id"]), (&serde_json::Value::Null, &"d".into()));
    assert_eq!(json["next_review"]["date"], words(70));
}
