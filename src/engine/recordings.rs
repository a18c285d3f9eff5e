//! What is wrong with a recording, in words, at the place where a text names it.

use crate::diag::codes::recordings as codes;
use crate::diag::{Diagnostic, Span};
use crate::media::Flaw;
use crate::model::{MediaKind, RecordingKind, RecordingRole};

/// It is not there. `path` is where it was looked for; empty outside of the site.
pub(super) fn missing(span: &Span, name: &str, path: &str) -> Diagnostic {
    codes::recording_missing(span, name, path)
}

/// It is named as a picture.
pub(super) fn no_picture(span: &Span, name: &str, kind: RecordingKind) -> Diagnostic {
    match kind.role() {
        RecordingRole::Sound => codes::recording_other(span, name, "sound, and no picture", "audio"),
        RecordingRole::Film => codes::recording_other(span, name, "a film, and no picture", "video"),
    }
}

/// It is something else than the directive says.
pub(super) fn other(span: &Span, name: &str, kind: MediaKind, role: RecordingRole) -> Option<Diagnostic> {
    let found = kind.recording().map(RecordingKind::role);
    match found {
        Some(found) if found == role => None,
        Some(RecordingRole::Film) => {
            Some(codes::recording_other(span, name, "a film, and `:::audio` is for sound", "video"))
        }
        Some(RecordingRole::Sound) => {
            Some(codes::recording_other(span, name, "sound without pictures, and `:::video` is for films", "audio"))
        }
        None => Some(codes::recording_other(span, name, "a picture", "figure")),
    }
}

/// A flaw in words.
pub(super) fn told(span: &Span, name: &str, flaw: &Flaw, role: RecordingRole) -> Diagnostic {
    match flaw {
        Flaw::Unknown(what) | Flaw::Unsafe(what) => {
            codes::recording_unknown(span, name, what, role == RecordingRole::Film)
        }
        Flaw::Misnamed(kind) => codes::recording_misnamed(span, name, kind.endings()[0]),
        Flaw::Short => codes::recording_broken(span, name, "ends before it is complete"),
        Flaw::Heavy(bytes) => codes::recording_too_large(span, name, *bytes),
        Flaw::Broken | Flaw::Large(_) | Flaw::NotBuilt => codes::recording_broken(span, name, "is damaged"),
    }
}
