//! Ogg (RFC 3533) with Opus (RFC 7845) or Vorbis: pages of pieces of packets. The second packet holds what is written
//! about the sound; it stays as long as it was, so that nothing else moves, and says nothing.

use super::super::{Flaw, MOST_PARTS};
use std::ops::Range;

/// The packet with the words.
pub(super) struct Comments {
    /// How it begins: that stays.
    head: &'static [u8],
    /// Where its bytes are, in order.
    places: Vec<Range<usize>>,
    /// The pages that it lies in.
    pages: Vec<Range<usize>>,
}

/// Finds the packet with the words. Only one stream of sound is allowed, so that there is only one such packet.
pub(super) fn comments(bytes: &[u8]) -> Result<Comments, Flaw> {
    let mut found = Comments { head: b"", places: Vec::new(), pages: Vec::new() };
    let (mut at, mut packet, mut pages) = (0, 0, 0);
    while at < bytes.len() {
        let page = page(bytes, at).ok_or(Flaw::Short)?;
        if pages > 0 && page.begins {
            return Err(Flaw::Unknown("several recordings in one file"));
        }
        if pages == 0 {
            found.head = match bytes.get(page.data.clone()).unwrap_or_default() {
                data if data.starts_with(b"OpusHead") => b"OpusTags",
                data if data.starts_with(b"\x01vorbis") => b"\x03vorbis",
                _ => return Err(Flaw::Unknown("an Ogg file without Opus or Vorbis sound")),
            };
        }
        let mut from = page.data.start;
        for length in page.lengths {
            let to = from + usize::from(*length);
            if packet == 1 {
                found.places.push(from..to);
                if found.pages.last() != Some(&page.all) {
                    found.pages.push(page.all.clone());
                }
            }
            packet += usize::from(*length < 255);
            from = to;
        }
        pages += 1;
        at = page.all.end;
        if pages > MOST_PARTS * 10 {
            return Err(Flaw::Broken);
        }
    }
    let begins: Vec<u8> = found.places.iter().flat_map(|place| &bytes[place.clone()]).take(8).copied().collect();
    if packet > 2 && begins.starts_with(found.head) { Ok(found) } else { Err(Flaw::Broken) }
}

struct Page<'a> {
    all: Range<usize>,
    data: Range<usize>,
    /// Lengths of the pieces; one under 255 ends a packet.
    lengths: &'a [u8],
    /// Whether a stream begins with it.
    begins: bool,
}

fn page(bytes: &[u8], at: usize) -> Option<Page<'_>> {
    let head = bytes.get(at..at + 27)?;
    if !head.starts_with(b"OggS\0") {
        return None;
    }
    let data = at + 27 + usize::from(head[26]);
    let lengths = bytes.get(at + 27..data)?;
    let end = data + lengths.iter().map(|length| usize::from(*length)).sum::<usize>();
    (end <= bytes.len()).then_some(Page { all: at..end, data: data..end, lengths, begins: head[5] & 2 != 0 })
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let found = comments(bytes)?;
    let length: usize = found.places.iter().map(Range::len).sum();
    // The name of the program is as long as all that was there, and blank; Vorbis has one more byte at the end.
    let last: &[u8] = if found.head == b"OpusTags" { b"" } else { b"\x01" };
    let blank = length.checked_sub(found.head.len() + 8 + last.len()).ok_or(Flaw::Broken)?;
    let blank_length = u32::try_from(blank).map_err(|_| Flaw::Broken)?.to_le_bytes();
    let empty = [found.head, &blank_length[..], &b" ".repeat(blank), &[0; 4], last].concat();
    let mut out = bytes.to_vec();
    let mut rest = empty.as_slice();
    for place in &found.places {
        let (now, later) = rest.split_at(place.len().min(rest.len()));
        out[place.clone()].copy_from_slice(now);
        rest = later;
    }
    for all in found.pages {
        let page = &mut out[all];
        page[22..26].fill(0);
        let sum = check_sum(page);
        page[22..26].copy_from_slice(&sum.to_le_bytes());
    }
    Ok(out)
}

/// RFC 3533, section 6: the polynomial 0x04c11db7, highest bit first, from 0.
fn check_sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { sum << 1 ^ 0x04c1_1db7 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(begins: bool, packets: &[&[u8]]) -> Vec<u8> {
        let lengths: Vec<u8> = packets
            .iter()
            .flat_map(|packet| {
                [&vec![255; packet.len() / 255][..], &[u8::try_from(packet.len() % 255).unwrap()]].concat()
            })
            .collect();
        let count = u8::try_from(lengths.len()).unwrap();
        let mut page =
            [b"OggS\0", &[if begins { 2 } else { 0 }][..], &[0; 20], &[count], &lengths, &packets.concat()].concat();
        let sum = check_sum(&page);
        page[22..26].copy_from_slice(&sum.to_le_bytes());
        page
    }

    fn words(head: &[u8], vendor: &[u8], comments: &[&[u8]], last: &[u8]) -> Vec<u8> {
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let count = u32::try_from(comments.len()).unwrap().to_le_bytes();
        let listed: Vec<u8> = comments.iter().flat_map(|words| [&length(words)[..], words].concat()).collect();
        [head, &length(vendor)[..], vendor, &count, &listed, last].concat()
    }

    #[test]
    fn what_is_written_about_the_sound_is_blank_and_the_check_sums_fit() {
        let long = [&b"ARTIST="[..], &b"Tom".repeat(100)].concat();
        for (first, head, last) in
            [(&b"OpusHead"[..], &b"OpusTags"[..], &b""[..]), (b"\x01vorbis", b"\x03vorbis", b"\x01")]
        {
            let told = words(head, b"prog", &[&long, b"TITLE=Home"], last);
            let file = [page(true, &[first]), page(false, &[&told, b"setup"]), page(false, &[b"sound"])].concat();
            let clean = clean(&file).unwrap();
            let blank = b" ".repeat(told.len() - head.len() - 8 - last.len());
            let silent = words(head, &blank, &[], last);
            let wanted = [page(true, &[first]), page(false, &[&silent, b"setup"]), page(false, &[b"sound"])].concat();
            assert_eq!(clean, wanted);
            assert!(matches!(comments(&[&file[..], &file].concat()), Err(Flaw::Unknown(_))), "two in one");
            for end in 0..file.len() {
                assert!(comments(&file[..end]).is_err() || end == file.len() - page(false, &[b"sound"]).len());
            }
        }
        assert!(matches!(comments(&page(true, &[b"\x80theora"])), Err(Flaw::Unknown(_))));
        assert_eq!(check_sum(b"123456789"), 0x89a1_897f);
    }
}
