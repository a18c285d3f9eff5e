//! The command line: types and help texts only, no behaviour.

use crate::serve::IpAddr;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const STYLES: Styles =
    Styles::styled().header(AnsiColor::Green.on_default().bold()).literal(AnsiColor::Cyan.on_default().bold());

/// Turns mentoring stories into a website.
#[derive(Debug, Parser)]
#[command(
    name = "ripple",
    version,
    styles = STYLES,
    max_term_width = 100,
    after_help = "Begin with `ripple init`. `ripple help COMMAND` shows examples."
)]
pub struct Cli {
    /// What to do; inside a site, `serve` if nothing is given
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the site while you write it
    #[command(after_help = "Examples:\n  ripple serve             the site in this folder, for this machine only\n  \
        ripple serve -O          and open it in the browser\n  \
        ripple serve --navigate  the browser goes to the page that you changed")]
    Serve(ServeArgs),
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
    /// Make a new site in a folder
    #[command(after_help = "Examples:\n  ripple init stories              a new site in the folder stories/\n  \
        ripple init --profile school     the same here, without asking")]
    Init(InitArgs),
    /// Make a new story, prompt, person, collection, tag or page
    #[command(after_help = "Examples:\n  ripple new story \"The question after the bell\"\n  \
        ripple new prompt Who noticed you\n  ripple new person Maria Lopez")]
    New(NewArgs),
    /// List what the site holds, and why something is not public
    #[command(after_help = "Examples:\n  ripple list                       all stories, with what holds them back\n  \
        ripple list ripples --format csv  for a spreadsheet\n  ripple list withheld              what lacks consent")]
    List(ListArgs),
    /// Explain one entry: is it public, why, and what is in it
    #[command(after_help = "Examples:\n  ripple explain maria-speaks                     by its id\n  \
        ripple explain prompt:look-back-and-give        where several have that id\n  \
        ripple explain content/stories/maria-speaks.md  by its file")]
    Explain(ExplainArgs),
    /// Show who agreed to what, and whom to ask: the consent register
    #[command(after_help = "Examples:\n  ripple consent                             what is most urgent first\n  \
        ripple consent --due 60d                   what ends within 60 days\n  \
        ripple consent --collection small-moments  one collection, with its people\n  \
        ripple consent --format csv                for a spreadsheet\n\n\
        The register holds names: keep it as safe as the forms.")]
    Consent(ConsentArgs),
    /// Give the published ripples to other programs
    #[command(after_help = "Examples:\n  ripple export ripples                              as in /ripples.json\n  \
        ripple export ripples --format csv -o ripples.csv  for a spreadsheet\n  \
        ripple export ripples --format graphml             for drawing and measuring")]
    Export(ExportArgs),
    /// Show the themes there are, or copy files of one to change them
    #[command(
        after_help = "Examples:\n  ripple theme list              which themes there are, and what each changes\n  \
        ripple theme eject story.html  the page of a story, into the site's own theme"
    )]
    Theme(ThemeArgs),
    /// Take a story back at once, also when the site cannot be built
    #[command(after_help = "Examples:\n  ripple withdraw maria-speaks                     by its id\n  \
        ripple withdraw content/stories/maria-speaks.md  by its file\n  \
        ripple withdraw /stories/maria-speaks/           by its address\n  \
        ripple withdraw person:maria                     with all that name them\n  \
        ripple withdraw maria-speaks --tombstone         and say so at its address")]
    Withdraw(WithdrawArgs),
    /// Write private names as hashes, for a machine that builds for you
    #[command(
        after_help = "Names of people whom no file of the site names, and who must not be named by chance, belong in \
        .ripple/private-names: one on each line; lines with # are comments. Git does not see that file. Every such name in \
        a text is reported. A machine that builds for you has no such file: it gets the hashes, to be committed, and the key, which is a secret.\n\n\
        Examples:\n  RIPPLE_NAMES_KEY=... ripple hash-names  writes private-names.hashed\n  \
        RIPPLE_NAMES_KEY=... ripple build       looks for the names there"
    )]
    HashNames(HashNamesArgs),
    /// Remove what ripple wrote into the output folder, and nothing else
    #[command(after_help = "Examples:\n  ripple clean                  what `ripple build` wrote into public/\n  \
        ripple clean -o /tmp/preview  what it wrote into another folder")]
    Clean(CleanArgs),
    /// Print what a shell needs to complete ripple's commands
    #[command(after_help = "Example:\n  ripple completions bash > ~/.local/share/bash-completion/completions/ripple")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Options of `serve`.
#[derive(Clone, Debug, Default, Args)]
pub struct ServeArgs {
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The port; 0 for any that is free [default: 4000, or the next free one]
    #[arg(short, long, value_name = "N", value_parser = port)]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(short = 'O', long)]
    pub open: bool,
    /// Let the browser go to the page that was changed
    #[arg(long)]
    pub navigate: bool,
    /// Do not reload pages by themselves
    #[arg(long)]
    pub no_reload: bool,
    /// Say only what is wrong
    #[arg(short, long)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Colour,
    /// Answer at this address of the machine, so that others on the network can read everything, drafts included;
    /// there is no password, and slow clients are only cut off after a while
    #[arg(short, long, value_name = "IP", value_parser = interface, help_heading = "Network")]
    pub interface: Option<IpAddr>,
    /// With -i: also answer when the preview is asked for by this name
    #[arg(long, value_name = "NAME", help_heading = "Network", requires = "interface")]
    pub allow_host: Vec<String>,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The new site's folder [default: this one]
    pub dir: Option<PathBuf>,
    /// How the site looks after people; asked for if it is left out
    #[arg(long, value_enum)]
    pub profile: Option<ProfileArg>,
    /// The site's name [default: made from the folder's]
    #[arg(long)]
    pub title: Option<String>,
}

/// How a site looks after people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProfileArg {
    /// Children: nothing without consent, and a build without it fails.
    School,
    /// Stories without consent are left out.
    Organisation,
    /// Adults' own words.
    Open,
}

/// Options of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to make
    #[arg(value_enum)]
    pub kind: KindArg,
    /// Its title; several words need no quotation marks
    #[arg(required = true, num_args = 1..)]
    pub title: Vec<String>,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// A kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// One moment.
    Story,
    /// A question.
    Prompt,
    /// Somebody who is in stories.
    Person,
    /// A programme, a cohort, a year.
    Collection,
    /// A page such as "About".
    Page,
    /// What a tag means.
    Tag,
}

/// Options of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What to list
    #[arg(value_enum, default_value_t = ListOf::Stories)]
    pub what: ListOf,
    /// As a table for people, as JSON for programs, or as CSV for spreadsheets
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListOf {
    /// All stories.
    Stories,
    /// All prompts.
    Prompts,
    /// All tags with their counts.
    Tags,
    /// All ripples.
    Ripples,
    /// Drafts.
    Drafts,
    /// What a date holds back.
    Held,
    /// What lacks consent.
    Withheld,
    /// Published stories that nothing joins to another.
    Orphans,
    /// Consent that ends or is to be asked for again within 60 days.
    Due,
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Table,
    /// For machines.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A file of the site, or the id of what is in it
    #[arg(value_name = "FILE_OR_ID")]
    pub entry: PathBuf,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Options of `consent`.
#[derive(Debug, Args)]
pub struct ConsentArgs {
    /// Only what ends or is to be asked for again within this time: days, weeks or months, such as 60d, 8w or 3m
    #[arg(long, value_name = "TIME", num_args = 0..=1, default_missing_value = "60d")]
    pub due: Option<String>,
    /// Only one collection, by its id or title, with the people in its stories
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
    /// As a table for people, as JSON for programs, or as CSV for spreadsheets
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What to export
    #[arg(value_enum)]
    pub what: ExportOf,
    /// In which form: JSON for programs, Graph ML for drawing, or CSV for spreadsheets
    #[arg(long, value_enum, default_value_t = ExportFormat::Json)]
    pub format: ExportFormat,
    /// The file to write, over one that is there [default: print it]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Use this address instead of `base_url` in ripple.yaml
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
}

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportOf {
    /// Published stories and the ripples between them.
    Ripples,
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// JSON Graph Format.
    Json,
    /// For programs that draw and measure graphs.
    Graphml,
    /// For spreadsheets: one ripple a row.
    Csv,
}

/// Options of `theme`.
#[derive(Debug, Args)]
pub struct ThemeArgs {
    /// What to do
    #[command(subcommand)]
    pub command: ThemeCommand,
}

/// What can be done with themes.
#[derive(Debug, Subcommand)]
pub enum ThemeCommand {
    /// List the themes there are: built in, and in themes/
    #[command(
        after_help = "Examples:\n  ripple theme list                what each theme extends and changes, and the \
        settings of this site's\n  ripple theme list --format json  the same for another program"
    )]
    List(ThemeListArgs),
    /// Copy files of the theme into the site's own, so that they can be changed
    #[command(after_help = "Examples:\n  ripple theme eject                       list the files there are\n  \
        ripple theme eject story.html style.css  copy two of them\n  \
        ripple theme eject --all                 copy all of them")]
    Eject(EjectArgs),
}

/// Options of `theme list`.
#[derive(Debug, Args)]
pub struct ThemeListArgs {
    /// As a table for people, as JSON for programs, or as CSV for spreadsheets
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Options of `theme eject`.
#[derive(Debug, Args)]
pub struct EjectArgs {
    /// Files of the theme, such as templates/story.html or story.html; without any, they are listed
    #[arg(value_name = "FILE", conflicts_with = "all")]
    pub files: Vec<String>,
    /// Copy all of them
    #[arg(long)]
    pub all: bool,
    /// Put them in the place of your own, which are lost
    #[arg(long)]
    pub force: bool,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Options of `withdraw`.
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// What is taken back: its id, its file, or the address of its page
    #[arg(value_name = "ID")]
    pub entry: PathBuf,
    /// Leave a plain page at the old address that says that the story was taken back
    #[arg(long)]
    pub tombstone: bool,
    /// The folder with the finished site [default: public/ in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
}

/// Options of `hash-names`.
#[derive(Debug, Args)]
pub struct HashNamesArgs {
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Options of `clean`.
#[derive(Debug, Args)]
pub struct CleanArgs {
    /// The output folder [default: public/ in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// The site's folder [default: this folder or the nearest one above with a ripple.yaml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
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
#[derive(Clone, Debug, Default, Args)]
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
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<u16>,
}

fn port(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "a port is a number from 0 to 65535")
}

fn interface(text: &str) -> Result<IpAddr, &'static str> {
    let wanted = "the number of an address of this machine is wanted, such as 192.168.1.20, or 0.0.0.0 for all it has; \
                  without -i only this machine can ask, as localhost";
    text.parse().map_err(|_| wanted)
}

fn jobs(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|jobs| *jobs > 0).ok_or("a number from 1 to 65535 is wanted")
}

/// How problems and results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines: one JSON object.
    Json,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
