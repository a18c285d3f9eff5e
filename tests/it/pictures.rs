//! What is published of pictures: their sizes, nothing that is written about them, and nothing that nobody may see
//! (reliability, section 4, E4 and G).

use crate::photo::{
    MARK, chunk, jpeg, phone_jpeg, png, profile, quarters, seen, told, worded_gif, worded_png, worded_webp,
};
use crate::site_test::{SiteTest, story};
use image::ImageDecoder;
use ripple::diag::Severity;
use std::path::{Path, PathBuf};

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

/// Fails if a published picture says anything but what is to be seen.
fn says_nothing(path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    for words in [MARK.as_bytes(), b"Exif", b"http://ns.adobe.com", b"xmp", b"IPTC", b"8BIM", b"MPF", b"GPS"] {
        assert!(!holds(&bytes, words), "{} holds {}", path.display(), String::from_utf8_lossy(words));
    }
    let told = told(path);
    let of_all = ["[PNG]", "[RIFF]", "[GIF]", "[PNG-pHYs]"];
    let about: Vec<&String> = told
        .iter()
        .filter(|line| !of_all.iter().any(|group| line.starts_with(group)) || line.contains("Comment"))
        .collect();
    assert!(about.is_empty(), "{} says {about:#?}", path.display());
}

fn upright(path: &Path) {
    let picture = image::open(path).unwrap().to_rgb8();
    assert!(picture.width() > picture.height(), "{} stands", path.display());
    assert_eq!(seen(&picture), "rgby", "{}", path.display());
}

#[test]
fn g1_a_phone_photo_with_gps_says_nothing_and_is_the_right_way_up() {
    let site = SiteTest::new(&[]);
    let mut text = String::new();
    let picture = quarters(64, 48);
    for way in 1..=8 {
        let made = [
            ("jpg", phone_jpeg(&picture, way)),
            ("png", worded_png(&picture, way)),
            ("webp", worded_webp(&picture, way)),
        ];
        for (ending, bytes) in made {
            assert!(holds(&bytes, MARK.as_bytes()));
            site.write(&format!("content/stories/walk/p{way}.{ending}"), &bytes);
            site.write(&format!("static/own/p{way}.{ending}"), &bytes);
            text.extend(["![Four colours](p", &way.to_string(), ".", ending, ")\n\n"]);
        }
    }
    site.write("content/stories/walk/index.md", story("Walk", "", &text));
    site.publish("public").unwrap();
    let public = site.path("public");
    let pictures: Vec<PathBuf> = files(&public.join("media")).into_iter().chain(files(&public.join("own"))).collect();
    assert_eq!(pictures.len(), 48, "{pictures:#?}");
    for path in &pictures {
        says_nothing(path);
        upright(path);
        let reader = image::ImageReader::open(path).unwrap().with_guessed_format().unwrap();
        let kept = reader.into_decoder().unwrap().icc_profile().unwrap();
        assert_eq!(kept, Some(profile()), "the colour profile of {}", path.display());
    }
    for path in files(&public) {
        assert!(!holds(&std::fs::read(&path).unwrap(), MARK.as_bytes()), "{}", path.display());
    }
}

#[test]
fn g1_the_reader_that_finds_nothing_would_find_it() {
    let site = SiteTest::new(&[]);
    for (name, bytes, groups) in [
        ("a.jpg", phone_jpeg(&quarters(64, 48), 6), vec!["[GPS]", "[IFD0]", "[IFD1]", "[XMP-dc]", "[IPTC]"]),
        ("a.png", worded_png(&quarters(64, 48), 6), vec!["[GPS]", "[IFD0]", "[XMP-dc]", "[PNG]"]),
        ("a.webp", worded_webp(&quarters(64, 48), 6), vec!["[GPS]", "[XMP-dc]"]),
        ("a.gif", worded_gif(), vec!["[XMP-dc]", "[GIF]"]),
    ] {
        site.write(name, bytes);
        let told = told(&site.path(name));
        for group in groups {
            assert!(told.iter().any(|line| line.starts_with(group)), "{name} has no {group}: {told:#?}");
        }
    }
}

#[test]
fn g1_a_gif_keeps_its_picture_and_how_often_it_moves() {
    let text = story("Walk", "", "![Red](red.gif)");
    let site = SiteTest::new(&[("content/stories/walk/index.md", &text)]);
    site.write("content/stories/walk/red.gif", worded_gif());
    site.write("static/red.gif", worded_gif());
    site.publish("public").unwrap();
    let media = files(&site.path("public/media"));
    assert_eq!(media.len(), 1);
    for path in [&media[0], &site.path("public/red.gif")] {
        says_nothing(path);
        let bytes = std::fs::read(path).unwrap();
        assert!(holds(&bytes, b"NETSCAPE2.0\x03\x01\0\0\0") && bytes.ends_with(b"\x44\x01\0\x3b"), "{bytes:?}");
    }
}

#[test]
fn g2_the_original_is_not_published() {
    for (profile, limit) in [("open", 2048), ("school", 1600)] {
        let consent = "consent: {status: granted, scope: [web, photo]}\n";
        let text = story("Walk", consent, "![Four colours](walk.jpg)\n\n![Small](small.jpg)");
        let site = SiteTest::new(&[("content/stories/walk/index.md", &text)]);
        let config = crate::site_test::CONFIG.replace("open", profile);
        site.write("ripple.yaml", config);
        let originals = [jpeg(&quarters(2400, 1200)), jpeg(&quarters(40, 30))];
        site.write("content/stories/walk/walk.jpg", &originals[0]);
        site.write("content/stories/walk/small.jpg", &originals[1]);
        site.publish("public").unwrap();
        let mut widths = Vec::new();
        for path in files(&site.path("public/media")) {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!originals.contains(&bytes), "{} is the original", path.display());
            widths.push(image::open(&path).unwrap().width());
        }
        widths.sort_unstable();
        let all: &[u32] = if limit == 1600 { &[40, 400, 800, 1200, 1600] } else { &[40, 400, 800, 1200, 1600, 2048] };
        assert_eq!(widths, all);
    }
}

/// What a build says of one picture.
fn said(name: &str, bytes: &[u8]) -> Vec<&'static str> {
    let text = story("Walk", "", &format!("![What is to be seen]({name})"));
    let site = SiteTest::new(&[("content/stories/walk/index.md", &text)]);
    site.write(&format!("content/stories/walk/{name}"), bytes);
    let built = site.build();
    assert!(built.paths().iter().all(|path| !path.starts_with("media/")) || built.codes().is_empty());
    built.all_codes(Severity::Warning)
}

/// A PNG that says it is this large, and holds next to nothing.
fn claimed(width: u32, height: u32) -> Vec<u8> {
    let mut head = width.to_be_bytes().to_vec();
    head.extend(height.to_be_bytes());
    head.extend([8, 6, 0, 0, 0]);
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &head),
        &chunk(b"IDAT", &[0x78, 1, 1, 0, 0, 0, 0]),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

#[test]
fn g3_a_huge_declared_size_is_refused_before_anything_is_decoded() {
    let text = story("Walk", "", "![What is to be seen](huge.png)");
    let site = SiteTest::new(&[("content/stories/walk/index.md", &text)]);
    site.write("content/stories/walk/huge.png", claimed(60_000, 60_000));
    let begun = std::time::Instant::now();
    let program = env!("CARGO_BIN_EXE_ripple");
    let run = std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -v 3000000; exec '{program}' build")])
        .current_dir(site.root())
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("[image-too-large]") && told.contains("3600 million pixels"), "{told}");
    assert!(begun.elapsed().as_secs() < 10);

    let mut gif = worded_gif();
    gif[6..10].copy_from_slice(&[0xff; 4]);
    let mut jpeg = jpeg(&quarters(16, 16));
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let mut webp = worded_webp(&quarters(16, 16), 1);
    webp[24..30].copy_from_slice(&[0xff, 0xff, 0, 0xff, 0xff, 0]);
    for (name, bytes) in [("a.gif", gif), ("a.jpg", jpeg), ("a.webp", webp), ("a.png", claimed(8000, 7000))] {
        assert_eq!(said(name, &bytes), ["image-too-large"], "{name}");
    }
    assert_eq!(said("a.jpg", &vec![0xff; (30 << 20) + 1]), ["image-too-large"]);
}

#[test]
fn g4_what_is_in_a_file_counts_and_not_its_name() {
    let whole = jpeg(&quarters(64, 48));
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    for (name, bytes, want) in [
        ("a.jpg", &b"<!doctype html><script>x</script>"[..], "image-unknown"),
        ("a.jpg", drawing, "image-unknown"),
        ("a.svg", b"<!DOCTYPE html><svg></svg>", "image-unknown"),
        ("a.jpg", b"", "image-unknown"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "image-unknown"),
        ("a.jpg", &whole[..whole.len() / 2], "image-broken"),
        ("a.jpg", &whole[..whole.len() - 2], "image-broken"),
        ("a.png", &png(&quarters(64, 48))[..60], "image-broken"),
        ("a.webp", &worded_webp(&quarters(64, 48), 1)[..80], "image-broken"),
        ("a.gif", &worded_gif()[..40], "image-broken"),
        ("a.svg", &drawing[..30], "image-broken"),
        ("gone.jpg/x", b"", "image-missing"),
    ] {
        let name = name.trim_end_matches("/x");
        let said = if name == "gone.jpg" { said_of_nothing() } else { said(name, bytes) };
        assert_eq!(said, [want], "{name}");
    }
    // A photograph that is named as another kind of photograph is no danger and quite usual.
    assert!(said("a.png", &whole).is_empty());
    let text = story("Walk", "", "");
    let site = SiteTest::new(&[("content/stories/walk.md", &text)]);
    for (name, bytes) in [("a.jpg", &b"<html>"[..]), ("b.png", &png(&quarters(64, 48))[..60]), ("c.jpg", drawing)] {
        site.write(&format!("static/{name}"), bytes);
        assert_eq!(site.publish("public").unwrap_err().len(), 1, "{name} in static/");
        assert!(!site.path("public").exists());
        assert_eq!(site.run(&["check"]).code, 1);
        site.remove(&format!("static/{name}"));
    }
    site.publish("public").unwrap();
}

fn said_of_nothing() -> Vec<&'static str> {
    let text = story("Walk", "", "![What is to be seen](gone.jpg)");
    let built = SiteTest::new(&[("content/stories/walk.md", &text)]).build();
    built.holds("stories/walk/index.html", "<em class=\"alt\">What is to be seen</em>");
    built.codes()
}

#[test]
fn g5_missing_alt_is_an_error_in_a_school() {
    let school = "title: T\nsafeguarding: school\ncontact: x@example.org\n";
    let fields = "consent: {status: granted, scope: [web, photo]}\nimage: a.jpg\n";
    for (profile, fails) in [("open", false), ("school", true)] {
        let text = story("Walk", fields, "![](a.jpg)\n\n![](a.jpg){.decorative}");
        let site = SiteTest::new(&[("content/stories/walk.md", &text)]);
        site.write("ripple.yaml", school.replace("school", profile));
        site.write("content/stories/a.jpg", jpeg(&quarters(64, 48)));
        let built = site.build();
        let errors = built.all_codes(Severity::Error);
        assert_eq!(errors, if fails { vec!["missing-image-alt", "missing-alt"] } else { vec![] }, "{}", built.report());
        assert_eq!(built.all_codes(Severity::Warning), ["missing-image-alt", "missing-alt"]);
    }
}

#[test]
fn g5_pictures_without_photo_consent_are_left_out_and_their_page_stays() {
    let text = "Before.\n\n![A girl at a desk](maria.jpg)\n\n:::figure Maria at her desk\n![A girl](maria.jpg)\n:::\n\n\
                [![A girl in a link](maria.jpg)](/about/)\n\nAfter ![a girl in a line](maria.jpg) that.";
    let fields = |own: &str| {
        format!(
            "image: maria.jpg\nimage_alt: A girl on top\nimage_credit: Ansel\nmentee: maria\nconsent: {{status: granted{own}}}\n"
        )
    };
    let person = |scope: &str| format!("---\nname: {{first: Maria}}\nconsent: {{status: granted{scope}}}\n---\n");
    let photo = ", scope: [web, feed, search, print, photo]";
    for profile in ["school", "organisation", "open"] {
        for (own, other, shown) in [(photo, photo, true), (photo, "", false), ("", photo, false), ("", "", false)] {
            let site = SiteTest::new(&[
                ("content/stories/walk.md", &story("Walk", &fields(own), text)),
                ("content/people/maria.md", &person(other)),
                ("content/pages/about.md", "---\ntitle: About\n---\nUs."),
            ]);
            site.write("ripple.yaml", crate::site_test::CONFIG.replace("open", profile));
            site.write("content/stories/maria.jpg", jpeg(&quarters(640, 480)));
            let built = site.build();
            assert!(built.codes().is_empty(), "{}", built.report());
            assert_eq!(built.every_code().contains(&"photos-withheld"), !shown, "{}", built.report());
            let media = built.paths().iter().filter(|path| path.starts_with("media/")).count();
            assert_eq!(media, if shown { 2 } else { 0 });
            for words in [
                "A girl at a desk",
                "Maria at her desk",
                "A girl in a link",
                "a girl in a line",
                "A girl on top",
                "Ansel",
            ] {
                let found = built.mentions(words);
                assert_eq!(!found.is_empty(), shown, "{profile} {words}: {found:?}");
            }
            let page = built.text("stories/walk/index.html");
            assert!(page.contains("Before.") && page.contains("After") && page.contains("that."));
            assert!(
                shown || !(page.contains("<p></p>") || page.contains("<img") || page.contains("og:image")),
                "{page}"
            );
            assert_eq!(built.text("feed.xml").contains("&lt;img"), shown);
        }
    }
}

#[test]
fn e4_drawings_that_are_more_than_drawings_are_refused() {
    let svg = |inner: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"9\" height=\"9\">{inner}</svg>"
        )
    };
    for inner in [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        "<s:script xmlns:s=\"http://www.w3.org/2000/svg\"/>",
        "<rect onload=\"alert(1)\"/>",
        "<rect OnClick='x'/>",
        "<foreignObject><p>x</p></foreignObject>",
        "<foreignobject/>",
        "<a href=\"https://example.org\"><rect/></a>",
        "<a xlink:href=\"javascript:alert(1)\"><rect/></a>",
        "<a href=\"#x\"><set attributeName=\"href\" to=\"javascript:alert(1)\"/></a>",
        "<a href=\"#x\"><animate attributeName=\"xlink:href\" values=\"x\"/></a>",
        "<rect><animate attributeName=\"onclick\" to=\"x\"/></rect>",
        "<use href=\"other.svg#x\"/>",
        "<use xlink:href=\"&#x68;ttps://example.org/x.svg#y\"/>",
        "<image href=\"https://example.org/x.jpg\"/>",
        "<image href=\"data:image/jpeg;base64,AAAA\"/>",
        "<style>@import url(https://example.org/x.css);</style>",
        "<style>rect { fill: url(https://example.org/x.svg#y) }</style>",
        "<style><![CDATA[rect { fill: u\\72l(https://example.org) }]]></style>",
        "<rect style=\"fill: url('//example.org/x#y')\"/>",
        "<rect fill=\"url( https://example.org/x#y )\"/>",
        "<rect xml:base=\"https://example.org/\"/>",
        "<iframe src=\"x\"/>",
        "<text>&custom;</text>",
    ] {
        assert_eq!(said("a.svg", svg(inner).as_bytes()), ["image-unsafe"], "{inner}");
    }
    let entity = format!("<!DOCTYPE svg [<!ENTITY x \"y\">]>{}", svg("<rect/>"));
    assert_eq!(said("a.svg", entity.as_bytes()), ["image-unsafe"]);
    let style = format!("<?xml-stylesheet href=\"x.css\"?>{}", svg("<rect/>"));
    assert_eq!(said("a.svg", style.as_bytes()), ["image-unsafe"]);
    // In `static/` as well.
    let site = SiteTest::new(&[("content/stories/walk.md", &story("Walk", "", ""))]);
    site.write("static/a.svg", svg("<script>1</script>"));
    assert_eq!(site.publish("public").unwrap_err(), ["image-unsafe"]);
}

#[test]
fn e4_an_innocent_drawing_is_published_without_notes_about_it() {
    let drawing = format!(
        "<?xml version=\"1.0\"?>\n<!-- {MARK} -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/x.dtd\">\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:inkscape=\"http://www.inkscape.org/x\" \
         xmlns:sodipodi=\"http://x\" viewBox=\"0 0 120 80\" sodipodi:docname=\"{MARK}.svg\">\
         <metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/x\"><dc:creator xmlns:dc=\"http://x\">{MARK}</dc:creator><a/></rdf:RDF></metadata>\
         <sodipodi:namedview inkscape:export-filename=\"/home/{MARK}\"/><title>A &amp; B</title>\
         <defs><linearGradient id=\"g\"/></defs><style>rect {{ fill: url(#g) }}</style>\
         <rect width=\"9\" height=\"9\" inkscape:label=\"{MARK}\" style=\"stroke: url(#g)\"/><use href=\"#g\"/></svg>"
    );
    let site = SiteTest::new(&[("content/stories/walk/index.md", &story("Walk", "", "![A square](a.svg)"))]);
    site.write("content/stories/walk/a.svg", &drawing);
    let built = site.build();
    assert!(built.codes().is_empty(), "{}", built.report());
    let path = built.paths().into_iter().find(|path| path.starts_with("media/walk/a-120.")).unwrap().to_owned();
    assert_eq!(
        built.text(&path),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 80\"><title>A &amp; B</title>\
         <defs><linearGradient id=\"g\"/></defs><style>rect { fill: url(#g) }</style>\
         <rect width=\"9\" height=\"9\" style=\"stroke: url(#g)\"/><use href=\"#g\"/></svg>\n"
    );
    built.holds("stories/walk/index.html", "width=\"120\" height=\"80\" alt=\"A square\"");
    assert!(built.mentions(MARK).is_empty());
}
