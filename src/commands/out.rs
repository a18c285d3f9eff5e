//! Standard output and standard error: everything that a command says goes through here. A terminal that was closed and
//! a full disk are no reason to panic.

use crate::model::{Fatal, why};
use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What kept standard output from taking something. What comes after it is not written.
static LOST: Mutex<Option<io::Error>> = Mutex::new(None);

/// As [`std::print`].
macro_rules! print {
    ($($words:tt)*) => { $crate::commands::out::result(::std::format_args!($($words)*)) };
}

/// As [`std::println`].
macro_rules! println {
    () => { $crate::commands::out::result(::std::format_args!("\n")) };
    ($($words:tt)*) => { $crate::commands::out::result(::std::format_args!("{}\n", ::std::format_args!($($words)*))) };
}

/// As [`std::eprint`].
macro_rules! eprint {
    ($($words:tt)*) => { $crate::commands::out::remark(::std::format_args!($($words)*)) };
}

/// As [`std::eprintln`].
macro_rules! eprintln {
    () => { $crate::commands::out::remark(::std::format_args!("\n")) };
    ($($words:tt)*) => { $crate::commands::out::remark(::std::format_args!("{}\n", ::std::format_args!($($words)*))) };
}

pub(super) use {eprint, eprintln, print, println};

/// Writes a part of the result to standard output, in colours if they are seen there.
pub(super) fn result(words: Arguments) {
    keep(|| anstream::stdout().lock().write_fmt(words));
}

/// Writes a result to standard output as it is.
pub(super) fn bytes(bytes: &[u8]) {
    keep(|| io::stdout().lock().write_all(bytes));
}

/// Writes to standard error. There is nowhere to say that this failed.
pub(super) fn remark(words: Arguments) {
    let _ = anstream::stderr().lock().write_fmt(words);
}

/// Sends what was not sent yet, and says whether all of the result has arrived. A reader that has seen enough, such as
/// `head`, is no failure.
///
/// # Errors
/// When standard output did not take all of it.
pub(super) fn finish() -> Result<(), Fatal> {
    keep(|| io::stdout().lock().flush());
    match lost().take() {
        Some(error) if error.kind() != ErrorKind::BrokenPipe => Err(Fatal::Argument(format!(
            "what ripple has to say could not be written to the end: {}. Send it somewhere else, or make room there",
            why(&error)
        ))),
        _ => Ok(()),
    }
}

fn keep(write: impl FnOnce() -> io::Result<()>) {
    let mut lost = lost();
    if lost.is_none() {
        *lost = write().err();
    }
}

fn lost() -> MutexGuard<'static, Option<io::Error>> {
    LOST.lock().unwrap_or_else(PoisonError::into_inner)
}
