//! Kinds of pictures that cameras and programs write and nothing here can clean, told by their first bytes (those made of
//! [boxes](super::boxes) are walked through); and photographs that begin a little after the beginning of a file. Says what
//! may not be published, and cleans nothing.

/// Whether a file is one of the kinds that nothing here can take apart.
pub(super) fn is_unread(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 13] = [
        b"II*\0",                // TIFF, and with it DNG, NEF, ARW, CR2, PEF
        b"MM\0*",                // TIFF with its numbers the other way round
        b"II+\0",                // BigTIFF
        b"MM\0+",                // BigTIFF with its numbers the other way round
        b"IIRO",                 // Olympus ORF
        b"IIRS",                 // Olympus ORF
        b"MMOR",                 // Olympus ORF
        b"IIU\0",                // Panasonic RW2
        b"FUJIFILMCCD-RAW",      // Fujifilm RAF
        b"II\x1a\0\0\0HEAPCCDR", // Canon CRW
        b"FOVb",                 // Sigma X3F
        b"\0MRM",                // Minolta MRW
        b"8BPS",                 // Photoshop
    ];
    BEGINNINGS.iter().any(|known| bytes.starts_with(known))
}

/// A photograph (JPEG) may begin this many bytes after the beginning, and programs show it all the same.
const JUNK: usize = 4 * 1024;

/// The photograph that follows some bytes of something else.
pub(super) fn after_junk(bytes: &[u8]) -> Option<&[u8]> {
    // Papers and archives are kinds of their own, whatever they hold.
    if [&b"%PDF"[..], b"PK\x03\x04", b"ID3", b"<"].iter().any(|known| bytes.starts_with(known)) {
        return None;
    }
    let start = bytes.get(..bytes.len().min(JUNK))?.windows(4).position(|four| {
        // Its first segment is one that photographs begin with (ISO/IEC 10918-1, annex B).
        four.starts_with(&[0xff, 0xd8, 0xff]) && matches!(four[3], 0xdb | 0xe0..=0xef | 0xfe)
    })?;
    bytes.get(start..).filter(|_| start > 0)
}

#[cfg(test)]
mod tests {
    use super::super::{Mark, mark};

    #[test]
    fn g1_raw_photographs_and_what_nothing_here_can_clean_are_known() {
        for bytes in [
            &b"II*\0\x08\0\0\0"[..],
            b"MM\0*\0\0\0\x08",
            b"II+\0\x08\0\0\0",
            b"MM\0+\0\x08\0\0",
            b"IIRO\x08\0\0\0",
            b"IIRS\x08\0\0\0",
            b"MMOR\0\0\0\x08",
            b"IIU\0\x18\0\0\0",
            b"FUJIFILMCCD-RAW 0201",
            b"II\x1a\0\0\0HEAPCCDR\x02",
            b"FOVb\0\0\x03\0",
            b"\0MRM\0\0",
            b"8BPS\0\x01",
            b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom",
        ] {
            assert_eq!(mark(bytes), Some(Mark::Unread), "{:?}", String::from_utf8_lossy(bytes));
        }
        for bytes in [&b"II and MM are letters"[..], b"\0asm\x01\0\0\0", b"wOF2\0\x01", b"BM\x36\0", b"FOV"] {
            assert_eq!(mark(bytes), None, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn g1_a_photograph_behind_other_bytes_is_looked_at() {
        let photo = b"\xff\xd8\xff\xe1\0\x08Exif\0\0\xff\xd9";
        assert_eq!(mark(photo), Some(Mark::Exif));
        for junk in [&b"\0\0\0\0"[..], b"junk", &[b'x'; 4000]] {
            assert_eq!(mark(&[junk, photo].concat()), Some(Mark::Exif), "{} bytes", junk.len());
            let clean = [junk, b"\xff\xd8\xff\xe0\0\x07JFIF\0\xff\xd9"].concat();
            assert_eq!(mark(&clean), None);
        }
        assert_eq!(mark(&[b"%PDF-1.7 ", &photo[..]].concat()), None, "a paper is no photograph");
        assert_eq!(mark(&[&[b'x'; 5000][..], photo].concat()), None);
    }
}
