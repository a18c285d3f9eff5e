//! Files of a site that are no entries and of which readers see something: its configuration, the files of its own theme,
//! texts in `static/`, drawings beside the entries. What names stand in them is remembered.

use super::Engine;
use crate::model::{
    Digest, Gallery, MediaKind, NameList, SourceFile, SourceKind, SourceNames, SourcePath, SourceTree, THEME_FILE,
    ThemeLayer, shown,
};
use crate::{parse, read};
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The bytes of a text that are looked through.
const TEXT_LIMIT: u64 = 4 << 20;

/// Enough to tell a text from anything else.
const BEGINNING: u64 = 1024;

/// What is known of these files.
#[derive(Default)]
pub(super) struct Shelf {
    /// The texts of the site's own theme, with the digest of the theme.
    theme: (Digest, Vec<Held>),
    /// The configuration.
    config: Option<Held>,
    /// By the digest of the names that were looked for: what was found in each file, with what it was read from.
    known: (Digest, HashMap<SourcePath, (Digest, Option<SourceNames>)>),
    /// All that went into the last answer, and that.
    last: Option<(Inputs, Arc<[SourceNames]>)>,
}

/// A small file that is kept.
pub(super) struct Held {
    pub(super) path: SourcePath,
    pub(super) kind: SourceKind,
    pub(super) bytes: Arc<[u8]>,
}

/// What an answer depends on. Whenever a file of `static/` changes, the tree is walked again.
struct Inputs {
    digests: (Digest, Digest, Digest),
    tree: Arc<SourceTree>,
    drawings: Vec<(SourcePath, Digest)>,
}

impl Shelf {
    /// Keeps the texts of a theme that are the site's own. Those that only repeat what is built in are not.
    pub(super) fn dress(&mut self, digest: Digest, layers: &[ThemeLayer]) {
        if self.theme.0 == digest {
            return;
        }
        let built_in = |theme: &str, name: &str| {
            let layer = layers.iter().find(|layer| layer.built_in && layer.theme == theme);
            layer.and_then(|layer| layer.file(name))
        };
        let own = layers.iter().filter(|layer| !layer.built_in);
        let files = own.flat_map(|layer| layer.files.iter().map(move |(name, bytes)| (layer, name, bytes)));
        let held = files.filter_map(|(layer, name, bytes)| {
            let is_own = built_in(&layer.theme, name).is_none_or(|built_in| built_in != bytes.as_ref());
            let kind = kind(name).filter(|_| is_own && is_text(bytes))?;
            let path = SourcePath::new(&format!("{}{name}", layer.folder()));
            Some(Held { path, kind, bytes: cut(bytes).into() })
        });
        self.theme = (digest, held.collect());
    }

    /// The configuration and the texts of the site's own theme.
    pub(super) fn held(&self) -> impl Iterator<Item = &Held> {
        self.config.iter().chain(&self.theme.1)
    }

    /// The names in all these files, as they were found last.
    pub(super) fn found(&self) -> &[SourceNames] {
        self.last.as_ref().map_or(&[], |(_, found)| found)
    }

    /// What is found in one file, remembered by a digest of what it was read from.
    fn known(&self, path: &SourcePath, digest: Digest) -> Option<(Digest, Option<SourceNames>)> {
        self.known.1.get(path).filter(|(known, _)| *known == digest).cloned()
    }

    fn look(&mut self, root: &Path, tree: &Arc<SourceTree>, gallery: &Gallery, names: &NameList) -> Arc<[SourceNames]> {
        let config = self.config.as_ref().map(|file| Digest::of_bytes(&file.bytes)).unwrap_or_default();
        let digests = (names.digest, self.theme.0, config);
        let drawings = gallery.iter().filter(|(_, medium)| medium.kind == MediaKind::Svg);
        let drawings: Vec<_> = drawings.map(|(path, medium)| (path.clone(), medium.digest)).collect();
        if let Some((inputs, found)) = &self.last
            && inputs.digests == digests
            && Arc::ptr_eq(&inputs.tree, tree)
            && inputs.drawings == drawings
        {
            return Arc::clone(found);
        }
        if self.known.0 != names.digest {
            self.known = (names.digest, HashMap::new());
        }
        let held = self.held().map(|file| (&file.path, file.kind, Where::Held(&file.bytes)));
        let statics = tree.statics.iter().map(|(path, place)| (path, SourceKind::Static, Where::Place(place)));
        let drawn = drawings.iter().map(|(path, digest)| (path, SourceKind::Drawing, Where::Drawing(*digest)));
        let files: Vec<_> = held.chain(statics).chain(drawn).collect();
        let looked = files.into_par_iter().map(|(path, kind, from)| {
            let digest = from.digest();
            let found = self.known(path, digest).unwrap_or_else(|| {
                let bytes = from.bytes(root, path);
                (digest, bytes.and_then(|bytes| parse::names_in(path, kind, &bytes, names)))
            });
            (path.clone(), found)
        });
        let looked: Vec<_> = looked.collect();
        let found: Arc<[SourceNames]> = looked.iter().filter_map(|(_, (_, found))| found.clone()).collect();
        self.known.1 = looked.into_iter().collect();
        let inputs = Inputs { digests, tree: Arc::clone(tree), drawings };
        self.last = Some((inputs, Arc::clone(&found)));
        found
    }
}

/// Where the bytes of a file come from.
enum Where<'a> {
    Held(&'a Arc<[u8]>),
    Place(&'a Path),
    Drawing(Digest),
}

impl Where<'_> {
    /// Another one if the file is another.
    fn digest(&self) -> Digest {
        match self {
            Self::Held(bytes) => Digest::of_bytes(bytes),
            Self::Place(place) => Digest::of(&read::stamp(place)),
            Self::Drawing(digest) => *digest,
        }
    }

    /// The text of the file; `None` if it is none, or cannot be read, which is told elsewhere.
    fn bytes(&self, root: &Path, path: &SourcePath) -> Option<Arc<[u8]>> {
        match self {
            Self::Held(bytes) => Some(Arc::clone(bytes)),
            Self::Place(place) => {
                let beginning = read::beginning(place, BEGINNING).ok()?;
                let bytes = is_text(&beginning).then(|| read::beginning(place, TEXT_LIMIT).ok()).flatten()?;
                Some(cut(&bytes).into())
            }
            Self::Drawing(_) => read::bytes(root, path, TEXT_LIMIT).ok().map(Arc::from),
        }
    }
}

impl Engine {
    /// The names in files that are no entries.
    pub(super) fn source_names(
        &mut self,
        config: Option<&SourceFile>,
        tree: &Arc<SourceTree>,
        gallery: &Gallery,
    ) -> Arc<[SourceNames]> {
        self.shelf.config = config.map(|file| Held {
            path: file.path.clone(),
            kind: SourceKind::Configuration,
            bytes: file.text.as_bytes().into(),
        });
        let names = self.parse_options.as_ref().map(|options| Arc::clone(&options.names));
        let Some(names) = names.filter(|names| !names.is_empty()) else {
            self.shelf.last = None;
            return Arc::default();
        };
        self.shelf.look(&self.options.root, tree, gallery, &names)
    }
}

/// What a file of a theme is, by its name.
fn kind(name: &str) -> Option<SourceKind> {
    let folder = name.split_once('/').map(|(folder, _)| folder);
    match folder {
        None => (name == THEME_FILE).then_some(SourceKind::ThemeSheet),
        Some("i18n") => Some(SourceKind::Words),
        Some("static") => Some(SourceKind::Asset),
        Some("templates" | "partials") => Some(SourceKind::Template),
        Some(_) => None,
    }
}

/// Whether the beginning of a file is that of a text.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let beginning = bytes.get(..usize::try_from(BEGINNING).unwrap_or(usize::MAX)).unwrap_or(bytes);
    shown::decoded(whole(beginning)).is_some()
}

/// As much of a text as is looked through.
pub(super) fn cut(bytes: &[u8]) -> &[u8] {
    let most = usize::try_from(TEXT_LIMIT).unwrap_or(usize::MAX);
    bytes.get(..most).map_or(bytes, whole)
}

/// Without the part of a character at the end of what was cut off.
fn whole(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}
