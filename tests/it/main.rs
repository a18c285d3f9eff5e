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
mod tapes;

mod addresses;
mod cli;
mod colophon;
mod configuration;
mod consent;
mod consent_scopes;
mod cover;
mod desk;
mod diagnostics;
mod disk;
mod fields;
mod explain;
mod export;
mod first_hour;
mod fixtures;
mod goldens;
mod held;
mod hosting;
mod incremental;
mod last_look;
mod looks;
mod manual;
mod map;
mod markup;
mod matrix;
mod matrix_commands;
mod matrix_outputs;
mod odd_ripples;
mod people_pages;
mod pictures;
mod pictures_hostile;
mod pictures_kept;
mod preview_consent;
mod naming_people;
mod personal;
mod plain_words;
mod private_names;
mod prompts;
mod recordings;
mod register;
mod related;
mod remedies;
mod reliability_disk;
mod reliability_feeds;
mod reliability_hostile;
mod reliability_output;
mod reliability_read;
mod repeat;
mod safe;
mod search;
mod serve;
mod serve_http;
mod serve_soak;
mod serve_streams;
mod serve_told;
mod serve_watch;
mod slips;
mod sources;
mod spellings;
mod states;
mod streams;
mod take_back_all;
mod take_down;
mod theme_commands;
mod theme_pictures;
mod themes;
mod thread;
mod tidy;
mod tongues;
mod unchanged;
mod withdraw;
mod words;
mod writer;
