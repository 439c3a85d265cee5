//! Named parts of a long command, each timed, with a table at the end.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

#[derive(Default)]
pub struct Stages {
    done: Vec<(String, Duration)>,
}

impl Stages {
    /// Runs one part. A part that fails ends the command: the table is printed and says which one it was.
    pub fn run(&mut self, name: &str, part: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n── {name} ──");
        let started = Instant::now();
        let result = part();
        let outcome = if result.is_ok() { name.to_owned() } else { format!("{name}  ← failed") };
        self.done.push((outcome, started.elapsed()));
        if result.is_err() {
            self.print_table();
        }
        result.with_context(|| format!("{name} failed"))
    }

    pub fn print_table(&self) {
        println!("\n{}", self.table());
    }

    fn table(&self) -> String {
        let total = ("total".to_owned(), self.done.iter().map(|(_, took)| *took).sum());
        self.done
            .iter()
            .chain([&total])
            .map(|(name, took)| format!("{:>7}  {name}", minutes(*took)))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// Minutes and seconds, as a clock shows them.
fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_adds_the_parts_up() {
        let stages = Stages {
            done: vec![
                ("set up".to_owned(), Duration::from_secs(62)),
                ("build".to_owned(), Duration::from_millis(603_900)),
            ],
        };
        assert_eq!(stages.table(), "   1:02  set up\n  10:03  build\n  11:05  total");
    }

    #[test]
    fn a_part_that_fails_is_named_in_the_error_and_in_the_table() {
        let mut stages = Stages::default();
        stages.run("format", || Ok(())).unwrap();
        let error = stages.run("lint", || anyhow::bail!("a warning")).unwrap_err();
        assert_eq!(format!("{error:#}"), "lint failed: a warning");
        assert!(stages.table().contains("lint  ← failed"));
    }
}
