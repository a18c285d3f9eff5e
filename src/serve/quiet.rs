//! Waiting for a short quiet after a change, so that one save is one round. Knows no clock: it is told the time.

use crate::diag::SourcePath;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long nothing must happen. Measured on Linux, two cores, idle and with four busy programs beside: the events of
/// one save are at most 2.6 ms apart (once 10 ms, under load), those of 300 copied files 6 ms, those of a branch switch 6.5 ms. Only a program
/// that waits for the disk in the middle of a save pauses longer (36 ms), and 20 ms would not cover that either: it
/// costs one more round, for what is on disk then is whole.
pub const QUIET: Duration = Duration::from_millis(10);

/// After which quiet a single file is mostly whole, so that the work can begin while the rest of [`QUIET`] passes. What
/// comes later makes that work void, and never wrong.
const SOON: Duration = Duration::from_millis(1);

/// How long to wait at most while changes go on, or a file is still being written.
pub const CAP: Duration = Duration::from_millis(100);

/// What may have changed: a hint about what to read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Batch {
    /// Anything.
    All,
    /// These files, below the site root; and there may be new ones, and some may be gone.
    Paths(BTreeSet<SourcePath>),
}

impl Batch {
    /// One file.
    #[must_use]
    pub fn one(path: SourcePath) -> Self {
        Self::Paths(BTreeSet::from([path]))
    }

    /// These changes, and others.
    pub(super) fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Paths(paths), Self::Paths(more)) => paths.extend(more),
            (_, Self::All) => *self = Self::All,
            (Self::All, Self::Paths(_)) => {}
        }
    }
}

/// Collects changes until it is quiet.
#[derive(Debug)]
pub struct Quiet {
    wait: Duration,
    cap: Duration,
    pending: Option<Pending>,
    again: Option<Instant>,
    /// Files that somebody writes to and has not closed: they may be empty, or half there.
    open: BTreeSet<PathBuf>,
}

#[derive(Debug)]
struct Pending {
    batch: Batch,
    first: Instant,
    last: Instant,
    foretold: Foretold,
}

/// Whether somebody was told what will be due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foretold {
    No,
    Yes,
    /// Yes, and then more came.
    TooSoon,
}

/// What has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// All of it.
    pub batch: Batch,
    /// It is what [`Quiet::soon`] said, and nothing has happened since.
    pub as_foretold: bool,
}

impl Quiet {
    /// Waits until nothing happened for `wait`, but never longer than `cap` after the first change.
    #[must_use]
    pub fn new(wait: Duration, cap: Duration) -> Self {
        Self { wait, cap, pending: None, again: None, open: BTreeSet::new() }
    }

    /// Something has changed.
    pub fn push(&mut self, batch: Batch, now: Instant) {
        match &mut self.pending {
            Some(pending) => {
                pending.batch.add(batch);
                pending.last = now;
                if pending.foretold == Foretold::Yes {
                    pending.foretold = Foretold::TooSoon;
                }
            }
            None => self.pending = Some(Pending { batch, first: now, last: now, foretold: Foretold::No }),
        }
    }

    /// A file that has changed is still open. Only for where [`Quiet::closed`] will be told, too.
    pub fn open(&mut self, file: &Path) {
        self.open.insert(file.to_owned());
    }

    /// A file is whole.
    pub fn closed(&mut self, file: &Path) {
        self.open.remove(file);
    }

    /// Asks for a look at everything at a later moment; the latest that was asked for counts.
    pub fn again(&mut self, at: Instant) {
        self.again = Some(self.again.map_or(at, |known| known.max(at)));
    }

    /// When [`Quiet::soon`] or [`Quiet::due`] has something to give, if nothing more happens.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        [self.foretells(), self.whole(), self.again].into_iter().flatten().min()
    }

    /// When all is due that has changed so far.
    fn whole(&self) -> Option<Instant> {
        let pending = self.pending.as_ref()?;
        let cap = pending.first + self.cap;
        Some(if self.open.is_empty() { cap.min(pending.last + self.wait) } else { cap })
    }

    /// When that may be foretold. Many files are seldom whole as soon, and more work to do in vain.
    fn foretells(&self) -> Option<Instant> {
        let pending = self.pending.as_ref().filter(|pending| pending.foretold == Foretold::No)?;
        let is_one = matches!(&pending.batch, Batch::Paths(paths) if paths.len() == 1);
        (is_one && self.open.is_empty()).then(|| pending.last + SOON)
    }

    /// The only file that has changed so far, once in a burst: what will be due, if nothing more happens.
    pub fn soon(&mut self, now: Instant) -> Option<Batch> {
        self.foretells().filter(|soon| *soon <= now)?;
        let pending = self.pending.as_mut()?;
        pending.foretold = Foretold::Yes;
        Some(pending.batch.clone())
    }

    /// What has changed, if it is time to do something about it.
    pub fn due(&mut self, now: Instant) -> Option<Due> {
        if [self.whole(), self.again].into_iter().flatten().min().is_none_or(|next| next > now) {
            return None;
        }
        let pending = self.pending.take();
        self.open.clear(); // whoever keeps one open for longer is not waited for each time
        if self.again.is_some_and(|again| again <= now) {
            self.again = None;
            return Some(Due { batch: Batch::All, as_foretold: false });
        }
        pending.map(|pending| Due { batch: pending.batch, as_foretold: pending.foretold == Foretold::Yes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(name: &str) -> Batch {
        Batch::one(SourcePath::new(name))
    }

    fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    /// What is due, whether or not it was foretold.
    fn due(quiet: &mut Quiet, now: Instant) -> Option<Batch> {
        quiet.due(now).map(|due| due.batch)
    }

    #[test]
    fn a_single_file_is_foretold_once() {
        let start = Instant::now();
        let mut quiet = Quiet::new(ms(10), ms(100));
        quiet.push(file("a"), start);
        assert_eq!((quiet.soon(start), quiet.next()), (None, Some(start + SOON)));
        assert_eq!(quiet.soon(start + SOON), Some(file("a")));
        assert_eq!((quiet.soon(start + ms(4)), quiet.next()), (None, Some(start + ms(10))));
        assert_eq!(quiet.due(start + ms(10)), Some(Due { batch: file("a"), as_foretold: true }));

        quiet.push(file("a"), start);
        assert!(quiet.soon(start + ms(3)).is_some());
        quiet.push(file("a"), start + ms(5));
        assert_eq!(quiet.soon(start + ms(9)), None, "once in a burst");
        assert_eq!(quiet.due(start + ms(15)), Some(Due { batch: file("a"), as_foretold: false }), "written once more");

        quiet.push(file("a"), start);
        quiet.push(file("b"), start + ms(1));
        assert_eq!((quiet.soon(start + ms(9)), quiet.next()), (None, Some(start + ms(11))), "more than one");
        quiet.push(Batch::All, start + ms(9));
        assert_eq!(quiet.soon(start + ms(13)), None);
    }

    #[test]
    fn a_file_that_is_still_open_is_waited_for() {
        let start = Instant::now();
        let mut quiet = Quiet::new(ms(10), ms(100));
        quiet.push(file("a"), start);
        quiet.open(Path::new("a"));
        assert_eq!((quiet.soon(start + ms(50)), due(&mut quiet, start + ms(99))), (None, None));
        quiet.push(file("a"), start + ms(60));
        quiet.closed(Path::new("a"));
        assert_eq!((quiet.soon(start + SOON), quiet.next()), (None, Some(start + ms(60) + SOON)));
        assert_eq!(due(&mut quiet, start + ms(70)), Some(file("a")));

        quiet.push(file("b"), start);
        quiet.open(Path::new("b"));
        assert_eq!(due(&mut quiet, start + ms(100)), Some(file("b")), "but not for ever");
        quiet.push(file("c"), start + ms(200));
        assert_eq!(due(&mut quiet, start + ms(210)), Some(file("c")), "nor each time");
    }

    #[test]
    fn one_burst_is_one_round() {
        let start = Instant::now();
        let mut quiet = Quiet::new(ms(10), ms(100));
        assert_eq!((due(&mut quiet, start), quiet.next()), (None, None));
        quiet.push(file("a"), start);
        quiet.push(file("b"), start + ms(8));
        quiet.push(file("a"), start + ms(16));
        assert_eq!((due(&mut quiet, start + ms(25)), quiet.next()), (None, Some(start + ms(26))));
        let both = Batch::Paths([SourcePath::new("a"), SourcePath::new("b")].into());
        assert_eq!(due(&mut quiet, start + ms(26)), Some(both));
        assert_eq!((due(&mut quiet, start + ms(500)), quiet.next()), (None, None));
    }

    #[test]
    fn it_does_not_wait_for_ever() {
        let start = Instant::now();
        let mut quiet = Quiet::new(ms(10), ms(100));
        let rounds = (0..1000).filter(|at| {
            quiet.push(file("a"), start + ms(*at));
            quiet.due(start + ms(*at)).is_some()
        });
        assert_eq!(rounds.count(), 9); // at 100 ms, 201 ms, 302 ms …
    }

    #[test]
    fn everything_swallows_single_files() {
        let start = Instant::now();
        let mut quiet = Quiet::new(ms(10), ms(100));
        for batch in [file("a"), Batch::All, file("b")] {
            quiet.push(batch, start);
        }
        assert_eq!(due(&mut quiet, start + ms(10)), Some(Batch::All));
    }

    #[test]
    fn a_second_look() {
        let start = Instant::now();
        let mut quiet = Quiet::new(ms(10), ms(100));
        quiet.again(start + ms(250));
        quiet.again(start + ms(200));
        quiet.push(file("a"), start);
        assert_eq!(due(&mut quiet, start + ms(10)), Some(file("a")));
        assert_eq!(due(&mut quiet, start + ms(249)), None);
        quiet.push(file("b"), start + ms(249));
        assert_eq!(due(&mut quiet, start + ms(250)), Some(Batch::All));
        assert_eq!((due(&mut quiet, start + ms(400)), quiet.next()), (None, None));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_late(gaps in proptest::collection::vec(0u64..40, 1..60)) {
            let start = Instant::now();
            let mut quiet = Quiet::new(ms(10), ms(100));
            let mut at = 0;
            let (mut pushed, mut told) = (BTreeSet::new(), BTreeSet::new());
            let mut take = |quiet: &mut Quiet, until: u64| {
                while let Some(next) = quiet.next().filter(|next| *next <= start + ms(until)) {
                    if quiet.soon(next).is_some() {
                        continue;
                    }
                    match due(quiet, next) {
                        Some(Batch::Paths(paths)) => told.extend(paths),
                        other => panic!("{other:?}"),
                    }
                }
            };
            for (number, gap) in gaps.iter().enumerate() {
                at += gap;
                take(&mut quiet, at);
                let path = SourcePath::new(&number.to_string());
                pushed.insert(path.clone());
                quiet.push(Batch::one(path), start + ms(at));
                prop_assert!(quiet.next().is_some_and(|next| next <= start + ms(at + 10)));
            }
            take(&mut quiet, at + 10);
            prop_assert_eq!(pushed, told);
        }
    }
}
