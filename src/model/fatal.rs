//! What the outside world can refuse: folders and files that are missing, closed or not ours. Problems of
//! content are no `Fatal`; they are diagnostics.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// Something outside the site's content that stops a run. The words name the path and a remedy.
#[derive(Debug)]
pub enum Fatal {
    /// There is no site here.
    RootMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A file or folder cannot be read.
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The output may not go there.
    OutputRefused {
        /// The folder that was asked for.
        output: PathBuf,
        /// Why, as the end of a sentence; it names the other path.
        reason: String,
    },
    /// The output folder holds files and no marker of ours.
    OutputNotOurs {
        /// The folder that was asked for.
        output: PathBuf,
    },
    /// Something that ripple did not write stands where a page must go.
    OutputOccupied {
        /// What stands there.
        path: PathBuf,
    },
    /// A file or folder cannot be written.
    NotWritable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The port that was asked for is another program's.
    PortTaken {
        /// Which.
        port: u16,
    },
    /// The system does not let the preview listen there.
    CannotListen {
        /// Where: address and port.
        address: String,
        /// What the system said.
        error: io::Error,
    },
    /// A bad option on the command line.
    Argument(String),
}

impl Fatal {
    /// The exit code of every variant: usage, configuration or environment.
    pub const EXIT_CODE: u8 = 2;
}

impl fmt::Display for Fatal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RootMissing { path } => write!(
                f,
                "there is no site at `{}`: no `ripple.yaml` was found there. Go into the folder of your site, name \
                 it with `--root`, or start a new site with `ripple init`",
                path.display()
            ),
            Self::Unreadable { path, error } => write!(
                f,
                "`{}` cannot be read: {}. See that it is there and that this account may read it, then try again",
                path.display(),
                why(error)
            ),
            Self::OutputRefused { output, reason } => write!(
                f,
                "the finished site may not be written to `{}`: {reason}. Choose a folder of its own, for example \
                 `--output-dir public`",
                output.display()
            ),
            Self::OutputNotOurs { output } => write!(
                f,
                "`{}` holds files that ripple did not write, so it is left alone. Choose an empty or new folder \
                 with `--output-dir`; if this folder really is meant for the finished site, put an empty file \
                 named `.ripple-output` into it",
                output.display()
            ),
            Self::OutputOccupied { path } => write!(
                f,
                "`{}` was not written by ripple, but a page of the site must go there, so nothing was changed. \
                 Move it away, or give the page another address",
                path.display()
            ),
            Self::NotWritable { path, error } => write!(
                f,
                "`{}` cannot be written: {}. See that the folder is there, that this account may write to it and \
                 that the disk has room, then try again",
                path.display(),
                why(error)
            ),
            Self::PortTaken { port } => write!(
                f,
                "port {port} is already taken by another program, perhaps by another `ripple serve`. Leave `--port` \
                 out, and a free one is found; or choose another"
            ),
            Self::CannotListen { address, error } => write!(
                f,
                "the preview cannot be shown at `{address}`: {}. Leave `--interface` and `--port` out to see it on \
                 this machine alone; or give an address that this machine has, and a port above 1023",
                why(error)
            ),
            Self::Argument(message) => f.write_str(message),
        }
    }
}

impl Error for Fatal {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { error, .. } | Self::NotWritable { error, .. } | Self::CannotListen { error, .. } => {
                Some(error)
            }
            _ => None,
        }
    }
}

/// What a system error means, in plain words, as the end of a sentence.
#[must_use]
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it is not there".to_owned(),
        ErrorKind::PermissionDenied => "this account is not allowed to".to_owned(),
        ErrorKind::AlreadyExists => "something with this name is already there".to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        ErrorKind::DirectoryNotEmpty => "the folder is not empty any more".to_owned(),
        ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_names_the_path_and_a_remedy() {
        let path = PathBuf::from("some/place");
        let error = || io::Error::from(ErrorKind::PermissionDenied);
        for (fatal, remedy) in [
            (Fatal::RootMissing { path: path.clone() }, "ripple init"),
            (Fatal::Unreadable { path: path.clone(), error: error() }, "try again"),
            (Fatal::OutputRefused { output: path.clone(), reason: "it is the site".into() }, "Choose"),
            (Fatal::OutputNotOurs { output: path.clone() }, "Choose"),
            (Fatal::OutputOccupied { path: path.clone() }, "Move it away"),
            (Fatal::NotWritable { path: path.clone(), error: error() }, "try again"),
        ] {
            let words = fatal.to_string();
            assert!(words.contains("some/place") && words.contains(remedy), "{words}");
        }
        assert!(Fatal::PortTaken { port: 4001 }.to_string().contains("port 4001"));
        let address = "192.0.2.1:80".to_owned();
        let words = Fatal::CannotListen { address, error: error() }.to_string();
        assert!(words.contains("192.0.2.1:80") && words.contains("not allowed"), "{words}");
    }
}
