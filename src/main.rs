//! The `ripple` program: parse arguments, run a command, choose the exit code.

use clap::Parser;
use std::process::ExitCode;

/// Pages are thousands of small strings and maps: see section 9 of `ARCHITECTURE.md` for what this saves.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(ripple::commands::run(&ripple::cli::Cli::parse()))
}
