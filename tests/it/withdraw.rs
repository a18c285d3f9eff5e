//! Taking a story back: at once, completely, and whether or not the site can be built (reliability, P4 and K8).

use crate::site_test::{CONFIG, Run, SiteTest, story};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const TEXT: &str =
    "The tapir came in and said the one word that nobody in the whole room had ever said before that day.";

/// A site in which everything leads to one story.
fn site() -> SiteTest {
    let fields = "# keep me\ntags: [marmot, shared]\nmentor: Ida Blom\naliases: [/old/way/]\nconsent: { status: granted } # asked\nprompts: [ask]\nripples: [{inspired: other}]\n";
    SiteTest::new(&[
        ("content/stories/quokka.md", &story("The narwhal", fields, TEXT)),
        ("content/stories/other.md", &story("Other", "tags: [shared]\n", "After [[quokka]] we stayed.")),
        ("content/stories/far.md", &story("Far", "", "Text of its own.")),
        ("content/prompts/ask.md", "# Ask\n\nWho?\n"),
        ("static/CNAME", "example.org"),
    ])
}

/// Words that only the story brings into the output.
const WORDS: [&str; 6] = ["quokka", "narwhal", "tapir", "marmot", "Ida Blom", "old/way"];

#[track_caller]
fn assert_gone(site: &SiteTest, output: &str) {
    for (path, bytes) in files(&site.path(output)) {
        for word in WORDS {
            let holds = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!holds && !path.contains(word), "{word} is in {path}");
        }
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|file| file.file_type().is_file());
    let below = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    files.map(|file| (below(file.path()), fs::read(file.path()).unwrap())).collect()
}

fn built() -> SiteTest {
    let site = site();
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.path("public/stories/quokka/index.html").is_file());
    site
}

#[track_caller]
fn withdraw(site: &SiteTest, arguments: &[&str]) -> Run {
    let run = site.run(&[&["withdraw"], arguments].concat());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run
}

#[test]
fn k8_a_story_is_marked_retired_and_gone_from_every_byte() {
    let site = built();
    let before = fs::read_to_string(site.path("content/stories/quokka.md")).unwrap();
    let run = withdraw(&site, &["quokka"]);
    let after = fs::read_to_string(site.path("content/stories/quokka.md")).unwrap();
    assert_eq!(after, before.replace("{ status: granted } # asked", "{ status: withdrawn } # asked"));
    assert_gone(&site, "public");
    let retired = fs::read_to_string(site.path("retired")).unwrap();
    assert!(retired.starts_with("# Ids") && !retired.contains("quokka"), "{retired}");
    for words in [
        "Taken back: story `quokka`, “The narwhal”",
        "content/stories/quokka.md says `withdrawn`",
        "The site in public was made again without it",
        "nothing is left of it",
        "search engines and web archives: ask them to forget https://example.org/stories/quokka/",
        "in Git",
        "git add content/stories/quokka.md retired\n",
        "git push",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    // Twice is as good as once.
    let (files, text) = (files(&site.path("public")), run.stdout);
    let again = withdraw(&site, &["quokka"]);
    assert!(again.stdout.contains("said so already"), "{}{text}", again.stdout);
    assert_eq!(fs::read_to_string(site.path("retired")).unwrap(), retired);
    assert_eq!(self::files(&site.path("public")), files);
}

#[test]
fn p4_it_is_gone_although_the_site_cannot_be_built() {
    let broken: [(&str, &str); 6] = [
        ("content/stories/other.md", "---\ntitle: [Other\n---\nAfter [[quokka]]."),
        ("content/stories/new.md", "---\ntitle: New\ndraft: perhaps\n---\nText."),
        ("ripple.yaml", "title: Test site\nsafeguarding: nobody\nbase_url: https://example.org\n"),
        ("ripple.yaml", "title: ["),
        ("themes/default/templates/story.html", "{% if %}"),
        ("content/stories/new.md", "---\ntitle: New\nconsent: {status: granted, record: C-0142}\n---\nForm C-0142."),
    ];
    for (path, text) in broken {
        let site = built();
        site.write(path, text);
        site.write(".ripple/lock", "4194304\n");
        site.write("public/.well-known/mine", "mine");
        let run = withdraw(&site, &["quokka"]);
        assert!(run.stdout.contains("cannot be made again at the moment"), "{path} {text}: {}", run.stdout);
        assert_gone(&site, "public");
        let left = files(&site.path("public"));
        assert!(left.contains_key("stories/far/index.html") || path == "ripple.yaml", "{path}: {:?}", left.keys());
        assert_eq!(left[".well-known/mine"], b"mine");
        assert_eq!(left["CNAME"], b"example.org");
        for (plain, words) in [("index.html", "come back soon"), ("feed.xml", "<rss version"), ("404.html", "<title>")]
        {
            let text = String::from_utf8_lossy(&left[plain]).into_owned();
            assert!(text.contains(words), "{plain}: {text}");
        }
        assert!(run.stdout.contains("stories/quokka/index.html") || run.stdout.contains("more"), "{}", run.stdout);
        assert!(run.stdout.contains("before the error is mended"), "{}", run.stdout);
        // Mended, everything else comes back.
        match path {
            "ripple.yaml" => site.write(path, CONFIG),
            "content/stories/other.md" => site.write(path, story("Other", "", "We stayed.")),
            _ => site.remove(path),
        }
        let mended = site.run(&["build"]);
        assert_eq!(mended.code, 0, "{}", mended.stderr);
        assert!(site.path("public/stories/other/index.html").is_file() && site.path("public/sitemap.xml").is_file());
        assert_gone(&site, "public");
    }
}

#[test]
fn p4_a_lost_manifest_and_a_file_in_the_way_keep_nothing_online() {
    let site = built();
    fs::remove_file(fs::read_dir(site.path(".ripple/manifests")).unwrap().next().unwrap().unwrap().path()).unwrap();
    site.write("content/stories/new.md", "---\ntitle: New\ndraft: perhaps\n---\nText.");
    withdraw(&site, &["quokka"]);
    assert_gone(&site, "public");
    // Somebody's own file stands where a new page has to go: the build is refused, the take-down is not.
    let site = built();
    site.write("content/stories/new.md", story("New", "", "Text."));
    site.write("public/stories/new/index.html", "mine");
    let run = withdraw(&site, &["quokka"]);
    assert!(run.stdout.contains("was not written by ripple"), "{}", run.stdout);
    assert_gone(&site, "public");
    assert_eq!(fs::read(site.path("public/stories/new/index.html")).unwrap(), b"mine");
}

#[test]
fn k8_what_is_left_by_another_hand_is_told_and_never_touched() {
    for (path, text, what) in [
        ("public/notes.txt", "See stories/quokka/ for more.", "its address"),
        ("public/stories/quokka/photo.txt", "A photo.", "its own folder"),
        ("public/list.json", "{\"story\":\"Ida Blom\"}", "a name that only it shows"),
        ("public/old.css", "/* the one word that nobody in the whole room had ever said */", "words of its text"),
        ("public/feed-copy.xml", "<guid>tag:example.org,2026:story/quokka</guid>", "its id"),
    ] {
        let site = built();
        site.write(path, text);
        let run = site.run(&["withdraw", "quokka"]);
        assert_eq!(run.code, 3, "{path}: {}", run.stdout);
        let line = format!("  {} ({what}", path.strip_prefix("public/").unwrap());
        assert!(
            run.stdout.contains("Something is left of it in public") && run.stdout.contains(&line),
            "{}",
            run.stdout
        );
        assert_eq!(fs::read_to_string(site.path(path)).unwrap(), text);
    }
    // A word in common may be chance.
    let site = built();
    site.write("public/animals.txt", "The narwhal and the quokka.");
    let run = withdraw(&site, &["quokka"]);
    assert!(run.stdout.contains("perhaps by chance") && run.stdout.contains("animals.txt"), "{}", run.stdout);
}

#[test]
fn k8_a_tag_with_a_file_of_its_own_is_no_rest_of_the_story() {
    let site = site();
    site.write("content/tags/marmot.md", "---\ntitle: Marmot\n---\nWhat this tag means.\n");
    assert_eq!(site.run(&["build"]).code, 0);
    let run = withdraw(&site, &["quokka"]);
    assert!(run.stdout.contains("nothing is left of it") && !run.stdout.contains("tags/marmot"), "{}", run.stdout);
    assert!(site.path("public/tags/marmot/index.html").is_file());
}

#[test]
fn a_retired_id_is_never_used_again() {
    let site = built();
    withdraw(&site, &["quokka"]);
    site.remove("content/stories/quokka.md");
    site.write("content/stories/other.md", story("Other", "", "We stayed."));
    site.write("content/stories/new.md", story("Quite another", "id: quokka\n", "Text."));
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("content/stories/new.md:4:5: error[retired-id]"), "{}", run.stderr);
    // Another kind may have it, and a draft is only warned.
    site.write("content/stories/new.md", story("Quite another", "id: quokka\ndraft: true\n", "Text."));
    site.write("content/prompts/quokka.md", "# Who?\n\nWho?\n");
    assert_eq!(site.run(&["build"]).code, 0);
    let check = site.run(&["check"]);
    assert!(check.code == 0 && check.stderr.contains("note[retired-id]"), "{}", check.stderr);
}

#[test]
fn a_build_knows_that_an_id_was_retired_since() {
    let site = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    assert_eq!(site.run(&["build"]).code, 0);
    assert!(site.run(&["build"]).stdout.contains("nothing had changed"));
    let other = SiteTest::new(&[("content/stories/a.md", &story("A", "", "Text."))]);
    withdraw(&other, &["a"]);
    fs::copy(other.path("retired"), site.path("retired")).unwrap();
    assert_eq!(site.run(&["build"]).code, 1, "another branch has taken it back");
}

#[test]
fn a_tombstone_says_so_at_the_old_address_until_it_is_deleted() {
    for broken in [false, true] {
        let site = built();
        if broken {
            site.write("content/stories/new.md", "---\ntitle: New\ndraft: perhaps\n---\nText.");
        }
        let run = withdraw(&site, &["quokka", "--tombstone"]);
        assert!(run.stdout.contains("static/stories/quokka/index.html says at the old address"), "{}", run.stdout);
        let page = site.path("public/stories/quokka/index.html");
        let words = "This story has been taken back.";
        assert!(fs::read_to_string(&page).unwrap().contains(words));
        assert!(files(&site.path("public/stories/quokka")).len() == 1, "nothing else is there");
        if broken {
            site.remove("content/stories/new.md");
        }
        for run in [site.run(&["build"]), site.run(&["withdraw", "quokka"])] {
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
        assert!(fs::read_to_string(&page).unwrap().contains(words), "every build keeps it");
        let other = fs::read_to_string(site.path("public/sitemap.xml")).unwrap();
        assert!(!other.contains("quokka"), "{other}");
        site.remove("static/stories/quokka/index.html");
        assert_eq!(site.run(&["build"]).code, 0);
        assert!(!page.exists());
    }
}

#[test]
fn a_story_is_named_by_its_id_its_file_or_its_address() {
    for name in [
        "story:quokka",
        "content/stories/quokka.md",
        "/stories/quokka/",
        "stories/quokka",
        "https://example.org/stories/quokka/#part",
        "https://example.org/stories/quokka/index.html",
        "The narwhal",
    ] {
        let site = site();
        let run = withdraw(&site, &[name]);
        assert!(run.stdout.contains("story `quokka`"), "{name}: {}", run.stdout);
    }
    let site = site();
    let before = files(site.root());
    for (name, words) in [
        ("quoka", "did you mean `quokka`?"),
        ("nothing-like-it", "`ripple list` shows what there is"),
        ("/stories/nowhere/", "no file and no entry"),
        ("ripple.yaml", "is no part of the site"),
    ] {
        let run = site.run(&["withdraw", name]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name}");
        assert!(run.stderr.contains(words), "{name}: {}", run.stderr);
    }
    assert_eq!(files(site.root()), before, "nothing is changed");
}

#[test]
fn a_draft_another_output_and_an_output_that_may_not_be_written() {
    let site = site();
    site.write("content/stories/d.md", story("Early", "draft: true\n", "Text."));
    assert!(withdraw(&site, &["d"]).stdout.contains("story `d`"));
    let away = site.path("away");
    assert_eq!(site.run(&["build", "-o", "away"]).code, 0);
    withdraw(&site, &["quokka", "-o", "away"]);
    assert!(away.join("index.html").is_file());
    assert_gone(&site, "away");
    let before = files(site.root());
    let refused = site.run(&["withdraw", "far", "-o", "content"]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert_eq!(files(site.root()), before, "refused before the first change");
}

#[test]
fn a_story_whose_own_fields_are_broken_goes_too() {
    let site = built();
    let text = "---\ntitle: [The narwhal\n---\nThe tapir.";
    site.write("content/stories/quokka.md", text);
    let run = site.run(&["withdraw", "quokka"]);
    assert!(run.stdout.contains("has an error and could not be changed"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(site.path("content/stories/quokka.md")).unwrap(), text);
    assert!(!site.path("public/stories/quokka").exists());
    for path in ["stories/index.html", "sitemap.xml", "feed.xml", "tags/marmot/index.html"] {
        let text = fs::read_to_string(site.path("public").join(path)).unwrap_or_default();
        assert!(!text.contains("quokka") && !text.contains("narwhal"), "{path}: {text}");
    }
}

#[test]
fn a_person_goes_with_all_that_names_them() {
    for broken in [false, true] {
        let site = SiteTest::new(&[
            ("content/people/ines.md", "---\nname: {full: Ines Moreau, first: Ines}\n---\n"),
            ("content/stories/a.md", &story("Anna", "mentee: ines\n", "Text.")),
            ("content/stories/b.md", &story("Berta", "mentor: Ines Moreau from school\n", "Text.")),
            ("content/stories/c.md", &story("Carla", "", "After [[a]].")),
        ]);
        assert_eq!(site.run(&["build"]).code, 0);
        if broken {
            site.write("content/stories/new.md", "---\ntitle: New\ndraft: perhaps\n---\nText.");
        }
        let run = withdraw(&site, &["person:ines"]);
        assert!(
            run.stdout.contains("With this person goes all that names them:\n  content/stories/a.md"),
            "{}",
            run.stdout
        );
        for (path, bytes) in files(&site.path("public")) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!text.contains("Ines Moreau") && !text.contains("stories/a/"), "{path}: {text}");
        }
        assert!(site.path("public/stories/c").exists() || broken);
    }
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let long = "It was an ordinary day.\n\n";
    let texts = [
        ("bold", "Ines **Moreau** sang."),
        ("link", "[Ines](https://example.org/) Moreau sang."),
        ("space", "Ines&nbsp;Moreau sang."),
        ("capitals", "INES MOREAU sang."),
    ];
    let ines = "---\nname: {full: Ines Moreau, first: Ines}\nconsent: {status: granted, name: full}\n---\n";
    let site = SiteTest::new(&[
        ("content/people/ines.md", ines),
        ("content/stories/a.md", &story("Anna", "mentee: ines\n", "Text.")),
        ("content/stories/far.md", &story("Far", "", "Text of its own.")),
        ("static/ines-moreau.txt", "A certificate."),
    ]);
    for (name, text) in texts {
        site.write(&format!("content/stories/{name}.md"), story("Song", "", &format!("{long}{text}")));
    }
    let first = site.run(&["build"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    site.write("content/stories/new.md", "---\ntitle: New\ndraft: perhaps\n---\nText.");
    let run = site.run(&["withdraw", "person:ines"]);
    for (name, _) in texts {
        assert!(!site.path(&format!("public/stories/{name}/index.html")).exists(), "{name}: {}", run.stdout);
    }
    assert!(!site.path("public/ines-moreau.txt").exists(), "{}", run.stdout);
    assert!(site.path("public/stories/far/index.html").is_file());
}

#[test]
fn what_somebody_is_is_no_name() {
    let site = SiteTest::new(&[
        ("content/stories/chair.md", &story("The empty chair", "mentee: a new boy\n", "Text.")),
        ("content/stories/x.md", &story("Other", "", "It was an ordinary day.\n\nThen a new boy came in and smiled.")),
    ]);
    assert_eq!(site.run(&["build"]).code, 0);
    let run = withdraw(&site, &["chair"]);
    assert!(!run.stdout.contains("Something is left"), "{}", run.stdout);
}

#[test]
fn a_name_in_words_keeps_no_take_down_waiting() {
    let person = |status: &str| format!("---\nname: {{full: Ines Moreau}}\nconsent: {{status: {status}}}\n---\n");
    let site = SiteTest::new(&[
        ("content/people/ines.md", &person("granted")),
        ("content/stories/a.md", &story("Anna", "mentor: Ines Moreau from school\n", "Text.")),
        ("content/stories/b.md", &story("Berta", "", "Text.")),
    ]);
    assert_eq!(site.run(&["build"]).code, 0);
    for status in ["withdrawn", "refused", "granted, expires: 2020-01-01", "granted, scope: [print]"] {
        site.write("content/people/ines.md", person(status));
        let run = site.run(&["build", "--strict"]);
        assert_eq!(run.code, 0, "{status}: {}", run.stderr);
        assert!(run.stderr.contains("content/stories/a.md:4:9: note[withheld]"), "{}", run.stderr);
        assert!(run.stderr.contains("such as `a pupil`, and it comes back"), "{}", run.stderr);
        for (path, bytes) in files(&site.path("public")) {
            assert!(!String::from_utf8_lossy(&bytes).contains("Moreau"), "{path}");
        }
        assert!(!site.path("public/stories/a").exists() && site.path("public/stories/b").exists());
    }
    // The remedy that is told brings it back.
    site.write("content/stories/a.md", story("Anna", "mentor: a teacher\n", "Text."));
    assert_eq!(site.run(&["build"]).code, 0);
    assert!(site.path("public/stories/a").exists());
}

#[test]
fn help_shows_examples() {
    let site = site();
    let help = site.run(&["help", "withdraw"]);
    assert!(help.stdout.contains("Take a story back at once") && help.stdout.contains("Examples:"), "{}", help.stdout);
    assert!(site.run(&["completions", "bash"]).stdout.contains("withdraw"));
}
