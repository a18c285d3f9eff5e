//! Names in files that are no entries: the configuration, a theme, `static/`, drawings. Each is judged where it stands.

use crate::personal::{AGREED, PROFILES, config, places};
use crate::site_test::{SiteTest, story};
use ripple::diag::Severity;
use std::collections::BTreeSet;

const PERSON: &str = "---\nname: {full: Nadia Okaforsen, first: Nadia}\nconsent: {status: granted, name: first}\n---\n";

const PHOTOS: &str = "consent: {status: granted, scope: [web, feed, search, print, photo]}\n";

/// Where a name can stand: a file, its text with `{}` where the name is, and where that is reported.
const PLACES: [(&str, &str, &str); 21] = [
    ("ripple.yaml", "tagline: With {}\n", "6:15"),
    ("ripple.yaml", "description: With {}\n", "6:19"),
    ("ripple.yaml", "footer: \"Made by {}\"\n", "6:18"),
    ("ripple.yaml", "menu: [wall, {label: About {}, url: /about/}]\n", "6:28"),
    ("ripple.yaml", "story_settings: [The class of {}]\n", "6:31"),
    ("ripple.yaml", "support:\n  title: Ask\n  text: Ask {}.\n", "8:13"),
    ("ripple.yaml", "ripple_kinds: {led: {inverse: by, label: {} led, inverse_label: b}}\n", "6:42"),
    ("themes/default/partials/note.html", "<p>{# none #}\n{}</p>\n", "2:1"),
    ("themes/default/templates/note.html", "<p title=\"{}\">x</p>\n", "1:11"),
    ("themes/default/i18n/en.yaml", "skip: Skip {}\n", "1:12"),
    ("themes/default/theme.yaml", "settings:\n  by: {type: text, description: x, default: {}}\n", "2:45"),
    ("themes/default/static/more.js", "// {} wrote this\n", "1:4"),
    ("themes/default/static/more.css", "a::after { content: \"{}\" }\n", "1:22"),
    ("static/old.txt", "A list:\n{}\n", "2:1"),
    ("static/data.json", "{\"who\":\"{}\"}", "1:9"),
    ("static/a/page.html", "<ul><li>x</li>\n<li>{}</li></ul>", "2:5"),
    ("static/copy.md", "---\nname: {full: {}}\n---\n", "2:14"),
    ("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>{}</text></svg>", "1:65"),
    (
        "content/stories/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>{}</text></svg>",
        "1:65",
    ),
    ("static/humans.txt", "\u{feff}{}\n", "1:1"),
    ("static/_redirects", "/old /new # for {}\n", "1:17"),
];

/// A site with a name in one place.
fn site(profile: &str, (path, text, _): (&str, &str, &str), name: &str) -> SiteTest {
    let site = SiteTest::new(&[
        ("content/people/nadia.md", PERSON),
        ("content/stories/a.md", &story("A", PHOTOS, "Then we rowed.\n\n![a drawing](a.svg)\n")),
        ("content/stories/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"></svg>"),
        (".ripple/private-names", "Zora Quillfeather\n"),
    ]);
    site.write("ripple.yaml", config(profile));
    let before = if path == "ripple.yaml" { config(profile) } else { String::new() };
    site.write(path, format!("{before}{}", text.replacen("{}", name, 1)));
    site
}

#[test]
fn k9_names_are_found_in_whatever_readers_see() {
    for place in PLACES {
        let (path, _, at) = place;
        for (name, code) in [("Nadia Okaforsen", "name-in-text"), ("Zora Quillfeather", "private-name")] {
            let built = site("school", place, name).build();
            assert_eq!(places(&built, code), [format!("{path}:{at}: error")], "{}", built.report());
        }
        let built = site("school", place, "Nadia").build();
        assert_eq!(places(&built, "name-in-text"), [""; 0], "{}", built.report());
    }
}

#[test]
fn severity_is_that_of_a_story() {
    let place = ("static/old.txt", "{}\n", "");
    for (profile, whole, surname, private) in [
        ("open", "warning", "note", "warning"),
        ("organisation", "error", "warning", "error"),
        ("school", "error", "error", "error"),
    ] {
        assert!(PROFILES.contains(&profile));
        for (name, code, severity) in [
            ("Nadia Okaforsen", "name-in-text", whole),
            ("Mrs Okaforsen", "name-in-text", surname),
            ("Zora Quillfeather", "private-name", private),
        ] {
            let built = site(profile, place, name).build();
            let at = if name.starts_with("Mrs") { "1:5" } else { "1:1" };
            assert_eq!(places(&built, code), [format!("static/old.txt:{at}: {severity}")], "{}", built.report());
        }
    }
}

#[test]
fn names_are_found_however_they_are_written() {
    let utf16 = |text: &str| -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    for (text, place) in [
        (b"<p>Zora <b>Quillfeather</b>".to_vec(), ":1:4"),
        (b"<p>Zora&nbsp;Quillfeather".to_vec(), ":1:4"),
        (b"<p>Quillfeather, Zora".to_vec(), ":1:4"),
        (b"<td>Zora</td>\n         <td>Quillfeather</td>".to_vec(), ":1:5"),
        (b"zora quillfeather".to_vec(), ":1:1"),
        (b"ZORA QUILLFEATHER".to_vec(), ":1:1"),
        (b"/x?q=Zora%20Quillfeather".to_vec(), ":1:6"),
        (b"{\"a\":\"Zora\\u0020Quillfeather\"}".to_vec(), ":1:7"),
        (b"Zo&shy;ra\t\t\t\t\t\t\t\t\tQuillfeather".to_vec(), ":1:1"),
        (utf16("Zora Quillfeather"), ""),
        (b"gr\xfcn: Zora Quillfeather".to_vec(), ""),
    ] {
        let site = site("school", ("static/x.txt", "", ""), "");
        site.write("static/x.txt", &text);
        let built = site.build();
        let text = String::from_utf8_lossy(&text);
        assert_eq!(
            places(&built, "private-name"),
            [format!("static/x.txt{place}: error")],
            "{text}: {}",
            built.report()
        );
    }
}

#[test]
fn what_nobody_sees_is_not_looked_at() {
    for (path, text) in [
        ("ripple.yaml", "# with {}\neditor: \"{}://x\"\n"),
        ("themes/default/partials/note.html", "{# by {},\n  {} #}<p>x</p>\n"),
        ("themes/default/theme.yaml", "# {}\ntitle: {}\ndescription: {}\n"),
        ("themes/default/notes.txt", "{}\n"),
        ("themes/other/static/x.txt", "{}\n"),
        ("content/stories/b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{}</text></svg>"),
    ] {
        for name in ["Nadia Okaforsen", "Zora Quillfeather"] {
            let built = site("school", (path, &text.replace("{}", name), ""), "").build();
            assert_eq!(built.all_codes(Severity::Error), [""; 0], "{path}: {}", built.report());
        }
    }
    // An address is meant to stand there.
    let place = ("ripple.yaml", "footer: Write to office@school.example or 020 7946 0958\n", "");
    assert_eq!(site("school", place, "").build().all_codes(Severity::Note), [""; 0]);
}

#[test]
fn somebody_else_of_that_name_is_excused_where_that_can_be_said() {
    let why = "allow name \"another person of that name\"";
    for (path, text) in [
        ("ripple.yaml", format!("# ripple: {why}\nfooter: By Nadia Okaforsen\n")),
        ("themes/default/i18n/en.yaml", format!("skip: Nadia Okaforsen # ripple: {why}\n")),
        ("themes/default/partials/note.html", format!("{{# ripple: {why} #}}\n<p>By Nadia Okaforsen</p>\n")),
    ] {
        let built = site("school", (path, &text, ""), "").build();
        assert_eq!(built.every_code(), ["stated-exception"], "{path}: {}", built.report());
        let other = text.replace("Nadia Okaforsen", "nobody");
        let built = site("school", (path, &other, ""), "").build();
        assert!(built.codes().contains(&"unused-exception"), "{path}: {}", built.report());
    }
    let report = site("school", PLACES[2], "Zora Quillfeather").build().report();
    assert_eq!(
        report,
        "ripple.yaml:6:18: error[private-name]: `Zora Quillfeather` is on the list of names that may stand nowhere on this site\n    \
         6 | footer: \"Made by Zora Quillfeather\"\n      |                  ^^^^^^^^^^^^^^^^^\n      \
         = help: every page of the site can show this: take it out there; if somebody else is meant, say so on the line above:\n            \
         # ripple: allow name \"another person of that name\"\n\n"
    );
}

#[test]
fn a_preview_looks_again_at_what_has_changed() {
    use ripple::engine::Changes;
    let site = site("school", ("static/x.txt", "Nobody.\n", ""), "");
    let mut engine = site.engine();
    let mut codes = |paths: &[&str]| {
        let paths = paths.iter().map(|path| ripple::diag::SourcePath::new(path)).collect();
        let snapshot = engine.update(&Changes::Paths(paths)).unwrap();
        snapshot.diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[]), [""; 0]);
    site.write("static/x.txt", "Zora Quillfeather.\n");
    assert_eq!(codes(&["static/x.txt"]), ["private-name"]);
    site.write("content/stories/a.md", story("A", AGREED, "Then we sang."));
    assert_eq!(codes(&["content/stories/a.md"]), ["private-name"]);
    site.write(".ripple/private-names", "Per Holm\n");
    assert_eq!(codes(&["content/stories/a.md"]), [""; 0]);
    site.write("ripple.yaml", format!("{}footer: Per Holm\n", config("school")));
    assert_eq!(codes(&["ripple.yaml"]), ["private-name"]);
    site.write("ripple.yaml", config("school"));
    site.write("themes/default/static/x.js", "// Per Holm\n");
    assert_eq!(codes(&["themes/default/static/x.js"]), ["private-name"]);
}

#[test]
fn a_file_full_of_names_has_a_warning_for_each() {
    let person = "kind: individual\nname: {full: Tom Baker, first: Tom, role: a mentor}\nconsent: {status: not-needed, name: role}\n";
    let lines = "Tom Baker is here.\n".repeat(20_000);
    let site = SiteTest::new(&[("content/people/tom.md", &format!("---\n{person}---\n")), ("static/list.txt", &lines)]);
    let built = site.build();
    let told = built.diagnostics.iter().filter(|problem| problem.code == "name-in-text");
    let places: BTreeSet<_> = told.map(|problem| problem.span.range()).collect();
    assert_eq!(places.len(), 20_000);
}
