//! What one page may use up: steps of loops over numbers, pieces of text, and bytes. A theme that goes on
//! for ever ends with a plain message instead.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use tera::{Error, Kwargs, State, TeraResult};

/// Numbers that all calls of `range` on one page may give together.
const STEPS: u64 = 1_000_000;

/// The largest page, in bytes.
const BYTES: usize = 32 << 20;

/// Pieces of text that a page may be written in. A long list takes ten thousand.
const PIECES: u32 = 4_000_000;

/// Counts the steps of every page that is being made. A thread makes one page at a time.
#[derive(Clone, Default)]
pub(super) struct Steps(Arc<Mutex<HashMap<ThreadId, u64>>>);

/// Ends the count of a page when it is dropped.
pub(super) struct Counting<'a>(&'a Steps);

impl Steps {
    /// Starts the count of a page on this thread.
    pub(super) fn start(&self) -> Counting<'_> {
        self.with(|counts| counts.insert(thread::current().id(), 0));
        Counting(self)
    }

    fn take(&self, steps: u64) -> bool {
        self.with(|counts| {
            let count = counts.entry(thread::current().id()).or_default();
            *count = count.saturating_add(steps);
            *count <= STEPS
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<ThreadId, u64>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Counting<'_> {
    fn drop(&mut self) {
        self.0.with(|counts| counts.remove(&thread::current().id()));
    }
}

/// Tera's `range(start=0, end, step_by=1)`, but all calls of one page share a budget.
pub(super) fn range(steps: &Steps) -> impl Fn(Kwargs, &State) -> TeraResult<Vec<i64>> + Send + Sync + use<> {
    let steps = steps.clone();
    move |arguments: Kwargs, _: &State| {
        let start = arguments.get::<i64>("start")?.unwrap_or(0);
        let end = arguments.must_get::<i64>("end")?;
        let step = arguments.get::<i64>("step_by")?.unwrap_or(1);
        if step == 0 {
            return Err(Error::message("`range` cannot count in steps of 0"));
        }
        let distance = if step > 0 { i128::from(end) - i128::from(start) } else { i128::from(start) - i128::from(end) };
        let width = i128::from(step.unsigned_abs());
        let count = if distance > 0 { (distance + width - 1) / width } else { 0 };
        if !steps.take(u64::try_from(count).unwrap_or(u64::MAX)) {
            return Err(Error::message(format!("`range` was asked for more than {STEPS} numbers on one page")));
        }
        Ok((0..i64::try_from(count).unwrap_or(0)).map(|index| start + index * step).collect())
    }
}

/// A page in the making. It refuses to grow beyond its limits.
pub(super) struct BoundedPage {
    bytes: Vec<u8>,
    pieces: u32,
}

impl BoundedPage {
    /// An empty page.
    pub(super) fn new() -> Self {
        Self { bytes: Vec::with_capacity(16 << 10), pieces: 0 }
    }

    /// What was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// What is wrong, in words, if writing to a [`BoundedPage`] failed with this kind of error.
pub(super) fn explain(kind: io::ErrorKind) -> String {
    match kind {
        io::ErrorKind::FileTooLarge => format!("the page grew beyond {} MiB", BYTES >> 20),
        io::ErrorKind::QuotaExceeded => "the template goes on without end".to_owned(),
        other => format!("the page could not be written: {other}"),
    }
}

impl Write for BoundedPage {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.pieces += 1;
        if self.pieces > PIECES {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        if self.bytes.len() + piece.len() > BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
