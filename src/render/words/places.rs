//! Where in the HTML of a template its tags stand: as text, where there may be elements, or inside of something.

/// Blocks whose place in `base.html` holds no elements: the title of the page, and a part of an attribute.
const BARE_BLOCKS: [&str; 2] = ["title", "wears"];

/// Elements that hold text only.
const BARE: [&str; 5] = ["title", "textarea", "option", "script", "style"];

/// What is being read.
#[derive(Clone, Copy)]
enum At {
    Text,
    /// Inside `<…>`: the quote that is open, and what follows it.
    Tag(Option<u8>, Option<&'static str>),
    Comment,
    /// In an element that holds only text.
    Bare(&'static str),
}

/// For each tag of a template whether it stands where elements may stand. A template is read once, from its beginning;
/// what is in a choice counts as if all of it were there.
pub(super) fn texts(text: &str, tags: &[(usize, usize)]) -> Vec<bool> {
    let mut at = At::Text;
    // For each block that is open whether it is a bare one.
    let mut blocks: Vec<bool> = Vec::new();
    let mut done = 0;
    let mut found = Vec::with_capacity(tags.len());
    for (start, end) in tags {
        at = read(at, &text[done..*start]);
        done = *end;
        let mut inner = text[*start..*end].trim_matches(['{', '%', '}', '-']).split_whitespace();
        match inner.next() {
            Some("block") => blocks.push(inner.next().is_some_and(|name| BARE_BLOCKS.contains(&name))),
            Some("endblock") => drop(blocks.pop()),
            _ => {}
        }
        found.push(matches!(at, At::Text) && !blocks.contains(&true));
    }
    found
}

/// Where one is after a stretch of HTML. Comments of templates say nothing.
fn read(mut at: At, text: &str) -> At {
    let mut place = 0;
    while let Some(rest) = text.get(place..).filter(|rest| !rest.is_empty()) {
        let skipped = |end: &str| rest.find(end).map_or(rest.len(), |found| found + end.len());
        if rest.starts_with("{#") {
            place += skipped("#}");
            continue;
        }
        let letter = rest.as_bytes()[0];
        let mut next = 1;
        at = match at {
            At::Text if rest.starts_with("<!--") => At::Comment,
            At::Text
                if letter == b'<' && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c)) =>
            {
                At::Tag(None, bare(&rest[1..]))
            }
            At::Comment if rest.starts_with("-->") => At::Text,
            At::Tag(None, bare) if letter == b'>' => bare.map_or(At::Text, At::Bare),
            At::Tag(None, bare) if letter == b'"' || letter == b'\'' => At::Tag(Some(letter), bare),
            At::Tag(Some(quote), bare) if letter == quote => At::Tag(None, bare),
            At::Bare(name) if rest.strip_prefix("</").is_some_and(|rest| rest.starts_with(name)) => At::Tag(None, None),
            other => {
                next = rest.chars().next().map_or(1, char::len_utf8);
                other
            }
        };
        place += next;
    }
    at
}

/// The element that begins here, if it is one that holds only text.
fn bare(tag: &str) -> Option<&'static str> {
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    BARE.into_iter().find(|bare| bare.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::super::expand::tags;
    use super::*;

    /// The tags that stand as text, by the names in them.
    fn found(text: &str) -> String {
        let tags = tags(text);
        let names = texts(text, &tags).into_iter().zip(&tags).filter(|(is_text, _)| *is_text);
        let names: Vec<&str> = names.map(|(_, (start, end))| text[start + 2..end - 2].trim()).collect();
        names.join(" ")
    }

    #[test]
    fn elements_may_stand_in_text_and_nowhere_else() {
        assert_eq!(found("{{ a }}<p title=\"{{ b }}\" {{ c }} id='>{{ d }}'>{{ e }} < {{ f }}</p>{{ g }}"), "a e f g");
        assert_eq!(
            found("<title>{{ a }}</title>{{ b }}<textarea rows=\"{{ c }}\">{{ d }}<p>{{ e }}</textarea>{{ f }}"),
            "b f"
        );
        assert_eq!(found("{# it's \"<p #}{{ a }}<!-- <p \" -->{{ b }}"), "a b");
        assert_eq!(found("été <a>{{ a }}</a><option>{{ b }}</option><é{{ c }}"), "a c");
    }

    #[test]
    fn what_a_page_puts_into_its_title_stays_bare() {
        assert_eq!(
            found("{% block title %}{{ a }}{% block x %}{{ b }}{% endblock x %}{% endblock title %}{{ c }}"),
            "endblock title c"
        );
    }

    #[test]
    fn no_other_block_of_the_theme_stands_where_elements_cannot() {
        let layers = crate::render::builtin::built_in("default");
        let files = layers.iter().flat_map(|layer| &layer.files).filter(|(name, _)| !name.starts_with("static/"));
        for (name, text) in files.map(|(name, bytes)| (name, str::from_utf8(bytes).unwrap())) {
            let tags = tags(text);
            for ((start, end), is_text) in tags.iter().zip(texts(text, &tags)) {
                let block = text[*start..*end].trim_matches(['{', '%', '}', '-', ' ']).strip_prefix("block ");
                assert!(is_text || block.is_none_or(|block| BARE_BLOCKS.contains(&block)), "{name}: {block:?}");
            }
        }
    }
}
