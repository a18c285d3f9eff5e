//! The preview: a loop around the engine, and what it needs of the outside world.
//!
//! | file | knows |
//! |---|---|
//! | [`stage`] | what is shown, and the answer to every request |
//! | `rounds` | the loop: what has changed, what to tell the browsers and the terminal |
//! | [`http`] | what a request and an answer are (tiny_http) |
//! | [`server`] | sockets, connections, time limits |
//! | [`guard`] | who may ask |
//! | [`answer`] | from a path to a page of the table |
//! | [`file`](mod@file) | files that are served from disk |
//! | [`problems`] | what is wrong, as HTML |
//! | [`bar`] | what a page says to its writer, as HTML |
//! | [`reach`] | by which addresses it can be asked for |
//! | [`place`] | places in the writer's files, as links into an editor |
//! | [`reload`] | messages to the browsers, and the script that hears them |
//! | [`watch`] | what changes on disk (notify) |

mod agreed;
pub mod answer;
pub mod bar;
pub mod file;
pub mod guard;
pub mod http;
pub mod place;
pub mod problems;
mod panel;
pub mod reload;
mod rounds;
pub mod server;
pub mod stage;
mod quiet;
pub mod reach;
mod types;
pub mod watch;

pub use rounds::{Round, Told};
pub use std::net::IpAddr;

use crate::diag::SourcePath;
use crate::engine::{Engine, EngineOptions};
use crate::model::Fatal;
use guard::Rules;
use reload::Hub;
use rounds::{Loop, Message, Tell};
use server::{Listen, Running, Server};
use stage::Stage;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use watch::Watcher;

/// What a preview is started with.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The site, with its root free of links.
    pub engine: EngineOptions,
    /// Where to listen.
    pub listen: Listen,
    /// Further names of this machine (`--allow-host`).
    pub names: Vec<String>,
    /// Whether pages reload by themselves.
    pub reloads: bool,
    /// Whether the browser goes to the page that was changed.
    pub navigates: bool,
    /// Now, in seconds since 1970.
    pub clock: fn() -> i64,
    /// Whether a file is passed over by name.
    pub skips: fn(&SourcePath) -> bool,
    /// Tells this start from all others.
    pub boot: String,
}

/// A running preview. It stops when it is dropped.
pub struct Serving {
    /// The port that it answers on.
    pub port: u16,
    /// Whether the usual port was taken.
    pub moved: bool,
    /// The site's path below the server's root, with a slash at both ends.
    pub base_path: String,
    stop: Sender<Message>,
    thread: Option<JoinHandle<()>>,
    _running: Running,
}

/// Starts a preview: returns when the site was read and pages are answered. `tell` is called from other threads.
///
/// # Errors
/// When there is no site, the port is taken, or the address is not this machine's.
pub fn start(options: ServeOptions, tell: impl Fn(Told) + Send + Sync + 'static) -> Result<Serving, Fatal> {
    // First the port: who gives one that is taken should not wait for ten thousand stories.
    let server = Server::bind(&options.listen)?;
    let (port, moved) = (server.port, server.moved);
    let interface = options.listen.interface;
    let rules = Rules {
        port,
        open: interface.is_some(),
        everywhere: interface.is_some_and(|ip| ip.is_unspecified()),
        names: options.names.clone(),
    };
    let engine = Engine::new(options.engine.clone());
    let tell: Tell = Arc::new(tell);
    let stage = Arc::new(Stage::new(
        Hub::new(&options.boot),
        rules,
        options.reloads,
        engine.pages(),
        options.engine.root.clone(),
        Arc::clone(&tell),
    ));
    let (sender, messages) = channel();
    // Watched before it is read, so that nothing is missed in between.
    let seen = sender.clone();
    let watching = watch::Options { root: options.engine.root.clone(), skips: options.skips, polls: false };
    let watcher = Watcher::new(watching, move |what| {
        let _ = seen.send(Message::Seen(what));
    });
    let watcher = watcher.map_err(|error| Fatal::Unreadable { path: options.engine.root.clone(), error })?;
    let mut rounds = Loop::new(engine, Arc::clone(&stage), watcher, options, tell);
    rounds.first()?;
    let base_path = stage.shown().map_or_else(|| "/".to_owned(), |shown| shown.base_path().to_owned());
    let answering = Arc::clone(&stage);
    let running = server.run(move |request| answering.answer(request))?;
    let thread = thread::Builder::new().name("ripple-rounds".to_owned()).spawn(move || rounds.run(&messages));
    let thread = thread.map_err(|error| Fatal::Unreadable { path: PathBuf::from("."), error })?;
    Ok(Serving { port, moved, base_path, stop: sender, thread: Some(thread), _running: running })
}

impl Serving {
    /// Waits for ever: until the process is ended.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.stop.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
