//! Texts without the words that would show what is held back: the label of a link that is a title, wherever the
//! parser took it from the text.

use crate::model::{Body, Card, Entry, Hole, HoleKind, Link, Shared, text};
use std::ops::Range;
use std::sync::Arc;

/// The id of a heading whose words were taken out.
const NAMELESS: &str = "section";

/// Takes the words of hidden links out of the texts, summaries and headings of these entries. `links` has where the
/// links of each lead. Whether a heading has another id now, so that links to it lead nowhere.
pub(super) fn leave_out(entries: &mut [Arc<Entry>], links: &[Vec<Link>]) -> bool {
    let mut renamed = false;
    for (entry, links) in entries.iter_mut().zip(links) {
        let said = |place: &usize| {
            links[*place] == Link::Hidden && entry.refs.links.get(*place).is_some_and(|link| !link.words.is_empty())
        };
        let hidden: Vec<usize> = (0..links.len()).filter(said).collect();
        if !hidden.is_empty() {
            let (hushed, changed) = without(entry, &hidden);
            *entry = Arc::new(hushed);
            renamed |= changed;
        }
    }
    renamed
}

/// An entry without the words of some of its links, and whether a heading was renamed.
fn without(entry: &Entry, hidden: &[usize]) -> (Entry, bool) {
    let words: Vec<String> = hidden.iter().map(|place| single_spaced(&entry.refs.links[*place].words)).collect();
    let mut body = Body::clone(&entry.body);
    let mut edits = cuts(&mut body.holes, hidden);
    let renamed = rename(&mut body, &words, &mut edits);
    edits.sort_unstable_by_key(|(range, _)| range.start);
    apply(&mut body, &edits);
    let mut card = Card::clone(&entry.card);
    let shown = |text: &str| words.iter().any(|words| may_hold(text, words));
    if body.excerpted && shown(&card.summary) {
        card.summary.clear();
    }
    if card.question.as_deref().is_some_and(|question| question != card.title && shown(question)) {
        card.question = Some(card.title.clone());
    }
    (Entry { card: Shared::new(card), body: Shared::new(body), ..entry.clone() }, renamed)
}

/// A place in the HTML, and what belongs there instead.
pub(super) type Edit = (Range<usize>, String);

/// What stands between the two ends of each of these links; the holes in it are filled no more.
fn cuts(holes: &mut Vec<Hole>, hidden: &[usize]) -> Vec<Edit> {
    let mut cuts: Vec<Edit> = Vec::new();
    let mut open: Option<(usize, u32)> = None;
    holes.retain(|hole| {
        let at = hole.offset as usize;
        match open {
            Some((from, link)) if hole.kind == HoleKind::Close && hole.link == link => {
                cuts.push((from..at, String::new()));
                open = None;
                true
            }
            Some(_) => false,
            None => {
                let begins = hole.kind == HoleKind::Open && hidden.contains(&(hole.link as usize));
                open = begins.then_some((at, hole.link));
                true
            }
        }
    });
    cuts
}

/// Gives headings with such words in them other ids. Whether there are any.
fn rename(body: &mut Body, words: &[String], edits: &mut Vec<Edit>) -> bool {
    let mut renamed = false;
    for heading in &mut body.headings {
        let held: Vec<&String> = words.iter().filter(|words| heading.text.contains(words.as_str())).collect();
        if held.is_empty() {
            continue;
        }
        let text = held.into_iter().fold(heading.text.clone(), |text, words| text.replace(words.as_str(), " "));
        heading.text = single_spaced(&text);
        let is_free = |id: &String| !body.anchors.contains(id);
        let mut numbered = (1..).map(|number| format!("{NAMELESS}-{number}"));
        let id = Some(NAMELESS.to_owned()).filter(is_free).or_else(|| numbered.find(is_free)).unwrap_or_default();
        let written = format!(" id=\"{}\">", text::escape(&heading.id));
        if let Some(at) = body.html.find(&written) {
            edits.push((at..at + written.len(), format!(" id=\"{id}\">")));
        }
        for anchor in body.anchors.iter_mut().filter(|anchor| **anchor == heading.id) {
            anchor.clone_from(&id);
        }
        heading.id = id;
        renamed = true;
    }
    renamed
}

/// Makes these changes, which are in order and apart from each other, and moves the holes along.
pub(super) fn apply(body: &mut Body, edits: &[Edit]) {
    let mut html = String::with_capacity(body.html.len());
    let (mut done, mut holes) = (0, body.holes.iter_mut().peekable());
    let moved = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    for (range, instead) in edits {
        while let Some(hole) = holes.next_if(|hole| hole.offset as usize <= range.start) {
            hole.offset = moved(html.len() + hole.offset as usize - done);
        }
        html.push_str(body.html.get(done..range.start).unwrap_or_default());
        html.push_str(instead);
        while let Some(hole) = holes.next_if(|hole| (hole.offset as usize) < range.end) {
            hole.offset = moved(html.len());
        }
        done = range.end;
    }
    for hole in holes {
        hole.offset = moved(html.len() + (hole.offset as usize).saturating_sub(done));
    }
    html.push_str(body.html.get(done..).unwrap_or_default());
    body.html = html;
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a summary, which may end in the middle of the words, has any of them. Rather too often than too seldom.
fn may_hold(summary: &str, words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or(words);
    if summary.contains(first) {
        return true;
    }
    let Some(cut) = summary.strip_suffix('…') else { return false };
    // A cut falls between words; in scripts without spaces, and in one endless word, anywhere.
    let is_plain = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    let endless = !cut.contains(' ');
    let falls =
        |at: usize| endless || !is_plain(words[..at].chars().next_back()) || !is_plain(words[at..].chars().next());
    words.char_indices().skip(1).any(|(at, _)| falls(at) && cut.ends_with(&words[..at]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, at, codes, consent, open, story};
    use super::*;
    use crate::model::{ConsentStatus, Heading, LinkSyntax};

    const TITLE: &str = "The bus driver";

    fn gone() -> Make {
        story("bus").title(TITLE).consent(consent(ConsentStatus::Withdrawn))
    }

    /// A story whose text is this HTML, with `{` and `}` where its links begin and end, all of them with the title.
    fn text(html: &str, links: usize) -> Make {
        let mut made = story("a");
        for _ in 0..links {
            made = made.link(LinkSyntax::Wiki, "bus", TITLE);
        }
        let mut plain = String::new();
        let (mut holes, mut link) = (Vec::new(), 0);
        for letter in html.chars() {
            let offset = u32::try_from(plain.len()).unwrap();
            match letter {
                '{' => holes.push(Hole { offset, kind: HoleKind::Open, link }),
                '}' => {
                    holes.push(Hole { offset, kind: HoleKind::Close, link });
                    link += 1;
                }
                letter => plain.push(letter),
            }
        }
        made.body(|body| (body.html, body.holes) = (plain, holes))
    }

    fn shown(entry: &Entry) -> String {
        let mut shown = entry.body.html.clone();
        for hole in entry.body.holes.iter().rev() {
            shown.insert(hole.offset as usize, if hole.kind == HoleKind::Open { '{' } else { '}' });
        }
        shown
    }

    #[test]
    fn hidden_words_leave_the_text_and_other_holes_move_along() {
        let html = "<p>é {The <em>bus</em> driver}, {The bus driver} and {The bus driver}.</p>";
        let linked = open(vec![text(html, 3), gone()]);
        let entry = &linked.site.entries[at(&linked, "a")];
        assert_eq!(shown(entry), "<p>é {}, {} and {}.</p>");
        assert_eq!(codes(&linked), ["withheld", "words-left-out", "words-left-out", "words-left-out"]);
        let told = linked.diagnostics.iter().all(|problem| problem.severity == crate::diag::Severity::Note);
        assert!(told, "nothing stands in the way of a take-down");
        let linked = open(vec![text(html, 3), story("bus").title(TITLE)]);
        assert_eq!(shown(&linked.site.entries[at(&linked, "a")]), html);
    }

    #[test]
    fn headings_lose_the_words_and_the_id_that_was_made_of_them() {
        let heading = |id: &str, text: &str| Heading { level: 2, id: id.into(), text: text.into() };
        let made = text("<h2 id=\"the-bus-driver\">{The bus driver}</h2><p>{The bus driver}</p>", 2)
            .anchors(&["the-bus-driver", "section"])
            .link(LinkSyntax::Markdown, "#the-bus-driver", "up")
            .body(|body| body.headings = vec![heading("the-bus-driver", TITLE), heading("section", "")]);
        let linked = open(vec![made, gone()]);
        let place = at(&linked, "a");
        let entry = &linked.site.entries[place];
        assert_eq!(shown(entry), "<h2 id=\"section-1\">{}</h2><p>{}</p>");
        assert_eq!(entry.body.headings, [heading("section-1", ""), heading("section", "")]);
        assert_eq!(entry.body.anchors, ["section-1", "section"]);
        assert_eq!(linked.site.links[place], [Link::Hidden, Link::Hidden, Link::Nowhere], "its address held the title");
        assert_eq!(codes(&linked), ["unknown-fragment", "withheld", "words-left-out", "words-left-out"]);
    }

    #[test]
    fn a_summary_and_a_question_made_from_the_text_go_with_the_words() {
        let made = |summary: &str, excerpted| {
            let summary = summary.to_owned();
            let made = text("<p>{The bus driver}</p>", 1).body(|body| body.excerpted = excerpted);
            let linked = open(vec![made.card(|card| card.summary.clone_from(&summary)), gone()]);
            linked.site.entries[at(&linked, "a")].card.summary.clone()
        };
        assert_eq!(made("After The bus driver came.", true), "");
        assert_eq!(made("After The…", true), "", "cut in the middle");
        assert_eq!(made("After a while", true), "After a while");
        assert_eq!(made("After The end", false), "After The end", "the writer's own");
        let asked = |question: &str| {
            let made = text("<p>{The bus driver}</p>", 1).card(|card| card.question = Some(question.to_owned()));
            let linked = open(vec![made, gone()]);
            linked.site.entries[at(&linked, "a")].card.question.clone().unwrap()
        };
        assert_eq!(asked("What would The bus driver say?"), "The title of a");
        assert_eq!(asked("What would you say?"), "What would you say?");
    }

    #[test]
    fn a_cut_is_seen_in_every_script() {
        for (summary, words, held) in [
            ("話話運転…", "運転手の話", true),
            ("話話…", "運転手の話", false),
            ("came mother…", "mother-in-law", true),
            ("all of that…", "the bus", false),
            ("ends with a t", "the bus", false),
        ] {
            assert_eq!(may_hold(summary, words), held, "{summary}");
        }
    }
}
