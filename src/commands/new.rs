//! `ripple new`: a file to begin with.

use super::out::{eprintln, println};
use super::{clock, root};
use crate::cli::{KindArg, NewArgs};
use crate::model::{EntryKind, Fatal, RETIRED_FILE, iso_day};
use crate::{parse, read, scaffold};

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
    let path = scaffold::entry(&root, kind, title.trim(), &iso_day(clock()), &retired)?;
    println!("{path}");
    let next = match kind {
        EntryKind::Story => "Write the story there. It stays a draft until you take the line `draft: true` away.",
        EntryKind::Prompt => "Write the question there, then name it in a story: `prompts: [its-file-name]`.",
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
