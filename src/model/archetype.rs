//! What new entries begin with. Here, because the parser must know those words again: they are there to be replaced,
//! and never meant for readers.

use super::EntryKind;

/// The built-in archetype of a kind, with `{title}`, `{id}` and `{date}` to be filled in.
#[must_use]
pub fn archetype(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Story => include_str!("../scaffold/archetypes/story.md"),
        EntryKind::Prompt => include_str!("../scaffold/archetypes/prompt.md"),
        EntryKind::Person => include_str!("../scaffold/archetypes/person.md"),
        EntryKind::Collection => include_str!("../scaffold/archetypes/collection.md"),
        EntryKind::Tag => include_str!("../scaffold/archetypes/tag.md"),
        EntryKind::Page | EntryKind::Home => include_str!("../scaffold/archetypes/page.md"),
    }
}

/// The line below the fields of an archetype, which asks the writer to write something else there.
#[must_use]
pub fn placeholder(kind: EntryKind) -> Option<&'static str> {
    let (_, text) = archetype(kind).rsplit_once("\n---")?;
    Some(text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_with_a_text_has_one_line_that_no_writer_would_write() {
        for kind in EntryKind::ALL {
            let line = placeholder(kind);
            assert_eq!(line.is_none(), kind == EntryKind::Person, "{kind:?}");
            assert!(line.is_none_or(|line| line.starts_with("Write ") && line.ends_with('.') && !line.contains('\n')));
        }
    }
}
