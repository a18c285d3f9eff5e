//! Pictures that tests make, with everything that cameras, phones and programs write into them, and what an independent
//! program reads out of a picture.

use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use std::path::Path;
use std::process::Command;

/// Stands in everything that is written about a picture, and must stand nowhere in what is published.
pub const MARK: &str = "Marigold-4711";

/// A picture whose four quarters are red, green, blue and yellow, row by row.
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x * 2 >= width, y * 2 >= height) {
        (false, false) => Rgb([220, 20, 20]),
        (true, false) => Rgb([20, 180, 20]),
        (false, true) => Rgb([20, 20, 220]),
        (true, true) => Rgb([230, 220, 20]),
    })
}

/// The quarters of a picture, as letters, row by row: `rgby` for one that is upright.
pub fn seen(picture: &RgbImage) -> String {
    let (width, height) = picture.dimensions();
    let places = [(1, 1), (3, 1), (1, 3), (3, 3)];
    let letter = |(x, y): (u32, u32)| {
        let Rgb([r, g, b]) = *picture.get_pixel(width * x / 4, height * y / 4);
        match (r > 128, g > 128, b > 128) {
            (true, true, false) => 'y',
            (true, false, false) => 'r',
            (false, true, false) => 'g',
            (false, false, true) => 'b',
            _ => '?',
        }
    };
    places.into_iter().map(letter).collect()
}

/// Stored so that it is upright once the orientation `way` is applied (EXIF 2.32, section 4.6.4).
pub fn stored(upright: &RgbImage, way: u8) -> RgbImage {
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    match way {
        2 => flip_horizontal(upright),
        3 => rotate180(upright),
        4 => flip_vertical(upright),
        5 => rotate270(&flip_horizontal(upright)),
        6 => rotate270(upright),
        7 => rotate90(&flip_horizontal(upright)),
        8 => rotate90(upright),
        _ => upright.clone(),
    }
}

/// A TIFF block with an orientation, a maker, a comment, GPS, and a small picture.
pub fn exif(way: u8) -> Vec<u8> {
    let thumbnail = jpeg(&quarters(16, 12));
    let mark = format!("{MARK}\0");
    // Entries of 12 bytes: tag, type, count, value or offset; all big-endian.
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = tag.to_be_bytes().to_vec();
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        bytes.extend(if kind == 3 { (value << 16).to_be_bytes() } else { value.to_be_bytes() });
        bytes
    };
    let size = |text: &[u8]| u32::try_from(text.len()).unwrap();
    // Blocks of three, four and three entries, each with its count before and an address after it.
    let (first, gps, second, data) = (8u32, 8u32 + 42, 8u32 + 42 + 54, 8u32 + 42 + 54 + 42);
    let degrees = data + size(mark.as_bytes());
    let small = degrees + 24;
    let mut tiff = b"MM\0\x2a".to_vec();
    tiff.extend(first.to_be_bytes());
    tiff.extend(3u16.to_be_bytes());
    tiff.extend(entry(0x010f, 2, size(mark.as_bytes()), data)); // maker
    tiff.extend(entry(0x0112, 3, 1, u32::from(way)));
    tiff.extend(entry(0x8825, 4, 1, gps));
    tiff.extend(second.to_be_bytes());
    tiff.extend(4u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, u32::from(b'N') << 24));
    tiff.extend(entry(2, 5, 3, degrees));
    tiff.extend(entry(3, 2, 2, u32::from(b'E') << 24));
    tiff.extend(entry(4, 5, 3, degrees));
    tiff.extend(0u32.to_be_bytes());
    tiff.extend(3u16.to_be_bytes());
    tiff.extend(entry(0x0103, 3, 1, 6));
    tiff.extend(entry(0x0201, 4, 1, small));
    tiff.extend(entry(0x0202, 4, 1, size(&thumbnail)));
    tiff.extend(0u32.to_be_bytes());
    assert_eq!(tiff.len(), usize::try_from(data).unwrap());
    tiff.extend(mark.as_bytes());
    for number in [48u32, 1, 12, 1, 30, 1] {
        tiff.extend(number.to_be_bytes());
    }
    tiff.extend(thumbnail);
    tiff
}

fn xmp() -> String {
    format!(
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
         xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' \
         xmlns:dc='http://purl.org/dc/elements/1.1/' dc:source='{MARK}'/></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    )
}

/// A colour profile, as far as its head is one: for colours of light, and with a sign to be found again.
pub fn profile() -> Vec<u8> {
    let mut profile = vec![0; 132];
    profile[3] = 132;
    profile[8..12].copy_from_slice(&[4, 0x30, 0, 0]);
    profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
    profile[36..40].copy_from_slice(b"acsp");
    profile[80..84].copy_from_slice(b"rplX");
    profile
}

pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    let (width, height) = picture.dimensions();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 92)
        .write_image(picture, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    out
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0xff, marker];
    out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    out.extend(body);
    out
}

/// A photograph as a phone takes it: EXIF with GPS and a small picture, XMP, IPTC, a comment, a colour profile, the
/// list of a second picture, that picture, and something after the end.
pub fn phone_jpeg(upright: &RgbImage, way: u8) -> Vec<u8> {
    let plain = jpeg(&stored(upright, way));
    let mut out = plain[..2].to_vec();
    out.extend(segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(way)].concat()));
    out.extend(segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", xmp().as_bytes()].concat()));
    let mut iptc = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0".to_vec();
    let text = [&[0x1c, 2, 80, 0, u8::try_from(MARK.len()).unwrap()], MARK.as_bytes(), &[0]].concat();
    iptc.extend(u16::try_from(text.len() - 1).unwrap().to_be_bytes());
    iptc.extend(&text);
    out.extend(segment(0xed, &iptc));
    out.extend(segment(0xe2, &[b"ICC_PROFILE\0\x01\x01".as_slice(), &profile()].concat()));
    out.extend(segment(0xe2, &[b"MPF\0MM\0\x2a\0\0\0\x08", MARK.as_bytes()].concat()));
    out.extend(segment(0xfe, format!("comment {MARK}").as_bytes()));
    out.extend(segment(0xef, MARK.as_bytes()));
    out.extend(&plain[2..]);
    // The second picture of a pair, and what an app left behind it.
    out.extend([&plain[..2], &segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(1)].concat()), &plain[2..]].concat());
    out.extend(format!("trailer {MARK}").as_bytes());
    out
}

pub fn png(picture: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    let (width, height) = picture.dimensions();
    let encoder = image::codecs::png::PngEncoder::new(&mut out);
    encoder.write_image(picture, width, height, ExtendedColorType::Rgb8).unwrap();
    out
}

pub fn chunk(name: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    out.extend(name);
    out.extend(body);
    // CRC-32 as PNG has it (section 5.5).
    let mut crc = u32::MAX;
    for byte in name.iter().chain(body) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        }
    }
    out.extend((!crc).to_be_bytes());
    out
}

/// Bytes in the form of zlib (RFC 1950), without making them fewer.
fn zlib(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    let mut out = vec![0x78, 1, 1];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(bytes);
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// A PNG with every chunk that holds words, EXIF, a time, a colour profile, and something after the end.
pub fn worded_png(upright: &RgbImage, way: u8) -> Vec<u8> {
    let plain = png(&stored(upright, way));
    let mut out = plain[..33].to_vec(); // signature and IHDR
    out.extend(chunk(b"iCCP", &[b"profile\0\0".as_slice(), &zlib(&profile())].concat()));
    out.extend(chunk(b"tEXt", format!("Author\0{MARK}").as_bytes()));
    out.extend(chunk(b"zTXt", &[b"Comment\0\0".as_slice(), &zlib(MARK.as_bytes())].concat()));
    out.extend(chunk(b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0{}", xmp()).as_bytes()));
    out.extend(chunk(b"eXIf", &exif(way)));
    out.extend(chunk(b"tIME", &[7, 234, 3, 2, 12, 0, 0]));
    out.extend(chunk(b"prVt", MARK.as_bytes()));
    out.extend(&plain[33..]);
    out.extend(MARK.as_bytes());
    out
}

/// A WebP with EXIF, XMP and a colour profile, and something after the end.
pub fn worded_webp(upright: &RgbImage, way: u8) -> Vec<u8> {
    let stored = stored(upright, way);
    let (width, height) = stored.dimensions();
    let mut plain = Vec::new();
    let encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut plain);
    encoder.write_image(&stored, width, height, ExtendedColorType::Rgb8).unwrap();
    let part = |name: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [name, &length, body, &[0][..body.len() % 2]].concat()
    };
    let mut head = vec![0x20 | 0x08 | 0x04, 0, 0, 0];
    head.extend(&(width - 1).to_le_bytes()[..3]);
    head.extend(&(height - 1).to_le_bytes()[..3]);
    let body = [
        b"WEBP".as_slice(),
        &part(b"VP8X", &head),
        &part(b"ICCP", &profile()),
        &plain[12..],
        &part(b"EXIF", &exif(way)),
        &part(b"XMP ", xmp().as_bytes()),
        &part(b"prVt", MARK.as_bytes()),
    ]
    .concat();
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [b"RIFF".as_slice(), &length, &body, MARK.as_bytes()].concat()
}

/// A GIF of one red pixel, with a comment, XMP, words on the picture, a program's own block, and something after the end.
pub fn worded_gif() -> Vec<u8> {
    let mark = u8::try_from(MARK.len()).unwrap();
    let mut out = b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\0".to_vec();
    out.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
    out.extend([&[0x21, 0xfe, mark], MARK.as_bytes(), &[0]].concat());
    out.extend(b"\x21\xff\x0bXMP DataXMP");
    out.extend(xmp().as_bytes());
    out.push(1);
    out.extend((0..=255u8).rev());
    out.push(0);
    out.extend([b"\x21\xff\x0bPROGRAM 1.0".as_slice(), &[mark], MARK.as_bytes(), &[0]].concat());
    out.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b");
    out.extend(MARK.as_bytes());
    out
}

/// Everything that exiftool finds about a picture, one line each, without what any picture has.
pub fn told(path: &Path) -> Vec<String> {
    let told = Command::new("exiftool").args(["-a", "-u", "-G1", "-s", "-ee"]).arg(path).output();
    let told = told.expect(
        "exiftool is missing: it is the independent reader of these tests (Debian: apt-get install libimage-exiftool-perl)",
    );
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(
        text.contains("ImageWidth") || text.contains("[SVG]"),
        "exiftool could not read {}: {text}",
        path.display()
    );
    let of_any = ["[ExifTool]", "[System]", "[File]", "[Composite]", "[JFIF]", "[ICC"];
    let named = text.lines().filter(|line| !of_any.iter().any(|group| line.starts_with(group)));
    named.map(str::to_owned).collect()
}
