//! A program with all its processes, as `/proc` shows them.

use std::fs;

use anyhow::{Result, ensure};

/// Processor time is told in hundredths of a second.
const TICK_US: f64 = 10_000.0;

/// The process and all that come from it.
pub fn members(of: u32) -> Result<Vec<u32>> {
    let mut all = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(id) = entry?.file_name().to_string_lossy().parse::<u32>() else { continue };
        // A process may end between the listing and the reading.
        if let Some(parent) = fs::read_to_string(format!("/proc/{id}/stat")).ok().as_deref().and_then(parent) {
            all.push((id, parent));
        }
    }
    let mut found = vec![of];
    let mut at = 0;
    while let Some(member) = found.get(at).copied() {
        found.extend(all.iter().filter(|(_, parent)| *parent == member).map(|(id, _)| *id));
        at += 1;
    }
    Ok(found)
}

/// `id (name) state parent …`: the name may itself hold blanks and parentheses.
fn parent(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// Proportional set size, in MB: what two processes share counts half for each.
pub fn memory_mb(of: u32) -> Result<f64> {
    let kb: u64 = members(of)?.into_iter().filter_map(memory_kb).sum();
    ensure!(kb > 0, "process {of} has ended");
    Ok(kb as f64 / 1_024.0)
}

fn memory_kb(process: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Processor time of all that live, and of those that have ended and were waited for, in microseconds.
pub fn cpu_us(of: u32) -> Result<f64> {
    Ok(members(of)?.into_iter().filter_map(ticks).sum::<u64>() as f64 * TICK_US)
}

fn ticks(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    // After the name: state is field 3 of the file; utime, stime, cutime and cstime are 14 to 17.
    Some(rest.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<u64>().ok()).sum())
}

/// Has it ended, or does it only wait for its parent to notice?
pub fn is_gone(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat"))
        .map_or(true, |stat| stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z')))
}

/// How much is added in an hour, by least squares, of values that were read at these seconds.
pub fn slope_per_hour(readings: &[(f64, f64)]) -> f64 {
    let count = readings.len() as f64;
    let (x, y) = readings.iter().fold((0.0, 0.0), |(x, y), reading| (x + reading.0, y + reading.1));
    let (x, y) = (x / count, y / count);
    let along: f64 = readings.iter().map(|reading| (reading.0 - x) * (reading.1 - y)).sum();
    let spread: f64 = readings.iter().map(|reading| (reading.0 - x).powi(2)).sum();
    along / spread * 3_600.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_is_that_of_the_line() {
        assert!((slope_per_hour(&[(0.0, 10.0), (1_800.0, 11.0), (3_600.0, 12.0)]) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_name_with_a_parenthesis_hides_no_parent() {
        assert_eq!(parent("12 (a) b) S 7 12 12"), Some(7));
    }

    #[test]
    fn a_process_is_a_member_of_its_own_family() {
        assert_eq!(members(std::process::id()).unwrap().first(), Some(&std::process::id()));
    }
}
