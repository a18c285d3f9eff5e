//! JPEG files segment by segment (ITU-T T.81, annex B): what they are, and the same file with nothing but the picture.

use super::exif;
use super::{Flaw, Layout};

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// One segment: its marker, what it holds, and for a scan the picture after it.
struct Segment<'a> {
    marker: u8,
    body: &'a [u8],
    scan: &'a [u8],
}

/// All segments up to the end of the picture. What stands after that is not looked at.
fn segments(bytes: &[u8]) -> Result<Vec<Segment<'_>>, Flaw> {
    let mut found = Vec::new();
    let mut at = 2;
    loop {
        if *bytes.get(at).ok_or(Flaw::Short)? != 0xff {
            return Err(Flaw::Broken);
        }
        while bytes.get(at) == Some(&0xff) {
            at += 1;
        }
        let marker = *bytes.get(at).ok_or(Flaw::Short)?;
        at += 1;
        match marker {
            END => return Ok(found),
            START | 0x00 | 0x01 | 0xd0..=0xd7 => return Err(Flaw::Broken),
            _ => {}
        }
        let length = bytes.get(at..at + 2).ok_or(Flaw::Short)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let body = bytes.get(at + 2..at + length.max(2)).ok_or(Flaw::Short)?;
        at += length.max(2);
        let from = at;
        if marker == SCAN {
            at = scan_end(bytes, at)?;
        }
        if found.len() == super::MOST_PARTS {
            return Err(Flaw::Broken);
        }
        found.push(Segment { marker, body, scan: &bytes[from..at] });
    }
}

/// Where the coded picture ends: at the next marker that is part of no scan.
fn scan_end(bytes: &[u8], from: usize) -> Result<usize, Flaw> {
    let mut at = from;
    loop {
        let next = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xff)).ok_or(Flaw::Short)?;
        at += next;
        match bytes.get(at + 1).ok_or(Flaw::Short)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Ok(at),
        }
    }
}

/// What the file says about itself.
pub(super) fn layout(bytes: &[u8]) -> Result<Layout, Flaw> {
    let segments = segments(bytes)?;
    let is_frame = |marker: u8| matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
    let frame = segments.iter().find(|segment| is_frame(segment.marker)).ok_or(Flaw::Broken)?;
    let &[_, high, low, wide, narrow, parts, ..] = frame.body else { return Err(Flaw::Broken) };
    if !segments.iter().any(|segment| segment.marker == SCAN && !segment.scan.is_empty()) {
        return Err(Flaw::Short);
    }
    let mut exif = segments.iter().filter(|segment| segment.marker == 0xe1);
    let exif = exif.find_map(|segment| segment.body.strip_prefix(b"Exif\0\0"));
    // A picture in several passes is held as coefficients, two bytes each, until the last of them.
    let progressive = matches!(frame.marker, 0xc2 | 0xc6 | 0xca | 0xce);
    Ok(Layout {
        width: u32::from(u16::from_be_bytes([wide, narrow])),
        height: u32::from(u16::from_be_bytes([high, low])),
        orientation: exif.map_or(1, exif::orientation),
        alpha: false,
        dense: true,
        depth: u64::from(parts) * if progressive { 3 } else { 1 },
    })
}

/// The file with its picture and colours only.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let mut out = vec![0xff, START];
    for Segment { marker, body, scan } in segments(bytes)? {
        let kept: &[u8] = match marker {
            // Without the small picture that may follow.
            0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
                segment(&mut out, marker, &[&body[..12], &[0, 0]].concat());
                continue;
            }
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => body,
            // Says how the colours are coded.
            0xee if body.starts_with(b"Adobe") && body.len() >= 12 => &body[..12],
            0xc0..=0xdf => body,
            // Comments, and whatever programs wrote for themselves.
            _ => continue,
        };
        segment(&mut out, marker, kept);
        out.extend(scan);
    }
    out.extend([0xff, END]);
    Ok(out)
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend([0xff, marker]);
    out.extend(u16::try_from(body.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    out.extend(body);
}
