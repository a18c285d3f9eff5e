//! What changes on disk. The only file that knows notify. An event is never more than a hint: it says when to look,
//! and perhaps where; what is there is read anew.

pub use super::quiet::{Batch, CAP, Due, QUIET, Quiet};

use crate::diag::SourcePath;
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Folders of a site, watched with all that is in them. Nothing else is, so neither the output nor `.git` can make
/// a loop.
const FOLDERS: [&str; 4] = ["content", "static", "themes", "archetypes"];

/// Files at the root of a site.
const FILES: [&str; 2] = ["ripple.yaml", "retired"];

/// What programs leave beside a file while they save it, and that no rule about names covers.
const PASSING: [&str; 4] = ["___jb_tmp___", "___jb_old___", ".crswap", ".part"];

/// A folder that appears may be filled before it is watched: everything is looked at once more after this time.
const SECOND_LOOK: Duration = Duration::from_millis(250);

/// Time between two looks for a site whose folder is gone, and between two looks at everything when polling.
const RETRY: Duration = Duration::from_millis(250);
const POLL: Duration = Duration::from_secs(1);

/// What to watch.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site root, free of links.
    pub root: PathBuf,
    /// Whether a file is passed over by name: `read::is_skipped`.
    pub skips: fn(&SourcePath) -> bool,
    /// Looks once a second instead of asking the system.
    pub polls: bool,
}

/// What the watcher has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A file may have changed. If nothing more does, [`Changed`](Self::Changed) says the same in a moment.
    Soon(Batch),
    /// Something may have changed, and it has been quiet since.
    Changed(Due),
    /// Something that the writer should know, in a sentence.
    Notice(String),
}

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    sender: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

enum Message {
    Event(notify::Result<Event>),
    Also(BTreeSet<PathBuf>),
    Ready(Sender<()>),
    Stop,
}

impl Watcher {
    /// Begins to watch; when it returns, no change is missed any more. `tell` is called from another thread.
    ///
    /// # Errors
    /// When the system has no threads left.
    pub fn new(options: Options, tell: impl Fn(Seen) + Send + 'static) -> std::io::Result<Self> {
        let (sender, messages) = channel();
        let mut watch = Watch {
            places: Vec::new(),
            also: BTreeSet::new(),
            backend: Backend::Nothing,
            quiet: Quiet::new(QUIET, CAP),
            retry: None,
            flood: None,
            sender: sender.clone(),
            tell: Box::new(tell),
            options,
        };
        let thread = thread::Builder::new().name("ripple-watch".to_owned()).spawn(move || {
            watch.start();
            watch.run(&messages);
        })?;
        let (ready, is_ready) = channel();
        let _ = sender.send(Message::Ready(ready));
        let _ = is_ready.recv();
        Ok(Self { sender, thread: Some(thread) })
    }

    /// Also watches these folders, which are not below the site's own: links of the site lead there. They replace
    /// those that were given before.
    pub fn also(&self, folders: BTreeSet<PathBuf>) {
        let _ = self.sender.send(Message::Also(folders));
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.sender.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// How changes are found.
enum Backend {
    /// The system tells.
    Told(RecommendedWatcher),
    /// By looking: at the bytes of texts, because two saves within a second look alike from outside; and at the time
    /// of `static/`, where a video may be.
    Looks { texts: PollWatcher, files: PollWatcher },
    /// Not yet.
    Nothing,
}

struct Watch {
    options: Options,
    tell: Box<dyn Fn(Seen) + Send>,
    sender: Sender<Message>,
    backend: Backend,
    /// What is watched.
    places: Vec<PathBuf>,
    also: BTreeSet<PathBuf>,
    quiet: Quiet,
    /// When to look for what is missing.
    retry: Option<Instant>,
    /// When events were last lost, and how long was waited then.
    flood: Option<(Instant, Duration)>,
}

impl Watch {
    fn start(&mut self) {
        if !self.options.polls {
            let config = Config::default().with_follow_symlinks(false);
            match RecommendedWatcher::new(self.handler(), config) {
                Ok(watcher) => {
                    self.backend = Backend::Told(watcher);
                    return self.watch_all();
                }
                Err(error) => self.give_up(&error),
            }
        }
        self.look();
    }

    /// Events go to our own thread, without those that say that somebody has read something: we do.
    fn handler(&self) -> impl Fn(notify::Result<Event>) + Send + 'static {
        let sender = self.sender.clone();
        move |event| {
            let is_read = |event: &Event| event.kind.is_access() && event.kind != WRITTEN && !event.need_rescan();
            if !event.as_ref().is_ok_and(is_read) {
                let _ = sender.send(Message::Event(event));
            }
        }
    }

    fn give_up(&self, error: &notify::Error) {
        let why = match &error.kind {
            ErrorKind::MaxFilesWatch => "the system's limit on watched folders is reached".to_owned(),
            ErrorKind::Io(error) => format!("the system does not let ripple watch folders ({error})"),
            _ => "the system does not let ripple watch folders".to_owned(),
        };
        (self.tell)(Seen::Notice(format!(
            "{why}, so the site is looked at once a second instead, and changes show a little later. Closing other \
             programs that watch folders may help; on Linux the limits are `fs.inotify.max_user_watches` and \
             `fs.inotify.max_user_instances`"
        )));
    }

    /// Goes over to polling.
    fn look(&mut self) {
        let config = Config::default().with_follow_symlinks(false).with_poll_interval(POLL);
        let texts = PollWatcher::new(self.handler(), config.with_compare_contents(true));
        let files = PollWatcher::new(self.handler(), config);
        let (Ok(texts), Ok(files)) = (texts, files) else { return };
        self.backend = Backend::Looks { texts, files };
        self.places.clear();
        self.watch_all();
    }

    /// Watches what is not watched yet. What is missing is tried again later.
    fn watch_all(&mut self) {
        self.retry = None;
        let root = self.options.root.clone();
        let looks = matches!(self.backend, Backend::Looks { .. });
        let own = FOLDERS.map(|name| (root.join(name), RecursiveMode::Recursive));
        // Polling the root would look into every file that happens to lie there.
        let top = if looks { FILES.map(|name| root.join(name)).to_vec() } else { vec![root.clone()] };
        let flat = top.into_iter().chain(self.also.clone()).map(|place| (place, RecursiveMode::NonRecursive));
        for (place, mode) in flat.chain(own).collect::<Vec<_>>() {
            if self.places.contains(&place) {
                continue;
            }
            match self.watch(&place, mode) {
                Ok(()) => self.places.push(place),
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {
                    // The root tells when one of its folders appears; nobody tells when the root does.
                    if looks || place == root {
                        self.retry = Some(Instant::now() + if looks { POLL } else { RETRY });
                    }
                }
                Err(_) if looks => {}
                Err(error) => {
                    self.give_up(&error);
                    self.look();
                    return;
                }
            }
        }
    }

    fn watch(&mut self, place: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match &mut self.backend {
            Backend::Told(watcher) => watcher.watch(place, mode),
            Backend::Looks { .. } if !place.exists() => Err(notify::Error::path_not_found()),
            Backend::Looks { texts, files } => {
                let is_text = place.starts_with(&self.options.root) && !place.ends_with("static");
                if is_text { texts.watch(place, mode) } else { files.watch(place, mode) }
            }
            Backend::Nothing => Ok(()),
        }
    }

    fn forget(&mut self, place: &Path) {
        self.places.retain(|known| {
            let stays = !known.starts_with(place);
            if !stays {
                let _ = match &mut self.backend {
                    Backend::Told(watcher) => watcher.unwatch(known),
                    Backend::Looks { texts, files } => texts.unwatch(known).or_else(|_| files.unwatch(known)),
                    Backend::Nothing => Ok(()),
                };
            }
            stays
        });
    }

    fn run(&mut self, messages: &Receiver<Message>) {
        loop {
            let next = [self.quiet.next(), self.retry].into_iter().flatten().min();
            let message = match next {
                Some(next) => messages.recv_timeout(next.saturating_duration_since(Instant::now())),
                None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match message {
                Ok(Message::Event(Ok(event))) => self.event(&event),
                Ok(Message::Event(Err(error))) => self.trouble(&error),
                Ok(Message::Also(folders)) => {
                    for place in self.also.difference(&folders).cloned().collect::<Vec<_>>() {
                        self.forget(&place);
                    }
                    // Whoever found these folders had read them before anybody watched.
                    let are_new = !folders.is_subset(&self.also);
                    self.also = folders;
                    self.watch_all();
                    if are_new {
                        self.quiet.push(Batch::All, Instant::now());
                    }
                }
                Ok(Message::Ready(ready)) => drop(ready.send(())),
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = Instant::now();
            if self.retry.is_some_and(|retry| retry <= now) {
                let before = self.places.len();
                self.watch_all();
                if self.places.len() > before {
                    self.everything(now);
                }
            }
            if let Some(batch) = self.quiet.soon(now) {
                (self.tell)(Seen::Soon(batch));
            }
            if let Some(due) = self.quiet.due(now) {
                (self.tell)(Seen::Changed(due));
            }
        }
    }

    /// Looks at everything, and once more a little later.
    fn everything(&mut self, now: Instant) {
        self.quiet.push(Batch::All, now);
        self.quiet.again(now + SECOND_LOOK);
    }

    fn trouble(&mut self, error: &notify::Error) {
        if matches!(error.kind, ErrorKind::MaxFilesWatch) && matches!(self.backend, Backend::Told(_)) {
            self.give_up(error);
            self.look();
            self.quiet.push(Batch::All, Instant::now());
        } else if matches!(self.backend, Backend::Told(_)) {
            self.lost(Instant::now());
        }
    }

    /// Events were lost. Looking at everything may be what makes the next ones too many, so each time that happens
    /// soon again, the wait is doubled.
    fn lost(&mut self, now: Instant) {
        let wait = match self.flood {
            Some((last, wait)) if now < last + Duration::from_secs(30) => (wait * 2).clamp(RETRY, RETRY * 64),
            _ => Duration::ZERO,
        };
        self.flood = Some((now + wait, wait));
        self.quiet.again(now + wait);
    }

    fn event(&mut self, event: &Event) {
        let now = Instant::now();
        if event.need_rescan() {
            return self.lost(now);
        }
        if event.kind == WRITTEN {
            return event.paths.iter().for_each(|path| self.quiet.closed(path));
        }
        for path in &event.paths {
            if self.also.contains(path) || path.parent().is_some_and(|folder| self.also.contains(folder)) {
                // Under which name the site knows it, only reading can tell.
                self.quiet.push(Batch::All, now);
            }
            let Ok(below) = path.strip_prefix(&self.options.root) else { continue };
            let mut names = below.components();
            let Some(Component::Normal(top)) = names.next() else {
                if changes_place(event.kind) {
                    // The site itself is gone or was moved.
                    self.forget(path);
                    self.retry = Some(now + RETRY);
                    self.everything(now);
                }
                continue;
            };
            let is_top = names.next().is_none();
            if !FOLDERS.iter().any(|name| top == *name) {
                if is_top && let Some(name) = FILES.iter().find(|name| top == **name) {
                    self.file(SourcePath::new(name), path, event.kind, now);
                }
                continue;
            }
            if is_top {
                if changes_place(event.kind) {
                    self.forget(path);
                    self.watch_all();
                    self.everything(now);
                }
                continue;
            }
            match hint(below, self.options.skips) {
                Hint::Nothing => {}
                Hint::Somewhere => self.everything(now),
                Hint::File(_) if is_folder(event.kind, path) => self.everything(now),
                Hint::File(file) => self.file(file, path, event.kind, now),
            }
        }
    }

    /// A file has changed, and may still be written.
    fn file(&mut self, file: SourcePath, path: &Path, kind: EventKind, now: Instant) {
        self.quiet.push(Batch::one(file), now);
        // Only Linux tells when it was closed, and not of a link.
        let is_told = cfg!(target_os = "linux") && matches!(self.backend, Backend::Told(_));
        if is_told && is_writing(kind) && path.is_file() && !path.is_symlink() {
            self.quiet.open(path);
        }
    }
}

/// Who wrote to a file has closed it.
const WRITTEN: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

/// Whether somebody has a file open, and what is in it may be only a part.
fn is_writing(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_)))
}

#[derive(Debug, PartialEq, Eq)]
enum Hint {
    Nothing,
    Somewhere,
    File(SourcePath),
}

/// What a path below the site root tells.
fn hint(below: &Path, skips: fn(&SourcePath) -> bool) -> Hint {
    let names: Option<Vec<&str>> = below.iter().map(|name| name.to_str()).collect();
    let Some(names) = names else { return Hint::Somewhere };
    if names.iter().any(|name| PASSING.iter().any(|ending| name.ends_with(ending))) {
        return Hint::Nothing;
    }
    let path = SourcePath::new(&names.join("/"));
    if skips(&path) { Hint::Nothing } else { Hint::File(path) }
}

/// Whether something appeared, went, or was moved.
fn changes_place(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

/// Whether a whole folder appeared, went, or came from elsewhere: then nobody tells of what is in it.
fn is_folder(kind: EventKind, path: &Path) -> bool {
    match kind {
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => true,
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) => false,
        _ => changes_place(kind) && path.is_dir(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::is_skipped;

    fn watch(tell: impl Fn(Seen) + Send + 'static) -> Watch {
        Watch {
            options: Options { root: PathBuf::from("nowhere"), skips: is_skipped, polls: false },
            tell: Box::new(tell),
            sender: channel().0,
            backend: Backend::Nothing,
            places: Vec::new(),
            also: BTreeSet::new(),
            quiet: Quiet::new(QUIET, CAP),
            retry: None,
            flood: None,
        }
    }

    #[test]
    fn j14_what_is_said_when_the_limit_is_reached() {
        let (sender, seen) = channel();
        let mut watch = watch(move |what| drop(sender.send(what)));
        watch.start();
        watch.trouble(&notify::Error::new(ErrorKind::MaxFilesWatch));
        assert!(matches!(watch.backend, Backend::Looks { .. }));
        let Ok(Seen::Notice(words)) = seen.try_recv() else { panic!("nothing was said") };
        assert!(words.contains("limit") && words.contains("once a second"), "{words}");
        assert_eq!(watch.quiet.due(Instant::now() + CAP).map(|due| due.batch), Some(Batch::All));
        // Once is enough.
        watch.trouble(&notify::Error::new(ErrorKind::MaxFilesWatch));
        assert!(seen.try_recv().is_err());
    }

    #[test]
    fn lost_events_do_not_make_a_loop() {
        let mut watch = watch(|_| ());
        let start = Instant::now();
        let mut now = start;
        let mut rounds = 0;
        // Each look at everything loses events again.
        while now < start + Duration::from_secs(60) {
            watch.lost(now);
            now = watch.quiet.next().unwrap();
            assert_eq!(watch.quiet.due(now).map(|due| due.batch), Some(Batch::All));
            rounds += 1;
        }
        assert!((5..15).contains(&rounds), "{rounds}");
        watch.lost(now + Duration::from_secs(60));
        assert_eq!(watch.quiet.next(), Some(now + Duration::from_secs(60)));
    }

    #[test]
    fn names() {
        for (path, want) in [
            ("content/a.md", Hint::File(SourcePath::new("content/a.md"))),
            ("content/.git/a.md", Hint::Nothing),
            ("content/a.md~", Hint::Nothing),
            ("content/a.md.crswap", Hint::Nothing),
            ("static/.well-known/x", Hint::File(SourcePath::new("static/.well-known/x"))),
        ] {
            assert_eq!(hint(Path::new(path), is_skipped), want, "{path}");
        }
    }
}
