//! Pages of single entries: stories, prompts and plain pages; and texts with their links.

use super::frame::site_feed;
use super::routes::encode;
use super::table::{Class, Planned};
use super::thread::{self, Thread};
use super::{Planner, beside, cards, people, questions, related, sentences, sheets};
use crate::diag::{Diagnostic, codes};
use crate::model::{
    ClaimStatus, ClaimView, Content, Entry, EntryId, EntryKind, Head, HoleKind, HtmlView, Link, LinkTarget, LinkView,
    MomentView, PageView, PlainView, PromptView, Route, Shared, StoryView, TextView, TranslationView, cover, text,
};

/// The page of one entry. Tags, collections and people have theirs elsewhere.
pub(super) fn page(planner: &Planner, id: EntryId, diagnostics: &mut Vec<Diagnostic>) -> Option<Planned> {
    let entry = planner.site.entry(id);
    if !matches!(entry.kind, EntryKind::Story | EntryKind::Prompt | EntryKind::Page) {
        return None;
    }
    let route = planner.routes.entry(entry.kind, &entry.slug.value)?;
    let template = template(planner, entry, diagnostics);
    let page = Planned::new(route, Class::Entry, entry.slug.span.clone(), move |planner, route| {
        let card = planner.cards.own(id);
        let content = match planner.site.entry(id).kind {
            EntryKind::Story => Content::Story(Box::new(story(planner, id, card))),
            EntryKind::Prompt => Content::Prompt(Box::new(prompt(planner, id, card))),
            _ => Content::Plain(PlainView { card: card.clone(), text: text_view(planner, id) }),
        };
        let (head, template) = (head(planner, id, route), template.clone());
        PageView::Html(Box::new(HtmlView { head, site: planner.frame.clone(), template, content }))
    });
    let modified = entry.card.updated.or(entry.card.date);
    Some(Planned { entry: Some(id), indexed: planner.site.access[id.index()].indexed, modified, ..page })
}

/// The template that the entry asks for, if the theme has it.
fn template(planner: &Planner, entry: &Entry, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let wanted = entry.refs.template.as_ref()?;
    let name = wanted.value.trim_end_matches(".html");
    if planner.templates.contains(name) {
        return Some(name.to_owned());
    }
    let known: Vec<&str> = planner.templates.iter().map(String::as_str).collect();
    problems.push(codes::theme::unknown_template(&wanted.span, name, &known));
    None
}

pub(super) fn head(planner: &Planner, id: EntryId, route: &Route) -> Head {
    let (site, config) = (&planner.site, &planner.config);
    let entry = site.entry(id);
    let card = &entry.card;
    let lang = card.lang.clone().unwrap_or_else(|| config.language.clone());
    let section = match entry.kind {
        EntryKind::Story => planner.routes.page(&["stories"]).href,
        EntryKind::Prompt => planner.routes.page(&["prompts"]).href,
        _ => route.href.clone(),
    };
    let canonical = planner.routes.absolute(route);
    let summary = Some(card.summary.clone()).filter(|summary| !summary.is_empty());
    Head {
        title: card.title.clone(),
        description: summary.or_else(|| config.description.clone()),
        noindex: !site.access[id.index()].indexed,
        dir: text::direction(&lang),
        feeds: site_feed(config, &planner.routes),
        image: planner.cards.pictures.pointed_to(id),
        og_type: if entry.kind == EntryKind::Story { "article" } else { "website" },
        alternates: alternates(planner, id),
        json_ld: (entry.kind == EntryKind::Story).then(|| json_ld(planner, entry, canonical.as_deref(), &lang)),
        section: Some(section),
        canonical,
        lang,
    }
}

/// Full addresses of all language versions, this one included.
fn alternates(planner: &Planner, id: EntryId) -> Vec<(String, String)> {
    let others = &planner.site.translations[id.index()];
    if others.is_empty() {
        return Vec::new();
    }
    let address = |id: &EntryId| {
        let entry = planner.site.entry(*id);
        let route = planner.routes.entry(entry.kind, &entry.slug.value)?;
        let lang = entry.card.lang.clone().unwrap_or_else(|| planner.config.language.clone());
        Some((lang, planner.routes.absolute(&route)?))
    };
    let mut all: Vec<(String, String)> = std::iter::once(&id).chain(others).filter_map(address).collect();
    all.sort();
    all
}

/// An `Article` of schema.org with public fields only: nobody who is in the story is named for machines.
fn json_ld(planner: &Planner, entry: &Entry, url: Option<&str>, lang: &str) -> String {
    let card = &entry.card;
    let mut article = serde_json::Map::new();
    let mut put = |name: &str, value: serde_json::Value| article.insert(name.to_owned(), value);
    put("@context", "https://schema.org".into());
    put("@type", "Article".into());
    put("headline", card.title.clone().into());
    put("inLanguage", lang.into());
    if !card.summary.is_empty() {
        put("description", card.summary.clone().into());
    }
    for (name, date) in [("datePublished", card.date), ("dateModified", card.updated)] {
        if let Some(date) = date {
            put(name, date.iso().into());
        }
    }
    if let Some(url) = url {
        put("url", url.into());
    }
    put("publisher", serde_json::json!({"@type": "Organization", "name": planner.config.title}));
    // Inside a script element nothing may look like the end of it.
    serde_json::Value::Object(article)
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// A text with an answer for each of its links.
pub(super) fn text_view(planner: &Planner, id: EntryId) -> TextView {
    let entry = planner.site.entry(id);
    let links = planner.site.links[id.index()].iter().zip(&entry.refs.links);
    let links = links.map(|(link, written)| target(planner, link, &written.target)).collect();
    let asks = entry.body.holes.iter().any(|hole| hole.kind == HoleKind::Support);
    let pictures = if entry.refs.pictures.is_empty() { Vec::new() } else { planner.cards.pictures.in_text(id) };
    let recordings = planner.cards.pictures.recordings(id);
    let support = planner.config.support.clone().filter(|_| asks);
    TextView { body: entry.body.clone(), links, pictures, recordings, support }
}

fn target(planner: &Planner, link: &Link, written: &str) -> LinkTarget {
    let with = |href: &str, fragment: Option<&str>| match fragment {
        Some(fragment) => format!("{href}#{}", encode(fragment)),
        None => href.to_owned(),
    };
    match link {
        Link::Entry { to, fragment } => match planner.cards.get(*to) {
            Some(card) => LinkTarget::Page {
                href: with(&card.href, fragment.as_deref()),
                title: card.title.clone(),
                summary: card.summary.clone(),
                kind: card.kind,
            },
            None => LinkTarget::Nothing,
        },
        Link::Tag(tag) => {
            let link = planner.cards.tag(*tag);
            LinkTarget::Page { href: link.href.clone(), title: link.label.clone(), summary: String::new(), kind: "tag" }
        }
        Link::Path { path, fragment } => match super::table::find(&planner.addresses, path) {
            Some(href) => LinkTarget::Page {
                href: with(href, fragment.as_deref()),
                title: path.clone(),
                summary: String::new(),
                kind: "",
            },
            None => LinkTarget::Words(path.clone()),
        },
        Link::Fragment(part) => LinkTarget::Fragment(part.clone()),
        Link::Outside => {
            let base = planner.config.base_url.as_deref().unwrap_or_default();
            LinkTarget::Outside(format!("{base}{}", written.replace(' ', "%20")))
        }
        Link::Nowhere => LinkTarget::Words(written.to_owned()),
        Link::Hidden => LinkTarget::Nothing,
    }
}

fn story(planner: &Planner, id: EntryId, card: &Card) -> StoryView {
    let site = &planner.site;
    let entry = site.entry(id);
    let detail = &entry.body.detail;
    let Thread { view: thread, near, stories } = thread::thread(planner, id);
    let numbers = &site.numbers[id.index()];
    let (mentors, mentees, others) = people::named(planner, id);
    let (newer, older) = neighbours(planner, id);
    let own = !entry.card.summary.is_empty() && !entry.body.excerpted;
    let summary = own.then(|| entry.card.summary.clone());
    StoryView {
        card: card.clone(),
        cover: planner.cards.draw(id, cover::story),
        summary,
        text: text_view(planner, id),
        minutes: entry.body.minutes(),
        updated: entry.card.updated.as_ref().map(|date| cards::date(&planner.words, date)),
        tags: tags(planner, id),
        collections: links(planner, &site.collections_of[id.index()]),
        authors: people::authors(planner, id),
        mentors,
        mentees,
        others,
        moment: moment(planner, entry),
        outcome: detail.outcome.clone(),
        claims: detail.claims.iter().map(claim).collect(),
        thread,
        near,
        tellings: beside::tellings(planner, id),
        beside: beside::beside(planner, id),
        numbers: sentences::story(&planner.words, numbers),
        prompts: planner.cards.all(&site.prompts_of[id.index()]),
        sheet: sheets::address(planner, id),
        answers: site.answers[id.index()].and_then(|prompt| planner.cards.get(prompt).cloned()),
        newer,
        older,
        support: planner.config.support.clone().filter(|_| detail.support),
        map: planner.map().place(site, &planner.routes, id),
        translations: translations(planner, id),
        voices: related::voices(planner, id, &stories),
    }
}

/// When and where a story happened.
pub(super) fn moment(planner: &Planner, story: &Entry) -> Option<MomentView> {
    let moment = story.body.detail.moment.as_ref()?;
    Some(MomentView {
        date: moment.date.as_ref().map(|date| cards::date(&planner.words, date)),
        when: moment.when.clone(),
        minutes: moment.minutes,
        place: moment.place.clone(),
    })
}

fn claim(claim: &crate::model::Claim) -> ClaimView {
    let status = match claim.status {
        ClaimStatus::Sourced => "sourced",
        ClaimStatus::Anecdotal => "anecdotal",
        ClaimStatus::Quotation => "quotation",
        ClaimStatus::Unsourced => "unsourced",
    };
    ClaimView { text: claim.text.clone(), status, source: claim.source.clone() }
}

type Card = Shared<crate::model::CardView>;

/// The next newer and the next older story on the wall.
fn neighbours(planner: &Planner, id: EntryId) -> (Option<Card>, Option<Card>) {
    let Some(place) = planner.places[id.index()] else { return (None, None) };
    let at = |place: usize| planner.site.wall.get(place).and_then(|id| planner.cards.get(*id).cloned());
    (place.checked_sub(1).and_then(at), at(place + 1))
}

fn tags(planner: &Planner, id: EntryId) -> Vec<LinkView> {
    planner.site.tags_of[id.index()].iter().map(|tag| planner.cards.tag(*tag).clone()).collect()
}

fn links(planner: &Planner, ids: &[EntryId]) -> Vec<LinkView> {
    let cards = ids.iter().filter_map(|id| planner.cards.get(*id));
    cards.map(|card| LinkView { label: card.title.clone(), href: card.href.clone() }).collect()
}

fn translations(planner: &Planner, id: EntryId) -> Vec<TranslationView> {
    let view = |other: &EntryId| {
        let entry = planner.site.entry(*other);
        let route = planner.routes.entry(entry.kind, &entry.slug.value)?;
        Some(TranslationView {
            lang: entry.card.lang.clone().unwrap_or_else(|| planner.config.language.clone()),
            title: entry.card.title.clone(),
            url: planner.routes.absolute(&route),
            href: route.href,
        })
    };
    planner.site.translations[id.index()].iter().filter_map(view).collect()
}

/// Whether a text begins with the words of its summary.
pub(super) fn repeats(html: &str, summary: &str) -> bool {
    html.trim_start().strip_prefix("<p>").is_some_and(|words| words.starts_with(&text::escape(summary)))
}

/// Whether a text is one paragraph without links.
fn is_one_paragraph(text: &TextView) -> bool {
    let html = text.body.html.trim();
    text.body.holes.is_empty() && html.starts_with("<p>") && html.find("</p>") == Some(html.len() - 4)
}

fn prompt(planner: &Planner, id: EntryId, view: &Card) -> PromptView {
    let site = &planner.site;
    let (detail, card) = (&site.entry(id).body.detail, &site.entry(id).card);
    let mut text = text_view(planner, id);
    // The question stands over the page already.
    let asked = card.question.as_ref().is_some_and(|question| *question != card.title);
    if asked && is_one_paragraph(&text) {
        text = TextView::default();
    }
    let own = !card.summary.is_empty() && !site.entry(id).body.excerpted;
    PromptView {
        card: view.clone(),
        summary: own.then(|| card.summary.clone()),
        text,
        steps: detail.steps.clone(),
        stance: detail.stance.clone(),
        audience: detail.audience.clone(),
        tags: tags(planner, id),
        used_by: planner.cards.all(questions::first(&site.used_by[id.index()], questions::USED)),
        answered_by: planner.cards.all(questions::first(&site.answered_by[id.index()], questions::ANSWERS)),
        more: questions::more(planner, id),
        place: questions::place(planner, id),
        printed: sheets::card_address(planner, id),
    }
}

#[cfg(test)]
mod tests {
    use super::repeats;

    #[test]
    fn a_summary_that_begins_the_text_is_known_again() {
        assert!(repeats("<p>Nobody minds &amp; all stay. More.</p>\n", "Nobody minds & all stay."));
        assert!(!repeats("<p>Nobody minded.</p>", "Nobody minds.") && !repeats("<h2>A word</h2>", "A word"));
    }
}
