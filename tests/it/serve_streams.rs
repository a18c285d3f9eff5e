//! Connections of the preview: who may hold one, for how long, and who hears what over it.

use crate::preview::{PATIENCE, Preview, header, status};
use ripple::model::Fatal;
use ripple::serve::reload::Event;
use ripple::serve::server::{Limits, Listen, Server};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

#[test]
fn j1_only_this_machine_can_reach_it() {
    let server = Server::bind(&Listen { interface: None, port: Some(0) }).unwrap();
    let addresses = server.addresses();
    assert!(
        addresses.iter().all(|address| address.ip().is_loopback() && address.port() == server.port),
        "{addresses:?}"
    );
    let everywhere = Server::bind(&Listen { interface: Some([0, 0, 0, 0].into()), port: Some(0) }).unwrap();
    let addresses = everywhere.addresses();
    assert!(addresses[0].ip().is_unspecified());
    assert!(addresses[1..].iter().all(|address| address.ip().is_loopback()), "{addresses:?}: also as localhost");
    let foreign = Server::bind(&Listen { interface: Some([192, 0, 2, 1].into()), port: Some(0) });
    assert!(matches!(foreign, Err(Fatal::CannotListen { .. })), "{foreign:?}");
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
