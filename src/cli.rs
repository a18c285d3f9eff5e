//! The command line: types and help texts only, no behaviour.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const STYLES: Styles =
    Styles::styled().header(AnsiColor::Green.on_default().bold()).literal(AnsiColor::Cyan.on_default().bold());

/// Turns mentoring stories into a website.
#[derive(Debug, Parser)]
#[command(name = "ripple", version, styles = STYLES, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the site in public/
    #[command(after_help = "Examples:\n  ripple build                 the site in this folder, into public/\n  \
        ripple build --strict        also stop at warnings; for CI\n  \
        ripple build -D -o /tmp/all  with drafts, somewhere else than public/")]
    Build(BuildArgs),
    /// Do everything build does, but write nothing
    #[command(
        after_help = "Examples:\n  ripple check                 report every problem of the site in this folder\n  \
        ripple check --format json   the same for another program"
    )]
    Check(CheckArgs),
}

/// Options of `build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Where the finished site goes [default: public/ in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// What both commands know.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// What both commands know.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Options of every command that works out the whole site.
#[derive(Debug, Args)]
pub struct CommonArgs {
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Use this address instead of `base_url` in ripple.yaml
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Show drafts
    #[arg(short = 'D', long, help_heading = "What is shown")]
    pub drafts: bool,
    /// Show what is held until a later date
    #[arg(long, help_heading = "What is shown")]
    pub future: bool,
    /// Show what has passed its `expires` date; never what has no consent
    #[arg(long, help_heading = "What is shown")]
    pub expired: bool,
    /// Pretend that today is this date, such as 2026-09-01
    #[arg(long, value_name = "DATE", help_heading = "What is shown")]
    pub as_of: Option<String>,
    /// Treat warnings as errors
    #[arg(long, help_heading = "Reports")]
    pub strict: bool,
    /// How problems and results are written
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Reports")]
    pub format: Format,
    /// Show what each stage took
    #[arg(long, help_heading = "Reports")]
    pub timings: bool,
    /// Show errors only
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Reports")]
    pub quiet: bool,
    /// Also say what is left out, and why
    #[arg(short, long, action = ArgAction::SetTrue, help_heading = "Reports")]
    pub verbose: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN", help_heading = "Reports")]
    pub color: Colour,
    /// How many processor cores to use [default: all]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
}

/// How problems and results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For machines: one JSON object.
    Json,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
