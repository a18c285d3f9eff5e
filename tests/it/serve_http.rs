//! What the preview answers over real sockets, and whom it refuses.

use crate::preview::{Preview, body, header, status};
use std::io::{Read, Write};

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
fn j8_the_query_decides_nothing() {
    let preview = Preview::new();
    for query in ["?", "?raw", "?import&url=/@fs/etc/passwd", "?x=%", "??", "?a=/../..", "?__ripple"] {
        assert!(preview.get(&format!("/{query}"), "").ends_with("home</body>"), "{query}");
        assert_eq!(status(&preview.get(&format!("/secret{query}"), "")), 404, "{query}");
    }
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
