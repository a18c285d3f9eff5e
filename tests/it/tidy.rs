//! The shape of the code: who may import whom, how long a file may be, and that every file says what is in it
//! (ARCHITECTURE.md, section 3).

use std::fs;
use std::path::{Path, PathBuf};

/// Longest source file, in lines.
const MAX_LINES: usize = 500;

const STAGES: [&str; 8] = ["read", "parse", "link", "plan", "render", "media", "inspect", "write"];

/// Each outside library and the only places that may know it.
const LIBRARIES: [(&str, &[&str]); 25] = [
    ("aho_corasick", &["src/inspect/finder.rs"]),
    ("walkdir", &["src/read/"]),
    ("serde_yaml", &["src/parse/yaml.rs"]),
    ("pulldown_cmark", &["src/parse/markdown"]),
    ("syntect", &["src/parse/highlight.rs"]),
    ("tera", &["src/render/"]),
    ("quick_xml", &["src/render/xml.rs", "src/media/svg.rs"]),
    ("image", &["src/media/pixels.rs"]),
    ("fast_image_resize", &["src/media/pixels.rs"]),
    ("jpeg_encoder", &["src/media/pixels.rs"]),
    ("notify", &["src/serve/watch.rs"]),
    ("tiny_http", &["src/serve/http.rs"]),
    ("rayon", &["src/engine/", "src/link/", "src/plan/", "src/write/", "src/commands/mod.rs"]),
    ("tempfile", &["src/write/", "src/read/tests.rs"]),
    ("blake3", &["src/model/digest.rs"]),
    ("clap", &["src/cli.rs", "src/main.rs", "src/commands/mod.rs"]),
    ("percent_encoding", &["src/plan/routes.rs", "src/link/"]),
    ("strsim", &["src/diag/"]),
    ("terminal_size", &["src/commands/"]),
    ("anstream", &["src/commands/out.rs", "src/commands/progress.rs", "src/commands/mod.rs"]),
    ("csv", &["src/commands/table.rs"]),
    ("icu_calendar", &["src/model/words/cldr.rs"]),
    ("icu_datetime", &["src/model/words/cldr.rs"]),
    ("icu_locale_core", &["src/model/words/cldr.rs"]),
    ("icu_plurals", &["src/model/words/cldr.rs"]),
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = ["src", "tests/it"]
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(root.join(folder)).into_iter().filter_map(Result::ok))
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    assert!(files.len() > 40, "the sources are not where this test looks for them");
    let below = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    files.iter().map(|path| (below(path), fs::read_to_string(path).unwrap())).collect()
}

/// A source without its unit tests and comments: what the rules are about.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn stages_do_not_know_each_other() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let code = code(&text);
        let Some(below) = path.strip_prefix("src/") else { continue };
        let own = below.split('/').next().unwrap_or(below).trim_end_matches(".rs");
        let mut forbid = |module: &str| {
            if code.contains(&format!("crate::{module}::")) || code.contains(&format!("use crate::{module};")) {
                wrong.push(format!("{path} imports {module}"));
            }
        };
        let above = ["engine", "commands", "cli", "serve"];
        if STAGES.contains(&own) {
            STAGES.iter().filter(|stage| **stage != own).chain(&above).for_each(|module| forbid(module));
        } else if own == "model" {
            STAGES.iter().chain(&above).for_each(|module| forbid(module));
        } else if own == "diag" {
            STAGES.iter().chain(&above).chain(&["model"]).for_each(|module| forbid(module));
        } else if own == "engine" {
            for module in ["commands", "cli", "serve"] {
                forbid(module);
            }
        } else if own == "serve" {
            // The preview asks the engine; it never runs a stage by itself.
            STAGES.iter().chain(&["commands", "cli"]).for_each(|module| forbid(module));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_library_is_known_in_one_place() {
    let mut wrong = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("src/")) {
        let code = code(&text);
        for (library, places) in LIBRARIES {
            let used = code.contains(&format!("{library}::")) || code.contains(&format!("use {library};"));
            if used && !places.iter().any(|place| path.starts_with(place)) {
                wrong.push(format!("{path} uses {library}, which is known only in {places:?}"));
            }
        }
        // The preview opens a file of `static/` when it is asked for, because a video does not fit into memory.
        let may_touch_disk = [
            "src/read/",
            "src/write/",
            "src/commands/timings.rs",
            "src/scaffold/",
            "src/serve/file.rs",
            "src/render/reference_tests.rs",
        ];
        if code.contains("std::fs") && !may_touch_disk.iter().any(|place| path.starts_with(place)) {
            wrong.push(format!("{path} uses std::fs"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn render_cannot_reach_the_site() {
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("src/render/")) {
        let code = code(&text);
        let words: Vec<&str> = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
        for forbidden in ["Site", "Entry", "EntryId", "Config", "Withheld", "Consent"] {
            assert!(!words.contains(&forbidden), "{path} names {forbidden}");
        }
    }
}

#[test]
fn files_are_short_and_say_what_is_in_them() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if text.lines().count() > MAX_LINES {
            wrong.push(format!("{path} has {} lines", text.lines().count()));
        }
        if !text.starts_with("//! ") {
            wrong.push(format!("{path} does not begin with what may go in it"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Somebody who wants another look reads this file from top to bottom.
#[test]
fn the_stylesheet_stays_readable() {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/static/style.css")).unwrap();
    let long = text.lines().filter(|line| line.chars().count() > 120).count();
    assert!(text.lines().count() <= 600 && long == 0, "{} lines, {long} over 120 letters", text.lines().count());
}

#[test]
fn problems_are_made_in_one_place() {
    for (path, text) in
        sources().into_iter().filter(|(path, _)| path.starts_with("src/") && !path.starts_with("src/diag/"))
    {
        assert!(!makes_a_diagnostic(&code(&text)), "{path} makes a Diagnostic; use a function in diag/codes");
    }
}

/// Whether a value of the type is written out. As a return type, or behind `impl` and `for`, it is only named.
fn makes_a_diagnostic(code: &str) -> bool {
    let words: Vec<&str> = code.split_whitespace().collect();
    words.windows(3).any(|words| {
        let [before, name, after] = words else { return false };
        let is_literal = (name.ends_with("Diagnostic{") || (name.ends_with("Diagnostic") && after.starts_with('{')))
            && !["->", "impl", "for"].contains(before);
        let own = name.trim_end_matches('{').trim_end_matches("Diagnostic");
        is_literal && !own.ends_with(|letter: char| letter.is_alphanumeric())
    })
}

#[test]
fn the_check_for_diagnostics_sees_one() {
    for made in ["let x = Diagnostic { severity", "vec![Diagnostic {\n code }", "x(diag::Diagnostic{ code })"] {
        assert!(makes_a_diagnostic(&format!("a {made} b")), "{made}");
    }
    for named in ["fn x() -> Diagnostic { y", "impl Diagnostic { fn", "impl A for Diagnostic {\n", "B<Diagnostic> { x"]
    {
        assert!(!makes_a_diagnostic(&format!("a {named} b")), "{named}");
    }
}
