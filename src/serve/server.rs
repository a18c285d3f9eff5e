//! Sockets and connections: listens, reads heads within a time limit, and sends what the handler answers. Each
//! connection has a thread of its own, so a slow one delays nobody; there are only so many, and when all are taken
//! the one that has been silent for longest makes room.

use super::http::{self, Body, MAX_HEAD, Method, Request, Response};
use super::reload::Subscription;
use crate::model::Fatal;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The port that is tried first.
pub const DEFAULT_PORT: u16 = 4000;

/// How many ports after it are tried before any free one is taken.
const PORTS: u16 = 20;

/// How much is given to those who ask.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most connections at a time.
    pub connections: usize,
    /// Most event streams at a time.
    pub streams: usize,
    /// How long a connection may wait for its next request.
    pub idle: Duration,
    /// How long the head of a request may take from its first byte.
    pub head: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 512, streams: 256, idle: Duration::from_secs(30), head: Duration::from_secs(10) }
    }
}

/// How long one piece of an answer may wait for the client.
const WRITE: Duration = Duration::from_secs(30);

/// Time between two signs of life on an event stream.
const PING: Duration = Duration::from_secs(15);

/// Time between two looks whether the other end of an event stream is still there.
const LOOK: Duration = Duration::from_secs(1);

/// Where to listen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listen {
    /// An address of this machine (`-i`); only this machine itself if there is none.
    pub interface: Option<IpAddr>,
    /// The port (`-p`), 0 for any; the first free one from [`DEFAULT_PORT`] on if there is none.
    pub port: Option<u16>,
}

/// Bound, but not answering yet.
#[derive(Debug)]
pub struct Server {
    listeners: Vec<TcpListener>,
    /// The port.
    pub port: u16,
    /// Whether [`DEFAULT_PORT`] was wanted and taken.
    pub moved: bool,
    /// What it gives.
    pub limits: Limits,
}

impl Server {
    /// Takes a port. Without an interface that is 127.0.0.1 and, where there is one, `[::1]`: `localhost` may mean
    /// either, and must not lead to another program.
    ///
    /// # Errors
    /// When the given port is taken, or the interface is not this machine's.
    pub fn bind(listen: &Listen) -> Result<Self, Fatal> {
        let ip = listen.interface.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let wanted: Vec<u16> = match listen.port {
            Some(port) => vec![port],
            None => (DEFAULT_PORT..DEFAULT_PORT + PORTS).chain([0]).collect(),
        };
        for port in wanted {
            // Any free port may be taken on the other loopback address: then another one is asked for.
            for _ in 0..if port == 0 { 16 } else { 1 } {
                // `localhost` is asked for where 0.0.0.0 was given, too, and that may mean `[::1]`.
                let both = listen.interface.is_none_or(|ip| ip == IpAddr::V4(Ipv4Addr::UNSPECIFIED));
                match bind_all(ip, port, both) {
                    Ok(listeners) => {
                        let port =
                            listeners.first().and_then(|first| first.local_addr().ok()).map_or(port, |at| at.port());
                        return Ok(Self {
                            listeners,
                            port,
                            moved: listen.port.is_none() && port != DEFAULT_PORT,
                            limits: Limits::default(),
                        });
                    }
                    Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                    Err(error) => {
                        return Err(Fatal::CannotListen { address: SocketAddr::new(ip, port).to_string(), error });
                    }
                }
            }
        }
        Err(Fatal::PortTaken { port: listen.port.unwrap_or(DEFAULT_PORT) })
    }

    /// The addresses that it listens on.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect()
    }

    /// Begins to answer, on threads of its own. Several of them call the handler at once; one that panics costs an
    /// answer 500.
    ///
    /// # Errors
    /// When the system has no threads left.
    pub fn run(self, handler: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Result<Running, Fatal> {
        let addresses = self.addresses();
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            limits: self.limits,
            stopping: AtomicBool::new(false),
            streams: AtomicUsize::new(0),
            next: AtomicU64::new(0),
            seats: Mutex::default(),
        });
        let mut running = Running { addresses, shared, threads: Vec::new() };
        for listener in self.listeners {
            let address = listener.local_addr().map_or_else(|_| self.port.to_string(), |address| address.to_string());
            let shared = Arc::clone(&running.shared);
            let thread = thread::Builder::new().name("ripple-accept".to_owned());
            let thread = thread.spawn(move || accept(&listener, &shared));
            running.threads.push(thread.map_err(|error| Fatal::CannotListen { address, error })?);
        }
        Ok(running)
    }
}

fn bind_all(ip: IpAddr, port: u16, both: bool) -> io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind((ip, port))?;
    if !both {
        return Ok(vec![first]);
    }
    match TcpListener::bind((Ipv6Addr::LOCALHOST, first.local_addr()?.port())) {
        Ok(second) => Ok(vec![first, second]),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok(vec![first]), // this machine has no such address
    }
}

/// An answering server. It stops when it is dropped.
pub struct Running {
    addresses: Vec<SocketAddr>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Running {
    /// Stops answering, ends every connection and frees the port.
    pub fn stop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        for address in &self.addresses {
            // Wakes whoever waits for a connection.
            let ip = match address.ip() {
                ip if !ip.is_unspecified() => ip,
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            };
            let _ = TcpStream::connect_timeout(&SocketAddr::new(ip, address.port()), Duration::from_secs(1));
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
        for seat in self.shared.seats().values() {
            let _ = seat.socket.shutdown(Shutdown::Both);
        }
    }

    /// How many connections are open.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.seats().len()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

struct Shared {
    handler: Box<dyn Fn(&Request) -> Response + Send + Sync>,
    limits: Limits,
    stopping: AtomicBool,
    streams: AtomicUsize,
    next: AtomicU64,
    /// Open connections, in the order in which they came.
    seats: Mutex<BTreeMap<u64, Arc<Seat>>>,
}

struct Seat {
    socket: TcpStream,
    /// Whether the client has still to say what it wants.
    waits: AtomicBool,
}

impl Shared {
    fn seats(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Seat>>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Ends the oldest connection on which nothing is wanted.
    fn make_room(&self) -> bool {
        let mut seats = self.seats();
        let Some(oldest) = seats.iter().find(|(_, seat)| seat.waits.load(Ordering::SeqCst)).map(|(id, _)| *id) else {
            return false;
        };
        if let Some(seat) = seats.remove(&oldest) {
            let _ = seat.socket.shutdown(Shutdown::Both);
        }
        true
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    while !shared.stopping() {
        let Ok((socket, _)) = listener.accept() else {
            // Gone already, or no room for another file: neither is a reason to stop.
            shared.make_room();
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        if shared.stopping() {
            return;
        }
        if shared.seats().len() >= shared.limits.connections && !shared.make_room() {
            let _ = http::print(Response::text(503, "Too many at once.").closing(), false, &socket);
            continue;
        }
        let id = shared.next.fetch_add(1, Ordering::SeqCst);
        let seat = Arc::new(Seat { socket, waits: AtomicBool::new(true) });
        shared.seats().insert(id, Arc::clone(&seat));
        let inside = Arc::clone(shared);
        let thread = thread::Builder::new().name("ripple-http".to_owned()).spawn(move || {
            let _ = converse(&seat, &inside);
            let _ = seat.socket.shutdown(Shutdown::Both);
            inside.seats().remove(&id);
        });
        if thread.is_err() {
            shared.seats().remove(&id);
        }
    }
}

/// Answers one request after another. An error means that the client is gone.
fn converse(seat: &Seat, shared: &Shared) -> io::Result<()> {
    let socket = &seat.socket;
    socket.set_nodelay(true)?;
    socket.set_write_timeout(Some(WRITE))?;
    let local = socket.local_addr()?;
    let mut heads = Heads { socket, limits: shared.limits, read: Vec::new() };
    loop {
        seat.waits.store(true, Ordering::SeqCst);
        let head = match heads.next()? {
            Next::Head(head) => head,
            Next::Nothing => return Ok(()),
            Next::Refused(status) => return refuse(socket, status),
        };
        seat.waits.store(false, Ordering::SeqCst);
        let (request, another) = match http::parse(&head, local) {
            Ok(parsed) => parsed,
            Err(status) => return refuse(socket, status),
        };
        let mut response = catch_unwind(AssertUnwindSafe(|| (shared.handler)(&request)))
            .unwrap_or_else(|_| Response::text(500, "ripple made a mistake. Please report it, with this address."));
        response.close |= !another || shared.stopping();
        let head_only = request.method == Method::Head;
        if let Body::Events(_) = response.body
            && !head_only
        {
            return stream(socket, response, shared);
        }
        let close = response.close;
        let mut out = BufWriter::with_capacity(16 * 1024, socket);
        let whole = http::print(response, head_only, &mut out)?;
        out.flush()?;
        if close {
            return linger(socket);
        }
        if !whole {
            return Ok(());
        }
    }
}

fn refuse(socket: &TcpStream, status: u16) -> io::Result<()> {
    http::print(Response::text(status, "This is not a request that ripple understands.").closing(), false, socket)?;
    linger(socket)
}

/// Lets the answer arrive before the connection ends: one that is closed over unread bytes is torn down, and the
/// answer with it.
fn linger(mut socket: &TcpStream) -> io::Result<()> {
    socket.shutdown(Shutdown::Write)?;
    let end = Instant::now() + Duration::from_secs(1);
    let mut bytes = [0; 4096];
    for _ in 0..64 {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        socket.set_read_timeout(Some(left))?;
        if socket.read(&mut bytes)? == 0 {
            break;
        }
    }
    Ok(())
}

enum Next {
    Head(Vec<u8>),
    Nothing,
    Refused(u16),
}

/// The heads of requests, one after another.
struct Heads<'a> {
    socket: &'a TcpStream,
    limits: Limits,
    /// What was read of the next ones.
    read: Vec<u8>,
}

impl Heads<'_> {
    fn next(&mut self) -> io::Result<Next> {
        let mut end = Instant::now() + if self.read.is_empty() { self.limits.idle } else { self.limits.head };
        let mut looked = 0;
        loop {
            while self.read.starts_with(b"\r\n") {
                self.read.drain(..2);
            }
            if let Some(at) = self.read[looked..].windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let rest = self.read.split_off(looked + at + 4);
                let mut head = std::mem::replace(&mut self.read, rest);
                head.truncate(looked + at);
                return Ok(Next::Head(head));
            }
            looked = self.read.len().saturating_sub(3);
            if self.read.len() > MAX_HEAD {
                return Ok(Next::Refused(431));
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(if self.read.is_empty() { Next::Nothing } else { Next::Refused(408) });
            }
            self.socket.set_read_timeout(Some(left))?;
            let mut bytes = [0; 4096];
            match self.socket.read(&mut bytes) {
                Ok(0) => return Ok(Next::Nothing),
                Ok(count) => {
                    if self.read.is_empty() {
                        end = Instant::now() + self.limits.head;
                    }
                    self.read.extend_from_slice(&bytes[..count]);
                }
                Err(error) if is_pause(&error) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Whether a socket only had nothing to give.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// Sends messages until one side ends it.
fn stream(socket: &TcpStream, response: Response, shared: &Shared) -> io::Result<()> {
    if shared.streams.fetch_add(1, Ordering::SeqCst) >= shared.limits.streams {
        shared.streams.fetch_sub(1, Ordering::SeqCst);
        let words = "Too many pages are listening. Close some, and reload this one.";
        http::print(Response::text(503, words).header("Retry-After", "5").closing(), false, socket)?;
        return linger(socket);
    }
    let ended = converse_on(socket, response);
    shared.streams.fetch_sub(1, Ordering::SeqCst);
    ended
}

fn converse_on(mut socket: &TcpStream, mut response: Response) -> io::Result<()> {
    let nothing = Body::Bytes(Arc::from([]), 0..0);
    let Body::Events(subscription) = std::mem::replace(&mut response.body, nothing) else { return Ok(()) };
    let mut out = Vec::new();
    http::print_stream_head(&response, &mut out)?;
    out.extend_from_slice(Subscription::OPENING.as_bytes());
    socket.write_all(&out)?;
    let mut silent = Duration::ZERO;
    loop {
        match subscription.messages.recv_timeout(LOOK) {
            Ok(message) => {
                socket.write_all(message.as_bytes())?;
                silent = Duration::ZERO;
            }
            Err(RecvTimeoutError::Timeout) => {
                silent += LOOK;
                if is_gone(socket)? {
                    return Ok(());
                }
                if silent >= PING {
                    socket.write_all(b": ping\n\n")?;
                    silent = Duration::ZERO;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

/// Whether the client has ended the connection. It has nothing more to say on a stream, so there is never much
/// to look at.
fn is_gone(socket: &TcpStream) -> io::Result<bool> {
    socket.set_read_timeout(Some(Duration::from_millis(1)))?;
    match socket.peek(&mut [0]) {
        Ok(count) => Ok(count == 0),
        Err(error) if is_pause(&error) => Ok(false),
        Err(error) => Err(error),
    }
}
