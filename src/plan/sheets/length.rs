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
    let pieces = pieces(&sheet.text);
    for size in &SIZES {
        sheet.size = size.name;
        let room = room(sheet, size).max(LEAST);
        match end(&pieces, size.letters, 2 * room) {
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

/// What a text is made of, as far as its length goes. Worked out once, for all sizes of type.
enum Piece {
    /// Letters up to where a line may end, the width of the space or sign there, and the place after it. The text may
    /// end there if it `may`: in a paragraph that is not inside of anything.
    Word { letters: usize, last: usize, place: usize, may: bool },
    /// A part begins or ends, and so does a line.
    Line,
    /// So many half lines.
    Room(usize),
    /// A whole part ends here.
    Whole(usize),
}

fn pieces(text: &TextView) -> Vec<Piece> {
    let html = text.body.html.as_str();
    let mut pieces = Vec::with_capacity(html.len() / 5);
    let mut holes = text.body.holes.iter().filter_map(|hole| {
        let piece = match hole.kind {
            HoleKind::Text => Piece::Word { letters: 30, last: 0, place: 0, may: false },
            HoleKind::Card | HoleKind::Support => Piece::Room(10),
            HoleKind::Picture => Piece::Room(PICTURE),
            HoleKind::Recording => Piece::Room(4),
            _ => return None,
        };
        Some((usize::try_from(hole.offset).ok()?, piece))
    });
    let mut hole = holes.next();
    let (mut place, mut depth, mut paragraph) = (0, 0usize, html.trim_start().starts_with("<p>"));
    while place < html.len() {
        while let Some((_, piece)) = hole.take_if(|(offset, _)| *offset <= place) {
            pieces.push(piece);
            hole = holes.next();
        }
        let rest = &html[place..];
        if rest.starts_with('<') {
            place += rest.find('>').map_or(rest.len(), |end| end + 1);
            depth = element(&html[..place], rest, depth, &mut pieces);
            if depth == 0 {
                paragraph = html[place..].trim_start().starts_with("<p>");
            }
        } else if rest.starts_with('&') {
            pieces.push(Piece::Word { letters: 1, last: 0, place: 0, may: false });
            place += rest.find(';').map_or(rest.len(), |end| end + 1);
        } else {
            let next = hole.as_ref().map_or(html.len(), |(offset, _)| *offset);
            let plain = rest.bytes().position(|byte| matches!(byte, b'<' | b'&')).unwrap_or(rest.len());
            // A hole never stands inside of a letter.
            let run = rest.get(..plain.min(next - place)).unwrap_or(rest);
            words(run, place, depth == 1 && paragraph, &mut pieces);
            place += run.len();
        }
    }
    pieces
}

/// The pieces of an element's beginning or end, and how many elements are open after it.
fn element(until: &str, tag: &str, depth: usize, pieces: &mut Vec<Piece>) -> usize {
    const INLINE: [&str; 12] = ["a", "em", "strong", "code", "span", "sup", "sub", "del", "s", "small", "q", "abbr"];
    let inner = &tag[1..];
    let name = inner.trim_start_matches('/');
    let name = &name[..name.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len())];
    if !INLINE.contains(&name) {
        pieces.push(Piece::Line);
    }
    let depth = match name {
        "img" | "video" => {
            pieces.push(Piece::Room(PICTURE));
            depth
        }
        "br" | "hr" | "input" | "wbr" | "source" => depth,
        _ if inner.starts_with('/') => depth.saturating_sub(1),
        _ => depth + 1,
    };
    if depth == 0 {
        pieces.push(Piece::Whole(until.len()));
    }
    depth
}

/// The words of a run of letters that begins at this place.
fn words(run: &str, start: usize, may: bool, pieces: &mut Vec<Piece>) {
    let (mut letters, mut place) = (0, 0);
    while let Some(byte) = run.as_bytes().get(place) {
        // Most letters are a byte; the others are taken apart.
        let (length, last) = match byte {
            b' ' | b'\n' => (1, 1),
            0..0x80 => (1, 0),
            _ => {
                let letter = run[place..].chars().next().unwrap_or_default();
                let wide = super::wide(letter);
                (letter.len_utf8(), if wide == 2 || letter.is_whitespace() { wide } else { 0 })
            }
        };
        place += length;
        if last == 0 {
            letters += 1;
        } else {
            pieces.push(Piece::Word { letters, last, place: start + place, may });
            letters = 0;
        }
    }
    if letters > 0 {
        pieces.push(Piece::Word { letters, last: 0, place: start + run.len(), may: false });
    }
}

/// Where a text that needs more than this many half lines ends: after a whole part, or after a word of a paragraph
/// where that would leave much room empty. `None` if all of it fits.
fn end(pieces: &[Piece], letters: usize, room: usize) -> Option<usize> {
    // Half lines that are full, and letters in the line that is being filled, which holds at least one.
    let (mut used, mut filled) = (0usize, 0usize);
    let (mut whole, mut word) = ((0, 0), 0);
    for piece in pieces {
        match *piece {
            Piece::Word { letters: more, last, place, may } => {
                filled += more;
                // A space at the beginning of a part takes no room.
                filled += if filled == 0 && last == 1 { 0 } else { last };
                while filled > letters {
                    filled -= letters;
                    used += 2;
                }
                if may && used + 2 * usize::from(filled > 0) + 2 <= room {
                    word = place;
                }
            }
            Piece::Line => {
                used += 3 * usize::from(filled > 0);
                filled = 0;
            }
            Piece::Room(half_lines) => used += half_lines,
            Piece::Whole(place) if used <= room => whole = (place, used),
            Piece::Whole(_) => {}
        }
        if used > room {
            return Some(if whole.1 * 4 >= room * 3 || word <= whole.0 { whole.0 } else { word });
        }
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
        assert_eq!(end(&pieces(&all), 50, 50), None, "ten of two lines and a half");
        let place = end(&pieces(&all), 50, 49).unwrap();
        let short = ended(&all, place);
        assert_eq!(short.body.html.matches("<p>").count(), 9);
        assert!(short.body.html.ends_with("</p>"), "{}", short.body.html);
    }

    #[test]
    fn a_single_paragraph_ends_after_a_word() {
        let all = text(&format!("<p>{} <em>never inside</em> {}</p>\n", "word ".repeat(100), "end ".repeat(300)));
        let short = ended(&all, end(&pieces(&all), 50, 40).unwrap());
        let html = &short.body.html;
        assert!(html.starts_with("<p>word ") && html.ends_with("end …</p>"), "{html}");
        assert!((900..1_000).contains(&html.len()), "{}", html.len());
        let signs = text(&format!("<p>{}</p>", "語".repeat(2_000)));
        let html = ended(&signs, end(&pieces(&signs), 50, 40).unwrap()).body.html.clone();
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
        let short = ended(&all, end(&pieces(&all), 50, 40).unwrap());
        assert!(short.body.html.starts_with("<p>Words and <b>more"), "{}", short.body.html);
        assert_eq!(usize::try_from(short.body.holes[0].offset).unwrap(), "<p>Words and ".len());
    }

    #[test]
    fn nothing_is_cut_inside_of_a_list() {
        let all = text(&format!("<p>One.</p>\n<ul>\n{}</ul>\n", "<li>word</li>\n".repeat(90)));
        assert_eq!(ended(&all, end(&pieces(&all), 50, 40).unwrap()).body.html.trim(), "<p>One.</p>");
    }
}
