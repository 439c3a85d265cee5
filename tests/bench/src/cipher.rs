//! P12: what encryption costs. The same build of the same store; one file has a key and the other none.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::Setting;
use crate::cache::{self, Filled};
use crate::corpus::{ABSENT, PHRASE, RARE};
use crate::report::{Row, Section};
use crate::side::Side;

const TARGET_INGEST: f64 = 1.25;
const TARGET_SEARCH: f64 = 1.2;
/// Messages in a transaction, as when very many come.
const BATCH: u64 = 1_000;
const QUERIES: [&str; 5] = ["货", "发货", PHRASE, RARE, ABSENT];

fn open(filled: &Filled) -> Result<Side> {
    let [folder, messages, chats] = filled.arguments();
    Side::ours("cache", &[&folder, &messages, &chats])
}

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let mut rows = vec![ingest(setting).await?];
    let messages = setting.size(1_000_000);
    let mut with = open(&cache::filled(&setting.kept, messages, true).await?)?;
    let mut without = open(&cache::filled(&setting.kept, messages, false).await?)?;
    for text in QUERIES {
        let (mut ours, mut plain) = (Vec::new(), Vec::new());
        for round in 0..=setting.repeats * 3 {
            let order = json!({ "do": "search", "text": text });
            let (a, b) = (with.ask(&order).await?, without.ask(&order).await?);
            ensure!(a["numbers"] == b["numbers"], "{text}: the files answer differently");
            if round > 0 {
                ours.push(a["cost"]["cpuUs"].as_f64().context("no time")?);
                plain.push(b["cost"]["cpuUs"].as_f64().context("no time")?);
            }
        }
        rows.push(Row { what: format!("search “{text}”"), ours, peer: plain, target: Some(TARGET_SEARCH) });
    }
    with.end().await?;
    without.end().await?;
    Ok(vec![Section {
        id: "P12",
        title: "Encryption, processor time",
        unit: "µs",
        peer: "plain file",
        rows,
        checked: "both files take in the same messages and answer with the same.".to_owned(),
        notes: Vec::new(),
    }])
}

async fn ingest(setting: &Setting) -> Result<Row> {
    let messages = setting.size(100_000);
    let count = setting.size(10_000);
    let place = tempfile::tempdir_in(&setting.kept)?;
    let mut sides = Vec::new();
    for encrypted in [true, false] {
        let filled = cache::filled(&setting.kept, messages, encrypted).await?;
        sides.push((open(&filled.copy(&place.path().join(encrypted.to_string()))?)?, Vec::new()));
    }
    for round in 0..=setting.repeats {
        for (side, times) in &mut sides {
            let answer = side.ask(&json!({ "do": "ingest", "count": count, "batch": BATCH.min(count) })).await?;
            ensure!(answer["new"] == count, "{} of {count} are new", answer["new"]);
            if round > 0 {
                times.push(answer["cost"]["cpuUs"].as_f64().context("no time")? / count as f64);
            }
        }
    }
    let mut times = Vec::new();
    for (side, measured) in sides {
        side.end().await?;
        times.push(measured);
    }
    let peer = times.pop().unwrap_or_default();
    let ours = times.pop().unwrap_or_default();
    Ok(Row { what: format!("ingest, for each message, into {messages}"), ours, peer, target: Some(TARGET_INGEST) })
}
