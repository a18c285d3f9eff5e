//! Personal data: what was found in one file, what excuses it, and the names that are looked for.

use super::{Digest, NameLevel, SourcePath};
use crate::diag::Span;
use std::collections::{HashMap, HashSet};

/// A kind of personal data, and what a stated exception may allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postcode.
    Postcode,
    /// A date of birth.
    Birth,
    /// A name on a social network.
    Handle,
    /// A place to within some metres.
    Coordinates,
    /// A name of somebody of whom less may be told. Only for exceptions.
    Name,
    /// A picture beside the name of a child. Only for exceptions.
    Photo,
}

impl PersonalKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Email,
        Self::Phone,
        Self::Postcode,
        Self::Birth,
        Self::Handle,
        Self::Coordinates,
        Self::Name,
        Self::Photo,
    ];

    /// The word for it in an exception.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Postcode => "postcode",
            Self::Birth => "birth",
            Self::Handle => "handle",
            Self::Coordinates => "coordinates",
            Self::Name => "name",
            Self::Photo => "photo",
        }
    }

    /// What it is, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address",
            Self::Phone => "a telephone number",
            Self::Postcode => "a postcode",
            Self::Birth => "a date of birth",
            Self::Handle => "a name on a social network",
            Self::Coordinates => "the exact coordinates of a place",
            Self::Name => "a name",
            Self::Photo => "a picture",
        }
    }
}

impl PersonalKind {
    /// What was found, in the form in which two of a kind are compared: a number is the same with other spaces.
    #[must_use]
    pub fn compared(self, found: &str) -> String {
        match self {
            Self::Phone => {
                let digits: String = found.chars().filter_map(western_digit).collect();
                // `+44 (0)20 …` and `020 …`: the last digits tell numbers apart.
                digits.get(digits.len().saturating_sub(9)..).unwrap_or(&digits).to_owned()
            }
            _ => super::text::fold(found.trim()),
        }
    }
}

/// The digit that a character is, in the digits of Latin, Arabic, Persian and full-width writing.
#[must_use]
pub fn western_digit(letter: char) -> Option<char> {
    let zero = match letter {
        '0'..='9' => return Some(letter),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(u32::from(letter) - zero, 10)
}

/// A piece of personal data in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datum {
    /// What it is.
    pub kind: PersonalKind,
    /// As it is written.
    pub found: String,
    /// Where.
    pub span: Span,
}

/// Which part of somebody's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamePart {
    /// The whole name.
    Full,
    /// One word of it that is not the first name.
    Surname,
    /// The first name, or what stands for it.
    First,
    /// An invented name.
    Pseudonym,
    /// A name from the site's private list, or from its list of hashes.
    Private,
}

/// A name in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFound {
    /// The file of the person; none for private names.
    pub person: Option<SourcePath>,
    /// Which part of the name.
    pub part: NamePart,
    /// The strictest level at which this may be shown.
    pub least: NameLevel,
    /// Whether it can hardly be anything but a name: no ordinary word, or written together with other parts.
    pub sure: bool,
    /// As it is written.
    pub found: String,
    /// Where.
    pub span: Span,
}

/// `<!-- ripple: allow email "office address" -->`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// What is allowed.
    pub kinds: Vec<PersonalKind>,
    /// Why.
    pub reason: String,
    /// The first byte of the file that it covers, and the one after the last.
    pub covers: (u32, u32),
    /// Where it stands.
    pub span: Span,
}

impl Exception {
    /// Whether it excuses something of a kind at a place.
    #[must_use]
    pub fn excuses(&self, kind: PersonalKind, span: &Span) -> bool {
        let (from, to) = self.covers;
        self.kinds.contains(&kind) && span.range().is_some_and(|(start, _)| from <= start && start < to)
    }
}

/// What one file holds of personal data. Whether that is wrong is decided by `link`, which knows the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    /// Addresses, numbers and the like, in the order of the file.
    pub data: Vec<Datum>,
    /// Names of people of the site, and private names, in the order of the file.
    pub names: Vec<NameFound>,
    /// What is excused, in the order of the file.
    pub exceptions: Vec<Exception>,
}

impl Personal {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.data.is_empty() && self.names.is_empty() && self.exceptions.is_empty()
    }
}

/// One name that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedName {
    /// Its words, folded and without marks.
    pub words: Vec<String>,
    /// Whose it is, as a place in [`NameList::people`]; none for private names.
    pub person: Option<u32>,
    /// Which part of it.
    pub part: NamePart,
    /// The strictest level at which this may be shown.
    pub least: NameLevel,
}

/// Names that are known by keyed hashes alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HashedNames {
    /// The key of the hashes.
    pub key: [u8; 32],
    /// Hashes of the first words of all names.
    pub first_words: HashSet<Digest>,
    /// Hashes of whole names, with the number of words of each.
    pub names: HashSet<(usize, Digest)>,
}

/// All names that are looked for in texts.
#[derive(Clone, Debug, Default)]
pub struct NameList {
    /// The files of the people whose names these are.
    pub people: Vec<SourcePath>,
    /// The names.
    pub names: Vec<ListedName>,
    /// Places in `names`, by first word.
    pub by_first_word: HashMap<String, Vec<u32>>,
    /// Which three first letters names have; see [`NameList::beginning`].
    pub beginnings: Vec<bool>,
    /// Names that are known by hashes.
    pub hashed: Option<HashedNames>,
    /// Digest of all of it: two lists with the same are the same.
    pub digest: Digest,
}

impl NameList {
    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.hashed.is_none()
    }
}

impl NameList {
    /// The length of [`NameList::beginnings`].
    pub const BEGINNINGS: usize = 32 * 32 * 32;

    /// The place of three ASCII letters in [`NameList::beginnings`], in whatever case. `None` if one of them is no
    /// ASCII letter: a mark may stand there, or a letter that nobody sees.
    #[must_use]
    pub fn beginning(bytes: &[u8]) -> Option<usize> {
        let [first, second, third, ..] = bytes else { return None };
        let letters = [first, second, third];
        let is_plain = letters.iter().all(|letter| letter.is_ascii_alphabetic());
        let place = letters.iter().fold(0, |place, letter| place * 32 + usize::from(**letter & 31));
        is_plain.then_some(place)
    }

    /// Whether a word that begins with these bytes may begin a name. Never says no where one does.
    #[must_use]
    pub fn may_begin(&self, bytes: &[u8]) -> bool {
        Self::beginning(bytes).is_none_or(|place| self.beginnings.get(place) == Some(&true))
    }
}

impl PartialEq for NameList {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for NameList {}

/// What is read of names that no entry holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrivateNames {
    /// The names of the site's private list, as they are written there.
    pub names: Vec<String>,
    /// The file of hashes, if there is one.
    pub hashes: Option<String>,
}
