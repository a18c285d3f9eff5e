//! `WebM` films and sound (RFC 8794 and 9559): elements of a name, a length and bytes. What stays is what it takes to
//! play; every other element becomes an empty one of the same length, so that nothing else moves.

use super::super::{Flaw, MOST_PARTS};
use super::Parts;
use std::ops::Range;

const HEADER: u32 = 0x1a45_dfa3;
const SEGMENT: u32 = 0x1853_8067;
const CLUSTER: u32 = 0x1f43_b675;
const INFO: u32 = 0x1549_a966;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK: u32 = 0xae;
const KIND: u32 = 0x83;
const FORM: u32 = 0x4282;
/// Names of the programs that made it: they have to be there.
const PROGRAMS: [u32; 2] = [0x4d80, 0x5741];
/// What a segment may hold: where things are, what it is, its tracks, its parts.
const IN_SEGMENT: [u32; 6] = [0x114d_9b74, INFO, TRACKS, 0x1c53_bb6b, CLUSTER, VOID];
/// Time, places, and the frames.
const IN_CLUSTER: [u32; 6] = [0xe7, 0x5854, 0xa7, 0xab, 0xa3, 0xa0];
/// The unit of time, the length in time, and [`PROGRAMS`].
const IN_INFO: [u32; 4] = [0x002a_d7b1, 0x4489, PROGRAMS[0], PROGRAMS[1]];
/// Names of a track, and check sums that would no longer fit.
const NOT_IN_TRACK: [u32; 2] = [0x536e, 0xbf];
const VOID: u32 = 0xec;

/// An element that is to hold nothing, or bytes that are to be blanks.
pub(super) enum Edit {
    Empty(Range<usize>),
    Blank(Range<usize>),
}

struct Element {
    name: u32,
    data: usize,
    /// `None` if it ends where one of its own kind or of a higher one begins.
    end: Option<usize>,
}

/// What is in a file, and what is to go.
pub(super) fn parts(bytes: &[u8]) -> Result<Parts<Edit>, Flaw> {
    let mut parts = Parts { is_film: false, edits: Vec::new() };
    let mut open: Vec<(u32, usize)> = vec![(0, bytes.len())];
    let (mut at, mut tracks) = (0, 0);
    for _ in 0..MOST_PARTS * 10 {
        while open.len() > 1 && open.last().is_some_and(|(_, end)| at >= *end) {
            open.pop();
        }
        let (mut around, limit) = open.last().copied().unwrap_or_default();
        if at >= limit {
            return if tracks > 0 { Ok(parts) } else { Err(Flaw::Broken) };
        }
        let found = element(bytes, at, limit)?;
        if around == CLUSTER && found.name > 0x00ff_ffff {
            open.pop(); // an endless part ends where the next begins; only what a segment holds has such long names
            around = SEGMENT;
        }
        let end = found.end.unwrap_or(limit);
        let is_program = PROGRAMS.contains(&found.name);
        match (around, found.name) {
            (0, HEADER) => is_webm(bytes.get(found.data..end).unwrap_or_default())?,
            (SEGMENT, INFO | TRACKS) | (0, SEGMENT) | (TRACKS, TRACK) => {
                open.push((found.name, end));
                at = found.data;
                continue;
            }
            (SEGMENT, CLUSTER) if found.end.is_none() => {
                open.push((CLUSTER, end));
                at = found.data;
                continue;
            }
            (SEGMENT, name) if IN_SEGMENT.contains(&name) && name != VOID => {}
            (INFO, _) if is_program => parts.edits.push(Edit::Blank(found.data..end)),
            (INFO, name) if IN_INFO.contains(&name) => {}
            (TRACK, KIND) => match bytes.get(found.data..end) {
                Some([1]) => (parts.is_film, tracks) = (true, tracks + 1),
                Some([2]) => tracks += 1,
                Some([0x11]) => {}
                _ => return Err(Flaw::Unknown("a film with a track that is neither picture nor sound")),
            },
            (TRACK, name) if !NOT_IN_TRACK.contains(&name) => {}
            (CLUSTER, name) if IN_CLUSTER.contains(&name) => {}
            _ if found.end.is_some() => parts.edits.push(Edit::Empty(at..end)),
            _ => return Err(Flaw::Broken),
        }
        at = end;
    }
    Err(Flaw::Broken)
}

/// Matroska has the same form, and no browser plays it.
fn is_webm(header: &[u8]) -> Result<(), Flaw> {
    let mut at = 0;
    while at < header.len() {
        let found = element(header, at, header.len())?;
        let end = found.end.ok_or(Flaw::Broken)?;
        if found.name == FORM {
            let form = header.get(found.data..end).unwrap_or_default();
            return if form.starts_with(b"webm") { Ok(()) } else { Err(Flaw::Unknown("a Matroska film (MKV)")) };
        }
        at = end;
    }
    Err(Flaw::Broken)
}

fn element(bytes: &[u8], at: usize, limit: usize) -> Result<Element, Flaw> {
    let bytes = bytes.get(..limit).unwrap_or(bytes);
    let first = *bytes.get(at).ok_or(Flaw::Short)?;
    let wide = first.leading_zeros() as usize + 1;
    if wide > 4 {
        return Err(Flaw::Broken);
    }
    let fold = |bytes: &[u8]| bytes.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    let name = u32::try_from(fold(bytes.get(at..at + wide).ok_or(Flaw::Short)?)).map_err(|_| Flaw::Broken)?;
    let at = at + wide;
    let first = *bytes.get(at).ok_or(Flaw::Short)?;
    let wide = first.leading_zeros() as usize + 1;
    if wide > 8 {
        return Err(Flaw::Broken);
    }
    let mask = (1u64 << (7 * wide)) - 1;
    let length = fold(bytes.get(at..at + wide).ok_or(Flaw::Short)?) & mask;
    let data = at + wide;
    if length == mask {
        return Ok(Element { name, data, end: None });
    }
    let end = usize::try_from(length).ok().and_then(|length| data.checked_add(length));
    let end = end.filter(|end| *end <= limit).ok_or(Flaw::Short)?;
    Ok(Element { name, data, end: Some(end) })
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let edits = parts(bytes)?.edits;
    let mut out = bytes.to_vec();
    for edit in edits {
        match edit {
            Edit::Blank(range) => out[range].fill(b' '),
            Edit::Empty(range) => {
                let place = &mut out[range];
                let length = place.len();
                place.fill(0);
                place[0] = 0xec;
                if length <= 128 {
                    place[1] = 0x80 | u8::try_from(length - 2).unwrap_or_default();
                } else {
                    place[1..9].copy_from_slice(&(1 << 56 | (length - 9) as u64).to_be_bytes());
                }
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(name: &[u8], data: &[u8]) -> Vec<u8> {
        [name, &(1 << 56 | data.len() as u64).to_be_bytes()[..], data].concat()
    }

    /// The same with a length of one byte.
    fn short(name: &[u8], data: &[u8]) -> Vec<u8> {
        [name, &[0x80 | u8::try_from(data.len()).unwrap()], data].concat()
    }

    fn film(form: &[u8], info: &[u8], track: &[u8], rest: &[u8]) -> Vec<u8> {
        let header = element(&[0x1a, 0x45, 0xdf, 0xa3], &short(&[0x42, 0x82], form));
        let info = element(&[0x15, 0x49, 0xa9, 0x66], info);
        let tracks = element(&[0x16, 0x54, 0xae, 0x6b], &element(&[0xae], track));
        let endless = [&[0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255][..], &info, &tracks, rest];
        [header, endless.concat()].concat()
    }

    #[test]
    fn pictures_and_sound_stay_and_words_about_them_go() {
        let program = |words: &[u8]| short(&[0x4d, 0x80], words);
        let part = [&[0x1f, 0x43, 0xb6, 0x75, 255][..], &short(&[0xe7], &[0]), &short(&[0xa3], b"frames")].concat();
        let tags = |words: &[u8]| element(&[0x12, 0x54, 0xc3, 0x67], words);
        let long = [&b"Tom"[..], &[b' '; 200]].concat();
        let info = [program(b"prog"), short(&[0x7b, 0xa9], b"Tom at home")].concat();
        let track = [short(&[0x83], &[1]), short(&[0x53, 0x6e], b"Tom's camera")].concat();
        let file = film(b"webm", &info, &track, &[tags(b"Tom"), part.clone(), part.clone(), tags(&long)].concat());
        let clean = clean(&file).unwrap();
        assert!(parts(&file).unwrap().is_film);
        let void = |length: usize| {
            if length <= 128 { short(&[0xec], &vec![0; length - 2]) } else { element(&[0xec], &vec![0; length - 9]) }
        };
        let info = [program(b"    "), void(14)].concat();
        let track = [short(&[0x83], &[1]), void(15)].concat();
        let rest = [void(15), part.clone(), part, void(215)].concat();
        assert_eq!(clean, film(b"webm", &info, &track, &rest));
        assert_eq!(super::clean(&clean).unwrap(), clean);
        for end in 0..file.len() {
            let _ = parts(&file[..end]);
        }
    }

    #[test]
    fn what_is_no_film_is_told() {
        let sound = short(&[0x83], &[2]);
        assert!(!parts(&film(b"webm", b"", &sound, b"")).unwrap().is_film);
        assert!(matches!(parts(&film(b"matroska", b"", &sound, b"")).err(), Some(Flaw::Unknown(_))));
        assert!(matches!(parts(&film(b"webm", b"", &short(&[0x83], &[0x21]), b"")).err(), Some(Flaw::Unknown(_))));
        assert_eq!(parts(&film(b"webm", b"", b"", b"")).err(), Some(Flaw::Broken));
        assert_eq!(parts(&film(b"webm", b"", &sound, &[0x1c, 0x53, 0xbb, 0x6b, 0x9f])).err(), Some(Flaw::Short));
    }
}
