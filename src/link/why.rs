//! Why an entry is not published, and how the writer is told. What decides it is in `publish.rs`.

use super::asked;
use super::names::folded;
use crate::diag::{Located, Span};
use crate::model::{Date, Entry, Held, Obstacle, Withheld};

/// What stands in the way of consent, the strictest first: only the last three can fail a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lack {
    Withdrawn,
    Refused,
    Expired(Date),
    NoWeb,
    /// The block could not be understood, which is an error of its own.
    Unclear,
    Pending,
    Missing,
}

impl Lack {
    pub(super) fn may_fail(self) -> bool {
        matches!(self, Self::Unclear | Self::Pending | Self::Missing)
    }

    fn words(self) -> String {
        match self {
            Self::Withdrawn => "was withdrawn".to_owned(),
            Self::Refused => "was refused".to_owned(),
            Self::Expired(day) => format!("ended on {}", day.first_day()),
            Self::NoWeb => "does not cover the web".to_owned(),
            Self::Unclear => "cannot be understood".to_owned(),
            Self::Pending => "has not been given yet".to_owned(),
            Self::Missing => "is missing".to_owned(),
        }
    }

    /// How what is held back comes back, as the end of a sentence.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Self::Withdrawn | Self::Refused => "it stays so unless somebody says yes after all",
            Self::Expired(day) if day.day.is_none() => FIRST_DAY,
            Self::Expired(_) => "if the answer is yes once more, write a later date as `expires`",
            Self::NoWeb => "if it may have a page, add `web` to `scope`",
            Self::Unclear => "mend the error in it; until then it counts as not given",
            Self::Pending => "when the answer is yes, write `status: granted`",
            Self::Missing => "when somebody said yes, add `consent: {status: granted}`",
        }
    }

    /// The words that say so in the file of the entry whose consent is lacking.
    pub(super) fn place(self, entry: &Entry) -> &Span {
        let places = &entry.gate.consent_places;
        let place = match self {
            Self::Expired(_) => &places.expires,
            Self::NoWeb => &places.scope,
            _ => &places.status,
        };
        let whole = || entry.gate.consent.as_ref().map_or(&entry.gate.span, |consent| &consent.span);
        place.as_ref().unwrap_or_else(whole)
    }
}

/// What is said of `expires: 2026`, where somebody may have meant the end of that year.
const FIRST_DAY: &str = "a year or a month alone ends on its first day; if the answer holds longer, write the day as `expires`, as in `2026-12-31`";

/// Whose consent is lacking: the entry's own, or that of a person it names (the place, and the person).
pub(super) type Owner<'a> = Option<(&'a Span, &'a Entry)>;

pub(super) enum Why<'a> {
    Draft(&'a Span),
    Until(&'a Located<Date>),
    Gone(&'a Located<Date>),
    Consent(Lack, Owner<'a>),
}

pub(super) fn consent_reason(lack: Lack, owner: Owner) -> String {
    match owner {
        Some((_, person)) => format!("consent of `{}` {}", person.id.value, lack.words()),
        None => format!("consent {}", lack.words()),
    }
}

/// Whether an entry names somebody at a place in words, and not by the id.
pub(super) fn is_in_words(entry: &Entry, span: &Span, person: &Entry) -> bool {
    let mut names = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
    let is_id = |name: &Located<String>| folded(name.value.trim()) == folded(person.id.value.trim());
    names.any(|name| name.span == *span && !is_id(name))
}

/// How an entry comes back that lacks consent, as the end of a sentence.
pub(super) fn remedy(lack: Lack, entry: &Entry, owner: Owner) -> &'static str {
    match owner {
        Some((span, person)) if is_in_words(entry, span, person) => {
            "it names them in words, and their answer counts there, too; if somebody else is meant, write words that do not tell who it is, such as `a pupil`, and it comes back; if these are several people, write each on a line of their own"
        }
        _ => lack.remedy(),
    }
}

/// "on 2 March 2026"; a year or a month alone means its first day.
fn on(date: Date) -> String {
    format!("on {}", date.beginning().words())
}

/// A reason in two or three words, as a label of the entry.
fn state(why: &Why) -> String {
    match why {
        Why::Draft(_) => "Draft".to_owned(),
        Why::Until(day) => format!("Held until {}", day.value.words()),
        Why::Gone(day) => format!("Expired {}", on(day.value)),
        Why::Consent(lack, _) => match lack {
            Lack::Withdrawn => "Consent withdrawn".to_owned(),
            Lack::Refused => "Consent refused".to_owned(),
            Lack::Expired(day) => format!("Consent ended {}", on(*day)),
            Lack::NoWeb => "No consent for the web".to_owned(),
            Lack::Unclear => "Consent not clear".to_owned(),
            Lack::Pending => "Consent not given yet".to_owned(),
            Lack::Missing => "No consent yet".to_owned(),
        },
    }
}

/// One reason as it is told to the writer.
fn obstacle(entry: &Entry, why: &Why) -> Obstacle {
    let told = |reason: String, remedy, span: &Span, held| Obstacle {
        reason,
        who: None,
        remedy,
        span: span.clone(),
        named: None,
        held,
        lasting: false,
        takes_down: false,
    };
    match why {
        Why::Draft(span) => {
            let remedy = if entry.gate.broken {
                "it has an error in its fields, so it counts as a draft until that is mended"
            } else {
                "when it is ready, take the line `draft: true` away"
            };
            told("draft".to_owned(), remedy, span, Held::Draft)
        }
        Why::Until(day) => {
            let reason = format!("held until {}", day.value.iso());
            told(reason, "it is published by the first build from that day on", &day.span, Held::Date)
        }
        Why::Gone(day) => {
            let reason = format!("expired on {}", day.value.first_day());
            let later = "if it may be shown again, write a later date as `expires`";
            let remedy = if day.value.day.is_none() { FIRST_DAY } else { later };
            Obstacle { takes_down: true, ..told(reason, remedy, &day.span, Held::Date) }
        }
        Why::Consent(lack, owner) => Obstacle {
            who: asked::whose_answer(*lack, entry, *owner),
            named: owner.map(|(span, _)| span.clone()),
            lasting: matches!(lack, Lack::Withdrawn | Lack::Refused),
            takes_down: !lack.may_fail(),
            ..told(
                consent_reason(*lack, *owner),
                remedy(*lack, entry, *owner),
                lack.place(owner.map_or(entry, |(_, person)| person)),
                Held::Consent,
            )
        },
    }
}

/// `why` is not empty.
pub(super) fn withheld(entry: &Entry, why: &[Why]) -> Withheld {
    let mut obstacles: Vec<Obstacle> = Vec::with_capacity(why.len());
    // Fields that cannot be read may say all there is to say about consent.
    let is_known = |why: &&Why| !(entry.gate.broken && matches!(why, Why::Consent(Lack::Missing, None)));
    for obstacle in why.iter().filter(is_known).map(|why| obstacle(entry, why)) {
        // A person who is named twice stands in the way once.
        if !obstacles.iter().any(|known| (&known.reason, &known.span) == (&obstacle.reason, &obstacle.span)) {
            obstacles.push(obstacle);
        }
    }
    let first = obstacles.first();
    Withheld {
        path: entry.path.clone(),
        kind: entry.kind,
        id: entry.id.value.clone(),
        slug: entry.page_name().into_owned(),
        title: entry.card.title.clone(),
        reason: first.map(|first| first.reason.clone()).unwrap_or_default(),
        state: why.first().map(state).unwrap_or_default(),
        held: first.map_or(Held::Draft, |first| first.held),
        obstacles,
        retired: false,
    }
}
