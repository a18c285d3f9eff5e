//! Links in texts: what was written as a target, to where it leads.

use super::names::{Found, Names, folded, is_path};
use super::people::is_person;
use super::person_pages::Pages;
use crate::diag::Diagnostic;
use crate::diag::codes::{people, ripples as codes};
use crate::model::{Entry, EntryId, EntryKind, Link, LinkRef, LinkSyntax, NameLevel, text};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Suggestions for a part of a page are looked for among at most this many.
const PARTS: usize = 500;

/// What a target without its fragment means.
enum Spot {
    Found(Found),
    /// An address on this site that no entry has.
    Address(String),
    /// A file that is no Markdown file.
    File,
}

/// Links of one site, with the anchors looked at so far.
struct Links<'a, 'n> {
    entries: &'a [Arc<Entry>],
    names: &'a Names<'n>,
    pages: &'a Pages,
    anchors: HashMap<EntryId, HashSet<&'a str>>,
}

/// Where the links in each published entry lead: one for each of its `refs.links`.
pub(super) fn links(
    entries: &[Arc<Entry>],
    names: &Names,
    pages: &Pages,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<Link>> {
    let mut links = Links { entries, names, pages, anchors: HashMap::new() };
    let of = (0..).map(EntryId).zip(entries);
    of.map(|(id, entry)| entry.refs.links.iter().map(|link| links.resolve(id, link, diagnostics)).collect()).collect()
}

impl Links<'_, '_> {
    fn resolve(&mut self, from: EntryId, link: &LinkRef, diagnostics: &mut Vec<Diagnostic>) -> Link {
        let (target, fragment) = split(link);
        if target.is_empty() && link.target.contains('#') {
            return match self.part(from, link, &fragment, diagnostics) {
                Some(part) => Link::Fragment(part),
                None => Link::Nowhere,
            };
        }
        let written = &*target;
        let found = match self.spot(from, link, written) {
            Spot::Found(found) => found,
            Spot::Address(_) if link.syntax == LinkSyntax::Address => return Link::Outside,
            Spot::Address(path) => {
                return Link::Path { path, fragment: (!fragment.is_empty()).then(|| fragment.into_owned()) };
            }
            Spot::File => {
                diagnostics.push(codes::file_not_published(&link.span, written));
                return Link::Nowhere;
            }
        };
        match found {
            Found::Entry(to) if self.wrong_kind(to, link.syntax) => self.missing(link, written, diagnostics),
            Found::Entry(to) if !self.may_lead(from, to) => {
                let person = &self.entries[to.index()].id.value;
                diagnostics.push(if self.pages.has(to) {
                    people::link_tells_more(&link.span, written, person)
                } else {
                    codes::person_has_no_page(&link.span, written)
                });
                Link::Nowhere
            }
            Found::Entry(to) => {
                let part = if fragment.is_empty() { None } else { self.part(to, link, &fragment, diagnostics) };
                Link::Entry { to, fragment: part }
            }
            Found::Tag(tag) if !matches!(link.syntax, LinkSyntax::Directive(_)) => Link::Tag(tag),
            Found::Withheld(place) => self.withheld(link, place, diagnostics),
            Found::Ambiguous(places) => {
                diagnostics.push(self.names.ambiguous(&link.span, written, &places));
                Link::Nowhere
            }
            Found::Missing | Found::Tag(_) => self.missing(link, written, diagnostics),
        }
    }

    /// Whether an entry has a page to which a text may lead: all but people have.
    fn may_lead(&self, from: EntryId, to: EntryId) -> bool {
        !is_person(&self.entries[to.index()]) || self.pages.may_lead(&self.entries[from.index()], to)
    }

    fn wrong_kind(&self, to: EntryId, syntax: LinkSyntax) -> bool {
        matches!(syntax, LinkSyntax::Directive(kind) if kind != self.entries[to.index()].kind)
    }

    fn spot(&self, from: EntryId, link: &LinkRef, target: &str) -> Spot {
        let path = &self.entries[from.index()].path;
        if let Some(address) = target.strip_prefix('/') {
            return match self.names.address(address) {
                Found::Missing if matches!(link.syntax, LinkSyntax::Directive(_)) => Spot::Found(Found::Missing),
                Found::Missing => match self.names.withheld_at(address) {
                    Some(place) => Spot::Found(Found::Withheld(place)),
                    None => Spot::Address(address.to_owned()),
                },
                found => Spot::Found(found),
            };
        }
        let by_file = || self.names.file(path, target);
        let found = match link.syntax {
            LinkSyntax::Directive(kind) => self.names.field(kind, path, target),
            LinkSyntax::Markdown | LinkSyntax::Address => match by_file() {
                Found::Missing if !is_path(target) => self.names.name(target),
                found => found,
            },
            LinkSyntax::Wiki if target.starts_with(['.', '@']) => by_file(),
            LinkSyntax::Wiki => match self.names.name(target) {
                Found::Missing if is_path(target) => match self.names.file(path, &format!("@/{target}")) {
                    Found::Missing => by_file(),
                    found => found,
                },
                found => found,
            },
        };
        if found == Found::Missing && is_other_file(target) { Spot::File } else { Spot::Found(found) }
    }

    fn missing(&self, link: &LinkRef, target: &str, diagnostics: &mut Vec<Diagnostic>) -> Link {
        // `[[The title]]` leads nowhere, but its words would still show the title of what is held back.
        let shown = if link.words.is_empty() { target } else { &link.words };
        if link.syntax == LinkSyntax::Wiki
            && let Some(place) = self.names.withheld_titled(shown)
        {
            return self.withheld(link, place, diagnostics);
        }
        diagnostics.push(match link.syntax {
            LinkSyntax::Directive(kind) => {
                let near = self.names.nearest(target, self.names.ids_of(kind));
                codes::unknown_card(&link.span, kind.word(), target, near)
            }
            _ => codes::unknown_target(&link.span, target, self.names.nearest(target, self.names.bare_names())),
        });
        Link::Nowhere
    }

    /// In the output as if the target did not exist; its name may not even stand in the words.
    fn withheld(&self, link: &LinkRef, place: u32, diagnostics: &mut Vec<Diagnostic>) -> Link {
        let (entry, reason) = (self.names.gated.all[place as usize], self.names.reason(place));
        let silent = matches!(link.syntax, LinkSyntax::Directive(_));
        let unnamed = link.words.trim().is_empty();
        if !silent && (unnamed || shows_name(&link.words, entry)) {
            let down = self.names.is_taken_down(place);
            let code = if down { codes::words_left_out } else { codes::withheld_name_shown };
            // An entry with an error of its own has that to tell.
            if !self.names.gated.is_unclear(place) {
                diagnostics.push(code(&link.span, &entry.id.value, reason));
            }
            return Link::Hidden;
        }
        diagnostics.extend(self.names.leads_to_withheld(&link.span, &entry.id.value, place));
        if silent { Link::Hidden } else { Link::Nowhere }
    }

    /// Checks a part of a page. `None` if there is no such part.
    fn part(&mut self, to: EntryId, link: &LinkRef, part: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        // These work in every browser or belong to the theme.
        if part.is_empty() || part == "top" || part.starts_with("r-") {
            return Some(part.to_owned());
        }
        let entry = &self.entries[to.index()];
        let anchors = self.anchors.entry(to).or_insert_with(|| entry.body.anchors.iter().map(String::as_str).collect());
        if anchors.contains(part) {
            return Some(part.to_owned());
        }
        let slug = text::slug(part);
        if link.syntax == LinkSyntax::Wiki && anchors.contains(slug.as_str()) {
            return Some(slug);
        }
        let near = self.names.nearest(&slug, entry.body.anchors.iter().take(PARTS).map(String::as_str));
        diagnostics.push(codes::unknown_fragment(&link.span, part, &entry.id.value, near));
        None
    }
}

/// The target and its fragment, both decoded. Queries are ignored.
fn split(link: &LinkRef) -> (Cow<'_, str>, Cow<'_, str>) {
    let (target, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
    let target = match link.syntax {
        LinkSyntax::Markdown | LinkSyntax::Address => target.split_once('?').map_or(target, |(target, _)| target),
        _ => target,
    };
    (decode(target.trim()), decode(fragment.trim()))
}

pub(super) fn decode(text: &str) -> Cow<'_, str> {
    // A percent sign that encodes no text stays as it is.
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// Whether a target that was not found is a file such as `form.pdf`.
fn is_other_file(target: &str) -> bool {
    let name = target.rsplit('/').next().unwrap_or(target);
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        let known = ["md", "html", "htm"].iter().any(|page| extension.eq_ignore_ascii_case(page));
        let plain = (1..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
        !stem.is_empty() && plain && !known
    })
}

/// Whether words show a name of an entry: its title, its id, any name of a person, or an address of it. Marks and
/// spaces make no difference, and a name of several words shows among other words too.
fn shows_name(words: &str, entry: &Entry) -> bool {
    let is_page = |part: &str| {
        let part = part.strip_suffix(".md").or_else(|| part.strip_suffix(".html")).unwrap_or(part).trim();
        [entry.id.value.as_str(), entry.slug.value.as_str(), entry.path.stem()].iter().any(|own| folded(own) == part)
    };
    if words.contains('/') && folded(words).split(['/', '#', '?']).any(is_page) {
        return true;
    }
    let words = text::slug(words);
    let among = format!("-{words}-");
    let is = |name: &str| !name.trim().is_empty() && text::slug(name) == words;
    let shows = |name: &str| {
        let name = text::slug(name);
        name == words || (name.contains('-') && among.contains(&format!("-{name}-")))
    };
    let title = entry.card.title.as_str();
    let names = entry.names.iter().filter(|_| entry.kind == EntryKind::Person).flat_map(|names| &names.by_level);
    // What somebody was, such as "a pupil", says who they are only where nothing else is said.
    let shows_person = |(level, name): (&NameLevel, &String)| match level {
        NameLevel::Role => is(name),
        _ => !name.trim().is_empty() && shows(name),
    };
    is(&entry.id.value) || (!title.trim().is_empty() && shows(title)) || names.into_iter().any(shows_person)
}

#[cfg(test)]
mod tests {
    use super::super::Linked;
    use super::super::testing::{Make, at, codes, open, person, story};
    use super::*;
    use crate::diag::{Located, Span};
    use crate::model::TagId;

    const MARKDOWN: LinkSyntax = LinkSyntax::Markdown;
    const WIKI: LinkSyntax = LinkSyntax::Wiki;

    fn others() -> Vec<Make> {
        let alias = |entry: &mut Entry| {
            let span = Span::file(&entry.path);
            entry.aliases = vec![Located::new("/2019/first-words/".into(), span)];
        };
        vec![
            story("maria").slug("maria-mentors").anchors(&["part", "the-end"]).with(alias),
            story("folder").path("content/stories/folder/index.md"),
            story("walk").path("content/stories/2024/2026-03-02-Walk.md"),
            Make::new(EntryKind::Prompt, "look"),
            Make::new(EntryKind::Prompt, "walk"),
            Make::new(EntryKind::Page, "about"),
            Make::new(EntryKind::Collection, "club"),
            Make::new(EntryKind::Tag, "trust"),
            Make::new(EntryKind::Home, "home"),
            person("rosa", &[(NameLevel::Full, "Rosa Diaz")]),
        ]
    }

    fn linked(links: &[(LinkSyntax, &str, &str)], more: Vec<Make>) -> (Linked, Vec<Link>) {
        let mut from = story("from").anchors(&["mine"]);
        for (syntax, target, words) in links {
            from = from.link(*syntax, target, words);
        }
        let linked = open(others().into_iter().chain(more).chain([from]).collect());
        let links = linked.site.links[at(&linked, "from")].clone();
        (linked, links)
    }

    fn leads(syntax: LinkSyntax, target: &str) -> String {
        let (linked, links) = linked(&[(syntax, target, "words")], Vec::new());
        let place = match &links[0] {
            Link::Entry { to, fragment } => {
                let entry = linked.site.entry(*to);
                let part = fragment.as_ref().map_or(String::new(), |part| format!("#{part}"));
                format!("{}:{}{part}", entry.kind.word(), entry.id.value)
            }
            other => format!("{other:?}"),
        };
        [vec![place], codes(&linked).into_iter().map(str::to_owned).collect()].concat().join(" ")
    }

    #[test]
    fn markdown_links_are_files_or_addresses() {
        for (target, place) in [
            ("maria.md", "story:maria"),
            ("./maria.md?x=1#part", "story:maria#part"),
            ("../stories/maria.md", "story:maria"),
            ("@/stories/maria.md", "story:maria"),
            ("@/Stories/Maria.md", "story:maria"),
            ("../stories/folder/", "story:folder"),
            ("folder/index.md", "story:folder"),
            ("../prompts/look", "prompt:look"),
            ("/stories/maria-mentors/", "story:maria"),
            ("/stories/maria%2Dmentors/index.html#the-end", "story:maria#the-end"),
            ("/2019/first-words", "story:maria"),
            ("/about/", "page:about"),
            ("/collections/club/", "collection:club"),
            ("@/index.md", "home:home"),
            ("../tags/trust.md", "Tag(TagId(0))"),
            ("/tags/trust/", "Tag(TagId(0))"),
            ("#mine", "Fragment(\"mine\")"),
            ("#", "Fragment(\"\")"),
            ("#Mine", "Nowhere unknown-fragment"),
            ("maria.md#nothing", "story:maria unknown-fragment"),
            ("/stories/maria/", "Path { path: \"stories/maria/\", fragment: None }"),
            ("/form%20a.pdf#p", "Path { path: \"form a.pdf\", fragment: Some(\"p\") }"),
            ("form.pdf", "Nowhere file-not-published"),
            ("marja.md", "Nowhere unknown-target"),
            ("../../../../etc/passwd", "Nowhere unknown-target"),
            ("100%.md", "Nowhere unknown-target"),
            ("", "Nowhere unknown-target"),
            ("../people/rosa.md", "Nowhere person-has-no-page"),
        ] {
            assert_eq!(leads(MARKDOWN, target), place, "{target}");
        }
    }

    #[test]
    fn wikilinks_are_names() {
        for (target, place) in [
            ("maria", "story:maria"),
            (" MARIA #part", "story:maria#part"),
            ("maria#The end", "story:maria#the-end"),
            ("maria-mentors", "story:maria"),
            ("first-words", "story:maria"),
            ("2026-03-02-walk", "story:walk"),
            ("walk", "story:walk"),
            ("prompt:walk", "prompt:walk"),
            ("story:look", "Nowhere unknown-target"),
            ("look", "prompt:look"),
            ("about", "page:about"),
            ("Trust", "Tag(TagId(0))"),
            ("tag:trust", "Tag(TagId(0))"),
            ("stories/maria", "story:maria"),
            ("../stories/maria.md", "story:maria"),
            ("rosa", "Nowhere unknown-target"),
            ("person:rosa", "Nowhere unknown-target"),
        ] {
            assert_eq!(leads(WIKI, target), place, "{target}");
        }
        let card = LinkSyntax::Directive(EntryKind::Prompt);
        assert_eq!(leads(card, "walk"), "prompt:walk");
        assert_eq!(leads(card, "maria"), "Nowhere unknown-target");
    }

    #[test]
    fn several_of_one_kind_are_ambiguous() {
        let twins = vec![story("x1").slug("twin"), story("x2").slug("twin"), Make::new(EntryKind::Page, "twin")];
        let (linked, links) = linked(&[(WIKI, "twin", "")], twins);
        assert_eq!(links, [Link::Nowhere]);
        assert_eq!(codes(&linked), ["ambiguous-name"]);
        assert_eq!(linked.diagnostics[0].related.len(), 2);
    }

    #[test]
    fn a_withheld_target_leaves_no_name() {
        let target = || vec![story("secret").title("The Walk Home").draft()];
        for (syntax, name, words, link, code) in [
            (WIKI, "secret", "", Link::Hidden, "withheld-name-shown"),
            (WIKI, "secret", "the walk  home", Link::Hidden, "withheld-name-shown"),
            (WIKI, "secret", "The Walk\u{2013}Home!", Link::Hidden, "withheld-name-shown"),
            (WIKI, "secret", "see the walk home, too", Link::Hidden, "withheld-name-shown"),
            (WIKI, "secret", "see the walk homewards", Link::Nowhere, "link-to-withheld"),
            (WIKI, "secret", "no secret", Link::Nowhere, "link-to-withheld"),
            (WIKI, "secret", "Secret.", Link::Hidden, "withheld-name-shown"),
            (MARKDOWN, "secret.md", "/stories/secret.html", Link::Hidden, "withheld-name-shown"),
            (WIKI, "secret", "another day", Link::Nowhere, "link-to-withheld"),
            (WIKI, "the walk home", "", Link::Hidden, "withheld-name-shown"),
            (MARKDOWN, "secret.md", "The walk home", Link::Hidden, "withheld-name-shown"),
            (MARKDOWN, "secret.md", "Secret", Link::Hidden, "withheld-name-shown"),
            (MARKDOWN, "/stories/secret/", "then", Link::Nowhere, "link-to-withheld"),
            (MARKDOWN, "/stories/secret/sheet/", "then", Link::Nowhere, "link-to-withheld"),
            (MARKDOWN, "/stories/secret/a/photo.jpg", "The walk home", Link::Hidden, "withheld-name-shown"),
            (LinkSyntax::Directive(EntryKind::Story), "secret", "", Link::Hidden, "link-to-withheld"),
        ] {
            let (linked, links) = linked(&[(syntax, name, words)], target());
            assert_eq!((&links[0], codes(&linked)), (&link, vec![code]), "{name} {words}");
            assert!(linked.diagnostics[0].message.contains("draft"));
        }
    }

    #[test]
    fn slips_get_a_suggestion() {
        let (linked, _) = linked(&[(MARKDOWN, "../stories/mariaa.md", "w"), (WIKI, "zzzz", "")], Vec::new());
        assert_eq!(linked.diagnostics[0].help.as_deref(), Some("did you mean `maria`?"));
        assert!(linked.diagnostics[1].help.as_deref().unwrap().starts_with("write the id"));
        assert_eq!(linked.site.tags[TagId(0).index()].key, "trust");
    }

    #[test]
    fn thousands_of_slips_stay_fast() {
        let stories = (0..3000).map(|place| story(&format!("s{place}")).link(WIKI, "nothing-of-the-kind", ""));
        let linked = open(stories.collect());
        assert_eq!(linked.diagnostics.len(), 3000);
    }
}
