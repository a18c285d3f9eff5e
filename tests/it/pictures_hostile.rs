//! Files that no camera makes: cut anywhere, damaged anywhere, or made of more parts than a picture can have. Nothing of
//! them may stop the program, and nothing that is written in them may get through.

use crate::live::Live;
use crate::photo::{MARK, jpeg, phone_jpeg, quarters, worded_gif, worded_png, worded_webp};
use crate::site_test::{SiteTest, story};
use ripple::media;
use ripple::model::Recipe;

fn all() -> [(&'static str, Vec<u8>); 4] {
    let picture = quarters(24, 16);
    [
        ("jpg", phone_jpeg(&picture, 3)),
        ("png", worded_png(&picture, 3)),
        ("webp", worded_webp(&picture, 3)),
        ("gif", worded_gif()),
    ]
}

/// Where the picture ends: all that comes after it is no part of it.
fn end(kind: &str, bytes: &[u8]) -> usize {
    let trailer = bytes.windows(MARK.len()).rposition(|part| part == MARK.as_bytes()).unwrap();
    match kind {
        // Two pictures, one after the other: the first one ends where the second begins.
        "jpg" => bytes[2..].windows(4).position(|four| four == [0xff, 0xd8, 0xff, 0xe1]).map_or(trailer, |at| at + 2),
        _ => trailer,
    }
}

#[test]
fn g4_a_file_that_is_cut_anywhere_is_refused_and_nothing_panics() {
    for (kind, bytes) in all() {
        let end = end(kind, &bytes);
        assert!(media::look(&bytes[..end]).is_ok(), "{kind} ends elsewhere");
        for cut in 0..end {
            let cut = &bytes[..cut];
            assert!(media::look(cut).is_err() && media::clean(cut).is_err(), "{kind} cut at {}", cut.len());
        }
    }
}

#[test]
fn g4_damage_anywhere_is_survived_and_what_is_published_is_whole() {
    for (kind, bytes) in all() {
        let whole = &bytes[..end(kind, &bytes)];
        for at in 0..whole.len() {
            let mut damaged = whole.to_vec();
            damaged[at] ^= 0x5a;
            if media::look(&damaged).is_ok_and(|medium| medium.width * medium.height < 10_000) {
                let _ = media::make(&damaged, &[Recipe::Png(8, 8)]);
                if let Ok(clean) = media::clean(&damaged) {
                    assert!(media::look(&clean).is_ok(), "{kind} {at}");
                    assert_eq!(media::clean(&clean), Ok(clean), "{kind} {at}: something more could be taken out");
                }
            }
        }
    }
}

#[test]
fn a_file_of_a_million_parts_is_refused_at_once() {
    let mut file = jpeg(&quarters(16, 16))[..2].to_vec();
    file.extend([0xff, 0xe5, 0, 2].repeat(1_000_000));
    let begun = std::time::Instant::now();
    assert_eq!(media::look(&file), Err(media::Flaw::Broken));
    assert!(begun.elapsed().as_secs() < 5);
}

#[test]
fn a_picture_that_changes_while_the_site_is_looked_at_has_a_new_address_at_once() {
    let site = SiteTest::new(&[("content/stories/walk/index.md", &story("Walk", "", "![Four colours](hill.jpg)"))]);
    site.write("content/stories/walk/hill.jpg", jpeg(&quarters(64, 48)));
    let live = Live::of(site);
    let src = |page: &str| page.split("src=\"/media/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let before = src(&live.text("/stories/walk/", ""));
    assert_eq!(live.get(&format!("/media/{before}"), "").status, 200);
    live.site.write("content/stories/walk/hill.jpg", jpeg(&quarters(80, 48)));
    live.until("the new picture is there", |live| src(&live.text("/stories/walk/", "")) != before);
    let after = src(&live.text("/stories/walk/", ""));
    assert!(after.starts_with("walk/hill-80."), "{after}");
    assert_eq!(live.get(&format!("/media/{after}"), "").status, 200);
    assert_eq!(live.get(&format!("/media/{before}"), "").status, 404);
}
