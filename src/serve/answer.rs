//! From a path that was looked at to an answer, by looking it up in the table of pages; never on disk.

use super::file::{self, Opened};
use super::http::{Body, Method, Request, Response};
use super::place::percent_encoded;
use super::types;
use crate::model::Digest;
use std::collections::BTreeSet;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// What stands at an output path.
#[derive(Clone, Debug)]
pub enum Content {
    /// A page or a file in memory.
    Bytes(Arc<[u8]>),
    /// A file that is copied as it is, from this place on disk. It is read while it is sent.
    Place(PathBuf),
    /// A page that is only there to lead to this address below the root.
    Redirect(String),
    /// A page that could not be made: what is shown in its place.
    Broken(Arc<[u8]>),
}

/// The site as it is looked up.
pub struct Shelf<'a> {
    /// The path under which the site is served, with a slash at both ends; `/` unless `base_url` has a path.
    pub base_path: &'a str,
    /// Other such paths, below which it was served before: what was open or written down there leads on.
    pub formerly: &'a BTreeSet<String>,
    /// Whether there is a page at an output path, such as `stories/x/index.html`.
    pub has: &'a dyn Fn(&str) -> bool,
    /// What stands at an output path.
    pub fetch: &'a dyn Fn(&str) -> Option<Content>,
}

/// The page that stands for all that are not there.
const NOT_FOUND: &str = "404.html";

/// Answers a request whose path was decoded by `guard`.
#[must_use]
pub fn answer(request: &Request, path: &str, shelf: &Shelf<'_>) -> Response {
    let Some(below) = path.strip_prefix(shelf.base_path) else {
        // The root of the server, or the site's own without its slash.
        let leads_in = path == "/" || path == shelf.base_path.trim_end_matches('/');
        return if leads_in { redirect(shelf.base_path, request.query()) } else { moved(request, path, shelf) };
    };
    if below.starts_with('/') {
        return not_found(request, shelf); // never sent on: `//name/` would lead to another site
    }
    let output = output_at(below);
    if let Some(content) = (shelf.fetch)(&output) {
        return of(request, &output, content, 200, shelf);
    }
    if !below.is_empty() && !below.ends_with('/') && (shelf.has)(&format!("{below}/index.html")) {
        // Made from the table's own name, so that nothing of the request gets into the header but its query.
        return redirect(&format!("{}{}/", shelf.base_path, percent_encoded(below, "/")), request.query());
    }
    moved(request, path, shelf)
}

/// The output path of what stands at an address below the site's path.
#[must_use]
pub fn output_at(below: &str) -> String {
    if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() }
}

/// What is not there may have been there before the site was served below another path.
fn moved(request: &Request, path: &str, shelf: &Shelf<'_>) -> Response {
    let is_there = |below: &&str| {
        let has = || (shelf.has)(&output_at(below)) || (shelf.has)(&format!("{below}/index.html"));
        !below.starts_with('/') && has()
    };
    match shelf.formerly.iter().filter_map(|former| path.strip_prefix(former.as_str())).find(is_there) {
        Some(below) => redirect(&format!("{}{}", shelf.base_path, percent_encoded(below, "/")), request.query()),
        None => not_found(request, shelf),
    }
}

fn not_found(request: &Request, shelf: &Shelf<'_>) -> Response {
    match (shelf.fetch)(NOT_FOUND) {
        Some(content) => of(request, NOT_FOUND, content, 404, shelf),
        None => Response::text(404, "There is no page at this address."),
    }
}

fn of(request: &Request, output: &str, content: Content, status: u16, shelf: &Shelf<'_>) -> Response {
    match content {
        Content::Bytes(bytes) => {
            let tag = Digest::of_bytes(&bytes).hex();
            whole_or_part(request, output, status, &tag, Source::Memory(bytes))
        }
        Content::Place(place) => match file::open(&place) {
            Ok(opened) => {
                let tag = opened.tag.clone();
                whole_or_part(request, output, status, &tag, Source::Disk(opened))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && output != NOT_FOUND => not_found(request, shelf),
            Err(_) => Response::text(500, "This file cannot be read at the moment."),
        },
        Content::Redirect(href) => redirect(&format!("{}{href}", shelf.base_path), None),
        Content::Broken(bytes) => Response::new(500)
            .header("Content-Type", types::of(output))
            .header("Cache-Control", "no-store")
            .with_bytes(bytes),
    }
}

/// Sends the browser on. It must not remember that: tomorrow's site is another one.
fn redirect(address: &str, query: Option<&str>) -> Response {
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Response::new(302).header("Cache-Control", "no-store").header("Location", &format!("{address}{query}"))
}

/// Where bytes come from.
enum Source {
    Memory(Arc<[u8]>),
    Disk(Opened),
}

impl Source {
    fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Disk(opened) => opened.length,
        }
    }

    fn body(self, range: Range<u64>) -> io::Result<Body> {
        match self {
            Self::Memory(bytes) => {
                let place = |at: u64| usize::try_from(at).map_err(io::Error::other);
                Ok(Body::Bytes(bytes, place(range.start)?..place(range.end)?))
            }
            Self::Disk(opened) => opened.part(range).map(Body::File),
        }
    }
}

fn whole_or_part(request: &Request, output: &str, status: u16, tag: &str, source: Source) -> Response {
    let tag = format!("\"{tag}\"");
    let length = source.length();
    let response = |status| Response::new(status).header("Cache-Control", "no-cache").header("ETag", &tag);
    let (response, range) = if status != 200 {
        (Response::new(status).header("Cache-Control", "no-cache"), 0..length)
    } else if request.header("if-none-match").is_some_and(|known| knows(known, &tag)) {
        (response(304), 0..length)
    } else {
        match wanted(request, &tag, length) {
            Wanted::All => (response(200).header("Accept-Ranges", "bytes"), 0..length),
            Wanted::Part(range) => {
                let place = format!("bytes {}-{}/{length}", range.start, range.end - 1);
                (response(206).header("Content-Range", &place), range)
            }
            Wanted::Nothing => {
                return Response::text(416, "This file is not that long.")
                    .header("Content-Range", &format!("bytes */{length}"));
            }
        }
    };
    let mut response = response.header("Content-Type", types::of(output));
    match source.body(range) {
        Ok(body) => response.body = body,
        Err(_) => return Response::text(500, "This file cannot be read at the moment."),
    }
    response
}

/// Whether a list of tags (`If-None-Match`) holds this one.
fn knows(list: &str, tag: &str) -> bool {
    list.trim() == "*" || list.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Part(Range<u64>),
    Nothing,
}

/// Which bytes are asked for. Several ranges at once, and what is no range, get everything (RFC 9110, section 14).
fn wanted(request: &Request, tag: &str, length: u64) -> Wanted {
    let Some(range) = request.header("range").filter(|_| request.method == Method::Get) else { return Wanted::All };
    if request.count("if-range") > 0 && request.header("if-range") != Some(tag) {
        return Wanted::All;
    }
    let Some((from, to)) = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
        return Wanted::All;
    };
    let number =
        |text: &str| text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let (start, end) = match (from, to) {
        ("", last) => match number(last) {
            Some(last) => (length.saturating_sub(last), length),
            None => return Wanted::All,
        },
        (from, "") => match number(from) {
            Some(from) => (from, length),
            None => return Wanted::All,
        },
        (from, to) => match (number(from), number(to)) {
            (Some(from), Some(to)) if from <= to => (from, to.saturating_add(1).min(length)),
            _ => return Wanted::All,
        },
    };
    if start < end { Wanted::Part(start..end) } else { Wanted::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::net::SocketAddr;

    fn request(target: &str, headers: &[(&str, &str)]) -> Request {
        Request {
            method: Method::Get,
            target: target.to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            has_body: false,
            local: SocketAddr::from(([127, 0, 0, 1], 4000)),
        }
    }

    fn content(output: &str) -> Option<Content> {
        let bytes = |text: &str| Some(Content::Bytes(Arc::from(text.as_bytes())));
        match output {
            "index.html" => bytes("home"),
            "stories/été/index.html" => bytes("story"),
            "a b.txt" => bytes("0123456789"),
            "404.html" => bytes("lost"),
            "old/index.html" => Some(Content::Redirect("stories/%C3%A9t%C3%A9/".to_owned())),
            "bad/index.html" => Some(Content::Broken(Arc::from(&b"oh"[..]))),
            "gone.mp4" => Some(Content::Place(PathBuf::from("nowhere/gone.mp4"))),
            _ => None,
        }
    }

    fn asked(base_path: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let has = |output: &str| content(output).is_some();
        let target = format!("/?{}", "q=1");
        let formerly = BTreeSet::from(["/before/".to_owned()]);
        answer(&request(&target, headers), path, &Shelf { base_path, formerly: &formerly, has: &has, fetch: &content })
    }

    fn text(response: &Response) -> String {
        match &response.body {
            Body::Bytes(bytes, range) => String::from_utf8_lossy(&bytes[range.clone()]).into_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pages_are_looked_up() {
        for (path, status, body) in [
            ("/", 200, "home"),
            ("/index.html", 200, "home"),
            ("/stories/été/", 200, "story"),
            ("/stories/été/index.html", 200, "story"),
            ("/a b.txt", 200, "0123456789"),
            ("/a b.txt/", 404, "lost"),
            ("/404.html", 200, "lost"),
            ("/gone.mp4", 404, "lost"),
            ("/bad/", 500, "oh"),
            ("/stories/", 404, "lost"),
            ("/stories/été//", 404, "lost"),
            ("//stories/été/", 404, "lost"),
            ("/stories\0été/", 404, "lost"),
            ("/../x", 404, "lost"),
            ("/stories/../index.html", 404, "lost"),
            ("/./index.html", 404, "lost"),
            ("/INDEX.HTML", 404, "lost"),
        ] {
            let response = asked("/", path, &[]);
            assert_eq!((response.status, text(&response).as_str()), (status, body), "{path}");
        }
        assert_eq!(asked("/", "/", &[]).value("Content-Type"), Some("text/html; charset=utf-8"));
    }

    #[test]
    fn addresses_are_completed() {
        for (base, path, location) in [
            ("/", "/stories/été", "/stories/%C3%A9t%C3%A9/?q=1"),
            ("/wall/", "/wall/stories/été", "/wall/stories/%C3%A9t%C3%A9/?q=1"),
            ("/wall/", "/", "/wall/?q=1"),
            ("/wall/", "/wall", "/wall/?q=1"),
            ("/wall/", "/wall/old/", "/wall/stories/%C3%A9t%C3%A9/"),
            ("/wall/", "/before/", "/wall/?q=1"),
            ("/wall/", "/before/stories/été/", "/wall/stories/%C3%A9t%C3%A9/?q=1"),
            ("/", "/before/stories/été", "/stories/%C3%A9t%C3%A9?q=1"),
            ("/", "/before/a b.txt", "/a%20b.txt?q=1"),
        ] {
            let response = asked(base, path, &[]);
            assert_eq!((response.status, response.value("Location")), (302, Some(location)), "{path}");
            assert_eq!(response.value("Cache-Control"), Some("no-store"));
        }
        assert_eq!(text(&asked("/wall/", "/wall/", &[])), "home");
        assert_eq!(asked("/wall/", "/stories/été/", &[]).status, 404);
        for path in ["//evil.example", "/before//evil.example", "/before/x/", "/before/old//", "/before"] {
            assert_eq!(asked("/", path, &[]).status, 404, "{path}");
        }
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let first = asked("/", "/", &[]);
        let tag = first.value("ETag").unwrap().to_owned();
        for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
            let response = asked("/", "/", &[("if-none-match", &known), ("range", "bytes=0-0")]);
            assert_eq!((response.status, response.value("ETag")), (304, Some(tag.as_str())), "{known}");
        }
        assert_eq!(asked("/", "/", &[("if-none-match", "\"x\"")]).status, 200);
        assert_eq!(asked("/", "/x", &[("if-none-match", "*")]).status, 404);
    }

    #[test]
    fn parts() {
        let tag = asked("/", "/a b.txt", &[]).value("ETag").unwrap().to_owned();
        for (range, status, body) in [
            ("bytes=0-3", 206, "0123"),
            ("bytes=3-", 206, "3456789"),
            ("bytes=-2", 206, "89"),
            ("bytes=-20", 206, "0123456789"),
            ("bytes=8-99", 206, "89"),
            ("bytes=9-9", 206, "9"),
            ("bytes=10-", 416, "This file is not that long.\n"),
            ("bytes=-0", 416, "This file is not that long.\n"),
            ("bytes=99999999999999999999-", 200, "0123456789"),
            ("bytes=5-2", 200, "0123456789"),
            ("bytes=0-1,3-4", 200, "0123456789"),
            ("bytes=+1-2", 200, "0123456789"),
            ("bytes=-", 200, "0123456789"),
            ("lines=1-2", 200, "0123456789"),
        ] {
            let response = asked("/", "/a b.txt", &[("range", range)]);
            assert_eq!((response.status, text(&response).as_str()), (status, body), "{range}");
        }
        let part = |with: &str| asked("/", "/a b.txt", &[("range", "bytes=0-3"), ("if-range", with)]).status;
        assert_eq!((part(&tag), part("\"x\""), part("Sat, 1 Jan 2000 00:00:00 GMT")), (206, 200, 200));
        assert_eq!(asked("/", "/a b.txt", &[("range", "bytes=2-3")]).value("Content-Range"), Some("bytes 2-3/10"));
        assert_eq!(asked("/", "/a b.txt", &[("range", "bytes=10-")]).value("Content-Range"), Some("bytes */10"));
    }

    proptest! {
        #[test]
        fn a_part_lies_within(range in "bytes=[0-9]{0,3}-[0-9]{0,3}", length in 0u64..200) {
            match wanted(&request("/", &[("range", &range)]), "", length) {
                Wanted::Part(range) => prop_assert!(range.start < range.end && range.end <= length),
                Wanted::All | Wanted::Nothing => {}
            }
        }

        #[test]
        fn only_what_is_in_the_table_is_ever_fetched(path in "/[ -~]{0,40}") {
            let seen = std::cell::RefCell::new(Vec::new());
            let fetch = |output: &str| { seen.borrow_mut().push(output.to_owned()); None };
            let response = answer(&request("/", &[]), &path, &Shelf { base_path: "/", formerly: &BTreeSet::new(), has: &|_| true, fetch: &fetch });
            prop_assert!(seen.borrow().iter().all(|output| output == NOT_FOUND || path.contains(output.trim_end_matches("index.html"))));
            if let Some(location) = response.value("Location") {
                prop_assert!(location.starts_with('/') && !location.starts_with("//") && !location.contains([' ', '\\', '"', '<']));
            }
        }
    }
}
