//! One line on the terminal that says how far a long run has come; nothing for a short one.

use crate::cli::{CommonArgs, Format};
use crate::engine::Progress;
use std::io::{IsTerminal, Write};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Runs shorter than this say nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// Time between two pictures.
const BEAT: Duration = Duration::from_millis(100);

/// Takes the line away when it is dropped.
pub(super) struct Shown(Option<(Sender<()>, JoinHandle<()>)>);

/// Shows progress on standard error, if that is a terminal and nothing speaks against it.
pub(super) fn show(progress: &Arc<Progress>, common: &CommonArgs) -> Shown {
    if common.quiet || common.format == Format::Json || !std::io::stderr().is_terminal() {
        return Shown(None);
    }
    let progress = Arc::clone(progress);
    let (stop, stopped) = mpsc::channel();
    let thread = thread::spawn(move || {
        let mut wait = PATIENCE;
        let mut drawn = false;
        while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            draw(&line(&progress));
            drawn = true;
            wait = BEAT;
        }
        if drawn {
            draw("");
        }
    });
    Shown(Some((stop, thread)))
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.0.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}

/// Writes over the line and leaves the cursor at its start. A terminal that went away is no reason to stop.
fn draw(line: &str) {
    let mut err = anstream::stderr().lock();
    let _ = write!(err, "\r\x1b[2K{line}");
    let _ = err.flush();
}

fn line(progress: &Progress) -> String {
    let stage = *progress.stage.lock().unwrap_or_else(PoisonError::into_inner);
    let (done, total) = (progress.done.load(Ordering::Relaxed), progress.total.load(Ordering::Relaxed));
    if total == 0 { format!("{stage} …") } else { format!("{stage}: {done} of {total}") }
}
