//! `ripple serve`: the preview, and what the terminal says of it.

use super::out::{eprint, eprintln, println};
use super::{clock, engine_options, plural, root};
use crate::cli::{CommonArgs, ServeArgs};
use crate::diag::{Concern, Diagnostic, Severity, print};
use crate::model::Fatal;
use crate::read;
use crate::serve::server::Listen;
use crate::serve::watch::Batch;
use crate::serve::{self, Round, ServeOptions, Told};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Shows the site until the process is ended.
pub(super) fn run(args: &ServeArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let root = root.canonicalize().map_err(|error| Fatal::Unreadable { path: root, error })?;
    let common = CommonArgs { root: Some(root), ..CommonArgs::default() };
    let options = ServeOptions {
        engine: engine_options(&common)?,
        listen: Listen { interface: args.interface, port: args.port },
        names: names(&args.allow_host)?,
        reloads: !args.no_reload,
        navigates: args.navigate,
        clock,
        skips: read::is_skipped,
        boot: boot(),
    };
    let terminal = Mutex::new(Terminal { quiet: args.quiet, told: BTreeSet::new() });
    let serving = serve::start(options, move |told| {
        terminal.lock().unwrap_or_else(std::sync::PoisonError::into_inner).say(&told);
    })?;
    let addresses = serve::reach::addresses(args.interface, serving.port, &serving.base_path);
    if serving.moved {
        eprintln!(
            "The usual port, {}, is taken by another program, so this is another one.",
            serve::server::DEFAULT_PORT
        );
    }
    if let Some(ip) = args.interface {
        let place = if ip.is_unspecified() { "this machine".to_owned() } else { ip.to_string() };
        eprintln!(
            "{WARNING}warning{WARNING:#}: everybody who can reach {place} on this network can now read everything, drafts and \
             stories without consent included. This preview has no password and no encryption."
        );
    }
    for (place, address) in addresses.iter().enumerate() {
        let what = if place == 0 { "(Ctrl-C ends the preview)" } else { "(the same, from other machines)" };
        println!("{BOLD}{address}{BOLD:#}  {what}");
    }
    if let Some(address) = addresses.first().filter(|_| args.open) {
        open(address);
    }
    serving.wait();
    Ok(0)
}

const BOLD: anstyle::Style = anstyle::Style::new().bold();
const WARNING: anstyle::Style = anstyle::AnsiColor::Yellow.on_default().bold();
const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();

/// Names under which the preview is asked for, too. One that no browser would ask by is no silent wish.
fn names(given: &[String]) -> Result<Vec<String>, Fatal> {
    match given.iter().find(|name| !serve::guard::can_be_allowed(name)) {
        Some(name) => Err(Fatal::Argument(format!(
            "`--allow-host {name}`: a name is wanted that this machine is called by, such as `desk.local` or \
             `desk.local:8080`, without `http://` and without a path; its numbers need not be allowed"
        ))),
        None => Ok(given.to_vec()),
    }
}

/// Something that no other start has.
fn boot() -> String {
    format!("{}x{}", clock(), std::process::id())
}

/// A program that cannot open a browser ends by then.
const OPENS_WITHIN: Duration = Duration::from_secs(5);

/// Opens the browser; where that cannot be done, the address still stands on the terminal.
fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started =
        Command::new(opener).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut started) = started else {
        eprintln!("No browser could be opened (`{opener}` is not there): open the address by hand.");
        return;
    };
    // It may stay as long as the browser does, and then how it ends says nothing; nor does what Explorer ends with.
    let began = Instant::now();
    std::thread::spawn(move || {
        let is_failure = started.wait().is_ok_and(|status| !status.success());
        if is_failure && began.elapsed() < OPENS_WITHIN && !cfg!(windows) {
            eprintln!("`{opener}` could not open a browser: open the address by hand.");
        }
    });
}

/// Problems that are told in full after a save.
const TOLD: usize = 3;

struct Terminal {
    quiet: bool,
    /// What was wrong when it was last said, by code, file and words: places move while somebody writes.
    told: BTreeSet<(&'static str, String, String)>,
}

impl Terminal {
    fn say(&mut self, told: &Told) {
        match told {
            Told::Notice(words) => eprintln!("{words}"),
            Told::Fault { page, problem, sources } => {
                eprint!("{page} cannot be made:\n{}", indented(&print::text(problem, sources)));
            }
            Told::Round(round) => eprint!("{}", self.round(round)),
        }
    }

    /// The lines about a round.
    fn round(&mut self, round: &Round) -> String {
        if let Some(fatal) = &round.fatal {
            return format!("{ERROR}error{ERROR:#}: {fatal}. The last state of the site stays up.\n");
        }
        let before = std::mem::take(&mut self.told);
        self.told = wrong(round).map(key).collect();
        let Some(batch) = &round.changed else { return self.first(round) };
        if self.quiet && round.counts().0 == 0 {
            return String::new();
        }
        let time = round.time.as_secs_f64() * 1000.0;
        let mended = if !before.is_empty() && self.told.is_empty() { ": all is mended" } else { "" };
        let mut lines = format!("{} ({time:.0} ms){}{mended}\n", what(batch), problems(round));
        if round.stays {
            lines.push_str("  The pages stay as they were until that is mended.\n");
        }
        lines + &news(round, &before)
    }

    /// At the start everything is told, as `check` would.
    fn first(&self, round: &Round) -> String {
        let least = if self.quiet { Severity::Error } else { Severity::Warning };
        let shown = round.problems.iter().filter(|problem| problem.severity <= least);
        let mut lines: String = shown.map(|problem| print::text(problem, &round.sources) + "\n").collect();
        if !self.quiet {
            let time = round.time.as_secs_f64() * 1000.0;
            let _ = writeln!(lines, "{} in {time:.0} ms{}", plural(round.pages, "page", "pages"), problems(round));
        }
        lines
    }
}

/// Errors and warnings.
fn wrong(round: &Round) -> impl Iterator<Item = &Diagnostic> {
    round.problems.iter().filter(|problem| problem.severity <= Severity::Warning)
}

fn key(problem: &Diagnostic) -> (&'static str, String, String) {
    (problem.code, problem.span.path.to_string(), problem.message.clone())
}

/// The errors, and the warnings that were not told before, with their remedies; and how many there are beside them.
fn news(round: &Round, before: &BTreeSet<(&'static str, String, String)>) -> String {
    let is_news = |problem: &&Diagnostic| problem.severity == Severity::Error || !before.contains(&key(problem));
    let mut shown: Vec<&Diagnostic> = wrong(round).filter(is_news).collect();
    // A broken configuration is what all else may come from; and what is new is what somebody has just written.
    shown.sort_by_key(|problem| {
        (problem.severity, problem.concern != Concern::Configuration, before.contains(&key(problem)))
    });
    shown.truncate(TOLD);
    let mut lines: String = shown.iter().map(|problem| indented(&print::text(problem, &round.sources))).collect();
    let more = wrong(round).count() - shown.len();
    if more > 0 && !shown.is_empty() {
        let _ = writeln!(lines, "  and {more} more: `ripple check` shows all");
    }
    lines
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

/// What has changed, in a few words.
fn what(batch: &Batch) -> String {
    match batch {
        Batch::All => "Changed".to_owned(),
        Batch::Paths(paths) => match paths.iter().next() {
            Some(path) if paths.len() == 1 => path.to_string(),
            Some(path) => format!("{path} and {} more", paths.len() - 1),
            None => "Changed".to_owned(),
        },
    }
}

/// ": 1 error, 2 warnings", or nothing.
fn problems(round: &Round) -> String {
    let (errors, warnings) = round.counts();
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(format!("{ERROR}{}{ERROR:#}", plural(errors, "error", "errors")));
    }
    if warnings > 0 {
        parts.push(format!("{WARNING}{}{WARNING:#}", plural(warnings, "warning", "warnings")));
    }
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::print::Sources;
    use crate::diag::{LineIndex, SourcePath, Span, codes};
    use std::sync::Arc;

    fn path(name: &str) -> SourcePath {
        SourcePath::new(&format!("content/stories/{name}.md"))
    }

    fn round(changed: &[&str], problems: Vec<Diagnostic>) -> Round {
        let sources: Sources =
            ["a", "b"].map(|name| (path(name), Arc::new(LineIndex::new("---\nmentr: x\n---\n")))).into();
        Round {
            changed: Some(Batch::Paths(changed.iter().map(|name| path(name)).collect())),
            time: Duration::from_millis(3),
            problems,
            sources,
            pages: 9,
            stays: false,
            fatal: None,
        }
    }

    fn said(terminal: &mut Terminal, round: &Round) -> String {
        anstream::adapter::strip_str(&terminal.round(round)).to_string()
    }

    fn slip(name: &str, at: usize) -> Diagnostic {
        codes::fields::unknown_field(&Span::new(&path(name), 4 + at, 9), "mentr", "a story", ["mentor"])
    }

    #[test]
    fn a_problem_is_told_with_its_remedy_and_a_warning_once() {
        let mut terminal = Terminal { quiet: false, told: BTreeSet::new() };
        let first = "content/stories/a.md (3 ms): 1 warning\n  \
             content/stories/a.md:2:1: warning[unknown-field]: a story has no field `mentr`\n      \
             2 | mentr: x\n        | ^^^^^\n        = help: did you mean `mentor`?\n";
        assert_eq!(said(&mut terminal, &round(&["a"], vec![slip("a", 0)])).trim_end(), first.trim_end());
        let again = said(&mut terminal, &round(&["a"], vec![slip("a", 1)]));
        assert_eq!(again, "content/stories/a.md (3 ms): 1 warning\n", "it was told before, in another column");
        let error = codes::fields::bad_ripple(&Span::new(&path("b"), 4, 9));
        for _ in 0..2 {
            let told = said(&mut terminal, &round(&["b", "a"], vec![slip("a", 0), error.clone()]));
            assert!(told.starts_with("content/stories/a.md and 1 more (3 ms): 1 error, 1 warning\n"), "{told}");
            assert!(
                told.contains("error[bad-ripple]") && told.contains("= help: "),
                "an error is told each time: {told}"
            );
            assert!(told.ends_with("  and 1 more: `ripple check` shows all\n"), "{told}");
        }
        assert!(said(&mut terminal, &round(&["a"], Vec::new())).ends_with("(3 ms): all is mended\n"));
    }

    #[test]
    fn many_problems_are_cut_and_the_configuration_comes_first() {
        let mut terminal = Terminal { quiet: true, told: BTreeSet::new() };
        assert_eq!(said(&mut terminal, &round(&["a"], vec![slip("a", 0)])), "", "only what is wrong");
        let mut problems: Vec<Diagnostic> =
            (0..9).map(|at| codes::fields::bad_ripple(&Span::new(&path("a"), at, at + 1))).collect();
        problems.push(codes::config::missing_title(&Span::file(&SourcePath::new("ripple.yaml"))));
        let told = said(&mut terminal, &round(&["a"], problems));
        assert!(told.lines().nth(1).is_some_and(|line| line.starts_with("  ripple.yaml: error")), "{told}");
        assert_eq!(
            (told.matches("error[").count(), told.contains("and 7 more: `ripple check`")),
            (TOLD, true),
            "{told}"
        );
    }
}
