//! Safe to publish: whatever tells too much about a person ends a run with 3, and nothing else does.

use crate::site_test::{SiteTest, story};
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

/// A person whose name may not be shown, and one who has not answered yet.
const MARIA: (&str, &str) = (
    "content/people/maria.md",
    "---\nname: {full: Maria Lopez, role: a pupil}\nconsent: {status: granted, by: guardian, name: role}\n---\n",
);
const TOM: (&str, &str) =
    ("content/people/tom.md", "---\nname: {full: Tom Becker, role: a pupil}\nconsent: {status: pending}\n---\n");

/// The code that a story with these fields and this text is reported with, and how the run ends.
fn ends_with(fields: &str, text: &str, code: &str) -> i32 {
    let held = "---\ntitle: A day in the garden\ndate: 2026-03-02\ndraft: true\n---\nText.\n";
    let site = SiteTest::new(&[
        MARIA,
        TOM,
        ("content/stories/a.md", &story("A", fields, text)),
        ("content/stories/b.md", held),
    ]);
    let run = site.run(&["check"]);
    assert!(run.stderr.contains(&format!("error[{code}]")), "{code}: {}{}", run.stdout, run.stderr);
    run.code
}

#[test]
fn k9_what_tells_too_much_about_somebody_ends_with_three() {
    for (fields, text, code) in [
        ("mentor: Maria Lopez\n", "Text.", "person-name-shown"),
        ("", "Then came [[b]].", "withheld-name-shown"),
        ("Consent: {status: refused}\n", "Text.", "mistyped-limit"),
        ("moment: {minor: true}\n", "Text.", "unknown-limit"),
        ("consent: {status: granted, scope: [webb]}\n", "Text.", "unknown-choice"),
        ("consent: {status: granted, expire: 2026-08-31}\n", "Text.", "bad-consent"),
    ] {
        assert_eq!(ends_with(fields, text, code), 3, "{code}: {fields}{text}");
    }
    for (fields, text, code) in [
        ("Draft: true\n", "Text.", "mistyped-limit"),
        ("hidden: true\n", "Text.", "unknown-limit"),
        ("visibility: everybody\n", "Text.", "unknown-choice"),
        ("mentor: people/maria.md\n", "Text.", "person-by-path"),
    ] {
        assert_eq!(ends_with(fields, text, code), 1, "{code}: {fields}{text}");
    }
}

const TEXT: &str =
    "The tapir came in and said the one word that nobody in the whole room had ever said before that day.";

/// A site that is online with a story whose file somebody has deleted by hand.
fn online_without_its_file(slug: &str, broken: bool) -> SiteTest {
    let fields = format!("slug: {slug}\ntags: [marmot, shared]\nimage_credit: x\n");
    let site = SiteTest::new(&[
        ("content/stories/quokka.md", &story("The “narwhal” & me", &fields, TEXT)),
        ("content/stories/other.md", &story("Other", "tags: [shared]\n", "After [[quokka]] we stayed.")),
        ("content/stories/far.md", &story("Far", "", "Text of its own.")),
        ("content/prompts/ask.md", "# Ask me anything you like\n\nWho?\n"),
    ]);
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    site.remove("content/stories/quokka.md");
    site.write("content/stories/other.md", story("Other", "tags: [shared]\n", "We stayed."));
    if broken {
        site.write("content/stories/new.md", "---\ntitle: New\ndraft: perhaps\n---\nText.");
    }
    site
}

/// Words that only the story brings into the output.
fn still_there(site: &SiteTest) -> Vec<String> {
    let mut found = Vec::new();
    for file in walkdir::WalkDir::new(site.path("public")).into_iter().map(Result::unwrap) {
        if file.file_type().is_file() {
            let text = String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
            for word in ["quokka", "narwhal", "tapir", "marmot", "pouch"] {
                if text.contains(word) || file.path().to_string_lossy().contains(word) {
                    found.push(format!("{word} in {}", file.path().display()));
                }
            }
        }
    }
    found
}

#[test]
fn p4_a_story_whose_file_is_gone_is_taken_back_by_its_id_or_address() {
    for slug in ["quokka", "pouch"] {
        let address = format!("https://example.org/stories/{slug}/");
        for name in ["quokka", "story:quokka", "content/stories/quokka.md", &address, &format!("/stories/{slug}/")] {
            if slug != "quokka" && name.contains("content/") {
                continue; // the name of a file is not known when it is gone
            }
            for broken in [true, false] {
                let site = online_without_its_file(slug, broken);
                assert!(!still_there(&site).is_empty());
                let run = site.run(&["withdraw", name]);
                assert_eq!(run.code, 0, "{name}: {}{}", run.stdout, run.stderr);
                assert_eq!(still_there(&site), [""; 0], "{name}: {}", run.stdout);
                for words in [
                    "Taken back",
                    "story `quokka`, “The “narwhal” & me”",
                    "Its file is gone already",
                    "git add content retired",
                ] {
                    assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
                }
                assert_eq!(run.stdout.contains("cannot be made again at the moment"), broken, "{}", run.stdout);
                assert!(site.path("public/stories/far/index.html").is_file(), "{}", run.stdout);
                // Nobody can use its id again.
                site.write("content/stories/again.md", story("Again", "id: quokka\n", "Text."));
                assert!(site.run(&["check"]).stderr.contains("[retired-id]"));
            }
        }
    }
}

#[test]
fn p4_what_is_neither_a_file_nor_online_is_still_no_name() {
    let site = online_without_its_file("quokka", true);
    for name in ["quakka", "prompt:quokka", "tag:marmot", "/tags/marmot/", "stories", "cards", "accessibility"] {
        let run = site.run(&["withdraw", name]);
        assert_eq!(run.code, 2, "{name}: {}{}", run.stdout, run.stderr);
        assert!(!site.path("retired").exists());
    }
    // A page that has a file is taken back by that file.
    let run = site.run(&["withdraw", "ask"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("content/prompts/ask.md says `withdrawn`"), "{}", run.stdout);
    assert!(site.path("public/stories/quokka/index.html").is_file());
}

fn boxed(kind: &[u8], content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind, &content].concat()
}

/// A film whose notes stand behind its pictures, as a phone writes it.
fn film(path: &Path, pictures: u32, notes: &[u8], after: &[u8]) {
    let movie = boxed(b"moov", &[&boxed(b"mvhd", &[&[0; 100]]), notes]);
    let mut file = File::create(path).unwrap();
    file.write_all(&boxed(b"ftyp", &[b"mp42\0\0\0\0isommp42"])).unwrap();
    file.write_all(&(pictures + 8).to_be_bytes()).unwrap();
    file.write_all(b"mdat").unwrap();
    file.seek(SeekFrom::Current(i64::from(pictures))).unwrap();
    file.write_all(&movie).unwrap();
    file.write_all(after).unwrap();
}

/// What exiftool, which shares no code with ripple, says of a file.
fn exiftool(path: &Path) -> String {
    let told = std::process::Command::new("exiftool").args(["-a", "-G1", "-s", "-ee"]).arg(path).output();
    String::from_utf8(told.expect("exiftool (Debian: libimage-exiftool-perl)").stdout).unwrap()
}

#[test]
fn g1_a_film_is_looked_at_to_its_end() {
    let place = boxed(b"udta", &[&boxed(b"\xa9xyz", &[b"\0\x12\x15\xc7+52.5200+013.4050/"])]);
    let key = b"com.apple.quicktime.location.ISO6709";
    let value = boxed(b"data", &[b"\0\0\0\x01\0\0\0\0+52.5200+013.4050/"]);
    let keys = boxed(
        b"meta",
        &[
            &boxed(b"hdlr", &[&[0; 8], b"mdta", &[0; 13]]),
            &boxed(b"keys", &[b"\0\0\0\0\0\0\0\x01\0\0\0\x2cmdta", key]),
            &boxed(b"ilst", &[&boxed(b"\0\0\0\x01", &[&value])]),
        ],
    );
    let xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='52,31.2N'/></rdf:RDF></x:xmpmeta>";
    let editor = boxed(b"uuid", &[b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac", xmp]);
    let title = boxed(b"udta", &[&boxed(b"\xa9nam", &[b"\0\x05\x15\xc7Ducks"])]);
    // The first reaches over the pieces in which files are read.
    let none = Vec::new();
    for (pictures, notes, after, told, what) in [
        (33 << 20, &place, &none, "GPSCoordinates", Some("the place where it was filmed")),
        (100, &keys, &none, "GPSCoordinates", Some("the place where it was filmed")),
        (100, &none, &editor, "GPSLatitude", Some("data of a picture editor (XMP)")),
        (100, &title, &none, "Ducks", None),
    ] {
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
        std::fs::create_dir_all(site.path("static")).unwrap();
        film(&site.path("static/walk.mp4"), pictures, notes, after);
        let read = exiftool(&site.path("static/walk.mp4"));
        assert!(read.contains(told), "{told}: {read}");
        let run = site.run(&["build"]);
        match what {
            None => assert_eq!(run.code, 0, "{}", run.stderr),
            Some(what) => {
                assert_eq!(run.code, 3, "{}", run.stderr);
                assert!(run.stderr.contains("static/walk.mp4: error[picture-tells-more]"), "{}", run.stderr);
                assert!(run.stderr.contains(what), "{what}: {}", run.stderr);
                assert!(!site.path("public").exists());
            }
        }
    }
}
