//! What a picture says beside its pixels: where and when it was taken, by whom, comments. Reads the bytes of JPEG, PNG,
//! WebP and GIF files, whatever their names. Those that phones and cameras write and nothing here can clean are told as
//! such: TIFF and raw photographs here, HEIC and films by the walk through their [boxes](super::boxes). Anything else says
//! nothing.

use super::boxes::Boxes;

/// What was found in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// EXIF: camera, time, often the place.
    Exif,
    /// XMP, of picture editors.
    Xmp,
    /// IPTC, of press agencies: names and places.
    Iptc,
    /// A comment or a text.
    Comment,
    /// Bytes after the end of the picture.
    Trailing,
    /// The place where a film was made.
    Place,
    /// What a film says about the camera.
    Camera,
    /// Whatever a camera wrote into a file that nothing here can take apart.
    Unread,
}

impl Mark {
    /// What it is, in a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Exif => "camera data (EXIF), which may tell where and when it was taken",
            Self::Xmp => "data of a picture editor (XMP)",
            Self::Iptc => "data for the press (IPTC), which may tell names and places",
            Self::Comment => "a comment",
            Self::Trailing => "something hidden after the end of the picture",
            Self::Place => "the place where it was filmed",
            Self::Camera => "what the camera noted about itself and the day",
            Self::Unread => {
                "what a camera or a program wrote into it, which ripple cannot take out of this kind of file"
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Place | Self::Camera => {
                "export the film anew without its place: on a phone, in the options of “share”"
            }
            Self::Unread => "save a photograph as JPEG or PNG, which ripple cleans by itself; export a film anew",
            _ => "save it again without it: programs call that “remove properties” or “export for the web”",
        }
    }
}

/// The first thing that a picture says beside its pixels and colours; `None` if nothing, or if it is no picture.
#[must_use]
pub fn mark(bytes: &[u8]) -> Option<Mark> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg(bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(bytes)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp(bytes)
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        gif(bytes)
    } else if RAW.iter().any(|raw| bytes.starts_with(raw)) {
        Some(Mark::Unread)
    } else {
        let mut boxes = Boxes::begin(bytes)?;
        boxes.take(bytes);
        boxes.mark()
    }
}

/// How TIFF files and photographs as cameras keep them begin: many makers' kinds are TIFF, others nearly so.
const RAW: [&[u8]; 8] = [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"IIU\0", b"IIRO", b"IIRS", b"FUJIFILMCCD-RAW"];

/// ISO/IEC 10918-1, annex B: markers with lengths, then coded data in which a marker follows `ff`.
fn jpeg(bytes: &[u8]) -> Option<Mark> {
    let mut at = 2;
    loop {
        while *bytes.get(at)? != 0xff || matches!(bytes.get(at + 1)?, 0 | 0xff | 0xd0..=0xd7) {
            at += 1;
        }
        let kind = *bytes.get(at + 1)?;
        if kind == 0xd9 {
            return (at + 2 < bytes.len()).then_some(Mark::Trailing);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let data = bytes.get(at + 4..).unwrap_or_default();
        match kind {
            0xe1 if data.starts_with(b"Exif\0") => return Some(Mark::Exif),
            0xe1 if data.starts_with(b"http://ns.adobe.com/x") => return Some(Mark::Xmp),
            0xed => return Some(Mark::Iptc),
            0xfe => return Some(Mark::Comment),
            _ => at += 2 + length.max(2),
        }
    }
}

/// PNG specification, section 5: chunks of length, name, data, check sum.
fn png(bytes: &[u8]) -> Option<Mark> {
    let mut at = 8;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?)).ok()?;
        let data = bytes.get(at + 8..).unwrap_or_default();
        match bytes.get(at + 4..at + 8)? {
            b"eXIf" => return Some(Mark::Exif),
            b"iTXt" if data.starts_with(b"XML:com.adobe.xmp") => return Some(Mark::Xmp),
            b"tEXt" | b"zTXt" | b"iTXt" => return Some(Mark::Comment),
            b"IEND" => return (at + 12 < bytes.len()).then_some(Mark::Trailing),
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
}

/// RIFF: chunks of name, length and data, each filled up to an even length.
fn webp(bytes: &[u8]) -> Option<Mark> {
    let number = |at: usize| usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok();
    let end = number(4)?.checked_add(8)?;
    let mut at = 12;
    while let Some(name) = bytes.get(at..at + 4).filter(|_| at < end) {
        match name {
            b"EXIF" => return Some(Mark::Exif),
            b"XMP " => return Some(Mark::Xmp),
            _ => at = at.checked_add(number(at + 4)?.next_multiple_of(2))?.checked_add(8)?,
        }
    }
    (end < bytes.len()).then_some(Mark::Trailing)
}

/// `GIF89a` specification: blocks that begin with `,` (an image), `!` (an extension) or `;` (the end).
fn gif(bytes: &[u8]) -> Option<Mark> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let blocks = |mut at: usize| loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    };
    let mut at = 13 + table(*bytes.get(10)?);
    loop {
        match bytes.get(at)? {
            b',' => at = blocks(at + 11 + table(*bytes.get(at + 9)?))?,
            b'!' => match bytes.get(at + 1)? {
                0xfe => return Some(Mark::Comment),
                0xff if bytes.get(at + 3..).is_some_and(|data| data.starts_with(b"XMP Data")) => {
                    return Some(Mark::Xmp);
                }
                _ => at = blocks(at + 2)?,
            },
            b';' => return (at + 1 < bytes.len()).then_some(Mark::Trailing),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(kind: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xff, kind], &length[..], data].concat()
    }

    fn jpeg_with(extra: &[u8], after: &[u8]) -> Vec<u8> {
        let scan = [&segment(0xda, &[0; 10])[..], &[1, 0xff, 0, 2, 0xff, 0xd0, 3]].concat();
        [
            &[0xff, 0xd8],
            &segment(0xe0, b"JFIF\0")[..],
            &segment(0xe2, b"ICC_PROFILE\0"),
            extra,
            &scan,
            &[0xff, 0xd9],
            after,
        ]
        .concat()
    }

    fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], name, data, &[0; 4]].concat()
    }

    fn png_with(extra: &[u8], after: &[u8]) -> Vec<u8> {
        [
            b"\x89PNG\r\n\x1a\n",
            &chunk(b"IHDR", &[0; 13])[..],
            extra,
            &chunk(b"IDAT", b"tEXt"),
            &chunk(b"IEND", b""),
            after,
        ]
        .concat()
    }

    fn webp_with(extra: &[u8], after: &[u8]) -> Vec<u8> {
        let body = [b"WEBP", &b"VP8 \x03\0\0\0abc\0"[..], extra].concat();
        [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body, after].concat()
    }

    fn gif_with(extra: &[u8], after: &[u8]) -> Vec<u8> {
        let image = b",\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        [b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff", extra, &image[..], b";", after].concat()
    }

    #[test]
    fn what_cameras_write_and_nothing_here_can_clean_is_found() {
        assert_eq!(mark(b"II*\0\x08\0\0\0"), Some(Mark::Unread));
        assert_eq!(mark(b"\0\0\0\x14ftypheic\0\0\0\0heic"), Some(Mark::Unread));
        assert_eq!(
            mark(b"\0\0\0\x14ftypmp42\0\0\0\0isom\0\0\0\x19moov\0\0\0\x11udta\0\0\0\x09loci0"),
            Some(Mark::Place)
        );
        assert_eq!(mark(b"\0\0\0\x14ftypmp42\0\0\0\0isom\0\0\0\x08moov"), None);
    }

    #[test]
    fn g1_whatever_a_picture_says_beside_its_pixels_is_seen() {
        for (bytes, wanted) in [
            (jpeg_with(b"", b""), None),
            (jpeg_with(&segment(0xe1, b"Exif\0\0MM"), b""), Some(Mark::Exif)),
            (jpeg_with(&segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x"), b""), Some(Mark::Xmp)),
            (jpeg_with(&segment(0xed, b"Photoshop 3.0\0"), b""), Some(Mark::Iptc)),
            (jpeg_with(&segment(0xfe, b"Tom at home"), b""), Some(Mark::Comment)),
            (jpeg_with(b"", b"more"), Some(Mark::Trailing)),
            (png_with(b"", b""), None),
            (png_with(&chunk(b"iCCP", b"sRGB"), b""), None),
            (png_with(&chunk(b"eXIf", b"MM"), b""), Some(Mark::Exif)),
            (png_with(&chunk(b"iTXt", b"XML:com.adobe.xmp\0"), b""), Some(Mark::Xmp)),
            (png_with(&chunk(b"tEXt", b"Author\0Tom"), b""), Some(Mark::Comment)),
            (png_with(b"", b"more"), Some(Mark::Trailing)),
            (webp_with(b"", b""), None),
            (webp_with(b"EXIF\x02\0\0\0MM", b""), Some(Mark::Exif)),
            (webp_with(b"XMP \x02\0\0\0<x", b""), Some(Mark::Xmp)),
            (webp_with(b"", b"more"), Some(Mark::Trailing)),
            (gif_with(b"", b""), None),
            (gif_with(b"!\xfe\x03Tom\0", b""), Some(Mark::Comment)),
            (gif_with(b"!\xff\x0bXMP DataXMP\x01<\0", b""), Some(Mark::Xmp)),
            (gif_with(b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", b""), None),
            (gif_with(b"", b"more"), Some(Mark::Trailing)),
            (b"Exif\0\0 in a text".to_vec(), None),
        ] {
            assert_eq!(mark(&bytes), wanted, "{:?}", String::from_utf8_lossy(&bytes));
            for end in 0..bytes.len() {
                let _ = mark(&bytes[..end]); // whatever is cut off, it comes to an end
            }
        }
    }
}
