//! P3: how long a message takes from being said to being written for good, at two hundred events a second.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::Setting;
use crate::floor::Floor;
use crate::meter::spread;
use crate::report::{Row, Section, number};
use crate::side::Side;
use crate::world::World;

/// Each message is two events.
const RATE: u64 = 100;
const TARGET: f64 = 2.0;

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let count = setting.size(500);
    let place = tempfile::tempdir_in(&setting.kept)?;
    let mut world = World::start(200).await?;
    let folder = place.path().display().to_string();
    let mut ours = Side::ours("seat", &[&folder, &world.base_url()])?;
    ours.hear().await?;
    let chat = world.last_chat(1, 1)?;
    ours.ask(&json!({ "do": "follow", "chat": chat })).await?;
    let mut floor = Floor::commit(setting, place.path()).await?;
    let (mut mine, mut theirs, mut medians) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=setting.repeats {
        let last = world.load(count, Some(RATE), 1).await?;
        let answer = ours.ask(&json!({ "do": "until", "number": last })).await?;
        let delays = answer["delaysMs"].as_array().context("no times")?;
        ensure!(delays.len() as u64 == count, "{} of {count} messages came", delays.len());
        let delays: Vec<f64> = delays.iter().filter_map(Value::as_f64).collect();
        let mut commits = Vec::new();
        for _ in 0..count {
            commits.push(floor.commit_once().await? / 1e3);
        }
        if round > 0 {
            mine.push(spread(&delays).p99);
            medians.push(spread(&delays).median);
            theirs.push(spread(&commits).p99);
        }
    }
    floor.end().await?;
    ours.end().await?;
    world.end().await;
    Ok(vec![Section {
        id: "P3",
        title: "Said to durable, p99 of each repetition",
        unit: "ms",
        peer: "one raw commit",
        rows: vec![Row { what: format!("{} events/s", RATE * 2), ours: mine, peer: theirs, target: Some(TARGET) }],
        checked: "every message came, once.".to_owned(),
        notes: vec![format!("Half of the messages are durable after {} ms.", number(spread(&medians).median))],
    }])
}
