//! What all trials found, added up.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::trial::Outcome;

#[derive(Default)]
pub struct Figures {
    seeds: u64,
    rows: [u64; ROWS.len()],
    injected: BTreeMap<&'static str, u64>,
    failed: BTreeSet<u64>,
}

/// The rows of the table, in its order.
const ROWS: [&str; 18] = [
    "messages delivered by the platform",
    "  in the cache",
    "  in a gap that is shown, and there once it was filled",
    "  lost",
    "  doubled",
    "sends asked",
    "  arrived",
    "  arrived twice",
    "  lost",
    "  confirmed wrongly",
    "  failed, and shown so",
    "  unconfirmed, and shown so",
    "    of these arrived all the same",
    "unread counts cleared",
    "  wrongly",
    "remarks and tags asked",
    "  done",
    "  shown as done wrongly, or at once",
];

impl Figures {
    /// Adds a trial; what was wrong, in words.
    pub fn add(&mut self, seed: u64, outcome: Outcome) -> Vec<String> {
        self.seeds += 1;
        let verdict = match outcome {
            Ok(verdict) => verdict,
            Err(error) => {
                self.failed.insert(seed);
                return vec![format!("{error:#}")];
            }
        };
        let count = |list: &[String]| u64::try_from(list.len()).unwrap_or(u64::MAX);
        let figures = [
            verdict.delivered,
            verdict.in_cache,
            verdict.in_shown_gap,
            count(&verdict.lost),
            count(&verdict.doubled),
            verdict.asked,
            verdict.arrived,
            count(&verdict.sent_twice),
            count(&verdict.sends_lost),
            count(&verdict.confirmed_wrongly),
            verdict.failed,
            verdict.unconfirmed,
            verdict.unconfirmed_arrived,
            verdict.cleared,
            count(&verdict.cleared_wrongly),
            verdict.acted,
            verdict.done,
            count(&verdict.acts_wrong),
        ];
        for (nth, figure) in figures.into_iter().enumerate() {
            if let Some(total) = self.rows.get_mut(nth) {
                *total += figure;
            }
        }
        for (fault, times) in verdict.injected {
            *self.injected.entry(fault).or_default() += times;
        }
        if !verdict.violations.is_empty() {
            self.failed.insert(seed);
        }
        verdict.violations.iter().map(ToString::to_string).collect()
    }

    pub fn failed_seeds(&self) -> &BTreeSet<u64> {
        &self.failed
    }

    pub fn table(&self, took: Duration) -> String {
        let mut lines = vec![format!("{:>9}  seeds, in {} s", self.seeds, took.as_secs())];
        lines.extend(ROWS.iter().zip(&self.rows).map(|(name, figure)| format!("{figure:>9}  {name}")));
        lines.push(format!("{:>9}  faults", self.injected.values().sum::<u64>()));
        lines.extend(self.injected.iter().map(|(fault, times)| format!("{times:>9}    {fault}")));
        lines.push(format!("{:>9}  seeds with a violation {}", self.failed.len(), list(&self.failed)));
        lines.join("\n")
    }
}

fn list(seeds: &BTreeSet<u64>) -> String {
    if seeds.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = seeds.iter().take(40).map(u64::to_string).collect();
    format!("({}{})", shown.join(" "), if seeds.len() > shown.len() { " …" } else { "" })
}
