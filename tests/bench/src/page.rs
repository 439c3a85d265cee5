//! P6: a page of fifty messages at any depth of a thread, as it goes over IPC: read, decoded, encoded.

use anyhow::{Context, Result, ensure};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::Setting;
use crate::cache;
use crate::floor::Floor;
use crate::meter::spread;
use crate::report::{Row, Section, number};
use crate::side::Side;

const TARGET_MS: f64 = 3.0;

const BARE: &str = "SELECT message_id, timestamp, svr_order, msg_svr_id, direction, origin, send_status, assignee, sender_id, \
    sender_name, sender_avatar_url, content_json FROM messages \
    WHERE chat = ? AND (timestamp, svr_order, message_id) < (?, ?, ?) \
    ORDER BY timestamp DESC, svr_order DESC, message_id DESC LIMIT 50";

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let messages = setting.size(1_000_000);
    let count = setting.size(10_000) / 50;
    let encrypted = cache::filled(&setting.kept, messages, true).await?;
    let plain = cache::filled(&setting.kept, messages, false).await?;
    let [folder, said, chats] = encrypted.arguments();
    let mut ours = Side::ours("cache", &[&folder, &said, &chats])?;
    let mut bare = Floor::query(setting, &plain.file(), BARE).await?;
    let mut file = SqliteConnectOptions::new().filename(plain.file()).read_only(true).connect().await?;
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=setting.repeats {
        let answer = ours.ask(&json!({ "do": "pages", "count": count, "seed": round })).await?;
        let times = answer["wallUs"].as_array().context("no times")?.iter().filter_map(serde_json::Value::as_f64);
        let times: Vec<f64> = times.map(|us| us / 1e3).collect();
        let mut chance = ChaCha8Rng::seed_from_u64(round);
        let mut bare_times = Vec::new();
        for _ in 0..count {
            let number = i64::try_from(chance.random_range(1..messages))?;
            let place: (i64, i64, i64, String) =
                sqlx::query_as("SELECT chat, timestamp, svr_order, message_id FROM messages WHERE id = ?")
                    .bind(number)
                    .fetch_one(&mut file)
                    .await?;
            let (rows, us) = bare.ask(&format!("i{}\ti{}\ti{}\tt{}", place.0, place.1, place.2, place.3)).await?;
            ensure!(rows <= 50, "a page of {rows}");
            bare_times.push(us / 1e3);
        }
        if round > 0 {
            mine.extend(times);
            theirs.extend(bare_times);
        }
    }
    file.close().await?;
    bare.end().await?;
    ours.end().await?;
    let p99 = spread(&mine).p99;
    let met = if p99 <= TARGET_MS { "met" } else { "**not met**" };
    Ok(vec![Section {
        id: "P6",
        title: "A page of 50 at a random depth",
        unit: "ms",
        peer: "the bare query in C, plain file",
        rows: vec![Row { what: format!("{messages} messages"), ours: mine, peer: theirs, target: None }],
        checked: "each page is in the thread's order and ends before the message it was asked for.".to_owned(),
        notes: vec![format!(
            "The target is p99 ≤ {TARGET_MS} ms: {} ms, {met}. Ours is the engine's part, encoded as it goes over IPC; the \
             crossing itself is not in it.",
            number(p99)
        )],
    }])
}
