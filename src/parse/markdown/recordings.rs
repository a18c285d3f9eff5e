//! `:::audio` and `:::video`: a recording, its title, and its words.

use super::address::{Address, judge};
use super::writer::Writer;
use crate::diag::Located;
use crate::diag::codes::{markdown as codes, recordings};
use crate::model::{HoleKind, PictureRef, RecordingRef, RecordingRole};
use crate::parse::personal::Manner;
use std::ops::Range;

/// A recording whose words have not all come yet.
pub(super) struct OpenRecording {
    role: RecordingRole,
    /// Its place among the recordings of the text, if it can be one.
    place: Option<usize>,
    /// Where its words begin in the plain text.
    words: usize,
}

impl Writer<'_> {
    /// The line of a recording: its file or address, and its title.
    pub(super) fn begin_recording(&mut self, role: RecordingRole, rest: &str, range: &Range<usize>) -> OpenRecording {
        let (file, title) = named(rest);
        self.hole(HoleKind::Figure, 0);
        self.out.push_str("<figure class=\"recording\">\n");
        self.no_excerpt += 1;
        let title = self.caption(title, range);
        let place = self.recording(role, file, title, range);
        self.out.push_str("<div class=\"transcript\">\n");
        OpenRecording { role, place, words: self.plain.len() }
    }

    /// Adds a recording, if its file may be one.
    fn recording(&mut self, role: RecordingRole, file: &str, title: String, range: &Range<usize>) -> Option<usize> {
        if file.is_empty() {
            self.report(range, |span| recordings::recording_needs_file(span, role.word()));
            return None;
        }
        let start = range.start + self.source.text.get(range.clone()).and_then(|line| line.find(file)).unwrap_or(0);
        let at = start..start + file.len();
        self.beside(file, Manner::Address, &at);
        let outside = match judge(file) {
            Address::Here => false,
            Address::Web if role == RecordingRole::Film => true,
            Address::Web => {
                self.report(&at, |span| recordings::outside_recording(span, file));
                return None;
            }
            Address::Program | Address::Refused => {
                self.report(&at, |span| codes::unsafe_link(span, file));
                return None;
            }
        };
        let file = Located::new(file.to_owned(), self.span(&at));
        self.recordings.push(RecordingRef { role, file, outside, title, poster: None });
        let place = self.recordings.len() - 1;
        self.hole(HoleKind::Recording, u32::try_from(place).unwrap_or(u32::MAX));
        Some(place)
    }

    pub(super) fn end_recording(&mut self, open: &OpenRecording, range: &Range<usize>) {
        if self.plain.get(open.words..).is_none_or(|words| words.trim().is_empty()) {
            self.report(range, |span| recordings::recording_needs_words(span, open.role.word()));
        }
        let recording = open.place.and_then(|place| self.recordings.get(place));
        if recording.is_some_and(|film| film.role == RecordingRole::Film && film.poster.is_none()) {
            self.report(range, recordings::video_needs_picture);
        }
        self.out.push_str("</div></figure>\n");
        self.hole(HoleKind::FigureEnd, 0);
        self.no_excerpt -= 1;
    }

    /// Whether a picture is what stands in the place of the film that is open; then it is taken out of the text.
    pub(super) fn is_poster(&mut self, picture: &PictureRef) -> bool {
        if self.in_link() {
            return false;
        }
        let place = self.directives.last().and_then(|open| open.recording()).and_then(|open| open.place);
        let Some(film) = place.and_then(|place| self.recordings.get_mut(place)) else { return false };
        if film.role != RecordingRole::Film || film.poster.is_some() {
            return false;
        }
        film.poster = Some(picture.clone());
        self.poster_at = self.out.len();
        true
    }

    /// Takes back the paragraph that ends here, if there was nothing but a poster in it.
    pub(super) fn was_poster(&mut self) -> bool {
        let alone = self.poster_at == self.out.len() && self.out.ends_with("<p>");
        if alone {
            self.out.truncate(self.out.len() - "<p>".len());
        }
        alone
    }
}

/// The file, which has marks around it if there are spaces in its name, and the title.
fn named(rest: &str) -> (&str, &str) {
    for (from, to) in [('<', '>'), ('"', '"'), ('“', '”')] {
        if let Some((file, title)) = rest.strip_prefix(from).and_then(|inner| inner.split_once(to)) {
            return (file.trim(), title.trim());
        }
    }
    let (file, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    (file, title.trim())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{codes_of, filled, pointed, run};
    use super::*;

    #[test]
    fn sound_stands_between_its_title_and_its_words() {
        let output = run("Before.\n\n:::audio talk.mp3 How Zoë & Ana say it\nOne *knock*.\n:::\nAfter.");
        assert_eq!(
            filled(&output),
            "<p>Before.</p>\n{Figure 0}<figure class=\"recording\">\n<figcaption>How Zoë &amp; Ana say it</figcaption>\
             {Recording 0}<div class=\"transcript\">\n<p>One <em>knock</em>.</p>\n</div></figure>\n{FigureEnd 0}<p>After.</p>\n"
        );
        assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
        let [sound] = &output.recordings[..] else { panic!("{:?}", output.recordings) };
        assert_eq!((sound.role, sound.file.value.as_str(), sound.outside), (RecordingRole::Sound, "talk.mp3", false));
        assert_eq!(sound.title, "How Zoë & Ana say it");
        assert_eq!(output.excerpt, "Before. After.");
        for (written, file) in
            [("<my talk.mp3> A", "my talk.mp3"), ("\"my talk.mp3\" A", "my talk.mp3"), ("a.mp3", "a.mp3")]
        {
            let output = run(&format!(":::audio {written}\nWords.\n:::"));
            assert_eq!(output.recordings[0].file.value, file);
        }
    }

    #[test]
    fn the_first_picture_of_a_film_is_shown_until_it_is_played() {
        let output = run(":::video walk.mp4 A walk\n![A gate](gate.jpg)\n\nWe walk.\n\n![A hill](hill.jpg)\n:::");
        assert!(
            filled(&output).contains("{Recording 0}<div class=\"transcript\">\n<p>We walk.</p>\n<p>{Picture 0}</p>")
        );
        assert_eq!(output.recordings[0].poster.as_ref().map(|poster| poster.file.value.as_str()), Some("gate.jpg"));
        assert_eq!(output.pictures[0].file.value, "hill.jpg");
        let outside = run(":::video https://films.example/w/1 A walk\n![A gate](gate.jpg) We walk.\n:::");
        assert!(outside.recordings[0].outside && outside.diagnostics.is_empty());
        assert!(filled(&outside).contains("<p> We walk.</p>"), "{}", filled(&outside));
    }

    #[test]
    fn what_is_missing_is_told_where_it_belongs() {
        let poster = "![A gate](gate.jpg)\n\n";
        for (source, code, place) in [
            (":::audio\nWords.\n:::".to_owned(), "recording-needs-file", ":::audio"),
            (":::audio a.mp3 Title :::".to_owned(), "recording-needs-words", ":::audio a.mp3 Title :::"),
            (format!(":::video a.mp4\n{poster}:::"), "recording-needs-words", ":::video a.mp4"),
            (":::video a.mp4\nWords.\n:::".to_owned(), "video-needs-picture", ":::video a.mp4"),
            (":::audio https://x.org/a.mp3\nWords.\n:::".to_owned(), "outside-recording", "https://x.org/a.mp3"),
            (format!(":::video javascript:x\n{poster}Words.\n:::"), "unsafe-link", "javascript:x"),
        ] {
            let output = run(&source);
            assert_eq!(codes_of(&output), [code], "{source}");
            assert_eq!(pointed(&source, &output), place);
        }
    }
}
