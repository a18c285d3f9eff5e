//! E-mail addresses and names on social networks.

use super::Manner;
use crate::model::PersonalKind;
use std::ops::Range;

/// Endings after which a dot makes a file and not a domain: `logo@2x.png`.
const FILES: [&str; 16] =
    ["png", "jpg", "jpeg", "gif", "webp", "svg", "pdf", "md", "html", "htm", "js", "css", "json", "yaml", "mp3", "mp4"];

/// Words that follow an `@` and are nobody's name.
const NOT_HANDLES: [&str; 19] = [
    "media", "import", "param", "return", "returns", "charset", "supports", "include", "override", "here", "all",
    "everyone", "channel", "see", "home", "work", "school", "mention", "mentions",
];

/// Networks whose names are told after their own.
const NETWORKS: [&str; 12] = [
    "instagram",
    "insta",
    "tiktok",
    "snapchat",
    "snap",
    "discord",
    "telegram",
    "twitter",
    "threads",
    "facebook",
    "roblox",
    "twitch",
];

/// Where the address of somebody's page begins, and what stands right before the name.
const PAGES: [&str; 13] = [
    "instagram.com/",
    "tiktok.com/@",
    "snapchat.com/add/",
    "snapchat.com/u/",
    "//twitter.com/",
    "www.twitter.com/",
    "//x.com/",
    "facebook.com/",
    "threads.net/@",
    "threads.com/@",
    "linkedin.com/in/",
    "//t.me/",
    "twitch.tv/",
];

/// Finds both.
pub(super) fn find(
    text: &str,
    runs: &[Range<usize>],
    manner: Manner,
    is_code: &dyn Fn(usize) -> bool,
    found: &mut Vec<(PersonalKind, Range<usize>)>,
) {
    for (at, _) in text.match_indices('@') {
        if let Some(range) = email(text, at, is_code(at)) {
            let is_handle = text[..range.start].ends_with('@');
            let kind = if is_handle { PersonalKind::Handle } else { PersonalKind::Email };
            found.push((kind, range.start - usize::from(is_handle)..range.end));
        } else if manner == Manner::Text
            && !is_code(at)
            && !found.iter().any(|(_, known)| known.contains(&at))
            && let Some(range) = handle(text, at)
        {
            found.push((PersonalKind::Handle, range));
        }
    }
    if text.contains('/') {
        pages(text, found);
    }
    if manner == Manner::Text {
        named(text, runs, is_code, found);
    }
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'')
}

/// The e-mail address around an `@`.
fn email(text: &str, at: usize, in_code: bool) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut start = bytes[..at].iter().rposition(|byte| !is_local(*byte)).map_or(0, |before| before + 1);
    while start < at && matches!(bytes[start], b'.' | b'\'' | b'-' | b'+') {
        start += 1;
    }
    if start == at || bytes[at - 1] == b'.' {
        return None;
    }
    let is_domain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | 'à'..='ÿ');
    let rest = &text[at + 1..];
    let length = rest.find(|letter| !is_domain(letter)).unwrap_or(rest.len());
    let domain = rest[..length].trim_end_matches(['.', '-']);
    let (body, top) = domain.rsplit_once('.')?;
    let is_top = (2..=24).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let labels = body.split('.').all(|label| !label.is_empty() && !label.starts_with('-'));
    let is_file = FILES.contains(&top.to_ascii_lowercase().as_str());
    if !is_top || !labels || is_file {
        return None;
    }
    let after = &rest[domain.len()..];
    // `git@example.org:path` says where a program is to look.
    let is_remote = &text[start..at] == "git" || (in_code && after.starts_with(':'));
    (!is_remote).then_some(start..at + 1 + domain.len())
}

/// `@name` in a sentence.
fn handle(text: &str, at: usize) -> Option<Range<usize>> {
    let may_precede = |letter: char| letter.is_whitespace() || "([“\"'‘:,;>—–".contains(letter);
    if !text[..at].chars().next_back().is_none_or(may_precede) {
        return None;
    }
    let rest = &text[at + 1..];
    let length = rest.find(|letter: char| !(letter.is_alphanumeric() || "_.-".contains(letter))).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['.', '-']);
    let lower = name.to_lowercase();
    let is_name = (3..=40).contains(&name.len())
        && name.chars().any(char::is_alphabetic)
        && !name.starts_with(['.', '-'])
        && !NOT_HANDLES.contains(&lower.as_str());
    let after = rest[name.len()..].chars().next();
    (is_name && !matches!(after, Some('/' | '(' | '@' | '{'))).then(|| at..at + 1 + name.len())
}

/// Addresses of pages on social networks, with nothing after the name.
fn pages(text: &str, found: &mut Vec<(PersonalKind, Range<usize>)>) {
    const NOBODY: [&str; 16] = [
        "p", "reel", "reels", "explore", "share", "sharer", "intent", "hashtag", "groups", "events", "watch", "home",
        "search", "login", "pages", "privacy",
    ];
    let may_hold = [".com/", ".net/", ".tv/", "t.me/"].iter().any(|part| text.contains(part));
    if !may_hold {
        return;
    }
    let lower = text.to_ascii_lowercase();
    for page in PAGES {
        for (at, _) in lower.match_indices(page) {
            let from = at + page.len();
            let rest = &text[from..];
            let is_part = |letter: char| letter.is_alphanumeric() || "_.-@".contains(letter);
            let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
            let name = rest[..length].trim_end_matches(['.', '-']);
            let after = rest[name.len()..].trim_start_matches('/');
            let ends = !after.starts_with(|letter: char| is_part(letter)) || !rest[name.len()..].starts_with('/');
            let is_file = name.contains(".php") || name.contains(".htm");
            if name.len() >= 3 && ends && !is_file && !NOBODY.contains(&name.to_lowercase().as_str()) {
                found.push((PersonalKind::Handle, at + usize::from(page.starts_with("//")) * 2..from + name.len()));
            }
        }
    }
}

/// A name of the form that only computers ask for, after the name of a network.
fn named(
    text: &str,
    runs: &[Range<usize>],
    is_code: &dyn Fn(usize) -> bool,
    found: &mut Vec<(PersonalKind, Range<usize>)>,
) {
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let mut marks: Vec<usize> = text.match_indices('_').map(|(at, _)| at).collect();
    marks.extend(runs.iter().map(|run| run.start));
    marks.sort_unstable();
    let mut at = 0;
    for mark in marks {
        if mark < at {
            continue;
        }
        let start = bytes[..mark].iter().rposition(|byte| !is_part(*byte)).map_or(0, |before| before + 1);
        let end = bytes[mark..].iter().position(|byte| !is_part(*byte)).map_or(bytes.len(), |length| mark + length);
        at = end.max(mark + 1);
        let name = text[start..end].trim_matches('.');
        let is_name = (3..=40).contains(&name.len()) && name.bytes().any(|byte| byte.is_ascii_alphabetic());
        if !is_name || is_code(start) || text[..start].ends_with('@') {
            continue;
        }
        let from = (0..=start.saturating_sub(32)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let before = text[from..start].to_lowercase();
        let before = before.rsplit(['.', '!', '?', '\n']).next().unwrap_or_default();
        let mut words = before.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).rev();
        if words.by_ref().take(4).any(|word| NETWORKS.contains(&word)) {
            found.push((PersonalKind::Handle, start..start + name.len()));
        }
    }
}
