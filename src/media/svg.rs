//! Drawings (SVG): refused if they could do anything but be looked at, and rid of what a drawing program noted in them.

use super::{Flaw, Layout};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer, XmlVersion};

/// Elements that run something, or that hold what is no drawing.
const REFUSED: [&str; 11] =
    ["script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener", "link", "meta"];
/// What drawing programs write for themselves.
const THEIR_OWN: [&str; 9] = ["inkscape", "sodipodi", "rdf", "cc", "dc", "sketch", "serif", "adobe", "x"];
/// The size of a drawing that says nothing about it (CSS Images, default object size).
const USUAL_SIZE: (u32, u32) = (300, 150);

/// What the file says about itself.
pub(super) fn layout(bytes: &[u8]) -> Result<Layout, Flaw> {
    let (_, (width, height)) = read(bytes)?;
    Ok(Layout { width, height, orientation: 1, alpha: true, dense: false, depth: 0 })
}

/// The drawing and nothing else.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    read(bytes).map(|(clean, _)| clean)
}

/// The drawing, and its size in pixels.
fn read(bytes: &[u8]) -> Result<(Vec<u8>, (u32, u32)), Flaw> {
    let text = std::str::from_utf8(bytes).map_err(|_| Flaw::Broken)?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut drawing = Drawing { out: Writer::new(Vec::new()), open: Vec::new(), size: None, left_out: None };
    loop {
        match reader.read_event().map_err(|_| Flaw::Broken)? {
            Event::Eof if drawing.open.is_empty() => break,
            Event::Eof => return Err(Flaw::Short),
            event => drawing.take(event)?,
        }
    }
    let size = drawing.size.ok_or(Flaw::Broken)?;
    let mut out = drawing.out.into_inner();
    out.push(b'\n');
    Ok((out, size))
}

struct Drawing {
    out: Writer<Vec<u8>>,
    /// The names of the elements that are open, in small letters.
    open: Vec<String>,
    /// The size, once the outermost element was read.
    size: Option<(u32, u32)>,
    /// How many elements were open where one began that is left out.
    left_out: Option<usize>,
}

impl Drawing {
    fn take(&mut self, event: Event<'_>) -> Result<(), Flaw> {
        match event {
            Event::Start(element) => {
                let name = self.begin(&element, false)?;
                self.open.push(name);
            }
            Event::Empty(element) => {
                self.begin(&element, true)?;
                if self.left_out == Some(self.open.len()) {
                    self.left_out = None;
                }
            }
            Event::End(element) => {
                self.open.pop();
                if self.left_out == Some(self.open.len()) {
                    self.left_out = None;
                } else if self.left_out.is_none() {
                    self.put(Event::End(element));
                }
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => self.words(event)?,
            Event::DocType(kind) if kind.contains('[') => return Err(Flaw::Unsafe("an entity of its own")),
            Event::PI(note) if note.starts_with("xml-stylesheet") => return Err(Flaw::Unsafe("an outside stylesheet")),
            Event::Decl(_) | Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    /// Looks at an element and writes what is kept of it. Gives its name in small letters.
    fn begin(&mut self, element: &BytesStart<'_>, is_empty: bool) -> Result<String, Flaw> {
        let written = element.name().as_ref().to_owned();
        let (prefix, local) = written.split_once(':').unwrap_or(("", &written));
        let name = local.to_ascii_lowercase();
        if self.size.is_none() {
            if name != "svg" {
                return Err(Flaw::Broken);
            }
            self.size = Some(size(element)?);
        }
        if REFUSED.contains(&name.as_str()) {
            return Err(Flaw::Unsafe(if name == "script" { "a script" } else { "an element that is no drawing" }));
        }
        let mut kept = BytesStart::new(written.clone());
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|_| Flaw::Broken)?;
            if let Some((key, value)) = judged(&name, &attribute)? {
                kept.push_attribute((key.as_str(), value.as_str()));
            }
        }
        let is_theirs = name == "metadata" || THEIR_OWN.contains(&prefix.to_ascii_lowercase().as_str());
        if self.left_out.is_none() && is_theirs {
            self.left_out = Some(self.open.len());
        } else if self.left_out.is_none() {
            self.put(if is_empty { Event::Empty(kept) } else { Event::Start(kept) });
        }
        Ok(name)
    }

    fn words(&mut self, event: Event<'_>) -> Result<(), Flaw> {
        if self.left_out.is_some() || self.open.is_empty() {
            return Ok(());
        }
        if let Event::GeneralRef(name) = &event {
            let known = name.starts_with('#') || ["amp", "lt", "gt", "quot", "apos"].contains(&&name[..]);
            if !known {
                return Err(Flaw::Unsafe("an entity of its own"));
            }
        }
        if self.open.last().is_some_and(|name| name == "style") {
            match &event {
                Event::Text(words) => stays_inside(words)?,
                Event::CData(words) => stays_inside(words)?,
                _ => return Err(Flaw::Unsafe("an outside stylesheet")),
            }
        }
        self.put(event);
        Ok(())
    }

    /// Writing to memory cannot fail.
    fn put(&mut self, event: Event<'_>) {
        let _ = self.out.write_event(event);
    }
}

/// An attribute as it is kept; `None` for what a drawing program noted.
fn judged(element: &str, attribute: &Attribute<'_>) -> Result<Option<(String, String)>, Flaw> {
    let key = attribute.key.as_ref();
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Flaw::Broken)?.into_owned();
    let (prefix, local) = key.split_once(':').unwrap_or(("", key));
    let local = local.to_ascii_lowercase();
    let plain: String = value.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
    let plain = plain.to_ascii_lowercase();
    if local.starts_with("on") {
        return Err(Flaw::Unsafe("a script"));
    }
    if matches!(local.as_str(), "href" | "src" | "base") && !plain.is_empty() && !plain.starts_with('#') {
        let is_picture = plain.starts_with("data:") && element == "image";
        return Err(Flaw::Unsafe(if is_picture { "a picture inside the drawing" } else { "an outside address" }));
    }
    if local == "attributename" && (plain.ends_with("href") || plain.starts_with("on") || plain.ends_with("src")) {
        return Err(Flaw::Unsafe("an animation that sets an address"));
    }
    if plain.contains("javascript:") {
        return Err(Flaw::Unsafe("a script"));
    }
    stays_inside(&value)?;
    let is_theirs = |prefix: &str| THEIR_OWN.contains(&prefix.to_ascii_lowercase().as_str());
    let noted = is_theirs(prefix) || (prefix == "xmlns" && is_theirs(&local));
    Ok((!noted).then(|| (key.to_owned(), value)))
}

/// Refuses styles that lead out of the drawing, or that are written so that nobody can tell.
fn stays_inside(style: &str) -> Result<(), Flaw> {
    let plain: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
    let plain = plain.to_ascii_lowercase();
    let leads_out = plain.match_indices("url(").any(|(at, _)| {
        let target = plain[at + 4..].trim_start_matches(['"', '\'']);
        !target.starts_with('#')
    });
    if leads_out || ["@import", "image-set(", "\\", "expression(", "-moz-binding"].iter().any(|bad| plain.contains(bad))
    {
        return Err(Flaw::Unsafe("an outside address"));
    }
    Ok(())
}

/// The size in pixels that a drawing gives itself, or that of its picture plane.
fn size(svg: &BytesStart<'_>) -> Result<(u32, u32), Flaw> {
    let value = |name: &str| -> Result<Option<String>, Flaw> {
        let found = svg.try_get_attribute(name).map_err(|_| Flaw::Broken)?;
        let value =
            found.map(|found| found.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned));
        value.transpose().map_err(|_| Flaw::Broken)
    };
    let pixels = |text: Option<String>| text.and_then(|text| number(text.trim().trim_end_matches("px")));
    if let (Some(width), Some(height)) = (pixels(value("width")?), pixels(value("height")?)) {
        return Ok((width, height));
    }
    let plane = value("viewBox")?.unwrap_or_default();
    let mut parts = plane.split([' ', ',']).filter(|part| !part.is_empty()).skip(2).map(number);
    Ok(match (parts.next().flatten(), parts.next().flatten()) {
        (Some(width), Some(height)) => (width, height),
        _ => USUAL_SIZE,
    })
}

/// A length in whole pixels, if it is one that a page can have.
fn number(text: &str) -> Option<u32> {
    let length: f64 = text.trim().parse().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 20,000")]
    (1.0..=20_000.0).contains(&length).then(|| length.round() as u32)
}
