//! Whose answer is missing, in words for the writer: "Maria’s guardian has not answered yet".

use super::people::names_of;
use super::why::{Lack, Owner};
use crate::model::{AgreedBy, Entry, NameLevel};

/// Whose answer keeps an entry from being published: that of a person it names, who is named as they agreed to, at most
/// by their first name; or that of a guardian the entry itself waits for. `None` where nobody is to be named.
pub(super) fn whose_answer(lack: Lack, entry: &Entry, owner: Owner) -> Option<String> {
    let by = |entry: &Entry| entry.gate.consent.as_ref().and_then(|consent| consent.value.by);
    let Some((_, person)) = owner else {
        return match (lack, by(entry)?) {
            (Lack::Pending, AgreedBy::Guardian) => Some("the guardian has not answered yet".to_owned()),
            (Lack::Pending, AgreedBy::Both) => Some("they and their guardian have not both answered yet".to_owned()),
            _ => None,
        };
    };
    let name = called(person);
    let (one, whose) = match by(person) {
        Some(AgreedBy::Guardian) => (format!("{name}’s guardian"), format!("{name}’s guardian")),
        Some(AgreedBy::Both) => (format!("{name} or a guardian"), format!("{name} and a guardian")),
        _ => (name.clone(), name.clone()),
    };
    Some(match lack {
        Lack::Pending if by(person) == Some(AgreedBy::Both) => format!("{whose} have not both answered yet"),
        Lack::Pending => format!("{one} has not answered yet"),
        Lack::Missing => format!("nobody has written down what was agreed for {name}"),
        Lack::Refused => format!("{one} said no"),
        Lack::Withdrawn => format!("{one} took the yes back"),
        Lack::Expired(day) => format!("{name}’s permission ended on {}", day.words()),
        Lack::NoWeb => format!("what was agreed for {name} does not cover a page on the web"),
        Lack::Unclear => format!("what {name}’s file says about consent cannot be understood"),
    })
}

/// A person for the writer: the name at the level that was agreed to, the first name at most, else the id.
fn called(person: &Entry) -> String {
    let agreed = person.gate.consent.as_ref().and_then(|consent| consent.value.name);
    let level = agreed.unwrap_or(NameLevel::First).max(NameLevel::First);
    let name = names_of(person).find(|(own, _)| *own >= level && *own < NameLevel::Role);
    match name {
        Some((_, name)) => name.to_owned(),
        None => format!("`{}`", person.id.value),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, consent, date, link, person, story};
    use super::*;
    use crate::model::{Consent, ConsentStatus, EntryKind, Profile, Scope};
    use ConsentStatus::{Granted, Pending, Refused, Withdrawn};

    fn told(maria: Make) -> Option<String> {
        let story = story("a").consent(consent(Granted)).mention("maria", true);
        let linked = link(vec![maria, story], Profile::School);
        let held = linked.withheld.iter().find(|held| held.kind == EntryKind::Story).unwrap();
        held.obstacles[0].who.clone()
    }

    #[test]
    fn the_writer_reads_whose_answer_is_missing() {
        let names = [(NameLevel::Full, "Maria Lopez"), (NameLevel::First, "Maria"), (NameLevel::Pseudonym, "Luz")];
        let maria = |consent: Consent| person("maria", &names).consent(consent);
        let by = |status, by| maria(Consent { by: Some(by), ..consent(status) });
        let cases = vec![
            (maria(consent(Pending)), "Maria has not answered yet"),
            (by(Pending, AgreedBy::Person), "Maria has not answered yet"),
            (by(Pending, AgreedBy::Guardian), "Maria’s guardian has not answered yet"),
            (by(Pending, AgreedBy::Both), "Maria and a guardian have not both answered yet"),
            (by(Refused, AgreedBy::Guardian), "Maria’s guardian said no"),
            (by(Withdrawn, AgreedBy::Both), "Maria or a guardian took the yes back"),
            (
                maria(Consent { expires: Some(date("2026-03-02")), ..consent(Granted) }),
                "Maria’s permission ended on 2 March 2026",
            ),
            (
                maria(Consent { scope: Some(vec![Scope::Print]), ..consent(Granted) }),
                "what was agreed for Maria does not cover a page on the web",
            ),
            (maria(Consent { name: Some(NameLevel::Pseudonym), ..consent(Pending) }), "Luz has not answered yet"),
            (maria(Consent { name: Some(NameLevel::Role), ..consent(Pending) }), "`maria` has not answered yet"),
            (
                person("maria", &names).with(|entry| entry.gate.minor = true),
                "nobody has written down what was agreed for Maria",
            ),
            (
                person("maria", &[(NameLevel::Full, "Maria Lopez")]).consent(consent(Pending)),
                "`maria` has not answered yet",
            ),
        ];
        for (made, words) in cases {
            assert_eq!(told(made).as_deref(), Some(words));
        }
    }

    #[test]
    fn a_story_that_names_nobody_waits_for_a_guardian_or_for_nobody_by_name() {
        let told = |consent: Consent| {
            let linked = link(vec![story("a").consent(consent)], Profile::Organisation);
            linked.withheld[0].obstacles[0].who.clone()
        };
        assert_eq!(told(consent(Pending)), None);
        let by = |by| Consent { by: Some(by), ..consent(Pending) };
        assert_eq!(told(by(AgreedBy::Guardian)).as_deref(), Some("the guardian has not answered yet"));
        assert_eq!(told(by(AgreedBy::Person)), None);
    }
}
