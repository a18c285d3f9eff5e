//! `ripple hash-names`: the private list of names as hashes with a key, which may be committed.

use super::out::println;
use super::{names_key, plural, root};
use crate::cli::HashNamesArgs;
use crate::model::Fatal;
use crate::{parse, read, write};

/// A shorter key can be found by trying.
const SHORTEST_KEY: usize = 16;

/// Writes the hashes. Returns the exit code.
pub(super) fn run(args: &HashNamesArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let (private, problems) = read::private_names(&root);
    if let Some(problem) = problems.first() {
        return Err(Fatal::Argument(problem.message.clone()));
    }
    if private.names.is_empty() {
        return Err(Fatal::Argument(format!(
            "there are no names to hash. Write them into `{}`, one on each line; Git never sees that file",
            read::PRIVATE_NAMES
        )));
    }
    let key = names_key()?.filter(|key| key.chars().count() >= SHORTEST_KEY).ok_or_else(|| {
        Fatal::Argument(format!(
            "the environment variable RIPPLE_NAMES_KEY must hold a secret of {SHORTEST_KEY} characters or more. \
             `openssl rand -hex 32` makes one; keep it where passwords are kept"
        ))
    })?;
    let text = parse::hash_lines(&private.names, &key);
    write::file(&root, &root.join(read::NAMES_HASHES), text.as_bytes())?;
    println!("Hashed {} into {}.", plural(private.names.len(), "name", "names"), read::NAMES_HASHES);
    println!("Commit that file, and give the key as RIPPLE_NAMES_KEY to the machine that builds, as a secret.");
    Ok(0)
}
