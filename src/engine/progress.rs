//! How far a run has come, and what each stage took.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a stage took.
#[derive(Clone, Debug)]
pub struct StageTime {
    /// The stage's name.
    pub stage: &'static str,
    /// What was counted, such as "files" or "pages".
    pub unit: &'static str,
    /// How many of them.
    pub count: usize,
    /// Bytes that went through it.
    pub bytes: u64,
    /// How long it took.
    pub time: Duration,
}

/// How far a run has come; read by whoever shows progress.
#[derive(Debug, Default)]
pub struct Progress {
    /// Things done.
    pub done: AtomicUsize,
    /// Things to do; 0 while unknown.
    pub total: AtomicUsize,
    /// What is being done.
    pub stage: Mutex<&'static str>,
}

impl Progress {
    pub(super) fn begin(&self, stage: &'static str, total: usize) {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Measures one stage after another.
pub(super) struct Stopwatch {
    last: Instant,
    pub(super) laps: Vec<StageTime>,
}

impl Stopwatch {
    pub(super) fn new() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    pub(super) fn lap(&mut self, stage: &'static str, unit: &'static str, count: usize, bytes: u64) {
        let now = Instant::now();
        self.laps.push(StageTime { stage, unit, count, bytes, time: now - self.last });
        self.last = now;
    }
}
