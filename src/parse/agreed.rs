//! The parts of a consent block that are read and dropped, for the one command that reads a file again to show them to
//! the site's owner.

use super::fields::Fields;
use super::front_matter;
use super::yaml;
use crate::model::SourceFile;

/// What a consent block says beside what decides anything. Never part of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// The day of the answer, as it is written.
    pub on: String,
    /// Where the signed form is.
    pub record: String,
}

/// Reads those parts of a file's consent block; what cannot be read is empty, and reported elsewhere.
#[must_use]
pub fn agreed(file: &SourceFile) -> Agreed {
    let mut ignored = Vec::new();
    let split = front_matter::split(&file.path, &file.text, &mut ignored);
    let Some(value) = yaml::read(&file.path, &file.text, split.yaml.0, split.yaml.1, &mut ignored) else {
        return Agreed::default();
    };
    let mut fields = Fields::new(value, &mut ignored);
    let Some(mut group) = fields.group("consent") else { return Agreed::default() };
    Agreed { on: group.words("on").unwrap_or_default(), record: group.words("record").unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Digest, SourcePath};

    #[test]
    fn what_is_dropped_elsewhere_is_read_here_and_nothing_fails() {
        let read = |text: &str| {
            let file = SourceFile { path: SourcePath::new("x.md"), text: text.into(), digest: Digest::default() };
            let Agreed { on, record } = agreed(&file);
            (on, record)
        };
        let of = |on: &str, record: &str| (on.to_owned(), record.to_owned());
        assert_eq!(
            read("---\nconsent: {status: granted, on: 2026-03-02, record: C-0142}\n---\n"),
            of("2026-03-02", "C-0142")
        );
        assert_eq!(read("---\nconsent:\n  on: 2026\n  record: 0142\n---\n"), of("2026", "0142"));
        for text in ["", "---\n", "---\nconsent: granted\n---\n", "---\nconsent: {on: [\n---\n", "---\ntitle: x\n---\n"]
        {
            assert_eq!(read(text), of("", ""), "{text}");
        }
    }
}
