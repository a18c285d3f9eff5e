//! The `ripple` program: parse arguments, run a command, choose the exit code.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(ripple::commands::run(&ripple::cli::Cli::parse()))
}
