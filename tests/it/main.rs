//! The one test binary: whole sites in, files and reports out.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests prepare folders, look at UPDATE, and may fail"
)]
#![allow(unreachable_pub, missing_docs, reason = "nothing outside this test binary sees these")]

mod live;
mod photo;
mod preview;
mod site_test;

mod addresses;
mod cli;
mod colophon;
mod configuration;
mod consent;
mod consent_scopes;
mod cover;
mod diagnostics;
mod disk;
mod fields;
mod explain;
mod export;
mod first_hour;
mod fixtures;
mod goldens;
mod held;
mod incremental;
mod looks;
mod map;
mod markup;
mod odd_ripples;
mod people_pages;
mod pictures;
mod pictures_hostile;
mod pictures_kept;
mod prompts;
mod related;
mod remedies;
mod reliability_disk;
mod reliability_feeds;
mod reliability_hostile;
mod reliability_output;
mod reliability_read;
mod repeat;
mod search;
mod serve;
mod serve_http;
mod serve_soak;
mod serve_streams;
mod serve_watch;
mod slips;
mod spellings;
mod states;
mod take_down;
mod theme_commands;
mod themes;
mod thread;
mod tidy;
mod unchanged;
mod words;
mod writer;
