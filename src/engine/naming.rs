//! The names that are looked for in every text. They are among the options of a parse: when a name changes, every
//! text is looked at again, and otherwise none is.

use super::{Changes, Engine};
use crate::diag::{Diagnostic, SourcePath};
use crate::model::{Entry, EntryKind, NameList, ParseOptions, PersonNames, Personal, SourceTree};
use crate::{parse, read};
use std::sync::Arc;

impl Engine {
    /// The names of the site's people and the private ones. Only files of people that may have changed are read.
    pub(super) fn names(
        &self,
        tree: &SourceTree,
        changes: &Changes,
        options: &ParseOptions,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Arc<NameList> {
        let root = &self.options.root;
        let folder = format!("content/{}/", EntryKind::Person.folder());
        let first = tree.content.partition_point(|path| path.as_str() < folder.as_str());
        let people = tree.content[first..].iter().take_while(|path| path.as_str().starts_with(&folder));
        let is_same = |path: &SourcePath| {
            tree.linked.is_empty() && matches!(changes, Changes::Paths(paths) if !paths.contains(path))
        };
        let names = |path: &SourcePath| -> Option<(SourcePath, PersonNames, String)> {
            let known = self.parsed.binary_search_by(|known| known.path.cmp(path)).ok().filter(|_| is_same(path));
            let known = known.and_then(|place| self.parsed[place].parsed.entry.as_ref());
            let of = |entry: &Entry| {
                let names = PersonNames { page: None, ..entry.names.as_deref()?.clone() };
                Some((path.clone(), names, entry.card.title.clone()))
            };
            // A file that cannot be read is reported where it is parsed.
            let read = || parse::entry(&read::file(root, path).ok()?, options, &self.highlighter).entry;
            known.map_or_else(|| of(&*read()?), |entry| of(entry))
        };
        let people: Vec<_> = people.filter_map(names).collect();
        let (private, problems) = read::private_names(root);
        diagnostics.extend(problems);
        let (list, problems) = parse::name_list(
            &people,
            &private,
            self.options.names_key.as_deref(),
            &SourcePath::new(read::NAMES_HASHES),
        );
        diagnostics.extend(problems);
        match self.parse_options.as_ref().filter(|known| *known.names == list) {
            Some(known) => Arc::clone(&known.names),
            None => Arc::new(list),
        }
    }

    /// Personal data in the names of the files that are copied as they are.
    pub(super) fn file_names(&self, tree: &SourceTree) -> Vec<Personal> {
        let Some(options) = &self.parse_options else { return Vec::new() };
        let shown = |path: &SourcePath| {
            let below = path.as_str().strip_prefix("static/").unwrap_or(path.as_str());
            // `jane@school.example.pdf`: the ending is no part of it.
            let below = below.rsplit_once('.').map_or(below, |(name, _)| name);
            parse::in_file_name(path, below, &options.names)
        };
        tree.statics.iter().map(|(path, _)| shown(path)).filter(|found| !found.is_empty()).collect()
    }

    /// The names that no entry holds and that may stand nowhere, as the site's private list has them: for those who
    /// look through what is written.
    #[must_use]
    pub fn private_names(&self) -> Vec<String> {
        read::private_names(&self.options.root).0.names
    }
}
