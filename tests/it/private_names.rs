//! Names that no entry holds: the private list, and its hashes with a key.

use crate::personal::{AGREED, PROFILES, config, places};
use crate::site_test::{SiteTest, story};
use std::fs;

#[test]
fn private_names_are_found_everywhere_and_stay_private() {
    let site = SiteTest::new(&[
        (".ripple/private-names", "# nobody\nAnna Bell\n佐藤真理\n"),
        ("content/stories/a.md", &story("A", AGREED, "Then Anna Bell came.")),
        ("content/pages/b.md", "---\ntitle: B\nslug: for-anna-bell\n---\n佐藤真理さん\n"),
        ("content/stories/c.md", &story("C", AGREED, "Anna rang a bell. The bell rang for Anna.")),
    ]);
    for (profile, severity) in PROFILES.iter().zip(["warning", "error", "error"]) {
        site.write("ripple.yaml", config(profile));
        let built = site.build();
        let wanted = ["content/pages/b.md:3:11", "content/pages/b.md:5:1", "content/stories/a.md:6:6"];
        let wanted = wanted.map(|place| format!("{place}: {severity}"));
        assert_eq!(places(&built, "private-name"), wanted, "{}", built.report());
    }
    assert_eq!(site.engine().private_names(), ["Anna Bell", "佐藤真理"]);
}

#[test]
fn hashed_names_are_found_with_the_key_alone() {
    let mut site = SiteTest::new(&[
        ("ripple.yaml", &config("school")),
        (".ripple/private-names", "Anna Bell\n"),
        ("content/stories/a.md", &story("A", AGREED, "Then Anna Bell came.")),
    ]);
    let key = "0123456789abcdef0123";
    let run = site.run_with(&[("RIPPLE_NAMES_KEY", key)], &["hash-names"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.starts_with("Hashed 1 name into private-names.hashed."), "{}", run.stdout);
    site.remove(".ripple/private-names");
    let hashes = fs::read_to_string(site.path("private-names.hashed")).unwrap();
    assert!(!hashes.contains("Anna") && !hashes.contains(key));

    for (profile, severity) in PROFILES.iter().zip(["warning", "error", "error"]) {
        site.write("ripple.yaml", config(profile));
        let built = site.build();
        assert_eq!(places(&built, "no-names-key"), [format!("private-names.hashed: {severity}")], "{}", built.report());
        assert_eq!(site.run(&["check"]).code, if severity == "error" { 3 } else { 0 });
    }
    site.options.names_key = Some(key.to_owned());
    let built = site.build();
    assert_eq!(places(&built, "private-name"), ["content/stories/a.md:6:6: error"], "{}", built.report());
    assert_eq!(site.run_with(&[("RIPPLE_NAMES_KEY", key)], &["check"]).code, 3);

    site.options.names_key = Some("another key of that length".to_owned());
    assert_eq!(
        site.build().report(),
        "private-names.hashed: error[other-names-key]: RIPPLE_NAMES_KEY is not the key that these hashes were made with\n      \
         = help: set RIPPLE_NAMES_KEY to that key, or run `ripple hash-names` where the list is, with this one\n\n"
    );
    site.write("private-names.hashed", "Anna Bell\n");
    assert_eq!(
        site.build().report(),
        "private-names.hashed:1:1: error[bad-names-hashes]: this is no file of hashed names, or it is damaged\n    1 | Anna Bell\n      | ^^^^^^^^^\n      \
         = help: run `ripple hash-names` where the list of names is; it writes the file anew\n\n"
    );
    let run = site.run_with(&[("RIPPLE_NAMES_KEY", "short")], &["hash-names"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn hashed_names_are_found_wherever_listed_ones_are() {
    let key = "0123456789abcdef0123";
    let mut site = SiteTest::new(&[
        (".ripple/private-names", "Zora Quillfeather\n"),
        ("content/stories/a.md", &story("A", AGREED, "Text.")),
    ]);
    let footer = format!("{}footer: Zora Quillfeather made this\n", config("school"));
    site.write("ripple.yaml", footer);
    site.write("static/old.txt", "<b>Zora</b>&nbsp;Quillfeather\nand zora quillfeather\nor Quillfeather, Zora\n");
    site.write("themes/default/static/x.js", "// ZORA QUILLFEATHER\n");
    let listed = places(&site.build(), "private-name");
    assert_eq!(listed.len(), 5, "{listed:#?}");
    assert_eq!(site.run_with(&[("RIPPLE_NAMES_KEY", key)], &["hash-names"]).code, 0);
    site.remove(".ripple/private-names");
    site.options.names_key = Some(key.to_owned());
    assert_eq!(places(&site.build(), "private-name"), listed);
    let run = site.run_with(&[("RIPPLE_NAMES_KEY", key)], &["build"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
}

#[test]
fn a_list_that_cannot_be_followed_says_so() {
    let site = SiteTest::new(&[
        ("ripple.yaml", &config("school")),
        (".ripple/private-names", "# 7b\nAnna Bell\nZora;Quillfeather;7b\nTom Hart (7b)\n"),
        ("content/stories/a.md", &story("A", AGREED, "Text.")),
    ]);
    let built = site.build();
    assert_eq!(places(&built, "no-single-name"), [".ripple/private-names: error"; 2], "{}", built.report());
    assert!(built.report().contains("line 3 cannot") && built.report().contains("line 4 cannot"));
    assert_eq!(site.run(&["check"]).code, 3);
    site.remove(".ripple/private-names");
    for name in [".ripple/private-names.txt", ".ripple/Private_Names", "private-names", "private-names.txt"] {
        site.write(name, "Anna Bell\n");
        let built = site.build();
        assert_eq!(places(&built, "misplaced-names"), [format!("{name}: error")], "{}", built.report());
        site.remove(name);
    }
    site.write(".ripple/private-names", "Anna Bell\nZora Quillfeather\n");
    let run = site.run(&["check"]);
    assert!(run.code == 0 && run.stdout.contains("\n2 private names were looked for.\n"), "{}", run.stdout);
}

#[test]
fn surnames_of_the_list_are_found_as_those_of_people_are() {
    let site = SiteTest::new(&[
        (".ripple/private-names", "Zora Quillfeather\nMax Lopez\n"),
        ("content/people/maria.md", "---\nname: {full: Maria Lopez}\nconsent: {status: granted, name: full}\n---\n"),
        (
            "content/stories/a.md",
            &story("A", AGREED, "Mrs Quillfeather came.\n\nMs Lopez, too.\n\nthe quillfeather way"),
        ),
    ]);
    for (profile, severity, count) in [("open", "note", 1), ("organisation", "warning", 1), ("school", "error", 2)] {
        site.write("ripple.yaml", config(profile));
        let built = site.build();
        let wanted = ["content/stories/a.md:6:5", "content/stories/a.md:10:5"].map(|at| format!("{at}: {severity}"));
        assert_eq!(places(&built, "private-name"), wanted[..count], "{}", built.report());
    }
}

#[test]
fn names_are_found_in_whatever_letters() {
    let site = SiteTest::new(&[
        ("ripple.yaml", &config("school")),
        (
            "content/people/jm.md",
            "---\nname: {full: Jürgen Müllerbach, role: a pupil}\nconsent: {status: granted, name: role}\n---\n",
        ),
    ]);
    for (words, found) in [
        ("Müllerbachs Rad", "Müllerbachs"),
        ("Herr Muellerbach kam", "Muellerbach"),
        ("the müllerbach way", "müllerbach"),
        ("Müller\u{200e}bach", "Müller\u{200e}bach"),
        ("Müller&lrm;bach", "Müller&lrm;bach"),
        ("ＭＵＥＬＬＥＲＢＡＣＨ", "ＭＵＥＬＬＥＲＢＡＣＨ"),
        ("𝐌𝐮𝐞𝐥𝐥𝐞𝐫𝐛𝐚𝐜𝐡", "𝐌𝐮𝐞𝐥𝐥𝐞𝐫𝐛𝐚𝐜𝐡"),
        ("see https://x.org/#muellerbach", "muellerbach"),
        ("[it](https://example.org/m%C3%BCller%62ach)", "m%C3%BCller%62ach"),
        ("<https://example.org/m%75ellerbach>", "m%75ellerbach"),
    ] {
        site.write("content/stories/a.md", story("A", AGREED, &format!("So {words}.")));
        let built = site.build();
        let told = places(&built, "name-in-text");
        assert!(!told.is_empty() && told.iter().all(|place| place.ends_with("error")), "{found}: {}", built.report());
    }
}
