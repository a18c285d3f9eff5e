//! Pictures and films in a theme's own folder: cleaned and looked at as those in `static/` are (reliability, G1).

use crate::photo::{MARK, phone_jpeg, quarters, told, worded_gif, worded_png, worded_webp};
use crate::site_test::{CONFIG, SiteTest};
use std::fs;

fn site() -> SiteTest {
    let site = SiteTest::new(&[("content/pages/about.md", "# About\n\nUs.\n")]);
    site.write("ripple.yaml", format!("{CONFIG}theme: ours\n"));
    site
}

#[test]
fn g1_pictures_of_a_theme_say_nothing() {
    let site = site();
    site.write("themes/ours/theme.yaml", "extends: theirs\n");
    let picture = quarters(64, 48);
    site.write("themes/ours/static/banner.jpg", phone_jpeg(&picture, 6));
    site.write("themes/ours/static/deep/a.png", worded_png(&picture, 1));
    site.write("themes/theirs/static/b.webp", worded_webp(&picture, 1));
    site.write("themes/theirs/static/c.gif", worded_gif());
    site.write("themes/theirs/static/d.svg", "<svg xmlns='http://www.w3.org/2000/svg'><metadata>GPS</metadata></svg>");
    site.publish("public").unwrap();
    let files = walkdir::WalkDir::new(site.path("public/assets")).into_iter().map(Result::unwrap);
    let mut seen = 0;
    for file in files.filter(|file| file.file_type().is_file()) {
        let bytes = fs::read(file.path()).unwrap();
        for words in [MARK.as_bytes(), b"GPS"] {
            assert!(!bytes.windows(words.len()).any(|part| part == words), "{}", file.path().display());
        }
        let name = file.file_name().to_string_lossy().into_owned();
        if ["banner.", "a.", "b.", "c."].iter().any(|start| name.starts_with(start)) && !name.ends_with("css") {
            seen += 1;
            let told = told(file.path());
            let groups = ["[GPS]", "[IFD0]", "[IFD1]", "[XMP-dc]", "[IPTC]", "[ExifIFD]"];
            let about: Vec<_> = told.iter().filter(|line| groups.iter().any(|group| line.starts_with(group))).collect();
            assert!(about.is_empty(), "{name} says {about:#?}");
        }
        if name.starts_with("banner.") {
            let picture = image::open(file.path()).unwrap();
            assert!(picture.width() > picture.height(), "{name} stands");
        }
    }
    assert_eq!(seen, 4);
}

#[test]
fn g1_what_cannot_be_cleaned_in_a_theme_is_an_error_with_a_remedy() {
    for (name, bytes, code) in [
        (
            "tom.heic",
            &b"\0\0\0\x18ftypheic\0\0\0\0mif1heic....infe\x02\0\0\0\0\x01\0\0Exif\0"[..],
            "picture-tells-more",
        ),
        (
            "walk.mp4",
            b"\0\0\0\x14ftypmp42\0\0\0\0isom\0\0\0\x19moov\0\0\0\x11udta\0\0\0\x09loci0",
            "picture-tells-more",
        ),
        ("bad.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "image-unsafe"),
    ] {
        let site = site();
        let path = format!("themes/ours/static/{name}");
        site.write(&path, bytes);
        for command in ["build", "check"] {
            let run = site.run(&[command]);
            assert_ne!(run.code, 0, "{name}: {}", run.stderr);
            let said = format!("{path}: error[{code}]");
            assert!(run.stderr.contains(&said) && run.stderr.contains("help:"), "{name}: {}", run.stderr);
        }
        assert!(!site.path("public").exists());
        // Mended, it is published.
        site.write(&path, if name == "bad.svg" { "<svg xmlns='http://www.w3.org/2000/svg'/>" } else { "" });
        assert_eq!(site.run(&["build"]).code, 0, "{name}");
    }
}

#[test]
fn a_theme_that_copies_a_built_in_picture_gets_it_as_it_is() {
    let site = site();
    let icon = include_bytes!("../../themes/default/static/icon-32.png");
    site.write("themes/ours/static/icon-32.png", icon);
    site.publish("public").unwrap();
    let icons = fs::read_dir(site.path("public/assets")).unwrap().map(Result::unwrap);
    let icon_path = icons.map(|file| file.path()).find(|path| path.to_string_lossy().contains("icon-32")).unwrap();
    assert_eq!(fs::read(icon_path).unwrap(), icon);
}

#[test]
fn a_picture_in_static_is_told_by_its_path_in_the_site_however_the_site_is_named() {
    let site = site();
    site.write("static/deep/bad.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>");
    site.write("static/none.jpg", "no picture");
    for root in [".", site.root().to_str().unwrap()] {
        let run = site.run(&["build", "-r", root]);
        for said in ["static/deep/bad.svg: error[image-unsafe]", "static/none.jpg: error[image-unknown]"] {
            assert!(run.stderr.lines().any(|line| line.starts_with(said)), "{said} from {root}: {}", run.stderr);
        }
    }
}
