//! Named values as a map for templates, put together from values that are there already.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::Value;

/// Names with their values, each name once. Becomes a map in one go, where `BTreeMap` would be sorted first.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    /// One more, or another value for a name that is there.
    pub(super) fn insert(&mut self, name: &'static str, value: Value) {
        self.0.push((name, value));
    }

    /// One more for each of these.
    pub(super) fn extend<const N: usize>(&mut self, more: [(&'static str, Value); N]) {
        self.0.extend(more);
    }
}

impl<const N: usize> From<[(&'static str, Value); N]> for Fields {
    fn from(fields: [(&'static str, Value); N]) -> Self {
        Self(Vec::from(fields))
    }
}

impl FromIterator<(&'static str, Value)> for Fields {
    fn from_iter<T: IntoIterator<Item = (&'static str, Value)>>(fields: T) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera takes each value as it is, and its text is not copied.
        let mut map = serializer.serialize_struct("", self.0.len())?;
        for (name, value) in &self.0 {
            map.serialize_field(name, value)?;
        }
        map.end()
    }
}

impl From<Fields> for Value {
    fn from(fields: Fields) -> Self {
        Self::try_from_serializable(&fields).unwrap_or_else(|_| Self::none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_what_they_are_and_the_last_of_a_name_counts() {
        let inner = Value::from(Fields::from([("html", Value::safe_string("<b>"))]));
        let mut fields = Fields::from([("a", Value::from(1u8)), ("inner", inner)]);
        fields.insert("a", Value::from("two"));
        let map = Value::from(fields).into_map().unwrap();
        assert_eq!((map.len(), map[&"a".into()].as_str()), (2, Some("two")));
        let html = map[&"inner".into()].clone().into_map().unwrap();
        assert!(html[&"html".into()].is_safe());
    }
}
