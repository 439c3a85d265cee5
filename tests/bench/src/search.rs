//! P5: the newest fifty messages that have what is typed, in a million.
//!
//! The answer is known by reading every text. Who answers differently is not measured but named.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::Setting;
use crate::cache::{self, Filled};
use crate::corpus::{ABSENT, Corpus, PHRASE, RARE};
use crate::meter;
use crate::report::{Row, Section, number};
use crate::side::Side;

const LIMIT: usize = 50;
/// Ours over the best peer's, and over Signal's.
const TARGET: f64 = 1.5;
const TARGET_SIGNAL: f64 = 0.1;
/// Where a peer cannot answer with its index it reads every text, and need not do so as often.
const SLOW_US: f64 = 100_000.0;

/// What is typed, and what it stands for.
const QUERIES: [(&str, &str); 8] = [
    ("one Han character, frequent", "货"),
    ("one Han character, rare", "琥"),
    ("two Han characters", "发货"),
    ("a phrase", PHRASE),
    ("a rare word", RARE),
    ("absent", ABSENT),
    ("a Latin prefix", "refun"),
    ("digits", "8841"),
];

const PEERS: [(&str, &str); 4] = [
    ("trigram", "FTS5 trigram"),
    ("unigram", "FTS5, one token for each Han character"),
    ("like", "LIKE"),
    ("signal", "Signal's own SQL"),
];

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let messages = setting.size(1_000_000);
    let filled = cache::filled(&setting.kept, messages, true).await?;
    let truth = Truth::read(&filled)?;
    let texts = write_texts(&setting.kept, &filled)?;
    let mut ours = ours(&filled)?;
    let mut peers = Vec::new();
    for (which, name) in PEERS {
        let file = setting.kept.join(format!("peer-{which}-{messages}.db"));
        let arguments = [which, &file.display().to_string(), &texts.display().to_string()];
        let mut peer = Side::node(&setting.peers, "search.js", &arguments)?;
        ensure!(peer.hear().await?["rows"] == json!(messages), "{name} has not every message");
        peers.push((which, name, peer));
    }
    let mut section = section("P5", "Search, newest 50", "the best peer", filled.messages);
    let mut signal = self::section("P5-signal", "Search, newest 50", "Signal's SQL", filled.messages);
    for (what, text) in QUERIES {
        let expected = truth.newest(text);
        let mut mine = Vec::new();
        let mut theirs: Vec<(&str, &str, Vec<f64>, bool)> =
            PEERS.iter().map(|(which, name)| (*which, *name, Vec::new(), true)).collect();
        // The first round fills the caches of pages and is checked.
        for round in 0..=setting.repeats {
            let answer = ours.ask(&json!({ "do": "search", "text": text })).await?;
            if round == 0 {
                ensure!(numbers(&answer) == expected, "{what}: ours {:?}, read {expected:?}", numbers(&answer));
            } else {
                mine.push(answer["cost"]["wallUs"].as_f64().context("no time")?);
            }
            for ((_, _, peer), (_, _, times, is_right)) in peers.iter_mut().zip(&mut theirs) {
                if round > 3 && times.first().is_some_and(|us| *us > SLOW_US) {
                    continue;
                }
                let answer = peer.ask(&json!({ "text": text })).await?;
                if round == 0 {
                    *is_right = numbers(&answer) == expected;
                } else {
                    times.push(answer["us"].as_f64().context("no time")?);
                }
            }
        }
        let cells = theirs.iter().map(|(_, name, times, is_right)| {
            let wrong = if *is_right { "" } else { " (another answer, not counted)" };
            format!("{name} {}{wrong}", number(meter::spread(times).median / 1e3))
        });
        section.notes.push(format!(
            "{what}, “{text}”, {} hits shown: {}",
            expected.len(),
            cells.collect::<Vec<_>>().join(", ")
        ));
        let median = |times: &Vec<f64>| meter::spread(times).median;
        let right = theirs.iter().filter(|(which, _, _, is_right)| *is_right && *which != "signal");
        let best = right.min_by(|a, b| median(&a.2).total_cmp(&median(&b.2)));
        let (_, name, times, _) = best.with_context(|| format!("{what}: no peer finds it"))?;
        section.rows.push(Row {
            what: format!("{what} ({name})"),
            ours: in_ms(&mine),
            peer: in_ms(times),
            target: Some(TARGET),
        });
        if let Some((_, _, times, true)) = theirs.iter().find(|(which, ..)| *which == "signal") {
            signal.rows.push(Row {
                what: what.to_owned(),
                ours: in_ms(&mine),
                peer: in_ms(times),
                target: Some(TARGET_SIGNAL),
            });
        }
    }
    for (_, _, peer) in peers {
        peer.end().await?;
    }
    ours.end().await?;
    Ok(vec![section, signal])
}

fn section(id: &'static str, title: &'static str, peer: &'static str, messages: u64) -> Section {
    Section {
        id,
        title,
        unit: "ms",
        peer,
        rows: Vec::new(),
        checked: format!(
            "each answer is the newest fifty that a reading of all {messages} texts finds, no more and no fewer."
        ),
        notes: Vec::new(),
    }
}

fn ours(filled: &Filled) -> Result<Side> {
    let [folder, messages, chats] = filled.arguments();
    Side::ours("cache", &[&folder, &messages, &chats])
}

fn in_ms(us: &[f64]) -> Vec<f64> {
    us.iter().map(|us| us / 1e3).collect()
}

fn numbers(answer: &Value) -> Vec<u64> {
    answer["numbers"].as_array().map_or_else(Vec::new, |found| found.iter().filter_map(Value::as_u64).collect())
}

/// Every text, newest last.
struct Truth(Vec<(u64, String)>);

impl Truth {
    fn read(filled: &Filled) -> Result<Self> {
        let corpus = Corpus::new(filled.chats)?.take(usize::try_from(filled.messages)?);
        Ok(Self(corpus.map(|said| (said.number, said.text.to_lowercase())).collect()))
    }

    fn newest(&self, text: &str) -> Vec<u64> {
        let found = self.0.iter().rev().filter(|(_, said)| said.contains(text));
        found.take(LIMIT).map(|(number, _)| *number).collect()
    }
}

/// The messages for the peers, a JSON array on each line.
fn write_texts(kept: &Path, filled: &Filled) -> Result<std::path::PathBuf> {
    use std::io::Write as _;
    let path = kept.join(format!("texts-{}.jsonl", filled.messages));
    if path.exists() {
        return Ok(path);
    }
    let unfinished = path.with_extension("part");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&unfinished)?);
    for said in Corpus::new(filled.chats)?.take(usize::try_from(filled.messages)?) {
        writeln!(file, "{}", json!([said.number, said.chat, said.at.0, said.text]))?;
    }
    file.flush()?;
    std::fs::rename(unfinished, &path)?;
    Ok(path)
}
