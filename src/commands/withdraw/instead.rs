//! Plain files for places that may not be empty: the way in, the page for unknown addresses, feeds, and the page that
//! says that something was taken back. They name nothing.

use crate::model::EntryKind;

const HOME: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Back soon</title>
<h1>This site is being changed</h1>
<p>Please come back soon.</p>
</html>
";

const NOT_FOUND: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"robots\" content=\"noindex\">
<title>Not found</title>
<h1>There is nothing here</h1>
<p>This page was moved or taken away.</p>
</html>
";

const FEED: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<rss version=\"2.0\"><channel><title>Back soon</title><link>/</link><description>This feed is being changed.</description></channel></rss>
";

/// What stands in the place of an output that was taken away; `None` where nothing is needed.
pub(super) fn instead(output: &str) -> Option<&'static str> {
    match output.rsplit('/').next() {
        Some("feed.xml") => Some(FEED),
        _ if output == "index.html" => Some(HOME),
        _ if output == "404.html" => Some(NOT_FOUND),
        _ => None,
    }
}

/// The page that says that something was taken back. `output` is where it goes.
pub(super) fn tombstone(kind: EntryKind, output: &str) -> String {
    let what = match kind {
        EntryKind::Story => "story",
        EntryKind::Prompt => "question",
        _ => "page",
    };
    let root = "../".repeat(output.matches('/').count());
    format!(
        "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"robots\" content=\"noindex\">
<title>Taken back</title>
<h1>This {what} has been taken back.</h1>
<p><a href=\"{root}\">To the home page</a></p>
</html>
"
    )
}
