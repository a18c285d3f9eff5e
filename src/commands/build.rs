//! `ripple build`: the site into its folder, or nothing at all.

use super::{engine_options, home, progress, report, root};
use crate::cli::{BuildArgs, Format};
use crate::engine::{Changes, Engine, Outcome, Snapshot};
use crate::model::{Fatal, Withheld};
use crate::write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The publish folder, below the site root.
pub(super) const PUBLISH_FOLDER: &str = "public";

/// Builds the site and says what came of it. Returns the exit code.
pub(super) fn run(args: &BuildArgs) -> Result<u8, Fatal> {
    let root = root(args.common.root.as_deref())?;
    let publish = root.join(PUBLISH_FOLDER);
    let output = args.output_dir.clone().unwrap_or_else(|| publish.clone());
    refuse_to_publish(args, &publish)?;
    let target = write::target(&root, &output, home().as_deref())?;
    let mut engine = Engine::new(engine_options(&args.common)?);
    // Only words for a reader are kept; who wants more gets a whole build.
    let brief = args.common.format == Format::Text && !args.common.verbose && !args.common.timings;
    if brief && let Some(words) = engine.recall(&target)? {
        report::recalled(&words, &shown(&output), &args.common);
        return Ok(0);
    }
    let progress = progress::show(&engine.progress(), &args.common);
    let snapshot = engine.update(&Changes::All)?;
    let mut report = report::Report::new(&snapshot, &args.common).without_lists();
    let verdict = report.verdict();
    if verdict.is_success() {
        let (outcome, times) = engine.publish(&snapshot, target.clone())?;
        report.times.extend(times);
        match outcome {
            Outcome::Published(published, notes) => {
                report.published = Some((published, shown(&output)));
                report.note(&engine, notes);
            }
            Outcome::Failed(problems) => report.note(&engine, problems),
        }
    } else {
        // The writer is told everything at once, also what the theme would have stumbled over.
        report.note(&engine, engine.rehearse(&snapshot));
    }
    drop(progress);
    if report.published.is_none() {
        report.still_online = still_online(&snapshot, &output);
    }
    let code = report.print();
    if let Some(words) = report.words_if_nothing_changes() {
        engine.remember(&snapshot, &target, words)?;
    }
    // The process ends now, and the system takes back memory faster than piece by piece.
    std::mem::forget((engine, Arc::clone(&snapshot)));
    Ok(code)
}

/// What is held back now and was published before, with its page: it stays there if this build publishes nothing.
fn still_online(snapshot: &Snapshot, output: &Path) -> Vec<(String, PathBuf)> {
    let page =
        |entry: &Withheld| snapshot.output_of(entry).map(|below| output.join(below)).filter(|page| page.is_file());
    snapshot
        .withheld
        .iter()
        .filter_map(|entry| Some((format!("`{}` ({})", entry.id, entry.reason), shown(&page(entry)?))))
        .collect()
}

/// A folder as the user would name it: below the current folder where that is possible.
pub(super) fn shown(output: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    here.and_then(|here| output.strip_prefix(here).ok().map(Path::to_path_buf)).unwrap_or_else(|| output.to_path_buf())
}

/// What is normally held back never goes into the folder that is published.
fn refuse_to_publish(args: &BuildArgs, publish: &Path) -> Result<(), Fatal> {
    let common = &args.common;
    let flags = [
        ("--drafts", common.drafts),
        ("--future", common.future),
        ("--expired", common.expired),
        ("--as-of", common.as_of.is_some()),
    ];
    let Some((flag, _)) = flags.into_iter().find(|(_, given)| *given) else { return Ok(()) };
    let real = |path: &Path| {
        path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| PathBuf::from(path))
    };
    if args.output_dir.as_deref().is_some_and(|output| real(output) != real(publish)) {
        return Ok(());
    }
    let message = format!(
        "`{flag}` shows what visitors must not see yet, so the site may not go to `{PUBLISH_FOLDER}`: add `--output-dir` with another folder"
    );
    Err(Fatal::Argument(message))
}
