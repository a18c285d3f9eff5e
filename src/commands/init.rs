//! `ripple init`: a new site that builds at once.

use super::clock;
use super::out::{eprint, eprintln, println};
use crate::cli::{InitArgs, ProfileArg};
use crate::model::{Fatal, Profile, iso_day, system_timezone, text};
use crate::scaffold::{self, NewSite};
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

const QUESTION: &str = "Whose stories will be on this site?\n  \
    1  school        children are in them: nothing is published without consent\n  \
    2  organisation  people told them to us: without consent they are left out\n  \
    3  open          adults tell their own\n\
    Please type 1, 2 or 3: ";

const NEXT: &str = "  \
    ripple serve                  shows it in your browser, and every change at once\n  \
    ripple new story \"A title\"    a story of your own\n  \
    ripple check                  tells you what is missing\n  \
    ripple build                  makes it in the folder public/, to be published\n\n\
    Before the first visitor comes, say in ripple.yaml where people can ask for a story\nto be taken down: the line `contact`.";

/// Where others are told of.
const PRIVATE: &str = "Keep this folder private: who agreed to what, real names, and stories that\n\
    somebody said no to stand in its files. If you use Git, the repository must be\n\
    private, for it keeps every old version. Only public/ is for everyone.\n\
    docs/safeguarding.md in ripple's own repository says more.";

/// Makes a new site and says what to do next. Returns the exit code.
pub(super) fn run(args: &InitArgs) -> Result<u8, Fatal> {
    let folder = args.dir.clone().unwrap_or_else(|| PathBuf::from("."));
    let profile = match args.profile {
        Some(ProfileArg::School) => Profile::School,
        Some(ProfileArg::Organisation) => Profile::Organisation,
        Some(ProfileArg::Open) => Profile::Open,
        None => ask()?,
    };
    let title = args.title.clone().unwrap_or_else(|| title_of(&folder));
    let year = iso_day(clock()).get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026);
    let new = NewSite { title, profile, language: language(), timezone: system_timezone(), year };
    let made = scaffold::site(&folder, &new)?;
    for path in made.files {
        println!("{}", folder.join(path).display());
    }
    if !made.ignored.is_empty() {
        let path = folder.join(".gitignore");
        eprintln!("Added {} to {}, which was there already.", made.ignored.join(" and "), path.display());
    }
    let enter = match &args.dir {
        Some(dir) if dir.to_string_lossy().contains(char::is_whitespace) => format!("  cd \"{}\"\n", dir.display()),
        Some(dir) => format!("  cd {}\n", dir.display()),
        None => String::new(),
    };
    eprintln!("\nYour site is ready. Next:\n{enter}{NEXT}");
    if profile != Profile::Open {
        eprintln!("\n{PRIVATE}");
    }
    Ok(0)
}

/// Asks the one question, if there is somebody to ask.
fn ask() -> Result<Profile, Fatal> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        let message =
            "say how the site looks after people: add `--profile school`, `--profile organisation` or `--profile open`";
        return Err(Fatal::Argument(message.to_owned()));
    }
    eprint!("{QUESTION}");
    for line in stdin.lock().lines() {
        match line.unwrap_or_default().trim().to_lowercase().as_str() {
            "1" | "school" => return Ok(Profile::School),
            "2" | "organisation" => return Ok(Profile::Organisation),
            "3" | "open" => return Ok(Profile::Open),
            _ => eprint!("Please type 1, 2 or 3: "),
        }
    }
    Err(Fatal::Argument("no answer was given, so no site was made".to_owned()))
}

/// A name made from the folder's: `our-stories` becomes "Our stories".
fn title_of(folder: &Path) -> String {
    let real = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = real.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    match name.trim() {
        "" => "Our stories".to_owned(),
        name => text::capitalised(name),
    }
}

/// The system's language as a BCP 47 tag: `en_GB.UTF-8` becomes `en-GB`.
fn language() -> String {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()));
    let tag = named.as_deref().unwrap_or("en").split(['.', '@']).next().unwrap_or("en").replace('_', "-");
    let mut parts = tag.split('-');
    let first_ok = parts
        .next()
        .is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase()));
    let rest_ok =
        parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if first_ok && rest_ok { tag } else { "en".to_owned() }
}
