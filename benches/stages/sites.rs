//! Large sites for benchmarks: the same bytes for the same size, on every machine.
//!
//! A story has about 700 words in seven paragraphs, three tags with a realistic skew, up to two ripples to later
//! stories, a prompt, and every twentieth story a block of code. Ripples lead forward in time, so the site has
//! no problems to report.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const WORDS: &str = "the a moment of mentoring came when she spoke with her teacher after class and listened to what \
    he had learned during that long week while James wrote down three things on paper before lunch so that everyone \
    could find their place again in the quiet room beside the window where nobody had asked a question for days";

/// A small generator of even numbers (xorshift, Marsaglia 2003), so that nothing depends on a library's choices.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % limit
    }
}

/// Writes a site with this many stories into an empty folder.
pub(crate) fn write(folder: &Path, stories: usize) {
    let put = |path: String, text: String| fs::write(folder.join(path), text).expect("the folder is writable");
    for part in ["content/stories", "content/prompts"] {
        fs::create_dir_all(folder.join(part)).expect("the folder is writable");
    }
    let config = "title: Large\nsafeguarding: open\ncontact: x@example.org\nbase_url: https://example.org\nfeed_authority: example.org,2026\n";
    put("ripple.yaml".to_owned(), config.to_owned());
    for prompt in 0..20 {
        put(
            format!("content/prompts/prompt-{prompt}.md"),
            format!("---\ntitle: Prompt {prompt}\n---\nWhat did you notice, number {prompt}?\n"),
        );
    }
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for story in 0..stories {
        put(format!("content/stories/story-{story}.md"), text(story, stories, &words, &mut numbers));
    }
}

/// Adds stories that are held back and have long titles, of the words of which the others are.
pub(crate) fn hold_back(folder: &Path, stories: usize) {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    for story in 0..stories {
        let title: Vec<&str> = (0..11).map(|_| words[numbers.below(words.len())]).collect();
        let path = folder.join(format!("content/stories/{}-{story}.md", title.join("-").to_lowercase()));
        let text = format!("---\ntitle: {} {story}\ndate: 2001-01-01\ndraft: true\n---\nNot yet.\n", title.join(" "));
        fs::write(path, text).expect("the folder is writable");
    }
}

fn text(story: usize, stories: usize, words: &[&str], numbers: &mut Numbers) -> String {
    // Day by day from 1990, so that a later number is a later story.
    let day = story * 12_000 / stories.max(1);
    let date = format!("{:04}-{:02}-{:02}", 1990 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
    let settings = ["school", "workplace", "community", "family", "online"];
    // The product of two even draws favours low numbers: few tags are common, most are rare.
    let tags: Vec<String> = (0..3).map(|_| format!("tag {}", numbers.below(60) * numbers.below(60) / 60)).collect();
    let mut out = format!(
        "---\ntitle: Story number {story}\ndate: {date}\nsummary: What came of moment {story}.\ntags: [{}]\nsetting: {}\nmentor: a teacher\nmentee: a pupil\nmoment: {{minutes: 10, where: after class}}\noutcome: [joined in]\nprompts: [prompt-{}]\n",
        tags.join(", "),
        settings[numbers.below(settings.len())],
        story % 20,
    );
    let later: Vec<usize> = (0..2).map(|_| story + 1 + numbers.below(400)).filter(|to| *to < stories).collect();
    if !later.is_empty() {
        out.push_str("ripples:\n");
        for to in later {
            let _ = writeln!(out, "  - paid-forward: story-{to}");
        }
    }
    out.push_str("---\n");
    for paragraph in 0..7 {
        if paragraph == 3 && story.is_multiple_of(20) {
            let _ = write!(out, "```rust\nfn main() {{\n    println!(\"{story}\");\n}}\n```\n\n");
        }
        for _ in 0..100 {
            out.push_str(words[numbers.below(words.len())]);
            out.push(' ');
        }
        out.push_str(".\n\n");
    }
    out
}
