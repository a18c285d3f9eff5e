//! What is published of sound and films: what can be played, nothing that is written about it, and nothing that nobody
//! may hear or see (content model, sections 7 and 9; reliability, section 4, G).

use crate::photo::{MARK, png, quarters};
use crate::site_test::{Built, CONFIG, SiteTest, story};
use crate::tapes::{mp3, mp4, opus, wave};
use ripple::diag::Severity;

const STORY: &str = "content/stories/walk/index.md";
const PAGE: &str = "stories/walk/index.html";

const TEXT: &str = "Before.\n\n:::audio talk.mp3 How Maria says it\nThe umbrella.\n:::\n\n\
                    :::video walk.mp4 The way to school\n![A gate](gate.png)\n\nThe lantern.\n\n![A hill](hill.png)\n:::\n\nAfter.";

/// A site with a story that has sound, a film, its picture and one more.
fn world(profile: &str, own: &str, person: &str) -> SiteTest {
    let fields = format!("mentee: maria\nconsent: {{status: granted{own}}}\n");
    let person = format!("---\nname: {{first: Maria}}\nconsent: {{status: granted{person}}}\n---\n");
    let site = SiteTest::new(&[(STORY, &story("Walk", &fields, TEXT)), ("content/people/maria.md", &person)]);
    site.write("ripple.yaml", CONFIG.replace("open", profile));
    site.write("content/stories/walk/talk.mp3", mp3());
    site.write("content/stories/walk/walk.mp4", mp4(true));
    site.write("content/stories/walk/gate.png", png(&quarters(64, 48)));
    site.write("content/stories/walk/hill.png", png(&quarters(32, 24)));
    site
}

fn media(built: &Built) -> Vec<String> {
    let name = |path: &&str| {
        path.strip_prefix("media/walk/").map(|name| {
            let (stem, rest) = name.split_once('.').unwrap();
            format!("{stem}.{}", rest.rsplit('.').next().unwrap())
        })
    };
    built.paths().iter().filter_map(name).collect()
}

#[test]
fn g1_recordings_say_nothing_of_who_made_them_and_where() {
    let files = [("a.wav", wave(9)), ("b.mp3", mp3()), ("c.ogg", opus()), ("d.m4a", mp4(false))];
    let mut text: String = files.iter().map(|(name, _)| format!(":::audio {name}\nA tone.\n:::\n\n")).collect();
    text.push_str(":::video e.mp4\n![Colours](p.png)\n\nColours.\n:::\n");
    let site = SiteTest::new(&[(STORY, &story("Walk", "", &text))]);
    for (name, bytes) in files.into_iter().chain([("e.mp4", mp4(true)), ("p.png", png(&quarters(64, 48)))]) {
        assert_eq!(name == "p.png", !bytes.windows(MARK.len()).any(|part| part == MARK.as_bytes()), "{name}");
        site.write(&format!("content/stories/walk/{name}"), bytes);
    }
    site.publish("public").unwrap();
    let built = site.build();
    assert!(built.codes().is_empty(), "{}", built.report());
    assert_eq!(media(&built), ["a.wav", "b.mp3", "c.ogg", "d.m4a", "e.mp4", "p-64.png"]);
    assert_eq!(built.mentions(MARK), [""; 0]);
    assert_eq!(built.mentions("+52.1-7.3"), [""; 0]);
    for path in built.paths().iter().filter(|path| path.starts_with("media/")) {
        assert_eq!(std::fs::read(site.path("public").join(path)).unwrap(), built.files[*path], "{path}");
    }
    // What can be heard and seen is all there.
    let of = |ending: &str| built.files.iter().find(|(path, _)| path.ends_with(ending)).unwrap().1;
    assert!(of(".wav").ends_with(&[b"data\x09\0\0\0", &[128; 9][..], &[0]].concat()));
    assert_eq!(of(".mp3").len(), 4 * 417);
    assert!(!built.mentions("pictures and sound").is_empty());
}

#[test]
fn nothing_of_a_recording_is_loaded_before_it_is_played() {
    let built = world("open", ", scope: [web, feed, photo, audio]", ", scope: [web, feed, photo, audio]").build();
    assert!(built.codes().is_empty(), "{}", built.report());
    let page = scraper::Html::parse_document(built.text(PAGE));
    let all = |what: &str| page.select(&scraper::Selector::parse(what).unwrap()).count();
    assert_eq!(all("audio[controls][preload=none][aria-label='How Maria says it'] > source[type='audio/mpeg']"), 1);
    assert_eq!(all("video[controls][preload=none][poster][width='64'][height='48'] > source[type='video/mp4']"), 1);
    assert_eq!(all("audio[autoplay], video[autoplay], audio[src], video[src], iframe"), 0);
    assert_eq!(all("figure.recording > figcaption:first-child"), 2);
    assert_eq!(all("link[rel=stylesheet][href*='recording.']"), 1);
    assert!(!built.text("index.html").contains("recording."), "only where there is one");
    let feed = built.text("feed.xml");
    assert!(!feed.contains("&lt;audio") && !feed.contains("&lt;video") && !feed.contains("<enclosure"), "{feed}");
    assert!(feed.contains("Listen to the recording&lt;/a") && feed.contains("The umbrella."), "{feed}");
}

#[test]
fn a_film_on_another_site_is_a_link_with_a_picture_of_our_own() {
    let text = ":::video https://www.films.example/w/1?a=b&c The way\n![A gate](gate.png)\n\nWe walk.\n:::";
    let site = SiteTest::new(&[(STORY, &story("Walk", "", text))]);
    site.write("content/stories/walk/gate.png", png(&quarters(64, 48)));
    let built = site.build();
    assert!(built.codes().is_empty(), "{}", built.report());
    built.holds(PAGE, "<a class=\"film\" href=\"https://www.films.example/w/1?a=b&amp;c\" rel=\"noopener noreferrer external\"><img src=\"/media/walk/gate-64.");
    built.holds(PAGE, "Watch on films.example");
    let page = scraper::Html::parse_document(built.text(PAGE));
    let loaded = scraper::Selector::parse("[src*=films], [poster*=films], video, iframe, link[href*=films]").unwrap();
    assert_eq!(page.select(&loaded).count(), 0);
}

#[test]
fn g5_recordings_without_consent_are_left_out_with_their_words_and_their_page_stays() {
    let scopes = ["", "photo", "audio", "photo, audio"];
    let scope = |more: &str| format!(", scope: [web, feed, search, print, {more}]");
    for profile in ["school", "organisation", "open"] {
        for own in scopes {
            for person in scopes {
                let has = |scope: &str| own.contains(scope) && person.contains(scope);
                let built = world(profile, &scope(own), &scope(person)).build();
                let safe = built.codes().iter().all(|code| *code == "child-photo-with-name");
                assert!(safe, "{profile} {own}/{person}: {}", built.report());
                let (sound, film) = (has("audio"), has("audio") && has("photo"));
                assert_eq!(built.every_code().contains(&"recordings-withheld"), !film, "{}", built.report());
                let mut files = Vec::new();
                files.extend(film.then_some("gate-64.png"));
                files.extend(film.then_some("hill-32.png"));
                files.extend(sound.then_some("talk.mp3"));
                files.extend(film.then_some("walk.mp4"));
                assert_eq!(media(&built), files, "{profile} {own}/{person}");
                for (words, shown) in [
                    ("umbrella", sound),
                    ("How Maria says it", sound),
                    ("lantern", film),
                    ("A hill", film),
                    ("The way to school", film),
                ] {
                    assert_eq!(!built.mentions(words).is_empty(), shown, "{own}/{person}: {words}");
                }
                let page = built.text(PAGE);
                assert!(page.contains("<p>Before.</p>") && page.contains("<p>After.</p>"), "{page}");
                assert_eq!(page.matches("<figure").count(), page.matches("</figure>").count());
                assert_eq!(page.matches("<div").count(), page.matches("</div>").count());
            }
        }
    }
}

#[test]
fn g5_a_recording_in_static_is_not_published_if_a_story_may_not_show_it() {
    let text = ":::audio /talk.mp3\nThe umbrella.\n:::";
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "consent: {status: granted}\n", text))]);
    site.write("static/talk.mp3", mp3());
    site.write("static/other.txt", "x");
    let built = site.build();
    assert!(!built.has("talk.mp3") && built.has("other.txt"), "{:?}", built.paths());
    site.write("content/stories/a.md", story("A", "draft: true\n", text));
    assert!(!site.build().has("talk.mp3"), "of a draft");
    site.write("content/stories/a.md", story("A", "consent: {status: granted, scope: [web, audio]}\n", text));
    let built = site.build();
    assert!(built.has("talk.mp3") && built.paths().iter().any(|path| path.starts_with("media/a/talk.")));
}

/// What a build says of one recording under a directive.
fn said(directive: &str, name: &str, bytes: &[u8]) -> Vec<&'static str> {
    let poster = if directive == "video" { "![Colours](p.png)\n\n" } else { "" };
    let text = format!(":::{directive} {name} What it is\n{poster}Words.\n:::");
    let site = SiteTest::new(&[(STORY, &story("Walk", "", &text))]);
    site.write("content/stories/walk/p.png", png(&quarters(64, 48)));
    site.write(&format!("content/stories/walk/{name}"), bytes);
    let built = site.build();
    assert_eq!(media(&built).iter().filter(|file| *file != "p-64.png").count(), usize::from(built.codes().is_empty()));
    built.holds(PAGE, "<p>Words.</p>");
    built.all_codes(Severity::Warning)
}

#[test]
fn g4_what_is_in_a_recording_counts_and_not_its_name() {
    for (directive, name, bytes, want) in [
        ("audio", "a.mp3", mp3(), None),
        ("audio", "a.MP3", mp3(), None),
        ("audio", "a.m4a", mp4(false), None),
        ("video", "a.mp4", mp4(true), None),
        ("audio", "a.mp3", wave(9), Some("recording-misnamed")),
        ("audio", "a.wav", mp3(), Some("recording-misnamed")),
        ("video", "a.webm", mp4(true), Some("recording-misnamed")),
        ("audio", "a.mp4", mp4(true), Some("recording-other")),
        ("video", "a.mp4", mp4(false), Some("recording-other")),
        ("audio", "a.png", png(&quarters(64, 48)), Some("recording-other")),
        ("audio", "a.mp3", b"<!doctype html><script>x</script>".to_vec(), Some("recording-unknown")),
        ("video", "a.mp4", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ".to_vec(), Some("recording-unknown")),
        ("audio", "a.mp3", Vec::new(), Some("recording-unknown")),
        ("video", "a.mp4", mp4(true)[..60].to_vec(), Some("recording-broken")),
        ("audio", "a.ogg", opus()[..60].to_vec(), Some("recording-broken")),
        ("audio", "a.wav", wave(9)[..30].to_vec(), Some("recording-broken")),
    ] {
        assert_eq!(said(directive, name, &bytes), Vec::from_iter(want), ":::{directive} {name}");
    }
    let site = SiteTest::new(&[(STORY, &story("Walk", "", "![A talk](talk.mp3)"))]);
    site.write("content/stories/walk/talk.mp3", mp3());
    assert_eq!(site.build().codes(), ["recording-other"]);
}

#[test]
fn g3_a_recording_over_100_mib() {
    let site = SiteTest::new(&[(STORY, &story("Walk", "", ":::audio a.mp3\nWords.\n:::"))]);
    site.write("content/stories/walk/a.mp3", "");
    let file = std::fs::File::options().write(true).open(site.path("content/stories/walk/a.mp3")).unwrap();
    file.set_len((100 << 20) + 1).unwrap(); // takes no room on the disk
    assert_eq!(
        site.build().report(),
        "content/stories/walk/index.md:5:10: error[recording-too-large]: the recording `a.mp3` is too large: its file has 101 MiB\n    \
         5 | :::audio a.mp3\n      |          ^^^^^\n      = help: save a shorter or smaller copy: 100 MiB is the most, and readers with \
         little data have to load all of it\n\n"
    );
}
