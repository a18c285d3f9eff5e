//! What is looked for, in every form in which a page, a feed or a JSON file may write it.

use super::finder::{Edge, Finder, Needle};
use super::folded::Folded;
use super::windows::Rare;
use crate::model::{Date, EntryKind, shown, text};
use std::collections::BTreeSet;

/// Fewer words or letters in a title tell nothing: "Trust" may stand in any text.
const TELLING: (usize, usize) = (3, 16);

/// Words that must stand in a row for a piece of a text to count as taken from it, and how far apart such rows begin.
const ROW: (usize, usize) = (8, 4);

/// More words than this are looked for in rows.
const LONG: usize = 12;

/// Byte strings to look for, each with the number of what it belongs to.
#[derive(Debug, Default)]
pub struct Needles {
    all: Vec<Needle>,
    of: u32,
    site: String,
}

impl Needles {
    /// What is added from here on belongs to this number.
    pub fn of(&mut self, of: u32) -> &mut Self {
        self.of = of;
        self
    }

    /// What the site's own address is: pages of all other sites are passed over from here on. Without this, whatever
    /// stands before an address is taken for this site's.
    pub fn on(&mut self, base_url: Option<&str>) {
        let own = base_url.and_then(|base| base.split_once("://")).map_or("\0", |(_, own)| own);
        own.clone_into(&mut self.site);
    }

    /// Words as they stand in a text: a name, a number, a title. A long text is found by any row of its words.
    pub fn words(&mut self, words: &str) {
        let words = words.split_whitespace().collect::<Vec<_>>();
        if words.len() > LONG {
            for row in rows(&words.join(" ")) {
                self.row(&row);
            }
            return;
        }
        let edge = |letter: Option<char>| if letter.is_some_and(has_edges) { Edge::Word } else { Edge::Any };
        let (first, last) = (words.first(), words.last());
        let start = edge(first.and_then(|word| word.chars().next()));
        let end = edge(last.and_then(|word| word.chars().next_back()));
        // No form has more spaces than the words: where they may be broken does not depend on how they are written.
        for written in written(&words.join(" ")) {
            for wrapped in wrapped(&written) {
                self.push(&wrapped, start, end);
            }
        }
    }

    /// A title that stands alone between two tags, or is a whole value in JSON.
    pub fn label(&mut self, title: &str) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        for written in written(&title) {
            self.push(&format!(">{written}<"), Edge::Any, Edge::Any);
            self.push(&format!("\"{written}\""), Edge::Any, Edge::Any);
        }
    }

    /// Where a file of the site is.
    pub fn source(&mut self, path: &str) {
        let (start, end, rare) = (Edge::Word, Edge::Word, Rare::Beginning);
        self.all.push(Needle { tail: path.as_bytes().to_vec(), start, end, rare, of: self.of });
    }

    /// The page of an entry, by the last part of its address as it is and percent-encoded. `site` is what stands
    /// before the address of a page: the site's own address, and its path.
    pub fn address(&mut self, kind: EntryKind, slug: &str, encoded: &str, site: (Option<&str>, &str)) {
        for slug in [slug, encoded] {
            match kind {
                EntryKind::Page => {
                    for before in site.0.iter().map(|base| format!("{base}/")).chain([format!("=\"{}", site.1)]) {
                        self.push(&format!("{before}{slug}"), Edge::Any, Edge::Address);
                    }
                }
                EntryKind::Home => {}
                kind => self.push(&format!("{}/{slug}", kind.folder()), Edge::Address, Edge::Address),
            }
        }
    }

    /// The id of an entry where nothing else can be meant: with its kind, or as a name in JSON.
    pub fn id(&mut self, kind: EntryKind, id: &str, encoded: &str) {
        for id in [id, encoded] {
            self.push(&format!("{}:{id}", kind.word()), Edge::Word, Edge::Address);
            self.push(&format!(":{}/{id}", kind.word()), Edge::Any, Edge::Address);
        }
        if kind == EntryKind::Story {
            for written in [format!("\"id\":\"{id}\""), format!("\"id\": \"{id}\"")] {
                self.push(&written, Edge::Any, Edge::Any);
            }
        }
    }

    /// A [row of words](rows), also with a line break in it.
    pub fn row(&mut self, row: &str) {
        for row in wrapped(row) {
            self.push(&row, Edge::Any, Edge::Any);
        }
    }

    /// Makes them ready to be looked for.
    #[must_use]
    pub fn finder(self) -> Finder {
        Finder::new(self.all, self.site)
    }

    /// Words as [`shown::bare_words`] gives them: without anything that could stand between them.
    pub fn bare(&mut self, words: &str) {
        let bare = shown::bare_words(words);
        let mut tail = bare.as_str();
        // Where words do not stand apart, others may go before and after.
        if tail.chars().nth(1).is_some_and(|letter| letter.is_alphanumeric() && !has_edges(letter)) {
            tail = tail.trim_start();
        }
        if tail.chars().rev().nth(1).is_some_and(|letter| letter.is_alphanumeric() && !has_edges(letter)) {
            tail = tail.trim_end();
        }
        if !tail.trim().is_empty() {
            self.push(tail, Edge::Any, Edge::Any);
        }
    }

    /// Makes them ready to be looked for in whatever case their ASCII letters are.
    #[must_use]
    pub fn folded(mut self) -> Folded {
        for needle in &mut self.all {
            needle.tail.make_ascii_lowercase();
        }
        self.site.make_ascii_lowercase();
        Folded::new(self.in_small_letters())
    }

    /// Makes them ready to be looked for, if all that was added is in small letters.
    #[must_use]
    pub fn in_small_letters(self) -> Finder {
        Finder::in_small_letters(self.all, self.site)
    }

    fn push(&mut self, tail: &str, start: Edge, end: Edge) {
        let rare = Rare::Somewhere;
        self.all.push(Needle { tail: tail.as_bytes().to_vec(), start, end, rare, of: self.of });
    }
}

/// Rows of words of a text, which may be HTML: whoever takes a sentence from it takes one of them.
#[must_use]
pub fn rows(html: &str) -> Vec<String> {
    let (length, step) = ROW;
    let mut rows = Vec::new();
    for piece in html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)) {
        let words: Vec<&str> = piece.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
        let own = words.windows(length).step_by(step).map(|row| row.join(" "));
        // What has to be escaped looks different elsewhere.
        rows.extend(own.filter(|row| !row.contains(['&', '"', '\'', '\\', '>'])));
    }
    rows
}

/// Whether a title is so long that it is hardly ever written by chance.
#[must_use]
pub fn is_telling(title: &str) -> bool {
    let (words, letters) = TELLING;
    let alone = title.chars().filter(|letter| !has_edges(*letter) && letter.is_alphabetic()).count();
    (title.split_whitespace().count() >= words && title.chars().count() >= letters) || alone * 2 >= letters
}

/// Whether a private value would hardly stand in another text by chance: a number of a form, a telephone number, a
/// name. A single small word is none, nor is a date: stories have dates.
#[must_use]
pub fn is_distinct(value: &str) -> bool {
    let value = value.trim();
    let (letters, words) = (value.chars().count(), value.split_whitespace().count());
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let is_number = value.chars().all(|letter| letter.is_ascii_digit() || " -/.+()".contains(letter));
    let alone = value.chars().any(|letter| letter.is_alphabetic() && !has_edges(letter));
    if is_number {
        return digits >= 6 && Date::parse(value).is_err();
    }
    if digits > 0 || value.contains('@') {
        return letters >= 4;
    }
    let is_name = value.chars().next().is_some_and(char::is_uppercase);
    (words > 1 && letters >= 8) || (is_name && letters >= 6) || (alone && letters >= 3)
}

/// Whether words of this script stand apart from each other. Thai, Chinese and others do not.
fn has_edges(letter: char) -> bool {
    letter.is_alphanumeric() && letter < '\u{e00}'
}

/// Words on one line, and with a line break at each place where there may be one.
fn wrapped(words: &str) -> impl Iterator<Item = String> {
    let broken = |(at, _)| {
        let mut broken = words.to_owned();
        broken.replace_range(at..=at, "\n");
        broken
    };
    std::iter::once(words.to_owned()).chain(words.match_indices(' ').map(broken))
}

/// A text as it is, with the typographer's marks, and each as HTML, XML and JSON write it.
fn written(words: &str) -> BTreeSet<String> {
    if !words.contains(['&', '<', '>', '"', '\'', '\\']) && !words.contains("...") {
        return BTreeSet::from([words.to_owned()]);
    }
    let mut all = BTreeSet::new();
    for words in [words.to_owned(), curly(words)] {
        let html = text::escape(&words);
        for apostrophe in ["&#x27;", "&apos;", "'"] {
            all.insert(html.replace("&#39;", apostrophe));
        }
        all.insert(html.replace("&quot;", "\"").replace("&#39;", "'"));
        all.insert(html);
        all.insert(words.replace('\\', "\\\\").replace('"', "\\\""));
        all.insert(words);
    }
    all
}

/// Quotation marks as the typographer sets them.
fn curly(words: &str) -> String {
    let mut open = false;
    let mark = |letter| match letter {
        '\'' => '’',
        '"' => {
            open = !open;
            if open { '“' } else { '”' }
        }
        letter => letter,
    };
    words.replace("...", "…").chars().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder(add: impl FnOnce(&mut Needles)) -> Finder {
        let mut needles = Needles::default();
        add(&mut needles);
        needles.finder()
    }

    #[test]
    fn words_are_found_however_they_are_escaped_and_wrapped() {
        let title = finder(|needles| needles.words("Tom's \"own\" bench & tree"));
        for text in [
            "Tom's \"own\" bench & tree",
            "Tom&#39;s &quot;own&quot; bench &amp; tree",
            "Tom&#x27;s &quot;own&quot; bench &amp; tree",
            "Tom's &quot;own&quot; bench &amp; tree",
            "Tom's \"own\" bench &amp; tree",
            "Tom’s “own” bench &amp; tree",
            "Tom's \\\"own\\\" bench & tree",
            "a Tom’s “own”\nbench &amp; tree.",
        ] {
            assert!(title.is_in(text.as_bytes()), "{text}");
        }
        assert!(!title.is_in("Tom's bench".as_bytes()));
        assert!(!finder(|needles| needles.words("Ann")).is_in(b"Anna"));
        assert!(finder(|needles| needles.words("佐藤真理")).is_in("佐藤真理さん".as_bytes()));
    }

    #[test]
    fn addresses_and_ids_are_found_where_nothing_else_is_meant() {
        let made = finder(|needles| {
            needles.on(Some("https://x.org"));
            needles.of(1).address(EntryKind::Story, "trust", "trust", (Some("https://x.org"), "/"));
            needles.of(2).id(EntryKind::Story, "trust", "trust");
            needles.of(3).address(EntryKind::Page, "über", "%C3%BCber", (Some("https://x.org"), "/"));
        });
        for (text, is_in) in [
            ("href=\"/stories/trust/\"", true),
            ("tag:x.org,2026:story/trust<", true),
            ("[[story:trust]]", true),
            ("{\"id\":\"trust\"}", true),
            ("href=\"/%C3%BCber/\"", true),
            ("https://x.org/über/", true),
            ("/tags/über/", false),
            ("<h2 id=\"trust\">", false),
            ("href=\"/tags/trust/\"", false),
            ("href=\"#trust\"", false),
            ("history:trust", false),
            ("https://y.org/story/trust", false),
            ("https://y.org/stories/trust", false),
            ("We trust you", false),
        ] {
            assert_eq!(made.is_in(text.as_bytes()), is_in, "{text}");
        }
    }

    #[test]
    fn a_row_of_words_gives_a_text_away() {
        let made = finder(|needles| {
            let text =
                "<p>In March she stood up and <em>said</em> the word that nobody had asked her for all year.</p>";
            for row in rows(text) {
                needles.row(&row);
            }
        });
        assert!(made.is_in(b"<meta content=\"said the word that nobody had asked her for all year"));
        assert!(made.is_in(b"the word that nobody had\nasked her for"));
        assert!(!made.is_in(b"the word that somebody had asked her for all year"));
    }

    #[test]
    fn what_may_stand_anywhere_is_not_looked_for() {
        for (value, distinct) in [
            ("C-0142", true),
            ("0151 2345678", true),
            ("mum@example.org", true),
            ("Kowalczyk", true),
            ("ask her mother first", true),
            ("佐藤真理", true),
            ("2026-03-02", false),
            ("2026", false),
            ("12", false),
            ("winter", false),
            ("Anna", false),
            ("yes", false),
            ("", false),
        ] {
            assert_eq!(is_distinct(value), distinct, "{value}");
        }
        for (title, telling) in [
            ("Trust", false),
            ("We did it", false),
            ("The question after the bell", true),
            ("運転手が話したこと", true),
            ("Incomprehensibilities again", false),
        ] {
            assert_eq!(is_telling(title), telling, "{title}");
        }
    }
}
