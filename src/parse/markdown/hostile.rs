//! Text that means harm, or that no one would write: nothing may run, leak, hang or fall over.

use super::tests::{codes_of, filled, write};
use super::*;
use crate::model::RawHtml;
use proptest::prelude::*;
use scraper::{Html, Node};

/// Addresses that must never become a link.
const HOSTILE: [&str; 66] = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#x3a;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "&#0000106;avascript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "java&#9;script:alert(1)",
    "java&#10;script:alert(1)",
    "java&#13;script:alert(1)",
    "java&#xD;script:alert(1)",
    "<java\tscript:alert(1)>",
    "&#1;javascript:alert(1)",
    "&#31;javascript:alert(1)",
    "&#32;javascript:alert(1)",
    "&nbsp;javascript:alert(1)",
    "< javascript:alert(1)>",
    "<   javascript:alert(1)>",
    "&#8203;javascript:alert(1)",
    "&#65279;javascript:alert(1)",
    "&#x202e;javascript:alert(1)",
    "javascript\\:alert(1)",
    "\\javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "javascript:void(0)",
    "javascript:",
    "javascript:/*--></title>*/1",
    "javascript:alert&lpar;1&rpar;",
    "javascript&Tab;:alert(1)",
    "<javascript :alert(1)>",
    "x-javascript:alert(1)",
    "livescript:alert(1)",
    "mocha:alert(1)",
    "jscript:alert(1)",
    "vbscript:msgbox(1)",
    "VBScript:msgbox(1)",
    "vb&Tab;script:msgbox(1)",
    "data:text/html,<script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:text/html,x",
    "data:image/svg+xml,x",
    "data:,x",
    "data&colon;text/html,x",
    "blob:https://x.org/1",
    "filesystem:https://x.org/x",
    "file:///etc/passwd",
    "about:blank",
    "view-source:https://x.org",
    "ftp://x.org",
    "ws://x.org",
    "intent://x#Intent;end",
    "ms-word:ofe|u|x",
    "chrome://settings",
    "jar:https://x.org!/",
    "feed:javascript:alert(1)",
    "//evil.example",
    "\\\\\\\\evil.example",
    "/\\evil.example",
    "<\\\\/evil.example>",
    "&#47;&#47;evil.example",
    "https:evil.example",
    "http:/evil.example",
];

const PATTERNS: [&str; 15] = [
    "[a](<b",
    "[ (](",
    "a <![CDATA[",
    "!-- <",
    "<!-- ",
    "[^1]",
    "*a _b ",
    "[[a|",
    "![a](b",
    "&#1;[a](x:y) ",
    "`",
    "<b ",
    ":::quote\n",
    "| a ",
    "[a][b] ",
];

/// Out of these nearly anything can be built.
const PIECES: [&str; 6] = [
    "a¦Zoë ¦話。¦ ¦  ¦    ¦\n¦\n\n¦\r\n¦\r¦\t¦*¦**¦_¦~~¦`¦```\n¦~~~rust\n¦# ¦## ¦\n===\n¦---\n¦> ¦> [!NOTE]\n¦- ¦",
    "- [x] ¦1. ¦[¦]¦(¦)¦](¦[[¦]]¦|¦\\¦![¦{.decorative}¦{#x}¦[^1]¦\n[^1]: ¦[^2]¦\n[^2]: ¦[r]¦\n[r]: /x\n¦<¦>¦",
    "<b>¦</b>¦<i>¦</i>¦<details>\n¦</details>¦<summary>¦</summary>¦<hr>¦<br>¦<script>¦</script>¦<!--¦-->¦",
    "<!-- more -->¦<div>\n¦\n:::quote Q\n¦\n:::support\n¦\n:::story x :::\n¦\n:::\n¦\n  :::¦&amp;¦&#0;¦&#8238;¦",
    "&lt;¦\0¦\u{202e}¦\u{feff}¦https://x.org¦javascript:¦<https://y.org>¦<me@x.org>¦\n| a | b |\n|--:|---|\n¦",
    "\n: ¦\"¦'¦...¦--¦{{ x }}¦x.md#p¦prompt:y¦<ruby>¦<rt>¦<kbd¦\n***\n¦",
];

#[test]
fn hostile_addresses_become_words() {
    for address in HOSTILE {
        for source in
            [format!("[words]({address})"), format!("![words]({address})"), format!("[words][r]\n\n[r]: {address}\n")]
        {
            let output = write(&source, RawHtml::Sanitized, false);
            let page = Html::parse_fragment(&output.html);
            let link = page.tree.values().filter_map(Node::as_element).find(|node| node.name() == "a");
            assert!(link.is_none(), "{source}: {}", output.html);
            // What stays a link to this site is looked up by name and never written as it is.
            assert!(output.links.iter().all(|link| !link.target.to_lowercase().contains("script:")), "{source}");
            assert!(output.html.contains("words"), "{source}");
        }
        let output = write(&format!("[words]({address})"), RawHtml::Text, false);
        let refused = codes_of(&output) == ["unsafe-link"];
        let no_link_at_all = output.links.is_empty() && output.html.contains("](");
        assert!(refused || no_link_at_all, "{address}: {:?} {}", codes_of(&output), output.html);
    }
    for wiki in ["[[javascript:alert(1)]]", "[[data:text/html,x|y]]", "[[//evil.example]]", "<javascript:alert(1)>"] {
        let output = write(wiki, RawHtml::Text, false);
        assert_eq!((codes_of(&output), output.links.len()), (vec!["unsafe-link"], 0), "{wiki}");
    }
}

#[test]
fn markup_in_text_is_inert() {
    for source in [
        "<script>alert(1)</script>",
        "<ScRiPt src=//x>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<iframe src=x></iframe>",
        "<form action=x><input></form>",
        "<base href=x>",
        "<meta http-equiv=refresh>",
        "<style>*{}</style>",
        "<b onclick=x>y</b>",
        "<details open ontoggle=x>",
        "<a href='javascript:x'>y</a>",
        "# <img src=x onerror=y>",
        "## h {#\"onload=x}",
        "[a](https://x.org '\"><script>x</script>')",
        "![\"><script>](x.jpg)",
        "```\"><script>\nx\n```",
        ":::quote <script>x</script>\ny\n:::",
        "[[\"><script>|<script>]]",
        "|<script>|\n|-|\n|<img onerror=x>|",
        "[^\"><script>]\n\n[^\"><script>]: <script>x",
        "<math><mtext></p><script>",
        "<p style=x>",
        "<![CDATA[<script>]]>",
        "<?php <script> ?>",
        "<!DOCTYPE <script>>",
        "&lt;script&gt;",
        "<b><script></b>",
        "<!--><script>--> <!-- --!><script> -->",
        "<https://x.org/\"onmouseover=x>",
    ] {
        for raw_html in [RawHtml::Text, RawHtml::Sanitized] {
            check(&write(source, raw_html, true), source);
        }
    }
}

/// With work that grows by the square of the length this test would not end.
#[test]
fn slow_patterns_come_to_an_end() {
    for pattern in PATTERNS {
        let output = write(&pattern.repeat(50_000), RawHtml::Sanitized, true);
        assert!(output.html.len() <= 16 * 50_000 * pattern.len() + 64 * 1024 + 1_000);
    }
}

#[test]
fn limits_end_in_an_error_that_names_the_file() {
    for source in ["> ".repeat(200) + "x", "- ".repeat(120) + "x", "1. > - ".repeat(40) + "x"] {
        let output = write(&source, RawHtml::Text, false);
        assert_eq!(codes_of(&output), ["too-deep"]);
        assert!(output.html.is_empty() && output.holes.is_empty() && output.links.is_empty());
    }
    let wide = format!("{}|\n{}|\n{}", "|a".repeat(3_000), "|-".repeat(3_000), "|b\n".repeat(3_000));
    let output = write(&wide, RawHtml::Text, false);
    assert_eq!(codes_of(&output), ["text-grows"]);
    assert_eq!(output.diagnostics[0].span.path.as_str(), "content/stories/a.md");
    assert!(output.html.is_empty());
    let nested = write(&"<b>x".repeat(500), RawHtml::Sanitized, false);
    assert!(nested.html.matches("<b>").count() < 100 && nested.html.contains("&lt;b&gt;"));
}

#[test]
fn control_characters_and_overrides_go_and_are_reported_once() {
    let output = write("a\0b\u{8}c\u{ffff} \u{202e}evil\u{2066} &#8;&#x202e;\n\n`a\u{7f}`", RawHtml::Text, false);
    assert_eq!(output.html, "<p>abc evil </p>\n<p><code>a</code></p>\n");
    assert_eq!(codes_of(&output), ["control-characters", "direction-override"]);
    let entities = write("a&#1;b&#x202e;c [d](https://x.org \"e&#2;f\")", RawHtml::Text, false);
    assert_eq!(codes_of(&entities), ["control-characters", "direction-override"]);
    assert!(entities.html.starts_with("<p>abc <a href=\"https://x.org\" title=\"ef\""), "{}", entities.html);
}

/// Asserts that nothing in the output can run, that its tags are balanced, and that holes fit.
fn check(output: &MarkdownOutput, source: &str) {
    let html = &output.html;
    assert!(!html.to_lowercase().contains("<script"), "{source:?}: {html}");
    assert!(!html.contains('\r') && !html.chars().any(crate::model::text::is_control), "{source:?}: {html:?}");
    balanced(html, source);
    let mut last = 0;
    for hole in &output.holes {
        assert!(hole.offset >= last && html.is_char_boundary(hole.offset as usize), "{source:?}");
        assert!(hole.link == 0 || (hole.link as usize) < output.links.len(), "{source:?}");
        last = hole.offset;
    }
    let page = Html::parse_fragment(html);
    // Where tags are nested as HTML forbids, a browser makes other elements of them than were written.
    let elements = page.root_element().descendants().filter(|node| node.value().is_element()).count() - 1;
    let tags = html.matches('<').count() - html.matches("</").count();
    assert_eq!(elements, tags, "{source:?}: {html}");
    let mut ids = std::collections::BTreeSet::new();
    for element in page.tree.values().filter_map(Node::as_element) {
        for (name, value) in element.attrs() {
            assert!(
                [
                    "id",
                    "class",
                    "href",
                    "title",
                    "rel",
                    "role",
                    "aria-label",
                    "tabindex",
                    "scope",
                    "type",
                    "disabled",
                    "checked",
                    "start"
                ]
                .contains(&name),
                "{source:?}: {name}"
            );
            assert!(name != "id" || ids.insert(value.to_owned()), "{source:?}: {value} twice");
        }
        assert!(
            element.name() != "h1" && !["img", "iframe", "form", "svg", "style", "object"].contains(&element.name())
        );
    }
    assert_eq!(ids.len(), output.anchors.len(), "{source:?}");
    assert!(output.excerpt.len() <= source.len() * 4 + 8);
    assert!(output.diagnostics.iter().all(|problem| problem.help.is_some()));
}

/// Every tag is closed by its own name, in order.
fn balanced(html: &str, source: &str) {
    let mut open = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = &piece[..piece.find('>').expect("every tag ends")];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{source:?}: {html}");
        } else {
            let name = tag.split(' ').next().unwrap_or_default();
            if !["br", "hr", "wbr", "input"].contains(&name) {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{source:?}: {open:?} {html}");
}

fn pieces() -> impl Strategy<Value = String> {
    let pieces: Vec<_> = PIECES.iter().flat_map(|line| line.split_terminator('¦')).collect();
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_survived(source in pieces(), sanitized: bool, drop_title: bool) {
        let raw_html = if sanitized { RawHtml::Sanitized } else { RawHtml::Text };
        let output = write(&source, raw_html, drop_title);
        check(&output, &source);
        let unix = source.replace("\r\n", "\n").replace('\r', "\n");
        prop_assert_eq!(&write(&unix, raw_html, drop_title).html, &output.html);
        filled(&output);
    }

    #[test]
    fn any_characters_are_survived(source in any::<String>()) {
        check(&write(&source, RawHtml::Sanitized, false), &source);
    }
}
