//! The table of `--timings`.

use crate::engine::StageTime;
use std::fmt::Write;

/// One line for each stage, then the whole and the peak memory.
pub(super) fn table(times: &[StageTime], peak: Option<u64>) -> String {
    let mut out = String::new();
    for time in times {
        let size = if time.bytes == 0 { String::new() } else { size(time.bytes) };
        let millis = time.time.as_secs_f64() * 1000.0;
        let _ = writeln!(out, "{:<17}{:>8} {:<10}{size:>10}{millis:>10.1} ms", time.stage, time.count, time.unit);
    }
    let total: f64 = times.iter().map(|time| time.time.as_secs_f64() * 1000.0).sum();
    let peak = peak.map_or_else(String::new, |peak| format!(", peak memory {}", size(peak)));
    let _ = writeln!(out, "{:<17}{:>29}{total:>10.1} ms{peak}", "in all", "");
    out
}

/// Bytes in a unit that fits.
pub(super) fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with one digit after the point")]
    let number = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", number / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", number / 1e6),
        _ => format!("{:.1} GB", number / 1e9),
    }
}

/// The most memory this process ever held, in bytes, where the system tells (Linux).
pub(super) fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_a_unit_that_fits() {
        assert_eq!([size(999), size(1_500), size(2_500_000)], ["999 B", "1.5 kB", "2.5 MB"]);
    }
}
