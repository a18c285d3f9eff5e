//! The preview: a loop around the engine, and what it needs of the outside world.
//!
//! | file | knows |
//! |---|---|
//! | [`http`] | what a request and an answer are (tiny_http) |
//! | [`server`] | sockets, connections, time limits |
//! | [`guard`] | who may ask |
//! | [`answer`] | from a path to a page of the table |
//! | [`file`](mod@file) | files that are served from disk |
//! | [`problems`] | what is wrong, as HTML |
//! | [`bar`] | what a page says to its writer, as HTML |
//! | [`place`] | places in the writer's files, as links into an editor |
//! | [`reload`] | messages to the browsers, and the script that hears them |
//! | [`watch`] | what changes on disk (notify) |

pub mod answer;
pub mod bar;
pub mod file;
pub mod guard;
pub mod http;
pub mod place;
pub mod problems;
mod panel;
pub mod reload;
pub mod server;
mod quiet;
mod types;
pub mod watch;
