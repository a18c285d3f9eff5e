//! `ripple clean`: takes back what ripple wrote, and nothing else.

use super::build::PUBLISH_FOLDER;
use super::out::println;
use super::{home, root};
use crate::cli::CleanArgs;
use crate::model::Fatal;
use crate::write;

/// Cleans the output folder. Returns the exit code.
pub(super) fn run(args: &CleanArgs) -> Result<u8, Fatal> {
    let root = root(args.root.as_deref())?;
    let output = args.output_dir.clone().unwrap_or_else(|| root.join(PUBLISH_FOLDER));
    let removed = write::target(&root, &output, home().as_deref())?.open()?.clear()?;
    match removed {
        0 => println!("There was nothing of ripple's in {}.", output.display()),
        1 => println!("Removed one file from {}.", output.display()),
        many => println!("Removed {many} files from {}.", output.display()),
    }
    Ok(0)
}
