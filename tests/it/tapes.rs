//! Sound and films that tests make, with everything that phones and programs write into them. They have the form of
//! what they are, and nothing that could be played for long.

use crate::photo::MARK;

/// Waves: a chunk that says what it is, one about it, and this many samples.
pub fn wave(samples: u8) -> Vec<u8> {
    let chunk =
        |name: &[u8], bytes: &[u8]| [name, &length(bytes).to_le_bytes(), bytes, &[0][..bytes.len() % 2]].concat();
    let form = [&[1, 0, 1, 0][..], &8000u32.to_le_bytes(), &8000u32.to_le_bytes(), &[1, 0, 8, 0]].concat();
    let about = chunk(b"LIST", format!("INFOIART{MARK}").as_bytes());
    let body = [b"WAVE", &chunk(b"fmt ", &form)[..], &about, &chunk(b"data", &vec![128; samples.into()])].concat();
    [b"RIFF", &length(&body).to_le_bytes()[..], &body].concat()
}

/// Frames of MPEG sound between two tags.
pub fn mp3() -> Vec<u8> {
    let tag = format!("ID3\u{4}\0\0\0\0\0{}{MARK}", char::from(u8::try_from(MARK.len()).unwrap()));
    let frame = [&[0xff, 0xfb, 0x90, 0x00][..], &[7; 413]].concat();
    [tag.as_bytes(), &frame.repeat(4), b"TAG", MARK.as_bytes(), &[b' '; 111]].concat()
}

/// Pages of Opus sound, with who speaks.
pub fn opus() -> Vec<u8> {
    let page = |begins: u8, packet: &[u8]| {
        [b"OggS\0", &[begins][..], &[0; 20], &[1, u8::try_from(packet.len()).unwrap()], packet].concat()
    };
    let told = format!("ARTIST={MARK}");
    let tags =
        [b"OpusTags\x04\0\0\0prog\x01\0\0\0", &length(told.as_bytes()).to_le_bytes()[..], told.as_bytes()].concat();
    [page(2, b"OpusHead"), page(0, &tags), page(0, b"sound")].concat()
}

/// A film with a place and a name in it, or sound in the same form.
pub fn mp4(is_film: bool) -> Vec<u8> {
    let boxed = |name: &[u8], bytes: &[u8]| [&(length(bytes) + 8).to_be_bytes()[..], name, bytes].concat();
    let handler = [&[0; 8][..], if is_film { b"vide" } else { b"soun" }, &[0; 12], MARK.as_bytes(), b"\0"].concat();
    let inner = [boxed(b"mdhd", &[7; 24]), boxed(b"hdlr", &handler), boxed(b"minf", &boxed(b"stbl", b""))].concat();
    let track = boxed(b"trak", &[boxed(b"tkhd", &[7; 84]), boxed(b"mdia", &inner)].concat());
    let place = boxed(b"udta", &boxed(b"\xa9xyz", format!("+52.1-7.3/{MARK}").as_bytes()));
    let moov = [boxed(b"mvhd", &[7; 100]), track, place].concat();
    [boxed(b"ftyp", b"isom\0\0\0\0isom"), boxed(b"moov", &moov), boxed(b"mdat", b"pictures and sound")].concat()
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}
