//! The one thing that is read from EXIF before it is thrown away: which way up a picture is.

/// The tag of the orientation (EXIF 2.32, section 4.6.4).
const ORIENTATION: u16 = 0x0112;
/// The type of a 16-bit number.
const SHORT: u16 = 3;

/// The orientation in a TIFF block, 1 to 8; 1 if it says nothing, or nothing that makes sense.
pub(super) fn orientation(tiff: &[u8]) -> u8 {
    found(tiff).unwrap_or(1)
}

fn found(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II\x2a\0" => true,
        b"MM\0\x2a" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| -> Option<usize> {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }).ok()
    };
    let first = long(4)?;
    for entry in 0..usize::from(short(first)?) {
        let at = first.checked_add(2 + entry * 12)?;
        if short(at)? == ORIENTATION && short(at + 2)? == SHORT {
            return u8::try_from(short(at + 8)?).ok().filter(|way| (1..=8).contains(way));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(way: u8) -> Vec<u8> {
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
        tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0]);
        tiff
    }

    #[test]
    fn the_way_up_is_found_in_both_byte_orders() {
        for way in 1..=8 {
            assert_eq!(orientation(&block(way)), way);
        }
        let little = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(orientation(little), 6);
    }

    #[test]
    fn nonsense_says_nothing() {
        let whole = block(6);
        for end in 0..whole.len() - 6 {
            assert_eq!(orientation(&whole[..end]), 1, "cut at {end}");
        }
        assert_eq!((orientation(&block(0)), orientation(&block(9))), (1, 1));
        assert_eq!(orientation(b"MM\0\x2a\xff\xff\xff\xff\xff\xff"), 1);
    }
}
