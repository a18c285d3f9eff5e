//! `ripple serve`: the preview, and what the terminal says of it.

use super::out::{eprintln, println};
use super::{clock, engine_options, plural, root};
use crate::cli::{CommonArgs, ServeArgs};
use crate::diag::{Concern, Diagnostic, Severity, print};
use crate::model::Fatal;
use crate::read;
use crate::serve::server::Listen;
use crate::serve::watch::Batch;
use crate::serve::{self, IpAddr, Round, ServeOptions, Told};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Shows the site until the process is ended.
pub(super) fn run(args: &ServeArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let root = root.canonicalize().map_err(|error| Fatal::Unreadable { path: root, error })?;
    let common = CommonArgs { root: Some(root), ..CommonArgs::default() };
    let options = ServeOptions {
        engine: engine_options(&common)?,
        listen: Listen { interface: args.interface, port: args.port },
        names: args.allow_host.clone(),
        reloads: !args.no_reload,
        navigates: args.navigate,
        clock,
        skips: read::is_skipped,
        boot: boot(),
    };
    let terminal = Mutex::new(Terminal { quiet: args.quiet, problems: false });
    let serving = serve::start(options, move |told| {
        terminal.lock().unwrap_or_else(std::sync::PoisonError::into_inner).say(&told);
    })?;
    let host = match args.interface {
        Some(IpAddr::V6(ip)) => format!("[{ip}]"),
        Some(ip) => ip.to_string(),
        None => "localhost".to_owned(),
    };
    let address = format!("http://{host}:{}{}", serving.port, serving.base_path);
    if serving.moved {
        eprintln!(
            "The usual port, {}, is taken by another program, so this is another one.",
            serve::server::DEFAULT_PORT
        );
    }
    if let Some(ip) = args.interface {
        eprintln!(
            "{WARNING}warning{WARNING:#}: everybody who can reach {ip} on this network can now read everything, drafts and \
             stories without consent included. This preview has no password and no encryption."
        );
    }
    println!("{BOLD}{address}{BOLD:#}  (Ctrl-C ends the preview)");
    if args.open {
        open(&address);
    }
    serving.wait();
    Ok(0)
}

const BOLD: anstyle::Style = anstyle::Style::new().bold();
const WARNING: anstyle::Style = anstyle::AnsiColor::Yellow.on_default().bold();
const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();

/// Something that no other start has.
fn boot() -> String {
    format!("{}x{}", clock(), std::process::id())
}

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
    if started.is_err() {
        eprintln!("No browser could be opened (`{opener}` is not there): open the address by hand.");
    }
}

struct Terminal {
    quiet: bool,
    /// Whether something was wrong when it was last said.
    problems: bool,
}

impl Terminal {
    fn say(&mut self, told: &Told) {
        match told {
            Told::Notice(words) => eprintln!("{words}"),
            Told::Round(round) => self.round(round),
        }
    }

    fn round(&mut self, round: &Round) {
        if let Some(fatal) = &round.fatal {
            eprintln!("{ERROR}error{ERROR:#}: {fatal}. The last state of the site stays up.");
            return;
        }
        let Some(batch) = &round.changed else {
            self.problems = self.first(round);
            return;
        };
        if self.quiet && round.counts().0 == 0 {
            return;
        }
        let time = round.time.as_secs_f64() * 1000.0;
        let mended = if self.problems && round.counts() == (0, 0) { ": all is mended" } else { "" };
        self.problems = round.counts() != (0, 0);
        eprintln!("{} ({time:.0} ms){}{mended}", what(batch), problems(round));
        if round.stays {
            eprintln!("  The pages stay as they were until that is mended.");
        }
    }

    /// At the start everything is told, as `check` would.
    fn first(&self, round: &Round) -> bool {
        let least = if self.quiet { Severity::Error } else { Severity::Warning };
        for problem in round.problems.iter().filter(|problem| problem.severity <= least) {
            eprintln!("{}", print::text(problem, &round.sources));
        }
        if !self.quiet {
            let time = round.time.as_secs_f64() * 1000.0;
            eprintln!("{} in {time:.0} ms{}", plural(round.pages, "page", "pages"), problems(round));
        }
        round.counts() != (0, 0)
    }
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

/// ": 1 error, 2 warnings; content/stories/a.md:3:1: …", or nothing.
fn problems(round: &Round) -> String {
    let (errors, warnings) = round.counts();
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(format!("{ERROR}{}{ERROR:#}", plural(errors, "error", "errors")));
    }
    if warnings > 0 {
        parts.push(format!("{WARNING}{}{WARNING:#}", plural(warnings, "warning", "warnings")));
    }
    if parts.is_empty() {
        return String::new();
    }
    // A broken configuration is what all else may come from.
    let rank = |problem: &&Diagnostic| (problem.severity, problem.concern != Concern::Configuration);
    let first = round.problems.iter().min_by_key(rank);
    let first = first.filter(|_| round.changed.is_some()).map(|problem| {
        let line = print::text(problem, &round.sources);
        format!("\n  {}", line.lines().next().unwrap_or_default())
    });
    format!(": {}{}", parts.join(", "), first.unwrap_or_default())
}
