//! What was found, as tables of docs/BENCHMARKS.md.
//!
//! The page is written by hand but for the parts between two marks, which this program writes anew. So one benchmark can be
//! run alone, and what its figures mean stays beside them.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::meter::spread;

/// One line of a table: the same work, done by us and by a peer.
pub struct Row {
    pub what: String,
    /// As measured, one for each repetition.
    pub ours: Vec<f64>,
    pub peer: Vec<f64>,
    /// Ours over the peer's; at most so much.
    pub target: Option<f64>,
}

impl Row {
    pub fn ratio(&self) -> f64 {
        spread(&self.ours).median / spread(&self.peer).median
    }

    pub fn is_met(&self) -> Option<bool> {
        self.target.map(|target| self.ratio() <= target)
    }
}

/// One benchmark.
pub struct Section {
    /// The mark in the page.
    pub id: &'static str,
    pub title: &'static str,
    pub unit: &'static str,
    pub peer: &'static str,
    pub rows: Vec<Row>,
    /// What was checked before anything was measured.
    pub checked: String,
    /// Further findings, each a line.
    pub notes: Vec<String>,
}

impl Section {
    pub fn markdown(&self, command: &str) -> String {
        let mut text = String::new();
        if !self.rows.is_empty() {
            let head = "| --- | ---: | ---: | ---: | --- |";
            let Self { title, unit, peer, .. } = self;
            let _ = writeln!(
                text,
                "| {title} ({unit}) | ours, median (p99) | {peer}, median (p99) | ours / peer | target |\n{head}"
            );
        }
        for row in &self.rows {
            let (ours, peer) = (spread(&row.ours), spread(&row.peer));
            let target = match (row.target, row.is_met()) {
                (Some(target), Some(true)) => format!("≤ {target}: met"),
                (Some(target), _) => format!("≤ {target}: **not met**"),
                (None, _) => "–".to_owned(),
            };
            let _ = writeln!(
                text,
                "| {} | {} ({}) | {} ({}) | {} | {target} |",
                row.what,
                number(ours.median),
                number(ours.p99),
                number(peer.median),
                number(peer.p99),
                number(row.ratio())
            );
        }
        let _ = writeln!(text, "\nChecked first: {}", self.checked);
        for note in &self.notes {
            let _ = writeln!(text, "\n{note}");
        }
        if !self.rows.is_empty() {
            let _ = writeln!(text, "\n<details><summary>As measured ({})</summary>\n\n```", self.unit);
            for row in &self.rows {
                let _ = writeln!(text, "{}\n  ours {}\n  peer {}", row.what, list(&row.ours), list(&row.peer));
            }
            text.push_str("```\n\n</details>\n");
        }
        let _ = writeln!(text, "\n{}, `{command}`", machine());
        text
    }
}

fn list(values: &[f64]) -> String {
    let shown: Vec<String> = values.iter().take(24).map(|value| number(*value)).collect();
    if values.len() > shown.len() {
        format!("{} … ({} in all)", shown.join(" "), values.len())
    } else {
        shown.join(" ")
    }
}

/// Three digits that count.
pub fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if !size.is_finite() => return "–".to_owned(),
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.digits$}")
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':')).map_or("", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let today = jiff::Zoned::now().date();
    let build = if cfg!(debug_assertions) { "unoptimised build" } else { "release build" };
    format!("{today}, {cores} cores of{model}, {build}")
}

/// Puts a section in its place in the page.
pub fn write(page: &Path, section: &Section, command: &str) -> Result<()> {
    let text = std::fs::read_to_string(page).with_context(|| page.display().to_string())?;
    std::fs::write(page, replaced(&text, section.id, &section.markdown(command))?)?;
    Ok(())
}

fn replaced(page: &str, id: &str, text: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {id} -->\n"), format!("<!-- /{id} -->"));
    let (before, rest) = page.split_once(&begin).with_context(|| format!("the page has no {id}"))?;
    let (_, after) = rest.split_once(&end).with_context(|| format!("{id} has no end in the page"))?;
    Ok(format!("{before}{begin}{text}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_takes_the_place_of_the_one_before_and_nothing_else_moves() {
        let page = "why\n<!-- P1 -->\nold\n<!-- /P1 -->\nbecause\n";
        assert_eq!(replaced(page, "P1", "new\n").unwrap(), "why\n<!-- P1 -->\nnew\n<!-- /P1 -->\nbecause\n");
        assert!(replaced(page, "P2", "new").is_err());
    }

    #[test]
    fn numbers_have_three_digits_that_count() {
        assert_eq!([0.0512, 1.234, 56.78, 1_234.5].map(number), ["0.051", "1.23", "56.8", "1234"]);
    }

    #[test]
    fn a_target_that_is_missed_says_so() {
        let row = |target| Row { what: "x".into(), ours: vec![2.0], peer: vec![1.0], target };
        assert_eq!(
            [row(Some(2.0)).is_met(), row(Some(1.9)).is_met(), row(None).is_met()],
            [Some(true), Some(false), None]
        );
    }
}
