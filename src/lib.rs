//! ripple: a static-site generator for mentoring stories.

pub mod diag;
pub mod link;
pub mod model;
pub mod parse;
pub mod plan;
pub mod read;
pub mod render;
pub mod write;
