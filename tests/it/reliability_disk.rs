//! Rows A and B of the fault table (publishing and deleting, names and addresses), each with a whole site and
//! the real program.

use crate::site_test::{CONFIG, Run, SiteTest, story};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Everything below a folder: what it is, its bytes, and when it was last written.
pub fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
    entries
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            let metadata = entry.path().symlink_metadata().unwrap();
            let what = if metadata.is_file() {
                let digest = ripple::model::Digest::of_bytes(&fs::read(entry.path()).unwrap());
                format!("{} {:?}", digest.hex(), metadata.modified().unwrap())
            } else if metadata.is_dir() {
                "folder".to_owned()
            } else {
                format!("{:?} {:?}", metadata.file_type(), fs::read_link(entry.path()).ok())
            };
            (below, what)
        })
        .collect()
}

/// Runs the program in a folder, with a home folder of its own. A hang is a failure.
#[track_caller]
pub fn run_in(folder: &Path, home: &Path, arguments: &[&str], limit: Duration) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ripple"));
    command.args(arguments).current_dir(folder).env("HOME", home).env("NO_COLOR", "1").env_remove("SOURCE_DATE_EPOCH");
    finish(&mut command, limit)
}

#[track_caller]
pub fn finish(command: &mut Command, limit: Duration) -> Run {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > limit {
            child.kill().unwrap();
            panic!("{command:?} did not come to an end in {limit:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let run = Run::of(child.wait_with_output().unwrap());
    assert!(run.code >= 0 && !run.stderr.contains("panicked at"), "{}", run.stderr);
    run
}

/// The program in a site's own folder, which must end in 20 seconds.
#[track_caller]
pub fn build(site: &SiteTest, arguments: &[&str]) -> Run {
    run_in(site.root(), site.root(), &[&["build"], arguments].concat(), Duration::from_secs(20))
}

#[track_caller]
pub fn expect(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    for part in words {
        assert!(run.stderr.contains(part), "`{part}` is missing from:\n{}", run.stderr);
    }
}

/// `home/sites/wall` is a site with every kind of source; around it there are other things of the writer's.
fn nested() -> SiteTest {
    let site = SiteTest::new(&[
        ("home/sites/wall/ripple.yaml", CONFIG),
        ("home/sites/wall/content/stories/a.md", &story("A", "", "Text.")),
        ("home/sites/wall/static/robot.svg", "<svg/>"),
        ("home/sites/wall/themes/ours/templates/x.html", "x"),
        ("home/sites/wall/archetypes/story.md", "x"),
        ("home/sites/wall/.git/HEAD", "x"),
        ("home/sites/wall/notes.txt", "mine"),
        ("home/letter.txt", "mine"),
        ("home/papers/thesis.txt", "mine"),
    ]);
    fs::create_dir(site.path("home/desk")).unwrap();
    site
}

#[test]
fn a1_a2_no_source_and_no_folder_of_the_writers_is_ever_the_output() {
    let site = nested();
    let (root, home) = (site.path("home/sites/wall"), site.path("home"));
    #[cfg(unix)]
    for (to, link) in
        [("content", "words"), ("..", "up"), ("../..", "house"), (".", "self"), ("static", "files"), ("/", "top")]
    {
        std::os::unix::fs::symlink(to, root.join(link)).unwrap();
    }
    let before = tree(site.root());
    let home_text = home.display().to_string();
    let mut outputs: Vec<(&str, &str)> = vec![
        (".", "the site itself"),
        ("./", "the site itself"),
        ("..", "the site itself"),
        ("../..", "home folder"),
        ("/", "the top of the whole disk"),
        ("//", "the top of the whole disk"),
        ("/..", "the top of the whole disk"),
        (&home_text, "home folder"),
        ("content", "a part of what the site is made from"),
        ("content/stories/", "a part of what the site is made from"),
        ("content/public", "a part of what the site is made from"),
        ("static", "a part of what the site is made from"),
        ("static/site", "a part of what the site is made from"),
        ("themes", "a part of what the site is made from"),
        ("themes/ours", "a part of what the site is made from"),
        ("archetypes", "a part of what the site is made from"),
        (".git", "a part of what the site is made from"),
        (".ripple", "a part of what the site is made from"),
        ("public/../content", "a part of what the site is made from"),
        ("public/..", "the site itself"),
        ("notes.txt", "is a file"),
        ("notes.txt/x", "is a file"),
    ];
    if cfg!(unix) {
        outputs.extend([
            ("words", "a part of what the site is made from"),
            ("words/new", "a part of what the site is made from"),
            ("up", "the site itself"),
            ("house", "home folder"),
            ("self", "the site itself"),
            ("files", "a part of what the site is made from"),
            ("top", "the top of the whole disk"),
        ]);
    }
    for (output, why) in outputs {
        let run = run_in(&root, &home, &["build", "-o", output], Duration::from_secs(20));
        expect(&run, 2, &[why, &format!("`{output}`"), "Choose a folder of its own"]);
        assert_eq!(run.stdout, "", "{output}");
        assert_eq!(tree(site.root()), before, "something was changed by -o `{output}`");
    }
    expect(&run_in(&root, &home, &["build", "-o", ""], Duration::from_secs(20)), 2, &["--output-dir"]);
    assert_eq!(tree(site.root()), before, "something was changed by an empty -o");
    // The refusals above are no refusal of everything.
    expect(&run_in(&root, &home, &["build", "-o", "../out"], Duration::from_secs(20)), 0, &[]);
    assert!(site.path("home/sites/out/stories/a/index.html").is_file());
}

#[test]
fn a3_a_folder_that_holds_something_else_is_left_alone() {
    let site = nested();
    let root = site.path("home/sites/wall");
    let before = tree(site.root());
    for output in ["../../papers", "../../papers/"] {
        let run = run_in(&root, &site.path("home"), &["build", "-o", output], Duration::from_secs(20));
        expect(&run, 2, &["files that ripple did not write", ".ripple-output"]);
        assert_eq!(tree(site.root()), before);
    }
    // An empty folder is fine, and so is the way out that the message names.
    for output in ["../../desk", "../../papers"] {
        if output.ends_with("papers") {
            site.write("home/papers/.ripple-output", "");
        }
        expect(&run_in(&root, &site.path("home"), &["build", "-o", output], Duration::from_secs(20)), 0, &[]);
    }
    assert_eq!(fs::read_to_string(site.path("home/papers/thesis.txt")).unwrap(), "mine");
}

#[test]
fn a4_what_others_put_into_the_output_stays() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "tags: [one]\n", "Text."))]);
    expect(&build(&site, &[]), 0, &[]);
    let planted =
        [".git/HEAD", "CNAME", ".well-known/security.txt", "stories/a/by-hand.html", "tags/one/mine.txt", "mine/x"];
    for path in planted {
        site.write(&format!("public/{path}"), "by hand");
    }
    let pick = |all: BTreeMap<String, String>| -> Vec<String> {
        all.into_iter().filter(|(path, _)| planted.contains(&path.as_str())).map(|(_, what)| what).collect()
    };
    let before = pick(tree(&site.path("public")));
    assert_eq!(before.len(), planted.len());
    expect(&build(&site, &[]), 0, &[]);
    site.remove("content/stories/a.md");
    expect(&build(&site, &[]), 0, &[]);
    assert_eq!(pick(tree(&site.path("public"))), before);
    assert!(!site.path("public/stories/a/index.html").exists(), "ours is gone, theirs stays");
}

/// A change that a writer makes.
type Step = fn(&SiteTest);

#[test]
fn a5_what_is_taken_away_disappears_in_the_same_build() {
    let one = |fields: &str| story("Lantern", &format!("tags: [lamplight]\n{fields}"), "Text.");
    let files = [
        "stories/lantern/index.html",
        "tags/lamplight/index.html",
        "tags/lamplight/feed.xml",
        "old/lantern/index.html",
    ];
    let steps: [(&str, Step, &[&str]); 5] = [
        ("deleted", |site| site.remove("content/stories/lantern.md"), &["lantern", "Lantern", "lamplight"]),
        (
            "renamed",
            |site| fs::rename(site.path("content/stories/lantern.md"), site.path("content/stories/torch.md")).unwrap(),
            &["stories/lantern", "story/lantern"],
        ),
        (
            "draft",
            |site| site.write("content/stories/lantern.md", story("Lantern", "draft: true\ntags: [lamplight]\n", "T")),
            &["lantern", "Lantern", "lamplight"],
        ),
        (
            "withdrawn",
            |site| {
                let fields = "consent: {status: withdrawn}\ntags: [lamplight]\naliases: [/old/lantern/]\n";
                site.write("content/stories/lantern.md", story("Lantern", fields, "T"));
            },
            &["lantern", "Lantern", "lamplight"],
        ),
        ("untagged", |site| site.write("content/stories/lantern.md", story("Lantern", "", "Text.")), &["lamplight"]),
    ];
    for (name, step, gone) in steps {
        let site = SiteTest::new(&[
            ("content/stories/lantern.md", &one("aliases: [/old/lantern/]\n")),
            ("content/stories/other.md", &story("Other", "", "Other text.")),
        ]);
        expect(&build(&site, &[]), 0, &[]);
        for file in files {
            assert!(site.path("public").join(file).is_file(), "{file} was never there");
        }
        step(&site);
        expect(&build(&site, &[]), 0, &[]);
        let left = tree(&site.path("public"));
        assert!(left.contains_key("stories/other/index.html"), "{name}");
        for words in gone {
            for path in left.keys() {
                assert!(!path.contains(words), "{name}: {path} is still there");
                let place = site.path("public").join(path);
                let text = if place.is_file() { fs::read(&place).unwrap() } else { Vec::new() };
                assert!(!text.windows(words.len()).any(|part| part == words.as_bytes()), "{name}: {path} has {words}");
            }
        }
    }
}

#[test]
fn a6_an_error_anywhere_leaves_the_published_site_to_the_byte() {
    let breaks: [(&str, &str, &str, i32); 8] = [
        ("content/stories/b.md", "---\ntitle: [\n---\nx", "yaml", 1),
        ("content/stories/b.md", "---\ntitle: B\ndraft: yes please\n---\nx", "bad-boolean", 1),
        ("content/stories/b.md", "---\ntitle: B\nslug: a\n---\nx", "same-address", 1),
        ("ripple.yaml", "title: T\nsafeguarding: nobody\n", "unknown-choice", 2),
        ("ripple.yaml", "title: T\nsafeguarding: school\ncontact: x\n", "consent-missing", 3),
        ("themes/default/templates/story.html", "{% block", "template-error", 2),
        ("themes/default/templates/story.html", "{{ page.card.nothing.at.all }}", "template-error", 2),
        ("static/stories", "a file where a folder must be", "same-address", 1),
    ];
    for (path, text, problem, code) in breaks {
        let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
        expect(&build(&site, &[]), 0, &[]);
        // A change that would be published, beside the slip.
        site.write("content/stories/a.md", story("A, changed", "", "Other text."));
        site.write(path, text);
        let before = tree(site.root());
        expect(&build(&site, &[]), code, &[problem, "Nothing can be published yet"]);
        assert_eq!(tree(site.root()), before, "{path}: {text}");
        let elsewhere = build(&site, &["-o", "fresh"]);
        assert_eq!(elsewhere.code, code);
        assert_eq!(tree(site.root()), before, "a new folder is not even made");
    }
}

#[cfg(unix)]
#[test]
fn a13_the_output_holds_no_links() {
    use std::os::unix::fs::MetadataExt;
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "", "Text.")),
        ("static/real.pdf", "a paper"),
        ("static/folder/x.txt", "x"),
    ]);
    std::os::unix::fs::symlink("real.pdf", site.path("static/link.pdf")).unwrap();
    std::os::unix::fs::symlink("folder", site.path("static/again")).unwrap();
    fs::hard_link(site.path("static/real.pdf"), site.path("static/twin.pdf")).unwrap();
    expect(&build(&site, &[]), 0, &[]);
    expect(&build(&site, &[]), 0, &[]);
    for copy in ["link.pdf", "twin.pdf", "again/x.txt"] {
        assert!(site.path("public").join(copy).is_file(), "{copy}");
    }
    for path in tree(&site.path("public")).keys() {
        let metadata = site.path("public").join(path).symlink_metadata().unwrap();
        assert!(metadata.is_dir() || (metadata.is_file() && metadata.nlink() == 1), "{path} is a link");
    }
}

#[test]
fn a14_nothing_that_is_made_begins_with_an_underscore() {
    let site = SiteTest::new(&[
        ("content/stories/_first.md", &story("_First", "tags: [_odd, __init__]\nsetting: _yard\n", "Text.")),
        ("content/stories/_folder/index.md", &story("Folder", "collection: _set\nslug: \"folder\"\n", "Text.")),
        ("content/prompts/_why.md", "Why?"),
        ("content/pages/_about.md", "# About\n\nUs."),
        ("content/collections/_set.md", "---\ntitle: Set\n---\n"),
        ("ripple.yaml", &format!("{CONFIG}story_settings: [_yard]\n")),
    ]);
    expect(&build(&site, &[]), 0, &[]);
    let made = tree(&site.path("public"));
    for path in made.keys().filter(|path| !["_headers", "_redirects"].contains(&path.as_str())) {
        assert!(path.split('/').all(|segment| !segment.starts_with('_')), "{path}");
    }
    for path in [".nojekyll", "stories/first/index.html", "stories/folder/index.html", "tags/odd/index.html"] {
        assert!(made.contains_key(path), "{path} is missing from {:#?}", made.keys());
    }
}

#[test]
fn b3_b8_two_stories_with_one_address_are_both_named() {
    let slug = |title: &str| story(title, "slug: same\n", "Text.");
    for (one, other, texts) in [
        ("content/stories/a.md", "content/stories/b.md", [slug("A"), slug("B")]),
        ("content/stories/a.md", "content/stories/a/index.md", [story("A", "", "x"), story("B", "", "x")]),
        ("content/stories/2026-01-02-a.md", "content/stories/a.md", [story("A", "", "x"), story("B", "", "x")]),
        ("content/stories/x/a.md", "content/stories/y/a.md", [story("A", "", "x"), story("B", "", "x")]),
    ] {
        let site = SiteTest::new(&[(one, &texts[0]), (other, &texts[1])]);
        expect(&build(&site, &[]), 1, &[one, other, "error[", "Nothing can be published yet"]);
        assert!(!site.path("public").exists());
    }
}

#[test]
fn b4_names_that_differ_only_in_case() {
    let site = SiteTest::new(&[("content/stories/Anna.md", &story("A", "", "x")), ("content/stories/anna.md", "x")]);
    if !site.path("content/stories/ANNA.md").exists() {
        expect(&build(&site, &[]), 1, &["content/stories/Anna.md", "content/stories/anna.md", "error[same-name]"]);
    }
    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "slug: Anna\n", "x")),
        ("content/stories/b.md", &story("B", "slug: anna\n", "x")),
    ]);
    expect(&build(&site, &[]), 1, &["content/stories/a.md", "content/stories/b.md", "error[same-address]"]);

    let site = SiteTest::new(&[
        ("content/stories/a.md", &story("A", "tags: [Pay it forward]\n", "x")),
        ("content/stories/b.md", &story("B", "tags: [pay-it-forward]\n", "x")),
        ("content/stories/c.md", &story("C", "tags: [PAY_IT_FORWARD]\n", "x")),
        ("content/stories/d.md", &story("D", "tags: [Pay it forward]\n", "x")),
    ]);
    let run = build(&site, &["--strict"]);
    expect(&run, 0, &["note[tag-spelling]", "`PAY_IT_FORWARD` is the same tag as `Pay it forward`"]);
    let made = tree(&site.path("public"));
    let tags: Vec<_> = made.keys().filter(|path| path.starts_with("tags/") && path.ends_with("/index.html")).collect();
    assert_eq!(tags, ["tags/index.html", "tags/pay-it-forward/index.html"]);
    let page = fs::read_to_string(site.path("public/tags/pay-it-forward/index.html")).unwrap();
    assert!(
        page.contains("<h1>Pay it forward</h1>") && page.contains("Four stories recorded here are about this."),
        "{page}"
    );
}

#[test]
fn b9_hidden_files_and_backups_are_never_published() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text.")), ("static/fine.txt", "fine")]);
    for folder in ["content", "content/stories", "static", "static/deep"] {
        for name in [".env", ".git/config", ".DS_Store", "a.md~", "#a.md#", ".a.md.swp", "Thumbs.db", "a.bak", "4913"] {
            site.write(&format!("{folder}/{name}"), "---\ntitle: Leaked\n---\nsecret-7281");
        }
    }
    site.write("content/stories/.hidden/b.md", story("Leaked", "", "secret-7281"));
    site.write("static/.well-known/security.txt", "public");
    expect(&build(&site, &[]), 0, &[]);
    let made = tree(&site.path("public"));
    assert!(made.contains_key("fine.txt") && made.contains_key(".well-known/security.txt"));
    for path in made.keys().filter(|path| site.path("public").join(path).is_file()) {
        let text = fs::read(site.path("public").join(path)).unwrap();
        let text = String::from_utf8_lossy(&text);
        assert!(!text.contains("secret-7281") && !text.contains("Leaked"), "{path}");
        let ours = [".nojekyll", ".ripple-output", ".ripple-manifest", ".well-known/security.txt"];
        assert!(!path.starts_with('.') || ours.contains(&path.as_str()), "{path}");
    }
}
