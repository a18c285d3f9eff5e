//! MPEG sound (ISO/IEC 11172-3 and 13818-3): a row of frames. What stands before, between and after them are tags.

use super::super::Flaw;
use std::ops::Range;

/// Kilobits each second by the index of the header: MPEG 1, then MPEG 2 and 2.5; layers 1, 2, 3.
const RATES: [[[u16; 15]; 3]; 2] = [
    [
        [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    ],
    [
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ],
];
const SAMPLES: [usize; 3] = [44_100, 48_000, 32_000];

/// Whether a file begins like one: with a tag, or with a frame after which another comes.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"ID3")
        || frame(bytes, 0).is_some_and(|length| bytes.len() <= length || frame(bytes, length).is_some())
}

/// Where the frames are, those that follow each other as one range.
pub(super) fn frames(bytes: &[u8]) -> Result<Vec<Range<usize>>, Flaw> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut at = tag(bytes, 0);
    while at < bytes.len() {
        let next = frame(bytes, at).map(|length| at + length).filter(|end| *end <= bytes.len());
        // Outside of a row, chance may look like a frame; two in a row are none.
        let follows = ranges.last().is_some_and(|last| last.end == at);
        let Some(end) = next.filter(|end| follows || frame(bytes, *end).is_some()) else {
            at = tag(bytes, at).max(at + 1);
            continue;
        };
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => ranges.push(at..end),
        }
        at = end;
    }
    if ranges.is_empty() { Err(Flaw::Broken) } else { Ok(ranges) }
}

/// Where a tag (ID3 version 2) ends that begins here; here, if none does.
fn tag(bytes: &[u8], at: usize) -> usize {
    let Some([b'I', b'D', b'3', _, _, flags, size @ ..]) = bytes.get(at..).and_then(<[u8]>::first_chunk::<10>) else {
        return at;
    };
    let size = size.iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f));
    at + 10 + size + if flags & 0x10 == 0 { 0 } else { 10 }
}

/// How long a frame is that begins here, in bytes.
fn frame(bytes: &[u8], at: usize) -> Option<usize> {
    let [0xff, second, third, _] = *bytes.get(at..)?.first_chunk::<4>()? else { return None };
    let (version, layer) = ((second >> 3) & 3, (second >> 1) & 3);
    if second & 0xe0 != 0xe0 || version == 1 || layer == 0 {
        return None;
    }
    let layer = 3 - usize::from(layer); // 0 is layer 1
    let rate = usize::from(*RATES[usize::from(version != 3)][layer].get(usize::from(third >> 4))?) * 1000;
    let samples = SAMPLES.get(usize::from((third >> 2) & 3))?
        >> match version {
            3 => 0,
            2 => 1,
            _ => 2,
        };
    let padding = usize::from((third >> 1) & 1);
    let length = match layer {
        0 => (12 * rate / samples + padding) * 4,
        2 if version != 3 => 72 * rate / samples + padding,
        _ => 144 * rate / samples + padding,
    };
    (rate > 0).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(frames: usize) -> Vec<u8> {
        let one = [&[0xff, 0xfb, 0x90, 0x00][..], &[7; 413]].concat();
        one.repeat(frames)
    }

    #[test]
    fn frames_stay_and_tags_go() {
        let tag = |words: &[u8]| {
            let size = u8::try_from(words.len()).unwrap();
            [b"ID3\x04\0\0\0\0\0", &[size][..], words].concat()
        };
        let (before, after) = (tag(b"TPE1 Tom at home"), [&b"TAG"[..], &[b'T'; 125]].concat());
        let file = [&before[..], &sound(3), &tag(b"again"), &sound(2), b"APETAGEX Tom", &after].concat();
        assert!(is_one(&file) && is_one(&sound(2)) && is_one(&sound(1)));
        assert_eq!(super::super::joined(&file, &frames(&file).unwrap()), sound(5));
        assert_eq!(frames(&before), Err(Flaw::Broken));
        for end in 0..file.len() {
            let _ = frames(&file[..end]);
        }
        assert!(!is_one(b"\xff\xd8\xff\xe0 a picture") && !is_one(b"words"));
    }
}
