//! Problems of sound and films.

use super::{error, note, plain, warning};
use crate::diag::{Diagnostic, Span};

/// `:::audio` or `:::video` without a file.
pub fn recording_needs_file(span: &Span, name: &str) -> Diagnostic {
    let file = if name == "audio" { "talk.mp3" } else { "walk.mp4" };
    error("recording-needs-file", span, format!("`:::{name}` does not say which file"))
        .help(format!("put the file beside the text, and write its name and a title after it: `:::{name} {file} What it is`; a name with spaces stands in `\"…\"`"))
}

/// A recording without its words.
pub fn recording_needs_words(span: &Span, name: &str) -> Diagnostic {
    let (what, words) = if name == "audio" {
        (
            "nothing says in words what there is to hear, so those who cannot hear it get nothing",
            "write down what is said",
        )
    } else {
        (
            "nothing says in words what there is to see and hear, so those who cannot see or hear it get nothing",
            "say what is seen, and write down what is said",
        )
    };
    error("recording-needs-words", span, what)
        .help(format!("{words}, on lines of their own between `:::{name}` and the closing `:::`"))
}

/// A film without a picture.
pub fn video_needs_picture(span: &Span) -> Diagnostic {
    error("video-needs-picture", span, "there is no picture in this `:::video` to show before somebody plays it").help(
        "put one below this line, on a line of its own: `![what is to be seen](file.jpg)`; a still out of the film is best",
    )
}

/// Sound on another site.
pub fn outside_recording(span: &Span, url: &str) -> Diagnostic {
    error("outside-recording", span, format!("the recording `{}` is on another site", plain(url))).help(
        "sound from elsewhere would tell that site who listens; put a copy beside the text and write its name, or write a link instead of `:::audio`",
    )
}

/// A recording that is not there. `path` is where it was looked for; empty outside of the site.
pub fn recording_missing(span: &Span, file: &str, path: &str) -> Diagnostic {
    let place = if path.is_empty() { "in the site's folder".to_owned() } else { format!("at `{}`", plain(path)) };
    warning("recording-missing", span, format!("there is no recording `{}` {place}", plain(file)))
        .help("put it there, or mend its name (capitals count); until then readers get its words alone")
}

/// A file that is no recording of this kind, whatever its name says. `film`: a film was asked for.
pub fn recording_unknown(span: &Span, file: &str, what: &str, film: bool) -> Diagnostic {
    let wanted = if film { "MP4 or WebM" } else { "MP3, M4A, Ogg or WAV" };
    error("recording-unknown", span, format!("`{}` cannot be played: it is {what}", plain(file))).help(format!(
        "open it in a program for recordings and save it anew as {wanted}; changing its name is not enough"
    ))
}

/// A recording that is named as if it were something else. `ending` is how its name should end.
pub fn recording_misnamed(span: &Span, file: &str, ending: &str) -> Diagnostic {
    let message = format!("`{}` is not what its name says: it is a file that ends in `.{ending}`", plain(file));
    error("recording-misnamed", span, message)
        .help(format!("give the file a name that ends in `.{ending}`, and write that name here; browsers go by it"))
}

/// A film under `:::audio`, or sound under `:::video`. `right` is the directive that fits.
pub fn recording_other(span: &Span, file: &str, what: &str, right: &str) -> Diagnostic {
    error("recording-other", span, format!("`{}` is {what}", plain(file))).help(match right {
        "figure" => "show a picture with `![what is to be seen](file.jpg)` on a line of its own".to_owned(),
        right => format!("it is shown by `:::{right} its-name What it is`, with its words below and `:::` at the end"),
    })
}

/// A recording that ends too early or is damaged.
pub fn recording_broken(span: &Span, file: &str, how: &str) -> Diagnostic {
    error("recording-broken", span, format!("the recording `{}` {how}", plain(file)))
        .help("copy it again from where it came from; if it was broken there, save it anew in a program for recordings")
}

/// A recording in too large a file.
pub fn recording_too_large(span: &Span, file: &str, bytes: u64) -> Diagnostic {
    error(
        "recording-too-large",
        span,
        format!("the recording `{}` is too large: its file has {} MiB", plain(file), bytes.div_ceil(1 << 20)),
    )
    .help("save a shorter or smaller copy: 100 MiB is the most, and readers with little data have to load all of it")
}

/// Recordings of a published entry that are left out. `scope` is what is missing; `person`: whose consent leaves them
/// out, if not the entry's own.
pub fn recordings_withheld(span: &Span, id: &str, scope: &str, person: Option<&str>) -> Diagnostic {
    let whose = person.map_or_else(|| "its consent".to_owned(), |person| format!("the consent of `{}`", plain(person)));
    let message = format!("recordings of `{}` are left out, with their words: {whose} does not cover them", plain(id));
    note("recordings-withheld", span, message).help(format!(
        "once everybody in them has agreed, add `{scope}` to `scope:` in the `consent:` block; a film needs both `photo` and `audio`"
    ))
}
