//! What a run has to say: problems to standard error, results to standard output; text or JSON.

use super::out::{eprint, eprintln, println};
use super::{plural, timings};
use crate::cli::{CommonArgs, Format};
use crate::diag::print::{self, Sources};
use crate::diag::{self, Concern, Diagnostic, Severity, codes};
use crate::engine::{Engine, Snapshot, StageTime};
use crate::model::{EntryKind, Fatal, Held, text};
use crate::write::Published;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Whether a run succeeded, and with which exit code it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict(u8);

impl Verdict {
    pub(super) fn is_success(self) -> bool {
        self.0 == 0
    }

    /// 0 fine, 1 content or any warning under `--strict`, 2 configuration, 3 safeguarding; when several apply
    /// 2 comes before 3 and 3 before 1.
    fn of(diagnostics: &[Diagnostic], strict: bool) -> Self {
        let code = |problem: &Diagnostic| match (problem.severity, problem.concern) {
            (Severity::Note, _) => 0,
            (Severity::Warning, _) => u8::from(strict && !problem.of_a_take_down),
            (Severity::Error, Concern::Content) => 1,
            (Severity::Error, Concern::Configuration) => 2,
            (Severity::Error, Concern::Safeguarding) => 3,
        };
        let rank = |code: &u8| [0, 1, 3, 2].iter().position(|known| known == code);
        Self(diagnostics.iter().map(code).max_by_key(|code| rank(code)).unwrap_or(0))
    }
}

/// Everything there is to say about a run.
pub(super) struct Report<'a> {
    snapshot: &'a Snapshot,
    common: &'a CommonArgs,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
    pub(super) times: Vec<StageTime>,
    /// What was published, and where.
    pub(super) published: Option<(Published, PathBuf)>,
    /// How many private names were looked for.
    private_names: usize,
    /// What may not be shown any more and is in the published folder, with its page.
    pub(super) still_online: Vec<(String, PathBuf)>,
}

impl<'a> Report<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, common: &'a CommonArgs) -> Self {
        Self {
            snapshot,
            common,
            diagnostics: snapshot.diagnostics.clone(),
            sources: snapshot.sources(),
            times: snapshot.times.clone(),
            published: None,
            private_names: 0,
            still_online: Vec::new(),
        }
    }

    /// Leaves out what `check` alone lists.
    pub(super) fn without_lists(mut self) -> Self {
        self.diagnostics.retain(|problem| !codes::personal::is_for_check(problem));
        self
    }

    /// Adds problems that came up after the snapshot was made, with the texts they point into.
    pub(super) fn note(&mut self, engine: &Engine, problems: Vec<Diagnostic>) {
        self.private_names = engine.private_name_count();
        self.sources.extend(engine.sources(&problems));
        self.diagnostics.extend(problems);
        diag::sort(&mut self.diagnostics);
    }

    pub(super) fn verdict(&self) -> Verdict {
        Verdict::of(&self.diagnostics, self.common.strict)
    }

    /// Prints everything and returns the exit code.
    pub(super) fn print(&self) -> u8 {
        let verdict = self.verdict();
        match self.common.format {
            Format::Text => self.text(verdict),
            Format::Json => println!("{}", self.json(verdict)),
        }
        verdict.0
    }

    fn text(&self, verdict: Verdict) {
        if !verdict.is_success() {
            self.warn_of_what_is_online();
        }
        let least = if self.common.quiet { Severity::Error } else { Severity::Note };
        for problem in self.diagnostics.iter().filter(|problem| problem.severity <= least) {
            eprintln!("{}", print::text(problem, &self.sources));
        }
        if self.common.verbose {
            for entry in &self.snapshot.withheld {
                let why: Vec<&str> = entry.obstacles.iter().map(|obstacle| obstacle.reason.as_str()).collect();
                eprintln!("not published: {} ({})", entry.path, why.join("; "));
            }
        }
        if self.common.timings {
            eprint!("{}", timings::table(&self.times, timings::peak_memory()));
        }
        let problems = self.counted_problems();
        if !verdict.is_success() {
            let strict = if self.errors() == 0 { "; with --strict, warnings count as errors" } else { "" };
            eprintln!("Nothing can be published yet: {problems}{strict}.");
            return;
        }
        if self.common.quiet {
            return;
        }
        match &self.published {
            Some((published, output)) => println!("{}", self.success(published, output)),
            None => println!("No errors in {}; {problems}.", self.contents()),
        }
        for words in self.to_come() {
            println!("{words}");
        }
    }

    /// What happens next without anybody writing anything, and what somebody has to ask next.
    fn to_come(&self) -> impl Iterator<Item = String> {
        let snapshot = self.snapshot;
        let day = |when: i64| crate::model::day_words(when, &snapshot.config.timezone);
        let change = snapshot.next_change.as_ref().map(|(when, what)| {
            format!("The site next changes by itself on {}: {what}. Build it again on that day.", day(*when))
        });
        let review = snapshot.next_review.as_ref().map(|(when, id)| {
            format!("Consent for `{id}` is to be asked for again on {}; `ripple consent` lists all.", day(*when))
        });
        let names = (self.private_names > 0).then(|| {
            let were = if self.private_names == 1 { "was" } else { "were" };
            format!("{} {were} looked for.", plural(self.private_names, "private name", "private names"))
        });
        names.into_iter().chain(change).chain(review)
    }

    /// What a build would say that finds this one's pages as they are, with `{}` for the folder; `None` if this one
    /// did not come so far.
    pub(super) fn words_if_nothing_changes(&self) -> Option<String> {
        let (published, _) = self.published.as_ref()?;
        let unchanged =
            Published { written: 0, removed: 0, unchanged: published.written + published.unchanged, bytes: 0 };
        Some(
            std::iter::once(self.success(&unchanged, Path::new("{}")))
                .chain(self.to_come())
                .collect::<Vec<_>>()
                .join("\n"),
        )
    }

    /// The first thing to be read, because it cannot wait for the errors to be mended.
    fn warn_of_what_is_online(&self) {
        let red = anstyle::AnsiColor::Red.on_default().bold();
        for (entry, page) in &self.still_online {
            let page = page.display();
            eprintln!(
                "{red}still online{red:#}: {entry} may not be shown any more, and the last build shows it: {page}."
            );
        }
        if !self.still_online.is_empty() {
            eprintln!(
                "  Lists, feeds, tag pages and stories beside it show its title and summary too, so deleting one file is not \
                 enough.\n  `ripple withdraw ID`, with the name between the ` marks, takes it out of all of them at once, although \
                 the site cannot be built.\n"
            );
        }
    }

    fn success(&self, published: &Published, output: &Path) -> String {
        let Published { written, unchanged, removed, .. } = published;
        let changed = match (written, removed) {
            (0, 0) => "nothing had changed".to_owned(),
            (written, 0) => format!("{} written, {unchanged} unchanged", plural(*written, "file", "files")),
            (written, removed) => {
                format!("{} written, {unchanged} unchanged, {removed} removed", plural(*written, "file", "files"))
            }
        };
        let withheld = match self.snapshot.withheld.len() {
            0 => String::new(),
            count => format!(" {} held back (`-v` says why).", plural(count, "entry is", "entries are")),
        };
        let problems = if self.diagnostics.is_empty() {
            String::new()
        } else {
            format!(" {}.", text::capitalised(&self.counted_problems()))
        };
        format!("Published {} in {}: {changed}.{withheld}{problems}", self.contents(), output.display())
    }

    /// "8 stories (1 of them unlisted), 3 prompts, 12 pages and files".
    fn contents(&self) -> String {
        let counted = |kind, one: &str, many: &str| {
            let all = plural(self.snapshot.count(kind), one, many);
            match self.unlisted(kind) {
                0 => all,
                unlisted => format!("{all} ({unlisted} of them unlisted)"),
            }
        };
        let stories = counted(EntryKind::Story, "story", "stories");
        let prompts = counted(EntryKind::Prompt, "prompt", "prompts");
        format!("{stories}, {prompts}, {} pages and files", self.snapshot.pages.len())
    }

    /// How many entries of a kind have a page and are in no list.
    fn unlisted(&self, kind: EntryKind) -> usize {
        let site = &self.snapshot.site;
        site.of_kind(kind).filter(|id| !site.access[id.index()].listed).count()
    }

    fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    fn counted_problems(&self) -> String {
        let count = |severity| self.diagnostics.iter().filter(|problem| problem.severity == severity).count();
        let parts = [
            (Severity::Error, "error", "errors"),
            (Severity::Warning, "warning", "warnings"),
            (Severity::Note, "note", "notes"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(severity, ..)| count(*severity) > 0)
            .map(|(severity, one, many)| plural(count(severity), one, many))
            .collect();
        if parts.is_empty() { "nothing to report".to_owned() } else { parts.join(", ") }
    }

    fn json(&self, verdict: Verdict) -> Value {
        let parse = |text: String| serde_json::from_str::<Value>(&text).unwrap_or(Value::Null);
        let problems: Vec<Value> =
            self.diagnostics.iter().map(|problem| parse(print::json(problem, &self.sources))).collect();
        let mut out = json!({
            "exit_code": verdict.0,
            "diagnostics": problems,
            "still_online": if verdict.is_success() { Vec::new() } else {
                self.still_online.iter().map(|(entry, page)| json!({ "entry": entry, "page": page })).collect()
            },
            "stories": self.snapshot.count(EntryKind::Story),
            "unlisted_stories": self.unlisted(EntryKind::Story),
            "pages": self.snapshot.pages.len(),
            "held_back": self.snapshot.withheld.iter().map(|entry| json!({
                "path": entry.path, "id": entry.id, "reason": entry.reason, "consent": entry.held == Held::Consent,
            })).collect::<Vec<_>>(),
            "private_names": self.private_names,
            "next_change": self.snapshot.next_change.as_ref().map(|(when, what)| json!({
                "date": crate::model::day_words(*when, &self.snapshot.config.timezone), "what": what,
            })),
            "next_review": self.snapshot.next_review.as_ref().map(|(when, id)| json!({
                "date": crate::model::day_words(*when, &self.snapshot.config.timezone), "id": id,
            })),
            "published": self.published.as_ref().map(|(published, output)| json!({
                "output": output, "written": published.written, "unchanged": published.unchanged,
                "removed": published.removed, "bytes": published.bytes,
            })),
        });
        if self.common.timings {
            out["timings"] = self
                .times
                .iter()
                .map(|time| {
                    json!({
                        "stage": time.stage, "count": time.count, "unit": time.unit, "bytes": time.bytes,
                        "milliseconds": time.time.as_secs_f64() * 1000.0,
                    })
                })
                .collect();
            out["peak_memory"] = timings::peak_memory().into();
        }
        out
    }
}

/// Prints what [`Report::words_if_nothing_changes`] gave an earlier build.
pub(super) fn recalled(words: &str, output: &Path, common: &CommonArgs) {
    if !common.quiet {
        println!("{}", words.replacen("{}", &output.display().to_string(), 1));
    }
}

/// Says what stopped the program.
pub(super) fn fatal(fatal: &Fatal, format: Format) {
    match format {
        Format::Text => eprintln!("{}error{}: {fatal}", anstyle::AnsiColor::Red.on_default().bold(), anstyle::Reset),
        Format::Json => println!("{}", json!({ "exit_code": Fatal::EXIT_CODE, "fatal": fatal.to_string() })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{SourcePath, Span};

    #[test]
    fn exit_codes_follow_the_order_of_the_manual() {
        let span = Span::file(&SourcePath::new("x.md"));
        let content = codes::fields::bad_ripple(&span);
        let consent = codes::fields::bad_consent(&span, "", "");
        let config = codes::config::missing_title(&span);
        let warning = codes::fields::empty_entry(&span);
        let verdict = |problems: &[&Diagnostic], strict| {
            Verdict::of(&problems.iter().copied().cloned().collect::<Vec<_>>(), strict).0
        };
        assert_eq!(verdict(&[], true), 0);
        assert_eq!(verdict(&[&warning], false), 0);
        assert_eq!(verdict(&[&warning], true), 1);
        assert_eq!(verdict(&[&content, &warning], false), 1);
        assert_eq!(verdict(&[&content, &consent], false), 3);
        assert_eq!(verdict(&[&config, &content, &consent], false), 2);
    }
}
