//! Time: what a process used of the processor, what passed, and how to say it.

use std::time::Instant;

use anyhow::{Context, Result};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

/// Processor time and wall time, in microseconds.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    pub cpu_us: f64,
    pub wall_us: f64,
}

impl Cost {
    pub fn each(self, count: u64) -> Self {
        let count = count.max(1) as f64;
        Self { cpu_us: self.cpu_us / count, wall_us: self.wall_us / count }
    }
}

/// This process, from now on.
pub struct Own {
    cpu_us: f64,
    began: Instant,
}

impl Own {
    pub fn begin() -> Self {
        Self { cpu_us: own_cpu_us(), began: Instant::now() }
    }

    pub fn end(&self) -> Cost {
        Cost { cpu_us: own_cpu_us() - self.cpu_us, wall_us: self.began.elapsed().as_secs_f64() * 1e6 }
    }
}

fn own_cpu_us() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    used.tv_sec as f64 * 1e6 + used.tv_nsec as f64 / 1e3
}

/// Another process, from now on. Its time is told in hundredths of a second.
pub struct Other {
    pid: u32,
    cpu_us: f64,
    began: Instant,
}

impl Other {
    pub fn begin(pid: u32) -> Result<Self> {
        Ok(Self { pid, cpu_us: cpu_us_of(pid)?, began: Instant::now() })
    }

    pub fn end(&self) -> Result<Cost> {
        Ok(Cost { cpu_us: cpu_us_of(self.pid)? - self.cpu_us, wall_us: self.began.elapsed().as_secs_f64() * 1e6 })
    }
}

fn cpu_us_of(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).context("processes are measured on Linux only")?;
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(ticks as f64 * 10_000.0)
}

/// The middle of several measurements, and the one that 99 in 100 do not exceed.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    pub median: f64,
    pub p99: f64,
}

pub fn spread(values: &[f64]) -> Spread {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (share * sorted.len().saturating_sub(1) as f64).ceil();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
        sorted.get(place as usize).copied().unwrap_or(f64::NAN)
    };
    Spread { median: at(0.5), p99: at(0.99) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_end_of_what_was_measured() {
        let values: Vec<f64> = (1..=101).rev().map(f64::from).collect();
        let Spread { median, p99 } = spread(&values);
        assert_eq!((median, p99), (51.0, 100.0));
    }
}
