//! How pictures stand in pages, feeds and previews, which of them are published at all, and that each is made once.

use crate::live::Live;
use crate::photo::{MARK, jpeg, phone_jpeg, png, quarters};
use crate::site_test::{SiteTest, story};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const PAGE: &str = "stories/walk/index.html";

/// A site with one story, one large picture and these fields and text.
fn site(fields: &str, text: &str) -> SiteTest {
    let site = SiteTest::new(&[("content/stories/walk/index.md", &story("Walk", fields, text))]);
    site.write("content/stories/walk/hill.jpg", jpeg(&quarters(1300, 650)));
    site
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let rest = tag.split(&format!(" {name}=\"")).nth(1).unwrap_or_else(|| panic!("no {name} in {tag}"));
    rest.split('"').next().unwrap()
}

fn images(page: &str) -> Vec<&str> {
    page.split("<img").skip(1).map(|rest| rest.split('>').next().unwrap()).collect()
}

#[test]
fn a_picture_has_sizes_a_width_and_a_height_and_the_second_can_wait() {
    let built =
        site("", "![Four colours](hill.jpg)\n\n![Again & \\<again>](hill.jpg)\n\n![](hill.jpg){.decorative}").build();
    assert!(built.codes().is_empty(), "{}", built.report());
    let images = images(built.text(PAGE));
    assert_eq!(images.len(), 3);
    let sizes: Vec<(&str, &str)> =
        attribute(images[0], "srcset").split(", ").map(|size| size.split_once(' ').unwrap()).collect();
    let widths: Vec<&str> = sizes.iter().map(|size| size.1).collect();
    assert_eq!(widths, ["400w", "800w", "1300w"]);
    for (href, width) in &sizes {
        let path = href.trim_start_matches('/');
        let end = path.strip_prefix(&format!("media/walk/hill-{}.", width.trim_end_matches('w'))).unwrap();
        assert_eq!(end.split_once('.').map(|(hash, ending)| (hash.len(), ending)), Some((10, "jpg")), "{path}");
        let picture = image::load_from_memory(&built.files[path]).unwrap();
        assert_eq!(format!("{}w", picture.width()), *width);
        assert_eq!(picture.width(), picture.height() * 2);
    }
    assert_eq!(attribute(images[0], "src"), sizes[1].0);
    assert_eq!((attribute(images[0], "width"), attribute(images[0], "height")), ("800", "400"));
    assert!(!attribute(images[0], "sizes").is_empty());
    assert!(!images[0].contains("loading") && attribute(images[1], "loading") == "lazy");
    let words: Vec<&str> = images.iter().map(|image| attribute(image, "alt")).collect();
    assert_eq!(words, ["Four colours", "Again &amp; &lt;again&gt;", ""]);
}

#[test]
fn f4_every_address_in_a_feed_is_complete() {
    let site = site("image: hill.jpg\nimage_alt: Hill\n", "![Four colours](hill.jpg)");
    site.write("ripple.yaml", crate::site_test::CONFIG.replace("example.org\n", "example.org/wall/\n"));
    let built = site.build();
    let feed = built.text("feed.xml").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    let images = images(&feed);
    let all = attribute(images[0], "srcset").split(", ").chain([attribute(images[0], "src")]);
    for address in all {
        assert!(address.starts_with("https://example.org/wall/media/walk/hill-"), "{address}");
    }
    let page = built.text(PAGE);
    assert!(
        page.contains("<meta property=\"og:image\" content=\"https://example.org/wall/media/walk/hill-1300."),
        "{page}"
    );
    assert!(page.contains("<meta property=\"og:image:alt\" content=\"Hill\">"));
}

#[test]
fn a_story_with_a_picture_shows_it_in_place_of_its_cover() {
    let site = site("image: hill.jpg\nimage_alt: A hill\nimage_credit: Sami\n", "Words.");
    site.write("ripple.yaml", format!("{}relative: true\n", crate::site_test::CONFIG));
    let built = site.build();
    assert!(built.codes().is_empty(), "{}", built.report());
    let page = built.text(PAGE);
    let top = images(page)[0];
    assert!(attribute(top, "src").starts_with("../../media/walk/hill-800."), "{top}");
    assert_eq!(attribute(top, "alt"), "A hill");
    assert!(page.contains("Sami") && !page.contains("<svg class=\"rc"));
    for (list, up) in [("index.html", "media/"), ("stories/index.html", "../media/")] {
        let cards = images(built.text(list));
        assert_eq!(attribute(cards[0], "alt"), "", "the words beside it say the same");
        assert_eq!(
            cards[0].contains("loading=\"lazy\""),
            list != "index.html",
            "what stands at the top is there at once"
        );
        assert!(attribute(cards[0], "src").starts_with(up), "{}", cards[0]);
    }
}

#[test]
fn a_figure_has_its_words_under_it() {
    let built = site("", ":::figure The *hill* & its colours\n![Four colours](hill.jpg)\n:::\n\nAfter.").build();
    assert!(built.codes().is_empty(), "{}", built.report());
    let page = built.text(PAGE);
    let figure = page.split("<figure").nth(1).unwrap().split("</figure>").next().unwrap();
    assert!(
        figure.contains("<img") && figure.contains("<figcaption>The *hill* &amp; its colours</figcaption>"),
        "{figure}"
    );
    assert!(!built.text("stories/index.html").contains("its colours"), "a caption is no summary");
}

#[test]
fn only_what_a_published_entry_names_is_published() {
    let site = site("", "![Four colours](hill.jpg)");
    site.write("content/stories/walk/unused.jpg", jpeg(&quarters(64, 48)));
    for (name, fields) in
        [("draft", "draft: true\n"), ("later", "publish: 2030-01-01\n"), ("no", "consent: {status: refused}\n")]
    {
        let fields = format!("{fields}image: own.jpg\nimage_alt: x\n");
        site.write(&format!("content/stories/{name}/index.md"), story(name, &fields, "![One](own.jpg)"));
        site.write(&format!("content/stories/{name}/own.jpg"), png(&quarters(64, 48)));
    }
    let built = site.build();
    let media: Vec<&str> = built.paths().into_iter().filter(|path| path.contains("media")).collect();
    assert!(media.len() == 3 && media.iter().all(|path| path.starts_with("media/walk/hill-")), "{media:?}");
    assert!(built.mentions("own-").is_empty() && built.mentions("unused").is_empty());
}

/// How many pictures a build made.
fn made(site: &SiteTest) -> usize {
    let run = site.run(&["build", "--timings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = format!("{}{}", run.stdout, run.stderr);
    let line = said.lines().find(|line| line.starts_with("pictures ")).unwrap_or_else(|| panic!("{said}"));
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Every file of the output with its bytes.
fn public(site: &SiteTest) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(site.path("public")).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn k1_a_picture_is_made_once_and_always_the_same() {
    let site = site("", "![Four colours](hill.jpg)");
    site.write("content/stories/other.md", story("Other", "", "First."));
    assert_eq!(made(&site), 3);
    let first = public(&site);
    site.write("content/stories/other.md", story("Other", "", "Second."));
    assert_eq!(made(&site), 0, "kept");
    fs::remove_dir_all(site.path("public")).unwrap();
    site.write("content/stories/other.md", story("Other", "", "First."));
    assert_eq!(made(&site), 0, "kept beside the output");
    assert_eq!(public(&site), first);
    // What is not whole is made again.
    for kept in fs::read_dir(site.path(".ripple/pictures")).unwrap() {
        let path = kept.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 9]).unwrap();
    }
    fs::remove_dir_all(site.path("public")).unwrap();
    assert_eq!(made(&site), 3);
    assert_eq!(public(&site), first);
    // And from nothing, elsewhere.
    fs::remove_dir_all(site.path("public")).unwrap();
    fs::remove_dir_all(site.path(".ripple")).unwrap();
    assert_eq!(made(&site), 3);
    assert_eq!(public(&site), first);
    // What the last build did not use is not kept.
    site.write("content/stories/walk/index.md", story("Walk", "", "No picture."));
    assert_eq!(site.run(&["build"]).code, 0);
    assert!(!site.path(".ripple/pictures").exists() && !site.path("public/media").exists());
}

#[test]
fn another_picture_under_the_same_name_has_other_addresses() {
    let site = site("", "![Four colours](hill.jpg)");
    let before = site.build();
    site.write("content/stories/walk/hill.jpg", jpeg(&quarters(1300, 600)));
    let after = site.build();
    let media = |built: &crate::site_test::Built| -> Vec<String> {
        built.paths().into_iter().filter(|path| path.starts_with("media/")).map(str::to_owned).collect()
    };
    assert_eq!((media(&before).len(), media(&after).len()), (3, 3));
    assert!(media(&before).iter().all(|path| !media(&after).contains(path)));
}

#[test]
fn a_preview_sends_what_a_build_writes_and_makes_what_is_asked_for() {
    let site = site("", "![Four colours](hill.jpg)");
    site.write("content/stories/walk/hill.jpg", phone_jpeg(&quarters(1300, 650), 6));
    site.write("static/own.jpg", phone_jpeg(&quarters(64, 48), 8));
    site.write("static/plain.txt", "plain");
    let built = site.build();
    let live = Live::of(site);
    let paths = built.paths().into_iter().filter(|path| path.starts_with("media/")).chain(["own.jpg", "plain.txt"]);
    for path in paths {
        let answer = live.get(&format!("/{path}"), "");
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.body, built.files[path], "{path}");
        assert!(!answer.body.windows(MARK.len()).any(|part| part == MARK.as_bytes()), "{path}");
    }
    assert_eq!(live.get("/media/walk/hill.jpg", "").status, 404);
    assert_eq!(live.get("/stories/walk/hill.jpg", "").status, 404);
}
