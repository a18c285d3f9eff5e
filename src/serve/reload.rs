//! Messages to the browsers: who listens, what they are told, and the script by which a page hears it.

use super::http::{Body, Request, Response};
use crate::model::text::escape;
use serde_json::{Value, json};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Where everything of the preview itself is; no page of a site is there.
pub const PREFIX: &str = "/__ripple/";

/// Where the messages are.
pub const EVENTS: &str = "/__ripple/events";

/// Messages that may wait for one browser. Who is further behind is dropped, comes back, and is told afresh.
const WAITING: usize = 64;

/// How everything looks that the preview adds to a page: the writer's bar and the problems.
const LOOK: &str = include_str!("writer.css");

/// The script of a page. It brings the look with it, so that problems are never seen bare.
const SCRIPT: &str =
    concat!("const LOOK = `", include_str!("writer.css"), "`;\n", include_str!("stream.js"), include_str!("reload.js"));

/// The script of the worker that all tabs of a browser share.
const WORKER: &str = concat!(include_str!("stream.js"), include_str!("worker.js"));

/// What browsers are told. Addresses are whole paths, percent-encoded: `/stories/x/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Only these stylesheets have changed.
    Css(Vec<Sheet>),
    /// Pages have changed: these, or any.
    Reload(Option<Vec<String>>),
    /// As `Reload(None)`, and the tab that was looked at last goes to this page.
    Navigate(String),
    /// What is wrong, as HTML that is already escaped (see `problems`); nothing is wrong if it is empty. Pages stay as
    /// they are.
    Problems(String),
}

/// A stylesheet whose content, and perhaps address, has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The address that pages have.
    pub from: String,
    /// The address that it has now.
    pub to: String,
}

/// Everybody who listens.
#[derive(Debug)]
pub struct Hub {
    boot: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    version: u64,
    problems: String,
    /// Where the newest change led: whoever was away when it was told goes there all the same.
    leads_to: Option<String>,
    listeners: Vec<Listener>,
}

#[derive(Debug)]
struct Listener {
    sender: SyncSender<Arc<str>>,
    alive: Weak<()>,
}

/// One listener's end.
#[derive(Debug)]
pub struct Subscription {
    /// Messages, ready to be sent.
    pub messages: Receiver<Arc<str>>,
    _alive: Arc<()>,
}

impl Subscription {
    /// What is sent first: how soon to come back, in milliseconds, after the server was gone.
    pub(super) const OPENING: &'static str = "retry: 500\n\n";
}

impl Hub {
    /// A hub of a server that was just started. `boot` tells this start from all others; only its ASCII letters and
    /// digits count.
    #[must_use]
    pub fn new(boot: &str) -> Self {
        let boot = boot.chars().filter(char::is_ascii_alphanumeric).collect();
        Self {
            boot,
            state: Mutex::new(State { version: 1, problems: String::new(), leads_to: None, listeners: Vec::new() }),
        }
    }

    /// The version of the pages as they are now.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.state().version
    }

    /// Tells everybody. Returns the version of the pages, which is a new one unless only problems were told. The
    /// new pages must be served with this version *before* they are told of: see [`Hub::upcoming`].
    pub fn send(&self, event: &Event) -> u64 {
        let mut state = self.state();
        let (name, data) = match event {
            Event::Css(sheets) => {
                let sheets: Vec<Value> =
                    sheets.iter().map(|sheet| json!({ "from": sheet.from, "to": sheet.to })).collect();
                ("css", json!({ "sheets": sheets }))
            }
            Event::Reload(only) => ("reload", json!({ "only": only })),
            Event::Navigate(to) => ("navigate", json!({ "to": to })),
            Event::Problems(html) => {
                state.problems.clone_from(html);
                ("problems", json!({ "html": html }))
            }
        };
        if !matches!(event, Event::Problems(_)) {
            state.version += 1;
            state.leads_to = if let Event::Navigate(to) = event { Some(to.clone()) } else { None };
        }
        let message = frame(&self.boot, state.version, name, data);
        state.listeners.retain(|listener| listener.sender.try_send(Arc::clone(&message)).is_ok());
        state.version
    }

    /// The version that the next change of pages will have.
    #[must_use]
    pub fn upcoming(&self) -> u64 {
        self.version() + 1
    }

    /// Takes a listener in. It is told at once which version there is and what is wrong; and, if the pages that it
    /// `has` (start and version) are older or of another start, to reload them.
    pub fn subscribe(&self, has: Option<(&str, u64)>) -> Subscription {
        let (sender, messages) = sync_channel(WAITING);
        let alive = Arc::new(());
        let mut state = self.state();
        let hello = state.leads_to.as_ref().map_or_else(|| json!({}), |to| json!({ "to": to }));
        let mut first = vec![("hello", hello)];
        if has.is_some_and(|(boot, version)| boot != self.boot || version < state.version) {
            first.push(("reload", json!({ "only": null })));
        }
        first.push(("problems", json!({ "html": state.problems })));
        for (name, data) in first {
            let _ = sender.try_send(frame(&self.boot, state.version, name, data));
        }
        state.listeners.retain(|listener| listener.alive.strong_count() > 0);
        state.listeners.push(Listener { sender, alive: Arc::downgrade(&alive) });
        Subscription { messages, _alive: alive }
    }

    /// How many listen.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.state().listeners.iter().filter(|listener| listener.alive.strong_count() > 0).count()
    }

    /// Answers for the addresses that belong to this file; `None` for all others.
    #[must_use]
    pub fn own(&self, request: &Request, path: &str) -> Option<Response> {
        let script = |text: &'static str| {
            Response::new(200)
                .header("Content-Type", "text/javascript; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .with_bytes(Arc::from(format!("(() => {{\n\"use strict\";\n{text}}})();\n").into_bytes()))
        };
        Some(match path.strip_prefix(PREFIX)? {
            "events" => {
                let mut response = Response::new(200)
                    .header("Content-Type", "text/event-stream; charset=utf-8")
                    .header("Cache-Control", "no-cache, no-transform");
                response.body = Body::Events(self.subscribe(known(request)));
                response
            }
            "reload.js" => script(SCRIPT),
            "worker.js" => script(WORKER),
            "writer.css" => Response::new(200)
                .header("Content-Type", "text/css; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .with_bytes(Arc::from(LOOK.as_bytes())),
            _ => return None,
        })
    }

    /// The line that makes a page listen; `version` is that of the page, `base_path` what the site is served below.
    #[must_use]
    pub fn tag(&self, version: u64, base_path: &str, for_visitors: bool) -> String {
        format!(
            "<script src=\"{PREFIX}reload.js\" data-boot=\"{}\" data-version=\"{version}\" data-base=\"{}\"{} defer></script>",
            self.boot,
            escape(base_path),
            if for_visitors { " data-discreet" } else { "" }
        )
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a listener says it has: in the query, or from when it listened before.
fn known(request: &Request) -> Option<(&str, u64)> {
    let before = request.header("last-event-id").and_then(|id| id.rsplit_once('-'));
    let asked = request.field("boot").zip(request.field("version"));
    before.or(asked).and_then(|(boot, version)| Some((boot, version.parse().ok()?)))
}

/// One message as the browser reads it.
fn frame(boot: &str, version: u64, name: &str, mut data: Value) -> Arc<str> {
    data["boot"] = boot.into();
    data["version"] = version.into();
    // JSON has no line ends but the escaped ones.
    Arc::from(format!("id: {boot}-{version}\nevent: {name}\ndata: {data}\n\n"))
}

/// Puts a line at the end of a page's body; at the end of all, if the page does not say where its body ends.
#[must_use]
pub fn inject(html: &[u8], tag: &str) -> Vec<u8> {
    let at = last(html, b"</body").or_else(|| last(html, b"</html")).unwrap_or(html.len());
    let mut page = Vec::with_capacity(html.len() + tag.len() + 1);
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(tag.as_bytes());
    page.push(b'\n');
    page.extend_from_slice(&html[at..]);
    page
}

/// Where an end tag stands last.
fn last(html: &[u8], tag: &[u8]) -> Option<usize> {
    let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'));
    (0..=html.len().checked_sub(tag.len())?).rev().find(|at| {
        html[*at] == b'<' && html[*at..*at + tag.len()].eq_ignore_ascii_case(tag) && is_end(html.get(*at + tag.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::http::Method;
    use proptest::prelude::*;
    use std::net::SocketAddr;

    fn messages(subscription: &Subscription) -> Vec<String> {
        subscription.messages.try_iter().map(|message| message.to_string()).collect()
    }

    fn names(subscription: &Subscription) -> Vec<String> {
        let name = |message: &String| message.lines().nth(1).unwrap().trim_start_matches("event: ").to_owned();
        messages(subscription).iter().map(name).collect()
    }

    #[test]
    fn everybody_is_told_in_order() {
        let hub = Hub::new("b-1!");
        let (one, other) = (hub.subscribe(None), hub.subscribe(None));
        assert_eq!((hub.version(), hub.upcoming()), (1, 2));
        assert_eq!(hub.send(&Event::Reload(None)), 2);
        assert_eq!(hub.send(&Event::Problems("<p>a\nb</p>".to_owned())), 2);
        assert_eq!(hub.send(&Event::Css(vec![Sheet { from: "/a.css".into(), to: "/b.css".into() }])), 3);
        let told = messages(&one);
        assert_eq!(told, messages(&other));
        assert_eq!(told[0], "id: b1-1\nevent: hello\ndata: {\"boot\":\"b1\",\"version\":1}\n\n");
        assert_eq!(
            told[3],
            "id: b1-2\nevent: problems\ndata: {\"boot\":\"b1\",\"html\":\"<p>a\\nb</p>\",\"version\":2}\n\n"
        );
        assert!(told[4].contains(r#""sheets":[{"from":"/a.css","to":"/b.css"}]"#), "{}", told[4]);
    }

    #[test]
    fn who_has_an_old_page_is_told_at_once() {
        let hub = Hub::new("b");
        hub.send(&Event::Reload(None));
        hub.send(&Event::Problems("<p>".to_owned()));
        for (has, stale) in [
            (None, false),
            (Some(("b", 2)), false),
            (Some(("b", 3)), false),
            (Some(("b", 1)), true),
            (Some(("a", 2)), true),
        ] {
            let expected: &[&str] = if stale { &["hello", "reload", "problems"] } else { &["hello", "problems"] };
            assert_eq!(names(&hub.subscribe(has)), expected, "{has:?}");
        }
        let request = |target: &str, id: Option<&str>| Request {
            method: Method::Get,
            target: target.to_owned(),
            headers: id.map(|id| ("last-event-id".to_owned(), id.to_owned())).into_iter().collect(),
            has_body: false,
            local: SocketAddr::from(([127, 0, 0, 1], 1)),
        };
        assert_eq!(known(&request("/?boot=b&version=7", None)), Some(("b", 7)));
        assert_eq!(known(&request("/?boot=b&version=7", Some("c-8"))), Some(("c", 8)));
        assert_eq!(known(&request("/?boot=b&version=x", None)), None);
        assert_eq!(known(&request("/", Some("c"))), None);
    }

    #[test]
    fn who_comes_after_the_news_hears_where_it_led() {
        let hub = Hub::new("b");
        hub.send(&Event::Navigate("/stories/one/".to_owned()));
        hub.send(&Event::Problems(String::new()));
        let hello = &messages(&hub.subscribe(Some(("b", 1))))[0];
        assert!(hello.contains(r#""to":"/stories/one/""#), "{hello}");
        hub.send(&Event::Reload(None));
        let hello = &messages(&hub.subscribe(Some(("b", 1))))[0];
        assert!(!hello.contains("to"), "{hello}");
    }

    #[test]
    fn who_is_gone_or_far_behind_is_dropped() {
        let hub = Hub::new("b");
        let (gone, slow) = (hub.subscribe(None), hub.subscribe(None));
        drop(gone);
        assert_eq!(hub.listeners(), 1);
        for _ in 0..=WAITING {
            hub.send(&Event::Reload(None));
        }
        assert_eq!(hub.state().listeners.len(), 0);
        assert_eq!(messages(&slow).len(), WAITING);
    }

    #[test]
    fn the_line_goes_to_the_end_of_the_body() {
        for (html, want) in [
            ("<body>x</body></html>", "<body>x[T]\n</body></html>"),
            ("<BODY>x</BODY\n></HTML>", "<BODY>x[T]\n</BODY\n></HTML>"),
            ("a</body>b</body>", "a</body>b[T]\n</body>"),
            ("x</bodyguard></html>", "x</bodyguard>[T]\n</html>"),
            ("x", "x[T]\n"),
            ("", "[T]\n"),
        ] {
            assert_eq!(String::from_utf8(inject(html.as_bytes(), "[T]")).unwrap(), want, "{html}");
        }
    }

    #[test]
    fn the_look_fits_into_the_script_and_asks_nobody() {
        for sign in ["`", "\\", "${", "@import", "url("] {
            assert!(!LOOK.contains(sign), "{sign}");
        }
    }

    #[test]
    fn the_scripts_hold_under_a_strict_policy() {
        for script in [SCRIPT, WORKER] {
            for inline in ["eval(", "new Function", "setAttribute(\"style\"", ".style.", "document.write", "<script"] {
                assert!(!script.contains(inline), "{inline}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_of_a_page_is_lost(html in proptest::collection::vec(any::<u8>(), 0..200), tail in "(</body>|</BODY >|</html>)?") {
            let page = [html.as_slice(), tail.as_bytes()].concat();
            let made = inject(&page, "[T]");
            let at = made.windows(4).rposition(|bytes| bytes == b"[T]\n").unwrap();
            prop_assert_eq!([&made[..at], &made[at + 4..]].concat(), page);
        }
    }
}
