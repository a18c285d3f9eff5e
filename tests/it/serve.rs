//! The whole preview: what visitors and the writer see of a site, and what comes of changes on disk.

use crate::live::{Live, VISITOR, WRITER};
use crate::preview::PATIENCE;
use crate::site_test::{CONFIG, SiteTest, story};
use ripple::model::PageView;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap().to_ascii_uppercase()
}

/// Percent-encodes an output path.
fn address(base: &str, output: &str) -> String {
    let mut text = base.to_owned();
    for byte in output.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    text
}

/// Everything a build makes is served to visitors, byte for byte, and nothing else is.
fn visitor_sees_what_build_makes(name: &str, site: SiteTest) {
    let built = site.build();
    let live = Live::of(site);
    let base = &live.serving.base_path;
    let mut seen = 0;
    for page in &built.snapshot.pages {
        let output = page.route.output.as_str();
        let target = address(base, output);
        let answer = live.get(&target, VISITOR);
        if let PageView::Redirect { href, .. } = &page.view() {
            let to = format!("{base}{href}");
            assert_eq!((answer.status, answer.header("Location")), (302, Some(to.as_str())), "{target} of {name}");
            continue;
        }
        seen += 1;
        let same = answer.status == 200 && answer.body == built.files[output];
        assert!(same, "{target} of {name} ({}) differs:\n{}", answer.status, answer.text());
        assert_eq!(answer.version.is_some(), matches!(page.view(), PageView::Html(_)), "{target} of {name}: a script");
        // The address that people see.
        if let Some(folder) = target.strip_suffix("index.html") {
            assert_eq!(live.get(folder, VISITOR).body, answer.body, "{folder} of {name}");
        }
    }
    assert!(seen > 5, "{name} has only {seen} pages");
    let lost = &built.files["404.html"];
    for output in live_writer_only(&live, &built.files) {
        assert_eq!(live.get(&address(base, &output), VISITOR).status, 404, "{output} of {name}");
    }
    for unknown in [
        "ripple.yaml",
        "content/index.md",
        ".ripple/",
        "public/index.html",
        "no/such/page/",
        "assets/",
        "themes/default/static/style.css",
    ] {
        let answer = live.get(&address(base, unknown), VISITOR);
        assert!((answer.status, &answer.body) == (404, lost), "{unknown} of {name}: {}", answer.text());
    }
}

/// Pages that only the writer has: those that the writer's pages name and a build does not make.
fn live_writer_only(live: &Live, built: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let base = &live.serving.base_path;
    let mut found = BTreeSet::new();
    for output in built.keys().filter(|output| output.ends_with("index.html")) {
        let text = live.get(&address(base, output), WRITER).text();
        for link in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let Some(below) = link.strip_prefix(base.as_str()).filter(|below| below.ends_with('/')) else { continue };
            let output = format!("{below}index.html");
            if !below.contains('%') && !built.contains_key(&output) && live.get(link, WRITER).status == 200 {
                found.insert(output);
            }
        }
    }
    found
}

#[test]
fn visitors_see_what_a_build_of_every_golden_site_makes() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut seen = 0;
    for site in fs::read_dir(&sites).unwrap().map(|entry| entry.unwrap().path()) {
        visitor_sees_what_build_makes(&site.to_string_lossy(), SiteTest::copy_of(&site));
        seen += 1;
    }
    assert!(seen >= 4, "only {seen} golden sites");
}

#[test]
fn visitors_see_what_a_build_of_the_example_makes() {
    visitor_sees_what_build_makes("the example", SiteTest::copy_of_example());
}

#[test]
fn without_reloading_pages_have_no_script() {
    let site = SiteTest::copy_of_example();
    let built = site.build();
    let live = Live::with(site, |options| options.reloads = false);
    for output in ["index.html", "stories/maria-speaks/index.html", "404.html"] {
        let answer = live.get(&format!("/{output}"), VISITOR);
        assert!(answer.version.is_none() && answer.body == built.files[output], "{output}");
    }
}

/// Stories that are held back for every reason, each with a word that nothing else has.
const HIDDEN: [(&str, &str, &str); 6] = [
    ("draft", "Zephyrine", "draft: true\n"),
    ("later", "Quokka", "publish: 2027-05-01\n"),
    ("over", "Wyvern", "expires: 2026-05-01\n"),
    ("asked", "Yggdrasil", "consent: {status: pending}\n"),
    ("refused", "Xanthippe", "consent: {status: withdrawn}\n"),
    ("ended", "Jabberwock", "consent: {status: granted, expires: 2026-05-01}\n"),
];

#[test]
fn what_is_held_back_is_there_for_the_writer_alone() {
    let site = SiteTest::new(&[("content/stories/open.md", &story("Open", "tags: [trust]\n", "All may read."))]);
    for (slug, word, fields) in HIDDEN {
        let text = format!("The {word} story, see [[open]].");
        let fields = format!("{fields}tags: [{word}]\nripples: [{{led-to: open}}]\n");
        site.write(&format!("content/stories/{slug}.md"), story(word, &fields, &text));
    }
    let built = site.build();
    let live = Live::of(site);
    let wall = live.text("/stories/", WRITER);
    for (slug, word, _) in HIDDEN {
        let target = format!("/stories/{slug}/");
        assert_eq!(live.is_there(&target), (true, false), "{slug}");
        assert!(live.text(&target, WRITER).contains(word), "{slug}");
        assert!(wall.contains(word), "{slug} is not on the writer's wall");
        assert!(!live.get(&target, VISITOR).text().contains(word), "{slug}: the page that nothing is there");
    }
    // No page, listing, feed or map of a visitor says anything of them, also after the writer has looked at it.
    for output in built.files.keys() {
        let target = address("/", output);
        let writer = live.get(&target, WRITER);
        let text = live.get(&target, VISITOR).text();
        assert_eq!(writer.status, 200, "{target}");
        for (slug, word, _) in HIDDEN {
            let hits = [word, &word.to_lowercase(), &format!("/{slug}/")].map(|word| text.contains(word));
            assert_eq!(hits, [false; 3], "{target} says something of {slug}");
        }
    }
    assert!(built.has("feed.xml") && built.has("sitemap.xml") && built.has("robots.txt"), "{:?}", built.paths());
}

/// Every file below a folder, with its time and size.
fn files(root: &Path) -> BTreeMap<String, (SystemTime, u64)> {
    let all = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let known = all.map(|entry| {
        let metadata = entry.metadata().unwrap();
        (entry.path().to_string_lossy().into_owned(), (metadata.modified().unwrap(), metadata.len()))
    });
    known.collect()
}

#[test]
fn a12_serve_writes_nothing() {
    let live = Live::of(SiteTest::copy_of_example());
    live.save("content/stories/new.md", &story("New", "", "Text."));
    let before = files(live.site.root());
    let outputs = live.site.build();
    for output in outputs.paths() {
        for eyes in [VISITOR, WRITER] {
            assert_ne!(live.get(&address("/", output), eyes).status, 500, "{output}");
        }
    }
    drop(live.connect());
    assert_eq!(files(live.site.root()), before);
    for made in ["public", ".ripple", ".public.ripple"] {
        assert!(!live.site.path(made).exists(), "{made}");
    }
}

const GOOD: &str = "The first words.";

pub fn small() -> SiteTest {
    SiteTest::new(&[
        ("content/stories/a.md", &story("Anna", "", GOOD)),
        ("content/stories/b.md", &story("Ben", "", "Other words.")),
    ])
}

#[test]
fn j9_a_broken_configuration_leaves_the_last_good_pages() {
    let live = Live::of(small());
    let broken = live.save("ripple.yaml", "title: [\n");
    assert!(broken.stays && broken.counts().0 > 0);
    // Stories may be mended and broken meanwhile.
    let still = live.save("content/stories/a.md", &story("Anna", "", "The second words."));
    assert!(still.stays);
    assert!(live.text("/stories/a/", WRITER).contains(GOOD));
    assert!(live.text("/stories/b/", VISITOR).contains("Other words."));
    let mended = live.save("ripple.yaml", CONFIG);
    assert_eq!((mended.stays, mended.counts()), (false, (0, 0)));
    assert!(live.text("/stories/a/", VISITOR).contains("The second words."));
    live.site.remove("ripple.yaml");
    assert!(live.round().stays);
    assert!(live.text("/stories/a/", WRITER).contains("The second words."));
}

#[test]
fn j9_a_broken_theme_leaves_the_last_good_pages() {
    let live = Live::of(small());
    let page = "{% extends \"base.html\" %}{% block main %}<p>My look</p>{% endblock %}";
    assert!(!live.save("themes/default/templates/story.html", page).stays);
    assert!(live.text("/stories/a/", WRITER).contains("My look"));
    let broken = live.save("themes/default/templates/story.html", "{% if %}");
    assert!(broken.stays && broken.counts().0 > 0);
    assert!(live.text("/stories/a/", WRITER).contains("My look"));
    live.save("themes/default/templates/story.html", &page.replace("My", "Your"));
    assert!(live.text("/stories/a/", WRITER).contains("Your look"));
}

#[test]
fn j9_a_page_that_the_theme_cannot_make() {
    let site = small();
    site.write("content/stories/secret.md", story("Zephyrine", "draft: true\n", "Not yet."));
    let live = Live::of(site);
    assert!(live.text("/stories/", WRITER).contains("Zephyrine"));
    assert!(live.text("/stories/a/", WRITER).contains(GOOD));
    let wrong = "{% extends \"base.html\" %}{% block main %}{{ page.no_such <script> }}{% endblock %}"
        .replace(" <script>", ".deep");
    for template in ["story", "wall"] {
        live.save(&format!("themes/default/templates/{template}.html"), &wrong);
    }
    // The last good page stays; one that never was is said to be broken, in words that are no markup.
    assert!(live.text("/stories/a/", WRITER).contains(GOOD));
    let never = live.get("/stories/b/", WRITER);
    assert!(never.status == 500 && never.version.is_some(), "{}", never.text());
    assert!(never.text().contains("no_such"), "{}", never.text());
    // Visitors never get the last page of the writer.
    let visitor = live.get("/stories/", VISITOR);
    assert!(!visitor.text().contains("Zephyrine"), "{}", visitor.text());
    assert!(!visitor.text().contains("no_such") && visitor.text().contains("as/writer"), "{}", visitor.text());
    // Nobody takes the old page for the new one.
    live.save("content/stories/a.md", &story("Another", "", "Newer words."));
    let old = live.text("/stories/a/", WRITER);
    assert!(old.contains(GOOD) && old.contains("<ripple-bar class=\"stays\">"), "{old}");
    for template in ["story", "wall"] {
        live.site.remove(&format!("themes/default/templates/{template}.html"));
    }
    live.until("the page is whole again", |live| live.get("/stories/b/", WRITER).status == 200);
}

#[test]
fn j9_a_first_state_that_is_broken_says_so_and_recovers() {
    for (path, broken, good) in [
        ("ripple.yaml", "title: [\n", CONFIG),
        ("themes/default/templates/base.html", "{% if %}", include_str!("../../themes/default/templates/base.html")),
    ] {
        let site = small();
        site.write(path, broken);
        let live = Live::of(site);
        for target in ["/", "/stories/a/", "/no-such/"] {
            let answer = live.get(target, WRITER);
            assert!(answer.status == 503 && answer.version.is_some(), "{path}: {target}: {}", answer.text());
            assert!(answer.text().contains("Nothing to show yet"), "{}", answer.text());
        }
        assert!(live.save(path, &format!("{broken}\n{broken}")).stays, "{path}");
        assert_eq!(live.get("/", WRITER).status, 503, "{path}");
        assert!(!live.save(path, good).stays, "{path}");
        assert!(live.text("/stories/a/", WRITER).contains(GOOD), "{path}");
    }
}

#[test]
fn a_broken_story_hides_no_other() {
    let live = Live::of(small());
    let broken = live.save("content/stories/a.md", "---\ntitle: [Anna\n---\nThe second words.\n");
    assert!(broken.counts().0 > 0 && !broken.stays);
    live.save("content/stories/b.md", &story("Ben", "", "Newer words."));
    for eyes in [WRITER, VISITOR] {
        assert!(live.text("/stories/b/", eyes).contains("Newer words."));
        assert!(live.text("/stories/", eyes).contains("Ben"));
    }
    assert!(live.text("/stories/a/", WRITER).contains("The second words."), "the writer sees what can be seen of it");
    assert_eq!(live.get("/stories/a/", VISITOR).status, 404);
    let mended = live.save("content/stories/a.md", &story("Anna", "", "The third words."));
    assert_eq!(mended.counts(), (0, 0));
    assert!(live.text("/stories/a/", VISITOR).contains("The third words."));
}

#[test]
fn j11_a_thousand_quick_saves_are_a_handful_of_rounds() {
    let live = Live::of(small());
    let start = Instant::now();
    for count in 0..1000 {
        live.site.write("content/stories/a.md", story("Anna", "", &format!("Save number {count}.")));
    }
    let took = start.elapsed();
    let end = Instant::now() + Duration::from_secs(2);
    while !live.text("/stories/a/", WRITER).contains("Save number 999.") {
        assert!(Instant::now() < end, "the last save is not shown in time");
    }
    live.site.write("content/stories/b.md", story("Ben", "", "The end."));
    let mut rounds = 0;
    while !format!("{:?}", live.round().changed).contains("b.md") {
        rounds += 1;
    }
    let most = 3 + took.as_millis() / 100;
    assert!(rounds <= most, "{rounds} rounds for saves that took {took:?}");
}

#[test]
fn a_save_in_two_goes_is_shown_whole() {
    let live = Live::of(small());
    for pause in [0, 1, 2, 3, 4, 5, 6, 8] {
        let whole = story("Anna", "", &format!("All of it, after {pause} ms."));
        let half = whole.find("All").unwrap();
        live.site.write("content/stories/a.md", &whole[..half]);
        std::thread::sleep(Duration::from_millis(pause));
        live.site.write("content/stories/a.md", &whole);
        live.until("the whole is shown", |live| {
            live.text("/stories/a/", WRITER).contains(&format!("after {pause} ms"))
        });
        while live.round_within(Duration::from_millis(60)).is_some() {}
    }
    let last = live.save("content/stories/b.md", &story("Ben", "", "The end."));
    assert!(last.changed.is_some() && live.text("/stories/a/", WRITER).contains("after 8 ms"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_is_still_open_is_waited_for() {
    use std::io::Write;
    let live = Live::of(small());
    let words = story("Anna", "", "All of it, and slowly.");
    let config = CONFIG.replace("Test site", "A slow site, and slowly.");
    for (path, whole) in [("content/stories/a.md", words), ("ripple.yaml", config)] {
        let mut file = fs::File::create(live.site.path(path)).unwrap();
        for part in whole.as_bytes().chunks(whole.len().div_ceil(2)) {
            std::thread::sleep(Duration::from_millis(30));
            file.write_all(part).unwrap();
        }
        drop(file);
        let round = live.round();
        assert_eq!(round.counts(), (0, 0), "{:?}", round.problems);
        assert!(live.text("/stories/a/", WRITER).contains("and slowly"));
        assert!(live.round_within(Duration::from_millis(300)).is_none());
    }
}

#[test]
fn saves_that_come_faster_than_rounds_do_not_queue_up() {
    let live = Live::slow(small(), Duration::from_millis(100));
    // Each pause is long enough to end a burst and far shorter than a round.
    for count in 0..60 {
        live.site.write("content/stories/a.md", story("Anna", "", &format!("Save number {count}.")));
        std::thread::sleep(Duration::from_millis(14));
    }
    let start = Instant::now();
    live.until("the last save is shown", |live| live.text("/stories/a/", WRITER).contains("Save number 59."));
    let late = start.elapsed();
    assert!(late < Duration::from_secs(2), "{late:?} behind: one round for each save would take six seconds");
}

#[test]
fn j13_what_is_no_source_makes_no_round() {
    let live = Live::of(small());
    for count in 0..20 {
        for path in [
            "public/index.html",
            ".git/index",
            ".git/objects/aa",
            ".ripple/manifests/x",
            "target/x.md",
            "README.md",
            "content/stories/.a.md.swp",
        ] {
            live.site.write(path, format!("{count}"));
        }
        // Touched, and saved as it was by an editor that renames: nothing is new.
        let touched = fs::File::options().append(true).open(live.site.path("content/stories/a.md")).unwrap();
        touched.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(count)).unwrap();
        live.site.write("content/stories/.a.md.new", story("Anna", "", GOOD));
        fs::rename(live.site.path("content/stories/.a.md.new"), live.site.path("content/stories/a.md")).unwrap();
    }
    let round = live.save("content/stories/b.md", &story("Ben", "", "New."));
    assert_eq!(round.changed.map(|batch| format!("{batch:?}").contains("b.md")), Some(true));
    assert!(live.text("/stories/b/", WRITER).contains("New."));
    assert!(live.round_within(Duration::from_millis(400)).is_none(), "a round without a change");
    // A build into the site's own folder neither.
    for path in ["public/index.html", ".ripple/manifests/x"] {
        live.site.remove(path);
    }
    let build = live.site.run(&["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert!(live.round_within(Duration::from_millis(400)).is_none(), "a build made a round");
}

static CLOCK: AtomicI64 = AtomicI64::new(0);

#[test]
fn a_date_that_passes_changes_the_site() {
    let midnight = crate::site_test::NOW + 12 * 3600;
    CLOCK.store(midnight - 1, Ordering::SeqCst);
    let mut site = small();
    site.options.clock = midnight - 1;
    site.write("content/stories/soon.md", story("Soon", "publish: 2026-12-02\n", "At last."));
    site.write("content/stories/gone.md", story("Gone", "expires: 2026-12-02\n", "Until now."));
    let live = Live::with(site, |options| options.clock = || CLOCK.load(Ordering::SeqCst));
    assert_eq!(live.is_there("/stories/soon/"), (true, false));
    assert_eq!(live.is_there("/stories/gone/"), (true, true));
    let before = live.get("/", VISITOR).version.unwrap();
    CLOCK.store(midnight, Ordering::SeqCst);
    let round = live.round();
    assert!(round.changed.is_none());
    assert_eq!(live.is_there("/stories/soon/"), (true, true));
    assert_eq!(live.is_there("/stories/gone/"), (true, false));
    assert!(live.get("/", VISITOR).version.unwrap() > before, "browsers have to know");
}

#[test]
fn a_page_is_never_older_than_the_last_message() {
    let live = Live::of(small());
    let mut stream = live.connect();
    write!(stream, "GET /__ripple/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", live.serving.port).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    // Whoever does not say what they have is told of what comes from now on.
    assert!(lines.any(|line| line == "event: hello"));
    let mut last = 0;
    for count in 0..30 {
        let words = format!("Words number {count}.");
        live.site.write("content/stories/a.md", story("Anna", "", &words));
        let id = loop {
            let line = lines.next().unwrap();
            if line == "event: reload" {
                let data = lines.next().unwrap();
                break data
                    .split("\"version\":")
                    .nth(1)
                    .and_then(|rest| rest.trim_end_matches('}').parse().ok())
                    .unwrap();
            }
        };
        let page = live.get("/stories/a/", WRITER);
        assert!(page.text().contains(&words), "{count}: told of {id}, and got\n{}", page.text());
        assert_eq!(page.version, Some(id));
        assert!(id > last);
        last = id;
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_appears_later_is_watched_where_it_leads() {
    let live = Live::of(small());
    live.site.write("drafts/far.md", story("Far", "", "First."));
    std::os::unix::fs::symlink("../../drafts/far.md", live.site.path("content/stories/far.md")).unwrap();
    live.round();
    assert!(live.text("/stories/far/", WRITER).contains("First."));
    live.site.write("drafts/far.md", story("Far", "", "Second."));
    live.until("the text behind the link is new", |live| live.text("/stories/far/", WRITER).contains("Second."));
}

#[test]
fn files_come_go_and_change_their_names() {
    let live = Live::of(small());
    live.save("content/stories/deep/er/c.md", &story("Clara", "", "New folder."));
    live.until("a story in a new folder", |live| live.is_there("/stories/c/") == (true, true));
    live.save("content/stories/deep/er/c.md", &story("Clara", "", "Changed there."));
    live.until("its change", |live| live.text("/stories/c/", WRITER).contains("Changed there."));
    fs::rename(live.site.path("content/stories/a.md"), live.site.path("content/stories/z.md")).unwrap();
    live.until("the new name", |live| live.is_there("/stories/z/") == (true, true));
    assert_eq!(live.is_there("/stories/a/"), (false, false));
    live.site.remove("content/stories/b.md");
    live.until("the deleted one", |live| live.is_there("/stories/b/") == (false, false));
    assert!(!live.text("/stories/", VISITOR).contains("Ben"));
    live.save("static/words.txt", "one");
    live.until("a new file", |live| live.get("/words.txt", VISITOR).body == b"one");
    live.save("static/words.txt", "two and more");
    assert_eq!(live.get("/words.txt", VISITOR).body, b"two and more");
    live.site.remove("static/words.txt");
    live.until("the file is gone", |live| live.get("/words.txt", VISITOR).status == 404);
}

#[test]
fn what_is_skipped_is_told_when_it_comes_and_when_it_goes() {
    let live = Live::of(small());
    live.site.write("content/stories/letter.docx", "x");
    let came = live.round_within(PATIENCE).map(|round| round.counts());
    live.site.remove("content/stories/letter.docx");
    let went = live.round_within(PATIENCE).map(|round| round.counts());
    assert_eq!((came, went), (Some((0, 1)), Some((0, 0))));
}
