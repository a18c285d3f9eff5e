//! Pages made for paper: questions on cards to cut out, and for each story a sheet for somebody who leads a group.
//! Nothing whose consent leaves out `print` stands on one (content model, section 7).

mod length;

use super::lists::pager;
use super::routes::encode;
use super::table::{Class, Planned};
use super::{Planner, own, people, words};
use crate::model::{
    AskedView, CardsView, CircleView, Content, EntryId, EntryKind, Head, HtmlView, Link, LinkTarget, PageView,
    QuestionCardView, Route, SheetView, TextView, cover,
};
use std::collections::HashSet;

/// Cards on one sheet of paper.
const PER_SHEET: usize = 8;

/// Cards on one page of the site: twelve sheets. The page stays far below 150 KB with the longest questions, too.
const PER_PAGE: usize = 12 * PER_SHEET;

/// A size of type on a card. Lengths are in tenths of a pixel, of which 96 make an inch.
struct Size {
    name: &'static str,
    /// Letters in one line. Signs that stand for a syllable or a word are as wide as two.
    letters: usize,
    /// Height of a line.
    line: usize,
    /// Questions up to this many letters have this size, if there is room.
    most: usize,
}

const SIZES: [Size; 5] = [
    Size { name: "", letters: 19, line: 310, most: 60 },
    Size { name: "long", letters: 20, line: 276, most: 100 },
    Size { name: "longer", letters: 30, line: 228, most: 160 },
    Size { name: "longest", letters: 38, line: 196, most: 240 },
    SMALLEST,
];
const SMALLEST: Size = Size { name: "smallest", letters: 46, line: 160, most: usize::MAX };

/// Height for question and address on a card of 62 mm, the smallest: without its edges and the site's name.
const ROOM: usize = 1740;

/// One line of the address, and the letters in it.
const ADDRESS_LINE: (usize, usize) = (160, 20);

/// An address of more lines is one that nobody types.
const ADDRESS_LINES: usize = 6;

/// All pages made for paper.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let mut pages = cards(planner);
    let mut taken = HashSet::new();
    for id in planner.site.of_kind(EntryKind::Story) {
        // Two stories at one address are reported as such, and once.
        if taken.insert(planner.site.entry(id).slug.value.as_str()) {
            pages.extend(sheet(planner, id));
        }
    }
    pages
}

// ---- Cards -----------------------------------------------------------------------------------------

const CARDS: [&str; 2] = ["prompts", "cards"];

/// Where the cards are, if there are any.
pub(super) fn cards_address(planner: &Planner) -> Option<String> {
    (!planner.questions.printed.is_empty()).then(|| planner.routes.page(&CARDS).href)
}

/// Where a question's own card is.
pub(super) fn card_address(planner: &Planner, id: EntryId) -> Option<String> {
    let place = planner.questions.printed_place(id)?;
    let route = planner.routes.numbered(&CARDS, place / PER_PAGE + 1);
    Some(format!("{}#q-{}", route.href, encode(&planner.site.entry(id).id.value)))
}

fn cards(planner: &Planner) -> Vec<Planned> {
    let count = planner.questions.printed.len().div_ceil(PER_PAGE);
    let page = |number: usize| {
        planner.html(planner.routes.numbered(&CARDS, number), move |planner, route| {
            let head = planner.head(
                &words::numbered(&planner.words, &planner.words.get("question_cards"), number),
                None,
                route,
                Some("prompts"),
            );
            (head, Content::Cards(cards_view(planner, number, count)))
        })
    };
    (1..=count).map(page).collect()
}

fn cards_view(planner: &Planner, number: usize, count: usize) -> CardsView {
    let all = &planner.questions.printed;
    let start = (number - 1) * PER_PAGE;
    let here = &all[start..all.len().min(start + PER_PAGE)];
    let sheet = |ids: &[EntryId]| ids.iter().map(|id| card(planner, *id)).collect();
    CardsView {
        sheets: here.chunks(PER_SHEET).map(sheet).collect(),
        total: all.len(),
        pager: (count > 1).then(|| pager(&planner.routes, &CARDS.map(str::to_owned), number, count)),
    }
}

fn card(planner: &Planner, id: EntryId) -> QuestionCardView {
    let entry = planner.site.entry(id);
    let card = planner.cards.own(id).clone();
    let asked = if card.summary.is_empty() { &card.title } else { &card.summary };
    let route = planner.routes.entry(entry.kind, &entry.slug.value);
    let address = route.and_then(|route| planner.routes.typed(&route));
    let address = address.filter(|address| lines(measure(address), ADDRESS_LINE.1) <= ADDRESS_LINES);
    let circles = cover::card(&entry.id.value).map(|(x, y, r)| CircleView { x, y, r }).to_vec();
    // The question is whole before all else: rather without the address than without its end.
    let (fitted, address) = match fit(asked, address.as_deref().unwrap_or_default()) {
        whole if whole.0 == *asked => (whole, address),
        cut => match fit(asked, "") {
            whole if whole.0 == *asked => (whole, None),
            _ => (cut, address),
        },
    };
    let (question, size) = fitted;
    QuestionCardView { card, question, size, address, circles }
}

fn wide(letter: char) -> usize {
    if letter >= '\u{2e80}' { 2 } else { 1 }
}

fn measure(words: &str) -> usize {
    words.chars().map(wide).sum()
}

fn lines(measure: usize, letters: usize) -> usize {
    measure.div_ceil(letters)
}

/// A question as a card can hold it above this address, and the size of its type. What is too long ends in a mark of
/// omission after a whole word: the address leads to the rest.
fn fit(question: &str, address: &str) -> (String, &'static str) {
    let room = ROOM - lines(measure(address), ADDRESS_LINE.1).min(ADDRESS_LINES) * ADDRESS_LINE.0;
    let length = measure(question);
    let fits = |size: &&Size| length <= size.most && lines(length, size.letters) * size.line <= room;
    if let Some(size) = SIZES.iter().find(fits) {
        return (question.to_owned(), size.name);
    }
    let mut left = (room / SMALLEST.line * SMALLEST.letters).saturating_sub(2);
    let end = question.char_indices().find(|(_, letter)| {
        let rest = left.checked_sub(wide(*letter));
        left = rest.unwrap_or(0);
        rest.is_none()
    });
    let cut = &question[..end.map_or(question.len(), |(place, _)| place)];
    // A script without spaces has its words nowhere marked.
    let whole = cut.rfind(char::is_whitespace).filter(|space| space * 2 > cut.len()).map_or(cut, |space| &cut[..space]);
    let whole = whole.trim_end_matches(|letter: char| letter.is_whitespace() || ",;:".contains(letter));
    (format!("{whole} …"), SMALLEST.name)
}

// ---- Sheets ----------------------------------------------------------------------------------------

fn route(planner: &Planner, id: EntryId) -> Option<Route> {
    let entry = planner.site.entry(id);
    let access = planner.site.access[id.index()];
    // What is in no list is on one page alone: its own.
    let may = entry.kind == EntryKind::Story && access.listed && access.print;
    may.then(|| planner.routes.page(&["stories", &entry.slug.value, "sheet"]))
}

/// Where a story's sheet is, if it may be printed.
pub(super) fn address(planner: &Planner, id: EntryId) -> Option<String> {
    Some(route(planner, id)?.href)
}

/// A story's sheet. No search engine is told of it: it repeats the story.
fn sheet(planner: &Planner, id: EntryId) -> Option<Planned> {
    let route = route(planner, id)?;
    let origin = planner.site.entry(id).slug.span.clone();
    Some(Planned::new(route, Class::List, origin, move |planner, route| {
        let own = own::head(planner, id, route);
        let head = Head {
            title: planner.words.say("sheet_title", None, &[("title", &own.title)]),
            description: None,
            canonical: None,
            noindex: true,
            og_type: "website",
            alternates: Vec::new(),
            json_ld: None,
            image: None,
            ..own
        };
        let content = Content::Sheet(Box::new(sheet_view(planner, id)));
        PageView::Html(Box::new(HtmlView { head, site: planner.frame.clone(), template: None, content }))
    }))
}

fn sheet_view(planner: &Planner, id: EntryId) -> SheetView {
    let site = &planner.site;
    let entry = site.entry(id);
    let detail = &entry.body.detail;
    let (mentors, mentees, others) = people::named(planner, id);
    let route = planner.routes.entry(entry.kind, &entry.slug.value);
    let asked = |prompt: &EntryId| AskedView {
        card: planner.cards.own(*prompt).clone(),
        steps: site.entry(*prompt).body.detail.steps.clone(),
    };
    let printed = |prompt: &&EntryId| site.access[prompt.index()].print;
    let mut sheet = SheetView {
        card: planner.cards.own(id).clone(),
        text: printed_text(planner, id),
        minutes: entry.body.minutes(),
        authors: people::authors(planner, id),
        mentors,
        mentees,
        others,
        moment: own::moment(planner, entry),
        outcome: detail.outcome.clone(),
        questions: site.prompts_of[id.index()].iter().filter(printed).map(asked).collect(),
        support: planner.config.support.clone().filter(|_| detail.support),
        address: route.and_then(|route| planner.routes.typed(&route)),
        size: "",
        cut: false,
    };
    length::fit(&mut sheet);
    sheet
}

/// A text in which nothing names what may not be printed: such links keep the writer's own words and nothing else.
fn printed_text(planner: &Planner, id: EntryId) -> TextView {
    let mut text = own::text_view(planner, id);
    for (target, link) in text.links.iter_mut().zip(&planner.site.links[id.index()]) {
        let may = match link {
            Link::Entry { to, .. } => planner.site.access[to.index()].print,
            // Where a bare path leads is not known here, and on paper it leads nowhere.
            Link::Path { .. } => false,
            _ => true,
        };
        if !may {
            *target = LinkTarget::Nothing;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ADDRESS: &str = "ripple-stories.example/prompts/look-back";

    #[test]
    fn long_questions_are_set_smaller_and_the_longest_are_cut_after_a_word() {
        let of = |length: usize| "abcd ".repeat(length / 5);
        for (length, size) in
            [(60, ""), (65, "long"), (100, "long"), (160, "longer"), (225, "longest"), (360, "smallest")]
        {
            assert_eq!(fit(&of(length), ADDRESS), (of(length), size), "{length}");
        }
        assert_eq!(fit(&of(100), &ADDRESS.repeat(2)).1, "longer", "a long address takes room");
        let (cut, size) = fit(&of(500), ADDRESS);
        assert!(cut.ends_with("abcd …") && (340..=372).contains(&cut.len()) && size == "smallest", "{cut}");
        assert_eq!(fit(&"語".repeat(40), ADDRESS).1, "long", "signs are wide");
        let (cut, _) = fit(&"語".repeat(300), ADDRESS);
        assert!((175..=186).contains(&cut.chars().count()), "{cut}");
    }

    proptest! {
        #[test]
        fn every_question_fits(question in "\\PC{0,600}", address in "[a-z/]{0,140}") {
            let (cut, name) = fit(&question, &address);
            let size = SIZES.iter().find(|size| size.name == name).unwrap();
            let height = lines(measure(&cut), size.letters) * size.line;
            let below = lines(address.len(), ADDRESS_LINE.1).min(ADDRESS_LINES) * ADDRESS_LINE.0;
            prop_assert!(height + below <= ROOM, "{height} and {below} for {cut}");
            prop_assert!(cut == question || question.starts_with(cut.trim_end_matches('…').trim_end()));
        }
    }
}
