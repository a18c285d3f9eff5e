//! The fields that only stories, prompts, people and tags have.

use super::fields::{Fields, MAX_ITEMS};
use super::front_matter::LEVELS;
use super::yaml::{Node, Value};
use crate::diag::{Located, codes, is_slip};
use crate::model::{
    Claim, ClaimStatus, Date, EntryKind, Mention, Moment, NameLevel, ParseOptions, PersonNames, RippleRef, TagDetail,
    ripple,
};

/// An item of `people`, and one of `claims`, as they should be.
const PERSON: &str = "person: maria, role: mentor";
const CLAIM: &str = "text: what is claimed, status: anecdotal";

/// `setting`, as one of the names the site knows; `other` when left out or unknown.
pub(super) fn setting(fields: &mut Fields<'_>, options: &ParseOptions) -> String {
    let Some(text) = fields.text("setting") else { return "other".to_owned() };
    let folded = text.value.to_lowercase();
    if let Some(known) = options.story_settings.iter().find(|known| known.to_lowercase() == folded) {
        return known.clone();
    }
    let known = options.story_settings.iter().map(String::as_str);
    fields.report(codes::fields::unknown_setting(&text.span, &text.value, known));
    "other".to_owned()
}

/// `mentor`, `mentee` and the long form `people`.
pub(super) fn people(fields: &mut Fields<'_>) -> Vec<Mention> {
    let mut people = Vec::new();
    for role in ["mentor", "mentee"] {
        for name in fields.texts(role) {
            people.push(Mention { name, role: role.to_owned(), must_exist: false });
        }
    }
    for item in fields.few_items("people") {
        if !matches!(item.node, Node::Map(_)) {
            fields.report(codes::fields::missing_part(&item.span, "people", "person", PERSON));
            continue;
        }
        let mut group = Fields::new(item, fields.diagnostics());
        let role = group.words("role").unwrap_or_else(|| "other".to_owned());
        if let Some(name) = group.text("person") {
            people.push(Mention { name, role, must_exist: true });
        } else {
            let span = group.span().clone();
            group.report(codes::fields::missing_part(&span, "people", "person", PERSON));
        }
        group.finish("a person in `people`", &["person", "role"]);
    }
    if let Some(extra) = people.get(MAX_ITEMS) {
        let span = extra.name.span.clone();
        fields.report(codes::fields::too_many(&span, "people", MAX_ITEMS));
        people.truncate(MAX_ITEMS);
    }
    people
}

/// What a prompt asks: how its text begins. With `steps` the parts are the question, so that a text which asks nothing
/// only goes with them; then it is the title, as where there is no text.
pub(super) fn question<'a>(title: &'a str, text: &'a str, steps: &[String]) -> &'a str {
    let asks = |text: &str| text.contains(['?', '？', '؟', '\u{37e}', '՞', '፧', '⸮']);
    if text.is_empty() || !(steps.is_empty() || asks(text)) { title } else { text }
}

/// `moment`.
pub(super) fn moment(fields: &mut Fields<'_>) -> Option<Moment> {
    let mut group = fields.group("moment")?;
    let moment = Moment {
        date: group.date("date").map(|located| located.value),
        when: group.words("when"),
        minutes: group.number("minutes", 1, 100_000).and_then(|minutes| u32::try_from(minutes).ok()),
        place: group.words("where"),
    };
    group.finish("`moment`", &["date", "when", "minutes", "where"]);
    Some(moment)
}

/// `claims`.
pub(super) fn claims(fields: &mut Fields<'_>) -> Vec<Claim> {
    let known = [
        ("sourced", ClaimStatus::Sourced),
        ("anecdotal", ClaimStatus::Anecdotal),
        ("quotation", ClaimStatus::Quotation),
        ("unsourced", ClaimStatus::Unsourced),
    ];
    let mut claims = Vec::new();
    for item in fields.few_items("claims") {
        if !matches!(item.node, Node::Map(_)) {
            fields.report(codes::fields::missing_part(&item.span, "claims", "text", CLAIM));
            continue;
        }
        let mut group = Fields::new(item, fields.diagnostics());
        let text = group.text("text");
        // A claim that says nothing about its source has none.
        let status = group.choice("status", &known);
        let source = group.words("source");
        let span = text.as_ref().map_or_else(|| group.span().clone(), |text| text.span.clone());
        let status = status.map_or(ClaimStatus::Unsourced, |located| located.value);
        match (&text, status, &source) {
            (None, ..) => group.report(codes::fields::missing_part(&span, "claims", "text", CLAIM)),
            (_, ClaimStatus::Sourced, None) => group.report(codes::fields::claim_needs_source(&span)),
            (_, ClaimStatus::Unsourced, _) => group.report(codes::fields::unsourced_claim(&span)),
            _ => {}
        }
        group.finish("a claim", &["text", "status", "source"]);
        claims.extend(text.map(|text| Claim { text: text.value, status, source }));
    }
    claims
}

/// `ripples`: `- paid-forward: id`, `- {to: id, kind: paid-forward, note: …}`, or a bare id.
pub(super) fn ripples(fields: &mut Fields<'_>, options: &ParseOptions) -> Vec<RippleRef> {
    let mut ripples = Vec::new();
    for item in fields.few_items("ripples") {
        let span = item.span.clone();
        if !matches!(item.node, Node::Map(_)) {
            let Some(to) = fields.as_text("ripples", item) else { continue };
            if let Some((kind, story)) = without_space(&to.value, options) {
                let meant = format!("- {kind}: {story}");
                fields.report(codes::fields::ripple_without_space(&span, &to.value, &meant));
                continue;
            }
            ripples.push(RippleRef { to, kind: ripple::RELATED, inverse: false, note: None, kind_span: span });
            continue;
        }
        ripples.extend(one_ripple(Fields::new(item, fields.diagnostics()), options));
    }
    ripples
}

/// Kind and story of a ripple whose colon lacks its space: `paid-forward:maria-mentors`. A wide colon has none either.
fn without_space<'a>(text: &'a str, options: &ParseOptions) -> Option<(&'a str, &'a str)> {
    let (kind, story) = text.split_once([':', '：'])?;
    let (kind, story) = (kind.trim(), story.trim());
    let is_kind = || {
        let folded = kind.to_lowercase();
        kind == "to" || options.ripple_kinds.names().any(|known| is_slip(&folded, known))
    };
    let is_entry = EntryKind::ALL.iter().any(|known| known.word() == kind);
    (!story.is_empty() && !is_entry && is_kind()).then_some((kind, story))
}

fn one_ripple(mut group: Fields<'_>, options: &ParseOptions) -> Option<RippleRef> {
    let span = group.span().clone();
    let spaced = |name: &str| {
        let (kind, story) = without_space(name, options)?;
        Some((name.to_owned(), format!("{kind}: {story}")))
    };
    let glued = group.left().iter().find_map(|(key, _)| spaced(&key.name));
    if let Some((name, meant)) = glued {
        group.report(codes::fields::ripple_without_space(&span, &name, &meant));
        return None;
    }
    let note = group.words("note");
    let (kind, to) = match group.text("to") {
        Some(to) => (group.text("kind"), Some(to)),
        None => match group.take_first() {
            Some((key, value)) => (Some(Located::new(key.name, key.span)), group.as_text("ripples", value)),
            None => (None, None),
        },
    };
    let found = match &kind {
        None => Some((ripple::RELATED, false)),
        Some(kind) => options.ripple_kinds.find(&kind.value),
    };
    match (&kind, found, &to) {
        (Some(kind), None, _) => {
            let known: Vec<&str> = options.ripple_kinds.names().collect();
            group.report(codes::fields::unknown_ripple_kind(&kind.span, &kind.value, known));
        }
        (_, _, None) => group.report(codes::fields::bad_ripple(&span)),
        _ => {}
    }
    group.finish("a ripple", &["to", "kind", "note"]);
    let (place, inverse) = found?;
    let kind_span = kind.map_or(span, |kind| kind.span);
    Some(RippleRef { to: to?, kind: place, inverse, note, kind_span })
}

/// A person's `name` by level. One plain name is the full name, which is shown least often.
pub(super) fn names(fields: &mut Fields<'_>) -> PersonNames {
    let mut names = PersonNames::default();
    if matches!(fields.peek("name"), Some((_, Value { node: Node::Map(_), .. }))) {
        if let Some(mut group) = fields.group("name") {
            for (word, level) in LEVELS {
                names.by_level.extend(group.words(word).map(|name| (level, name)));
            }
            group.finish("`name`", &LEVELS.map(|(word, _)| word));
        }
    } else if let Some(name) = fields.words("name") {
        names.by_level.insert(NameLevel::Full, name);
    }
    names.page = fields.boolean("page").filter(|page| page.value).map(|page| page.span);
    names
}

/// What only a tag file has. Its `aliases` are other labels, not addresses.
pub(super) fn tag(fields: &mut Fields<'_>) -> TagDetail {
    fields.refuse_commas("aliases", "one other word");
    TagDetail { labels: fields.texts("aliases"), parent: fields.text("parent") }
}

/// The date that a story's cards show: of the moment, else of publication.
pub(super) fn happened(moment: Option<&Moment>, date: Option<Date>) -> Option<Date> {
    moment.and_then(|moment| moment.date).or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_asks_with_its_text_or_with_its_title() {
        let steps = ["One?".to_owned()];
        for (text, in_steps, asked) in [
            ("Who waited?", false, "Who waited?"),
            ("Tell of somebody who waited.", false, "Tell of somebody who waited."),
            ("", false, "The title"),
            ("Who waited? And why", true, "Who waited? And why"),
            ("من انتظر؟", true, "من انتظر؟"),
            ("Take your time.", true, "The title"),
            ("", true, "The title"),
        ] {
            let steps = if in_steps { &steps[..] } else { &[] };
            assert_eq!(question("The title", text, steps), asked, "{text:?}");
        }
    }
}
