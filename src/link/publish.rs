//! The one gate: drafts, dates and consent. What is held back here has no id, so no later stage can name it.

use super::people::Persons;
use super::unseen;
use super::why::{Lack, Owner, Why, consent_reason, remedy, withheld};
use super::{Audience, LinkOptions};
use crate::diag::codes::publishing as codes;
use crate::diag::{Diagnostic, Span};
use crate::model::{
    Access, Config, ConsentStatus, Date, Entry, EntryId, EntryKind, Profile, Scope, Visibility, Withheld,
};
use std::sync::Arc;

/// Consent is to be reviewed from this long before its day, and until this long after it, in seconds.
const REVIEW_PERIOD: i64 = 60 * 24 * 60 * 60;

/// Where an entry went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Into the site.
    Published(EntryId),
    /// Into [`Gated::withheld`], at this place.
    Withheld(u32),
}

/// Every entry, with what the gate decided.
pub(super) struct Gated<'a> {
    /// All entries in path order.
    pub(super) all: Vec<&'a Arc<Entry>>,
    /// Where each went.
    pub(super) places: Vec<Place>,
    /// The place among all entries of each published one.
    pub(super) published: Vec<u32>,
    /// What each published entry may be in.
    pub(super) access: Vec<Access>,
    /// What was held back, in path order.
    pub(super) withheld: Vec<Withheld>,
    /// When something changes by itself, and what.
    pub(super) next_change: Option<(i64, String)>,
    /// When consent is next to be asked for again, and for which entry.
    pub(super) next_review: Option<(i64, String)>,
}

impl Gated<'_> {
    /// Whether what an entry says about itself could not be understood: its own file has an error that tells so.
    pub(super) fn is_unclear(&self, place: u32) -> bool {
        let gate = &self.all[place as usize].gate;
        gate.broken || gate.consent_places.unclear
    }
}

#[derive(Clone, Copy)]
struct Clocks {
    publish: i64,
    expiry: i64,
}

/// Everyone whom an entry names, with the place where it does: by id, and those of [`may_lapse`] in words.
struct Who<'b, 'w> {
    named: &'w [(&'b Span, &'b Entry)],
    spoken: &'w [(&'b Span, &'b Entry)],
}

/// Whether a person has said no, or their yes has an end or a limit.
fn may_lapse(person: &Entry) -> bool {
    person.gate.consent.as_ref().map(|consent| &consent.value).is_some_and(|consent| {
        matches!(consent.status, ConsentStatus::Withdrawn | ConsentStatus::Refused)
            || consent.expires.is_some()
            || !consent.covers(Scope::Web)
    })
}

struct Judge<'a> {
    config: &'a Config,
    options: &'a LinkOptions,
}

/// Decides for every entry whether it is published. `all` is in path order.
pub(super) fn gate<'a>(
    all: Vec<&'a Arc<Entry>>,
    persons: &Persons<'a>,
    config: &Config,
    options: &LinkOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Gated<'a> {
    let judge = Judge { config, options };
    let now = Clocks { publish: options.publish_now, expiry: options.expiry_now };
    let lapses = persons.any(may_lapse);
    let mut gated = Gated {
        places: Vec::with_capacity(all.len()),
        published: Vec::with_capacity(all.len()),
        access: Vec::with_capacity(all.len()),
        withheld: Vec::new(),
        next_change: None,
        next_review: None,
        all,
    };
    for (place, entry) in (0..).zip(gated.all.iter().copied()) {
        let named = persons.named_in(entry);
        // Who is named in words restricts nothing, but nor may their name stay when they have taken it back.
        let spoken = if lapses { persons.spoken_in(entry, may_lapse) } else { Vec::new() };
        let who = Who { named: &named, spoken: &spoken };
        let why = judge.why_not(entry, &who, now);
        if let Some((instant, shown)) = judge.next_change(entry, &who, now, why.is_empty())
            && gated.next_change.as_ref().is_none_or(|(first, _)| instant < *first)
        {
            let verb = if shown { "is published" } else { "is no longer published" };
            gated.next_change = Some((instant, format!("`{}` {verb}", entry.id.value)));
        }
        let is_open = options.audience == Audience::Writer;
        if let Some(first) = why.first() {
            if let Why::Consent(lack, owner) = first
                && *lack != Lack::Unclear
                && !is_open
            {
                diagnostics.push(judge.complaint(entry, *lack, *owner));
            }
            if !is_open {
                gated.places.push(Place::Withheld(u32::try_from(gated.withheld.len()).unwrap_or(u32::MAX)));
            }
            gated.withheld.push(withheld(entry, &why));
        } else {
            judge.remind(entry, now, diagnostics);
            if let Some(instant) = judge.next_review(entry, now)
                && gated.next_review.as_ref().is_none_or(|(first, _)| instant < *first)
            {
                gated.next_review = Some((instant, entry.id.value.clone()));
            }
        }
        if why.is_empty() || is_open {
            let id = u32::try_from(gated.access.len()).unwrap_or(u32::MAX);
            gated.places.push(Place::Published(EntryId(id)));
            gated.published.push(place);
            let access = access(entry, &named);
            if !is_open {
                diagnostics.extend(unseen::left_out(entry, access, &named));
            }
            gated.access.push(access);
        }
    }
    gated
}

impl Judge<'_> {
    /// Everything that keeps an entry from being published, what decides first; nothing if it is published.
    fn why_not<'b>(&self, entry: &'b Entry, who: &Who<'b, '_>, now: Clocks) -> Vec<Why<'b>> {
        let own = self.lack(entry, now).map(|lack| (lack, None));
        let of = |person: &(&'b Span, &'b Entry)| self.lack(person.1, now).map(|lack| (lack, Some(*person)));
        let spoken = who.spoken.iter().filter_map(of).filter(|(lack, _)| !lack.may_fail());
        let mut lacks: Vec<(Lack, Owner)> =
            own.into_iter().chain(who.named.iter().filter_map(of)).chain(spoken).collect();
        lacks.sort_by_key(|(lack, _)| *lack);
        // What has been said no to counts more than that it is a draft, which counts more than that nobody was asked.
        let may_fail = lacks.split_off(lacks.partition_point(|(lack, _)| !lack.may_fail())).into_iter();
        let mut why: Vec<Why> = lacks.into_iter().map(|(lack, owner)| Why::Consent(lack, owner)).collect();
        let gate = &entry.gate;
        why.extend(gate.draft.as_ref().filter(|_| !self.options.drafts).map(Why::Draft));
        why.extend(may_fail.map(|(lack, owner)| Why::Consent(lack, owner)));
        let gone = gate.expires.as_ref().filter(|day| !self.options.expired && self.instant(day.value) <= now.expiry);
        why.extend(gone.map(Why::Gone));
        let from = gate.publish.as_ref().or(gate.date.as_ref());
        let until = from.filter(|day| !self.options.future && self.instant(day.value) > now.publish);
        why.extend(until.map(Why::Until));
        why
    }

    /// What an entry's own consent lacks.
    fn lack(&self, entry: &Entry, now: Clocks) -> Option<Lack> {
        let Some(consent) = entry.gate.consent.as_ref().map(|consent| &consent.value) else {
            let needed = match (entry.kind, self.config.profile) {
                (EntryKind::Story, profile) => profile != Profile::Open,
                (EntryKind::Person, Profile::School) => entry.gate.minor,
                _ => false,
            };
            return needed.then_some(Lack::Missing);
        };
        let pending = if entry.gate.consent_places.unclear { Lack::Unclear } else { Lack::Pending };
        match consent.status {
            ConsentStatus::Withdrawn => Some(Lack::Withdrawn),
            ConsentStatus::Refused => Some(Lack::Refused),
            _ => match consent.expires {
                Some(day) if self.instant(day) <= now.expiry => Some(Lack::Expired(day)),
                _ if !consent.covers(Scope::Web) => Some(Lack::NoWeb),
                _ => (consent.status == ConsentStatus::Pending).then_some(pending),
            },
        }
    }

    fn complaint(&self, entry: &Entry, lack: Lack, owner: Owner) -> Diagnostic {
        let id = entry.id.value.as_str();
        let fails =
            entry.kind == EntryKind::Story && self.config.profile == Profile::School && entry.gate.draft.is_none();
        let whose = owner.map_or(entry, |(_, person)| person);
        let place = lack.place(whose);
        let span = owner.map_or(place, |(span, _)| span);
        let person = owner.map(|(_, person)| person.id.value.as_str());
        let problem = match lack {
            Lack::Missing if fails => codes::consent_missing(span, id, person),
            Lack::Pending if fails => codes::consent_pending(span, id, person),
            _ => codes::withheld(span, id, &consent_reason(lack, owner), remedy(lack, entry, owner)),
        };
        if owner.is_some() { problem.related(place.clone(), "here is what the person's file says") } else { problem }
    }

    /// Notes that consent is to be asked for again.
    fn remind(&self, entry: &Entry, now: Clocks, diagnostics: &mut Vec<Diagnostic>) {
        let Some(consent) = &entry.gate.consent else { return };
        let Some(day) = consent.value.review else { return };
        if self.instant(day).abs_diff(now.expiry) <= REVIEW_PERIOD.unsigned_abs() {
            let span = entry.gate.consent_places.review.as_ref().unwrap_or(&consent.span);
            diagnostics.push(codes::consent_review_due(span, &entry.id.value, &day.iso()));
        }
    }

    /// The day that is still to come on which consent is to be asked for again.
    fn next_review(&self, entry: &Entry, now: Clocks) -> Option<i64> {
        let day = entry.gate.consent.as_ref()?.value.review?;
        Some(self.instant(day)).filter(|instant| *instant > now.expiry)
    }

    /// The first instant after now at which the entry appears (true) or goes (false) by itself: every date
    /// that could matter is tried against the gate itself, so the two can never disagree.
    fn next_change(&self, entry: &Entry, who: &Who, now: Clocks, shown: bool) -> Option<(i64, bool)> {
        let gate = &entry.gate;
        let ends = |entry: &Entry| entry.gate.consent.as_ref().and_then(|consent| consent.value.expires);
        let starts = [&gate.publish, &gate.date].into_iter().flatten().map(|date| (date.value, now.publish));
        let stops = gate.expires.as_ref().map(|date| date.value).into_iter().chain(ends(entry));
        let people = who.named.iter().chain(who.spoken);
        let stops = stops.chain(people.filter_map(|(_, person)| ends(person))).map(|date| (date, now.expiry));
        let mut instants: Vec<i64> = starts
            .chain(stops)
            .map(|(date, clock)| (self.instant(date), clock))
            .filter(|(instant, clock)| instant > clock)
            .map(|(instant, _)| instant)
            .collect();
        instants.sort_unstable();
        instants.into_iter().find_map(|instant| {
            let then = Clocks { publish: now.publish.max(instant), expiry: now.expiry.max(instant) };
            let shown_then = self.why_not(entry, who, then).is_empty();
            (shown_then != shown).then_some((instant, shown_then))
        })
    }

    fn instant(&self, date: Date) -> i64 {
        date.instant(&self.config.timezone)
    }
}

/// What a published entry may be in: the strictest of its own consent and that of everyone it names.
fn access(entry: &Entry, named: &[(&Span, &Entry)]) -> Access {
    let covers = |scope: Scope| {
        let allows = |entry: &Entry| entry.gate.consent.as_ref().is_none_or(|consent| consent.value.covers(scope));
        allows(entry) && named.iter().all(|(_, person)| allows(person))
    };
    let listed = entry.gate.visibility == Visibility::Public;
    Access {
        listed,
        feed: listed && covers(Scope::Feed),
        indexed: listed && covers(Scope::Search),
        print: covers(Scope::Print),
        photo: covers(Scope::Photo),
        audio: covers(Scope::Audio),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, NOW, at, codes, config, consent, date, link, options, person, story};
    use super::super::{Linked, site};
    use super::*;
    use crate::diag::{Concern, Severity};
    use crate::model::{Consent, NameLevel};
    use ConsentStatus::{Granted, NotNeeded, Pending, Refused, Withdrawn};
    use Profile::{Open, Organisation, School};

    fn granted() -> Consent {
        consent(Granted)
    }

    fn scoped(scope: &[Scope]) -> Consent {
        Consent { scope: Some(scope.to_vec()), ..granted() }
    }

    fn ended(day: &str) -> Consent {
        Consent { expires: Some(date(day)), ..granted() }
    }

    /// Published or why not, with the codes of all problems.
    fn outcome(linked: &Linked) -> String {
        let state = linked.withheld.iter().map(|held| held.reason.clone()).collect::<Vec<_>>().join("; ");
        let state = if state.is_empty() { "published".to_owned() } else { state };
        let problems = codes(linked).join(" ");
        if problems.is_empty() { state } else { format!("{state} [{problems}]") }
    }

    #[test]
    fn consent_by_profile_and_status() {
        let cases: [(Option<Consent>, [&str; 3]); 8] = [
            (None, ["consent is missing [consent-missing]", "consent is missing [withheld]", "published"]),
            (Some(granted()), ["published"; 3]),
            (Some(consent(NotNeeded)), ["published"; 3]),
            (
                Some(consent(Pending)),
                [
                    "consent has not been given yet [consent-pending]",
                    "consent has not been given yet [withheld]",
                    "consent has not been given yet [withheld]",
                ],
            ),
            (Some(consent(Refused)), ["consent was refused [withheld]"; 3]),
            (Some(consent(Withdrawn)), ["consent was withdrawn [withheld]"; 3]),
            (Some(ended("2026-06-01")), ["consent ended on 2026-06-01 [withheld]"; 3]),
            (Some(scoped(&[Scope::Feed, Scope::Print])), ["consent does not cover the web [withheld]"; 3]),
        ];
        for (consent, expected) in cases {
            for (profile, expected) in [School, Organisation, Open].into_iter().zip(expected) {
                let made = || match &consent {
                    Some(consent) => story("a").consent(consent.clone()),
                    None => story("a"),
                };
                let linked = link(vec![made()], profile);
                assert_eq!(outcome(&linked), expected, "{profile:?} {consent:?}");
                assert_eq!(linked.site.entries.len(), usize::from(expected == "published"));
                for problem in &linked.diagnostics {
                    let fails = problem.code != "withheld";
                    assert_eq!(problem.severity == Severity::Error, fails);
                    assert_eq!(problem.concern == Concern::Safeguarding, fails);
                }
                // A draft never complains that consent is missing or pending.
                let draft = link(vec![made().draft()], profile);
                assert!(draft.diagnostics.iter().all(|problem| problem.severity == Severity::Note));
                assert!(draft.site.entries.is_empty());
                // No option shows an entry without consent.
                let all = LinkOptions { drafts: true, future: true, expired: true, ..options() };
                let linked = site(&[made().draft().done()], &config(profile), &all);
                assert_eq!(linked.site.entries.len(), usize::from(expected == "published"));
                assert!(linked.diagnostics.iter().all(|problem| problem.severity == Severity::Note));
            }
        }
    }

    #[test]
    fn whoever_is_named_decides_too() {
        let maria = || person("maria", &[(NameLevel::First, "Maria")]);
        let child = || maria().with(|entry| entry.gate.minor = true);
        let cases = vec![
            (maria(), School, "published"),
            (child(), Organisation, "published"),
            (child().consent(granted()), School, "published"),
            (child(), School, "consent is missing; consent of `maria` is missing [consent-missing withheld]"),
            (
                maria().consent(consent(Pending)),
                School,
                "consent has not been given yet; consent of `maria` has not been given yet [consent-pending withheld]",
            ),
            (
                maria().consent(consent(Pending)),
                Open,
                "consent has not been given yet; consent of `maria` has not been given yet [withheld withheld]",
            ),
            (
                maria().consent(consent(Refused)),
                School,
                "consent was refused; consent of `maria` was refused [withheld withheld]",
            ),
            (
                maria().consent(ended("2026-01-01")),
                Open,
                "consent ended on 2026-01-01; consent of `maria` ended on 2026-01-01 [withheld withheld]",
            ),
            (
                maria().consent(scoped(&[])),
                Open,
                "consent does not cover the web; consent of `maria` does not cover the web [withheld withheld]",
            ),
        ];
        for (person, profile, expected) in cases {
            for by_author in [false, true] {
                let story = story("a").consent(granted());
                let story = if by_author { story.author("Maria ") } else { story.mention("MARIA", false) };
                let person = person.entry.clone();
                let maria = Make::new(EntryKind::Person, "maria").with(|entry| *entry = person);
                assert_eq!(outcome(&link(vec![maria, story], profile)), expected);
            }
        }
    }

    #[test]
    fn the_strictest_reason_wins() {
        let linked = link(
            vec![
                person("maria", &[]).consent(consent(Withdrawn)),
                story("a").consent(consent(Pending)).mention("maria", true),
            ],
            School,
        );
        assert_eq!(linked.withheld[1].reason, "consent of `maria` was withdrawn");
        assert_eq!(codes(&linked), ["withheld", "withheld"], "what was withdrawn never fails a build");
    }

    #[test]
    fn scopes_decide_where_an_entry_is() {
        let access = |made: Make, more: Vec<Make>| {
            let linked = link(vec![made].into_iter().chain(more).collect(), Open);
            let access = linked.site.access[at(&linked, "a")];
            (access.listed, access.feed, access.indexed)
        };
        assert_eq!(access(story("a"), vec![]), (true, true, true));
        assert_eq!(access(story("a").unlisted(), vec![]), (false, false, false));
        assert_eq!(access(story("a").consent(scoped(&[Scope::Web])), vec![]), (true, false, false));
        assert_eq!(access(story("a").consent(scoped(&[Scope::Web, Scope::Search])), vec![]), (true, false, true));
        let maria = person("maria", &[(NameLevel::Full, "M")]).consent(scoped(&[Scope::Web, Scope::Feed]));
        assert_eq!(access(story("a").author("maria"), vec![maria]), (true, true, false));
    }

    #[test]
    fn dates_hold_and_end_an_entry() {
        let cases = [
            (story("a").draft(), "draft"),
            (story("a").date("2026-06-02"), "held until 2026-06-02"),
            (story("a").date("2026-06-01"), "published"),
            (story("a").publish("2026-07-01").date("2020"), "held until 2026-07-01"),
            (story("a").publish("2020-07-01").date("2030"), "published"),
            (story("a").expires("2026-06-01"), "expired on 2026-06-01"),
            (story("a").expires("2026-06-02"), "published"),
        ];
        for (made, expected) in cases {
            let made = made.done();
            assert_eq!(outcome(&site(&[Arc::clone(&made)], &config(Open), &options())), expected);
            let all = LinkOptions { drafts: true, future: true, expired: true, ..options() };
            assert_eq!(outcome(&site(&[made], &config(Open), &all)), "published");
        }
    }

    #[test]
    fn a_bare_date_means_local_midnight() {
        let mut config = config(Open);
        config.timezone = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
        let made = [story("a").publish("2026-06-01").done()];
        let at = |now| site(&made, &config, &LinkOptions { publish_now: now, ..options() }).withheld.len();
        assert_eq!((at(NOW - 7_200), at(NOW - 7_201)), (0, 1));
    }

    #[test]
    fn the_next_change_is_one_that_happens() {
        let next = |made: Vec<Make>| link(made, Open).next_change;
        let day = 86_400;
        assert_eq!(next(vec![story("a"), story("b").date("2026-01-01")]), None);
        assert_eq!(next(vec![story("a").publish("2026-06-03")]), Some((NOW + 2 * day, "`a` is published".into())));
        assert_eq!(next(vec![story("a").publish("2026-06-03").draft()]), None);
        assert_eq!(next(vec![story("a").publish("2026-06-03").consent(consent(Refused))]), None);
        assert_eq!(next(vec![story("a").publish("2026-06-03").expires("2026-06-02")]), None, "gone before it appears");
        assert_eq!(next(vec![story("a").publish("2020").date("2026-06-02")]), None, "`publish` wins");
        let both = vec![story("a").publish("2026-06-09"), story("b").expires("2026-06-02")];
        assert_eq!(next(both), Some((NOW + day, "`b` is no longer published".into())));
        let named = vec![person("maria", &[]).consent(ended("2026-06-02")), story("a").author("maria")];
        assert_eq!(next(named).map(|(instant, _)| instant), Some(NOW + day));
    }

    #[test]
    fn review_is_noted_around_its_day() {
        for (day, due) in [("2026-07-31", true), ("2026-08-01", false), ("2026-04-02", true), ("2026-04-01", false)] {
            let consent = Consent { review: Some(date(day)), ..granted() };
            let linked = link(vec![story("a").consent(consent)], School);
            assert_eq!(codes(&linked) == ["consent-review-due"], due, "{day}");
        }
    }
}
