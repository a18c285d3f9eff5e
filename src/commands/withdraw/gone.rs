//! What is online although its file is gone: found by its id or address in the finished site, and put together again
//! from its page as far as it takes to find everything that shows it.

use crate::engine::Preview;
use crate::inspect::{self, Needles};
use crate::model::{
    Config, Digest, Entry, EntryKind, Fatal, ParseOptions, Shared, SourceFile, SourcePath, Words, text,
};
use crate::parse::Highlighter;
use crate::{parse, plan, write};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The graph for other programs: it knows ids and addresses of stories.
const GRAPH: &str = "ripples.json";

/// Kinds that have pages of their own, in the order in which a name is looked up.
const KINDS: [EntryKind; 5] =
    [EntryKind::Story, EntryKind::Prompt, EntryKind::Page, EntryKind::Collection, EntryKind::Person];

/// A page of the finished site that no file is behind any more.
struct Page {
    kind: EntryKind,
    /// Last part of its address.
    slug: String,
    output: String,
    html: String,
}

/// What somebody named, if it has a page in the output and no file.
pub(super) fn find(written: &Path, preview: &Preview, target: &write::Target) -> Result<Option<Entry>, Fatal> {
    let config = &preview.visitor.config;
    let nodes = nodes(target)?;
    let names = Names::of(&written.to_string_lossy(), config, &nodes);
    let page = |output: &str| {
        let slug = output.strip_suffix("/index.html")?.rsplit('/').next()?.to_owned();
        let is_it = |kind: &EntryKind| {
            plan::output_of(config, *kind, &slug).is_some_and(|own| own == output) && names.mean(*kind, &slug)
        };
        KINDS.into_iter().find(is_it).map(|kind| (kind, slug))
    };
    let is_taken = |output: &str| {
        let own = |entry: &Arc<Entry>| plan::output_of(config, entry.kind, &entry.page_name());
        // What the site makes of itself has no file either.
        let is_of_site = preview.visitor.page(output).is_some()
            || output.strip_suffix("/index.html").is_some_and(|page| plan::RESERVED.contains(&page));
        is_of_site || preview.entries.iter().any(|entry| own(entry).as_deref() == Some(output))
    };
    let (_, found) = target.search(|output, bytes| {
        let html = || String::from_utf8_lossy(bytes).into_owned();
        let found = page(output).filter(|_| !is_taken(output));
        found.map(|(kind, slug)| Page { kind, slug, output: output.to_owned(), html: html() }).into_iter().collect()
    })?;
    let first = found.into_iter().min_by_key(|page| KINDS.iter().position(|kind| *kind == page.kind));
    match first {
        Some(page) => entry(&page, config, &nodes, target),
        None => Ok(None),
    }
}

/// A story as the graph knows it.
struct Node {
    id: String,
    /// Last part of its address, as the address spells it.
    slug: String,
    tags: Vec<String>,
}

fn nodes(target: &write::Target) -> Result<Vec<Node>, Fatal> {
    let (_, graphs) = target.search(|output, bytes| {
        let graph = if output == GRAPH { serde_json::from_slice::<Value>(bytes).ok() } else { None };
        graph.into_iter().collect()
    })?;
    let nodes = graphs.first().and_then(|graph| graph["graph"]["nodes"].as_object());
    let node = |(id, node): (&String, &Value)| {
        let address = node["metadata"]["address"].as_str()?;
        let tags = node["metadata"]["tags"].as_array().into_iter().flatten();
        Some(Node {
            id: id.clone(),
            slug: address.trim_end_matches('/').rsplit('/').next()?.to_owned(),
            tags: tags.filter_map(|tag| tag.as_str().map(str::to_owned)).collect(),
        })
    };
    Ok(nodes.into_iter().flatten().filter_map(node).collect())
}

/// What is meant by the words of a command: one kind or any, and last parts of addresses.
struct Names {
    kind: Option<EntryKind>,
    slugs: BTreeSet<String>,
}

impl Names {
    /// From `quokka`, `story:quokka`, `content/stories/quokka.md` or an address.
    fn of(written: &str, config: &Config, nodes: &[Node]) -> Self {
        let below = written.split_once("://").map_or(written, |(_, rest)| rest);
        let below = below.split(['?', '#']).next().unwrap_or_default().trim_end_matches("index.html");
        let explicit = below.split_once(':').and_then(|(word, name)| {
            KINDS.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word.trim())).map(|kind| (kind, name))
        });
        let name = explicit.map_or(below, |(_, name)| name).trim().trim_end_matches('/').trim_end_matches(".md");
        let (folder, name) = name.rsplit_once('/').unwrap_or(("", name));
        let folder = folder.rsplit('/').next().unwrap_or_default();
        let of_folder = KINDS.into_iter().find(|kind| {
            let own = plan::output_of(config, *kind, "x").unwrap_or_default();
            folder == kind.folder() || (!folder.is_empty() && own == format!("{folder}/x/index.html"))
        });
        let ids = nodes.iter().filter(|node| text::fold(&node.id) == text::fold(name)).map(|node| node.slug.clone());
        let kind = explicit.map(|(kind, _)| kind).or(of_folder);
        Self { kind, slugs: ids.chain([text::fold(name)]).filter(|slug| !slug.is_empty()).collect() }
    }

    fn mean(&self, kind: EntryKind, slug: &str) -> bool {
        self.kind.is_none_or(|own| own == kind)
            && (self.slugs.contains(slug) || self.slugs.contains(&plan::encoded(slug)))
    }
}

/// Puts an entry together from its page.
fn entry(page: &Page, config: &Config, nodes: &[Node], target: &write::Target) -> Result<Option<Entry>, Fatal> {
    let encoded = plan::encoded(&page.slug);
    let node = nodes.iter().find(|node| page.kind == EntryKind::Story && [&page.slug, &encoded].contains(&&node.slug));
    let id = node.map_or(&page.slug, |node| &node.id);
    let title = title(&page.html).unwrap_or_default();
    let tags = node.map(|node| node.tags.as_slice()).unwrap_or_default();
    let quoted = |words: &str| Value::from(words).to_string();
    let tags: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect();
    let text = format!(
        "---\nid: {}\nslug: {}\ntitle: {}\ntags: [{}]\n---\n",
        quoted(id),
        quoted(&page.slug),
        quoted(&title),
        tags.join(", ")
    );
    let file = SourceFile {
        path: SourcePath::new(&format!("content/{}/{}.md", page.kind.folder(), page.slug)),
        digest: Digest::of_bytes(text.as_bytes()),
        text: text.into(),
    };
    let options = ParseOptions::new(config, &Words::default());
    let Some(parsed) = parse::entry(&file, &options, &Highlighter::default()).entry else { return Ok(None) };
    let mut entry = Arc::unwrap_or_clone(parsed);
    let mut body = (*entry.body).clone();
    body.html = own_words(page, &title, target)?;
    entry.body = Shared::new(body);
    Ok(Some(entry))
}

/// Rows of words of the page's own text, as HTML. What a page without its address or title says, too, is said by the
/// theme.
fn own_words(page: &Page, title: &str, target: &write::Target) -> Result<String, Fatal> {
    let html = page.html.split_once("<main").map_or(page.html.as_str(), |(_, main)| main);
    let rows: Vec<String> = inspect::rows(html).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let mut needles = Needles::default();
    for (number, row) in (0..).zip(&rows) {
        needles.of(number).row(row);
    }
    let row_finder = needles.finder();
    let mut needles = Needles::default();
    needles.address(page.kind, &page.slug, &plan::encoded(&page.slug), (None, "/"));
    needles.words(title);
    let own_finder = needles.finder();
    let (_, shared) = target.search(|output, bytes| {
        let mut rows = Vec::new();
        if output.ends_with("index.html") && output != page.output && !own_finder.is_in(bytes) {
            row_finder.search(bytes, |hit| rows.push(hit.of));
        }
        rows
    })?;
    let shared: BTreeSet<u32> = shared.into_iter().collect();
    let own = (0..).zip(&rows).filter(|(number, _)| !shared.contains(number));
    Ok(own.map(|(_, row)| format!("<p>{row}</p>")).collect())
}

/// The title that a page gives itself to other sites, else its first heading.
fn title(html: &str) -> Option<String> {
    let given = html.split_once("<meta property=\"og:title\" content=\"").and_then(|(_, rest)| rest.split_once('"'));
    let heading = || html.split_once("<h1>").and_then(|(_, rest)| rest.split_once("</h1>"));
    let (title, _) = given.or_else(heading)?;
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    Some(plain.iter().fold(title.to_owned(), |title, (written, meant)| title.replace(written, meant)))
}
