//! Waves (RIFF): chunks of a name, a length and bytes, each filled up to an even length. Three kinds are the sound;
//! all others are about it.

use super::super::{Flaw, MOST_PARTS};
use super::le32;
use std::ops::Range;

/// A chunk: its name, and where its bytes are.
type Chunk<'a> = (&'a [u8], Range<usize>);

/// What it takes to play it.
const KEPT: [&[u8]; 3] = [b"fmt ", b"fact", b"data"];

/// The chunks that stay, without their heads.
pub(super) fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, Flaw> {
    let (mut kept, mut at) = (Vec::new(), 12);
    for _ in 0..MOST_PARTS {
        let (Some(name), Some(length)) = (bytes.get(at..at + 4), le32(bytes, at + 4)) else { break };
        let from = at + 8;
        // What was recorded without knowing its end goes on to the end of the file.
        let to = from.saturating_add(length).min(bytes.len());
        if KEPT.contains(&name) && kept.iter().all(|(known, _)| *known != name) {
            kept.push((name, from..to));
        }
        at = to + (length & 1);
    }
    let has = |wanted: &[u8]| kept.iter().any(|(name, range)| *name == wanted && !range.is_empty());
    if has(b"fmt ") && has(b"data") { Ok(kept) } else { Err(Flaw::Broken) }
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let mut out = b"RIFF\0\0\0\0WAVE".to_vec();
    for (name, range) in chunks(bytes)? {
        let length = u32::try_from(range.len()).map_err(|_| Flaw::Broken)?;
        out.extend_from_slice(name);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(bytes.get(range).unwrap_or_default());
        if length % 2 == 1 {
            out.push(0);
        }
    }
    let length = u32::try_from(out.len() - 8).map_err(|_| Flaw::Broken)?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        [name, &length[..], data, &[0][..data.len() % 2]].concat()
    }

    fn wave(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = chunks.concat();
        let length = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
        [b"RIFF", &length[..], b"WAVE", &body].concat()
    }

    #[test]
    fn the_sound_stays_and_words_about_it_go() {
        let (form, data) = (chunk(b"fmt ", &[1; 16]), chunk(b"data", &[5; 7]));
        let file = wave(&[
            chunk(b"LIST", b"INFOIART Tom"),
            form.clone(),
            chunk(b"bext", b"Tom at home"),
            data.clone(),
            chunk(b"id3 ", b"Tom"),
        ]);
        let clean = clean(&[&file[..], b"behind it"].concat()).unwrap();
        assert_eq!(clean, wave(&[form.clone(), data]));
        let endless = [&form[..], b"data", &[0xff; 4], &[5; 6]].concat();
        assert_eq!(super::clean(&wave(&[endless])).unwrap(), wave(&[form.clone(), chunk(b"data", &[5; 6])]));
        assert_eq!(super::clean(&wave(&[form])), Err(Flaw::Broken));
        for end in 0..file.len() {
            let _ = super::clean(&file[..end]);
        }
    }
}
