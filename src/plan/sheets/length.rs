//! How much of a story one sheet of paper holds, and where a longer one ends. Paper is measured in pixels, of which 96
//! make an inch; letters are taken as wide as they mostly are, because the sheet is made where no fonts are.

use crate::model::{HoleKind, LinkTarget, Shared, SheetView, TextView};

/// Height of the smallest paper within its edges: Letter.
const PAPER: usize = 957;

/// Six lines for notes under their heading, and the space around the text.
const NOTES: usize = 6 * 30 + 36;
const AROUND: usize = 84;

/// A size of type for the text, in two columns.
struct Size {
    name: &'static str,
    /// Letters in a line. Signs that stand for a syllable or a word are as wide as two.
    letters: usize,
    /// Height of a line, in hundredths of a pixel.
    line: usize,
}

const SIZES: [Size; 2] =
    [Size { name: "", letters: 60, line: 1_700 }, Size { name: "small", letters: 71, line: 1_365 }];

/// Half lines for a picture, of which nothing else is known.
const PICTURE: usize = 24;

/// Gives a sheet the size of type in which its story fits, or ends the story where there is no room for more. Fewer
/// lines than these are no story; the parts of the questions go before that.
pub(super) fn fit(sheet: &mut SheetView) {
    const LEAST: usize = 24;
    if room(sheet, &SIZES[0]) < LEAST {
        sheet.questions.iter_mut().for_each(|question| question.steps.clear());
    }
    for size in &SIZES {
        sheet.size = size.name;
        let room = room(sheet, size).max(LEAST);
        match end(&sheet.text, size.letters, 2 * room) {
            None => return,
            Some(place) if size.name == "small" => {
                sheet.text = ended(&sheet.text, place);
                sheet.cut = true;
            }
            Some(_) => {}
        }
    }
}

/// Lines for the text, in both columns together.
fn room(sheet: &SheetView, size: &Size) -> usize {
    let rows = |words: &str, letters: usize| measure(words).div_ceil(letters).max(1);
    let questions: Vec<usize> = sheet
        .questions
        .iter()
        .map(|asked| {
            let question = if asked.card.summary.is_empty() { &asked.card.title } else { &asked.card.summary };
            let letters = if sheet.questions.len() == 1 { 84 } else { 40 };
            let steps: usize = asked.steps.iter().map(|step| rows(step, letters * 4 / 3) * 17).sum();
            12 + rows(question, letters) * 22 + steps
        })
        .collect();
    let asked: usize = questions.chunks(2).filter_map(|two| two.iter().max()).sum();
    let asked = if asked == 0 { 0 } else { asked + 40 };
    let support = sheet.support.as_ref().map_or(0, |support| 16 * rows(&support.text, 90));
    let fixed = AROUND + NOTES + asked + support + 37 * rows(&sheet.card.title, 38) + 17 * rows(&sheet.card.facts, 50);
    let column = PAPER.saturating_sub(fixed) * 100 / size.line;
    let outcome = sheet.outcome.iter().map(|line| rows(line, size.letters)).sum::<usize>();
    (2 * column).saturating_sub(2 + outcome)
}

fn measure(words: &str) -> usize {
    words.chars().map(super::wide).sum()
}

/// Where a text that needs more than this many half lines ends: after a whole part, or after a word of a paragraph
/// where that would leave much room empty. `None` if all of it fits.
fn end(text: &TextView, letters: usize, room: usize) -> Option<usize> {
    let html = text.body.html.as_str();
    let mut holes = text.body.holes.iter().peekable();
    // Half lines so far, letters in the line that is being filled, open elements.
    let (mut used, mut filled, mut depth) = (0usize, 0usize, 0usize);
    let (mut whole, mut word) = ((0, 0), 0);
    let mut place = 0;
    while let Some(letter) = html.get(place..).and_then(|rest| rest.chars().next()) {
        while let Some(hole) = holes.next_if(|hole| usize::try_from(hole.offset).is_ok_and(|offset| offset <= place)) {
            match hole.kind {
                HoleKind::Text => filled += 30,
                HoleKind::Card | HoleKind::Support => used += 10,
                HoleKind::Picture => used += 20,
                _ => {}
            }
        }
        let next;
        if letter == '<' {
            let close = html[place..].find('>').map_or(html.len(), |end| place + end + 1);
            let tag = &html[place + 1..close];
            let name =
                tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            if !matches!(
                name,
                "a" | "em" | "strong" | "code" | "span" | "sup" | "sub" | "del" | "s" | "small" | "q" | "abbr"
            ) {
                used += 2 * filled.div_ceil(letters) + usize::from(filled > 0);
                filled = 0;
            }
            match name {
                "img" | "video" => used += PICTURE,
                "br" | "hr" | "input" | "wbr" | "source" => {}
                _ if tag.starts_with('/') => depth = depth.saturating_sub(1),
                _ => depth += 1,
            }
            if depth == 0 && used <= room {
                whole = (close, used);
            }
            next = close;
        } else if letter == '&' {
            filled += 1;
            next = html[place..].find(';').map_or(html.len(), |end| place + end + 1);
        } else {
            // A space at the beginning of a line takes no room.
            filled += if filled == 0 && letter.is_whitespace() { 0 } else { super::wide(letter) };
            next = place + letter.len_utf8();
            let now = used + 2 * filled.div_ceil(letters);
            if (letter.is_whitespace() || super::wide(letter) == 2)
                && depth == 1
                && now + 2 <= room
                && html[whole.0..].trim_start().starts_with("<p>")
            {
                word = next;
            }
        }
        if used + 2 * filled.saturating_sub(1).div_euclid(letters) > room {
            return Some(if whole.1 * 4 >= room * 3 || word <= whole.0 { whole.0 } else { word });
        }
        place = next.max(place + 1);
    }
    None
}

/// A text up to a place that [`end`] found. What points to its rest, as numbers of notes do, goes with it.
fn ended(text: &TextView, place: usize) -> TextView {
    let mut body = (*text.body).clone();
    body.html.truncate(place);
    if !body.html.trim_end().ends_with('>') {
        let words = body.html.trim_end().trim_end_matches([',', ';', ':']).len();
        body.html.truncate(words);
        body.html.push_str(" …</p>");
    }
    body.holes.retain(|hole| usize::try_from(hole.offset).is_ok_and(|offset| offset <= place));
    while let Some((start, end)) = note_number(&body.html) {
        body.html.replace_range(start..end, "");
        for hole in &mut body.holes {
            if usize::try_from(hole.offset).is_ok_and(|offset| offset >= end) {
                hole.offset -= u32::try_from(end - start).unwrap_or_default();
            }
        }
    }
    let links = text.links.iter().map(|link| match link {
        LinkTarget::Fragment(_) => LinkTarget::Nothing,
        link => link.clone(),
    });
    TextView { body: Shared::new(body), links: links.collect(), ..text.clone() }
}

/// Where the first number of a note is in a text.
fn note_number(html: &str) -> Option<(usize, usize)> {
    const END: &str = "</sup>";
    let start = html.find("<sup class=\"footnote-ref\"")?;
    Some((start, start + html[start..].find(END)? + END.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Body;

    fn text(html: &str) -> TextView {
        TextView { body: Shared::new(Body { html: html.to_owned(), ..Body::default() }), ..TextView::default() }
    }

    #[test]
    fn a_text_that_fits_has_no_end_and_a_longer_one_ends_after_a_paragraph() {
        let paragraph = format!("<p>{}</p>\n", "word ".repeat(20).trim_end());
        let all = text(&paragraph.repeat(10));
        assert_eq!(end(&all, 50, 50), None, "ten of two lines and a half");
        let place = end(&all, 50, 49).unwrap();
        let short = ended(&all, place);
        assert_eq!(short.body.html.matches("<p>").count(), 9);
        assert!(short.body.html.ends_with("</p>"), "{}", short.body.html);
    }

    #[test]
    fn a_single_paragraph_ends_after_a_word() {
        let all = text(&format!("<p>{} <em>never inside</em> {}</p>\n", "word ".repeat(100), "end ".repeat(300)));
        let short = ended(&all, end(&all, 50, 40).unwrap());
        let html = &short.body.html;
        assert!(html.starts_with("<p>word ") && html.ends_with("end …</p>"), "{html}");
        assert!((900..1_000).contains(&html.len()), "{}", html.len());
        let signs = text(&format!("<p>{}</p>", "語".repeat(2_000)));
        let html = ended(&signs, end(&signs, 50, 40).unwrap()).body.html.clone();
        assert!(
            html.ends_with(" …</p>") && (400..500).contains(&html.chars().filter(|c| *c == '語').count()),
            "{html}"
        );
    }

    #[test]
    fn numbers_of_notes_go_with_the_notes() {
        let note = "<sup class=\"footnote-ref\" id=\"r-fnref-1\"><a href=\"#r-fn-1\">1</a></sup>";
        let mut all = text(&format!("<p>Words{note} and <b>more</b></p>\n{}", "<p>word</p>\n".repeat(90)));
        let offset = u32::try_from(all.body.html.find("<b>").unwrap()).unwrap();
        let mut body = (*all.body).clone();
        body.holes = vec![crate::model::Hole { offset, kind: HoleKind::Open, link: 0 }];
        all.body = Shared::new(body);
        let short = ended(&all, end(&all, 50, 40).unwrap());
        assert!(short.body.html.starts_with("<p>Words and <b>more"), "{}", short.body.html);
        assert_eq!(usize::try_from(short.body.holes[0].offset).unwrap(), "<p>Words and ".len());
    }

    #[test]
    fn nothing_is_cut_inside_of_a_list() {
        let all = text(&format!("<p>One.</p>\n<ul>\n{}</ul>\n", "<li>word</li>\n".repeat(90)));
        assert_eq!(ended(&all, end(&all, 50, 40).unwrap()).body.html.trim(), "<p>One.</p>");
    }
}
