//! Decides on a request before anything else looks at it: who asks, from which page, and for what. Pure.
//!
//! A page of another site that is open beside the preview may lead here, but it may not read, embed or listen: not
//! by its own name for this machine (`Host`), not across origins (`Origin`, `Sec-Fetch-Site`). No header ever allows
//! it to (`Access-Control-*`).

use super::http::{Method, Request, Response};
use super::reload::PREFIX;
use std::net::{IpAddr, Ipv6Addr};

/// Longest target of a request, in bytes.
const MAX_TARGET: usize = 8 * 1024;

/// Who may ask.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The port of the preview.
    pub port: u16,
    /// Whether an interface was given (`-i`), so that others on the network are meant to see the preview.
    pub open: bool,
    /// Whether that means every address of this machine (`0.0.0.0`, `::`).
    pub everywhere: bool,
    /// Further names of this machine (`--allow-host`), with a port or without; they count only with `open`.
    pub names: Vec<String>,
}

/// Looks at a request. Gives its path, decoded once: only good for being looked up.
///
/// # Errors
/// The answer to a request that is refused.
pub fn check(request: &Request, rules: &Rules) -> Result<String, Response> {
    let refuse = |status, words| Err(Response::text(status, words));
    let Some(host) = request.header("host") else {
        return Err(Response::text(400, "This request does not say exactly once for whom it is (Host).").closing());
    };
    let Some(host) = authority(host) else {
        return Err(Response::text(400, "The name in this request (Host) is not one.").closing());
    };
    if !is_ours(&host, 80, request, rules) {
        return refuse(403, "This preview does not answer to that name. Open the address that `ripple serve` printed.");
    }
    if request.count("origin") > 0
        && !request.header("origin").is_some_and(|origin| is_own_page(origin, request, rules))
    {
        return refuse(403, "Pages of other sites may not read this preview.");
    }
    if request.has_body {
        return Err(Response::text(400, "This preview takes no data.").closing());
    }
    if request.method == Method::Other {
        return Err(Response::text(405, "This preview can only be read.").header("Allow", "GET, HEAD"));
    }
    if request.target.len() > MAX_TARGET {
        return refuse(414, "This address is too long.");
    }
    let Some(path) = decoded(request.path()).filter(|_| !request.target.contains('#')) else {
        return refuse(400, "This address is not written as an address must be.");
    };
    if !is_own_visit(request, &path) {
        return refuse(403, "Pages of other sites may lead here, but not show or hear what is here.");
    }
    Ok(path)
}

/// What browsers tell about where a request comes from; others tell nothing.
fn is_own_visit(request: &Request, path: &str) -> bool {
    if request.count("sec-fetch-site") == 0 {
        return true;
    }
    match request.header("sec-fetch-site") {
        Some("same-origin" | "none") => true,
        // Another port of this machine is another site to us.
        Some("same-site" | "cross-site") => {
            // Into a tab, and to a page of the site: not into a frame, and to nothing that changes what is seen here.
            let is_tab = matches!(request.header("sec-fetch-dest"), None | Some("document"));
            is_tab && !path.starts_with(PREFIX) && request.header("sec-fetch-mode") == Some("navigate")
        }
        _ => false,
    }
}

/// A name or an address, and a port.
#[derive(Debug, PartialEq, Eq)]
struct Authority {
    host: Name,
    port: Option<u16>,
}

#[derive(Debug, PartialEq, Eq)]
enum Name {
    Address(IpAddr),
    Word(String),
}

/// Reads `name`, `name:port`, `1.2.3.4:port`, `[::1]:port`. Only the plain forms: an address written as one number,
/// or with leading zeros, is no address.
fn authority(text: &str) -> Option<Authority> {
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        (Name::Address(address.parse::<Ipv6Addr>().ok()?.into()), port)
    } else {
        let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
        let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        if name.is_empty() || name.len() > 253 || !name.bytes().all(fine) {
            return None;
        }
        (name.parse().map_or_else(|_| Name::Word(name.to_ascii_lowercase()), Name::Address), port)
    };
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => None,
        Some(digits) if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            Some(digits.parse().ok()?)
        }
        _ => return None,
    };
    Some(Authority { host, port })
}

/// Whether a name can be allowed (`--allow-host`): `name` or `name:port`, as it would stand in `Host`.
#[must_use]
pub fn can_be_allowed(name: &str) -> bool {
    authority(name).is_some_and(|allowed| matches!(allowed.host, Name::Word(_)))
}

/// Whether this is the preview itself; `usual` is the port that is meant if none is written.
fn is_ours(asked: &Authority, usual: u16, request: &Request, rules: &Rules) -> bool {
    let our_port = asked.port.unwrap_or(usual) == rules.port;
    match &asked.host {
        Name::Address(address) => {
            // A socket for both kinds of addresses shows the older ones in the form of the newer: `::ffff:192.168.1.5`.
            let is_local = || rules.open && *address == request.local.ip().to_canonical();
            our_port && (address.is_loopback() || is_local() || (rules.everywhere && address.is_unspecified()))
        }
        Name::Word(word) => {
            (our_port && word == "localhost")
                || (rules.open && rules.names.iter().any(|name| is_named(name, asked, word, our_port)))
        }
    }
}

/// A name that was allowed without a port may be asked for with ours, or with none: then somebody passes requests on.
fn is_named(name: &str, asked: &Authority, word: &str, our_port: bool) -> bool {
    authority(name).is_some_and(|allowed| {
        allowed.host == Name::Word(word.to_owned())
            && match allowed.port {
                Some(_) => asked.port == allowed.port,
                None => our_port || asked.port.is_none(),
            }
    })
}

/// Whether an `Origin` is one of our own pages.
fn is_own_page(origin: &str, request: &Request, rules: &Rules) -> bool {
    let (rest, usual) = match (origin.strip_prefix("http://"), origin.strip_prefix("https://")) {
        (Some(rest), _) => (rest, 80),
        (_, Some(rest)) if rules.open => (rest, 443),
        _ => return false,
    };
    authority(rest).is_some_and(|asked| is_ours(&asked, usual, request, rules))
}

/// Decodes the path of a target. A coded slash, and any backslash, becomes a character that no path has: it is
/// looked up and not found. `None` if it is no path, or holds what no address may.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.strip_prefix('/')?.bytes();
    bytes.push(b'/');
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                let digit = |at: usize| char::from(digits[at]).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                match digit(0)? << 4 | digit(1)? {
                    0..=31 | 127 => return None,
                    b'/' | b'\\' => 0,
                    byte => byte,
                }
            }
            b'\\' => 0,
            byte => byte,
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok().filter(|path| !path.chars().any(|letter| letter.is_control() && letter != '\0'))
}

#[cfg(test)]
mod tests {
    use super::super::reload::EVENTS;
    use super::*;
    use proptest::prelude::*;
    use std::net::SocketAddr;

    fn request(target: &str, headers: &[(&str, &str)]) -> Request {
        Request {
            method: Method::Get,
            target: target.to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            has_body: false,
            local: SocketAddr::from(([192, 168, 1, 5], 4000)),
        }
    }

    fn status(request: &Request, rules: &Rules) -> u16 {
        check(request, rules).map_or_else(|response| response.status, |_| 200)
    }

    fn alone() -> Rules {
        Rules { port: 4000, ..Rules::default() }
    }

    fn open() -> Rules {
        let names = vec!["Desk.local".into(), "proxy.example:8080".into()];
        Rules { port: 4000, open: true, names, ..Rules::default() }
    }

    #[test]
    fn every_address_is_ours_where_that_was_asked_for() {
        let everywhere = Rules { everywhere: true, ..open() };
        let mut asked = request("/", &[("host", "192.168.1.5:4000")]);
        asked.local = SocketAddr::new("::ffff:192.168.1.5".parse().unwrap(), 4000);
        assert_eq!(status(&asked, &everywhere), 200, "a socket for both kinds of addresses");
        for (host, want) in [
            ("0.0.0.0:4000", 200),
            ("[::]:4000", 200),
            ("localhost:4000", 200),
            ("0.0.0.0:4001", 403),
            ("192.168.1.6:4000", 403),
            ("evil.example:4000", 403),
        ] {
            let asked = request("/", &[("host", host)]);
            assert_eq!(status(&asked, &everywhere), want, "{host}");
            let foreign = request(EVENTS, &[("host", host), ("origin", "http://evil.example")]);
            assert_eq!(status(&foreign, &everywhere), 403, "{host}");
        }
    }

    #[test]
    fn j2_only_our_own_names() {
        for (host, shut, opened) in [
            ("localhost:4000", 200, 200),
            ("LOCALHOST:4000", 200, 200),
            ("127.0.0.1:4000", 200, 200),
            ("127.8.8.8:4000", 200, 200),
            ("[::1]:4000", 200, 200),
            ("localhost", 403, 403),
            ("localhost:4001", 403, 403),
            ("127.0.0.1", 403, 403),
            ("[::1]:80", 403, 403),
            ("evil.example:4000", 403, 403),
            ("evil.example", 403, 403),
            ("localhost.evil.example:4000", 403, 403),
            ("x.localhost:4000", 403, 403),
            ("localhost.:4000", 403, 403),
            ("127.0.0.1.evil.example:4000", 403, 403),
            ("0.0.0.0:4000", 403, 403),
            ("[::]:4000", 403, 403),
            ("[::ffff:127.0.0.1]:4000", 403, 403),
            ("2130706433:4000", 403, 403),
            ("0x7f.1:4000", 403, 403),
            ("127.1:4000", 403, 403),
            ("192.168.1.5:4000", 403, 200),
            ("192.168.1.5", 403, 403),
            ("192.168.1.6:4000", 403, 403),
            ("desk.local:4000", 403, 200),
            ("DESK.local", 403, 200),
            ("desk.local:4001", 403, 403),
            ("proxy.example:8080", 403, 200),
            ("proxy.example:4000", 403, 403),
            ("proxy.example", 403, 403),
            ("", 400, 400),
            (":4000", 400, 400),
            ("localhost:", 400, 400),
            ("localhost:x", 400, 400),
            ("localhost:+4000", 400, 400),
            ("localhost:99999", 400, 400),
            ("localhost:4000:4000", 400, 400),
            ("user@localhost:4000", 400, 400),
            ("localhost:4000/", 400, 400),
            ("local host:4000", 400, 400),
            ("localhost:4000, evil.example", 400, 400),
            ("[::1:4000", 400, 400),
            ("[::1]4000", 400, 400),
            ("[localhost]:4000", 400, 400),
            ("http://localhost:4000", 400, 400),
        ] {
            let asked = request("/", &[("host", host)]);
            assert_eq!((status(&asked, &alone()), status(&asked, &open())), (shut, opened), "{host}");
        }
        assert_eq!(status(&request("/", &[]), &alone()), 400);
        let twice = request("/", &[("host", "localhost:4000"), ("host", "localhost:4000")]);
        assert_eq!(status(&twice, &alone()), 400);
        assert_eq!(status(&request("/", &[("host", "localhost")]), &Rules { port: 80, ..Rules::default() }), 200);
    }

    #[test]
    fn j3_only_our_own_pages() {
        for (origin, shut, opened) in [
            ("http://localhost:4000", 200, 200),
            ("http://127.0.0.1:4000", 200, 200),
            ("http://[::1]:4000", 200, 200),
            ("null", 403, 403),
            ("", 403, 403),
            ("http://localhost", 403, 403),
            ("http://localhost:3000", 403, 403),
            ("https://localhost:4000", 403, 200),
            ("http://evil.example", 403, 403),
            ("http://evil.example:4000", 403, 403),
            ("http://localhost:4000.evil.example", 403, 403),
            ("http://localhost:4000@evil.example", 403, 403),
            ("http://localhost:4000/", 403, 403),
            ("file://", 403, 403),
            ("HTTP://localhost:4000", 403, 403),
            ("chrome-extension://abc", 403, 403),
            ("http://192.168.1.5:4000", 403, 200),
            ("https://desk.local", 403, 200),
            ("http://desk.local:4000", 403, 200),
        ] {
            let asked = request(EVENTS, &[("host", "localhost:4000"), ("origin", origin)]);
            assert_eq!((status(&asked, &alone()), status(&asked, &open())), (shut, opened), "{origin}");
        }
        let own = ("origin", "http://localhost:4000");
        assert_eq!(status(&request("/", &[("host", "localhost:4000"), own, own]), &alone()), 403);
    }

    #[test]
    fn j3_browsers_tell_who_asks() {
        for (site, mode, page, events) in [
            ("same-origin", "cors", 200, 200),
            ("none", "navigate", 200, 200),
            ("cross-site", "navigate", 200, 403),
            ("same-site", "navigate", 200, 403),
            ("cross-site", "no-cors", 403, 403),
            ("same-site", "cors", 403, 403),
            ("else", "navigate", 403, 403),
        ] {
            let headers = [("host", "localhost:4000"), ("sec-fetch-site", site), ("sec-fetch-mode", mode)];
            let asked = (status(&request("/", &headers), &alone()), status(&request(EVENTS, &headers), &alone()));
            assert_eq!(asked, (page, events), "{site} {mode}");
            if mode == "navigate" {
                let switch = status(&request("/__ripple/as/writer", &headers), &alone());
                assert_eq!(switch, if site == "none" { 200 } else { 403 }, "{site}");
                for (dest, page) in [("document", page), ("iframe", 403), ("embed", 403)] {
                    let headers = [headers.as_slice(), &[("sec-fetch-dest", dest)]].concat();
                    let page = if site == "none" { 200 } else { page };
                    assert_eq!(status(&request("/", &headers), &alone()), page, "{site} {dest}");
                }
            }
        }
    }

    #[test]
    fn j5_only_reading() {
        let mut asked = request("/", &[("host", "localhost:4000")]);
        asked.method = Method::Other;
        let refused = check(&asked, &alone()).unwrap_err();
        assert_eq!((refused.status, refused.value("Allow"), refused.close), (405, Some("GET, HEAD"), false));
        for method in [Method::Get, Method::Head, Method::Other] {
            asked.method = method;
            asked.has_body = true;
            let refused = check(&asked, &alone()).unwrap_err();
            assert_eq!((refused.status, refused.close), (400, true), "{method:?}");
        }
    }

    #[test]
    fn j4_paths_are_decoded_once() {
        for (path, want) in [
            ("/", Some("/")),
            ("/a/b/", Some("/a/b/")),
            ("/%C3%A9t%c3%a9/", Some("/été/")),
            ("/a%20b", Some("/a b")),
            ("/%2e%2e/x", Some("/../x")),
            ("/%252e", Some("/%2e")),
            ("/a%2fb", Some("/a\0b")),
            ("/a%5Cb\\c", Some("/a\0b\0c")),
            ("", None),
            ("*", None),
            ("a", None),
            ("http://localhost:4000/", None),
            ("/%", None),
            ("/%4", None),
            ("/%zz", None),
            ("/%+1", None),
            ("/%00", None),
            ("/%0d%0a", None),
            ("/%7f", None),
            ("/%c2%85", None),
            ("/%ff", None),
            ("/%c3", None),
        ] {
            assert_eq!(decoded(path).as_deref(), want, "{path}");
            let asked = request(path, &[("host", "localhost:4000")]);
            assert_eq!(status(&asked, &alone()), if want.is_some() { 200 } else { 400 }, "{path}");
        }
        let long = format!("/?{}", "x".repeat(MAX_TARGET));
        assert_eq!(status(&request(&long, &[("host", "localhost:4000")]), &alone()), 414);
        assert_eq!(status(&request("/a#b", &[("host", "localhost:4000")]), &alone()), 400);
    }

    proptest! {
        #[test]
        fn no_other_name_gets_in(host in "[ -~]{0,40}") {
            let asked = request("/", &[("host", &host)]);
            let lower = host.to_ascii_lowercase();
            let ours = lower == "localhost:4000" || lower == "[::1]:4000"
                || (host.starts_with("127.") && host.ends_with(":4000"));
            prop_assume!(!ours);
            prop_assert!(status(&asked, &alone()) != 200 || host.contains("::1") || host.contains(":1]"));
        }

        #[test]
        fn a_decoded_path_has_no_control_character(path in "/([ -~]|%[0-9a-fA-F]{2}){0,40}", query in "[ -~]{0,20}") {
            let asked = request(&format!("{path}?{query}"), &[("host", "localhost:4000")]);
            if let Ok(path) = check(&asked, &alone()) {
                prop_assert!(path.starts_with('/') && !path.contains('\\'));
                prop_assert!(!path.chars().any(|letter| letter.is_control() && letter != '\0'));
            }
        }

        #[test]
        fn j8_the_query_decides_nothing(query in "[ -\"$-~]{0,60}", host in "(localhost|evil\\.example):4000") {
            let with = request(&format!("/x?{query}"), &[("host", &host)]);
            let without = request("/x", &[("host", &host)]);
            prop_assert_eq!(status(&with, &alone()), status(&without, &alone()));
        }
    }
}
