//! Words set into templates: as text, as values, with forms, and where something is wrong.

use super::*;
use crate::diag::{SourcePath, Span};
use crate::model::words::{Word, WordList, pieces};
use std::collections::BTreeMap;
use tera::{Context, Tera};

const ENGLISH: &[(&str, &str)] = &[
    ("all", "All \"stories\" & <more>"),
    ("by", "By <{name}>"),
    ("hello", "Hello {name}, by {name}"),
    ("led.one", "Led to {count} more"),
    ("led.other", "Led to {count} others"),
    ("same.one", "{count} fish"),
    ("same.other", "{count} fish"),
];

const POLISH: &[(&str, &str)] = &[
    ("led.one", "{count} historia"),
    ("led.few", "{count} historie"),
    ("led.many", "{count} historii"),
    ("led.other", "{count} historii"),
];

fn list(language: &str, said: &[(&str, &str)]) -> WordList {
    let path = SourcePath::new("i18n/x.yaml");
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    for (name, text) in said {
        let (key, form) = name.split_once('.').unwrap_or((name, "other"));
        let word = words.entry(key.to_owned());
        let word = word.or_insert_with(|| Word { span: Span::file(&path), forms: BTreeMap::new() });
        let plural = Plural::ALL.into_iter().find(|plural| plural.name() == form).unwrap();
        word.forms.insert(plural, pieces(text, |start, end| Span::new(&path, start, end)).unwrap());
    }
    WordList { path, language: language.to_owned(), words, dates: None, numbers: None, problems: Vec::new() }
}

fn words(language: &str) -> Words {
    let (english, polish) = (list("en", ENGLISH), list("pl", POLISH));
    let lists = if language == "pl" { vec![&polish, &english] } else { vec![&english] };
    Words::new(language, &lists)
}

fn expanded(text: &str) -> String {
    let made = expand(text, &words("en"));
    assert_eq!(made.faults, [], "{text}");
    made.text
}

fn made(language: &str, text: &str, count: u64) -> String {
    let words = words(language);
    let made = expand(text, &words);
    assert_eq!(made.faults, [], "{text}");
    let mut tera = Tera::default();
    tera.autoescape_on(vec![""]);
    crate::render::words::register(&mut tera, &std::sync::Arc::new(words));
    tera.add_raw_template("x", &made.text).unwrap_or_else(|error| panic!("{}: {error}", made.text));
    let mut context = Context::new();
    context.insert("n", &count);
    context.insert("who", "<Eve>");
    tera.render("x", &context).unwrap()
}

#[test]
fn words_alone_become_text_and_among_others_a_value() {
    assert_eq!(expanded("<p>{{ words.all }}</p>"), "<p>All &quot;stories&quot; &amp; &lt;more&gt;</p>");
    assert_eq!(expanded("a {{- words.all -}} b"), "a {#- #}All &quot;stories&quot; &amp; &lt;more&gt;{# -#} b");
    assert_eq!(expanded("{{ <P x={words.all} /> }}"), "{{ <P x={\"All \\\"stories\\\" & <more>\"} /> }}");
    assert_eq!(expanded("{% set x = words.all | upper %}"), "{% set x = \"All \\\"stories\\\" & <more>\" | upper %}");
    assert_eq!(expanded("{{ words.hello(name = a[\"x\"]) }}"), "Hello {{ a[\"x\"] }}, by {{ a[\"x\"] }}");
    assert_eq!(expanded("{{ words.hello(name = <N p={b} />) }}"), "Hello {{ <N p={b} /> }}, by {{ <N p={b} /> }}");
    assert_eq!(
        expanded("{{ words.led(count = page.total) }}"),
        "{% if (page.total) == 1 %}Led to {{ page.total }} more{% else %}Led to {{ page.total }} others{% endif %}"
    );
    assert_eq!(expanded("{{ words.same(count = n) }}"), "{{ n }} fish");
}

#[test]
fn words_go_around_a_part_of_a_page() {
    assert_eq!(
        expanded("{{ words.by.before }}{% include \"x\" %}{{ words.by.after }}"),
        "By &lt;{% include \"x\" %}&gt;"
    );
    assert_eq!(expanded("{{ <P x={words.by.before} /> }}"), "{{ <P x={\"By <\"} /> }}");
    for text in
        ["{{ words.led.before }}", "{{ words.hello.after }}", "{{ words.all.before }}", "{{ words.none.before }}"]
    {
        assert_eq!(expand(text, &words("en")).faults.len(), 1, "{text}");
    }
}

#[test]
fn scripts_get_their_words_in_json() {
    let json = r#"{"d":{"one":"Led to {count} more","other":"Led to {count} others"}}"#;
    assert_eq!(expanded("{{ words.json(keys = \"le\") }}"), json.replace('"', "&quot;"));
    assert_eq!(made("en", "{{ words.json(keys = \"le\") | length }}", 1), json.len().to_string());
    assert_eq!(expand("{{ words.json(keys = \"x\") }}", &words("en")).faults.len(), 1);
    assert_eq!(expand("{{ words.json(keys=\"le\") }}", &words("en")).used, ["led".to_owned()].into());
}

#[test]
fn what_is_no_word_stays() {
    for text in [
        "words.all {# words.none #}",
        "{{ voice.words.all }}{{ swords.x }}{{ \"words.none\" }}",
        "{% raw %}{{ words.none }}{% endraw %}",
        "{{ words }}",
        "{{ unclosed words.none",
    ] {
        let made = expand(text, &words("en"));
        assert_eq!((made.text.as_str(), made.faults.len()), (text, 0));
    }
}

#[test]
fn words_are_escaped_once_wherever_they_stand() {
    assert_eq!(made("en", "{{ words.hello(name = who) }}", 1), "Hello &lt;Eve&gt;, by &lt;Eve&gt;");
    assert_eq!(made("en", "{{ words.hello(name = who) | upper }}", 1), "HELLO &lt;EVE&gt;, BY &lt;EVE&gt;");
    assert_eq!(made("en", "{{ words.all }}", 1), made("en", "{{ (words.all) }}", 1));
}

#[test]
fn forms_are_those_of_the_language() {
    for inside in ["{{ words.led(count = n) }}", "{{ (words.led(count=n)) }}"] {
        assert_eq!(made("en", inside, 1), "Led to 1 more");
        assert_eq!(made("en", inside, 5), "Led to 5 others");
        let polish = [1, 3, 5, 12, 22].map(|number| made("pl", inside, number));
        assert_eq!(polish, ["1 historia", "3 historie", "5 historii", "12 historii", "22 historie"]);
        // What is said in English follows English.
        assert_eq!(made("pl", "{{ (words.same(count = n)) }}", 2), "2 fish");
    }
}

#[test]
fn what_is_said_in_another_language_says_so_where_it_can() {
    let polish = |text: &str| made("pl", text, 2);
    assert_eq!(polish("<p>{{ words.same(count = n) }}</p>"), "<p><span lang=\"en\" dir=\"ltr\">2 fish</span></p>");
    assert_eq!(
        polish("{{ words.hello(name = who) }}"),
        "<span lang=\"en\" dir=\"ltr\">Hello <span lang=\"pl\" dir=\"ltr\">&lt;Eve&gt;</span>, by \
         <span lang=\"pl\" dir=\"ltr\">&lt;Eve&gt;</span></span>"
    );
    // An attribute and a title have no elements, and a value may be put into either.
    assert_eq!(polish("<p title=\"{{ words.same(count = n) }}\">"), "<p title=\"2 fish\">");
    assert_eq!(polish("<title>{{ words.same(count = n) }}</title>"), "<title>2 fish</title>");
    assert_eq!(polish("{{ words.same(count = n) | trim }}"), "2 fish");
    // The space and the sign between a side of a word and what stands there are in no language.
    assert_eq!(
        polish("{{ words.by.before }}x{{ words.by.after }}"),
        "<span lang=\"en\" dir=\"ltr\">By</span> &lt;x&gt;"
    );
    assert_eq!(polish("<p{{ words.same.tongue }}>"), "<p lang=\"en\" dir=\"ltr\">");
    assert_eq!(polish("<p{{ words.led.tongue }}>"), "<p>");
    assert_eq!(
        polish("{{ words.told(text = who, like = \"same\") }}"),
        "<span lang=\"en\" dir=\"ltr\">&lt;Eve&gt;</span>"
    );
    assert_eq!(polish("{{ words.told(text = who, like = \"led\") }}"), "&lt;Eve&gt;");
    assert_eq!(
        polish("{{ words.json(keys = \"sam\") }}"),
        "{&quot;e&quot;:[&quot;en&quot;,&quot;ltr&quot;,{&quot;one&quot;:&quot;{count} fish&quot;,&quot;other&quot;:&quot;{count} fish&quot;}]}"
    );
    // In a language that has it all, nothing is asked and nothing is written.
    assert_eq!(
        expanded("<p{{ words.tongue_of(text = x) }}{{ words.same.tongue }}>{{ words.told(text = x) }}"),
        "<p>{{ x }}"
    );
    for wrong in [
        "{{ words.told(x = 1) }}",
        "{{ words.told(text = x, like = \"sane\") }}",
        "{{ words.tongue_of() }}",
        "{{ words.sane.tongue }}",
    ] {
        assert_eq!(expand(wrong, &words("pl")).faults.len(), 1, "{wrong}");
    }
}

#[test]
fn what_the_program_said_is_known_again() {
    let told = |text: &str| {
        let said = format!(
            "{{% set said = \"{text}\" %}}<p{{{{ words.tongue_of(text = said) }}}}>{{{{ words.told(text = said) }}}}"
        );
        made("pl", &said, 1)
    };
    let english = |text: &str| format!("<p lang=\"en\" dir=\"ltr\"><span lang=\"en\" dir=\"ltr\">{text}</span>");
    assert_eq!(told("fish"), english("fish"));
    assert_eq!(told("12 fish, 2026"), english("12 fish, 2026"));
    assert_eq!(told("3 historie"), "<p>3 historie");
    assert_eq!(told("fishes"), "<p>fishes");
    assert_eq!(told(""), "<p>");
}

#[test]
fn places_are_those_of_the_file() {
    let text = "é {{ words.all }} {{ lost }} {{ words.hello(name = gone) }}";
    let made = expand(text, &words("en"));
    for name in ["lost", "gone"] {
        let (now, then) = (made.text.find(name).unwrap(), text.find(name).unwrap());
        assert_eq!(Copied::written(&made.copied, (now, now + 4)), (then, then + 4), "{name}");
    }
    let now = made.text.find("stories").unwrap();
    assert_eq!(Copied::written(&made.copied, (now, now + 3)), (3, 18));
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    let faults = |text: &str| expand(text, &words("en")).faults;
    let one = |text: &str, part: &str, message: &str| {
        let faults = faults(text);
        assert_eq!(faults.len(), 1, "{text}");
        let (start, end) = faults[0].0;
        assert_eq!((&text[start..end], faults[0].1.as_str()), (part, message));
    };
    one("a {{ words.helo }}", "words.helo", "there is no word `helo` in i18n/en.yaml; did you mean `words.hello`?");
    one("{{ words.led }}", "words.led", "`words.led` says {count}, and nothing is given for it: words.led(count = …)");
    one("{{ words.led(n) }}", "words.led(n)", "what a word needs is given by name: (count = …)");
    one("{{ words.led(count = (n }}", "words.led", "a bracket is not closed");
    one("{{ words.all(name = n) }}", "words.all(name = n)", "`words.all` has no place for `name`");
    assert_eq!(faults("{{ words.x }}{{ words.y }}").len(), 2);
}
