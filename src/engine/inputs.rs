//! What a build is made from, as one digest: if that is the same and the output still is what was written, there is
//! nothing to do. Understands no content; nothing is rendered from this.

use super::{Engine, EngineOptions, Reading, Snapshot, dressing};
use crate::diag::codes;
use crate::model::{Digest, Fatal, RETIRED_FILE, SourceFile, SourcePath, SourceTree, next_midnight};
use crate::read;
use crate::{parse, write};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Digests of files, in path order.
type Digests<'a> = Vec<(&'a SourcePath, Digest)>;

impl Engine {
    /// What the last build into this folder said of the site, if a build now would say and write the same: every
    /// source and every file of the output has been read and compared. `None` if that takes a build to know.
    ///
    /// # Errors
    /// When the site or its output cannot be looked into.
    pub fn recall(&self, target: &write::Target) -> Result<Option<String>, Fatal> {
        let known = target.record()?.filter(|(record, _)| record.holds_at(self.options.clock));
        let Some((record, list)) = known else { return Ok(None) };
        let same = sources(&self.options)? == Some(record.inputs);
        Ok(if same && target.stands(&record, list)? { Some(record.words) } else { None })
    }

    /// Writes down that a build had nothing to report, for [`recall`](Self::recall) to find.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn remember(&self, snapshot: &Snapshot, target: &write::Target, words: String) -> Result<(), Fatal> {
        if !snapshot.diagnostics.iter().all(codes::personal::is_for_check) {
            return Ok(());
        }
        let (tree, _) = read::tree(&self.options.root)?;
        let read: Digests<'_> = self.parsed.iter().map(|file| (&file.path, file.digest)).collect();
        let content = Some(read).filter(|read| read.iter().map(|(path, _)| *path).eq(&tree.content));
        let (config, theme) = snapshot.inputs;
        let texts = content.and_then(|content| texts(&self.options, config, theme, &content));
        let Some(inputs) = texts.and_then(|texts| with_files(&self.options.root, texts, &tree)) else { return Ok(()) };
        let clock = self.options.clock;
        let midnight = next_midnight(clock, &snapshot.config.timezone);
        let until = snapshot.next_change.as_ref().map_or(midnight, |(instant, _)| midnight.min(*instant));
        target.remember(&write::Record { inputs, from: clock, until, files: snapshot.pages.len(), words })
    }

    /// What was read, as one digest. Of files that are only copied, the size and the time count.
    pub(super) fn signature(&self, reading: &Reading) -> Digest {
        let tree = &reading.tree;
        let texts = self.parsed.iter().map(|known| (known.path.as_str(), known.digest));
        let paths = tree.content.iter().map(SourcePath::as_str);
        let files = tree.statics.iter().map(|(path, place)| (path.as_str(), read::stamp(place)));
        let media = tree.media.iter().map(SourcePath::as_str);
        let pictures = reading.gallery.iter().map(|(path, medium)| (path.as_str(), medium.digest));
        Digest::of(&(
            reading.inputs,
            texts.collect::<Vec<_>>(),
            paths.collect::<Vec<_>>(),
            files.collect::<Vec<_>>(),
            media.collect::<Vec<_>>(),
            pictures.collect::<Vec<_>>(),
        ))
    }
}

/// Digest of what is said for the whole site: the configuration and the ids that may never be used again.
pub(super) fn chosen(config: Option<&SourceFile>, retired: Option<&SourceFile>) -> Digest {
    Digest::of(&(config.map(|file| file.digest), retired.map(|file| file.digest)))
}

/// Digest of the texts that a run read, if it can stand for the run: with the calendar in hand, it cannot.
pub(super) fn texts(options: &EngineOptions, config: Digest, theme: Digest, content: &Digests<'_>) -> Option<Digest> {
    let EngineOptions {
        root,
        program,
        base_url,
        clock: _,
        source_date_epoch,
        as_of,
        names_key,
        drafts,
        future,
        expired,
    } = options;
    if source_date_epoch.is_some() || as_of.is_some() {
        return None;
    }
    let (private, _) = read::private_names(root);
    let names = (private.names, private.hashes, names_key);
    Some(Digest::of(&(program, base_url, (drafts, future, expired), config, theme, paths(content), names)))
}

/// All that a build now would be made from; `None` if something about it would have to be reported.
fn sources(options: &EngineOptions) -> Result<Option<Digest>, Fatal> {
    let root = &options.root;
    let (tree, problems) = read::tree(root)?;
    let (Ok(file), Ok(retired)) = (read::config_text(root), read::optional(root, RETIRED_FILE)) else {
        return Ok(None);
    };
    let (config, more) = parse::config(&file, options.base_url.as_deref());
    let theme = dressing(root, &config.theme, Some(&file))?;
    if !(problems.is_empty() && more.is_empty() && theme.diagnostics.is_empty()) {
        return Ok(None);
    }
    let content: Option<Digests<'_>> =
        tree.content.par_iter().map(|path| Some((path, read::file(root, path).ok()?.digest))).collect();
    let texts =
        content.and_then(|content| texts(options, chosen(Some(&file), retired.as_ref()), theme.digest, &content));
    Ok(texts.and_then(|texts| with_files(root, texts, &tree)))
}

/// Adds the files that are copied or shown as they are, and those that only a host reads.
fn with_files(root: &Path, texts: Digest, tree: &SourceTree) -> Option<Digest> {
    let media = tree.media.iter().map(|path| (path, root.join(path.as_str())));
    let files: Vec<(&SourcePath, PathBuf)> =
        tree.statics.iter().map(|(path, place)| (path, place.clone())).chain(media).collect();
    let files: Option<Digests<'_>> =
        files.par_iter().map(|(path, place)| Some((*path, read::digest(path, place).ok()?))).collect();
    let hosting = read::hosting(root).into_iter().map(|file| (file.path.to_string(), file.digest));
    Some(Digest::of(&(texts, paths(&files?), hosting.collect::<Vec<_>>())))
}

fn paths<'a>(digests: &'a Digests<'_>) -> Vec<(&'a str, Digest)> {
    digests.iter().map(|(path, digest)| (path.as_str(), *digest)).collect()
}
