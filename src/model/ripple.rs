//! Kinds of ripples: their names, inverses, labels, and whether they count for reach.

use serde::Serialize;

/// One kind of relation from an earlier story to a later one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RippleKind {
    /// The name from the earlier end, such as `paid-forward`.
    pub name: String,
    /// The name from the later end, such as `paid-forward-from`; equal to `name` if symmetric.
    pub inverse: String,
    /// What the earlier story's page says, such as "Paid forward in".
    pub label: String,
    /// What the later story's page says, such as "Carried on from".
    pub inverse_label: String,
    /// The relation inside a sentence, read downwards, such as "was paid forward in".
    pub reads: String,
    /// Whether it counts for reach and families.
    pub counts: bool,
    /// Whether both ends are alike.
    pub symmetric: bool,
}

/// Place of `same-moment` in [`RippleKinds`].
pub const SAME_MOMENT: u8 = 4;
/// Place of `related` in [`RippleKinds`].
pub const RELATED: u8 = 5;
/// Place of `mentions` in [`RippleKinds`].
pub const MENTIONS: u8 = 6;

/// All kinds of a site, the built-in ones first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RippleKinds(pub Vec<RippleKind>);

impl Default for RippleKinds {
    fn default() -> Self {
        let kind = |name: &str, inverse: &str, label: &str, inverse_label: &str, reads: &str, counts| RippleKind {
            name: name.to_owned(),
            inverse: inverse.to_owned(),
            label: label.to_owned(),
            inverse_label: inverse_label.to_owned(),
            reads: reads.to_owned(),
            counts,
            symmetric: name == inverse,
        };
        let same = "The same moment, told by another";
        Self(vec![
            kind(
                "paid-forward",
                "paid-forward-from",
                "Paid forward in",
                "Carried on from",
                "was paid forward in",
                true,
            ),
            kind("inspired", "inspired-by", "Inspired", "Inspired by", "inspired", true),
            kind("continued-in", "continues", "Continued in", "Continues", "was continued in", true),
            kind("retold-in", "retells", "Retold in", "First told in", "was retold in", false),
            kind("same-moment", "same-moment", same, same, "is the same moment as", false),
            kind("related", "related", "Related", "Related", "is related to", false),
            kind("mentions", "mentioned-in", "Mentions", "Mentioned in", "mentions", false),
        ])
    }
}

impl RippleKinds {
    /// The kind at a place that came from this table.
    ///
    /// # Panics
    /// If the place came from another table.
    #[must_use]
    pub fn get(&self, kind: u8) -> &RippleKind {
        &self.0[usize::from(kind)]
    }

    /// Finds a kind by either of its names, with `_` equal to `-`. The flag is true for the inverse name
    /// of a kind that has two.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<(u8, bool)> {
        let name = name.trim().to_lowercase().replace('_', "-");
        self.0.iter().enumerate().find_map(|(index, kind)| {
            let place = u8::try_from(index).ok()?;
            if kind.name == name {
                Some((place, false))
            } else if kind.inverse == name {
                Some((place, true))
            } else {
                None
            }
        })
    }

    /// Every name that a writer may use, in table order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|kind| {
            let inverse = (kind.inverse != kind.name).then_some(kind.inverse.as_str());
            std::iter::once(kind.name.as_str()).chain(inverse)
        })
    }
}
