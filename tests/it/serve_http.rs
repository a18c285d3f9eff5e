//! The preview's lower half over real sockets, byte for byte: no client library, because those tidy requests up.

use ripple::model::Fatal;
use ripple::serve::answer::{Content, Shelf, answer};
use ripple::serve::guard::{self, Rules};
use ripple::serve::http::{Request, Response};
use ripple::serve::reload::{Event, Hub};
use ripple::serve::server::{Limits, Listen, Running, Server};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing waits that long unless it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server over a small table.
struct Preview {
    running: Running,
    port: u16,
    hub: Arc<Hub>,
    /// Every output path that was ever looked up.
    asked: Arc<Mutex<Vec<String>>>,
    folder: TempDir,
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
    fn new() -> Self {
        Self::with(Limits::default())
    }

    fn with(limits: Limits) -> Self {
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
            answer(request, &path, &Shelf { base_path: "/", has: &has, fetch: &fetch })
        };
        Self { running: server.run(handler).unwrap(), port, hub, asked, folder }
    }

    fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket
    }

    /// Sends these bytes and reads all that comes until the server ends the connection.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut socket = self.connect();
        socket.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap_or_else(|error| panic!("{error}: {}", bytes.escape_ascii()));
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks for something as a browser does, with further header lines.
    fn get(&self, target: &str, lines: &str) -> String {
        self.raw(
            format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n{lines}Connection: close\r\n\r\n", self.port)
                .as_bytes(),
        )
    }

    #[track_caller]
    fn answers(&self) {
        assert!(self.get("/", "").ends_with("home</body>"), "the next request is not answered");
    }
}

fn status(answer: &str) -> u16 {
    let words: Vec<&str> = answer.lines().next().unwrap_or_default().split(' ').collect();
    words.get(1).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("no answer: {answer:?}"))
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    head.lines().filter_map(|line| line.split_once(": ")).find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default()
}

#[test]
fn j1_only_this_machine_can_reach_it() {
    let server = Server::bind(&Listen { interface: None, port: Some(0) }).unwrap();
    let addresses = server.addresses();
    assert!(
        addresses.iter().all(|address| address.ip().is_loopback() && address.port() == server.port),
        "{addresses:?}"
    );
    let everywhere = Server::bind(&Listen { interface: Some([0, 0, 0, 0].into()), port: Some(0) }).unwrap();
    assert!(everywhere.addresses().iter().all(|address| address.ip().is_unspecified()));
    let foreign = Server::bind(&Listen { interface: Some([192, 0, 2, 1].into()), port: Some(0) });
    assert!(matches!(foreign, Err(Fatal::CannotListen { .. })), "{foreign:?}");
}

#[test]
fn j2_j3_only_our_own_names_and_pages() {
    let preview = Preview::new();
    let port = preview.port;
    let asked = |lines: &str| {
        let answer = preview.raw(format!("GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n").as_bytes());
        assert!(!answer.contains("Access-Control-"), "{answer}");
        assert!(status(&answer) == 200 || !answer.contains("home"), "{answer}");
        status(&answer)
    };
    for (lines, want) in [
        (format!("Host: localhost:{port}\r\n"), 200),
        (format!("host:127.0.0.1:{port}\r\n"), 200),
        (format!("Host: [::1]:{port}\r\n"), 200),
        ("Host: evil.example\r\n".to_owned(), 403),
        (format!("Host: evil.example:{port}\r\n"), 403),
        ("Host: localhost\r\n".to_owned(), 403),
        (format!("Host: 0.0.0.0:{port}\r\n"), 403),
        (String::new(), 400),
        (format!("Host: localhost:{port}\r\nHost: evil.example\r\n"), 400),
        (format!("Host: localhost:{port}/x\r\n"), 400),
        (format!("Host: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n"), 200),
        (format!("Host: localhost:{port}\r\nOrigin: null\r\n"), 403),
        (format!("Host: localhost:{port}\r\nOrigin: http://evil.example\r\n"), 403),
        (format!("Host: localhost:{port}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403),
        (format!("Host: localhost:{port}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"), 200),
    ] {
        assert_eq!(asked(&lines), want, "{lines}");
    }
    for lines in ["Origin: http://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"] {
        let answer = preview.get("/__ripple/events", lines);
        assert!(status(&answer) == 403 && !answer.contains("Access-Control-") && !answer.contains("hello"), "{answer}");
    }
    assert_eq!(preview.hub.listeners(), 0);
    preview.answers();
}

#[test]
fn j4_nothing_outside_the_table_is_opened() {
    let preview = Preview::new();
    let secret = preview.folder.path().join("secret");
    for target in [
        "/../secret".to_owned(),
        "/%2e%2e/secret".to_owned(),
        "/..%2fsecret".to_owned(),
        "/..%5csecret".to_owned(),
        "/..\\secret".to_owned(),
        "/stories%2fone/".to_owned(),
        "/stories/../index.html".to_owned(),
        "//etc/passwd".to_owned(),
        format!("/{}", secret.display()),
        format!("//{}", secret.display()),
        "/C:/Windows/win.ini".to_owned(),
        "/.git/config".to_owned(),
        "/__ripple/".to_owned(),
        "/__ripple/x".to_owned(),
    ] {
        let answer = preview.get(&target, "");
        assert!(status(&answer) == 404 && !answer.contains("secret"), "{target}: {answer}");
    }
    for target in ["/%zz", "/%", "/%00", "/%ff", "http://localhost/", "*", "x", "/a#b"] {
        assert_eq!(status(&preview.get(target, "")), 400, "{target}");
    }
    preview.answers();
}

#[test]
fn j5_no_other_method_and_no_body() {
    let preview = Preview::new();
    let ours = format!("Host: localhost:{}\r\n", preview.port);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get", "BREW"] {
        let answer = preview.raw(format!("{method} / HTTP/1.1\r\n{ours}Connection: close\r\n\r\n").as_bytes());
        assert_eq!((status(&answer), header(&answer, "Allow")), (405, Some("GET, HEAD")), "{method}");
    }
    // The connection ends, so nothing in a body is ever taken for a request.
    let inner = format!("GET /stories/one/ HTTP/1.1\r\n{ours}\r\n");
    for (method, lines) in [
        ("POST", format!("Content-Length: {}\r\n\r\n{inner}", inner.len())),
        ("GET", format!("Content-Length: {}\r\n\r\n{inner}", inner.len())),
        ("GET", format!("Content-Length: 0\r\nContent-Length: 5\r\n\r\n{inner}")),
        ("GET", format!("Content-Length: x\r\n\r\n{inner}")),
        ("GET", format!("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}")),
        ("PUT", format!("Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n{inner}")),
        ("POST", format!("Content-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n{inner}")),
    ] {
        let answer = preview.raw(format!("{method} / HTTP/1.1\r\n{ours}{lines}").as_bytes());
        assert!(status(&answer) == 400 && answer.matches("HTTP/1.").count() == 1, "{lines}: {answer}");
    }
    // Much of it may be on its way: the answer arrives all the same.
    let large = format!("POST / HTTP/1.1\r\n{ours}Content-Length: 200000\r\n\r\n{}", "x".repeat(200_000));
    assert_eq!(status(&preview.raw(large.as_bytes())), 400);
    assert!(preview.asked.lock().unwrap().is_empty());
    preview.answers();
}

#[test]
fn j6_no_header_can_be_added() {
    let preview = Preview::new();
    let ours = format!("Host: localhost:{}\r\n", preview.port);
    for target in [
        "/stories/one?a=%0d%0aSet-Cookie:%20x=1",
        "/stories/one?a=%0aSet-Cookie:x",
        "/stories/one%0d%0aSet-Cookie:%20x=1",
        "/%0d%0aSet-Cookie:%20x=1",
    ] {
        let answer = preview.get(target, "");
        assert!(header(&answer, "Set-Cookie").is_none() && [302, 400].contains(&status(&answer)), "{target}: {answer}");
    }
    for line in [
        "GET /stories/one?\rSet-Cookie: x=1 HTTP/1.1",
        "GET /\nSet-Cookie: x=1 HTTP/1.1",
        "GET /stories/one?\0 HTTP/1.1",
    ] {
        let answer = preview.raw(format!("{line}\r\n{ours}\r\n").as_bytes());
        assert!(status(&answer) == 400 && header(&answer, "Set-Cookie").is_none(), "{line}: {answer}");
    }
    let answer = preview.get("/stories/one?a=b&c", "");
    assert_eq!((status(&answer), header(&answer, "Location")), (302, Some("/stories/one/?a=b&c")));
    assert_eq!(header(&answer, "Cache-Control"), Some("no-store"));
}

#[test]
fn what_is_no_request_is_refused() {
    let preview = Preview::new();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\r\n\r\n"[..], // somebody tries https
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        assert!([400, 505].contains(&status(&preview.raw(bytes))), "{}", bytes.escape_ascii());
    }
    let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    assert_eq!(status(&preview.raw(long.as_bytes())), 431);
    let long = format!("/{}", "x".repeat(10_000));
    assert_eq!(status(&preview.get(&long, "")), 414);
    // A cookie that another program has left on this machine.
    assert_eq!(status(&preview.get("/", "Cookie: name=Zoë\r\n")), 200);
    preview.answers();
}

#[test]
fn j7_clients_may_leave_at_any_time() {
    let preview = Preview::new();
    let request = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
    for round in 0..400 {
        let mut socket = preview.connect();
        match round % 5 {
            0 => {}
            1 => socket.write_all(b"GET / HT").unwrap(),
            2 => socket.write_all(request("/").as_bytes()).unwrap(),
            3 => {
                // Left unread: the connection is torn down instead of ended.
                socket.write_all(request("/big.txt").as_bytes()).unwrap();
                socket.peek(&mut [0]).unwrap();
            }
            _ => {
                socket.write_all(request("/__ripple/events").as_bytes()).unwrap();
                socket.read_exact(&mut [0; 20]).unwrap();
            }
        }
    }
    preview.hub.send(&Event::Reload(None));
    let end = Instant::now() + PATIENCE;
    while preview.running.connections() > 0 || preview.hub.listeners() > 0 {
        assert!(Instant::now() < end, "{} connections are left", preview.running.connections());
        std::thread::yield_now();
    }
    preview.answers();
}

#[test]
fn j8_the_query_decides_nothing() {
    let preview = Preview::new();
    for query in ["?", "?raw", "?import&url=/@fs/etc/passwd", "?x=%", "??", "?a=/../..", "?__ripple"] {
        assert!(preview.get(&format!("/{query}"), "").ends_with("home</body>"), "{query}");
        assert_eq!(status(&preview.get(&format!("/secret{query}"), "")), 404, "{query}");
    }
}

#[test]
fn slow_clients_delay_nobody() {
    let preview = Preview::new();
    let half: Vec<TcpStream> = (0..200)
        .map(|count| {
            let mut socket = preview.connect();
            socket.write_all(&b"GET / HTTP/1.1\r\nHost: localhost"[..=count % 30]).unwrap();
            socket
        })
        .collect();
    // These have asked for much and take nothing.
    let full: Vec<TcpStream> = (0..10)
        .map(|_| {
            let mut socket = preview.connect();
            let request = format!("GET /big.txt HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
            socket.write_all(request.as_bytes()).unwrap();
            socket
        })
        .collect();
    let start = Instant::now();
    for _ in 0..20 {
        preview.answers();
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    drop((half, full));
}

#[test]
fn silent_clients_make_room() {
    let limits = Limits { connections: 8, ..Limits::default() };
    let preview = Preview::with(limits);
    let silent: Vec<TcpStream> = (0..30).map(|_| preview.connect()).collect();
    for _ in 0..10 {
        preview.answers();
    }
    assert!(preview.running.connections() <= limits.connections);
    // The oldest ones were ended.
    assert_eq!((&silent[0]).read(&mut [0]).unwrap_or(0), 0);
}

#[test]
fn a_request_must_be_finished_in_time() {
    let short = Duration::from_millis(200);
    let preview = Preview::with(Limits { idle: short, head: short, ..Limits::default() });
    assert_eq!(status(&preview.raw(b"GET / HTTP/1.1\r\nHost: ")), 408);
    assert_eq!(preview.raw(b""), "");
    preview.answers();
}

#[test]
fn pages_files_and_parts() {
    let preview = Preview::new();
    let page = preview.get("/", "");
    assert_eq!(header(&page, "Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(header(&page, "Content-Length"), Some(body(&page).len().to_string().as_str()));
    assert_eq!(header(&page, "X-Content-Type-Options"), Some("nosniff"));
    assert_eq!(header(&page, "Cache-Control"), Some("no-cache"));
    assert_eq!(header(&preview.get("/feed.xml", ""), "Content-Type"), Some("application/rss+xml; charset=utf-8"));
    let lost = preview.get("/nowhere/", "");
    assert!(status(&lost) == 404 && lost.ends_with("lost</body>"), "{lost}");
    let big = preview.get("/big.txt", "TE: chunked\r\n");
    assert_eq!((header(&big, "Content-Length"), header(&big, "Transfer-Encoding")), (Some("3000000"), None));
    assert_eq!(body(&big).len(), 3_000_000);
    let tag = header(&page, "ETag").unwrap();
    let known = preview.get("/", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((status(&known), body(&known)), (304, ""));
    let host = format!("Host: localhost:{}\r\nConnection: close\r\n\r\n", preview.port);
    let head = preview.raw(format!("HEAD / HTTP/1.1\r\n{host}").as_bytes());
    assert_eq!(
        (status(&head), header(&head, "Content-Length"), body(&head)),
        (200, header(&page, "Content-Length"), "")
    );
    assert_eq!(status(&preview.raw(format!("HEAD /__ripple/events HTTP/1.1\r\n{host}").as_bytes())), 200);
    let broken = preview.get("/boom.html", "");
    assert_eq!(status(&broken), 500);
    preview.answers();
}

#[test]
fn a_video_is_sent_in_parts() {
    let preview = Preview::new();
    let whole = preview.get("/talk.mp4", "");
    assert_eq!((header(&whole, "Content-Type"), header(&whole, "Accept-Ranges")), (Some("video/mp4"), Some("bytes")));
    assert_eq!(header(&whole, "Content-Length"), Some("800000"));
    let mut socket = preview.connect();
    let request = format!(
        "GET /talk.mp4 HTTP/1.1\r\nHost: localhost:{}\r\nRange: bytes=400000-400007\r\nConnection: close\r\n\r\n",
        preview.port
    );
    socket.write_all(request.as_bytes()).unwrap();
    let mut part = Vec::new();
    socket.read_to_end(&mut part).unwrap();
    let at = part.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
    let numbers: Vec<u8> = [100_000u32, 100_001].into_iter().flat_map(u32::to_be_bytes).collect();
    assert_eq!(part[at..], numbers);
    let head = String::from_utf8_lossy(&part[..at]);
    assert_eq!((status(&head), header(&head, "Content-Range")), (206, Some("bytes 400000-400007/800000")));
    let beyond = preview.get("/talk.mp4", "Range: bytes=800000-\r\n");
    assert_eq!((status(&beyond), header(&beyond, "Content-Range")), (416, Some("bytes */800000")));
    let tag = header(&whole, "ETag").unwrap();
    assert_eq!(status(&preview.get("/talk.mp4", &format!("If-None-Match: {tag}\r\n"))), 304);
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_is_not_followed() {
    let preview = Preview::new();
    let video = preview.folder.path().join("talk.mp4");
    std::fs::remove_file(&video).unwrap();
    std::os::unix::fs::symlink(preview.folder.path().join("secret"), &video).unwrap();
    let answer = preview.get("/talk.mp4", "");
    assert!(status(&answer) == 500 && !answer.contains("secret"), "{answer}");
}

#[test]
fn one_connection_for_many_requests() {
    let preview = Preview::new();
    let request =
        |target: &str, more: &str| format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n{more}\r\n", preview.port);
    // All at once, and a stray line end between two, as old clients send it.
    let all = [
        request("/", ""),
        "\r\n".to_owned(),
        request("/stories/one/", ""),
        request("/feed.xml", "Connection: close\r\n"),
        request("/", ""),
    ];
    let answer = preview.raw(all.concat().as_bytes());
    let places = ["home</body>", "one</body>", "<rss/>"].map(|text| answer.find(text));
    assert!(places.is_sorted() && places[0].is_some() && answer.matches("HTTP/1.").count() == 3, "{answer}");
}

/// Reads from a stream until these words have come.
#[track_caller]
fn until(socket: &mut TcpStream, words: &str) -> String {
    let mut text = String::new();
    let mut bytes = [0; 1024];
    while !text.contains(words) {
        let count = socket.read(&mut bytes).unwrap_or_else(|error| panic!("{error}; only {text:?} came"));
        assert!(count > 0, "ended after {text:?}");
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    text
}

fn listen(preview: &Preview, lines: &str) -> TcpStream {
    let mut socket = preview.connect();
    let request = format!("GET /__ripple/events HTTP/1.1\r\nHost: localhost:{}\r\n{lines}\r\n", preview.port);
    socket.write_all(request.as_bytes()).unwrap();
    socket
}

#[test]
fn events_arrive_at_once() {
    let preview = Preview::new();
    let mut socket = listen(&preview, &format!("Origin: http://localhost:{}\r\n", preview.port));
    let head = until(&mut socket, "event: problems");
    assert!(status(&head) == 200 && head.contains("retry: 500\n") && head.contains("event: hello\n"), "{head}");
    assert_eq!(header(&head, "Content-Type"), Some("text/event-stream; charset=utf-8"));
    assert!(!head.contains("Content-Length"), "{head}");
    let start = Instant::now();
    let version = preview.hub.send(&Event::Reload(Some(vec!["/stories/one/".to_owned()])));
    let told = until(&mut socket, "\n\n");
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    assert!(told.contains(&format!("id: boot-{version}\nevent: reload\n")), "{told}");
    // Who comes back is told what was missed.
    let mut back = listen(&preview, "Last-Event-ID: boot-1\r\n");
    assert!(until(&mut back, "event: problems").contains("event: reload"));
    let mut known = listen(&preview, &format!("Last-Event-ID: boot-{version}\r\n"));
    assert!(!until(&mut known, "event: problems").contains("event: reload"));
}

#[test]
fn event_streams_are_counted() {
    let preview = Preview::with(Limits { streams: 4, ..Limits::default() });
    let mut open: Vec<TcpStream> = (0..4).map(|_| listen(&preview, "")).collect();
    for socket in &mut open {
        until(socket, "event: problems");
    }
    let refused = preview.get("/__ripple/events", "");
    assert_eq!((status(&refused), header(&refused, "Retry-After")), (503, Some("5")));
    preview.answers();
    // One that leaves makes room within about a second.
    drop(open.pop());
    let end = Instant::now() + PATIENCE;
    loop {
        let mut socket = listen(&preview, "");
        let mut first = [0; 12];
        socket.read_exact(&mut first).unwrap();
        if first.ends_with(b"200") {
            break;
        }
        assert!(Instant::now() < end, "no room was made");
    }
}

#[test]
fn it_stops_promptly_and_frees_the_port() {
    let mut preview = Preview::new();
    let mut stream = listen(&preview, "");
    until(&mut stream, "event: problems");
    let mut half = preview.connect();
    half.write_all(b"GET /").unwrap();
    let start = Instant::now();
    preview.running.stop();
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    let mut rest = Vec::new();
    assert!(!matches!(stream.read_to_end(&mut rest), Err(error) if error.kind() == ErrorKind::WouldBlock));
    assert!(TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], preview.port))).is_err());
    let again = Server::bind(&Listen { interface: None, port: Some(preview.port) });
    assert_eq!(again.map(|server| server.port).ok(), Some(preview.port));
}

#[test]
fn j10_a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    match Server::bind(&Listen { interface: None, port: Some(port) }) {
        Err(Fatal::PortTaken { port: named }) => assert_eq!(named, port),
        other => panic!("{other:?}"),
    }
    let one = Server::bind(&Listen::default()).unwrap();
    let other = Server::bind(&Listen::default()).unwrap();
    assert!(other.moved && other.port != one.port, "{} {}", one.port, other.port);
    // `localhost` may mean either address: a port that is free on only one of them is taken.
    if let Ok(six) = TcpListener::bind("[::1]:0") {
        let port = six.local_addr().unwrap().port();
        assert!(matches!(Server::bind(&Listen { interface: None, port: Some(port) }), Err(Fatal::PortTaken { .. })));
    }
}
