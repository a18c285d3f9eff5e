//! Every output in which a story can be found, and for each of them a way to look that knows no other: what
//! `matrix.rs` asks for each status and each set of scopes. A new output gets a row here.

use crate::site_test::Built;

/// A place in the output: what it is called, which scopes it needs beside the web, and whether the story is there.
pub struct Output {
    pub name: &'static str,
    pub needs: &'static [&'static str],
    pub finds: fn(&Built) -> bool,
}

const fn output(name: &'static str, needs: &'static [&'static str], finds: fn(&Built) -> bool) -> Output {
    Output { name, needs, finds }
}

/// The story of `consent::world` by its title and by its address.
const TITLE: &str = "zephyrine";
const ADDRESS: &str = "stories/wyvern/";
const OWN: &str = "stories/wyvern/index.html";
const BEFORE: &str = "stories/before/index.html";

/// Whether a file is there and holds these words.
fn says(built: &Built, path: &str, words: &str) -> bool {
    built.has(path) && built.text(path).contains(words)
}

/// What stands between two marks of a file; nothing if the file or one of them is missing.
fn between<'a>(built: &'a Built, path: &str, from: &str, to: &str) -> &'a str {
    if !built.has(path) {
        return "";
    }
    let rest = built.text(path).split_once(from).map_or("", |(_, rest)| rest);
    rest.split_once(to).map_or("", |(part, _)| part)
}

/// Whether a list is there with a link to the story under its title.
fn lists(built: &Built, path: &str) -> bool {
    says(built, path, TITLE) && says(built, path, ADDRESS)
}

fn search_files(built: &Built) -> impl Iterator<Item = &str> {
    built.paths().into_iter().filter(|path| path.starts_with("assets/search/"))
}

/// Whether a file made of a picture or a recording of the story is there.
fn has_media(built: &Built, name: &str) -> bool {
    built.paths().iter().any(|path| path.starts_with("media/wyvern/") && path.contains(name))
}

/// What `matrix.rs` puts under the text of the story, so that there is something to see and to hear.
pub const MEDIA: &str = "\n:::figure The wombat\n![A vicuna](gate.png)\n:::\n\n:::audio talk.mp3 The numbat\nThe dugong.\n:::\n\n\
                         :::video walk.mp4 The tenrec\n![A serval](still.png)\n\nThe caracal.\n:::\n";

/// All of them.
pub const OUTPUTS: &[Output] = &[
    output("its page", &[], |built| says(built, OWN, "<h1>A zephyrine</h1>") && says(built, OWN, "quokka")),
    output("the cover on its page", &[], |built| says(built, OWN, "<svg class=\"rc s-family")),
    output("the people on its page", &[], |built| says(built, OWN, "tapir") && says(built, OWN, "Ines")),
    output("what describes its page to machines", &[], |built| {
        between(built, OWN, "application/ld+json", "</script>").contains(TITLE)
    }),
    output("the wall", &[], |built| lists(built, "stories/index.html")),
    output("the home page", &[], |built| lists(built, "index.html")),
    output("a tag that others have too", &[], |built| lists(built, "tags/shared/index.html")),
    output("a tag of its own", &[], |built| lists(built, "tags/pangolin/index.html")),
    output("the list of tags", &[], |built| says(built, "tags/index.html", "pangolin")),
    output("the counts of tags", &[], |built| {
        between(built, "tags/index.html", ">shared</a>", "</li>").contains("</span>2<span")
    }),
    output("its collection", &[], |built| lists(built, "collections/club/index.html")),
    output("the count of its collection", &[], |built| says(built, "collections/index.html", "1 story")),
    output("its year", &[], |built| lists(built, "archive/2019/index.html")),
    output("the list of years", &[], |built| says(built, "archive/index.html", "2019")),
    output("its setting", &[], |built| lists(built, "settings/family/index.html")),
    output("the page of somebody in it", &[], |built| lists(built, "people/ines/index.html")),
    output("the prompt that it answers", &[], |built| {
        between(built, "prompts/ask/index.html", "id=\"r-answers\"", "</section>").contains(TITLE)
    }),
    output("the prompt that it offers", &[], |built| {
        between(built, "prompts/ask/index.html", "id=\"r-used\"", "</section>").contains(TITLE)
    }),
    output("the newer and the older story", &[], |built| {
        let beside = |path| between(built, path, "class=\"frame neighbours\"", "</nav>").contains(TITLE);
        beside(BEFORE) || beside("stories/other/index.html") || beside("stories/after/index.html")
    }),
    output("what is told beside the story before it", &[], |built| {
        between(built, BEFORE, "class=\"hang near\"", "</nav>").contains(TITLE)
    }),
    output("the thread of the story before it", &[], |built| {
        between(built, BEFORE, "<ol class=\"thread", "</section>").contains(TITLE)
    }),
    output("the thread of the story after it", &[], |built| {
        between(built, "stories/after/index.html", "<ol class=\"thread", "</section>").contains(TITLE)
    }),
    output("the note on a ripple", &[], |built| says(built, BEFORE, "capybara") && says(built, BEFORE, "marmot")),
    output("a thread that goes on through it", &[], |built| {
        between(built, BEFORE, "<ol class=\"thread", "</section>").contains("/stories/after/")
    }),
    output("how far the story before it reached", &[], |built| says(built, BEFORE, "led to two more")),
    output("where the thread of the story after it began", &[], |built| {
        says(built, "stories/after/index.html", "Its thread began")
    }),
    output("its translation", &[], |built| {
        says(built, "stories/other/index.html", "hreflang=\"en\"") && lists(built, "stories/other/index.html")
    }),
    output("links in texts", &[], |built| {
        let text = between(built, "about/index.html", "<div class=\"body text\">", "</main>");
        text.matches("href=\"/stories/wyvern/").count() >= 8
    }),
    output("a card in a text", &[], |built| between(built, BEFORE, "<div class=\"embed\">", "</div>").contains(TITLE)),
    output("the map", &[], |built| {
        between(built, "ripples/index.html", "<ul class=\"kin\">", "class=\"drawing\"").contains(TITLE)
    }),
    output("the drawing of the map", &[], |built| {
        between(built, "ripples/index.html", "class=\"drawing\"", "</section>").contains(TITLE)
    }),
    output("the numbers of the map", &[], |built| {
        let sentence = between(built, "ripples/index.html", "<p class=\"sentence\">", "</p>");
        sentence.contains("four stories") && sentence.contains("Two ripples") && sentence.contains("three stories")
    }),
    output("the numbers of the site", &[], |built| {
        let totals = &built.snapshot.site.totals;
        (totals.stories, totals.ripples, totals.families) == (4, 2, 1)
    }),
    output("its old address", &[], |built| says(built, "old/ocelot/index.html", ADDRESS)),
    output("the feed", &["feed"], |built| says(built, "feed.xml", TITLE) && says(built, "feed.xml", "narwhal-id")),
    output("the feed of a tag", &["feed"], |built| lists(built, "tags/shared/feed.xml")),
    output("the feed of a tag of its own", &["feed"], |built| lists(built, "tags/pangolin/feed.xml")),
    output("the feed of its collection", &["feed"], |built| lists(built, "collections/club/feed.xml")),
    output("a card in a text in the feed", &["feed"], |built| {
        let text = |path| built.text(path).split("<item>").find(|item| item.contains("/stories/before/"));
        text("feed.xml").is_some_and(|item| item.contains(TITLE))
    }),
    output("ripples.json", &["feed"], |built| says(built, "ripples.json", "\"narwhal-id\":")),
    output("the ripples in ripples.json", &["feed"], |built| says(built, "ripples.json", "capybara")),
    output("the sitemap", &["search"], |built| says(built, "sitemap.xml", ADDRESS)),
    output("leave for search engines", &["search"], |built| built.has(OWN) && !says(built, OWN, "noindex")),
    output("the entries of the site's own search", &["search"], |built| {
        search_files(built).any(|path| says(built, path, ADDRESS) || says(built, path, "A zephyrine"))
    }),
    output("the words of the site's own search", &["search"], |built| {
        search_files(built).any(|path| says(built, path, "bandicoot") || says(built, path, "quokka"))
    }),
    output("its sheet for a group", &["print"], |built| says(built, "stories/wyvern/sheet/index.html", TITLE)),
    output("the way to its sheet", &["print"], |built| says(built, OWN, "stories/wyvern/sheet/")),
    output("the sheet of another story", &["print"], |built| lists(built, "stories/before/sheet/index.html")),
    output("a picture in its text", &["photo"], |built| has_media(built, "gate-")),
    output("the words of a picture", &["photo"], |built| says(built, OWN, "wombat") && says(built, OWN, "vicuna")),
    output("a recording in its text", &["audio"], |built| has_media(built, "talk.") && says(built, OWN, "<audio")),
    output("the words of a recording", &["audio"], |built| says(built, OWN, "numbat") && says(built, OWN, "dugong")),
    output("a recording in the feed", &["feed", "audio"], |built| {
        says(built, "feed.xml", "media/wyvern/talk.") && says(built, "feed.xml", "dugong")
    }),
    output("a film in its text", &["photo", "audio"], |built| has_media(built, "walk.") && says(built, OWN, "<video")),
    output("the picture of a film", &["photo", "audio"], |built| has_media(built, "still-")),
    output("the words of a film", &["photo", "audio"], |built| {
        says(built, OWN, "tenrec") && says(built, OWN, "caracal")
    }),
    output("the words of a recording in the site's own search", &["search", "audio"], |built| {
        search_files(built).any(|path| says(built, path, "dugong"))
    }),
    output("the words of a recording on its sheet", &["print", "audio"], |built| {
        says(built, "stories/wyvern/sheet/index.html", "dugong")
    }),
];
