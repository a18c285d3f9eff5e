//! Bodies with their holes filled: links, embedded cards and the help box.

use super::fault::Fault;
use super::theme::Theme;
use crate::model::{HoleKind, LinkTarget, PictureView, RecordingView, TextView, text::escape_into};
use serde::Serialize;
use tera::{Context, Value};

/// What an embedded card is made from. Components call it `target`.
#[derive(Serialize)]
struct Target<'a> {
    kind: &'a str,
    title: &'a str,
    summary: &'a str,
    href: &'a str,
}

/// The text as HTML. `root` comes before every address below the site's root. `page_url` is the full
/// address of the text's own page where the text stands elsewhere, as in a feed.
pub(super) fn fill(text: &TextView, root: &str, page_url: Option<&str>, theme: &Theme) -> Result<String, Fault> {
    let html = &text.body.html;
    let mut out = String::with_capacity(html.len() + 64 * text.body.holes.len());
    let mut done = 0;
    for hole in &text.body.holes {
        let offset = usize::try_from(hole.offset).unwrap_or(usize::MAX);
        if let Some(piece) = html.get(done..offset) {
            out.push_str(piece);
            done = offset;
        }
        let link = usize::try_from(hole.link).ok().and_then(|index| text.links.get(index));
        match (hole.kind, link) {
            (HoleKind::Open, Some(link)) => open(&mut out, link, root, page_url),
            (HoleKind::Close, Some(LinkTarget::Page { .. } | LinkTarget::Fragment(_) | LinkTarget::Outside(_))) => {
                out.push_str("</a>");
            }
            (HoleKind::Text, Some(link)) => words(&mut out, link),
            (HoleKind::Card, Some(link)) => card(&mut out, link, root, theme)?,
            (HoleKind::Support, _) => support(&mut out, text, theme)?,
            (HoleKind::Picture, _) => picture(&mut out, text, hole.link, root, theme)?,
            (HoleKind::Recording, _) => {
                let found = usize::try_from(hole.link).ok().and_then(|place| text.recordings.get(place));
                if let Some(Some(found)) = found {
                    // What plays it belongs on the page; a feed has a link.
                    let name = if page_url.is_some() { "RecordingLink" } else { "Recording" };
                    recording(&mut out, found, name, root, theme)?;
                }
            }
            _ => {}
        }
    }
    out.push_str(html.get(done..).unwrap_or(""));
    Ok(out)
}

fn open(out: &mut String, link: &LinkTarget, root: &str, page_url: Option<&str>) {
    let parts = match link {
        LinkTarget::Page { href, .. } => [root, "", href],
        LinkTarget::Fragment(fragment) => [page_url.unwrap_or(""), "#", fragment],
        LinkTarget::Outside(url) => [url, "", ""],
        LinkTarget::Words(_) | LinkTarget::Nothing => return,
    };
    out.push_str("<a href=\"");
    for part in parts {
        escape_into(out, part);
    }
    let outside = matches!(link, LinkTarget::Outside(_));
    out.push_str(if outside { "\" rel=\"noopener external\">" } else { "\">" });
}

fn words(out: &mut String, link: &LinkTarget) {
    match link {
        LinkTarget::Page { title: words, .. }
        | LinkTarget::Fragment(words)
        | LinkTarget::Outside(words)
        | LinkTarget::Words(words) => {
            escape_into(out, words);
        }
        LinkTarget::Nothing => {}
    }
}

fn card(out: &mut String, link: &LinkTarget, root: &str, theme: &Theme) -> Result<(), Fault> {
    match link {
        LinkTarget::Page { href, title, summary, kind } => {
            let target = Target { kind, title, summary, href };
            let mut arguments = Context::new();
            arguments.insert_value("target", Value::from_serializable(&target));
            let mut around = Context::new();
            around.insert_value("root", Value::normal_string(root));
            out.push_str(&theme.component("Embed", &arguments, &around)?);
        }
        LinkTarget::Words(_) => {
            out.push_str("<p>");
            words(out, link);
            out.push_str("</p>");
        }
        LinkTarget::Fragment(_) | LinkTarget::Outside(_) | LinkTarget::Nothing => {}
    }
    Ok(())
}

fn picture(out: &mut String, text: &TextView, place: u32, root: &str, theme: &Theme) -> Result<(), Fault> {
    match usize::try_from(place).ok().and_then(|place| text.pictures.get(place)) {
        Some(PictureView::Shown(image)) => {
            let mut arguments = Context::new();
            arguments.insert_value("picture", Value::from_serializable(image));
            let mut around = Context::new();
            around.insert_value("root", Value::normal_string(root));
            out.push_str(&theme.component("Picture", &arguments, &around)?);
        }
        Some(PictureView::Words(words)) if !words.is_empty() => {
            out.push_str("<em class=\"alt\">");
            escape_into(out, words);
            out.push_str("</em>");
        }
        Some(PictureView::Words(_)) | None => {}
    }
    Ok(())
}

fn recording(out: &mut String, found: &RecordingView, name: &str, root: &str, theme: &Theme) -> Result<(), Fault> {
    let mut arguments = Context::new();
    arguments.insert_value("recording", Value::from_serializable(found));
    let mut around = Context::new();
    around.insert_value("root", Value::normal_string(root));
    out.push_str(&theme.component(name, &arguments, &around)?);
    Ok(())
}

fn support(out: &mut String, text: &TextView, theme: &Theme) -> Result<(), Fault> {
    let Some(support) = &text.support else { return Ok(()) };
    let mut arguments = Context::new();
    arguments.insert_value("support", Value::from_serializable(support));
    // The box may stand in a text more than once, and also after it; its heading needs no id.
    out.push_str(&theme.component("Support", &arguments, &Context::new())?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::model::{Hole, Shared, Support};

    fn text(html: &str, holes: &[(u32, HoleKind, u32)], links: Vec<LinkTarget>) -> TextView {
        let holes = holes.iter().map(|(offset, kind, link)| Hole { offset: *offset, kind: *kind, link: *link });
        let mut body = samples::body(html);
        body.holes = holes.collect();
        TextView { body: Shared::new(body), links, ..TextView::default() }
    }

    fn page() -> LinkTarget {
        LinkTarget::Page {
            href: "stories/a/?x&y#part".to_owned(),
            title: "A & <b>".to_owned(),
            summary: "Sum \"up\"".to_owned(),
            kind: "story",
        }
    }

    #[test]
    fn links_are_opened_closed_and_escaped() {
        let theme = samples::theme();
        let holes = [(3, HoleKind::Open, 0), (3, HoleKind::Text, 0), (3, HoleKind::Close, 0)];
        let filled = fill(&text("<p></p>", &holes, vec![page()]), "../../", None, &theme).unwrap();
        assert_eq!(filled, "<p><a href=\"../../stories/a/?x&amp;y#part\">A &amp; &lt;b&gt;</a></p>");
        let dead = fill(&text("<p></p>", &holes, vec![LinkTarget::Words("w<".to_owned())]), "/", None, &theme);
        assert_eq!(dead.unwrap(), "<p>w&lt;</p>");
        let gone = fill(&text("<p></p>", &holes, vec![LinkTarget::Nothing]), "/", None, &theme);
        assert_eq!(gone.unwrap(), "<p></p>");
    }

    #[test]
    fn fragments_are_complete_elsewhere() {
        let theme = samples::theme();
        let text = text(
            "<p>x</p>",
            &[(3, HoleKind::Open, 0), (4, HoleKind::Close, 0)],
            vec![LinkTarget::Fragment("p".to_owned())],
        );
        assert_eq!(fill(&text, "/", None, &theme).unwrap(), "<p><a href=\"#p\">x</a></p>");
        let complete = fill(&text, "https://x.org/", Some("https://x.org/a/"), &theme).unwrap();
        assert_eq!(complete, "<p><a href=\"https://x.org/a/#p\">x</a></p>");
    }

    #[test]
    fn cards_and_the_help_box_are_set_in() {
        let theme = samples::theme();
        let mut text = text("", &[(0, HoleKind::Card, 0), (0, HoleKind::Support, 9)], vec![page()]);
        text.support = Some(Support { title: "Help <x>".to_owned(), ..Support::default() });
        let filled = fill(&text, "/wall/", None, &theme).unwrap();
        assert!(filled.contains("href=\"/wall/stories/a/?x&amp;y#part\""), "{filled}");
        assert!(filled.contains("Sum &quot;up&quot;") && filled.contains("Help &lt;x&gt;"), "{filled}");
        assert!(!filled.contains("<b>") && !filled.contains("<x>"));
    }

    #[test]
    fn holes_that_cannot_be_lose_no_text() {
        let theme = samples::theme();
        let holes = [(2, HoleKind::Open, 0), (900, HoleKind::Open, 77), (1, HoleKind::Close, 0)];
        let filled = fill(&text("aé b", &holes, vec![LinkTarget::Nothing]), "/", None, &theme).unwrap();
        assert_eq!(filled, "aé b");
    }
}
