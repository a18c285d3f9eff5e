//! What is wrong with the site, as HTML for the page that is looked at.

use super::place::{self, EditorLinks};
use crate::diag::print::{self, Sources};
use crate::diag::{Diagnostic, Severity};
use crate::model::text::capitalised;
use std::fmt::Write;

/// Problems that are shown; a long list is read in the terminal.
const SHOWN: usize = 20;

/// What is behind the problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Behind {
    /// The pages as they are.
    #[default]
    Pages,
    /// Pages of an earlier state.
    Earlier,
    /// No page was made yet.
    Nothing,
}

/// Errors and warnings, errors first; empty if there are none. The script reads from `data-errors` whether they open
/// by themselves, from `data-count` what a button that opens them says, and from `data-stays` that the pages behind
/// them are those of an earlier state.
#[must_use]
pub fn html(problems: &[Diagnostic], sources: &Sources, editor: &EditorLinks, behind: Behind) -> String {
    let mut shown: Vec<&Diagnostic> = problems.iter().filter(|problem| problem.severity <= Severity::Warning).collect();
    if shown.is_empty() {
        return String::new();
    }
    shown.sort_by_key(|problem| problem.severity);
    let errors = shown.partition_point(|problem| problem.severity == Severity::Error);
    let count = count(errors, shown.len() - errors);
    let lead = match errors {
        _ if behind == Behind::Earlier => {
            "The pages are from before: what you write is not in them until the errors are mended."
        }
        _ if behind == Behind::Nothing => {
            "No page can be made until the errors are mended. Then the site appears here by itself."
        }
        0 => "The site can be published all the same.",
        _ => "Nothing is published while an error stands. This goes away by itself when all is mended.",
    };
    let mut out = format!(
        "<div class=\"problems\"{} data-errors=\"{errors}\" data-count=\"{count}\"><h2>{count}</h2><p class=\"lead\">{lead}</p><ol>",
        if behind == Behind::Earlier { " data-stays=\"\"" } else { "" }
    );
    for problem in shown.iter().take(SHOWN) {
        push(&mut out, problem, sources, editor);
    }
    out.push_str("</ol>");
    if let Some(more) = shown.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = write!(out, "<p class=\"more\">and {more} more: run <code>ripple check</code></p>");
    }
    out.push_str("</div>");
    out
}

/// "2 errors and 1 warning".
fn count(errors: usize, warnings: usize) -> String {
    let part = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{number} {word}s")),
    };
    let parts = [part(errors, "error"), part(warnings, "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

fn push(out: &mut String, problem: &Diagnostic, sources: &Sources, editor: &EditorLinks) {
    let word = problem.severity.word();
    let excerpt = print::excerpt(&problem.span, sources);
    let at = place::link(&problem.span, excerpt.as_ref().map(|excerpt| excerpt.from), editor);
    let message = place::prose(&problem.message);
    let _ = write!(
        out,
        "<li class=\"{word}\"><p class=\"at\">{at}</p><h3><span class=\"severity\">{}:</span> {message}</h3>",
        capitalised(word)
    );
    if let Some(excerpt) = &excerpt {
        out.push_str(&place::excerpt(excerpt));
    }
    if let Some(help) = &problem.help {
        out.push_str(&place::help(help));
    }
    if !problem.related.is_empty() {
        out.push_str("<ul class=\"related\">");
        for related in &problem.related {
            let at = place::link(&related.span, print::position(&related.span, sources), editor);
            let _ = write!(out, "<li>See {at}: {}</li>", place::prose(&related.message));
        }
        out.push_str("</ul>");
    }
    out.push_str("</li>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{LineIndex, SourcePath, Span, codes};
    use std::path::Path;
    use std::sync::Arc;

    fn source(text: &str) -> (SourcePath, Sources) {
        let path = SourcePath::new("content/stories/x.md");
        (path.clone(), [(path, Arc::new(LineIndex::new(text)))].into())
    }

    #[test]
    fn a_problem_has_its_place_its_line_and_its_remedy() {
        let (path, sources) = source("---\ntitle: x\n\t日本: <b>\n---\n");
        let problem = codes::fields::unknown_field(&Span::new(&path, 14, 20), "日本", "a story", ["title"])
            .related(Span::file(&SourcePath::new("ripple.yaml")), "see `this`");
        let editor = EditorLinks::new(Path::new("/site"), Some("ed://{file}:{line}:{column}"));
        assert_eq!(
            html(&[problem], &sources, &editor, Behind::Pages),
            "<div class=\"problems\" data-errors=\"0\" data-count=\"1 warning\"><h2>1 warning</h2>\
             <p class=\"lead\">The site can be published all the same.</p><ol><li class=\"warning\"><p class=\"at\">\
             <a class=\"place\" href=\"ed:///site/content/stories/x.md:3:2\">content/stories/x.md:3:2</a></p>\
             <h3><span class=\"severity\">Warning:</span> a story has no field <code>日本</code></h3>\
             <pre class=\"excerpt\" dir=\"ltr\"><span class=\"number\">3</span><code> <mark>日本</mark>: &lt;b&gt;</code></pre>\
             <p class=\"help\">Known here: title</p><ul class=\"related\"><li>See \
             <a class=\"place\" href=\"ed:///site/ripple.yaml:1:1\">ripple.yaml</a>: see <code>this</code></li></ul></li></ol></div>"
        );
    }

    #[test]
    fn notes_alone_say_nothing() {
        let (path, sources) = source("");
        let note = codes::publishing::withheld(&Span::file(&path), "x", "draft", "wait");
        assert_eq!(html(&[note], &sources, &EditorLinks::default(), Behind::Pages), "");
        assert_eq!(html(&[], &sources, &EditorLinks::default(), Behind::Pages), "");
    }

    #[test]
    fn errors_come_first_and_a_long_list_ends() {
        let (path, sources) = source(&"x\n".repeat(50));
        let span = |at| Span::new(&path, at, at);
        let mut problems: Vec<Diagnostic> =
            (0..30).map(|at| codes::fields::unknown_field(&span(at), "f", "a story", ["t"])).collect();
        problems.push(codes::publishing::consent_missing(&span(60), "x", None, false));
        let made = html(&problems, &sources, &EditorLinks::default(), Behind::Pages);
        assert!(made.starts_with("<div class=\"problems\" data-errors=\"1\" data-count=\"1 error and 30 warnings\">"));
        assert!(made.contains("<ol><li class=\"error\">"), "{made}");
        assert_eq!(made.matches("<h3>").count(), SHOWN);
        assert!(made.contains("<p class=\"more\">and 11 more: run <code>ripple check</code></p>"), "{made}");
        assert!(
            made.contains("<pre class=\"paste\" dir=\"ltr\"><code>consent:\n"),
            "what is to be pasted keeps its lines"
        );
        let stays = html(&problems, &sources, &EditorLinks::default(), Behind::Earlier);
        assert!(stays.starts_with("<div class=\"problems\" data-stays=\"\" data-errors=\"1\""));
        assert!(stays.contains("from before"));
        let nothing = html(&problems, &sources, &EditorLinks::default(), Behind::Nothing);
        assert!(nothing.contains("No page can be made") && !nothing.contains("from before"), "{nothing}");
        assert!(
            made.contains("<code>x</code>") && !made.contains("<mark"),
            "a mark of no width would look like a letter"
        );
    }

    #[test]
    fn nothing_in_a_file_becomes_markup() {
        let evil = "\"><script>alert('1')</script>\u{202e}\u{1b}[2J";
        let path = SourcePath::new(&format!("content/{evil}.md"));
        let sources: Sources = [(path.clone(), Arc::new(LineIndex::new(evil)))].into();
        let problem = codes::fields::unknown_field(&Span::new(&path, 2, 10), evil, evil, [evil])
            .help(format!("{evil}\n{evil}"))
            .related(Span::new(&path, 0, 1), evil);
        for editor in [None, Some("ed://{file}")] {
            let made = html(
                std::slice::from_ref(&problem),
                &sources,
                &EditorLinks::new(Path::new("/s"), editor),
                Behind::Pages,
            );
            assert!(!made.contains("<script") && !made.contains('\''), "{made}");
            assert!(!made.contains(['\u{202e}', '\u{1b}']), "{made}");
        }
    }
}
