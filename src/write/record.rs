//! What a finished build was made from and what it said, kept beside its manifest. It is believed only together
//! with every byte of the output.

use super::manifest::{self, Manifest};
use super::marker::{self, Known};
use super::refuse::State;
use super::{Target, compare, disk};
use crate::model::{Digest, Fatal};
use rayon::prelude::*;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const FIRST_LINE: &str = "ripple record 1";

/// A build that had nothing to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Digest of all that it was made from.
    pub inputs: Digest,
    /// The instants between which it would come out the same, in seconds since 1970; the last is not one of them.
    pub from: i64,
    /// See [`from`](Self::from).
    pub until: i64,
    /// How many files it planned.
    pub files: usize,
    /// What it said.
    pub words: String,
}

impl Record {
    /// Whether a build at an instant, in seconds since 1970, would decide the same about dates.
    #[must_use]
    pub fn holds_at(&self, instant: i64) -> bool {
        (self.from..self.until).contains(&instant)
    }
}

impl Target {
    /// The record of the last build into this folder, if it left one, and the digest of its list of files.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn record(&self) -> Result<Option<(Record, Digest)>, Fatal> {
        match fs::read_to_string(self.record_place()) {
            Ok(text) => Ok(parse(&text)),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidData) =>
            {
                Ok(None)
            }
            Err(error) => Err(Fatal::Unreadable { path: self.record_place(), error }),
        }
    }

    /// Whether every file of the build that left this record, with this list, still is in the output as it was written.
    ///
    /// # Errors
    /// When the lists of files cannot be read.
    pub fn stands(&self, record: &Record, list: Digest) -> Result<bool, Fatal> {
        if self.state != State::Ours {
            return Ok(false);
        }
        let Known { files: Some(files), settled: true } =
            marker::known(&self.output, manifest::load(&self.manifest_place())?)?
        else {
            return Ok(false);
        };
        Ok(manifest::digest(&files) == list && files.len() == record.files && self.holds(&files))
    }

    /// Leaves a record of the build whose manifest stands in the site now.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remember(&self, record: &Record) -> Result<(), Fatal> {
        let Some(files) = manifest::load(&self.manifest_place())? else { return Ok(()) };
        let place = self.record_place();
        disk::replace(&place, print(record, manifest::digest(&files)).as_bytes())
            .map_err(|error| Fatal::NotWritable { path: place, error })
    }

    fn holds(&self, files: &Manifest) -> bool {
        let files: Vec<(&String, &Digest)> = files.iter().collect();
        files.par_iter().all(|(path, digest)| compare::is(&self.output.join(path), **digest))
    }

    fn manifest_place(&self) -> PathBuf {
        manifest::place(&self.root, &self.output)
    }

    fn record_place(&self) -> PathBuf {
        place(&self.manifest_place())
    }
}

/// The file of the record that belongs to a manifest.
pub(super) fn place(manifest: &Path) -> PathBuf {
    manifest.with_extension("record")
}

fn print(record: &Record, manifest: Digest) -> String {
    let Record { inputs, from, until, files, words } = record;
    format!("{FIRST_LINE}\n{}\n{}\n{from} {until} {files}\n{words}\nend\n", inputs.hex(), manifest.hex())
}

/// A record and the digest of its manifest; `None` if it is not whole.
fn parse(text: &str) -> Option<(Record, Digest)> {
    let mut lines = text.strip_suffix("\nend\n")?.splitn(5, '\n');
    if lines.next()? != FIRST_LINE {
        return None;
    }
    let inputs = Digest::from_hex(lines.next()?)?;
    let manifest = Digest::from_hex(lines.next()?)?;
    let mut numbers = lines.next()?.split(' ');
    let (from, until) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    let files = numbers.next()?.parse().ok()?;
    Some((Record { inputs, from, until, files, words: lines.next()?.to_owned() }, manifest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_whole_or_not_at_all() {
        let words = "Published 1 story: nothing had changed.\nThe site next changes …".to_owned();
        let record = Record { inputs: Digest::of_bytes(b"x"), from: -5, until: 7, files: 3, words };
        let text = print(&record, Digest::of_bytes(b"y"));
        assert_eq!(parse(&text), Some((record.clone(), Digest::of_bytes(b"y"))));
        for (end, _) in text.char_indices() {
            assert_eq!(parse(&text[..end]), None, "cut at {end}");
        }
        assert!(record.holds_at(-5) && record.holds_at(6) && !record.holds_at(7) && !record.holds_at(-6));
    }
}
