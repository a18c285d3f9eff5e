//! What no output may hold. Kept beside an entry and never in it, so that no page can reach it; only the last look
//! over finished bytes does.

/// What kind of thing is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretKind {
    /// `consent.record`: where the signed form is.
    Record,
    /// Something under `private:`.
    Private,
}

/// One thing that a file says and no output may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it is.
    pub kind: SecretKind,
    /// What it says. Without its place: a report that showed the line would show the secret.
    pub text: String,
}
