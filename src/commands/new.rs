//! `ripple new`: a file to begin with.

use super::out::{eprintln, println};
use super::{clock, root};
use crate::cli::{KindArg, NewArgs};
use crate::model::{EntryKind, Fatal, Profile, RETIRED_FILE, iso_day};
use crate::{parse, read, scaffold};
use std::path::Path;

/// Makes a new entry, prints its path and says what to do next. Returns the exit code.
pub(super) fn run(args: &NewArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let title = args.title.join(" ");
    if title.trim().is_empty() {
        return Err(Fatal::Argument("a title needs at least one letter".to_owned()));
    }
    let kind = match args.kind {
        KindArg::Story => EntryKind::Story,
        KindArg::Prompt => EntryKind::Prompt,
        KindArg::Person => EntryKind::Person,
        KindArg::Collection => EntryKind::Collection,
        KindArg::Page => EntryKind::Page,
        KindArg::Tag => EntryKind::Tag,
    };
    let retired = read::optional(&root, RETIRED_FILE).ok().flatten();
    let retired = retired.map(|file| parse::retired(&file.text)).unwrap_or_default();
    let is_pupil = kind == EntryKind::Person && is_school(&root);
    let (title, today) = (title.trim(), iso_day(clock()));
    let path = if is_pupil {
        scaffold::pupil(&root, title, &today, &retired)?
    } else {
        scaffold::entry(&root, kind, title, &today, &retired)?
    };
    println!("{path}");
    let next = match kind {
        EntryKind::Story => "Write the story there. It stays a draft until you take the line `draft: true` away.",
        EntryKind::Prompt => "Write the question there, then name it in a story: `prompts: [its-file-name]`.",
        EntryKind::Person if is_pupil => {
            "It counts as a child until you take `minor: true` away. No surname is written down. Name the file in a story: \
             `mentee: its-file-name`."
        }
        EntryKind::Person => {
            "Say there which names may be shown, then name the file in a story: `mentee: its-file-name`."
        }
        EntryKind::Collection => "Name it in a story: `collection: its-file-name`.",
        EntryKind::Tag => "Say there what the tag means.",
        EntryKind::Page | EntryKind::Home => "Write the page there; `nav: true` puts it in the menu.",
    };
    eprintln!("{next} `ripple check` tells you what is missing.");
    Ok(0)
}

/// Whether the site looks after children; a configuration that cannot be read says nothing about that.
fn is_school(root: &Path) -> bool {
    let config = read::config_text(root).map(|file| parse::config(&file, None).0);
    config.is_ok_and(|config| config.profile == Profile::School)
}
