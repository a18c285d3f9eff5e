//! What the writer sees in lists of stories that nobody else sees.

use crate::site_test::{CONFIG, SiteTest};
use ripple::engine::{Changes, Snapshot};
use std::sync::Arc;

fn page(engine: &ripple::engine::Engine, snapshot: &Arc<Snapshot>, output: &str) -> String {
    let bytes = engine.pages().bytes(snapshot, snapshot.page(output).unwrap()).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn lists_say_to_the_writer_alone_why_nobody_sees_a_story() {
    let consent = "safeguarding: organisation";
    let site = SiteTest::new(&[
        (
            "content/stories/open.md",
            "---\ntitle: Open\ndate: 2026-01-01\nconsent: {status: granted}\nripples: [{to: draft, kind: inspired}]\n---\nIt was.\n",
        ),
        ("content/stories/draft.md", "---\ntitle: Sketch\ndraft: true\nconsent: {status: granted}\n---\nIt was.\n"),
        ("content/stories/held.md", "---\ntitle: Later\ndate: 2027-01-02\nconsent: {status: granted}\n---\nIt was.\n"),
        ("content/stories/over.md", "---\ntitle: Over\nexpires: 2026-02\nconsent: {status: granted}\n---\nIt was.\n"),
        ("content/stories/asked.md", "---\ntitle: Asked\nconsent: {status: pending}\n---\nIt was.\n"),
        ("content/stories/none.md", "---\ntitle: None\n---\nIt was.\n"),
        ("content/stories/no.md", "---\ntitle: No\nconsent: {status: refused}\n---\nIt was.\n"),
        ("content/stories/print.md", "---\ntitle: Print\nconsent: {status: granted, scope: [print]}\n---\nIt was.\n"),
    ]);
    site.write("ripple.yaml", CONFIG.replace("safeguarding: open", consent));
    let mut engine = site.engine();
    let preview = engine.preview(&Changes::All).unwrap();

    let wall = page(&engine, &preview.writer, "stories/index.html");
    for state in [
        "Draft",
        "Held until 2 January 2027",
        "Expired on 1 February 2026",
        "Consent not given yet",
        "No consent yet",
        "Consent refused",
        "No consent for the web",
    ] {
        let label = format!("<p class=\"state\">{state}</p>");
        assert_eq!(wall.matches(&label).count(), 1, "{state}\n{wall}");
    }
    assert!(page(&engine, &preview.writer, "index.html").contains("<p class=\"state\">"));
    assert!(page(&engine, &preview.writer, "stories/open/index.html").contains("<p class=\"state\">Draft</p>"));
    assert!(!wall.contains("Open</a></h2><p class=\"state\">"));

    for output in ["stories/index.html", "index.html", "stories/open/index.html"] {
        assert!(!page(&engine, &preview.visitor, output).contains("class=\"state\""), "{output}");
    }
    assert!(preview.visitor.site.states.is_empty());
}

#[test]
fn writer_and_visitor_share_what_is_the_same_and_no_more() {
    let site = SiteTest::new(&[("content/stories/open.md", "---\ntitle: Open\n---\nIt was.\n")]);
    let mut engine = site.engine();
    let mut shared = || {
        let preview = engine.preview(&Changes::All).unwrap();
        let seen = |snapshot: &Snapshot| snapshot.page("stories/draft/index.html").is_some();
        (Arc::ptr_eq(&preview.visitor, &preview.writer), seen(&preview.visitor), seen(&preview.writer))
    };
    shared();
    assert_eq!(shared(), (true, false, false));
    // The first save that holds something back comes while both are the same.
    site.write("content/stories/draft.md", "---\ntitle: Sketch\ndraft: true\n---\nIt was.\n");
    assert_eq!(shared(), (false, false, true));
    assert_eq!(shared(), (false, false, true));
    site.write("content/stories/draft.md", "---\ntitle: Sketch\n---\nIt was.\n");
    shared();
    assert_eq!(shared(), (true, true, true));
}
