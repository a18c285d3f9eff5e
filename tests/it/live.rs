//! A whole preview over a site in a temporary folder, and how tests ask it: as the writer or as a visitor.

use crate::preview::PATIENCE;
use crate::site_test::{NOW, SiteTest};
use ripple::diag::Diagnostic;
use ripple::read::is_skipped;
use ripple::serve::server::Listen;
use ripple::serve::{Round, ServeOptions, Serving, Told};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

pub const VISITOR: &str = "Cookie: ripple-as=visitor\r\n";
pub const WRITER: &str = "";

/// The line that the preview adds to a page: the bar, and the script by which the page hears of changes.
const BAR: &str = "<ripple-bar>";
const BAR_END: &str = "</ripple-bar>";
const SCRIPT: &str = "<script src=\"/__ripple/reload.js\"";

/// A site and its preview.
pub struct Live {
    pub site: SiteTest,
    pub serving: Serving,
    told: Receiver<Told>,
    faults: Mutex<Vec<(String, Diagnostic)>>,
}

/// An answer, with the line of the preview's script taken out of a page.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
    /// What the script was told of the page: its version.
    pub version: Option<u64>,
}

impl Live {
    pub fn of(site: SiteTest) -> Self {
        Self::with(site, |_| ())
    }

    /// A preview that is started with other options.
    pub fn with(site: SiteTest, change: impl FnOnce(&mut ServeOptions)) -> Self {
        Self::start(site, Duration::ZERO, change)
    }

    /// A preview each of whose rounds takes this much longer.
    pub fn slow(site: SiteTest, each: Duration) -> Self {
        Self::start(site, each, |_| ())
    }

    fn start(site: SiteTest, each: Duration, change: impl FnOnce(&mut ServeOptions)) -> Self {
        let mut options = ServeOptions {
            engine: site.options.clone(),
            listen: Listen { interface: None, port: Some(0) },
            names: Vec::new(),
            reloads: true,
            navigates: false,
            clock: || NOW,
            skips: is_skipped,
            boot: "test".to_owned(),
        };
        options.engine.root = site.root().canonicalize().unwrap();
        change(&mut options);
        let (sender, told) = channel();
        let tell = move |what| {
            std::thread::sleep(each);
            drop(sender.send(what));
        };
        let serving = ripple::serve::start(options, tell).unwrap();
        let live = Self { site, serving, told, faults: Mutex::default() };
        assert!(live.round().changed.is_none(), "the first round has no change");
        live
    }

    /// The next round.
    #[track_caller]
    pub fn round(&self) -> Round {
        self.round_within(PATIENCE).expect("no round came")
    }

    /// The next round, if there is one in time.
    #[track_caller]
    pub fn round_within(&self, time: Duration) -> Option<Round> {
        let end = Instant::now() + time;
        loop {
            match self.told.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Told::Round(round)) => return Some(round),
                Ok(told) => self.hear(told),
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => panic!("the preview has ended"),
            }
        }
    }

    fn hear(&self, told: Told) {
        match told {
            Told::Fault { page, problem, sources } => {
                assert!(sources.contains_key(&problem.span.path), "{problem:?}");
                self.faults.lock().unwrap().push((page, problem));
            }
            Told::Notice(words) => {
                assert!(words.contains("once a second") || words.contains("The site is at"), "{words}");
            }
            Told::Round(_) => panic!("a round that nobody waited for"),
        }
    }

    /// The pages that could not be made by now, as the terminal was told.
    pub fn faults(&self) -> Vec<(String, Diagnostic)> {
        self.told.try_iter().for_each(|told| self.hear(told));
        std::mem::take(&mut self.faults.lock().unwrap())
    }

    /// Saves a file and waits for its round.
    #[track_caller]
    pub fn save(&self, path: &str, text: &str) -> Round {
        self.site.write(path, text);
        self.round()
    }

    /// Waits until something is so.
    #[track_caller]
    pub fn until(&self, what: &str, is_it: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_it(self) {
            assert!(Instant::now() < end, "never: {what}");
            std::thread::yield_now();
        }
    }

    pub fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(("127.0.0.1", self.serving.port)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket
    }

    /// Asks for an address, with further header lines.
    #[track_caller]
    pub fn get(&self, target: &str, lines: &str) -> Answer {
        let mut socket = self.connect();
        let host = format!("Host: localhost:{}\r\n", self.serving.port);
        // The cookie is for one preview alone: its port is in the name.
        let lines = &lines.replace("ripple-as=", &format!("ripple-as-{}=", self.serving.port));
        write!(socket, "GET {target} HTTP/1.1\r\n{host}{lines}Connection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        let (body, version) = without_script(&bytes[end + 4..]);
        Answer { status, head, body, version }
    }

    /// The text at an address, which must be there.
    #[track_caller]
    pub fn text(&self, target: &str, lines: &str) -> String {
        let answer = self.get(target, lines);
        assert_eq!(answer.status, 200, "{target}");
        answer.text()
    }

    /// Whether a page is there for the writer, and whether it is there for visitors.
    #[track_caller]
    pub fn is_there(&self, target: &str) -> (bool, bool) {
        let found = |lines| match self.get(target, lines).status {
            200 => true,
            404 => false,
            status => panic!("{target}: {status}"),
        };
        (found(WRITER), found(VISITOR))
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        crate::preview::header(&self.head, name)
    }
}

/// A page without what the preview puts in, and the version that its script tells. Fails if it is there twice.
fn without_script(body: &[u8]) -> (Vec<u8>, Option<u64>) {
    let places = |mark: &str| -> Vec<usize> {
        (0..body.len()).filter(|at| body[*at] == b'<' && body[*at..].starts_with(mark.as_bytes())).collect()
    };
    let (bars, scripts) = (places(BAR), places(SCRIPT));
    assert!(bars.len() < 2 && scripts.len() < 2, "several bars or scripts");
    let Some(&at) = bars.first().or(scripts.first()) else { return (body.to_vec(), None) };
    let rest = std::str::from_utf8(&body[at..]).expect("a page in UTF-8");
    let bar = if bars.is_empty() { 0 } else { rest.find(BAR_END).expect("the end of the bar") + BAR_END.len() };
    let line = bar + rest[bar..].find('\n').expect("a line of its own") + 1;
    let script = &rest[bar..line];
    let version = script.split("data-version=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse().ok());
    let is_script = script.starts_with(SCRIPT) && script.ends_with("</script>\n") && version.is_some();
    assert!(is_script || script == "\n", "{script}");
    ([&body[..at], &body[at + line..]].concat(), version)
}
