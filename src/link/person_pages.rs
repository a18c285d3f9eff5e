//! Pages of people: who has one, under which name, and which stories it may list. A page exists only if the person's
//! file asks for it and nothing about it would tell more of a name than may be shown.

use super::name_words::{NameWords, words as in_order};
use super::people::{level_word, names_of};
use crate::diag::codes::people as codes;
use crate::diag::{Diagnostic, Span};
use crate::model::{Config, Entry, EntryId, EntryKind, NameLevel, Part, People, PersonPage, Profile, text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Parts of a name that are shorter than this give it away only as whole words: `lopez` does in `marialopez`, while
/// `ann` does not in `hannah`.
const TELLING: usize = 4;

/// Who has a page, before it is known which stories name them.
pub(super) struct Pages {
    /// The level of name on each page, and the name.
    of: BTreeMap<EntryId, (NameLevel, String)>,
    /// The level of a consent that names none.
    default: NameLevel,
}

/// Decides who has a page. `entries` are the published ones.
pub(super) fn pages(entries: &[Arc<Entry>], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Pages {
    let mut pages = Pages { of: BTreeMap::new(), default: default_level(config) };
    for (id, person) in (0..).map(EntryId).zip(entries) {
        let Some(span) = asked_for(person) else { continue };
        if person.gate.minor && config.profile == Profile::School {
            diagnostics.push(codes::child_has_no_page(span, &person.id.value));
            continue;
        }
        let level = pages.level(person);
        let Some((_, name)) = names_of(person).find(|(own, _)| *own >= level) else {
            diagnostics.push(codes::page_without_name(span, &person.id.value, level_word(level)));
            continue;
        };
        let problems = told(person, span, level, name);
        if problems.is_empty() {
            pages.of.insert(id, (level, name.to_owned()));
        }
        diagnostics.extend(problems);
    }
    pages
}

/// The level of a name that may be shown where consent names none (content model, section 7).
pub(super) fn default_level(config: &Config) -> NameLevel {
    if config.profile == Profile::School { NameLevel::First } else { NameLevel::Full }
}

/// Where the file of a person asks for a page.
fn asked_for(person: &Entry) -> Option<&Span> {
    person.names.as_ref().filter(|_| person.kind == EntryKind::Person)?.page.as_ref()
}

impl Pages {
    /// The strictest level that an entry's own consent allows.
    fn level(&self, entry: &Entry) -> NameLevel {
        let own = entry.gate.consent.as_ref().and_then(|consent| consent.value.name);
        own.unwrap_or(self.default)
    }

    /// Whether a person has a page.
    pub(super) fn has(&self, person: EntryId) -> bool {
        self.of.contains_key(&person)
    }

    /// Whether the page of a person says no more of their name than a level allows. What may show less, such as a
    /// story that may only say "a pupil", neither leads there nor stands there: the two together would tell who it was.
    pub(super) fn fits(&self, person: EntryId, level: NameLevel) -> bool {
        self.of.get(&person).is_some_and(|(own, _)| level <= *own)
    }

    /// The same for what an entry's own consent allows.
    pub(super) fn may_lead(&self, from: &Entry, person: EntryId) -> bool {
        self.fits(person, self.level(from))
    }

    /// Gives each page its stories: those on the wall, newest first, each in the first part that is true of it.
    pub(super) fn with_stories(self, wall: &[EntryId], people: &[People]) -> BTreeMap<EntryId, PersonPage> {
        let mut parts: BTreeMap<EntryId, [Vec<EntryId>; Part::ALL.len()]> =
            self.of.keys().map(|person| (*person, Default::default())).collect();
        for story in wall.iter().filter(|_| !self.of.is_empty()) {
            let People { named, told_by, .. } = &people[story.index()];
            let named = named.iter().filter_map(|person| Some((person.page?, Part::of_role(&person.role))));
            let mut found: Vec<(EntryId, Part)> =
                named.chain(told_by.iter().flatten().map(|person| (*person, Part::Told))).collect();
            found.sort_unstable();
            found.dedup_by_key(|(person, _)| *person);
            for (person, part) in found {
                if let Some(parts) = parts.get_mut(&person) {
                    parts[part as usize].push(*story);
                }
            }
        }
        let page = |(person, (_, name)): (EntryId, (NameLevel, String))| {
            let parts = parts.remove(&person).unwrap_or_default();
            (person, PersonPage { name, parts: Part::ALL.into_iter().zip(parts).collect() })
        };
        self.of.into_iter().map(page).collect()
    }
}

/// What about a page would tell more of a name than is allowed: its addresses, and the words on it. `asked` is where
/// the file asks for the page.
fn told(person: &Entry, asked: &Span, level: NameLevel, shown: &str) -> Vec<Diagnostic> {
    let withheld = withheld(person, level);
    if withheld.is_empty() {
        return Vec::new();
    }
    let id = &person.id.value;
    let shown = bare_words(shown);
    let told_in = |address: &str| withheld.iter().find(|name| tells(address, name, &shown));
    let mut problems = Vec::new();
    if told_in(&person.slug.value).is_some() {
        // An address that nobody wrote comes from the name of the file.
        let span = if person.slug.span == person.gate.span { asked } else { &person.slug.span };
        problems.push(codes::name_in_address(span, id, &person.slug.value, level_word(level)));
    }
    for alias in &person.aliases {
        if told_in(&alias.value).is_some() {
            problems.push(codes::name_in_address(&alias.span, id, &alias.value, level_word(level)));
        }
    }
    let words = format!("{} {}", words_of(&person.body.html), person.card.summary);
    if let Some(found) = named_in(&words, &withheld, &shown) {
        problems.push(codes::name_on_own_page(asked, id, &found, level_word(level)));
    }
    problems
}

/// The names that may not be shown: those of other levels, and the title of the file.
fn withheld(person: &Entry, level: NameLevel) -> Vec<&str> {
    let above = names_of(person).filter(|(own, _)| *own < level).map(|(_, name)| name);
    let title = Some(person.card.title.trim()).filter(|title| !title.is_empty() && level > NameLevel::Full);
    above.chain(title).collect()
}

/// The words of a name without marks, so that `elodie` is found for `Élodie`.
fn bare_words(name: &str) -> Vec<String> {
    text::slug(&text::bare(name)).split('-').map(str::to_owned).collect()
}

/// Whether an address tells a name, or a part of it that is not in the name that is shown.
fn tells(address: &str, name: &str, shown: &[String]) -> bool {
    let address = text::slug(&text::bare(address));
    let of_address: Vec<&str> = address.split('-').collect();
    let told = |part: &String| {
        let letters = part.chars().count();
        let word = letters > 1 && of_address.contains(&part.as_str());
        let within = letters >= TELLING && address.contains(part.as_str());
        // Scripts without spaces between words: the family name alone is a part of one long word.
        let of_it = |word: &str| !word.is_ascii() && word.chars().count() > 1 && part.contains(word);
        word || within || of_address.iter().any(|word| of_it(word))
    };
    let parts = bare_words(name);
    address == parts.join("-") && parts != shown || parts.iter().filter(|part| !shown.contains(part)).any(told)
}

/// The first of these names that stands among words, or a part of it, written as in the name.
fn named_in(words: &str, names: &[&str], shown: &[String]) -> Option<String> {
    let mut whole = NameWords::new();
    for name in names {
        let words = bare_words(name);
        // An initial is among any words; "Will" is looked for below, with its capital.
        let long = words.iter().filter(|word| word.chars().count() > 1).count();
        if words != shown && (long > 1 || (long == 1 && !name.is_ascii())) {
            whole.add(name, *name);
        }
    }
    if let Some((_, name)) = whole.found_in(&in_order(words)).first() {
        return Some((**name).to_owned());
    }
    // A surname is a name too: "Ms Lopez". Small words are not: "the", "de", "of".
    let is_gap = |letter: char| !letter.is_alphabetic();
    let is_name = |part: &&str| part.chars().count() > 2 && !part.starts_with(char::is_lowercase);
    let parts = names.iter().flat_map(|name| name.split(is_gap).filter(move |part| is_name(part) || part == name));
    let parts: Vec<&str> = parts.filter(|part| !shown.contains(&text::slug(&text::bare(part)))).collect();
    words.split(is_gap).find(|word| parts.contains(word)).map(str::to_owned)
}

/// The words of a text without its tags. A tag inside a word is no gap.
fn words_of(html: &str) -> String {
    const INLINE: [&str; 10] = ["em", "strong", "b", "i", "a", "del", "sub", "sup", "span", "code"];
    let mut words = String::with_capacity(html.len());
    for (place, piece) in html.split('<').enumerate() {
        let Some((tag, rest)) = piece.split_once('>').filter(|_| place > 0) else {
            words.push_str(piece);
            continue;
        };
        let name = tag.trim_start_matches('/').split(|letter: char| !letter.is_ascii_alphanumeric()).next();
        if !name.is_some_and(|name| INLINE.contains(&name)) {
            words.push(' ');
        }
        words.push_str(rest);
    }
    words.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_name_is_found_in_an_address() {
        let shown = bare_words("Maria");
        for (address, name, is_told) in [
            ("maria-lopez", "Maria Lopez", true),
            ("marialopez", "Maria Lopez", true),
            ("maria", "Maria Lopez", false),
            ("hannah", "Maria Ann", false),
            ("ann", "Maria Ann", true),
            ("a-teacher", "A. Lopez", false),
            ("m-l", "M. L.", true),
            ("lópez", "Maria Lopez", true),
            ("佐藤", "佐藤真理", true),
            ("/people/lopez/", "Maria Lopez", true),
            ("heron", "Maria Lopez", false),
            ("heron", "...", false),
        ] {
            assert_eq!(tells(address, name, &shown), is_told, "{address} of {name}");
        }
    }

    #[test]
    fn a_name_is_found_in_words_and_small_words_are_not_names() {
        let found = |words: &str, names: &[&str]| named_in(words, names, &bare_words("Maria"));
        for (words, names, wanted) in [
            ("the aunt of MARIA LOPEZ", &["Maria Lopez"][..], Some("Maria Lopez")),
            ("Ms Lopez’s pigeons", &["Maria Lopez"], Some("Lopez")),
            ("Maria keeps pigeons", &["Maria Lopez"], None),
            ("of the river", &["Maria de la Cruz of Bath"], None),
            ("she will", &["Will"], None),
            ("Will she?", &["Will"], Some("Will")),
            ("by maria.l", &["maria.l"], None),
            ("by lopez", &["lopez"], Some("lopez")),
            ("M. told us", &["M. L."], None),
            ("è", &["È."], None),
            ("佐藤真理さん", &["佐藤真理"], Some("佐藤真理")),
        ] {
            assert_eq!(found(words, names).as_deref(), wanted, "{words}");
        }
    }

    #[test]
    fn tags_inside_a_word_are_no_gap_and_others_are() {
        let words = words_of("<p>Lo<em>p</em>ez</p><p>Maria<br>&amp; O&#39;Brien &lt;b&gt;</p>");
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["Lopez", "Maria", "&", "O'Brien", "&lt;b&gt;"]);
    }
}
