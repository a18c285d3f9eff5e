//! Thin commands: options to the engine, results to a report. The only place that prints, reads the clock and
//! looks at the environment.
#![expect(clippy::disallowed_methods, reason = "the clock and the environment are read here and nowhere else")]

mod build;
mod check;
mod clean;
mod consent;
mod explain;
mod export;
mod hash_names;
mod init;
mod list;
mod new;
mod out;
mod progress;
mod report;
mod serve;
mod table;
mod theme;
mod timings;
mod withdraw;

use crate::cli::{Cli, Colour, Command, CommonArgs, Format, ServeArgs};
use crate::diag::Severity;
use crate::engine::{Changes, Engine, EngineOptions, Preview, Snapshot};
use crate::model::{Date, DateError, Digest, Fatal};
use crate::read;
use clap::CommandFactory;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Runs a command. Returns the exit code (behaviour, section 1).
#[must_use]
pub fn run(cli: &Cli) -> u8 {
    let (outcome, format) = match &cli.command {
        Some(command) => execute(command),
        None => (bare(), Format::Text),
    };
    let code = outcome.unwrap_or_else(|fatal| {
        report::fatal(&fatal, format);
        Fatal::EXIT_CODE
    });
    out::finish().map_or_else(
        |lost| {
            report::fatal(&lost, Format::Text);
            Fatal::EXIT_CODE
        },
        |()| code,
    )
}

/// Executes a command, and says in which form its failure is to be told.
fn execute(command: &Command) -> (Result<u8, Fatal>, Format) {
    match command {
        Command::Serve(args) => {
            set_colour(args.color);
            (serve::run(args), Format::Text)
        }
        Command::Build(args) => (in_pool(&args.common, || build::run(args)), args.common.format),
        Command::Check(args) => (in_pool(&args.common, || check::run(args)), args.common.format),
        Command::Init(args) => (init::run(args), Format::Text),
        Command::New(args) => (new::run(args), Format::Text),
        Command::List(args) => (list::run(args), Format::Text),
        Command::Explain(args) => (explain::run(args), Format::Text),
        Command::Consent(args) => (consent::run(args), Format::Text),
        Command::Export(args) => (export::run(args), Format::Text),
        Command::Theme(args) => (theme::run(args), Format::Text),
        Command::Withdraw(args) => {
            set_colour(args.color);
            (withdraw::run(args), Format::Text)
        }
        Command::HashNames(args) => (hash_names::run(args), Format::Text),
        Command::Clean(args) => (clean::run(args), Format::Text),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "ripple", &mut script);
            out::bytes(&script);
            (Ok(0), Format::Text)
        }
    }
}

/// `ripple` alone: the preview inside a site, and elsewhere what it could do.
fn bare() -> Result<u8, Fatal> {
    let inside = std::env::current_dir().is_ok_and(|here| read::find_root(&here).is_some());
    if !inside {
        let _ = Cli::command().print_help();
        return Ok(Fatal::EXIT_CODE);
    }
    serve::run(&ServeArgs::default())
}

fn set_colour(colour: Colour) {
    match colour {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
}

/// Runs something in the colours and on as many threads as were asked for.
fn in_pool(common: &CommonArgs, job: impl FnOnce() -> Result<u8, Fatal> + Send) -> Result<u8, Fatal> {
    set_colour(common.color);
    let Some(jobs) = common.jobs else { return job() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build();
    let pool = pool.map_err(|error| Fatal::Argument(format!("{jobs} threads cannot be started: {error}")))?;
    pool.install(job)
}

/// The site's folder: the one that was named, or the nearest one from here upwards.
fn root(named: Option<&Path>) -> Result<PathBuf, Fatal> {
    if let Some(root) = named {
        let root = root.to_path_buf();
        return if root.join(read::CONFIG_FILE).is_file() { Ok(root) } else { Err(Fatal::RootMissing { path: root }) };
    }
    let here = std::env::current_dir().map_err(|error| Fatal::Unreadable { path: PathBuf::from("."), error })?;
    read::find_root(&here).ok_or(Fatal::RootMissing { path: here })
}

/// The engine's options from the command line, the clock and the environment.
fn engine_options(common: &CommonArgs) -> Result<EngineOptions, Fatal> {
    Ok(EngineOptions {
        program: program(),
        base_url: common.base_url.clone(),
        names_key: names_key()?,
        source_date_epoch: source_date_epoch()?,
        as_of: common.as_of.as_deref().map(as_of).transpose()?,
        drafts: common.drafts,
        future: common.future,
        expired: common.expired,
        ..EngineOptions::new(&root(common.root.as_deref())?, clock())
    })
}

/// Tells one build of this program from another.
fn program() -> Digest {
    let file = std::env::current_exe().and_then(|place| place.metadata()).ok();
    let changed = file.as_ref().and_then(|file| file.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    Digest::of(&(env!("CARGO_PKG_VERSION"), file.map(|file| file.len()), changed))
}

/// Now, in seconds since 1970.
fn clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    i64::try_from(since).unwrap_or(i64::MAX)
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org specification).
fn source_date_epoch() -> Result<Option<i64>, Fatal> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else { return Ok(None) };
    let number = text.to_str().and_then(|text| text.parse().ok());
    let wrong =
        || Fatal::Argument("the environment variable SOURCE_DATE_EPOCH must be a whole number of seconds".to_owned());
    number.map(Some).ok_or_else(wrong)
}

/// `RIPPLE_NAMES_KEY`, if it is set to anything.
fn names_key() -> Result<Option<String>, Fatal> {
    let Some(key) = std::env::var_os("RIPPLE_NAMES_KEY").filter(|key| !key.is_empty()) else { return Ok(None) };
    let wrong = || Fatal::Argument("the environment variable RIPPLE_NAMES_KEY is no text".to_owned());
    key.into_string().map(|key| Some(key.trim().to_owned())).map_err(|_| wrong())
}

fn as_of(text: &str) -> Result<Date, Fatal> {
    Date::parse(text).map_err(|error| {
        let why = match error {
            DateError::Impossible(why) => why,
            DateError::Form(Some(ours)) => format!("write {ours}"),
            DateError::Form(None) => "write a date such as 2026-09-01".to_owned(),
        };
        Fatal::Argument(format!("`--as-of {text}` is not a date: {why}"))
    })
}

/// The user's home folder, which no site may be written to.
fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

/// Works out a site as visitors would see it now, and beside it with all that is held back, for commands that only
/// look.
fn look(root: &Path) -> Result<Preview, Fatal> {
    Engine::new(EngineOptions { names_key: names_key()?, ..EngineOptions::new(root, clock()) }).preview(&Changes::All)
}

/// Says that something is wrong with the site, for commands that go on all the same.
fn warn_if_incomplete(snapshot: &Snapshot) {
    let broken = snapshot.diagnostics.iter().filter(|problem| problem.severity == Severity::Error).count();
    if broken > 0 {
        let errors = plural(broken, "error", "errors");
        let them = if broken == 1 { "it is" } else { "they are" };
        out::eprintln!(
            "The site has {errors}: until {them} mended, nothing new is published, and this may be incomplete; \
             `ripple check` shows what is wrong."
        );
    }
}

/// "1 story", "2 stories".
fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
