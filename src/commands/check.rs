//! `ripple check`: everything `build` does, except writing; and what will be wrong with what is held back.

use super::{engine_options, progress, report};
use crate::cli::CheckArgs;
use crate::engine::{Changes, Engine};
use crate::model::Fatal;

/// Checks the site and says what was found. Returns the exit code.
pub(super) fn run(args: &CheckArgs) -> Result<u8, Fatal> {
    let mut engine = Engine::new(engine_options(&args.common)?);
    let progress = progress::show(&engine.progress(), &args.common);
    let preview = engine.preview(&Changes::All)?;
    let mut report = report::Report::new(&preview.visitor, &args.common);
    report.note(&engine, engine.rehearse(&preview.visitor));
    report.note(&engine, preview.notes().to_vec());
    drop(progress);
    Ok(report.print())
}
