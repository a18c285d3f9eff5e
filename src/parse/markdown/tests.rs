//! What Markdown becomes, feature by feature.

use super::*;
use crate::model::{Config, HoleKind, LinkSyntax, RawHtml};

pub(super) fn options(raw_html: RawHtml) -> ParseOptions {
    let mut options = ParseOptions::new(&Config::fallback(&SourcePath::new("ripple.yaml")), &crate::english());
    options.raw_html = raw_html;
    options
}

pub(super) fn write(source: &str, raw_html: RawHtml, drop_title: bool) -> MarkdownOutput {
    let (path, options) = (SourcePath::new("content/stories/a.md"), options(raw_html));
    let kind = EntryKind::Story;
    let input = MarkdownInput { path: &path, source, body_start: 0, options: &options, kind, drop_title };
    html(&input, &Highlighter::default())
}

pub(super) fn run(source: &str) -> MarkdownOutput {
    write(source, RawHtml::Text, false)
}

/// The HTML with holes shown as `{Open 0}`.
pub(super) fn filled(output: &MarkdownOutput) -> String {
    let (mut shown, mut from) = (String::new(), 0);
    for hole in &output.holes {
        shown.push_str(&output.html[from..hole.offset as usize]);
        shown = format!("{shown}{{{:?} {}}}", hole.kind, hole.link);
        from = hole.offset as usize;
    }
    shown + &output.html[from..]
}

pub(super) fn codes_of(output: &MarkdownOutput) -> Vec<&'static str> {
    output.diagnostics.iter().map(|problem| problem.code).collect()
}

/// The text at which the first problem points.
pub(super) fn pointed<'a>(source: &'a str, output: &MarkdownOutput) -> &'a str {
    let (start, end) = output.diagnostics[0].span.range().unwrap();
    &source[start as usize..end as usize]
}

#[test]
fn the_first_heading_becomes_the_title() {
    let output = write("# Maria’s *first* [week](x.md)\n\nText.\n\n# Later\n\n## Sub\n", RawHtml::Text, true);
    assert_eq!(output.first_heading.as_deref(), Some("Maria’s first week"));
    assert_eq!(output.html, "<p>Text.</p>\n<h2 id=\"later\">Later</h2>\n<h2 id=\"sub\">Sub</h2>\n");
    assert!(output.links.is_empty() && output.holes.is_empty());
    assert_eq!((output.words, output.excerpt.as_str()), (3, "Text."));
    assert_eq!(output.anchors, ["later", "sub"]);
    assert_eq!(output.headings[0].level, 1);

    let kept = run("# Title\n");
    assert_eq!((kept.first_heading, kept.html.as_str()), (None, "<h2 id=\"title\">Title</h2>\n"));
    assert_eq!(write("> # Quoted\n", RawHtml::Text, true).first_heading, None);
    assert_eq!(write("#\n\n# Real\n", RawHtml::Text, true).first_heading.as_deref(), Some("Real"));
}

#[test]
fn heading_ids_may_be_given_and_holes_move_with_the_tag() {
    let output = run("## A [b](c.md) {#Own-Id}\n\n## A\n\n## R-x\n\n## A {#a}\n");
    assert_eq!(
        filled(&output),
        "<h2 id=\"own-id\">A {Open 0}b{Close 0}</h2>\n<h2 id=\"a\">A</h2>\n<h2 id=\"h-r-x\">R-x</h2>\n<h2 id=\"a-1\">A</h2>\n"
    );
}

#[test]
fn links_to_this_site_become_holes() {
    let source = "[one](../stories/x.md#part) [two](@/stories/y.md \"t\") [[z]] [[z#p|*three*]] [four](#here) [five][r]\n\n[r]: /stories/q/\n";
    let output = run(source);
    assert_eq!(
        filled(&output),
        "<p>{Open 0}one{Close 0} {Open 1}two{Close 1} {Open 2}{Text 2}{Close 2} {Open 3}<em>three</em>{Close 3} \
         {Open 4}four{Close 4} {Open 5}five{Close 5}</p>\n"
    );
    let links: Vec<_> = output.links.iter().map(|l| (l.target.as_str(), l.syntax, l.words.as_str())).collect();
    assert_eq!(
        links,
        [
            ("../stories/x.md#part", LinkSyntax::Markdown, "one"),
            ("@/stories/y.md", LinkSyntax::Markdown, "two"),
            ("z", LinkSyntax::Wiki, ""),
            ("z#p", LinkSyntax::Wiki, "three"),
            ("#here", LinkSyntax::Markdown, "four"),
            ("/stories/q/", LinkSyntax::Markdown, "five"),
        ]
    );
    let spans: Vec<_> =
        output.links.iter().map(|l| l.span.range().map(|(a, b)| &source[a as usize..b as usize]).unwrap()).collect();
    assert_eq!(spans, ["../stories/x.md#part", "@/stories/y.md", "z", "z#p", "#here", "[five][r]"]);
    assert!(!output.excerpt.contains('z'), "an unpublished name must not slip into the summary");
}

#[test]
fn wikilinks_work_in_tables_and_rest_in_code() {
    let output = run("| [[x\\|lab]] | `[[y]]` |\n|:--|--:|\n| [[z]] | a |\n\n    [[no]]\n");
    assert_eq!(output.links.iter().map(|l| l.target.as_str()).collect::<Vec<_>>(), ["x", "z"]);
    assert!(output.html.starts_with(
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table\"><table><thead><tr>\
         <th scope=\"col\" class=\"align-left\">lab</th><th scope=\"col\" class=\"align-right\"><code>[[y]]</code></th>"
    ));
    assert!(output.html.contains("<td class=\"align-right\">a</td></tr>\n</tbody></table></div>\n"));
}

#[test]
fn outside_links_say_so() {
    let output =
        run("[a](https://x.org/?a=1&b=\"2\" \"T <i>\") <http://y.org> <me@x.org> [t](tel:+1) [m](mailto:a@b.c)");
    assert_eq!(
        output.html,
        "<p><a href=\"https://x.org/?a=1&amp;b=&quot;2&quot;\" title=\"T &lt;i&gt;\" rel=\"noopener external\">a</a> \
         <a href=\"http://y.org\" rel=\"noopener external\">http://y.org</a> <a href=\"mailto:me@x.org\">me@x.org</a> \
         <a href=\"tel:+1\">t</a> <a href=\"mailto:a@b.c\">m</a></p>\n"
    );
    assert!(output.links.is_empty() && output.diagnostics.is_empty());
    assert_eq!(run("[](https://x.org)").html.matches("https://x.org").count(), 2, "a link needs words");
    assert_eq!(run("[a <http://x.org> b](y.md)").html, "<p>a http://x.org b</p>\n", "no link inside a link");
}

#[test]
fn a_reference_without_an_address_is_pointed_at() {
    let source = "He wrote [sic] and [this][missing] and [x][].";
    let output = run(source);
    assert_eq!(codes_of(&output), ["missing-reference"]);
    assert_eq!(pointed(source, &output), "missing");
    assert!(output.html.contains("[this][missing]"));
}

#[test]
fn footnotes_come_last_in_order_of_reference() {
    let output = run(
        "A[^b] b[^a] c[^B].\n\n[^a]: First *written*.\n[^u]: Unused [^a].\n[^b]: See [^c].\n\n    - x\n\n[^c]: End.\n",
    );
    assert_eq!(
        filled(&output),
        "<p>A<sup class=\"footnote-ref\" id=\"r-fnref-1\">{Open 0}1{Close 0}</sup> \
         b<sup class=\"footnote-ref\" id=\"r-fnref-2\">{Open 1}2{Close 1}</sup> \
         c<sup class=\"footnote-ref\" id=\"r-fnref-1-2\">{Open 2}1{Close 2}</sup>.</p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n\
         <li id=\"r-fn-1\"><p>See <sup class=\"footnote-ref\" id=\"r-fnref-3\">{Open 3}3{Close 3}</sup>.</p>\n\
         <ul>\n<li>x</li>\n</ul>\n<p> BACK4 BACK5</p>\n</li>\n\
         <li id=\"r-fn-2\"><p>First <em>written</em>. BACK6</p>\n</li>\n\
         <li id=\"r-fn-3\"><p>End. BACK7</p>\n</li>\n</ol>\n</section>\n"
            .replace("BACK5", &back(5, " (2)"))
            .replace("BACK4", &back(4, ""))
            .replace("BACK6", &back(6, ""))
            .replace("BACK7", &back(7, ""))
    );
    assert_eq!(codes_of(&output), ["unused-footnote"]);
    let targets: Vec<_> = output.links.iter().map(|l| l.target.as_str()).collect();
    assert_eq!(
        targets,
        ["#r-fn-1", "#r-fn-2", "#r-fn-1", "#r-fn-3", "#r-fnref-1", "#r-fnref-1-2", "#r-fnref-2", "#r-fnref-3"]
    );
    assert!(targets.iter().all(|target| output.anchors.iter().any(|anchor| *anchor == target[1..])));
    assert_eq!(output.excerpt, "A b c.");
}

fn back(link: u32, place: &str) -> String {
    format!(
        "<span class=\"footnote-back\">{{Open {link}}}<span role=\"img\" aria-label=\"Back to the text{place}\">↩\u{fe0e}</span>{{Close {link}}}</span>"
    )
}

#[test]
fn alerts_tasks_lists_and_definitions() {
    assert_eq!(
        run("> [!WARNING]\n> Hot.\n").html,
        "<aside class=\"alert alert-warning\" role=\"note\"><p class=\"alert-title\">Warning</p>\n<p>Hot.</p>\n</aside>\n"
    );
    assert_eq!(
        run("- [x] a\n- [ ] b\n- c\n").html,
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"To do\"> b</li>\n<li>c</li>\n</ul>\n"
    );
    assert!(run("- [x] a\n  ---\n").html.starts_with("<ul>\n<li><h2 id=\"a\"><input"));
    assert!(run("1. [ ] a\n\n2. b\n").html.starts_with("<ol>\n<li class=\"task\"><p><input"));
    assert_eq!(run("3. a\n").html, "<ol start=\"3\">\n<li>a</li>\n</ol>\n");
    assert_eq!(run("T\n: d\n").html.replace('\n', ""), "<dl><dt>T</dt><dd>d</dd></dl>");
    assert_eq!(run("~~a~~ \"b\" c... {{ x }} {% y %}").html, "<p><del>a</del> “b” c… {{ x }} {% y %}</p>\n");
}

#[test]
fn raw_html_is_shown_and_comments_vanish() {
    let source = "a <b>x</b> <!-- hidden --> c\n\n<div onclick=\"x\">\ny <!-- k\nk --> z\n</div>\n";
    let output = run(source);
    assert_eq!(
        output.html,
        "<p>a &lt;b&gt;x&lt;/b&gt;  c</p>\n<p>&lt;div onclick=&quot;x&quot;&gt;\ny  z\n&lt;/div&gt;</p>\n"
    );
    assert_eq!(codes_of(&output), ["raw-html-shown"]);
    assert_eq!(pointed(source, &output), "<b>");
    assert_eq!(run("<!-- only -->\n").html, "");
    assert!(run("<!-- only -->\n").diagnostics.is_empty());
    assert_eq!(codes_of(&run("<!-- never\n\nends")), ["unclosed-comment"]);
    assert_eq!(codes_of(&run("a <!-- b\n\nc -->")), ["unclosed-comment"]);
    assert!(run("a \\<!-- b `<!--`").diagnostics.is_empty());
}

#[test]
fn a_few_tags_work_if_the_site_says_so() {
    let safe = |source: &str| write(source, RawHtml::Sanitized, false).html;
    assert_eq!(
        safe("press <kbd>Esc</KBD><br/> <b>*x</b>*"),
        "<p>press <kbd>Esc</kbd><br> <b><em>x&lt;/b&gt;</em></b></p>\n"
    );
    assert_eq!(safe("a </b> <i>b"), "<p>a &lt;/b&gt; <i>b</i></p>\n");
    assert_eq!(safe("a <hr> <b class=x>"), "<p>a &lt;hr&gt; &lt;b class=x&gt;</p>\n");
    assert_eq!(
        safe("<details>\n<summary>More <b>x</summary>\ninner <i>text\n</details>\n\nafter"),
        "<details><summary>More <b>x&lt;/summary&gt;\ninner <i>text\n&lt;/details&gt;\n</i></b></summary></details>\n<p>after</p>\n"
    );
    assert_eq!(
        safe("<details>\n<summary>More</summary>\ninner <i>text</i>\n<hr>\n</details>\n"),
        "<details><summary>More</summary><p>inner <i>text</i></p>\n<hr></details>\n"
    );
    assert!(!safe("<script>alert(1)</script> <a href=x>").contains("<a"));
}

#[test]
fn the_marker_ends_the_excerpt() {
    assert_eq!(run("## H\n\nOne *two*.\n\n- list\n\n<!-- more -->\n\nThree.").excerpt, "One two.");
    let inline = run("One <!--MORE--> two.");
    assert_eq!((inline.excerpt.as_str(), inline.html.as_str()), ("One", "<p>One  two.</p>\n"));
    assert_eq!(run("> [!TIP]\n> no\n\n| no |\n|-|\n\n    no\n\n> A quote.\n\nYes.").excerpt, "A quote. Yes.");
}

#[test]
fn pictures_leave_a_place_and_their_words() {
    let output = run("![A *boat*](boat.jpg) ![](x.png){.decorative} ![](y.png) ![[z.jpg]] ![[z.jpg|Zoe]]!");
    assert_eq!(filled(&output), "<p>{Picture 0} {Picture 1} {Picture 2} {Picture 3} {Picture 4}!</p>\n");
    let words: Vec<&str> = output.pictures.iter().map(|picture| picture.alt.as_str()).collect();
    assert_eq!(words, ["A boat", "", "", "", "Zoe"]);
    let mut codes = codes_of(&output);
    codes.sort_unstable();
    assert_eq!(codes.iter().filter(|code| **code == "missing-alt").count(), 2);
    let pictures: Vec<&str> = output.pictures.iter().map(|picture| picture.file.value.as_str()).collect();
    assert_eq!(pictures, ["boat.jpg", "x.png", "y.png", "z.jpg", "z.jpg"]);
    let outside = run("![A boat](https://x.org/b.jpg){.decorative}");
    assert_eq!(outside.html, "<p><a href=\"https://x.org/b.jpg\" rel=\"noopener external\">A boat</a></p>\n");
    assert_eq!(codes_of(&outside), ["outside-image"]);
    assert_eq!(filled(&run("[![a](b.jpg)](c.md)")), "<p>{Open 0}{Picture 0}{Close 0}</p>\n");
}

#[test]
fn code_blocks() {
    assert_eq!(
        run("```zzz,ignore\n<a>\n:::story x\n```\n").html,
        "<pre tabindex=\"0\"><code class=\"language-zzz\">&lt;a&gt;\n:::story x\n</code></pre>\n"
    );
    assert_eq!(run("    a\n\n    b\n").html, "<pre tabindex=\"0\"><code>a\n\nb\n</code></pre>\n");
    assert!(!run("```\"onload=x\ny\n```").html.contains("onload"));
    if cfg!(any(feature = "highlight", feature = "highlight-pure")) {
        assert!(run("```rust\nfn main() {}\n```\n").html.contains("<code class=\"language-rust\"><span class=\"hl-"));
    }
}

#[test]
fn directives() {
    let output = run(
        "Words\n:::quote Zoë & co\nInner *text*.\n:::\n:::support\nHelp.\n:::\n:::story maria :::\n::: prompt who\nrest\n:::",
    );
    assert_eq!(
        filled(&output),
        "<p>Words</p>\n<figure class=\"quote\"><blockquote>\n<p>Inner <em>text</em>.</p>\n</blockquote>\
         <figcaption>Zoë &amp; co</figcaption></figure>\n<div class=\"support-box\">\n<p>Help.</p>\n{Support 0}</div>\n\
         {Card 0}\n{Card 1}\n<p>rest</p>\n"
    );
    assert!(output.support && output.diagnostics.is_empty());
    assert_eq!(output.links[0].target, "maria");
    assert_eq!(output.links[1].syntax, LinkSyntax::Directive(EntryKind::Prompt));
    assert_eq!(output.holes[1].kind, HoleKind::Card);
    assert_eq!(output.excerpt, "Words Inner text. rest");
}

#[test]
fn faulty_directives_are_errors_that_point() {
    for (source, code, place) in [
        (":::\n", "stray-directive", ":::"),
        ("a\n:::quote B\nc\n", "unclosed-directive", ":::quote B"),
        (":::qoute B\nc\n:::\n", "unknown-directive", "qoute"),
        (":::story :::", "directive-needs-name", ":::story :::"),
    ] {
        let output = run(source);
        assert_eq!(codes_of(&output), [code], "{source}");
        assert_eq!(pointed(source, &output), place);
        assert!(output.diagnostics[0].help.is_some());
    }
    assert_eq!(codes_of(&run(&":::support\n".repeat(9))), ["too-deep"]);
    assert_eq!(run("- a\n\n  :::story x\n").html, "<ul>\n<li><p>a</p>\n<p>:::story x</p>\n</li>\n</ul>\n");
    assert_eq!(run("> :::story x\n\na ::: b").links.len(), 0);
}

#[test]
fn line_endings_change_nothing() {
    let source = "# A\n\na  \nb\\\nc \n:::quote d\ne\n:::\n\n```\nx\n\ny\n```\n\n    p\n    q\n\n<div>\nz\n</div>\n\n| a |\n|---|\n| b |\n\n[^1]\n\n[^1]: n\n    m\n";
    let unix = run(source);
    assert!(unix.html.contains("x\n\ny\n"));
    for ending in ["\r\n", "\r"] {
        let other = run(&source.replace('\n', ending));
        assert_eq!(other.html, unix.html, "{ending:?}");
        assert_eq!((other.excerpt, other.words, other.holes), (unix.excerpt.clone(), unix.words, unix.holes.clone()));
    }
    assert_eq!(run("\u{feff}# A").html, run("# A").html);
}

#[test]
fn places_are_those_of_the_file() {
    let source = "---\r\ntitle: é\r\n---\r\nOne\u{1}\r\n\r\n[two](javascript:x) [[three]]\r\n";
    let (path, options) = (SourcePath::new("a.md"), options(RawHtml::Text));
    let body_start = source.find("One").unwrap();
    let input =
        MarkdownInput { path: &path, source, body_start, options: &options, kind: EntryKind::Page, drop_title: true };
    let output = html(&input, &Highlighter::default());
    assert_eq!(codes_of(&output), ["control-characters", "unsafe-link"]);
    assert_eq!(pointed(source, &output), "\u{1}");
    let place = output.diagnostics[1].span.range().unwrap();
    assert_eq!(&source[place.0 as usize..place.1 as usize], "javascript:x");
    let place = output.links[0].span.range().unwrap();
    assert_eq!(&source[place.0 as usize..place.1 as usize], "three");
    assert_eq!(output.html, "<p>One</p>\n<p>two </p>\n");
}

#[test]
fn words_are_counted_in_every_script() {
    assert_eq!(run("It’s *one* `two`\n\n- [x] three\n\n| four |\n|-|\n| five |").words, 6);
    assert_eq!(run("日本の夜").words, 4);
}
