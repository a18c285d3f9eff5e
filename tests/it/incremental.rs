//! Steps equal scratch: after any row of edits, every page is what a fresh build would make.

use crate::site_test::{SiteTest, built};
use proptest::prelude::*;
use ripple::engine::Changes;

/// One thing that happens to a site.
#[derive(Clone, Debug)]
enum Step {
    Write { story: usize, title: usize, tags: usize, target: usize, draft: bool, body: usize },
    Prompt { prompt: usize, body: usize },
    Tag { tag: usize, title: usize },
    Collection { title: usize },
    Remove { story: usize },
    Rename { story: usize, to: usize },
    Configure { title: usize },
    Style { colour: usize },
    Template { words: usize },
    Static { words: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let small = || 0..5_usize;
    let write = (small(), small(), small(), 0..7_usize, any::<bool>(), small())
        .prop_map(|(story, title, tags, target, draft, body)| Step::Write { story, title, tags, target, draft, body });
    let step = prop_oneof![
        8 => write,
        1 => (small(), small()).prop_map(|(prompt, body)| Step::Prompt { prompt: prompt % 2, body }),
        1 => (small(), small()).prop_map(|(tag, title)| Step::Tag { tag, title }),
        1 => small().prop_map(|title| Step::Collection { title }),
        2 => small().prop_map(|story| Step::Remove { story }),
        2 => (small(), small()).prop_map(|(story, to)| Step::Rename { story, to }),
        1 => small().prop_map(|title| Step::Configure { title }),
        1 => small().prop_map(|colour| Step::Style { colour }),
        1 => small().prop_map(|words| Step::Template { words }),
        1 => small().prop_map(|words| Step::Static { words }),
    ];
    prop::collection::vec(step, 1..12)
}

fn take(site: &SiteTest, step: &Step) {
    let path = |story: &usize| format!("content/stories/s{story}.md");
    match step {
        Step::Write { story, title, tags, target, draft, body } => {
            let draft = if *draft && body % 2 == 0 { "draft: true\n" } else { "" };
            let text = format!(
                "---\ntitle: Title {title}\ndate: 2026-0{}-02\n{draft}tags: [tag {tags}, other]\ncollection: c0\nprompts: [p0]\nanswers: p1\nripples: [{{paid-forward: s{target}, note: note {body}}}]\n---\nBody {body}, see [[s{}]].\n",
                title + 1,
                (target + 1) % 6,
            );
            site.write(&path(story), text);
        }
        Step::Prompt { prompt, body } => {
            site.write(&format!("content/prompts/p{prompt}.md"), format!("# Question {body}\n\nWhat {body}?"));
        }
        Step::Tag { tag, title } => {
            site.write(&format!("content/tags/tag-{tag}.md"), format!("---\ntitle: Label {title}\n---\nMeaning."));
        }
        Step::Collection { title } => site.write("content/collections/c0.md", format!("# Collection {title}\n")),
        Step::Remove { story } => drop(std::fs::remove_file(site.path(&path(story)))),
        Step::Rename { story, to } => drop(std::fs::rename(site.path(&path(story)), site.path(&path(to)))),
        Step::Configure { title } => {
            site.write(
                "ripple.yaml",
                crate::site_test::CONFIG.replace("Test site", &format!("Site {title}")) + "paginate: 3\n",
            );
        }
        Step::Style { colour } => {
            site.write("themes/default/static/style.css", format!("body {{ color: #00000{colour} }}"));
        }
        Step::Template { words } => {
            let text = format!(
                "{{% extends \"base.html\" %}}{{% block main %}}<h1>Words {words} {{{{ page.label }}}}</h1>{{% endblock %}}"
            );
            site.write("themes/default/templates/shelf.html", text);
        }
        Step::Static { words } => site.write("static/words.txt", format!("{words}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn stepwise_updates_equal_a_fresh_build(steps in steps()) {
        let site = SiteTest::new(&[]);
        let mut engine = site.engine();
        for step in &steps {
            take(&site, step);
            let stepwise = built(&mut engine, &Changes::All);
            let fresh = site.build();
            prop_assert_eq!(stepwise.paths(), fresh.paths());
            for (path, bytes) in &fresh.files {
                prop_assert!(&stepwise.files[path] == bytes, "{} differs after {:?}", path, step);
            }
            prop_assert_eq!(stepwise.report(), fresh.report());
        }
    }
}

#[test]
fn a_hint_reads_only_what_it_names() {
    let site = SiteTest::new(&[("content/stories/a.md", "# A\n\nOne."), ("content/stories/b.md", "# B\n\nOne.")]);
    let mut engine = site.engine();
    built(&mut engine, &Changes::All);
    site.write("content/stories/a.md", "# A\n\nTwo.");
    site.write("content/stories/c.md", "# C\n\nNew.");
    let only = |path: &str| Changes::Paths([ripple::model::SourcePath::new(path)].into());
    let stale = built(&mut engine, &only("content/stories/b.md"));
    assert!(stale.text("stories/a/index.html").contains("One."), "not named, so not read again");
    assert!(!stale.has("stories/c/index.html"), "nobody said that there is anything new");
    let named = built(&mut engine, &only("content/stories/a.md"));
    assert!(named.text("stories/a/index.html").contains("Two."));
    let found = built(&mut engine, &only("content/stories/c.md"));
    assert!(found.text("stories/c/index.html").contains("New."), "what is not known yet is looked for");
    site.remove("content/stories/b.md");
    assert!(!built(&mut engine, &only("content/stories/b.md")).has("stories/b/index.html"), "what is gone is gone");
}

#[test]
fn a_file_that_cannot_be_read_is_something_new() {
    let site = SiteTest::new(&[("content/stories/a.md", "---\ntitle: A\n---\nWords.\n")]);
    let mut engine = site.engine();
    let mut signature = || engine.preview(&Changes::All).unwrap().signature;
    let (before, again) = (signature(), signature());
    assert_eq!(before, again);
    site.write("content/stories/b.md", b"\xff\xfe\xfd");
    let with_b = signature();
    assert_ne!(before, with_b);
    site.write("content/stories/c.md", b"\xff\xfe\xfd");
    assert_ne!(with_b, signature());
    site.remove("content/stories/b.md");
    site.remove("content/stories/c.md");
    assert_eq!(before, signature());
}
