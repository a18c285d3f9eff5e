//! GIF files block by block (version 89a, section 12 on): what they are, and the same file with nothing but the picture.

use super::{Flaw, Layout};

/// Programs' own blocks that change what is seen: how often a moving picture is shown, and its colours.
const SEEN: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// One block: its kind, and all of it.
struct Block<'a> {
    kind: Kind,
    whole: &'a [u8],
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Picture,
    Seen,
    Loops,
    Other,
}

/// The head with its table of colours, and all blocks up to the end.
fn blocks(bytes: &[u8]) -> Result<(&[u8], Vec<Block<'_>>), Flaw> {
    let head = bytes.get(..13).ok_or(Flaw::Short)?;
    let mut at = 13 + table(head[10]);
    let head = bytes.get(..at).ok_or(Flaw::Short)?;
    let mut found = Vec::new();
    loop {
        let from = at;
        let kind = match bytes.get(at).ok_or(Flaw::Short)? {
            0x3b => return Ok((head, found)),
            0x2c => {
                let flags = *bytes.get(at + 9).ok_or(Flaw::Short)?;
                at = after(bytes, at + 11 + table(flags))?;
                Kind::Picture
            }
            0x21 => {
                let label = *bytes.get(at + 1).ok_or(Flaw::Short)?;
                let name = bytes.get(at + 2..at + 14).and_then(|name| name.strip_prefix(&[11])).unwrap_or_default();
                at = after(bytes, at + 2)?;
                match label {
                    0xf9 => Kind::Seen,
                    0xff if SEEN[..2].iter().any(|known| name == &known[..]) => Kind::Loops,
                    0xff if name == &SEEN[2][..] => Kind::Seen,
                    _ => Kind::Other,
                }
            }
            _ => return Err(Flaw::Broken),
        };
        if found.len() == super::MOST_PARTS {
            return Err(Flaw::Broken);
        }
        found.push(Block { kind, whole: &bytes[from..at] });
    }
}

/// The bytes of a table of colours, if these flags say that there is one.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The place after a row of sub-blocks, each with its length before it, and the empty one at its end.
fn after(bytes: &[u8], from: usize) -> Result<usize, Flaw> {
    let mut at = from;
    loop {
        match bytes.get(at).ok_or(Flaw::Short)? {
            0 => return Ok(at + 1),
            length => at += 1 + usize::from(*length),
        }
    }
}

/// What the file says about itself.
pub(super) fn layout(bytes: &[u8]) -> Result<Layout, Flaw> {
    let (head, blocks) = blocks(bytes)?;
    if !blocks.iter().any(|block| block.kind == Kind::Picture) {
        return Err(Flaw::Short);
    }
    let size = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
    Ok(Layout { width: size(6), height: size(8), orientation: 1, alpha: true, dense: false, depth: 4 })
}

/// The file with its picture and colours only.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let (head, blocks) = blocks(bytes)?;
    let mut out = head.to_vec();
    for Block { kind, whole } in blocks {
        match kind {
            Kind::Picture | Kind::Seen => out.extend(whole),
            // How often: three bytes, and no more of them than belong there.
            Kind::Loops => {
                if let Some(times) = whole.get(14..18).filter(|times| times[..2] == [3, 1]) {
                    out.extend(&whole[..14]);
                    out.extend(times);
                    out.push(0);
                }
            }
            Kind::Other => {}
        }
    }
    out.push(0x3b);
    Ok(out)
}
