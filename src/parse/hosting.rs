//! What a host's own file puts online, as far as the file alone tells: whether that is the folder that the site is made
//! from. Understands no host's language, only the one line that names the folder.

use crate::diag::{Diagnostic, Span, codes};
use crate::model::SourceFile;

/// Files, and the name under which each says which folder it puts online.
const FOLDERS: [(&str, &str); 8] = [
    ("netlify.toml", "publish"),
    ("vercel.json", "outputDirectory"),
    ("firebase.json", "public"),
    ("render.yaml", "staticPublishPath"),
    (".gitlab-ci.yml", "publish"),
    ("wrangler.toml", "pages_build_output_dir"),
    ("wrangler.json", "pages_build_output_dir"),
    ("wrangler.jsonc", "pages_build_output_dir"),
];

/// What puts a folder online in a workflow of GitHub, and the name under which its step says which.
const ACTIONS: [(&str, &str); 6] = [
    ("actions/upload-pages-artifact", "path"),
    ("peaceiris/actions-gh-pages", "publish_dir"),
    ("jamesives/github-pages-deploy-action", "folder"),
    ("cloudflare/pages-action", "directory"),
    ("nwtgck/actions-netlify", "publish-dir"),
    ("azure/static-web-apps-deploy", "output_location"),
];

/// Marks of GitHub Pages without a workflow: what lies beside them is online as it is.
const MARKS: [&str; 2] = ["CNAME", ".nojekyll"];

/// Every place in these files that puts online what the site is made from.
#[must_use]
pub fn published_sources(files: &[SourceFile]) -> Vec<Diagnostic> {
    let text = |file: &SourceFile| file.text.to_lowercase();
    // With a workflow of its own GitHub Pages takes what that gives it, and the marks mean nothing.
    let has_own =
        files.iter().any(|file| is_workflow(file) && ACTIONS.iter().any(|(name, _)| text(file).contains(name)));
    let mut found = Vec::new();
    for file in files {
        let path = file.path.as_str();
        if MARKS.contains(&path) {
            found.extend(Some(codes::hosting::site_is_online_as_it_is(&Span::file(&file.path))).filter(|_| !has_own));
        }
        let mut ranges = Vec::new();
        if is_workflow(file) {
            for (start, end) in steps(&file.text) {
                let step = file.text[start..end].to_lowercase();
                let keys = ACTIONS.iter().filter(|(action, _)| step.contains(action)).map(|(_, key)| *key);
                ranges.extend(keys.flat_map(|key| values(&file.text, start, end, key)));
            }
        }
        let key = FOLDERS.iter().find(|(name, _)| *name == path).map(|(_, key)| *key);
        ranges.extend(key.into_iter().flat_map(|key| values(&file.text, 0, file.text.len(), key)));
        ranges.retain(|(start, end)| is_source(&file.text[*start..*end]));
        found.extend(ranges.iter().map(|(start, end)| {
            codes::hosting::sources_published(&Span::new(&file.path, *start, *end), &file.text[*start..*end])
        }));
    }
    found
}

fn is_workflow(file: &SourceFile) -> bool {
    file.path.as_str().starts_with(".github/workflows/")
}

/// The bytes of the lines of a text.
fn lines(text: &str, from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut start = from;
    text[from..to].split_inclusive('\n').map(move |line| {
        let begin = start;
        start += line.len();
        (begin, begin + line.trim_end().len())
    })
}

/// The bytes of each item of a list, and of what stands before the first.
fn steps(text: &str) -> Vec<(usize, usize)> {
    let mut starts = vec![0];
    starts.extend(
        lines(text, 0, text.len())
            .filter(|(start, end)| text[*start..*end].trim_start().starts_with("- "))
            .map(|(start, _)| start),
    );
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).collect()
}

/// The bytes of each value under a name, in whichever of the hosts' languages: `name = "x"`, `name: x`, `"name": "x"`.
fn values(text: &str, from: usize, to: usize, key: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (start, end) in lines(text, from, to) {
        let line = &text[start..end];
        if line.trim_start().starts_with(['#', '/']) {
            continue;
        }
        for (at, _) in line.match_indices(key) {
            let is_name = |letter: char| letter.is_alphanumeric() || "_-".contains(letter);
            let rest = &line[at + key.len()..];
            if line[..at].ends_with(is_name) || rest.starts_with(is_name) {
                continue;
            }
            let rest = rest.trim_start_matches(['"', '\'']).trim_start();
            let Some(value) = rest.strip_prefix([':', '=']).map(str::trim_start) else { continue };
            let begin = end - value.len();
            let quote = value.chars().next().filter(|letter| "\"'".contains(*letter));
            let (begin, length) = match quote {
                Some(quote) => (begin + 1, value[1..].find(quote).unwrap_or(value.len() - 1)),
                None => (begin, value.find([',', '}', '#']).map_or(value.len(), |cut| value[..cut].trim_end().len())),
            };
            found.push((begin, begin + length));
        }
    }
    found
}

/// Whether a folder is the site's own, one around it, or one that the site is made from.
fn is_source(folder: &str) -> bool {
    let folder = folder.replace("${{ github.workspace }}", ".").replace("${{github.workspace}}", ".");
    let folder = folder.replace("$GITHUB_WORKSPACE", ".").replace('\\', "/");
    let mut parts = folder.split('/').map(str::trim).filter(|part| !matches!(*part, "" | "." | "*" | "**"));
    !folder.contains("://") && parts.clone().all(|part| part == "..") || parts.next() == Some("content")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Digest, SourcePath};

    /// The places of what is found, as `line:column`.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<SourceFile> = files
            .iter()
            .map(|(path, text)| SourceFile {
                path: SourcePath::new(path),
                text: (*text).into(),
                digest: Digest::default(),
            })
            .collect();
        let place = |problem: &Diagnostic| {
            let text = &files.iter().find(|file| file.path == problem.span.path).unwrap().text;
            let range = problem.span.range();
            format!("{} {}", problem.span.path, range.map_or("", |range| &text[range.0 as usize..range.1 as usize]))
        };
        published_sources(&files).iter().map(place).collect()
    }

    #[test]
    fn the_folder_that_goes_online_is_read_in_every_hosts_file() {
        for (path, text, value) in [
            ("netlify.toml", "[build]\n  publish = \".\"\n", "."),
            ("netlify.toml", "[build]\npublish='./'\n", "./"),
            ("netlify.toml", "[build]\npublish = \"/\" # all\n", "/"),
            ("netlify.toml", "[context.production]\n  publish = \"content/stories\"\n", "content/stories"),
            ("vercel.json", "{ \"outputDirectory\": \".\", \"x\": 1 }", "."),
            ("firebase.json", "{\"hosting\": {\"public\": \"./content\", \"ignore\": []}}", "./content"),
            ("render.yaml", "services:\n  - staticPublishPath: .\n", "."),
            (".gitlab-ci.yml", "pages:\n  publish: ..\n", ".."),
            ("wrangler.toml", "pages_build_output_dir = \"./\"", "./"),
            (
                ".github/workflows/a.yml",
                "steps:\n  - uses: actions/upload-pages-artifact@v3\n    with:\n      path: .\n",
                ".",
            ),
            (
                ".github/workflows/a.yml",
                "steps:\n  - name: x\n    with: {path: '${{ github.workspace }}'}\n    uses: actions/upload-pages-artifact@v3\n",
                "${{ github.workspace }}",
            ),
            (
                ".github/workflows/b.yaml",
                "- uses: peaceiris/actions-gh-pages@v4\n  with:\n    publish_dir: ./content\n",
                "./content",
            ),
            (".github/workflows/b.yaml", "- uses: JamesIves/github-pages-deploy-action@v4\n  with: {folder: .}\n", "."),
        ] {
            assert_eq!(found(&[(path, text)]), [format!("{path} {value}")], "{text}");
        }
    }

    #[test]
    fn what_publishes_the_finished_site_or_nothing_is_left_alone() {
        for (path, text) in [
            ("netlify.toml", "[build]\n  command = \"ripple build\"\n  publish = \"public\"\n"),
            ("netlify.toml", "# publish = \".\"\n[build]\n  base = \".\"\n  unpublish = \".\"\n"),
            ("vercel.json", "{ \"outputDirectory\": \"public\" }"),
            ("firebase.json", "{\"hosting\": {\"public\": \"contents\"}}"),
            (".gitlab-ci.yml", "pages:\n  artifacts:\n    paths: [public]\n"),
            (
                ".github/workflows/a.yml",
                "steps:\n  - uses: actions/checkout@v4\n    with:\n      path: .\n  - uses: actions/upload-pages-artifact@v3\n    with:\n      path: public\n",
            ),
            (".github/workflows/a.yml", "steps:\n  - uses: actions/upload-pages-artifact@v3\n  - run: echo path: .\n"),
            ("render.yaml", "- staticPublishPath: https://example.org/\n"),
        ] {
            assert_eq!(found(&[(path, text)]), [""; 0], "{text}");
        }
    }

    #[test]
    fn marks_of_pages_count_unless_a_workflow_says_what_goes_online() {
        let workflow =
            (".github/workflows/a.yml", "- uses: actions/upload-pages-artifact@v3\n  with:\n    path: public\n");
        assert_eq!(found(&[("CNAME", "example.org\n")]), ["CNAME "]);
        assert_eq!(found(&[(".nojekyll", "")]), [".nojekyll "]);
        assert_eq!(found(&[("CNAME", "example.org\n"), workflow]), [""; 0]);
        assert_eq!(
            found(&[("CNAME", "example.org\n"), (".github/workflows/test.yml", "- run: cargo test\n")]),
            ["CNAME "]
        );
    }
}
