//! Memory and processor time of the console, all its processes together.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::process;
use crate::seat::Seat;

/// How often memory is read.
const EVERY: Duration = Duration::from_secs(10);

/// Processor time that a process has used, in the kernel's hundredths of a second.
const TICKS_PER_SECOND: f64 = 100.0;

/// The console at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Since the meter began.
    pub at: Duration,
    /// Proportional set size of all processes, in KiB: what two of them share counts half for each.
    pub memory_kb: u64,
    /// Of the console's own process alone.
    pub app_memory_kb: u64,
    /// Seconds of processor time, of the console's own process and of those of the web engine.
    pub app_cpu: f64,
    pub web_cpu: f64,
}

pub struct Meter {
    app: u32,
    began: Instant,
    due: Instant,
    pub readings: Vec<Reading>,
}

impl Meter {
    pub fn begin(seat: &Seat) -> Result<Self> {
        let began = Instant::now();
        let mut meter = Self { app: seat.app(), began, due: began, readings: Vec::new() };
        meter.read()?;
        Ok(meter)
    }

    /// Reads if it is time to.
    pub fn tick(&mut self) -> Result<()> {
        if Instant::now() >= self.due { self.read() } else { Ok(()) }
    }

    pub fn read(&mut self) -> Result<()> {
        self.due = Instant::now() + EVERY;
        let web = process::descendants(self.app)?;
        let app_memory_kb = memory_kb(self.app).context("the console has ended")?;
        self.readings.push(Reading {
            at: self.began.elapsed(),
            app_memory_kb,
            memory_kb: app_memory_kb + web.iter().filter_map(|(id, _)| memory_kb(*id)).sum::<u64>(),
            app_cpu: cpu(self.app).unwrap_or_default(),
            web_cpu: web.iter().filter_map(|(id, _)| cpu(*id)).sum(),
        });
        Ok(())
    }

    /// Processor time between the first reading and the last: the console's own, and the web engine's.
    pub fn cpu(&self) -> (f64, f64) {
        match (self.readings.first(), self.readings.last()) {
            (Some(first), Some(last)) => (last.app_cpu - first.app_cpu, last.web_cpu - first.web_cpu),
            _ => (0.0, 0.0),
        }
    }

    /// The readings after so long.
    pub fn after(&self, time: Duration) -> &[Reading] {
        let from = self.readings.partition_point(|reading| reading.at < time);
        self.readings.get(from..).unwrap_or_default()
    }
}

/// How many KiB are added a minute, by least squares; none from fewer than three readings.
pub fn slope_kb_per_minute(readings: &[Reading], of: impl Fn(&Reading) -> u64) -> Option<f64> {
    if readings.len() < 3 {
        return None;
    }
    let points: Vec<(f64, f64)> =
        readings.iter().map(|reading| (reading.at.as_secs_f64() / 60.0, of(reading) as f64)).collect();
    let count = points.len() as f64;
    let (mean_x, mean_y) =
        (points.iter().map(|(x, _)| x).sum::<f64>() / count, points.iter().map(|(_, y)| y).sum::<f64>() / count);
    let along: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    (spread > 0.0).then(|| along / spread)
}

/// None for a process that has ended meanwhile.
fn memory_kb(process: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

fn cpu(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    // After the name: state is field 3 of the file, utime 14 and stime 15.
    let mut fields = rest.split_whitespace().skip(11).map(str::parse::<u64>);
    let (user, system) = (fields.next()?.ok()?, fields.next()?.ok()?);
    Some((user + system) as f64 / TICKS_PER_SECOND)
}

#[test]
fn the_slope_is_that_of_the_line() {
    let reading = |seconds: u64, memory_kb: u64| Reading {
        at: Duration::from_secs(seconds),
        memory_kb,
        app_memory_kb: 0,
        app_cpu: 0.0,
        web_cpu: 0.0,
    };
    let readings = [reading(0, 1_000), reading(60, 1_030), reading(120, 1_060)];
    let slope = slope_kb_per_minute(&readings, |reading| reading.memory_kb).unwrap();
    assert!((slope - 30.0).abs() < 1e-6, "{slope}");
    assert!(slope_kb_per_minute(&readings[..2], |reading| reading.memory_kb).is_none());
}
