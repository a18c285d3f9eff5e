//! What the preview shows at the moment, and its answer to every request.

use super::answer::{Content, Shelf, answer, output_at};
use super::bar::{self, Viewed};
use super::guard::{self, Rules};
use super::http::{Request, Response};
use super::place::EditorLinks;
use super::problems::{self, Behind};
use super::reload::{Event, Hub, PREFIX, inject};
use super::rounds::{Tell, Told};
use crate::diag::Diagnostic;
use crate::diag::print::Sources;
use crate::engine::{self, Pages, Preview, Snapshot};
use crate::model::text::{capitalised, escape};
use crate::model::{Page, PageView};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The cookie that says whose eyes a browser sees the site with. Cookies are for all ports of a host, and a writer may
/// have two sites open: the port is in the name.
fn cookie(port: u16) -> String {
    format!("ripple-as-{port}")
}

/// Whose eyes the site is seen with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    /// Everything, with what holds it back.
    Writer,
    /// What a build would publish.
    Visitor,
}

/// One state of the site.
pub struct Shown {
    /// The site, twice.
    pub preview: Arc<Preview>,
    /// The version that browsers know it by.
    pub version: u64,
    /// The paths below which the site was served before: `base_url` may get another one.
    pub formerly: BTreeSet<String>,
}

impl Shown {
    /// The site as these eyes see it.
    #[must_use]
    pub fn snapshot(&self, eyes: Eyes) -> &Arc<Snapshot> {
        match eyes {
            Eyes::Writer => &self.preview.writer,
            Eyes::Visitor => &self.preview.visitor,
        }
    }

    /// The site's path below the server's root, with a slash at both ends.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.preview.writer.config.base_path
    }
}

/// Everything that answers need. Requests and the loop share it.
pub struct Stage {
    /// Who listens.
    pub hub: Hub,
    rules: Rules,
    /// Whether pages get the script that reloads them.
    reloads: bool,
    pages: Arc<Pages>,
    root: PathBuf,
    shown: Mutex<Option<Arc<Shown>>>,
    wrong: Mutex<Wrong>,
    terminal: Tell,
}

/// What is wrong.
#[derive(Default)]
struct Wrong {
    /// With what was read last.
    problems: Vec<Diagnostic>,
    /// The texts that those point into, as far as they are shown.
    sources: Sources,
    /// How places become links into an editor.
    editor: EditorLinks,
    /// Whether the pages that are shown are from before.
    stays: bool,
    /// What the theme could not make since then, by output path.
    faults: BTreeMap<String, Diagnostic>,
    /// What browsers were told last.
    told: String,
}

/// A page that was asked for.
struct Asked<'a> {
    shown: &'a Shown,
    eyes: Eyes,
    /// Its output path, whether there is such a page or not.
    output: String,
    /// Its address as it was written.
    path: &'a str,
}

impl Stage {
    /// A stage on which nothing is shown yet.
    #[must_use]
    pub fn new(hub: Hub, rules: Rules, reloads: bool, pages: Arc<Pages>, root: PathBuf, terminal: Tell) -> Self {
        Self { hub, rules, reloads, pages, root, shown: Mutex::default(), wrong: Mutex::default(), terminal }
    }

    /// The port that it is asked at.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.rules.port
    }

    /// What is shown; a request keeps what it began with.
    #[must_use]
    pub fn shown(&self) -> Option<Arc<Shown>> {
        lock(&self.shown).clone()
    }

    /// Shows another state from now on. Gives back the one before, to be dropped when there is time.
    pub fn show(&self, shown: Shown) -> Option<Arc<Shown>> {
        lock(&self.shown).replace(Arc::new(shown))
    }

    /// Tells browsers what is wrong with what was read last; `sources` has the texts of what is shown of it.
    /// With `stays`, the pages that are shown are those of an earlier state.
    pub fn tell(&self, problems: Vec<Diagnostic>, sources: Sources, editor: Option<&str>, stays: bool) {
        let mut wrong = lock(&self.wrong);
        let told = std::mem::take(&mut wrong.told);
        let editor = EditorLinks::new(&self.root, editor);
        *wrong = Wrong { problems, sources, editor, stays, faults: BTreeMap::new(), told };
        self.tell_if_new(&mut wrong);
    }

    /// Notes that the theme could not make a page.
    fn note(&self, asked: &Asked<'_>, page: &Page, fault: Diagnostic) {
        let sources = engine::texts(&self.root, [&fault.span.path]);
        let mut wrong = lock(&self.wrong);
        let is_known = wrong.problems.iter().chain(wrong.faults.values()).any(|known| is_same(known, &fault));
        wrong.sources.extend(sources.clone());
        wrong.faults.insert(page.route.output.clone(), fault.clone());
        self.tell_if_new(&mut wrong);
        drop(wrong);
        if !is_known {
            let page = format!("{}{}", asked.shown.base_path(), page.route.href);
            (self.terminal)(Told::Fault { page, problem: fault, sources });
        }
    }

    fn tell_if_new(&self, wrong: &mut Wrong) {
        // One mistake in a theme is one problem, on however many pages it shows.
        let mut all = wrong.problems.clone();
        for fault in wrong.faults.values() {
            if !all.iter().any(|known| is_same(known, fault)) {
                all.push(fault.clone());
            }
        }
        let is_bare = || self.shown().is_none_or(|shown| !shown.preview.writer.can_be_shown());
        let behind = match wrong.stays {
            true if is_bare() => Behind::Nothing,
            true => Behind::Earlier,
            false => Behind::Pages,
        };
        let html = problems::html(&all, &wrong.sources, &wrong.editor, behind);
        if html != wrong.told {
            self.hub.send(&Event::Problems(html.clone()));
            wrong.told = html;
        }
    }

    /// Answers a request. Nothing of it is ever a path on disk.
    #[must_use]
    pub fn answer(&self, request: &Request) -> Response {
        let path = match guard::check(request, &self.rules) {
            Ok(path) => path,
            Err(refused) => return refused,
        };
        if let Some(own) = path.strip_prefix(PREFIX) {
            return match own {
                "as/visitor" => switch(request, "visitor", self.rules.port),
                "as/writer" => switch(request, "writer", self.rules.port),
                _ => self.hub.own(request, &path).unwrap_or_else(|| Response::text(404, "There is nothing here.")),
            };
        }
        let Some(shown) = self.shown().filter(|shown| shown.preview.writer.can_be_shown()) else {
            return self.nothing_yet();
        };
        let eyes = eyes(request, self.rules.port);
        let snapshot = shown.snapshot(eyes);
        let base_path = shown.base_path();
        let output = output_at(path.strip_prefix(base_path).unwrap_or(&path));
        let asked = Asked { shown: &shown, eyes, output, path: request.path() };
        let shelf = Shelf {
            base_path,
            formerly: &shown.formerly,
            has: &|output| snapshot.page(output).is_some(),
            fetch: &|output| snapshot.page(output).map(|page| self.content(&asked, page)),
        };
        answer(request, &path, &shelf)
    }

    fn content(&self, asked: &Asked<'_>, page: &Page) -> Content {
        let output = page.route.output.as_str();
        let view = page.view();
        let bytes = match &view {
            PageView::Copy(_) | PageView::Media(_) => match asked.shown.snapshot(asked.eyes).picture(&view) {
                Ok(Some(bytes)) => return Content::Bytes(bytes),
                Ok(None) => match view {
                    PageView::Copy(place) => return Content::Place(place),
                    _ => Ok(Arc::from([])),
                },
                Err(problem) => Err(problem),
            },
            PageView::Redirect { href, .. } => return Content::Redirect(href.clone()),
            _ => self.pages.bytes(asked.shown.snapshot(asked.eyes), page),
        };
        let is_page = matches!(view, PageView::Html(_));
        match bytes {
            Ok(bytes) if is_page => Content::Bytes(self.dressed(&bytes, asked, false)),
            Ok(bytes) => Content::Bytes(bytes),
            Err(fault) => {
                let words = format!("{}. {}", capitalised(&fault.message), fault.help.as_deref().unwrap_or_default());
                self.note(asked, page, fault);
                // The last good page is better than none; what is wrong stands over it. It may have been made for the
                // writer, so visitors do not get it.
                match self.pages.last(output).filter(|_| is_page && asked.eyes == Eyes::Writer) {
                    Some(bytes) => Content::Bytes(self.dressed(&bytes, asked, true)),
                    None => Content::Broken(self.not_made(&words, asked)),
                }
            }
        }
    }

    /// A page with the writer's bar and the script. With `is_old`, it could not be made of what was read last.
    fn dressed(&self, html: &[u8], asked: &Asked<'_>, is_old: bool) -> Arc<[u8]> {
        let preview = &asked.shown.preview;
        let sources = engine::texts(&self.root, &bar::files(preview, &asked.output));
        let viewed = Viewed { output: &asked.output, path: asked.path, eyes: asked.eyes };
        let mut bar = {
            let wrong = lock(&self.wrong);
            let bar = bar::html(preview, viewed, &sources, &wrong.editor);
            // Otherwise the script says so, with the problems.
            let stays = is_old || (wrong.stays && !self.reloads);
            if stays { bar.replacen("<ripple-bar>", "<ripple-bar class=\"stays\">", 1) } else { bar }
        };
        bar.push_str(&self.script(asked.shown.version, asked.shown.base_path(), asked.eyes));
        Arc::from(inject(html, &bar))
    }

    fn script(&self, version: u64, base_path: &str, eyes: Eyes) -> String {
        if self.reloads { self.hub.tag(version, base_path, eyes == Eyes::Visitor) } else { String::new() }
    }

    /// Before the first good state there is no page to show, only what is wrong.
    fn nothing_yet(&self) -> Response {
        let place = if self.reloads { "stands below" } else { "stands in the terminal" };
        let words = format!("The site cannot be shown yet. What has to be mended {place}.");
        let bytes = plain_page(&words, "", &self.script(self.hub.version(), "/", Eyes::Writer));
        Response::new(503)
            .header("Content-Type", "text/html; charset=utf-8")
            .header("Cache-Control", "no-store")
            .with_bytes(bytes)
    }

    /// What stands for a page that the theme cannot make. Why not is for the writer's eyes.
    fn not_made(&self, words: &str, asked: &Asked<'_>) -> Arc<[u8]> {
        let script = self.script(asked.shown.version, asked.shown.base_path(), asked.eyes);
        if asked.eyes == Eyes::Writer {
            return plain_page(words, "", &script);
        }
        let back =
            format!("<p><a href=\"{PREFIX}as/writer\">See the site as its writer does, with what is wrong</a></p>\n");
        plain_page("The theme cannot make this page.", &back, &script)
    }
}

/// Whether two pages cannot be made because of the same mistake.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    (&one.span, one.code) == (&other.span, other.code)
}

/// A page without a theme.
fn plain_page(words: &str, more: &str, script: &str) -> Arc<[u8]> {
    let words = escape(words);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\" class=\"bare\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>ripple</title>\n\
         <link rel=\"stylesheet\" href=\"{PREFIX}writer.css\">\n<body>\n\
         <h1>Nothing to show yet</h1>\n<p>{words}</p>\n{more}</body>\n</html>\n"
    );
    Arc::from(inject(page.as_bytes(), script))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whose eyes a browser asked for.
fn eyes(request: &Request, port: u16) -> Eyes {
    let own = cookie(port);
    let cookies = request.header("cookie").unwrap_or_default();
    let wanted = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
    let is_visitor = wanted.into_iter().any(|(name, value)| name == own && value == "visitor");
    if is_visitor { Eyes::Visitor } else { Eyes::Writer }
}

/// Remembers whose eyes are wanted, and goes back to the page that was looked at.
fn switch(request: &Request, eyes: &str, port: u16) -> Response {
    let to = request.field("to").filter(|to| is_own_path(to)).unwrap_or("/");
    Response::new(302)
        .header("Cache-Control", "no-store")
        .header("Set-Cookie", &format!("{}={eyes}; Path=/; SameSite=Strict; HttpOnly", cookie(port)))
        .header("Location", to)
}

/// Whether an address is a path of this server and nothing else: `//name/` would lead to another site.
fn is_own_path(address: &str) -> bool {
    address.starts_with('/')
        && !address[1..].starts_with(['/', '\\'])
        && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_gone_back_to() {
        for path in ["/", "/stories/x/?a=b", "/%C3%A9t%C3%A9/"] {
            assert!(is_own_path(path), "{path}");
        }
        for path in ["", "//evil.example/", "/\\evil", "https://evil.example/", "/a b", "/a\r\nX: y", "stories/"] {
            assert!(!is_own_path(path), "{path}");
        }
    }
}
