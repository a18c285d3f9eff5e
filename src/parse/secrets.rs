//! What a file says that no output may hold: the number of the consent form, and what stands under `private`.

use super::fields::Fields;
use super::yaml::{Node, Value};
use crate::model::{Secret, SecretKind};

/// Finds them all, and takes none.
pub(super) fn of(fields: &Fields<'_>) -> Vec<Secret> {
    let mut secrets = Vec::new();
    if let Some((_, Value { node: Node::Map(block), .. })) = fields.peek("consent") {
        let records = block.iter().filter(|(key, _)| key.name == "record");
        records.for_each(|(_, value)| collect(value, SecretKind::Record, &mut secrets));
    }
    if let Some((_, value)) = fields.peek("private") {
        collect(value, SecretKind::Private, &mut secrets);
    }
    secrets
}

/// All texts and numbers in a value, in order. As deep as YAML may be (reliability, section 3).
fn collect(value: &Value, kind: SecretKind, secrets: &mut Vec<Secret>) {
    match &value.node {
        Node::Null(_) | Node::Bool(..) => {}
        Node::Number(text) | Node::Text(text) => secrets.push(Secret { kind, text: text.trim().to_owned() }),
        Node::List(items) => items.iter().for_each(|item| collect(item, kind, secrets)),
        Node::Map(fields) => fields.iter().for_each(|(_, value)| collect(value, kind, secrets)),
    }
}
