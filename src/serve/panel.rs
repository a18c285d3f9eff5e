//! What is behind "About this page" in the writer's bar: facts, what is missing and what is wrong; on lists, the same of
//! the whole site.

use super::agreed;
use super::bar::Page;
use super::place::{self, prose, safe};
use crate::diag::{Diagnostic, Severity};
use crate::model::text::{capitalised, escape};
use crate::model::{Entry, EntryId, EntryKind, Held, Withheld};
use std::fmt::Write;

/// What is held back and named on a list; a long list is read in the terminal.
const SHOWN: usize = 12;

/// Problems of a link, a ripple or another name that leads nowhere.
const LEADS_NOWHERE: [&str; 15] = [
    "ambiguous-name",
    "broken-link",
    "file-not-published",
    "link-to-withheld",
    "missing-reference",
    "person-has-no-page",
    "ripple-target-kind",
    "unknown-collection",
    "unknown-fragment",
    "unknown-parent-tag",
    "unknown-prompt",
    "unknown-ripple-target",
    "unknown-target",
    "unknown-translation",
    "words-left-out",
];

/// Problems of a picture that says nothing to those who cannot see it.
const WITHOUT_WORDS: [&str; 2] = ["missing-alt", "missing-image-alt"];

/// The panel, closed.
pub(super) fn html(page: &Page) -> String {
    let (sections, problems) = match page.entry {
        Some((id, entry)) if !matches!(entry.kind, EntryKind::Home | EntryKind::Tag | EntryKind::Collection) => {
            let problems = page.problems(&entry.path);
            (own(page, id, entry, &problems), problems)
        }
        Some((_, entry)) => (site(page), page.problems(&entry.path)),
        None => (site(page), Vec::new()),
    };
    let count = match problems.len() {
        0 => String::new(),
        count => format!(" <span class=\"count\">({})</span>", plural(count, "problem")),
    };
    let problems = self::problems(page, &problems);
    format!(
        "<details><summary>About this page{count}</summary>\
         <div class=\"panel\"><div class=\"columns\">{sections}{problems}</div></div></details>"
    )
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn section(heading: &str, class: &str, content: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<section{class}><h2>{}</h2>{content}</section>", safe(heading))
}

fn list(items: &[String]) -> String {
    let items: String = items.iter().map(|item| format!("<li>{item}</li>")).collect();
    format!("<ul>{items}</ul>")
}

fn facts(rows: &[(&str, String)]) -> String {
    let rows: String = rows.iter().map(|(name, value)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>")).collect();
    format!("<dl>{rows}</dl>")
}

// --- One entry --------------------------------------------------------------------------------------

fn own(page: &Page, id: EntryId, entry: &Entry, problems: &[&Diagnostic]) -> String {
    let mut out = String::new();
    if let Some(held) = page.withheld {
        out.push_str(&section("Why visitors do not see it", "wide", &obstacles(page, held)));
    }
    let file = crate::diag::Span::file(&entry.path);
    let words = usize::try_from(entry.body.words).unwrap_or(usize::MAX);
    let minutes = usize::try_from(entry.body.minutes()).unwrap_or(usize::MAX);
    let mut rows = vec![
        ("File", page.place(&file)),
        ("Length", format!("{}, {} to read", plural(words, "word"), plural(minutes, "minute"))),
    ];
    if page.withheld.is_none() {
        rows.push(("Found in", found_in(page, id).to_owned()));
    }
    out.push_str(&section(&capitalised(&format!("this {}", entry.kind.word())), "", &facts(&rows)));
    let answers = agreed::rows(page, entry);
    if !answers.is_empty() {
        let rows: Vec<(&str, String)> = answers.iter().map(|(who, said)| (who.as_str(), said.clone())).collect();
        out.push_str(&section("Who agreed", "", &facts(&rows)));
    }
    if entry.kind == EntryKind::Story {
        out.push_str(&section("Ripples", "", &ripples(page, id)));
        let missing = missing(entry, problems);
        if !missing.is_empty() {
            out.push_str(&section("Missing", "", &list(&missing)));
        }
    }
    out
}

/// Everything that stands in the way, and how it goes away.
fn obstacles(page: &Page, held: &Withheld) -> String {
    let item = |obstacle: &crate::model::Obstacle| {
        let span = &obstacle.span;
        let line = place::line(span, page.position(span), page.editor).filter(|_| span.path == held.path);
        format!(
            "<strong>{}.</strong> {}. {}",
            prose(&capitalised(obstacle.who.as_ref().unwrap_or(&obstacle.reason))),
            prose(&capitalised(obstacle.remedy)),
            line.unwrap_or_else(|| page.place(span))
        )
    };
    list(&held.obstacles.iter().map(item).collect::<Vec<_>>())
}

fn found_in(page: &Page, id: EntryId) -> &'static str {
    let access = page.preview.writer.site.access[id.index()];
    match (access.listed, access.feed, access.indexed) {
        (false, _, false) => "no list, no feed, no search",
        (false, _, true) => "search; in no list and no feed",
        (true, true, true) => "lists, feeds and search",
        (true, true, false) => "lists and feeds; consent does not cover search",
        (true, false, true) => "lists and search; consent does not cover feeds",
        (true, false, false) => "lists; consent covers neither feeds nor search",
    }
}

/// Ripples that lead here and on from here, each with its relation in words.
fn ripples(page: &Page, id: EntryId) -> String {
    let (site, kinds) = (&page.preview.writer.site, &page.preview.writer.config.ripple_kinds);
    let mut items = Vec::new();
    for edge in site.edges_in.of(id).iter().filter_map(|place| site.edges.get(*place as usize)) {
        items.push(format!(
            "<span class=\"label\">{}:</span> {}",
            safe(&kinds.get(edge.kind).inverse_label),
            title(page, edge.from)
        ));
    }
    for edge in site.edges_out.of(id).iter().filter_map(|place| site.edges.get(*place as usize)) {
        items.push(format!(
            "<span class=\"label\">{}:</span> {}",
            safe(&kinds.get(edge.kind).label),
            title(page, edge.to)
        ));
    }
    if items.is_empty() { "<p>None leads here or on from here.</p>".to_owned() } else { list(&items) }
}

/// An entry's title as a link to its page, with its state if visitors do not see it.
fn title(page: &Page, id: EntryId) -> String {
    let site = &page.preview.writer.site;
    let state = site.states.get(&id).map(|state| format!(" <span class=\"state\">{}</span>", safe(state)));
    let entry = site.entry(id);
    let words = named(page, &entry.card.title, page.preview.writer.page_of(entry));
    words + &state.unwrap_or_default()
}

/// A title as a link, if there is a page.
fn named(page: &Page, title: &str, other: Option<&crate::model::Page>) -> String {
    let root = page.preview.writer.page(page.viewed.output).map_or("/", |own| own.route.root.as_str());
    let title = format!("<bdi>{}</bdi>", safe(title));
    match other {
        Some(other) => format!("<a href=\"{}\">{title}</a>", escape(&format!("{root}{}", other.route.href))),
        None => title,
    }
}

/// What a story may lack, and what follows from it.
fn missing(entry: &Entry, problems: &[&Diagnostic]) -> Vec<String> {
    let mut missing = Vec::new();
    if entry.card.summary.is_empty() || entry.body.excerpted {
        missing.push("<strong>Summary</strong>: lists show how the text begins.".to_owned());
    }
    if entry.gate.date.is_none() {
        missing.push("<strong>Date</strong>: it comes last in lists, and is in no feed and no year.".to_owned());
    }
    if entry.refs.tags.is_empty() {
        missing.push("<strong>Tags</strong>: no list by subject leads here.".to_owned());
    }
    let without_words = problems.iter().filter(|problem| WITHOUT_WORDS.contains(&problem.code)).count();
    if without_words > 0 {
        let pictures = plural(without_words, "picture");
        missing.push(format!("<strong>Words for {pictures}</strong>: see below."));
    }
    missing
}

// --- Problems of one file ---------------------------------------------------------------------------

fn problems(page: &Page, problems: &[&Diagnostic]) -> String {
    let is_link = |problem: &Diagnostic| LEADS_NOWHERE.contains(&problem.code);
    let is_picture = |problem: &Diagnostic| WITHOUT_WORDS.contains(&problem.code);
    let groups: [(&str, Vec<&Diagnostic>); 3] = [
        ("Leads nowhere", problems.iter().copied().filter(|problem| is_link(problem)).collect()),
        ("Pictures without words", problems.iter().copied().filter(|problem| is_picture(problem)).collect()),
        ("Problems", problems.iter().copied().filter(|problem| !is_link(problem) && !is_picture(problem)).collect()),
    ];
    let groups = groups.iter().filter(|(_, problems)| !problems.is_empty());
    groups.map(|(heading, problems)| group(page, heading, problems)).collect()
}

fn group(page: &Page, heading: &str, problems: &[&Diagnostic]) -> String {
    let mut items = String::new();
    for problem in problems {
        let word = problem.severity.word();
        let at = place::line(&problem.span, page.position(&problem.span), page.editor);
        let at = at.map(|at| format!(" {at}")).unwrap_or_default();
        let _ = write!(
            items,
            "<li class=\"{word}\"><p><strong class=\"severity\">{}{at}:</strong> {}</p>{}</li>",
            capitalised(word),
            prose(&problem.message),
            problem.help.as_deref().map(place::help).unwrap_or_default()
        );
    }
    section(heading, "wide", &format!("<ul>{items}</ul>"))
}

// --- The whole site ---------------------------------------------------------------------------------

fn site(page: &Page) -> String {
    let visitor = &page.preview.visitor;
    let held = |kind: Held| visitor.withheld.iter().filter(move |withheld| withheld.held == kind).count();
    let problems = |severity: Severity| page.all_problems().filter(|problem| problem.severity == severity).count();
    let mut rows = vec![("Stories", format!("{} that visitors see", visitor.count(EntryKind::Story)))];
    for (name, count, words) in [
        ("Drafts", held(Held::Draft), ""),
        ("By date", held(Held::Date), " held back or over"),
        ("By consent", held(Held::Consent), " withheld"),
    ] {
        rows.push((
            name,
            format!(
                "{}{}",
                if count == 0 { "none".to_owned() } else { count.to_string() },
                if count == 0 { "" } else { words }
            ),
        ));
    }
    let counts =
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| (problems(severity), severity.word()));
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(*count, word)).collect();
    rows.push(("Problems", if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }));
    let mut out = section("The whole site", "", &facts(&rows));
    if !visitor.withheld.is_empty() {
        out.push_str(&section("What visitors do not see", "", &held_back(page)));
    }
    out
}

fn held_back(page: &Page) -> String {
    let all = &page.preview.visitor.withheld;
    let item = |withheld: &Withheld| {
        let title = if withheld.title.is_empty() { &withheld.id } else { &withheld.title };
        let output = page.preview.visitor.output_of(withheld);
        let other = output.and_then(|output| page.preview.writer.page(&output));
        format!("{} <span class=\"state\">{}</span>", named(page, title, other), safe(&withheld.state))
    };
    let mut items: Vec<String> = all.iter().take(SHOWN).map(item).collect();
    if let Some(more) = all.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        items.push(format!("and {more} more: run <code>ripple list</code>"));
    }
    list(&items)
}
