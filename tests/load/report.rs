//! The figures as a table that can be put into docs/RELIABILITY.md as it is.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use super::Size;
use super::gauge::{Gauge, Spread};
use super::meter::{Meter, Reading, slope_kb_per_minute};
use super::verdict::Verdict;

pub struct Report {
    table: String,
}

impl Report {
    #[expect(clippy::print_stdout, reason = "the table is what the command is for")]
    pub fn begin(size: &Size) -> Self {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let build = std::env::var("ZUOXI_LOAD_BUILD").unwrap_or_else(|_| "debug".to_owned());
        let mut table = String::new();
        let _ = writeln!(
            table,
            "\n{cores} cores, a {build} build of the console, {} messages a second (each two events) for {} s:\n\n| | |\n| --- | --- |",
            size.rate, size.seconds
        );
        println!("{table}");
        Self { table }
    }

    /// Shown at once: a run takes long, and what fails later takes nothing back.
    #[expect(clippy::print_stdout, reason = "the table is what the command is for")]
    fn row(&mut self, what: &str, figure: impl std::fmt::Display) {
        println!("| {what} | {figure} |");
        let _ = writeln!(self.table, "| {what} | {figure} |");
    }

    pub fn paced(
        &mut self,
        count: u64,
        said_in: Duration,
        shown_in: Duration,
        meter: &Meter,
        gauge: &Gauge,
        opened: &[u32],
    ) {
        self.row("Messages said at a pace", format!("{} in {}", thousands(count), seconds(said_in)));
        self.row("The last one shown after its being said", seconds(shown_in.saturating_sub(said_in)));
        self.ages(gauge);
        self.frames("Frames meanwhile", &gauge.frames);
        self.row("Another chat opened meanwhile, click to paint", list(opened));
        self.cpu(count, meter);
        self.memory(count, said_in, meter);
    }

    pub fn burst(&mut self, count: u64, said_in: Duration, shown_in: Duration, meter: &Meter, gauge: &Gauge) {
        self.row("Messages said in one burst", format!("{} in {}", thousands(count), seconds(said_in)));
        self.row("All of them shown or on the way up the thread after", seconds(shown_in));
        self.ages(gauge);
        self.frames("Frames meanwhile", &gauge.frames);
        self.cpu(count, meter);
    }

    pub fn long_text(
        &mut self,
        bytes: usize,
        shown: Duration,
        showing: &Meter,
        unfolded: Duration,
        unfolding: &Meter,
        longest_frame: u32,
    ) {
        let what = format!("A text of {} KiB comes in: its beginning shown after", bytes / 1024);
        self.row(&what, format!("{} ({})", seconds(shown), cpu(showing)));
        self.row("All of it unfolded in", format!("{} ({})", seconds(unfolded), cpu(unfolding)));
        self.row("Longest frame meanwhile", format!("{longest_frame} ms"));
    }

    pub fn refused(&mut self, bytes: usize, said_so: Duration, meter: &Meter) {
        self.row(
            &format!("A text of {} KiB put into the composer", bytes / 1024),
            format!("refused with a reason after {} ({}), kept, not sent", seconds(said_so), cpu(meter)),
        );
    }

    pub fn arrived(&mut self, chats: usize, listed: Duration, live: Duration, meter: &Meter) {
        let chats_said = thousands(u64::try_from(chats).unwrap_or_default());
        self.row("Unread chats", chats_said);
        self.row("Sign-in to the list shown", seconds(listed));
        self.row("Sign-in to everything read", seconds(live));
        self.row("Processor time of that, console and web engine", cpu(meter));
        if let Some(last) = meter.readings.last() {
            self.row("Memory after it", megabytes(last));
        }
    }

    pub fn unread(
        &mut self,
        scrolled: Spread,
        opened: &[u32],
        count: u64,
        shown_in: Duration,
        meter: &Meter,
        gauge: &Gauge,
    ) {
        self.frames("Frames while the list is scrolled from end to end", &scrolled);
        self.row("Another chat opened, click to paint", list(opened));
        self.row("Messages said at a pace to all of them", format!("{} in {}", thousands(count), seconds(shown_in)));
        self.ages(gauge);
        self.frames("Frames meanwhile", &gauge.frames);
        self.cpu(count, meter);
    }

    pub fn completed(&mut self, after: Duration) {
        self.row("Connected, and everything that was missed read after another", seconds(after));
    }

    pub fn verdict(&mut self, of: &str, verdict: &Verdict) {
        self.row(
            &format!("Said, kept, lost, doubled ({of})"),
            format!(
                "{}, {}, {}, {}",
                thousands(verdict.said),
                thousands(verdict.kept),
                verdict.lost.len(),
                verdict.doubled.len()
            ),
        );
    }

    /// Keeps the table.
    pub fn write(&self, folder: &Path, name: &str) -> Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(format!("{name}.md")), &self.table)?;
        Ok(())
    }

    fn ages(&mut self, gauge: &Gauge) {
        self.row("Said to painted in the thread: median, p95, p99, most", spread(&gauge.thread));
        self.row("Said to painted in the list: median, p95, p99, most", spread(&gauge.list));
    }

    fn frames(&mut self, what: &str, frames: &Spread) {
        self.row(&format!("{what}: median, p95, p99, longest"), spread(frames));
    }

    fn cpu(&mut self, count: u64, meter: &Meter) {
        let (app, web) = meter.cpu();
        let each = |cpu: f64| cpu * 1e6 / (count.max(1) as f64);
        self.row(
            "Processor time for each message, console and web engine",
            format!("{:.0} µs, {:.0} µs", each(app), each(web)),
        );
    }

    /// The first fifth fills caches that have a bound, so the slope is that of the rest, and of the last half.
    fn memory(&mut self, count: u64, took: Duration, meter: &Meter) {
        let (Some(first), Some(last)) = (meter.readings.first(), meter.readings.last()) else { return };
        let most = meter.readings.iter().map(|reading| reading.memory_kb).max().unwrap_or_default();
        self.row(
            "Memory (PSS of all processes) before, after, most",
            format!("{}, {}, {} MB", first.memory_kb / 1024, last.memory_kb / 1024, most / 1024),
        );
        let rate = (count as f64) / took.as_secs_f64() * 60.0 / 1_000.0;
        for (name, from) in [("after the first fifth", took / 5), ("in the second half", took / 2)] {
            let readings = meter.after(from);
            let slope = |of: fn(&Reading) -> u64| slope_kb_per_minute(readings, of);
            let (Some(all), Some(app)) = (slope(|each| each.memory_kb), slope(|each| each.app_memory_kb)) else {
                continue;
            };
            self.row(
                &format!("Slope {name}, all and the console alone"),
                format!("{all:+.0}, {app:+.0} KiB a minute ({:+.1} KiB for 1,000 messages)", all / rate),
            );
        }
        let curve = meter.readings.iter().step_by((meter.readings.len() / 10).max(1));
        let curve: Vec<String> = curve.map(|each| (each.memory_kb / 1024).to_string()).collect();
        self.row("Memory over time, MB", curve.join(" "));
    }
}

fn cpu(meter: &Meter) -> String {
    let (app, web) = meter.cpu();
    format!("processor {app:.2} s, {web:.2} s")
}

fn spread(spread: &Spread) -> String {
    let Spread { count, median, p95, p99, most } = spread;
    format!("{median}, {p95}, {p99}, {most} ms ({})", thousands(*count))
}

fn list(milliseconds: &[u32]) -> String {
    let mut sorted = milliseconds.to_vec();
    sorted.sort_unstable();
    match (sorted.get(sorted.len() / 2), sorted.last()) {
        (Some(median), Some(most)) => format!("median {median}, most {most} ms ({} times)", sorted.len()),
        _ => "not tried".to_owned(),
    }
}

fn megabytes(reading: &Reading) -> String {
    format!("{} MB, of them the console's own process {} MB", reading.memory_kb / 1024, reading.app_memory_kb / 1024)
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[test]
fn numbers_are_grouped() {
    assert_eq!([7, 1_000, 300_000, 1_234_567].map(thousands), ["7", "1,000", "300,000", "1,234,567"]);
}
