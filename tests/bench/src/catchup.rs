//! P4: how fast what was missed is read after the line was down.

use std::time::Instant;

use anyhow::{Result, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::{Value, json};

use crate::Setting;
use crate::meter::Other;
use crate::report::{Row, Section, number};
use crate::side::Side;
use crate::world::World;

const TARGET: f64 = 1.2;
const TARGET_RATE: f64 = 5_000.0;
/// As the console asks: four requests at once, a hundred records each.
const PARALLEL: usize = 4;
const PAGE: u64 = 100;

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let count = setting.size(100_000);
    let chats = usize::try_from(setting.size(2_000))?;
    let place = tempfile::tempdir_in(&setting.kept)?;
    let mut world = World::start(chats).await?;
    let folder = place.path().display().to_string();
    let mut ours = Side::ours("seat", &[&folder, &world.base_url()])?;
    ours.hear().await?;
    let token = world.token().await?;
    let (mut mine, mut theirs, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    // Each repetition misses anew, and the line stays down for ten seconds each time: three are enough.
    for _ in 0..setting.repeats.min(3) {
        world.tell("network", &json!({ "up": false })).await?;
        ours.ask(&json!({ "do": "away" })).await?;
        let began_at = crate::seat::now_ms();
        world.load(count, None, chats).await?;
        world.all_said().await?;
        world.tell("network", &json!({ "up": true })).await?;
        let served = Instant::now();
        let read = read_all(&world, &token, began_at, chats).await?;
        ensure!(read >= count, "the platform serves {read} of {count}");
        theirs.push(served.elapsed().as_secs_f64() / read as f64 * 1e6);
        let before = Other::begin(ours.pid()?)?;
        let answer = ours.ask(&json!({ "do": "back" })).await?;
        cpu.push(before.end()?.each(count).cpu_us);
        mine.push(answer["tookUs"].as_f64().unwrap_or(f64::NAN) / count as f64);
    }
    ours.end().await?;
    let said = world.said();
    world.end().await;
    crate::ingest::check_ours(place.path(), said, None).await?;
    let rate = 1e6 / crate::meter::spread(&mine).median;
    let met = if rate >= TARGET_RATE { "met" } else { "**not met**" };
    Ok(vec![Section {
        id: "P4",
        title: "Catch-up, wall time for each message missed",
        unit: "µs",
        peer: "the platform serving the same pages",
        rows: vec![Row {
            what: format!("{count} messages in {chats} chats"),
            ours: mine,
            peer: theirs,
            target: Some(TARGET),
        }],
        checked: "every message that was said is in the cache once and can be found.".to_owned(),
        notes: vec![format!(
            "{} messages a second (target ≥ {TARGET_RATE}: {met}), {} µs of processor time for each.",
            number(rate),
            number(crate::meter::spread(&cpu).median)
        )],
    }])
}

/// Reads what was said since then as fast as the platform serves it, and keeps nothing.
async fn read_all(world: &World, token: &str, since_ms: u64, chats: usize) -> Result<u64> {
    stream::iter(world.chats.iter().take(chats))
        .map(|chat| read_chat(world, token, since_ms, chat))
        .buffer_unordered(PARALLEL)
        .try_fold(0, |all, read| async move { Ok(all + read) })
        .await
}

async fn read_chat(world: &World, token: &str, since_ms: u64, chat: &Value) -> Result<u64> {
    let mut read = 0;
    loop {
        let body = json!({
            "robotKey": chat["robotKey"], "chatUser": chat["chatUser"], "s_timestamp": since_ms.saturating_sub(2_000),
            "offset": read, "count": PAGE
        });
        let answer = world.call("/wxworkapi/chat/message", token, &body).await?;
        let records = answer["model"].as_array().map_or(0, Vec::len) as u64;
        read += records;
        if records < PAGE {
            return Ok(read);
        }
    }
}
