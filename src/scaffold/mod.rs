//! New files: a whole site, one entry from its archetype, or files of a theme. Never overwrites anything unasked.

mod eject;

pub use eject::{Copied, ThemeCopy, copies, eject};

use crate::diag::SourcePath;
use crate::model::{self, EntryKind, Fatal, Profile, Retired, text};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What a new site starts with, apart from its configuration: places and texts.
const SITE: [(&str, &str); 5] = [
    ("content/stories/the-question-after-the-bell.md", include_str!("site/first.md")),
    ("content/stories/the-empty-chair.md", include_str!("site/second.md")),
    ("content/prompts/who-noticed-you.md", include_str!("site/prompt.md")),
    ("content/pages/about.md", include_str!("site/about.md")),
    (GIT_IGNORE, "/public/\n/.ripple/\n"),
];

const GIT_IGNORE: &str = ".gitignore";

/// With `.md`, a file name of 120 bytes (content model, section 10).
const LONGEST_ID: usize = 117;

/// The answers that a new site needs.
#[derive(Clone, Debug)]
pub struct NewSite {
    /// The site's name.
    pub title: String,
    /// How it looks after people.
    pub profile: Profile,
    /// BCP 47 tag.
    pub language: String,
    /// IANA name.
    pub timezone: String,
    /// The year, for the permanent part of feed ids.
    pub year: i16,
}

/// What came of making a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeSite {
    /// The files that were made, in order.
    pub files: Vec<String>,
    /// Lines that were added to a `.gitignore` that was there already.
    pub ignored: Vec<&'static str>,
}

/// Makes a new site in a folder.
///
/// # Errors
/// When the folder already holds a site or one of the files, or cannot be written; nothing is overwritten.
pub fn site(folder: &Path, new: &NewSite) -> Result<MadeSite, Fatal> {
    let config = include_str!("site/ripple.yaml")
        .replace("{title}", &quoted(&new.title))
        .replace("{profile}", profile_word(new.profile))
        .replace("{language}", &new.language)
        .replace("{timezone}", &new.timezone)
        .replace("{year}", &new.year.to_string());
    // The examples are in English, whatever the site will be in.
    let is_english = new.language.split('-').next() == Some("en");
    let tongue = |text: &str| match text.strip_prefix("---\n") {
        Some(rest) if !is_english => {
            format!("---\nlang: en   # this example is in English; your own texts need no such line\n{rest}")
        }
        _ => text.to_owned(),
    };
    let examples = SITE.map(|(path, text)| (path, tongue(text)));
    let examples = examples.iter().map(|(path, text)| (*path, text.as_str()));
    let files: Vec<(&str, &str)> = std::iter::once(("ripple.yaml", config.as_str())).chain(examples).collect();
    if let Some((taken, _)) = files.iter().find(|(path, _)| *path != GIT_IGNORE && folder.join(path).exists()) {
        return Err(Fatal::Argument(format!(
            "`{}` is already there, and nothing is ever overwritten. Choose another folder: `ripple init FOLDER`",
            folder.join(taken).display()
        )));
    }
    let mut made = MadeSite::default();
    for (path, text) in files {
        if write_new(&folder.join(path), text)? {
            made.files.push(path.to_owned());
        } else if path == GIT_IGNORE {
            made.ignored = ignore(&folder.join(path))?;
        }
    }
    Ok(made)
}

/// Adds to a `.gitignore` what it lacks, below all that is there: what is built, and what is private, must not end
/// up in a repository. Its patterns mean the folder it is in.
fn ignore(path: &Path) -> Result<Vec<&'static str>, Fatal> {
    let at = |error| Fatal::NotWritable { path: PathBuf::from(path), error };
    let text = fs::read(path).map_err(at)?;
    let text = String::from_utf8_lossy(&text);
    let is_there = |pattern: &str| text.lines().any(|line| line.trim().trim_matches('/') == pattern.trim_matches('/'));
    let missing: Vec<&str> = ["/public/", "/.ripple/"].into_iter().filter(|pattern| !is_there(pattern)).collect();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    let lines: String = missing.iter().flat_map(|pattern| [pattern, end]).collect();
    if !missing.is_empty() {
        let mut file = fs::File::options().append(true).open(path).map_err(at)?;
        file.write_all(format!("{gap}{lines}").as_bytes()).map_err(at)?;
    }
    Ok(missing)
}

/// The word for a profile in the configuration.
#[must_use]
pub fn profile_word(profile: Profile) -> &'static str {
    match profile {
        Profile::School => "school",
        Profile::Organisation => "organisation",
        Profile::Open => "open",
    }
}

/// Makes a new entry from the site's own archetype, or the built-in one. Returns where it is.
///
/// # Errors
/// When there is such a file already, or it cannot be written, or its id was taken back.
pub fn entry(root: &Path, kind: EntryKind, title: &str, today: &str, retired: &Retired) -> Result<SourcePath, Fatal> {
    let id = file_name(kind, title);
    if retired.holds(kind, &id) {
        return Err(Fatal::Argument(format!(
            "the {} that had the id `{id}` was taken back, and its id is never used again. Choose another title",
            kind.word()
        )));
    }
    let path = place(kind, &id);
    let text = beginning(root, kind, model::archetype(kind))?;
    if make(root, &path, &text, title, today)? {
        return Ok(path);
    }
    let message = format!("there is already a file `{path}`. Open it, or choose another title");
    Err(Fatal::Argument(message))
}

/// Makes the file of a person of a school: a child, until somebody says otherwise, of whose name only the first part is
/// written down, in the file and in its name. Returns where it is.
///
/// # Errors
/// When it cannot be written.
pub fn pupil(root: &Path, name: &str, today: &str, retired: &Retired) -> Result<SourcePath, Fatal> {
    let first = first_name(name);
    let id = file_name(EntryKind::Person, first);
    let text = beginning(root, EntryKind::Person, include_str!("archetypes/pupil.md"))?;
    for number in 1..=MOST_NAMESAKES {
        let id = if number == 1 { id.clone() } else { format!("{id}-{number}") };
        let path = place(EntryKind::Person, &id);
        if !retired.holds(EntryKind::Person, &id) && make(root, &path, &text, first, today)? {
            return Ok(path);
        }
    }
    Err(Fatal::Argument(format!("there are {MOST_NAMESAKES} files of people called `{first}` already")))
}

/// More children than that of one name are in no school.
const MOST_NAMESAKES: usize = 999;

/// The first name of a name; of one with a title before it, the whole, for no first name is in it.
#[must_use]
pub fn first_name(name: &str) -> &str {
    const TITLES: [&str; 14] =
        ["mr", "mrs", "ms", "miss", "mx", "sir", "dr", "prof", "herr", "frau", "madame", "monsieur", "señor", "señora"];
    let first = name.split_whitespace().next().unwrap_or(name);
    if TITLES.contains(&first.trim_end_matches('.').to_lowercase().as_str()) { name } else { first }
}

fn place(kind: EntryKind, id: &str) -> SourcePath {
    SourcePath::new(&format!("content/{}/{id}.md", kind.folder()))
}

fn make(root: &Path, path: &SourcePath, text: &str, title: &str, today: &str) -> Result<bool, Fatal> {
    let id = path.file_name().trim_end_matches(".md");
    let text = text.replace("{title}", &quoted(title)).replace("{first}", &quoted(title));
    write_new(&root.join(path.as_str()), &text.replace("{id}", id).replace("{date}", today))
}

/// The id, and the name of the file, for a title: one that every system can hold and that means the entry itself.
fn file_name(kind: EntryKind, title: &str) -> String {
    let mut id = text::slug(title);
    if text::is_reserved_name(&id) || id == "index" {
        id = format!("{}-{id}", kind.word());
    }
    if id.len() > LONGEST_ID {
        let ends = || id.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST_ID);
        let word = ends().filter(|at| id[*at..].starts_with('-')).last();
        id.truncate(word.or_else(|| ends().last()).unwrap_or(LONGEST_ID));
    }
    id
}

/// What a new entry of a kind starts from.
fn beginning(root: &Path, kind: EntryKind, built_in: &str) -> Result<String, Fatal> {
    let own = root.join("archetypes").join(format!("{}.md", kind.word()));
    match fs::read_to_string(&own) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(built_in.to_owned()),
        Err(error) => Err(Fatal::Unreadable { path: own, error }),
    }
}

/// Text as YAML that stays text, whatever is in it.
fn quoted(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || " -,.?!'’()".contains(letter);
    let starts_well = text.chars().next().is_some_and(char::is_alphabetic);
    let safe = starts_well && text.chars().all(plain) && !matches!(text, "true" | "false" | "null" | "yes" | "no");
    if safe && !text.ends_with(' ') {
        return text.to_owned();
    }
    let shown: String = text.chars().filter(|letter| !letter.is_control()).collect();
    format!("\"{}\"", shown.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Writes a file that is not there yet, and the folders above it. False if it is there.
fn write_new(path: &Path, text: &str) -> Result<bool, Fatal> {
    let at = |path: &Path, error| Fatal::NotWritable { path: PathBuf::from(path), error };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true).map_err(|error| at(path, error)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(at(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_gets_a_file_name_that_works() {
        let name = |title: &str| file_name(EntryKind::Story, title);
        assert_eq!(
            (name("Con"), name("AUX!"), name("index")),
            ("story-con".into(), "story-aux".into(), "story-index".into())
        );
        assert_eq!(name("Confidence"), "confidence");
        let long = name(&"The bus ".repeat(60));
        assert!(long.len() <= LONGEST_ID && long.ends_with("-the") && long.len() > LONGEST_ID - 8, "{long}");
        assert_eq!(name(&format!("{} {}", "a".repeat(58), "b".repeat(58))).len(), 117, "whole words that just fit");
        assert_eq!(name(&"x".repeat(300)), "x".repeat(LONGEST_ID));
        assert_eq!(name(&"話".repeat(300)), "話".repeat(LONGEST_ID / 3));
    }

    #[test]
    fn only_the_first_name_of_a_pupil_is_written_down() {
        let site = tempfile::tempdir().unwrap();
        let made = |name: &str| pupil(site.path(), name, "2026-03-02", &Retired::default()).unwrap();
        assert_eq!(made("Maria Lopez").as_str(), "content/people/maria.md");
        assert_eq!(made("Maria Okafor").as_str(), "content/people/maria-2.md");
        assert_eq!(made("Ms Okafor").as_str(), "content/people/ms-okafor.md");
        let text = fs::read_to_string(site.path().join("content/people/maria-2.md")).unwrap();
        assert!(
            text.contains("first: Maria\n") && text.contains("\nminor: true ") && !text.contains("Okafor"),
            "{text}"
        );
    }

    #[test]
    fn titles_stay_text() {
        assert_eq!(quoted("Maria speaks"), "Maria speaks");
        assert_eq!(quoted("Maria: her story"), "\"Maria: her story\"");
        assert_eq!(quoted("2024"), "\"2024\"");
        assert_eq!(quoted("say \"yes\"\n"), "\"say \\\"yes\\\"\"");
        assert_eq!(quoted("true"), "\"true\"");
    }
}
