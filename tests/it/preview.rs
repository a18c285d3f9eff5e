//! The lower half of the preview over a small table, and how tests talk to it: over real sockets, byte for byte. No
//! client library, because those tidy requests up.

use ripple::serve::answer::{Content, Shelf, answer};
use ripple::serve::guard::{self, Rules};
use ripple::serve::http::{Request, Response};
use ripple::serve::reload::Hub;
use ripple::serve::server::{Limits, Listen, Running, Server};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Nothing waits that long unless it fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server over a small table.
pub struct Preview {
    pub running: Running,
    pub port: u16,
    pub hub: Arc<Hub>,
    /// Every output path that was ever looked up.
    pub asked: Arc<Mutex<Vec<String>>>,
    pub folder: TempDir,
}

fn table(output: &str, video: &Path) -> Option<Content> {
    let bytes = |text: &str| Some(Content::Bytes(Arc::from(text.as_bytes())));
    match output {
        "index.html" => bytes("<!doctype html><body>home</body>"),
        "stories/one/index.html" => bytes("<!doctype html><body>one</body>"),
        "404.html" => bytes("<!doctype html><body>lost</body>"),
        "feed.xml" => bytes("<rss/>"),
        "big.txt" => Some(Content::Bytes(Arc::from(vec![b'x'; 3_000_000]))),
        "talk.mp4" => Some(Content::Place(video.to_path_buf())),
        "boom.html" => panic!("this page cannot be made"),
        _ => None,
    }
}

impl Preview {
    pub fn new() -> Self {
        Self::with(Limits::default())
    }

    pub fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let video = folder.path().join("talk.mp4");
        std::fs::write(&video, (0..200_000u32).flat_map(u32::to_be_bytes).collect::<Vec<u8>>()).unwrap();
        std::fs::write(folder.path().join("secret"), "secret").unwrap();
        let mut server = Server::bind(&Listen { interface: None, port: Some(0) }).unwrap();
        server.limits = limits;
        let port = server.port;
        let (hub, asked) = (Arc::new(Hub::new("boot")), Arc::new(Mutex::new(Vec::new())));
        let rules = Rules { port, ..Rules::default() };
        let (inner_hub, inner_asked) = (Arc::clone(&hub), Arc::clone(&asked));
        let handler = move |request: &Request| -> Response {
            let path = match guard::check(request, &rules) {
                Ok(path) => path,
                Err(refused) => return refused,
            };
            if let Some(response) = inner_hub.own(request, &path) {
                return response;
            }
            let fetch = |output: &str| {
                inner_asked.lock().unwrap().push(output.to_owned());
                table(output, &video)
            };
            let has = |output: &str| output != "boom.html" && table(output, &video).is_some();
            answer(request, &path, &Shelf { base_path: "/", formerly: &BTreeSet::new(), has: &has, fetch: &fetch })
        };
        Self { running: server.run(handler).unwrap(), port, hub, asked, folder }
    }

    pub fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket
    }

    /// Sends these bytes and reads all that comes until the server ends the connection.
    pub fn raw(&self, bytes: &[u8]) -> String {
        let mut socket = self.connect();
        socket.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap_or_else(|error| panic!("{error}: {}", bytes.escape_ascii()));
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks for something as a browser does, with further header lines.
    pub fn get(&self, target: &str, lines: &str) -> String {
        self.raw(
            format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n{lines}Connection: close\r\n\r\n", self.port)
                .as_bytes(),
        )
    }

    #[track_caller]
    pub fn answers(&self) {
        assert!(self.get("/", "").ends_with("home</body>"), "the next request is not answered");
    }
}

pub fn status(answer: &str) -> u16 {
    let words: Vec<&str> = answer.lines().next().unwrap_or_default().split(' ').collect();
    words.get(1).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("no answer: {answer:?}"))
}

pub fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    head.lines().filter_map(|line| line.split_once(": ")).find(|(known, _)| *known == name).map(|(_, value)| value)
}

pub fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default()
}
