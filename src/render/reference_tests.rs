//! The reference of themes, `docs/theme-reference.md`: made from what the views say of themselves, from what templates
//! see on the sample pages, and from the templates. `UPDATE=1 cargo test --lib reference` writes it.

use super::builtin::built_in;
use super::explain::tags;
use super::reference_views::{Groups, Seen, bare, groups, kind, name};
use super::samples;
use super::theme::{ThemeSource, compile};
use super::view;
use crate::model::{DEFAULT_THEME, DateView, HtmlView, MomentView, SiteView, ThemeLayer};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const DOCUMENT: &str = include_str!("../../docs/theme-reference.md");
const INTRODUCTION: &str = include_str!("reference.md");

/// For each component, a sample page with values that fit, and how it is written there.
const EXAMPLES: [(&str, &str, &str); 35] = [
    ("After", "story", "<ol>{{ <After run={page.thread.after[0]} /> }}</ol>"),
    ("Again", "story", "<ol>{{ <Again step={page.thread.after[1].steps[1]} /> }}</ol>"),
    ("Answer", "prompt", "<ul>{{ <Answer card={page.answered_by[0]} /> }}</ul>"),
    ("Before", "story", "<ol>{{ <Before run={page.thread.before[0]} /> }}</ol>"),
    ("Card", "wall", "<ul>{{ <Card card={page.list.cards[0]} /> }}</ul>"),
    ("Count", "home", "{{ <Count count={page.settings[0].count} /> }}"),
    ("CutMarks", "cards", "{{ <CutMarks /> }}"),
    ("Date", "story", "{{ <Date date={page.updated} /> }}"),
    ("Drawing", "map", "{{ <Drawing drawing={page.families[0].drawing} /> }}"),
    ("Embed", "story", "{{ <Embed target={page.card} /> }}"),
    ("Family", "map", "{{ <Family family={page.families[0]} number={1} /> }}"),
    (
        "Filters",
        "wall",
        "{{ <Filters settings={page.settings} tags={page.tags} every={site.stories} all={site.tags} /> }}",
    ),
    ("Links", "story", "{{ <Links links={page.tags} /> }}"),
    ("List", "tag", "{{ <List list={page.list} /> }}"),
    ("Names", "story", "{{ <Names names={page.authors} /> }}"),
    ("OpenEnd", "story", "<ol>{{ <OpenEnd prompt={page.thread.prompt} site={site} /> }}</ol>"),
    ("Pager", "wall", "{{ <Pager pager={page.list.pager} /> }}"),
    ("Photo", "wall", "{{ <Photo photo={page.list.cards[7].photo} sizes=\"100vw\" /> }}"),
    ("Picture", "wall", "{{ <Picture picture={page.list.cards[7].photo} /> }}"),
    ("Prompt", "story", "<ul>{{ <Prompt prompt={page.prompts[0]} story={page.card.id} /> }}</ul>"),
    ("QuestionCard", "cards", "<ul>{{ <QuestionCard card={page.sheets[0][0]} /> }}</ul>"),
    ("Reach", "wall", "{{ <Reach card={page.list.cards[0]} /> }}"),
    (
        "Recording",
        "story",
        "{% set sound = {\"kind\": \"audio\", \"title\": \"The knock\", \"src\": \"media/x/knock.0123456789.mp3\", \
         \"content_type\": \"audio/mpeg\", \"outside\": none, \"host\": none, \"poster\": none} %}{{ <Recording recording={sound} /> }}",
    ),
    (
        "RecordingLink",
        "story",
        "{% set film = {\"kind\": \"video\", \"title\": \"The walk\", \"src\": none, \"content_type\": \"\", \
         \"outside\": \"https://films.example/w/1\", \"host\": \"films.example\", \"poster\": none} %}{{ <RecordingLink recording={film} /> }}",
    ),
    ("Rings", "prompt", "{{ <Rings /> }}"),
    ("Row", "tag", "<ul>{{ <Row card={page.list.cards[0]} /> }}</ul>"),
    ("Shelf", "wall", "{{ <Shelf list={page.list} prompt={page.prompt} /> }}"),
    ("State", "wall", "{{ <State card={page.list.cards[8]} /> }}"),
    ("Support", "story", "{{ <Support support={page.support} /> }}"),
    ("Tellings", "story", "{{ <Tellings tellings={page.tellings} /> }}"),
    ("ToldToo", "story", "{{ <ToldToo others={page.thread.after[0].steps[0].told_too} /> }}"),
    ("Tongue", "wall", "<p{{ <Tongue card={page.list.cards[7]} /> }}>{{ page.list.cards[7].title }}</p>"),
    ("Total", "tag", "{{ <Total list={page.list} /> }}"),
    ("Typed", "sheet", "{{ <Typed address={page.address} /> }}"),
    ("Ways", "home", "{{ <Ways label=\"By where it happened\" items={page.settings} discs={true} /> }}"),
];

/// Groups that no template sees, and values that are there in another form under their own name.
const INSIDE: [&str; 4] = ["TextView.body", "TextView.links", "TextView.support", "HtmlView"];

fn default_files() -> ThemeLayer {
    built_in(DEFAULT_THEME).unwrap_or_else(|| panic!("there is a default theme"))
}

fn text<'a>(layer: &'a ThemeLayer, name: &str) -> &'a str {
    std::str::from_utf8(layer.file(name).unwrap_or_default()).unwrap_or_default()
}

/// The sample pages, with the type of what each shows.
fn pages() -> Vec<(&'static str, String, HtmlView)> {
    let variants: BTreeMap<&str, &str> = include_str!("../model/page.rs")
        .lines()
        .filter_map(|line| line.trim().strip_suffix("),")?.split_once('('))
        .collect();
    let view = |name, view: HtmlView| {
        let shown = format!("{:?}", view.content);
        let variant = shown.split('(').next().unwrap_or_default().to_owned();
        let written = match variant.as_str() {
            "Tags" => "TagsView",
            "Collections" => "CollectionsView",
            "Archive" => "ArchiveView",
            "Accessibility" => "AccessibilityView",
            other => bare(variants.get(other).unwrap_or_else(|| panic!("{other} is in page.rs"))),
        };
        (name, written.to_owned(), view)
    };
    samples::pages(&str::to_owned).into_iter().map(|(name, page)| view(name, page)).collect()
}

/// All values that templates see on the sample pages.
fn seen(groups: &Groups) -> Seen {
    let theme = samples::theme();
    let mut seen = Seen::default();
    for (_, written, page) in pages() {
        let context = view::context(&page, "/", &theme).unwrap_or_else(|fault| panic!("{fault:?}"));
        for (name, written) in [("site", "SiteView"), ("head", "Head"), ("page", written.as_str())] {
            let value = context.get(name).unwrap_or_else(|| panic!("no {name}"));
            seen.take(value, written, groups);
        }
    }
    // What cannot stand beside other values on one page.
    let date = DateView { iso: String::new(), text: String::new() };
    let moment = MomentView { date: Some(date), when: None, minutes: None, place: None };
    seen.take(&view::plain(&moment), "MomentView", groups);
    let own = || Some("sign.png".to_owned());
    let site = SiteView { favicon: own(), logo: own(), ..SiteView::default() };
    seen.take(&view::plain(&site), "SiteView", groups);
    seen.values.extend(["name", "settings"].map(|name| ("ThemeView".to_owned(), name.to_owned())));
    seen
}

/// Comments in the form that people who make themes read.
fn told(words: &str) -> String {
    words.replace("`None`", "nothing").replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}

fn table(out: &mut String, group: &str, groups: &Groups, seen: &Seen) {
    let _ = writeln!(out, "\n| value | type | what it is |\n|---|---|---|");
    let common = groups["TextParts"].fields.iter();
    for field in groups[group].fields.iter().chain(common) {
        let place = (group.to_owned(), field.name.clone());
        if seen.values.contains(&place) {
            let kind = kind(&field.written, seen.html.contains(&place));
            let _ = writeln!(out, "| `{}` | {kind} | {} |", field.name, told(&field.words));
        }
    }
}

fn values(out: &mut String, groups: &Groups, seen: &Seen) {
    out.push_str("\n## Values on every page\n\n| value | type | what it is |\n|---|---|---|\n");
    out.push_str(
        "| `root` | text | The way to the root of the site: it stands before every address that is below it. |\n",
    );
    out.push_str("| `kind` | text | Which page this is: the name of its template. |\n");
    out.push_str("| `page` | see below | What this page shows. |\n");
    for (name, group) in [("site", "SiteView"), ("head", "Head"), ("theme", "ThemeView")] {
        let _ = writeln!(out, "| `{name}` | [{name}](#{name}) | {} |", told(&groups[group].words));
    }
    out.push_str("\nA component sees only what it is given; `@root`, `@site` and `@theme` among its arguments let it see those too. \
        `redirect.html` sees `root`, `site`, `theme`, `href` and `canonical`.\n\n## Values of each page\n\nWhat `page` holds.\n");
    let mut done = BTreeSet::new();
    for (_, group, view) in pages() {
        let template = view.content.template();
        if done.insert(template) {
            let _ = writeln!(out, "\n### `{template}.html`\n\n{}", told(&groups[&group].words));
            table(out, &group, groups, seen);
        }
    }
    out.push_str("\n## Groups of values\n");
    let of_pages: BTreeSet<String> = pages().into_iter().map(|(_, group, _)| group).collect();
    let inner: BTreeSet<&String> =
        seen.values.iter().map(|(group, _)| group).filter(|group| *group != "TextParts").collect();
    for group in inner.into_iter().filter(|group| !of_pages.contains(*group)) {
        let _ = writeln!(out, "\n### {}\n\n{}", name(group), told(&groups[group].words));
        table(out, group, groups, seen);
    }
}

/// The blocks of each template, each inside the one that holds it.
fn blocks(out: &mut String, layer: &ThemeLayer) {
    out.push_str(
        "\n## Blocks\n\nParts of a page that a template of yours can fill anew, each inside the one that holds it.\n",
    );
    for (path, _) in &layer.files {
        let Some(name) = path.strip_prefix("templates/") else { continue };
        let text = text(layer, path);
        let on = tags(text).find_map(|tag| tag.strip_prefix("extends ")).map(|on| on.trim().trim_matches('"'));
        let _ = match on {
            Some(on) => writeln!(out, "\n### Blocks of `{name}`\n\nBuilt on `{on}`.\n"),
            None => writeln!(out, "\n### Blocks of `{name}`\n\nA page of its own.\n"),
        };
        let mut depth = 0;
        for tag in tags(text) {
            if let Some(block) = tag.strip_prefix("block ") {
                let _ = writeln!(out, "{}- `{}`", "  ".repeat(depth), block.trim());
                depth += 1;
            } else if tag.starts_with("endblock") {
                depth -= 1;
            }
        }
        assert_eq!(depth, 0, "{path}");
    }
}

/// What a comment right before a component says of it.
fn comment(text: &str, component: &str) -> Option<String> {
    let start = text.find(&format!("{{% component {component}("))?;
    let before = text[..start].trim_end().strip_suffix("#}")?;
    let words = &before[before.rfind("{#")? + 2..];
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The parts that define components, or those that are included as they are.
fn partials(layer: &ThemeLayer, components: bool) -> impl Iterator<Item = (&str, &str)> {
    let parts = layer.files.iter().filter(|(path, _)| path.starts_with("partials/"));
    let parts = parts.map(|(path, _)| (path.as_str(), text(layer, path)));
    parts.filter(move |(_, text)| text.contains("{% component ") == components)
}

fn parts(out: &mut String, layer: &ThemeLayer) {
    out.push_str(
        "\n## Parts\n\nWhat stands on every page or in every row is a file that is included, which is quicker than a \
        component. It sees what the page around it sees. A file of yours with the same name takes its place.\n\n",
    );
    for (path, text) in partials(layer, false) {
        let comment = text.strip_prefix("{#").and_then(|text| text.split_once("-#}"));
        let (words, _) = comment.unwrap_or_else(|| panic!("{path} needs a comment at its beginning"));
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "- `{{% include \"{path}\" %}}`: {words}");
    }
}

fn components(out: &mut String, layer: &ThemeLayer) {
    out.push_str("\n## Components\n\nParts that pages share. A file of yours in `partials/` with a component of the same name takes the \
        place of the one here; its other components stay.\n");
    for (path, text) in partials(layer, true) {
        let _ = writeln!(out, "\n### Components of `{path}`");
        for tag in tags(text) {
            let Some(signature) = tag.strip_prefix("component ") else { continue };
            let component = signature.split('(').next().unwrap_or_default();
            let (_, page, example) = EXAMPLES.iter().find(|(name, ..)| *name == component).unwrap_or_else(|| {
                panic!("the component {component} needs an example in src/render/reference_tests.rs")
            });
            let words = comment(text, component).unwrap_or_default();
            let _ = writeln!(out, "\n`{}`  \n{}\n\n```html\n{example}\n```", signature.trim(), words);
            assert!(!words.is_empty(), "{path}: the component {component} needs a comment right before it");
            assert!(pages().iter().any(|(name, ..)| name == page), "{page}");
        }
    }
}

fn document() -> String {
    let (groups, layer) = (groups(), default_files());
    let seen = seen(&groups);
    assert!(seen.unknown.is_empty(), "values that no comment describes: {:?}", seen.unknown);
    let mut out = INTRODUCTION.to_owned();
    values(&mut out, &groups, &seen);
    blocks(&mut out, &layer);
    parts(&mut out, &layer);
    components(&mut out, &layer);
    out.push_str("\n## Static files\n\n`{{ root }}{{ site.assets[\"style.css\"] }}` is the address of one.\n\n");
    for (path, _) in layer.files.iter().filter(|(path, _)| path.starts_with("static/")) {
        let _ = writeln!(out, "- `{}`", path.trim_start_matches("static/"));
    }
    out
}

#[test]
fn the_reference_is_current() {
    let made = document();
    #[expect(clippy::disallowed_methods, reason = "a test asks whether it may write its result")]
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/theme-reference.md"), &made).unwrap();
        return;
    }
    assert!(
        made == DOCUMENT.replace("\r\n", "\n"),
        "docs/theme-reference.md is old: `UPDATE=1 cargo test --lib reference`"
    );
}

/// The document is made from what the samples show; so the samples must show everything that there is.
#[test]
fn the_reference_leaves_nothing_out() {
    let (groups, document) = (groups(), document());
    let seen = seen(&groups);
    let mut missing = Vec::new();
    let reached: BTreeSet<&String> = seen.values.iter().map(|(group, _)| group).collect();
    for group in reached {
        for field in &groups[group].fields {
            let place = format!("{group}.{}", field.name);
            if !seen.values.contains(&(group.clone(), field.name.clone())) && !INSIDE.contains(&place.as_str()) {
                missing.push(place);
            }
        }
    }
    assert_eq!(missing, [""; 0], "no sample page shows these");
    let layer = default_files();
    for (path, _) in layer.files.iter().filter(|(path, _)| !path.starts_with("static/")) {
        for tag in tags(text(&layer, path)) {
            if let Some(block) = tag.strip_prefix("block ") {
                assert!(document.contains(&format!("- `{}`", block.trim())), "{path}: {block}");
            }
        }
    }
    for view in pages() {
        assert!(document.contains(&format!("### `{}.html`", view.2.content.template())));
    }
}

/// The first element that is not closed where it should be.
fn unclosed(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for rest in html.split('<').skip(1) {
        let name = rest.split(|letter: char| letter.is_whitespace() || letter == '>').next().unwrap_or_default();
        let tag = rest.split('>').next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return Some(name.to_owned()),
            None if !tag.ends_with('/') && !["input", "img", "br", "wbr", "link", "meta", "source"].contains(&name) => {
                open.push(name);
            }
            _ => {}
        }
    }
    open.pop().map(str::to_owned)
}

/// Every component's example is made on its sample page, and is whole.
#[test]
fn every_component_has_an_example_that_works() {
    let templates: Vec<(String, Cow<'static, [u8]>)> = EXAMPLES
        .iter()
        .map(|(name, _, example)| (format!("templates/{name}.html"), Cow::Borrowed(example.as_bytes())))
        .collect();
    let own = ThemeLayer { theme: "examples".to_owned(), built_in: false, files: templates };
    let layers = vec![own, default_files()];
    let source = ThemeSource { layers, words: crate::english_source(), ..ThemeSource::default() };
    let theme = compile(&source).unwrap_or_else(|found| panic!("{found:#?}"));
    let pages: BTreeMap<_, _> = pages().into_iter().map(|(name, _, page)| (name, page)).collect();
    for (name, page, example) in EXAMPLES {
        let context = view::context(&pages[page], "/", &theme).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        let made = theme.render(name, &context).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        assert!(example.contains(&format!("<{name} ")), "{example}");
        assert_eq!(unclosed(&made), None, "{name}: {made}");
        assert!(!made.trim().is_empty(), "{name} shows nothing");
        assert!(!made.contains(" style=") && !made.contains("<script>"), "{name}");
    }
    let layer = default_files();
    let signatures = partials(&layer, true).flat_map(|(_, text)| tags(text));
    let named = signatures.filter_map(|tag| tag.strip_prefix("component ")?.split('(').next());
    let known: BTreeSet<&str> = named.collect();
    assert_eq!(EXAMPLES.map(|(name, ..)| name).to_vec(), known.into_iter().collect::<Vec<_>>());
}
