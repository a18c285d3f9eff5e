//! HTTP messages: reads the head of a request, prints an answer. The only file that knows `tiny_http`.
//!
//! The server of `tiny_http` itself is not used. It has no time limits, cannot close a connection, panics when a
//! client is gone before it is looked at, and ends for good when the process runs out of files. So the sockets are
//! ours (`server.rs`), and of a request with a body nothing but the head is ever read.

use super::file::Part;
use super::reload::Subscription;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::Arc;

/// Longest head of a request, in bytes.
pub const MAX_HEAD: usize = 64 * 1024;

/// Most header lines in one request.
const MAX_HEADERS: usize = 128;

/// What a request wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To read.
    Get,
    /// To know about.
    Head,
    /// Anything else; never done.
    Other,
}

/// A request, as it was sent. Only its form has been looked at.
#[derive(Clone, Debug)]
pub struct Request {
    /// What it wants to do.
    pub method: Method,
    /// The path and the query, not decoded; visible ASCII.
    pub target: String,
    /// Header lines: the name in lower case, and the value, with `?` for what is not ASCII.
    pub headers: Vec<(String, String)>,
    /// Whether a body follows. It is never read.
    pub has_body: bool,
    /// The address of this machine that the client has reached.
    pub local: SocketAddr,
}

impl Request {
    /// The path, not decoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// What stands after the first `?`, not decoded.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The value of one field of the query, not decoded.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.query()?
            .split('&')
            .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
            .map(|(_, value)| value)
    }

    /// The value of a header; the name in lower case. `None` if it is missing or given more than once.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.values(name);
        values.next().filter(|_| values.next().is_none())
    }

    /// How often a header is given.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.values(name).count()
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What is sent after the head.
#[derive(Debug)]
pub enum Body {
    /// A part of some bytes.
    Bytes(Arc<[u8]>, Range<usize>),
    /// A part of a file on disk.
    File(Part),
    /// Messages, for as long as both sides want.
    Events(Subscription),
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    headers: Vec<(&'static str, String)>,
    /// What is sent; of an answer to `HEAD`, and of a 304, only its length is told.
    pub body: Body,
    /// Whether the connection ends with it.
    pub close: bool,
}

impl Response {
    /// An answer without a body.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Bytes(Arc::from([]), 0..0), close: false }
            .header("X-Content-Type-Options", "nosniff")
            // Pages of other sites may lead here, but not show what is here.
            .header("Cross-Origin-Resource-Policy", "same-origin")
            .header("X-Frame-Options", "SAMEORIGIN")
    }

    /// A few words.
    #[must_use]
    pub fn text(status: u16, words: &str) -> Self {
        Self::new(status)
            .header("Content-Type", "text/plain; charset=utf-8")
            .header("Cache-Control", "no-store")
            .with_bytes(Arc::from(format!("{words}\n").into_bytes()))
    }

    /// Adds a header. What could end the line is left out, wherever the value comes from.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        let value = value.chars().filter(|letter| matches!(letter, ' '..='~')).collect();
        self.headers.push((name, value));
        self
    }

    /// Sends these bytes.
    #[must_use]
    pub fn with_bytes(mut self, bytes: Arc<[u8]>) -> Self {
        let all = 0..bytes.len();
        self.body = Body::Bytes(bytes, all);
        self
    }

    /// Ends the connection afterwards.
    #[must_use]
    pub fn closing(mut self) -> Self {
        self.close = true;
        self
    }

    /// The value of a header, by the name it was added with.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// Why a head is no request: the status of the answer. The connection ends with it, because nobody knows where
/// the next request would begin.
pub(super) type Malformed = u16;

/// Reads the head of a request: all lines up to the empty one, which is not part of it. Says also whether another
/// request may follow.
pub(super) fn parse(head: &[u8], local: SocketAddr) -> Result<(Request, bool), Malformed> {
    let head = [head, b"\r"].concat();
    // A line that ends in any other way becomes one that is refused.
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(b"\n"));
    let (method, target, keeps) = request_line(lines.next().unwrap_or_default())?;
    let mut headers = Vec::new();
    for line in lines {
        if headers.len() == MAX_HEADERS {
            return Err(431);
        }
        headers.push(header_line(line)?);
    }
    let mut request = Request { method, target, headers, has_body: false, local };
    let has_length = request.values("content-length").any(|value| value != "0");
    request.has_body = has_length || request.count("transfer-encoding") > 0;
    let asked = |word: &str| {
        let mut words = request.values("connection").flat_map(|value| value.split(','));
        words.any(|other| other.trim().eq_ignore_ascii_case(word))
    };
    let another = keeps && !asked("close") && !request.has_body;
    Ok((request, another))
}

fn request_line(line: &[u8]) -> Result<(Method, String, bool), Malformed> {
    if !line.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(400);
    }
    let line = str::from_utf8(line).map_err(|_| 400u16)?;
    let mut words = line.split(' ');
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(400);
    };
    if !is_token(method) || target.is_empty() {
        return Err(400);
    }
    let method = match method.parse() {
        Ok(tiny_http::Method::Get) => Method::Get,
        Ok(tiny_http::Method::Head) => Method::Head,
        _ => Method::Other,
    };
    let keeps = match version {
        "HTTP/1.1" => true,
        "HTTP/1.0" => false,
        _ if version.starts_with("HTTP/") => return Err(505),
        _ => return Err(400),
    };
    Ok((method, target.to_owned(), keeps))
}

fn header_line(line: &[u8]) -> Result<(String, String), Malformed> {
    if line.iter().any(|byte| matches!(byte, 0..=8 | 10..=31 | 127)) {
        return Err(400);
    }
    // Another program on this machine may have left a cookie that is not ASCII: no reason to be silent.
    let line: String = line.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' }).collect();
    let header: tiny_http::Header = line.parse().map_err(|()| 400u16)?;
    let name = header.field.as_str().as_str();
    if !is_token(name) {
        return Err(400);
    }
    Ok((name.to_ascii_lowercase(), header.value.as_str().to_owned()))
}

/// Whether a word may name a method or a header (RFC 9110, section 5.6.2).
fn is_token(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Prints an answer that is no stream. Returns whether it could be sent whole; if not, the connection must end,
/// because the client waits for the rest.
pub(super) fn print(response: Response, head_only: bool, out: impl Write) -> io::Result<bool> {
    let version = tiny_http::HTTPVersion(1, u8::from(!response.close));
    let (reader, length): (Box<dyn Read>, u64) = match response.body {
        Body::Bytes(bytes, range) => (Box::new(Slice { bytes, range: range.clone() }), range.len() as u64),
        Body::File(part) => {
            let length = part.length();
            (Box::new(part), length)
        }
        Body::Events(_) => (Box::new(io::empty()), 0),
    };
    let mut reader = Counted { reader, count: 0 };
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let named = |(name, value): (&str, String)| tiny_http::Header::from_bytes(name, value).ok();
    let headers = response.headers.into_iter().chain([("Server", "ripple".to_owned())]).filter_map(named).collect();
    tiny_http::Response::new(response.status.into(), headers, &mut reader, Some(length), None)
        .with_chunked_threshold(usize::MAX)
        .raw_print(out, version, &[], head_only, None)?;
    Ok(head_only || response.status == 304 || reader.count == length)
}

/// Prints the head of a stream, which ends when the connection does.
pub(super) fn print_stream_head(response: &Response, out: &mut impl Write) -> io::Result<()> {
    let reason = tiny_http::StatusCode(response.status).default_reason_phrase();
    let headers: String = response.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write!(out, "HTTP/1.1 {} {reason}\r\nServer: ripple\r\n{headers}Connection: close\r\n\r\n", response.status)
}

struct Slice {
    bytes: Arc<[u8]>,
    range: Range<usize>,
}

impl Read for Slice {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.get(self.range.clone()).unwrap_or_default().read(buffer)?;
        self.range.start += count;
        Ok(count)
    }
}

struct Counted<R> {
    reader: R,
    count: usize,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.count += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn local() -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], 4000))
    }

    fn status(head: &[u8]) -> Option<u16> {
        parse(head, local()).err()
    }

    #[test]
    fn a_request_is_read() {
        let (request, another) =
            parse(b"GET /a%20b?x=1&y HTTP/1.1\r\nHost: localhost:4000\r\nX-A:  b \r\nCookie: n=\xc3\xa9", local())
                .unwrap();
        assert_eq!((request.method, request.path(), request.query()), (Method::Get, "/a%20b", Some("x=1&y")));
        assert_eq!((request.header("host"), request.header("x-a")), (Some("localhost:4000"), Some("b")));
        assert_eq!((request.header("cookie"), request.field("x"), request.field("y")), (Some("n=??"), Some("1"), None));
        assert!(another && !request.has_body);
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for head in [
            &b""[..],
            b"GET",
            b"GET /",
            b"GET  / HTTP/1.1",
            b"GET / HTTP/1.1 x",
            b" GET / HTTP/1.1",
            b"G(T / HTTP/1.1",
            b"GET / http/1.1",
            b"GET /\xc3\xa9 HTTP/1.1",
            b"GET /\t HTTP/1.1",
            b"GET /\x00 HTTP/1.1",
            b"GET / HTTP/1.1\r\nHost : x",
            b"GET / HTTP/1.1\r\n: x",
            b"GET / HTTP/1.1\r\nHost",
            b"GET / HTTP/1.1\r\n x: y",
            b"GET / HTTP/1.1\r\nA: b\rc",
            b"GET / HTTP/1.1\r\nA: b\nC: d",
            b"GET / HTTP/1.1\r\nA: \x00",
            b"GET / HTTP/1.1\r\nA b: c",
            b"GET / HTTP/1.1\nA: b",
        ] {
            assert_eq!(status(head), Some(400), "{}", head.escape_ascii());
        }
        assert_eq!(status(b"GET / HTTP/2.0"), Some(505));
        let many = format!("GET / HTTP/1.1{}", "\r\nA: b".repeat(MAX_HEADERS + 1));
        assert_eq!(status(many.as_bytes()), Some(431));
    }

    #[test]
    fn j5_a_body_ends_the_connection() {
        for (lines, body, another) in [
            ("Content-Length: 0", false, true),
            ("Content-Length: 5", true, false),
            ("Content-Length: 0\r\nContent-Length: 5", true, false),
            ("Content-Length: +0", true, false),
            ("Transfer-Encoding: identity", true, false),
            ("transfer-encoding: chunked\r\nContent-Length: 0", true, false),
            ("Connection: x, Close", false, false),
            ("Connection: keep-alive", false, true),
        ] {
            let (request, more) = parse(format!("POST / HTTP/1.1\r\n{lines}").as_bytes(), local()).unwrap();
            assert_eq!((request.has_body, more), (body, another), "{lines}");
        }
        assert!(!parse(b"GET / HTTP/1.0", local()).unwrap().1);
    }

    fn printed(response: Response, head_only: bool) -> (String, bool) {
        let mut out = Vec::new();
        let whole = print(response, head_only, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), whole)
    }

    #[test]
    fn an_answer_always_tells_its_length() {
        let long: Arc<[u8]> = Arc::from(vec![b'x'; 100_000]);
        let (text, whole) = printed(Response::new(200).with_bytes(Arc::clone(&long)), false);
        assert!(whole && text.contains("Content-Length: 100000\r\n") && !text.contains("chunked"), "{}", &text[..300]);
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("\r\nServer: ripple\r\n"));
        for (status, head_only) in [(200, true), (304, false)] {
            let (text, whole) = printed(Response::new(status).with_bytes(Arc::clone(&long)), head_only);
            assert!(whole && text.contains("Content-Length: 100000\r\n") && text.ends_with("\r\n\r\n"), "{text}");
        }
        assert!(printed(Response::new(400).closing(), false).0.starts_with("HTTP/1.0 400"));
    }

    #[test]
    fn j6_nothing_ends_a_header_line() {
        let response = Response::new(302).header("Location", "/a\r\nSet-Cookie: x=1\0é");
        assert_eq!(response.value("Location"), Some("/aSet-Cookie: x=1"));
    }

    proptest! {
        #[test]
        fn reading_never_panics(head in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&head, local());
        }

        #[test]
        fn no_header_line_is_ever_split(value in "\\PC*|[\\x00-\\x7f]*") {
            let (text, _) = printed(Response::new(302).header("Location", &value), false);
            prop_assert_eq!(text.lines().filter(|line| line.starts_with("Location:")).count(), 1);
            prop_assert_eq!(text.matches("\r\n").count(), text.matches(['\r', '\n']).count() / 2);
        }
    }
}
