//! MP4 films and sound (ISO/IEC 14496-12): boxes of a length, a name and bytes. What stays is what it takes to play;
//! every other box becomes an empty one of the same length, so that nothing else moves.

use super::super::{Flaw, MOST_PARTS};
use super::{Parts, be32};
use std::ops::Range;

/// What is to be changed.
pub(super) enum Edit {
    /// A box that is to hold nothing; from its name on.
    Empty(Range<usize>),
    /// Bytes that are to be 0.
    Blank(Range<usize>),
}

/// A box that is open: its name, and where it ends.
struct Open {
    name: [u8; 4],
    end: usize,
}

/// Kinds of tracks: pictures, sound, words.
const HANDLERS: [&[u8]; 6] = [b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp"];

/// Whether a file begins like one: not like a picture in the same form, and not like a film with the brand `qt`.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 12] =
        [b"iso", b"mp4", b"avc1", b"M4A ", b"M4B ", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"dash", b"f4v ", b"3gp"];
    let brand = bytes.get(8..12).unwrap_or_default();
    bytes.get(4..8) == Some(b"ftyp") && BRANDS.iter().any(|known| brand.starts_with(known))
}

/// Which boxes may stand in one of this name; `None` if its bytes are none of boxes, or all that is in it stays.
fn may_hold(name: [u8; 4]) -> Option<&'static [&'static [u8]]> {
    Some(match &name {
        b"file" => &[b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"ssix", b"mfra"],
        b"moov" => &[b"mvhd", b"iods", b"trak", b"mvex"],
        b"trak" => &[b"tkhd", b"mdia", b"edts", b"tref"],
        b"mdia" => &[b"mdhd", b"hdlr", b"minf", b"elng"],
        b"minf" => &[b"vmhd", b"smhd", b"nmhd", b"sthd", b"gmhd", b"dinf", b"stbl"],
        b"stbl" => &[
            b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsh", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"sdtp",
            b"sgpd", b"sbgp", b"subs", b"saiz", b"saio", b"padb", b"stdp",
        ],
        b"moof" => &[b"mfhd", b"traf"],
        b"traf" => &[b"tfhd", b"tfdt", b"trun", b"sdtp", b"sbgp", b"sgpd", b"saiz", b"saio", b"subs"],
        _ => return None,
    })
}

/// What is in a file, and what is to go.
pub(super) fn parts(bytes: &[u8]) -> Result<Parts<Edit>, Flaw> {
    let mut parts = Parts { is_film: false, edits: Vec::new() };
    let mut open = vec![Open { name: *b"file", end: bytes.len() }];
    let (mut at, mut tracks) = (0, 0);
    for _ in 0..MOST_PARTS {
        while open.len() > 1 && open.last().is_some_and(|inner| at >= inner.end) {
            open.pop();
        }
        let Some(around) = open.last() else { break };
        if at >= around.end {
            return if tracks > 0 { Ok(parts) } else { Err(Flaw::Broken) };
        }
        let (name, data, end) = head(bytes, at, around.end)?;
        let stays = may_hold(around.name).is_some_and(|known| known.contains(&&name[..]));
        let inside = data..end;
        match &name {
            _ if !stays => parts.edits.push(Edit::Empty(at + 4..end)),
            b"mvhd" | b"tkhd" | b"mdhd" => parts.edits.push(Edit::Blank(times(bytes, &inside)?)),
            b"hdlr" => {
                let kind = bytes.get(data + 8..data + 12).filter(|_| data + 24 <= end).ok_or(Flaw::Broken)?;
                if !HANDLERS.contains(&kind) {
                    return Err(Flaw::Unknown(
                        "a film with a track that is neither picture nor sound, as cameras write it",
                    ));
                }
                tracks += 1;
                parts.is_film |= kind == b"vide";
                parts.edits.push(Edit::Blank(data + 24..end)); // its name
            }
            b"stsd" => parts.edits.extend(programs(bytes, &inside).into_iter().map(Edit::Blank)),
            _ if may_hold(name).is_some() => {
                open.push(Open { name, end });
                at = data;
                continue;
            }
            _ => {}
        }
        at = end;
    }
    Err(Flaw::Broken)
}

/// The name of the box that begins here, where its bytes begin, and where they end.
fn head(bytes: &[u8], at: usize, limit: usize) -> Result<([u8; 4], usize, usize), Flaw> {
    let short = || Flaw::Short;
    let name = *bytes.get(at + 4..).and_then(<[u8]>::first_chunk::<4>).ok_or_else(short)?;
    let (head, length) = match be32(bytes, at).ok_or_else(short)? {
        0 => (8, limit - at),
        1 => {
            let long = bytes.get(at + 8..).and_then(<[u8]>::first_chunk::<8>).ok_or_else(short)?;
            (16, usize::try_from(u64::from_be_bytes(*long)).unwrap_or(usize::MAX))
        }
        length => (8, length),
    };
    let end = at.checked_add(length).filter(|end| *end <= limit).ok_or_else(short)?;
    if length < head { Err(Flaw::Broken) } else { Ok((name, at + head, end)) }
}

/// Where descriptions of pictures name the program, or the camera, that made them: 32 bytes after what goes before.
fn programs(bytes: &[u8], inside: &Range<usize>) -> Vec<Range<usize>> {
    const SEEN: [&[u8]; 9] = [b"avc1", b"avc3", b"hvc1", b"hev1", b"av01", b"vp08", b"vp09", b"mp4v", b"dvh1"];
    let (mut found, mut at) = (Vec::new(), inside.start + 8);
    while let Ok((name, data, end)) = head(bytes, at, inside.end) {
        if SEEN.contains(&&name[..]) && data + 74 <= end {
            found.push(data + 42..data + 74);
        }
        at = end;
    }
    found
}

/// Where the times of making and changing stand: after version and flags, as two numbers of 4 or 8 bytes.
fn times(bytes: &[u8], inside: &Range<usize>) -> Result<Range<usize>, Flaw> {
    let length = if bytes.get(inside.start) == Some(&1) { 16 } else { 8 };
    let range = inside.start + 4..inside.start + 4 + length;
    if range.end <= inside.end { Ok(range) } else { Err(Flaw::Broken) }
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let edits = parts(bytes)?.edits;
    let mut out = bytes.to_vec();
    for edit in edits {
        match edit {
            Edit::Blank(range) => out[range].fill(0),
            Edit::Empty(range) => {
                // A long box has its length after its name; that stays.
                let long = be32(bytes, range.start - 4) == Some(1);
                out[range.start..range.start + 4].copy_from_slice(b"free");
                let from = range.start + if long { 12 } else { 4 };
                out[from..range.end].fill(0);
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(name: &[u8], data: &[u8]) -> Vec<u8> {
        [&u32::try_from(data.len() + 8).unwrap().to_be_bytes()[..], name, data].concat()
    }

    fn track(kind: &[u8], name: &[u8], told: &[u8]) -> Vec<u8> {
        let camera = [&name[..name.len().min(12)], &[0; 20 + 12][name.len().min(12)..]].concat();
        let form = boxed(b"avc1", &[&[6; 42][..], &camera, b"more"].concat());
        let described =
            [boxed(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &form].concat()), boxed(b"stts", b"table")].concat();
        let handler = [&[0; 8][..], kind, &[0; 12], name].concat();
        let inner = [
            boxed(b"mdhd", &[&[0; 4][..], told, &[3; 8]].concat()),
            boxed(b"hdlr", &handler),
            boxed(b"minf", &boxed(b"stbl", &described)),
        ]
        .concat();
        boxed(b"trak", &[boxed(b"tkhd", &[&[0; 4][..], told, &[1; 8]].concat()), boxed(b"mdia", &inner)].concat())
    }

    fn film(tracks: &[Vec<u8>], about: &[u8]) -> Vec<u8> {
        let moov = [boxed(b"mvhd", &[0; 20]), tracks.concat(), about.to_vec()].concat();
        [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"moov", &moov), boxed(b"mdat", b"pictures and sound")].concat()
    }

    #[test]
    fn pictures_and_sound_stay_and_words_about_them_go() {
        let about =
            [boxed(b"udta", &boxed(b"\xa9xyz", b"+52.1-7.3/ Tom")), boxed(b"meta", b"Tom's telephone")].concat();
        let (seen, heard) = (track(b"vide", b"Tom's camera", b"20260302"), track(b"soun", b"", b"20260302"));
        let file = [film(&[seen, heard.clone()], &about), boxed(b"uuid", b"Tom")].concat();
        let clean = clean(&file).unwrap();
        assert!(parts(&file).unwrap().is_film && !parts(&film(&[heard], b"")).unwrap().is_film);
        let silent = [track(b"vide", &[0; 12], &[0; 8]), track(b"soun", b"", &[0; 8])];
        let nothing = [boxed(b"free", &[0; 22]), boxed(b"free", &[0; 15])].concat();
        assert_eq!(clean, [film(&silent, &nothing), boxed(b"free", &[0; 3])].concat());
        assert_eq!(super::clean(&clean).unwrap(), clean);
        for end in 0..file.len() {
            let _ = parts(&file[..end]);
        }
    }

    #[test]
    fn what_is_no_film_is_told() {
        assert!(is_one(&film(&[], b"")) && !is_one(b"\0\0\0\x18ftypheic\0\0\0\0") && !is_one(b"\0\0\0\x18ftypqt  "));
        assert_eq!(parts(&film(&[], b"")).err(), Some(Flaw::Broken));
        let places = film(&[track(b"vide", b"", &[0; 8]), track(b"meta", b"", &[0; 8])], b"");
        assert!(matches!(parts(&places).err(), Some(Flaw::Unknown(_))));
        let endless = [&[0, 0, 0, 1][..], b"udta", &[0, 0, 0, 0, 0, 0, 0, 20], b"Tom!"].concat();
        let empty = [&[0, 0, 0, 1][..], b"free", &[0, 0, 0, 0, 0, 0, 0, 20], &[0; 4]].concat();
        let one = [track(b"soun", b"", &[0; 8])];
        assert_eq!(clean(&film(&one, &endless)).unwrap(), film(&one, &empty));
        assert_eq!(parts(&film(&one, b"\0\0\xff\xffudta")).err(), Some(Flaw::Short));
    }
}
