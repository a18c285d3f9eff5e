//! What a page says to its writer: the bar, what is behind it, and the way between the two views.

use crate::site_test::{CONFIG, SiteTest, story};
use ripple::engine::{Changes, Preview, texts};
use ripple::serve::bar::{self, Viewed};
use ripple::serve::place::EditorLinks;
use ripple::serve::stage::Eyes;
use std::path::Path;

const AGREED: &str = "consent: {status: granted}\n";

fn preview(site: &SiteTest) -> Preview {
    site.engine().preview(&Changes::All).unwrap()
}

fn seen(site: &SiteTest, output: &str, eyes: Eyes) -> String {
    let preview = preview(site);
    let path = format!("/{}", output.trim_end_matches("index.html"));
    let sources = texts(site.root(), &bar::files(&preview, output));
    let editor = EditorLinks::new(Path::new("/site"), preview.writer.config.editor.as_deref());
    let html = bar::html(&preview, Viewed { output, path: &path, eyes }, &sources, &editor);
    for inline in ["<script", "<style", " style=", " onclick="] {
        assert!(!html.contains(inline), "{inline} in {html}");
    }
    html
}

fn written(fields: &str) -> SiteTest {
    let site = SiteTest::new(&[("content/stories/x.md", &story("A moment", fields, "It was a moment."))]);
    site.write("ripple.yaml", CONFIG.replace("safeguarding: open", "safeguarding: organisation"));
    site
}

fn words_and_why(site: &SiteTest) -> (String, String) {
    let html = seen(site, "stories/x/index.html", Eyes::Writer);
    let part = |from: &str, to: &str| {
        let rest = html.split_once(from).map_or("", |(_, rest)| rest);
        rest.split_once(to).map_or("", |(part, _)| part).to_owned()
    };
    (part("For the writer\"><p class=\"words", "</p>"), part("<h2>Why visitors do not see it</h2>", "</section>"))
}

#[test]
fn everything_that_holds_a_story_back_is_told_with_its_remedy() {
    for (fields, state, remedy, why) in [
        ("draft: true\nconsent: {status: granted}\n", "Draft", "When it is ready", "line 4"),
        (
            "publish: 2026-12-24\nconsent: {status: granted}\n",
            "Held until 24 December 2026",
            "It is published by the first build",
            "line 4",
        ),
        (
            "expires: 2026-03-02\nconsent: {status: granted}\n",
            "Expired on 2 March 2026",
            "a later date as <code>expires</code>",
            "line 4",
        ),
        ("consent: {status: pending}\n", "Consent not given yet", "write <code>status: granted</code>", "line 4"),
        ("consent: {status: grantd}\n", "Consent not clear", "Mend the error in it", "line 4"),
        ("", "No consent yet", "add <code>consent: {status: granted}</code>", "<strong>Consent is missing.</strong>"),
        ("consent: {status: refused}\n", "Consent refused", "It stays so unless", "line 4"),
        ("consent: {status: withdrawn}\n", "Consent withdrawn", "It stays so unless", "line 4"),
        (
            "consent: {status: granted, expires: 2026-03}\n",
            "Consent ended on 1 March 2026",
            "A year or a month alone ends on its first day",
            "line 4",
        ),
        ("consent: {status: granted, scope: [print]}\n", "No consent for the web", "add <code>web</code>", "line 4"),
    ] {
        let (words, reasons) = words_and_why(&written(fields));
        assert!(
            words.starts_with(&format!("\"><span class=\"state\">{state}</span> <span>Visitors do not see this page.")),
            "{fields}{words}"
        );
        assert!(words.contains(remedy), "{fields}{words}");
        assert!(reasons.contains(why) && reasons.contains(remedy), "{fields}{reasons}");
    }
    let both = words_and_why(&written("draft: true\n"));
    assert_eq!(both.1.matches("<li>").count(), 2, "both that it is a draft and that nobody agreed: {}", both.1);
    let unread = words_and_why(&written("tags: [trust\nconsent: {status: granted}\n"));
    assert_eq!(unread.1.matches("<li>").count(), 1, "nobody knows what it says about consent: {}", unread.1);
    assert!(unread.1.contains("It has an error in its fields"), "{}", unread.1);
}

#[test]
fn an_ordinary_page_has_a_quiet_bar() {
    let site = written(&format!("{AGREED}tags: [trust]\nsummary: Short.\n"));
    let html = seen(&site, "stories/x/index.html", Eyes::Writer);
    assert!(html.contains("<p class=\"words plain\">Visitors see this page too.</p>"), "{html}");
    assert!(!html.contains("class=\"state\"") && !html.contains("Why visitors"), "{html}");
    assert!(html.contains("href=\"/__ripple/as/visitor?to=/stories/x/\""), "{html}");
    assert!(
        html.contains("<dd>4 words, 1 minute to read</dd>") && html.contains("<dd>lists, feeds and search</dd>"),
        "{html}"
    );
    let (words, _) = words_and_why(&written(&format!("{AGREED}visibility: unlisted\n")));
    assert!(words.contains("Unlisted</span> <span>Whoever has the address can read this"), "{words}");
}

#[test]
fn a_visitors_eyes_see_no_panel() {
    let draft = seen(&written("draft: true\n"), "stories/x/index.html", Eyes::Visitor);
    assert!(draft.contains("Visitors find no page here."), "{draft}");
    let html = seen(&written(AGREED), "stories/x/index.html", Eyes::Visitor);
    for eyes in [Eyes::Writer, Eyes::Visitor] {
        assert!(seen(&written(AGREED), "nowhere/index.html", eyes).contains("There is no page here."));
    }
    assert!(html.contains("You see what visitors see.") && !html.contains("<details"), "{html}");
    assert!(html.contains("href=\"/__ripple/as/writer?to=/stories/x/\">See everything, as its writer</a>"), "{html}");
}

#[test]
fn the_panel_tells_where_ripples_lead_and_what_is_missing() {
    let site =
        written("draft: true\nripples:\n  - {to: secnd, kind: inspired}\n  - {to: second, kind: paid-forward}\n");
    site.write("content/stories/second.md", story("Second & last", AGREED, "It was. [[x]]"));
    site.write(
        "content/stories/x.md",
        std::fs::read_to_string(site.path("content/stories/x.md")).unwrap() + "\n![](/a.png)\n",
    );
    let html = seen(&site, "stories/x/index.html", Eyes::Writer);
    for part in [
        "<span class=\"label\">Paid forward in:</span> <a href=\"/stories/second/\"><bdi>Second &amp; last</bdi></a>",
        "<h2>Leads nowhere</h2>",
        "no story is called <code>secnd</code>",
        "Did you mean <code>second</code>?",
        "<strong>Summary</strong>",
        "<strong>Tags</strong>",
        "<strong>Words for 1 picture</strong>",
        "<h2>Pictures without words</h2>",
        "line 11</span>:</strong> this picture",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let second = seen(&site, "stories/second/index.html", Eyes::Writer);
    assert!(
        second.contains(
            "Carried on from:</span> <a href=\"/stories/x/\"><bdi>A moment</bdi></a> <span class=\"state\">Draft</span>"
        ),
        "{second}"
    );
}

#[test]
fn a_list_counts_what_the_site_holds() {
    let site = written("draft: true\nconsent: {status: granted}\n");
    for number in 0..14 {
        site.write(
            &format!("content/stories/h{number:02}.md"),
            story("Held", "publish: 2027\nconsent: {status: granted}\n", "It was."),
        );
    }
    site.write("content/stories/no.md", story("No", "", "It was."));
    site.write("content/stories/yes.md", story("Yes", AGREED, "It was."));
    let html = seen(&site, "stories/index.html", Eyes::Writer);
    for part in [
        "<dt>Stories</dt><dd>1 that visitors see</dd>",
        "<dt>Drafts</dt><dd>1</dd>",
        "<dt>By date</dt><dd>14 held back or over</dd>",
        "<dt>By consent</dt><dd>1 withheld</dd>",
        "<a href=\"/stories/h00/\"><bdi>Held</bdi></a> <span class=\"state\">Held until 2027</span>",
        "<li>and 4 more: run <code>ripple list</code></li>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let site = written("draft: true\ntags: [hidden]\nconsent: {status: granted}\n");
    let html = seen(&site, "tags/hidden/index.html", Eyes::Writer);
    assert!(html.contains("Visitors do not have this page: all that is on it is held back."), "{html}");
}

#[test]
fn nothing_that_is_written_becomes_markup() {
    let evil = "</template><script>alert(1)</script>";
    let site = written(&format!("draft: true\nripples: [{{to: \"{evil}\", kind: inspired}}]\ntags: [\"{evil}\"]\n"));
    let text = std::fs::read_to_string(site.path("content/stories/x.md")).unwrap();
    site.write("content/stories/x.md", text.replace("A moment", evil));
    site.write(
        "content/stories/y.md",
        story(evil, &format!("{AGREED}ripples: [{{to: x, kind: inspired}}]\n"), "It was."),
    );
    for output in ["stories/x/index.html", "stories/y/index.html", "stories/index.html", "\"><script>/index.html"] {
        for eyes in [Eyes::Writer, Eyes::Visitor] {
            let html = seen(&site, output, eyes);
            assert_eq!(html.matches("</template>").count(), 1, "{html}");
        }
    }
    let pattern = "editor: \"ed://open?f={file}&l={line}\"\n";
    site.write("ripple.yaml", format!("{CONFIG}{pattern}"));
    let html = seen(&site, "stories/x/index.html", Eyes::Writer);
    assert!(html.contains("href=\"ed://open?f=/site/content/stories/x.md&amp;l=1\""), "{html}");
}

#[test]
fn the_links_of_a_relative_site_and_of_one_below_a_path_lead_home() {
    for (config, href) in [("relative: true\n", "../../stories/second/index.html"), ("", "/wall/stories/second/")] {
        let site = written("consent: {status: granted}\nripples: [{to: second, kind: inspired}]\n");
        site.write("ripple.yaml", CONFIG.replace("https://example.org", "https://example.org/wall") + config);
        site.write("content/stories/second.md", story("Second", AGREED, "It was."));
        let html = seen(&site, "stories/x/index.html", Eyes::Writer);
        assert!(html.contains(&format!("<a href=\"{href}\"><bdi>Second</bdi>")), "{href} in {html}");
    }
}

#[test]
fn the_whole_bar_of_an_ordinary_page_for_a_visitors_eyes() {
    let room = "<div class=\"room line\" aria-hidden=\"true\"><p class=\"words plain\">You see what visitors see.</p>\
        <button class=\"again\" disabled>9 warnings</button><span class=\"ways\"><span>See everything, as its writer</span></span></div>";
    let bar = "<aside class=\"line\" lang=\"en\" dir=\"ltr\" aria-label=\"For the writer\"><p class=\"words plain\">You see what visitors see.</p>\
        <p class=\"words instead stays\"><span><strong>This page is from before.</strong> It stays as it was until the errors are mended.</span></p>\
        <p class=\"words instead lost\" role=\"status\"></p><slot name=\"problems\"></slot><div class=\"ways\"><a href=\"/__ripple/as/writer?to=/stories/x/\">See everything, as its writer</a></div></aside>";
    let want = format!(
        "<ripple-bar><template shadowrootmode=\"open\"><link rel=\"stylesheet\" href=\"/__ripple/writer.css\">{room}{bar}</template></ripple-bar>"
    );
    assert_eq!(seen(&written(AGREED), "stories/x/index.html", Eyes::Visitor), want);
}
