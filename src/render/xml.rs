//! XML that every strict parser accepts, whatever the writer typed. The only file that knows the XML library.

use crate::model::text;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// Namespace of sitemaps (sitemaps.org protocol 0.9).
pub(super) const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Namespace of `GraphML`, and where its schema is (graphml.graphdrawing.org, version 1.1).
pub(super) const GRAPHML: &str = "http://graphml.graphdrawing.org/xmlns";
pub(super) const GRAPHML_SCHEMA: &str = "http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd";

/// Namespace of the attribute that names a schema (XML Schema, part 1).
pub(super) const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An XML document that is being written, one element a line.
pub(super) struct Document(Writer<Vec<u8>>);

impl Document {
    pub(super) fn new() -> Self {
        let mut document = Self(Writer::new_with_indent(Vec::with_capacity(4096), b' ', 1));
        document.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        document
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = element(name, attributes);
        self.write(Event::Start(start));
    }

    pub(super) fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = element(name, attributes);
        self.write(Event::Empty(start));
    }

    pub(super) fn text(&mut self, name: &str, words: &str) {
        self.text_with(name, &[], words);
    }

    pub(super) fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], words: &str) {
        let start = element(name, attributes);
        self.write(Event::Start(start));
        self.write(Event::Text(BytesText::from_escaped(escaped(words))));
        self.write(Event::End(BytesEnd::new(name)));
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }

    /// Writing to memory cannot fail.
    fn write(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }
}

fn element<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, legal(value).as_ref()));
    }
    start
}

/// A text as it stands between two tags: escaped, and without the characters that XML 1.0 forbids. In one go, for
/// whole stories pass through here.
fn escaped(words: &str) -> Cow<'_, str> {
    let Some(mut end) = first_special(words) else { return Cow::Borrowed(words) };
    let mut out = String::with_capacity(words.len() + words.len() / 8);
    let mut rest = words;
    loop {
        let (clean, from) = rest.split_at(end);
        out.push_str(clean);
        let mut letters = from.chars();
        match letters.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\'') => out.push_str("&apos;"),
            // A reader would make a new line of it.
            Some('\r') => out.push_str("&#13;"),
            Some(letter) if !text::is_control(letter) => out.push(letter),
            _ => {}
        }
        rest = letters.as_str();
        let Some(next) = first_special(rest) else { break };
        end = next;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Where the first letter is that has to be escaped or may be a [control character](text::is_control). Looks at
/// bytes, and only at first bytes of letters.
fn first_special(words: &str) -> Option<usize> {
    words.bytes().position(|byte| SPECIAL[usize::from(byte)])
}

/// What a letter with this first byte asks for: true for markup, and for all that some control character begins with.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = byte != 0x09 && byte != 0x0a;
        byte += 1;
    }
    let markup = b"&<>\"'";
    byte = 0;
    while byte < markup.len() {
        special[markup[byte] as usize] = true;
        byte += 1;
    }
    special[0x7f] = true;
    special[0xc2] = true;
    special[0xef] = true;
    special
};

/// Without the characters that XML 1.0 forbids; the library writes them as they are.
fn legal(words: &str) -> Cow<'_, str> {
    if text::has_control(words) {
        Cow::Owned(words.chars().filter(|letter| !text::is_control(*letter)).collect())
    } else {
        Cow::Borrowed(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the library would write.
    fn slowly(words: &str) -> String {
        quick_xml::escape::escape(legal(words)).into_owned()
    }

    #[test]
    fn escaping_in_one_go_is_what_the_library_does() {
        for first in (0..=0x2_ffff).filter_map(char::from_u32) {
            let words = first.to_string();
            assert_eq!(escaped(&words), slowly(&words), "{first:?}");
        }
        for words in
            ["", "plain", "a & b", "\u{1}", "\u{feff}é«x»\u{9f}", "<p>“q”</p>\r\n\u{fffe}end", "''", "日本、語，<"]
        {
            assert_eq!(escaped(words), slowly(words), "{words:?}");
        }
        assert!(matches!(escaped("plain “words” 日本"), Cow::Borrowed(_)));
    }

    #[test]
    fn f1_f2_any_text_gives_legal_xml() {
        let mut doc = Document::new();
        doc.open("a", &[("b", "\"<&\u{1}")]);
        doc.text("c", "x\u{8}\u{ffff} ]]> & <script> 🎉");
        doc.close("a");
        let xml = String::from_utf8(doc.finish()).unwrap();
        assert!(!xml.contains(text::is_control));
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        assert!(xml.contains("x ]]&gt; &amp; &lt;script&gt; 🎉"), "{xml}");
    }
}
