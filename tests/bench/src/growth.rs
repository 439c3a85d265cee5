//! What grows with the cache: taking in, searching, turning a page and opening, at several sizes.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::Setting;
use crate::cache;
use crate::corpus::{ABSENT, PHRASE, RARE};
use crate::meter::spread;
use crate::report::{Section, number};
use crate::side::Side;

const QUERIES: [&str; 4] = ["货", PHRASE, RARE, ABSENT];

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let mut table = String::from(
        "| messages | chats | ingest, µs CPU each | search “货” | phrase | rare | absent, ms | page, ms median (p99) | open and list, ms |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for full in [10_000, 100_000, 1_000_000, 5_000_000] {
        if full > setting.largest {
            continue;
        }
        let messages = setting.size(full);
        let filled = cache::filled(&setting.kept, messages, true).await?;
        let place = tempfile::tempdir_in(&setting.kept)?;
        let [folder, said, chats] = filled.copy(place.path())?.arguments();
        let mut ours = Side::ours("cache", &[&folder, &said, &chats])?;
        let _ = write!(table, "| {messages} | {chats} ");
        let mut opened = Vec::new();
        for _ in 0..setting.repeats {
            let answer = ours.ask(&json!({ "do": "open" })).await?;
            ensure!(answer["chats"] == filled.chats, "the list has {} chats", answer["chats"]);
            opened.push(time(&answer, "wallUs")? / 1e3);
        }
        let mut searched = String::new();
        for text in QUERIES {
            let mut times = Vec::new();
            for _ in 0..setting.repeats * 3 {
                times.push(time(&ours.ask(&json!({ "do": "search", "text": text })).await?, "wallUs")? / 1e3);
            }
            let _ = write!(searched, "| {} ", number(spread(&times).median));
        }
        let answer = ours.ask(&json!({ "do": "pages", "count": setting.size(50_000) / 50, "seed": 1 })).await?;
        let pages: Vec<f64> = answer["wallUs"]
            .as_array()
            .context("no times")?
            .iter()
            .filter_map(Value::as_f64)
            .map(|us| us / 1e3)
            .collect();
        let pages = spread(&pages);
        let count = setting.size(5_000);
        let mut taken_in = Vec::new();
        for _ in 0..=setting.repeats {
            let answer = ours.ask(&json!({ "do": "ingest", "count": count, "batch": count.min(1_000) })).await?;
            ensure!(answer["new"] == count, "{} of {count} are new", answer["new"]);
            taken_in.push(time(&answer, "cpuUs")? / count as f64);
        }
        let _ = writeln!(
            table,
            "| {} {searched}| {} ({}) | {} |",
            number(spread(taken_in.get(1..).unwrap_or_default()).median),
            number(pages.median),
            number(pages.p99),
            number(spread(&opened).median)
        );
        ours.end().await?;
    }
    Ok(vec![Section {
        id: "growth",
        title: "",
        unit: "",
        peer: "",
        rows: Vec::new(),
        checked: "as many chats, hits and messages as there have to be.".to_owned(),
        notes: vec![table],
    }])
}

fn time(answer: &Value, which: &str) -> Result<f64> {
    answer["cost"][which].as_f64().context("no time")
}
