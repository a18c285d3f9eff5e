//! A file in pieces, so that a film need not fit into memory.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The size of a piece. A picture fits into one (reliability, section 3).
const PIECE: usize = 32 * 1024 * 1024;

/// Gives a file to `take` piece by piece; two pieces that follow each other share `overlap` bytes.
///
/// # Errors
/// When it cannot be read.
pub fn pieces(place: &Path, overlap: usize, take: impl FnMut(&[u8])) -> io::Result<()> {
    in_pieces(File::open(place)?, PIECE, overlap, take)
}

fn in_pieces(mut file: impl Read, size: usize, overlap: usize, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut piece = Vec::new();
    loop {
        let room = size.saturating_sub(piece.len()).max(1) as u64;
        let read = match file.by_ref().take(room).read_to_end(&mut piece) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        if read > 0 {
            take(&piece);
        }
        if (read as u64) < room {
            return Ok(());
        }
        piece.drain(..piece.len().saturating_sub(overlap));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_shorter_than_the_overlap_is_whole_in_some_piece() {
        let text: Vec<u8> = (0..=255).collect();
        for size in [8, 9, 31, 255, 256, 257, 1000] {
            let mut found = [false; 254];
            let take = |piece: &[u8]| piece.windows(3).for_each(|window| found[usize::from(window[0])] = true);
            in_pieces(text.as_slice(), size, 4, take).unwrap();
            assert!(found.iter().all(|found| *found), "{size}");
        }
        in_pieces(&[][..], 8, 4, |_| panic!("an empty file has no piece")).unwrap();
    }
}
