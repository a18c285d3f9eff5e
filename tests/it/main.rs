//! The one test binary: whole sites in, files and reports out.

mod site_test;

mod cli;
mod diagnostics;
mod goldens;
mod incremental;
mod markup;
mod repeat;
mod tidy;
