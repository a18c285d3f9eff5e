//! `ripple check`: everything `build` does, except writing; and what will be wrong with what is held back.

use super::{engine_options, opened, progress, report};
use crate::cli::CheckArgs;
use crate::engine::{Changes, Engine};
use crate::model::Fatal;

/// Checks the site and says what was found. Returns the exit code.
pub(super) fn run(args: &CheckArgs) -> Result<u8, Fatal> {
    let mut engine = Engine::new(engine_options(&args.common)?);
    let progress = progress::show(&engine.progress(), &args.common);
    let snapshot = engine.update(&Changes::All)?;
    let mut report = report::Report::new(&snapshot, &args.common);
    report.note(&engine, engine.rehearse(&snapshot));
    report.note(&engine, opened::problems(&snapshot, &engine.entries()));
    drop(progress);
    Ok(report.print())
}
