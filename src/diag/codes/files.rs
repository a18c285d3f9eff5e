//! Problems of reading files.

use super::{error, warning};
use crate::diag::{Diagnostic, SourcePath, Span};

/// A link on disk leads out of the site. Never says where to: the target may be private.
pub fn outside_link(span: &Span) -> Diagnostic {
    error("outside-link", span, "this leads out of the site's folder, so it is not read")
        .help("copy the file or folder into the site instead of linking to it")
}

/// A link among the files that are copied as they are leads to what the site is made from.
pub fn link_to_sources(span: &Span) -> Diagnostic {
    error("outside-link", span, "this leads to what the site is made from, which is never copied as it is")
        .help("copy the file that everyone may see into this folder instead of linking to it")
}

/// A link on disk leads to something hidden, such as `.git` or `.env`.
pub fn hidden_file(span: &Span) -> Diagnostic {
    error("hidden-file", span, "this leads to a hidden file or folder, which is never read or published")
        .help("names that begin with a dot are kept private; copy what may be public under another name")
}

/// A link on disk leads to a folder that holds the link itself.
pub fn link_circle(span: &Span) -> Diagnostic {
    error("link-circle", span, "this link leads back to itself or to a folder around it, so it is not followed")
        .help("remove the link, or let it lead somewhere else")
}

/// More links to folders than any site needs: most likely they multiply each other.
pub fn too_many_links(span: &Span, limit: usize) -> Diagnostic {
    error("too-many-links", span, format!("there are more than {limit} links to folders here; the rest is not read"))
        .help("links to folders that hold links to folders multiply quickly; replace some of them by copies")
}

/// A link on disk leads to nothing.
pub fn dangling_link(span: &Span) -> Diagnostic {
    error("dangling-link", span, "this link leads to a file that is not there")
        .help("put the file back, or remove the link")
}

/// A pipe, socket or device.
pub fn not_a_file(span: &Span) -> Diagnostic {
    warning("not-a-file", span, "this is not an ordinary file, so it is skipped")
        .help("remove it from the site, or put an ordinary file in its place")
}

/// A pipe, socket, device or folder where the text of a file is needed.
pub fn needs_a_file(span: &Span) -> Diagnostic {
    error("not-a-file", span, "this is not an ordinary file, so it cannot be read")
        .help("put an ordinary file in its place")
}

/// A folder is needed where something else is.
pub fn not_a_folder(span: &Span) -> Diagnostic {
    error("not-a-folder", span, format!("`{}` must be a folder", span.path))
        .help("rename what is there, and make a folder with this name")
}

/// There is no `content` folder.
pub fn no_content(span: &Span) -> Diagnostic {
    warning("no-content", span, "this site has no folder `content`, so it has no stories")
        .help("make `content/stories` beside `ripple.yaml`, or add a first story with `ripple new story`")
}

/// The system refused to list or read it. `why` is the end of a sentence.
pub fn unreadable(span: &Span, why: &str) -> Diagnostic {
    error("unreadable", span, format!("this cannot be read: {why}"))
        .help("see that it is still there and that this account may read it, then build again")
}

/// A name that is not text.
pub fn bad_file_name(span: &Span) -> Diagnostic {
    error("bad-file-name", span, "the name of this file holds characters that cannot be read")
        .help("rename the file with plain letters, digits and hyphens")
}

/// A name that another system cannot hold. `what` says what is wrong with it.
pub fn unportable_name(span: &Span, name: &str, what: &str) -> Diagnostic {
    error("unportable-name", span, format!("`{}` cannot be used on every computer: {what}", name.escape_debug()))
        .help("give it another name, of plain letters, digits and hyphens")
}

/// Two names that some systems cannot tell apart.
pub fn same_name(span: &Span, other: &SourcePath) -> Diagnostic {
    error("same-name", span, format!("`{}` and `{other}` are one and the same name on many computers", span.path))
        .help("rename one of them; capital and small letters alone do not make a difference")
        .related(Span::file(other), "the other one")
}

/// A copy that a file manager made of a file beside it.
pub fn copied_file(span: &Span, original: &SourcePath) -> Diagnostic {
    warning("copied-file", span, format!("this looks like a copy of `{original}`, and it is part of the site as well"))
        .help("delete it if it is one; else give it a name of its own")
        .related(Span::file(original), "the other one")
}

/// A file over its limit, both in bytes.
pub fn file_too_large(span: &Span, limit: u64) -> Diagnostic {
    let limit = if limit >= 1 << 20 { format!("{} MiB", limit >> 20) } else { format!("{limit} bytes") };
    error("file-too-large", span, format!("this file is larger than {limit}, so it is not read"))
        .help("split it into several files; pictures belong in files of their own")
}

/// Text that is not UTF-8, from a zero-based byte on; `line_number` counts from one.
pub fn not_utf8(span: &Span, byte_offset: usize, line_number: usize) -> Diagnostic {
    let place = format!("at byte {byte_offset}, on line {line_number}");
    error("not-utf8", span, format!("this file is not saved as UTF-8: {place}, stands something that is no letter"))
        .help("open it in your editor, look at the letters on that line, and save it with the encoding UTF-8")
}

/// Text saved as UTF-16, as old versions of Notepad do.
pub fn utf16(span: &Span) -> Diagnostic {
    error("not-utf8", span, "this file is saved as UTF-16, from its first byte (byte 0, line 1) on")
        .help("open it in your editor, choose Save as, and save it with the encoding UTF-8")
}

/// A zero byte in a text.
pub fn nul_byte(span: &Span, byte_offset: usize, line_number: usize) -> Diagnostic {
    let place = format!("at byte {byte_offset}, on line {line_number}");
    error("nul-byte", span, format!("this file holds a zero byte, {place}, which no text has"))
        .help("if it is a text, save it again with the encoding UTF-8; if not, give it another ending than `.md`")
}

/// The configuration names a theme that is not there.
pub fn unknown_theme(span: &Span, name: &str, known: &[String]) -> Diagnostic {
    error("unknown-theme", span, format!("there is no theme called `{name}`: no folder `themes/{name}`"))
        .help(super::did_you_mean(name, known.iter().map(String::as_str)))
        .configuration()
}

/// The configuration names a theme by something that cannot be the name of a folder.
pub fn bad_theme_name(span: &Span, name: &str) -> Diagnostic {
    error("bad-theme-name", span, format!("`{}` cannot be the name of a theme", name.escape_debug()))
        .help("write only the name of a folder in `themes`, such as `default`, without slashes or a leading dot")
        .configuration()
}

/// A file among the entries that is none.
pub fn not_an_entry(span: &Span) -> Diagnostic {
    warning(
        "not-an-entry",
        span,
        "this file is not published: only files that end in `.md` are stories, prompts or pages",
    )
    .help("save its text as a file that ends in `.md`, or move it out of content/")
}
