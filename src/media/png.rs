//! PNG files chunk by chunk (PNG, third edition, section 5): what they are, and the same file with nothing but the
//! picture.

use super::exif;
use super::{Flaw, Layout};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that change what is seen. All others are about the picture, or about whoever made it.
const SEEN: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs",
    b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'a> {
    name: &'a [u8],
    body: &'a [u8],
    /// With its length and its checksum.
    whole: &'a [u8],
}

/// All chunks up to the last.
fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, Flaw> {
    let mut found = Vec::new();
    let mut at = SIGNATURE.len();
    loop {
        let head: &[u8; 8] = bytes.get(at..at + 8).and_then(|head| head.try_into().ok()).ok_or(Flaw::Short)?;
        let length = usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).unwrap_or(usize::MAX);
        let end = length.checked_add(at + 12).ok_or(Flaw::Broken)?;
        let whole = bytes.get(at..end).ok_or(Flaw::Short)?;
        let chunk = Chunk { name: &whole[4..8], body: &whole[8..8 + length], whole };
        if found.is_empty() && chunk.name != b"IHDR" {
            return Err(Flaw::Broken);
        }
        let is_last = chunk.name == b"IEND";
        if found.len() == super::MOST_PARTS {
            return Err(Flaw::Broken);
        }
        found.push(chunk);
        if is_last {
            return Ok(found);
        }
        at = end;
    }
}

/// What the file says about itself.
pub(super) fn layout(bytes: &[u8]) -> Result<Layout, Flaw> {
    let chunks = chunks(bytes)?;
    let head = chunks.first().map_or(&[][..], |chunk| chunk.body);
    let number = |at: usize| head.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes);
    let (Some(width), Some(height), Some(bits), Some(colours)) = (number(0), number(4), head.get(8), head.get(9))
    else {
        return Err(Flaw::Broken);
    };
    let named = |name: &'static [u8]| chunks.iter().filter(move |chunk| chunk.name == name);
    let coded: usize = named(b"IDAT").map(|chunk| chunk.body.len()).sum();
    if coded == 0 {
        return Err(Flaw::Short);
    }
    let samples: u64 = match colours {
        0 => 1,
        4 => 2,
        2 => 3,
        _ => 4,
    };
    let alpha = matches!(colours, 4 | 6) || named(b"tRNS").next().is_some();
    Ok(Layout {
        width,
        height,
        orientation: named(b"eXIf").next().map_or(1, |chunk| exif::orientation(chunk.body)),
        alpha,
        // A drawing takes a small part of a byte for each pixel, a photograph one or two.
        dense: !alpha && matches!(colours, 0 | 2) && coded as u64 > u64::from(width) * u64::from(height),
        depth: (samples + u64::from(alpha && *colours == 2)) * u64::from(bits.div_ceil(8)),
    })
}

/// The file with its picture and colours only.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let mut out = SIGNATURE.to_vec();
    for chunk in chunks(bytes)?.iter().filter(|chunk| SEEN.iter().any(|name| chunk.name == &name[..])) {
        out.extend(chunk.whole);
    }
    Ok(out)
}
