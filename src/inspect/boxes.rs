//! Files that are made of boxes (ISO/IEC 14496-12): films, recordings, HEIC, AVIF, JPEG XL, JPEG 2000. Walks through all
//! of one, piece by piece, for what a camera wrote about itself may stand behind hours of film.

use super::metadata::Mark;

/// The most bytes of a box that are looked at: what tells something is small. The rest of a larger one is passed over.
const LEAF: u64 = 64 << 10;

/// Bytes of the head of a box: its size, and what it is. A large one has its size behind that.
const HEAD: usize = 8;

/// How deep boxes may stand in each other: far more than any film needs.
const DEPTH: usize = 24;

/// Boxes that hold other boxes, and how many bytes of their own come first.
const GROUPS: [(&[u8; 4], u64); 14] = [
    (b"moov", 0),
    (b"trak", 0),
    (b"mdia", 0),
    (b"minf", 0),
    (b"stbl", 0),
    (b"stsd", 8),
    (b"udta", 0),
    (b"moof", 0),
    (b"traf", 0),
    (b"mvex", 0),
    (b"ilst", 0),
    (b"edts", 0),
    (b"meta", 4),
    (b"iinf", 6),
];

/// Boxes that name the place where a film was made, and tracks that do so all along.
const PLACES: [&[u8; 4]; 6] = [b"\xa9xyz", b"loci", b"gps ", b"GPS ", b"gpmd", b"camm"];

/// Boxes that name the camera, or hold what it noted.
const CAMERAS: [&[u8; 4]; 6] = [b"\xa9mak", b"\xa9mod", b"CNTH", b"MVTG", b"NCDT", b"TAGS"];

/// Boxes whose content tells what they are about.
const LEAVES: [&[u8; 4]; 9] = [b"keys", b"mebx", b"infe", b"uuid", b"Exif", b"xml ", b"XMP_", b"brob", b"cmov"];

/// What a film may say about itself beside its place: titles and credits that somebody gave it on purpose, which program
/// made it, and how it is played. Anything else in such a place was written by a camera.
const HARMLESS: [&[u8; 4]; 25] = [
    b"meta", b"name", b"hnti", b"hinf", b"chpl", b"kind", b"ludt", b"tsel", b"strk", b"titl", b"dscp", b"cprt",
    b"perf", b"auth", b"gnre", b"albm", b"yrrc", b"WLOC", b"LOOP", b"SelO", b"AllF", b"free", b"skip", b"ctry",
    b"lang",
];

/// Kinds of `uuid` boxes that are known to hold metadata.
const UUIDS: [(&[u8; 16], Mark); 4] = [
    (b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac", Mark::Xmp),
    (b"JpgTiffExif->JP2", Mark::Exif),
    (b"\x05\x37\xcd\xab\x9d\x0c\x44\x31\xa7\x2a\xfa\x56\x1f\x2a\x11\x3e", Mark::Exif),
    (b"\x33\xc7\xa4\xd2\xb8\x1d\x47\x23\xa0\xba\xf1\xa3\xe0\x97\xad\x38", Mark::Iptc),
];

/// What a walk waits for.
#[derive(Clone, Copy, Debug, Default)]
enum Want {
    #[default]
    Head,
    /// The first bytes of a group of which there are two forms.
    Start([u8; 4]),
    /// The content of a box, and how many bytes of it come after that.
    Leaf([u8; 4], u64),
}

/// A walk through a file.
#[derive(Debug, Default)]
pub struct Boxes {
    want: Want,
    /// Bytes of it that are here already, and how many there have to be.
    held: Vec<u8>,
    wanted: usize,
    /// Bytes that nobody looks at.
    skip: u64,
    /// Bytes that are behind.
    at: u64,
    /// The groups that are open: what each is, and where it ends.
    open: Vec<([u8; 4], u64)>,
    found: Option<Mark>,
}

impl Boxes {
    /// Begins a walk, if this is the beginning of such a file. Nothing of it is taken yet.
    #[must_use]
    pub fn begin(bytes: &[u8]) -> Option<Self> {
        let is_first = |kind: &[u8]| bytes.get(4..8) == Some(kind);
        let is_marked = bytes.starts_with(b"\0\0\0\x0cJXL ") || bytes.starts_with(b"\0\0\0\x0cjP  ");
        // QuickTime's films of old have no `ftyp`.
        let is_film = [&b"ftyp"[..], b"moov", b"mdat", b"wide"].into_iter().any(is_first);
        let found = is_of_camera(bytes).then_some(Mark::Unread);
        (is_film || is_marked).then(|| Self { wanted: HEAD, found, ..Self::default() })
    }

    /// Takes the next piece.
    pub fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && self.found.is_none() {
            let passed = usize::try_from(self.skip).unwrap_or(usize::MAX).min(bytes.len());
            let taken = if passed > 0 { 0 } else { (self.wanted - self.held.len()).min(bytes.len()) };
            self.held.extend_from_slice(&bytes[..taken]);
            self.skip -= passed as u64;
            self.at = self.at.saturating_add((passed + taken) as u64);
            bytes = &bytes[passed + taken..];
            while self.skip == 0 && self.held.len() == self.wanted && self.found.is_none() {
                self.step();
            }
        }
    }

    /// What was found until now.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        self.found
    }

    fn step(&mut self) {
        match std::mem::take(&mut self.want) {
            Want::Head => self.head(),
            Want::Start(kind) => {
                let own = match (&kind, self.held.as_slice()) {
                    // QuickTime's `meta` has no bytes of its own.
                    (b"meta", [.., b'h', b'd', b'l', b'r']) => 0,
                    (b"meta", _) => 4,
                    (_, [0, ..]) => 6,
                    _ => 8,
                };
                self.held.drain(..own);
                let after = self.open.last().map_or(0, |(_, end)| end.saturating_sub(self.at));
                if self.held.len() as u64 + after < HEAD as u64 {
                    self.pass(after);
                }
            }
            Want::Leaf(kind, after) => {
                self.found = told(kind, &self.held);
                self.pass(after);
            }
        }
    }

    /// Passes over some bytes and wants the head of the next box. Groups that end there are left; what is too short for
    /// a head is none.
    fn pass(&mut self, bytes: u64) {
        self.held.clear();
        (self.skip, self.wanted) = (bytes, HEAD);
        while let Some((_, end)) = self.open.last() {
            let left = end.saturating_sub(self.at.saturating_add(self.skip));
            if left >= HEAD as u64 {
                return;
            }
            self.skip += left;
            self.open.pop();
        }
    }

    fn head(&mut self) {
        let size = |bytes: &[u8]| bytes.iter().fold(0, |size: u64, byte| size << 8 | u64::from(*byte));
        let (begin, end) = (self.at - self.held.len() as u64, self.open.last().map_or(u64::MAX, |(_, end)| *end));
        let size = match size(&self.held[..4]) {
            0 => end - begin, // to the end of what it is in
            1 if self.held.len() == HEAD => {
                self.wanted = 2 * HEAD;
                return;
            }
            1 => size(&self.held[HEAD..]),
            size => size,
        };
        let kind = [self.held[4], self.held[5], self.held[6], self.held[7]];
        match size.checked_sub(self.held.len() as u64).filter(|rest| *rest <= end.saturating_sub(self.at)) {
            Some(rest) => self.meet(kind, rest),
            // No two readers agree on what such a file says.
            None => self.found = Some(Mark::Unread),
        }
    }

    /// Decides what becomes of a box with so many bytes.
    fn meet(&mut self, kind: [u8; 4], rest: u64) {
        let is_note = self.open.last().is_some_and(|(inside, _)| inside == b"udta");
        let group = GROUPS.iter().find(|(group, _)| **group == kind).filter(|(_, own)| rest >= own + HEAD as u64);
        if PLACES.contains(&&kind) {
            self.found = Some(Mark::Place);
        } else if CAMERAS.contains(&&kind) || (is_note && !is_harmless(kind)) {
            self.found = Some(Mark::Camera);
        } else if LEAVES.contains(&&kind) {
            let looked_at = rest.min(LEAF);
            self.held.clear();
            (self.want, self.wanted) = (Want::Leaf(kind, rest - looked_at), usize::try_from(looked_at).unwrap_or(0));
        } else if let Some((_, own)) = group {
            self.enter(kind, *own, rest);
        } else {
            self.pass(rest);
        }
    }

    fn enter(&mut self, kind: [u8; 4], own: u64, rest: u64) {
        if self.open.len() == DEPTH {
            self.found = Some(Mark::Unread);
            return;
        }
        self.open.push((kind, self.at.saturating_add(rest)));
        if matches!(&kind, b"meta" | b"iinf") {
            self.held.clear();
            self.want = Want::Start(kind);
        } else {
            self.pass(own);
        }
    }
}

/// Texts that somebody gave a film begin with the sign for "copyright".
fn is_harmless(note: [u8; 4]) -> bool {
    note[0] == 0xa9 || HARMLESS.contains(&&note) || LEAVES.contains(&&note)
}

/// What the content of a box tells.
fn told(kind: [u8; 4], content: &[u8]) -> Option<Mark> {
    let holds = |words: &[u8]| content.windows(words.len()).any(|window| window == words);
    match &kind {
        b"keys" | b"mebx" if holds(b"location") => Some(Mark::Place),
        b"keys" => {
            [&b".make"[..], b".model", b".camera", b".creationdate"].into_iter().any(holds).then_some(Mark::Camera)
        }
        b"infe" if holds(b"Exif") => Some(Mark::Exif),
        b"infe" => holds(b"application/rdf+xml").then_some(Mark::Xmp),
        b"uuid" => UUIDS.iter().find(|(uuid, _)| content.starts_with(*uuid)).map(|(_, mark)| *mark),
        b"Exif" => Some(Mark::Exif),
        b"xml " | b"XMP_" => Some(Mark::Xmp),
        // Compressed boxes.
        b"brob" | b"cmov" => Some(Mark::Unread),
        _ => None,
    }
}

/// Whether the first box says that this is a photograph as phones and cameras keep them. Browsers do not show them, and
/// they are hardly ever without notes, which nothing here can take out.
fn is_of_camera(bytes: &[u8]) -> bool {
    let Some(brand) = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp")) else { return false };
    let size = usize::from(bytes[3]).clamp(16, 128).min(bytes.len());
    let mut others = bytes.get(16..size).unwrap_or_default().chunks(4);
    match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" | b"crx " => true,
        b"mif1" | b"msf1" | b"mif2" => !others.any(|other| other == b"avif" || other == b"avis"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8], content: &[&[u8]]) -> Vec<u8> {
        let content = content.concat();
        [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind, &content].concat()
    }

    /// The mark of a file that comes whole, and in pieces of every size.
    #[track_caller]
    fn walked(file: &[u8]) -> Option<Mark> {
        let in_pieces = |size: usize| {
            let mut boxes = Boxes::begin(file).unwrap();
            file.chunks(size).for_each(|piece| boxes.take(piece));
            boxes.mark()
        };
        let whole = in_pieces(file.len());
        for size in (1..40).chain([64, 1000]) {
            assert_eq!(in_pieces(size), whole, "in pieces of {size}");
        }
        for end in 0..file.len().min(600) {
            if let Some(mut boxes) = Boxes::begin(&file[..end]) {
                boxes.take(&file[..end]); // whatever is cut off, it comes to an end
            }
        }
        whole
    }

    fn film(notes: &[&[u8]]) -> Vec<u8> {
        let video = boxed(b"trak", &[&boxed(b"tkhd", &[&[0; 84]]), &boxed(b"udta", &[&boxed(b"name", &[b"Picture"])])]);
        [
            boxed(b"ftyp", &[b"mp42\0\0\0\0isommp42"]),
            boxed(b"free", &[]),
            boxed(b"mdat", &[&[b'x'; 900], b"\xa9xyz loci GPS "]),
            boxed(
                b"moov",
                &[&boxed(b"mvhd", &[&[0; 100]])[..], &video]
                    .iter()
                    .copied()
                    .chain(notes.iter().copied())
                    .collect::<Vec<_>>(),
            ),
        ]
        .concat()
    }

    #[test]
    fn what_a_film_says_at_its_end_is_found() {
        let udta = |notes: &[&[u8]]| film(&[&boxed(b"udta", notes)]);
        let keys = |key: &[u8]| {
            film(&[&boxed(b"meta", &[&boxed(b"hdlr", &[&[0; 24]]), &boxed(b"keys", &[b"\0\0\0\0\0\0\0\x01", key])])])
        };
        let full = |inner: &[u8]| {
            film(&[&boxed(b"udta", &[&boxed(b"meta", &[&[0; 4], &boxed(b"hdlr", &[&[0; 24]]), inner])])])
        };
        let track = |entry: &[u8]| {
            let table =
                boxed(b"stsd", &[&[0; 7], &[1], &boxed(entry, &[&[0; 30], b"com.apple.quicktime.location.ISO6709"])]);
            film(&[&boxed(b"trak", &[&boxed(b"mdia", &[&boxed(b"minf", &[&boxed(b"stbl", &[&table])])])])])
        };
        for (file, wanted) in [
            (film(&[]), None),
            (udta(&[&boxed(b"\xa9nam", &[b"\0\x05\0\0Ducks"]), &boxed(b"\xa9too", &[b"x"])]), None),
            (udta(&[&boxed(b"\xa9too", &[b"x"]), &[0; 4]]), None),
            (udta(&[&boxed(b"\xa9xyz", &[b"\0\x12\x15\xc7+52.5200+013.4050/"])]), Some(Mark::Place)),
            (udta(&[&boxed(b"\xa9nam", &[b"x"]), &boxed(b"loci", &[&[0; 30]]), &[0; 4]]), Some(Mark::Place)),
            (udta(&[&boxed(b"XMP_", &[b"<x"])]), Some(Mark::Xmp)),
            (udta(&[&boxed(b"\xa9mod", &[b"phone"])]), Some(Mark::Camera)),
            (udta(&[&boxed(b"SDLN", &[b"maker's own"])]), Some(Mark::Camera)),
            (keys(b"\0\0\0\x2cmdtacom.apple.quicktime.location.ISO6709"), Some(Mark::Place)),
            (keys(b"\0\0\0\x20mdtacom.apple.quicktime.make"), Some(Mark::Camera)),
            (keys(b"\0\0\0\x20mdtacom.apple.quicktime.title"), None),
            (full(&boxed(b"ilst", &[&boxed(b"\xa9too", &[&boxed(b"data", &[b"Lavf"])])])), None),
            (full(&boxed(b"ilst", &[&boxed(b"\xa9xyz", &[&boxed(b"data", &[b"+52"])])])), Some(Mark::Place)),
            (track(b"avc1"), None),
            (track(b"gpmd"), Some(Mark::Place)),
            (track(b"mebx"), Some(Mark::Place)),
            (film(&[&boxed(b"uuid", &[UUIDS[0].0, b"<x:xmpmeta"])]), Some(Mark::Xmp)),
            (film(&[&boxed(b"uuid", &[&[7; 16], b"subtitles"])]), None),
            (film(&[&boxed(b"cmov", &[b"zlib"])]), Some(Mark::Unread)),
            ([film(&[]), boxed(b"uuid", &[UUIDS[0].0, b"<x:xmpmeta"])].concat(), Some(Mark::Xmp)),
            ([film(&[]), vec![0; 3]].concat(), None),
        ] {
            assert_eq!(walked(&file), wanted, "{}", String::from_utf8_lossy(&file[1000..]));
        }
    }

    #[test]
    fn sizes_that_lie_are_refused_and_large_ones_walked() {
        let long = [boxed(b"ftyp", &[b"qt  \0\0\0\0"]), b"\0\0\0\x01mdat\0\0\0\0\0\0\x03\xf8".to_vec(), vec![1; 1000]]
            .concat();
        let udta = boxed(b"moov", &[&boxed(b"udta", &[&boxed(b"loci", &[&[0; 9]])])]);
        assert_eq!(walked(&[&long[..], &udta].concat()), Some(Mark::Place));
        // A box that says it goes on to the end of the file hides nothing that any reader would find.
        let open = [boxed(b"ftyp", &[b"qt  \0\0\0\0"]), b"\0\0\0\0mdat".to_vec(), udta.clone()].concat();
        assert_eq!(walked(&open), None);
        let mut lies = boxed(b"moov", &[&boxed(b"udta", &[&boxed(b"name", &[&[0; 9]])])]);
        lies[19] = 0xff;
        assert_eq!(walked(&[boxed(b"ftyp", &[b"qt  \0\0\0\0"]), lies].concat()), Some(Mark::Unread));
        let deep = (0..=DEPTH + 1).fold(vec![0; 32], |inner, _| boxed(b"trak", &[&inner]));
        assert_eq!(walked(&[boxed(b"ftyp", &[b"qt  \0\0\0\0"]), deep].concat()), Some(Mark::Unread));
        assert!(Boxes::begin(b"a text").is_none() && Boxes::begin(b"").is_none());
    }

    #[test]
    fn what_pictures_in_boxes_say_is_found() {
        let item = |kind: &[u8]| boxed(b"infe", &[b"\x02\0\0\0\0\x01\0\0", kind]);
        let picture = |brands: &[u8], version: &[u8], items: &[&[u8]]| {
            let items = boxed(b"iinf", &[version, &items.concat()]);
            [
                boxed(b"ftyp", &[brands]),
                boxed(b"meta", &[&[0; 4], &boxed(b"hdlr", &[&[0; 24]]), &items]),
                boxed(b"mdat", &[&[9; 99]]),
            ]
            .concat()
        };
        let avif = |version: &[u8], items: &[&[u8]]| picture(b"avif\0\0\0\0mif1avif", version, items);
        for (file, wanted) in [
            (avif(b"\0\0\0\0\0\x01", &[&item(b"av01\0")]), None),
            (avif(b"\x01\0\0\0\0\0\0\x02", &[&item(b"av01\0"), &item(b"Exif\0")]), Some(Mark::Exif)),
            (avif(b"\0\0\0\0\0\x02", &[&item(b"av01\0"), &item(b"Exif\0")]), Some(Mark::Exif)),
            (avif(b"\0\0\0\0\0\x02", &[&item(b"av01\0"), &item(b"mime\0application/rdf+xml\0")]), Some(Mark::Xmp)),
            (picture(b"mif1\0\0\0\0mif1avif", b"\0\0\0\0\0\x01", &[&item(b"av01\0")]), None),
            (picture(b"mif1\0\0\0\0mif1heic", b"\0\0\0\0\0\x01", &[&item(b"hvc1\0")]), Some(Mark::Unread)),
            (picture(b"heic\0\0\0\0mif1heic", b"\0\0\0\0\0\x01", &[&item(b"hvc1\0")]), Some(Mark::Unread)),
            ([&b"\0\0\0\x0cJXL \x0d\x0a\x87\x0a"[..], &boxed(b"jxlc", &[&[1; 40]])].concat(), None),
            (
                [&b"\0\0\0\x0cJXL \x0d\x0a\x87\x0a"[..], &boxed(b"jxlc", &[&[1; 40]]), &boxed(b"Exif", &[b"MM"])]
                    .concat(),
                Some(Mark::Exif),
            ),
            ([&b"\0\0\0\x0cjP  \x0d\x0a\x87\x0a"[..], &boxed(b"xml ", &[b"<x"])].concat(), Some(Mark::Xmp)),
        ] {
            assert_eq!(walked(&file), wanted, "{}", String::from_utf8_lossy(&file));
        }
    }
}
