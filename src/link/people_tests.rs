//! Under which names people are shown, and what words may stand for them.

use super::testing::{Make, at, codes, consent, link, person, story};
use crate::diag::Severity;
use crate::model::{Consent, ConsentStatus, EntryKind, NameLevel, People, Profile};
use NameLevel::{First, Full, Initial, Pseudonym, Role};

fn level(name: NameLevel) -> Consent {
    Consent { name: Some(name), ..consent(ConsentStatus::Granted) }
}

fn names(made: Make, maria: Make, profile: Profile) -> (Vec<String>, Vec<String>) {
    let linked = link(vec![made, maria], profile);
    let held = People::default();
    let is_held = linked.withheld.iter().any(|held| held.id == "a");
    let people = if is_held { &held } else { &linked.site.people[at(&linked, "a")] };
    let shown = people.named.iter().map(|person| person.name.clone()).chain(people.authors.clone()).collect();
    (shown, codes(&linked).into_iter().map(str::to_owned).collect())
}

#[test]
fn no_name_is_less_strict_than_allowed() {
    let all = [(Full, "Maria Lopez"), (First, "Maria"), (Initial, "M."), (Pseudonym, "Luz"), (Role, "a pupil")];
    let levels = [Full, First, Initial, Pseudonym, Role];
    for own in levels {
        for of_story in levels {
            for profile in [Profile::School, Profile::Organisation] {
                let story = story("a").consent(level(of_story)).mention("maria", false).author("maria");
                let maria = person("maria", &all).consent(level(own));
                let wanted = all[own.max(of_story) as usize].1;
                assert_eq!(names(story, maria, profile), (vec![wanted.to_owned(); 2], vec![]));
            }
        }
    }
}

#[test]
fn the_default_counts_where_a_level_is_left_out() {
    let all = [(Full, "Maria Lopez"), (First, "Maria")];
    let none = || consent(ConsentStatus::Granted);
    for (of_story, own, school) in [
        (level(Full), Some(level(Full)), "Maria Lopez"),
        (level(Full), None, "Maria Lopez"),
        (level(Full), Some(none()), "Maria"),
        (none(), Some(level(Full)), "Maria"),
        (none(), None, "Maria"),
    ] {
        for (profile, wanted) in [(Profile::School, school), (Profile::Organisation, "Maria Lopez")] {
            let story = story("a").consent(of_story.clone()).author("maria");
            let maria = person("maria", &all);
            let maria = if let Some(own) = own.clone() { maria.consent(own) } else { maria };
            assert_eq!(names(story, maria, profile), (vec![wanted.to_owned()], vec![]), "{of_story:?} {own:?}");
        }
    }
}

#[test]
fn words_show_no_name_that_may_not_be_shown() {
    let all = [(Full, "Maria Lopez"), (First, "Maria-Luz"), (Role, "a pupil")];
    let paths = ["content/people/maria.md", "../people/maria.md", "maria.MD", "person:maria", "@maria", "people/maria"];
    for words in paths {
        for maria in [person("maria", &all), person("maria", &all).draft()] {
            let shown = names(story("a").mention(words, false), maria, Profile::Open);
            assert_eq!(shown, (vec![], vec!["person-by-path".to_owned()]), "{words}");
        }
    }
    for (words, refused, limited) in [
        ("Maria Lopez", "withheld-name-shown", "person-name-shown"),
        ("maria\u{2013}lopez!", "withheld-name-shown", "person-name-shown"),
        ("maria.", "withheld-name-shown", "person-name-shown"),
        ("maria luz", "withheld-name-shown", "person-in-words"),
        ("A pupil", "", ""),
        ("his/her mentor", "", ""),
        ("teacher/coach", "", ""),
    ] {
        let check = |maria: Make, code: &str| {
            let story = story("a").mention(words, false).author(words);
            let (shown, mut codes) = names(story, maria, Profile::Open);
            codes.retain(|code| code != "withheld"); // Maria's own file
            assert_eq!(codes, if code.is_empty() { vec![] } else { vec![code; 2] }, "{words}");
            assert_eq!(shown.is_empty(), code.ends_with("shown"), "{words}");
        };
        check(person("maria", &all).draft(), refused);
        for status in [ConsentStatus::Refused, ConsentStatus::Pending] {
            let no = person("maria", &all).consent(consent(status));
            let linked = link(vec![story("a").mention(words, false), no], Profile::Open);
            let shown = usize::from(refused.is_empty());
            assert_eq!(linked.site.entries.len(), shown, "{words}: nobody who did not say yes");
            assert!(codes(&linked).iter().all(|code| *code == "withheld"), "{words}: nothing waits for that");
        }
        check(person("maria", &all).consent(level(First)), limited);
    }
}

#[test]
fn a_full_name_among_other_words_is_that_name() {
    let all = [(Full, "Maria Lopez"), (First, "Maria"), (Role, "a pupil")];
    let check = |words: &str, maria: Make| {
        let (shown, mut codes) = names(story("a").mention(words, false).author(words), maria, Profile::Open);
        codes.retain(|code| code != "withheld"); // Maria's own file
        assert_eq!(shown.is_empty(), codes.first().is_some_and(|code| code.ends_with("shown")), "{words}");
        codes.dedup();
        codes.join(" ")
    };
    for words in ["Maria Lopez, a pupil", "the aunt of MARIA LOPEZ", "Maria-Lopez’s aunt"] {
        for status in [ConsentStatus::Refused, ConsentStatus::Withdrawn, ConsentStatus::Pending] {
            let gone = person("maria", &all).consent(consent(status));
            let linked = link(vec![story("a").author(words), gone], Profile::Open);
            assert_eq!((linked.site.entries.len(), codes(&linked)), (0, vec!["withheld"; 2]), "{words}");
        }
        assert_eq!(check(words, person("maria", &all).draft()), "withheld-name-shown");
        assert_eq!(check(words, person("maria", &all).consent(level(First))), "person-name-shown");
        assert_eq!(check(words, person("maria", &all).consent(level(Full))), "person-in-words");
        let titled = || person("m", &[(Role, "a pupil")]).title("Maria Lopez");
        assert_eq!(check(words, titled().draft()), "withheld-name-shown");
    }
    for words in ["Mariana Lopez, a pupil", "a pupil of Maria Montessori", "a pupil and her friend"] {
        assert_eq!(check(words, person("maria", &all).draft()), "", "{words}");
    }
    let same = person("maria", &[(Full, "Maria"), (First, "Maria")]).consent(level(First));
    assert_eq!(check("Maria, a pupil", same), "person-in-words", "her first name may be shown");
}

#[test]
fn people_on_one_line_count_and_are_reported() {
    let maria = || person("maria", &[(First, "Maria")]);
    let tom = |status| person("tom", &[(First, "Tom")]).consent(consent(status));
    for words in ["maria, tom", "maria and tom", "tom & maria", "maria; tom", "maria/tom", "tom maria", "Tom, Maria"] {
        for (profile, severity) in [(Profile::Open, Severity::Warning), (Profile::Organisation, Severity::Error)] {
            let made = || story("a").consent(level(First)).mention(words, false);
            for status in [ConsentStatus::Withdrawn, ConsentStatus::Pending] {
                let linked = link(vec![made(), maria(), tom(status)], profile);
                let stories = linked.site.entries.iter().filter(|entry| entry.kind == EntryKind::Story);
                assert_eq!((stories.count(), codes(&linked)), (0, vec!["withheld"; 2]), "{words}");
            }
            let linked = link(vec![made(), maria(), tom(ConsentStatus::Granted)], profile);
            assert_eq!(codes(&linked), ["people-on-one-line"], "{words}");
            assert_eq!(linked.diagnostics[0].severity, severity);
            let help = linked.diagnostics[0].help.clone().unwrap_or_default();
            assert!(help.contains("\n  - tom") && help.contains("\n  - maria"), "{words}: {help}");
        }
    }
    let linked = link(vec![story("a").mention("maria, tom", true), maria()], Profile::Open);
    assert_eq!(codes(&linked), ["people-on-one-line"], "the long form too");
}

#[test]
fn a_near_miss_is_an_error_where_consent_says_less() {
    for (status, name, profile, severity) in [
        (ConsentStatus::Granted, Full, Profile::School, Severity::Warning),
        (ConsentStatus::Granted, First, Profile::School, Severity::Error),
        (ConsentStatus::Pending, Full, Profile::Organisation, Severity::Error),
        (ConsentStatus::Withdrawn, Full, Profile::Open, Severity::Warning),
    ] {
        let nadia = person("nadia", &[(Full, "N. O.")]).consent(Consent { name: Some(name), ..consent(status) });
        let linked = link(vec![story("a").consent(level(Full)).mention("nadai", false), nadia], profile);
        let told = linked.diagnostics.iter().find(|problem| problem.code == "misspelt-person");
        assert_eq!(told.map(|problem| problem.severity), Some(severity), "{status:?} {name:?} {profile:?}");
    }
}

#[test]
fn a_missing_name_falls_to_the_next_stricter_one() {
    let made = || story("a").mention("maria", true);
    let shown = |all: &[(NameLevel, &str)]| names(made(), person("maria", all).consent(level(First)), Profile::Open);
    assert_eq!(shown(&[(Full, "Maria Lopez"), (Role, "a pupil")]).0, ["a pupil"]);
    assert_eq!(shown(&[(Full, "Maria Lopez"), (Initial, " ")]), (vec![], vec!["no-name-at-level".to_owned()]));
}

#[test]
fn words_stay_words_and_ids_must_exist() {
    let made = story("a").mention("a local leader", false).mention("marie", true).mention("Maria", false);
    let (shown, codes) = names(made, person("maria", &[(Full, "Maria L.")]), Profile::Open);
    assert_eq!(shown, ["a local leader", "Maria L."]);
    assert_eq!(codes, ["unknown-person"]);
}

#[test]
fn a_word_that_is_nearly_an_id_asks_whether_it_was_meant() {
    let told = |word: &str, id: &str| {
        let (shown, codes) = names(story("a").mention(word, false), person(id, &[(Full, "T. H.")]), Profile::Open);
        assert_eq!(shown, [word]);
        codes == ["misspelt-person"]
    };
    for (word, id) in [("tmo", "tom"), ("marai-lopez", "maria-lopez"), ("tomm", "tom"), ("marialopez", "maria-lopez")] {
        assert!(told(word, id), "{word}");
    }
    for (word, id) in
        [("coach", "tom"), ("Tmo", "tom"), ("a tmo", "tom"), ("to", "tom"), ("mary-poppins", "maria-lopez")]
    {
        assert!(!told(word, id), "{word}");
    }
    let held = person("tom", &[(Full, "T. H.")]).consent(consent(ConsentStatus::Withdrawn));
    let (_, codes) = names(story("a").author("tmo"), held, Profile::Open);
    assert_eq!(codes, ["misspelt-person", "withheld"], "the consent of whoever is meant would count");
}

#[test]
fn a_person_who_is_a_draft_vanishes() {
    let (shown, codes) =
        names(story("a").mention("maria", false), person("maria", &[(Full, "M")]).draft(), Profile::Open);
    assert_eq!((shown, codes), (vec![], vec!["link-to-withheld".to_owned()]));
}
