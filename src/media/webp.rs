//! WebP files chunk by chunk (RFC 9649): what they are, and the same file with nothing but the picture.

use super::exif;
use super::{Flaw, Layout};

/// Flags of the extended header: there is EXIF, there is XMP.
const ABOUT: u8 = 0x08 | 0x04;
/// Flag of the extended header: some of it can be seen through.
const ALPHA: u8 = 0x10;

struct Chunk<'a> {
    name: &'a [u8],
    body: &'a [u8],
}

/// The chunks of a list of them.
fn chunks(list: &[u8]) -> Result<Vec<Chunk<'_>>, Flaw> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < list.len() {
        let head = list.get(at..at + 8).ok_or(Flaw::Short)?;
        let length = little(&head[4..]);
        let body = list.get(at + 8..at.saturating_add(8).saturating_add(length)).ok_or(Flaw::Short)?;
        if found.len() == super::MOST_PARTS {
            return Err(Flaw::Broken);
        }
        found.push(Chunk { name: &head[..4], body });
        at += 8 + length + length % 2;
    }
    Ok(found)
}

/// The chunks of a file. What stands after the length that it gives is not looked at.
fn of_file(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, Flaw> {
    let length = bytes.get(4..8).map(little).ok_or(Flaw::Short)?;
    chunks(bytes.get(12..length.saturating_add(8)).ok_or(Flaw::Short)?)
}

/// What the file says about itself.
pub(super) fn layout(bytes: &[u8]) -> Result<Layout, Flaw> {
    let chunks = of_file(bytes)?;
    let named = |name: &[u8]| chunks.iter().find(|chunk| chunk.name == name).map(|chunk| chunk.body);
    let moving = named(b"ANMF");
    if named(b"VP8 ").or(named(b"VP8L")).or(moving).is_none_or(<[u8]>::is_empty) {
        return Err(Flaw::Short);
    }
    let (width, height, alpha) = if let Some(head) = named(b"VP8X") {
        let &[flags, _, _, _, ref sides @ ..] = head else { return Err(Flaw::Broken) };
        let &[w0, w1, w2, h0, h1, h2] = sides else { return Err(Flaw::Broken) };
        let size = |bytes: [u8; 4]| u32::from_le_bytes(bytes) + 1;
        (size([w0, w1, w2, 0]), size([h0, h1, h2, 0]), flags & ALPHA != 0)
    } else if let Some(&[0x2f, a, b, c, d, ..]) = named(b"VP8L") {
        let bits = u32::from_le_bytes([a, b, c, d]);
        ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, bits >> 28 & 1 == 1)
    } else if let Some(&[_, _, _, 0x9d, 0x01, 0x2a, a, b, c, d, ..]) = named(b"VP8 ") {
        (u32::from(u16::from_le_bytes([a, b])) & 0x3fff, u32::from(u16::from_le_bytes([c, d])) & 0x3fff, false)
    } else {
        return Err(Flaw::Broken);
    };
    let block = named(b"EXIF").map(|exif| exif.strip_prefix(b"Exif\0\0").unwrap_or(exif));
    let orientation = block.map_or(1, exif::orientation);
    Ok(Layout { width, height, orientation, alpha, dense: !alpha, depth: 8 })
}

/// The file with its picture and colours only.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    for Chunk { name, body } in of_file(bytes)? {
        match name {
            b"VP8X" if body.len() == 10 => {
                chunk(&mut out, name, &[&[body[0] & !ABOUT], &body[1..]].concat());
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ICCP" => chunk(&mut out, name, body),
            b"ANMF" => chunk(&mut out, name, &frame(body)?),
            _ => {}
        }
    }
    let length = u32::try_from(out.len() - 8).unwrap_or(u32::MAX);
    out[4..8].copy_from_slice(&length.to_le_bytes());
    Ok(out)
}

/// One picture of several: a head of 16 bytes, and chunks.
fn frame(body: &[u8]) -> Result<Vec<u8>, Flaw> {
    let (head, list) = body.split_at_checked(16).ok_or(Flaw::Broken)?;
    let mut out = head.to_vec();
    for part in chunks(list)?.iter().filter(|part| matches!(part.name, b"VP8 " | b"VP8L" | b"ALPH")) {
        chunk(&mut out, part.name, part.body);
    }
    Ok(out)
}

fn chunk(out: &mut Vec<u8>, name: &[u8], body: &[u8]) {
    out.extend(name);
    out.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}

fn little(four: &[u8]) -> usize {
    let four = four.try_into().map_or(u32::MAX, u32::from_le_bytes);
    usize::try_from(four).unwrap_or(usize::MAX)
}
