//! Sound and films to bytes: what a file is, and the same file without what is written about it. Nothing is decoded:
//! each format is taken apart into its pieces, and only those that it takes to play it stay.

mod mp3;
mod mp4;
mod ogg;
mod wav;
mod webm;

use super::Flaw;
use crate::model::RecordingKind;
use std::ops::Range;

/// The largest file that is read, in bytes.
pub(super) const FILE_LIMIT: u64 = 100 << 20;

/// What a file is by its first bytes. Sound in the form of a film is told apart only by [`look`].
pub(super) fn kind(bytes: &[u8]) -> Option<RecordingKind> {
    Some(match bytes {
        _ if bytes.starts_with(b"OggS") => RecordingKind::Ogg,
        _ if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE") => RecordingKind::Wav,
        _ if bytes.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) => RecordingKind::Webm,
        _ if mp4::is_one(bytes) => RecordingKind::Mp4,
        _ if mp3::is_one(bytes) => RecordingKind::Mp3,
        _ => return None,
    })
}

/// What a file is once it is looked at as a whole.
///
/// # Errors
/// When it cannot be played, or cannot be rid of what is written about it.
pub(super) fn look(bytes: &[u8]) -> Result<RecordingKind, Flaw> {
    Ok(match kind(bytes).ok_or(Flaw::Broken)? {
        RecordingKind::Mp3 => {
            mp3::frames(bytes)?;
            RecordingKind::Mp3
        }
        RecordingKind::Wav => {
            wav::chunks(bytes)?;
            RecordingKind::Wav
        }
        RecordingKind::Ogg => {
            ogg::comments(bytes)?;
            RecordingKind::Ogg
        }
        RecordingKind::Mp4 | RecordingKind::M4a => {
            if mp4::parts(bytes)?.is_film {
                RecordingKind::Mp4
            } else {
                RecordingKind::M4a
            }
        }
        RecordingKind::Webm | RecordingKind::WebmSound => {
            if webm::parts(bytes)?.is_film {
                RecordingKind::Webm
            } else {
                RecordingKind::WebmSound
            }
        }
    })
}

/// A file without what is written about it: titles, names, places, times, pictures on covers.
///
/// # Errors
/// As [`look`].
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    match kind(bytes).ok_or(Flaw::Broken)? {
        RecordingKind::Mp3 => Ok(joined(bytes, &mp3::frames(bytes)?)),
        RecordingKind::Wav => wav::clean(bytes),
        RecordingKind::Ogg => ogg::clean(bytes),
        RecordingKind::Mp4 | RecordingKind::M4a => mp4::clean(bytes),
        RecordingKind::Webm | RecordingKind::WebmSound => webm::clean(bytes),
    }
}

/// Whether a file is named as what it is: hosts tell browsers what the name says.
pub(super) fn fits_name(kind: RecordingKind, name: &str) -> Result<(), Flaw> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if kind.endings().contains(&ending.as_str()) { Ok(()) } else { Err(Flaw::Misnamed(kind)) }
}

/// Whether a file is named like a recording.
pub(super) fn is_named(name: &str) -> bool {
    use RecordingKind::{M4a, Mp3, Mp4, Ogg, Wav, WebmSound};
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    [Mp3, M4a, Ogg, Wav, Mp4, WebmSound].iter().any(|kind| kind.endings().contains(&ending.as_str()))
}

/// What a container of sounds and pictures has in it.
pub(super) struct Parts<E> {
    /// Whether there is something to be seen.
    pub(super) is_film: bool,
    /// What is to be changed so that it says nothing.
    pub(super) edits: Vec<E>,
}

fn joined(bytes: &[u8], ranges: &[Range<usize>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(ranges.iter().map(Range::len).sum());
    for range in ranges {
        out.extend_from_slice(bytes.get(range.clone()).unwrap_or_default());
    }
    out
}

/// Four bytes as a number, the highest first.
fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}

/// Four bytes as a number, the lowest first.
fn le32(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}
