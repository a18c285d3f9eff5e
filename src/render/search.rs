//! The files of the search index. They are scripts that call one function, because a page that was opened from disk
//! may load nothing else.

use crate::model::{FoundView, ImageView, SearchFound, SearchMap, SearchPart, SearchWords};
use serde::Serialize;
use serde_json::{Value, json};

/// One file of the index: `rippleSearch("name", "version", …);`.
pub(super) fn script(part: &SearchPart) -> Vec<u8> {
    match part {
        SearchPart::Map(map) => {
            let SearchMap { entries, stories, size, words, found } = &**map;
            let held = json!({"entries": entries, "stories": stories, "size": size, "words": words, "found": found});
            call("map", &map.digest().short(), &held)
        }
        SearchPart::Words(words) => {
            let SearchWords { number, words: held } = &**words;
            call(&format!("w{number}"), &words.digest().short(), held)
        }
        SearchPart::Found(found) => {
            let SearchFound { number, entries } = &**found;
            let held: Vec<Value> = entries.iter().map(row).collect();
            call(&format!("e{number}"), &found.digest().short(), &held)
        }
    }
}

/// An entry as a list, for the names of its fields would be a third of it. The script reads them in this order.
fn row(entry: &FoundView) -> Value {
    let FoundView {
        kind,
        href,
        title,
        summary,
        facts,
        ink,
        depth,
        tags,
        people,
        led_to,
        onward,
        id,
        lang,
        dir,
        state,
        photo,
    } = entry;
    let mut row = vec![
        json!(kind),
        json!(href),
        json!(title),
        json!(summary),
        json!(facts),
        json!(ink),
        json!(depth),
        json!(tags),
        json!(people),
        if *led_to > 0 { json!(led_to) } else { json!("") },
        json!(onward),
        json!(id),
        json!(lang),
        json!(dir),
        json!(state),
        photo.as_deref().map_or_else(|| json!(""), picture),
    ];
    while row.last().is_some_and(|last| last == "") {
        row.pop();
    }
    Value::Array(row)
}

/// A picture in the place of a cover, with its sizes. What is to be seen is said by the words beside it.
fn picture(photo: &ImageView) -> Value {
    let sizes: Vec<Value> = photo.sizes.iter().map(|size| json!([size.href, size.width])).collect();
    json!([photo.format, photo.src, photo.width, photo.height, sizes])
}

fn call<T: Serialize + ?Sized>(name: &str, version: &str, held: &T) -> Vec<u8> {
    let held = serde_json::to_string(held).unwrap_or_default();
    // Nothing in it may look like the end of a script, or like the end of a line to an old reader of JSON.
    let held = held.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("rippleSearch({},{},{held});\n", json!(name), json!(version)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shared;

    #[test]
    fn hostile_words_stay_inside_their_quotation_marks() {
        let evil = "</script><!--\"'\\\u{2028}\u{2029}\n`${x}";
        let entry = FoundView {
            kind: "story",
            href: "stories/x/".to_owned(),
            title: evil.to_owned(),
            summary: String::new(),
            facts: String::new(),
            ink: String::new(),
            depth: 2,
            tags: vec![evil.to_owned()],
            people: Vec::new(),
            led_to: 0,
            onward: String::new(),
            id: String::new(),
            lang: String::new(),
            dir: "",
            state: String::new(),
            photo: None,
        };
        let found = Shared::new(SearchFound { number: 3, entries: vec![entry] });
        let text = String::from_utf8(script(&SearchPart::Found(found.clone()))).unwrap();
        assert!(!text.contains('<') && !text.contains(['\u{2028}', '\u{2029}']), "{text}");
        let begin = format!("rippleSearch(\"e3\",\"{}\",", found.digest().short());
        let held = text.strip_prefix(&begin).and_then(|rest| rest.strip_suffix(");\n")).unwrap();
        let rows: Value = serde_json::from_str(held).unwrap();
        assert_eq!(rows[0][2], evil);
        assert_eq!(rows[0].as_array().unwrap().len(), 9, "empty fields at the end are left out");
    }
}
